"""Exact linear programming against scipy's, and against what a person can see."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from doctrine.analysis.linear import maximise

linprog = pytest.importorskip("scipy.optimize", reason="scipy is an independent solver").linprog


def random_problem(seed: int):
    chance = random.Random(seed)  # noqa: S311
    count, rows = chance.randint(1, 6), chance.randint(1, 8)
    goal = [chance.randint(-9, 9) for _ in range(count)]
    matrix = [[chance.choice((0, chance.randint(-9, 9))) for _ in range(count)] for _ in range(rows)]
    bounds = [chance.randint(-6, 20) for _ in range(rows)]
    if chance.random() < 0.5:
        matrix.append([1] * count)
        bounds.append(chance.randint(0, 10))
    if chance.random() < 0.3:  # an equality, as two rows
        matrix += [[1] * count, [-1] * count]
        bounds += [5, -5]
    return goal, matrix, bounds


@pytest.mark.parametrize("seed", range(200))
def test_the_same_value_as_scipy_or_the_same_refusal(seed):
    goal, matrix, bounds = random_problem(seed)
    theirs = linprog([-one for one in goal], A_ub=matrix, b_ub=bounds, method="highs")
    if theirs.status == 2:
        assert maximise(goal, matrix, bounds) is None
    elif theirs.status == 3:
        with pytest.raises(ValueError, match="no limit"):
            maximise(goal, matrix, bounds)
    elif theirs.status == 4:  # infeasible or unbounded, scipy does not say which
        with pytest.raises((ValueError, AssertionError)):
            assert maximise(goal, matrix, bounds) is not None
    else:
        ours = maximise(goal, matrix, bounds)
        assert ours is not None
        assert float(ours.value) == pytest.approx(-theirs.fun, abs=1e-7)


@pytest.mark.parametrize("seed", range(200))
def test_the_point_follows_every_row_exactly_and_is_worth_the_value(seed):
    goal, matrix, bounds = random_problem(seed)
    try:
        best = maximise(goal, matrix, bounds)
    except ValueError:
        return
    if best is None:
        return
    assert min(best.at) >= 0
    assert sum(value * one for value, one in zip(goal, best.at, strict=True)) == best.value
    for row, limit in zip(matrix, bounds, strict=True):
        assert sum(value * one for value, one in zip(row, best.at, strict=True)) <= limit


def test_the_seeds_cover_solved_impossible_and_unlimited_problems():
    found = {linprog([-one for one in goal], A_ub=rows, b_ub=bounds).status for goal, rows, bounds in map(random_problem, range(200))}
    assert found >= {0, 2, 3}


def test_degenerate_rows_do_not_cycle():
    """Beale's example, on which the usual rule goes round for ever."""
    rows = [[Fraction(1, 4), -60, Fraction(-1, 25), 9], [Fraction(1, 2), -90, Fraction(-1, 50), 3], [0, 0, 1, 0]]
    best = maximise([Fraction(3, 4), -150, Fraction(1, 50), -6], rows, [0, 0, 1])
    assert best is not None
    assert best.value == Fraction(1, 20)


@pytest.mark.parametrize(
    ("goal", "rows", "bounds", "expected"),
    [
        ([1], [[1]], [5], 5),
        ([1], [[1], [-1]], [5, -5], 5),
        ([-1], [[-1]], [-3], -3),
        ([0], [[1], [-1]], [1, -2], None),
        ([1, 1], [[1, 0], [0, 1], [1, 1]], [1, 1, Fraction(3, 2)], Fraction(3, 2)),
        ([1], [[1], [1], [-1], [-1]], [0, 0, 0, 0], 0),
    ],
    ids=["one row", "an equality", "a least value", "impossible", "three rows", "the same rows twice, all at nothing"],
)
def test_small_problems_have_the_answer_one_sees(goal, rows, bounds, expected):
    best = maximise(goal, rows, bounds)
    assert (None if best is None else best.value) == expected
