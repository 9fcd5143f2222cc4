"""Exact linear programming, small: maximise c·x where A·x ≤ b and x ≥ 0, by the simplex method with Bland's rule on rationals.

A dictionary of at most some dozens of rows: what the least change of weights asks. Bland's rule cannot cycle (Bland, New finite
pivoting rules for the simplex method, Mathematics of Operations Research 2, 1977).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

Number = Fraction | int


class Best(NamedTuple):
    """The greatest value and where it is reached."""

    value: Fraction
    at: tuple[Fraction, ...]


def maximise(goal: Sequence[Number], rows: Sequence[Sequence[Number]], bounds: Sequence[Number]) -> Best | None:
    """The best point, None when no point follows every row. Raises ValueError when the goal has no limit."""
    count = len(goal)
    table = [[*map(Fraction, row), Fraction(-1), Fraction(bound)] for row, bound in zip(rows, bounds, strict=True)]
    basis = list(range(count + 1, count + 1 + len(table)))
    columns = list(range(count + 1))
    helper = count
    if any(row[-1] < 0 for row in table):
        _pivot(table, basis, columns, min(range(len(table)), key=lambda place: table[place][-1]), helper)
        costs = _reduced(table, basis, columns, {helper: Fraction(-1)})
        if _run(table, basis, columns, costs) < 0:
            return None
        if helper in basis:
            row = basis.index(helper)
            column = next(place for place in range(count + 1) if table[row][place] != 0)
            _pivot(table, basis, columns, row, column)
    place = columns.index(helper)
    for row_values in table:
        row_values[place] = Fraction(0)
    wanted = {index: Fraction(value) for index, value in enumerate(goal)}
    costs = _reduced(table, basis, columns, wanted)
    costs[place] = Fraction(0)
    value = _run(table, basis, columns, costs)
    at = [Fraction(0)] * count
    for row_values, name in zip(table, basis, strict=True):
        if name < count:
            at[name] = row_values[-1]
    return Best(value, tuple(at))


def _reduced(table: list[list[Fraction]], basis: list[int], columns: list[int], wanted: dict[int, Fraction]) -> list[Fraction]:
    """The goal in terms of the free variables; its last entry is the value so far."""
    found = [wanted.get(name, Fraction(0)) for name in columns] + [Fraction(0)]
    for row, name in zip(table, basis, strict=True):
        weight = wanted.get(name, Fraction(0))
        if weight:
            for place in range(len(columns)):
                found[place] -= weight * row[place]
            found[-1] += weight * row[-1]
    return found


def _run(table: list[list[Fraction]], basis: list[int], columns: list[int], costs: list[Fraction]) -> Fraction:
    while True:
        entering = [place for place in range(len(columns)) if costs[place] > 0]
        if not entering:
            return costs[-1]
        column = min(entering, key=lambda place: columns[place])
        leaving = [place for place, row in enumerate(table) if row[column] > 0]
        if not leaving:
            raise ValueError("the goal has no limit")
        row = min(leaving, key=lambda place: (table[place][-1] / table[place][column], basis[place]))
        _pivot(table, basis, columns, row, column)
        factor = costs[column]
        pivot = table[row]
        for place in range(len(columns)):
            costs[place] = costs[place] - factor * pivot[place] if place != column else -factor * pivot[place]
        costs[-1] += factor * pivot[-1]


def _pivot(table: list[list[Fraction]], basis: list[int], columns: list[int], row: int, column: int) -> None:
    """Exchange a basic and a free variable."""
    pivot = table[row]
    by = pivot[column]
    table[row] = pivot = [value / by if place != column else 1 / by for place, value in enumerate(pivot)]
    for place, values in enumerate(table):
        factor = values[column]
        if place == row or not factor:
            continue
        table[place] = [value - factor * pivot[index] if index != column else -factor * pivot[index] for index, value in enumerate(values)]
    basis[row], columns[column] = columns[column], basis[row]
