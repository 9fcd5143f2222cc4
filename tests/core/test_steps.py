"""What each step concludes: naming, shortlists, rivals, partial cover, competition and routes (design.md section 2, idea 5 and *Steps*)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from core_build import (
    COMPETITIVE,
    DAY,
    DIRECT,
    SENSITIVE,
    acceptance,
    adaptation,
    buyer,
    candidate,
    case,
    fact,
    hint,
    must,
    need,
    offer,
    rejection,
    row,
    rules,
    searched,
    service,
    steps,
    to,
    way,
    weights,
    worth,
)

from doctrine.evaluation import evaluate
from doctrine.law.routes import lightest
from doctrine.law.ruleset import resolve
from doctrine.model.rules import LegalValue, Reference

R1, R2, R3 = must("R1", "guest-access"), must("R2", "recording"), must("R3", "live-captions")
KEYS = {"R1": "guest-access", "R2": "recording", "R3": "live-captions"}
SEARCHED = searched("mutualise")


def does(*requirements, proof="documented", value="yes", **more):
    return tuple(fact(KEYS[one], value, proof, **more) for one in requirements)


def first(asked, *candidates):
    return steps(case(asked, *candidates))[0]


def second(asked, *candidates):
    """Step 2, reached with an empty and searched step 1."""
    found = steps(case(asked._replace(searched=(*SEARCHED, *asked.searched)), *candidates))
    assert found[0].certificate is not None
    return found[1]


def codes(result):
    return [one.code for one in result.reasons]


# ---- step 1 --------------------------------------------------------------------------------------------------------------

ONLY_SPEED = weights(0, 0, 0, 0, 1, 0, 0, 0, 0)
NEAR = {"functions": ("webinar",), "near": ("video-conference",)}


def delay(days, proof="documented"):
    return fact("onboarding_days", Decimal(days), proof)


def test_among_fitting_services_the_first_in_rank_is_named_and_those_that_may_pass_it_are_rivals():
    found = first(
        need(weights=ONLY_SPEED), service("a"), service("b", delay(30)), service("c", delay(30, "declared")), service("d", delay(90))
    )
    assert (found.outcome, found.named, codes(found)) == ("retained", "b", ["service_fits"])
    assert found.rivals == ("a",)
    assert found.shortlist == ("b", "d", "a", "c")


def test_an_open_service_never_displaces_a_fitting_one():
    found = first(need(weights=ONLY_SPEED), service("a", delay(90)), service("b", delay(0), open_to=None))
    assert (found.named, found.shortlist) == ("a", ("a",))
    assert [one.candidate for one in found.ranking] == ["b", "a"]


def test_of_two_tied_services_none_is_named_by_its_id():
    found = first(need(), service("a"), service("b"))
    assert all(one.tied for one in found.ranking)
    assert (found.outcome, found.named, found.shortlist, codes(found)) == ("retained", None, ("a", "b"), ["service_fits"])
    assert found.rivals == ("b",)
    answer = evaluate(case(need(), service("a"), service("b"), offer("x")))
    assert (answer.outcome, answer.step, answer.named, answer.shortlist) == ("retained", "mutualise", None, ("a", "b"))


def test_a_tie_behind_the_first_still_lets_the_first_be_named():
    found = first(need(weights=ONLY_SPEED), service("a", delay(90)), service("b", delay(90)), service("c", delay(30)))
    assert (found.named, found.shortlist, found.rivals) == ("c", ("c", "a", "b"), ())


def test_two_fitting_services_with_one_low_bound_are_not_tied_when_their_high_bounds_differ():
    found = first(need(weights=ONLY_SPEED), service("a", delay(365)), service("b"))
    assert (found.named, found.rivals) == ("b", ())


@pytest.mark.parametrize(
    ("candidates", "shortlist", "named"),
    [
        row("one", (service("a", *does("R1"), open_to=None),), ("a",), "a"),
        row(
            "two people to ask at most",
            (service("a", *does("R1"), open_to=None), service("b", *does("R1"), open_to=None)),
            ("a", "b"),
            None,
        ),
        row("walkthroughs 2: nothing established of it", (service("a", open_to=None),), None, None),
        row("one near, one far", (service("a", open_to=None), service("b", *does("R1"), open_to=None)), ("b",), "b"),
        row("five at most", tuple(service(f"s{n}", *does("R1"), open_to=None) for n in range(7)), ("s0", "s1", "s2", "s3", "s4"), None),
        row(
            "closest first: fewest facts",
            (service("a", *does("R1"), open_to=None, status=None), service("b", *does("R1"), open_to=None)),
            ("b", "a"),
            None,
        ),
        row("a service that fails is not asked", (service("a", *does("R1"), open_to=None), service("b", status="stopped")), ("a",), "a"),
    ],
)
def test_conditional_names_a_shortlist_one_message_away(candidates, shortlist, named):
    found = steps(case(need(R1), *candidates, presumptions=False))[0]
    assert found.outcome == ("undecided" if shortlist is None else "conditional")
    if shortlist is not None:
        assert (found.shortlist, found.named, codes(found)) == (shortlist, named, ["few_to_ask"])


def test_people_to_ask_are_counted_not_facts():
    """walkthroughs 8.5: five facts of one operator are one message; three people are too many."""
    asked = need(R1, R2, R3, needed_by=date(2027, 1, 31), data=SENSITIVE._replace(personal="yes"))
    one = service("a", *does("R1"), open_to=None, status=None)
    found = steps(case(asked, one, presumptions=False))[0]
    (judged,) = found.assessments
    assert len(judged.asks) >= 5
    assert len(judged.holders) == 1
    assert (found.outcome, found.named) == ("conditional", "a")


def test_three_people_to_ask_are_too_many():
    host = candidate("host", "buy", run_by=("supplier",))
    asked = need(R1, data=SENSITIVE._replace(health="unknown"))
    known = (*does("R1"), fact("hosted_by", "private"), fact("hosting_service", "host"))
    found = steps(case(asked, service("a", *known, open_to=None), services=(host,)))[0]
    assert set(found.assessments[0].holders) == {"provider of a", "list:secnumcloud", "buyer"}
    assert found.outcome == "undecided"
    settled = steps(case(asked._replace(data=SENSITIVE), service("a", *known, open_to=None), services=(host,)))[0]
    assert (settled.outcome, len(settled.assessments[0].holders)) == ("conditional", 2)


def test_without_any_must_one_message_is_enough():
    assert first(need(), service("a", open_to=None)).outcome == "conditional"


@pytest.mark.parametrize(
    ("known", "code"),
    [
        row("a hint of no", (*does("R1"), hint("recording", "no")), "partly"),
        row("a hint of partial cover", (*does("R1"), hint("recording", "partial")), "partly"),
        row("an unverified no", (*does("R1"), fact("recording", "no", "unverified")), "partly"),
        row("a declared no", (*does("R1"), fact("recording", "no", "declared")), "partly"),
        row("one report of no", (*does("R1"), fact("recording", "no", "reported")), "partly"),
        row("an adaptation to cost", (*does("R1"), fact("recording", "no")), "partly"),
        row("nothing established besides", (fact("recording", "no"),), "adaptations_to_cost"),
        row("nothing at all", (), "much_to_ask"),
    ],
)
def test_undecided_says_why(known, code):
    found = first(need(R1, R2), service("a", *known))
    assert (found.outcome, codes(found), found.named) == ("undecided", [code], None)
    assert found.shortlist == ("a",)


@pytest.mark.parametrize("leaning", ["yes", "unknown"])
def test_a_hint_that_leans_neither_to_no_nor_to_partial_leaves_it_conditional(leaning):
    assert first(need(R1, R2), service("a", *does("R1"), hint("recording", leaning))).outcome == "conditional"


def test_a_report_against_any_gate_sets_the_candidate_aside():
    found = first(need(R1), service("a", *does("R1"), fact("status", "stopped", "reported"), status=None))
    assert (found.outcome, found.named) == ("undecided", None)
    assert [one.urgent for one in found.assessments[0].asks] == [True]


def test_a_service_below_acceptance_is_not_said_to_need_an_adaptation():
    found = first(need(acceptance=acceptance(50)), service("a"))
    assert (found.outcome, codes(found), found.shortlist) == ("undecided", ["marks_to_justify"], ("a",))
    both = first(need(R1, acceptance=acceptance(50)), service("a", *does("R1")), service("b", *does("R1", value="no")))
    assert codes(both) == ["adaptations_to_cost"]


def test_below_acceptance_the_step_stays_open_until_the_buyer_records_why():
    asked = need(acceptance=acceptance(50), searched=SEARCHED)
    assert evaluate(case(asked, service("a"))).step == "mutualise"
    assert evaluate(case(asked, service("a", rejection("alive")))).step == "buy"


def test_a_service_near_the_function_is_not_retained_for_it():
    """walkthroughs 1: AudioConf and Webinaire complete, they do not answer."""
    found = first(need(searched=SEARCHED), service("webinaire", **NEAR))
    assert (found.outcome, found.named, found.shortlist, found.certificate) == ("undecided", None, ("webinaire",), None)
    assert [one.code for one in found.assessments[0].reasons] == ["only_near"]


def test_a_service_only_near_the_function_is_not_said_to_miss_facts():
    found = first(need(), service("webinaire", **NEAR))
    assert found.assessments[0].asks == ()
    assert codes(found) != ["much_to_ask"]


def test_a_service_of_the_function_goes_before_one_that_only_helps():
    found = first(need(), service("audioconf", **NEAR), service("visio"))
    assert (found.outcome, found.named, found.shortlist) == ("retained", "visio", ("visio",))


# ---- partial cover -------------------------------------------------------------------------------------------------------


def test_partial_cover_names_the_base_what_it_covers_what_is_missing_and_who_announces_the_rest():
    found = first(
        need(R1, R2, R3),
        service("base", *does("R1", "R3"), hint("recording", "partial")),
        service("less", *does("R1"), *does("R2", "R3", value="no", proof="reported")),
        offer("x", *does("R2", proof="declared")),
        offer("y", *does("R2", proof="unverified")),
        offer("z", *does("R2"), status="stopped"),
    )
    assert codes(found) == ["partly"]
    cover = found.partial
    assert (cover.base, cover.base_name, cover.covered, cover.missing, cover.complements) == ("base", "Base", ("R1", "R3"), ("R2",), ("x",))


@pytest.mark.parametrize(
    ("candidates", "why"),
    [
        ((service("a", *does("R1", "R2")), service("b", *does("R1"), hint("recording", "no"))), "one fits"),
        ((service("a", *does("R1"), hint("recording", "no")), service("b", *does("R1"), open_to=None)), "one is near"),
        ((service("a", hint("guest-access", "no"), hint("recording", "no")),), "nothing covered"),
        (
            (service("a", *does("R1"), hint("recording", "no"), status="stopped"), service("b", hint("recording", "no"))),
            "the base fails elsewhere",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_no_partial_cover_is_named_when(candidates, why):
    assert first(need(R1, R2), *candidates).partial is None, why


def test_partial_cover_is_named_when_no_service_covers_all_even_once_step_1_is_closed():
    """Issue 2, Steps: partial cover is named when no candidate covers all."""
    asked = need(R1, R2, searched=SEARCHED, adaptations=(adaptation("base", "R2", "no"),))
    found = first(asked, service("base", *does("R1"), *does("R2", value="no")), offer("x", *does("R2")))
    assert found.outcome == "exhausted"
    cover = found.partial
    assert (cover.base, cover.covered, cover.missing, cover.complements) == ("base", ("R1",), ("R2",), ("x",))
    assert [one.reason.code for one in found.certificate.lines] == ["adaptation_impossible"]


def test_an_exhausted_step_1_without_a_base_has_no_partial_cover():
    for known in (does("R1", "R2", value="no"), (*does("R1"), *does("R2", value="no"), rejection("alive"))):
        asked = need(R1, R2, searched=SEARCHED, adaptations=tuple(adaptation("base", one, "no") for one in ("R1", "R2")))
        found = first(asked, service("base", *known), offer("x", *does("R2")))
        assert (found.outcome, found.partial) == ("exhausted", None)
    assert first(need(R1, searched=SEARCHED), offer("x", *does("R1"))).partial is None


# ---- step 2: competition is not ours to decide ---------------------------------------------------------------------------


def announced(identifier, *requirements, **more):
    return offer(identifier, *does(*requirements, proof="declared"), **more)


@pytest.mark.parametrize(
    ("candidates", "covers"),
    [
        row("two suppliers announce every must", (announced("x", "R1", "R2"), announced("y", "R1", "R2")), True),
        row("established counts too", (offer("x", *does("R1", "R2")), announced("y", "R1", "R2")), True),
        row("two offers of one supplier", (announced("x", "R1", "R2", provider="p"), announced("y", "R1", "R2", provider="p")), False),
        row("one supplier", (announced("x", "R1", "R2"),), False),
        row("one misses a must", (announced("x", "R1", "R2"), announced("y", "R1")), False),
        row("a memory announces nothing", (announced("x", "R1", "R2"), offer("y", *does("R1", "R2", proof="unverified"))), False),
        row("a failed gate does not count", (announced("x", "R1", "R2"), announced("y", "R1", "R2", status="stopped")), False),
        row("an open gate does", (announced("x", "R1", "R2"), announced("y", "R1", "R2", status="construction")), True),
        row(
            "one report against a must",
            (announced("x", "R1", "R2"), offer("y", *does("R1"), *does("R2", value="no", proof="reported"))),
            False,
        ),
    ],
)
@pytest.mark.parametrize("value", [COMPETITIVE, None], ids=["competitive", "unknown"])
def test_a_competitive_route_asks_for_two_suppliers_that_announce_every_must_and_names_nobody(candidates, covers, value):
    found = second(need(R1, R2, value=value), *candidates)
    assert found.named is None
    if covers:
        assert (found.outcome, codes(found), found.shortlist) == ("retained", ["market_covers"], ())
        assert found.covering == tuple(one.id for one in candidates)
        assert dict(found.reasons[0].values) == {"offers": 2, "suppliers": 2}
    else:
        assert found.outcome == "undecided"


def test_a_fitting_offer_is_still_not_named_under_a_competitive_route():
    for fitting in ((offer("x", *does("R1")),), (offer("x", *does("R1")), offer("y", *does("R1")))):
        answer = evaluate(case(need(R1, value=COMPETITIVE, searched=SEARCHED), *fitting))
        assert (answer.step, answer.named, answer.stopped.named, answer.stopped.rivals) == ("buy", None, None, ())


def test_a_single_fitting_offer_is_counted_among_the_offers_known():
    found = second(need(R1, value=COMPETITIVE), offer("x", *does("R1")))
    assert (found.outcome, found.covering) == ("undecided", ("x",))
    assert found.reasons[0].values["offers"] == 1


def test_offers_known_only_from_memory_cover_nothing():
    memory = {"status": None}
    assert second(need(), *(offer(name, fact("licence", "EUPL", "unverified"), **memory) for name in "xy")).outcome == "undecided"
    assert second(need(), *(offer(name, fact("licence", "EUPL", "reported"), **memory) for name in "xy")).outcome == "retained"


def test_a_direct_route_names_the_first_fitting_offer_and_its_rivals():
    found = second(
        need(R1, value=DIRECT, weights=ONLY_SPEED),
        offer("x", *does("R1")),
        offer("y", *does("R1"), delay(30)),
        announced("z", "R1"),
    )
    assert (found.outcome, found.named, found.rivals, found.shortlist) == ("retained", "y", ("x",), ("y", "x"))
    assert codes(found) == ["offer_fits"]
    assert found.route.direct


def test_of_two_tied_offers_none_is_named_under_a_direct_route():
    found = second(need(R1, value=DIRECT), offer("x", *does("R1")), offer("y", *does("R1")), announced("z", "R1"))
    assert (found.outcome, found.named, found.shortlist, found.covering, codes(found)) == ("retained", None, ("x", "y"), (), ["offer_fits"])
    assert (found.route.route, found.route.direct) == ("exemption", True)


def test_an_offer_only_near_the_function_is_not_ordered_for_it():
    found = second(need(value=DIRECT), offer("x", **NEAR))
    assert (found.outcome, found.named) == ("undecided", None)


def test_offers_only_near_the_function_do_not_make_the_market_cover_it():
    assert second(need(), offer("x", **NEAR), offer("y", **NEAR)).outcome != "retained"


def test_a_direct_route_without_a_fitting_offer_names_nobody():
    assert second(need(R1, value=DIRECT), announced("x", "R1"), announced("y", "R1")).named is None
    near = second(need(R1, R2, value=DIRECT), offer("x", *does("R1")))
    assert (near.outcome, near.named, near.shortlist) == ("conditional", None, ("x",))


def test_step_2_exhausted_says_why():
    for candidates, code in (((), "searched_nothing"), ((offer("x", status="stopped"),), "all_fail")):
        found = second(need(searched=searched("buy")), *candidates)
        assert (found.outcome, codes(found)) == ("exhausted", [code])
        assert found.certificate.step == "buy"
    assert codes(second(need(), offer("x", status="stopped"))) == ["search_missing"]


def test_step_2_one_message_away_names_a_shortlist_never_one():
    found = second(need(R1, R2), offer("x", *does("R1")))
    assert (found.outcome, codes(found), found.shortlist, found.named) == ("conditional", ["few_suppliers_to_ask"], ("x",), None)


def test_step_2_shows_the_closest_five_when_little_is_known():
    found = second(need(R1), *(offer(f"o{n}") for n in range(7)))
    assert (found.outcome, codes(found), found.shortlist) == ("undecided", ["market_not_established"], ("o0", "o1", "o2", "o3", "o4"))
    assert found.reasons[0].values["offers"] == 7


# ---- step 3 --------------------------------------------------------------------------------------------------------------


def third(asked, *candidates):
    found = steps(case(asked._replace(searched=searched("mutualise", "buy")), *candidates))
    assert [one.outcome for one in found[:2]] == ["exhausted", "exhausted"]
    return found[2]


def test_building_is_judged_on_the_buyers_findings():
    found = third(need(weights=ONLY_SPEED), way("in-house", delay(90)), way("mixed", delay(30)), way("contracted"))
    assert (found.outcome, found.named, found.rivals, codes(found)) == ("retained", "mixed", ("contracted",), ["way_fits"])
    assert found.shortlist == ("mixed", "in-house", "contracted")


def test_building_without_findings_is_open_never_retained():
    found = third(need(), way("in-house", team=None), way("mixed", team="no"))
    assert (found.outcome, found.named, found.shortlist, codes(found)) == ("conditional", None, ("in-house",), ["means_to_establish"])
    assert found.assessments[0].holders == ("buyer",)


def test_of_two_tied_ways_to_build_none_is_named_by_its_id():
    found = third(need(), way("in-house"), way("mixed"), way("contracted", team=None))
    assert (found.outcome, found.named, found.shortlist, found.rivals) == ("retained", None, ("in-house", "mixed"), ("mixed",))


def test_a_way_to_build_is_near_when_only_the_buyer_is_to_be_asked():
    one = way("mixed", team=None)._replace(provider="Administration et titulaire")
    found = third(need(data=SENSITIVE._replace(health="yes")), one)
    assert found.outcome == "undecided" or set(found.assessments[0].holders) == {"buyer"}


def test_building_with_too_many_to_ask_is_undecided():
    asked = need(needed_by=date(2027, 1, 31))
    found = third(asked, way("in-house", fact("opens_on", date(2028, 1, 1), "reported")))
    assert (found.outcome, found.shortlist) == ("undecided", ("in-house",))


def test_building_that_fails_every_way_answers_none():
    found = third(need(), way("in-house", team="no"))
    assert (found.outcome, found.shortlist, codes(found)) == ("none", (), ["every_way_fails"])


# ---- routes --------------------------------------------------------------------------------------------------------------

OTHERS = buyer("local")
OPERATOR = buyer("operator")
BEFORE, AFTER = date(2026, 3, 31), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("who", "value", "on", "route", "direct", "known"),
    [
        row("no amount", buyer(), None, DAY, "unknown", False, False),
        row("an amount including VAT is never compared", buyer(), worth(1, "included"), DAY, "unknown", False, False),
        row("law.md 5.1: below 60 000 since April 2026", buyer(), worth("59999.99"), AFTER, "exemption", True, True),
        row("law.md 5.1: 60 000 is not below", buyer(), worth(60000), AFTER, "adapted", False, True),
        row("law.md 5.1.a: 40 000 the day before", buyer(), worth(40000), BEFORE, "adapted", False, True),
        row("law.md 5.1.a: below 40 000 the day before", buyer(), worth("39999.99"), BEFORE, "exemption", True, True),
        row(
            "law.md 5.1.d: an amount that leaves lots out opens nothing",
            buyer(),
            worth(1, covers=("options", "renewals")),
            DAY,
            "exemption",
            False,
            False,
        ),
        row("law.md 5.1.d: nothing said of what it covers", buyer(), worth(1, covers=()), DAY, "exemption", False, False),
        row(
            "law.md 5.1.d: the maximum of a framework counts",
            buyer(),
            worth(20000, framework_maximum=Decimal(90000)),
            DAY,
            "adapted",
            False,
            True,
        ),
        row("law.md 5.1: the State, below 140 000", buyer(), worth("139999.99"), DAY, "adapted", False, True),
        row("law.md 5.1: the State, at 140 000", buyer(), worth(140000), DAY, "formal", False, True),
        row("law.md 0: a town, below 216 000", OTHERS, worth("215999.99"), DAY, "adapted", False, True),
        row("law.md 0: a town, at 216 000", OTHERS, worth(216000), DAY, "formal", False, True),
        row("law.md 0: a hospital, at 216 000", buyer("hospital"), worth(216000), DAY, "formal", False, True),
        row("doubt D12: an operator between both", OPERATOR, worth(150000), DAY, "adapted_or_formal", False, False),
        row("doubt D12: an operator above both", OPERATOR, worth(216000), DAY, "formal", False, True),
        row("doubt D12: an operator below both", OPERATOR, worth(139999), DAY, "adapted", False, True),
        row("a central authority", buyer("operator", central_authority="yes"), worth(150000), DAY, "formal", False, True),
        row(
            "a town is no central authority, whatever it says",
            buyer("local", central_authority="yes"),
            worth(150000),
            DAY,
            "adapted",
            False,
            True,
        ),
        row("not a central authority", buyer("operator", central_authority="no"), worth(150000), DAY, "adapted", False, True),
        row("thresholds end on 31 December 2027", buyer(), worth(900000), date(2028, 1, 1), "unknown", False, False),
        row("their last day", buyer(), worth(900000), date(2027, 12, 31), "formal", False, True),
        row("2025: 143 000", buyer(), worth(142000), date(2025, 12, 31), "adapted", False, True),
    ],
)
def test_the_lightest_route_depends_on_the_amount_the_buyer_and_the_day(who, value, on, route, direct, known):
    found = lightest(need(buyer=who, value=value, on=on), rules(on))
    assert (found.route, found.direct, found.known) == (route, direct, known)
    assert bool(found.references) is (route != "unknown")


@pytest.mark.parametrize(
    "confidence",
    [
        row("a mirror of the text", "Pm"),
        row("from memory", "M"),
        row("a fragile source", "S-"),
    ],
)
def test_an_exemption_opens_a_direct_order_only_on_a_text_that_is_sure(confidence):
    value = LegalValue("ccp.dispense_fs", Decimal(60000), "EUR", Reference("R. 2122-8", confidence), date(2026, 4, 1), None, "excluded")
    ruleset = rules()._replace(values={**rules().values, "ccp.dispense_fs": value})
    assert lightest(need(value=worth(1)), ruleset).direct is (confidence == "Pm")


def test_without_an_exemption_in_force_the_thresholds_decide():
    ruleset = rules()._replace(values={name: value for name, value in rules().values.items() if name != "ccp.dispense_fs"})
    assert lightest(need(value=worth(1)), ruleset).route == "adapted"


# ---- the rules of one day ------------------------------------------------------------------------------------------------

REFERENCE = ["text", "Pm", "article", "address"]


def parameter(identifier, *values, pending=False, tax="excluded"):
    return {
        "id": identifier, "unit": "EUR", "tax": tax, "pending": pending,
        "values": [
            {"starts": start, "ends": end, "value": value, "version": None, "reference": REFERENCE, "verified_on": "2026-11-22"}
            for start, end, value in values
        ],
    }  # fmt: skip


def law(*parameters):
    return {"criteria": [], "gates": [], "routes": [], "obligations": [], "wordings": [], "parameters": list(parameters)}


@pytest.mark.parametrize(
    ("day", "stale"), [(date(2026, 12, 1), ()), (date(2027, 11, 22), ()), (date(2027, 11, 23), ("p",)), (date(2019, 1, 1), ())]
)
def test_a_value_in_force_that_nobody_verified_for_a_year_is_said(day, stale):
    pending = parameter("q", ("2020-01-01", None, "1"), pending=True)
    assert resolve(law(parameter("p", ("2020-01-01", None, "1")), pending), day).stale == stale


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2025, 12, 31), None), (date(2026, 1, 1), 1), (date(2026, 6, 30), 1), (date(2026, 7, 1), 2), (date(2030, 1, 1), 2)],
)
def test_a_legal_value_is_that_of_the_day_the_text_designates(day, expected):
    found = resolve(law(parameter("p", ("2026-01-01", "2026-06-30", "1"), ("2026-07-01", None, "2"))), day)
    assert found.on == day
    if expected is None:
        assert "p" not in found.values
    else:
        assert found.values["p"].value == expected
        assert found.values["p"].ends == (date(2026, 6, 30) if expected == 1 else None)


def test_pending_values_and_versions_are_never_applied():
    pending = parameter("p", ("2020-01-01", None, "1"), pending=True)
    version = parameter("v", ("2020-01-01", None, None), tax=None)
    assert resolve(law(pending, version), DAY).values == {}


def test_every_legal_value_in_force_has_a_reference_and_a_confidence():
    assert len(rules().values) > 20
    for value in rules().values.values():
        assert value.reference.text
        assert value.reference.confidence in ("P", "Pm", "S", "S-", "M")
        assert value.starts <= DAY <= (value.ends or DAY)


# ---- services that a text imposes ----------------------------------------------------------------------------------------


def imposed(kind="central_state", proof="documented"):
    return fact("required_for", (to(kind),), proof)


def test_an_imposed_service_is_shown_first_and_named_whatever_its_rank():
    """design.md section 2, *Steps*; walkthroughs 8.8."""
    found = first(need(weights=ONLY_SPEED), service("a", delay(0)), service("z", delay(300), imposed()))
    assert (found.named, found.shortlist) == ("z", ("z", "a"))
    assert found.imposed.key == "required_for"


def test_an_imposed_service_one_message_away_is_named_before_others():
    found = first(need(R1), service("a", *does("R1"), open_to=None), service("z", *does("R1"), imposed(), open_to=None))
    assert (found.outcome, found.named, found.shortlist) == ("conditional", "z", ("z", "a"))
    assert found.imposed is not None


@pytest.mark.parametrize(
    ("known", "binds"),
    [
        row("for this buyer, one report", (imposed(proof="reported"),), True),
        row("for this buyer, its operator's word", (imposed(proof="declared"),), False),
        row("for another kind", (imposed("hospital"),), False),
        row("nothing says so", (), False),
    ],
)
def test_a_service_is_imposed_only_on_those_the_text_names_and_on_evidence(known, binds):
    assert (first(need(), service("a", *known)).imposed is not None) is binds


def test_a_service_only_near_the_function_is_not_imposed_for_it():
    found = first(need(), service("a", imposed(), functions=("webinar",), near=("video-conference",)))
    assert found.imposed is None


def test_an_imposed_service_still_open_is_shown_beside_one_that_fits():
    found = first(need(), service("a"), service("z", imposed(), open_to=None))
    assert (found.named, found.imposed.candidate) == ("a", "z")


def test_an_imposed_service_that_fails_is_no_longer_shown():
    assert first(need(), service("a"), service("z", imposed(), status="stopped")).imposed is None


@pytest.mark.parametrize("known", [row("both fit", {}), row("both one message away", {"open_to": None})])
def test_of_two_imposed_services_alike_none_is_named_by_its_id(known):
    found = first(need(R1), *(service(name, *does("R1"), imposed(), **known) for name in "ab"))
    assert (found.named, found.shortlist) == (None, ("a", "b"))
