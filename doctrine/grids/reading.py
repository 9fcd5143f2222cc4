"""One door for every grid: YAML, CSV, XLSX, ODS or Markdown, by its name and its first bytes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from doctrine.diagnostics import Diagnostic, Place
from doctrine.grids import sheets, tables, text_tables, yaml_grid
from doctrine.loading.files import read_bytes
from doctrine.loading.source import decode, hidden
from doctrine.loading.yaml_reader import CATALOGUE_LIMITS, read
from doctrine.model.grid import At, Grid

TEXT_SIZE = 4 * 1024 * 1024
_MOST = 20
FORMATS = (".yaml", ".yml", ".csv", ".tsv", ".xlsx", ".xlsm", ".ods", ".md")
_WORKBOOKS = (".xlsx", ".xlsm", ".ods")


class LoadedGrid(NamedTuple):
    """A grid, or None, and what was found while reading; `places` turns the cells of a table into places of its file."""

    grid: Grid | None
    diagnostics: tuple[Diagnostic, ...] = ()
    places: Mapping[At, Place] = MappingProxyType({})
    file: str = ""

    def place(self, at: At) -> Place:
        """Where something of the grid stands: line and column of a text, row and column of the sheet that its file name ends with."""
        return self.places.get(at) or Place(self.file, at.row + 1, at.column + 1, at.column + 2)


def read_grid(path: str | os.PathLike[str]) -> LoadedGrid:
    """The grid of a file."""
    name = os.fspath(path)
    ending = os.path.splitext(name)[1].lower()
    if ending not in FORMATS:
        return LoadedGrid(None, (Diagnostic("DOC600", Place(name), values={"choices": ", ".join(FORMATS)}),), file=name)
    data = read_bytes(path, sheets.SIZE if ending in _WORKBOOKS else TEXT_SIZE)
    return LoadedGrid(None, (data,), file=name) if isinstance(data, Diagnostic) else grid_of(data, name)


def grid_of(data: bytes, name: str) -> LoadedGrid:
    """The grid of bytes; the end of `name` says which format they have."""
    ending = os.path.splitext(name)[1].lower()
    if ending in _WORKBOOKS:
        return _of_workbook(data, name)
    if ending in {".yaml", ".yml"}:
        document, found = read(data, name, CATALOGUE_LIMITS)
        if document is None:
            return LoadedGrid(None, tuple(found), file=name)
        grid, wrong = yaml_grid.grid_of(document)
        return LoadedGrid(grid, (*found, *wrong), file=name)
    return _of_text(data, name, ending)


def _of_text(data: bytes, name: str, ending: str) -> LoadedGrid:
    source, found = decode(data, name)
    if source is None:
        return LoadedGrid(None, tuple(found), file=name)
    # A byte order mark is how spreadsheets write CSV: nothing to mend there.
    unseen = hidden(source, _MOST)
    if unseen:
        return LoadedGrid(None, tuple(unseen), file=name)
    rows = text_tables.markdown_rows(source) if ending == ".md" else text_tables.csv_rows(source)
    if isinstance(rows, Diagnostic):
        return LoadedGrid(None, (rows,), file=name)
    if len(rows) > sheets.ROWS or any(len(row) > sheets.COLUMNS for row in rows):
        values = {"rows": str(sheets.ROWS), "columns": str(sheets.COLUMNS)}
        return LoadedGrid(None, (Diagnostic("DOC617", Place(name), values=values),), file=name)
    grid, places, wrong = tables.grid_of(rows, name)
    return LoadedGrid(grid, tuple(wrong), places, name)


def _of_workbook(data: bytes, name: str) -> LoadedGrid:
    """The first sheet that holds a table; the others are named, for they were not read."""
    found, notes = sheets.sheet_rows(data, name)
    if not found:
        return LoadedGrid(None, tuple(notes) or (Diagnostic("DOC608", Place(name)),), file=name)
    chosen = next((place for place, (_, rows) in enumerate(found) if tables.has_table(rows)), 0)
    grid, places, wrong = tables.grid_of(found[chosen][1], name)
    others = [title for place, (title, rows) in enumerate(found) if place != chosen and tables.has_table(rows)]
    if others:
        notes.append(Diagnostic("DOC616", Place(name), "note", {"read": found[chosen][0], "others": ", ".join(others)[:60]}))
    return LoadedGrid(grid, (*notes, *wrong), places, name)
