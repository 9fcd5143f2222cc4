"""The weights of the nine criteria: the buyer's, the centre of those the buyer's priorities admit, or equal ones.

There are no official weights (law.md 1.11). Weights are exact and sum to one. A criterion that the need leaves without any
question is left out for every candidate, and the others are normalised again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from itertools import combinations

from doctrine.model.need import Need
from doctrine.model.priorities import CRITERIA, Priorities, read_priorities
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
    return _centre_of_orders(priorities.orders) if priorities.orders else _centre_of_ranges(priorities.ranges)


def _centre_of_orders(orders: tuple[tuple[str, str], ...]) -> dict[str, Fraction]:
    """Mean of the rank-order centroids over all complete orders that agree with the given ones.

    The simplex splits into 9! cells of equal volume, one for each complete order, whose centre gives the criterion at
    place k the weight (1/9) Σ_{j≥k} 1/j (Barron and Barrett, 1996). The cells that agree are counted over sets of criteria
    already placed: 2⁹ of them.
    """
    count = len(CRITERIA)
    place = {criterion: index for index, criterion in enumerate(CRITERIA)}
    above = [0] * count
    for first, last in orders:
        above[place[last]] |= 1 << place[first]
    full = (1 << count) - 1

    @cache
    def completions(placed: int) -> int:
        if placed == full:
            return 1
        return sum(completions(placed | 1 << one) for one in range(count) if not placed >> one & 1 and above[one] & ~placed == 0)

    arrivals = {0: 1}
    totals = [Fraction(0)] * count
    for rank in range(1, count + 1):
        weight = sum((Fraction(1, later) for later in range(rank, count + 1)), Fraction(0)) / count
        following: dict[int, int] = {}
        for placed, paths in arrivals.items():
            for one in range(count):
                if placed >> one & 1 or above[one] & ~placed:
                    continue
                after = placed | 1 << one
                totals[one] += weight * paths * completions(after)
                following[after] = following.get(after, 0) + paths
        arrivals = following
    return {criterion: totals[place[criterion]] / completions(0) for criterion in CRITERIA}


def _centre_of_ranges(ranges: Mapping[str, tuple[Fraction, Fraction]]) -> dict[str, Fraction]:
    """Centre of the simplex cut by a range on each weight, by inclusion and exclusion over the upper bounds.

    Lower bounds are moved out first: what is left is a simplex of size s over the n criteria whose weight is not fixed. Each set S
    of upper bounds c passed leaves a simplex of size t = s − Σc, of volume proportional to tⁿ⁻¹ and centre c_S + t/n.
    """
    lows = {criterion: ranges.get(criterion, (Fraction(0), Fraction(1)))[0] for criterion in CRITERIA}
    size = 1 - sum(lows.values(), Fraction(0))
    room = {criterion: high - low for criterion, (low, high) in ranges.items() if high - low < size}
    free = [criterion for criterion in CRITERIA if room.get(criterion) != 0]
    bounded = [criterion for criterion in free if criterion in room]
    count = len(free)
    volume = Fraction(0)
    moments = dict.fromkeys(free, Fraction(0))
    for taken in range(len(bounded) + 1):
        for chosen in combinations(bounded, taken):
            left = size - sum((room[criterion] for criterion in chosen), Fraction(0))
            if left < 0 or (left == 0 and count > 1):
                continue
            part = (-1) ** taken * left ** (count - 1)
            volume += part
            for criterion in free:
                moments[criterion] += part * (left / count + (room[criterion] if criterion in chosen else 0))
    if volume == 0:
        # The ranges leave one single weighting: every upper bound is reached, or nothing is left to share.
        return {criterion: lows[criterion] + (room.get(criterion, Fraction(0)) if size else 0) for criterion in CRITERIA}
    return {criterion: lows[criterion] + moments.get(criterion, Fraction(0)) / volume for criterion in CRITERIA}
