"""Why a grid does not come out: one change at a time that would bring everything written."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from doctrine.grids.cautions import has_no_weight
from doctrine.grids.computing import Plan, Sheet, row_marks
from doctrine.grids.rounding import decimals_of, exact_text, round_to
from doctrine.grids.search import Matcher, Roundings, Target, last_roundings, places_written, refused, row_key, targets
from doctrine.grids.verdicts import Cause, CauseKind
from doctrine.model.grid import AGGREGATES, At, Convention, Criterion, Entrant, Mark

#: More criteria than this and pairs of weights are not tried: no published grid has them, and pairs grow as the square.
_MOST_PAIRED = 60
#: With more rows than this that do not come out, no single cell is to blame.
_MOST_WRONG_ROWS = 3
_SHOWN = 5
_AGGREGATED: tuple[Convention, ...] = ("mean", "minimum", "normalised")


def causes(sheet: Sheet, plan: Plan, rows: tuple[Target, ...]) -> tuple[Cause, ...]:
    """Causes that explain every row, then the cells that explain the few rows that do not come out."""
    found = [*_whole(_Case(sheet, plan, rows, _ways(sheet, plan, rows)))]
    matcher = Matcher(sheet, plan)
    wrong = [row for row in rows if not matcher.brings(row, plan.roundings)]
    if len(wrong) <= _MOST_WRONG_ROWS and (len(wrong) < len(rows) or len(rows) == 1):
        for row in wrong:
            found += _cells(sheet, plan, row)
            found.append(_wrong_total(matcher, row))
    return tuple(found)


class _Case(NamedTuple):
    """What does not come out: the nearest plan, the rows to bring, the roundings that may go with a cause."""

    sheet: Sheet
    plan: Plan
    rows: tuple[Target, ...]
    ways: tuple[Roundings, ...]

    def brought_by(self, plan: Plan, *, marks: bool = False) -> bool:
        """Whether a changed plan brings every row, exactly or by a rounding; `marks` when it changes marks as well."""
        matcher = Matcher(self.sheet, plan)
        if not matcher.possible:
            return False
        rows = targets(self.sheet, plan) if marks else self.rows
        return any(matcher.brings_all(rows, way) for way in self.ways)


def _ways(sheet: Sheet, plan: Plan, rows: tuple[Target, ...]) -> tuple[Roundings, ...]:
    announced = [(sheet.grid.rounding,)] if sheet.grid.rounding else []
    return tuple(dict.fromkeys([*announced, plan.roundings, *last_roundings(places_written(rows))]))


def _whole(case: _Case) -> Iterator[Cause]:
    yield from _conventions(case)
    yield from _aggregates(case)
    yield from _permuted(case)
    yield from _one_weight(case)


def _conventions(case: _Case) -> Iterator[Cause]:
    for one in refused(case.sheet.grid):
        if case.brought_by(case.plan._replace(convention=one)):
            yield Cause(_kind(case.sheet, case.plan.convention, one), written=case.plan.convention, explaining=one)
            return


def _kind(sheet: Sheet, announced: Convention, found: Convention) -> CauseKind:
    if sheet.grid.method and announced in _AGGREGATED and found in _AGGREGATED:
        return "other_aggregate"
    if found in {"added", "mean"} and any(one.weight for one in sheet.grid.top()):
        return "weights_ignored"
    return "unnormalised_weights" if found in {"percent", "weighted", "points"} else "other_convention"


def _aggregates(case: _Case) -> Iterator[Cause]:
    for parent, written in case.plan.aggregates.items():
        for other in AGGREGATES:
            changed = case.plan._replace(aggregates={**case.plan.aggregates, parent: other})
            if other != written and case.brought_by(changed, marks=True):
                one = next(criterion for criterion in case.sheet.grid.criteria if criterion.id == parent)
                yield Cause("other_aggregate", (parent,), written, other, one.at)


def _permuted(case: _Case) -> Iterator[Cause]:
    """Two weights of the same level that were swapped."""
    if len(case.sheet.grid.criteria) > _MOST_PAIRED:
        return
    weights = case.plan.weights
    for one, other in combinations(case.sheet.grid.criteria, 2):
        first, second = weights[one.id], weights[other.id]
        if one.parent != other.parent or one.lot != other.lot or first is None or second is None or first == second:
            continue
        changed = case.plan._replace(weights={**weights, one.id: second, other.id: first})
        if case.brought_by(changed, marks=bool(one.parent)):
            yield Cause("permuted_weights", (one.id, other.id), _pair(first, second), _pair(second, first), _at(one))


def _pair(first: Fraction, second: Fraction) -> str:
    return f"{exact_text(first)} / {exact_text(second)}"


def _at(one: Criterion) -> At:
    return one.weight.at if one.weight else one.at


def _one_weight(case: _Case) -> Iterator[Cause]:
    """One weight that was typed wrong: the same other value brings every row.

    Two rows at least: one would always find some value. Weights that are all zero are no slip: that is told of the grid as a whole.
    """
    if len(case.rows) < 2 or has_no_weight(case.sheet.grid):
        return
    for one in case.sheet.grid.top():
        weight = case.plan.weights[one.id]
        if weight is None:
            continue
        value = _solved_weight(case.sheet, case.plan, case.rows[0], one.id, weight)
        for snapped in _snapped(value, 2) if value is not None else ():
            changed = case.plan._replace(weights={**case.plan.weights, one.id: snapped})
            if snapped > 0 and snapped != weight and case.brought_by(changed):
                yield Cause("wrong_weight", (one.id,), exact_text(weight), exact_text(snapped), _at(one))
                break


def _solved_weight(sheet: Sheet, plan: Plan, row: Target, name: str, weight: Fraction) -> Fraction | None:
    """The weight that would bring one row: totals are a ratio of two straight lines of it, found by three points."""
    points = []
    for step in range(3):
        matcher = Matcher(sheet, plan._replace(weights={**plan.weights, name: weight + step}))
        total = matcher.total(row.entrant, row.marks, ())
        if total is None:
            return None
        points.append(total)
    # f(x) = (a + bx) / (c + x), or a + bx when the second difference is null.
    base, first, second = points
    target = Fraction(row.written)
    if second - first == first - base:
        return None if first == base else weight + (target - base) / (first - base)
    # With y = x − weight: f = (c·base + b·y) / (c + y).
    c = 2 * (second - first) / (2 * first - base - second)
    b = first * (c + 1) - c * base
    return None if b == target else weight + c * (target - base) / (b - target)


def _snapped(value: Fraction, decimals: int) -> Iterator[Fraction]:
    """A value with no, one, two… decimals: what a person would have typed."""
    yield from dict.fromkeys(round_to(value, "half_up", places) for places in range(decimals + 1))


def _cells(sheet: Sheet, plan: Plan, row: Target) -> list[Cause]:
    """The cells of one row that, alone, would bring its total; a slip of the keyboard first, then the fewest decimals."""
    found = []
    for order, one in enumerate(sheet.grid.criteria):
        mark = row.entrant.marks.get(one.id)
        if mark is None:
            continue
        columns = max(decimals_of(other.marks[one.id].value) for other in sheet.grid.entrants if one.id in other.marks)
        value = _solved_cell(sheet, plan, row, one, mark, columns)
        if value is not None:
            written, explaining = exact_text(Fraction(mark.value)), exact_text(value)
            ordering = (not _slip(written, explaining), len(explaining.partition(".")[2]), order)
            found.append((ordering, Cause("wrong_cell", (row_key(row), one.id), written, explaining, mark.at)))
    return [cause for _, cause in sorted(found, key=lambda each: each[0])][:_SHOWN]


def _solved_cell(sheet: Sheet, plan: Plan, row: Target, one: Criterion, mark: Mark, decimals: int) -> Fraction | None:
    written = Fraction(mark.value)
    starts = [written]
    if "minimum" in {plan.convention, *plan.aggregates.values()}:
        # Under a minimum, only a mark below all others moves the total.
        starts.append(min(Fraction(other.value) for other in row.entrant.marks.values()) - 2)
    matcher = Matcher(sheet, plan)
    for start in starts:
        low, high = (_with(sheet, plan, matcher, row.entrant, one, value) for value in (start, start + 1))
        if low is None or high is None or low == high:
            continue
        solution = start + (Fraction(row.written) - low) / (high - low)
        for value in _snapped(solution, max(decimals, 1)):
            if value < 0 or value == written or (one.maximum and value > one.maximum.value):
                continue
            if _brought(sheet, plan, matcher, row, one, value):
                return value
    return None


def _changed(entrant: Entrant, one: Criterion, value: Fraction) -> Entrant:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return entrant._replace(marks={**entrant.marks, one.id: Mark(exact)})


def _with(sheet: Sheet, plan: Plan, matcher: Matcher, entrant: Entrant, one: Criterion, value: Fraction) -> Fraction | None:
    marks = row_marks(sheet, _changed(entrant, one, value), plan.weights, plan.aggregates)
    return None if marks is None else matcher.total(entrant, marks, ())


def _brought(sheet: Sheet, plan: Plan, matcher: Matcher, row: Target, one: Criterion, value: Fraction) -> bool:
    marks = row_marks(sheet, _changed(row.entrant, one, value), plan.weights, plan.aggregates)
    return marks is not None and matcher.brings(row._replace(marks=marks), plan.roundings)


def _slip(written: str, meant: str) -> bool:
    """Whether two numbers look like one mistyped: the same digits in another order or with another point, or one digit apart."""
    first, second = written.replace(".", "").strip("0"), meant.replace(".", "").strip("0")
    if sorted(first) == sorted(second):
        return True
    if len(first) == len(second):
        return sum(one != other for one, other in zip(first, second, strict=True)) == 1
    longer, shorter = sorted((first, second), key=len, reverse=True)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def _wrong_total(matcher: Matcher, row: Target) -> Cause:
    expected = matcher.total(row.entrant, row.marks)
    at = row.entrant.total.at if row.entrant.total else row.entrant.at
    explaining = exact_text(expected) if expected is not None else ""
    return Cause("wrong_total", (row_key(row),), exact_text(Fraction(row.written)), explaining, at)
