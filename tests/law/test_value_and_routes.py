"""Both sides of every amount and date that opens or closes a route (law.md section 5), one row a case, the article in the row."""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from law_build import (
    KINDS,
    NOW,
    SETTLED,
    UNSETTLED,
    WHOLE,
    case,
    chosen,
    need,
    offer,
    parameter,
    route,
    rules,
    searched,
    table,
    worth,
)

from doctrine.evaluation import evaluate
from doctrine.law.value import exact_value
from doctrine.model.need import Purpose

# ---- the value that counts (R. 2121-1 to R. 2121-8) ------------------------------------------------------------------------

VALUES = [
    ("R. 2121-1", worth(50000), "50000", True, ()),
    ("R. 2121-1", worth(50000, covers=("options", "all_lots")), "50000", False, ("not_covered_renewals",)),
    ("R. 2121-1", worth(50000, covers=("renewals", "all_lots")), "50000", False, ("not_covered_options",)),
    ("R. 2121-1", worth(50000, covers=("options", "renewals")), "50000", False, ("not_covered_all_lots",)),
    ("R. 2121-1", worth(50000, covers=()), "50000", False, ("not_covered_options", "not_covered_renewals", "not_covered_all_lots")),
    ("R. 2121-4", worth(40000, lots=(40000, 40000)), "80000", True, ("lots_exceed",)),
    ("R. 2121-4", worth(80000, lots=(40000, 40000)), "80000", True, ()),
    ("R. 2121-4", worth(90000, lots=(40000, 40000)), "90000", True, ()),
    ("R. 2121-4", worth("79999.99", lots=(40000, 40000)), "80000", True, ("lots_exceed",)),
    ("R. 2121-8", worth(50000, top=70000), "70000", True, ("framework_maximum",)),
    ("R. 2121-8", worth(70000, top=50000), "70000", True, ()),
    ("R. 2121-8", worth(40000, lots=(40000, 40000), top=70000), "80000", True, ("lots_exceed",)),
    ("R. 2121-8", worth(40000, lots=(40000, 40000), top=90000), "90000", True, ("lots_exceed", "framework_maximum")),
]  # fmt: skip


@pytest.mark.parametrize(("article", "value", "amount", "whole", "reasons"), VALUES)
def test_the_value_that_counts_is_whole_or_says_what_is_missing(article, value, amount, whole, reasons):
    found = exact_value(need(amount=value))
    assert (found.amount, found.whole, found.reasons) == (Fraction(amount), whole, reasons), article


def test_a_need_without_value_has_none_and_says_so():
    assert exact_value(need(amount=None)) == (None, "", False, ("value_missing",))


# ---- the lightest value route ----------------------------------------------------------------------------------------------

