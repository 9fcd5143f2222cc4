"""Totals on an absolute scale, against pymcdm and scikit-criteria; what other candidates are never changes who is before whom.

TOPSIS, min–max and vector scaling are here only: they show the reversals that an absolute scale excludes.
"""

from __future__ import annotations

import random
import warnings
from fractions import Fraction

import pytest
from analysis_build import few, field, random_field, row, rows_of
from hypothesis import given
from hypothesis import strategies as st

from doctrine.analysis.field import constant, coverage, first, ranking

POLICIES = ("careful", "middle", "tolerant")


def as_given(matrix, cost=False):
    """No scaling at all: points are on their scale already."""
    assert not cost
    return matrix


def arrays():
    return pytest.importorskip("numpy", reason="the independent implementations stand on it")


def matrix_of(asked):
    return arrays().array([[float(one) for one in each.low] for each in asked.rows])


# ---- the same totals and ranks as others ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_totals_and_ranks_are_those_of_pymcdm(seed):
    numpy, methods = arrays(), pytest.importorskip("pymcdm.methods")
    asked = random_field(seed, 8, 6, zeros=True)
    weights = numpy.array([float(one) for one in asked.weights])
    method = methods.WSM(normalization_function=as_given)
    theirs = method(matrix_of(asked), weights, numpy.ones(6), validation=False)
    ours = {one.id: one for one in ranking(asked)}
    assert [float(ours[each.id].total) for each in asked.rows] == pytest.approx(list(theirs))
    if not any(one.tied for one in ours.values()):
        assert [ours[each.id].rank for each in asked.rows] == [int(one) for one in method.rank(theirs)]


@pytest.mark.parametrize("seed", range(30))
def test_totals_and_ranks_are_those_of_scikit_criteria(seed):
    skcriteria = pytest.importorskip("skcriteria")
    simple = pytest.importorskip("skcriteria.agg.simple")
    asked = random_field(100 + seed, 7, 5)
    problem = skcriteria.mkdm(matrix_of(asked), [max] * 5, weights=[float(one) for one in asked.weights])
    theirs = simple.WeightedSumModel().evaluate(problem)
    ours = {one.id: one for one in ranking(asked)}
    assert [float(ours[each.id].total) for each in asked.rows] == pytest.approx(list(theirs.e_.score))
    if not any(one.tied for one in ours.values()):
        assert [ours[each.id].rank for each in asked.rows] == list(theirs.rank_)


# ---- the guard -----------------------------------------------------------------------------------------------------------


def before_whom(asked, policy, among):
    """Who is strictly before whom, and who is level, of some candidates."""
    places = {one.id: one for one in ranking(asked, policy)}
    return {(one, other): places[one].rank < places[other].rank for one in among for other in among if one != other}


@few
@given(st.lists(rows_of(3), min_size=2, max_size=5), st.lists(rows_of(3), min_size=1, max_size=3), st.sampled_from(POLICIES))
def test_adding_candidates_never_changes_who_of_the_others_is_before_whom(rows, added, policy):
    plain = field(*rows, weights=(5, 3, 2))
    more = field(*rows, *(row(f"new{at}", one) for at, one in enumerate(added)), weights=(5, 3, 2))
    names = [one.id for one in plain.rows]
    assert before_whom(more, policy, names) == before_whom(plain, policy, names)
    totals = {one.id: one.total for one in ranking(more, policy)}
    assert all(totals[one.id] == one.total for one in ranking(plain, policy))


@few
@given(st.lists(rows_of(3), min_size=3, max_size=6), st.integers(0, 5), st.sampled_from(POLICIES))
def test_removing_one_never_changes_the_others_nor_the_first_unless_it_was_the_first(rows, which, policy):
    plain = field(*rows, weights=(5, 3, 2))
    gone = plain.rows[which % len(rows)].id
    less = plain._replace(rows=tuple(one for one in plain.rows if one.id != gone))
    names = [one.id for one in less.rows]
    assert before_whom(less, policy, names) == before_whom(plain, policy, names)
    if first(plain, policy) not in (None, gone):
        assert first(less, policy) == first(plain, policy)


@few
@given(st.lists(rows_of(3), min_size=2, max_size=5), st.integers(0, 4), st.sampled_from(POLICIES))
def test_a_clone_stands_level_with_its_model_and_moves_nobody_before_another(rows, which, policy):
    plain = field(*rows, weights=(5, 3, 2))
    model = plain.rows[which % len(rows)]
    cloned = plain._replace(rows=(*plain.rows, model._replace(id="clone")))
    names = [one.id for one in plain.rows]
    assert before_whom(cloned, policy, names) == before_whom(plain, policy, names)
    places = {one.id: one for one in ranking(cloned, policy)}
    assert places["clone"][1:] == places[model.id][1:]
    assert places["clone"].tied
    if first(plain, policy) not in (None, model.id):
        assert first(cloned, policy) == first(plain, policy)


@few
@given(st.lists(rows_of(3), min_size=2, max_size=5), st.randoms(use_true_random=False), st.sampled_from(POLICIES))
def test_renaming_and_shuffling_candidates_keep_every_place(rows, chance, policy):
    plain = field(*rows, weights=(5, 3, 2))
    order = list(range(len(rows)))
    chance.shuffle(order)
    other = field(*(row(f"n{9 - at}", rows[at]) for at in order), weights=(5, 3, 2))
    places = {one.id: one for one in ranking(other, policy)}
    for at, one in enumerate(plain.rows):
        mine = next(each for each in ranking(plain, policy) if each.id == one.id)
        assert places[f"n{9 - at}"][1:] == mine[1:]


