"""What a review looks at and what it finds: the case, its answer, and weak points as values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from doctrine.evaluation import evaluate
from doctrine.model.case import Case
from doctrine.model.facts import NOTHING, Fact
from doctrine.model.rules import Reference
from doctrine.model.verdicts import Assessment, Recommendation

Level = Literal["decisive", "serious", "minor"]
LEVELS: tuple[Level, ...] = ("decisive", "serious", "minor")

OBJECTION = "R01"
#: Conditions of a shortlisted candidate that are not lifted: the answer waits for them.
OPEN = "R16"
#: Fewer words than this answer that a reason was asked, not why.
_WORDS_OF_A_REASON = 3


class Change(NamedTuple):
    """The answer without what is weak: outcome, step and named candidate."""

    outcome: str
    step: str
    named: str | None


class Weakness(NamedTuple):
    """One weak point: its code and variant, how much it could change, what it is about, what it rests on.

    `about` identifies it among those of its code; `near` orders those of one code and level, from 0 (closest to changing the answer) to 1;
    `change` is the answer without it, None when the answer stays or was not judged again.
    """

    code: str
    level: Level
    about: str
    variant: str = ""
    values: Mapping[str, object] = NOTHING
    change: Change | None = None
    near: Fraction = Fraction(1)
    facts: tuple[Fact, ...] = ()
    references: tuple[Reference, ...] = ()


class Reviewed(NamedTuple):
    """What the review looks at: the case, its answer, the day of the review."""

    case: Case
    answer: Recommendation
    day: date

    def without(self, case: Case) -> Change | None:
        """The answer of a case that lacks something, None when it is the same."""
        found = answer_of(evaluate(case))
        return None if found == answer_of(self.answer) else found

    @property
    def kept(self) -> tuple[Assessment, ...]:
        """The candidates that the answer stands on: the one named, else the offers that cover the need, else the shortlist."""
        stopped = self.answer.stopped
        wanted = (stopped.named,) if stopped.named else stopped.covering or stopped.shortlist
        return tuple(one for one in stopped.assessments if one.candidate.id in wanted)


def answer_of(recommendation: Recommendation) -> Change:
    """What would make a reader act otherwise."""
    return Change(recommendation.outcome, recommendation.step, recommendation.named)


def weight_of(change: Change | None) -> Level:
    """Decisive when the answer changes, minor when it stays."""
    return "minor" if change is None else "decisive"


def is_a_reason(text: str | None) -> bool:
    """Whether a reason says why: three words at least."""
    return len([word for word in (text or "").split() if any(letter.isalnum() for letter in word)]) >= _WORDS_OF_A_REASON
