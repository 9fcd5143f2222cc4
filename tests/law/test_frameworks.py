"""Ordering on the framework of a purchasing body (L. 2113-2 to L. 2113-5, R. 2162-1 to R. 2162-6): closed, open, or what is to be read."""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from law_build import NOW, case, fact, framework, money, need, offer, searched, to, worth

from doctrine.assembly import assemble
from doctrine.criteria.frameworks import judge, usable
from doctrine.evaluation import evaluate
from doctrine.index import open_index

CATALOGUE = Path(__file__).parent / "catalogue"


def judged(one, asked=None):
    asked = asked or need()
    return judge(case(asked, frameworks=(one,)), one)


def found(proof="documented", **said):
    """Facts of one proof, in place of those of OPEN."""
    return [fact(key, value, proof) for key, value in said.items()]


# ---- open only when all is established ----------------------------------------------------------------------------------------


def test_a_framework_is_open_when_buyer_term_maximum_and_offer_are_all_established():
    answer = judged(framework())
    assert (answer.state, answer.missing, answer.carries, answer.ends) == ("open", (), ("good",), date(2030, 12, 31))


MISSING = [
    ("L. 2113-2, eligibility", {"eligible_buyers": None}, ("eligible_buyers",)),
    ("R. 2162-5, term", {"ends_on": None}, ("ends_on",)),
    ("R. 2162-4, maximum", {"ceiling": None}, ("ceiling",)),
    ("R. 2162-4, already ordered", {"spent": None}, ("ceiling",)),
    ("object", {"carries": None}, ("carries",)),
    ("everything", dict.fromkeys(("eligible_buyers", "ends_on", "ceiling", "spent", "carries")), ("eligible_buyers", "ends_on", "ceiling", "carries")),
    ("taxes never mixed", {"spent": money(1, "included")}, ("ceiling",)),
    ("membership to settle", {"eligible_buyers": to("any", needs=(("fr", "adhérer"),))}, ("eligible_buyers",)),
    ("unknown ministry", {"eligible_buyers": to("central_state", ministry="armees")}, ("eligible_buyers",)),
    ("unknown population", {"eligible_buyers": to("central_state", max_population=3500)}, ("eligible_buyers",)),
]  # fmt: skip


@pytest.mark.parametrize(("article", "said", "missing"), MISSING)
def test_what_is_not_read_leaves_a_framework_to_read(article, said, missing):
    answer = judged(framework(**said))
    assert (answer.state, answer.missing) == ("unknown", missing), article


CLOSED = [
    ("L. 2113-2, another kind", {"eligible_buyers": to("local", "hospital")}),
    ("term passed", {"ends_on": date(2026, 11, 30)}),
    ("maximum reached", {"spent": money(50_000_000)}),
    ("maximum passed", {"spent": money(50_000_001)}),
    ("expired", {"status": "expired"}),
    ("not begun", {"starts_on": date(2026, 12, 2)}),
]


@pytest.mark.parametrize(("article", "said"), CLOSED)
def test_an_established_fact_closes_a_framework(article, said):
    assert judged(framework(**said)).state == "closed", article


@pytest.mark.parametrize(("article", "said"), CLOSED)
@pytest.mark.parametrize("proof", ["declared", "unverified", "reported"])
def test_a_fact_too_weak_to_reject_never_closes_a_framework(article, said, proof):
    taken = dict.fromkeys(said)
    one = framework(*found(proof, **said), **taken)
    answer = judged(one)
    assert answer.state == "unknown", article
    (key,) = said
    assert answer.missing == ("ceiling" if key == "spent" else key,), article


OPENING = [("eligible_buyers", to("any")), ("ends_on", date(2030, 12, 31)), ("carries", ("good",))]


@pytest.mark.parametrize(("key", "value"), OPENING)
@pytest.mark.parametrize(
    ("proof", "state"), [("unverified", "unknown"), ("declared", "unknown"), ("reported", "open"), ("attested", "open")]
)
def test_a_declared_or_unverified_fact_never_opens_a_framework(key, value, proof, state):
    assert judged(framework(fact(key, value, proof), **{key: None})).state == state


@pytest.mark.parametrize(("on", "state"), [("2030-12-31", "open"), ("2031-01-01", "closed")])
def test_the_last_day_of_a_framework_is_included(on, state):
    assert judged(framework(), need(on=on)).state == state


@pytest.mark.parametrize(("on", "state"), [("2026-12-01", "open"), ("2026-11-30", "closed")])
def test_the_first_day_of_a_framework_is_included(on, state):
    assert judged(framework(starts_on=date(2026, 12, 1)), need(on=on)).state == state


@pytest.mark.parametrize(("spent", "state"), [(49_999_999, "open"), (50_000_000, "closed")])
def test_a_spent_maximum_closes_and_one_euro_left_of_a_small_need_does_not(spent, state):
    assert judged(framework(spent=money(spent)), need(amount="1")).state == state


