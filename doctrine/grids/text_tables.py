"""Tables in text: CSV with `;`, `,` or tabs, and the first table of a Markdown page. Each cell keeps its line and columns."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from typing import NamedTuple

from doctrine.diagnostics import Diagnostic, Place
from doctrine.loading.source import Source
from doctrine.model.grid import At

DELIMITERS = (";", "\t", ",")
_RULE = re.compile(r"\s*\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)*\|?\s*")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()<>#+!|~$@^&=-])")
_MARKUP = re.compile(r"\*\*|__|`")


class Cell(NamedTuple):
    """One cell: its text, its row and column in the table, from 0, and where it stands in its file, from 1.

    `lost` when the file says that the cell holds something, and not what: a formula never computed, an error.
    """

    text: str
    at: At
    file: str
    line: int
    column: int
    end: int
    lost: bool = False

    @property
    def place(self) -> Place:
        """Where it stands; made when asked, for few cells of a table ever are."""
        return Place(self.file, self.line, self.column, self.end)


Rows = list[list[Cell]]


class Bounds(NamedTuple):
    """The most rows, cells in a row and cells in all that are read."""

    rows: int
    columns: int
    cells: int

    def refusal(self, file: str) -> Diagnostic:
        """What is said of a table that goes over."""
        values = {"rows": str(self.rows), "columns": str(self.columns), "cells": str(self.cells)}
        return Diagnostic("DOC617", Place(file), values=values)


#: A grid of candidates and criteria: what goes over is another thing, and would take too long to place.
BOUNDS = Bounds(10_000, 200, 150_000)
_UNBOUNDED = Bounds(sys.maxsize, sys.maxsize, sys.maxsize)


def csv_rows(source: Source, bounds: Bounds = _UNBOUNDED) -> Rows | Diagnostic:
    """The rows of a CSV; refused: a quote never closed, where it opens, and what goes over the bounds, before it is placed."""
    delimiter = _delimiter(source)
    rows: Rows = []
    line = count = 0
    while line < len(source.lines):
        text = source.lines[line]
        if '"' in text:
            read = _quoted_row(source, line, delimiter, len(rows), bounds.columns)
            if isinstance(read, Diagnostic):
                return read
            row, line = read
        elif text.count(delimiter) >= bounds.columns:
            return bounds.refusal(source.file)
        else:
            row, line = _plain_row(source.file, text, delimiter, line, len(rows)), line + 1
        rows.append(row)
        count += len(row)
        if len(rows) > bounds.rows or len(row) > bounds.columns or count > bounds.cells:
            return bounds.refusal(source.file)
    return rows


def _plain_row(file: str, text: str, delimiter: str, line: int, row: int) -> list[Cell]:
    """A line without quotes: each cell is what stands between two delimiters, spaces around it left out."""
    cells: list[Cell] = []
    start = 1
    for column, part in enumerate(text.split(delimiter)):
        value = part.strip()
        begin = start + part.index(value)
        cells.append(Cell(value, At(row, column), file, line + 1, begin, min(begin + max(1, len(value)), len(text) + 1)))
        start += len(part) + 1
    return cells


def _quoted_row(source: Source, line: int, delimiter: str, row: int, most: int) -> tuple[list[Cell], int] | Diagnostic:
    """A row whose cells may be quoted and then run over several lines, and the line after it; no more than `most` cells and one."""
    cells: list[Cell] = []
    position, text = source.starts[line], source.text
    while True:
        start = position
        if text[position : position + 1] == '"':
            end = _closing(text, position + 1)
            if end < 0:
                return source.diagnostic("DOC610", source.span(position, position + 1))
            value, position = text[position + 1 : end].replace('""', '"'), end + 1
            rest = _until(text, position, delimiter)
            value, position = value + text[position:rest], rest
        else:
            position = _until(text, position, delimiter)
            value = text[start:position]
        place = source.span(start, max(position, start + 1))
        cells.append(Cell(value.strip(), At(row, len(cells)), source.file, place.line, place.column, place.end_column))
        if len(cells) > most or text[position : position + 1] in {"", "\n"}:
            return cells, line + 1 + text.count("\n", source.starts[line], position)
        position += 1


def _delimiter(source: Source) -> str:
    """The first delimiter that most lines have, outside quotes; the comma comes last: in French it writes decimals."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in source.lines[:50] if line.strip()]
    return next((one for one in DELIMITERS if 2 * sum(one in line for line in lines) > len(lines)), ",")


def _closing(text: str, start: int) -> int:
    """Where a quoted cell ends: a quote that is not doubled; -1 when there is none."""
    position = text.find('"', start)
    while position >= 0 and text[position + 1 : position + 2] == '"':
        position = text.find('"', position + 2)
    return position


def _until(text: str, start: int, delimiter: str) -> int:
    """Where an unquoted part ends."""
    found = text.find(delimiter, start)
    end = found if found >= 0 else len(text)
    newline = text.find("\n", start, end)
    return newline if newline >= 0 else end


def markdown_rows(source: Source, bounds: Bounds) -> Rows | Diagnostic:
    """The rows of the first table of a page, its rule left out; empty when the page has no table, refused over the bounds."""
    lines = source.lines
    rule = next(
        (place for place, line in enumerate(lines) if place and "-" in line and _RULE.fullmatch(line) and "|" in lines[place - 1]), 0
    )
    if not rule:
        return []
    rows = [_markdown_row(source, rule - 1, 0)]
    count = len(rows[0])
    for place in range(rule + 1, len(lines)):
        if "|" not in lines[place]:
            break
        rows.append(_markdown_row(source, place, len(rows)))
        count += len(rows[-1])
        if len(rows) > bounds.rows or count > bounds.cells:
            return bounds.refusal(source.file)
    return rows


def _markdown_row(source: Source, place: int, row: int) -> list[Cell]:
    line = source.lines[place]
    cuts = [found for found, character in enumerate(line) if character == "|" and line[found - 1 : found] != "\\"]
    if not cuts or line[: cuts[0]].strip():
        cuts = [-1, *cuts]
    if line[cuts[-1] + 1 :].strip():
        cuts.append(len(line))
    cells: list[Cell] = []
    for start, end in pairwise(cuts):
        text = _MARKUP.sub("", _ESCAPED.sub(r"\1", line[start + 1 : end])).strip()
        written = source.place(place + 1, start + 2, end + 1)
        cells.append(Cell(text, At(row, len(cells)), source.file, written.line, written.column, written.end_column))
    return cells
