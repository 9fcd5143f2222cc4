"""THE ORDER: what stops the ladder, what lets it go down, and what each stop means (design.md section 2, *Steps* and *Outcomes*)."""

from __future__ import annotations

from datetime import date

import pytest
from core_build import (
    COMPETITIVE,
    CONTINUITY,
    DAY,
    DIRECT,
    adaptation,
    buyer,
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
)

from doctrine.evaluation import evaluate
from doctrine.ladder import continuity_holds
from doctrine.law.scope import binding
from doctrine.model.need import Continuity
from doctrine.model.verdicts import STEPS

R1, R2 = must("R1", "guest-access"), must("R2", "recording")
YES1, YES2 = fact("guest-access", "yes"), fact("recording", "yes")
SAID1 = fact("guest-access", "yes", "declared")
NO1 = fact("guest-access", "no")
TWO = (offer("x", SAID1), offer("y", SAID1))
BUILD = way("in-house")
#: design.md section 5: retained 0, none 1, conditional and undecided 3.
EXIT = {"retained": 0, "none": 1, "conditional": 3, "undecided": 3}

GONE = service("gone", status="stopped")
DEAD = offer("dead", status="stopped")
NOBODY_BUILDS = way("in-house", team="no")
S, B, SB = searched("mutualise"), searched("buy"), searched("mutualise", "buy")


