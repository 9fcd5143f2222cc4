"""Marks: proof gives the width, the card gives the points, nothing depends on other candidates (design.md section 2, *Marks*)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from core_build import (
    CONTINUITY,
    acceptance,
    adaptation,
    case,
    criterion_card,
    fact,
    marked,
    money,
    must,
    need,
    offer,
    reference,
    row,
    rules,
    service,
    should,
    weights,
    worth,
)

from doctrine.criteria.measures import COST_COMPONENTS, between, mark
from doctrine.model.rules import CriterionCard, Question
from doctrine.scoring import assess_all, deployments, rank
from doctrine.weighting import weights_of

WHOLE = (Fraction(0), Fraction(100))


def bounds(mark_or_question):
    return (mark_or_question.low, mark_or_question.high)


def exactly(low, high=None):
    return (Fraction(low), Fraction(low if high is None else high))


# ---- proof gives the width -----------------------------------------------------------------------------------------------

IMMUNITY = {
    "unverified": WHOLE,
    "declared": exactly(0, 50),
    "reported": exactly(50),
    "documented": exactly(50),
    "attested": exactly(50),
    "tested": exactly(50),
}


@pytest.mark.parametrize(("proof", "expected"), IMMUNITY.items())
def test_proof_decides_the_width_of_a_question(proof, expected):
    question = marked("sovereignty", fact("foreign_law", "indirect", proof)).questions[0]
    assert bounds(question) == expected
    assert question.fact.proof == proof, "the claimed value is shown"


def test_nothing_known_leaves_the_whole_scale():
    found = marked("sovereignty")
    assert bounds(found) == WHOLE
    assert {one.reason for one in found.questions} == {"absent"}


def test_a_conflict_leaves_the_whole_scale_and_says_so():
    question = marked("sovereignty", fact("foreign_law", "none", by="a"), fact("foreign_law", "direct", by="b")).questions[0]
    assert bounds(question) == WHOLE
    assert question.reason == "conflict"
    assert question.fact is not None


def test_a_value_the_scale_does_not_know_leaves_the_whole_scale():
    for value in ("elsewhere", Decimal(3)):
        question = marked("sovereignty", fact("foreign_law", value)).questions[0]
        assert (bounds(question), question.reason) == (WHOLE, "off_scale")


def test_declared_at_its_worst_is_the_worst_of_its_own_scale():
    card = CriterionCard("custom", 1, (Question("q", "scale", "k", {"good": 90, "bad": 20}),), ())
    one = service("svc", fact("k", "good", "declared"))
    found = mark(case(need(), one), card, one, None)
    assert bounds(found) == exactly(20, 90)
    silent = service("svc")
    assert bounds(mark(case(need(), silent), card, silent, None)) == exactly(20, 90)


def test_a_criterion_is_the_exact_mean_of_its_questions():
    found = marked("sovereignty", fact("foreign_law", "none"), fact("technology_mastery", "european", "declared"))
    assert bounds(found) == (Fraction(100, 3), Fraction(100 + 100 + 70, 3))
    assert isinstance(found.low, Fraction)


@pytest.mark.parametrize("run_by", ["supplier", "third_party", "buyer"])
def test_a_fact_of_another_way_of_deploying_does_not_count(run_by):
    known = fact("foreign_law", "direct", of="supplier")
    question = marked("sovereignty", known, step="buy", run_by=run_by).questions[0]
    assert bounds(question) == (exactly(0) if run_by == "supplier" else WHOLE)


# ---- the broken line -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "points"),
    [(0, 100), (15, 95), (30, 90), (31, Fraction(269, 3)), (60, 80), (90, 70), (135, 55), (180, 40), (365, 0), (1000, 0), (-5, 100)],
)
def test_availability_follows_straight_lines_between_breakpoints(days, points):
    assert bounds(marked("availability", fact("onboarding_days", Decimal(days)))) == exactly(points)


def test_the_line_is_flat_beyond_its_ends_and_knows_only_numbers():
    line = ((Decimal(10), 20), (Decimal(20), 80))
    assert [between(line, Decimal(at)) for at in (0, 10, 15, 20, 30)] == [20, 20, 50, 80, 80]
    assert between(line, "soon") is None
    assert between(line, date(2026, 1, 1)) is None


def test_a_declared_delay_runs_from_the_worst_to_the_claim():
    assert bounds(marked("availability", fact("onboarding_days", Decimal(60), "declared"))) == exactly(0, 80)


# ---- business performance ------------------------------------------------------------------------------------------------


def test_business_performance_reads_each_should_once():
    asked = need(must("R1", "guest-access"), should("S1", "live-captions"), should("S2", fact="max_participants", at_least=Decimal(100)))
    one = service("svc", fact("live-captions", "yes"), fact("max_participants", Decimal(50)), fact("guest-access", "no"))
    found = mark(case(asked, one), criterion_card("business_performance"), one, None)
    assert [(item.question, bounds(item)) for item in found.questions] == [
        ("requirements.S1", exactly(100)),
        ("requirements.S2", exactly(0)),
    ]
    assert bounds(found) == exactly(50)


def test_without_a_should_business_performance_leaves_the_sum_for_every_candidate():
    asked = need(must("R1", "guest-access"))
    one = service("svc", fact("guest-access", "yes"))
    assert mark(case(asked, one), criterion_card("business_performance"), one, None) is None
    used = weights_of(asked)
    assert used.left_out == ("business_performance",)
    assert used.values["business_performance"] == 0
    (judged,) = assess_all(case(asked, one), "mutualise", used.values)
    assert len(judged.marks) == 8
    assert bounds(judged) == WHOLE


# ---- cost, to the letter -------------------------------------------------------------------------------------------------


def costs(total, proof="documented", **more):
    """All six components, the whole amount in the price."""
    return tuple(fact(key, money(total if key == "cost_price" else 0, **more), proof) for key in COST_COMPONENTS)


REFERENCE = need(cost_reference=reference(600000))


@pytest.mark.parametrize(
    ("total", "points"),
    [
        row("free of everything", 0, 100),
        row("half the reference", 300000, 75),
        row("the reference is worth 50", 600000, 50),
        row("twice the reference", 1200000, 0),
        row("clamped beyond twice", 5000000, 0),
        row("exact thirds", 400000, Fraction(200, 3)),
        row("to the cent", "600000.01", 100 * (1 - Fraction(60000001, 120000000))),
    ],
)
def test_cost_is_a_hundred_times_one_less_cost_over_twice_the_reference(total, points):
    assert bounds(marked("cost", *costs(total), asked=REFERENCE)) == exactly(points)


def test_the_whole_cost_is_the_sum_of_its_six_components():
    assert COST_COMPONENTS == ("cost_price", "cost_fee", "cost_adaptation", "cost_migration", "cost_staff", "cost_exit")
    known = [fact(key, money(100000)) for key in COST_COMPONENTS]
    assert bounds(marked("cost", *known, asked=REFERENCE)) == exactly(50)


@pytest.mark.parametrize("missing", COST_COMPONENTS)
@pytest.mark.parametrize("proof", [None, "unverified"])
def test_a_missing_component_leaves_the_whole_scale(missing, proof):
    known = [one for one in costs(1) if one.key != missing]
    known += [fact(missing, money(0), proof)] if proof else []
    found = marked("cost", *known, asked=REFERENCE)
    assert bounds(found) == WHOLE
    assert found.questions[0].reason == f"missing_{missing}"


def test_a_component_in_conflict_is_missing():
    known = [*costs(1), fact("cost_fee", money(10), by="another")]
    assert bounds(marked("cost", *known, asked=REFERENCE)) == WHOLE


@pytest.mark.parametrize(
    ("asked", "known", "reason"),
    [
        row("no reference", need(), costs(1), "no_reference"),
        row("a reference of nothing", need(cost_reference=reference(0)), costs(1), "no_reference"),
        row("including VAT against excluding", REFERENCE, costs(1, tax="included"), "other_tax"),
        row("excluding VAT against including", need(cost_reference=reference(1, "included")), costs(1), "other_tax"),
        row("a cost for another duration", REFERENCE, costs(1, months=48), "other_months"),
        row("no amount at all", REFERENCE, tuple(fact(key, Decimal(1)) for key in COST_COMPONENTS), "other_tax"),
    ],
)
def test_what_cannot_be_compared_leaves_the_whole_scale(asked, known, reason):
    found = marked("cost", *known, asked=asked)
    assert (bounds(found), found.questions[0].reason) == (WHOLE, reason)


def test_a_cost_for_the_references_months_is_compared():
    assert bounds(marked("cost", *costs(600000, months=36), asked=REFERENCE)) == exactly(50)


def test_a_reference_for_other_months_than_the_needs_leaves_the_whole_scale():
    asked = need(cost_reference=reference(600000, months=36), value=worth(900000, months=48))
    found = marked("cost", *costs(600000, months=36), asked=asked)
    assert (bounds(found), found.questions[0].reason) == (WHOLE, "other_months")


@pytest.mark.parametrize("months", [None, 36])
def test_a_need_of_the_references_months_or_of_unsaid_length_is_compared(months):
    asked = need(cost_reference=reference(600000, months=36), value=worth(900000, months=months))
    assert bounds(marked("cost", *costs(600000), asked=asked)) == exactly(50)


@pytest.mark.parametrize("declared", COST_COMPONENTS)
def test_one_declared_component_runs_from_the_worst_to_the_claim(declared):
    known = [one._replace(proof="declared") if one.key == declared else one for one in costs(300000)]
    found = marked("cost", *known, asked=REFERENCE)
    assert bounds(found) == exactly(0, 75)
    assert found.questions[0].reason == "declared"


def test_the_cost_of_an_adaptation_the_gate_counts_on_is_in_the_whole_cost():
    """law.md 1.5: a shared service is studied « en comptant les développements complémentaires éventuels »."""
    asked = need(must("R1", "guest-access"), cost_reference=reference(600000), adaptations=(adaptation("svc", "R1", cost=Decimal(600000)),))
    known = [one for one in costs(0) if one.key != "cost_adaptation"]
    assert bounds(marked("cost", fact("guest-access", "no"), *known, asked=asked)) == exactly(50)


ADAPTED = need(
    cost_reference=reference(600000),
    adaptations=(adaptation("svc", "R1", cost=Decimal(100000)), adaptation("svc", "R2", cost=Decimal(200000)), adaptation("other", "R1")),
)


@pytest.mark.parametrize(
    ("asked", "more", "expected"),
    [
        row("all that were asked of this service", ADAPTED, (), exactly(75)),
        row("what is stated of the adaptation goes first", ADAPTED, (fact("cost_adaptation", money(600000)),), exactly(50)),
        row("the operator's own estimate only claims", ADAPTED, (fact("cost_adaptation", money(600000), "declared"),), exactly(0, 50)),
        row("for another service", ADAPTED._replace(adaptations=ADAPTED.adaptations[2:]), (), WHOLE),
        row("none recorded", ADAPTED._replace(adaptations=()), (), WHOLE),
        row("impossible: nothing to count", ADAPTED._replace(adaptations=(adaptation("svc", "R1", "no"),)), (), WHOLE),
        row(
            "one whose cost nobody said",
            ADAPTED._replace(adaptations=(ADAPTED.adaptations[0], adaptation("svc", "R2", cost=None))),
            (),
            WHOLE,
        ),
        row(
            "one in another tax basis",
            ADAPTED._replace(adaptations=(ADAPTED.adaptations[0], adaptation("svc", "R2", tax="included"))),
            (),
            WHOLE,
        ),
        row(
            "a memory beside what the buyer recorded",
            ADAPTED,
            (fact("cost_adaptation", money(0), "unverified"),),
            exactly(75),
        ),
    ],
)
def test_the_adaptations_recorded_stand_for_a_cost_of_adaptation_that_nobody_stated(asked, more, expected):
    known = [one for one in costs(0) if one.key != "cost_adaptation"]
    assert bounds(marked("cost", *known, *more, asked=asked)) == expected


def test_free_today_is_not_a_whole_cost():
    assert bounds(marked("cost", fact("price", "gratuit", "documented"), fact("cost_price", money(0)), asked=REFERENCE)) == WHOLE


# ---- the weighted sum ----------------------------------------------------------------------------------------------------


def judged(asked, *candidates, step="mutualise"):
    return assess_all(case(asked, *candidates), step, weights_of(asked).values)


def test_the_sum_is_exact_and_weighted():
    asked = need(should("S1", "live-captions"), weights=weights(1, 2, 0, 0, 0, 0, 0, 0, 0))
    (found,) = judged(asked, service("svc", fact("live-captions", "yes"), fact("foreign_law", "none")))
    assert bounds(found) == (Fraction(1, 3) * 100 + Fraction(2, 3) * Fraction(100, 3), Fraction(100))


def test_a_zero_weight_keeps_the_mark_visible_and_out_of_the_sum():
    asked = need(weights=weights(0, 1, 0, 0, 0, 0, 0, 0, 0))
    (found,) = judged(asked, service("svc", fact("onboarding_days", Decimal(0))))
    assert len(found.marks) == 8
    assert bounds(found) == WHOLE


def test_candidates_rank_by_low_bound_then_high_and_equal_bounds_are_tied():
    asked = need(weights=weights(0, 0, 0, 0, 1, 0, 0, 0, 0))
    found = judged(
        asked,
        service("d", fact("onboarding_days", Decimal(30), "declared")),
        service("c", fact("onboarding_days", Decimal(30))),
        service("b"),
        service("a", fact("onboarding_days", Decimal(30))),
    )
    assert [(one.candidate, one.rank, one.tied) for one in rank(found)] == [
        ("a", 1, True),
        ("c", 1, True),
        ("b", 3, False),
        ("d", 4, False),
    ]


def test_a_candidate_that_fails_has_no_rank():
    found = judged(need(), service("a"), service("b", status="stopped"))
    assert [one.candidate for one in rank(found)] == ["a"]


# ---- fits, fails, open ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "known", "status"),
    [
        row("no acceptance", None, (), "fits"),
        row("an acceptance of zero", 0, (), "fits"),
        row("low bound on it", 90, (fact("onboarding_days", Decimal(30)),), "fits"),
        row("low bound above it", 80, (fact("onboarding_days", Decimal(30)),), "fits"),
        row("low bound below it stays open, never fails", 91, (fact("onboarding_days", Decimal(30)),), "open"),
        row("nothing known below it", 1, (), "open"),
        row("worst known below it still never fails", 1, (fact("onboarding_days", Decimal(365)),), "open"),
    ],
)
def test_a_mark_never_makes_a_candidate_fail_by_itself(points, known, status):
    asked = need(weights=weights(0, 0, 0, 0, 1, 0, 0, 0, 0), acceptance=None if points is None else acceptance(points))
    (found,) = judged(asked, service("svc", *known))
    assert found.status == status
    assert [one.code for one in found.reasons] == (["below_acceptance"] if status == "open" else [])


def test_every_gate_met_or_not_applicable_fits_one_unknown_opens_one_refused_fails():
    for one, status in ((service("a"), "fits"), (service("a", open_to=None), "open"), (service("a", status="stopped"), "fails")):
        (found,) = judged(need(), one)
        assert found.status == status
        assert all(gate.answer in ("met", "not_applicable") for gate in found.gates) is (status == "fits")


def test_an_unmet_must_of_a_shared_service_of_the_very_function_stays_open_until_its_adaptation_is_said():
    asked = need(must("R1", "guest-access"))
    lacking = fact("guest-access", "no")
    (found,) = judged(asked, service("svc", lacking))
    assert (found.status, [one.code for one in found.reasons]) == ("open", ["adaptation_to_cost"])
    (near,) = judged(asked, service("svc", lacking, functions=("webinar",), near=("video-conference",)))
    assert near.status == "fails", "asked only for services of the very function"
    (bought,) = judged(asked, offer("svc", lacking), step="buy")
    assert bought.status == "fails", "asked only of shared services"
    (other,) = judged(asked, service("svc", lacking, status="stopped"))
    assert (other.status, [one.code for one in other.reasons]) == ("fails", ["alive_not_met"])
    (impossible,) = judged(asked._replace(adaptations=(adaptation("svc", "R1", "no"),)), service("svc", lacking))
    assert impossible.status == "fails"


@pytest.mark.parametrize("make", [service, offer])
def test_what_is_only_near_the_function_fits_only_through_a_must_that_a_fact_meets(make):
    near = {"functions": ("webinar",), "near": ("video-conference",)}
    step = make("svc").step
    for asked, known, status, codes in (
        (need(), (), "open", ["only_near"]),
        (need(should("S1", "guest-access")), (fact("guest-access", "yes"),), "open", ["only_near"]),
        (need(must("R1", "guest-access")), (fact("guest-access", "yes"),), "fits", []),
        (need(must("R1", "guest-access")), (), "open", []),
    ):
        (found,) = judged(asked, make("svc", *known, **near), step=step)
        assert (found.very_function, found.status, [one.code for one in found.reasons]) == (False, status, codes)
        (very,) = judged(asked, make("svc", *known), step=step)
        assert very.status == ("fits" if codes else status)


# ---- ways of deploying ---------------------------------------------------------------------------------------------------


def test_an_offer_is_judged_in_its_best_way():
    one = offer("svc", fact("guest-access", "yes", of="supplier"), fact("guest-access", "no", of="buyer"), run_by=("buyer", "supplier"))
    (found,) = judged(need(must("R1", "guest-access")), one, step="buy")
    assert (found.run_by, found.status) == ("supplier", "fits")
    worse = offer("svc", fact("guest-access", "no", of="supplier"), fact("guest-access", "yes", of="buyer"), run_by=("supplier", "buyer"))
    (found,) = judged(need(must("R1", "guest-access")), worse, step="buy")
    assert (found.run_by, found.status) == ("buyer", "fits")


def test_equal_ways_are_shown_run_by_the_supplier_first():
    (found,) = judged(need(), offer("svc", run_by=("buyer", "third_party", "supplier")), step="buy")
    assert found.run_by == "supplier"


@pytest.mark.parametrize(
    ("layer", "run_by", "expected"),
    [
        ("saas", ("supplier", "buyer"), ("supplier", "buyer")),
        ("on_premise", ("supplier", "buyer"), ("buyer",)),
        ("on_premise", ("supplier",), ("supplier",)),
        ("saas", (), (None,)),
    ],
)
def test_a_need_on_premise_looks_at_what_the_buyer_can_install(layer, run_by, expected):
    from core_build import hosting

    one = offer("svc", run_by=run_by)
    assert deployments(case(need(hosting=hosting(layer)), one), one) == expected


def test_the_rules_of_a_step_are_those_of_its_cards():
    (found,) = judged(need(continuity=CONTINUITY), offer("svc"), step="buy")
    assert {gate.gate for gate in found.gates} == {card.id for card in rules().gates if "buy" in card.steps} - {"requirements"}
    assert found.gate("alive").answer == "met"
    assert found.gate("eligible") is None


def test_a_whole_cost_says_every_fact_it_adds_up_and_their_total():
    """A mark leads back to its sources: the price alone is not the whole cost."""
    parts = [fact(name, money(amount), "documented") for name, amount in zip(COST_COMPONENTS, (300, 0, 20, 10, 50, 20), strict=True)]
    found = marked("cost", *parts, asked=need(cost_reference=reference(500)))
    (only,) = found.questions
    assert (only.low, only.amount) == (60, 400)
    assert [one.key for one in only.facts] == list(COST_COMPONENTS)
