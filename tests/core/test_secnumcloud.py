"""The SecNumCloud gate: who is bound, which data, whose cloud, which service and layer, on which day, and how sure the law is.

law.md sections 0, 2 and 3; design.md section 2, *Gates* (law) and *SecNumCloud*; walkthroughs.md section 8, 2 and 3.
"""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from core_build import (
    DAY,
    NO_DATA,
    SENSITIVE,
    buyer,
    candidate,
    case,
    derogation,
    fact,
    gate_card,
    hint,
    hosting,
    need,
    offer,
    row,
    service,
    verdict,
    way,
)

from doctrine.criteria.gates import judge
from doctrine.criteria.sensitivity import bound, strongest_chain
from doctrine.model.rules import CONFIDENCES, Chain, Link, Reference, decides, weakest

NEXT_YEAR, LAST_DAY, LAPSED = date(2028, 1, 1), DAY, date(2026, 11, 30)


def snc(value="qualified", proof="attested", **more):
    return fact("secnumcloud", value, proof, **more)


def layers(*names, proof="attested", **more):
    return fact("secnumcloud_layers", names, proof, **more)


def until(day, proof="attested", **more):
    return fact("secnumcloud_until", day, proof, **more)


def seat(country, proof="documented", **more):
    return fact("supplier_country", country, proof, **more)


#: A service refused, whenever the law holds; one that is always good.
REFUSED = offer("svc", snc("not_qualified"))
QUALIFIED = offer("svc", snc(), layers("saas"), until(NEXT_YEAR))


def answer(who, data, one=REFUSED, run_by="supplier", **more):
    return verdict("secnumcloud", case(need(buyer=who, data=data, **more), one), run_by=run_by)


# ---- who is bound --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "listed", "expected"),
    [
        row("law.md 2.1: the State", "central_state", "unknown", "yes"),
        row("law.md 2.1: an operator listed", "operator", "yes", "yes"),
        row("law.md 3.21: an operator, list not read, by the circular", "operator", "unknown", "yes"),
        row("law.md 3.21: an operator off the list, by the circular", "operator", "no", "yes"),
        row("law.md 2.1: a GIP that comprises them", "gip", "yes", "yes"),
        row("law.md 2.1: local authorities are not", "local", "unknown", "no"),
        row("law.md 0: hospitals are not", "hospital", "unknown", "no"),
        row("law.md 0: local authorities are not, whatever they say", "local", "yes", "no"),
        row("a school on the list", "education", "yes", "yes"),
        row("a school that nobody found on the list", "education", "unknown", "unknown"),
        row("social security not on the list", "social_security", "no", "no"),
        row(
            "law.md 2.1: a GIP of which nothing is said",
            "gip",
            "unknown",
            "unknown",
        ),
        row(
            "law.md 2.1: a GIP that says it comprises none",
            "gip",
            "no",
            "no",
        ),
    ],
)
def test_article_31_binds_those_the_law_names(kind, listed, expected):
    assert bound(buyer(kind, listed_art31=listed)) == expected


def test_an_operator_off_the_list_is_still_bound_by_the_circular_cloud_au_centre():
    """law.md 0 and 3.21, 3.24: « organismes sous tutelle: oui »; design.md: a rule rests on the strongest complete chain of texts."""
    sren, circular = (next(one for one in gate_card("secnumcloud").chains if one.id == name) for name in ("sren", "cloud-au-centre"))
    for listed in ("no", "unknown"):
        found = answer(buyer("operator", listed_art31=listed), SENSITIVE)
        assert (found.answer, found.confidence) == ("not_met", "S")
        assert {one.reference for one in circular.links.values()} >= set(found.references)
        assert sren.links["effect"].reference not in found.references


def test_the_exemption_of_an_operator_off_the_list_rests_on_the_chain_that_binds_it():
    found = answer(buyer("operator", listed_art31="no"), NO_DATA)
    (circular,) = (one for one in gate_card("secnumcloud").chains if one.id == "cloud-au-centre")
    assert found.answer == "not_applicable"
    assert found.references == (circular.links["a1"].reference, circular.links["a2"].reference)


