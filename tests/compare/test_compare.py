"""What changed, by cause, and what each cause did: contributions that add up, causes that suffice, changes without effect."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from compare_build import EXAMPLES, RETAINED, VISIO, changed, side, weighted, with_candidate, with_facts, with_more
from hypothesis import given, settings
from hypothesis import strategies as st

from doctrine.evaluation import evaluate
from doctrine.model.facts import PROOFS, Fact
from doctrine.record.compare import Compared, Side, compare
from doctrine.record.compare_changes import differing
from doctrine.record.compare_effects import measured, shared
from doctrine.record.compare_mixing import CAUSES, Mixer, proof_pairs

EQUAL = (1,) * 9


def _need(one: Side) -> Side:
    return changed(one, one.case._replace(need=one.case.need._replace(users=12)), users="12")


def _catalogue(one: Side) -> Side:
    return changed(one, with_facts(one.case, "visio", "status", lambda fact: fact._replace(value="being_withdrawn")))


def _proof(one: Side) -> Side:
    return changed(one, with_facts(one.case, "visio", "open_source", lambda fact: fact._replace(proof="declared")))


def _law(one: Side) -> Side:
    rules = one.case.rules
    name = "ccp.dispense_fs"
    values = {**rules.values, name: rules.values[name]._replace(value=Decimal(1))}
    return changed(one, one.case._replace(rules=rules._replace(values=values)))


def _cards(one: Side) -> Side:
    rules = one.case.rules
    first = next(card for card in rules.criteria if any(question.scale for question in card.questions))
    questions = tuple(one._replace(scale=dict.fromkeys(one.scale, 50)) for one in first.questions)
    cards = tuple(card._replace(questions=questions) if card is first else card for card in rules.criteria)
    return changed(one, one.case._replace(rules=rules._replace(criteria=cards)))


def _weights(one: Side) -> Side:
    return weighted(one, 1, 9, 1, 1, 1, 1, 1, 1, 1)


def _options(one: Side) -> Side:
    return changed(one, one.case._replace(presumptions=not one.case.presumptions))


ONE_CAUSE: dict[str, Callable[[Side], Side]] = {
    "need": _need, "catalogue": _catalogue, "proof": _proof, "law": _law, "cards": _cards, "weights": _weights, "options": _options,
}  # fmt: skip


@pytest.mark.parametrize("cause", CAUSES)
def test_one_change_has_one_cause(cause: str) -> None:
    before = side(VISIO)
    found = compare(before, ONE_CAUSE[cause](before))
    assert found.causes == (cause,)
    assert tuple(found.effects.groups) == (cause,)
    assert found.changes[0].before != found.changes[0].after


def test_nothing_changed_says_nothing() -> None:
    found = compare(side(VISIO), side(VISIO))
    assert found.same
    assert found.changes == ()
    assert not found.effects.groups
    assert not found.effects.moved


def _all_changed() -> tuple[Side, Side]:
    before = side(RETAINED)
    after = before
    for change in ONE_CAUSE.values():
        after = change(after)
    return before, after


def test_all_causes_at_once_are_told_apart() -> None:
    found = compare(*_all_changed())
    assert found.causes == CAUSES
    assert set(found.effects.groups) == set(CAUSES)
    _adds_up(found)


@pytest.mark.parametrize("cause", CAUSES)
def test_a_mix_of_what_changed_is_the_second_case(cause: str) -> None:
    """The effect of a cause is measured on a mixed case: with the only cause that changed, it must answer as the second does."""
    before = side(RETAINED)
    after = ONE_CAUSE[cause](before)
    mixed = Mixer(before.case, after.case).case(frozenset({cause}))
    assert measured(evaluate(mixed, all_steps=True)) == measured(evaluate(after.case, all_steps=True))


def test_findings_are_laid_over_as_the_buyer_wrote_them() -> None:
    before, after = side(VISIO), side(RETAINED)
    mixed = Mixer(before.case, after.case).case(frozenset({"need", "weights"}))
    assert measured(evaluate(mixed, all_steps=True)) == measured(evaluate(after.case, all_steps=True))
    assert {one.id: one for one in mixed.candidates} == {one.id: one for one in after.case.candidates}


def test_findings_settle_the_answer_and_the_rest_has_no_effect() -> None:
    found = compare(side(VISIO), side(RETAINED))
    effects = found.effects
    assert (found.answers[0][0], found.answers[1][0]) == ("conditional", "retained")
    assert effects.enough == effects.necessary == ("need",)
    assert effects.shares == {"need": 1}
    assert set(effects.parts) == {"need/id", "need/cpv", "need/hosting"}
    assert {one.where.split("/")[1] for one in found.changes if one.where.startswith("findings/")} == {"visio", "outscale-iaas", "webconf"}


def test_a_cause_without_effect_is_named() -> None:
    """Proof of a fact that nobody reads; equal weights written down; a service withdrawn that does change the answer."""
    before = side(RETAINED)
    site = changed(before, with_candidate(before.case, "webex", lambda one: one._replace(site="https://exemple.fr")))
    after = _catalogue(weighted(site, *EQUAL))
    found = compare(before, after)
    assert found.effects.none == ("weights",)
    assert found.effects.parts == ("catalogue/webex",)
    assert "catalogue" in found.effects.enough


def test_the_smallest_sets_are_enough() -> None:
    before, after = _all_changed()
    effects = compare(before, after).effects
    assert effects.smallest
    for chosen in effects.smallest:
        mixed = Mixer(before.case, after.case).case(frozenset(chosen))
        assert measured(evaluate(mixed, all_steps=True)).answer == measured(evaluate(after.case, all_steps=True)).answer


def test_changes_that_make_up_for_one_another() -> None:
    """The service is said withdrawn by the catalogue, and the buyer finds out that it is not: same answer, each alone would change it."""
    before = side(RETAINED)
    gone = with_facts(before.case, "visio", "status", lambda fact: fact._replace(value="being_withdrawn", proof="reported"))
    kept = Fact("visio", "status", "production", "tested", "2026-11-30", "essai", "essai", finding=True)
    finding = {"candidate": "visio", "fact": "status", "value": "production", "proof": "tested", "source": "essai"}
    after = changed(before, with_more(gone, kept), findings=[*before.tree["findings"], finding])
    found = compare(before, after)
    assert found.same
    assert found.causes == ("need", "catalogue")
    assert "catalogue" in found.effects.alone
    assert found.effects.none == ()


@pytest.mark.parametrize("other", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_needs_that_have_nothing_in_common_are_compared(other: Any) -> None:
    """Another function has other candidates: need and catalogue are then measured together, and it is said."""
    found = compare(side(VISIO), side(other))
    _adds_up(found)
    if side(other).case.need.function != side(VISIO).case.need.function:
        assert found.effects.groups["need"] == ("need", "catalogue")
    assert found.same == (found.answers[0] == found.answers[1])


def test_a_mix_that_cannot_be_judged_groups_the_causes(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = side(VISIO), _weights(_catalogue(_need(side(VISIO))))
    whole = (before.case, after.case)

    def judged(case: Any, *, all_steps: bool = False) -> Any:
        if all(case is not one for one in whole):
            raise ArithmeticError
        return evaluate(case, all_steps=all_steps)

    monkeypatch.setattr("doctrine.record.compare_effects.evaluate", judged)
    effects = compare(before, after).effects
    assert effects.groups == {"need": ("need", "catalogue", "weights")}
    assert effects.parts == ()


# ---- properties ----------------------------------------------------------------------------------------------------------


def _adds_up(found: Compared) -> None:
    for one in found.effects.moved:
        if one.contributions is not None:
            for bound in (0, 1):
                brought = sum((pair[bound] for pair in one.contributions.values()), Fraction(0))
                assert brought == one.after[bound] - one.before[bound]
    if found.replayed[0] != found.replayed[1]:
        assert sum(found.effects.shares.values()) == 1


_SERVICES = ("visio", "webconf", "renater-rendez-vous", "apps-bigbluebutton")
_KEYS = {
    "open_source": ("yes", "no"),
    "status": ("production", "being_withdrawn"),
    "live-captions": ("yes", "no"),
    "recording": ("yes", "no"),
}
_found = st.builds(
    lambda who, key, place, proof, mine: Fact(who, key, _KEYS[key][place], proof, "2026-11-20", "essai", "essai", finding=mine),
    st.sampled_from(_SERVICES), st.sampled_from(sorted(_KEYS)), st.integers(0, 1), st.sampled_from(PROOFS), st.booleans(),
)  # fmt: skip
_sides = st.builds(
    lambda facts, weights, presumed: _built(facts, weights, presumed=presumed),
    st.lists(_found, max_size=4),
    st.one_of(st.none(), st.tuples(*[st.integers(1, 30)] * 9)),
    st.booleans(),
)


def _built(facts: list[Fact], weights: tuple[int, ...] | None, *, presumed: bool) -> Side:
    one = side(VISIO)
    case = one.case._replace(presumptions=presumed)
    written = []
    for fact in facts:
        case = with_more(case, fact)
        if fact.finding:
            name = "capability" if "-" in fact.key else "fact"
            written.append({"candidate": fact.candidate, name: fact.key, "value": fact.value, "proof": fact.proof, "source": "essai"})
    made = changed(one, case, findings=written)
    return made if weights is None else weighted(made, *weights)


@settings(max_examples=40, deadline=None)
@given(_sides, _sides)
def test_contributions_add_up_and_turn_round(before: Side, after: Side) -> None:
    there, back = compare(before, after), compare(after, before)
    _adds_up(there)
    _adds_up(back)
    assert there.same == back.same
    assert set(there.causes) == set(back.causes)
    opposite = {one.candidate: one for one in back.effects.moved}
    assert set(opposite) == {one.candidate for one in there.effects.moved}
    for one in there.effects.moved:
        assert one.contributions is not None
        other = opposite[one.candidate].contributions
        assert other is not None
        assert {name: (-low, -high) for name, (low, high) in one.contributions.items()} == dict(other)
    assert there.effects.none == back.effects.none
    assert sorted(there.effects.parts) == sorted(back.effects.parts)


@given(st.lists(st.fractions(), min_size=8, max_size=8))
def test_shares_are_what_is_left_to_share(values: list[Fraction]) -> None:
    names = ("a", "b", "c")
    table = {frozenset(name for place, name in enumerate(names) if number >> place & 1): values[number] for number in range(8)}
    found = shared(names, table.__getitem__)
    assert sum(found.values()) == values[7] - values[0]


def test_shares_by_hand() -> None:
    """Two causes that bring 10 together, 4 and 0 alone: (4 + 10) / 2 and (0 + 6) / 2."""
    worth = {frozenset[str](): Fraction(0), frozenset("a"): Fraction(4), frozenset("b"): Fraction(0), frozenset("ab"): Fraction(10)}
    assert shared(("a", "b"), worth.__getitem__) == {"a": 7, "b": 3}


# ---- what differs --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("x", "x", []),
        ("x", None, [("k", "x", None)]),
        (None, ["a", "b"], [("k", None, "a, b")]),
        (["a"], ["a", "b"], [("k", "a", "a, b")]),
        ({"a": "1", "b": "2"}, {"a": "1", "b": "3"}, [("k/b", "2", "3")]),
        ({"points": "5"}, None, [("k/points", "5", None)]),
        ([{"id": "R1", "text": "un"}], [{"id": "R1", "text": "deux"}], [("k/R1/text", "un", "deux")]),
        ([], [{"id": "R1", "text": "un"}], [("k/R1", None, "un")]),
        ([{"id": "R1"}, {"id": "R2"}], [{"id": "R2"}, {"id": "R1"}], [("k", "R1, R2", "R2, R1")]),
    ],
    ids=["same", "gone", "come", "list", "key", "object", "item", "new-item", "order"],
)
def test_plain_values(before: Any, after: Any, said: list[Any]) -> None:
    assert list(differing(before, after, "k")) == said


def _fact(**values: Any) -> Fact:
    return Fact("visio", "status", "production", "declared", "2026", "a", "a")._replace(**values)


@pytest.mark.parametrize(
    ("other", "paired"),
    [
        ({"proof": "tested"}, True),
        ({"proof": "tested", "source": "b", "publisher": "b"}, True),
        ({"proof": "tested", "value": "alpha"}, False),
        ({"as_of": "2027"}, False),
        ({"proof": "tested", "finding": True}, False),
        ({"proof": "tested", "of": "software"}, False),
    ],
)
def test_another_proof_of_the_same_value(other: dict[str, Any], paired: bool) -> None:
    assert bool(proof_pairs([_fact()], [_fact(**other)])) is paired


def test_an_agent_is_never_named() -> None:
    before = side(VISIO)
    searched = [{**before.tree["searched"][0], "by": "Camille Exemple"}]
    found = compare(before, changed(before, before.case, searched=searched))
    assert [(one.where, one.before, one.after) for one in found.changes] == [("searched/mutualise/by", "…", "…")]


def test_another_version_that_answered_otherwise_is_the_tool() -> None:
    """Sealed by another version with one more point for Visio: the point is the tool's, the rest is shared as ever."""
    before = side(VISIO)
    answer = evaluate(before.case)
    first = answer.steps[0]
    raised = tuple(one._replace(low=one.low + 1) if one.candidate.id == "visio" else one for one in first.assessments)
    sealed = answer._replace(steps=(first._replace(assessments=raised), *answer.steps[1:]), outcome="undecided")
    found = compare(before._replace(sealed=sealed, tool="0.0.1"), _weights(before))
    assert "tool" in found.causes
    assert found.answers[0] != found.replayed[0]
    assert [(one.candidate, one.low, one.high) for one in found.by_tool] == [("visio", -1, 0)]


def test_amounts_keep_their_digits() -> None:
    before = side(VISIO)
    value = before.case.need.value
    assert value is not None
    written = {**before.tree["value"], "amount": "900000"}
    after = changed(
        before, before.case._replace(need=before.case.need._replace(value=value._replace(amount=Decimal(900000)))), value=written
    )
    found = compare(before, after)
    assert [(one.where, one.before, one.after) for one in found.changes] == [("value/amount", "900000.00", "900000")]
    assert found.effects.none == ("need",)