@pytest.mark.parametrize(
    ("left", "amount", "state"), [(899_999, "900000", "closed"), (1, "2", "closed"), (900_000, "900000", "open"), (1, "1", "open")]
)
def test_a_maximum_that_the_order_would_pass_is_closed_and_one_it_reaches_is_not(left, amount, state):
    """R. 2162-4: the framework ends when its maximum is reached."""
    assert judged(framework(spent=money(50_000_000 - left)), need(amount=amount)).state == state


@pytest.mark.parametrize("value", [None, worth("1", "included")], ids=["no value", "value incl. VAT"])
def test_a_maximum_is_not_compared_with_an_order_nobody_can_compare(value):
    answer = judged(framework(), need(amount=value))
    assert (answer.state, answer.missing) == ("unknown", ("ceiling",))


def test_the_lots_of_an_order_count_against_the_maximum():
    asked = need(amount=worth("1", lots=("450000", "450000")))
    assert judged(framework(spent=money(49_999_998)), asked).state == "closed"


def test_an_order_that_is_not_whole_may_pass_the_maximum():
    answer = judged(framework(), need(amount=worth("900000", covers=())))
    assert (answer.state, answer.missing) == ("unknown", ("ceiling",))


@pytest.mark.parametrize("kind", ["network", "programme", "group"])
def test_a_body_that_is_not_a_purchasing_body_is_closed_whatever_its_name(kind):
    """L. 2113-2: an object that is to buy for others; law.md 5.12."""
    assert judged(framework(kind=kind)).state == "closed"


def test_eligibility_of_the_framework_comes_before_that_of_its_body():
    of_body = [fact("eligible_buyers", to("any"))]
    assert judged(framework(of_body=of_body, eligible_buyers=to("local"))).state == "closed"
    assert judged(framework(of_body=of_body, eligible_buyers=None)).state == "open"


def test_two_documented_facts_that_disagree_settle_nothing():
    conflict = [fact("ends_on", date(2030, 12, 31), by="one"), fact("ends_on", date(2026, 1, 1), by="two")]
    answer = judged(framework(*conflict, ends_on=None))
    assert (answer.state, answer.missing) == ("unknown", ("ends_on",))


def test_only_frameworks_of_the_function_or_general_ones_are_shown():
    other = framework(identifier="other")._replace(functions=("e-mail",))
    general = framework(identifier="general")._replace(functions=())
    shown = usable(case(need(), frameworks=(framework(), other, general, framework(identifier="over", ends_on=date(2020, 1, 1)))))
    assert [one.id for one in shown] == ["agreement", "general"]


# ---- the end of the framework against the months of the need (R. 2162-5) ---------------------------------------------------------


def months(count, amount="900000"):
    return worth(amount)._replace(months=count)


OUTLIVES = [
    (48, date(2030, 11, 30), True),
    (48, date(2030, 12, 1), False),
    (49, date(2030, 12, 1), True),
    (1, date(2026, 12, 31), True),
    (1, date(2027, 1, 1), False),
    (None, date(2027, 1, 1), None),
]


@pytest.mark.parametrize(("count", "ends", "outlives"), OUTLIVES)
def test_a_need_that_outlives_the_framework_is_told(count, ends, outlives):
    answer = judged(framework(ends_on=ends), need(amount=months(count)))
    assert (answer.outlives, answer.state) == (outlives, "open")


def test_a_need_whose_framework_has_no_known_end_is_not_said_to_outlive_it():
    assert judged(framework(ends_on=None), need(amount=months(48))).outlives is None


def test_the_months_of_a_need_count_from_the_day_it_is_needed():
    asked = need(amount=months(36), needed_by=date(2027, 6, 30))
    assert judged(framework(ends_on=date(2030, 6, 29)), asked).outlives is True
    assert judged(framework(ends_on=date(2030, 6, 30)), asked).outlives is False


# ---- a direct order names only an offer that is carried and fits -----------------------------------------------------------------


def answer(*frameworks, amount="900000", candidates=None):
    asked = need(amount=amount, searched=searched("mutualise"))
    offers = candidates or (offer("good"), offer("best", fact("open_source", "yes"), fact("iso27001", "yes")))
    return evaluate(case(asked, *offers, frameworks=frameworks))


def test_without_a_framework_competition_decides():
    recommendation = answer()
    assert (recommendation.step, recommendation.outcome, recommendation.named) == ("buy", "retained", None)
    assert recommendation.legal.lightest == "formal"


def test_an_open_framework_names_the_offer_it_carries_and_not_a_better_one_it_does_not():
    recommendation = answer(framework())
    assert (recommendation.named, recommendation.legal.lightest) == ("good", "central_purchasing")
    assert "best" not in recommendation.shortlist


@pytest.mark.parametrize(
    "said", [{"carries": None}, {"ends_on": None}, {"ceiling": None}, {"eligible_buyers": to("local")}, {"ends_on": date(2020, 1, 1)}]
)
def test_a_framework_that_is_not_open_names_nobody(said):
    recommendation = answer(framework(**said))
    assert (recommendation.named, recommendation.legal.lightest) == (None, "formal")


