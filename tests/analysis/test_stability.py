"""Exact ranges of each weight: at their ends the named rival draws level, just inside the first stays first, just outside it does not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from analysis_build import EPSILON, few, field, random_field, row, rows_of, total, vector
from hypothesis import given
from hypothesis import strategies as st

from doctrine.analysis.field import first, ranking
from doctrine.analysis.stability import along, margin, stability

POLICIES = ("careful", "middle", "tolerant")
WEIGHTS = st.lists(st.integers(0, 10), min_size=3, max_size=3).filter(any)


def at(asked, place, share):
    """The same field when one criterion weighs `share`."""
    return asked._replace(weights=along(asked.weights, place, share))


def leads(asked, policy, winner):
    """The first's lead on each other, in points."""
    mine = total(asked.weights, asked.row(winner).points(policy))
    return {one.id: mine - total(asked.weights, one.points(policy)) for one in asked.rows if one.id != winner}


def check(asked, policy):
    """Every promise of a range, in exact numbers; how many ends were met."""
    winner = first(asked, policy)
    found = stability(asked, policy)
    if winner is None:
        assert found == ()
        return 0
    ends = 0
    for place, one in enumerate(found):
        assert (one.criterion, one.weight) == (asked.criteria[place], asked.weights[place])
        assert 0 <= one.low <= one.weight <= one.high <= 1
        assert (one.below is None) <= (one.low == 0)
        assert (one.above is None) <= (one.high == 1)
        for end, rival, outward in ((one.low, one.below, -EPSILON), (one.high, one.above, EPSILON)):
            if rival is None:
                assert min(leads(at(asked, place, end), policy, winner).values()) >= 0
                continue
            ends += 1
            there = leads(at(asked, place, end), policy, winner)
            assert there[rival] == 0
            assert min(there.values()) == 0
            assert leads(at(asked, place, end + outward), policy, winner)[rival] < 0
            if one.low < end - outward < one.high:
                assert min(leads(at(asked, place, end - outward), policy, winner).values()) > 0
    return ends


@pytest.mark.parametrize("policy", POLICIES)
def test_ranges_of_random_fields_hold_at_their_ends(policy):
    ends = sum(check(random_field(seed, 6, 5, unknown=True, zeros=True), policy) for seed in range(60))
    assert ends > 100


@few
@given(st.lists(rows_of(3), min_size=2, max_size=5), WEIGHTS)
def test_ranges_hold_at_their_ends_whatever_the_marks(rows, weights):
    check(field(*rows, weights=weights), "careful")


@pytest.mark.parametrize("seed", range(10))
def test_ranges_equal_a_walk_along_each_weight(seed):
    """Brute force: the first at every hundredth of the weight is the first exactly where the range says so."""
    asked = random_field(seed, 5, 4)
    winner = first(asked)
    assert winner is not None
    for place, one in enumerate(stability(asked)):
        for hundredth in range(101):
            share = Fraction(hundredth, 100)
            if one.low < share < one.high:
                assert first(at(asked, place, share)) == winner
            elif share < one.low or share > one.high:
                assert ranking(at(asked, place, share))[0].id != winner


def test_a_range_found_by_hand():
    """A leads by 20 w₁ − 10 (1 − w₁): level at one third."""
    (one, other) = stability(field((70, 50), (50, 60)))
    assert one == ("a", Fraction(1, 2), Fraction(1, 3), 1, "B", None)
    assert other == ("b", Fraction(1, 2), 0, Fraction(2, 3), None, "B")


def test_the_nearest_of_several_rivals_is_named():
    (one, _) = stability(field((70, 50), (50, 60), (60, 58)))
    assert (one.low, one.below) == (Fraction(4, 9), "C")


def test_a_first_that_is_best_everywhere_stays_so_from_nothing_to_all():
    for one in stability(field((70, 60), (50, 50), (60, 10))):
        assert (one.low, one.high, one.below, one.above) == (0, 1, None, None)


def test_weights_of_nothing_and_of_everything_have_ranges_too():
    (one, other) = stability(field((70, 50), (50, 60), weights=(1, 0)))
    assert one == ("a", 1, Fraction(1, 3), 1, "B", None)
    assert other == ("b", 0, 0, Fraction(2, 3), None, "B")
    assert stability(field((70,), (50,))) == (("a", 1, 0, 1, None, None),)


def test_nobody_first_no_range_and_no_margin():
    assert stability(field((50, 60), (60, 50))) == ()
    assert margin(field((50, 60), (60, 50))) is None
    assert stability(field((50, 60))) == ()
    assert margin(field((50, 60))) is None


@few
@given(rows_of(4), st.integers(0, 3), st.integers(0, 20))
def test_along_keeps_the_proportions_of_the_others(weights, place, part):
    whole = sum(weights)
    if not whole:
        return
    used = tuple(Fraction(one, whole) for one in weights)
    share = Fraction(part, 20)
    moved = along(used, place, share)
    assert sum(moved) == 1
    assert moved[place] == share
    if used[place] < 1 and share < 1:
        rest = [(moved[one], used[one]) for one in range(4) if one != place]
        assert len({new / old for new, old in rest if old}) <= 1
        assert all(not new for new, old in rest if not old)
    elif share < 1:
        assert {moved[one] for one in range(4) if one != place} == {(1 - share) / 3}


def test_the_margin_is_the_lead_on_the_second_and_on_the_best_that_a_rival_may_be():
    asked = field(row("A", (70, 70), (80, 80)), row("B", (60, 60)), row("C", (10, 10), (75, 75)))
    assert margin(asked) == ("B", 10, "C", -5)
    assert margin(asked, "tolerant") == ("C", 5, "C", -5)
    assert margin(asked._replace(rows=asked.rows[:2])) == ("B", 10, "B", 10)


def test_stretching_all_points_keeps_ranges_and_stretches_the_margin():
    for seed in range(10):
        asked = random_field(seed, 5, 4)
        half = asked._replace(rows=tuple(row(one.id, [value / 2 + 7 for value in one.low]) for one in asked.rows))
        assert stability(half) == stability(asked)
        before, after = margin(asked), margin(half)
        assert before is not None
        assert after is not None
        assert after.points == before.points / 2


def test_weights_are_kept_as_exact_shares():
    found = stability(field((70, 50, 10), (50, 55, 10), weights=("0.1", "0.2", "0.3")))
    assert tuple(one.weight for one in found) == vector("1/6", "1/3", "1/2")
