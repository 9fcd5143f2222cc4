"""Exact linear programming, small: maximise c·x where A·x ≤ b and x ≥ 0, by the simplex method with Bland's rule.

A table of whole numbers over one common denominator, pivoted without fractions (Edmonds, Systems of distinct representatives and linear
algebra, 1967): every division is exact. Bland's rule cannot cycle (Bland, New finite pivoting rules for the simplex method,
Mathematics of Operations Research 2, 1977).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

Number = Fraction | int


class Best(NamedTuple):
    """The greatest value and where it is reached."""

    value: Fraction
    at: tuple[Fraction, ...]


def maximise(goal: Sequence[Number], rows: Sequence[Sequence[Number]], bounds: Sequence[Number]) -> Best | None:
    """The best point, None when no point follows every row. Raises ValueError when the goal has no limit."""
    table = _Table(len(goal), rows, bounds)
    if not table.feasible():
        return None
    scale = lcm(*(Fraction(value).denominator for value in goal))
    value = table.run({index: int(value * scale) for index, value in enumerate(goal)})
    return Best(value / scale, table.point())


class _Table:
    """Basic variables as rows, free ones as columns; the entry of a row and a column is a whole number over `over`.

    Variables are numbered: those of the problem, one helper that makes the first table feasible, one slack for each row.
    """

    def __init__(self, count: int, rows: Sequence[Sequence[Number]], bounds: Sequence[Number]) -> None:
        self.count = count
        self.rows = [self._whole([*row, bound]) for row, bound in zip(rows, bounds, strict=True)]
        self.basis = list(range(count + 1, count + 1 + len(self.rows)))
        self.columns = list(range(count + 1))
        self.over = 1

    @staticmethod
    def _whole(row: list[Number]) -> list[int]:
        """A row times the least number that makes it whole, the helper's column before the bound."""
        scale = lcm(*(Fraction(value).denominator for value in row))
        found = [int(value * scale) for value in row]
        return [*found[:-1], -1, found[-1]]

    def feasible(self) -> bool:
        """Bring the table to a point that follows every row, the helper at zero and out of the way."""
        helper = self.count
        if any(row[-1] < 0 for row in self.rows):
            self._pivot(min(range(len(self.rows)), key=lambda place: self.rows[place][-1]), helper)
            if self.run({helper: -1}) < 0:
                return False
            if helper in self.basis:
                row = self.basis.index(helper)
                self._pivot(row, next(place for place, value in enumerate(self.rows[row][:-1]) if value))
        place = self.columns.index(helper)
        for values in self.rows:
            values[place] = 0
        return True

    def run(self, wanted: Mapping[int, int]) -> Fraction:
        """Follow the goal (variable → coefficient) to its greatest value."""
        costs = [wanted.get(name, 0) * self.over for name in self.columns] + [0]
        for row, name in zip(self.rows, self.basis, strict=True):
            weight = wanted.get(name, 0)
            if weight:
                costs = [cost - weight * value for cost, value in zip(costs[:-1], row[:-1], strict=True)] + [costs[-1] - weight * row[-1]]
        if self.count not in wanted and self.count in self.columns:
            costs[self.columns.index(self.count)] = 0
        self.rows.append(costs)
        self.basis.append(-1)
        try:
            return self._climb()
        finally:
            self.rows.pop()
            self.basis.pop()

    def _climb(self) -> Fraction:
        while True:
            costs = self.rows[-1]
            entering = [place for place in range(len(self.columns)) if costs[place] > 0]
            if not entering:
                return Fraction(-costs[-1], self.over)
            column = min(entering, key=self.columns.__getitem__)
            self._pivot(self._leaving(column), column)

    def _leaving(self, column: int) -> int:
        """The row that first reaches zero when a column grows; the least numbered among equals."""
        best = -1
        for place in range(len(self.rows) - 1):
            rate = self.rows[place][column]
            if rate <= 0:
                continue
            if best < 0:
                best = place
                continue
            mine, other = self.rows[place][-1] * self.rows[best][column], self.rows[best][-1] * rate
            if mine < other or (mine == other and self.basis[place] < self.basis[best]):
                best = place
        if best < 0:
            raise ValueError("the goal has no limit")
        return best

    def _pivot(self, row: int, column: int) -> None:
        """Exchange a basic and a free variable; every division by the former denominator is exact."""
        pivot = self.rows[row]
        by, over = pivot[column], self.over
        sign = 1 if by > 0 else -1
        for place, values in enumerate(self.rows):
            if place == row:
                continue
            factor = values[column]
            if factor:
                made = [sign * (value * by - factor * other) // over for value, other in zip(values, pivot, strict=True)]
            else:
                made = [sign * value * by // over for value in values]
            made[column] = -sign * factor
            self.rows[place] = made
        self.rows[row] = [sign * value for value in pivot]
        self.rows[row][column] = sign * over
        self.over = sign * by
        self.basis[row], self.columns[column] = self.columns[column], self.basis[row]

    def point(self) -> tuple[Fraction, ...]:
        """Where the variables of the problem stand."""
        at = [Fraction(0)] * self.count
        for row, name in zip(self.rows, self.basis, strict=True):
            if name < self.count:
                at[name] = Fraction(row[-1], self.over)
        return tuple(at)