SITUATIONS = [
    # name, need's own words, candidates, outcome, step, named, exit
    row("a fitting service stops the ladder", {}, (service("a"), *TWO), "retained", "mutualise", "a", 0),
    row("a fitting service stops it whatever was searched", {"searched": SB}, (service("a"), DEAD), "retained", "mutualise", "a", 0),
    row("one service one message away", {}, (service("a", YES1, open_to=None),), "conditional", "mutualise", "a", 3),
    row(
        "several services one message away: a shortlist, nobody named",
        {},
        (service("a", YES1, open_to=None), service("b", YES1, open_to=None)),
        "conditional",
        "mutualise",
        None,
        3,
    ),
    row("a must that a hint puts in doubt", {}, (service("a", hint("guest-access", "partial")),), "undecided", "mutualise", None, 3),
    row("a must with an unverified no", {}, (service("a", fact("guest-access", "no", "unverified")),), "undecided", "mutualise", None, 3),
    row("a must with a declared no", {}, (service("a", fact("guest-access", "no", "declared")),), "undecided", "mutualise", None, 3),
    row(
        "walkthroughs 8.4: one report against it",
        {},
        (service("a", fact("guest-access", "no", "reported")),),
        "undecided",
        "mutualise",
        None,
        3,
    ),
    row("a must that an adaptation could meet", {"searched": S}, (service("a", NO1),), "undecided", "mutualise", None, 3),
    row("no service, no search: not exhaustion", {}, TWO, "undecided", "mutualise", None, 3),
    row("every service fails, no search: not exhaustion", {}, (GONE, *TWO), "undecided", "mutualise", None, 3),
    row("a search of another step does not count", {"searched": B}, (GONE, *TWO), "undecided", "mutualise", None, 3),
    row("step 1 exhausted, the market covers", {"searched": S, "value": COMPETITIVE}, (GONE, *TWO), "retained", "buy", None, 0),
    row("no service, searched, the market covers", {"searched": S, "value": COMPETITIVE}, TWO, "retained", "buy", None, 0),
    row("no amount: competition is presumed", {"searched": S}, TWO, "retained", "buy", None, 0),
    row(
        "a direct route names a fitting offer",
        {"searched": S, "value": DIRECT},
        (offer("x", YES1), offer("y", SAID1)),
        "retained",
        "buy",
        "x",
        0,
    ),
    row("a direct route names only what fits", {"searched": S, "value": DIRECT}, TWO, "retained", "buy", None, 0),
    row("one supplier makes no competition", {"searched": S}, (offer("x", SAID1),), "undecided", "buy", None, 3),
    row("offers of which nothing is announced", {"searched": S}, (offer("x"), offer("y")), "undecided", "buy", None, 3),
    row("no offer, no search of step 2", {"searched": S}, (GONE, BUILD), "undecided", "buy", None, 3),
    row("every offer fails, no search of step 2", {"searched": S}, (GONE, DEAD, BUILD), "undecided", "buy", None, 3),
    row("first door: two certificates", {"searched": SB}, (GONE, DEAD, BUILD), "retained", "build", "in-house", 0),
    row("first door: two empty lists, both searched", {"searched": SB}, (BUILD,), "retained", "build", "in-house", 0),
    row(
        "building that waits for the buyer's own findings alone",
        {"searched": SB},
        (GONE, DEAD, way("in-house", team=None)),
        "conditional",
        "build",
        None,
        3,
    ),
    row("every way fails", {"searched": SB}, (GONE, DEAD, NOBODY_BUILDS), "none", "build", None, 1),
    row("nobody to build", {"searched": SB}, (GONE, DEAD), "none", "build", None, 1),
    row(
        "second door: certificate 1 and continuity",
        {"searched": S, "continuity": CONTINUITY},
        (GONE, *TWO, BUILD),
        "retained",
        "build",
        "in-house",
        0,
    ),
    row("second door: step 1 is always studied", {"continuity": CONTINUITY}, (GONE, *TWO, BUILD), "undecided", "mutualise", None, 3),
    row(
        "second door: a fitting State service closes it",
        {"searched": S, "continuity": CONTINUITY},
        (service("a"), BUILD),
        "retained",
        "mutualise",
        "a",
        0,
    ),
    row(
        "second door: a service that may fit keeps it shut",
        {"searched": S, "continuity": CONTINUITY},
        (service("a", YES1, open_to=None), BUILD),
        "conditional",
        "mutualise",
        "a",
        3,
    ),
    row(
        "second door without a ground",
        {"searched": S, "continuity": Continuity("yes", None, ("plan",))},
        (GONE, BUILD),
        "undecided",
        "buy",
        None,
        3,
    ),
    row(
        "second door without evidence",
        {"searched": S, "continuity": Continuity("yes", "why", ())},
        (GONE, BUILD),
        "undecided",
        "buy",
        None,
        3,
    ),
    row(
        "second door not claimed",
        {"searched": S, "continuity": Continuity("no", "why", ("plan",))},
        (GONE, BUILD),
        "undecided",
        "buy",
        None,
        3,
    ),
    row(
        "second door left unknown",
        {"searched": S, "continuity": Continuity("unknown", "why", ("plan",))},
        (GONE, BUILD),
        "undecided",
        "buy",
        None,
        3,
    ),
    row(
        "second door, a team established, maintenance still to say",
        {"searched": S, "continuity": CONTINUITY},
        (GONE, way("in-house", fact("team_ready", "yes", "tested"), team=None)),
        "conditional",
        "build",
        None,
        3,
    ),
    row("second door, every way fails", {"searched": S, "continuity": CONTINUITY}, (GONE, NOBODY_BUILDS), "none", "build", None, 1),
]


def the_need(words, candidates):
    """R1 is asked as soon as a candidate says something of it, and for offers."""
    asks = any(
        one.facts.get("guest-access") or one.hints.get("guest-access") or one.step == "buy" for one in candidates if one not in (DEAD,)
    )
    return need(*((R1,) if asks else ()), **words)


#: The same situations for properties that hold whatever the outcome.
EVERY = [pytest.param(*one.values[:2], id=one.id) for one in SITUATIONS]


