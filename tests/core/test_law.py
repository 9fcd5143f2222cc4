"""What the law adds: value, project base, routes, frameworks, obligations, calendar (law.md sections 4 and 5, walkthroughs 8 and 10)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from core_build import (
    COMPETITIVE,
    CONTINUITY,
    DAY,
    DIRECT,
    FUNCTION,
    NO_DATA,
    SENSITIVE,
    buyer,
    candidate,
    case,
    fact,
    hosting,
    money,
    must,
    need,
    offer,
    row,
    rules,
    searched,
    service,
    steps,
    to,
    way,
    worth,
)

from doctrine.criteria.frameworks import judge, usable
from doctrine.evaluation import evaluate
from doctrine.law.calendar import calendar
from doctrine.law.obligations import FORMAL, obligations
from doctrine.law.routes import direct_routes, lightest, makes_contract, routes
from doctrine.law.value import at_least, exact_value, project_at_least, project_base
from doctrine.model.facts import Framework
from doctrine.model.legal import FrameworkAnswer, ProjectBase, Situation
from doctrine.model.need import CostPart, LotValue, Opinion, ProjectCost, Purpose
from doctrine.model.rules import ObligationRule, Reference, When

S, SB = searched("mutualise"), searched("mutualise", "buy")


# ---- value ---------------------------------------------------------------------------------------------------------------


def lots(*amounts):
    return tuple(LotValue(f"l{n}", Decimal(amount)) for n, amount in enumerate(amounts))


@pytest.mark.parametrize(
    ("value", "amount", "whole", "reasons"),
    [
        row("not said", None, None, False, ("value_missing",)),
        row("everything covered", worth(100), 100, True, ()),
        row("law.md 5.1.d: options left out", worth(100, covers=("renewals", "all_lots")), 100, False, ("not_covered_options",)),
        row("law.md 5.1.d: lots that pass the amount make the value", worth(100, lots=lots(60, 60)), 120, True, ("lots_exceed",)),
        row("lots within the amount", worth(100, lots=lots(40, 60)), 100, True, ()),
        row("law.md 5.1.d: the maximum of a framework", worth(100, framework_maximum=Decimal(500)), 500, True, ("framework_maximum",)),
        row("a maximum below the amount", worth(100, framework_maximum=Decimal(50)), 100, True, ()),
    ],
)
def test_the_value_is_the_whole_need(value, amount, whole, reasons):
    found = exact_value(need(value=value))
    assert (found.amount, found.whole, found.reasons) == (amount, whole, reasons)


@pytest.mark.parametrize(
    ("value", "threshold", "expected"),
    [
        row("on the threshold", worth(100), 100, "yes"),
        row("below, whole", worth(99), 100, "no"),
        row("below, not whole: it may pass it", worth(99, covers=()), 100, "unknown"),
        row("above, not whole: it does", worth(100, covers=()), 100, "yes"),
        row("including VAT is never compared", worth(1000, "included"), 100, "unknown"),
        row("not said", None, 100, "unknown"),
        row("no threshold in force", worth(100), None, "unknown"),
    ],
)
def test_a_value_that_is_not_whole_may_pass_a_threshold_never_stay_under_one(value, threshold, expected):
    assert at_least(exact_value(need(value=value)), None if threshold is None else Fraction(threshold)) == expected


# ---- the DINUM opinion's base --------------------------------------------------------------------------------------------


def part(what, amount, months=None):
    return CostPart(what, Decimal(amount), months)


def project(*parts, tax="included"):
    return need(project_cost=ProjectCost(tax, parts))


WHOLE_PROJECT = (part("build", 2000000, 12), part("run", 2400000, 24), part("staff", 1800000, 36), part("hosting", 720000, 36))


@pytest.mark.parametrize(
    ("asked", "amount", "complete", "reasons"),
    [
        row("not said", need(), None, False, ("project_missing",)),
        row("law.md 4.3: excluding VAT is not the base", project(part("build", 1), tax="excluded"), None, False, ("project_tax",)),
        row("every part, within the months", project(*WHOLE_PROJECT), 6920000, True, ()),
        row(
            "law.md 4.5: running beyond 24 months is left out",
            project(part("build", 2000000, 12), part("run", 4800000, 48), part("staff", 3600000, 72), part("hosting", 720000, 36)),
            2000000 + 2400000 + 1800000 + 720000,
            True,
            (),
        ),
        row("running for an unknown time counts whole", project(*WHOLE_PROJECT, part("run", 100)), 6920100, False, ("months_run",)),
        row(
            "law.md 4.5: staff and hosting are missing",
            project(part("build", 5, 12), part("run", 5, 12)),
            10,
            False,
            ("no_staff", "no_hosting"),
        ),
        row(
            "construction of unknown length: staff and hosting count at least 24 months",
            project(part("build", 5), part("run", 5, 24), part("staff", 60, 60), part("hosting", 24, 24)),
            5 + 5 + 24 + 24,
            False,
            ("months_build",),
        ),
        row("anything else counts whole", project(*WHOLE_PROJECT, part("other", 80000)), 7000000, True, ()),
    ],
)
def test_the_base_is_everything_from_construction_plus_24_months(asked, amount, complete, reasons):
    found = project_base(asked, rules())
    assert (found.amount, found.complete, found.reasons) == (amount, complete, reasons)


def test_without_the_months_of_the_text_in_force_there_is_no_base():
    bare = rules()._replace(values={})
    assert project_base(project(*WHOLE_PROJECT), bare) == ProjectBase(None, False, ("no_value_in_force",))
    assert project_at_least(project_base(project(*WHOLE_PROJECT), bare), NINE) == "unknown"


NINE = Fraction(9000000)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        row("not said", need(), "unknown"),
        row("complete and below", project(*WHOLE_PROJECT), "no"),
        row("law.md 4.3: on 9 M€, `>=`", project(*WHOLE_PROJECT, part("other", 2080000)), "yes"),
        row("incomplete and below may reach it", project(part("build", 4800000, 12)), "unknown"),
        row("incomplete and above", project(part("build", 9000000, 12)), "yes"),
        row("above only by a cost of unknown length", project(*WHOLE_PROJECT, part("run", 9000000)), "unknown"),
        row(
            "construction of unknown length: staff cannot be cut at 24 months",
            project(part("build", 6000000), part("run", 100, 24), part("staff", 6000000, 60), part("hosting", 100, 24)),
            "unknown",
        ),
        row(
            "construction of unknown length, already above",
            project(part("build", 9000000), part("run", 100, 24), part("staff", 6000000, 60), part("hosting", 100, 24)),
            "yes",
        ),
        row(
            "construction of unknown length, above only by a run of unknown length",
            project(part("build", 1), part("run", 9000000), part("staff", 1, 24), part("hosting", 1, 24)),
            "unknown",
        ),
    ],
)
def test_an_incomplete_base_may_reach_the_threshold_never_stay_under_it(asked, expected):
    assert project_at_least(project_base(asked, rules()), NINE) == expected


def test_no_threshold_in_force_leaves_the_opinion_unknown():
    assert project_at_least(project_base(project(*WHOLE_PROJECT), rules()), None) == "unknown"


# ---- frameworks ----------------------------------------------------------------------------------------------------------


def framework(*known, kind="purchasing_body", functions=(FUNCTION,), body=(), identifier="fw"):
    return Framework(
        identifier, identifier.title(), "UGAP", kind, functions, candidate(identifier, "buy", *known), candidate("ugap", "buy", *body)
    )


ELIGIBLE = fact("eligible_buyers", (to("any"),))
ENDS = fact("ends_on", date(2028, 6, 30))
CEILING, SPENT = fact("ceiling", money(1000000)), fact("spent", money(100000))
#: A need whose whole value the framework can still carry.
WITHIN = need(value=COMPETITIVE)
CARRIES = fact("carries", ("x",))
ALL = (ELIGIBLE, ENDS, CEILING, SPENT, CARRIES)


def without(key, *more):
    return (*(one for one in ALL if one.key != key), *more)


@pytest.mark.parametrize(
    ("known", "more", "state", "missing"),
    [
        row("everything established", ALL, {}, "open", ()),
        row("walkthroughs 11: a network is no purchasing body", ALL, {"kind": "network"}, "closed", ()),
        row("eligibility from the body", without("eligible_buyers"), {"body": (ELIGIBLE,)}, "open", ()),
        row("eligibility not known", without("eligible_buyers"), {}, "unknown", ("eligible_buyers",)),
        row("not eligible", without("eligible_buyers", fact("eligible_buyers", (to("local"),))), {}, "closed", ("eligible_buyers",)),
        row(
            "not eligible, one report",
            without("eligible_buyers", fact("eligible_buyers", (to("local"),), "reported")),
            {},
            "unknown",
            ("eligible_buyers",),
        ),
        row("expired, documented", (*ALL, fact("status", "expired")), {}, "closed", ("status",)),
        row("expired, one report", (*ALL, fact("status", "expired", "reported")), {}, "unknown", ("status",)),
        row("expired, from memory: to be verified", (*ALL, fact("status", "expired", "unverified")), {}, "unknown", ("status",)),
        row("in force, whoever says it", (*ALL, fact("status", "in_force", "declared")), {}, "open", ()),
        row("begun on the day", (*ALL, fact("starts_on", DAY)), {}, "open", ()),
        row("not yet begun, one report", (*ALL, fact("starts_on", date(2027, 1, 1), "reported")), {}, "unknown", ("starts_on",)),
        row("not yet begun, from memory", (*ALL, fact("starts_on", date(2027, 1, 1), "unverified")), {}, "unknown", ("starts_on",)),
        row("end not known", without("ends_on"), {}, "unknown", ("ends_on",)),
        row("over the day before", without("ends_on", fact("ends_on", date(2026, 11, 30))), {}, "closed", ("ends_on",)),
        row("its last day", without("ends_on", fact("ends_on", DAY)), {}, "open", ()),
        row("over, one report", without("ends_on", fact("ends_on", date(2026, 11, 30), "reported")), {}, "unknown", ("ends_on",)),
        row("an end that is only said", without("ends_on", fact("ends_on", date(2028, 1, 1), "declared")), {}, "unknown", ("ends_on",)),
        row("maximum spent", without("spent", fact("spent", money(1000000))), {}, "closed", ()),
        row("maximum not known", without("ceiling"), {}, "unknown", ("ceiling",)),
        row("spending not known", without("spent"), {}, "unknown", ("ceiling",)),
        row("two tax bases", without("spent", fact("spent", money(1, "included"))), {}, "unknown", ("ceiling",)),
        row("spending from a paper", without("spent", fact("spent", money(1), "reported")), {}, "unknown", ("ceiling",)),
        row("an amount that is none", without("spent", fact("spent", "little")), {}, "unknown", ("ceiling",)),
        row("nothing carried is known", without("carries"), {}, "unknown", ("carries",)),
        row("carried by its own word", without("carries", fact("carries", ("x",), "declared")), {}, "unknown", ("carries",)),
        row(
            "not yet begun on the day",
            (*ALL, fact("starts_on", date(2027, 1, 1))),
            {},
            "closed",
            ("starts_on",),
        ),
        row(
            "two documents on the framework disagree, its body is open to all",
            without("eligible_buyers", ELIGIBLE._replace(publisher="a"), fact("eligible_buyers", (to("local"),), by="b")),
            {"body": (ELIGIBLE,)},
            "unknown",
            ("eligible_buyers",),
        ),
        row(
            "one document of its body closes it, another of that day opens it on a condition",
            without("eligible_buyers"),
            {
                "body": (
                    fact("eligible_buyers", (to("local"),), by="a"),
                    fact("eligible_buyers", (to("central_state", ministry="armees"),), by="b"),
                )
            },
            "unknown",
            ("eligible_buyers",),
            bad="frameworks.py `judge`: the conditional document is set aside, so two that conflict close (`_eligible` leaves it unknown)",
        ),
        row(
            "one report against, another on a condition",
            without(
                "eligible_buyers",
                fact("eligible_buyers", (to("local"),), "reported", "2026-06", by="a"),
                fact("eligible_buyers", (to("central_state", ministry="armees"),), "reported", "2026-05", by="b"),
            ),
            {},
            "unknown",
            ("eligible_buyers",),
        ),
        row(
            "open to members: a condition that the need cannot say",
            without("eligible_buyers", fact("eligible_buyers", (to("any", needs=(("fr", "adhérent"),)),))),
            {},
            "unknown",
            ("eligible_buyers",),
        ),
        row(
            "open to one ministry, which the need does not say",
            without("eligible_buyers", fact("eligible_buyers", (to("central_state", ministry="armees"),))),
            {},
            "unknown",
            ("eligible_buyers",),
        ),
        row(
            "a memory on the framework beside a document of its body",
            without("eligible_buyers", fact("eligible_buyers", (to("any"),), "unverified")),
            {"body": (ELIGIBLE,)},
            "open",
            (),
        ),
    ],
)
def test_a_framework_is_open_only_when_eligibility_term_maximum_and_offers_are_established(known, more, state, missing):
    found = judge(case(WITHIN), framework(*known, **more))
    assert (found.state, found.missing) == (state, missing)


@pytest.mark.parametrize(
    "known",
    [
        row("ends", without("ends_on", fact("ends_on", date(2026, 11, 30), by="a"), fact("ends_on", date(2028, 1, 1), by="b"))),
        row(
            "whether it is expired",
            (*ALL, fact("status", "expired", by="a"), fact("status", "in_force", by="b")),
        ),
        row(
            "when it begins",
            (*ALL, fact("starts_on", date(2027, 1, 1), by="a"), fact("starts_on", DAY, by="b")),
        ),
    ],
)
def test_two_documents_that_disagree_leave_a_framework_to_read(known):
    found = judge(case(WITHIN), framework(*known))
    assert found.state == "unknown"
    assert found.missing


@pytest.mark.parametrize(
    ("value", "state"),
    [
        row("within what is left", worth(900000), "open"),
        row("R. 2162-4: this need would pass the maximum", worth("900000.01"), "closed"),
        row("not said", None, "unknown"),
        row("in another tax basis", worth(1, "included"), "unknown"),
        row(
            "a value that may pass it: options left out",
            worth(900000, covers=("renewals", "all_lots")),
            "unknown",
        ),
        row(
            "lots that pass it make the value",
            worth(1, lots=lots(500000, 500000)),
            "closed",
        ),
    ],
)
def test_a_framework_must_still_carry_the_whole_need(value, state):
    found = judge(case(need(value=value)), framework(*ALL))
    assert found.state == state
    assert found.missing == (("ceiling",) if state == "unknown" else ())


@pytest.mark.parametrize(
    "against",
    [
        row("over", ("ends_on", date(2026, 11, 30))),
        row("expired", ("status", "expired")),
        row("not yet begun", ("starts_on", date(2027, 1, 1))),
    ],
)
def test_two_publishers_against_a_framework_close_it(against):
    key, value = against
    known = without(key, *(fact(key, value, "reported", by=name) for name in "ab"))
    assert judge(case(WITHIN), framework(*known)).state == "closed"


@pytest.mark.parametrize(
    ("own", "body", "fee"),
    [
        row("nobody says", (), (), ""),
        row("the framework's own", (fact("fee", "3 %"),), (fact("fee", "5 %"),), "3 %"),
        row("its body's", (), (fact("fee", "5 %", "declared"),), "5 %"),
        row("a memory is never printed", (fact("fee", "3 %", "unverified"),), (fact("fee", "5 %"),), "5 %"),
        row("not words", (fact("fee", Decimal(3)),), (), ""),
    ],
)
def test_the_fee_of_a_framework_is_its_own_or_its_bodys(own, body, fee):
    assert judge(case(WITHIN), framework(*ALL, *own, body=body)).fee == fee


def test_only_frameworks_of_the_function_that_are_not_closed_are_shown():
    asked = case(need())._replace(
        frameworks=(
            framework(*ALL, functions=()),
            framework(*ALL, functions=("payroll",), identifier="b"),
            framework(*ALL, kind="network", identifier="c"),
        )
    )
    assert [one.id for one in usable(asked)] == ["fw"]


@pytest.mark.parametrize(("months", "outlives"), [(None, None), (18, False), (19, True)])
def test_a_need_that_outlives_the_framework_is_said(months, outlives):
    """walkthroughs 8.10: R. 2162-5."""
    value = worth(1, months=months)
    assert judge(case(need(value=value)), framework(*ALL)).outlives is outlives
    later = need(value=value, needed_by=date(2027, 12, 1))
    assert judge(case(later), framework(*ALL)).outlives is (None if months is None else True)


def bought(asked, *candidates, frameworks):
    return steps(case(asked._replace(searched=S), *candidates)._replace(frameworks=frameworks))[1]


FITTING = (offer("x", fact("guest-access", "yes")), offer("y", fact("guest-access", "yes")))
R1 = must("R1", "guest-access")


def test_an_open_framework_names_the_fitting_offer_it_carries_even_above_the_thresholds():
    found = bought(need(R1, value=COMPETITIVE), *FITTING, frameworks=(framework(*without("carries", fact("carries", ("y",)))),))
    assert (found.route.route, found.route.direct, found.named, found.shortlist) == ("central_purchasing", True, "y", ("y",))


def test_a_framework_still_to_read_names_nobody():
    found = bought(need(R1, value=COMPETITIVE), *FITTING, frameworks=(framework(*without("ends_on")),))
    assert (found.route.route, found.named, found.outcome) == ("formal", None, "retained")


def test_any_open_framework_that_carries_a_fitting_offer_lets_it_be_named():
    frameworks = (
        framework(*without("carries", fact("carries", ("other",)))),
        framework(*without("carries", fact("carries", ("y",))), identifier="second"),
    )
    assert bought(need(R1, value=COMPETITIVE), *FITTING, frameworks=frameworks).named == "y"


def test_the_route_of_a_named_offer_names_only_frameworks_that_carry_it():
    frameworks = (
        framework(*without("carries", fact("carries", ("other",)))),
        framework(*without("carries", fact("carries", ("y",))), identifier="second"),
    )
    found = bought(need(R1, value=COMPETITIVE), *FITTING, frameworks=frameworks)
    assert (found.named, found.route.values["framework"]) == ("y", ("Second",))


@pytest.mark.parametrize(
    ("value", "frameworks", "expected"),
    [
        row("nothing direct", COMPETITIVE, (), []),
        row("below the exemption", DIRECT, (), ["exemption"]),
        row("an open framework", COMPETITIVE, ("open",), ["central_purchasing"]),
        row("both, the lightest first", DIRECT, ("open",), ["central_purchasing", "exemption"]),
        row("a framework to read lets nobody order", COMPETITIVE, ("unknown",), []),
        row("no amount", None, ("open",), ["central_purchasing"]),
    ],
)
def test_direct_routes_are_those_that_let_one_order_directly(value, frameworks, expected):
    known = tuple(FrameworkAnswer(f"f{n}", f"F{n}", "UGAP", state, (), ("x", f"y{n}")) for n, state in enumerate(frameworks))
    asked, situation = need(value=value), Situation("buy", frameworks=known)
    found = direct_routes(asked, rules(), situation)
    assert [one.route for one in found] == expected
    assert all(one.direct and one.known and one.references for one in found)
    assert all(one.values["carries"] == ("x", "y0") for one in found if one.route == "central_purchasing")
    assert lightest(asked, rules(), situation) == lightest(asked, rules()), "a framework is a direct route, never the lightest one"


def test_each_open_framework_lends_only_what_it_carries():
    known = tuple(FrameworkAnswer(name, name.title(), "UGAP", "open", (), ("x", name)) for name in ("a", "b"))
    found = direct_routes(need(value=COMPETITIVE), rules(), Situation("buy", frameworks=known))
    assert [(one.values["framework"], one.values["carries"]) for one in found] == [(("A",), ("x", "a")), (("B",), ("x", "b"))]


def test_an_open_framework_does_not_close_the_exemption():
    frameworks = (framework(*without("carries", fact("carries", ("other",)))),)
    assert bought(need(R1, value=DIRECT), offer("x", fact("guest-access", "yes")), frameworks=frameworks).named == "x"


# ---- routes --------------------------------------------------------------------------------------------------------------


def route(name, asked, **situation):
    found = {one.id: one for one in routes(asked, rules(asked.on), Situation(situation.pop("step", "buy"), **situation))}[name]
    return found.state, found.reason


OPEN_FW = FrameworkAnswer("a", "A", "UGAP", "open", ())
TO_READ = FrameworkAnswer("b", "B", "UGAP", "unknown", ("ends_on",))


@pytest.mark.parametrize(
    ("name", "asked", "situation", "state", "reason"),
    [
        row(
            "law.md 5.10: a service of the same State", "own_means", need(), {"step": "mutualise", "same_body": True}, "open", "own_service"
        ),
        row("law.md 5.11: a service of another body", "own_means", need(), {"step": "mutualise"}, "unknown", "other_body"),
        row("law.md 5.10: building with one's own means", "own_means", need(), {"step": "build"}, "open", "own_build"),
        row(
            "walkthroughs 8.10: free software known",
            "free_software_no_purchase",
            need(),
            {"step": "mutualise", "free_software": True},
            "unknown",
            "free_known",
        ),
        row("no free software known", "free_software_no_purchase", need(), {"step": "mutualise"}, "unknown", "free_none"),
        row("law.md 5.12: an open framework", "central_purchasing", need(), {"frameworks": (TO_READ, OPEN_FW)}, "open", "framework_open"),
        row("law.md 5.12: a framework to read", "central_purchasing", need(), {"frameworks": (TO_READ,)}, "unknown", "framework_to_read"),
        row("no framework known", "central_purchasing", need(), {}, "unknown", "framework_none"),
        row("below the exemption", "exemption", need(value=DIRECT), {}, "open", "exemption_below"),
        row("at the exemption", "exemption", need(value=worth(60000)), {}, "closed", "exemption_above"),
        row("not whole", "exemption", need(value=worth(1, covers=())), {}, "unknown", "exemption_not_whole"),
        row("amount not said", "exemption", need(), {}, "unknown", "value_missing"),
        row("amount including VAT", "exemption", need(value=worth(1, "included")), {}, "unknown", "value_tax"),
        row("no exemption in force that day", "exemption", need(value=worth(1), on=date(2019, 1, 1)), {}, "unknown", "no_value_in_force"),
        row(
            "doubt D10: innovation is never opened by the tool",
            "innovative",
            need(value=worth(90000)),
            {},
            "unknown",
            "innovative_to_reason",
        ),
        row("law.md 5.1: innovation from 100 000", "innovative", need(value=worth(100000)), {}, "closed", "innovative_above"),
        row("no lots said", "small_lot_exempt", need(value=worth(1)), {}, "unknown", "lots_missing"),
        row("no value", "small_lot_exempt", need(), {}, "unknown", "lots_missing"),
        row(
            "lots that are not all said",
            "small_lot_exempt",
            need(value=worth(1, lots=lots(1), covers=("options", "renewals"))),
            {},
            "unknown",
            "lots_missing",
        ),
        row("lots including VAT", "small_lot_exempt", need(value=worth(1, "included", lots=lots(1))), {}, "unknown", "value_tax"),
        row(
            "lots on a day without a value",
            "small_lot_exempt",
            need(value=worth(1, lots=lots(1)), on=date(2019, 1, 1)),
            {},
            "unknown",
            "no_value_in_force",
        ),
        row("no small lot", "small_lot_adapted", need(value=worth(500000, lots=lots(250000, 250000))), {}, "closed", "lot_adapted_no_lot"),
        row(
            "law.md 5.1: R. 2123-1, all within 20 %",
            "small_lot_adapted",
            need(value=worth(500000, lots=lots(400000, 50000, 50000))),
            {},
            "open",
            "lot_adapted_all",
        ),
        row(
            "R. 2123-1, some within 20 %",
            "small_lot_adapted",
            need(value=worth(500000, lots=lots(350000, 75000, 75000))),
            {},
            "open",
            "lot_adapted_some",
        ),
        row(
            "R. 2123-1, the smallest passes 20 %",
            "small_lot_adapted",
            need(value=worth(300000, lots=lots(225000, 75000))),
            {},
            "closed",
            "lot_adapted_share",
        ),
        row("law.md 5.1: below the gazette's amount", "adapted", need(value=worth(89999)), {}, "open", "adapted_free"),
        row("law.md 5.1: from 90 000, the gazette", "adapted", need(value=worth(90000)), {}, "open", "adapted_gazette"),
        row(
            "a GIP's tier is not in the texts read",
            "adapted",
            need(value=worth(90000), buyer=buyer("gip")),
            {},
            "open",
            "adapted_tier_unknown",
        ),
        row("formal due", "adapted", need(value=COMPETITIVE), {}, "closed", "formal_due"),
        row("below the threshold, not whole", "adapted", need(value=worth(1000, covers=())), {}, "unknown", "adapted_not_whole"),
        row("doubt D12", "adapted", need(value=worth(150000), buyer=buyer("operator")), {}, "unknown", "buyer_status"),
        row("adapted, amount not said", "adapted", need(), {}, "unknown", "value_missing"),
        row("adapted, including VAT", "adapted", need(value=worth(1, "included")), {}, "unknown", "value_tax"),
        row("adapted, no threshold that day", "adapted", need(value=worth(1), on=date(2028, 1, 1)), {}, "unknown", "no_value_in_force"),
        row("formal, due", "formal", need(value=COMPETITIVE), {}, "open", "formal_due"),
        row("formal, possible below", "formal", need(value=DIRECT), {}, "open", "formal_possible"),
        row("formal, not known", "formal", need(), {}, "open", "formal_unknown"),
        row("formal, no threshold that day", "formal", need(value=COMPETITIVE, on=date(2028, 1, 1)), {}, "open", "formal_unknown"),
        row(
            "law.md 5.20: partnership while the market is not exhausted",
            "innovation_partnership",
            need(),
            {"step": "build", "exhausted": ("mutualise",)},
            "closed",
            "partnership_market",
        ),
        row(
            "law.md 5.20: partnership once both are",
            "innovation_partnership",
            need(),
            {"step": "build", "exhausted": ("mutualise", "buy")},
            "unknown",
            "partnership_possible",
        ),
        row("law.md 5.16: exclusivity with two suppliers", "exclusivity", need(), {"suppliers": 2}, "closed", "exclusivity_suppliers"),
        row("law.md 5.16: exclusivity asks for a proof", "exclusivity", need(), {"suppliers": 1}, "unknown", "needs_proof"),
        row(
            "walkthroughs 8.10: bridging a contract in force",
            "bridge_contract",
            need(purpose=Purpose("renewal")),
            {},
            "unknown",
            "bridge_to_verify",
        ),
        row("no contract to bridge", "bridge_contract", need(purpose=Purpose("new")), {}, "closed", "bridge_no_contract"),
        row("nothing said of a contract", "bridge_contract", need(), {}, "unknown", "bridge_to_verify"),
    ],
)
def test_a_route_is_open_closed_or_unknown_for_a_reason(name, asked, situation, state, reason):
    assert route(name, asked, **situation) == (state, reason)


@pytest.mark.parametrize("step", ["mutualise", "buy", "build"])
def test_routes_come_lightest_first_with_their_texts_at_the_steps_they_serve(step):
    order = {rule.id: rule.order for rule in rules().routes}
    found = routes(need(value=DIRECT), rules(), Situation(step))
    assert [order[one.id] for one in found] == sorted(order[one.id] for one in found)
    assert {one.id for one in found} == {rule.id for rule in rules().routes if step in rule.steps}, (
        "each route of the law files has its condition"
    )
    assert all(one.references for one in found)


def test_routes_that_only_the_buyer_can_reason_are_never_opened_by_the_tool():
    reasoned = {
        "existing_framework", "in_house", "public_cooperation", "additional_deliveries", "similar_services", "essential_interests",
        "rd_services", "group_order", "reserved", "dynamic_system", "negotiated", "competitive_dialogue", "innovative", "exclusivity",
    }  # fmt: skip
    known = {rule.id for rule in rules().routes}
    assert reasoned <= known
    for value in (None, DIRECT, worth(90000), COMPETITIVE):
        for step in ("buy", "build"):
            for one in routes(need(value=value), rules(), Situation(step, exhausted=("mutualise", "buy"))):
                assert one.id not in reasoned or one.state != "open"


def test_without_its_route_a_choice_has_no_reference():
    bare = rules()._replace(routes=())
    assert lightest(need(value=COMPETITIVE), bare).references == ()
    assert lightest(need(value=DIRECT), bare).route == "adapted"


def test_a_route_the_program_has_no_condition_for_is_left_out():
    unknown = rules().routes[0]._replace(id="teleport")
    assert routes(need(), rules()._replace(routes=(unknown,)), Situation("buy")) == ()


@pytest.mark.parametrize(
    ("name", "contract"),
    [
        ("formal", True),
        ("exemption", True),
        ("central_purchasing", True),
        ("own_means", False),
        ("in_house", False),
        ("free_software_no_purchase", False),
        ("", False),
    ],
)
def test_some_routes_make_no_contract(name, contract):
    assert makes_contract(name) is contract


# ---- obligations ---------------------------------------------------------------------------------------------------------


def applies(when, asked=None, confidence="P", severity="must", voice=None, **situation):
    rule = ObligationRule("o", "area", When(**when), (Reference("text", confidence),), severity, voice)
    found = obligations(asked or need(), rules()._replace(obligations=(rule,)), Situation(situation.pop("step", "buy"), **situation))
    return (found[0].applies, found[0].missing) if found else ("no", ())


NEW, RENEWAL = need(purpose=Purpose("new")), need(purpose=Purpose("renewal"))


@pytest.mark.parametrize(
    ("when", "asked", "situation", "expected"),
    [
        row("no condition", {}, None, {}, "yes"),
        row("the buyer's kind", {"buyer": ("central_state",)}, None, {}, "yes"),
        row("another kind", {"buyer": ("local",)}, None, {}, "no"),
        row("since a past day", {"since": "2026-12-01"}, None, {}, "yes"),
        row("since a day to come", {"since": "2026-12-02"}, None, {}, "no"),
        row("since a day nobody knows", {"since": "no.such.day"}, None, {}, "unknown"),
        row("since the day a parameter holds", {"since": "sren.art31"}, None, {}, "yes"),
        row("until today", {"until": "2026-12-01"}, None, {}, "yes"),
        row("until yesterday", {"until": "2026-11-30"}, None, {}, "no"),
        row("until a day nobody knows", {"until": "no.such.day"}, None, {}, "unknown"),
        row("the step", {"step": ("buy",)}, None, {}, "yes"),
        row("another step", {"step": ("build",)}, None, {}, "no"),
        row("the function", {"function": (FUNCTION,)}, None, {}, "yes"),
        row("another function", {"function": ("payroll",)}, None, {}, "no"),
        row("a renewal", {"purpose": "renewal"}, RENEWAL, {}, "yes"),
        row("not a renewal", {"purpose": "renewal"}, NEW, {}, "no"),
        row("purpose not said", {"purpose": "renewal"}, None, {}, "unknown"),
        row("personal data", {"personal": "yes"}, need(data=NO_DATA._replace(personal="yes")), {}, "yes"),
        row("no personal data", {"personal": "yes"}, None, {}, "no"),
        row("personal data not said", {"personal": "yes"}, need(data=NO_DATA._replace(personal="unknown")), {}, "unknown"),
        row("health data", {"health": "yes"}, need(data=NO_DATA._replace(health="yes")), {}, "yes"),
        row("sensitive data", {"sensitive": "yes"}, None, {"sensitive": "yes"}, "yes"),
        row("a private cloud", {"cloud": "private"}, None, {"private_cloud": "unknown"}, "unknown"),
        row("a marking", {"marking": ("restricted",)}, need(data=NO_DATA._replace(marking="restricted")), {}, "yes"),
        row("another marking", {"marking": ("restricted",)}, None, {}, "no"),
        row("marking not said", {"marking": ("restricted",)}, need(data=NO_DATA._replace(marking="unknown")), {}, "unknown"),
        row("a framework of one's own", {"framework": "yes"}, need(value=worth(1, framework_maximum=Decimal(2))), {}, "yes"),
        row("no framework", {"framework": "yes"}, need(value=worth(1)), {}, "no"),
        row("framework not said", {"framework": "yes"}, None, {}, "unknown"),
        row("one lot", {"lots": "one"}, need(value=worth(1)), {}, "yes"),
        row("several lots", {"lots": "several"}, need(value=worth(2, lots=lots(1, 1))), {}, "yes"),
        row("lots not said", {"lots": "one"}, None, {}, "unknown"),
        row("a value above", {"value_at_least": "ccp.dispense_fs"}, need(value=worth(60000)), {}, "yes"),
        row("a value below", {"value_at_least": "ccp.dispense_fs"}, need(value=worth(59999)), {}, "no"),
        row("below is the contrary", {"value_below": "ccp.dispense_fs"}, need(value=worth(59999)), {}, "yes"),
        row("below, above", {"value_below": "ccp.dispense_fs"}, need(value=worth(60000)), {}, "no"),
        row("below, not said", {"value_below": "ccp.dispense_fs"}, None, {}, "unknown"),
        row("a threshold not in force", {"value_at_least": "no.such"}, need(value=worth(1)), {}, "unknown"),
        row("the formal threshold of one's kind", {"value_at_least": FORMAL}, need(value=worth(140000)), {}, "yes"),
        row("of another kind", {"value_at_least": FORMAL}, need(value=worth(140000), buyer=buyer("local")), {}, "no"),
        row("doubt D12", {"value_at_least": FORMAL}, need(value=worth(150000), buyer=buyer("operator")), {}, "unknown"),
        row("law.md 4.3: the DINUM opinion", {"project_at_least": "dinum.avis_seuil"}, project(part("build", 9000000, 12)), {}, "yes"),
        row("the very route", {"route": ("formal",)}, None, {"route": "formal"}, "yes"),
        row("another route", {"route": ("formal",)}, None, {"route": "adapted"}, "no"),
        row("a route that orders directly", {"route": ("direct",)}, None, {"route": "exemption"}, "yes"),
        row("a competitive route", {"route": ("competitive",)}, None, {"route": "formal"}, "yes"),
        row("a competitive route is not direct", {"route": ("direct",)}, None, {"route": "formal"}, "no"),
        row("a contract", {"route": ("contract",)}, None, {"route": "formal"}, "yes"),
        row("no contract", {"route": ("contract",)}, None, {"route": "own_means"}, "no"),
        row("no route at step 1", {"route": ("contract",)}, None, {"step": "mutualise"}, "no"),
        row("no route yet", {"route": ("contract",)}, None, {}, "unknown"),
        row("a route not known is a contract", {"route": ("contract",)}, None, {"route": "unknown"}, "yes"),
        row("a route not known may be formal", {"route": ("formal",)}, None, {"route": "unknown"}, "unknown"),
        row("a route not known may be direct", {"route": ("direct",)}, None, {"route": "unknown"}, "unknown"),
        row("a route not known may be competitive", {"route": ("competitive",)}, None, {"route": "unknown"}, "unknown"),
        row("adapted or formal is competitive", {"route": ("competitive",)}, None, {"route": "adapted_or_formal"}, "yes"),
        row("adapted or formal is a contract", {"route": ("contract",)}, None, {"route": "adapted_or_formal"}, "yes"),
        row("adapted or formal is not direct", {"route": ("direct",)}, None, {"route": "adapted_or_formal"}, "no"),
        row("adapted or formal may be formal", {"route": ("formal",)}, None, {"route": "adapted_or_formal"}, "unknown"),
        row("adapted or formal is no exemption", {"route": ("exemption",)}, None, {"route": "adapted_or_formal"}, "no"),
        row("one no settles it", {"buyer": ("local",), "purpose": "renewal"}, None, {}, "no"),
        row("one unknown leaves it open", {"buyer": ("central_state",), "purpose": "renewal"}, None, {}, "unknown"),
    ],
)
def test_an_obligation_is_a_conjunction_where_what_nobody_answered_stays_open(when, asked, situation, expected):
    found, missing = applies(when, asked, **situation)
    assert found == expected
    assert bool(missing) is (expected == "unknown")


@pytest.mark.parametrize(("confidence", "severity"), [("P", "must"), ("Pm", "must"), ("S", "must"), ("S-", "verify"), ("M", "verify")])
def test_an_obligation_on_unsure_texts_is_a_point_to_verify(confidence, severity):
    rule = ObligationRule("o", "area", When(), (Reference("text", confidence),), "must", None)
    (found,) = obligations(need(), rules()._replace(obligations=(rule,)), Situation("buy"))
    assert found.severity == severity


def test_an_obligation_to_hear_somebody_shows_the_opinion_recorded():
    asked = need(opinions=(Opinion("it", "favourable", DAY), Opinion("dinum", "with reserves", DAY)))
    for voice, recorded in (("dinum", "with reserves"), ("sponsor", None), (None, None)):
        rule = ObligationRule("o", "area", When(), (Reference("text", "P"),), "must", voice)
        (found,) = obligations(asked, rules()._replace(obligations=(rule,)), Situation("buy"))
        assert (found.voice, found.recorded) == (voice, recorded)


def test_every_obligation_of_the_law_files_has_a_text():
    assert rules().obligations
    assert all(rule.references for rule in rules().obligations)


# ---- calendar ------------------------------------------------------------------------------------------------------------


def days(**purpose):
    return [(line.code, line.day, line.past) for line in calendar(need(purpose=Purpose("renewal", **purpose)), rules())]


def test_a_new_need_has_no_calendar():
    assert calendar(need(), rules()) == ()
    assert calendar(need(purpose=Purpose("new", contract_ends=date(2027, 6, 30))), rules()) == ()


def test_a_renewal_shows_its_notice_and_its_end():
    """walkthroughs 1: three months' notice before 30 June 2027."""
    found = {code: (day, past) for code, day, past in days(contract_ends=date(2027, 6, 30), notice_months=3)}
    assert found["notice"] == (date(2027, 3, 30), False)
    assert found["contract_ends"] == (date(2027, 6, 30), False)
    assert list(found.values()) == sorted(found.values())


