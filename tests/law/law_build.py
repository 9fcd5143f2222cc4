"""Short builders for the law: a need of one kind of buyer and one amount, the real rules of one day, and what they answer.

The need is the plainest: a whole value excluding VAT, no personal, health, marked or sensitive data. Every case says what differs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, get_args

import pytest

from doctrine.criteria.sensitivity import sensitivity
from doctrine.index import open_index
from doctrine.law.obligations import obligations
from doctrine.law.routes import lightest, routes
from doctrine.law.ruleset import resolve
from doctrine.model.case import Case
from doctrine.model.facts import NOTHING, Amount, BuyerCondition, Candidate, Fact, Framework
from doctrine.model.legal import ObligationAnswer, RouteAnswer, Situation
from doctrine.model.need import (
    Buyer,
    BuyerKind,
    CostPart,
    DataSensitivity,
    LotValue,
    Need,
    ProjectCost,
    Purpose,
    Search,
    Value,
)
from doctrine.model.rules import Ruleset

KINDS: tuple[str, ...] = get_args(BuyerKind)
#: Kinds whose formal threshold is known, and those it is not without their place on the list of central authorities (doubt D12).
SETTLED = ("central_state", "local", "hospital")
UNSETTLED = tuple(kind for kind in KINDS if kind not in SETTLED)
WHOLE = ("options", "renewals", "all_lots")
NO_DATA = DataSensitivity("no", "no", "none", "no", "no", ())
SENSITIVE = NO_DATA._replace(secrets="yes", breach_harms=("public_order",))
FUNCTION = "video-conference"
NOW = "2026-12-01"


def defect(reason: str, raises: type[Exception] = AssertionError) -> pytest.MarkDecorator:
    """A case where the code and law.md or design.md disagree: it must fail until one is corrected, then this mark must go."""
    return pytest.mark.xfail(strict=True, raises=raises, reason=reason)


def day(text: str | date) -> date:
    return text if isinstance(text, date) else date.fromisoformat(text)


def eve(text: str | date) -> date:
    return day(text) - timedelta(days=1)


@cache
def rules(on: str | date = NOW) -> Ruleset:
    return resolve(open_index().section("rules"), day(on))


@cache
def parameters() -> tuple[dict[str, Any], ...]:
    """The legal values as compiled, pending ones too."""
    return tuple(open_index().section("rules")["parameters"])


def parameter(identifier: str) -> dict[str, Any]:
    return next(one for one in parameters() if one["id"] == identifier)


# ---- needs ---------------------------------------------------------------------------------------------------------------


def worth(
    amount: int | str, tax: Any = "excluded", covers: Any = WHOLE, lots: Iterable[int | str] = (), top: int | str | None = None
) -> Value:
    """A value; `lots` are their amounts, `top` the maximum of a framework."""
    found = tuple(LotValue(f"lot-{number}", Decimal(lot)) for number, lot in enumerate(lots, 1))
    return Value(Decimal(amount), tax, covers=covers, lots=found, framework_maximum=None if top is None else Decimal(top))


def need(kind: Any = "central_state", amount: int | str | Value | None = "900000", on: str | date = NOW, **more: Any) -> Need:
    """One need; `authority` and `listed` are what an operator says of itself."""
    buyer = Buyer(kind, central_authority=more.pop("authority", "unknown"), listed_art31=more.pop("listed", "unknown"))
    value = amount if isinstance(amount, Value) or amount is None else worth(amount)
    more.setdefault("data", NO_DATA)
    more.setdefault("purpose", Purpose("new"))
    return Need("need/1", "need", "Need", day(on), buyer, more.pop("function", FUNCTION), value=value, **more)


def project(*parts: tuple[Any, ...], tax: Any = "included") -> ProjectCost:
    """The cost of a project: (what, amount, months)."""
    return ProjectCost(tax, tuple(CostPart(part[0], Decimal(part[1]), part[2] if len(part) > 2 else None) for part in parts))


def whole_project(total: str) -> ProjectCost:
    """A project whose four parts are known and make `total` including VAT."""
    return project(("build", Decimal(total) - 3_000_000, 12), ("run", 1_000_000, 24), ("staff", 1_000_000, 36), ("hosting", 1_000_000, 36))


def searched(*steps: Any, when: str = "2026-11-01") -> tuple[Search, ...]:
    return tuple(Search(step, "catalogue", day(when), "office") for step in steps)


# ---- what the law answers ------------------------------------------------------------------------------------------------


def chosen(asked: Need, **situation: Any):
    """The lightest route of a need, on its day."""
    return lightest(asked, rules(asked.on), Situation("buy", **situation))


def table(asked: Need, step: str = "buy", **situation: Any) -> dict[str, RouteAnswer]:
    """All the routes of a step, by id."""
    return {one.id: one for one in routes(asked, rules(asked.on), Situation(step, **situation))}


def route(name: str, asked: Need, step: str = "buy", **situation: Any) -> tuple[str, str]:
    """The state of one route and why."""
    answer = table(asked, step, **situation)[name]
    return answer.state, answer.reason


def owed(asked: Need, step: str = "buy", by: str | None = None, **situation: Any) -> dict[str, ObligationAnswer]:
    """The obligations of a need, by id; `by` is the route followed, the lightest unless told otherwise.

    As in a whole evaluation, a route that is not known to be open is not followed: it is `unknown`.
    """
    choice = chosen(asked)
    priced = choice.route if choice.known or choice.route == "adapted_or_formal" else "unknown"
    followed = by if by is not None else "" if step == "mutualise" else priced
    test: Any = sensitivity(asked.buyer, asked.data).answer
    found = Situation(step, route=followed, sensitive=test, **situation)
    return {one.id: one for one in obligations(asked, rules(asked.on), found)}


def said(name: str, asked: Need, step: str = "buy", by: str | None = None, **situation: Any) -> str:
    """One obligation in a word: `no`, its severity when it applies, or `unknown:` and what is missing."""
    one = owed(asked, step, by, **situation).get(name)
    if one is None:
        return "no"
    return one.severity if one.applies == "yes" else "unknown: " + ", ".join(one.missing)


# ---- candidates and frameworks -------------------------------------------------------------------------------------------


def fact(key: str, value: Any, proof: Any = "documented", **more: Any) -> Fact:
    return Fact("x", key, value, proof, more.pop("as_of", "2026-06-01"), "paper", more.pop("by", "paper"), **more)


def _facts(known: Iterable[Fact]) -> dict[str, tuple[Fact, ...]]:
    facts: dict[str, tuple[Fact, ...]] = {}
    for one in known:
        facts[one.key] = (*facts.get(one.key, ()), one)
    return facts


def candidate(identifier: str, step: Any, *known: Fact, **more: Any) -> Candidate:
    more.setdefault("run_by", ("supplier",) if step == "buy" else ())
    provider = more.pop("provider", f"provider of {identifier}")
    return Candidate(identifier, step, identifier.title(), provider, (FUNCTION,), facts=_facts(known), **more)


def offer(identifier: str, *known: Fact, **more: Any) -> Candidate:
    """An offer on sale: it fits a need that asks nothing more."""
    return candidate(identifier, "buy", fact("status", "production"), *known, **more)


def service(identifier: str, *known: Fact, **more: Any) -> Candidate:
    """A shared service open to all and in production."""
    return candidate(identifier, "mutualise", fact("eligible_buyers", to("any")), fact("status", "production"), *known, **more)


def to(*kinds: str, **more: Any) -> tuple[BuyerCondition, ...]:
    return tuple(BuyerCondition(kind, **more) for kind in kinds)


def money(amount: int | str, tax: Any = "excluded") -> Amount:
    return Amount(Decimal(amount), tax)


#: What an open framework needs: an eligible buyer, a term to come, a maximum not spent, an offer carried.
OPEN: dict[str, Any] = {
    "eligible_buyers": to("any"),
    "ends_on": date(2030, 12, 31),
    "ceiling": money(50_000_000),
    "spent": money(1_000_000),
    "carries": ("good",),
}


def framework(
    *known: Fact, identifier: str = "agreement", kind: str = "purchasing_body", of_body: Iterable[Fact] = (), **said_of: Any
) -> Framework:
    """A framework open to all; a keyword replaces one of the facts of OPEN, `None` takes it away."""
    wanted = {**OPEN, **said_of}
    own = [*(fact(key, value) for key, value in wanted.items() if value is not None), *known]
    functions: tuple[str, ...] = (FUNCTION,)
    body = Candidate("body", "buy", "Body", "body", (), facts=_facts(of_body))
    mine = Candidate(identifier, "buy", identifier, "body", (), facts=_facts(own))
    return Framework(identifier, identifier.title(), "Body", kind, functions, mine, body)


def case(asked: Need, *candidates: Candidate, frameworks: Iterable[Framework] = ()) -> Case:
    known = {one.id: one for one in candidates}
    return Case(asked, candidates, known, frozenset({FUNCTION}), rules(asked.on), NOTHING, True, tuple(frameworks))