@pytest.mark.parametrize("kind", ["gip", "education", "social_security"])
def test_those_that_article_31_alone_binds_are_never_refused_on_an_effect_known_at_S_minus(kind):
    """law.md 2.11: the decree that gives article 31 its proof is known at S- ; law.md 0: cloud-au-centre is not established for them."""
    found = answer(buyer(kind, listed_art31="yes"), SENSITIVE)
    assert (found.answer, found.reason.code, found.confidence) == ("unknown", "law_unsure", "S-")
    assert [(one.holder, one.key) for one in found.asks] == [("buyer", "law")]
    assert answer(buyer(kind, listed_art31="yes"), SENSITIVE, QUALIFIED).answer == "met"


# ---- which data: the whole grid ------------------------------------------------------------------------------------------

BUYERS = (
    buyer("central_state"),
    buyer("operator", listed_art31="yes"),
    buyer("local"),
    buyer("hospital"),
    buyer("local", listed_art31="yes"),
    *(buyer("operator", listed_art31=listed) for listed in ("no", "unknown")),
    *(buyer(kind, listed_art31=listed) for kind in ("gip", "education", "social_security") for listed in ("yes", "no", "unknown")),
)
HARMS = (
    "unknown",
    (),
    ("public_order",),
    ("life_health",),
    ("public_security",),
    ("intellectual_property",),
    ("intellectual_property", "public_order"),
    ("public_security", "intellectual_property"),
)
#: law.md 2.4: public order (S), health and life (S); public security and intellectual property from memory (M).
SURE_HARMS = {"public_order", "life_health"}


def expected_of(who, secrets, essential, harms):
    """law.md, « test proposé »: four yes → refused; one unknown → no conclusion; the exemption « A and B » is known from memory (2.5)."""
    binds = {"central_state": "yes", "operator": "yes", "local": "no", "hospital": "no"}.get(who.kind, who.listed_art31)
    nature = "yes" if "yes" in (secrets, essential) else "unknown" if "unknown" in (secrets, essential) else "no"
    consequence = "unknown" if harms == "unknown" else "yes" if harms else "no"
    if binds == "no" or (nature == "no" and consequence == "no"):
        return "not_applicable"
    if "no" in (nature, consequence) or "unknown" in (binds, nature, consequence):
        return "unknown"
    if who.kind not in ("central_state", "operator"):
        return "unknown"  # article 31 alone binds them, and the proof it asks is known at S- (law.md 2.11)
    return "not_met" if SURE_HARMS & set(harms) else "unknown"


def test_the_whole_grid_of_buyers_and_data_answers_as_the_law_says():
    answers = ("yes", "no", "unknown")
    seen = set()
    for who, secrets, essential, harms in product(BUYERS, answers, answers, HARMS):
        data = NO_DATA._replace(secrets=secrets, essential_mission=essential, breach_harms=harms)
        expected = expected_of(who, secrets, essential, harms)
        found = answer(who, data)
        assert found.answer == expected, (who, secrets, essential, harms)
        assert found.confidence is not None or found.reason.code == "sensitivity_unknown"
        if found.answer in ("not_met", "not_applicable"):
            assert decides(found.confidence), (who, secrets, essential, harms)
        qualified = answer(who, data, QUALIFIED)
        assert qualified.answer != "not_met"
        if expected == "not_met":
            assert qualified.answer == "met"
        if expected == "not_applicable":
            assert qualified.answer == "not_applicable"
        seen.add(expected)
    assert seen == {"not_met", "unknown", "not_applicable"}


@pytest.mark.parametrize(
    ("who", "data", "code", "confidence"),
    [
        row("walkthroughs 8.2: secrets and life, at S", buyer(), SENSITIVE._replace(breach_harms=("life_health",)), "snc_not_met", "S"),
        row("the essential mission alone", buyer(), SENSITIVE._replace(secrets="no", essential_mission="yes"), "snc_not_met", "S"),
        row("both branches", buyer(), SENSITIVE._replace(essential_mission="yes"), "snc_not_met", "S"),
        row(
            "law.md 2.4: intellectual property alone, at M",
            buyer(),
            SENSITIVE._replace(breach_harms=("intellectual_property",)),
            "law_unsure",
            "M",
        ),
        row(
            "the best known of several harms",
            buyer(),
            SENSITIVE._replace(breach_harms=("intellectual_property", "life_health")),
            "snc_not_met",
            "S",
        ),
        row("law.md 2.1, Pm: a town is not bound", buyer("local"), SENSITIVE, "not_bound", "Pm"),
        row("neither A nor B", buyer(), NO_DATA, "not_sensitive", "S"),
        row("law.md 2.5: A without B exempts on memory only", buyer(), SENSITIVE._replace(breach_harms=()), "law_unsure", "M"),
        row("law.md 2.5: B without A exempts on memory only", buyer(), SENSITIVE._replace(secrets="no"), "law_unsure", "M"),
        row("law.md 2.5: B without A, A half said", buyer(), SENSITIVE._replace(secrets="unknown"), "sensitivity_unknown", None),
    ],
)
def test_a_rule_rests_on_the_strongest_complete_chain_and_only_the_links_used(who, data, code, confidence):
    found = answer(who, data)
    assert (found.reason.code, found.confidence) == (code, confidence)


