"""The rules of one day: cards of criteria and gates, legal values, and the chains of texts they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from doctrine.model.facts import NOTHING

Confidence = Literal["P", "Pm", "S", "S-", "M"]
#: Strongest first: official text read, official text in a mirror, secondary source, fragile source, memory.
CONFIDENCES: tuple[Confidence, ...] = ("P", "Pm", "S", "S-", "M")
CONFIDENCE_RANK: Mapping[str, int] = {code: len(CONFIDENCES) - rank for rank, code in enumerate(CONFIDENCES)}


def decides(confidence: Confidence) -> bool:
    """Whether a rule of this confidence may refuse or exempt: at S- or M it only asks (design.md section 2)."""
    return CONFIDENCE_RANK[confidence] >= CONFIDENCE_RANK["S"]


def weakest(confidences: list[Confidence]) -> Confidence:
    """The confidence of a chain: that of its weakest link."""
    return min(confidences, key=lambda code: CONFIDENCE_RANK[code])


class Reference(NamedTuple):
    """A text and the place in it that carries a rule, with the confidence of our reading."""

    text: str
    confidence: Confidence
    article: str = ""
    address: str = ""


class Link(NamedTuple):
    """One step of a legal chain: what it establishes, the text that says it, our confidence."""

    id: str
    reference: Reference


class Chain(NamedTuple):
    """Texts that together carry one rule; only the links a case uses count."""

    id: str
    links: Mapping[str, Link]


class Question(NamedTuple):
    """One question of a criterion: the fact it reads and its absolute scale.

    `scale` gives points 0–100 for each word (measure `scale`, `answer`); `breakpoints` are (value, points) in growing value
    (measure `breakpoints`, linear between them). Measures `requirements` and `cost` read the need.
    """

    id: str
    measure: Literal["scale", "answer", "breakpoints", "requirements", "cost"]
    reads: str = ""
    scale: Mapping[str, int] = NOTHING
    breakpoints: tuple[tuple[Decimal, int], ...] = ()
    holder: Literal["provider", "buyer"] = "provider"


class CriterionCard(NamedTuple):
    """One of the nine criteria; `vector` keeps the answers of its questions side by side in every report."""

    id: str
    order: int
    questions: tuple[Question, ...]
    references: tuple[Reference, ...]
    vector: bool = False


class GateCard(NamedTuple):
    """One condition that no mark can buy back: which function of `gates.py` decides, for which steps, on which texts."""

    id: str
    order: int
    decides_by: str
    steps: tuple[str, ...]
    references: tuple[Reference, ...]
    chains: tuple[Chain, ...] = ()
    options: Mapping[str, object] = NOTHING


class LegalValue(NamedTuple):
    """A legal value on one day: an amount (EUR, `tax` excluded or included), a duration, a share, with its reference."""

    id: str
    value: Decimal
    unit: str
    reference: Reference
    starts: date | None
    ends: date | None
    tax: str = ""


class When(NamedTuple):
    """A conjunction over the closed list of conditions; see `model/law_files.py`."""

    buyer: tuple[str, ...] = ()
    step: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    function: tuple[str, ...] = ()
    value_at_least: str | None = None
    value_below: str | None = None
    project_at_least: str | None = None
    since: str | None = None
    until: str | None = None
    purpose: str | None = None
    personal: str | None = None
    health: str | None = None
    sensitive: str | None = None
    marking: tuple[str, ...] = ()
    cloud: str | None = None
    framework: str | None = None
    lots: str | None = None


class ObligationRule(NamedTuple):
    """One obligation as the law files state it."""

    id: str
    area: str
    when: When
    references: tuple[Reference, ...]
    severity: Literal["must", "should", "verify"]
    voice: str | None


class RouteRule(NamedTuple):
    """One way to contract as the law files state it."""

    id: str
    order: int
    direct: bool
    steps: tuple[str, ...]
    references: tuple[Reference, ...]
    duties: tuple[str, ...]


class WordingRule(NamedTuple):
    """One lawful wording and what calls for it."""

    id: str
    suggested_by: tuple[str, ...]
    references: tuple[Reference, ...]


class Ruleset(NamedTuple):
    """All rules as they stand on `on`, the day the texts designate (the launch of the consultation)."""

    on: date
    criteria: tuple[CriterionCard, ...]
    gates: tuple[GateCard, ...]
    values: Mapping[str, LegalValue]
    dates: Mapping[str, date] = NOTHING
    routes: tuple[RouteRule, ...] = ()
    obligations: tuple[ObligationRule, ...] = ()
    wordings: tuple[WordingRule, ...] = ()
    stale: tuple[str, ...] = ()
