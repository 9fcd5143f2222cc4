"""Every gate, every answer: what no mark can buy back (design.md section 2, *Gates*; law.md sections 0, 2 and 3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from core_build import (
    DAY,
    NO_DATA,
    SENSITIVE,
    adaptation,
    buyer,
    case,
    derogation,
    fact,
    floor,
    gate_card,
    hint,
    hosting,
    money,
    must,
    need,
    offer,
    reference,
    rejection,
    row,
    rules,
    service,
    should,
    to,
    verdict,
    verdicts,
    way,
)

from doctrine.criteria.gates import judge
from doctrine.model.facts import PROOFS
from doctrine.model.need import Floor
from doctrine.model.rules import Reference

ANSWERS = {"met", "not_met", "unknown", "not_applicable"}


# ---- eligible ------------------------------------------------------------------------------------------------------------

STATE, TOWN = buyer(), buyer("local", population=3000, region="bretagne")


@pytest.mark.parametrize(
    ("who", "known", "answer"),
    [
        row("a kind that is named", STATE, (fact("eligible_buyers", (to("central_state"),)),), "met"),
        row("one line among several is enough", TOWN, (fact("eligible_buyers", (to("central_state"), to("local"))),), "met"),
        row("walkthroughs 7: open to all", buyer("hospital"), (fact("eligible_buyers", (to("any"),)),), "met"),
        row("one report may make it met", STATE, (fact("eligible_buyers", (to("central_state"),), "reported"),), "met"),
        row("the supplier's word never does", STATE, (fact("eligible_buyers", (to("central_state"),), "declared"),), "unknown"),
        row("another kind, documented", STATE, (fact("eligible_buyers", (to("local"),)),), "not_met"),
        row("another kind, one report", STATE, (fact("eligible_buyers", (to("local"),), "reported"),), "unknown"),
        row(
            "another kind, two publishers",
            STATE,
            (fact("eligible_buyers", (to("local"),), "reported", by="a"), fact("eligible_buyers", (to("local"),), "reported", by="b")),
            "not_met",
        ),
        row("nothing known", STATE, (), "unknown"),
        row("walkthroughs 4: types of users are a hint, not a right", TOWN, (hint("eligible_buyers", "yes"),), "unknown"),
        row("below the population", TOWN, (fact("eligible_buyers", (to("local", max_population=3500),)),), "met"),
        row("at the population", buyer("local", population=3500), (fact("eligible_buyers", (to("local", max_population=3500),)),), "met"),
        row(
            "above the population",
            buyer("local", population=20000),
            (fact("eligible_buyers", (to("local", max_population=3500),)),),
            "not_met",
        ),
        row("population not said", buyer("local"), (fact("eligible_buyers", (to("local", max_population=3500),)),), "unknown"),
        row("in the region", TOWN, (fact("eligible_buyers", (to("local", region="bretagne"),)),), "met"),
        row("outside the region", TOWN, (fact("eligible_buyers", (to("local", region="paca"),)),), "not_met"),
        row("region not said", buyer("local"), (fact("eligible_buyers", (to("local", region="paca"),)),), "unknown"),
        row("of the ministry", buyer(ministry="armees"), (fact("eligible_buyers", (to("central_state", ministry="armees"),)),), "met"),
        row(
            "of another ministry",
            buyer(ministry="interieur"),
            (fact("eligible_buyers", (to("central_state", ministry="armees"),)),),
            "not_met",
        ),
        row("ministry not said", STATE, (fact("eligible_buyers", (to("central_state", ministry="armees"),)),), "unknown"),
        row(
            "a membership that the need cannot say",
            TOWN,
            (fact("eligible_buyers", (to("local", needs=(("fr", "adhérent"),)),)),),
            "unknown",
        ),
        row(
            "no beats unknown: wrong region, whatever the population",
            buyer("local", region="bretagne"),
            (fact("eligible_buyers", (to("local", region="paca", max_population=3500),)),),
            "not_met",
        ),
        row(
            "a condition that holds beside one that asks",
            TOWN,
            (fact("eligible_buyers", (to("local", needs=(("fr", "adhérent"),)), to("local", region="bretagne"))),),
            "met",
        ),
        row(
            "two documents of one day, each on a population not said",
            buyer("local"),
            (
                fact("eligible_buyers", (to("local", max_population=3500),), by="a"),
                fact("eligible_buyers", (to("local", max_population=5000),), by="b"),
            ),
            "unknown",
        ),
        row(
            "one report against, one report that only asks",
            buyer("local"),
            (
                fact("eligible_buyers", (to("central_state"),), "reported", "2026-06", by="a"),
                fact("eligible_buyers", (to("local", max_population=3500),), "reported", "2026-05", by="b"),
            ),
            "unknown",
        ),
    ],
)
def test_eligible_asks_whether_the_service_is_open_to_this_buyer(who, known, answer):
    assert verdict("eligible", case(need(buyer=who), service("svc", *known, open_to=None))).answer == answer


def test_a_service_open_on_condition_says_which_and_asks_its_operator():
    found = verdict(
        "eligible", case(need(buyer=TOWN), service("svc", open_to=(to("local", needs=(("fr", "adhérent"),)),), provider="ANCT"))
    )
    assert found.reason.code == "eligibility_condition"
    assert found.reason.values["needs"] == ((("fr", "adhérent"),),)
    assert [one.holder for one in found.asks] == ["ANCT"]


@pytest.mark.parametrize(
    ("lines", "keys"),
    [
        row("the population", (to("local", max_population=3500),), ["population"]),
        row("the region", (to("local", region="paca"),), ["region"]),
        row("the ministry", (to("local", ministry="interieur"),), ["ministry"]),
        row("a line for all", (to("any", region="paca"),), ["region"]),
        row("two of them", (to("local", max_population=3500, region="paca"),), ["population", "region"]),
        row("never what a line for others asks", (to("local", region="paca"), to("central_state", ministry="interieur")), ["region"]),
    ],
)
@pytest.mark.parametrize("proof", ["declared", "reported", "documented"])
def test_what_the_need_does_not_say_is_asked_of_the_buyer(lines, keys, proof):
    known = fact("eligible_buyers", lines, proof)
    found = verdict("eligible", case(need(buyer=buyer("local")), service("svc", known, open_to=None)))
    assert (found.answer, found.reason.code) == ("unknown", "eligibility_condition")
    assert [(one.holder, one.key) for one in found.asks] == [("buyer", key) for key in keys]


def test_a_line_that_is_already_refused_asks_nothing_of_the_buyer():
    lines = (to("local", region="paca", max_population=3500), to("local", needs=(("fr", "adhérent"),)))
    found = verdict("eligible", case(need(buyer=buyer("local", region="bretagne")), service("svc", open_to=lines)))
    assert [(one.holder, one.key) for one in found.asks] == [("provider of svc", "eligible_buyers")]


def test_two_sources_of_one_day_that_answer_differently_conflict():
    """One opens to all, one on a condition that nobody answered: no source is preferred."""
    known = (fact("eligible_buyers", (to("any"),), by="a"), fact("eligible_buyers", (to("local", max_population=3500),), by="b"))
    found = verdict("eligible", case(need(buyer=buyer("local")), service("svc", *known, open_to=None)))
    assert (found.answer, found.reason.code) == ("unknown", "eligible_conflict")


def test_eligibility_is_never_presumed():
    assert verdict("eligible", case(need(), service("svc", open_to=None), presumptions=True)).answer == "unknown"


# ---- alive ---------------------------------------------------------------------------------------------------------------

SEEN = fact("licence", "EUPL", as_of="2025-06")


@pytest.mark.parametrize(
    ("known", "answer", "code"),
    [
        row("in production, documented", (fact("status", "production"),), "met", "alive_met"),
        row("in production, one report", (fact("status", "production", "reported"),), "met", "alive_met"),
        row("beta is open", (fact("status", "beta", "reported"),), "met", "alive_met"),
        row("walkthroughs 2: in construction is unknown", (fact("status", "construction"),), "unknown", "alive_construction"),
        row("announced in construction", (fact("status", "construction", "declared"),), "unknown", "alive_construction"),
        row("stopped, documented", (fact("status", "stopped"),), "not_met", "alive_not_met"),
        row("being withdrawn, documented", (fact("status", "being_withdrawn"),), "not_met", "alive_not_met"),
        row("walkthroughs 8.4: stopped, one article", (fact("status", "stopped", "reported"),), "unknown", "alive_contrary"),
        row(
            "stopped, two publishers",
            (fact("status", "stopped", "reported", by="a"), fact("status", "being_withdrawn", "reported", by="b")),
            "not_met",
            "alive_not_met",
        ),
        row("stopped, from memory", (fact("status", "stopped", "unverified"), SEEN), "unknown", "alive_leaning_no"),
        row("the supplier's word that it lives, seen since", (fact("status", "production", "declared"),), "met", "alive_presumed"),
        row("silence, seen within 24 months", (SEEN,), "met", "alive_presumed"),
        row("silence, seen just within", (fact("licence", "EUPL", as_of="2024-12-01"),), "met", "alive_presumed"),
        row("silence, seen just before", (fact("licence", "EUPL", as_of="2024-11-30"),), "unknown", "alive_absent"),
        row("silence, seen that month", (fact("licence", "EUPL", as_of="2024-12"),), "met", "alive_presumed"),
        row("silence, known from memory only", (fact("licence", "EUPL", "unverified"),), "unknown", "alive_absent"),
        row("nothing at all", (), "unknown", "alive_absent"),
        row("a hint against it", (SEEN, hint("status", "no")), "unknown", "alive_absent"),
        row(
            "sources of one day disagree",
            (fact("status", "stopped", by="a"), fact("status", "production", by="b")),
            "unknown",
            "alive_conflict",
        ),
        row(
            "walkthroughs 1: in production, in construction, the same day",
            (fact("status", "production", by="a"), fact("status", "construction", by="b")),
            "unknown",
            "alive_construction",
        ),
    ],
)
def test_alive_looks_for_what_is_against_it(known, answer, code):
    found = verdict("alive", case(need(), service("svc", *known, open_to=None, status=None)))
    assert (found.answer, found.reason.code) == (answer, code)
    assert found.presumed is (code == "alive_presumed")


@pytest.mark.parametrize("known", [(SEEN,), (fact("status", "production", "declared"),)])
def test_no_presumptions_leaves_alive_unknown(known):
    found = verdict("alive", case(need(), service("svc", *known, open_to=None, status=None), presumptions=False))
    assert found.answer == "unknown"
    assert [one.key for one in found.asks] == ["status"]


def test_being_absent_from_a_list_is_not_being_seen():
    absent = fact("secnumcloud", "not_qualified", complete_list=True)
    assert verdict("alive", case(need(), offer("svc", absent, status=None)), run_by="supplier").answer == "unknown"


# ---- must requirements ---------------------------------------------------------------------------------------------------

R1 = must("R1", "guest-access")
R2 = must("R2", fact="max_participants", at_least=Decimal(100))


def access(value, proof="documented", **more):
    return fact("guest-access", value, proof, **more)


def people(value, proof="documented", **more):
    return fact("max_participants", Decimal(value), proof, **more)


@pytest.mark.parametrize(
    ("wanted", "known", "answer"),
    [
        row("a capability, documented", R1, (access("yes"),), "met"),
        row("a capability, one report", R1, (access("yes", "reported"),), "met"),
        row("a capability, the supplier's word", R1, (access("yes", "declared"),), "unknown"),
        row("a capability, from memory", R1, (access("yes", "unverified"),), "unknown"),
        row("a capability, absent", R1, (), "unknown"),
        row("a capability, documented no", R1, (access("no"),), "not_met"),
        row("a capability, one report of no", R1, (access("no", "reported"),), "unknown"),
        row("a capability, the supplier's own no", R1, (access("no", "declared"),), "unknown"),
        row("a capability, the buyer's own finding of no", R1, (access("no", "declared", finding=True),), "not_met"),
        row("a capability, tested by the buyer", R1, (access("no", "documented"), access("yes", "tested", finding=True)), "met"),
        row("a hint never answers", R1, (hint("guest-access", "yes"),), "unknown"),
        row("at least, reached", R2, (people(100),), "met"),
        row("at least, not reached", R2, (people(99),), "not_met"),
        row("walkthroughs 1, R2: 350 and 150 of two papers", R2, (people(350, "reported", by="a"), people(150, "reported", by="b")), "met"),
        row("at most, held", must("R", fact="max_participants", at_most=Decimal(100)), (people(100),), "met"),
        row("at most, passed", must("R", fact="max_participants", at_most=Decimal(100)), (people(101),), "not_met"),
        row("equals, held", must("R", fact="accessibility", equals="full"), (fact("accessibility", "full"),), "met"),
        row("equals, not held", must("R", fact="accessibility", equals="full"), (fact("accessibility", "partial"),), "not_met"),
        row("one of, held", must("R", fact="accessibility", one_of=("full", "partial")), (fact("accessibility", "partial"),), "met"),
        row("one of, not held", must("R", fact="accessibility", one_of=("full", "partial")), (fact("accessibility", "none"),), "not_met"),
        row("a day at most", must("R", fact="opens_on", at_most=date(2027, 1, 1)), (fact("opens_on", date(2027, 1, 1)),), "met"),
    ],
)
def test_a_must_is_met_or_refused_on_facts_alone(wanted, known, answer):
    found = verdict("requirements", case(need(wanted), service("svc", *known)))
    assert found.answer == answer
    assert found.requirement == wanted.id


def test_each_must_has_its_verdict_and_a_should_has_none():
    found = verdicts("requirements", case(need(R1, should("S1", "live-captions"), R2), service("svc", access("yes"))))
    assert [(one.requirement, one.answer) for one in found] == [("R1", "met"), ("R2", "unknown")]


def test_a_capacity_is_compared_only_with_a_requirement_that_names_it():
    """walkthroughs 0: read against 90 000 users, `max_participants: 150` would reject the State's own service."""
    asked = need(users=90000)
    one = service("visio", people(150), fact("accounts_in_use", Decimal(40000)))
    answers = {
        found.gate: found.answer for card in rules().gates if "mutualise" in card.steps for found in verdicts(card.id, case(asked, one))
    }
    assert "not_met" not in answers.values()
    assert "unknown" not in answers.values()


