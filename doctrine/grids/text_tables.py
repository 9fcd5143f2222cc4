"""Tables in text: CSV with `;`, `,` or tabs, and the first table of a Markdown page. Each cell keeps its line and columns."""

from __future__ import annotations

import re
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
    """One cell: its text, where it stands in its file, and its row and column in the table, from 0."""

    text: str
    place: Place
    at: At


Rows = list[list[Cell]]


def csv_rows(source: Source) -> Rows | Diagnostic:
    """The rows of a CSV; a quote never closed is refused where it opens."""
    delimiter = _delimiter(source)
    rows: Rows = [[]]
    position, text = 0, source.text
    while position <= len(text):
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
        at = At(len(rows) - 1, len(rows[-1]))
        rows[-1].append(Cell(value.strip(), source.span(start, max(position, start + 1)), at))
        if text[position : position + 1] == "\n":
            rows.append([])
        position += 1
    return rows


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
    ends = [found for found in (text.find(delimiter, start), text.find("\n", start)) if found >= 0]
    return min(ends, default=len(text))


def markdown_rows(source: Source) -> Rows:
    """The rows of the first table of a page, its rule left out; empty when the page has no table."""
    lines = source.lines
    rule = next(
        (place for place, line in enumerate(lines) if place and "-" in line and _RULE.fullmatch(line) and "|" in lines[place - 1]), 0
    )
    if not rule:
        return []
    rows = [_markdown_row(source, rule - 1, 0)]
    for place in range(rule + 1, len(lines)):
        if "|" not in lines[place]:
            break
        rows.append(_markdown_row(source, place, len(rows)))
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
        cells.append(Cell(text, source.place(place + 1, start + 2, end + 1), At(row, len(cells))))
    return cells
