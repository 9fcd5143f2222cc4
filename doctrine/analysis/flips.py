"""The smallest change that would put a candidate first: of weights, of one weight, of one mark.

Each is the border: at it the candidate draws level, just beyond it wins, just under it does not.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from doctrine.admissible import Vector, dot
from doctrine.analysis.field import Field, differences, others
from doctrine.analysis.linear import maximise
from doctrine.analysis.stability import lead_without
from doctrine.model.case import Policy

ZERO, ONE = Fraction(0), Fraction(1)


class WeightsFlip(NamedTuple):
    """The weights closest to those used at which a candidate draws level with the first; `moved` is the share of weight that moves."""

    weights: Vector
    moved: Fraction


class OneWeightFlip(NamedTuple):
    """The weight of one criterion, the others keeping their proportions, from which a candidate draws level with the first.

    `up` says on which side of it the candidate wins.
    """

    criterion: str
    weight: Fraction
    needed: Fraction
    up: bool


class MarkFlip(NamedTuple):
    """The points that one criterion would have to give a candidate for it to draw level; `possible` when they stay under 100."""

    criterion: str
    points: Fraction
    needed: Fraction


class Flips(NamedTuple):
    """The smallest changes for one candidate; None where no change of that kind is enough.

    `ahead` is its lead on the best of the others as things stand (points): above zero it is first already, at zero level.
    """

    id: str
    ahead: Fraction
    weights: WeightsFlip | None
    one_weight: OneWeightFlip | None
    mark: MarkFlip | None


def flips(field: Field, candidate: str, policy: Policy = "careful") -> Flips:
    """The smallest changes that would put a candidate first."""
    mine = field.row(candidate).points(policy)
    gaps = [differences(mine, row.points(policy)) for row in others(field, candidate)]
    ahead = min((dot(gap, field.weights) for gap in gaps), default=ZERO)
    if ahead > 0:
        return Flips(candidate, ahead, None, None, None)
    return Flips(candidate, ahead, _weights(field, gaps), _one_weight(field, gaps), _mark(field, mine, gaps))


def _weights(field: Field, gaps: list[Vector]) -> WeightsFlip | None:
    """Least total movement over all weightings, by linear programming: each weight rises or falls, and rises total falls."""
    count = len(field.criteria)
    rows: list[list[Fraction]] = [[*(-value for value in gap), *gap] for gap in gaps]
    bounds = [dot(gap, field.weights) for gap in gaps]
    for place in range(count):
        rows.append([ZERO] * count + [Fraction(int(index == place)) for index in range(count)])
        bounds.append(field.weights[place])
    level = [ONE] * count + [-ONE] * count
    rows += [level, [-value for value in level]]
    bounds += [ZERO, ZERO]
    best = maximise([-ONE] * count + [ZERO] * count, rows, bounds)
    if best is None or not _may_lead(count, gaps):
        return None
    weights = tuple(weight + best.at[place] - best.at[count + place] for place, weight in enumerate(field.weights))
    return WeightsFlip(weights, -best.value)


def _may_lead(count: int, gaps: list[Vector]) -> bool:
    """Whether some weights put a candidate strictly ahead of all others: at a border that nothing lies beyond, it only draws level."""
    rows: list[list[Fraction]] = [[*(-value for value in gap), ONE] for gap in gaps]
    rows.append([ONE] * count + [ZERO])
    best = maximise([ZERO] * count + [ONE], rows, [*(ZERO for _ in gaps), ONE])
    return best is not None and best.value > 0


def _one_weight(field: Field, gaps: list[Vector]) -> OneWeightFlip | None:
    found: list[tuple[Fraction, int, Fraction, bool]] = []
    leads = [(gap, dot(gap, field.weights)) for gap in gaps]
    for place in range(len(field.criteria)):
        low, high = ZERO, ONE
        for gap, lead in leads:
            start, end = lead_without(field.weights, gap, lead, place), gap[place]
            if start == end:
                low, high = (low, high) if start > 0 else (ONE, ZERO)
            elif end > start:
                low = max(low, start / (start - end))
            else:
                high = min(high, start / (start - end))
        if low < high:
            nearest = min(max(field.weights[place], low), high)
            found.append((abs(nearest - field.weights[place]), place, nearest, nearest == low))
    if not found:
        return None
    _, place, needed, up = min(found)
    return OneWeightFlip(field.criteria[place], field.weights[place], needed, up)


def _mark(field: Field, mine: Vector, gaps: list[Vector]) -> MarkFlip | None:
    """The criterion that has the fewest points to gain: its gap to the best rival over its weight."""
    behind = max((-dot(gap, field.weights) for gap in gaps), default=ZERO)
    found = [(behind / weight, place) for place, weight in enumerate(field.weights) if weight and mine[place] + behind / weight < 100]
    if behind < 0 or not found:
        return None
    gain, place = min(found)
    return MarkFlip(field.criteria[place], mine[place], mine[place] + gain)