#: (day, kinds, amount excl. VAT and whole, lightest route, article); the kinds that do not know their authority are in rows of their own.
LIGHTEST = [
    # R. 2122-8: 40 000 until 31 March 2026, 60 000 from 1 April (law.md 5.1, 5.1.a: the day of the launch decides).
    ("2026-03-31", KINDS, "39999.99", "exemption", "R. 2122-8"),
    ("2026-03-31", KINDS, "40000", "adapted", "R. 2122-8"),
    ("2026-03-31", KINDS, "59999.99", "adapted", "décret 2025-1386, art. 4"),
    ("2026-04-01", KINDS, "40000", "exemption", "R. 2122-8"),
    ("2026-04-01", KINDS, "59999.99", "exemption", "R. 2122-8"),
    ("2026-04-01", KINDS, "60000", "adapted", "R. 2122-8"),
    ("2026-04-01", KINDS, "0.01", "exemption", "R. 2122-8"),
    ("2019-12-31", KINDS, "30000", "unknown", "no value read before 2020"),
    ("2020-01-01", KINDS, "39999.99", "exemption", "R. 2122-8"),
    ("2020-01-01", KINDS, "40000", "unknown", "formal threshold not read before 2024"),
    # R. 2131-12: 90 000, which changes the publicity and not the route.
    ("2026-12-01", ("local",), "89999.99", "adapted", "R. 2131-12"),
    ("2026-12-01", ("local",), "90000", "adapted", "R. 2131-12"),
    # R. 2122-9-1: 140 000 and 143 000 were never adopted (5.1.b), the amount is 100 000 and only the buyer can reason it.
    ("2026-12-01", KINDS, "99999.99", "adapted", "R. 2122-9-1"),
    # Annexe 2, central authorities: 143 000 until 31 December 2025, 140 000 from 1 January 2026 to 31 December 2027.
    ("2023-12-31", ("central_state",), "143000", "unknown", "annexe 2"),
    ("2024-01-01", ("central_state",), "142999.99", "adapted", "annexe 2"),
    ("2024-01-01", ("central_state",), "143000", "formal", "annexe 2"),
    ("2025-12-31", ("central_state",), "140000", "adapted", "annexe 2"),
    ("2025-12-31", ("central_state",), "142999.99", "adapted", "annexe 2"),
    ("2025-12-31", ("central_state",), "143000", "formal", "annexe 2"),
    ("2026-01-01", ("central_state",), "139999.99", "adapted", "règl. 2025/2152"),
    ("2026-01-01", ("central_state",), "140000", "formal", "règl. 2025/2152"),
    ("2027-12-31", ("central_state",), "139999.99", "adapted", "règl. 2025/2152"),
    ("2027-12-31", ("central_state",), "140000", "formal", "règl. 2025/2152"),
    ("2028-01-01", ("central_state",), "140000", "unknown", "thresholds known until 31 December 2027"),
    ("2028-01-01", ("central_state",), "59999.99", "exemption", "R. 2122-8"),
    # Annexe 2, other authorities: 221 000, then 216 000.
    ("2023-12-31", ("local", "hospital"), "221000", "unknown", "annexe 2"),
    ("2024-01-01", ("local", "hospital"), "220999.99", "adapted", "annexe 2"),
    ("2024-01-01", ("local", "hospital"), "221000", "formal", "annexe 2"),
    ("2025-12-31", ("local", "hospital"), "216000", "adapted", "annexe 2"),
    ("2025-12-31", ("local", "hospital"), "220999.99", "adapted", "annexe 2"),
    ("2025-12-31", ("local", "hospital"), "221000", "formal", "annexe 2"),
    ("2026-01-01", ("local", "hospital"), "215999.99", "adapted", "règl. 2025/2152"),
    ("2026-01-01", ("local", "hospital"), "216000", "formal", "règl. 2025/2152"),
    ("2027-12-31", ("local", "hospital"), "216000", "formal", "règl. 2025/2152"),
    ("2028-01-01", ("local", "hospital"), "216000", "unknown", "thresholds known until 31 December 2027"),
    # D12: a body that may be a central authority or not.
    ("2026-06-01", UNSETTLED, "139999.99", "adapted", "annexe 2, D12"),
    ("2026-06-01", UNSETTLED, "140000", "adapted_or_formal", "annexe 2, D12"),
    ("2026-06-01", UNSETTLED, "215999.99", "adapted_or_formal", "annexe 2, D12"),
    ("2026-06-01", UNSETTLED, "216000", "formal", "annexe 2, D12"),
    ("2025-12-31", UNSETTLED, "142999.99", "adapted", "annexe 2, D12"),
    ("2025-12-31", UNSETTLED, "143000", "adapted_or_formal", "annexe 2, D12"),
    ("2025-12-31", UNSETTLED, "220999.99", "adapted_or_formal", "annexe 2, D12"),
    ("2025-12-31", UNSETTLED, "221000", "formal", "annexe 2, D12"),
]  # fmt: skip


@pytest.mark.parametrize(("on", "kind", "amount", "expected", "article"), [(row[0], kind, *row[2:]) for row in LIGHTEST for kind in row[1]])
def test_the_lightest_route_of_each_side_of_each_amount_and_day(on, kind, amount, expected, article):
    found = chosen(need(kind, amount, on))
    assert found.route == expected, article
    assert found.direct is (expected == "exemption"), article
    assert found.known is (expected in ("exemption", "adapted", "formal")), article


AUTHORITY = [
    ("yes", "139999.99", "adapted"),
    ("yes", "140000", "formal"),
    ("no", "140000", "adapted"),
    ("no", "215999.99", "adapted"),
    ("no", "216000", "formal"),
]


@pytest.mark.parametrize("kind", UNSETTLED)
@pytest.mark.parametrize(("authority", "amount", "expected"), AUTHORITY)
def test_an_operator_that_knows_its_authority_has_one_threshold(kind, authority, amount, expected):
    """Law.md section 0: 140 000 for a central public authority, 216 000 otherwise (annexe 2)."""
    found = chosen(need(kind, amount, "2026-06-01", authority=authority))
    assert (found.route, found.known) == (expected, True)


