"""Agreement of evaluators: hand-worked cases, scikit-learn as an independent judge, and where no kappa exists."""

from __future__ import annotations

import math
import warnings
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from doctrine.analysis.agreement import agreement, cohen, fleiss, weighted

SCALE = ("no", "partly", "yes")
ANSWERS = st.lists(st.tuples(st.sampled_from(SCALE), st.sampled_from(SCALE)), min_size=1, max_size=40)


def test_the_textbook_case_of_cohen() -> None:
    """Fifty proposals, 35 alike: observed 7/10, expected 1/2, kappa 2/5."""
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert cohen(pairs) == Fraction(2, 5)


def test_linear_weights_by_hand() -> None:
    """Places (0,0) (0,1) (1,2) (2,2): observed 2/4; expected (10 + 3 + 3) ÷ 16 = 1; kappa 1/2."""
    assert weighted([(0, 0), (0, 1), (1, 2), (2, 2)], 3) == Fraction(1, 2)


def test_fleiss_of_1971_by_hand() -> None:
    """Two items, three evaluators: (a a b) and (b b b). Observed (1/3 + 1) ÷ 2 = 2/3, expected (1/3)² + (2/3)² = 5/9, kappa 1/4."""
    assert fleiss([["a", "a", "b"], ["b", "b", "b"]]) == Fraction(1, 4)


@pytest.mark.parametrize("pairs", [[], [("yes", "yes")], [("yes", "yes")] * 5])
def test_no_kappa_where_chance_explains_all(pairs: list[tuple[str, str]]) -> None:
    found = agreement(pairs, SCALE)
    assert found.kappa is None
    assert found.weighted is None
    assert found.share == (1 if pairs else None)


def test_no_fleiss_where_chance_explains_all() -> None:
    assert fleiss([["a", "a"], ["a", "a"]]) is None
    assert fleiss([]) is None
    assert fleiss([["a"]]) is None


def test_fleiss_needs_as_many_answers_for_each_item() -> None:
    with pytest.raises(ValueError, match="same number"):
        fleiss([["a", "b"], ["a"]])


def test_an_answer_outside_the_scale_has_no_place_in_weighted_agreement() -> None:
    found = agreement([("yes", "unknown"), ("no", "no"), ("yes", "no")], SCALE)
    assert (found.items, found.same, found.ordered) == (3, 1, 2)
    assert found.weighted == weighted([(0, 0), (2, 0)], 3)


@given(ANSWERS)
def test_the_same_kappas_as_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    first, second = [SCALE.index(one) for one, _ in pairs], [SCALE.index(other) for _, other in pairs]
    found = agreement(pairs, SCALE)
    for ours, how in ((found.kappa, None), (found.weighted, "linear")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = cohen_kappa_score(first, second, labels=[0, 1, 2], weights=how)
        if ours is None:
            assert math.isnan(theirs)
        else:
            assert float(ours) == pytest.approx(theirs, abs=1e-12)


@given(ANSWERS)
def test_kappa_does_not_depend_on_who_comes_first_and_never_passes_one(pairs: list[tuple[str, str]]) -> None:
    turned = [(other, one) for one, other in pairs]
    assert cohen(pairs) == cohen(turned)
    kappa = cohen(pairs)
    assert kappa is None or kappa <= 1
    assert (kappa == 1) is (kappa is not None and all(one == other for one, other in pairs))


@given(st.lists(st.tuples(st.sampled_from(SCALE), st.sampled_from(SCALE), st.sampled_from(SCALE)), min_size=1, max_size=20))
def test_fleiss_does_not_depend_on_the_order_of_evaluators(items: list[tuple[str, str, str]]) -> None:
    assert fleiss(items) == fleiss([tuple(reversed(one)) for one in items])