@pytest.mark.parametrize(
    ("known", "given", "needed_by", "answer", "code"),
    [
        row("possible, costed, in time", (access("no"),), adaptation("svc", "R1"), date(2027, 6, 30), "met", "adaptation"),
        row("possible, no date asked", (access("no"),), adaptation("svc", "R1"), None, "met", "adaptation"),
        row("possible on the very day", (access("no"),), adaptation("svc", "R1", months=6), date(2027, 6, 1), "met", "adaptation"),
        row("possible, too late", (access("no"),), adaptation("svc", "R1", months=7), date(2027, 6, 1), "not_met", "adaptation_late"),
        row("impossible", (access("no"),), adaptation("svc", "R1", "no"), None, "not_met", "adaptation_impossible"),
        row("nobody knows yet", (access("no"),), adaptation("svc", "R1", "unknown"), None, "unknown", "adaptation_incomplete"),
        row("possible, cost not said", (access("no"),), adaptation("svc", "R1", cost=None), None, "unknown", "adaptation_incomplete"),
        row("possible, delay not said", (access("no"),), adaptation("svc", "R1", months=None), None, "unknown", "adaptation_incomplete"),
        row("possible, tax not said", (access("no"),), adaptation("svc", "R1", tax=None), None, "unknown", "adaptation_incomplete"),
        row("of another service", (access("no"),), adaptation("other", "R1"), None, "not_met", "requirement_not_met"),
        row("of another requirement", (access("no"),), adaptation("svc", "R2"), None, "not_met", "requirement_not_met"),
        row("already met: nothing to adapt", (access("yes"),), adaptation("svc", "R1", "no"), None, "met", "requirement_met"),
        row("nothing known, but it can be added in time", (), adaptation("svc", "R1"), None, "met", "adaptation"),
        row(
            "nothing known: that it cannot be added does not say it is missing",
            (),
            adaptation("svc", "R1", "no"),
            None,
            "unknown",
            "requirement_absent",
        ),
        row(
            "announced by its operator: a late adaptation does not reject",
            (access("yes", "declared"),),
            adaptation("svc", "R1", months=7),
            date(2027, 6, 1),
            "unknown",
            "requirement_claimed",
        ),
        row(
            "one report of no: an impossible adaptation is no second report",
            (access("no", "reported"),),
            adaptation("svc", "R1", "no"),
            None,
            "unknown",
            "requirement_contrary",
        ),
    ],
)
def test_an_adaptation_answers_for_a_must_that_is_not_met(known, given, needed_by, answer, code):
    asked = need(R1, adaptations=(given,), needed_by=needed_by)
    found = verdict("requirements", case(asked, service("svc", *known)))
    assert (found.answer, found.reason.code) == (answer, code)


