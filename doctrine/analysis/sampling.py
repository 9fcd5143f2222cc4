"""Weightings drawn evenly from an admissible set, as whole numbers: the same on every machine, with numpy or without.

A point of a simplex drawn evenly is given by the gaps between sorted numbers drawn evenly (Devroye, Non-Uniform Random Variate
Generation, 1986, ch. XI). The set is first divided into simplices, chosen by volume; statements that would divide it into too many
are left to refusing what does not follow them. Numbers come from a counter through the mixing function of SplitMix64 (Steele, Lea and
Flood, Fast splittable pseudorandom number generators, OOPSLA 2014): the seed is fixed, so are the bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb
from operator import mul
from typing import Any, NamedTuple

from doctrine.admissible import Part, Vector, Weightings, bounding, centre, corners, dot, split, volume

#: Weights are whole numbers out of this many.
BITS = 20
UNIT = 1 << BITS
SEED = 6519
_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
#: More simplices than this cost more to make than they save draws.
_PARTS = 600
#: How many draws may be refused for each one kept before fewer are returned.
_REFUSALS = 60
_CHUNK = 20_000
#: Half-spaces are whole numbers out of this many; a draw is refused only beyond what rounding them and the vertices can explain.
_NORMAL = 1 << 18
_LOOSE = 4 << (2 * BITS)


class Plan(NamedTuple):
    """How to draw: the simplices (vertices as whole numbers out of UNIT), their cumulated volumes out of 2³², statements to refuse by.

    `centre` stands for the set where every draw is refused.
    """

    vertices: tuple[tuple[tuple[int, ...], ...], ...]
    cumulated: tuple[int, ...]
    refusing: tuple[tuple[int, ...], ...]
    centre: tuple[int, ...]


def plan(found: Weightings) -> Plan:
    """Divide a set into simplices that do not overlap, as far as it pays."""
    parts: tuple[Part, ...] = (_around(found),)
    left: list[Vector] = []
    for normal in _cheapest_first(found):
        values = [[dot(normal, vertex) for vertex in part.vertices] for part in parts]
        if sum(map(_pieces, values)) > _PARTS:
            left.append(normal)
        else:
            parts = tuple(piece for part, at in zip(parts, values, strict=True) for piece in split(part, at))
    total = volume(parts)
    if not total:
        flat = tuple(corner.at for corner in corners(found))
        parts, total = (Part(flat, Fraction(1)),), Fraction(1)
    below = Fraction(0)
    cumulated = []
    for part in parts:
        below += part.volume / total
        cumulated.append(int(below * (1 << 32)))
    vertices = tuple(tuple(tuple(int(weight * UNIT) for weight in vertex) for vertex in part.vertices) for part in parts)
    return Plan(vertices, tuple(cumulated), tuple(_whole(normal) for normal in left), tuple(int(weight * UNIT) for weight in centre(found)))


def _around(found: Weightings) -> Part:
    """The smallest of three simplices that hold the set: the first one, the one its least weights leave, the one its greatest ones leave.

    Narrow ranges on every criterion leave a set a million times smaller than the first simplex: drawing from that one would be refusing.
    """
    start = found.start
    extreme = [_shares(start, corner.at) for corner in corners(found)] if len(start) > 1 else []
    if not extreme:
        return Part(start, Fraction(1))
    least = [min(values) for values in zip(*extreme, strict=True)]
    most = [max(values) for values in zip(*extreme, strict=True)]
    over, under = sum(most, Fraction(0)) - 1, 1 - sum(least, Fraction(0))
    if not over or not under:
        return Part(start, Fraction(1))
    base, size = (least, under) if under <= over else (most, -over)
    vertices = []
    for place in range(len(start)):
        shares = [value + (size if index == place else 0) for index, value in enumerate(base)]
        vertices.append(tuple(dot(shares, column) for column in zip(*start, strict=True)))
    return Part(tuple(vertices), Fraction(1))


def _shares(start: tuple[Vector, ...], at: Vector) -> Vector:
    """A weighting as shares of the vertices of the first simplex: each vertex has a criterion on which it alone differs."""
    found = []
    for place, vertex in enumerate(start):
        other = start[place - 1]
        index = next(index for index, weight in enumerate(vertex) if weight > other[index])
        found.append((at[index] - other[index]) / (vertex[index] - other[index]))
    return tuple(found)


def _cheapest_first(found: Weightings) -> list[Vector]:
    """Statements with a single weight above zero cut a simplex into one: orders and least weights before greatest ones."""
    return sorted(bounding(found), key=lambda normal: sum(value > 0 for value in normal))


def _pieces(values: list[Fraction]) -> int:
    """How many simplices the kept side of a cut makes."""
    above, below = sum(value > 0 for value in values), sum(value < 0 for value in values)
    return comb(above + below - 1, below) if above else 0


def _whole(normal: Vector) -> tuple[int, ...]:
    """A half-space in whole numbers, so that its product with weights stays within 64 bits."""
    largest = max(abs(value) for value in normal)
    return tuple(int(value / largest * _NORMAL) for value in normal)


def mixed(counter: int) -> int:
    """The counter's 64 bits, mixed."""
    found = (SEED + counter * _GOLDEN) & _MASK
    found = ((found ^ (found >> 30)) * _FIRST) & _MASK
    found = ((found ^ (found >> 27)) * _SECOND) & _MASK
    return found ^ (found >> 31)


