"""Within which weights the first stays first: exact ranges, one criterion at a time, and its margin."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from doctrine.admissible import Vector, dot
from doctrine.analysis.field import Field, Row, differences, first, others, ranking
from doctrine.model.case import Policy

ZERO, ONE = Fraction(0), Fraction(1)


class Range(NamedTuple):
    """Between which weights of one criterion (shares of one) the first stays first, the others keeping their proportions.

    `below` and `above` are who takes its place under the least and over the greatest; None where the range reaches 0 or 1.
    """

    criterion: str
    weight: Fraction
    low: Fraction
    high: Fraction
    below: str | None
    above: str | None


class Margin(NamedTuple):
    """How far the first is ahead (points): of the second's total, and of the best that any rival may turn out to be."""

    second: str
    points: Fraction
    rival: str
    sure: Fraction


def stability(field: Field, policy: Policy = "careful") -> tuple[Range, ...]:
    """The range of each criterion for the first candidate; empty when nobody is alone in first place."""
    winner = first(field, policy)
    if winner is None or len(field.rows) < 2:
        return ()
    mine = field.row(winner).points(policy)
    leads = [(row.id, gap, dot(field.weights, gap)) for row in others(field, winner) for gap in [differences(mine, row.points(policy))]]
    return tuple(_range(field, leads, place) for place in range(len(field.criteria)))


def along(weights: Vector, place: int, share: Fraction) -> Vector:
    """The weights when one criterion weighs `share` and the others keep their proportions (equal ones when it was alone)."""
    rest = 1 - weights[place]
    even = Fraction(1, len(weights) - 1) if len(weights) > 1 else ZERO
    return tuple(share if index == place else (1 - share) * (weight / rest if rest else even) for index, weight in enumerate(weights))


def lead_without(weights: Vector, gap: Vector, lead: Fraction, place: int) -> Fraction:
    """The lead if one criterion weighed nothing and the others kept their proportions: the lead is a straight line of its weight."""
    rest = 1 - weights[place]
    if rest:
        return (lead - weights[place] * gap[place]) / rest
    return sum((value for index, value in enumerate(gap) if index != place), ZERO) / max(len(gap) - 1, 1)


def _range(field: Field, leads: list[tuple[str, Vector, Fraction]], place: int) -> Range:
    low, high, below, above = ZERO, ONE, None, None
    for rival, gap, lead in leads:
        start, end = lead_without(field.weights, gap, lead, place), gap[place]
        if end < start < high * (start - end):
            high, above = start / (start - end), rival
        elif end > start and -start > low * (end - start):
            low, below = start / (start - end), rival
    return Range(field.criteria[place], field.weights[place], low, high, below, above)


def margin(field: Field, policy: Policy = "careful") -> Margin | None:
    """The margin of the first candidate; None when nobody is alone in first place, or nobody else stands."""
    places = ranking(field, policy)
    winner = first(field, policy)
    if winner is None or len(places) < 2:
        return None
    best: Row = max(others(field, winner), key=lambda row: (dot(field.weights, row.high), row.id))
    sure = places[0].low - dot(field.weights, best.high)
    return Margin(places[1].id, places[0].total - places[1].total, best.id, sure)
