"""The value of the purchase and the cost of the project, exactly as the texts count them. Taxes are never mixed."""

from __future__ import annotations

from fractions import Fraction

from doctrine.model.legal import ExactValue, ProjectBase
from doctrine.model.need import Need
from doctrine.model.rules import Ruleset

#: What an amount must say it covers to be the whole value (R. 2121-1).
WHOLE = ("options", "renewals", "all_lots")


def exact_value(need: Need) -> ExactValue:
    """The value of R. 2121-1: options, renewals and all lots included; a framework counts for its maximum (R. 2121-8).

    Lots whose amounts pass the amount said make the value: a need is not split to stay under a threshold (R. 2121-4).
    """
    value = need.value
    if value is None:
        return ExactValue(None, "", whole=False, reasons=("value_missing",))
    amount = Fraction(value.amount)
    reasons = [f"not_covered_{part}" for part in WHOLE if part not in value.covers]
    lots = sum((Fraction(lot.amount) for lot in value.lots), Fraction(0))
    if lots > amount:
        amount = lots
        reasons.append("lots_exceed")
    if value.framework_maximum is not None and Fraction(value.framework_maximum) > amount:
        amount = Fraction(value.framework_maximum)
        reasons.append("framework_maximum")
    whole = all(part in value.covers for part in WHOLE)
    return ExactValue(amount, value.tax, whole, tuple(reasons))


def at_least(value: ExactValue, threshold: Fraction | None) -> str:
    """Whether the value reaches a threshold excluding VAT: `yes`, `no` or `unknown`."""
    if threshold is None or value.amount is None or value.tax != "excluded":
        return "unknown"
    if value.amount >= threshold:
        return "yes"
    return "no" if value.whole else "unknown"


#: Parts that make the cost of construction and running whole, in the order's sense (article 2).
_PARTS = ("build", "run", "staff", "hosting")


def project_base(need: Need, rules: Ruleset) -> ProjectBase:
    """The base of the order of 5 June 2020: all costs from construction, plus 24 months of maintenance; including VAT.

    Running, staff and hosting beyond those months are left out pro rata when the need says how long they last; a cost that
    lasts an unknown time counts whole and leaves the base incomplete.
    """
    cost = need.project_cost
    if cost is None:
        return ProjectBase(None, complete=False, reasons=("project_missing",))
    if cost.tax != "included":
        return ProjectBase(None, complete=False, reasons=("project_tax",))
    after = rules.values.get("dinum.avis_base_mois")
    if after is None:
        return ProjectBase(None, complete=False, reasons=("no_value_in_force",))
    months_after = int(after.value)
    build_months = max((part.months or 0 for part in cost.parts if part.what == "build"), default=0)
    total = certain = Fraction(0)
    reasons = [f"no_{what}" for what in _PARTS if not any(part.what == what for part in cost.parts)]
    if any(part.what == "build" and part.months is None for part in cost.parts):
        reasons.append("months_build")
    for part in cost.parts:
        horizon = {"run": months_after, "staff": build_months + months_after, "hosting": build_months + months_after}.get(part.what)
        amount = Fraction(part.amount)
        if horizon is not None and part.months is not None and part.months > horizon:
            amount = amount * horizon / part.months
        if horizon is not None and part.months is None:
            reasons.append(f"months_{part.what}")
        else:
            certain += amount
        total += amount
    return ProjectBase(total, not reasons, tuple(reasons), certain)


def project_at_least(base: ProjectBase, threshold: Fraction | None) -> str:
    """Whether the project reaches the threshold (`>=`, order of 5 June 2020, art. 1): `yes`, `no` or `unknown`.

    An incomplete base may reach it, never stay under it, when what is missing is staff, hosting or running.
    """
    if threshold is None or base.amount is None:
        return "unknown"
    if base.certain >= threshold:
        return "yes"
    return "no" if base.complete and base.amount < threshold else "unknown"
