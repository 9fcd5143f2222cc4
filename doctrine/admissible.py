"""The weightings a buyer can defend, as a set: exact volume, centre, extreme points, shares.

All weightings of n criteria form a simplex. Each statement of the buyer (an order, a bound) is a half-space that cuts it; criteria
tied together or fixed leave a simplex of fewer dimensions. A cut splits a simplex at a point of an edge, again and again, until each part
lies on one side; where the part to remove is made of fewer simplices, it is subtracted instead. Volumes are shares of the first
simplex, exact. The share of the set on one side of a plane has a closed form for each simplex (Varsi, The multidimensional content
of the frustum of the simplex, Pacific Journal of Mathematics 46, 1973). Extreme points are found by double description (Motzkin
and others, 1953).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from math import comb
from typing import NamedTuple

Vector = tuple[Fraction, ...]


class Part(NamedTuple):
    """One simplex: its vertices (weightings that sum to one) and its share of the volume of the first simplex, negative when subtracted."""

    vertices: tuple[Vector, ...]
    volume: Fraction


class Corner(NamedTuple):
    """An extreme point, and the half-spaces (bits) on whose border it lies."""

    at: Vector
    borders: int


class Weightings(NamedTuple):
    """A set of weightings of criteria: the simplex it starts from and the half-spaces (`normal`·weights ≥ 0) that cut it."""

    start: tuple[Vector, ...]
    cuts: tuple[Vector, ...] = ()

    @property
    def criteria(self) -> int:
        """How many criteria are weighed."""
        return len(self.start[0])


def all_weightings(count: int) -> Weightings:
    """Every weighting of `count` criteria."""
    return Weightings(tuple(tuple(Fraction(int(index == place)) for index in range(count)) for place in range(count)))


def sharing(groups: Sequence[Sequence[int]], fixed: Vector) -> Weightings:
    """Weightings where the criteria of each group weigh the same and the others have the weight `fixed` says (0 for those in a group)."""
    left = 1 - sum(fixed, Fraction(0))
    start = []
    for group in groups:
        share = left / len(group)
        start.append(tuple(weight + (share if place in group else 0) for place, weight in enumerate(fixed)))
    return Weightings(tuple(start) or (fixed,))


def dot(first: Sequence[Fraction | int], second: Sequence[Fraction | int]) -> Fraction:
    """The sum of products, zeros skipped."""
    return sum((Fraction(one) * other for one, other in zip(first, second, strict=True) if one and other), Fraction(0))


def parts(found: Weightings) -> tuple[Part, ...]:
    """The set as signed simplices: their volumes add up to that of the set, and so does anything integrated over them.

    Cuts that no extreme point touches remove nothing and are left out.
    """
    kept = [Part(found.start, Fraction(1))]
    for normal in bounding(found):
        kept = [piece for part in kept for piece in _cut(part, normal)]
    return tuple(kept)


def bounding(found: Weightings) -> tuple[Vector, ...]:
    """The cuts that bound the set: those whose extreme points do not all lie on another border."""
    extreme = corners(found)
    count = len(found.start)
    faces = [frozenset(at for at, borders in extreme if borders >> border & 1) for border in range(count + len(found.cuts))]
    kept = []
    for place, normal in enumerate(found.cuts, count):
        face = faces[place]
        hidden = any(face < other or (face == other and before < place) for before, other in enumerate(faces) if before != place)
        if len(face) >= count - 1 and not hidden:
            kept.append(normal)
    return tuple(kept)


def _cut(part: Part, normal: Vector) -> list[Part]:
    values = [dot(normal, vertex) for vertex in part.vertices]
    above, below = sum(value > 0 for value in values), sum(value < 0 for value in values)
    if not below:
        return [part] if above else []
    if not above:
        return []
    if comb(above + below - 1, below) <= 1 + comb(above + below - 1, above):
        return list(split(part, values))
    removed = split(part, [-value for value in values])
    return [part, *(piece._replace(volume=-piece.volume) for piece in removed)]


def split(part: Part, values: Sequence[Fraction]) -> tuple[Part, ...]:
    """The simplices of a part where the linear function with these values at its vertices is not negative."""
    kept: list[Part] = []
    todo = [(part, list(values))]
    while todo:
        (vertices, volume), found = todo.pop()
        best, worst = max(found), min(found)
        if best <= 0:
            continue
        if worst >= 0:
            kept.append(Part(vertices, volume))
            continue
        high, low = found.index(best), found.index(worst)
        share = best / (best - worst)
        middle = tuple(one + (other - one) * share for one, other in zip(vertices[high], vertices[low], strict=True))
        upper, lower = list(vertices), list(vertices)
        upper[low], lower[high] = middle, middle
        over, under = list(found), list(found)
        over[low], under[high] = Fraction(0), Fraction(0)
        todo.append((Part(tuple(upper), volume * share), over))
        todo.append((Part(tuple(lower), volume * (1 - share)), under))
    return tuple(kept)


def volume(found: Iterable[Part]) -> Fraction:
    """The share of the first simplex that the parts fill; zero when the statements leave less than a full-dimensional set."""
    return sum((part.volume for part in found), Fraction(0))


def centre(found: Weightings) -> Vector:
    """The centre of mass; the mean of the extreme points when the statements leave no volume."""
    pieces = parts(found)
    total = volume(pieces)
    if not total:
        flat = [corner.at for corner in corners(found)]
        return tuple(sum(values, Fraction(0)) / len(flat) for values in zip(*flat, strict=True))
    sums = [Fraction(0)] * found.criteria
    for vertices, share in pieces:
        for place, values in enumerate(zip(*vertices, strict=True)):
            sums[place] += share * sum(values, Fraction(0))
    return tuple(value / (total * len(found.start)) for value in sums)


def share_above(found: Sequence[Part], normal: Sequence[Fraction]) -> Fraction:
    """The exact share of the set where `normal`·weights is positive."""
    above = sum((part.volume * _above([dot(normal, vertex) for vertex in part.vertices]) for part in found), Fraction(0))
    return above / volume(found)


def _above(values: Sequence[Fraction]) -> Fraction:
    """The share of a simplex where the linear function with these values at its vertices is positive (Varsi, 1973)."""
    negative = [value for value in values if value < 0]
    if not any(value > 0 for value in values):
        return Fraction(0)
    if not negative:
        return Fraction(1)
    found = [Fraction(0)] * len(negative)
    for value in (value for value in values if value > 0):
        before = Fraction(1)
        for place, below in enumerate(negative):
            found[place] = before = (value * before - below * found[place]) / (value - below)
    return found[-1]


def corners(found: Weightings) -> tuple[Corner, ...]:
    """Every extreme point of the set; none when the statements exclude each other."""
    count = len(found.start)
    every = (1 << count) - 1
    kept = [Corner(vertex, every & ~(1 << place)) for place, vertex in enumerate(found.start)]
    for number, normal in enumerate(found.cuts, count):
        kept = _cut_corners(kept, normal, 1 << number, count - 2)
    return tuple(kept)


def _cut_corners(kept: list[Corner], normal: Vector, border: int, shared: int) -> list[Corner]:
    """Corners on the right side, and where the edges to the wrong side cross; an edge lies on `shared` borders at least."""
    values = [dot(normal, corner.at) for corner in kept]
    right = [(corner, value) for corner, value in zip(kept, values, strict=True) if value > 0]
    wrong = [(corner, value) for corner, value in zip(kept, values, strict=True) if value < 0]
    left = [corner for corner, _ in right]
    left += [Corner(corner.at, corner.borders | border) for corner, value in zip(kept, values, strict=True) if value == 0]
    for (one, over), (other, under) in product(right, wrong):
        common = one.borders & other.borders
        if common.bit_count() < shared or any(common & ~third.borders == 0 for third in kept if third not in (one, other)):
            continue
        share = over / (over - under)
        left.append(Corner(tuple(first + (last - first) * share for first, last in zip(one.at, other.at, strict=True)), common | border))
    return left
