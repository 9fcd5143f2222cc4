"""Obligations, routes and lawful wordings as written under `law/`: a lawyer copies the neighbour and changes the words."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from doctrine.model.card_files import ReferenceEntry
from doctrine.model.need import BuyerKind, Count, FactId, Id, StepId, Text
from doctrine.model.scalars import REQUIREMENT_ID

_Key = Annotated[str, REQUIREMENT_ID]


class WhenEntry(NamedTuple):
    """A conjunction over a closed list: every key written must hold. An unknown answer lists the obligation as to be established.

    `value_at_least`, `value_below` and `project_at_least` name a legal value; `ccp.formalise_fs` stands for the formal threshold
    of the buyer's kind. `since` and `until` are a day, or the id of a parameter that is a date.
    """

    buyer: tuple[BuyerKind, ...] = ()
    step: tuple[StepId, ...] = ()
    route: tuple[Text, ...] = ()
    function: tuple[Id, ...] = ()
    value_at_least: _Key | None = None
    value_below: _Key | None = None
    project_at_least: _Key | None = None
    since: Text | None = None
    until: Text | None = None
    purpose: Literal["new", "renewal"] | None = None
    personal: Literal["yes"] | None = None
    health: Literal["yes"] | None = None
    sensitive: Literal["yes"] | None = None
    marking: tuple[Literal["restricted", "classified"], ...] = ()
    cloud: Literal["private"] | None = None
    framework: Literal["yes"] | None = None
    lots: Literal["one", "several"] | None = None


class ObligationEntry(NamedTuple):
    """What the law asks besides: when, on which texts, what to do, what to write in the file.

    `severity: verify` marks what rests on texts too unsure, or on what was not found: never a duty, always a point to have
    verified. `voice` is who must have spoken: an entry of the need's `opinions` answers it.
    """

    id: FactId
    area: Literal["doctrine", "opinion", "cloud", "data", "procedure", "contract", "other"]
    label: Text
    label_en: Text
    when: WhenEntry
    references: tuple[ReferenceEntry, ...]
    do: Text
    do_en: Text
    write: Text | None = None
    write_en: Text | None = None
    delay: Text | None = None
    delay_en: Text | None = None
    severity: Literal["must", "should", "verify"] = "must"
    voice: Literal["ambassador", "sponsor", "it", "committee", "dinum"] | None = None
    doubt: Text | None = None


class ObligationsFile(NamedTuple):
    """A file of obligations."""

    format: Literal["obligations/1"]
    obligations: tuple[ObligationEntry, ...]


class RouteEntry(NamedTuple):
    """A lawful way to contract, lightest first by `order`. The conditions are decided by `law/routes.py`; here are their words."""

    id: FactId
    order: Count
    label: Text
    label_en: Text
    competition: Literal["direct", "competitive"]
    steps: tuple[StepId, ...]
    opens: Text
    opens_en: Text
    closes: Text
    closes_en: Text
    open_if: Text
    open_if_en: Text
    references: tuple[ReferenceEntry, ...]
    duties: tuple[FactId, ...] = ()
    delay: Text | None = None
    delay_en: Text | None = None
    note: Text | None = None
    note_en: Text | None = None


class RoutesFile(NamedTuple):
    """A file of routes."""

    format: Literal["routes/1"]
    routes: tuple[RouteEntry, ...]


class WordingEntry(NamedTuple):
    """A measurable, lawful wording for what sovereignty suggests, and the article that carries it.

    `suggested_by` names the criteria, gates, facts or capabilities that call for it.
    """

    id: FactId
    label: Text
    label_en: Text
    suggested_by: tuple[Text, ...]
    wording: Text
    wording_en: Text
    references: tuple[ReferenceEntry, ...]
    instead_of: tuple[Text, ...] = ()
    note: Text | None = None
    note_en: Text | None = None


class WordingsFile(NamedTuple):
    """A file of lawful wordings."""

    format: Literal["wordings/1"]
    wordings: tuple[WordingEntry, ...]