def test_a_framework_that_carries_none_of_the_offers_that_fit_leaves_competition_to_decide():
    recommendation = answer(framework(carries=("elsewhere",)))
    assert (recommendation.named, recommendation.legal.lightest) == (None, "formal")
    assert {"allotment", "environmental_criterion"} <= {one.id for one in recommendation.legal.obligations}


def test_an_offer_that_a_framework_carries_but_that_fails_is_never_named():
    stopped = offer("good")._replace(facts={"status": (fact("status", "stopped"),)})
    recommendation = answer(framework(), candidates=(stopped, offer("one"), offer("two")))
    assert (recommendation.named, recommendation.legal.lightest) == (None, "formal")


def test_every_open_framework_counts_and_not_the_first_alone():
    first, second = framework(identifier="a", carries=("elsewhere",)), framework(identifier="b")
    assert answer(first, second).named == answer(second, first).named == "good"


def test_a_small_purchase_stays_exempt_when_no_framework_carries_it():
    recommendation = answer(framework(carries=("elsewhere",)), amount="59999.99")
    assert (recommendation.named, recommendation.legal.lightest) == ("best", "exemption")


def test_the_table_shows_the_central_body_open_and_names_the_framework():
    recommendation = answer(framework())
    row = next(one for one in recommendation.legal.routes if one.id == "central_purchasing")
    assert (row.state, row.reason, row.direct) == ("open", "framework_open", True)
    assert [one.name for one in row.frameworks] == ["Agreement"]
    assert any("L. 2113-2" in one.article for one in row.references)


@pytest.mark.parametrize(("said", "reason"), [({"carries": None}, "framework_to_read"), ({"ends_on": date(2020, 1, 1)}, "framework_none")])
def test_the_table_says_what_is_to_be_read_or_that_nothing_is_known(said, reason):
    row = next(one for one in answer(framework(**said)).legal.routes if one.id == "central_purchasing")
    assert (row.state, row.reason) == ("unknown", reason)


# ---- the same, from a need file whose findings were laid over the catalogue ------------------------------------------------------

NEED = """format: need/1
id: law-framework
title: Commande sur un accord-cadre
on: 2026-12-01
buyer: {name: Service de l’exemple, kind: central_state}
function: law-demo
purpose: {kind: new}
value: {amount: "900000.00", tax: excluded, months: 36, covers: [options, renewals, all_lots]}
data: {personal: no, health: no, marking: none, secrets: no, essential_mission: no, breach_harms: []}
hosting: {layer: saas, cloud: private}
searched: [{step: mutualise, where: catalogue, when: 2026-11-01, by: bureau}]
findings:
"""
READ = {
    "ends_on": "{candidate: law-agreement, fact: ends_on, value: 2030-12-31, proof: documented, source: contrat}",
    "ceiling": '{candidate: law-agreement, fact: ceiling, value: {amount: "50000000.00", tax: excluded}, proof: documented, source: contrat}',
    "spent": '{candidate: law-agreement, fact: spent, value: {amount: "1000000.00", tax: excluded}, proof: documented, source: réponse}',
    "carries": "{candidate: law-agreement, fact: carries, value: [law-two], proof: documented, source: catalogue de la centrale}",
}


def from_file(*keys):
    text = NEED + "".join(f"  - {READ[key]}\n" for key in keys)
    found = assemble((text if keys else text.replace("findings:\n", "")).encode(), "need.yaml", open_index([CATALOGUE]))
    assert found.case is not None, found.loaded.diagnostics
    recommendation = evaluate(found.case)
    row = next(one for one in recommendation.legal.routes if one.id == "central_purchasing")
    return recommendation, next(one for one in row.frameworks if one.id == "law-agreement")


def test_what_the_buyer_reads_of_a_framework_opens_it_and_names_the_offer_it_carries():
    recommendation, read = from_file(*READ)
    assert (read.state, read.missing, read.carries) == ("open", (), ("law-two",))
    assert (recommendation.named, recommendation.legal.lightest) == ("law-two", "central_purchasing")


@pytest.mark.parametrize(("key", "missing"), [("ends_on", "ends_on"), ("ceiling", "ceiling"), ("spent", "ceiling"), ("carries", "carries")])
def test_one_finding_less_and_the_framework_is_still_to_read(key, missing):
    recommendation, read = from_file(*(one for one in READ if one != key))
    assert (read.state, read.missing) == ("unknown", (missing,))
    assert (recommendation.named, recommendation.legal.lightest) == (None, "formal")


def test_a_framework_of_which_nothing_was_read_lists_all_there_is_to_read():
    _, read = from_file()
    assert read.missing == ("ends_on", "ceiling", "carries")


def test_the_day_of_these_cases_is_the_day_of_the_rules():
    assert NOW == "2026-12-01"