@pytest.mark.parametrize(("words", "candidates", "outcome", "step", "named", "code"), SITUATIONS)
def test_each_situation_stops_at_its_step_with_its_outcome(words, candidates, outcome, step, named, code):
    asked = need(**words) if (step, outcome) == ("mutualise", "retained") or step == "build" else the_need(words, candidates)
    answer = evaluate(case(asked, *candidates))
    assert (answer.outcome, answer.step, answer.named) == (outcome, step, named)
    assert EXIT[answer.outcome] == code
    assert answer.reasons
    assert answer.stopped.step == step


@pytest.mark.parametrize(("words", "candidates"), EVERY)
def test_no_path_reaches_a_step_without_the_certificate_above_or_the_second_door(words, candidates):
    for all_steps in (False, True):
        walked = steps(case(the_need(words, candidates), *candidates), all_steps=all_steps)
        reached = [result for result in walked if not result.shadow]
        assert [result.step for result in walked] == list(STEPS)[: len(walked)], "the order is the doctrine"
        for result in reached:
            if result.step != "mutualise":
                assert walked[0].certificate is not None
            if result.step == "build":
                assert (walked[1].certificate is not None) or result.door == "continuity"
            assert result is reached[-1] or result.outcome == "exhausted"
        for result in walked:
            assert (result.certificate is not None) is (result.outcome == "exhausted")
            if result.certificate is not None:
                assert result.certificate.searches
                assert all(one.status == "fails" for one in result.assessments)


def test_the_next_steps_are_shown_in_the_shadow_only_when_asked_and_never_adopted():
    asked = need(searched=SB)
    for candidates, alone in (((service("a"), DEAD, BUILD), 1), ((GONE, offer("x"), BUILD), 2), ((GONE, DEAD, BUILD), 3)):
        short = steps(case(asked, *candidates))
        full = steps(case(asked, *candidates), all_steps=True)
        assert len(short) == alone
        assert not any(result.shadow for result in short)
        assert [result.step for result in full] == list(STEPS)
        assert [result.shadow for result in full] == [False] * alone + [True] * (3 - alone)
        answer, shown = evaluate(case(asked, *candidates)), evaluate(case(asked, *candidates), all_steps=True)
        assert shown._replace(steps=answer.steps) == answer


def test_a_shadow_of_building_has_no_door():
    (_, _, build) = steps(case(need(), service("a"), BUILD), all_steps=True)
    assert (build.shadow, build.door) == (True, None)


def test_the_door_to_building_is_said():
    assert steps(case(need(searched=SB), GONE, DEAD, BUILD))[-1].door == "certificates"
    walked = steps(case(need(searched=S, continuity=CONTINUITY), GONE, offer("x"), BUILD))
    assert walked[-1].door == "continuity"
    assert [result.shadow for result in walked] == [False, True, False], "step 2 is shown, not adopted"


def test_continuity_asks_for_all_three():
    full = CONTINUITY
    for one, holds in (
        (full, True),
        (full._replace(essential="unknown"), False),
        (full._replace(essential="no"), False),
        (full._replace(ground=None), False),
        (full._replace(evidence=()), False),
    ):
        assert continuity_holds(case(need(continuity=one))) is holds


# ---- certificates --------------------------------------------------------------------------------------------------------


def test_a_certificate_says_where_and_when_one_searched_who_was_found_and_why_each_fails():
    asked = need(R1, searched=S)
    walked = steps(case(asked, service("b", rejection("R1")), GONE, service("c", YES1, open_to=(to("local"),)), *TWO))
    proof = walked[0].certificate
    assert proof.step == "mutualise"
    assert [(one.where, one.when, one.by) for one in proof.searches] == [("catalogue", date(2026, 11, 1), "office")]
    assert [(one.candidate, one.name, one.gate, one.requirement, one.reason.code) for one in proof.lines] == [
        ("b", "B", "requirements", "R1", "rejected_by_finding"),
        ("c", "C", "eligible", None, "eligible_not_met"),
        ("gone", "Gone", "alive", None, "alive_not_met"),
    ]


def test_an_empty_certificate_still_says_the_search():
    (first, *_) = steps(case(need(searched=S)))
    assert first.certificate.lines == ()
    assert [one.code for one in first.reasons] == ["searched_nothing"]