@pytest.mark.parametrize(
    ("kind", "authority", "amount", "expected"),
    [
        ("central_state", "no", "140000", "formal"),
        ("central_state", "unknown", "140000", "formal"),
        ("local", "unknown", "140000", "adapted"),
        ("hospital", "no", "140000", "adapted"),
        ("local", "yes", "140000", "adapted"),
        ("hospital", "yes", "140000", "adapted"),
    ],
)  # fmt: skip
def test_the_kind_of_buyer_decides_its_threshold_before_what_it_says_of_itself(kind, authority, amount, expected):
    assert chosen(need(kind, amount, authority=authority)).route == expected


def test_between_the_two_thresholds_both_are_shown_with_their_texts():
    found = chosen(need("operator", "150000"))
    assert (found.values["low"], found.values["high"]) == (140000, 216000)
    adapted = table(need("operator", "150000"))["adapted"]
    assert (adapted.state, adapted.reason) == ("unknown", "buyer_status")
    assert [one.confidence for one in adapted.references if one.article == "annexe 2 du code"] == ["S", "S"]


#: A value that cannot be compared opens nothing: (article, value, why the exemption is not known).
INCOMPARABLE = [
    ("R. 2121-1, HT", worth("50000", "included"), "value_tax"),
    ("R. 2121-1, HT", worth("1", "included"), "value_tax"),
    ("R. 2121-1", None, "value_missing"),
    ("R. 2121-1", worth("50000", covers=("options", "all_lots")), "exemption_not_whole"),
    ("R. 2121-1", worth("1", covers=()), "exemption_not_whole"),
]


@pytest.mark.parametrize(("article", "value", "reason"), INCOMPARABLE)
def test_a_value_missing_not_whole_or_including_vat_never_lets_one_order_directly(article, value, reason):
    asked = need("local", value)
    found = chosen(asked)
    assert (found.direct, found.known) == (False, False), article
    assert route("exemption", asked) == ("unknown", reason), article


@pytest.mark.parametrize("covers", [(), ("options",), ("options", "renewals")])
def test_a_value_that_is_not_whole_has_no_known_route(covers):
    """It may be an exemption, which nobody knows: it is not followed, and the whole answer says `unknown`."""
    asked = need("local", worth("50000", covers=covers), searched=searched("mutualise"))
    found = chosen(asked)
    assert (found.route, found.known, found.direct) == ("exemption", False, False)
    recommendation = evaluate(case(asked, offer("one"), offer("two")))
    assert (recommendation.step, recommendation.named, recommendation.legal.lightest) == ("buy", None, "unknown")
    states = {one.id: one.applies for one in recommendation.legal.obligations}
    assert {states[name] for name in ("allotment", "three_duties", "environmental_criterion")} == {"unknown"}


@pytest.mark.parametrize(
    ("article", "value", "expected"),
    [
        ("R. 2121-1", worth("60000", covers=()), "adapted_or_formal"),
        ("R. 2121-1", worth("216000", covers=()), "formal"),
        ("R. 2121-4", worth("40000", lots=("40000", "40000")), "adapted"),
        ("R. 2121-4", worth("29999.99", lots=("29999.99", "29999.99")), "exemption"),
        ("R. 2121-8", worth("50000", top="70000"), "adapted"),
        ("R. 2121-8", worth("50000", top="59999.99"), "exemption"),
        ("R. 2121-8", worth("50000", top="60000"), "adapted"),
        ("R. 2121-8", worth("50000", top="216000"), "formal"),
    ],
)
def test_a_lower_bound_may_pass_a_threshold_and_lots_and_maximum_count(article, value, expected):
    assert chosen(need("local", value)).route == expected, article


# ---- every route and its state ---------------------------------------------------------------------------------------------