def test_a_notice_already_past_is_said():
    found = {code: past for code, _, past in days(contract_ends=date(2027, 1, 31), notice_months=3)}
    assert found["notice"] is True
    assert {code for code, _, past in days(contract_ends=date(2026, 11, 30)) if past} == {"contract_ends"}


def test_a_renewal_without_an_end_has_no_calendar():
    assert days(notice_months=3) == []


@pytest.mark.parametrize(("needed_by", "gap"), [(None, None), (date(2027, 6, 30), None), (date(2027, 7, 10), 10)])
def test_a_gap_between_two_contracts_is_said(needed_by, gap):
    asked = need(purpose=Purpose("renewal", contract_ends=date(2027, 6, 30)), needed_by=needed_by)
    assert [line.values["days"] for line in calendar(asked, rules()) if line.code == "gap"] == ([] if gap is None else [gap])


def test_days_of_law_that_fall_before_the_end_are_shown_when_known():
    inside = {
        line.code for line in calendar(need(purpose=Purpose("renewal", contract_ends=date(2030, 1, 1)), on=date(2023, 1, 1)), rules())
    }
    bare = {line.code for line in calendar(need(purpose=Purpose("renewal", contract_ends=date(2030, 1, 1))), rules()._replace(dates={}))}
    assert {"dact_frais_interdits", "dact_application"} <= inside
    assert bare == {"contract_ends"}


