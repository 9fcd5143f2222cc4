"""Statements that exclude each other: refused with the fewest that do, against a linear program and all subsets."""

from __future__ import annotations

from itertools import combinations

import pytest
from analysis_build import LETTERS, few, statements
from hypothesis import example, given

from doctrine.analysis.linear import maximise
from doctrine.model.priorities import CRITERIA, PrioritiesRefused, read_priorities

NAMES = LETTERS[:4]


def possible(texts):
    """Whether some weighting follows all statements, orders strictly: the greatest slack common to all orders is positive."""
    rows, bounds = [], []
    size = len(NAMES)

    def at_least_zero(normal, slack, shift=0):
        rows.append([*(-one for one in normal), slack])
        bounds.append(-shift)

    for text in texts:
        stated = read_alone(text)
        for heavy, light in stated.orders:
            at_least_zero([(name == heavy) - (name == light) for name in NAMES], 1)
        for one, other in stated.ties:
            at_least_zero([(name == one) - (name == other) for name in NAMES], 0)
            at_least_zero([(name == other) - (name == one) for name in NAMES], 0)
        for name, (low, high) in stated.ranges.items():
            at_least_zero([int(name == other) for other in NAMES], 0, low)
            at_least_zero([-int(name == other) for other in NAMES], 0, -high)
    rows += [[1] * size + [0], [-1] * size + [0], [0] * size + [1]]
    bounds += [1, -1, 1]
    best = maximise([0] * size + [1], rows, bounds)
    return best is not None and best.value > 0


def read_alone(text):
    """One statement, even when it excludes itself (`a > a`, `a: [30, 10]`)."""
    from doctrine.model.priorities import _read  # the public reader refuses it: the check needs what it says

    return _read(text, NAMES)


@few
@given(statements(4))
@example(["a > b", "b > c", "c > a"])
@example(["a = b", "b = c", "a > c"])
@example(["a >= 40", "b >= 40", "c >= 40"])
@example(["a <= 20", "b <= 20", "c <= 20", "d <= 20"])
@example(["a > b", "a <= 25", "b >= 25"])
@example(["a > b > c > d", "a <= 25"])
@example(["a = 35", "b = 35", "c = d", "c > d"])
@example(["a = 40", "b = 40", "c = d", "d > a"])
@example(["a > b", "b = 50", "c: [0, 50]"])
def test_priorities_are_refused_when_and_only_when_no_weighting_follows_them(texts):
    smallest = next((size for size in range(len(texts) + 1) for chosen in combinations(texts, size) if not possible(chosen)), None)
    if smallest is None:
        read_priorities(tuple(texts), NAMES)
        return
    with pytest.raises(PrioritiesRefused) as refused:
        read_priorities(tuple(texts), NAMES)
    conflict = refused.value.texts
    assert len(conflict) == smallest
    assert set(conflict) <= set(texts)
    assert not possible(conflict)
    for one in conflict:
        assert possible([other for other in conflict if other != one])


def test_of_many_statements_too_none_of_the_conflict_can_be_spared():
    texts = (*(f"{name} <= 90" for name in CRITERIA), "cost >= 5", "security >= 5", "sovereignty > cost", "cost >= 30", "sovereignty <= 25")
    assert len(texts) > 12
    with pytest.raises(PrioritiesRefused) as refused:
        read_priorities(texts)
    assert sorted(refused.value.texts) == sorted(("sovereignty > cost", "cost >= 30", "sovereignty <= 25"))
    for one in refused.value.texts:
        read_priorities(tuple(other for other in texts if other != one))


def test_the_kind_of_conflict_is_named():
    for texts, code in (
        (("a > b", "b > a"), "DOC091"),
        (("a >= 60", "b >= 60"), "DOC092"),
        (("a > b", "a <= 10", "b >= 20"), "DOC093"),
        (("a = b", "a > b", "c <= 10"), "DOC091"),
    ):
        with pytest.raises(PrioritiesRefused) as refused:
            read_priorities(texts, NAMES)
        assert refused.value.code == code