ASKED = {
    "existing_framework": "unknown", "central_purchasing": "unknown", "additional_deliveries": "unknown", "similar_services": "unknown",
    "exclusivity": "unknown", "essential_interests": "unknown", "group_order": "unknown", "reserved": "unknown", "dynamic_system": "unknown",
    "negotiated": "unknown", "competitive_dialogue": "unknown", "small_lot_exempt": "unknown", "small_lot_adapted": "unknown", "bridge_contract": "closed",
}  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "states"),
    [
        ("59999.99", {"exemption": "open", "innovative": "unknown", "adapted": "open", "formal": "open"}),
        ("60000", {"exemption": "closed", "innovative": "unknown", "adapted": "open", "formal": "open"}),
        ("100000", {"exemption": "closed", "innovative": "closed", "adapted": "open", "formal": "open"}),
        ("140000", {"exemption": "closed", "innovative": "closed", "adapted": "closed", "formal": "open"}),
    ],
)
def test_all_the_routes_of_a_purchase_and_their_states(amount, states):
    found = {name: one.state for name, one in table(need("central_state", amount)).items()}
    assert found == ASKED | states


def test_routes_come_lightest_first_and_each_step_has_its_own():
    order = [rule.id for rule in rules().routes]
    for step in ("mutualise", "buy", "build"):
        found = list(table(need(), step))
        assert found == [name for name in order if name in found]
        assert found == [rule.id for rule in rules().routes if step in rule.steps]
    assert set(table(need(), "mutualise")) == {
        "own_means",
        "free_software_no_purchase",
        "in_house",
        "public_cooperation",
        "bridge_contract",
    }
    assert {"rd_services", "innovation_partnership"} <= set(table(need(), "build"))
    assert not {"rd_services", "innovation_partnership"} & set(table(need(), "buy"))