def test_an_adaptation_says_its_cost_delay_and_source():
    found = verdict("requirements", case(need(R1, adaptations=(adaptation("svc", "R1"),)), service("svc", access("no"))))
    assert dict(found.reason.values) == {"source": "letter", "months": 4, "cost": money(40000)}


# ---- ready ---------------------------------------------------------------------------------------------------------------

SOON, SEVEN_MONTHS = date(2027, 1, 31), date(2027, 7, 2)


def days(number, proof="documented", **more):
    return fact("onboarding_days", Decimal(number), proof, **more)


def opens(day, proof="documented", **more):
    return fact("opens_on", day, proof, **more)


@pytest.mark.parametrize(
    ("known", "needed_by", "answer", "code"),
    [
        row("no date asked", (), None, "not_applicable", "no_date"),
        row("opens on the very day", (opens(SOON),), SOON, "met", "ready_met"),
        row("opens the day after", (opens(date(2027, 2, 1)),), SOON, "not_met", "ready_not_met"),
        row("opens late, one report", (opens(date(2027, 2, 1), "reported"),), SOON, "unknown", "ready_contrary"),
        row("opens in time, the operator's word", (opens(date(2027, 1, 1), "declared"),), SOON, "unknown", "ready_claimed"),
        row("a delay that fits to the day", (days(61),), SOON, "met", "ready_met"),
        row("a delay one day too long", (days(62),), SOON, "not_met", "ready_not_met"),
        row("the opening day goes before the delay", (opens(date(2027, 2, 1)), days(1)), SOON, "not_met", "ready_not_met"),
        row("nothing known, two months left", (), SOON, "unknown", "ready_absent"),
        row("nothing known, more than the usual six months", (), SEVEN_MONTHS, "met", "ready_presumed"),
        row("nothing known, exactly six months", (), date(2027, 6, 1), "unknown", "ready_absent"),
        row("nothing known, six months and a day", (), date(2027, 6, 2), "met", "ready_presumed"),
        row("walkthroughs 1: announced for 2027 is not an opening", (hint("opens_on", "yes"),), SEVEN_MONTHS, "unknown", "ready_absent"),
        row("a hint on the delay blocks the presumption", (hint("onboarding_days", "unknown"),), SEVEN_MONTHS, "unknown", "ready_absent"),
        row("the operator's word beside enough time", (opens(date(2027, 4, 1), "declared"),), SEVEN_MONTHS, "met", "ready_presumed"),
        row("a documented late opening is not presumed away", (opens(date(2028, 1, 1)),), SEVEN_MONTHS, "not_met", "ready_not_met"),
        row("in construction: nothing is presumed", (fact("status", "construction"),), SEVEN_MONTHS, "unknown", "ready_absent"),
        row("being withdrawn: nothing is presumed", (fact("status", "being_withdrawn"),), SEVEN_MONTHS, "unknown", "ready_absent"),
        row(
            "a documented delay beside a remembered day",
            (opens(date(2027, 1, 1), "unverified"), days(30)),
            SOON,
            "met",
            "ready_met",
        ),
    ],
)
def test_ready_asks_for_an_opening_by_the_day_it_is_needed(known, needed_by, answer, code):
    found = verdict("ready", case(need(needed_by=needed_by), service("svc", *known, status=None)))
    assert (found.answer, found.reason.code) == (answer, code)
    assert found.presumed is (code == "ready_presumed")


