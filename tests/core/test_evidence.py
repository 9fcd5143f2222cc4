"""What the facts about one thing establish (design.md section 2, *Proof* and *Gates*)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations, permutations, product

import pytest
from core_build import candidate, case, fact, hint, must, need, offer, service, verdict

from doctrine.criteria.comparison import satisfies
from doctrine.criteria.evidence import evidence, finding, may_reject, printable
from doctrine.model.case import Comparison
from doctrine.model.days import last_day_of, months_after, months_before
from doctrine.model.facts import PROOFS, Fact


def known(*facts: Fact, run_by=None, hints=()):
    return evidence(candidate("svc", "buy", *facts, *hints), "k", run_by)


def yes(proof="documented", as_of="2026-06-01", **more):
    return fact("k", "yes", proof, as_of, **more)


def no(proof="documented", as_of="2026-06-01", **more):
    return fact("k", "no", proof, as_of, **more)


def says_yes(one: Fact) -> bool:
    return one.value == "yes"


# ---- who wins ------------------------------------------------------------------------------------------------------------


def test_proofs_are_ordered_weakest_first():
    assert PROOFS == ("unverified", "declared", "reported", "documented", "attested", "tested")


@pytest.mark.parametrize(("weaker", "stronger"), list(combinations(PROOFS, 2)))
def test_the_stronger_proof_wins_even_when_it_is_older(weaker, stronger):
    old, recent = yes(stronger, "2020-01-01"), no(weaker, "2026-11-01")
    assert known(old, recent).winner == old._replace(candidate="svc")
    assert known(recent, old).winner == old._replace(candidate="svc")


@pytest.mark.parametrize("proof", PROOFS)
def test_at_equal_proof_the_later_day_wins(proof):
    for order in permutations([no(proof, "2025-12-31"), no(proof, "2026-02-02"), yes(proof, "2026-02-03")]):
        assert known(*order).winner.value == "yes"


@pytest.mark.parametrize(("earlier", "later"), [("2025", "2026-02-03"), ("2025-12", "2026-01-01"), ("2025-12-31", "2026")])
def test_a_period_that_ends_before_another_begins_is_earlier(earlier, later):
    for order in permutations([no(as_of=earlier), yes(as_of=later)]):
        assert known(*order).winner.value == "yes"


@pytest.mark.parametrize(("wider", "day"), [("2026", "2026-11-20"), ("2026-11", "2026-11-20"), ("2026", "2026-11")])
def test_within_one_year_or_month_the_day_written_is_the_later_one(wider, day):
    for order in permutations([no(as_of=wider), yes(as_of=day)]):
        assert known(*order).winner.value == "yes"


@pytest.mark.parametrize("proof", PROOFS)
def test_equal_proof_and_day_with_two_values_conflict_and_the_value_is_unknown(proof):
    found = known(yes(proof, by="a"), no(proof, by="b"), yes("unverified" if proof != "unverified" else proof, "2020", by="c"))
    assert found.conflict
    assert found.winner is None


def test_equal_proof_and_day_with_one_value_agree():
    found = known(yes(by="a"), yes(by="b"))
    assert not found.conflict
    assert found.winner.value == "yes"


def test_a_stronger_fact_ends_a_conflict_of_weaker_ones():
    found = known(yes("reported", by="a"), no("reported", by="b"), no("documented", "2020"))
    assert not found.conflict
    assert found.winner.value == "no"


def test_a_third_fact_of_the_same_strength_that_disagrees_makes_the_conflict():
    assert known(yes(by="a"), yes(by="b"), no(by="c")).conflict


def test_the_same_words_in_another_order_do_not_conflict():
    assert not known(fact("k", ("FR", "DE"), by="a"), fact("k", ("DE", "FR"), by="b")).conflict


def test_nothing_known_is_neither_a_winner_nor_a_conflict():
    assert known() == ((), None, False, (), ())


def test_hints_stay_beside_the_facts_and_never_answer():
    alone = known(hints=(hint("k", "yes"),))
    assert alone.winner is None
    assert len(alone.hints) == 1
    assert finding(alone, says_yes) == "absent"
    assert len(known(yes(), hints=(hint("k", "no"),)).hints) == 1


# ---- what a fact is about ------------------------------------------------------------------------------------------------

SCOPES = ("service", "software", "supplier", "third_party", "buyer")


@pytest.mark.parametrize(
    ("of", "run_by", "counts"),
    [
        (of, run_by, of in {"service", run_by} or (of == "software" and run_by == "buyer"))
        for of, run_by in product(SCOPES, (None, "supplier", "third_party", "buyer"))
    ],
)
def test_a_fact_counts_for_the_way_of_running_it_is_about(of, run_by, counts):
    assert (known(yes(of=of), run_by=run_by).winner is not None) is counts


@pytest.mark.parametrize(
    ("facts", "run_by", "expected"),
    [
        pytest.param((yes(of="software"),), None, "software_only", id="the software does it, the service may not"),
        pytest.param((yes("declared", of="software"),), "supplier", "software_only", id="said of the software"),
        pytest.param((yes(of="software"),), "buyer", "met", id="the buyer installs that very software"),
        pytest.param((yes("declared", of="software"),), "buyer", "claimed", id="the editor's word on what the buyer installs"),
        pytest.param((no(of="software"),), "supplier", "not_met", id="documented software lacks it: no service run with it has it"),
        pytest.param(
            (no("reported", of="software"),), "supplier", "absent", id="a report on the software alone says nothing of the service"
        ),
        pytest.param((yes("reported"), no(of="software")), None, "not_met", id="documented software outweighs a report on the service"),
        pytest.param((yes("declared"), no(of="software")), None, "not_met", id="documented software outweighs the supplier's word"),
        pytest.param((yes(), no(of="software")), None, "met", id="the documented service wins over its software"),
        pytest.param((no(), yes(of="software")), None, "not_met", id="the documented service lacks what its software has"),
        pytest.param((yes("reported"), yes(of="software")), None, "met", id="service and software agree"),
        pytest.param((no(of="supplier"),), "buyer", "absent", id="what the supplier runs says nothing of the buyer's own"),
    ],
)
def test_software_and_service_are_two_things(facts, run_by, expected):
    assert finding(known(*facts, run_by=run_by), says_yes) == expected


def test_the_fact_shown_of_a_software_does_not_depend_on_the_order_of_facts():
    first, second = yes("declared", by="a", of="software"), yes("reported", by="b", of="software")
    asked = need(must("R1", "k"))
    shown = [verdict("requirements", case(asked, offer("svc", *order)), run_by="supplier").facts for order in permutations([first, second])]
    assert shown[0] == shown[1]


# ---- every proof, for and against ----------------------------------------------------------------------------------------

ONE_FACT = {
    # proof: (yes, no, no found by the buyer, no of a complete list)
    "unverified": ("claimed", "leaning_no", "leaning_no", None),
    "declared": ("claimed", "leaning_no", "not_met", None),
    "reported": ("met", "contrary", "not_met", "not_met"),
    "documented": ("met", "not_met", "not_met", "not_met"),
    "attested": ("met", "not_met", "not_met", "not_met"),
    "tested": ("met", "not_met", "not_met", None),
}


@pytest.mark.parametrize(("proof", "expected"), ONE_FACT.items())
def test_what_one_fact_decides_depends_on_its_proof(proof, expected):
    assert tuple(ONE_FACT) == PROOFS
    in_favour, against, found_against, listed_against = expected
    assert finding(known(yes(proof)), says_yes) == in_favour
    assert finding(known(yes(proof, finding=True)), says_yes) == in_favour, "a finding is a fact like others, with its own proof"
    assert finding(known(no(proof)), says_yes) == against
    assert finding(known(no(proof, finding=True)), says_yes) == found_against
    if listed_against:
        assert finding(known(no(proof, complete_list=True)), says_yes) == listed_against


TWO_NOES = {
    # proof of both: (one publisher, two publishers)
    "unverified": ("leaning_no", "leaning_no"),
    "declared": ("leaning_no", "leaning_no"),
    "reported": ("contrary", "not_met"),
    "documented": ("not_met", "not_met"),
    "attested": ("not_met", "not_met"),
    "tested": ("not_met", "not_met"),
}


@pytest.mark.parametrize(("proof", "expected"), TWO_NOES.items())
@pytest.mark.parametrize("days", [("2026-06-01", "2026-06-01"), ("2026-06-01", "2025")])
def test_two_reports_reject_only_when_their_publishers_differ(proof, expected, days):
    same, different = expected
    assert finding(known(no(proof, days[0], by="a"), no(proof, days[1], by="a")), says_yes) == same
    assert finding(known(no(proof, days[0], by="a"), no(proof, days[1], by="b")), says_yes) == different


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param((yes("reported", "2026-06"), no("reported", "2026-05", by="b")), "met", id="the later report wins"),
        pytest.param((no("reported", "2026-06"), yes("reported", "2026-05", by="b")), "contrary", id="one later report against it"),
        pytest.param((no("reported", "2026-06"), no("declared", "2026-05", by="b")), "contrary", id="a declared no is no second report"),
        pytest.param((no("reported", "2026-06"), no("unverified", "2026-05", by="b")), "contrary", id="nor is a memory"),
        pytest.param((yes("declared"), no("unverified", by="b")), "claimed", id="the supplier's word before a memory"),
        pytest.param((yes("documented"), no("reported", by="b"), no("reported", by="c")), "met", id="two reports never beat a document"),
        pytest.param((yes("reported", by="a"), no("reported", by="b")), "conflict", id="two reports of one day disagree"),
        pytest.param((yes("documented", by="a"), no("documented", by="b")), "conflict", id="two documents of one day disagree"),
        pytest.param((yes("declared", by="a"), no("declared", by="b")), "conflict", id="two words of one day disagree"),
    ],
)
def test_what_several_facts_decide(facts, expected):
    for order in permutations(facts):
        assert finding(known(*order), says_yes) == expected


def seats(value, proof="reported", **more):
    return fact("k", Decimal(value), proof, **more)


def at_least_100(one: Fact) -> bool:
    return one.value >= 100


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param((seats(350, by="a"), seats(150, by="b")), "met", id="walkthroughs 1, R2: 350 and 150 both suffice"),
        pytest.param((seats(50, by="a"), seats(60, by="b")), "not_met", id="two publishers, both below"),
        pytest.param((seats(50, by="a"), seats(60, by="a")), "contrary", id="one publisher, both below"),
        pytest.param((seats(50, "declared", by="a"), seats(60, "declared", by="b")), "leaning_no", id="two words, both below"),
        pytest.param((seats(50, "documented", by="a"), seats(60, "documented", by="b")), "not_met", id="two documents, both below"),
        pytest.param((seats(350, by="a"), seats(50, by="b")), "conflict", id="one above, one below"),
        pytest.param(
            (seats(350, "declared", by="a"), seats(150, "declared", by="b")),
            "claimed",
            id="two words of the supplier, both above: announced",
        ),
    ],
)
def test_a_conflict_does_not_matter_when_all_answer_alike(facts, expected):
    for order in permutations(facts):
        found = known(*order)
        assert found.winner is None
        assert finding(found, at_least_100) == expected


def test_the_buyers_finding_rejects_wherever_it_stands_among_facts_of_its_strength():
    stated = seats(60, "declared", by="a")
    found = seats(50, "declared", by="z", finding=True)
    assert finding(known(stated, found), at_least_100) == "not_met"


def test_a_report_that_agrees_with_the_buyers_finding_does_not_unsettle_it():
    found, report = no("declared", finding=True), no("reported")
    assert finding(known(found), says_yes) == "not_met"
    assert finding(known(found, report), says_yes) == "not_met"


def test_documented_software_outweighs_two_words_of_the_supplier_as_it_does_one():
    lacking = seats(50, "documented", of="software")
    first, second = seats(350, "declared", by="a"), seats(150, "declared", by="b")
    assert finding(known(first, lacking), at_least_100) == "not_met"
    assert finding(known(first, second, lacking), at_least_100) == "not_met"


def test_the_buyers_finding_rejects_whatever_its_place_in_the_file():
    stated, found = no("declared", by="x"), no("declared", by="x", finding=True)
    assert finding(known(found, stated), says_yes) == "not_met"
    assert finding(known(stated, found), says_yes) == "not_met"


def test_rejecting_asks_for_more_than_keeping():
    for proof in PROOFS:
        if may_reject(no(proof)):
            assert finding(known(yes(proof)), says_yes) == "met"
    kept = {proof for proof in PROOFS if finding(known(yes(proof)), says_yes) == "met"}
    refused = {proof for proof in PROOFS if finding(known(no(proof)), says_yes) == "not_met"}
    assert refused < kept


def test_only_an_unverified_fact_is_never_printed():
    assert [proof for proof in PROOFS if not printable(yes(proof))] == ["unverified"]


def test_an_unverified_or_declared_no_orders_the_questions():
    asked = need(must("R1", "k"))
    for proof, urgent in (("unverified", True), ("declared", True), ("reported", True)):
        found = verdict("requirements", case(asked, service("svc", no(proof))))
        assert found.answer == "unknown"
        assert [one.urgent for one in found.asks] == [urgent]


# ---- a fact against a bound ----------------------------------------------------------------------------------------------

NUMBER, DAY = Decimal("100"), date(2027, 6, 30)


@pytest.mark.parametrize(
    ("value", "operator", "wanted", "expected"),
    [
        (Decimal("100.0"), "at_least", NUMBER, True),
        (Decimal("99.999999"), "at_least", NUMBER, False),
        (Decimal("100"), "at_most", NUMBER, True),
        (Decimal("100.000001"), "at_most", NUMBER, False),
        (date(2027, 6, 30), "at_most", DAY, True),
        (date(2027, 7, 1), "at_most", DAY, False),
        (date(2027, 6, 30), "at_least", DAY, True),
        (date(2027, 6, 29), "at_least", DAY, False),
        ("full", "at_least", NUMBER, False),
        ("full", "equals", "full", True),
        ("none", "equals", "full", False),
        (Decimal("1.0"), "equals", Decimal("1"), True),
        (("odt", "docx"), "equals", ("docx", "odt"), True),
        (("odt",), "equals", ("docx", "odt"), False),
        (("odt",), "equals", "odt", False),
        ("saas", "one_of", ("saas", "paas"), True),
        ("iaas", "one_of", ("saas", "paas"), False),
        ("saas", "one_of", "saas", True),
        (("FR", "DE"), "one_of", ("FR", "DE", "IT"), True),
        (("FR", "US"), "one_of", ("FR", "DE", "IT"), False),
        ((), "equals", ("FR",), False),
        ((), "one_of", ("FR", "DE"), False),
    ],
)
def test_a_value_is_compared_with_a_bound_of_its_kind(value, operator, wanted, expected):
    assert satisfies(fact("k", value), Comparison(operator, wanted)) is expected


def test_a_capability_is_satisfied_by_yes_alone():
    assert satisfies(yes(), None)
    assert not satisfies(no(), None)


# ---- the calendar --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 12, 1), 6, date(2027, 6, 1)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_months_are_counted_on_the_calendar(day, months, expected):
    assert months_after(day, months) == expected


def test_months_before_goes_back():
    assert months_before(date(2026, 12, 1), 24) == date(2024, 12, 1)
    assert months_before(date(2028, 3, 31), 1) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("period", "expected"),
    [("2026", date(2026, 12, 31)), ("2028-02", date(2028, 2, 29)), ("2026-05-31", date(2026, 5, 31))],
)
def test_a_period_lasts_to_its_last_day(period, expected):
    assert last_day_of(period) == expected