def test_a_text_that_is_not_sure_becomes_something_to_have_verified_never_a_refusal():
    found = answer(buyer(), SENSITIVE._replace(breach_harms=("intellectual_property",)))
    assert found.answer == "unknown"
    assert [(one.holder, one.key) for one in found.asks] == [("buyer", "law")]
    assert found.reason.values["confidence"] == "M"


@pytest.mark.parametrize(
    ("who", "data", "keys"),
    [
        (buyer("education"), SENSITIVE, ["listed_art31"]),
        (buyer(), SENSITIVE._replace(secrets="unknown"), ["sensitivity"]),
        (buyer(), SENSITIVE._replace(breach_harms="unknown"), ["sensitivity"]),
        (buyer("education"), SENSITIVE._replace(secrets="unknown", breach_harms="unknown"), ["listed_art31", "sensitivity"]),
    ],
)
def test_what_is_not_said_of_the_data_is_asked_of_the_buyer_once(who, data, keys):
    found = answer(who, data)
    assert (found.answer, found.reason.code) == ("unknown", "sensitivity_unknown")
    assert [(one.holder, one.key) for one in found.asks] == [("buyer", key) for key in keys]


# ---- an offer: this very service, this layer, that day -------------------------------------------------------------------

IAAS, PAAS = hosting("iaas"), hosting("paas")


