"""Cards of criteria and gates as written under `criteria/`: what a lawyer reads and corrects."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from doctrine.model.facts import Proof
from doctrine.model.need import Count, FactId, Id, Text
from doctrine.model.rules import Confidence
from doctrine.model.scalars import NUMBER, WrittenValue


class ReferenceEntry(NamedTuple):
    """A text and the place in it, with the confidence of the reading (law.md codes)."""

    text: Text
    confidence: Confidence
    article: Text | None = None
    address: Text | None = None
    note: Text | None = None


class LinkEntry(NamedTuple):
    """What one link of a chain establishes, and the text that says it."""

    id: FactId
    says: Text
    text: Text
    confidence: Confidence
    article: Text | None = None
    address: Text | None = None


class ChainEntry(NamedTuple):
    """Texts that together carry a rule."""

    id: Id
    links: tuple[LinkEntry, ...]


class Breakpoint(NamedTuple):
    """Points given at one value; between two, a straight line."""

    at: Annotated[Decimal, NUMBER]
    points: Count


class QuestionEntry(NamedTuple):
    """One question of a criterion; `ask` is what is sent to whoever holds the answer."""

    id: FactId
    label: Text
    ask: Text
    measure: Literal["scale", "answer", "breakpoints", "requirements", "cost"]
    reads: Text | None = None
    scale: dict[str, Count] | None = None
    breakpoints: tuple[Breakpoint, ...] = ()
    holder: Literal["provider", "buyer"] = "provider"
    why: Text | None = None


class ExampleFact(NamedTuple):
    """One fact of a worked example."""

    value: WrittenValue
    proof: Proof
    fact: FactId | None = None
    capability: Id | None = None
    months: Count | None = None


class CriterionExample(NamedTuple):
    """A worked example that the tests run: facts in, interval of points out (exact, `100/3` allowed)."""

    say: Text
    low: Text
    high: Text
    facts: tuple[ExampleFact, ...] = ()
    need: dict[str, Text] | None = None


class CriterionFile(NamedTuple):
    """The card of one criterion."""

    format: Literal["criterion/1"]
    id: FactId
    order: Count
    label: Text
    about: Text
    references: tuple[ReferenceEntry, ...]
    questions: tuple[QuestionEntry, ...]
    examples: tuple[CriterionExample, ...]
    vector: Literal["yes", "no"] = "no"


class GateExample(NamedTuple):
    """A worked example of a gate: a situation in words, need keys, facts, and the answer expected."""

    say: Text
    answer: Literal["met", "not_met", "unknown", "not_applicable"]
    facts: tuple[ExampleFact, ...] = ()
    need: dict[str, Text] | None = None
    step: Literal["mutualise", "buy", "build"] = "mutualise"


class GateFile(NamedTuple):
    """The card of one gate."""

    format: Literal["gate/1"]
    id: FactId
    order: Count
    label: Text
    about: Text
    decides_by: FactId
    steps: tuple[Literal["mutualise", "buy", "build"], ...]
    references: tuple[ReferenceEntry, ...]
    examples: tuple[GateExample, ...]
    chains: tuple[ChainEntry, ...] = ()
    asks: dict[str, Text] | None = None
    months: dict[str, Count] | None = None
    words: dict[str, tuple[Text, ...]] | None = None