@pytest.mark.parametrize(("make", "months"), [(service, 6), (offer, 9), (way, 18)])
def test_ready_is_presumed_beyond_the_usual_delay_of_the_step(make, months):
    year, month = divmod(DAY.year * 12 + DAY.month - 1 + months, 12)
    just, beyond = date(year, month + 1, 1), date(year, month + 1, 2)
    assert verdict("ready", case(need(needed_by=just), make("svc"))).answer == "unknown"
    found = verdict("ready", case(need(needed_by=beyond), make("svc")))
    assert (found.answer, found.presumed, found.reason.values["months"]) == ("met", True, months)
    assert verdict("ready", case(need(needed_by=beyond), make("svc"), presumptions=False)).answer == "unknown"


@pytest.mark.parametrize(("make", "holder"), [(service, "provider of svc"), (offer, "provider of svc"), (way, "buyer")])
def test_the_opening_day_is_asked_of_who_opens(make, holder):
    assert [one.holder for one in verdict("ready", case(need(needed_by=SOON), make("svc"))).asks] == [holder]


def test_a_hint_against_the_opening_puts_the_question_first():
    found = verdict("ready", case(need(needed_by=SOON), service("svc", hint("onboarding_days", "no"))))
    assert found.hinted
    assert [one.urgent for one in found.asks] == [True]
    assert len(found.hints) == 1


