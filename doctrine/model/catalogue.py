"""The entries of a catalogue file, as written (docs/catalogue-format.md): sources apart, values not yet read by their kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from doctrine.model.facts import Proof, RunBy, Scope
from doctrine.model.scalars import FACT_ID, ID, PERIOD, TEXT, WrittenValue

_Text = Annotated[str, TEXT]
_Id = Annotated[str, ID]
_FactId = Annotated[str, FACT_ID]
_Period = Annotated[str, PERIOD]
YesNo = Literal["yes", "no"]


@dataclass(frozen=True)
class Words:
    """The same words in French and English."""

    fr: _Text
    en: _Text


@dataclass(frozen=True)
class SourceEntry:
    """Where facts of an entry come from: an address or a title, whose word it is, when, and what it proves."""

    publisher: _Text
    as_of: _Period
    proof: Proof
    address: _Text | None = None
    title: _Text | None = None


@dataclass(frozen=True)
class FactEntry:
    """One fact or capability; `source` names an entry of `sources`, whose day, proof and publisher it takes unless it states its own."""

    source: _Text
    value: WrittenValue
    fact: _FactId | None = None
    capability: _Id | None = None
    of: Scope = "service"
    as_of: _Period | None = None
    proof: Proof | None = None
    publisher: _Text | None = None
    note: Words | None = None


@dataclass(frozen=True)
class HintEntry:
    """Something announced, partial or ambiguous about a fact or capability."""

    source: _Text
    fact: _FactId | None = None
    capability: _Id | None = None
    leaning: Literal["yes", "no", "partial", "unknown"] = "unknown"
    of: Scope = "service"
    as_of: _Period | None = None
    proof: Proof | None = None
    note: Words | None = None


@dataclass(frozen=True)
class CandidateEntry:
    """One candidate of a catalogue file, or one the buyer found."""

    id: _Id
    step: Literal["mutualise", "buy", "build"]
    name: _Text
    provider: _Text
    functions: tuple[_Id, ...] = ()
    near: tuple[_Id, ...] = ()
    replaces: tuple[_Text, ...] = ()
    acronyms: tuple[_Text, ...] = ()
    role: Literal["candidate", "reference"] = "candidate"
    run_by: tuple[RunBy, ...] = ()
    summary: Words | None = None
    site: _Text | None = None
    code: _Text | None = None
    sources: dict[str, SourceEntry] | None = None
    facts: tuple[FactEntry, ...] = ()
    hints: tuple[HintEntry, ...] = ()


@dataclass(frozen=True)
class CandidatesFile:
    """A file of candidates."""

    format: Literal["candidates/1"]
    candidates: tuple[CandidateEntry, ...]


@dataclass(frozen=True)
class BodyEntry:
    """A purchasing body, a network, a group of buyers, a service of the State or a programme."""

    id: _Id
    name: _Text
    kind: Literal["purchasing_body", "network", "buyer_group", "state_service", "programme"]
    site: _Text | None = None
    sources: dict[str, SourceEntry] | None = None
    facts: tuple[FactEntry, ...] = ()
    hints: tuple[HintEntry, ...] = ()
    summary: Words | None = None


@dataclass(frozen=True)
class FrameworkEntry:
    """A framework agreement or a catalogue of a body, and the offers known to be carried."""

    id: _Id
    body: _Id
    name: _Text
    holder: _Text | None = None
    functions: tuple[_Id, ...] = ()
    carries: tuple[_Id, ...] = ()
    site: _Text | None = None
    sources: dict[str, SourceEntry] | None = None
    facts: tuple[FactEntry, ...] = ()
    hints: tuple[HintEntry, ...] = ()
    summary: Words | None = None


@dataclass(frozen=True)
class FrameworksFile:
    """A file of purchasing bodies and their frameworks."""

    format: Literal["frameworks/1"]
    bodies: tuple[BodyEntry, ...] = ()
    frameworks: tuple[FrameworkEntry, ...] = ()


@dataclass(frozen=True)
class ListEntry:
    """One line of an official list: a candidate, the layers it covers, the day it ends, its reserves."""

    candidate: _Id
    layers: tuple[Literal["saas", "paas", "caas", "iaas"], ...] = ()
    until: _Period | None = None
    reserves: _Text | None = None


@dataclass(frozen=True)
class QualificationsFile:
    """One official list: which edition was read, and whether every line of it is here."""

    format: Literal["qualifications/1"]
    id: _Id
    name: Words
    settles: _FactId
    holder: _Text
    complete: YesNo
    address: _Text | None = None
    edition: _Period | None = None
    read_on: _Period | None = None
    entries: tuple[ListEntry, ...] = ()
    note: Words | None = None


@dataclass(frozen=True)
class FactDefinition:
    """What a fact is: its kind, its words, its unit or the values it may take."""

    kind: Literal["yes_no", "word", "words", "number", "date", "period", "amount", "text", "texts", "country", "countries", "buyers", "address"]
    fr: _Text
    en: _Text
    unit: Words | None = None
    values: tuple[_Text, ...] = ()


@dataclass(frozen=True)
class Synonyms:
    """Other words for a function."""

    fr: tuple[_Text, ...] = ()
    en: tuple[_Text, ...] = ()


@dataclass(frozen=True)
class FunctionDefinition:
    """One entry of the functional taxonomy; `parts` are functions a need may name together through this one."""

    fr: _Text
    en: _Text
    synonyms: Synonyms = Synonyms()
    cpv: tuple[_Text, ...] = ()
    parts: tuple[_Id, ...] = ()
    capabilities: dict[str, Words] | None = None
    facts: dict[str, FactDefinition] | None = None
    note: Words | None = None


@dataclass(frozen=True)
class CommonDefinitions:
    """Capabilities and facts asked of every function."""

    capabilities: dict[str, Words]
    facts: dict[str, FactDefinition]


@dataclass(frozen=True)
class FunctionsFile:
    """The functional taxonomy."""

    format: Literal["functions/1"]
    common: CommonDefinitions
    functions: dict[str, FunctionDefinition]


