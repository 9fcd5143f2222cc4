"""The other shapes of catalogue files: purchasing bodies and frameworks, official lists, the taxonomy of functions."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from doctrine.model.catalogue import CandidateEntry, FactEntry, HintEntry, SourceEntry, Words
from doctrine.model.facts import FactKind
from doctrine.model.scalars import FACT_ID, ID, PERIOD, TEXT

_Text = Annotated[str, TEXT]
_Id = Annotated[str, ID]
_FactId = Annotated[str, FACT_ID]
_Period = Annotated[str, PERIOD]
YesNo = Literal["yes", "no"]


class CandidatesFile(NamedTuple):
    """A file of candidates."""

    format: Literal["candidates/1"]
    candidates: tuple[CandidateEntry, ...]


class BodyEntry(NamedTuple):
    """A purchasing body, a network, a group of buyers, a service of the State or a programme."""

    id: _Id
    name: _Text
    kind: Literal["purchasing_body", "network", "buyer_group", "state_service", "programme"]
    site: _Text | None = None
    sources: dict[str, SourceEntry] | None = None
    facts: tuple[FactEntry, ...] = ()
    hints: tuple[HintEntry, ...] = ()
    summary: Words | None = None


class FrameworkEntry(NamedTuple):
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


class FrameworksFile(NamedTuple):
    """A file of purchasing bodies and their frameworks."""

    format: Literal["frameworks/1"]
    bodies: tuple[BodyEntry, ...] = ()
    frameworks: tuple[FrameworkEntry, ...] = ()


class ListEntry(NamedTuple):
    """One line of an official list: a candidate, the layers it covers, the day it ends, its reserves."""

    candidate: _Id
    layers: tuple[Literal["saas", "paas", "caas", "iaas"], ...] = ()
    until: _Period | None = None
    reserves: _Text | None = None


class QualificationsFile(NamedTuple):
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


class FactDefinition(NamedTuple):
    """What a fact is: its kind, its words, its unit or the values it may take."""

    kind: FactKind
    fr: _Text
    en: _Text
    unit: Words | None = None
    values: tuple[_Text, ...] = ()


class Synonyms(NamedTuple):
    """Other words for a function."""

    fr: tuple[_Text, ...] = ()
    en: tuple[_Text, ...] = ()


class FunctionDefinition(NamedTuple):
    """One entry of the functional taxonomy; `parts` are functions a need may name together through this one.

    `migration` is the usual effort of moving from one solution to another: an assumption of the tool, said as such.
    """

    fr: _Text
    en: _Text
    synonyms: Synonyms = Synonyms()
    cpv: tuple[_Text, ...] = ()
    parts: tuple[_Id, ...] = ()
    capabilities: dict[str, Words] | None = None
    facts: dict[str, FactDefinition] | None = None
    note: Words | None = None
    migration: Literal["light", "medium", "heavy"] | None = None


class CommonDefinitions(NamedTuple):
    """Capabilities and facts asked of every function."""

    capabilities: dict[str, Words]
    facts: dict[str, FactDefinition]


class FunctionsFile(NamedTuple):
    """The functional taxonomy."""

    format: Literal["functions/1"]
    common: CommonDefinitions
    functions: dict[str, FunctionDefinition]
