"""What the law asks besides: each obligation's conjunction answered for one need on one day.

A condition that nobody answered leaves the obligation *to be established*: it is listed with what is missing, never dropped.
An obligation whose texts are too unsure (S- or M) is a point to have verified, never a duty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from doctrine.law.routes import formal_at_least, makes_contract
from doctrine.law.value import at_least, exact_value, project_at_least, project_base
from doctrine.model.legal import Applies, ExactValue, ObligationAnswer, ProjectBase, Situation, confidence_of
from doctrine.model.need import Need
from doctrine.model.rules import ObligationRule, Ruleset, When, decides

#: Stands for the formal threshold of the buyer's kind.
FORMAL = "ccp.formalise_fs"


class _Seen(NamedTuple):
    need: Need
    rules: Ruleset
    situation: Situation
    value: ExactValue
    project: ProjectBase


def obligations(need: Need, rules: Ruleset, situation: Situation) -> tuple[ObligationAnswer, ...]:
    """Every obligation that applies, or may apply, to this need; those that do not are left out."""
    seen = _Seen(need, rules, situation, exact_value(need), project_base(need, rules))
    found = []
    for rule in rules.obligations:
        applies, missing = _applies(rule.when, seen)
        if applies != "no":
            found.append(_answer(rule, seen, applies, missing))
    return tuple(found)


def _answer(rule: ObligationRule, seen: _Seen, applies: Applies, missing: tuple[str, ...]) -> ObligationAnswer:
    sure = decides(confidence_of(rule.references))
    recorded = next((one.opinion for one in seen.need.opinions if one.by == rule.voice), None) if rule.voice else None
    severity = rule.severity if sure else "verify"
    return ObligationAnswer(rule.id, rule.area, applies, severity, rule.references, missing, rule.voice, recorded)


def _applies(when: When, seen: _Seen) -> tuple[Applies, tuple[str, ...]]:
    """Kleene conjunction: one *no* settles it, else one *unknown* leaves it open, with what is missing."""
    answers = list(_answers(when, seen))
    if any(answer == "no" for _, answer in answers):
        return "no", ()
    missing = tuple(key for key, answer in answers if answer == "unknown")
    return ("unknown", missing) if missing else ("yes", ())


def _answers(when: When, seen: _Seen) -> Iterator[tuple[str, str]]:
    """The answer of each condition written, by its key; dates and kinds first, for they settle most."""
    for key, test in _TESTS.items():
        wanted = getattr(when, key)
        if wanted:
            yield key, test(wanted, seen)


def _said(holds: bool) -> str:
    return "yes" if holds else "no"


def _route(wanted: tuple[str, ...], seen: _Seen) -> str:
    route = seen.situation.route
    if not route:
        return "no" if seen.situation.step == "mutualise" else "unknown"
    if route == "unknown":
        return "yes" if "contract" in wanted else "unknown"
    if route == "adapted_or_formal":
        return "yes" if {"contract", "competitive"} & set(wanted) else "unknown" if {"adapted", "formal"} & set(wanted) else "no"
    kind = {"direct": _direct(seen, route), "competitive": not _direct(seen, route), "contract": makes_contract(route)}
    return _said(any(one == route or kind.get(one, False) for one in wanted))


def _direct(seen: _Seen, route: str) -> bool:
    return any(rule.direct for rule in seen.rules.routes if rule.id == route)


def _day(name: str, seen: _Seen) -> date | None:
    """A day written, or the day a parameter holds."""
    found = seen.rules.dates.get(name)
    if found is not None:
        return found
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _since(wanted: str, seen: _Seen) -> str:
    day = _day(wanted, seen)
    return "unknown" if day is None else _said(seen.need.on >= day)


def _until(wanted: str, seen: _Seen) -> str:
    day = _day(wanted, seen)
    return "unknown" if day is None else _said(seen.need.on <= day)


def _threshold(name: str, seen: _Seen) -> Fraction | None:
    found = seen.rules.values.get(name)
    return None if found is None else Fraction(found.value)


def _value_at_least(wanted: str, seen: _Seen) -> str:
    if wanted == FORMAL:
        return formal_at_least(seen.need, seen.rules, seen.value)
    return at_least(seen.value, _threshold(wanted, seen))


def _value_below(wanted: str, seen: _Seen) -> str:
    return {"yes": "no", "no": "yes"}.get(_value_at_least(wanted, seen), "unknown")


def _purpose(wanted: str, seen: _Seen) -> str:
    return "unknown" if seen.need.purpose is None else _said(seen.need.purpose.kind == wanted)


def _marking(wanted: tuple[str, ...], seen: _Seen) -> str:
    return "unknown" if seen.need.data.marking == "unknown" else _said(seen.need.data.marking in wanted)


def _lots(wanted: str, seen: _Seen) -> str:
    value = seen.need.value
    if value is None:
        return "unknown"
    return _said(("several" if len(value.lots) > 1 else "one") == wanted)


_TESTS: Mapping[str, Callable[..., str]] = {
    "buyer": lambda wanted, seen: _said(seen.need.buyer.kind in wanted),
    "since": _since,
    "until": _until,
    "step": lambda wanted, seen: _said(seen.situation.step in wanted),
    "function": lambda wanted, seen: _said(seen.need.function in wanted),
    "purpose": _purpose,
    "route": _route,
    "personal": lambda wanted, seen: seen.need.data.personal,
    "health": lambda wanted, seen: seen.need.data.health,
    "sensitive": lambda wanted, seen: seen.situation.sensitive,
    "cloud": lambda wanted, seen: seen.situation.private_cloud,
    "marking": _marking,
    "framework": lambda wanted, seen: "unknown" if seen.need.value is None else _said(seen.need.value.framework_maximum is not None),
    "lots": _lots,
    "value_at_least": _value_at_least,
    "value_below": _value_below,
    "project_at_least": lambda wanted, seen: project_at_least(seen.project, _threshold(wanted, seen)),
}