@few
@given(st.lists(rows_of(3), min_size=2, max_size=5), st.permutations(range(3)), st.integers(1, 9), st.integers(0, 9))
def test_shuffling_criteria_with_their_weights_and_rescaling_all_points_alike_keep_every_rank(rows, order, by, shift):
    weights = (5, 3, 2)
    plain = field(*rows, weights=weights)
    other = field(*([Fraction(one[at] * by, 10) + shift for at in order] for one in rows), weights=[weights[at] for at in order])
    ranks = [{one.id: (one.rank, one.tied) for one in ranking(asked)} for asked in (plain, other)]
    assert ranks[0] == ranks[1]


def winner_of(method, rows):
    numpy = arrays()
    matrix = numpy.array(rows, dtype=float)
    weights = numpy.full(matrix.shape[1], 1 / matrix.shape[1])
    return int(numpy.argmax(method(matrix, weights, numpy.ones(matrix.shape[1]), validation=False)))


def methods_that_scale():
    methods, scaling = pytest.importorskip("pymcdm.methods"), pytest.importorskip("pymcdm.normalizations")
    return {
        "TOPSIS, vector scaling": methods.TOPSIS(normalization_function=scaling.vector_normalization),
        "TOPSIS, min–max scaling": methods.TOPSIS(normalization_function=scaling.minmax_normalization),
        "weighted sum, min–max scaling": methods.WSM(normalization_function=scaling.minmax_normalization),
        "weighted sum, vector scaling": methods.WSM(normalization_function=scaling.vector_normalization),
    }


CLONED = ("TOPSIS, vector scaling", "weighted sum, vector scaling")


@pytest.mark.parametrize(
    "name", ["TOPSIS, vector scaling", "TOPSIS, min–max scaling", "weighted sum, min–max scaling", "weighted sum, vector scaling"]
)
def test_scaling_on_the_candidates_lets_an_also_ran_change_the_first_and_an_absolute_scale_does_not(name):
    """A candidate that ends behind the first is added (for vector scaling, a clone of one behind too): the first changes with them."""
    method, chance, reversed_by_adding, reversed_by_cloning = methods_that_scale()[name], random.Random(6519), 0, 0  # noqa: S311
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(300):
            rows = [[chance.randint(1, 100) for _ in range(3)] for _ in range(4)]
            ours = first(field(*rows[:3]))
            if ours is None:
                continue
            best = winner_of(method, rows[:3])
            for added, counted in ((rows[3], "adding"), (rows[(best + 1) % 3], "cloning")):
                now = winner_of(method, [*rows[:3], added])
                turned = now not in (best, 3)
                reversed_by_adding += turned and counted == "adding"
                reversed_by_cloning += turned and counted == "cloning"
                ours_now = {one.id: one.rank for one in ranking(field(*rows[:3], row("new", added)))}
                assert all(ours_now[ours] < ours_now[other] for other in "ABC" if other != ours)
    assert reversed_by_adding > 0
    assert (reversed_by_cloning > 0) == (name in CLONED)


# ---- degenerate fields ---------------------------------------------------------------------------------------------------


def test_equal_totals_share_their_rank_and_nobody_is_first():
    asked = field((50, 60), (60, 50), (40, 40))
    assert [(one.id, one.rank, one.tied) for one in ranking(asked)] == [("A", 1, True), ("B", 1, True), ("C", 3, False)]
    assert first(asked) is None


def test_constant_criteria_are_named_and_change_no_rank():
    asked = field((10, 50, 90), (20, 50, 10), weights=(1, 1, 8))
    assert constant(asked) == ("b",)
    assert constant(field((10, 50))) == ()
    assert constant(field(row("A", (10,), (20,)), row("B", (10,), (20,)))) == ()
    assert [one.id for one in ranking(asked)] == [one.id for one in ranking(field((10, 90), (20, 10), weights=(1, 8)))]


def test_coverage_is_the_known_share_of_the_scale():
    asked = field(row("A", (0, 0), (100, 100)), row("B", (10, 0), (10, 50)), row("C", (1, 2)), weights=(3, 1))
    assert [coverage(asked, one) for one in asked.rows] == [0, Fraction(7, 8), 1]


def test_no_candidate_no_place():
    asked = field((1, 2))._replace(rows=())
    assert ranking(asked) == ()
    assert first(asked) is None


@pytest.mark.parametrize(
    "policy",
    [
        "careful",
        "middle",
        pytest.param("tolerant"),
    ],
)
def test_the_field_ranks_as_the_engine_does(policy):
    """Two with the same worst total, two with the same best one: the two rankings of the same report must agree."""
    from core_build import candidate

    from doctrine.model.verdicts import Assessment
    from doctrine.scoring import rank

    bounds = {"wide": (10, 90), "wider": (10, 95), "narrow": (50, 90), "low": (0, 20)}
    assessed = tuple(Assessment(candidate(name, "mutualise"), None, "fits", (), (), low, high) for name, (low, high) in bounds.items())
    engine = {one.candidate: (one.rank, one.tied) for one in rank(assessed, policy)}
    asked = field(*(row(name, (low,), (high,)) for name, (low, high) in bounds.items()))
    assert {one.id: (one.rank, one.tied) for one in ranking(asked, policy)} == engine
