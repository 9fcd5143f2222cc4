"""The need: what a buyer wants, for whom, when, with which data. One file, `need/1` (see docs/need-format.md).

Written amounts are EUR; `tax` says whether they include VAT. Every optional part may be left out: what is absent is unknown.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from doctrine.model.catalogue import CandidateEntry
from doctrine.model.facts import Proof
from doctrine.model.scalars import (
    ANSWER,
    COUNT,
    CPV,
    DAY,
    FACT_ID,
    ID,
    LONG_TEXT,
    PERIOD,
    POSITIVE,
    REQUIREMENT_ID,
    SIRET,
    TEXT,
    WrittenValue,
)

Text = Annotated[str, TEXT]
LongText = Annotated[str, LONG_TEXT]
Id = Annotated[str, ID]
FactId = Annotated[str, FACT_ID]
RequirementId = Annotated[str, REQUIREMENT_ID]
Day = Annotated[date, DAY]
Period = Annotated[str, PERIOD]
Count = Annotated[int, COUNT]
Positive = Annotated[Decimal, POSITIVE]
YesNoUnknown = Annotated[Literal["yes", "no", "unknown"], ANSWER]
Tax = Literal["excluded", "included"]
BuyerKind = Literal["central_state", "operator", "gip", "local", "hospital", "education", "social_security"]
StepId = Literal["mutualise", "buy", "build"]
CriterionId = Literal[
    "business_performance",
    "sovereignty",
    "security",
    "cost",
    "availability",
    "reversibility",
    "maintenance",
    "interoperability",
    "durability",
]


class Buyer(NamedTuple):
    """Who buys. The kind decides which rules bind (law.md, table of section 0)."""

    kind: BuyerKind
    name: Text | None = None
    ministry: Text | None = None
    siret: Annotated[str, SIRET] | None = None
    population: Count | None = None
    region: Text | None = None
    listed_art31: YesNoUnknown = "unknown"
    central_authority: YesNoUnknown = "unknown"


class Purpose(NamedTuple):
    """New, or the renewal of a contract in force; `incumbent` is a candidate id when the catalogue knows it."""

    kind: Literal["new", "renewal"]
    incumbent: Text | None = None
    contract_ends: Day | None = None
    notice_months: Count | None = None


class Value(NamedTuple):
    """What the purchase is worth over its whole life, EUR. `covers` says what the amount already includes."""

    amount: Positive
    tax: Tax
    months: Count | None = None
    covers: tuple[Literal["options", "renewals", "all_lots"], ...] = ()
    lots: tuple[LotValue, ...] = ()
    framework_maximum: Positive | None = None


class LotValue(NamedTuple):
    """One lot and its amount, same tax basis as the value it belongs to."""

    id: Id
    amount: Positive
    text: Text | None = None


class CostReference(NamedTuple):
    """The whole cost that the buyer takes as ordinary for this need: half the marks, EUR over `months`."""

    amount: Positive
    tax: Tax
    months: Count


class CostPart(NamedTuple):
    """One part of a project's cost, EUR."""

    what: Literal["build", "run", "staff", "hosting", "other"]
    amount: Positive
    months: Count | None = None


class ProjectCost(NamedTuple):
    """The cost of the whole project, which the DINUM opinion looks at (order of 5 June 2020)."""

    tax: Tax
    parts: tuple[CostPart, ...]


class DataSensitivity(NamedTuple):
    """Which data; SREN law art. 31 (A1 secrets, A2 essential mission, B harm of a breach)."""

    personal: YesNoUnknown = "unknown"
    health: YesNoUnknown = "unknown"
    marking: Literal["none", "restricted", "classified", "unknown"] = "unknown"
    secrets: YesNoUnknown = "unknown"
    essential_mission: YesNoUnknown = "unknown"
    breach_harms: tuple[Literal["public_order", "public_security", "life_health", "intellectual_property"], ...] | Literal["unknown"] = (
        "unknown"
    )


class Hosting(NamedTuple):
    """The layer that is bought, and whose cloud it would run on when the buyer chooses it."""

    layer: Literal["saas", "paas", "iaas", "on_premise"] = "saas"
    cloud: Literal["private", "state", "none", "unknown"] = "unknown"


class Continuity(NamedTuple):
    """Whether continuity of the service demands very strong internal mastery: the second door to building."""

    essential: YesNoUnknown = "no"
    ground: Text | None = None
    evidence: tuple[Text, ...] = ()


