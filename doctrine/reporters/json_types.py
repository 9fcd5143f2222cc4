"""The machine output of `doctrine evaluate`, version 1: its own types, never a dump of the model.

Points are strings: `low` and `high` rounded half up to two places, `exact_*` as exact fractions. At step 2, unless one offer
may be ordered directly and is named, offers carry neither mark nor rank: competition is not ours to decide.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Problem(_Strict):
    """One diagnostic: code, place (line and column from 1, code points), sentence in the language asked."""

    code: str
    severity: Literal["error", "warning", "note"]
    file: str
    line: int
    column: int
    end_column: int
    message: str
    remedy: str
    values: dict[str, str]


class FactUsed(_Strict):
    """A fact relied on. `value` is text; `of` says what it is about; `finding` that the buyer recorded it."""

    candidate: str
    key: str
    value: str | list[str]
    proof: Literal["declared", "reported", "documented", "attested", "tested"]
    as_of: str
    source: str
    publisher: str
    address: str
    of: str
    finding: bool
    note: str


class ReferenceUsed(_Strict):
    """A text and the confidence of our reading of it."""

    text: str
    article: str
    address: str
    confidence: Literal["P", "Pm", "S", "S-", "M"]


class ReasonGiven(_Strict):
    """A code and its values; `text` says it in the language asked."""

    code: str
    text: str
    values: dict[str, str]


class Missing(_Strict):
    """One thing to find out, who holds it, and the question."""

    candidate: str
    holder: str
    key: str
    gate: str
    requirement: str | None
    urgent: bool
    question: str


class HintUsed(_Strict):
    """Something announced, partial or ambiguous: a question, never an answer."""

    key: str
    leaning: Literal["yes", "no", "partial", "unknown"]
    proof: Literal["declared", "reported", "documented", "attested", "tested"]
    as_of: str
    publisher: str
    note: str


class GateAnswer(_Strict):
    """The answer of one gate."""

    gate: str
    requirement: str | None
    answer: Literal["met", "not_met", "unknown", "not_applicable"]
    reason: ReasonGiven
    presumed: bool
    by_derogation: bool
    confidence: Literal["P", "Pm", "S", "S-", "M"] | None
    facts: list[FactUsed]
    hints: list[HintUsed]
    missing: list[Missing]
    references: list[ReferenceUsed]


class Interval(_Strict):
    """Points from 0 to 100."""

    low: str
    high: str
    exact_low: str
    exact_high: str


class QuestionMarked(_Strict):
    """The interval of one question and the facts it reads: one, or every part of a whole cost with what they total."""

    question: str
    points: Interval
    reason: str
    fact: FactUsed | None
    also: list[FactUsed]
    amount: str | None


class CriterionMarked(_Strict):
    """The interval of one criterion."""

    criterion: str
    points: Interval
    questions: list[QuestionMarked]


class CandidateJudged(_Strict):
    """One candidate of one step."""

    id: str
    name: str
    provider: str
    run_by: Literal["supplier", "third_party", "buyer"] | None
    status: Literal["fits", "fails", "open"]
    gates: list[GateAnswer]
    marks: list[CriterionMarked] | None
    total: Interval | None
    rank: int | None
    tied: bool | None


class SearchDone(_Strict):
    """A recorded search."""

    where: str
    when: str
    by: str


class Failure(_Strict):
    """A candidate of an exhausted step and why it fails."""

    candidate: str
    gate: str
    requirement: str | None
    reason: ReasonGiven


class CertificateGiven(_Strict):
    """The proof that a step is exhausted."""

    searches: list[SearchDone]
    candidates: list[Failure]


class PartialAnswer(_Strict):
    """A base that covers some requirements, and what a complement must bring."""

    base: str
    covered: list[str]
    missing: list[str]
    complements: list[str]


class RouteTaken(_Strict):
    """The lightest admissible route at step 2."""

    route: str
    direct: bool
    known: bool
    text: str
    references: list[ReferenceUsed]


class StepAnswer(_Strict):
    """One step. `shadow` marks a step shown but not reached."""

    step: Literal["mutualise", "buy", "build"]
    outcome: Literal["retained", "conditional", "undecided", "none", "exhausted"]
    shadow: bool
    door: Literal["certificates", "continuity"] | None
    reasons: list[ReasonGiven]
    named: str | None
    imposed: FactUsed | None
    shortlist: list[str]
    rivals: list[str]
    covering: list[str]
    route: RouteTaken | None
    partial: PartialAnswer | None
    certificate: CertificateGiven | None
    candidates: list[CandidateJudged]


class WeightsGiven(_Strict):
    """The weights used, as exact fractions that sum to one."""

    origin: Literal["equal", "weights", "priorities"]
    reason: str
    values: dict[str, str]
    left_out: list[str]


class FrameworkRead(_Strict):
    """A framework of a purchasing body: usable, or what is missing to know."""

    id: str
    name: str
    body: str
    state: Literal["open", "closed", "unknown"]
    missing: list[str]
    carries: list[str]
    ends: str | None
    outlived_by_need: bool | None
    fee: str


class RouteRead(_Strict):
    """One way to contract, on the day of the rules."""

    route: str
    label: str
    state: Literal["open", "closed", "unknown"]
    direct: bool
    reason: str
    text: str
    open_if: str
    delay: str
    duties: list[str]
    references: list[ReferenceUsed]
    frameworks: list[FrameworkRead]


class ObligationRead(_Strict):
    """One obligation: whether it applies, how firmly, what to do and to write."""

    obligation: str
    area: str
    label: str
    applies: Literal["yes", "unknown"]
    severity: Literal["must", "should", "verify"]
    missing: list[str]
    do: str
    write: str
    delay: str
    doubt: str
    voice: str | None
    recorded: str | None
    references: list[ReferenceUsed]


class WordingRead(_Strict):
    """A lawful wording and the articles that carry it."""

    wording: str
    label: str
    text: str
    references: list[ReferenceUsed]


class CalendarRead(_Strict):
    """One day that matters for a renewal."""

    code: str
    day: str
    past: bool


class LapseRead(_Strict):
    """A qualification that ends before the need does."""

    name: str
    until: str


class LegalRead(_Strict):
    """What the law adds. Amounts are exact, EUR: `value` on its own tax basis, `project` including VAT."""

    value: str | None
    tax: str
    whole: bool
    value_reasons: list[str]
    project: str | None
    project_complete: bool
    project_reasons: list[str]
    lightest: str | None
    otherwise: str | None
    routes: list[RouteRead]
    obligations: list[ObligationRead]
    wordings: list[WordingRead]
    calendar: list[CalendarRead]
    lapses: list[LapseRead]
    stale: list[str]


class FirstScreen(_Strict):
    """The first screen in the language asked."""

    title: str
    verdict: str
    sentences: list[str]
    lines: dict[str, list[str]]


class Evaluation(_Strict):
    """The answer to one need."""

    need: str
    on: str
    outcome: Literal["retained", "conditional", "undecided", "none"]
    step: Literal["mutualise", "buy", "build"]
    binding: Literal["yes", "voluntary", "to_confirm"]
    named: str | None
    shortlist: list[str]
    presumptions: bool
    weights: WeightsGiven
    screen: FirstScreen
    steps: list[StepAnswer]
    legal: LegalRead


class Result(_Strict):
    """What became of one file: an evaluation, or the diagnostics that forbid it."""

    file: str
    evaluation: Evaluation | None
    diagnostics: list[Problem]


class Report(_Strict):
    """The output of one run of `doctrine evaluate`."""

    format: Literal["doctrine-report/1"] = Field(default="doctrine-report/1")
    tool: str
    language: Literal["fr", "en"]
    results: list[Result]
