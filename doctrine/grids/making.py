"""Marks that other cells make: prices by their formula, criteria by their sub-criteria, compared with what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from doctrine.grids.computing import Plan, Sheet, key, made_of_children, marks_of_prices
from doctrine.grids.rounding import agrees, decimals_of, round_to
from doctrine.grids.verdicts import Cause, Explanation, MadeMark
from doctrine.model.grid import AGGREGATES, FORMULAS, MODES, Criterion, Rounding


class Column(NamedTuple):
    """The made marks of one criterion, their explanation when rounding changes some, and the causes when it does not suffice."""

    marks: tuple[MadeMark, ...]
    explanation: Explanation | None
    causes: tuple[Cause, ...]


def columns(sheet: Sheet, plan: Plan) -> Iterator[Column]:
    """Each criterion whose written marks can be made again."""
    for one in sheet.grid.criteria:
        made = _made(sheet, plan, one)
        written = {key(entrant): entrant.marks[one.id].value for entrant in sheet.grid.entrants if one.id in entrant.marks}
        both = {name: made[name] for name in written if name in made}
        if both:
            yield _column(sheet, plan, one, written, both)


def _made(sheet: Sheet, plan: Plan, one: Criterion) -> Mapping[str, Fraction]:
    if one.id in sheet.priced:
        return sheet.priced[one.id]
    found = {key(row): made_of_children(sheet, row, one, plan.weights, plan.aggregates) for row in sheet.grid.entrants}
    return {name: value for name, value in found.items() if value is not None}


def _rounding(written: Mapping[str, Decimal], made: Mapping[str, Fraction]) -> tuple[Rounding, ...] | None:
    """No rounding, or the first that brings every mark of a column; None when none does."""
    if all(agrees(written[name], value) for name, value in made.items()):
        return ()
    places = max(decimals_of(written[name]) for name in made)
    for mode in MODES:
        if all(Fraction(written[name]) == round_to(value, mode, places) for name, value in made.items()):
            return (Rounding("marks", mode, places),)
    return None


def _column(sheet: Sheet, plan: Plan, one: Criterion, written: Mapping[str, Decimal], made: Mapping[str, Fraction]) -> Column:
    found = _rounding(written, made)
    rows = {key(entrant): entrant for entrant in sheet.grid.entrants}
    marks = tuple(
        MadeMark(
            name,
            rows[name].label,
            one.id,
            written[name],
            value,
            found is not None or agrees(written[name], value),
            rows[name].marks[one.id].at,
        )
        for name, value in made.items()
    )
    if found is None:
        return Column(marks, None, tuple(_causes(sheet, plan, one, written)))
    changed = tuple(name for name, value in made.items() if not agrees(written[name], value))
    return Column(marks, Explanation(found, changed, found == (sheet.grid.rounding,)) if found else None, ())


def _causes(sheet: Sheet, plan: Plan, one: Criterion, written: Mapping[str, Decimal]) -> Iterator[Cause]:
    """Another formula, or another way of gathering sub-criteria, that brings every mark of the column."""
    if one.id in sheet.priced:
        for formula in FORMULAS:
            other = marks_of_prices(sheet.grid, one, formula)
            if formula != one.formula and _brings(written, other):
                yield Cause("other_formula", (one.id,), one.formula or "", formula, one.at)
        return
    for aggregate in AGGREGATES:
        changed = plan._replace(aggregates={**plan.aggregates, one.id: aggregate})
        if aggregate != plan.aggregates[one.id] and _brings(written, _made(sheet, changed, one)):
            yield Cause("other_aggregate", (one.id,), plan.aggregates[one.id], aggregate, one.at)


def _brings(written: Mapping[str, Decimal], made: Mapping[str, Fraction]) -> bool:
    return bool(made) and written.keys() <= made.keys() and _rounding(written, {name: made[name] for name in written}) is not None
