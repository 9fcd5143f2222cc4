"""Where candidates come from: compiled entries, complete lists, the buyer's own offers and findings (design.md section 2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from core_build import DAY, DIRECT, SENSITIVE, case, fact, must, need, offer, rules, searched, service, to

from doctrine.evaluation import evaluate
from doctrine.index import open_index
from doctrine.model.facts import PROOFS, Framework
from doctrine.model.need import Finding
from doctrine.sources.buyer import frameworks_laid_over, laid_over, own_candidates
from doctrine.sources.catalogue import candidate, candidates, frameworks, listed


def the_list(settles="secnumcloud", complete="yes", edition="2026-11-02", entries=(), read_on=None):
    return {
        "one": {
            "name": {"fr": "liste"}, "holder": "ANSSI", "settles": settles, "complete": complete, "edition": edition, "read_on": read_on,
            "entries": [{"candidate": name, "layers": layers, "until": until} for name, layers, until in entries],
        }
    }  # fmt: skip


def said(step="buy", **of_list):
    return [(one.key, one.value, one.proof, one.as_of) for one in listed("x", step, the_list(**of_list))]


# ---- complete lists are facts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("settles", "absent"), [("secnumcloud", "not_qualified"), ("hds", "not_certified")])
def test_absence_from_a_complete_edition_is_a_documented_no(settles, absent):
    assert said(settles=settles) == [(settles, absent, "documented", "2026-11-02")]


def test_absence_from_a_partial_edition_says_nothing():
    assert said(complete="no") == []


@pytest.mark.parametrize(
    ("step", "more"), [("buy", {"edition": None}), ("buy", {"settles": "cspn"}), ("mutualise", {}), ("build", {})], ids=str
)
def test_a_list_not_loaded_of_another_kind_or_for_another_step_says_nothing(step, more):
    assert said(step, **more) == []


@pytest.mark.parametrize("complete", ["yes", "no"])
def test_presence_gives_scope_and_end_when_the_list_does(complete):
    full = said(complete=complete, entries=[("x", ["iaas"], "2028-01-01")], read_on="2026-11-20")
    assert full == [
        ("secnumcloud", "qualified", "attested", "2026-11-20"),
        ("secnumcloud_layers", ("iaas",), "attested", "2026-11-20"),
        ("secnumcloud_until", date(2028, 1, 1), "attested", "2026-11-20"),
    ]
    assert [key for key, *_ in said(complete=complete, entries=[("x", [], None)])] == ["secnumcloud"]


def test_facts_of_a_list_are_marked_as_such_and_may_reject():
    absent = tuple(one._replace(candidate="x") for one in listed("x", "buy", the_list()))
    assert all(one.complete_list for one in absent)
    asked = need(data=SENSITIVE, searched=searched("mutualise", "buy"))
    answer = evaluate(case(asked, offer("x", *absent)))
    assert answer.steps[1].assessments[0].gate("secnumcloud").answer == "not_met"


# ---- compiled entries ----------------------------------------------------------------------------------------------------

ENTRY = {
    "id": "x", "step": "buy", "name": "X", "provider": "P", "functions": ["f"], "near": ["g"], "run_by": ["supplier"], "replaces": ["zoom"],
    "summary": [["fr", "un"], ["en", "one"]], "site": "site", "code": "code",
    "facts": [
        ["status", "word", "production", "reported", "2026", "paper", "press", "service", [["fr", "note"]], "address"],
        ["status", "word", "stopped", "declared", "2025", "own", "P", "supplier", [], ""],
        ["max_participants", "number", "100.5", "documented", "2026-05", "doc", "P", "software", [], ""],
    ],
    "hints": [["recording", "partial", "reported", "2026", "paper", "press", []], ["recording", "no", "declared", "2026", "own", "P", []]],
}  # fmt: skip


def test_a_compiled_entry_gives_back_every_fact_with_its_own_source_day_and_proof():
    (one,) = candidates([ENTRY], the_list())
    assert (one.id, one.step, one.functions, one.near, one.run_by, one.replaces) == ("x", "buy", ("f",), ("g",), ("supplier",), ("zoom",))
    assert [(each.value, each.proof, each.as_of, each.publisher, each.of) for each in one.facts["status"]] == [
        ("production", "reported", "2026", "press", "service"),
        ("stopped", "declared", "2025", "P", "supplier"),
    ]
    assert one.facts["max_participants"][0].value == Decimal("100.5")
    assert one.facts["status"][0].note == (("fr", "note"),)
    assert one.facts["status"][0].address == "address"
    assert [each.leaning for each in one.hints["recording"]] == ["partial", "no"]
    assert one.facts["secnumcloud"][0].value == "not_qualified"


def test_what_a_list_says_joins_what_was_known_of_it():
    known = {**ENTRY, "facts": [["secnumcloud", "word", "qualified", "declared", "2026", "own", "P", "service", [], ""]]}
    assert [one.value for one in candidate(known, the_list()).facts["secnumcloud"]] == ["qualified", "not_qualified"]


def test_frameworks_carry_their_own_facts_and_those_of_their_body():
    eligible = ["eligible_buyers", "buyers", [["any", None, None, None, []]], "documented", "2026", "doc", "UGAP", "service", [], ""]
    carried = ["carries", "texts", ["x"], "documented", "2026", "doc", "UGAP", "service", [], ""]
    data = {
        "bodies": {"ugap": {"id": "ugap", "name": "UGAP", "kind": "purchasing_body", "facts": [eligible], "hints": []}},
        "frameworks": {"fw": {"id": "fw", "name": "Cloud", "body": "ugap", "functions": ["f"], "facts": [carried], "hints": []}},
    }
    (one,) = frameworks(data)
    assert (one.id, one.body, one.body_kind, one.functions) == ("fw", "UGAP", "purchasing_body", ("f",))
    assert [(key, facts[0].value, facts[0].proof) for key, facts in one.own.facts.items()] == [("carries", ("x",), "documented")]
    assert one.of_body.facts["eligible_buyers"][0].value == (to("any"),)


def test_every_fact_of_the_bundled_catalogue_can_be_read_and_says_its_proof():
    index = open_index()
    found = candidates(index.section("function:video-conference")["candidates"], index.section("lists"))
    assert found
    for one in found:
        for facts in one.facts.values():
            assert all(each.proof in PROOFS and each.as_of and each.source and each.publisher for each in facts)


# ---- findings of the buyer -----------------------------------------------------------------------------------------------


def test_a_finding_is_one_more_fact_with_its_own_proof_and_day():
    findings = (
        Finding("a", "documented", "letter", fact="status", when=date(2026, 11, 12)),
        Finding("a", "tested", "trial", capability="guest-access"),
        Finding("other", "tested", "trial", capability="guest-access"),
    )
    (one, untouched) = laid_over((service("a"), service("b")), findings, {0: "beta", 1: "yes", 2: "no"}, DAY)
    assert untouched == service("b")
    added = one.facts["status"][-1]
    assert (added.value, added.proof, added.as_of, added.source, added.finding) == ("beta", "documented", "2026-11-12", "letter", True)
    assert one.facts["guest-access"][0].as_of == DAY.isoformat()
    assert one.facts["status"][0].value == "production"


def test_a_rejection_is_kept_with_its_gate_reason_proof_and_day():
    findings = (Finding("a", "documented", "announcement", rejected="alive", reason="being stopped", when=date(2026, 1, 26)),)
    (one,) = laid_over((service("a"),), findings, {}, DAY)
    (kept,) = one.rejections
    assert kept == ("a", "alive", "being stopped", "documented", "announcement", "2026-01-26")


def test_recording_the_answers_settles_a_conditional_outcome():
    """walkthroughs 1: the same need once the answers are recorded."""
    asked = need(must("R1", "guest-access"))
    before = service("visio", fact("guest-access", "yes", "reported"), open_to=None)
    assert evaluate(case(asked, before)).outcome == "conditional"
    findings = (Finding("visio", "documented", "reply", fact="eligible_buyers"),)
    (after,) = laid_over((before,), findings, {0: (to("central_state"),)}, DAY)
    answer = evaluate(case(asked, after))
    assert (answer.outcome, answer.named) == ("retained", "visio")


def test_findings_on_a_framework_and_its_body_are_laid_over_both():
    one = Framework("fw", "Fw", "UGAP", "purchasing_body", (), offer("fw", status=None), offer("ugap", status=None))
    findings = (Finding("fw", "documented", "read", fact="ends_on"), Finding("ugap", "documented", "read", fact="eligible_buyers"))
    (found,) = frameworks_laid_over((one,), findings, {0: date(2028, 1, 1), 1: (to("any"),)}, DAY)
    assert found.own.facts["ends_on"][0].value == date(2028, 1, 1)
    assert found.of_body.facts["eligible_buyers"][0].finding


# ---- the buyer's own offers ----------------------------------------------------------------------------------------------


def stated(key, value, *, proof=None, as_of=None, publisher=None, note=None, address="site", title=None, leaning="unknown"):
    source = SimpleNamespace(title=title, address=address, proof="declared", as_of="2026-10", publisher="supplier")
    written = SimpleNamespace(proof=proof, as_of=as_of, publisher=publisher, note=note, of="service", leaning=leaning)
    return SimpleNamespace(entry=written, source=source, key=key, value=value)


def own(*facts, **more):
    entry = SimpleNamespace(
        id="mine", step="buy", name="Mine", provider="P", functions=("video-conference",), near=(), run_by=("supplier",), replaces=(),
        summary=more.get("summary"), site=None, code=None,
    )  # fmt: skip
    (found,) = own_candidates([(entry, facts)])
    return found


def test_an_offer_the_buyer_found_has_facts_as_the_catalogues_do():
    words = SimpleNamespace(fr="un", en="one")
    one = own(
        stated("status", "production"),
        stated("status", "stopped", proof="documented", as_of="2026-11", publisher="press", note=words, title="Article"),
        stated("recording", None, leaning="partial"),
        stated("recording", None, leaning="no"),
        summary=words,
    )
    assert one.added_by_buyer
    assert [(each.value, each.proof, each.as_of, each.publisher, each.source) for each in one.facts["status"]] == [
        ("production", "declared", "2026-10", "supplier", "site"),
        ("stopped", "documented", "2026-11", "press", "Article"),
    ]
    assert one.facts["status"][1].note == one.summary == (("fr", "un"), ("en", "one"))
    assert [each.leaning for each in one.hints["recording"]] == ["partial", "no"]


def test_an_offer_the_buyer_found_is_judged_like_any_other():
    asked = need(value=DIRECT, searched=searched("mutualise"))
    assert evaluate(case(asked, own(stated("status", "production", proof="reported")))).named == "mine"
    assert evaluate(case(asked, own(stated("status", "stopped", proof="documented")), ruleset=rules())).named is None