#: One route on both sides of what decides it: (article, route, state, reason, need, step and situation).
STATES = [
    ("R. 2122-8", "exemption", "open", "exemption_below", need("local", "59999.99"), {}),
    ("R. 2122-8", "exemption", "closed", "exemption_above", need("local", "60000"), {}),
    ("R. 2122-8", "exemption", "closed", "exemption_above", need("local", worth("60000", covers=())), {}),
    ("R. 2122-8", "exemption", "closed", "exemption_above", need("local", "40000", "2026-03-31"), {}),
    ("R. 2122-8", "exemption", "unknown", "no_value_in_force", need("local", "1", "2019-12-31"), {}),
    ("R. 2122-9-1", "innovative", "unknown", "innovative_to_reason", need("local", "99999.99"), {}),
    ("R. 2122-9-1", "innovative", "closed", "innovative_above", need("local", "100000"), {}),
    ("5.1.b, never coded", "innovative", "closed", "innovative_above", need("local", "139999.99"), {}),
    ("5.1.b, never coded", "innovative", "closed", "innovative_above", need("local", "142999.99"), {}),
    ("R. 2122-9-1", "innovative", "unknown", "innovative_not_whole", need("local", worth("99999.99", covers=())), {}),
    ("décret 2018-1225", "innovative", "unknown", "no_value_in_force", need("local", "90000", "2018-12-24"), {}),
    ("décret 2018-1225", "innovative", "unknown", "innovative_to_reason", need("local", "90000", "2018-12-25"), {}),
    ("décret 2021-1634", "innovative", "unknown", "innovative_to_reason", need("local", "99999.99", "2021-12-15"), {}),
    ("décret 2021-1634", "innovative", "unknown", "innovative_to_reason", need("local", "99999.99", "2021-12-16"), {}),
    ("R. 2131-12", "adapted", "open", "adapted_free", need("local", "89999.99"), {}),
    ("R. 2131-12", "adapted", "open", "adapted_gazette", need("local", "90000"), {}),
    ("R. 2131-12", "adapted", "open", "adapted_gazette", need("central_state", "90000.01"), {}),
    ("R. 2131-12", "adapted", "open", "adapted_gazette", need("education", "90000"), {}),
    ("R. 2131-12, kind not listed", "adapted", "open", "adapted_tier_unknown", need("gip", "90000.01"), {}),
    ("R. 2131-12, kind not listed", "adapted", "open", "adapted_tier_unknown", need("social_security", "90000.01"), {}),
    ("annexe 2", "adapted", "closed", "formal_due", need("local", "216000"), {}),
    ("annexe 2", "adapted", "unknown", "adapted_not_whole", need("local", worth("215999.99", covers=())), {}),
    ("annexe 2", "adapted", "unknown", "value_tax", need("local", worth("90000", "included")), {}),
    ("annexe 2", "adapted", "unknown", "value_missing", need("local", None), {}),
    ("annexe 2", "adapted", "unknown", "no_value_in_force", need("local", "90000", "2028-01-01"), {}),
    ("annexe 2", "formal", "open", "formal_possible", need("local", "215999.99"), {}),
    ("annexe 2", "formal", "open", "formal_due", need("local", "216000"), {}),
    ("annexe 2", "formal", "open", "formal_unknown", need("local", None), {}),
    ("annexe 2, D12", "formal", "open", "formal_unknown", need("operator", "150000"), {}),
    ("L. 1", "own_means", "open", "own_service", need(), {"step": "mutualise", "same_body": True}),
    ("L. 2511-1, L. 2511-6", "own_means", "unknown", "other_body", need(), {"step": "mutualise"}),
    ("L. 1", "own_means", "open", "own_build", need(), {"step": "build"}),
    ("L. 2511-1", "in_house", "unknown", "needs_control", need("local"), {"step": "mutualise"}),
    ("L. 2511-6", "public_cooperation", "unknown", "needs_agreement", need("local"), {"step": "mutualise"}),
    ("R. 2122-3", "exclusivity", "unknown", "needs_proof", need(), {"suppliers": 1}),
    ("R. 2122-3", "exclusivity", "closed", "exclusivity_suppliers", need(), {"suppliers": 2}),
    ("L. 2172-3", "innovation_partnership", "closed", "partnership_market", need(), {"step": "build"}),
    ("L. 2172-3", "innovation_partnership", "closed", "partnership_market", need(), {"step": "build", "exhausted": ("mutualise",)}),
    ("L. 2172-3", "innovation_partnership", "unknown", "partnership_possible", need(), {"step": "build", "exhausted": ("mutualise", "buy")}),
    ("R. 2194-1, not read", "bridge_contract", "unknown", "bridge_to_verify", need(purpose=Purpose("renewal")), {}),
    ("R. 2194-1, not read", "bridge_contract", "closed", "bridge_no_contract", need(purpose=Purpose("new")), {}),
    ("R. 2122-7", "similar_services", "unknown", "needs_first_contract", need(), {}),
    ("R. 2122-4, 1°", "additional_deliveries", "unknown", "needs_proof", need(), {}),
    ("R. 2124-3", "negotiated", "unknown", "needs_ground", need(), {}),
    ("R. 2124-5", "competitive_dialogue", "unknown", "needs_ground", need(), {}),
    ("L. 2512-3", "essential_interests", "unknown", "needs_decision", need(), {}),
    ("L. 2512-5, 2°", "rd_services", "unknown", "needs_sharing", need(), {"step": "build"}),
    ("L. 2113-6", "group_order", "unknown", "needs_partners", need(), {}),
    ("L. 2113-12, R. 2113-7", "reserved", "unknown", "needs_operators", need(), {}),
    ("L. 2125-1, 4°", "dynamic_system", "unknown", "needs_current_use", need(), {}),
    ("L. 2113-2", "central_purchasing", "unknown", "framework_none", need(), {}),
    ("L. 1, our reading", "free_software_no_purchase", "unknown", "free_known", need(), {"step": "build", "free_software": True}),
]  # fmt: skip


@pytest.mark.parametrize(("article", "name", "state", "reason", "asked", "more"), STATES)
def test_a_route_is_open_closed_or_to_establish_for_a_reason(article, name, state, reason, asked, more):
    assert route(name, asked, **more) == (state, reason), article


def test_a_need_that_does_not_say_its_purpose_closes_no_extension():
    assert route("bridge_contract", need(purpose=None))[0] == "unknown"


@pytest.mark.parametrize("step", ["mutualise", "build"])
def test_a_catalogue_without_free_software_proves_no_absence(step):
    assert route("free_software_no_purchase", need(), step)[0] == "unknown"


# ---- small lots and the twenty per cent ------------------------------------------------------------------------------------


def lots(*amounts: str, total: str = "400000", **more):
    return worth(total, lots=amounts, **more)


