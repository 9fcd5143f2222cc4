"""Legal values by date as written under `law/parameters/`: a lawyer copies the neighbour and changes the words."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from doctrine.model.need import Day, Text
from doctrine.model.rules import Confidence
from doctrine.model.scalars import NUMBER, REQUIREMENT_ID


class DatedValue(NamedTuple):
    """One value from one day (included) to another (included), with the text that sets it."""

    starts: Day
    text: Text
    confidence: Confidence
    verified_on: Day
    value: Annotated[Decimal, NUMBER] | None = None
    version: Text | None = None
    ends: Day | None = None
    article: Text | None = None
    address: Text | None = None
    known_from: Day | None = None
    note: Text | None = None


class ParameterEntry(NamedTuple):
    """One legal value through time: its unit, its tax basis when it is an amount, and the day that decides which value applies."""

    id: Annotated[str, REQUIREMENT_ID]
    label: Text
    label_en: Text
    unit: Literal["EUR", "percent", "months", "days", "years", "hours", "date", "version", "count"]
    day: Literal["consultation", "contract", "use", "project"]
    values: tuple[DatedValue, ...]
    tax: Literal["excluded", "included"] | None = None
    touches: tuple[Literal["central_state", "operator", "gip", "local", "hospital", "education", "social_security"], ...] = ()
    pending: Literal["yes", "no"] = "no"
    note: Text | None = None


class ParametersFile(NamedTuple):
    """A file of legal values."""

    format: Literal["parameters/1"]
    parameters: tuple[ParameterEntry, ...]
