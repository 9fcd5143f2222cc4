"""The entries of a catalogue file, as written (docs/catalogue-format.md): sources apart, values not yet read by their kind."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from doctrine.model.facts import Proof, RunBy, Scope
from doctrine.model.scalars import FACT_ID, ID, PERIOD, TEXT, WrittenValue

_Text = Annotated[str, TEXT]
_Id = Annotated[str, ID]
_FactId = Annotated[str, FACT_ID]
_Period = Annotated[str, PERIOD]


class Words(NamedTuple):
    """The same words in French and English."""

    fr: _Text
    en: _Text


class SourceEntry(NamedTuple):
    """Where facts of an entry come from: an address or a title, whose word it is, when, and what it proves."""

    publisher: _Text
    as_of: _Period
    proof: Proof
    address: _Text | None = None
    title: _Text | None = None


class FactEntry(NamedTuple):
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


class HintEntry(NamedTuple):
    """Something announced, partial or ambiguous about a fact or capability."""

    source: _Text
    fact: _FactId | None = None
    capability: _Id | None = None
    leaning: Literal["yes", "no", "partial", "unknown"] = "unknown"
    of: Scope = "service"
    as_of: _Period | None = None
    proof: Proof | None = None
    note: Words | None = None


class CandidateEntry(NamedTuple):
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
