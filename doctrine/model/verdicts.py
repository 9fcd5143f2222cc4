"""What the engine answers: gates, marks, assessments, steps, one recommendation. Reasons are codes with values, never sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from doctrine.model.facts import NOTHING, Candidate, Fact, Hint, RunBy
from doctrine.model.legal import LegalView
from doctrine.model.rules import Confidence, Reference

#: An exact number of points: a whole one is an `int`, which is five times faster to add.
Points = int | Fraction
Answer = Literal["met", "not_met", "unknown", "not_applicable"]
Status = Literal["fits", "fails", "open"]
Outcome = Literal["retained", "conditional", "undecided", "none"]
StepId = Literal["mutualise", "buy", "build"]
STEPS: tuple[StepId, ...] = ("mutualise", "buy", "build")
Binding = Literal["yes", "voluntary", "to_confirm"]


class Reason(NamedTuple):
    """Why: a code of `locales/<lang>/reasons.yaml` and the values of its sentence."""

    code: str
    values: Mapping[str, object] = NOTHING


class Ask(NamedTuple):
    """One fact to find out: about which candidate, for which gate or requirement, and who holds it.

    `holder` is a provider's name, `list:<id>` for an official list to read, or `buyer` for the buyer's own services.
    `urgent` marks what a single contrary report or a hint of *no* makes the first thing to ask.
    """

    candidate: str
    holder: str
    key: str
    gate: str
    requirement: str | None = None
    urgent: bool = False


class GateVerdict(NamedTuple):
    """The answer of one gate for one candidate, with what it stands on and what would settle it."""

    gate: str
    answer: Answer
    reason: Reason
    requirement: str | None = None
    facts: tuple[Fact, ...] = ()
    hints: tuple[Hint, ...] = ()
    asks: tuple[Ask, ...] = ()
    confidence: Confidence | None = None
    references: tuple[Reference, ...] = ()
    presumed: bool = False
    by_derogation: bool = False
    contrary: bool = False
    hinted: bool = False


class QuestionMark(NamedTuple):
    """The interval of points (0–100) that one question gives, and the fact it reads.

    A whole cost reads several: `also` holds the others, and `amount` what they total (EUR, the tax basis of the reference), adaptations
    recorded by the buyer included.
    """

    question: str
    low: Points
    high: Points
    fact: Fact | None = None
    reason: str = "absent"
    also: tuple[Fact, ...] = ()
    amount: Fraction | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact it reads."""
        return self.also if self.fact is None else (self.fact, *self.also)


class Mark(NamedTuple):
    """The interval of points (0–100) of one criterion: the mean of its applicable questions."""

    criterion: str
    low: Points
    high: Points
    questions: tuple[QuestionMark, ...]


class Assessment(NamedTuple):
    """One candidate judged: gates, marks, the weighted interval, and whether it fits, fails or stays open."""

    candidate: Candidate
    run_by: RunBy | None
    status: Status
    gates: tuple[GateVerdict, ...]
    marks: tuple[Mark, ...]
    low: Points
    high: Points
    reasons: tuple[Reason, ...] = ()
    very_function: bool = True

    @property
    def asks(self) -> tuple[Ask, ...]:
        """What is still to find out, in the order of the gates."""
        return tuple(ask for gate in self.gates if gate.answer == "unknown" for ask in gate.asks)

    @property
    def holders(self) -> tuple[str, ...]:
        """Who holds what is missing, each once, in order of first appearance."""
        return tuple(dict.fromkeys(ask.holder for ask in self.asks))

    def gate(self, identifier: str) -> GateVerdict | None:
        """The first verdict of a gate, None when the step does not ask it."""
        return next((verdict for verdict in self.gates if verdict.gate == identifier), None)


class Ranked(NamedTuple):
    """A candidate's place: equal bounds share a rank, and `tied` says so."""

    candidate: str
    rank: int
    tied: bool


class SearchRecord(NamedTuple):
    """A recorded search of one step."""

    where: str
    when: date
    by: str


class CertificateLine(NamedTuple):
    """One candidate of an exhausted step and why it fails."""

    candidate: str
    name: str
    gate: str
    requirement: str | None
    reason: Reason


class Certificate(NamedTuple):
    """The proof that a step is exhausted: where and when one searched, who was found, why each fails."""

    step: StepId
    searches: tuple[SearchRecord, ...]
    lines: tuple[CertificateLine, ...]


class PartialCover(NamedTuple):
    """A shared base that covers some requirements, and the requirements a complement must bring."""

    base: str
    base_name: str
    covered: tuple[str, ...]
    missing: tuple[str, ...]
    complements: tuple[str, ...] = ()


class StepResult(NamedTuple):
    """What one step of the ladder answers. `shadow` marks a step shown but not reached."""

    step: StepId
    outcome: Outcome | Literal["exhausted"]
    assessments: tuple[Assessment, ...]
    ranking: tuple[Ranked, ...]
    reasons: tuple[Reason, ...]
    shortlist: tuple[str, ...] = ()
    named: str | None = None
    rivals: tuple[str, ...] = ()
    covering: tuple[str, ...] = ()
    certificate: Certificate | None = None
    partial: PartialCover | None = None
    shadow: bool = False
    route: RouteChoice | None = None
    imposed: Fact | None = None
    door: Literal["certificates", "continuity"] | None = None


class RouteChoice(NamedTuple):
    """How step 2 would contract: the lightest admissible route, and whether it lets one supplier be ordered directly."""

    route: str
    direct: bool
    known: bool
    values: Mapping[str, object]
    references: tuple[Reference, ...]


class WeightsUsed(NamedTuple):
    """The normalised weights (they sum to one), where they come from and the buyer's reason."""

    values: Mapping[str, Fraction]
    origin: Literal["equal", "weights", "priorities"]
    reason: str
    left_out: tuple[str, ...]


class Recommendation(NamedTuple):
    """The answer to one need on one day."""

    need: str
    on: date
    outcome: Outcome
    step: StepId
    binding: Binding
    steps: tuple[StepResult, ...]
    weights: WeightsUsed
    named: str | None
    shortlist: tuple[str, ...]
    reasons: tuple[Reason, ...]
    presumptions: bool
    legal: LegalView

    @property
    def stopped(self) -> StepResult:
        """The step where the ladder stopped."""
        return next(result for result in self.steps if result.step == self.step and not result.shadow)