# ---- the legal view of a recommendation ----------------------------------------------------------------------------------

HOSTED = fact("hosted_by", "private")


@pytest.mark.parametrize(
    ("asked", "candidates", "step", "chosen", "otherwise"),
    [
        row("step 1", need(value=COMPETITIVE), (service("a"),), "mutualise", None, "formal"),
        row("step 1, value not said", need(), (service("a"),), "mutualise", None, "unknown"),
        row(
            "step 1, doubt D12", need(value=worth(150000), buyer=buyer("operator")), (service("a"),), "mutualise", None, "adapted_or_formal"
        ),
        row(
            "step 1, a State service for the State",
            need(value=DIRECT),
            (service("a", provider="DINUM"),),
            "mutualise",
            "own_means",
            "exemption",
        ),
        row(
            "step 1, a State service for a town",
            need(buyer=buyer("local")),
            (service("a", provider="DINUM"),),
            "mutualise",
            None,
            "unknown",
        ),
        row(
            "step 1, tied, one of them of another body",
            need(),
            (service("a", provider="DINUM"), service("b")),
            "mutualise",
            None,
            "unknown",
        ),
        row("step 1, nobody", need(), (), "mutualise", None, "unknown"),
        row("step 2", need(value=COMPETITIVE, searched=S), FITTING, "buy", "formal", None),
        row("step 2, direct", need(R1, value=DIRECT, searched=S), FITTING, "buy", "exemption", None),
        row("step 2, a value that is not whole", need(value=worth(1, covers=()), searched=S), FITTING, "buy", "unknown", None),
        row("step 3, value not said", need(searched=SB), (way("w"),), "build", "unknown", None),
        row("step 3, by others", need(value=COMPETITIVE, searched=SB), (way("contracted"),), "build", "formal", None),
        row("step 3, by one's own means", need(value=COMPETITIVE, searched=SB), (way("in-house"),), "build", "own_means", None),
        row("step 3, nobody named", need(value=COMPETITIVE, searched=SB), (way("in-house", team=None),), "build", "unknown", None),
        row("step 3, second door", need(searched=S, continuity=CONTINUITY), (way("w"),), "build", "unknown", None),
    ],
)
def test_the_legal_view_shows_routes_obligations_and_the_route_taken(asked, candidates, step, chosen, otherwise):
    answer = evaluate(case(asked, *candidates))
    assert answer.step == step
    assert (answer.legal.lightest, answer.legal.otherwise) == (chosen, otherwise)
    assert answer.legal.routes
    assert answer.legal.obligations
    assert [one.id for one in answer.legal.routes] == list(dict.fromkeys(one.id for one in answer.legal.routes))
    order = {rule.id: rule.order for rule in rules().routes}
    assert [order[one.id] for one in answer.legal.routes] == sorted(order[one.id] for one in answer.legal.routes)
    assert bool(answer.legal.wordings) is (step != "mutualise")


