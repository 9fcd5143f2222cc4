"""The weights of the nine criteria: the buyer's, the centre of those the buyer's priorities admit, or equal ones.

There are no official weights (law.md 1.11). Weights are exact and sum to one. A criterion that the need leaves without any
question is left out for every candidate, and the others are normalised again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from doctrine.admissible import Weightings, centre, sharing
from doctrine.model.need import Need
from doctrine.model.priorities import CRITERIA, Priorities, read_priorities, tightened
from doctrine.model.verdicts import WeightsUsed


def weights_of(need: Need) -> WeightsUsed:
    """The normalised weights to use for a need, with their origin and reason."""
    left_out = () if any(wanted.level == "should" for wanted in need.requirements) else ("business_performance",)
    kept = [criterion for criterion in CRITERIA if criterion not in left_out]
    if need.weights is not None:
        given = {criterion: Fraction(getattr(need.weights.values, criterion)) for criterion in CRITERIA}
        total = sum((given[criterion] for criterion in kept), Fraction(0))
        if total > 0:
            return WeightsUsed(_over(given, kept, total), "weights", need.weights.reason, left_out)
    elif need.priorities:
        centre = centroid(read_priorities(need.priorities))
        total = sum((centre[criterion] for criterion in kept), Fraction(0))
        if total > 0:
            return WeightsUsed(_over(centre, kept, total), "priorities", " ; ".join(need.priorities), left_out)
    return WeightsUsed({criterion: Fraction(int(criterion in kept), len(kept)) for criterion in CRITERIA}, "equal", "", left_out)


def _over(given: Mapping[str, Fraction], kept: Iterable[str], total: Fraction) -> dict[str, Fraction]:
    counted = frozenset(kept)
    return {criterion: given[criterion] / total if criterion in counted else Fraction(0) for criterion in CRITERIA}


def centroid(priorities: Priorities) -> dict[str, Fraction]:
    """The exact centre of all weightings that the priorities admit (they sum to one)."""
    return dict(zip(CRITERIA, centre(admitted(priorities)), strict=True))


def admitted(priorities: Priorities, criteria: tuple[str, ...] = CRITERIA) -> Weightings:
    """Every weighting of the criteria that the priorities admit; tied criteria share a weight, fixed ones keep theirs."""
    low, high = tightened(priorities, criteria) or ({}, {})
    place = {criterion: index for index, criterion in enumerate(criteria)}
    fixed = tuple(low[criterion] if low[criterion] == high[criterion] else Fraction(0) for criterion in criteria)
    groups = _groups(priorities.ties, [criterion for criterion in criteria if low[criterion] < high[criterion]])
    cuts = []
    for criterion, (least, most) in sorted(priorities.ranges.items()):
        if low[criterion] < high[criterion]:
            cuts += [_bound(place[criterion], len(criteria), least, 1), _bound(place[criterion], len(criteria), most, -1)]
    for heavy, light in priorities.orders:
        if low[heavy] < high[heavy] or low[light] < high[light]:
            cuts.append(tuple(Fraction((name == heavy) - (name == light)) for name in criteria))
    return sharing([[place[criterion] for criterion in group] for group in groups], fixed)._replace(cuts=tuple(cuts))


def _bound(place: int, count: int, share: Fraction, sign: int) -> tuple[Fraction, ...]:
    """Weight − share ≥ 0, or share − weight ≥ 0, for weights that sum to one."""
    return tuple(sign * ((index == place) - share) for index in range(count))


def _groups(ties: tuple[tuple[str, str], ...], free: list[str]) -> list[list[str]]:
    """Free criteria, those tied together in one group."""
    groups = [[criterion] for criterion in free]
    for first, last in ties:
        one = next((group for group in groups if first in group), None)
        other = next((group for group in groups if last in group), None)
        if one is not None and other is not None and one is not other:
            one += other
            groups.remove(other)
    return groups