# ---- health data hosting -------------------------------------------------------------------------------------------------

HEALTH = NO_DATA._replace(health="yes")


def hds(value="certified", proof="attested", **more):
    return fact("hds", value, proof, **more)


def hds_until(day, proof="attested", **more):
    return fact("hds_until", day, proof, **more)


@pytest.mark.parametrize(
    ("health", "known", "answer", "code"),
    [
        row("no health data", "no", (), "not_applicable", "no_health_data"),
        row("nobody said", "unknown", (hds(),), "unknown", "health_unknown"),
        row("certified on the official list", "yes", (hds(), hds_until(date(2028, 1, 1))), "met", "hds_met"),
        row("certified on the official list, end not known", "yes", (hds(),), "unknown", "hds_end_unknown"),
        row("certified to the very day", "yes", (hds(), hds_until(DAY)), "met", "hds_met"),
        row("lapsed the day before", "yes", (hds(), hds_until(date(2026, 11, 30))), "not_met", "hds_not_met"),
        row("lapsed, one report", "yes", (hds(), hds_until(date(2026, 11, 30), "reported")), "unknown", "hds_contrary"),
        row("reported, end not known", "yes", (hds(proof="reported"),), "unknown", "hds_end_unknown"),
        row("documented, end not known", "yes", (hds(proof="documented"),), "unknown", "hds_end_unknown"),
        row("reported, end reported", "yes", (hds(proof="reported"), hds_until(date(2028, 1, 1), "reported")), "met", "hds_met"),
        row("the supplier's word", "yes", (hds(proof="declared"),), "unknown", "hds_claimed"),
        row("in progress is not granted", "yes", (hds("in_progress", "documented"),), "unknown", "hds_in_progress"),
        row("not certified, documented", "yes", (hds("not_certified", "documented"),), "not_met", "hds_not_met"),
        row("not certified, one report", "yes", (hds("not_certified", "reported"),), "unknown", "hds_contrary"),
        row("absent from a complete list", "yes", (hds("not_certified", "documented", complete_list=True),), "not_met", "hds_not_met"),
        row("nothing known", "yes", (), "unknown", "hds_absent"),
        row(
            "an end that the supplier alone gives",
            "yes",
            (hds(proof="reported"), hds_until(date(2028, 1, 1), "declared")),
            "unknown",
            "hds_end_unknown",
        ),
        row(
            "an end from memory",
            "yes",
            (hds(proof="reported"), hds_until(date(2028, 1, 1), "unverified")),
            "unknown",
            "hds_end_unknown",
        ),
        row("lapsed, from memory", "yes", (hds(), hds_until(date(2026, 1, 31), "unverified")), "unknown", "hds_end_unknown"),
        row(
            "lapsed, two publishers",
            "yes",
            (hds(), hds_until(date(2026, 1, 31), "reported", by="a"), hds_until(date(2026, 1, 31), "reported", by="b")),
            "not_met",
            "hds_not_met",
        ),
    ],
)
def test_health_data_ask_for_a_certified_host_on_the_day(health, known, answer, code):
    asked = need(data=NO_DATA._replace(health=health))
    found = verdict("health_hosting", case(asked, offer("svc", *known)), run_by="supplier")
    assert (found.answer, found.reason.code) == (answer, code)


@pytest.mark.parametrize(
    ("make", "run_by", "cloud", "answer"),
    [
        row("installed by the buyer on its own machines", offer, "buyer", "none", "not_applicable"),
        row("installed by the buyer on a private cloud", offer, "buyer", "private", "unknown"),
        row("installed by the buyer, cloud not said", offer, "buyer", "unknown", "unknown"),
        row("run by its supplier, whatever the buyer owns", offer, "supplier", "none", "unknown"),
        row("built and run on the buyer's own machines", way, None, "none", "not_applicable"),
        row("a shared service", service, None, "none", "unknown"),
    ],
)
def test_health_data_on_the_buyers_own_machines_have_no_host(make, run_by, cloud, answer):
    asked = need(data=HEALTH, hosting=hosting(cloud=cloud))
    assert verdict("health_hosting", case(asked, make("svc")), run_by=run_by).answer == answer


@pytest.mark.parametrize(("make", "holder"), [(offer, "list:hds"), (service, "provider of svc")])
def test_the_certificate_of_an_offer_is_read_on_the_list(make, holder):
    assert [one.holder for one in verdict("health_hosting", case(need(data=HEALTH), make("svc"))).asks] == [holder]


@pytest.mark.parametrize(
    ("gate", "words"),
    [
        row(
            "health data",
            "health_hosting",
            {"data": HEALTH},
        ),
        row(
            "a marking",
            "marking",
            {"data": NO_DATA._replace(marking="restricted")},
        ),
        row(
            "a floor",
            "floors",
            {"floors": (floor("security", 60),)},
        ),
        row("personal data", "transfers", {"data": NO_DATA._replace(personal="yes")}),
        row("sensitive data", "secnumcloud", {"data": SENSITIVE}),
        row("a date", "ready", {"needed_by": SOON}),
        row("the means", "means", {}),
    ],
)
def test_what_is_missing_of_a_way_to_build_is_asked_of_the_buyer(gate, words):
    """design.md section 2, *Steps*: ways to build are judged on the buyer's findings, whoever the catalogue names as provider."""
    one = way("mixed", team=None)._replace(provider="Administration et titulaire")
    asks = [each for found in verdicts(gate, case(need(**words), one)) for each in found.asks]
    assert asks
    assert {each.holder for each in asks} == {"buyer"}


