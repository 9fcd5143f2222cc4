"""One door for every grid: YAML, CSV, XLSX, ODS or Markdown, by its name and its first bytes."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from doctrine.diagnostics import Diagnostic, Place
from doctrine.grids import sheets, tables, text_tables, yaml_grid
from doctrine.grids.cautions import cautions
from doctrine.grids.text_tables import BOUNDS, Cell, Rows
from doctrine.loading.files import read_bytes
from doctrine.loading.source import decode, excerpt, hidden
from doctrine.loading.source import source as source_of
from doctrine.loading.yaml_reader import CATALOGUE_LIMITS, read
from doctrine.model.grid import At, Grid

TEXT_SIZE = 4 * 1024 * 1024
_MOST = 20
FORMATS = (".yaml", ".yml", ".csv", ".tsv", ".xlsx", ".xlsm", ".ods", ".md")
_WORKBOOKS = (".xlsx", ".xlsm", ".ods")
_OF_SPREADSHEETS = (".csv", ".tsv")
#: Accented letters in UTF-8, or its mark: as Windows-1252 they would be "Ã©", which nobody writes.
_OF_UTF8 = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|\A\xef\xbb\xbf")


class LoadedGrid(NamedTuple):
    """A grid, or None, and what was found while reading.

    `places` are those of the values of a YAML file, `rows` the cells of a table; `lines` are the lines of a text, `sheet` the sheet of a
    workbook, as read.
    """

    grid: Grid | None
    diagnostics: tuple[Diagnostic, ...] = ()
    places: Mapping[At, Place] = MappingProxyType({})
    file: str = ""
    rows: Sequence[Sequence[Cell]] = ()
    lines: tuple[str, ...] = ()
    sheet: str = ""

    def place(self, at: At) -> Place:
        """Where something of the grid stands: line and column of a text; row and column of `sheet` in a workbook."""
        if at in self.places:
            return self.places[at]
        if at.row < len(self.rows) and at.column < len(self.rows[at.row]):
            return self.rows[at.row][at.column].place
        return Place(self.file, at.row + 1, at.column + 1, at.column + 2)


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
        grid, wrong, places = yaml_grid.grid_of(document)
        return _told(LoadedGrid(grid, (*found, *wrong), places, name, lines=document.lines))
    return _of_text(data, name, ending)


def _told(loaded: LoadedGrid) -> LoadedGrid:
    """The same, with what its weights have that no computation says."""
    if loaded.grid is None:
        return loaded
    told = []
    for code, at, values in cautions(loaded.grid):
        place = loaded.place(at)
        told.append(Diagnostic(code, place, "warning", values, excerpt(loaded.lines, place)))
    return loaded._replace(diagnostics=(*loaded.diagnostics, *told))


def _of_text(data: bytes, name: str, ending: str) -> LoadedGrid:
    source, found = decode(data, name)
    notes: tuple[Diagnostic, ...] = ()
    windows = [one.code for one in found] == ["DOC008"] and not _OF_UTF8.search(data)
    if source is None and windows and ending in _OF_SPREADSHEETS:
        # What a French spreadsheet writes when asked for CSV. Where some letters are in UTF-8, the file is a damaged one: refused.
        source, notes = source_of(data.decode("cp1252"), name), (Diagnostic("DOC622", Place(name), "note"),)
    if source is None:
        return LoadedGrid(None, tuple(found), file=name)
    # A byte order mark is how spreadsheets write CSV: nothing to mend there.
    unseen = hidden(source, _MOST)
    if unseen:
        return LoadedGrid(None, (*notes, *unseen), file=name)
    rows = text_tables.markdown_rows(source, BOUNDS) if ending == ".md" else text_tables.csv_rows(source, BOUNDS)
    if isinstance(rows, Diagnostic):
        return LoadedGrid(None, (*notes, rows), file=name)
    if any(len(row) > BOUNDS.columns for row in rows):
        return LoadedGrid(None, (*notes, BOUNDS.refusal(name)), file=name)
    grid, wrong = tables.grid_of(rows, name)
    shown = tuple(replace(one, excerpt=excerpt(source.lines, one.place)) for one in wrong)
    return _told(LoadedGrid(grid, (*notes, *shown), file=name, rows=rows, lines=source.lines))


def _of_workbook(data: bytes, name: str) -> LoadedGrid:
    """The first sheet that holds a table; the others are named, for they were not read."""
    found, notes = sheets.sheet_rows(data, name)
    if not found:
        return LoadedGrid(None, tuple(notes) or (Diagnostic("DOC608", Place(name)),), file=name)
    chosen = next((place for place, (_, rows) in enumerate(found) if tables.has_table(rows)), 0)
    sheet, rows = found[chosen]
    grid, wrong = tables.grid_of(rows, name)
    loaded = _told(LoadedGrid(grid, tuple(wrong), file=name, rows=rows, sheet=sheet))
    told = tuple(replace(one, values={**one.values, "sheet": sheet}) for one in loaded.diagnostics)
    # A row and a column say nothing without their sheet: it is named as soon as there is another one to take it for.
    speaks = _filled if told else tables.has_table
    others = [title for place, (title, rows) in enumerate(found) if place != chosen and speaks(rows)]
    if others:
        notes.append(Diagnostic("DOC616", Place(name), "note", {"read": sheet, "others": ", ".join(others)[:60]}))
    return loaded._replace(diagnostics=(*notes, *told))


def _filled(rows: Rows) -> bool:
    return any(cell.text for row in rows for cell in row)
