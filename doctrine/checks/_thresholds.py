"""The thresholds that a purchase may be near, shared by the checks on its value."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from doctrine.law.routes import formal_thresholds
from doctrine.model.checks import NeedSubject
from doctrine.model.legal import ExactValue
from doctrine.model.rules import Reference

#: How far under a threshold a value is near it (our reading).
NEAR = Fraction(1, 10)
#: Buyers whose contracts are published from an amount on (R. 2131-12), as `law/parameters/thresholds.yaml` lists them.
_PUBLISHING = frozenset({"central_state", "operator", "local", "hospital", "education"})


class Threshold(NamedTuple):
    """An amount, excluding VAT, on the day of the need, and the text that sets it."""

    amount: Fraction
    reference: Reference


def thresholds(subject: NeedSubject) -> tuple[Threshold, ...]:
    """The thresholds that bind this buyer on the day of the need, lowest first: exemption, publication, formal procedure."""
    values = subject.rules.values
    names = ["ccp.dispense_fs"]
    if subject.need.buyer.kind in _PUBLISHING:
        names.append("ccp.publicite_boamp_jal")
    found = [Threshold(Fraction(values[name].value), values[name].reference) for name in names if name in values]
    formal = set(formal_thresholds(subject.need, subject.rules))
    for name in ("ccp.formalise_fs_central", "ccp.formalise_fs_autres"):
        if name in values and Fraction(values[name].value) in formal:
            found.append(Threshold(Fraction(values[name].value), values[name].reference))
    return tuple(sorted(found))


def crossed_soon(subject: NeedSubject, value: ExactValue) -> Threshold | None:
    """The threshold that a value stays under by a tenth at most; None when it is near none, or when its tax basis differs."""
    if value.amount is None or value.tax != "excluded":
        return None
    return next((one for one in thresholds(subject) if one.amount * (1 - NEAR) <= value.amount < one.amount), None)


def near(subject: NeedSubject, value: ExactValue) -> bool:
    """Whether a value stays just under a threshold."""
    return crossed_soon(subject, value) is not None
