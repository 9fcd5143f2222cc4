"""The smallest change that puts a candidate first: applying it draws level, a little more wins, a little less does not."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from analysis_build import EPSILON, few, field, grid, random_field, row, rows_of, total
from hypothesis import given
from hypothesis import strategies as st

from doctrine.analysis.dominance import never_first
from doctrine.analysis.field import first, ranking
from doctrine.analysis.flips import flips
from doctrine.analysis.stability import along, stability

POLICIES = ("careful", "middle", "tolerant")
FIELDS = [(seed, policy) for seed in range(12) for policy in POLICIES]
WEIGHTS = st.lists(st.integers(0, 10), min_size=3, max_size=3).filter(any)


def lead(asked, weights, name, policy="careful"):
    """A candidate's lead on the best of the others at some weights."""
    mine = total(weights, asked.row(name).points(policy))
    return mine - max(total(weights, one.points(policy)) for one in asked.rows if one.id != name)


def behind(asked, policy="careful"):
    """Every candidate but the first."""
    places = ranking(asked, policy)
    return [one.id for one in places if one.id != first(asked, policy)]


def movement(one, other):
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / 2


# ---- weights: least total movement ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "policy"), FIELDS)
def test_the_weights_flip_draws_level_and_just_under_it_does_not(seed, policy):
    asked = random_field(seed, 5, 5, unknown=True, zeros=True)
    for name in behind(asked, policy):
        found = flips(asked, name, policy).weights
        if found is None:
            continue
        assert sum(found.weights) == 1
        assert min(found.weights) >= 0
        assert found.moved == movement(found.weights, asked.weights)
        assert lead(asked, found.weights, name, policy) == 0 or found.moved == 0
        if found.moved:
            less = tuple(one + (new - one) * (1 - EPSILON) for one, new in zip(asked.weights, found.weights, strict=True))
            assert lead(asked, less, name, policy) < 0


@pytest.mark.parametrize("seed", range(25))
def test_no_smaller_movement_exists_says_scipy(seed):
    linprog = pytest.importorskip("scipy.optimize", reason="scipy is an independent solver").linprog
    asked = random_field(seed, 6, 5, zeros=True)
    used = [float(one) for one in asked.weights]
    for name in behind(asked):
        mine = asked.row(name).low
        gaps = [[float(a - b) for a, b in zip(mine, one.low, strict=True)] for one in asked.rows if one.id != name]
        # variables: the weights, then the distance of each to the one used
        lines = [[*(-value for value in gap), *[0] * 5] for gap in gaps]
        limits = [0.0] * len(gaps)
        for place in range(5):
            unit = [float(place == at) for at in range(5)]
            lines += [[*unit, *(-one for one in unit)], [*(-one for one in unit), *(-one for one in unit)]]
            limits += [used[place], -used[place]]
        theirs = linprog([0] * 5 + [0.5] * 5, A_ub=lines, b_ub=limits, A_eq=[[1] * 5 + [0] * 5], b_eq=[1])
        ours = flips(asked, name).weights
        ahead = linprog(
            [0] * 5 + [-1],
            A_ub=[[*(-one for one in gap), 1] for gap in gaps],
            b_ub=[0] * len(gaps),
            A_eq=[[1] * 5 + [0]],
            b_eq=[1],
            bounds=[(0, 1)] * 5 + [(None, None)],
        )
        assert (ours is None) == (-ahead.fun < 1e-9)
        if ours is not None:
            assert float(ours.moved) == pytest.approx(theirs.fun, abs=1e-7)


@pytest.mark.parametrize("seed", range(6))
def test_no_smaller_movement_is_found_at_random(seed):
    asked, chance = random_field(seed, 4, 4), random.Random(seed)  # noqa: S311
    for name in behind(asked):
        found = flips(asked, name).weights
        if found is None:
            continue
        for _ in range(300):
            draw = [chance.expovariate(1) for _ in range(4)]
            toward = [Fraction(one / sum(draw)) for one in draw]
            part = found.moved * Fraction(99, 100) / max(movement(toward, asked.weights), found.moved)
            near = tuple(one + (new - one) * part for one, new in zip(asked.weights, toward, strict=True))
            assert lead(asked, near, name) < 0


@few
@given(st.lists(rows_of(3), min_size=2, max_size=4), WEIGHTS)
def test_without_a_flip_no_weighting_puts_a_candidate_ahead_of_all_others(rows, weights):
    """At a border that nothing lies beyond it may draw level: that is no flip."""
    asked = field(*rows, weights=weights)
    never = {one.id for one in never_first(asked)}
    for one in asked.rows:
        changes = flips(asked, one.id)
        found = changes.weights
        assert found is None or one.id not in never
        if changes.ahead > 0:
            assert (changes.weights, changes.one_weight, changes.mark) == (None, None, None)
        elif found is None:
            assert all(lead(asked, each, one.id) <= 0 for each in grid(3, 12))


# ---- one weight ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "policy"), FIELDS)
def test_the_flip_of_one_weight_draws_level_just_beyond_wins_and_nothing_nearer_does(seed, policy):
    asked = random_field(seed, 4, 4, unknown=True, zeros=True)
    for name in behind(asked, policy):
        found = flips(asked, name, policy).one_weight
        nearest = None if found is None else abs(found.needed - found.weight)
        if found is not None:
            place = asked.criteria.index(found.criterion)
            assert found.weight == asked.weights[place]
            assert lead(asked, along(asked.weights, place, found.needed), name, policy) == 0
            beyond = found.needed + (EPSILON if found.needed > found.weight else -EPSILON)
            assert lead(asked, along(asked.weights, place, beyond), name, policy) > 0
        for place, used in enumerate(asked.weights):
            for share in [Fraction(at, 60) for at in range(61)]:
                if nearest is None or abs(share - used) < nearest:
                    assert lead(asked, along(asked.weights, place, share), name, policy) <= 0


