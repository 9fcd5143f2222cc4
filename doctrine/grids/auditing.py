"""A grid judged by arithmetic alone: does what is written follow from what is written?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from doctrine.grids.causes import causes
from doctrine.grids.computing import Plan, Sheet, key, ranks, row_marks, sheet_of, written_aggregates, written_weights
from doctrine.grids.making import Column, columns
from doctrine.grids.search import Matcher, allowed, explanation, nearest_plan, targets
from doctrine.grids.verdicts import Audit, Cause, Explanation, Row, Sum, Verdict
from doctrine.model.grid import Criterion, Entrant, Grid


def audit(grid: Grid) -> Audit:
    """Recompute a grid: verdict, rows, causes, sums of weights. Pure: the same grid gives the same audit."""
    sheet = sheet_of(grid)
    start = Plan(allowed(grid)[0] if allowed(grid) else "added", written_weights(grid), written_aggregates(grid))
    made = tuple(columns(sheet, start))
    totals = _totals(sheet, start)
    plan = totals.plan
    rows = tuple(_rows(sheet, plan))
    wrong_ranks = tuple(_wrong_ranks(grid, rows))
    explanations = tuple(one.explanation for one in made if one.explanation)
    if totals.explanation:
        explanations = (*explanations, totals.explanation)
    compared = bool(made) or any(row.exact is not None and (row.written is not None or row.rank_written is not None) for row in rows)
    right = totals.right and not wrong_ranks and all(mark.explained for one in made for mark in one.marks)
    weights = [one for one in grid.top() if one.weight]
    missed = bool(grid.unreadable) or any(row.exact is None and (row.written is not None or row.rank_written is not None) for row in rows)
    return Audit(
        verdict=_verdict(compared=compared, right=right, missed=missed, explanations=explanations),
        convention=plan.convention if Matcher(sheet, plan).possible else None,
        explanations=explanations,
        rows=rows,
        made=tuple(mark for one in made for mark in one.marks),
        causes=_causes(made, totals.causes, wrong_ranks),
        weights=Sum("", _sum(weights)) if weights else None,
        announced=grid.announced.value if grid.announced else None,
        groups=tuple(_sums({one.id: one.group or one.parent for one in grid.criteria}, grid)),
        lots=tuple(_sums({one.id: one.lot for one in grid.top()}, grid)),
        unread=tuple(row.row for row in rows if row.exact is None),
        unreadable=len(grid.unreadable),
        order_by_rounding=totals.explanation is not None and _order_by_rounding(rows),
        nearest=totals.nearest,
    )


def _verdict(*, compared: bool, right: bool, missed: bool, explanations: tuple[Explanation, ...]) -> Verdict:
    if not compared:
        return "nothing_written"
    if not right:
        return "not_reproducible"
    if missed:
        return "incomplete"
    return "explained" if explanations else "reproducible"


def _causes(made: tuple[Column, ...], found: tuple[Cause, ...], wrong_ranks: tuple[Cause, ...]) -> tuple[Cause, ...]:
    return (*(cause for one in made for cause in one.causes), *found, *wrong_ranks)


class _Totals(NamedTuple):
    """How totals come out: `right` when all of them do; else the nearest plan, its rounding that explains only some, and the causes."""

    plan: Plan
    right: bool
    explanation: Explanation | None = None
    nearest: Explanation | None = None
    causes: tuple[Cause, ...] = ()


def _totals(sheet: Sheet, start: Plan) -> _Totals:
    rows = targets(sheet, start)
    if not rows:
        return _Totals((nearest_plan(sheet, start, rows) or start)._replace(roundings=()), right=True)
    found = explanation(sheet, start, rows)
    plan = found.plan if found else nearest_plan(sheet, start, rows) or start
    matcher = Matcher(sheet, plan)
    changed = tuple(key(row.entrant) for row in rows if not matcher.brings(row, ()) and matcher.brings(row, plan.roundings))
    announced = plan.roundings == (sheet.grid.rounding,)
    said = Explanation(plan.roundings, changed, announced, found.also if found else ()) if changed else None
    if found:
        return _Totals(plan, right=True, explanation=said)
    return _Totals(plan, right=False, nearest=said, causes=causes(sheet, plan, rows))


def _rows(sheet: Sheet, plan: Plan) -> Iterator[Row]:
    matcher = Matcher(sheet, plan)
    found: dict[str, tuple[Entrant, Fraction | None, Fraction | None]] = {}
    for one in sheet.grid.entrants:
        marks = row_marks(sheet, one, plan.weights, plan.aggregates)
        exact = matcher.total(one, marks, ()) if marks is not None else None
        shown = matcher.total(one, marks) if marks is not None else None
        found[key(one)] = one, exact, shown
    placed = _placed({name: (one.lot, shown) for name, (one, _, shown) in found.items()})
    for name, (one, exact, shown) in found.items():
        written = one.total.value if one.total else None
        rank = one.rank.value if one.rank else None
        at = one.total.at if one.total else one.at
        yield Row(name, one.label, one.lot, written, exact, shown, rank, placed.get(name, (None,))[0], at)


def _placed(totals: Mapping[str, tuple[str, Fraction | None]]) -> dict[str, tuple[int, int, int]]:
    """Ranks within each lot."""
    found: dict[str, tuple[int, int, int]] = {}
    for lot in dict.fromkeys(lot for lot, _ in totals.values()):
        found |= ranks({name: total for name, (own, total) in totals.items() if own == lot and total is not None})
    return found


def _wrong_ranks(grid: Grid, rows: tuple[Row, ...]) -> Iterator[Cause]:
    """Ranks that the totals do not allow: those written where there are some, which is what readers compare."""
    ats = {key(one): one.rank.at for one in grid.entrants if one.rank}
    totals = {row.row: (row.lot, Fraction(row.written) if row.written is not None else row.exact) for row in rows}
    by_written = _placed(totals)
    by_exact = _placed({row.row: (row.lot, row.exact) for row in rows})
    for row in rows:
        if row.rank_written is None or row.row not in by_written:
            continue
        if not any(_allows(found[row.row], row.rank_written) for found in (by_written, by_exact) if row.row in found):
            yield Cause("wrong_rank", (row.row,), str(row.rank_written), str(by_written[row.row][0]), ats[row.row])


def _allows(place: tuple[int, int, int], rank: object) -> bool:
    first, last, dense = place
    return any(rank == one for one in (dense, *range(first, last + 1)))


def _order_by_rounding(rows: tuple[Row, ...]) -> bool:
    """Whether rounding changes who is before whom."""
    exact = _placed({row.row: (row.lot, row.exact) for row in rows})
    shown = _placed({row.row: (row.lot, row.explained) for row in rows})
    return bool(shown) and any(exact[name][:2] != place[:2] for name, place in shown.items())


def _sum(criteria: list[Criterion]) -> Fraction:
    return sum((Fraction(one.weight.value) for one in criteria if one.weight), Fraction(0))


def _sums(names: Mapping[str, str], grid: Grid) -> Iterator[Sum]:
    for name in dict.fromkeys(found for found in names.values() if found):
        members = [one for one in grid.criteria if names.get(one.id) == name and one.weight]
        if members:
            yield Sum(name, _sum(members))
