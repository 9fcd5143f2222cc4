"""What the engine answers: gates, marks, assessments, steps, one recommendation. Reasons are codes with values, never sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from doctrine.model.facts import Candidate, Fact, Hint, RunBy
from doctrine.model.rules import Confidence, Reference

Answer = Literal["met", "not_met", "unknown", "not_applicable"]
Status = Literal["fits", "fails", "open"]
Outcome = Literal["retained", "conditional", "undecided", "none"]
StepId = Literal["mutualise", "buy", "build"]
STEPS: tuple[StepId, ...] = ("mutualise", "buy", "build")
Binding = Literal["yes", "voluntary", "to_confirm"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code of `locales/<lang>/reasons.yaml` and the values of its sentence."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
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


@dataclass(frozen=True, slots=True)
class GateVerdict:
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


@dataclass(frozen=True, slots=True)
class QuestionMark:
    """The interval of points (0–100) that one question gives, and the fact it reads; `claimed` is a value shown, not counted."""

    question: str
    low: Fraction
    high: Fraction
    fact: Fact | None = None
    reason: str = "absent"


@dataclass(frozen=True, slots=True)
class Mark:
    """The interval of points (0–100) of one criterion: the mean of its applicable questions."""

    criterion: str
    low: Fraction
    high: Fraction
    questions: tuple[QuestionMark, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One candidate judged: gates, marks, the weighted interval, and whether it fits, fails or stays open."""

    candidate: Candidate
    run_by: RunBy | None
    status: Status
    gates: tuple[GateVerdict, ...]
    marks: tuple[Mark, ...]
    low: Fraction
    high: Fraction
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


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate's place: equal bounds share a rank, and `tied` says so."""

    candidate: str
    rank: int
    tied: bool


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """A recorded search of one step."""

    where: str
    when: date
    by: str


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One candidate of an exhausted step and why it fails."""

    candidate: str
    name: str
    gate: str
    requirement: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Certificate:
    """The proof that a step is exhausted: where and when one searched, who was found, why each fails."""

    step: StepId
    searches: tuple[SearchRecord, ...]
    lines: tuple[CertificateLine, ...]


@dataclass(frozen=True, slots=True)
class PartialCover:
    """A shared base that covers some requirements, and the requirements a complement must bring."""

    base: str
    base_name: str
    covered: tuple[str, ...]
    missing: tuple[str, ...]
    complements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepResult:
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
    door: Literal["certificates", "continuity"] | None = None


@dataclass(frozen=True, slots=True)
class RouteChoice:
    """How step 2 would contract: the lightest admissible route, and whether it lets one supplier be ordered directly."""

    route: str
    direct: bool
    known: bool
    values: Mapping[str, object]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class WeightsUsed:
    """The normalised weights (they sum to one), where they come from and the buyer's reason."""

    values: Mapping[str, Fraction]
    origin: Literal["equal", "weights", "priorities"]
    reason: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
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

    @property
    def stopped(self) -> StepResult:
        """The step where the ladder stopped."""
        return next(result for result in self.steps if result.step == self.step and not result.shadow)
