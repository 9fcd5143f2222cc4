"""The cards: nine criteria in the circular's order, every rule with its text, and their worked examples run for real."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import get_args

import pytest
from core_build import DAY, NO_DATA, buyer, case, gate_card, must, need, reference, rules, should

from doctrine.criteria.gates import _GATES, judge
from doctrine.criteria.measures import _MEASURES, mark
from doctrine.index import open_index
from doctrine.loading.card_reader import load_cards
from doctrine.loading.values import kinds_of, read_value
from doctrine.model.card_files import CriterionExample, ExampleFact, GateExample
from doctrine.model.facts import Amount, Candidate, Fact
from doctrine.model.need import CriterionId
from doctrine.model.priorities import CRITERIA
from doctrine.model.rules import CONFIDENCES
from doctrine.resources import PACKAGE

CRITERION_FILES, GATE_FILES, WRONG = load_cards(PACKAGE / "criteria")
#: law.md 1.10: the nine, in the circular's order.
CIRCULAR = (
    "business_performance", "sovereignty", "security", "cost", "availability",
    "reversibility", "maintenance", "interoperability", "durability",
)  # fmt: skip
#: The keys of `need` that examples may use; a new one must be read here, or the example would prove nothing.
KEYS = {"kind", "secrets", "harm", "health", "personal", "marking", "must", "should", "on", "needed_by", "reference", "tax", "months"}


@cache
def kinds() -> dict[str, str]:
    index = open_index()
    common, function = index.section("common"), index.section("function:video-conference")
    return kinds_of(common["capabilities"], common["facts"]) | kinds_of(function["capabilities"], function["facts"])


def words(key: str) -> list[str]:
    index = open_index()
    known = index.section("common")["facts"] | index.section("function:video-conference")["facts"]
    return list(known[key]["values"]) if key in known else []


def value_of(said: ExampleFact, asked: dict[str, str]):
    key = said.fact or said.capability or ""
    if kinds()[key] == "amount" and isinstance(said.value.data, str):
        return Amount(Decimal(said.value.data), asked["tax"], None)
    return read_value(said.value.data, kinds()[key], words(key))


def need_of(example: CriterionExample | GateExample):
    asked = dict(example.need or {})
    assert set(asked) <= KEYS, f"a key no test reads: {set(asked) - KEYS}"
    wanted = [must("R1", asked["must"])] if "must" in asked else []
    wanted += [should("S1", asked["should"])] if "should" in asked else []
    data = NO_DATA._replace(
        health=asked.get("health", "no"),
        personal=asked.get("personal", "no"),
        marking=asked.get("marking", "none"),
        secrets=asked.get("secrets", "no"),
        breach_harms=(asked["harm"],) if "harm" in asked else (),
    )
    return need(
        *wanted,
        on=date.fromisoformat(asked.get("on", DAY.isoformat())),
        needed_by=date.fromisoformat(asked["needed_by"]) if "needed_by" in asked else None,
        buyer=buyer(asked.get("kind", "central_state")),
        data=data,
        cost_reference=reference(asked["reference"], asked["tax"], int(asked["months"])) if "reference" in asked else None,
    )


def candidate_of(example: CriterionExample | GateExample, step: str) -> Candidate:
    facts: dict[str, tuple[Fact, ...]] = {}
    for said in example.facts:
        key = said.fact or said.capability or ""
        one = Fact("svc", key, value_of(said, dict(example.need or {})), said.proof, "2026-11-01", "exemple", "exemple")
        facts[key] = (*facts.get(key, ()), one)
    return Candidate("svc", step, "Svc", "provider", ("video-conference",), run_by=("supplier",) if step == "buy" else (), facts=facts)


def examples(files):
    return [pytest.param(card.id, one, id=f"{card.id}: {one.say}") for card in files for one in card.examples]


@pytest.mark.parametrize(("name", "example"), examples(CRITERION_FILES))
def test_the_worked_example_of_a_criterion_gives_its_exact_interval(name, example):
    card = next(one for one in rules().criteria if one.id == name)
    one = candidate_of(example, "mutualise")
    found = mark(case(need_of(example), one), card, one, None)
    assert (found.low, found.high) == (Fraction(example.low), Fraction(example.high))


@pytest.mark.parametrize(("name", "example"), examples(GATE_FILES))
def test_the_worked_example_of_a_gate_gives_its_answer(name, example):
    card = gate_card(name)
    assert example.step in card.steps, "an example of a step that never asks this gate"
    one = candidate_of(example, example.step)
    answers = {found.answer for found in judge(case(need_of(example), one), card, one, "supplier" if example.step == "buy" else None)}
    assert answers == {example.answer}


def test_every_card_is_read_without_a_diagnostic():
    assert WRONG == []
    assert {card.id for card in rules().criteria} == {card.id for card in CRITERION_FILES}
    assert {card.id for card in rules().gates} == {card.id for card in GATE_FILES}


def test_the_nine_criteria_have_their_cards_in_the_circulars_order():
    assert tuple(card.id for card in rules().criteria) == CIRCULAR
    assert [card.order for card in rules().criteria] == list(range(1, 10))
    assert CIRCULAR == CRITERIA
    assert get_args(CriterionId) == CIRCULAR


def test_gates_have_distinct_places():
    assert [card.order for card in rules().gates] == list(range(1, len(rules().gates) + 1))


@pytest.mark.parametrize("card", [*CRITERION_FILES, *GATE_FILES], ids=lambda card: card.id)
def test_every_card_rests_on_a_text_with_a_confidence_and_shows_examples(card):
    assert card.references
    assert {one.confidence for one in card.references} <= set(CONFIDENCES)
    assert card.about.strip()
    assert card.examples
    linked = [link for chain in getattr(card, "chains", ()) for link in chain.links]
    assert all(link.confidence in CONFIDENCES and link.text for link in linked)


@pytest.mark.parametrize("card", CRITERION_FILES, ids=lambda card: card.id)
def test_every_criterion_has_two_or_three_worked_examples(card):
    assert 2 <= len(card.examples) <= 3


def test_no_weight_is_written_in_a_card():
    """law.md 1.11: the circular neither ranks nor weighs the criteria."""
    for path in (PACKAGE / "criteria").glob("*.yaml"):
        assert "weight" not in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize("card", CRITERION_FILES, ids=lambda card: card.id)
def test_every_scale_is_absolute_and_within_0_and_100(card):
    for question in card.questions:
        assert question.measure in _MEASURES
        points = [*(question.scale or {}).values(), *(point.points for point in question.breakpoints)]
        assert all(0 <= one <= 100 for one in points)
        if question.measure in ("scale", "answer", "breakpoints"):
            assert (min(points), max(points)) == (0, 100)
            assert question.reads in kinds()
        if question.breakpoints:
            at = [point.at for point in question.breakpoints]
            assert at == sorted(set(at))
        if question.scale and words(question.reads):
            assert set(question.scale) == set(words(question.reads)), "a word of the vocabulary that the scale does not know"


def test_sovereignty_keeps_its_three_axes_as_a_vector():
    """law.md 1.12: immunity, substitution, mastery."""
    vectors = {card.id: [one.id for one in card.questions] for card in rules().criteria if card.vector}
    assert vectors == {"sovereignty": ["immunity", "substitution", "mastery"]}


def test_every_function_a_card_may_name_is_named_by_one():
    assert {card.decides_by for card in rules().gates} == set(_GATES)
    assert {question.measure for card in rules().criteria for question in card.questions} == set(_MEASURES)


@pytest.mark.parametrize(
    ("gate", "steps"),
    [
        ("eligible", {"mutualise"}),
        ("alive", {"mutualise", "buy"}),
        ("requirements", {"mutualise", "buy"}),
        ("ready", {"mutualise", "buy", "build"}),
        ("secnumcloud", {"mutualise", "buy", "build"}),
        ("health_hosting", {"mutualise", "buy", "build"}),
        ("marking", {"mutualise", "buy", "build"}),
        ("transfers", {"mutualise", "buy", "build"}),
        ("means", {"build"}),
        ("floors", {"mutualise", "buy", "build"}),
    ],
)
def test_each_gate_is_asked_at_its_steps(gate, steps):
    assert set(gate_card(gate).steps) == steps


def test_rules_of_law_in_gates_say_which_links_they_use():
    """The four questions of law.md section 2 are links of every chain of the SecNumCloud gate."""
    for chain in gate_card("secnumcloud").chains:
        assert {"bound", "private_cloud", "a1", "a2", "b_public_order", "b_life_health", "effect"} <= set(chain.links)
    sren = next(chain for chain in gate_card("secnumcloud").chains if chain.id == "sren")
    confidence = {name: link.reference.confidence for name, link in sren.links.items()}
    assert confidence["bound"] == "Pm"  # law.md 2.1
    assert confidence["private_cloud"] == "P"  # law.md 2.2
    assert confidence["a1"] == confidence["a2"] == confidence["b_public_order"] == confidence["b_life_health"] == "S"  # law.md 2.3, 2.4
    assert confidence["b_intellectual_property"] == confidence["both"] == "M"  # law.md 2.4, 2.5
    assert confidence["effect"] == "S-"  # law.md 2.11
