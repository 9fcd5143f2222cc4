"""How far evaluators agree: share of equal answers, Cohen's kappa, linearly weighted kappa, Fleiss' kappa. Exact fractions.

A kappa is (observed − expected) ÷ (1 − expected). Where chance alone would give full agreement (everybody always gives one same answer)
it is undefined: None, never a number. Cohen 1960 and 1968, Fleiss 1971.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

ZERO, ONE = Fraction(0), Fraction(1)


class Agreement(NamedTuple):
    """Agreement of two evaluators on some items.

    `items` both answered and `same` alike; `kappa` over all answers; `weighted` over the `ordered` items for which both gave an answer of
    the scale. A kappa is None when it is undefined.
    """

    items: int
    same: int
    kappa: Fraction | None
    ordered: int
    weighted: Fraction | None

    @property
    def share(self) -> Fraction | None:
        """The share of equal answers; None without any item."""
        return Fraction(self.same, self.items) if self.items else None


Pair = tuple[str, str]


def agreement(pairs: Sequence[Pair], scale: Sequence[str]) -> Agreement:
    """The agreement over pairs of answers; `scale` orders the answers that have an order, from worst to best."""
    placed = {answer: place for place, answer in enumerate(scale)}
    ordered = [(placed[one], placed[other]) for one, other in pairs if one in placed and other in placed]
    same = sum(one == other for one, other in pairs)
    return Agreement(len(pairs), same, cohen(pairs), len(ordered), weighted(ordered, len(scale)))


def cohen(pairs: Sequence[Pair]) -> Fraction | None:
    """Cohen's kappa; None without any pair, or when expected agreement is one."""
    if not pairs:
        return None
    count = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = Fraction(sum(one == other for one, other in pairs), count)
    expected = sum((Fraction(first[answer] * second[answer], count * count) for answer in first), ZERO)
    return None if expected == ONE else (observed - expected) / (1 - expected)


def weighted(places: Sequence[tuple[int, int]], levels: int) -> Fraction | None:
    """Kappa with linear weights over places of a scale, from 0; None without any pair, or when no disagreement is expected."""
    if not places or levels < 2:
        return None
    count = len(places)
    first, second = Counter(one for one, _ in places), Counter(other for _, other in places)
    observed = Fraction(sum(abs(one - other) for one, other in places), count)
    expected = sum((Fraction(first[one] * second[other] * abs(one - other), count * count) for one in first for other in second), ZERO)
    return None if not expected else 1 - observed / expected


def fleiss(items: Sequence[Sequence[str]]) -> Fraction | None:
    """Fleiss' kappa over items that the same number of evaluators (two or more) answered; None when it is undefined."""
    if not items or len(items[0]) < 2:
        return None
    raters = len(items[0])
    if any(len(answers) != raters for answers in items):
        raise ValueError("every item needs the same number of answers")
    counts = [Counter(answers) for answers in items]
    pairs = len(items) * raters * (raters - 1)
    observed = Fraction(sum(many * (many - 1) for found in counts for many in found.values()), pairs)
    total = sum(counts, Counter[str]())
    expected = sum((Fraction(many, len(items) * raters) ** 2 for many in total.values()), ZERO)
    return None if expected == ONE else (observed - expected) / (1 - expected)
