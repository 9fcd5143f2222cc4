"""Fields built for tests: points given as whole numbers, weightings given as the priorities a buyer would write."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from doctrine.admissible import Vector, Weightings, all_weightings, centre, dot
from doctrine.analysis.field import Field, Row
from doctrine.model.priorities import read_priorities
from doctrine.weighting import admitted

#: One profile for the properties of this folder: the same examples at each run.
few = settings(max_examples=60, derandomize=True, deadline=None, database=None)

LETTERS = tuple("abcdefghi")
EPSILON = Fraction(1, 10**9)


def vector(*values: Any) -> Vector:
    return tuple(Fraction(value) for value in values)


def row(name: str, low: Sequence[Any], high: Sequence[Any] | None = None) -> Row:
    return Row(name, vector(*low), vector(*(low if high is None else high)))


def given_by(*texts: str, count: int = 3) -> Weightings:
    """The weightings that priorities on criteria named a, b, c … admit."""
    return admitted(read_priorities(texts, LETTERS[:count]), LETTERS[:count])


def field(*rows: Row | Sequence[Any], weights: Sequence[Any] | None = None, among: Weightings | None = None) -> Field:
    """Rows named A, B, C … unless they have a name; weights are normalised; the centre of the weightings by default."""
    made = tuple(one if isinstance(one, Row) else row(chr(65 + place), one) for place, one in enumerate(rows))
    count = len(made[0].low)
    weightings = among or all_weightings(count)
    used = centre(weightings) if weights is None else tuple(Fraction(one) / sum(map(Fraction, weights)) for one in weights)
    return Field(LETTERS[:count], made, used, weightings)


def random_field(seed: int, rows: int, count: int, *, unknown: bool = False, zeros: bool = False) -> Field:
    """Reproducible rows and weights; with intervals when `unknown`, and weights of nothing when `zeros`."""
    chance = random.Random(seed)  # noqa: S311
    made = []
    for place in range(rows):
        low = [chance.randint(0, 100) for _ in range(count)]
        high = [chance.randint(value, 100) if unknown and chance.random() < 0.5 else value for value in low]
        made.append(row(f"r{place}", low, high))
    weights = [0 if zeros and chance.random() < 0.3 else chance.randint(1, 20) for _ in range(count)]
    return field(*made, weights=weights if any(weights) else None)


def rows_of(count: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, 100), min_size=count, max_size=count)


def interval_rows(count: int, least: int, most: int) -> st.SearchStrategy[list[Row]]:
    """Rows whose marks are intervals, some of no width."""
    cell = st.one_of(st.integers(0, 100).map(lambda one: (one, one)), st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted))
    rows = st.lists(st.lists(cell, min_size=count, max_size=count), min_size=least, max_size=most)
    return rows.map(
        lambda made: [row(chr(65 + place), [low for low, _ in cells], [high for _, high in cells]) for place, cells in enumerate(made)]
    )


def statements(count: int) -> st.SearchStrategy[list[str]]:
    """Priorities on the first letters, of every kind: some lists admit nothing."""
    names = st.sampled_from(LETTERS[:count])
    shares = st.integers(0, 20).map(lambda one: 5 * one)
    kinds = st.one_of(
        st.tuples(names, names).map(lambda pair: f"{pair[0]} > {pair[1]}"),
        st.tuples(names, names).map(lambda pair: f"{pair[0]} = {pair[1]}"),
        st.tuples(names, shares, shares).map(lambda one: f"{one[0]}: [{min(one[1:])}, {max(one[1:])}]"),
        st.tuples(names, shares).map(lambda one: f"{one[0]} <= {one[1]}"),
        st.tuples(names, shares).map(lambda one: f"{one[0]} >= {one[1]}"),
        st.tuples(names, shares).map(lambda one: f"{one[0]} = {one[1]}"),
    )
    return st.lists(kinds, max_size=5, unique=True)


def grid(count: int, steps: int) -> Iterator[Vector]:
    """Every weighting whose weights are multiples of 1 ÷ steps."""
    for taken in product(range(steps + 1), repeat=count - 1):
        if sum(taken) <= steps:
            yield (*(Fraction(one, steps) for one in taken), Fraction(steps - sum(taken), steps))


def follows(weightings: Weightings, weights: Vector) -> bool:
    """Whether weights follow every cut (the ties and fixed weights are those of the first simplex)."""
    return all(dot(cut, weights) >= 0 for cut in weightings.cuts)


def total(weights: Vector, points: Sequence[Any]) -> Fraction:
    return sum((weight * Fraction(point) for weight, point in zip(weights, points, strict=True)), Fraction(0))


def leaders(weights: Vector, rows: Sequence[Sequence[Any]]) -> list[int]:
    """Who is first at some weights, ties together."""
    totals = [total(weights, points) for points in rows]
    return [place for place, value in enumerate(totals) if value == max(totals)]
