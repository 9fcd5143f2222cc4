"""Which way of computing brings what was written: conventions that the grid allows, roundings, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from doctrine.grids.computing import Plan, Sheet, factors, key, row_marks, scaled, total_of
from doctrine.grids.rounding import agrees, decimals_of
from doctrine.model.grid import MODES, Convention, Entrant, Grid, Rounding

Roundings = tuple[Rounding, ...]
#: Tried in this order; the first that brings everything written gives its name to the method.
_ORDER: tuple[Convention, ...] = ("normalised", "points", "share", "percent", "weighted", "added", "mean")
#: These need weights that total what is announced: otherwise their totals go over the announced scale.
_NEED_BALANCE: frozenset[Convention] = frozenset({"points", "percent", "weighted"})

#: Rows enough to tell which way of computing is nearest.
_ENOUGH = 500


class Target(NamedTuple):
    """A row whose total can be recomputed: its marks, and the total written."""

    entrant: Entrant
    marks: Mapping[str, Fraction]
    written: Decimal


def targets(sheet: Sheet, plan: Plan) -> tuple[Target, ...]:
    """The rows with a written total and all their marks."""
    found = []
    for one in sheet.grid.entrants:
        marks = row_marks(sheet, one, plan.weights, plan.aggregates) if one.total else None
        if one.total and marks is not None:
            found.append(Target(one, marks, one.total.value))
    return tuple(found)


def allowed(grid: Grid) -> tuple[Convention, ...]:
    """The conventions that the grid as published allows: the announced one, else those its weights and marks fit."""
    if grid.method is not None:
        return (grid.method,)
    if not any(one.weight for one in grid.top()):
        return ("added", "mean")
    kept = [one for one in _ORDER[:5] if is_balanced(grid, one)]
    return (*kept, "added") if _in_points(grid) else tuple(kept)


def refused(grid: Grid) -> tuple[Convention, ...]:
    """The conventions that would contradict what is published."""
    everything: tuple[Convention, ...] = (*_ORDER, "minimum")
    return tuple(one for one in everything if one not in allowed(grid))


def is_balanced(grid: Grid, convention: Convention) -> bool:
    """Whether weights total what the convention, or the announcement, divides by."""
    sums = {sum(Fraction(one.weight.value) for one in grid.active(lot) if one.weight) for lot in {one.lot for one in grid.entrants} or {""}}
    announced = Fraction(grid.announced.value) if grid.announced else None
    if convention in _NEED_BALANCE and announced is not None and sums != {announced}:
        return False
    return convention != "percent" or sums == {Fraction(100)}


def _in_points(grid: Grid) -> bool:
    """Whether marks are already out of their weights: none exceeds its own, and no other maximum is published."""
    top = {one.id: one for one in grid.top()}
    if any(one.weight is None or (one.maximum and one.maximum.value != one.weight.value) for one in top.values()):
        return False
    return all(
        mark.value <= weight.value
        for entrant in grid.entrants
        for name, mark in entrant.marks.items()
        if name in top and (weight := top[name].weight) is not None
    )


class Matcher:
    """Rows compared with what a plan gives; factors are made once for each plan and lot."""

    def __init__(self, sheet: Sheet, plan: Plan) -> None:
        self.plan = plan
        self._factors = {lot: scaled(by) if (by := factors(sheet.grid, plan, lot)) else None for lot in sheet.active}

    @property
    def possible(self) -> bool:
        """Whether the grid has all the weights and maxima that the convention asks for."""
        return all(self._factors.values())

    def total(self, entrant: Entrant, marks: Mapping[str, Fraction], roundings: Roundings | None = None) -> Fraction | None:
        """The total of a row, None when the convention lacks something."""
        by = self._factors[entrant.lot]
        if by is None or not marks.keys() <= by.by.keys():
            return None
        return total_of(marks, by, self.plan if roundings is None else self.plan._replace(roundings=roundings))

    def brings(self, target: Target, roundings: Roundings) -> bool:
        """Whether a row comes out as written."""
        total = self.total(target.entrant, target.marks, roundings)
        return total is not None and agrees(target.written, total)

    def brings_all(self, rows: tuple[Target, ...], roundings: Roundings) -> bool:
        """Whether every row comes out as written."""
        return all(self.brings(row, roundings) for row in rows)


def places_written(rows: tuple[Target, ...]) -> int:
    """The decimals that the written totals need."""
    return max((decimals_of(row.written) for row in rows), default=0)


def last_roundings(places: int) -> Iterator[Roundings]:
    """No rounding, then the total rounded to the decimals written: a rounding to more decimals could not show otherwise."""
    yield ()
    for mode in MODES:
        yield (Rounding("total", mode, places),)


def all_roundings(grid: Grid, places: int) -> Iterator[Roundings]:
    """What rounding may have happened, likeliest first: the announced, the total, the weighted marks, the marks, two of them."""
    if grid.rounding is not None:
        yield (grid.rounding,)
    yield from last_roundings(places)
    singles = [Rounding("weighted", mode, places + more) for more in range(3) for mode in MODES]
    singles += [Rounding("marks", mode, decimals) for decimals in range(4, -1, -1) for mode in MODES]
    yield from ((one,) for one in singles)
    yield from ((one, Rounding("total", one.mode, places)) for one in singles)


class Found(NamedTuple):
    """A plan that brings every row, and the other roundings, as few, that do as well."""

    plan: Plan
    also: tuple[Roundings, ...]


def explanation(sheet: Sheet, plan: Plan, rows: tuple[Target, ...]) -> Found | None:
    """The first allowed convention and roundings that bring every row; an exact one wins over any rounding."""
    matchers = [Matcher(sheet, plan._replace(convention=one)) for one in allowed(sheet.grid)]
    possible = [one for one in matchers if one.possible]
    places = places_written(rows)
    for matcher in possible:
        if matcher.brings_all(rows, ()):
            return Found(matcher.plan, ())
    for matcher in possible:
        ways = [one for one in dict.fromkeys(all_roundings(sheet.grid, places)) if matcher.brings_all(rows, one)]
        if ways:
            simplest = tuple(one for one in ways[1:] if len(one) == len(ways[0]))
            return Found(matcher.plan._replace(roundings=ways[0]), simplest)
    return None


def nearest_plan(sheet: Sheet, plan: Plan, rows: tuple[Target, ...]) -> Plan | None:
    """The allowed convention and last rounding that bring most rows, for want of one that brings them all.

    A rounding to fewer decimals than some total shows did not happen to that one: it must at least bring most of the others.
    """
    best: tuple[int, Plan] | None = None
    sample = rows[:_ENOUGH]
    decimals = sorted({decimals_of(row.written) for row in sample}) or [0]
    least = {places: 1 if places == decimals[-1] else len(sample) // 2 + 1 for places in decimals}
    for convention in allowed(sheet.grid):
        matcher = Matcher(sheet, plan._replace(convention=convention))
        if not matcher.possible:
            continue
        for way in dict.fromkeys(one for places in decimals for one in last_roundings(places)):
            count = sum(matcher.brings(row, way) for row in sample)
            if way and count < least[way[0].decimals]:
                continue
            if best is None or count > best[0]:
                best = count, matcher.plan._replace(roundings=way)
    return best[1] if best else None


def row_key(target: Target) -> str:
    """The name of the row of a target."""
    return key(target.entrant)