@pytest.mark.parametrize(
    ("asked", "one", "expected"),
    [
        row("a service on a private host", need(), service("a", HOSTED), "yes"),
        row("a service on a State cloud", need(), service("a", fact("hosted_by", "state")), "no"),
        row("a service whose host nobody knows", need(), service("a"), "unknown"),
        row("a service whose host its operator alone names", need(), service("a", fact("hosted_by", "state", "declared")), "unknown"),
        row("an offer run by its supplier", need(value=DIRECT, searched=S), offer("x"), "yes"),
        row(
            "an offer the buyer installs on its own machines",
            need(value=DIRECT, searched=S, hosting=hosting(cloud="none")),
            offer("x", run_by=("buyer",)),
            "no",
        ),
        row(
            "an offer the buyer installs on a private cloud",
            need(value=DIRECT, searched=S, hosting=hosting(cloud="private")),
            offer("x", run_by=("buyer",)),
            "yes",
        ),
        row("an offer the buyer installs somewhere", need(value=DIRECT, searched=S), offer("x", run_by=("buyer",)), "unknown"),
    ],
)
def test_obligations_of_a_private_cloud_follow_whose_cloud_carries_what_is_retained(asked, one, expected):
    rule = ObligationRule("o", "area", When(cloud="private"), (Reference("text", "P"),), "must", None)
    answer = evaluate(case(asked, one, ruleset=rules()._replace(obligations=(rule,))))
    assert answer.named == one.id
    assert [found.applies for found in answer.legal.obligations] == ([] if expected == "no" else [expected])


