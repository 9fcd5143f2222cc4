"""Candidates as rows of intervals over weighted criteria: what every analysis of this folder reads."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from doctrine.admissible import Vector, Weightings, dot
from doctrine.model.case import Policy

#: How finely a distribution is described: a power of two.
QUANTILES = 256


class Row(NamedTuple):
    """One candidate: the interval of points (0–100) of each criterion.

    `shapes` gives, where a mark has a distribution of its own, QUANTILES points as likely one as the other, in growing order; elsewhere
    (and everywhere when empty) a mark is drawn evenly within its interval.
    """

    id: str
    low: Vector
    high: Vector
    shapes: tuple[Vector | None, ...] = ()

    def points(self, policy: Policy) -> Vector:
        """One number for each criterion."""
        if policy == "careful":
            return self.low
        if policy == "tolerant":
            return self.high
        return tuple((low + high) / 2 for low, high in zip(self.low, self.high, strict=True))


class Field(NamedTuple):
    """Candidates to compare: their rows, the weights used (they sum to one), and the weightings the buyer can defend."""

    criteria: tuple[str, ...]
    rows: tuple[Row, ...]
    weights: Vector
    weightings: Weightings

    def row(self, candidate: str) -> Row:
        """The row of a candidate."""
        return next(row for row in self.rows if row.id == candidate)


class Placed(NamedTuple):
    """A candidate's total (points 0–100) and rank; `tied` when another has the same rank."""

    id: str
    total: Fraction
    low: Fraction
    high: Fraction
    rank: int
    tied: bool


def ranking(field: Field, policy: Policy = "careful") -> tuple[Placed, ...]:
    """First first: by the policy's total, then by the high bound; equal ones share their rank, ids order the display only."""
    found = []
    for row in field.rows:
        low, high = dot(field.weights, row.low), dot(field.weights, row.high)
        found.append((dot(field.weights, row.points(policy)), high, low, row.id))
    found.sort(key=lambda one: (-one[0], -one[1], -one[2], one[3]))
    keys = [one[:3] for one in found]
    return tuple(
        Placed(candidate, total, low, high, keys.index((total, high, low)) + 1, keys.count((total, high, low)) > 1)
        for total, high, low, candidate in found
    )


def first(field: Field, policy: Policy = "careful") -> str | None:
    """The candidate alone in first place; None when the first are tied."""
    places = ranking(field, policy)
    return None if not places or places[0].tied else places[0].id


def differences(above: Vector, below: Vector) -> Vector:
    """Criterion by criterion, how many points more."""
    return tuple(one - other for one, other in zip(above, below, strict=True))


def coverage(field: Field, row: Row) -> Fraction:
    """The share of a candidate's weighted scale that is known: one when no mark is an interval, zero when nothing is known."""
    return 1 - dot(field.weights, differences(row.high, row.low)) / 100


def constant(field: Field) -> tuple[str, ...]:
    """Criteria on which every candidate has the same known mark: whatever they weigh, they change nothing."""
    rows = field.rows
    return tuple(
        criterion
        for place, criterion in enumerate(field.criteria)
        if len(rows) > 1 and all((row.low[place], row.high[place]) == (rows[0].low[place], rows[0].low[place]) for row in rows)
    )


def others(field: Field, candidate: str) -> Iterable[Row]:
    """Every row but one."""
    return (row for row in field.rows if row.id != candidate)
