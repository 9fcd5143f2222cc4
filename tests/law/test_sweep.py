"""Amounts × days × buyers: no gap and no overlap between the value routes, nothing unsure refuses, every rule cites its text.

The expected route is computed here a second time, from a table written by hand after law.md, and never from the program's data.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from law_build import KINDS, NO_DATA, SENSITIVE, WHOLE, case, day, defect, need, offer, parameters, rules, worth

from doctrine.evaluation import evaluate
from doctrine.index import open_index
from doctrine.law.routes import formal_thresholds, lightest, routes
from doctrine.law.value import exact_value
from doctrine.model.legal import Situation, confidence_of
from doctrine.model.need import DataSensitivity, Hosting
from doctrine.model.rules import CONFIDENCES, decides
from doctrine.resources import PACKAGE

CENT = Decimal("0.01")
#: Law.md 5.1, by hand: first day, last day, amount.
EXEMPT = (("2020-01-01", "2026-03-31", 40000), ("2026-04-01", "9999-12-31", 60000))
CENTRAL = (("2024-01-01", "2025-12-31", 143000), ("2026-01-01", "2027-12-31", 140000))
OTHERS = (("2024-01-01", "2025-12-31", 221000), ("2026-01-01", "2027-12-31", 216000))

CHANGES = ("2018-12-25", "2020-01-01", "2021-12-16", "2024-01-01", "2026-01-01", "2026-02-05", "2026-04-01", "2026-08-21", "2026-08-22",
           "2027-01-12", "2028-01-01", "2030-01-01")  # fmt: skip
DAYS = sorted({day(one) + timedelta(days=shift) for one in CHANGES for shift in (-1, 0, 1)})
AMOUNTS = sorted(
    {
        Decimal(one) + shift
        for one in (25000, 40000, 60000, 80000, 90000, 100000, 140000, 143000, 216000, 221000)
        for shift in (-CENT, 0, CENT)
    }
    | {CENT, Decimal(10) ** 9}
)
AUTHORITY = ("yes", "no", "unknown")
CONTRARY = {("local", "yes"), ("hospital", "yes")}  # a contradiction in the need; see test_value_and_routes


def amount_on(table, on: date):
    return next((amount for starts, ends, amount in table if day(starts) <= on <= day(ends)), None)


def expected(kind: str, authority: str, amount: Decimal, on: date) -> str:
    """The lightest value route by law.md section 0 and 5.1."""
    exempt, central, others = (amount_on(table, on) for table in (EXEMPT, CENTRAL, OTHERS))
    if exempt is not None and amount < exempt:
        return "exemption"
    if central is None or others is None:
        return "unknown"
    low, high = (central, central) if kind == "central_state" else (others, others) if kind in ("local", "hospital") else (central, others)
    if kind not in ("central_state", "local", "hospital"):
        low, high = {"yes": (central, central), "no": (others, others), "unknown": (low, high)}[authority]
    return "adapted" if amount < low else "formal" if amount >= high else "adapted_or_formal"


@pytest.mark.parametrize("kind", KINDS)
def test_one_and_only_one_value_route_answers_each_amount_day_and_buyer(kind):
    seen: Counter[str] = Counter()
    for on in DAYS:
        for authority in AUTHORITY:
            if (kind, authority) in CONTRARY:
                continue
            for amount in AMOUNTS:
                asked = need(kind, str(amount), on, authority=authority)
                found = lightest(asked, rules(on), Situation("buy"))
                place = (kind, authority, amount, on)
                assert found.route == expected(kind, authority, amount, on), place
                assert found.direct is (found.route == "exemption"), place
                assert found.known is (found.route not in ("unknown", "adapted_or_formal")), place
                seen[found.route] += 1
    wanted = {"exemption", "adapted", "formal", "unknown"}
    assert wanted <= set(seen) <= wanted | {"adapted_or_formal"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_states_of_the_value_routes_agree_with_the_lightest(kind):
    for on in DAYS:
        for amount in AMOUNTS:
            asked = need(kind, str(amount), on)
            answers = {one.id: one for one in routes(asked, rules(on), Situation("buy"))}
            exemption, adapted, formal = (answers[name] for name in ("exemption", "adapted", "formal"))
            found = lightest(asked, rules(on), Situation("buy")).route
            place = (kind, amount, on)
            assert formal.state == "open", place  # a formal procedure is always lawful
            assert (exemption.state == "open") is (found == "exemption"), place
            if found in ("exemption", "adapted"):
                assert adapted.state == "open" or formal_thresholds(asked, rules(on)) == (None, None), place
            if found == "formal":
                assert (exemption.state, adapted.state) == ("closed", "closed"), place
            if found == "adapted_or_formal":
                assert (exemption.state, adapted.state, adapted.reason) == ("closed", "unknown", "buyer_status"), place
            if found == "unknown":
                assert "no_value_in_force" in (exemption.reason, adapted.reason), place


INCOMPARABLE = [
    None,
    *(
        worth(amount, tax, covers)
        for amount in ("1", "59999.99", "60000", "216000")
        for tax, covers in (("included", WHOLE), ("excluded", ()), ("included", ()), ("excluded", WHOLE[:2]))
    ),
]


@pytest.mark.parametrize("value", INCOMPARABLE)
@pytest.mark.parametrize("kind", KINDS)
def test_a_value_that_cannot_be_compared_is_never_a_direct_order_and_says_why(kind, value):
    for on in DAYS:
        asked = need(kind, value, on)
        found = lightest(asked, rules(on), Situation("buy"))
        assert not found.direct
        counted = exact_value(asked)
        if found.route == "unknown" and counted.amount is not None and counted.tax == "excluded":
            low = formal_thresholds(asked, rules(on))[0]
            assert low is None or not counted.whole


def test_more_money_never_makes_a_lighter_route():
    rank = {"exemption": 0, "adapted": 1, "adapted_or_formal": 2, "formal": 3}
    for on in DAYS:
        for kind in KINDS:
            found = [lightest(need(kind, str(amount), on), rules(on), Situation("buy")).route for amount in AMOUNTS]
            order = [rank[one] for one in found if one != "unknown"]
            assert order == sorted(order), (on, kind)


#: Kinds bound by article 31 when they say they are listed: whether sensitive data binds them is unknown until they do.
IF_LISTED = ("gip", "education", "social_security")


# ---- nothing unsure refuses or opens ------------------------------------------------------------------------------------------


def answers_of_every_kind():
    """Route answers over steps, kinds, amounts and days, in situations that open and close what can be."""
    for on in (date(2019, 6, 1), date(2021, 6, 1), date(2025, 6, 1), date(2026, 3, 31), date(2026, 12, 1), date(2028, 6, 1)):
        for kind in KINDS:
            for value in (None, worth("10000"), worth("90000"), worth("900000"), worth("400000", lots=("40000", "360000"))):
                for step in ("mutualise", "buy", "build"):
                    for situation in (
                        Situation(step),
                        Situation(step, suppliers=2, same_body=True, free_software=True, exhausted=("mutualise", "buy")),
                    ):
                        yield from routes(need(kind, value, on), rules(on), situation)


def unsure(answers):
    return sorted(
        {one.id for one in answers if one.state in ("open", "closed") and not all(decides(ref.confidence) for ref in one.references)}
    )


def test_a_route_open_or_closed_rests_on_s_or_better():
    assert set(unsure(answers_of_every_kind())) <= {"bridge_contract"}


@defect("routes.yaml bridge_contract cites R. 2194-1, M (not read), and routes.py _bridge closes it: it must stay « à faire vérifier »")
def test_no_text_known_from_memory_closes_the_extension_of_a_contract():
    assert "bridge_contract" not in unsure(answers_of_every_kind())


def every_obligation(kind):
    """All the obligations of many needs of one kind of buyer, on many days, as the whole evaluation gives them."""
    for on in (date(2024, 1, 11), date(2025, 9, 12), date(2026, 8, 21), date(2026, 12, 1), date(2028, 6, 1)):
        for data in (NO_DATA, SENSITIVE, NO_DATA._replace(health="yes", personal="yes", marking="restricted")):
            asked = need(kind, "900000", on, data=data, hosting=Hosting("saas", "private"))
            yield from evaluate(case(asked, offer("one"), offer("two"))).legal.obligations


@pytest.mark.parametrize("kind", ["central_state", "operator", *IF_LISTED])
def test_data_nobody_described_stops_no_evaluation(kind):
    """The plainest need: nothing is said of its data; the analysis is to be made, and the duties are to establish."""
    asked = need(kind, data=DataSensitivity(), hosting=Hosting("saas", "private"))
    found = {one.id: one.applies for one in evaluate(case(asked, offer("one"), offer("two"))).legal.obligations}
    assert found["snc_qualified" if kind in ("central_state", "operator") else "snc_to_verify"] == "unknown"


@pytest.mark.parametrize("kind", KINDS)
def test_an_obligation_that_rests_on_unsure_texts_is_to_verify(kind):
    for one in every_obligation(kind):
        if one.severity != "verify":
            assert decides(confidence_of(one.references)), one.id


def test_no_duty_cites_a_text_too_unsure_to_decide():
    """A rule is as sure as its weakest text: one at S- or M is « à faire vérifier », whatever the severity written."""
    from doctrine.loading.card_reader import load_law

    files, _ = load_law(PACKAGE / "law")
    unsure = {one.id for one in files.obligations for ref in one.references if not decides(ref.confidence)}
    assert not [one.id for one in files.obligations if one.id in unsure and one.severity == "must"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_condition_of_an_obligation_is_answered_or_named_as_missing(kind):
    from doctrine.model.rules import When

    known = set(When._fields)
    for one in every_obligation(kind):
        assert set(one.missing) <= known
        assert (one.applies == "unknown") is bool(one.missing), one.id


# ---- every rule cites its text -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["routes", "obligations", "wordings"])
def test_every_rule_cites_a_text_and_a_confidence(part):
    found = getattr(rules(), part)
    assert found
    for one in found:
        assert one.references, one.id
        for reference in one.references:
            assert reference.text.strip(), one.id
            assert reference.confidence in CONFIDENCES, one.id
            assert not reference.address or reference.address.startswith("https://"), one.id


def test_every_legal_value_cites_a_text_a_confidence_and_the_day_it_was_verified():
    assert len(parameters()) > 90
    for one in parameters():
        assert one["values"], one["id"]
        assert one["unit"] != "EUR" or one["tax"] in ("excluded", "included"), one["id"]
        for value in one["values"]:
            assert value["reference"][0].strip(), one["id"]
            assert value["reference"][1] in CONFIDENCES, one["id"]
            assert date.fromisoformat(value["verified_on"]) <= date(2026, 11, 22), one["id"]
            assert value["known_from"] is None or value["known_from"] <= value["starts"] or one["id"].startswith("circ."), one["id"]


def test_every_condition_of_a_route_exists_and_every_route_has_one():
    from doctrine.law.routes import _CONDITIONS

    assert {one.id for one in rules().routes} == set(_CONDITIONS)


# ---- one value a day, pending texts never ----------------------------------------------------------------------------------------

EVERY_DAY = sorted(
    {
        day(text) + timedelta(days=shift)
        for one in parameters()
        for value in one["values"]
        for text in (value["starts"], value["ends"])
        if text
        for shift in (-1, 0, 1)
    }
    | {date(year, month, 1) for year in range(2018, 2036) for month in (1, 7)}
    | {date(2035, 12, 31)}
)


def test_the_value_of_a_day_is_the_only_one_whose_dates_hold_it():
    for on in EVERY_DAY:
        held = [
            (one["id"], value)
            for one in parameters()
            for value in one["values"]
            if value["starts"] <= on.isoformat() and (value["ends"] is None or on.isoformat() <= value["ends"])
        ]
        assert len({name for name, _ in held}) == len(held), on
        numbers = {name: value for name, value in held if value["value"] is not None}
        found = rules(on).values
        assert {name: one.value for name, one in found.items()} == {
            name: Decimal(value["value"]) for name, value in numbers.items() if not _pending(name)
        }, on
        for name, one in found.items():
            assert one.starts <= on, name
            assert one.ends is None or on <= one.ends, name
            assert one.tax == (next(each["tax"] for each in parameters() if each["id"] == name) or ""), name


def _pending(name: str) -> bool:
    return next(one["pending"] for one in parameters() if one["id"] == name)


def test_pending_texts_are_never_applied_on_any_day():
    pending = {one["id"] for one in parameters() if one["pending"]}
    texts = {"cada.proposition", "sren.ppl8_date", "sren.ppl8_habitants", "acc.rgaa_5", "nis2.transposition", "ccp.innovant_relevement"}
    assert texts <= pending
    for on in EVERY_DAY:
        assert not pending & set(rules(on).values), on
        assert not pending & set(rules(on).dates), on


def test_no_rule_names_a_pending_text():
    pending = {one["id"] for one in parameters() if one["pending"]}
    for rule in rules().obligations:
        named = {rule.when.since, rule.when.until, rule.when.value_at_least, rule.when.value_below, rule.when.project_at_least}
        assert not named & pending, rule.id


@pytest.mark.parametrize("kind", KINDS)
def test_the_senate_bill_changes_nothing_on_its_announced_day(kind):
    """Law.md 2.16, D4: announced for 1 January 2028, not in force."""

    def view(on):
        asked = need(kind, "30000", on, data=SENSITIVE, hosting=Hosting("saas", "private"))
        return {(one.id, one.applies, one.severity) for one in evaluate(case(asked, offer("one"))).legal.obligations}

    assert view("2027-12-31") == view("2028-01-01")


def test_a_rule_that_names_an_amount_names_one_excluding_vat():
    """Excluding and including VAT are never mixed: only the project of the DINUM is compared with an amount including VAT."""
    tax = {one["id"]: one["tax"] for one in open_index().section("rules")["parameters"]}
    for rule in rules().obligations:
        for name in (rule.when.value_at_least, rule.when.value_below):
            assert name is None or name == "ccp.formalise_fs" or tax[name] == "excluded", rule.id
        assert rule.when.project_at_least is None or tax[rule.when.project_at_least] == "included", rule.id