@pytest.mark.parametrize("seed", range(20))
def test_the_flip_of_one_weight_of_the_named_rival_is_an_end_of_a_range(seed):
    """The nearest end of all ranges is the nearest flip of all candidates."""
    asked = random_field(seed, 5, 4)
    winner = first(asked)
    assert winner is not None
    ends = [abs(end - one.weight) for one in stability(asked) for end, by in ((one.low, one.below), (one.high, one.above)) if by]
    found = [flips(asked, one.id).one_weight for one in asked.rows if one.id != winner]
    distances = [abs(one.needed - one.weight) for one in found if one is not None]
    assert min(ends, default=None) == min(distances, default=None)


# ---- one mark ------------------------------------------------------------------------------------------------------------


def with_mark(asked, name, criterion, points):
    """The same field when a candidate has other points on one criterion."""
    place = asked.criteria.index(criterion)
    changed = [
        one if one.id != name else row(name, [points if at == place else value for at, value in enumerate(one.low)]) for one in asked.rows
    ]
    return asked._replace(rows=tuple(changed))


@pytest.mark.parametrize("seed", range(30))
def test_the_flip_of_one_mark_draws_level_just_more_wins_just_less_does_not(seed):
    asked = random_field(seed, 5, 4, zeros=True)
    for name in behind(asked):
        found = flips(asked, name).mark
        if found is None:
            for criterion, used in zip(asked.criteria, asked.weights, strict=True):
                if used:
                    assert lead(with_mark(asked, name, criterion, 100), asked.weights, name) < 0
            continue
        assert found.points == asked.row(name).low[asked.criteria.index(found.criterion)]
        assert found.points <= found.needed <= 100
        assert lead(with_mark(asked, name, found.criterion, found.needed), asked.weights, name) == 0
        assert first(with_mark(asked, name, found.criterion, found.needed + EPSILON)) == name
        assert lead(with_mark(asked, name, found.criterion, found.needed - EPSILON), asked.weights, name) < 0
        gain = found.needed - found.points
        for criterion, points in zip(asked.criteria, asked.row(name).low, strict=True):
            if points + gain - EPSILON <= 100:
                assert lead(with_mark(asked, name, criterion, points + gain - EPSILON), asked.weights, name) < 0


# ---- by hand -------------------------------------------------------------------------------------------------------------


def test_flips_found_by_hand():
    """B is 5 points behind at equal weights: it needs w₁ at one third, or 10 points more on one criterion."""
    found = flips(field((70, 50), (50, 60)), "B")
    assert found.weights == ((Fraction(1, 3), Fraction(2, 3)), Fraction(1, 6))
    assert found.one_weight == ("a", Fraction(1, 2), Fraction(1, 3), False)
    assert found.mark == ("a", 50, 60)
    assert found.ahead == -5


def test_two_tied_candidates_part_on_either_side_of_one_weight():
    tied = field((90, 10), (10, 90))
    assert [flips(tied, name).one_weight for name in ("A", "B")] == [("a", Fraction(1, 2), Fraction(1, 2), up) for up in (True, False)]
    assert {flips(tied, name).ahead for name in ("A", "B")} == {0}


def test_a_candidate_already_ahead_needs_no_change():
    found = flips(field((70, 50), (50, 60)), "A")
    assert (found.ahead, found.weights, found.one_weight, found.mark) == (5, None, None, None)


def test_a_dominated_candidate_flips_by_a_mark_only():
    found = flips(field((70, 60), (50, 50)), "B")
    assert (found.weights, found.one_weight) == (None, None)
    assert found.mark == ("a", 50, 80)


def test_a_mark_that_would_pass_one_hundred_is_no_flip():
    assert flips(field((100, 100), (50, 50)), "B").mark is None
    assert flips(field((60, 60), (50, 50), weights=(1, 0)), "B").mark == ("a", 50, 60)


def test_a_mark_that_only_draws_level_at_one_hundred_is_no_flip():
    assert flips(field((100, 50), (50, 50)), "B").mark is None


def test_a_border_that_nothing_lies_beyond_is_no_flip():
    found = flips(field((60, 50), (50, 50)), "B")
    assert (found.weights, found.one_weight) == (None, None)


def test_identical_candidates_have_no_flip_of_weights():
    found = flips(field((70, 50), (50, 60), (50, 60)), "B")
    assert (found.weights, found.one_weight) == (None, None)


def test_level_candidates_need_nothing():
    found = flips(field((50, 60), (60, 50)), "B")
    assert found.weights is not None
    assert found.weights.moved == 0
    assert found.one_weight is not None
    assert found.one_weight.needed == found.one_weight.weight
    assert found.mark is not None
    assert found.mark.needed == found.mark.points


@few
@given(st.lists(rows_of(3), min_size=2, max_size=4), WEIGHTS, st.permutations(range(3)))
def test_names_order_and_a_common_stretch_change_no_movement(rows, weights, order):
    plain = field(*rows, weights=weights)
    other = field(
        *(row(f"n{at}", [Fraction(one[to], 2) + 5 for to in order]) for at, one in enumerate(rows)), weights=[weights[to] for to in order]
    )
    for at, one in enumerate(plain.rows):
        before, after = flips(plain, one.id), flips(other, f"n{at}")
        assert (before.weights and before.weights.moved) == (after.weights and after.weights.moved)
        nearest = [each.one_weight and abs(each.one_weight.needed - each.one_weight.weight) for each in (before, after)]
        assert nearest[0] == nearest[1]
