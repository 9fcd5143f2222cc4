"""Who cannot come first and who must, whatever the weights and the unknown marks: against brute force, linear programs, refinement."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from analysis_build import EPSILON, few, field, given_by, grid, interval_rows, random_field, row, rows_of, total
from hypothesis import given
from hypothesis import strategies as st

from doctrine.admissible import all_weightings, corners
from doctrine.analysis.dominance import (
    dominates,
    may_win,
    may_win_at_the_weights,
    must_win,
    never_first,
    wins_whatever_the_marks,
)
from doctrine.analysis.field import Row

TEXTS = st.sampled_from([(), ("a > b",), ("a > b > c",), ("a: [10, 40]",), ("a = b",), ("a = 30", "b > c"), ("a <= 20", "b <= 50")])
WEIGHTS = st.lists(st.integers(0, 10), min_size=3, max_size=3).filter(any)


def completions(rows):
    """Every choice of an end for every mark that has two."""
    cells = [[sorted({low, high}) for low, high in zip(one.low, one.high, strict=True)] for one in rows]
    flat = [ends for one in cells for ends in one]
    for chosen in product(*flat):
        taken = iter(chosen)
        yield [tuple(next(taken) for _ in one) for one in cells]


def winners(weights, points):
    totals = [total(weights, one) for one in points]
    return [place for place, value in enumerate(totals) if value == max(totals)]


@few
@given(interval_rows(2, 2, 3), st.lists(st.integers(0, 10), min_size=2, max_size=2).filter(any))
def test_who_can_and_who_must_win_at_the_weights_equal_all_ends_of_the_intervals(rows, weights):
    """The lead is linear in each mark: what holds at all ends holds inside."""
    asked = field(*rows, weights=weights)
    every = [winners(asked.weights, made) for made in completions(rows)]
    for place, one in enumerate(rows):
        assert may_win_at_the_weights(asked, one.id) == any(place in found for found in every)
        assert wins_whatever_the_marks(asked, one.id) == all(found == [place] for found in every)


@few
@given(interval_rows(3, 2, 3), TEXTS)
def test_who_must_win_equals_all_ends_at_all_extreme_weightings(rows, texts):
    asked = field(*rows, among=given_by(*texts))
    extreme = [corner.at for corner in corners(asked.weightings)]
    for place, one in enumerate(rows):
        ends = [[other.low if at == place else other.high for at, other in enumerate(rows)]]
        assert must_win(asked, one.id) == all(winners(weights, points) == [place] for weights in extreme for points in ends)


@few
@given(interval_rows(3, 2, 4), TEXTS)
def test_who_is_never_first_is_first_at_no_weighting_of_a_grid_for_no_completion(rows, texts):
    """Strictly first, for one that is beaten by another alone may draw level at the border."""
    asked = field(*rows, among=given_by(*texts))
    never = {one.id for one in never_first(asked)}
    for weights in grid(3, 20):
        if any(sum(cut * weight for cut, weight in zip(normal, weights, strict=True)) < 0 for normal in asked.weightings.cuts):
            continue
        for place, one in enumerate(rows):
            best = [other.high if at == place else other.low for at, other in enumerate(rows)]
            if asked.weightings.start == all_weightings(3).start and winners(weights, best) == [place]:
                assert one.id not in never


@few
@given(interval_rows(3, 2, 4), TEXTS)
def test_who_may_win_equals_a_linear_program_of_scipy(rows, texts):
    linprog = pytest.importorskip("scipy.optimize", reason="scipy is an independent solver").linprog
    asked = field(*rows, among=given_by(*texts))
    start = [[float(value) for value in vertex] for vertex in asked.weightings.start]
    for one in rows:
        against = [other for other in rows if other.id != one.id]
        gaps = [[float(high - low) for high, low in zip(one.high, rival.low, strict=True)] for rival in against]
        lines = [[*(-sum(g * v for g, v in zip(gap, vertex, strict=True)) for vertex in start), 1] for gap in gaps]
        lines += [[*(-sum(float(g) * v for g, v in zip(cut, vertex, strict=True)) for vertex in start), 0] for cut in asked.weightings.cuts]
        goal = [0] * len(start) + [-1]
        bounds = [(0, 1)] * len(start) + [(-200, 200)]
        theirs = linprog(goal, A_ub=lines, b_ub=[0] * len(lines), A_eq=[[1] * len(start) + [0]], b_eq=[1], bounds=bounds)
        assert theirs.status == 0
        if abs(theirs.fun) > 1e-7:
            assert may_win(asked, one, against) == (-theirs.fun > 0)


@few
@given(rows_of(3), st.lists(st.integers(1, 9), min_size=3, max_size=3), st.lists(rows_of(3), max_size=2), TEXTS)
def test_a_candidate_beaten_on_every_criterion_is_named_with_who_beats_it(best, less, others, texts):
    beaten = [value - gap for value, gap in zip(best, less, strict=True)]
    found = never_first(field(row("best", best), row("beaten", beaten), *others, among=given_by(*texts)))
    assert ("beaten", "best") in found


def test_several_together_beat_one_that_none_beats_alone():
    found = never_first(field((100, 0), (0, 100), (40, 40)))
    assert found == (("C", None),)
    assert never_first(field((100, 0), (0, 100), (50, 50))) == ()
    assert never_first(field((100, 0), (0, 100), (40, 40), among=given_by("a > b", count=2))) == (("B", "A"), ("C", "A"))


def test_an_unknown_mark_that_could_be_enough_keeps_a_candidate():
    assert never_first(field(row("A", (60, 60)), row("B", (50, 50), (50, 61)))) == ()
    assert never_first(field(row("A", (60, 60), (90, 90)), row("B", (50, 50), (60, 59)))) == (("B", "A"),)


def test_only_rivals_sure_to_stand_beat_somebody():
    asked = field((60, 60), (50, 50), (40, 40))
    assert never_first(asked, standing=("B",)) == (("C", "B"),)
    assert never_first(asked, standing=()) == ()


def test_identical_candidates_beat_neither():
    assert never_first(field((50, 60), (50, 60))) == ()
    assert not must_win(field((50, 60), (50, 60)), "A")


def test_alone_one_must_win():
    asked = field(row("A", (0, 0), (100, 100)))
    assert must_win(asked, "A")
    assert never_first(asked) == ()


# ---- refining an unknown never turns what was decided --------------------------------------------------------------------


@st.composite
def refined(draw):
    """A field, and the same with every interval narrowed to any part of itself."""
    rows = draw(interval_rows(3, 2, 4))
    narrowed = []
    for one in rows:
        ends = []
        for low, high in zip(one.low, one.high, strict=True):
            some = sorted(draw(st.tuples(st.integers(0, 8), st.integers(0, 8))))
            ends.append([low + (high - low) * Fraction(part, 8) for part in some])
        narrowed.append(Row(one.id, tuple(low for low, _ in ends), tuple(high for _, high in ends)))
    among, weights = given_by(*draw(TEXTS)), draw(WEIGHTS)
    return field(*rows, among=among, weights=weights), field(*narrowed, among=among, weights=weights)


@few
@given(refined())
def test_refining_never_turns_a_decided_answer(pair):
    before, after = pair
    still = {one.id: one for one in never_first(after)}
    extreme = [corner.at for corner in corners(after.weightings)]
    for one in never_first(before):
        assert one.id in still
        if one.by is not None:
            assert still[one.id].by is not None
            assert dominates(after.row(one.by), after.row(one.id), extreme)
    for one in before.rows:
        assert not must_win(before, one.id) or must_win(after, one.id)
        assert not wins_whatever_the_marks(before, one.id) or wins_whatever_the_marks(after, one.id)
        assert may_win_at_the_weights(before, one.id) or not may_win_at_the_weights(after, one.id)


def test_the_first_of_those_that_beat_is_named_so_refining_may_name_another():
    before = field(row("A", (50, 50), (90, 90)), row("B", (70, 70)), row("C", (60, 60)))
    assert never_first(before) == (("C", "B"),)
    after = field(row("A", (80, 80)), row("B", (70, 70)), row("C", (60, 60)))
    assert never_first(after) == (("B", "A"), ("C", "A"))


@pytest.mark.parametrize("seed", range(20))
def test_one_above_every_possible_mark_must_win_and_the_others_never_do(seed):
    asked = random_field(seed, 3, 3, unknown=True)
    lifted = asked._replace(rows=(*asked.rows, row("sure", [100 + EPSILON] * 3)))
    assert must_win(lifted, "sure")
    assert {one.id for one in never_first(lifted)} == {"r0", "r1", "r2"}
    assert not any(must_win(lifted, one.id) for one in asked.rows)
