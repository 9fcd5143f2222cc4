"""What a repository decided of its checks: `doctrine.toml`, or `[tool.doctrine]` of `pyproject.toml`, found by walking up.

Settings of a repository may silence, never write outside it nor run a command.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fnmatch import fnmatch
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from doctrine.diagnostics import Diagnostic, Place
from doctrine.loading.files import read_bytes
from doctrine.model.scalars import nearest

T = TypeVar("T")

_SIZE = 256 * 1024
_KEYS = ("select", "ignore", "severity", "fail-on", "exclude", "paths", "waivers")
_PATH_KEYS = ("path", "select", "ignore")
_WAIVER_KEYS = ("path", "check", "author", "ground", "start", "end")
LEVELS = ("note", "warning", "error")
#: Said whatever is selected or ignored, and under no waiver: that a waiver is over, that a decision was changed after sealing.
ALWAYS = frozenset({"DOC114", "DOC501"})
_CODE = re.compile(r"DOC\d{3}", re.IGNORECASE)


class PathRule(NamedTuple):
    """What is selected or ignored for the files of one pattern."""

    path: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]


class PathWaiver(NamedTuple):
    """A check silenced for the files of one pattern; `line` is where the settings say it."""

    path: str
    check: str
    author: str
    ground: str
    start: date
    end: date
    line: int = 0


class Settings(NamedTuple):
    """The settings of a run; `file` is where they come from, empty when there are none."""

    file: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: str = "note"
    fail_on: str = "warning"
    exclude: tuple[str, ...] = ()
    paths: tuple[PathRule, ...] = ()
    waivers: tuple[PathWaiver, ...] = ()

    def excluded(self, name: str) -> bool:
        """Whether a file of a folder is left out."""
        return any(self.matches(name, pattern) for pattern in self.exclude)

    def matches(self, name: str, pattern: str) -> bool:
        """Whether a file is of a pattern, read from the folder that holds the settings; from this one when there are none."""
        return matches(name, pattern, os.path.dirname(self.file) or ".")

    def named(self) -> Iterator[str]:
        """Every word that selects or silences checks: codes, beginnings of codes, families."""
        yield from (*self.select, *self.ignore)
        for rule in self.paths:
            yield from (*rule.select, *rule.ignore)
        for waiver in self.waivers:
            yield waiver.check

    def wanted(self, name: str, code: str, family: str) -> bool:
        """Whether a check counts for a file: selected (all when nothing is), not ignored; the most precise pattern speaks last."""
        if code in ALWAYS:
            return True
        asked = not self.select or _among(code, family, self.select)
        asked = asked and not _among(code, family, self.ignore)
        for rule in self.paths:
            if self.matches(name, rule.path):
                if rule.select:
                    asked = _among(code, family, rule.select)
                asked = asked and not _among(code, family, rule.ignore)
        return asked


def matches(name: str, pattern: str, folder: str = ".") -> bool:
    """Whether a file is of a pattern counted from a folder: `dossiers/*.yaml`, `archives/**`, or the name alone."""
    parent, base = os.path.split(name)
    shown = os.path.join(_below(parent, folder, os.getcwd()), base).replace(os.sep, "/").removeprefix("./")
    return fnmatch(shown, pattern) or fnmatch(shown, pattern.removesuffix("/") + "/*") or fnmatch(os.path.basename(name), pattern)


@lru_cache(maxsize=4096)
def _below(parent: str, folder: str, here: str) -> str:
    """One folder seen from another; `here` is where both are read from."""
    return os.path.relpath(os.path.realpath(os.path.join(here, parent)), os.path.realpath(os.path.join(here, folder)))


def _among(code: str, family: str, words: tuple[str, ...]) -> bool:
    """A code, the beginning of codes (DOC2), or a family (wording)."""
    return any(family == word or code.startswith(word.upper()) for word in words)


def find_settings(start: str) -> Settings | list[Diagnostic]:
    """The settings that hold for a folder: the first file found walking up, to the root of the repository."""
    folder = os.path.realpath(start)
    while True:
        for name in ("doctrine.toml", "pyproject.toml"):
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                found = read_settings(path)
                if found is not None:
                    return found
        above = os.path.dirname(folder)
        if os.path.exists(os.path.join(folder, ".git")) or above == folder:
            return Settings()
        folder = above


def read_settings(path: str) -> Settings | list[Diagnostic] | None:
    """The settings of one file; None for a `pyproject.toml` that says nothing of doctrine."""
    shown = os.path.relpath(path)
    data = read_bytes(path, _SIZE)
    if isinstance(data, Diagnostic):
        return [data]
    try:
        text = data.decode("utf-8")
        whole = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return [Diagnostic("DOC180", Place(shown), values={"reason": str(error)})]
    if os.path.basename(path) == "pyproject.toml":
        tool = whole.get("tool", {})
        if not isinstance(tool, dict) or "doctrine" not in tool:
            return None
        whole = tool["doctrine"]
    return _settings(shown, whole, text)


class _Wrong(ValueError):
    """A key or a value that the settings do not know; `table` and `place` say in which repeated table it stands."""

    def __init__(self, key: str, table: str = "", place: int = 0) -> None:
        """Keep the key and its table."""
        super().__init__(key)
        self.table = table
        self.place = place


def _settings(file: str, whole: Any, text: str) -> Settings | list[Diagnostic]:
    try:
        _known(whole, ("check",))
        table = whole.get("check", {})
        _known(table, _KEYS)
        return Settings(
            file,
            _texts(table, "select"),
            _texts(table, "ignore"),
            _level(table, "severity", "note"),
            _level(table, "fail-on", "warning"),
            _texts(table, "exclude"),
            tuple(_within("paths", _rule, table)),
            tuple(
                one._replace(line=line_of(text, "end", "waivers", place)) for place, one in enumerate(_within("waivers", _waiver, table))
            ),
        )
    except _Wrong as wrong:
        name, near = str(wrong), nearest(str(wrong).lower(), (*_KEYS, *_PATH_KEYS, *_WAIVER_KEYS))
        values = {"key": name, "near": near if near != name else ""}
        return [Diagnostic("DOC181", Place(file, line_of(text, name, wrong.table, wrong.place), 1, 1), values=values)]


def line_of(text: str, key: str, table: str = "", place: int = 0) -> int:
    """The line of a key, in the n-th of the tables of one name when one is named; else that of its head; the first line at worst."""
    lines = text.splitlines()
    first, last = 0, len(lines)
    if table:
        heads = [at for at, line in enumerate(lines) if re.match(rf"\s*\[\[.*\b{re.escape(table)}\s*\]\]", line)]
        if place >= len(heads):
            return line_of(text, table) if not heads else 1
        first = heads[place]
        last = next((at for at in range(first + 1, last) if re.match(r"\s*\[", lines[at])), last)
    written = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=|\s*\[+\s*(?:[\w-]+\s*\.\s*)*[\"']?{re.escape(key)}[\"']?\s*[\].]")
    return next((at + 1 for at in range(first, last) if written.match(lines[at])), first + 1)


def _within(name: str, read: Callable[[Any], T], table: Mapping[str, Any]) -> Iterator[T]:
    """Each of the tables of one name, read; what is wrong in one says which."""
    for place, one in enumerate(_tables(table, name)):
        try:
            yield read(one)
        except _Wrong as wrong:
            raise _Wrong(str(wrong), name, place) from None


def _known(table: Any, keys: tuple[str, ...]) -> None:
    if not isinstance(table, Mapping):
        raise _Wrong("check")
    for key in table:
        if key not in keys:
            raise _Wrong(key)


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise _Wrong(key)
    return tuple(found)


def _tables(table: Mapping[str, Any], key: str) -> list[Any]:
    found = table.get(key, [])
    if not isinstance(found, list):
        raise _Wrong(key)
    return found


def _level(table: Mapping[str, Any], key: str, default: str) -> str:
    found = table.get(key, default)
    if found not in LEVELS:
        raise _Wrong(key)
    return str(found)


def _rule(table: Any) -> PathRule:
    _known(table, _PATH_KEYS)
    if not isinstance(table.get("path"), str):
        raise _Wrong("path")
    return PathRule(table["path"], _texts(table, "select"), _texts(table, "ignore"))


def _waiver(table: Any) -> PathWaiver:
    """A waiver is refused without its author, its ground and both its days in order; it covers one code, never a family."""
    _known(table, _WAIVER_KEYS)
    for key in ("path", "check", "author", "ground"):
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise _Wrong(key)
    if not _CODE.fullmatch(table["check"].strip()):
        raise _Wrong("check")
    days = []
    for key in ("start", "end"):
        found = table.get(key)
        try:
            days.append(date.fromisoformat(str(found)[:10]))
        except ValueError:
            raise _Wrong(key) from None
    if days[1] < days[0]:
        raise _Wrong("end")
    return PathWaiver(table["path"], table["check"].strip(), table["author"], table["ground"], days[0], days[1])