@pytest.mark.parametrize(
    ("known", "wanted", "expected", "code"),
    [
        row("qualified, layer, end", (snc(), layers("saas"), until(NEXT_YEAR)), hosting(), "met", "snc_met"),
        row("valid to the very day", (snc(), layers("saas"), until(LAST_DAY)), hosting(), "met", "snc_met"),
        row("lapsed the day before", (snc(), layers("saas"), until(LAPSED)), hosting(), "not_met", "snc_lapsed"),
        row("lapsed, one report", (snc(), layers("saas"), until(LAPSED, "reported")), hosting(), "unknown", "snc_lapsed"),
        row("lapsed, its own word", (snc(), layers("saas"), until(LAPSED, "declared")), hosting(), "unknown", "snc_lapsed"),
        row(
            "lapsed, two publishers",
            (snc(), layers("saas"), until(LAPSED, "reported", by="a"), until(LAPSED, "reported", by="b")),
            hosting(),
            "not_met",
            "snc_lapsed",
        ),
        row("walkthroughs 0: no end is ever computed", (snc(), layers("saas")), hosting(), "unknown", "snc_end_unknown"),
        row("the end, by its own word", (snc(), layers("saas"), until(NEXT_YEAR, "declared")), hosting(), "unknown", "snc_end_unknown"),
        row("the end, one report", (snc(), layers("saas"), until(NEXT_YEAR, "reported")), hosting(), "met", "snc_met"),
        row(
            "law.md 3.14: a SaaS on a qualified base is not qualified",
            (snc(), layers("iaas"), until(NEXT_YEAR)),
            hosting(),
            "not_met",
            "snc_other_layer",
        ),
        row(
            "another layer, one report",
            (snc(), layers("iaas", proof="reported"), until(NEXT_YEAR)),
            hosting(),
            "unknown",
            "snc_other_layer",
        ),
        row(
            "another layer, two publishers",
            (snc(), layers("iaas", proof="reported", by="a"), layers("iaas", proof="reported", by="b"), until(NEXT_YEAR)),
            hosting(),
            "not_met",
            "snc_other_layer",
        ),
        row("layer not known", (snc(), until(NEXT_YEAR)), hosting(), "unknown", "snc_layer_unknown"),
        row("IaaS bought, IaaS qualified", (snc(), layers("iaas"), until(NEXT_YEAR)), IAAS, "met", "snc_met"),
        row("IaaS bought, SaaS qualified", (snc(), layers("saas"), until(NEXT_YEAR)), IAAS, "not_met", "snc_other_layer"),
        row("PaaS bought, CaaS qualified", (snc(), layers("caas"), until(NEXT_YEAR)), PAAS, "met", "snc_met"),
        row("PaaS bought, IaaS qualified", (snc(), layers("iaas"), until(NEXT_YEAR)), PAAS, "not_met", "snc_other_layer"),
        row("several layers", (snc(), layers("iaas", "saas"), until(NEXT_YEAR)), hosting(), "met", "snc_met"),
        row("reported qualified, with its end", (snc(proof="reported"), layers("saas"), until(NEXT_YEAR)), hosting(), "met", "snc_met"),
        row("its own word", (snc(proof="declared"), layers("saas"), until(NEXT_YEAR)), hosting(), "unknown", "snc_claimed"),
        row("from memory", (snc(proof="unverified"), layers("saas"), until(NEXT_YEAR)), hosting(), "unknown", "snc_claimed"),
        row("in progress is not granted", (snc("in_progress", "documented"),), hosting(), "unknown", "snc_in_progress"),
        row("not qualified, documented", (snc("not_qualified", "documented"),), hosting(), "not_met", "snc_not_met"),
        row("absent from a complete list", (snc("not_qualified", "documented", complete_list=True),), hosting(), "not_met", "snc_not_met"),
        row("not qualified, one report", (snc("not_qualified", "reported"),), hosting(), "unknown", "snc_contrary"),
        row("not qualified, its own word", (snc("not_qualified", "declared"),), hosting(), "unknown", "snc_leaning_no"),
        row(
            "not qualified, two publishers",
            (snc("not_qualified", "reported", by="a"), snc("not_qualified", "reported", by="b")),
            hosting(),
            "not_met",
            "snc_not_met",
        ),
        row("nothing known", (), hosting(), "unknown", "snc_absent"),
        row("a hint", (hint("secnumcloud", "yes"),), hosting(), "unknown", "snc_absent"),
        row("walkthroughs 8.3: seat documented outside the Union", (seat("US"),), hosting(), "not_met", "snc_seat_outside"),
        row("law.md 3.4: the Union, not the Economic Area", (seat("NO"),), hosting(), "not_met", "snc_seat_outside"),
        row("seat outside, one report", (seat("US", "reported"),), hosting(), "unknown", "snc_absent"),
        row(
            "seat outside, two publishers",
            (seat("US", "reported", by="a"), seat("US", "reported", by="b")),
            hosting(),
            "not_met",
            "snc_seat_outside",
        ),
        row(
            "seat outside, a memory of a qualification in progress",
            (snc("in_progress", "unverified"), seat("US")),
            hosting(),
            "not_met",
            "snc_seat_outside",
        ),
        row(
            "seat in « EEA », which covers the Union and three more",
            (seat("EEA"),),
            hosting(),
            "unknown",
            "snc_absent",
        ),
        row(
            "seat outside, its own claim of a qualification", (snc(proof="declared"), seat("US")), hosting(), "not_met", "snc_seat_outside"
        ),
        row("seat in the Union decides nothing", (seat("FR"),), hosting(), "unknown", "snc_absent"),
        row("the decision of ANSSI before the seat", (snc(), layers("saas"), until(NEXT_YEAR), seat("US")), hosting(), "met", "snc_met"),
        row(
            "the layer, by its own word",
            (snc(), layers("saas", proof="declared"), until(NEXT_YEAR)),
            hosting(),
            "unknown",
            "snc_layer_unknown",
        ),
        row(
            "the layer, from memory",
            (snc(), layers("saas", proof="unverified"), until(NEXT_YEAR)),
            hosting(),
            "unknown",
            "snc_layer_unknown",
        ),
        row(
            "seat in « EU »",
            (seat("EU"),),
            hosting(),
            "unknown",
            "snc_absent",
        ),
    ],
)
def test_an_offer_is_judged_on_this_service_this_layer_that_day(known, wanted, expected, code):
    found = answer(buyer(), SENSITIVE, offer("svc", *known), hosting=wanted)
    assert (found.answer, found.reason.code) == (expected, code)
    assert bool(found.asks) is (expected == "unknown")


def test_the_qualification_of_an_offer_is_read_on_the_list():
    found = answer(buyer(), SENSITIVE, offer("svc"))
    assert [(one.holder, one.key) for one in found.asks] == [("list:secnumcloud", "secnumcloud")]