@pytest.mark.parametrize(
    ("who", "data", "expected"),
    [
        row("sure texts", buyer(), SENSITIVE, "yes"),
        row("an operator off the list, by the circular", buyer("operator", listed_art31="no"), SENSITIVE, "yes"),
        row("a GIP on the list: the effect is known at S-", buyer("gip", listed_art31="yes"), SENSITIVE, "unknown"),
        row("intellectual property, from memory", buyer(), SENSITIVE._replace(breach_harms=("intellectual_property",)), "unknown"),
        row("A without B exempts on memory only", buyer(), SENSITIVE._replace(breach_harms=()), "unknown"),
        row("neither", buyer(), NO_DATA, "no"),
        row("a town", buyer("local"), SENSITIVE, "no"),
    ],
)
def test_obligations_on_sensitive_data_follow_what_sure_texts_say(who, data, expected):
    rule = ObligationRule("o", "area", When(sensitive="yes"), (Reference("text", "P"),), "must", None)
    answer = evaluate(case(need(buyer=who, data=data), ruleset=rules()._replace(obligations=(rule,))))
    assert [found.applies for found in answer.legal.obligations] == ([] if expected == "no" else [expected])


@pytest.mark.parametrize(
    ("who", "data"),
    [
        row("secrets not said", buyer(), SENSITIVE._replace(secrets="unknown")),
        row("mission not said", buyer(), NO_DATA._replace(essential_mission="unknown")),
        row("harms not said", buyer(), SENSITIVE._replace(breach_harms="unknown")),
        row("the list not read", buyer("education"), SENSITIVE),
    ],
)
def test_a_need_that_does_not_say_how_sensitive_its_data_are_is_answered(who, data):
    """« Un je ne sais pas » : pas de conclusion (law.md, test proposé), never a traceback."""
    rule = ObligationRule("o", "area", When(sensitive="yes"), (Reference("text", "P"),), "must", None)
    answer = evaluate(case(need(buyer=who, data=data), ruleset=rules()._replace(obligations=(rule,))))
    assert [found.applies for found in answer.legal.obligations] == ["unknown"]