#: (article, day, route, lots, state, reason), total 400 000.
SMALL_LOTS = [
    ("R. 2123-1, 2°", NOW, "small_lot_adapted", ("79999.99", "320000.01"), "open", "lot_adapted_all"),
    ("R. 2123-1, 2°", NOW, "small_lot_adapted", ("80000", "320000"), "closed", "lot_adapted_no_lot"),
    ("R. 2123-1, 2°", NOW, "small_lot_adapted", ("40000", "40000", "320000"), "open", "lot_adapted_all"),
    ("R. 2123-1, 2°: the sum passes, one lot alone does not", NOW, "small_lot_adapted", ("40000", "40000.01", "319999.99"), "open", "lot_adapted_some"),
    ("R. 2122-8", "2026-03-31", "small_lot_exempt", ("39999.99", "360000.01"), "open", "lot_exempt_all"),
    ("R. 2122-8", "2026-03-31", "small_lot_exempt", ("50000", "350000"), "closed", "lot_exempt_no_lot"),
    ("R. 2122-8", "2026-04-01", "small_lot_exempt", ("50000", "350000"), "open", "lot_exempt_all"),
    ("R. 2122-8", NOW, "small_lot_exempt", ("59999.99", "340000.01"), "open", "lot_exempt_all"),
    ("R. 2122-8", NOW, "small_lot_exempt", ("60000", "340000"), "closed", "lot_exempt_no_lot"),
    ("R. 2122-8", "2019-12-31", "small_lot_exempt", ("10000", "390000"), "unknown", "no_value_in_force"),
]  # fmt: skip


@pytest.mark.parametrize(("article", "on", "name", "amounts", "state", "reason"), SMALL_LOTS)
def test_small_lots_on_both_sides_of_their_amount_and_of_twenty_per_cent(article, on, name, amounts, state, reason):
    assert route(name, need("local", lots(*amounts), on)) == (state, reason), article


@pytest.mark.parametrize(("total", "state"), [("299999.99", "closed"), ("300000", "open")])
def test_the_twenty_per_cent_are_of_the_whole_value(total, state):
    """A lot of 60 000 is the fifth of 300 000 (R. 2123-1, 2°)."""
    assert route("small_lot_adapted", need("local", lots("60000", total=total)))[0] == state


def test_small_lots_are_not_known_without_lots_or_with_vat():
    assert route("small_lot_exempt", need("local", worth(400000))) == ("unknown", "lots_missing")
    assert route("small_lot_adapted", need("local", lots("10000", tax="included"))) == ("unknown", "value_tax")


@pytest.mark.parametrize("name", ["small_lot_exempt", "small_lot_adapted"])
def test_small_lots_are_not_known_when_all_the_lots_are_not_said(name):
    assert route(name, need("local", lots("40000", "300000", covers=("options", "renewals"))))[0] == "unknown"


def test_small_lots_never_make_the_whole_purchase_direct():
    """The 20 % allowance is about some lots: the rest keeps its procedure."""
    assert chosen(need("local", lots("10000", "390000"))).route == "formal"


# ---- each answer cites the text of its day ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "name", "amount", "kind", "text"),
    [
        ("2026-03-31", "exemption", "1", "local", "code de la commande publique"),
        ("2026-04-01", "exemption", "1", "local", "décret 2025-1386 du 29 décembre 2025"),
        ("2025-12-31", "formal", "900000", "local", "avis annexé au code de la commande publique"),
        ("2026-01-01", "formal", "900000", "local", "règlement délégué (UE) 2025/2152"),
        ("2021-12-15", "innovative", "1", "local", "décret 2018-1225 (expérimentation)"),
        ("2021-12-16", "innovative", "1", "local", "décret 2021-1634 du 13 décembre 2021"),
    ],
)
def test_a_route_cites_the_text_that_sets_the_amount_on_that_day(on, name, amount, kind, text):
    assert table(need(kind, amount, on))[name].references[0].text == text


@pytest.mark.parametrize(
    ("on", "name", "text"),
    [
        ("2026-03-31", "exemption", "décret 2025-1386 du 29 décembre 2025"),
        ("2024-06-01", "adapted", "règlement délégué (UE) 2025/2152"),
    ],
)
def test_a_route_never_cites_a_text_that_does_not_apply_that_day(on, name, text):
    assert text not in {one.text for one in table(need("local", "30000", on))[name].references}


# ---- parameters that no need of the tool reaches ---------------------------------------------------------------------------

