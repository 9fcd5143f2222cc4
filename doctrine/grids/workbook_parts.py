"""What the parts of a workbook say before a library reads it: how far its cells reach, and which ones it cannot give.

A formula that no spreadsheet ever computed has no value in the file, and an error (`#REF!`) stands for none: a reader of values gets an
empty cell for both. They are found here, by sheet, so that an empty total is never taken for no total.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import NamedTuple
from xml.parsers import expat

from doctrine.grids.text_tables import BOUNDS
from doctrine.model.facts import NOTHING
from doctrine.model.grid import At

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
#: More than this and one more changes nothing to what is said.
_MOST_LOST = 1000


class TooWide(Exception):
    """A cell beyond the rows or columns that a grid may have."""


class Lost(NamedTuple):
    """What one part says: its cells without a value by table name ("" in a part that is one sheet), sheets and targets by id."""

    cells: Mapping[str, frozenset[At]] = NOTHING
    sheets: Mapping[str, str] = NOTHING
    targets: Mapping[str, str] = NOTHING


Parts = Mapping[str, Lost]


def measured(content: bytes) -> Lost:
    """Follow the cells of a part, whatever its name; raises TooWide for one that stands too far or repeats too often."""
    extent = _Extent()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = extent.start
    parser.EndElementHandler = extent.end
    parser.CharacterDataHandler = extent.text
    parser.Parse(content, True)
    return Lost({name: frozenset(cells) for name, cells in extent.lost.items()}, extent.sheets, extent.targets)


def lost_cells(parts: Parts) -> dict[str, frozenset[At]]:
    """The cells without a value, by name of sheet: an OpenDocument part names its tables, a workbook names its parts elsewhere."""
    found = dict(parts["content.xml"].cells) if "content.xml" in parts else {}
    for name, part in parts.items():
        folder, file = posixpath.split(name)
        links = parts.get(f"{folder}/_rels/{file}.rels", Lost()).targets
        for sheet, link in part.sheets.items():
            target = links.get(link, "")
            path = target.removeprefix("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            cells = parts.get(path, Lost()).cells.get("")
            if cells:
                found[sheet] = cells
    return found


class _Extent:
    """How far the cells that hold something reach, and which are lost: both kinds of workbook number and write them differently."""

    def __init__(self) -> None:
        self.row = self.column = self.repeat = 0
        self.table = ""
        self.lost: dict[str, set[At]] = {}
        self.sheets: dict[str, str] = {}
        self.targets: dict[str, str] = {}
        self._type = ""
        self._formula = self._reading = self._valued = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Count one element."""
        local = name.rpartition(" ")[2]
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if local == "row":
            self.row = _count(plain.get("r"), self.row + 1)
            self.column = 0
        elif local == "c":
            self._workbook_cell(plain.get("r", ""))
            self._type, self._formula, self._valued = plain.get("t", ""), False, False
        elif local == "f":
            self._formula = True
        elif local == "v":
            self._reading = True
        elif local == "sheet" and "name" in plain:
            self.sheets[plain["name"]] = plain.get("id", "")
        elif local == "Relationship":
            self.targets[plain.get("Id", "")] = plain.get("Target", "")
        elif local == "table":
            self.row, self.table = 0, plain.get("name", "")
        elif local == "table-row":
            self.repeat = _count(plain.get("number-rows-repeated"), 1)
            self.column = 0
        elif local in {"table-cell", "covered-table-cell"}:
            in_error = any(key.endswith("value-type") and value == "error" for key, value in attributes.items())
            if in_error or ("formula" in plain and "value-type" not in plain):
                self._reach(self.row + self.repeat, self.column + 1)
                self._lose(At(self.row, self.column))
            self.column += _count(plain.get("number-columns-repeated"), 1)
            if "value-type" in plain:
                self._reach(self.row + self.repeat, self.column)
        elif local == "p" and self.repeat:
            self._reach(self.row + self.repeat, self.column)

    def text(self, text: str) -> None:
        """Notice that a cell has a value."""
        self._valued |= self._reading and not text.isspace()

    def end(self, name: str) -> None:
        """Leave a row of an OpenDocument table, the value of a cell, or a cell."""
        local = name.rpartition(" ")[2]
        if local == "table-row":
            self.row += self.repeat
            self.repeat = 0
        elif local == "v":
            self._reading = False
        elif local == "c" and (self._type == "e" or (self._formula and self._type != "str" and not self._valued)):
            # An empty text (t="str") is a value: what a formula like =IF(A1="";"";B1) gives.
            self._lose(At(self.row - 1, self.column - 1))

    def _lose(self, at: At) -> None:
        cells = self.lost.setdefault(self.table, set())
        if len(cells) < _MOST_LOST and at.row >= 0 <= at.column:
            cells.add(at)

    def _workbook_cell(self, reference: str) -> None:
        found = _REFERENCE.match(reference)
        if found is None:
            self.column += 1
        else:
            self.column = 0
            for letter in found[1]:
                self.column = self.column * 26 + ord(letter) - 64
            self.row = int(found[2])
        self._reach(self.row, self.column)

    def _reach(self, row: int, column: int) -> None:
        if row > BOUNDS.rows or column > BOUNDS.columns:
            raise TooWide


def _count(text: str | None, otherwise: int) -> int:
    return int(text[:9]) if text and text.isascii() and text.isdigit() else otherwise
