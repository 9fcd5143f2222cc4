"""Catalogue, cards, legal values and words compiled once into one file, read fast: only the sections a command needs.

The file is one line of JSON (the table: section → offset and length) followed by the sections, JSON each. It is built with
the wheel; in a checkout, or for a folder given with `--catalogue`, it is cached outside the tree under a name made from
the path, size and times of every file, so that a change is seen at once (docs/decisions/0006-index.md).
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from doctrine import __version__
from doctrine.diagnostics import Diagnostic, in_order, refused
from doctrine.resources import PACKAGE, cache_folder, catalogue_folder, packaged_index

FORMAT = "index/1"
LANGUAGES = ("fr", "en")


class IndexUnusable(Exception):
    """The data cannot be compiled: the diagnostics say which file and line."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        """Keep what is wrong."""
        super().__init__("index")
        self.diagnostics = diagnostics


class Index:
    """A compiled index, sections read on demand and kept."""

    def __init__(self, data: Path | bytes, made_from: str | None = None) -> None:
        """Open an index from its file, or from bytes just compiled; ValueError when it was made from other files."""
        # One descriptor for the whole life: another run that replaces the cached file cannot mix two editions.
        self._file = data.open("rb") if isinstance(data, Path) else None
        self._bytes = b"" if isinstance(data, Path) else data
        self._kept: dict[str, Any] = {}
        line = self._file.readline() if self._file is not None else self._bytes[: self._bytes.index(b"\n") + 1]
        header = json.loads(line)
        if header["format"] != FORMAT or made_from not in (None, header["made_from"]):
            raise ValueError(header["format"])
        self._start = len(line)
        self._table: dict[str, list[int]] = header["sections"]
        size = os.fstat(self._file.fileno()).st_size if self._file is not None else len(self._bytes)
        if size != self._start + sum(length for _, length in self._table.values()):
            raise ValueError(size)

    def __contains__(self, section: str) -> bool:
        """Whether there is such a section."""
        return section in self._table

    def section(self, name: str) -> Any:
        """One section as plain JSON values; KeyError when there is none."""
        if name not in self._kept:
            offset, length = self._table[name]
            if self._file is None:
                raw = self._bytes[self._start + offset : self._start + offset + length]
            else:
                raw = _read_at(self._file, self._start + offset, length)
            self._kept[name] = json.loads(raw)
        return self._kept[name]


def _read_at(file: BinaryIO, offset: int, length: int) -> bytes:
    """Some bytes of a file; where the system can, without moving in it: a forked worker shares the descriptor."""
    if hasattr(os, "pread"):
        return os.pread(file.fileno(), length, offset)
    file.seek(offset)
    return file.read(length)


def pack(sections: Mapping[str, object], made_from: str = "") -> bytes:
    """The bytes of an index: its table and the state of the files it was made from, then its sections, in a fixed order."""
    table: dict[str, list[int]] = {}
    parts: list[bytes] = []
    offset = 0
    for name in sorted(sections):
        part = json.dumps(sections[name], ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        table[name] = [offset, len(part)]
        parts.append(part)
        offset += len(part)
    head = {"format": FORMAT, "made_from": made_from, "sections": table, "tool": __version__}
    header = json.dumps(head, separators=(",", ":"), sort_keys=True)
    return header.encode() + b"\n" + b"".join(parts)


def open_index(extra: Iterable[Path] = ()) -> Index:
    """The index of the bundle and of extra catalogue folders, compiled when no compiled one is current.

    Raises IndexUnusable when a file of the bundle or of a folder is refused.
    """
    folders = [catalogue_folder(), *extra]
    packaged = packaged_index()
    if len(folders) == 1 and packaged.is_file():
        return Index(packaged)
    state = _state(folders)
    cached = cache_folder() / f"{zlib.crc32(' '.join(map(str, folders)).encode()):08x}.index"
    if _mine(cached):
        try:
            return Index(cached, state)
        except (OSError, ValueError, KeyError):
            pass  # made from older files, by an older version, or damaged: compiled again below
    data = compile_index(folders, state)
    _keep(cached, data)
    return Index(data)


def _state(folders: Iterable[Path]) -> str:
    """What changes with any file the index is made from: paths, sizes, times of change; as text, compared whole."""
    lines = [f"{FORMAT} {__version__}"]
    for folder in [PACKAGE, *folders]:
        for root, names, files in os.walk(folder):
            names[:] = sorted(name for name in names if name != "__pycache__")
            for name in sorted(files):
                path = os.path.join(root, name)
                state = os.stat(path)
                lines.append(f"{path} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}")
    return "\n".join(lines)


def _mine(path: Path) -> bool:
    """Whether a cached index is there and belongs to this user: nobody else may feed us a catalogue."""
    try:
        state = path.lstat()
    except OSError:
        return False
    return not hasattr(os, "getuid") or state.st_uid == os.getuid()


def _keep(path: Path, data: bytes) -> None:
    """Cache an index; a read-only or full disk only costs the next run its compilation."""
    from doctrine.loading.files import write_atomically

    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(path, data)
        stale = sorted(path.parent.glob("*.index"), key=lambda one: one.stat().st_mtime)[:-8]
        for old in stale:
            old.unlink(missing_ok=True)
    except OSError:
        return


def compile_index(folders: Iterable[Path], made_from: str = "") -> bytes:
    """Read everything and pack it. Raises IndexUnusable with every diagnostic when a file is refused."""
    from doctrine import compiling

    sections, diagnostics = compiling.sections(list(folders))
    if refused(diagnostics):
        raise IndexUnusable(in_order(diagnostics))
    return pack(sections, made_from)
