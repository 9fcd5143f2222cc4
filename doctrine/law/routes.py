"""The lightest lawful way to contract, on the day of the rules. Thresholds are excluding VAT; an amount including it is never compared."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from doctrine.model.need import Need
from doctrine.model.rules import Reference, Ruleset
from doctrine.model.verdicts import RouteChoice

#: What an amount must say it covers before it may open a route without competition (R. 2121-1).
WHOLE = frozenset({"options", "renewals", "all_lots"})


def lightest(need: Need, rules: Ruleset) -> RouteChoice:
    """The lightest route that the value opens; `direct` when it lets one order without competition.

    An unknown value, or one including VAT, opens nothing: the route is `unknown` and competition is presumed.
    """
    value = need.value
    if value is None:
        return RouteChoice("unknown", direct=False, known=False, values={}, references=())
    amount = max(value.amount, value.framework_maximum or Decimal(0))
    values: dict[str, object] = {"amount": amount, "tax": value.tax}
    if value.tax != "excluded":
        return RouteChoice("unknown", direct=False, known=False, values=values, references=())
    exemption = rules.values.get("ccp.dispense_fs")
    if exemption is not None and Fraction(amount) < exemption.value:
        whole = frozenset(value.covers) >= WHOLE
        values |= {"threshold": exemption.value, "whole": whole}
        return RouteChoice("exemption", direct=whole, known=whole, values=values, references=(exemption.reference,))
    thresholds = [rules.values[name] for name in _formal(need) if name in rules.values]
    if not thresholds:
        return RouteChoice("unknown", direct=False, known=False, values=values, references=())
    low, high = min(one.value for one in thresholds), max(one.value for one in thresholds)
    references: tuple[Reference, ...] = tuple(one.reference for one in thresholds)
    if amount < low:
        return RouteChoice("adapted", direct=False, known=True, values=values | {"threshold": low}, references=references)
    if amount >= high:
        return RouteChoice("formal", direct=False, known=True, values=values | {"threshold": high}, references=references)
    return RouteChoice("adapted_or_formal", direct=False, known=False, values=values | {"low": low, "high": high}, references=references)


def _formal(need: Need) -> tuple[str, ...]:
    """Which formal threshold binds this buyer; both when nobody says whether an operator is a central authority (doubt D12)."""
    if need.buyer.kind == "central_state" or need.buyer.central_authority == "yes":
        return ("ccp.formalise_fs_central",)
    if need.buyer.kind in ("local", "hospital") or need.buyer.central_authority == "no":
        return ("ccp.formalise_fs_autres",)
    return ("ccp.formalise_fs_central", "ccp.formalise_fs_autres")