def test_without_the_cards_of_the_law_nothing_is_said_of_data_nor_of_ones_own_body():
    rule = ObligationRule("o", "area", When(sensitive="yes"), (Reference("text", "P"),), "must", None)
    bare = rules()._replace(obligations=(rule,), gates=())
    answer = evaluate(case(need(data=NO_DATA), service("a", provider="DINUM"), ruleset=bare))
    assert [found.applies for found in answer.legal.obligations] == ["unknown"]
    assert answer.legal.lightest is None


def test_two_suppliers_that_fit_close_exclusivity_under_a_direct_route_too():
    answer = evaluate(case(need(R1, value=DIRECT, searched=S), *FITTING))
    assert answer.outcome == "retained"
    assert [one.state for one in answer.legal.routes if one.id == "exclusivity"] == ["closed"]


def test_a_qualification_that_ends_before_the_needs_months_are_over_is_said():
    known = (
        fact("secnumcloud", "qualified", "attested"),
        fact("secnumcloud_layers", ("saas",), "attested"),
        fact("secnumcloud_until", date(2028, 1, 1), "attested"),
    )
    for months, lapses in ((None, ()), (12, ()), (36, (("X", date(2028, 1, 1)),))):
        asked = need(data=SENSITIVE, value=DIRECT._replace(months=months), searched=S)
        answer = evaluate(case(asked, offer("x", *known), offer("y", status="stopped")))
        assert answer.named == "x"
        assert answer.legal.lapses == lapses


def test_free_software_the_buyer_may_install_is_a_route_to_look_at():
    assert {rule.id: rule.steps for rule in rules().routes}["free_software_no_purchase"] == ("mutualise", "build")
    free = offer("x", fact("open_source", "yes"), run_by=("supplier", "buyer"))
    states = []
    for candidates in ((free,), (offer("x", fact("open_source", "no"), run_by=("buyer",)),)):
        answer = evaluate(case(need(), *candidates))
        states += [(one.state, one.reason) for one in answer.legal.routes if one.id == "free_software_no_purchase"]
    assert states == [("unknown", "free_known"), ("unknown", "free_none")]