def test_secnumcloud_is_not_health_hosting():
    """law.md 3.12: the qualification is worth nothing for HDS."""
    known = (fact("secnumcloud", "qualified", "attested"), fact("secnumcloud_layers", ("saas",), "attested"))
    assert verdict("health_hosting", case(need(data=HEALTH), offer("svc", *known)), run_by="supplier").answer == "unknown"


# ---- marking -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "known", "answer", "code"),
    [
        row("no marking", "none", (), "not_applicable", "no_marking"),
        row("nobody said", "unknown", (), "unknown", "marking_unknown"),
        row("approved for that marking", "restricted", (fact("marking", ("restricted",), "attested"),), "met", "marking_met"),
        row("approved, one report", "restricted", (fact("marking", ("restricted",), "reported"),), "met", "marking_met"),
        row("approved, its own word", "restricted", (fact("marking", ("restricted",), "declared"),), "unknown", "marking_claimed"),
        row("approved for another marking", "classified", (fact("marking", ("restricted",), "attested"),), "not_met", "marking_not_met"),
        row("approved for both", "classified", (fact("marking", ("restricted", "classified"), "attested"),), "met", "marking_met"),
        row(
            "law.md 3.12: SecNumCloud is not enough",
            "restricted",
            (fact("secnumcloud", "qualified", "attested"),),
            "unknown",
            "marking_absent",
        ),
    ],
)
def test_marked_information_asks_for_an_approval_of_that_very_marking(wanted, known, answer, code):
    found = verdict("marking", case(need(data=NO_DATA._replace(marking=wanted)), service("svc", *known)))
    assert (found.answer, found.reason.code) == (answer, code)


# ---- transfers -----------------------------------------------------------------------------------------------------------

PERSONAL = NO_DATA._replace(personal="yes")


def kept(*places, proof="documented", **more):
    return fact("data_location", places, proof, **more)


def basis(value, proof="documented"):
    return fact("transfer_basis", value, proof)


@pytest.mark.parametrize(
    ("personal", "known", "answer", "code"),
    [
        row("no personal data", "no", (), "not_applicable", "no_personal_data"),
        row("nobody said", "unknown", (kept("FR"),), "unknown", "personal_unknown"),
        row("in France, documented", "yes", (kept("FR"),), "met", "transfers_met"),
        row("walkthroughs 1: in France, two papers", "yes", (kept("FR", proof="reported"),), "met", "transfers_met"),
        row("in Norway, of the Economic Area", "yes", (kept("FR", "NO"),), "met", "transfers_met"),
        row("the supplier's word", "yes", (kept("FR", proof="declared"),), "unknown", "transfers_claimed"),
        row("nothing known", "yes", (), "unknown", "transfers_absent"),
        row("outside, basis not known", "yes", (kept("FR", "US"),), "unknown", "transfer_basis_unknown"),
        row("outside, one report, basis not known", "yes", (kept("US", proof="reported"),), "unknown", "transfer_basis_unknown"),
        row("outside, from memory", "yes", (kept("US", proof="unverified"),), "unknown", "transfer_basis_unknown"),
        row("outside, adequacy", "yes", (kept("US"), basis("adequacy")), "met", "transfer_adequacy"),
        row("outside, safeguards", "yes", (kept("US"), basis("safeguards")), "met", "transfer_basis"),
        row("outside, safeguards from a paper", "yes", (kept("US"), basis("safeguards", "reported")), "met", "transfer_basis"),
        row(
            "outside, safeguards by its own word", "yes", (kept("US"), basis("safeguards", "declared")), "unknown", "transfer_basis_unknown"
        ),
        row("outside without a basis: a text at M never refuses", "yes", (kept("US"), basis("none")), "unknown", "law_unsure"),
        row("one report outside, no basis", "yes", (kept("US", proof="reported"), basis("none")), "unknown", "transfers_contrary"),
        row("two places of one day", "yes", (kept("FR", by="a"), kept("US", by="b")), "unknown", "transfers_conflict"),
        row(
            "an empty list of places says nothing",
            "yes",
            (kept(),),
            "unknown",
            "transfers_absent",
        ),
    ],
)
def test_personal_data_stay_in_the_economic_area_or_leave_on_a_basis(personal, known, answer, code):
    found = verdict("transfers", case(need(data=NO_DATA._replace(personal=personal)), offer("svc", *known)), run_by="supplier")
    assert (found.answer, found.reason.code) == (answer, code)


def test_leaving_the_union_without_a_basis_refuses_once_the_text_is_read():
    """The same gate with its reference at P: the confidence alone held the refusal back."""
    card = gate_card("transfers")
    sure = rules()._replace(
        gates=tuple(one._replace(references=(Reference("RGPD", "P"),)) if one is card else one for one in rules().gates)
    )
    asked = case(need(data=PERSONAL), offer("svc", kept("US"), basis("none")), ruleset=sure)
    (found,) = judge(asked, next(one for one in sure.gates if one.id == "transfers"), asked.candidates[0], "supplier")
    assert (found.answer, found.reason.code, found.confidence) == ("not_met", "transfers_not_met", "P")


