"""What a repository decided of its checks: `doctrine.toml`, or `[tool.doctrine]` of `pyproject.toml`, found by walking up.

Settings of a repository may silence, never write outside it nor run a command.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from fnmatch import fnmatch
from typing import Any, NamedTuple

from doctrine.diagnostics import Diagnostic, Place
from doctrine.loading.files import read_bytes
from doctrine.model.scalars import nearest

_SIZE = 256 * 1024
_KEYS = ("select", "ignore", "severity", "fail-on", "exclude", "paths", "waivers")
_PATH_KEYS = ("path", "select", "ignore")
_WAIVER_KEYS = ("path", "check", "author", "ground", "start", "end")
LEVELS = ("note", "warning", "error")


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
        return any(matches(name, pattern) for pattern in self.exclude)

    def named(self) -> Iterator[str]:
        """Every word that selects or silences checks: codes, beginnings of codes, families."""
        yield from (*self.select, *self.ignore)
        for rule in self.paths:
            yield from (*rule.select, *rule.ignore)
        for waiver in self.waivers:
            yield waiver.check

    def wanted(self, name: str, code: str, family: str) -> bool:
        """Whether a check counts for a file: selected (all when nothing is), not ignored; the most precise pattern speaks last."""
        asked = not self.select or _among(code, family, self.select)
        asked = asked and not _among(code, family, self.ignore)
        for rule in self.paths:
            if matches(name, rule.path):
                if rule.select:
                    asked = _among(code, family, rule.select)
                asked = asked and not _among(code, family, rule.ignore)
        return asked


def matches(name: str, pattern: str) -> bool:
    """Whether a file is of a pattern: `dossiers/*.yaml`, `archives/**`, or the name alone."""
    shown = os.path.relpath(name).replace(os.sep, "/")
    return fnmatch(shown, pattern) or fnmatch(shown, pattern.removesuffix("/") + "/*") or fnmatch(os.path.basename(name), pattern)


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
        whole = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return [Diagnostic("DOC180", Place(shown), values={"reason": str(error)})]
    if os.path.basename(path) == "pyproject.toml":
        tool = whole.get("tool", {})
        if not isinstance(tool, dict) or "doctrine" not in tool:
            return None
        whole = tool["doctrine"]
    return _settings(shown, whole)


class _Wrong(ValueError):
    """A key or a value that the settings do not know."""


def _settings(file: str, whole: Any) -> Settings | list[Diagnostic]:
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
            tuple(_rule(one) for one in _tables(table, "paths")),
            tuple(_waiver(one) for one in _tables(table, "waivers")),
        )
    except _Wrong as wrong:
        name, near = str(wrong), nearest(str(wrong).lower(), (*_KEYS, *_PATH_KEYS, *_WAIVER_KEYS))
        return [Diagnostic("DOC181", Place(file), values={"key": name, "near": near if near != name else ""})]


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
    """A waiver is refused without its author, its ground and both its days."""
    _known(table, _WAIVER_KEYS)
    for key in ("path", "check", "author", "ground"):
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise _Wrong(key)
    days = []
    for key in ("start", "end"):
        found = table.get(key)
        try:
            days.append(date.fromisoformat(str(found)[:10]))
        except ValueError:
            raise _Wrong(key) from None
    return PathWaiver(table["path"], table["check"], table["author"], table["ground"], days[0], days[1])
