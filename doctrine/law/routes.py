"""All the ways to contract, each open, closed or unknown on the day of the rules, lightest first.

The conditions are here, one small function each; the words, articles and duties are in `law/routes/*.yaml`. Thresholds are
excluding VAT. What only the buyer can reason (innovation, exclusivity, negotiation…) is never opened by the tool alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from doctrine.law.value import at_least, exact_value
from doctrine.model.legal import ExactValue, RouteAnswer, RouteState, Situation, confidence_of
from doctrine.model.need import Need
from doctrine.model.rules import Reference, RouteRule, Ruleset, decides
from doctrine.model.verdicts import RouteChoice

_FORMAL = ("ccp.formalise_fs_central", "ccp.formalise_fs_autres")
_CONTRACTLESS = frozenset({"own_means", "free_software_no_purchase", "in_house", "public_cooperation"})


class _Seen(NamedTuple):
    """One need as the routes look at it."""

    need: Need
    rules: Ruleset
    value: ExactValue
    situation: Situation


class _Answer(NamedTuple):
    state: RouteState
    reason: str
    values: Mapping[str, object]


def formal_thresholds(need: Need, rules: Ruleset) -> tuple[Fraction | None, Fraction | None]:
    """The lower and higher formal threshold that may bind this buyer; both the same when its kind is known (doubt D12)."""
    names = _formal(need)
    found = [Fraction(rules.values[name].value) for name in names if name in rules.values]
    return (min(found), max(found)) if found else (None, None)


def _formal(need: Need) -> tuple[str, ...]:
    if need.buyer.kind in ("local", "hospital"):
        return _FORMAL[1:]
    if need.buyer.kind == "central_state" or need.buyer.central_authority == "yes":
        return _FORMAL[:1]
    if need.buyer.central_authority == "no":
        return _FORMAL[1:]
    return _FORMAL


def formal_at_least(need: Need, rules: Ruleset, value: ExactValue) -> str:
    """Whether a formal procedure is due: between the two thresholds of an operator of unknown status, nobody knows."""
    low, high = formal_thresholds(need, rules)
    answers = {at_least(value, low), at_least(value, high)}
    return answers.pop() if len(answers) == 1 else "unknown"


def routes(need: Need, rules: Ruleset, situation: Situation) -> tuple[RouteAnswer, ...]:
    """Every route relevant at the step, with its answer, lightest first."""
    seen = _Seen(need, rules, exact_value(need), situation)
    found = []
    for rule in rules.routes:
        if situation.step not in rule.steps or rule.id not in _CONDITIONS:
            continue
        answer = _CONDITIONS[rule.id](seen)
        found.append(_told(rule, answer, seen))
    return tuple(found)


def _told(rule: RouteRule, answer: _Answer, seen: _Seen) -> RouteAnswer:
    extra = _amount_references(rule, seen)
    frameworks = seen.situation.frameworks if rule.id == "central_purchasing" else ()
    return RouteAnswer(
        rule.id, answer.state, rule.direct, answer.reason, answer.values, (*extra, *rule.references), rule.duties, frameworks
    )


def _amount_references(rule: RouteRule, seen: _Seen) -> tuple[Reference, ...]:
    """The text that sets the amount on that day, beside the article of the route."""
    names = {
        "exemption": ("ccp.dispense_fs",),
        "adapted": ("ccp.dispense_fs", *_formal(seen.need)),
        "formal": _formal(seen.need),
        "innovative": ("ccp.innovant",),
        "small_lot_exempt": ("ccp.dispense_lots",),
        "small_lot_adapted": ("ccp.petits_lots_mapa",),
    }
    return tuple(seen.rules.values[name].reference for name in names.get(rule.id, ()) if name in seen.rules.values)


def direct_routes(need: Need, rules: Ruleset, situation: Situation) -> tuple[RouteChoice, ...]:
    """The routes that let one supplier be ordered directly, lightest first; a framework says which offers it carries."""
    found = []
    for one in routes(need, rules, situation):
        used = [framework for framework in one.frameworks if framework.state == "open" and one.state == "open"]
        for framework in used:
            values: dict[str, object] = {"framework": (framework.name,), "carries": framework.carries}
            found.append(RouteChoice(one.id, direct=True, known=True, values=values, references=one.references))
    choice = lightest(need, rules, situation)
    return (*found, choice) if choice.direct else tuple(found)


def lightest(need: Need, rules: Ruleset, situation: Situation | None = None) -> RouteChoice:
    """The lightest route that the value opens at step 2, and whether it lets one order without competition.

    An unknown value, one including VAT, or a day on which no threshold is known opens nothing: competition is presumed.
    """
    value = exact_value(need)
    amounts: dict[str, object] = {} if value.amount is None else {"amount": value.amount, "tax": value.tax}
    answers = routes(need, rules, situation or Situation("buy"))
    if value.amount is None or value.tax != "excluded":
        return RouteChoice("unknown", direct=False, known=False, values=amounts, references=())
    exemption = _one(answers, "exemption")
    if exemption is not None and exemption.state == "open" and decides(confidence_of(exemption.references)):
        return RouteChoice("exemption", direct=True, known=True, values=amounts | dict(exemption.values), references=exemption.references)
    if exemption is not None and exemption.reason == "exemption_not_whole":
        return RouteChoice("exemption", direct=False, known=False, values=amounts | dict(exemption.values), references=exemption.references)
    low, high = formal_thresholds(need, rules)
    due = formal_at_least(need, rules, value)
    if low is None or high is None:
        return RouteChoice("unknown", direct=False, known=False, values=amounts, references=())
    formal, adapted = _one(answers, "formal"), _one(answers, "adapted")
    if due == "yes":
        return RouteChoice("formal", direct=False, known=True, values=amounts | {"threshold": high}, references=_of(formal))
    if due == "no":
        return RouteChoice("adapted", direct=False, known=True, values=amounts | {"threshold": low}, references=_of(adapted))
    return RouteChoice("adapted_or_formal", direct=False, known=False, values=amounts | {"low": low, "high": high}, references=_of(adapted))


def _one(answers: tuple[RouteAnswer, ...], name: str) -> RouteAnswer | None:
    return next((one for one in answers if one.id == name), None)


def _of(answer: RouteAnswer | None) -> tuple[Reference, ...]:
    return () if answer is None else answer.references


def makes_contract(route: str) -> bool:
    """Whether a route ends in a contract with a third party."""
    return route not in _CONTRACTLESS and bool(route)


def _threshold(seen: _Seen, name: str) -> Fraction | None:
    found = seen.rules.values.get(name)
    return None if found is None else Fraction(found.value)


def _below(seen: _Seen, name: str, prefix: str) -> _Answer:
    """Open strictly below a threshold, closed from it on; unknown without a whole amount excluding VAT."""
    threshold = _threshold(seen, name)
    if threshold is None:
        return _Answer("unknown", "no_value_in_force", {})
    values: dict[str, object] = {"threshold": threshold}
    if seen.value.amount is None:
        return _Answer("unknown", "value_missing", values)
    if seen.value.tax != "excluded":
        return _Answer("unknown", "value_tax", values)
    if seen.value.amount >= threshold:
        return _Answer("closed", f"{prefix}_above", values)
    if not seen.value.whole:
        return _Answer("unknown", f"{prefix}_not_whole", values)
    return _Answer("open", f"{prefix}_below", values)


def _own_means(seen: _Seen) -> _Answer:
    if seen.situation.step == "build":
        return _Answer("closed", "own_contracted", {}) if seen.situation.way == "contracted" else _Answer("open", "own_build", {})
    return _Answer("open", "own_service", {}) if seen.situation.same_body else _Answer("unknown", "other_body", {})


def _free_software(seen: _Seen) -> _Answer:
    return _Answer("unknown", "free_known", {}) if seen.situation.free_software else _Answer("unknown", "free_none", {})


def _central(seen: _Seen) -> _Answer:
    """A framework of a purchasing body one may order on: eligible, in force, not spent, and carrying what is wanted."""
    found = seen.situation.frameworks
    if any(one.state == "open" for one in found):
        return _Answer("open", "framework_open", {"names": tuple(one.name for one in found if one.state == "open")})
    if any(one.state == "unknown" for one in found):
        names = tuple(one.name for one in found if one.state == "unknown")
        return _Answer("unknown", "framework_to_read", {"names": names})
    return _Answer("unknown", "framework_none", {})


def _small_lots(seen: _Seen, name: str, share: str, prefix: str) -> _Answer:
    """Lots under an amount whose sum stays within a share of the whole (R. 2122-8, R. 2123-1)."""
    amount, part = _threshold(seen, name), _threshold(seen, share)
    value = seen.need.value
    if amount is None or part is None:
        return _Answer("unknown", "no_value_in_force", {})
    if value is None or not value.lots or "all_lots" not in value.covers:
        return _Answer("unknown", "lots_missing", {"threshold": amount})
    if seen.value.tax != "excluded" or seen.value.amount is None:
        return _Answer("unknown", "value_tax", {"threshold": amount})
    small = [Fraction(lot.amount) for lot in value.lots if Fraction(lot.amount) < amount]
    values: dict[str, object] = {"threshold": amount, "count": len(small)}
    if not small:
        return _Answer("closed", f"{prefix}_no_lot", values)
    if min(small) > seen.value.amount * part / 100:
        return _Answer("closed", f"{prefix}_share", values)
    return _Answer("open", f"{prefix}_some" if sum(small) > seen.value.amount * part / 100 else f"{prefix}_all", values)


def _adapted(seen: _Seen) -> _Answer:
    low, high = formal_thresholds(seen.need, seen.rules)
    if low is None or high is None:
        return _Answer("unknown", "no_value_in_force", {})
    values: dict[str, object] = {"threshold": low}
    if seen.value.amount is None:
        return _Answer("unknown", "value_missing", values)
    if seen.value.tax != "excluded":
        return _Answer("unknown", "value_tax", values)
    due = formal_at_least(seen.need, seen.rules, seen.value)
    if due == "yes":
        return _Answer("closed", "formal_due", {"threshold": high})
    if due == "unknown":
        return _Answer("unknown", "adapted_not_whole" if low == high else "buyer_status", values | {"high": high})
    return _Answer("open", f"adapted_{_publicity(seen)}", values)


def _publicity(seen: _Seen) -> str:
    """The publicity tier of an adapted procedure (R. 2131-12); the texts list State, public bodies and local authorities."""
    threshold = _threshold(seen, "ccp.publicite_boamp_jal")
    if threshold is None or seen.need.buyer.kind in ("gip", "social_security"):
        return "tier_unknown"
    return "gazette" if at_least(seen.value, threshold) == "yes" else "free"


def _formal_route(seen: _Seen) -> _Answer:
    due = formal_at_least(seen.need, seen.rules, seen.value)
    low, high = formal_thresholds(seen.need, seen.rules)
    values: dict[str, object] = {} if low is None or high is None else {"threshold": high if due == "yes" else low}
    return _Answer("open", "formal_due" if due == "yes" else "formal_possible" if due == "no" else "formal_unknown", values)


def _partnership(seen: _Seen) -> _Answer:
    exhausted = seen.situation.exhausted
    if "mutualise" in exhausted and "buy" in exhausted:
        return _Answer("unknown", "partnership_possible", {})
    return _Answer("closed", "partnership_market", {})


def _exclusivity(seen: _Seen) -> _Answer:
    if seen.situation.suppliers > 1:
        return _Answer("closed", "exclusivity_suppliers", {"count": seen.situation.suppliers})
    return _Answer("unknown", "needs_proof", {})


def _asked(reason: str) -> Callable[[_Seen], _Answer]:
    """A route that only a written ground of the buyer can open."""
    return lambda seen: _Answer("unknown", reason, {})


def _innovative(seen: _Seen) -> _Answer:
    """Never opened by the tool: under the amount, a bundle of clues that the buyer must reason (OECP guide, doubt D10)."""
    answer = _below(seen, "ccp.innovant", "innovative")
    return _Answer("unknown", "innovative_to_reason", answer.values) if answer.state == "open" else answer


def _bridge(seen: _Seen) -> _Answer:
    new = seen.need.purpose is not None and seen.need.purpose.kind == "new"
    return _Answer("closed", "bridge_no_contract", {}) if new else _Answer("unknown", "bridge_to_verify", {})


_CONDITIONS: Mapping[str, Callable[[_Seen], _Answer]] = {
    "own_means": _own_means,
    "free_software_no_purchase": _free_software,
    "existing_framework": _asked("framework_own"),
    "central_purchasing": _central,
    "in_house": _asked("needs_control"),
    "public_cooperation": _asked("needs_agreement"),
    "bridge_contract": _bridge,
    "exemption": lambda seen: _below(seen, "ccp.dispense_fs", "exemption"),
    "small_lot_exempt": lambda seen: _small_lots(seen, "ccp.dispense_lots", "ccp.dispense_lots_cumul", "lot_exempt"),
    "innovative": _innovative,
    "additional_deliveries": _asked("needs_proof"),
    "similar_services": _asked("needs_first_contract"),
    "exclusivity": _exclusivity,
    "essential_interests": _asked("needs_decision"),
    "rd_services": _asked("needs_sharing"),
    "group_order": _asked("needs_partners"),
    "reserved": _asked("needs_operators"),
    "small_lot_adapted": lambda seen: _small_lots(seen, "ccp.petits_lots_mapa", "ccp.petits_lots_mapa_cumul", "lot_adapted"),
    "adapted": _adapted,
    "dynamic_system": _asked("needs_current_use"),
    "formal": _formal_route,
    "negotiated": _asked("needs_ground"),
    "competitive_dialogue": _asked("needs_ground"),
    "innovation_partnership": _partnership,
}
