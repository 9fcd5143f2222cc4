"""Which files are ours, and what each is: by its name, and by the `format:` that its first lines declare."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from doctrine.documents import SUFFIXES as DOCUMENTS

Kind = Literal["need", "catalogue", "grid", "csf", "decision", "document", "other"]

_FORMAT = re.compile(rb"^[\"']?format[\"']?[ \t]*:[ \t]*[\"']?([a-z-]+)/\d", re.MULTILINE)
_DECISION = re.compile(rb"\"format\"\s*:\s*\"decision/\d")
_HEAD = 8192
_KINDS: dict[bytes, Kind] = {
    b"need": "need",
    b"grid": "grid",
    b"csf": "csf",
    b"candidates": "catalogue",
    b"frameworks": "catalogue",
    b"qualifications": "catalogue",
    b"functions": "catalogue",
}
YAML = (".yaml", ".yml")
TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".ods")
#: Names that say that a table of a folder is a scoring grid: other tables are nobody's business.
_GRID_NAME = re.compile(r"grille|grid|notation|bareme|barème|scoring", re.IGNORECASE)
#: Folders and files of the tools of a repository, which are no procurement documents.
_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv"})
_SKIPPED_NAMES = re.compile(r"(?:readme|changelog|licen[cs]e|notice|contributing|code_of_conduct|requirements)\b", re.IGNORECASE)


def kind_of(name: str, data: bytes, *, named: bool) -> Kind:
    """What a file is; `named` when it was given itself on the command line rather than found in a folder."""
    lowered = name.lower()
    if lowered.endswith(YAML):
        declared = _FORMAT.search(data[:_HEAD])
        kind = _KINDS.get(declared[1]) if declared else None
        return kind or ("need" if named or lowered.endswith((".need.yaml", "need.yaml", "need.yml")) else "other")
    if lowered.endswith(".json"):
        return "decision" if _DECISION.search(data[:_HEAD]) else "other"
    if lowered.endswith(TABLES):
        return "grid"
    return "document" if lowered.endswith(DOCUMENTS) else "other"


def readable(name: str, *, named: bool) -> bool:
    """Whether a file is worth opening, by its name."""
    base = os.path.basename(name)
    lowered = base.lower()
    if named:
        return True
    if lowered.endswith(TABLES):
        return _GRID_NAME.search(base) is not None
    if lowered.endswith(DOCUMENTS):
        return _SKIPPED_NAMES.match(base) is None
    return lowered.endswith((*YAML, ".json"))


def files_under(paths: Iterable[str], excluded: Callable[[str], bool]) -> Iterator[tuple[str, bool]]:
    """The files to check, each once, sorted within each folder, with whether they were named themselves; hidden folders are left out."""
    seen: set[str] = set()
    for path in paths:
        named = not os.path.isdir(path)
        for name in [path] if named else _under(path):
            key = os.path.realpath(name)
            if key not in seen and readable(name, named=named) and not (excluded(name) and not named):
                seen.add(key)
                yield name, named


def _under(folder: str) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _SKIPPED_FOLDERS:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _under(entry.path)
        elif _opens(entry):
            yield entry.path.removeprefix("./")


def _opens(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a file; a link that leads nowhere or to itself is none."""
    try:
        return entry.is_file()
    except OSError:
        return False
