"""What holds for every need and every catalogue (issue 2, « How good »): order, scale, refinement, certificates, competition."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product

import pytest
from core_build import (
    COMPETITIVE,
    CONTINUITY,
    DIRECT,
    NO_DATA,
    case,
    core,
    derogation,
    fact,
    floor,
    hint,
    hosting,
    marked,
    must,
    need,
    offer,
    reference,
    rejection,
    searched,
    service,
    should,
    to,
    verdict,
    way,
    weights,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from doctrine.evaluation import evaluate
from doctrine.loading.card_reader import load_cards
from doctrine.model.facts import PROOF_RANK, PROOFS, Amount
from doctrine.outcomes import PEOPLE_TO_ASK, SHORTLIST
from doctrine.resources import PACKAGE

# ---- needs and catalogues ------------------------------------------------------------------------------------------------

YES_NO = ("yes", "no")
#: What may be said on each key: two values or more, some for and some against.
SAID = {
    "eligible_buyers": ((to("central_state"),), (to("local"),), (to("central_state", ministry="armees"),)),
    "status": ("production", "construction", "stopped"),
    "guest-access": YES_NO,
    "recording": YES_NO,
    "max_participants": (Decimal(50), Decimal(350)),
    "opens_on": (date(2027, 1, 1), date(2028, 1, 1)),
    "onboarding_days": (Decimal(30), Decimal(90), Decimal(400)),
    "hosted_by": ("state", "private"),
    "secnumcloud": ("qualified", "not_qualified", "in_progress"),
    "secnumcloud_layers": (("saas",), ("iaas",)),
    "secnumcloud_until": (date(2026, 1, 1), date(2028, 1, 1)),
    "hds": ("certified", "not_certified"),
    "hds_until": (date(2026, 1, 1), date(2028, 1, 1)),
    "data_location": (("FR",), ("US",)),
    "transfer_basis": ("safeguards", "none"),
    "foreign_law": ("none", "indirect", "direct"),
    "substitution": ("free", "possible", "hard"),
    "open_source": YES_NO,
    "iso27001": YES_NO,
    "team_ready": YES_NO,
    "maintenance_planned": YES_NO,
    "cost_price": (Amount(Decimal(1000), "excluded"), Amount(Decimal(900000), "excluded")),
}
GATED = ("guest-access", "recording", "max_participants")


@st.composite
def facts(draw, keys=tuple(SAID), proofs=PROOFS):
    key = draw(st.sampled_from(keys))
    value = draw(st.sampled_from(SAID[key]))
    proof = draw(st.sampled_from(proofs))
    day = draw(st.sampled_from(("2024-01-01", "2026-05-01", "2026-06-01")))
    finding = draw(st.booleans()) if proof in ("declared", "reported", "tested") else False
    return fact(key, value, proof, day, by="buyer" if finding else draw(st.sampled_from("abc")), finding=finding)


hints = st.builds(
    hint, st.sampled_from(("status", "guest-access", "recording", "opens_on")), st.sampled_from(("yes", "no", "partial", "unknown"))
)
rejections = st.builds(rejection, st.sampled_from(("R1", "alive", "ready")), st.sampled_from(PROOFS))
statements = st.lists(st.one_of(facts(), facts(), facts(), facts(), hints, rejections), max_size=7)
#: One time in four: a rare thing, so that candidates that fit are drawn as often as others.
seldom = st.sampled_from((True, False, False, False))


@st.composite
def catalogues(draw):
    found = []
    for make, names in ((service, ("s1", "s2", "s3")), (offer, ("o1", "o2", "o3")), (way, ("w1", "w2"))):
        for name in names[: draw(st.sampled_from((1, 2, 3, 0)))]:
            known = draw(st.one_of(st.just([]), statements))
            more = {}
            if draw(seldom):
                more["team" if make is way else "status"] = None
            if make is service and draw(seldom):
                more["open_to"] = None
            if make is offer:
                more["run_by"] = draw(st.sampled_from((("supplier",), ("supplier", "buyer"), ("buyer", "third_party"))))
            found.append(make(name, *known, **more))
    return tuple(found)


@st.composite
def needs(draw, **fixed):
    wanted = [must("R1", "guest-access"), must("R2", fact="max_participants", at_least=Decimal(100)), should("S1", "recording")]
    asked = [one for one in wanted if draw(seldom)]
    answers = st.sampled_from(("no", "no", "no", "no", "yes", "unknown"))
    words = {
        "data": NO_DATA._replace(
            personal=draw(answers),
            health=draw(answers),
            **draw(
                st.sampled_from(
                    (
                        {},
                        {},
                        {"secrets": "yes", "breach_harms": ("public_order",)},
                        {"secrets": "yes", "breach_harms": ("intellectual_property",)},
                    )
                )
            ),
        ),
        "hosting": hosting(
            draw(st.sampled_from(("saas", "iaas", "on_premise"))), draw(st.sampled_from(("private", "state", "none", "unknown")))
        ),
        "needed_by": draw(st.sampled_from((None, None, None, None, date(2027, 3, 1), date(2028, 12, 1)))),
        "value": draw(st.sampled_from((None, DIRECT, COMPETITIVE))),
        "searched": searched(*draw(st.sampled_from((("mutualise", "buy"), ("mutualise",), ("mutualise", "buy"), ())))),
        "weights": draw(st.sampled_from((None, weights(0, 1, 2, 3, 4, 5, 6, 7, 8), weights(1, 0, 0, 0, 9, 0, 0, 0, 0)))),
        "floors": draw(st.sampled_from(((), (), (), (), (floor("availability", 60),)))),
        "derogations": draw(st.sampled_from(((), (), (derogation("alive"),), (derogation("secnumcloud", of="o1"),)))),
    }
    if draw(st.booleans()):
        words["continuity"] = CONTINUITY
    if draw(st.booleans()):
        words["cost_reference"] = reference(100000)
    return need(*asked, **(words | fixed))


def told(answer):
    """What a recommendation says, without the objects whose inner order is that of a file."""
    return (
        answer.outcome, answer.step, answer.named, answer.shortlist, [one.code for one in answer.reasons],
        [
            (
                result.step, result.outcome, result.shadow, result.door, result.named, result.shortlist, result.rivals, result.covering,
                result.ranking, result.partial, [one.code for one in result.reasons],
                None if result.certificate is None else [(one.candidate, one.gate, one.reason.code) for one in result.certificate.lines],
                [judgement(one) for one in result.assessments],
            )
            for result in answer.steps
        ],
    )  # fmt: skip


def judgement(one):
    return (
        one.candidate.id, one.run_by, one.status, one.low, one.high, one.marks, [reason.code for reason in one.reasons],
        [
            (gate.gate, gate.answer, gate.reason.code, gate.requirement, gate.asks, gate.facts, gate.presumed, gate.contrary, gate.hinted)
            for gate in one.gates
        ],
    )  # fmt: skip


def judgements(answer):
    return {one.candidate.id: one for result in answer.steps for one in result.assessments}


# ---- order and scale -----------------------------------------------------------------------------------------------------


@core
@given(needs(), catalogues(), st.randoms(use_true_random=False))
def test_the_order_of_candidates_facts_and_keys_never_matters(asked, candidates, chance):
    def shuffled(items):
        items = list(items)
        chance.shuffle(items)
        return items

    others = [
        one._replace(
            facts={key: tuple(shuffled(one.facts[key])) for key in shuffled(one.facts)},
            hints={key: tuple(shuffled(one.hints[key])) for key in shuffled(one.hints)},
            run_by=tuple(shuffled(one.run_by)),
        )
        for one in shuffled(candidates)
    ]
    assert told(evaluate(case(asked, *others), all_steps=True)) == told(evaluate(case(asked, *candidates), all_steps=True))


@core
@given(needs(), catalogues(), st.decimals("0.001", 1000, places=3))
def test_scaling_all_weights_changes_nothing(asked, candidates, factor):
    given_weights = weights(3, 1, 2, 3, 4, 5, 6, 7, 8)
    scaled = given_weights._replace(values=given_weights.values._make(one * factor for one in given_weights.values))
    one, other = (evaluate(case(asked._replace(weights=used), *candidates), all_steps=True) for used in (given_weights, scaled))
    assert told(one) == told(other)


@core
@given(needs(), catalogues())
def test_the_same_input_gives_the_same_answer(asked, candidates):
    assert evaluate(case(asked, *candidates), all_steps=True) == evaluate(case(asked, *candidates), all_steps=True)


@core
@given(needs(), catalogues(), st.data())
def test_adding_or_removing_a_candidate_never_reorders_nor_judges_anew_two_others(asked, candidates, data):
    assume(candidates)
    gone = data.draw(st.sampled_from(candidates))
    whole = evaluate(case(asked, *candidates), all_steps=True)
    fewer = evaluate(case(asked, *(one for one in candidates if one is not gone)), all_steps=True)
    before, after = judgements(whole), judgements(fewer)
    assert all(judgement(after[name]) == judgement(before[name]) for name in after if name in before)
    for step in ("mutualise", "buy", "build"):
        orders = [
            [place.candidate for result in answer.steps if result.step == step for place in result.ranking] for answer in (whole, fewer)
        ]
        if all(orders):
            kept = [name for name in orders[0] if name in orders[1]]
            assert kept == [name for name in orders[1] if name in orders[0]]


# ---- better values -------------------------------------------------------------------------------------------------------

CARDS, _, _ = load_cards(PACKAGE / "criteria")
SCALES = [
    pytest.param(
        card.id,
        question.id,
        question.reads,
        [(Fraction(points), word) for word, points in question.scale.items()],
        id=f"{card.id}.{question.id}",
    )
    for card in CARDS
    for question in card.questions
    if question.scale
]
LINES = [
    pytest.param(card.id, question.id, question.reads, id=f"{card.id}.{question.id}")
    for card in CARDS
    for question in card.questions
    if question.breakpoints
]


def question_of(criterion, question, *known):
    found = marked(criterion, *known)
    return found, next(one for one in found.questions if one.question == question)


@pytest.mark.parametrize(("criterion", "question", "reads", "scale"), SCALES)
@pytest.mark.parametrize("proof", PROOFS)
def test_a_better_word_at_equal_proof_never_lowers_a_bound(criterion, question, reads, scale, proof):
    for (less, worse), (more, better) in product(scale, scale):
        if less <= more:
            (low_mark, low), (high_mark, high) = (question_of(criterion, question, fact(reads, word, proof)) for word in (worse, better))
            assert low.low <= high.low
            assert low.high <= high.high
            assert low_mark.low <= high_mark.low
            assert low_mark.high <= high_mark.high


@pytest.mark.parametrize(("criterion", "question", "reads"), LINES)
@core
@given(st.decimals(0, 500, places=2), st.decimals(0, 500, places=2), st.sampled_from(PROOFS))
def test_a_shorter_delay_at_equal_proof_never_lowers_a_bound(criterion, question, reads, one, other, proof):
    short, long = sorted((one, other))
    (_, better), (_, worse) = (question_of(criterion, question, fact(reads, days, proof)) for days in (short, long))
    assert worse.low <= better.low
    assert worse.high <= better.high


@pytest.mark.parametrize(("criterion", "question", "reads", "scale"), SCALES)
def test_a_stronger_proof_of_one_value_never_widens_its_interval(criterion, question, reads, scale):
    for _, word in scale:
        intervals = [question_of(criterion, question, fact(reads, word, proof))[1] for proof in PROOFS]
        for weak, strong in pairwise(intervals):
            assert weak.low <= strong.low <= strong.high <= weak.high


@core
@given(needs(), catalogues())
def test_every_bound_stays_within_0_and_100_and_in_order(asked, candidates):
    for one in judgements(evaluate(case(asked, *candidates), all_steps=True)).values():
        assert 0 <= one.low <= one.high <= 100
        for mark in one.marks:
            assert 0 <= mark.low <= mark.high <= 100
            assert all(0 <= question.low <= question.high <= 100 for question in mark.questions)


# ---- refinement ----------------------------------------------------------------------------------------------------------

#: Keys where a refinement is no refinement: what is known already bounds them (a delay bounds the opening day).
BOUND = {"opens_on": "onboarding_days", "onboarding_days": "opens_on"}


@st.composite
def refinements(draw):
    """A catalogue, and the same where one candidate is said one more thing, on a key of which nothing was known."""
    candidates = draw(catalogues())
    assume(candidates)
    one = draw(st.sampled_from(candidates))
    keys = [key for key in SAID if key not in one.facts and key not in one.hints and BOUND.get(key) not in one.facts]
    added = draw(facts(tuple(keys)))._replace(candidate=one.id)
    other = one._replace(facts={**one.facts, added.key: (added,)})
    return candidates, tuple(other if each is one else each for each in candidates)


@core
@given(needs(), refinements())
def test_refining_an_unknown_never_turns_a_decided_gate(asked, pair):
    before, after = (judgements(evaluate(case(asked, *candidates, presumptions=False), all_steps=True)) for candidates in pair)
    for name, one in before.items():
        if name not in after or one.run_by != after[name].run_by:
            continue
        for old, new in zip(one.gates, after[name].gates, strict=True):
            reopened = old.reason.code == "rejected_by_finding"  # by design: a better-proved contrary fact reopens it
            if old.answer in ("met", "not_met") and not (old.by_derogation or reopened):
                assert new.answer == old.answer, (old, new)


@core
@given(needs(), refinements())
def test_refining_an_unknown_never_turns_a_retained_or_empty_outcome(asked, pair):
    """Where a fitting candidate is retained or every way fails; that the market covers rests on announcements, by design."""
    before, after = (evaluate(case(asked, *candidates, presumptions=False)) for candidates in pair)
    if before.outcome == "none" or (before.outcome == "retained" and not before.stopped.covering):
        assert (after.outcome, after.step) == (before.outcome, before.step)


@core
@given(needs(), refinements())
def test_refining_an_unknown_never_widens_a_mark(asked, pair):
    before, after = (judgements(evaluate(case(asked, *candidates, presumptions=False), all_steps=True)) for candidates in pair)
    for name in before.keys() & after.keys():
        if before[name].run_by == after[name].run_by:
            for old, new in zip(before[name].marks, after[name].marks, strict=True):
                assert old.low <= new.low <= new.high <= old.high


@core
@given(needs(), catalogues(), st.data())
def test_an_unverified_fact_decides_nothing(asked, candidates, data):
    assume(candidates)
    one = data.draw(st.sampled_from(candidates))
    keys = [key for key in SAID if key not in one.facts]
    added = data.draw(facts(tuple(keys), ("unverified",)))._replace(candidate=one.id)
    other = one._replace(facts={**one.facts, added.key: (added,)})
    before, after = (
        evaluate(case(asked, *(each if each is not one else now for each in candidates), presumptions=False), all_steps=True)
        for now in (one, other)
    )
    for name, judged in judgements(before).items():
        again = judgements(after).get(name)
        if again is not None:
            assert (again.status, again.low, again.high) == (judged.status, judged.low, judged.high)
            assert [gate.answer for gate in again.gates] == [gate.answer for gate in judged.gates]


def test_learning_the_end_of_a_certificate_never_turns_the_gate():
    asked = need(data=NO_DATA._replace(health="yes"))
    known = fact("hds", "certified", "attested")
    before = verdict("health_hosting", case(asked, offer("svc", known)), run_by="supplier")
    after = verdict("health_hosting", case(asked, offer("svc", known, fact("hds_until", date(2026, 1, 31), "attested"))), run_by="supplier")
    assert before.answer in {"unknown", after.answer}


# ---- what may be recommended ---------------------------------------------------------------------------------------------


@core
@given(needs(), catalogues(), st.booleans())
def test_a_failed_gate_is_never_recommended_and_only_what_fits_is_retained(asked, candidates, presumptions):
    answer = evaluate(case(asked, *candidates, presumptions=presumptions), all_steps=True)
    for result in answer.steps:
        judged = {one.candidate.id: one for one in result.assessments}
        for name in filter(None, (result.named, *result.covering)):
            assert judged[name].status != "fails"
        if result.named is not None:
            refused = [gate for gate in judged[result.named].gates if gate.answer == "not_met"]
            assert refused == []
            assert judged[result.named].status == "fits" or result.outcome == "conditional"
        for name in (*result.shortlist, *result.rivals):
            assert judged[name].status != "fails"
        if result.outcome == "conditional":
            assert 0 < len(result.shortlist) <= SHORTLIST
            for name in result.shortlist:
                assert all(gate.answer != "not_met" and not gate.contrary for gate in judged[name].gates)
                assert 0 < len(judged[name].holders) <= PEOPLE_TO_ASK
        if result.outcome == "retained" and result.named is None and result.covering:
            assert result.step == "buy"
            assert len({judged[name].candidate.provider for name in result.covering}) >= 2
        if result.outcome == "retained" and not result.covering:
            fitting = [name for name in (place.candidate for place in result.ranking) if judged[name].status == "fits"]
            assert sorted(result.shortlist) == sorted(fitting)
            bounds = [(judged[name].low, judged[name].high) for name in result.shortlist]
            assert result.named == (None if bounds.count(bounds[0]) > 1 else result.shortlist[0]), "ids order the display only"
        if result.step == "buy" and not result.route.direct:
            assert result.named is None
            assert result.rivals == ()
    assert answer.named == answer.stopped.named


@core
@given(needs(), catalogues(), st.booleans())
def test_no_path_reaches_a_step_without_its_certificate_or_the_second_door(asked, candidates, all_steps):
    answer = evaluate(case(asked, *candidates), all_steps=all_steps)
    assert [result.step for result in answer.steps] == ["mutualise", "buy", "build"][: len(answer.steps)]
    first = answer.steps[0]
    assert not first.shadow
    for result in answer.steps:
        if result.certificate is not None:
            assert all(one.status == "fails" for one in result.assessments)
            assert [line.candidate for line in result.certificate.lines] == [one.candidate.id for one in result.assessments]
            assert any(one.step == result.step for one in asked.searched)
    if answer.step != "mutualise":
        assert first.certificate is not None
    if answer.step == "build":
        opened = answer.steps[1].certificate is not None
        assert opened or (answer.stopped.door == "continuity" and asked.continuity == CONTINUITY)


@core
@given(needs(), catalogues())
def test_presumptions_only_touch_alive_and_ready(asked, candidates):
    with_them, without = (judgements(evaluate(case(asked, *candidates, presumptions=on), all_steps=True)) for on in (True, False))
    for one in with_them.values():
        assert {gate.gate for gate in one.gates if gate.presumed} <= {"alive", "ready"}
    assert not any(gate.presumed for one in without.values() for gate in one.gates)


@core
@given(needs(), catalogues())
def test_every_refusal_rests_on_something_that_may_reject(asked, candidates):
    """design.md section 2: `documented` or better, the buyer's finding, a complete list, or two reports of different publishers."""
    for one in judgements(evaluate(case(asked, *candidates), all_steps=True)).values():
        for gate in one.gates:
            if gate.answer != "not_met" or gate.reason.code == "rejected_by_finding":
                continue
            strong = [
                each for each in gate.facts if PROOF_RANK[each.proof] >= PROOF_RANK["documented"] or each.finding or each.complete_list
            ]
            publishers = {each.publisher for each in gate.facts if each.proof == "reported"}
            assert strong or len(publishers) > 1, gate
