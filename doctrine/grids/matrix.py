"""A bare matrix: candidates in rows, criteria in columns, directions, scales and weights as header lines (docs/matrix-format.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, cast

from doctrine.diagnostics import Diagnostic, Place, in_order
from doctrine.grids.matrix_marks import Direction, Mark, Scale, Written, function_of, mark_of, scale_of, written
from doctrine.grids.matrix_weights import Asked, Note, Stated, stated_by, stated_in, together
from doctrine.grids.text_tables import DELIMITERS, Cell, Rows, csv_rows
from doctrine.loading.files import too_large
from doctrine.loading.source import Source, decode, hidden, source

SIZE = 2 * 1024 * 1024
#: The shares of every rank make a table of candidates × candidates: beyond, nobody reads it and memory runs out.
CANDIDATES, CRITERIA, CELLS = 200, 60, 2_000
#: The first words of header lines, with those that French writers use.
RESERVED = {
    "label": "label", "libellé": "label", "direction": "direction", "sens": "direction", "scale": "scale", "échelle": "scale",
    "value": "value", "valeur": "value", "weights": "weights", "weight": "weights", "poids": "weights",
    "priorities": "priorities", "priority": "priorities", "priorités": "priorities", "priorité": "priorities",
}  # fmt: skip
#: What each header line takes, as an example to copy.
_EXAMPLES = {"direction": "max, min", "scale": "0..100", "value": "0:0|50:80|100:100"}
_ID = re.compile(r"(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]{1,60}", re.ASCII)
_COMMENT = re.compile(r"^#[^\n]*", re.MULTILINE)
_LONGEST_NAME = 120
_MOST = 20
_DEFAULT = "0..100"
_NOTHING = Asked()


class Criterion(NamedTuple):
    """One column: its id, its title, which way is better, and its scale; `assumed` when the file states none."""

    id: str
    label: str
    direction: Direction
    scale: Scale
    assumed: bool


class Candidate(NamedTuple):
    """One row: its name, and its marks in the order of the criteria."""

    name: str
    marks: tuple[Mark, ...]


class Matrix(NamedTuple):
    """What a file compares. `stated` is what it or the command line says of weights; `notes` what was done to its numbers."""

    criteria: tuple[Criterion, ...]
    candidates: tuple[Candidate, ...]
    stated: Stated
    notes: tuple[Note, ...]


class LoadedMatrix(NamedTuple):
    """A matrix, or None with the diagnostics that refuse it."""

    matrix: Matrix | None
    diagnostics: tuple[Diagnostic, ...] = ()


def matrix_of(data: bytes, name: str, *, quantiles: int, asked: Asked = _NOTHING) -> LoadedMatrix:
    """The matrix of the bytes of a file; `quantiles` is how finely distributions are described."""
    if len(data) > SIZE:
        return LoadedMatrix(None, (too_large(name, SIZE),))
    text, found = decode(data, name)
    if text is None:
        return LoadedMatrix(None, tuple(found))
    unseen = hidden(text, _MOST)
    if unseen:
        return LoadedMatrix(None, tuple(unseen))
    rows = csv_rows(source(_COMMENT.sub(lambda comment: " " * len(comment[0]), text.text), name))
    if isinstance(rows, Diagnostic):
        return LoadedMatrix(None, (rows,))
    reading = _Reading(text, rows, quantiles)
    matrix = reading.matrix(asked)
    return LoadedMatrix(matrix, tuple(in_order(reading.wrong)[: 5 * _MOST]))


class _Reading:
    """One file being read: its rows, and everything wrong with them."""

    def __init__(self, text: Source, rows: Rows, quantiles: int) -> None:
        """Keep the rows that say something."""
        self.text = text
        self.quantiles = quantiles
        self.rows = [row for row in rows if any(cell.text for cell in row) and not row[0].text.startswith("#")]
        self.comma = self._delimiter() != ","
        self.wrong: list[Diagnostic] = []

    def _delimiter(self) -> str:
        """What separates the first two cells: a comma there cannot open decimals too."""
        if not self.rows or len(self.rows[0]) < 2:
            return ","
        place = self.rows[0][1].place
        before = self.text.lines[place.line - 1][place.column - 2 : place.column - 1]
        return before if before in DELIMITERS else ","

    def matrix(self, asked: Asked) -> Matrix | None:
        """The matrix; None when anything is wrong."""
        if len(self.rows) < 2 or len(self.rows[0]) < 2:
            self.wrong.append(Diagnostic("DOC608", Place(self.text.file)))
            return None
        columns = self._columns()
        headers, candidates = self._kinds(columns)
        if not candidates and not self.wrong:
            self.wrong.append(Diagnostic("DOC608", Place(self.text.file)))
        if self._oversized(len(candidates), len(columns)) or self.wrong:
            return None
        names = self._names(candidates)
        cells = [[self._cell(cell) for cell in row[1:]] for row in candidates]
        criteria = self._criteria(columns, headers, cells)
        ids = tuple(cell.text for cell in columns)
        lines = headers.get("weights"), headers.get("priorities", [])
        weights = stated_by(asked, ids) or stated_in(self.text, ids, *lines, comma=self.comma)
        self.wrong += weights.wrong
        if self.wrong:
            return None
        made, notes = [], [Note("scale", criterion.label) for criterion in criteria if criterion.assumed]
        for name, row, said in zip(names, candidates, cells, strict=True):
            pairs = list(zip(criteria, row[1:], cast("list[Written]", said), strict=True))
            made.append(Candidate(name, tuple(mark_of(cell.text, one, each.scale, self.quantiles) for each, cell, one in pairs)))
            notes += [Note("clamped", each.label, name, cell.text) for each, cell, one in pairs if any(map(each.scale.outside, one.stated))]
        return Matrix(tuple(criteria), tuple(made), weights, (*notes, *weights.notes))

    def _say(self, code: str, cell: Cell, **values: str) -> None:
        self.wrong.append(self.text.diagnostic(code, cell.place, values))

    def _oversized(self, candidates: int, criteria: int) -> bool:
        if candidates <= CANDIDATES and criteria <= CRITERIA and candidates * criteria <= CELLS:
            return False
        limits = {"candidates": str(CANDIDATES), "criteria": str(CRITERIA), "cells": str(CELLS)}
        self.wrong.append(Diagnostic("DOC660", Place(self.text.file), values=limits))
        return True

    def _columns(self) -> list[Cell]:
        """The cells that name criteria; empty ones after the last are what spreadsheets leave."""
        columns = _without_trailing(self.rows[0][1:])
        seen: set[str] = set()
        for cell in columns:
            if not _ID.fullmatch(cell.text) or cell.text in seen:
                self._say("DOC661", cell, text=cell.text)
            seen.add(cell.text)
        return columns

    def _kinds(self, columns: Sequence[Cell]) -> tuple[dict[str, list[Cell]], list[list[Cell]]]:
        """Header lines by their word, and candidates, each with one cell for each criterion; priorities keep every cell."""
        headers: dict[str, list[Cell]] = {}
        candidates: list[list[Cell]] = []
        for row in self.rows[1:]:
            word = RESERVED.get(row[0].text.casefold())
            if word is not None and (candidates or (word in headers and word != "priorities")):
                self._say("DOC669", row[0], text=row[0].text)
                continue
            if word == "priorities":
                headers.setdefault(word, []).extend(cell for cell in row[1:] if cell.text)
                continue
            kept = row if len(row) == 1 + len(columns) else _without_trailing(row)
            if len(kept) > 1 + len(columns) or len(row) < 1 + len(columns):
                self._say("DOC663", kept[-1], count=str(len(kept)), wanted=str(1 + len(columns)))
            if word is None:
                candidates.append(row[: 1 + len(columns)])
            else:
                headers[word] = row[1 : 1 + len(columns)]
        return headers, candidates

    def _names(self, candidates: Sequence[Sequence[Cell]]) -> list[str]:
        seen: set[str] = set()
        names = []
        for first, *_ in candidates:
            name = " ".join(first.text.split())
            if not name or len(name) > _LONGEST_NAME or name.casefold() in seen:
                self._say("DOC662", first, text=name)
            seen.add(name.casefold())
            names.append(name)
        return names

    def _cell(self, cell: Cell) -> Written | None:
        said = written(cell.text, comma=self.comma)
        if said is None:
            self._say("DOC664", cell, text=cell.text)
        return said

    def _criteria(
        self, columns: Sequence[Cell], headers: dict[str, list[Cell]], cells: Sequence[Sequence[Written | None]]
    ) -> list[Criterion]:
        """Every column with its scale; a column without one is refused unless its values already lie from 0 to 100."""
        found = []
        for place, column in enumerate(columns):
            lines: dict[str, Cell] = {word: headers[word][place] for word in ("label", "direction", "scale", "value") if word in headers}
            label = lines["label"].text if "label" in lines and lines["label"].text else column.text
            direction = self._direction(lines.get("direction"))
            scale = self._scale(lines, direction)
            assumed = scale is None and not any(word in lines and lines[word].text for word in ("scale", "value"))
            if assumed:
                values = [value for row in cells for said in [row[place]] if said is not None for value in said.stated]
                if direction == "min" or any(not 0 <= value <= 100 for value in values):
                    self._say("DOC665", column, criterion=label)
            default = cast("Scale", scale_of(_DEFAULT, direction, comma=False))
            found.append(Criterion(column.text, label, direction, scale or default, assumed))
        return found

    def _direction(self, cell: Cell | None) -> Direction:
        text = cell.text.casefold() if cell is not None else ""
        if cell is not None and text not in ("", "max", "min"):
            self._unfit(cell, "direction")
        return "min" if text == "min" else "max"

    def _scale(self, lines: dict[str, Cell], direction: Direction) -> Scale | None:
        """The scale that a column states, None when it states none or a wrong one (said)."""
        plain, function = lines.get("scale"), lines.get("value")
        if function is not None and function.text:
            found = function_of(function.text, comma=self.comma)
            if found is None or (plain is not None and plain.text):
                self._unfit(function, "value")
            return found
        if plain is None or not plain.text:
            return None
        found = scale_of(plain.text, direction, comma=self.comma)
        if found is None:
            self._unfit(plain, "scale")
        return found

    def _unfit(self, cell: Cell, row: Literal["direction", "scale", "value"]) -> None:
        self._say("DOC666", cell, text=cell.text, row=row, example=_EXAMPLES[row])


def _without_trailing(cells: Sequence[Cell]) -> list[Cell]:
    """The cells up to the last that is not empty."""
    last = max((place for place, cell in enumerate(cells) if cell.text), default=0)
    return list(cells[: last + 1])


def weights_used(matrix: Matrix) -> tuple[Fraction, ...]:
    """The weights of the file or of the command line, or equal ones; they sum to one."""
    return together(matrix.stated, len(matrix.criteria))