def weightings(found: Plan, wanted: int) -> Iterator[tuple[int, ...]]:
    """Up to `wanted` weightings, whole numbers that total about UNIT²; one at least."""
    kept = 0
    for number in range(wanted * _REFUSALS if found.refusing else wanted):
        weights = _drawn(found, number)
        if all(sum(map(mul, normal, weights)) >= -_LOOSE * len(weights) for normal in found.refusing):
            yield weights
            kept += 1
            if kept == wanted:
                return
    if not kept:
        yield tuple(weight << BITS for weight in found.centre)


def _drawn(found: Plan, number: int) -> tuple[int, ...]:
    """The weighting of one number: which simplex, then where in it."""
    many = len(found.vertices) > 1
    size = len(found.vertices[0])
    words = (size + 1) // 3 + (1 if many else 0)
    counter = number * max(words, 1)
    part = 0
    if many:
        share = mixed(counter) >> 32
        part = next((place for place, below in enumerate(found.cumulated) if share < below), len(found.cumulated) - 1)
        counter += 1
    cuts: list[int] = []
    while len(cuts) < size - 1:
        word = mixed(counter)
        counter += 1
        cuts += [word & (UNIT - 1), word >> BITS & (UNIT - 1), word >> 2 * BITS & (UNIT - 1)]
    cuts = sorted(cuts[: size - 1])
    gaps = [after - before + 1 for before, after in zip([0, *cuts], [*cuts, UNIT], strict=True)]
    return tuple(sum(map(mul, gaps, column)) for column in zip(*found.vertices[part], strict=True))


def many_weightings(found: Plan, wanted: int) -> Iterator[Any]:
    """The same weightings as `weightings`, by numpy, in arrays of whole numbers (draws × criteria)."""
    import numpy

    kept, number = 0, 0
    most = wanted * _REFUSALS if found.refusing else wanted
    vertices = [numpy.array(part, dtype=numpy.int64) for part in found.vertices]
    refusing = numpy.array(found.refusing, dtype=numpy.int64)
    while kept < wanted and number < most:
        count = min(_CHUNK, most - number)
        weights = _drawn_many(numpy, found, vertices, number, count)
        number += count
        if found.refusing:
            follows = (weights @ refusing.T >= -_LOOSE * weights.shape[1]).all(axis=1)
            weights = weights[follows]
        weights = weights[: wanted - kept]
        kept += len(weights)
        yield weights
    if not kept:
        yield numpy.array([found.centre], dtype=numpy.int64) << BITS


def _drawn_many(numpy: Any, found: Plan, vertices: list[Any], number: int, count: int) -> Any:
    many = len(vertices) > 1
    size = len(found.vertices[0])
    words = max((size + 1) // 3 + (1 if many else 0), 1)
    counters = numpy.arange(number * words, (number + count) * words, dtype=numpy.uint64).reshape(count, words)
    drawn = many_mixed(numpy, counters)
    share, rest = (drawn[:, 0] >> numpy.uint64(32), drawn[:, 1:]) if many else (None, drawn)
    low = numpy.uint64(UNIT - 1)
    cuts = numpy.stack([rest & low, rest >> numpy.uint64(BITS) & low, rest >> numpy.uint64(2 * BITS) & low], axis=2)
    cuts = numpy.sort(cuts.reshape(count, -1)[:, : size - 1].astype(numpy.int64), axis=1)
    edges = numpy.zeros((count, size + 1), dtype=numpy.int64)
    edges[:, 1:-1], edges[:, -1] = cuts, UNIT
    gaps = numpy.diff(edges, axis=1) + 1
    if share is None:
        return gaps << BITS if _is_unit(found) else gaps @ vertices[0]
    part = numpy.minimum(numpy.searchsorted(numpy.array(found.cumulated, dtype=numpy.uint64), share, side="right"), len(vertices) - 1)
    weights = numpy.empty((count, vertices[0].shape[1]), dtype=numpy.int64)
    for place in numpy.unique(part):
        here = part == place
        weights[here] = gaps[here] @ vertices[place]
    return weights


def _is_unit(found: Plan) -> bool:
    """Whether the only simplex is that of all weightings: then the gaps are the weights."""
    size = len(found.vertices[0])
    return found.vertices[0] == tuple(tuple(UNIT * (row == column) for column in range(size)) for row in range(size))


def many_mixed(numpy: Any, counters: Any) -> Any:
    """`mixed` for an array of counters."""
    word = numpy.uint64
    found = counters * word(_GOLDEN) + word(SEED)
    found = (found ^ (found >> word(30))) * word(_FIRST)
    found = (found ^ (found >> word(27))) * word(_SECOND)
    return found ^ (found >> word(31))
