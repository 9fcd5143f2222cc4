"""Candidates that cannot come first, whatever the weights and whatever is still to be learnt: named before any score."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import NamedTuple

from doctrine.admissible import Vector, corners, dot
from doctrine.analysis.field import Field, Row, differences
from doctrine.analysis.linear import maximise


class NeverFirst(NamedTuple):
    """A candidate that cannot come first; `by` is one that alone is always at least as good (None: several together)."""

    id: str
    by: str | None


def never_first(field: Field, standing: Collection[str] | None = None) -> tuple[NeverFirst, ...]:
    """Candidates that lose under every admissible weighting and every completion of the unknown marks.

    Only rivals sure to stand count (`standing`, all by default): one that may still be set aside beats nobody for certain.
    """
    rivals = [row for row in field.rows if standing is None or row.id in standing]
    extreme = [corner.at for corner in corners(field.weightings)]
    found = []
    for row in field.rows:
        against = [rival for rival in rivals if rival.id != row.id]
        alone = next((rival.id for rival in against if dominates(rival, row, extreme)), None)
        if alone is not None or (len(against) > 1 and not may_win(field, row, against)):
            found.append(NeverFirst(row.id, alone))
    return tuple(found)


def dominates(one: Row, other: Row, extreme: list[Vector]) -> bool:
    """Whether the worst of one is never under the best of the other, at any extreme weighting, and above it at one at least."""
    gap = differences(one.low, other.high)
    leads = [dot(gap, weights) for weights in extreme]
    return min(leads) >= 0 and max(leads) > 0


def may_win(field: Field, row: Row, against: list[Row]) -> bool:
    """Whether some admissible weighting and some completion put a candidate first: its best marks against the worst of the others."""
    return _best_lead(field, [differences(row.high, rival.low) for rival in against]) >= 0


def must_win(field: Field, candidate: str) -> bool:
    """Whether a candidate comes first under every admissible weighting and every completion (necessary winner)."""
    row = field.row(candidate)
    extreme = [corner.at for corner in corners(field.weightings)]
    rivals = [rival for rival in field.rows if rival.id != candidate]
    return all(dot(differences(row.low, rival.high), weights) > 0 for rival in rivals for weights in extreme)


def wins_whatever_the_marks(field: Field, candidate: str) -> bool:
    """Whether a candidate comes first at the weights used whatever the unknown marks are."""
    low = dot(field.weights, field.row(candidate).low)
    return all(dot(field.weights, row.high) < low for row in field.rows if row.id != candidate)


def may_win_at_the_weights(field: Field, candidate: str) -> bool:
    """Whether a candidate can come first at the weights used, for some value of the unknown marks."""
    high = dot(field.weights, field.row(candidate).high)
    return all(dot(field.weights, row.low) <= high for row in field.rows if row.id != candidate)


def _best_lead(field: Field, gaps: list[Vector]) -> Fraction:
    """The greatest lead, over the admissible weightings, on the closest rival (points).

    A weighting is a mean of the vertices of the first simplex; the last variable is the lead plus one hundred, which is never negative.
    """
    start, cuts = field.weightings.start, field.weightings.cuts
    rows = [[*(-dot(gap, vertex) for vertex in start), Fraction(1)] for gap in gaps]
    bounds = [Fraction(100)] * len(gaps)
    rows += [[*(-dot(normal, vertex) for vertex in start), Fraction(0)] for normal in cuts]
    bounds += [Fraction(0)] * len(cuts)
    ones = [*(Fraction(1) for _ in start), Fraction(0)]
    rows += [ones, [-one for one in ones]]
    bounds += [Fraction(1), Fraction(-1)]
    best = maximise([0] * len(start) + [1], rows, bounds)
    return Fraction(-100) if best is None else best.value - 100
