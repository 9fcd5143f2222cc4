"""What a step still waits for, as the engine sees it: answering a smallest set changes its conclusion, answering less does not."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from core_build import (
    COMPETITIVE,
    CONTINUITY,
    DIRECT,
    NO_DATA,
    OPEN_TO_ALL,
    case,
    fact,
    must,
    need,
    offer,
    rejection,
    searched,
    service,
    way,
)

from doctrine.analysis.missing import undecided
from doctrine.evaluation import evaluate

R1, R2 = must("R1", "guest-access"), must("R2", "recording")
#: An answer in favour, as the buyer would note it.
FAVOURABLE = {"eligible_buyers": OPEN_TO_ALL, "status": "production"}


class Situation:
    """A need and what is known of each candidate, to which answers are added."""

    def __init__(self, asked, make, known):
        self.asked, self.make, self.known = asked, make, known

    def conclusion(self, facts=(), answer=""):
        """The step where one stands, and what it concludes once so many facts are answered so."""
        made = []
        for name, (known, options) in self.known.items():
            added = tuple(self._noted(one, answer) for one in facts if one.candidate == name)
            made.append(self.make(name, *known, *added, **options))
        return evaluate(case(self.asked, *made, presumptions=False))

    @staticmethod
    def _noted(one, answer):
        if answer == "no":
            return rejection(one.requirement or one.gate)
        return fact(one.key, FAVOURABLE.get(one.key, "yes"), "tested", finding=True)


def decided(result, step):
    """What the step concludes for good, None while it waits; under a direct route, an offer is waited for even once the market covers."""
    found = next(one for one in result.steps if one.step == step)
    if found.route is not None and found.route.direct and found.reasons[0].code == "market_covers":
        return None
    return {"retained": "yes", "exhausted": "no", "none": "no"}.get(found.outcome)


def check(situation, only=None):
    """Every smallest set changes the conclusion as it says; no part of it does. How many sets were tried."""
    before = situation.conclusion()
    asked = undecided(before)
    if decided(before, before.step) is not None:
        assert asked.settling() == ()
        return 0
    tried = 0
    for one in asked.smallest() if only is None else asked.settling():
        if only is not None and one.answer != only:
            continue
        tried += 1
        assert decided(situation.conclusion(one.facts, one.answer), before.step) == one.answer
        for size in range(len(one.facts)):
            for part in combinations(one.facts, size):
                assert decided(situation.conclusion(part, one.answer), before.step) is None
    return tried


def generated(seed, make):
    """Two or three candidates, each requirement and condition known or not."""
    chance = random.Random(seed)  # noqa: S311
    known = {}
    for name in "abc"[: chance.randint(2, 3)]:
        facts = tuple(fact(key, "yes") for key in ("guest-access", "recording") if chance.random() < 0.5)
        options = {"status": chance.choice(("production", None))}
        if make is service:
            options["open_to"] = chance.choice((OPEN_TO_ALL, None))
        known[name] = (facts, options)
    return known


@pytest.mark.parametrize("seed", range(40))
def test_step_1_is_settled_by_a_smallest_set_and_by_nothing_less(seed):
    check(Situation(need(R1, R2, searched=searched("mutualise")), service, generated(seed, service)))


@pytest.mark.parametrize("seed", range(40))
def test_step_2_under_a_direct_route_is_settled_by_a_smallest_set_and_by_nothing_less(seed):
    asked = need(R1, R2, searched=searched("mutualise", "buy"), value=DIRECT)
    made = Situation(asked, offer, generated(seed, offer))
    check(made)


@pytest.mark.parametrize("seed", range(40))
def test_a_competition_is_opened_by_a_smallest_set_in_favour_and_by_nothing_less(seed):
    asked = need(R1, R2, searched=searched("mutualise", "buy"), value=COMPETITIVE)
    check(Situation(asked, offer, generated(seed, offer)), only="yes")


def test_a_competition_is_closed_by_a_smallest_set_against():
    asked = need(R1, searched=searched("mutualise", "buy"), value=COMPETITIVE)
    made = Situation(asked, offer, {"a": ((fact("guest-access", "yes", "declared"),), {}), "b": ((), {})})
    assert check(made, only="no") > 0


@pytest.mark.parametrize("known", [(), ("team_ready",), ("maintenance_planned",)], ids=["nothing", "the team", "the maintenance"])
def test_step_3_is_settled_by_a_smallest_set_and_by_nothing_less(known):
    asked = need(searched=searched("mutualise", "buy"), continuity=CONTINUITY)
    facts = tuple(fact(key, "yes", "tested", finding=True) for key in known)
    assert check(Situation(asked, way, {"w": (facts, {"team": None})})) > 0


def test_the_seeds_ask_for_sets_of_several_sizes_in_favour_and_against():
    found = set()
    for seed in range(40):
        made = Situation(need(R1, R2, searched=searched("mutualise")), service, generated(seed, service))
        found |= {(one.answer, len(one.facts)) for one in undecided(made.conclusion()).smallest()}
    assert {size for answer, size in found if answer == "yes"} >= {1, 2}
    assert "no" in {answer for answer, _ in found}


def test_facts_are_those_of_the_open_gates_with_who_holds_them():
    made = Situation(need(R1), service, {"a": ((), {"open_to": None})})
    (claim,) = undecided(made.conclusion()).claims
    assert {(one.key, one.gate, one.requirement, one.holder) for one in claim.lacks} == {
        ("guest-access", "requirements", "R1", "provider of a"),
        ("eligible_buyers", "eligible", None, "provider of a"),
    }


def test_a_settled_step_asks_for_nothing():
    made = Situation(need(R1), service, {"a": ((fact("guest-access", "yes"),), {}), "b": ((), {})})
    assert undecided(made.conclusion()).settling() == ()


def test_what_the_buyer_must_say_of_the_need_is_one_fact():
    made = Situation(need(data=NO_DATA._replace(health="unknown")), service, {"a": ((), {}), "b": ((), {})})
    claims = undecided(made.conclusion()).claims
    facts = {one for claim in claims for one in claim.lacks if one.key == "health"}
    assert {one.holder for one in facts} == {"buyer"}
    assert len(facts) == 1


@pytest.mark.parametrize(("make", "value", "step"), [(offer, DIRECT, "buy"), (offer, COMPETITIVE, "buy")], ids=["direct", "competition"])
def test_the_seeds_of_step_2_try_many_sets(make, value, step):
    asked = need(R1, R2, searched=searched("mutualise", "buy"), value=value)
    made = [Situation(asked, make, generated(seed, make)).conclusion() for seed in range(40)]
    assert {one.step for one in made} == {step}
    assert {bool(one.stopped.route.direct) for one in made} == {value is DIRECT}
    assert sum(len(undecided(one).smallest()) for one in made) > 40
