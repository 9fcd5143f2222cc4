"""The thresholds that a purchase may be near, shared by the checks on its value."""

from __future__ import annotations

from fractions import Fraction

from doctrine.law.routes import formal_thresholds
from doctrine.model.checks import NeedSubject
from doctrine.model.legal import ExactValue

#: How far under a threshold a value is near it (our reading).
NEAR = Fraction(1, 10)


def crossed_soon(subject: NeedSubject, value: ExactValue) -> Fraction | None:
    """The threshold that a value stays under by a tenth at most; None when it is near none, or when its tax basis differs."""
    if value.amount is None or value.tax != "excluded":
        return None
    exemption = subject.rules.values.get("ccp.dispense_fs")
    known = [Fraction(exemption.value)] if exemption is not None else []
    known += [one for one in formal_thresholds(subject.need, subject.rules) if one is not None]
    return next((one for one in sorted(set(known)) if one * (1 - NEAR) <= value.amount < one), None)


def near(subject: NeedSubject, value: ExactValue) -> bool:
    """Whether a value stays just under a threshold."""
    return crossed_soon(subject, value) is not None
