"""Whether a fact satisfies a requirement: a capability said *yes*, or a value on the right side of the buyer's bound."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from doctrine.model.case import Comparison
from doctrine.model.facts import Fact


def satisfies(fact: Fact, bound: Comparison | None) -> bool:
    """Compare one fact with a bound of the same kind; without a bound (a capability), the value must be `yes`."""
    value = fact.value
    if bound is None:
        return value == "yes"
    wanted = bound.value
    if bound.operator == "one_of":
        options = wanted if isinstance(wanted, tuple) else (wanted,)
        return bool(value) and all(item in options for item in value) if isinstance(value, tuple) else value in options
    if bound.operator == "equals":
        return set(value) == set(wanted) if isinstance(value, tuple) and isinstance(wanted, tuple) else value == wanted
    if isinstance(value, Decimal) and isinstance(wanted, Decimal):
        return value >= wanted if bound.operator == "at_least" else value <= wanted
    if isinstance(value, date) and isinstance(wanted, date):
        return value >= wanted if bound.operator == "at_least" else value <= wanted
    return False
