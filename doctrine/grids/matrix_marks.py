"""The marks of a bare matrix: a cell as it is written, laid on a fixed scale, becomes an interval of points from 0 to 100, exact.

A fixed scale is what keeps candidates apart: were it drawn from the marks present, adding a candidate could exchange two others.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from doctrine.grids.numbers import number

Direction = Literal["max", "min"]
#: Between a value and its spread, as keyboards allow.
_SPREADS = ("±", "+/-", "+-")
#: Between the two ends of a range; the hyphen comes last, for it is a sign too.
_DASHES = ("..", "\u2013", "-")
_UNKNOWN = frozenset({"", "?"})
#: A number is never longer.
_LONGEST = 60
#: How many standard deviations either side of the mean an interval of points spans.
_DEVIATIONS = 2
ZERO, HUNDRED = Fraction(0), Fraction(100)


class Written(NamedTuple):
    """A cell as read: the least and the greatest value, None when unknown; `spread` is a standard deviation around their middle."""

    low: Fraction | None
    high: Fraction | None
    spread: Fraction = ZERO

    @property
    def stated(self) -> tuple[Fraction, ...]:
        """The values that somebody wrote: the ends of a range, or the mean; none when unknown."""
        return () if self.low is None or self.high is None else (self.low, self.high)


class Scale(NamedTuple):
    """Points for a value: given at breakpoints in growing order of value, straight between, flat outside.

    `fixed` says that values outside deserve a note: the two ends of a plain scale, not the ends of a value function.
    """

    breakpoints: tuple[tuple[Fraction, Fraction], ...]
    fixed: bool = True

    def points(self, value: Fraction) -> Fraction:
        """The points of one value."""
        if value <= self.breakpoints[0][0]:
            return self.breakpoints[0][1]
        for (before, least), (after, most) in pairwise(self.breakpoints):
            if value <= after:
                return least + (most - least) * (value - before) / (after - before)
        return self.breakpoints[-1][1]

    def outside(self, value: Fraction) -> bool:
        """Whether a value lies off a plain scale."""
        return self.fixed and not self.breakpoints[0][0] <= value <= self.breakpoints[-1][0]

    def between(self, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
        """The least and the greatest points of the values from one to the other: a value function need not grow."""
        met = [self.points(low), self.points(high), *(points for value, points in self.breakpoints if low < value < high)]
        return min(met), max(met)

    @property
    def whole(self) -> tuple[Fraction, Fraction]:
        """The least and the greatest points that this scale gives: what an unknown mark may be worth."""
        points = [each for _, each in self.breakpoints]
        return min(points), max(points)


class Mark(NamedTuple):
    """The interval of points of one cell, as it was written; `shape`, for a distribution, its points as likely one as the other."""

    text: str
    low: Fraction
    high: Fraction
    shape: tuple[Fraction, ...] | None = None


def exact(text: str, *, comma: bool) -> Fraction | None:
    """A number as written, None when it is something else; `comma` says whether a comma may open the decimals."""
    if len(text) > _LONGEST or (not comma and "," in text):
        return None
    found = number(text)
    return None if found is None else Fraction(found)


def written(text: str, *, comma: bool) -> Written | None:
    """What a cell says: a number, a range `60..70`, `60-70` or `60–70`, a distribution `12±3`, nothing; None when unreadable.

    A number is tried first: so `-5` is one, and `-5--2` goes from −5 to −2. The ends of a range are in growing order.
    """
    if text in _UNKNOWN:
        return Written(None, None)
    alone = exact(text, comma=comma)
    if alone is not None:
        return Written(alone, alone)
    for mean, spread in _both_sides(text, _SPREADS, comma=comma):
        return Written(mean, mean, spread) if spread >= 0 else None
    for low, high in _both_sides(text, _DASHES, comma=comma):
        return Written(low, high) if low <= high else None
    return None


def _both_sides(text: str, signs: tuple[str, ...], *, comma: bool) -> Iterator[tuple[Fraction, Fraction]]:
    """The numbers on either side of a sign, wherever it stands with a number on each side."""
    if len(text) > 2 * _LONGEST:
        return
    for sign in signs:
        start = text.find(sign)
        while start >= 0:
            left, right = exact(text[:start].strip(), comma=comma), exact(text[start + len(sign) :].strip(), comma=comma)
            if left is not None and right is not None:
                yield left, right
            start = text.find(sign, start + 1)


def scale_of(text: str, direction: Direction, *, comma: bool) -> Scale | None:
    """A plain scale `0..100`; from the greatest to the least only for a criterion where less is better. None when unreadable."""
    ends = next(_both_sides(text, ("..",), comma=comma), None)
    if ends is None or ends[0] == ends[1] or (ends[0] > ends[1] and direction == "max"):
        return None
    low, high = sorted(ends)
    return Scale(((low, ZERO), (high, HUNDRED)) if direction == "max" else ((low, HUNDRED), (high, ZERO)))


def function_of(text: str, *, comma: bool) -> Scale | None:
    """A value function `0:0|50:80|100:100`, values growing, points from 0 to 100; None when unreadable."""
    found: list[tuple[Fraction, Fraction]] = []
    for part in text.split("|"):
        value, sign, points = (piece.strip() for piece in part.partition(":"))
        at, worth = exact(value, comma=comma), exact(points, comma=comma)
        if not sign or at is None or worth is None or not ZERO <= worth <= HUNDRED:
            return None
        found.append((at, worth))
    growing = all(before < after for (before, _), (after, _) in pairwise(found))
    return Scale(tuple(found), fixed=False) if len(found) > 1 and growing else None


def mark_of(text: str, said: Written, scale: Scale, quantiles: int) -> Mark:
    """A cell in points. A distribution spans two standard deviations either side of its mean, and keeps its shape."""
    if said.low is None or said.high is None:
        return Mark(text, *scale.whole)
    if not said.spread:
        return Mark(text, *scale.between(said.low, said.high))
    reach = _DEVIATIONS * said.spread
    shape = tuple(sorted(scale.points(said.low + said.spread * step) for step in _normal(quantiles)))
    return Mark(text, *scale.between(said.low - reach, said.high + reach), shape)


@cache
def _normal(count: int) -> tuple[Fraction, ...]:
    """The middles of `count` equally likely slices of the normal distribution, in standard deviations, to six decimals.

    Rounded before anything exact reads them: six decimals are the same on every machine.
    """
    from statistics import NormalDist

    standard = NormalDist()
    half = [Fraction(Decimal(f"{standard.inv_cdf((2 * place + 1) / (2 * count)):.6f}")) for place in range(count // 2, count)]
    return (*(-step for step in reversed(half)), *half)
