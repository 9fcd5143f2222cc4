"""What the law asks and allows, as values: rules resolved on a day, and their answers for one need."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from doctrine.model.facts import NOTHING
from doctrine.model.rules import Confidence, Reference, WordingRule, weakest

RouteState = Literal["open", "closed", "unknown"]
Applies = Literal["yes", "no", "unknown"]


class ExactValue(NamedTuple):
    """The value of the purchase, EUR. `amount` is None when nobody said it; `whole` when it covers options, renewals and all lots.

    A value that is not whole is a lower bound: it may pass a threshold, never stay under one.
    """

    amount: Fraction | None
    tax: str
    whole: bool
    reasons: tuple[str, ...] = ()


class ProjectBase(NamedTuple):
    """The cost the DINUM opinion looks at, EUR including VAT: construction plus 24 months, staff and hosting included.

    `certain` leaves out the parts whose duration nobody said.
    """

    amount: Fraction | None
    complete: bool
    reasons: tuple[str, ...] = ()
    certain: Fraction = Fraction(0)


class FrameworkAnswer(NamedTuple):
    """Whether one framework or purchasing body can be used by this buyer on the day, and what is missing to know."""

    id: str
    name: str
    body: str
    state: RouteState
    missing: tuple[str, ...]
    carries: tuple[str, ...] = ()
    ends: date | None = None
    outlives: bool | None = None
    fee: str = ""


class RouteAnswer(NamedTuple):
    """One route for one need: open, closed or unknown, why, and what would open it."""

    id: str
    state: RouteState
    direct: bool
    reason: str
    values: Mapping[str, object] = NOTHING
    references: tuple[Reference, ...] = ()
    duties: tuple[str, ...] = ()
    frameworks: tuple[FrameworkAnswer, ...] = ()


class ObligationAnswer(NamedTuple):
    """One obligation for one need. `recorded` is the opinion the need holds, for an obligation to hear somebody."""

    id: str
    area: str
    applies: Applies
    severity: Literal["must", "should", "verify"]
    references: tuple[Reference, ...]
    missing: tuple[str, ...] = ()
    voice: str | None = None
    recorded: str | None = None


class CalendarLine(NamedTuple):
    """One day that matters for a renewal: a code, the day, and whether it is past on the day of the rules."""

    code: str
    day: date
    past: bool
    values: Mapping[str, object] = NOTHING


class LegalView(NamedTuple):
    """Everything the law adds to one recommendation."""

    value: ExactValue
    project: ProjectBase
    routes: tuple[RouteAnswer, ...]
    lightest: str | None
    otherwise: str | None
    obligations: tuple[ObligationAnswer, ...]
    wordings: tuple[WordingRule, ...]
    calendar: tuple[CalendarLine, ...]
    lapses: tuple[tuple[str, date], ...] = ()
    stale: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


class Situation(NamedTuple):
    """What the routes and obligations look at besides the need: where the ladder stands and what it established."""

    step: str
    exhausted: tuple[str, ...] = ()
    suppliers: int = 0
    sensitive: Applies = "unknown"
    private_cloud: Applies = "unknown"
    frameworks: tuple[FrameworkAnswer, ...] = ()
    same_body: bool = False
    free_software: bool = False
    route: str = ""
    way: str = ""  # of building, when the ladder retained one


def confidence_of(references: tuple[Reference, ...]) -> Confidence:
    """The confidence of a rule: that of the weakest text it needs; M when it cites none."""
    return weakest([reference.confidence for reference in references]) if references else "M"