class Requirement(NamedTuple):
    """One expectation: a `capability`, or a `fact` compared with one bound."""

    id: RequirementId
    level: Literal["must", "should"]
    text: Text
    capability: Id | None = None
    fact: FactId | None = None
    at_least: WrittenValue | None = None
    at_most: WrittenValue | None = None
    equals: WrittenValue | None = None
    one_of: WrittenValue | None = None


class WeightValues(NamedTuple):
    """A weight for each of the nine criteria, zero or more; any total above zero."""

    business_performance: Positive
    sovereignty: Positive
    security: Positive
    cost: Positive
    availability: Positive
    reversibility: Positive
    maintenance: Positive
    interoperability: Positive
    durability: Positive


class Weights(NamedTuple):
    """The buyer's own weights and why."""

    reason: Text
    values: WeightValues


class Acceptance(NamedTuple):
    """Points a candidate's low bound must reach to fit, and why."""

    points: Positive
    reason: Text


class Floor(NamedTuple):
    """Points below which a candidate may not go on one criterion, or the least level on the European grid, and why.

    Either `criterion` and `points` (0–100), or `seal` (0–4, Cloud Sovereignty Framework) and its `edition`: levels of two editions
    do not compare.
    """

    reason: Text
    criterion: CriterionId | None = None
    points: Positive | None = None
    seal: Count | None = None
    edition: Literal["2025-10", "2026-06"] | None = None


class Search(NamedTuple):
    """One search for candidates of a step: where, when, by whom."""

    step: StepId
    where: Text
    when: Day
    by: Text


class Adaptation(NamedTuple):
    """Whether a shared service could be made to meet a requirement it does not, at what cost and delay."""

    candidate: Id
    requirement: RequirementId
    possible: YesNoUnknown
    source: Text
    cost: Positive | None = None
    tax: Tax | None = None
    months: Count | None = None


class Finding(NamedTuple):
    """What the buyer found out: a value (`fact` or `capability`), or a rejection for a gate or a `must` requirement."""

    candidate: Id
    proof: Proof
    source: Text
    fact: FactId | None = None
    capability: Id | None = None
    value: WrittenValue | None = None
    rejected: RequirementId | None = None
    reason: Text | None = None
    when: Day | None = None


class Derogation(NamedTuple):
    """A legal exception to one gate: author, ground, start, end; an expired one counts for nothing."""

    gate: FactId
    author: Text
    ground: Text
    start: Day
    end: Day
    candidate: Id | None = None


class Waiver(NamedTuple):
    """A check silenced: author, ground, start, end."""

    check: Text
    author: Text
    ground: Text
    start: Day
    end: Day


class Opinion(NamedTuple):
    """What somebody around the decision said, and when."""

    by: Literal["ambassador", "sponsor", "it", "committee", "dinum"]
    opinion: Text
    when: Day
    source: Text | None = None


class Objection(NamedTuple):
    """What somebody holds against the decision, and the answer given."""

    by: Text
    about: Text
    text: Text
    answer: Text | None = None
    evidence: Text | None = None


class Need(NamedTuple):
    """One digital need, as its file says it."""

    format: Literal["need/1"]
    id: Id
    title: Text
    on: Day
    buyer: Buyer
    function: Id
    cpv: tuple[Annotated[str, CPV], ...] = ()
    purpose: Purpose | None = None
    outcome: LongText | None = None
    measure: LongText | None = None
    users: Count | None = None
    needed_by: Day | None = None
    value: Value | None = None
    cost_reference: CostReference | None = None
    project_cost: ProjectCost | None = None
    data: DataSensitivity = DataSensitivity()
    hosting: Hosting = Hosting()
    continuity: Continuity = Continuity()
    requirements: tuple[Requirement, ...] = ()
    weights: Weights | None = None
    priorities: tuple[Text, ...] = ()
    acceptance: Acceptance | None = None
    floors: tuple[Floor, ...] = ()
    searched: tuple[Search, ...] = ()
    adaptations: tuple[Adaptation, ...] = ()
    findings: tuple[Finding, ...] = ()
    candidates: tuple[CandidateEntry, ...] = ()
    derogations: tuple[Derogation, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    objections: tuple[Objection, ...] = ()