#: (article, day, parameter, value or None): works, contracting entities, shares, durations (law.md 5.1 and 5.2).
AMOUNTS = [
    ("R. 2122-8, works", "2025-12-31", "ccp.dispense_travaux", 100000),
    ("R. 2122-8, works", "2026-01-01", "ccp.dispense_travaux", 100000),
    ("annexe 2", "2025-12-31", "ccp.formalise_fs_entites_adj", 443000),
    ("annexe 2", "2026-01-01", "ccp.formalise_fs_entites_adj", 432000),
    ("annexe 2", "2025-12-31", "ccp.formalise_travaux", 5538000),
    ("annexe 2", "2026-01-01", "ccp.formalise_travaux", 5404000),
    ("annexe 2", "2023-12-31", "ccp.formalise_travaux", None),
    ("annexe 2", "2028-01-01", "ccp.formalise_fs_entites_adj", None),
    ("R. 2142-7", "2025-12-31", "ccp.ca_minimal", 2),
    ("R. 2142-7", "2026-01-01", "ccp.ca_minimal", Decimal("1.5")),
    ("R. 2122-9-1", "2018-12-24", "ccp.innovant", None),
    ("R. 2122-9-1", "2018-12-25", "ccp.innovant", 100000),
    ("R. 2122-9-1", "2021-12-16", "ccp.innovant", 100000),
    ("R. 2122-9-1", NOW, "ccp.innovant_lots", 80000),
    ("R. 2122-9-1", NOW, "ccp.innovant_lots_cumul", 20),
    ("R. 2132-2", "2026-03-31", "ccp.dce_profil_acheteur", 40000),
    ("R. 2132-2", "2026-04-01", "ccp.dce_profil_acheteur", 60000),
    ("L. 2511-1", NOW, "ccp.quasi_regie_part", 80),
    ("L. 2511-6", NOW, "ccp.cooperation_part", 20),
    ("R. 2113-7", NOW, "ccp.reserves_part", 50),
    ("L. 2125-1, 1°", NOW, "ccp.duree_accord_cadre", 4),
    ("L. 2125-1, 1°", NOW, "ccp.duree_accord_cadre_entites_adj", 8),
    ("R. 2122-4, 1°", NOW, "ccp.complement_duree", 3),
    ("R. 2122-7", NOW, "ccp.similaires_duree", 3),
    ("L. 2113-16", NOW, "ccp.reserves_ess_duree", 3),
    ("R. 2121-7", NOW, "ccp.besoins_reguliers_mois", 12),
    ("R. 2112-1", NOW, "ccp.ecrit", 25000),
    ("R. 2196-1", NOW, "ccp.decp", 40000),
    ("R. 2196-1", NOW, "ccp.decp_liste", 25000),
    ("R. 2196-1", NOW, "ccp.decp_delai", 2),
    ("L. 2111-3", "2022-12-31", "ccp.spaser", None),
    ("L. 2111-3", "2023-01-01", "ccp.spaser", 50000000),
    ("règl. 2022/1031", "2022-08-28", "ccp.impi_biens_services", None),
    ("règl. 2022/1031", "2022-08-29", "ccp.impi_biens_services", 5000000),
    ("règl. 2022/1031", "2022-08-29", "ccp.impi_travaux_concessions", 15000000),
    ("arrêté du 5 juin 2020", "2020-07-26", "dinum.avis_seuil", None),
    ("arrêté du 5 juin 2020", "2020-07-27", "dinum.avis_seuil", 9000000),
    ("arrêté du 5 juin 2020", "2020-07-27", "dinum.avis_base_mois", 24),
    ("décret 2019-1088", "2023-04-23", "dinum.silence_mois", None),
    ("décret 2019-1088", "2023-04-24", "dinum.silence_mois", 1),
    ("décret 2019-1088", "2023-04-24", "dinum.observations_jours", 25),
    ("AGEC, art. 58", "2024-06-30", "env.reemploi_achat", None),
    ("AGEC, art. 58", "2024-07-01", "env.reemploi_achat", 20),
    ("AGEC, art. 58", "2026-12-31", "env.reemploi_achat", 20),
    ("AGEC, art. 58", "2027-01-01", "env.reemploi_achat", 25),
    ("AGEC, art. 58", "2029-12-31", "env.reemploi_achat", 25),
    ("AGEC, art. 58", "2030-01-01", "env.reemploi_achat", 30),
    ("REEN, art. 16", "2023-12-31", "env.reemploi_reformes", 25),
    ("REEN, art. 16", "2024-01-01", "env.reemploi_reformes", 35),
    ("REEN, art. 16", "2024-12-31", "env.reemploi_reformes", 35),
    ("REEN, art. 16", "2025-01-01", "env.reemploi_reformes", 50),
    ("SNC 19.6.b", "2022-03-07", "snc.capital_individuel", None),
    ("SNC 19.6.b", "2022-03-08", "snc.capital_individuel", 24),
    ("SNC 19.6.b", "2022-03-08", "snc.capital_collectif", 39),
    ("Data Act, art. 25", "2025-09-11", "dact.preavis_mois", None),
    ("Data Act, art. 25", "2025-09-12", "dact.preavis_mois", 2),
    ("Data Act, art. 25", "2025-09-12", "dact.transition_jours", 30),
    ("Data Act, art. 25", "2025-09-12", "dact.transition_impossible_mois", 7),
    ("Data Act, art. 25", "2025-09-12", "dact.recuperation_jours", 30),
    ("art. 31, S- : shown, never decides", NOW, "sren.derogation_mois", 18),
]  # fmt: skip


