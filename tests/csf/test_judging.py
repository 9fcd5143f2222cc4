"""What the European grid promises: minima, weighted sums, intervals that hold every completion, gains checked by brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doctrine.grids.csf import Levels, fact_id, proof, reaches
from doctrine.grids.csf_sheets import editions
from tests.csf.sheets import JUNE, OCTOBER, best, by_hand, judged, table

SHEETS = st.fixed_dictionaries({name: st.integers(1, len(answers)) for name, answers in table().items()})
#: Sheets of good answers, where few criteria hold the level and one change may raise it.
GOOD = st.fixed_dictionaries({name: st.integers(max(1, len(answers) - 1), len(answers)) for name, answers in table().items()})
ANY = st.one_of(SHEETS, GOOD)


@given(ANY)
@settings(max_examples=60, deadline=None)
def test_levels_and_score_are_those_computed_by_hand(answers: dict[str, int]) -> None:
    found = judged(answers=answers)
    seals, overall, score = by_hand(answers)
    assert {one.id: one.level for one in found.objectives} == {name: (seal, seal) for name, seal in seals.items()}
    assert found.level == (overall, overall)
    assert found.score == (score, score)
    holding = [name for name, place in answers.items() if table()[name][place - 1][0] == overall]
    assert list(found.governing) == (sorted(holding) if overall < 4 else [])


@given(ANY, st.data())
@settings(max_examples=60, deadline=None)
def test_a_better_answer_never_lowers_a_level_nor_the_score(answers: dict[str, int], data: Any) -> None:
    name = data.draw(st.sampled_from([one for one in answers if answers[one] < len(table()[one])] or list(answers)))
    better = answers | {name: data.draw(st.integers(answers[name], len(table()[name])))}
    before, after = judged(answers=answers), judged(answers=better)
    assert after.level >= before.level
    assert after.score >= before.score
    assert all(now.level >= then.level for then, now in zip(before.objectives, after.objectives, strict=True))


@given(ANY)
@settings(max_examples=25, deadline=None)
def test_what_the_next_answer_brings_is_what_it_does_bring(answers: dict[str, int]) -> None:
    found = judged(answers=answers)
    assert {one.criterion for one in found.gains} == {name for name in answers if answers[name] < len(table()[name])}
    for one in found.gains:
        seals, overall, score = by_hand(answers | {one.criterion: answers[one.criterion] + 1})
        assert (one.answer, one.better) == (answers[one.criterion], answers[one.criterion] + 1)
        assert one.objective == Levels(*[seals[f"SOV-{one.criterion[0]}"]] * 2)
        assert (one.overall.low, one.score.low) == (overall, score)
    raised = [one.overall.low for one in found.gains]
    assert raised == sorted(raised, reverse=True), "what raises the level comes first"


@given(ANY)
@settings(max_examples=25, deadline=None)
def test_the_smallest_set_raises_the_level_and_no_single_other_answer_does(answers: dict[str, int]) -> None:
    found = judged(answers=answers)
    level = found.level.low
    if level == 4:
        assert found.rise is None
        return
    assert found.rise is not None
    changed = {one.id: one.to for one in found.rise.changes}
    assert by_hand(answers | changed)[1] == found.rise.level > level
    for one in found.rise.changes:
        assert by_hand(answers | changed | {one.id: answers[one.id]})[1] == level, "every change of the set is needed"
        assert by_hand(answers | changed | {one.id: one.to - 1})[1] == level, "and none could stop at a lesser answer"
    alone = [name for name in answers if by_hand(answers | {name: len(table()[name])})[1] > level]
    assert alone == (list(changed) if len(changed) == 1 else [])


def test_two_governing_criteria_must_move_together_by_brute_force() -> None:
    answers = best() | {"2.3": 4, "7.7": 4, "8.1": 3}
    found = judged(answers=answers)
    assert found.level == (1, 1)
    assert found.rise is not None
    assert [(one.id, one.now, one.to) for one in found.rise.changes] == [("2.3", 4, 5), ("7.7", 4, 5)]
    pairs = [pair for pair in combinations(answers, 2) if by_hand(answers | {name: len(table()[name]) for name in pair})[1] > 1]
    assert pairs == [("2.3", "7.7")]


@given(ANY, st.data())
@settings(max_examples=60, deadline=None)
def test_an_interval_holds_every_completion(answers: dict[str, int], data: Any) -> None:
    hidden = data.draw(st.sets(st.sampled_from(sorted(answers)), max_size=48))
    found = judged(answers={name: place for name, place in answers.items() if name not in hidden})
    seals, overall, score = by_hand(answers)
    assert found.level.low <= overall <= found.level.high
    assert found.score.low <= score <= found.score.high
    for one in found.objectives:
        assert one.level.low <= seals[one.id] <= one.level.high
    assert set(found.missing) == hidden
    assert found.level.settled == (not found.unsettled)


def test_bounds_are_reached_by_some_completion() -> None:
    hidden = ("1.8", "2.3", "7.7", "8.4")
    rest = {name: place for name, place in best().items() if name not in hidden}
    found = judged(answers=rest)
    completions = [
        rest | dict(zip(hidden, chosen, strict=True)) for chosen in product(*(range(1, len(table()[one]) + 1) for one in hidden))
    ]
    levels, scores = [by_hand(one)[1] for one in completions], [by_hand(one)[2] for one in completions]
    assert found.level == (min(levels), max(levels))
    assert found.score == (min(scores), max(scores))
    assert found.unsettled == ("1.8", "2.3", "7.7"), "8.4 can never set the level"


def test_unknown_written_or_left_out_is_the_same() -> None:
    rest = {name: place for name, place in best().items() if name != "3.1"}
    assert judged(answers={**rest, "3.1": "unknown"}).level == judged(answers=rest).level == (0, 4)


def test_nothing_answered_says_nothing() -> None:
    found = judged()
    assert found.level == (0, 4)
    assert found.score == (0, Fraction("1.000756"))
    assert len(found.missing) == 48
    assert found.gains == ()
    assert found.rise is None


GIVEN = {f"SOV-{place}": {"seal": seal, "score": "50"} for place, seal in enumerate((3, 1, 3, 2, 2, 3, 3, 4), 1)}


def test_october_2025_takes_levels_and_scores_by_objective() -> None:
    found = judged(OCTOBER, objectives=GIVEN | {"SOV-5": {"seal": 2, "score": "80.5"}})
    assert found.level == (1, 1)
    assert found.governing == ("SOV-2",)
    assert found.score.low == found.score.high == Fraction(1, 2) + Fraction("0.305") * Fraction(20, 100)
    assert found.gains == (), "no table of answers, no gain"
    assert found.rise is not None
    assert (found.rise.level, [(one.id, one.now, one.to) for one in found.rise.changes]) == (2, [("SOV-2", 1, 2)])


@pytest.mark.parametrize(
    ("entry", "level", "missing"), [({"seal": 2}, (1, 1), True), ({"score": "50"}, (0, 1), True), ({"seal": 0, "score": 0}, (0, 0), False)]
)
def test_october_2025_with_an_incomplete_objective_is_an_interval(entry: dict[str, Any], level: Levels, missing: bool) -> None:
    found = judged(OCTOBER, objectives=GIVEN | {"SOV-1": entry})
    assert found.level == level
    assert found.missing == (("SOV-1",) if missing else ())
    assert (found.score.low == found.score.high) == ("score" in entry)


@pytest.mark.parametrize(("low", "high", "answers"), [(2, 2, "met met met not_met not_met"), (1, 3, "met met unknown unknown not_met")])
def test_a_level_asked_is_met_not_met_or_unknown(low: int, high: int, answers: str) -> None:
    assert " ".join(reaches(Levels(low, high), wanted) for wanted in range(5)) == answers


def test_the_fact_names_its_edition() -> None:
    assert [fact_id(one) for one in editions().values()] == ["seal_2025_10", "seal_2026_06"]


@pytest.mark.parametrize(
    ("kind", "expected"), [("provider", "declared"), ("third_party", "reported"), ("entitled", "attested"), ("buyer", "declared")]
)
def test_the_proof_of_a_level_follows_its_assessor(kind: str, expected: str) -> None:
    assert proof(judged(assessor={"name": "A", "kind": kind}, answers=best())) == expected


def test_a_buyer_s_level_is_worth_its_weakest_answer_among_those_that_can_set_it() -> None:
    setting = [name for name, answers in table().items() if min(seal for seal, _ in answers) < 4]
    assert len(setting) == 39
    proofs = {name: {"proof": "tested", "source": "essai"} for name in setting}
    buyer = {"name": "A", "kind": "buyer"}
    assert proof(judged(assessor=buyer, answers=best(), proofs=proofs)) == "tested"
    weaker = proofs | {"4.2": {"proof": "reported", "source": "presse"}}
    assert proof(judged(assessor=buyer, answers=best(), proofs=weaker)) == "reported"
    del proofs["7.7"]
    assert proof(judged(assessor=buyer, answers=best(), proofs=proofs)) == "declared"


def test_the_sheet_s_own_weights_give_a_second_score() -> None:
    swapped = {"SOV-1": 20, "SOV-2": 10, "SOV-3": 10, "SOV-4": 15, "SOV-5": 15, "SOV-6": 15, "SOV-7": 10, "SOV-8": 5}
    answers = best() | {"7.1": 1}
    found = judged(JUNE, answers=answers, weights=swapped)
    assert found.own_score is not None
    lost = Fraction(143, 1000)
    assert found.score.low == Fraction("1.000756") - Fraction(15, 100) * lost
    assert found.own_score.low == Fraction("1.000756") - Fraction(10, 100) * lost
    assert judged(JUNE, answers=answers, weights=swapped | {"SOV-5": 10, "SOV-7": 15}).own_score is None