@pytest.mark.parametrize(("when", "counts"), [(date(2026, 12, 1), True), (date(2026, 12, 2), False)])
def test_a_search_counts_up_to_the_day_of_the_rules(when, counts):
    (first, *_) = steps(case(need(searched=searched("mutualise", when=when)), GONE))
    assert (first.certificate is not None) is counts


def test_a_certificate_line_gives_the_reason_that_makes_the_candidate_fail():
    asked = need(R1, searched=S, needed_by=date(2027, 1, 31))
    (first, *_) = steps(case(asked, service("a", NO1, fact("opens_on", date(2027, 9, 1)))))
    (line,) = first.certificate.lines
    assert [one.code for one in first.assessments[0].reasons] == ["ready_not_met"]
    assert line.reason.code == "ready_not_met"


@pytest.mark.parametrize("standing", [service("open", open_to=None), service("open", NO1), service("open", hint("guest-access", "no"))])
def test_one_open_service_keeps_step_1_open(standing):
    (first, *others) = steps(case(need(R1, searched=SB), GONE, standing, *TWO, BUILD))
    assert first.certificate is None
    assert others == []


def test_an_adaptation_said_impossible_or_too_late_closes_step_1():
    for given in (adaptation("a", "R1", "no"), adaptation("a", "R1", months=12)):
        asked = need(R1, searched=S, adaptations=(given,), needed_by=date(2027, 6, 30))
        (first, *_) = steps(case(asked, service("a", NO1)))
        assert first.certificate is not None


def test_an_adaptation_in_time_lets_the_service_fit():
    asked = need(R1, searched=S, adaptations=(adaptation("a", "R1", months=3),))
    answer = evaluate(case(asked, service("a", NO1), *TWO))
    assert (answer.outcome, answer.step, answer.named) == ("retained", "mutualise", "a")


# ---- presumptions, derogations, voluntary mode ---------------------------------------------------------------------------


def test_without_presumptions_a_presumed_service_is_one_message_away():
    asked = need(R1, needed_by=date(2027, 12, 31))
    one = service("a", YES1, status=None)
    presumed = evaluate(case(asked, one))
    assert (presumed.outcome, presumed.presumptions) == ("retained", True)
    assert sum(gate.presumed for gate in presumed.stopped.assessments[0].gates) == 2
    plain = evaluate(case(asked, one, presumptions=False))
    assert (plain.outcome, plain.presumptions, plain.named) == ("conditional", False, "a")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("central_state", "yes"), ("operator", "to_confirm"), ("gip", "to_confirm"), ("education", "to_confirm"),
        ("social_security", "to_confirm"), ("local", "voluntary"), ("hospital", "voluntary"),
    ],
)  # fmt: skip
def test_the_circular_binds_the_state_is_voluntary_for_local_authorities_and_hospitals_to_confirm_for_others(kind, expected):
    """law.md section 0."""
    assert binding(buyer(kind), rules(DAY)) == expected


@pytest.mark.parametrize("kind", ["local", "hospital"])
@pytest.mark.parametrize(("words", "candidates"), EVERY)
def test_the_voluntary_mode_has_the_same_engine_outcomes_and_steps(kind, words, candidates):
    asked = the_need(words, candidates)
    bound, voluntary = evaluate(case(asked, *candidates)), evaluate(case(asked._replace(buyer=buyer(kind)), *candidates))
    assert (voluntary.outcome, voluntary.step, voluntary.named) == (bound.outcome, bound.step, bound.named)
    assert voluntary.binding == "voluntary"


def test_a_recommendation_carries_its_need_day_and_weights():
    answer = evaluate(case(need(), service("a")))
    assert (answer.need, answer.on, answer.binding) == ("need", date(2026, 12, 1), "yes")
    assert sum(answer.weights.values.values()) == 1
