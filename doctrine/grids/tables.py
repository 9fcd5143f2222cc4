"""From the rows of a table to a grid: settings, one header, rows about the criteria, then one row for each candidate.

The layout is that of docs/grid-format.md. French and English words are read alike, whatever their accents and capitals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast, get_args

from doctrine.diagnostics import Diagnostic, Place, refused
from doctrine.folding import fold
from doctrine.grids.kinds import kind_of
from doctrine.grids.numbers import is_percent, number
from doctrine.grids.text_tables import Cell, Rows
from doctrine.grids.vocabulary import COLUMNS, ROWS, SETTINGS, VALUES, announced_weight, choices, word
from doctrine.model.grid import MODES, At, Criterion, Entrant, Grid, Lot, Mark, Rounding, Stage, Written
from doctrine.model.scalars import DAY, Refused

#: What stands for "no mark".
_BLANK = frozenset({"", "-", "–", "—", "/"})
Column = Literal["total", "rank", "price", "lot"]


@dataclass(slots=True)
class _Draft:
    """What has been read so far."""

    file: str
    settings: dict[str, Cell] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    scale: dict[str, Decimal] = field(default_factory=dict)
    header: list[Cell] = field(default_factory=list)
    abouts: dict[str, list[Cell]] = field(default_factory=dict)
    entrants: list[list[Cell]] = field(default_factory=list)
    unreadable: list[At] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def refuse(self, code: str, cell: Cell, **values: str) -> None:
        """Keep one error at a cell."""
        self.diagnostics.append(Diagnostic(code, cell.place, values={"text": cell.text[:60], **values}))


def grid_of(rows: Rows, file: str) -> tuple[Grid | None, list[Diagnostic]]:
    """The grid of a table, and what cannot be read."""
    draft = _sorted(rows, file)
    _lost(draft, rows)
    if not draft.header or not draft.entrants:
        return None, [Diagnostic("DOC608", rows[0][0].place if rows and rows[0] else Place(file)), *draft.diagnostics]
    grid = _Reader(draft).grid()
    return (None if refused(draft.diagnostics) else grid), draft.diagnostics


def has_table(rows: Rows) -> bool:
    """Whether rows hold a header and at least one candidate."""
    draft = _sorted(rows, "")
    return bool(draft.header and draft.entrants)


def _sorted(rows: Rows, file: str) -> _Draft:
    """Rows told apart: settings before the header, rows about criteria and candidates after it.

    The header is the first row of three cells or more, so that a title or a reference above the table is passed over.
    """
    draft = _Draft(file)
    least = 3 if any(len(_filled(row)) > 2 and fold(row[0].text) not in SETTINGS for row in rows) else 2
    for row in rows:
        filled = _filled(row)
        if not filled:
            continue
        first = fold(row[0].text)
        if not draft.header and first in SETTINGS:
            _setting(draft, SETTINGS[first], row)
        elif not draft.header:
            if len(filled) >= least:
                draft.header = row
        elif first in ROWS:
            draft.abouts[ROWS[first]] = row
        elif first:
            draft.entrants.append(row)
        elif any(number(cell.text) is not None for cell in filled):
            _unnamed(draft, filled)
    return draft


def _unnamed(draft: _Draft, filled: list[Cell]) -> None:
    """Tell a row of numbers whose first cell names nobody: its total is written, and cannot be compared."""
    draft.unreadable.append(filled[0].at)
    values = {"line": str(filled[0].line), "cells": ", ".join(cell.text for cell in filled[:5])[:60]}
    draft.diagnostics.append(Diagnostic("DOC618", filled[0].place, "warning", values))


def _lost(draft: _Draft, rows: Rows) -> None:
    """Tell the cells that hold something which the file does not give; once for all, for a sheet never computed has only those."""
    lost = [cell for row in rows for cell in row if cell.lost]
    if lost:
        draft.unreadable += [cell.at for cell in lost]
        values = {"cells": ", ".join(_reference(cell.at) for cell in lost[:5]), "count": str(len(lost))}
        draft.diagnostics.append(Diagnostic("DOC619", lost[0].place, "warning", values))


def _reference(at: At) -> str:
    """The name of a cell as spreadsheets write it: D3."""
    letters, column = "", at.column + 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{at.row + 1}"


def _filled(row: list[Cell]) -> list[Cell]:
    return [cell for cell in row if cell.text]


def _setting(draft: _Draft, name: str, row: list[Cell]) -> None:
    values = [cell for cell in row[1:] if cell.text]
    if name != "scale":
        if values:
            draft.settings[name] = values[0]
            draft.titles[name] = row[0].text
        return
    points = number(values[1].text) if len(values) == 2 else None
    if points is None:
        draft.refuse("DOC609", (values or row)[-1])
    else:
        draft.scale[fold(values[0].text)] = points


class _Reader:
    """One draft read cell by cell; refusals are added to it."""

    def __init__(self, draft: _Draft) -> None:
        self.draft = draft
        self.columns: dict[int, Column] = {}
        self.criteria: dict[int, Criterion] = {}

    def grid(self) -> Grid:
        """The whole grid."""
        self._columns()
        entrants = self._entrants()
        criteria = tuple(self.criteria.values())
        lots = {one.lot: Lot(one.lot, one.lot, one.at) for one in criteria if one.lot}
        weights = self.draft.abouts.get("weight", [])
        announced = self._written(self.draft.settings.get("announced"))
        percents = [cell for cell in weights[1:] if cell.text]
        if announced is None and percents and all(is_percent(cell.text) for cell in percents):
            announced = Written(Decimal(100), percents[0].at)
        return Grid(
            title=self._text("title") or self.draft.file.rpartition("/")[2],
            criteria=criteria,
            entrants=entrants,
            day=self._day(),
            procedure=self._choice("procedure", "unknown"),
            defence=self._choice("defence", "no") == "yes",
            lots=tuple(lots.values()),
            across_lots=self._choice("across_lots", "separate"),
            announced=announced,
            method=self._choice("method", None),
            rounding=self._rounding(),
            order_reason=self._text("order_reason"),
            scale=self.draft.scale,
            unreadable=tuple(self.draft.unreadable),
        )

    def _columns(self) -> None:
        """What each column of the header is: a criterion, unless it is named as a total, a rank, a price or a lot."""
        seen: dict[str, Cell] = {}
        for column, cell in enumerate(self.draft.header):
            if not column or not cell.text:
                continue
            known = COLUMNS.get(fold(cell.text))
            valued = any(self._about(name, column) is not None for name in ("weight", "maximum"))
            if known and not (known == "price" and valued):
                self.columns[column] = cast(Column, known)
                continue
            one = self._criterion(column, cell)
            if one.id in seen or not one.id:
                self.draft.refuse("DOC611", cell)
            seen[one.id] = cell
            self.criteria[column] = one
        self._parents()

    def _parents(self) -> None:
        """A group named like another criterion is its parent: that criterion is made of it."""
        names = {one.id for one in self.criteria.values()}
        for column, one in self.criteria.items():
            parent = fold(one.group).replace(" ", "-")
            if parent in names and parent != one.id:
                self.criteria[column] = one._replace(parent=parent, group="")
        parents = {one.id: one.parent for one in self.criteria.values()}
        for column, one in self.criteria.items():
            if one.parent and parents[one.parent]:
                self.draft.refuse("DOC615", self.draft.header[column])

    def _about(self, name: str, column: int) -> Cell | None:
        row = self.draft.abouts.get(name, [])
        return row[column] if column < len(row) and row[column].text else None

    def _criterion(self, column: int, cell: Cell) -> Criterion:
        label, weight = announced_weight(cell.text)
        at = cell.at
        value = self._written(self._about("weight", column)) or (Written(weight, at) if weight is not None else None)
        group, lot = self._about("group", column), self._about("lot", column)
        return Criterion(
            id=fold(label).replace(" ", "-"),
            label=label,
            at=at,
            weight=value,
            maximum=self._written(self._about("maximum", column)),
            kind=self._word("kind", column, None) or kind_of(label),
            group=group.text if group else "",
            lot=lot.text if lot else "",
            compulsory=self._word("compulsory", column, "no") == "yes",
            by=self._word("by", column, "buyer"),
            aggregate=self._word("aggregate", column, None),
            formula=self._word("formula", column, None),
            estimate=self._written(self._about("estimate", column)),
            floor=self._written(self._about("floor", column)),
            environment=self._word("environment", column, "no") == "yes",
        )

    def _entrants(self) -> tuple[Entrant, ...]:
        found: dict[str, Entrant] = {}
        for row in self.draft.entrants:
            one = self._entrant(row)
            key = f"{one.id} {one.lot}"
            if key in found:
                self.draft.refuse("DOC611", row[0])
            found[key] = one
        return tuple(found.values())

    def _entrant(self, row: list[Cell]) -> Entrant:
        marks: dict[str, Mark] = {}
        numbers: dict[str, Written | None] = {}
        lot = ""
        for column, cell in enumerate(row[1:], 1):
            known = self.columns.get(column)
            if known == "lot":
                lot = cell.text
            elif known:
                numbers[known] = self._written(cell)
            elif column in self.criteria:
                mark = self._mark(cell)
                if mark is not None:
                    marks[self.criteria[column].id] = mark
            elif cell.text:
                self.draft.refuse("DOC612", cell)
        name = row[0].text
        return Entrant(fold(name).replace(" ", "-"), name, row[0].at, lot, marks, **cast(Any, numbers))

    def _mark(self, cell: Cell) -> Mark | None:
        if cell.text in _BLANK:
            return None
        at = cell.at
        value = number(cell.text)
        if value is not None:
            return Mark(value, at)
        points = self.draft.scale.get(fold(cell.text))
        if points is None:
            self.draft.refuse("DOC609", cell)
            return None
        return Mark(points, at, cell.text)

    def _written(self, cell: Cell | None) -> Written | None:
        if cell is None or cell.text in _BLANK:
            return None
        value = number(cell.text)
        if value is None:
            self.draft.refuse("DOC609", cell)
            return None
        return Written(value, cell.at)

    def _text(self, name: str) -> str:
        cell = self.draft.settings.get(name)
        return cell.text if cell else ""

    def _choice(self, name: str, otherwise: Any) -> Any:
        return self._known(self.draft.settings.get(name), name, otherwise)

    def _word(self, name: str, column: int, otherwise: Any) -> Any:
        return self._known(self._about(name, column), name, otherwise)

    def _known(self, cell: Cell | None, name: str, otherwise: Any) -> Any:
        if cell is None:
            return otherwise
        found = word(cell.text, VALUES[name])
        if found is None:
            self.draft.refuse("DOC613", cell, choices=choices(name))
        return found or otherwise

    def _day(self) -> date | None:
        cell = self.draft.settings.get("day")
        if cell is None:
            return None
        try:
            return cast(date, DAY.parse(cell.text, True))
        except Refused as error:
            self.draft.refuse(error.code, cell, key=self.draft.titles["day"])
            return None

    def _rounding(self) -> Rounding | None:
        """A rounding written `total half_up 2`."""
        cell = self.draft.settings.get("rounding")
        if cell is None:
            return None
        parts = cell.text.split()
        if len(parts) == 3 and parts[0] in get_args(Stage) and parts[1] in MODES and parts[2].isdigit() and len(parts[2]) == 1:
            return Rounding(cast(Stage, parts[0]), parts[1], int(parts[2]))
        self.draft.refuse("DOC613", cell, choices="total half_up 2, marks truncated 1, weighted half_even 2")
        return None