@pytest.mark.parametrize("run_by", ["supplier", "third_party"])
def test_each_way_of_deploying_has_its_own_qualification(run_by):
    other = "third_party" if run_by == "supplier" else "supplier"
    one = offer("svc", snc(of=other), layers("saas"), until(NEXT_YEAR), run_by=("supplier", "third_party"))
    assert answer(buyer(), SENSITIVE, one, run_by=run_by).answer == "unknown"
    assert answer(buyer(), SENSITIVE, one, run_by=other).answer == "met"


@pytest.mark.parametrize(
    ("make", "run_by"), [row("an offer the buyer installs", offer, "buyer"), row("something the buyer builds", way, None)]
)
@pytest.mark.parametrize(
    ("cloud", "expected", "code"),
    [
        ("state", "not_applicable", "state_or_own_cloud"),
        ("none", "not_applicable", "state_or_own_cloud"),
        ("private", "unknown", "hosting_to_choose"),
        ("unknown", "unknown", "hosting_to_choose"),
    ],
)
def test_what_the_buyer_runs_is_judged_by_the_cloud_it_chooses(make, run_by, cloud, expected, code):
    found = answer(buyer(), SENSITIVE, make("svc", snc("not_qualified")), run_by=run_by, hosting=hosting(cloud=cloud))
    assert (found.answer, found.reason.code) == (expected, code)
    assert [one.holder for one in found.asks] == (["buyer"] if expected == "unknown" else [])


# ---- a shared service: the State's cloud, or a private host ---------------------------------------------------------------


def hosted(value, proof="reported"):
    return fact("hosted_by", value, proof)


def on(name, proof="reported"):
    return fact("hosting_service", name, proof)


def host(*known):
    return candidate("host", "buy", *known, run_by=("supplier",))


GOOD_HOST = host(snc(), layers("iaas"), until(NEXT_YEAR))


def shared(*known, services=()):
    asked = case(need(data=SENSITIVE), service("svc", *known), services=services)
    return verdict("secnumcloud", asked)


@pytest.mark.parametrize(
    ("known", "services", "expected", "code"),
    [
        row("law.md 2.2: a State cloud is out of scope", (hosted("state"),), (), "not_applicable", "state_cloud"),
        row("a State cloud, by its own word", (hosted("state", "declared"),), (), "unknown", "host_unknown"),
        row("host not known", (), (), "unknown", "host_unknown"),
        row("a private host, by its own word", (hosted("private", "declared"), on("host")), (GOOD_HOST,), "unknown", "host_unknown"),
        row("a private host not named", (hosted("private"),), (), "unknown", "hosting_service_unknown"),
        row(
            "a private host that the catalogue does not know",
            (hosted("private"), on("elsewhere")),
            (),
            "unknown",
            "hosting_service_unknown",
        ),
        row("a qualified private host", (hosted("private"), on("host")), (GOOD_HOST,), "met", "snc_met"),
        row("a qualified platform", (hosted("private"), on("host")), (host(snc(), layers("paas"), until(NEXT_YEAR)),), "met", "snc_met"),
        row(
            "its SaaS is qualified, not its hosting",
            (hosted("private"), on("host")),
            (host(snc(), layers("saas"), until(NEXT_YEAR)),),
            "not_met",
            "snc_other_layer",
        ),
        row(
            "a host whose qualification lapsed",
            (hosted("private"), on("host")),
            (host(snc(), layers("iaas"), until(LAPSED)),),
            "not_met",
            "snc_lapsed",
        ),
        row(
            "walkthroughs 1: qualified says the press, no end",
            (hosted("private"), on("host")),
            (host(snc(proof="reported"), layers("iaas")),),
            "unknown",
            "snc_end_unknown",
        ),
        row("a host in progress", (hosted("private"), on("host")), (host(snc("in_progress")),), "unknown", "snc_in_progress"),
        row("a host that is not qualified", (hosted("private"), on("host")), (host(snc("not_qualified")),), "not_met", "snc_not_met"),
        row("a host whose seat is outside the Union", (hosted("private"), on("host")), (host(seat("US")),), "not_met", "snc_seat_outside"),
        row("a host of which nothing is known", (hosted("private"), on("host")), (host(),), "unknown", "snc_absent"),
        row(
            "one says State, one private, the same day",
            (hosted("state"), fact("hosted_by", "private", "reported", by="b")),
            (),
            "unknown",
            "host_unknown",
        ),
        row(
            "a fact on the service itself is not read: its hosting is still to name",
            (hosted("private"), snc(), layers("iaas", "saas"), until(NEXT_YEAR)),
            (),
            "unknown",
            "hosting_service_unknown",
        ),
        row(
            "a fact on the service itself is not read: its hosting is not qualified",
            (hosted("private"), on("host"), snc(), layers("iaas", "saas"), until(NEXT_YEAR)),
            (host(snc("not_qualified")),),
            "not_met",
            "snc_not_met",
        ),
        row(
            "a host named from memory",
            (hosted("private"), on("host", "unverified")),
            (GOOD_HOST,),
            "unknown",
            "hosting_service_unknown",
        ),
        row(
            "a host that the operator alone names",
            (hosted("private"), on("host", "declared")),
            (GOOD_HOST,),
            "unknown",
            "hosting_service_unknown",
        ),
        row(
            "the layer judged is the hosting when the State runs the software",
            (hosted("private"), on("host"), snc("not_qualified", "documented")),
            (GOOD_HOST,),
            "met",
            "snc_met",
        ),
        row(
            "a memory on the service does not hide its hosting",
            (hosted("private"), on("host"), snc(proof="unverified")),
            (GOOD_HOST,),
            "met",
            "snc_met",
        ),
    ],
)
def test_a_shared_service_is_judged_by_the_layer_a_private_provider_supplies(known, services, expected, code):
    found = shared(*known, services=services)
    assert (found.answer, found.reason.code) == (expected, code)
    if expected == "unknown":
        assert found.asks