@pytest.mark.parametrize(
    ("make", "run_by", "cloud", "answer"),
    [
        row("on the buyer's own machines", offer, "buyer", "none", "not_applicable"),
        row("installed by the buyer on a State cloud", offer, "buyer", "state", "met"),
        row("built on a State cloud", way, None, "state", "met"),
        row("installed by the buyer on a private cloud", offer, "buyer", "private", "unknown"),
        row("run by the supplier, whatever cloud the buyer has", offer, "supplier", "state", "unknown"),
    ],
)
def test_where_the_buyer_runs_it_decides_where_data_are(make, run_by, cloud, answer):
    asked = need(data=PERSONAL, hosting=hosting(cloud=cloud))
    assert verdict("transfers", case(asked, make("svc")), run_by=run_by).answer == answer


@pytest.mark.parametrize(
    ("make", "run_by", "holder"),
    [(offer, "supplier", "provider of svc"), (offer, "buyer", "buyer"), (way, None, "buyer"), (service, None, "provider of svc")],
)
def test_the_place_of_data_is_asked_of_who_keeps_them(make, run_by, holder):
    assert [one.holder for one in verdict("transfers", case(need(data=PERSONAL), make("svc")), run_by=run_by).asks] == [holder]


# ---- means of building ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "answers"),
    [
        row("nothing found", (), ["unknown", "unknown"]),
        row("both established", (fact("team_ready", "yes"), fact("maintenance_planned", "yes")), ["met", "met"]),
        row("a team, no maintenance", (fact("team_ready", "yes"), fact("maintenance_planned", "no")), ["met", "not_met"]),
        row("a team that is only said", (fact("team_ready", "yes", "declared"),), ["unknown", "unknown"]),
        row("the buyer's own no, whatever its proof", (fact("team_ready", "no", "declared", finding=True),), ["not_met", "unknown"]),
    ],
)
def test_building_asks_for_a_team_and_a_maintenance(known, answers):
    found = verdicts("means", case(need(), way("in-house", *known, team=None)))
    assert [one.answer for one in found] == answers
    assert {one.holder for gate in found for one in gate.asks} <= {"buyer"}


# ---- floors --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("floors", "known", "answers"),
    [
        row("no floor", (), (), ["not_applicable"]),
        row("a criterion without question for this need", (floor("business_performance", 50),), (), ["not_applicable"]),
        row("low bound above", (floor("availability", 60),), (days(30),), ["met"]),
        row("low bound on it", (floor("availability", 90),), (days(30),), ["met"]),
        row("documented below", (floor("availability", 91),), (days(30),), ["not_met"]),
        row("one report below only asks", (floor("availability", 91),), (days(30, "reported"),), ["unknown"]),
        row("the supplier's word above only asks", (floor("availability", 60),), (days(30, "declared"),), ["unknown"]),
        row("the supplier's own word below only asks", (floor("availability", 95),), (days(30, "declared"),), ["unknown"]),
        row("the buyer's finding below", (floor("availability", 95),), (days(30, "declared", finding=True),), ["not_met"]),
        row("nothing known", (floor("availability", 1),), (), ["unknown"]),
        row("a floor of zero is always met", (floor("availability", 0),), (), ["met"]),
        row("what is known already puts the mean below", (floor("security", 70),), (fact("iso27001", "no"),), ["not_met"]),
        row("what is not known could still lift the mean", (floor("security", 60),), (fact("iso27001", "no"),), ["unknown"]),
        row(
            "one verdict for each floor",
            (floor("availability", 60), floor("security", 70)),
            (days(30), fact("iso27001", "no")),
            ["met", "not_met"],
        ),
    ],
)
def test_a_floor_is_met_on_the_low_bound_and_refuses_only_on_facts_that_may_reject(floors, known, answers):
    assert [one.answer for one in verdicts("floors", case(need(floors=floors), service("svc", *known)))] == answers


def test_an_open_floor_asks_for_every_fact_of_its_criterion():
    (found,) = verdicts("floors", case(need(floors=(floor("security", 60),)), service("svc")))
    assert [one.key for one in found.asks] == ["security_approval", "iso27001", "audit-log"]


@pytest.mark.parametrize(
    ("wanted", "more"),
    [
        row("cost", floor("cost", 40), {"cost_reference": reference(600000)}),
        row("business performance", floor("business_performance", 40), {}),
    ],
)
def test_an_open_floor_says_what_is_missing_and_who_holds_it(wanted, more):
    (found,) = verdicts("floors", case(need(should("S1", "live-captions"), floors=(wanted,), **more), service("svc")))
    assert found.answer == "unknown"
    assert found.asks


COSTS = ("cost_fee", "cost_adaptation", "cost_migration", "cost_staff", "cost_exit")


@pytest.mark.parametrize(
    ("others", "answer"),
    [
        row("every component documented", "documented", "not_met"),
        row(
            "one component on the supplier's word alone",
            "declared",
            "unknown",
        ),
    ],
)
def test_a_floor_on_cost_refuses_only_when_every_component_may_reject(others, answer):
    known = [fact("cost_price", money(10)), *(fact(key, money(1000000), others) for key in COSTS)]
    asked = need(floors=(floor("cost", 40),), cost_reference=reference(600000))
    assert [one.answer for one in verdicts("floors", case(asked, service("svc", *known)))] == [answer]


# ---- derogations ---------------------------------------------------------------------------------------------------------

STOPPED = fact("status", "stopped")


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        row("in force", derogation("alive"), "met"),
        row("its first day", derogation("alive", start=DAY), "met"),
        row("its last day", derogation("alive", end=DAY), "met"),
        row("expired the day before counts for nothing", derogation("alive", end=date(2026, 11, 30)), "not_met"),
        row("not yet begun", derogation("alive", start=date(2026, 12, 2)), "not_met"),
        row("for this candidate", derogation("alive", of="svc"), "met"),
        row("for another candidate", derogation("alive", of="other"), "not_met"),
        row("for another gate", derogation("ready"), "not_met"),
    ],
)
def test_a_derogation_counts_only_in_force_and_for_its_gate(given, answer):
    found = verdict("alive", case(need(derogations=(given,)), service("svc", STOPPED, status=None)))
    assert found.answer == answer
    assert found.by_derogation is (answer == "met")


