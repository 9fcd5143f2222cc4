"""Short builders of needs, candidates, facts and cases, so that a table of situations reads as a table.

The need is the plainest that decides everything: a ministry, no personal, health, marked or sensitive data, no date, no requirement.
The rules are the real cards and legal values, resolved on the need's day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import settings

from doctrine.criteria.gates import judge
from doctrine.criteria.measures import mark as judge_mark
from doctrine.index import open_index
from doctrine.ladder import walk
from doctrine.law.ruleset import resolve
from doctrine.model.case import Case, Comparison
from doctrine.model.facts import Amount, BuyerCondition, Candidate, Fact, Hint, Rejection
from doctrine.model.need import (
    Acceptance,
    Adaptation,
    Buyer,
    Continuity,
    CostReference,
    DataSensitivity,
    Derogation,
    Floor,
    Hosting,
    Need,
    Requirement,
    Search,
    Value,
    Weights,
    WeightValues,
)
from doctrine.model.rules import CriterionCard, GateCard, Ruleset
from doctrine.model.verdicts import GateVerdict, Mark, Recommendation, StepResult
from doctrine.weighting import weights_of

#: One profile for every property of this folder: the same examples at each run.
core = settings(max_examples=100, derandomize=True, deadline=None, database=None)

DAY = date(2026, 12, 1)
FUNCTION = "video-conference"
BOUNDS = ("at_least", "at_most", "equals", "one_of")
NO_DATA = DataSensitivity("no", "no", "none", "no", "no", ())
SENSITIVE = DataSensitivity("no", "no", "none", "yes", "no", ("public_order",))


def defect(reason: str) -> pytest.MarkDecorator:
    """A case where the code and design.md disagree: it must fail until the code is corrected, then this mark must go."""
    return pytest.mark.xfail(strict=True, reason=reason)


def row(name: str, *values: Any, bad: str = "") -> Any:
    """One line of a table: its name carries the reference; `bad` says the defect of the code that makes it fail."""
    return pytest.param(*values, id=name, marks=(defect(bad),) if bad else ())


@cache
def rules(on: date = DAY) -> Ruleset:
    return resolve(open_index().section("rules"), on)


def gate_card(name: str) -> GateCard:
    return next(card for card in rules().gates if card.id == name)


def criterion_card(name: str) -> CriterionCard:
    return next(card for card in rules().criteria if card.id == name)


# ---- facts ---------------------------------------------------------------------------------------------------------------


def fact(key: str, value: Any, proof: Any = "documented", as_of: str = "2026-06-01", **more: Any) -> Fact:
    """One fact; `by` names who says it."""
    by = more.pop("by", "paper")
    return Fact("svc", key, value, proof, as_of, more.pop("source", by), by, **more)


def hint(key: str, leaning: Any, proof: Any = "reported") -> Hint:
    return Hint("svc", key, leaning, proof, "2026-06-01", "paper", "paper")


def rejection(rejected: str, proof: Any = "documented", reason: str = "does not do it") -> Rejection:
    return Rejection("svc", rejected, reason, proof, "letter", "2026-11-01")


def money(amount: int | str, tax: Any = "excluded", months: int | None = None) -> Amount:
    return Amount(Decimal(amount), tax, months)


def to(kind: str, **more: Any) -> BuyerCondition:
    return BuyerCondition(kind, **more)


def candidate(identifier: str, step: Any, *known: Fact | Hint | Rejection, **more: Any) -> Candidate:
    facts: dict[str, tuple[Fact, ...]] = {}
    hints: dict[str, tuple[Hint, ...]] = {}
    for one in known:
        if isinstance(one, Fact):
            facts[one.key] = (*facts.get(one.key, ()), one._replace(candidate=identifier))
        elif isinstance(one, Hint):
            hints[one.key] = (*hints.get(one.key, ()), one._replace(candidate=identifier))
    rejections = tuple(one._replace(candidate=identifier) for one in known if isinstance(one, Rejection))
    more.setdefault("functions", (FUNCTION,))
    provider = more.pop("provider", f"provider of {identifier}")
    return Candidate(identifier, step, identifier.title(), provider, facts=facts, hints=hints, rejections=rejections, **more)


OPEN_TO_ALL = (to("any"),)


def service(identifier: str, *known: Any, open_to: Any = OPEN_TO_ALL, status: str | None = "production", **more: Any) -> Candidate:
    """A shared service, open to all and in production unless told otherwise: it fits a need that asks nothing more."""
    base = () if open_to is None else (fact("eligible_buyers", open_to),)
    base += () if status is None else (fact("status", status),)
    return candidate(identifier, "mutualise", *base, *known, **more)


def offer(identifier: str, *known: Any, status: str | None = "production", **more: Any) -> Candidate:
    """An offer run by its supplier, on sale unless told otherwise."""
    base = () if status is None else (fact("status", status),)
    more.setdefault("run_by", ("supplier",))
    return candidate(identifier, "buy", *base, *known, **more)


def way(identifier: str, *known: Any, team: str | None = "yes", **more: Any) -> Candidate:
    """A way to build, its team and maintenance established by the buyer unless told otherwise."""
    base = () if team is None else tuple(fact(key, team, "tested", finding=True) for key in ("team_ready", "maintenance_planned"))
    return candidate(identifier, "build", *base, *known, provider="buyer", **more)


# ---- needs and cases -----------------------------------------------------------------------------------------------------


def must(identifier: str, capability: str | None = None, **more: Any) -> Requirement:
    """A `must`: bounds are given as the values they stand for (`case` reads them)."""
    return Requirement(identifier, "must", identifier, capability, **more)


def should(identifier: str, capability: str | None = None, **more: Any) -> Requirement:
    return Requirement(identifier, "should", identifier, capability, **more)


def buyer(kind: Any = "central_state", **more: Any) -> Buyer:
    return Buyer(kind, **more)


def need(*requirements: Requirement, **more: Any) -> Need:
    more.setdefault("data", NO_DATA)
    more.setdefault("buyer", buyer())
    return Need("need/1", "need", "Need", more.pop("on", DAY), function=FUNCTION, requirements=requirements, **more)


def case(
    asked: Need, *candidates: Candidate, services: Iterable[Candidate] = (), presumptions: bool = True, ruleset: Ruleset | None = None
) -> Case:
    bounds = {
        one.id: Comparison(name, getattr(one, name)) for one in asked.requirements for name in BOUNDS if getattr(one, name) is not None
    }
    known = {one.id: one for one in (*services, *candidates)}
    return Case(asked, candidates, known, frozenset({FUNCTION}), ruleset or rules(asked.on), bounds, presumptions)


def searched(*steps: Any, when: date = date(2026, 11, 1)) -> tuple[Search, ...]:
    return tuple(Search(step, "catalogue", when, "office") for step in steps)


def adaptation(of: str, requirement: str, possible: Any = "yes", **more: Any) -> Adaptation:
    filled: dict[str, Any] = {"cost": Decimal(40000), "tax": "excluded", "months": 4} if possible == "yes" else {}
    return Adaptation(of, requirement, possible, "letter", **(filled | more))


def derogation(gate: str, start: date = date(2026, 1, 1), end: date = date(2027, 12, 31), of: str | None = None) -> Derogation:
    return Derogation(gate, "minister", "project already begun", start, end, of)


def floor(criterion: Any, points: int) -> Floor:
    return Floor("why", criterion, Decimal(points))


def acceptance(points: int) -> Acceptance:
    return Acceptance(Decimal(points), "why")


def reference(amount: int | str, tax: Any = "excluded", months: int = 36) -> CostReference:
    return CostReference(Decimal(amount), tax, months)


def worth(amount: int | str, tax: Any = "excluded", covers: Any = ("options", "renewals", "all_lots"), **more: Any) -> Value:
    return Value(Decimal(amount), tax, covers=covers, **more)


def weights(*values: int | str) -> Weights:
    return Weights("why", WeightValues(*(Decimal(one) for one in values)))


CONTINUITY = Continuity("yes", "the service may not stop", ("continuity plan",))
#: An amount under which no competition is asked, covering everything: a direct order is lawful.
DIRECT = worth(20000)
#: An amount that asks for a competitive procedure.
COMPETITIVE = worth(900000)


def hosting(layer: Any = "saas", cloud: Any = "unknown") -> Hosting:
    return Hosting(layer, cloud)


# ---- questions to the engine ---------------------------------------------------------------------------------------------


def verdicts(name: str, asked: Case, of: Candidate | None = None, run_by: Any = None) -> list[GateVerdict]:
    return judge(asked, gate_card(name), of or asked.candidates[0], run_by)


def verdict(name: str, asked: Case, of: Candidate | None = None, run_by: Any = None) -> GateVerdict:
    """The only verdict of a gate."""
    (only,) = verdicts(name, asked, of, run_by)
    return only


def marked(name: str, *known: Any, asked: Need | None = None, step: Any = "mutualise", run_by: Any = None) -> Mark:
    one = candidate("svc", step, *known)
    found = judge_mark(case(asked or need(), one), criterion_card(name), one, run_by)
    assert found is not None
    return found


def steps(asked: Case, *, all_steps: bool = False) -> tuple[StepResult, ...]:
    return walk(asked, weights_of(asked.need).values, all_steps=all_steps)


def named_anywhere(answer: Recommendation) -> set[str]:
    """Every candidate that a recommendation names as recommended."""
    return {name for name in (answer.named, answer.stopped.named) if name is not None}