def test_the_answer_on_a_host_shows_the_link_to_it():
    found = shared(hosted("private"), on("host"), services=(GOOD_HOST,))
    assert [one.key for one in found.facts] == ["hosting_service", "secnumcloud", "secnumcloud_layers", "secnumcloud_until"]


def test_a_derogation_of_a_project_already_begun_counts_while_it_lasts():
    for end, expected in ((DAY, "met"), (LAPSED, "not_met")):
        asked = need(data=SENSITIVE, derogations=(derogation("secnumcloud", end=end),))
        assert verdict("secnumcloud", case(asked, REFUSED), run_by="supplier").answer == expected


# ---- chains of texts -----------------------------------------------------------------------------------------------------


def chain(name, **links):
    return Chain(name, {key: Link(key, Reference(f"{name} {key}", code)) for key, code in links.items()})


def test_the_confidence_of_a_chain_is_that_of_its_weakest_link_used():
    one = chain("law", bound="P", harm="S", doubt="M")
    assert strongest_chain((one,), ("bound", "harm"))[0] == "S"
    assert strongest_chain((one,), ("bound", "harm", "doubt"))[0] == "M"


@pytest.mark.parametrize("turned", [False, True])
def test_the_strongest_complete_chain_carries_the_rule(turned):
    chains = (chain("weak", bound="P", effect="S-"), chain("strong", bound="S", effect="S"), chain("short", bound="P"))
    confidence, references = strongest_chain(chains[::-1] if turned else chains, ("bound", "effect"))
    assert confidence == "S"
    assert [one.text for one in references] == ["strong bound", "strong effect"]


def test_no_complete_chain_carries_nothing():
    assert strongest_chain((chain("short", bound="P"),), ("bound", "effect")) is None


def test_a_card_without_a_chain_neither_refuses_nor_exempts():
    card = gate_card("secnumcloud")._replace(chains=())
    for data, one in ((SENSITIVE, REFUSED), (NO_DATA, REFUSED)):
        asked = case(need(data=data), one)
        (found,) = judge(asked, card, one, "supplier")
        assert (found.answer, found.reason.code, found.confidence) == ("unknown", "law_unsure", "M")


def test_confidences_decide_from_S_up():
    assert CONFIDENCES == ("P", "Pm", "S", "S-", "M")
    assert [code for code in CONFIDENCES if decides(code)] == ["P", "Pm", "S"]
    assert weakest(["P", "S-", "S"]) == "S-"


@pytest.mark.parametrize("kind", ["local", "hospital"])
def test_a_gate_that_does_not_bind_this_buyer_is_not_applicable(kind):
    for one in (REFUSED, QUALIFIED, offer("svc")):
        found = answer(buyer(kind), SENSITIVE, one)
        assert (found.answer, found.asks) == ("not_applicable", ())