def test_a_derogation_is_said_and_settles_an_unknown_gate_too():
    found = verdict("eligible", case(need(derogations=(derogation("eligible"),)), service("svc", open_to=None)))
    assert (found.answer, found.by_derogation, found.reason.code) == ("met", True, "by_derogation")
    assert dict(found.reason.values) == {"author": "minister", "ground": "project already begun", "end": date(2027, 12, 31)}


@pytest.mark.parametrize(("gate", "answer"), [("alive", "met"), ("ready", "not_applicable")])
def test_a_derogation_changes_nothing_where_nothing_is_refused(gate, answer):
    found = verdict(gate, case(need(derogations=(derogation(gate),)), service("svc")))
    assert (found.answer, found.by_derogation) == (answer, False)


# ---- rejections ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("proof", PROOFS)
def test_a_rejection_with_proof_fails_its_gate_and_an_unverified_one_is_ignored(proof):
    found = verdict("alive", case(need(), service("svc", rejection("alive", proof), open_to=None, status=None)))
    assert found.answer == ("unknown" if proof == "unverified" else "not_met")
    if proof != "unverified":
        assert found.reason.code == "rejected_by_finding"
        assert dict(found.reason.values) == {"reason": "does not do it", "source": "letter"}


@pytest.mark.parametrize(
    ("rejected", "known", "answer"),
    [
        row("by the requirement's id", rejection("R1"), (), "not_met"),
        row("by the gate's name", rejection("requirements"), (), "not_met"),
        row("for another requirement", rejection("R9"), (), "unknown"),
        row("against a fact less proved", rejection("R1", "documented"), (access("yes", "reported"),), "not_met"),
        row("against a fact as well proved", rejection("R1", "documented"), (access("yes", "documented"),), "not_met"),
        row("a better-proved contrary fact reopens it", rejection("R1", "documented"), (access("yes", "tested", finding=True),), "met"),
        row("a better-proved fact that agrees does not", rejection("R1", "reported"), (access("no", "documented"),), "not_met"),
        row("an unverified rejection never counts", rejection("R1", "unverified"), (access("yes", "reported"),), "met"),
    ],
)
def test_a_rejection_stands_until_a_better_proved_fact_says_the_contrary(rejected, known, answer):
    assert verdict("requirements", case(need(R1), service("svc", rejected, *known))).answer == answer


def test_a_rejection_beats_a_presumption():
    found = verdict("alive", case(need(), service("svc", SEEN, rejection("alive", "reported"), status=None)))
    assert found.answer == "not_met"


def test_every_fact_a_gate_stands_on_must_be_better_proved_to_reopen_it():
    known = (
        fact("secnumcloud", "qualified", "attested"),
        fact("secnumcloud_layers", ("saas",), "reported"),
        fact("secnumcloud_until", date(2028, 1, 1), "reported"),
    )
    one = offer("svc", *known, rejection("secnumcloud", "documented", "the decision read does not cover this service"))
    assert verdict("secnumcloud", case(need(data=SENSITIVE), one), run_by="supplier").answer == "not_met"


# ---- all gates -----------------------------------------------------------------------------------------------------------


def test_every_gate_of_the_cards_answers_one_of_four_words():
    one = service("svc")
    for card in rules().gates:
        for found in verdicts(card.id, case(need(R1), one)):
            assert found.gate == card.id
            assert found.answer in ANSWERS
            assert found.references or found.answer == "not_applicable"


def test_a_settled_gate_asks_nothing_and_an_open_one_says_what_and_whom():
    unknown = need(R1, needed_by=SOON, data=NO_DATA._replace(personal="unknown", health="unknown", marking="unknown"))
    for card in rules().gates:
        for asked in (need(R1), unknown):
            for found in verdicts(card.id, case(asked, service("svc", open_to=None, status=None), presumptions=False)):
                assert bool(found.asks) is (found.answer == "unknown")
                assert all(one.holder and one.key and one.gate == card.id for one in found.asks)


# ---- floors on the European grid -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "answer"),
    [
        row("the level wanted", (fact("seal_2026_06", Decimal(3), "attested"),), "met"),
        row("a higher one", (fact("seal_2026_06", Decimal(4), "reported"),), "met"),
        row("a lower one, attested", (fact("seal_2026_06", Decimal(2), "attested"),), "not_met"),
        row("a lower one, one report", (fact("seal_2026_06", Decimal(2), "reported"),), "unknown"),
        row("the supplier's own word", (fact("seal_2026_06", Decimal(4), "declared"),), "unknown"),
        row("a level of the other edition says nothing", (fact("seal_2025_10", Decimal(4), "attested"),), "unknown"),
        row("nothing", (), "unknown"),
    ],
)
def test_a_level_of_the_european_grid_is_a_floor_of_its_own_edition(known, answer):
    one = service("svc", *known)
    found = verdict("floors", case(need(floors=(Floor("policy", seal=3, edition="2026-06"),)), one), one)
    assert found.answer == answer
    assert [one.key for one in found.asks] == ([] if answer in ("met", "not_met") else ["seal_2026_06"])
