"""The fixes that are safe: the same meaning, written as the reader asks. Nothing else of a file is touched."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from doctrine.checking.kinds import files_under, kind_of
from doctrine.checking.settings import Settings
from doctrine.diagnostics import Diagnostic, Place
from doctrine.grids.reading import grid_of
from doctrine.loading.files import read_bytes
from doctrine.loading.need_file import read_need
from doctrine.loading.nodes import Mapping
from doctrine.loading.yaml_reader import CATALOGUE_LIMITS, read

#: Keys that older or French drafts used, and their names.
RENAMED = {
    "titre": "title",
    "besoin": "title",
    "acheteur": "buyer",
    "fonction": "function",
    "exigences": "requirements",
    "poids": "weights",
    "constats": "findings",
    "recherches": "searched",
    "valeur": "value",
    "utilisateurs": "users",
    "donnees": "data",
}
_MEANT = frozenset({"DOC064", "DOC067"})
_DAY = re.compile(r"[\"']?(?:(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})|(\d{1,2})[/.](\d{1,2})[/.](\d{4}))[\"']?\Z")
#: Sums that people announce: another one is more likely a mistake than a choice.
_ANNOUNCED = frozenset({1, 10, 20, 100})
#: The check that the sum of the weights is stated for.
_TOTAL = "DOC301"
#: A fix may uncover another: so many passes at most.
_PASSES = 5


class Change(NamedTuple):
    """One file rewritten: how many fixes, and its text before and after."""

    file: str
    fixes: int
    before: str
    after: str

    def diff(self) -> str:
        """A unified diff."""
        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True), self.after.splitlines(keepends=True), f"a/{self.file}", f"b/{self.file}"
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def fixes(paths: Iterable[str], settings: Settings, only: frozenset[str] | None) -> Iterator[Change]:
    """The files that safe fixes would change."""
    for name, named in files_under(paths, settings.excluded):
        if only is not None and os.path.realpath(name) not in only:
            continue
        data = read_bytes(name, CATALOGUE_LIMITS.size)
        if isinstance(data, Diagnostic):
            continue
        kind = kind_of(name, data, named=named)
        if kind == "need" or (kind == "grid" and name.lower().endswith((".yaml", ".yml"))):
            change = _fixed(name, data, settings, grid=kind == "grid")
            if change is not None:
                yield change


def _fixed(name: str, data: bytes, settings: Settings, *, grid: bool) -> Change | None:
    """A file with the fixes of the checks that are selected for it."""
    try:
        before = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    text, count = before, 0
    for _ in range(_PASSES):
        found = _grid_edits(text, name) if grid else _need_edits(text, name)
        edits = [one for one in found if settings.wanted(name, one.code, "method" if one.code == _TOTAL else "file")]
        if not edits:
            break
        count += len(edits)
        text = _applied(text, edits)
    return Change(name, count, before, text) if count else None


class _Edit(NamedTuple):
    """Replace what stands at a place, because of a code; an empty span inserts."""

    place: Place
    text: str
    code: str


def _need_edits(text: str, name: str) -> list[_Edit]:
    edits = []
    lines = text.split("\n")
    for one in read_need(text.encode("utf-8"), name).diagnostics:
        place = one.place
        if not place.line or place.end_column <= place.column:
            continue
        written = lines[place.line - 1][place.column - 1 : place.end_column - 1]
        meant = one.values.get("meant", "") if one.code in _MEANT else _day(written) if one.code == "DOC061" else ""
        if one.code == "DOC050":
            meant = RENAMED.get(one.values.get("key", ""), "")
            if meant and re.search(rf"^{meant}\s*:", text, re.MULTILINE):
                meant = ""
        if meant and meant != written:
            edits.append(_Edit(place, meant, one.code))
    return edits


def _day(written: str) -> str:
    """A day as it must be written; empty when its order is not certain."""
    found = _DAY.match(written)
    if found is None:
        return ""
    year, month, day = (int(part) for part in (found[1] or found[6], found[2] or found[5], found[3] or found[4]))
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # no such day: only its author knows which was meant
        return ""


def _grid_edits(text: str, name: str) -> list[_Edit]:
    """Write the day as the reader asks; state the sum of the weights where a grid does not, when it is one that people announce."""
    data = text.encode("utf-8")
    loaded = grid_of(data, name)
    lines = text.split("\n")
    days = []
    for one in loaded.diagnostics:
        place = one.place
        written = lines[place.line - 1][place.column - 1 : place.end_column - 1] if 1 <= place.line <= len(lines) else ""
        if one.code == "DOC061" and written and _day(written):
            days.append(_Edit(place, _day(written), one.code))
    if days:
        return days
    document, _ = read(data, name, CATALOGUE_LIMITS)
    if loaded.grid is None or document is None or loaded.grid.announced is not None or not isinstance(document.root, Mapping):
        return []
    lots = [one.id for one in loaded.grid.lots] or [""]
    totals = {sum((one.weight.value for one in loaded.grid.active(lot) if one.weight), Decimal(0)) for lot in lots}
    key = next((key for key, _ in document.root.entries if key.text == "criteria"), None)
    total = totals.pop()
    if totals or total not in _ANNOUNCED or key is None or key.place.column != 1:
        return []
    return [_Edit(Place(name, key.place.line, 1, 1), f"announced_total: {total:f}\n", _TOTAL)]


def _applied(text: str, edits: list[_Edit]) -> str:
    lines = text.split("\n")
    for edit in sorted(edits, reverse=True):
        place = edit.place
        line = lines[place.line - 1]
        lines[place.line - 1] = line[: place.column - 1] + edit.text + line[place.end_column - 1 :]
    return "\n".join(lines)