@pytest.mark.parametrize(("article", "on", "identifier", "value"), AMOUNTS)
def test_a_legal_value_holds_from_its_first_day_to_its_last(article, on, identifier, value):
    found = rules(on).values.get(identifier)
    assert (None if found is None else found.value) == value, article


VERSIONS = [
    ("6404/SG", "circ.cloud_centre", "2023-05-30", "6282/SG"),
    ("6404/SG", "circ.cloud_centre", "2023-05-31", "6404/SG"),
    ("AGEC, REEN art. 15", "env.indice_produit", "2025-12-31", "réparabilité"),
    ("AGEC, REEN art. 15", "env.indice_produit", "2026-01-01", "durabilité"),
    ("L. 2172-3", "ccp.presomption_jei", "2023-12-30", None),
    ("L. 2172-3", "ccp.presomption_jei", "2023-12-31", "présumée innovante"),
    ("L. 2172-3", "ccp.presomption_jei", "2025-05-02", "présumée innovante"),
    ("L. 2172-3", "ccp.presomption_jei", "2025-05-03", "aucune présomption"),
    ("SNC 3.2", "snc.version", "2022-03-07", None),
    ("SNC 3.2", "snc.version", "2022-03-08", "3.2"),
    ("D15", "acc.rgaa", "2026-10-04", None),
    ("D15", "acc.rgaa", "2026-10-05", "4.1.2"),
    ("HDS v2", "hds.version", "2024-11-15", None),
    ("HDS v2", "hds.version", "2024-11-16", "v2"),
    ("art. 64, IV", "sren.art27_30_fin", "2027-01-12", "2027-01-12"),
    ("art. 64, IV", "sren.art27_30_fin", "2027-01-13", None),
    ("R. 2181-7", "ccp.substitution", "2025-12-31", None),
    ("R. 2181-7", "ccp.substitution", "2026-01-01", "2026-01-01"),
    ("Data Act, art. 29", "dact.frais_reduits", "2024-01-10", None),
    ("Data Act, art. 29", "dact.frais_reduits", "2027-01-11", "2024-01-11"),
    ("Data Act, art. 29", "dact.frais_reduits", "2027-01-12", None),
    ("C-652/22", "ccp.arret_kolin", "2024-10-21", None),
    ("C-652/22", "ccp.arret_kolin", "2024-10-22", "2024-10-22"),
    ("C-266/22", "ccp.arret_qingdao", "2025-03-12", None),
    ("C-266/22", "ccp.arret_qingdao", "2025-03-13", "2025-03-13"),
]


@pytest.mark.parametrize(("article", "identifier", "on", "version"), VERSIONS)
def test_a_version_holds_from_its_first_day_to_its_last(article, identifier, on, version):
    held = [one["version"] for one in parameter(identifier)["values"] if one["starts"] <= on and (one["ends"] is None or on <= one["ends"])]
    assert held == ([] if version is None else [version]), article


def test_no_amount_of_innovation_above_100_000_is_written_anywhere():
    """Law.md 5.1.b: 140 000 came from a draft, 143 000 from an amendment; neither is law."""
    amounts = {one["value"] for each in ("ccp.innovant", "ccp.innovant_relevement") for one in parameter(each)["values"]}
    assert amounts == {"100000", None}
    assert parameter("ccp.innovant_relevement")["pending"] is True


def test_kinds_are_those_of_the_need_and_each_is_in_a_row():
    assert set(SETTLED) | set(UNSETTLED) == set(KINDS)
    assert WHOLE == ("options", "renewals", "all_lots")
