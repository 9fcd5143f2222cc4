"""The European grid of cloud sovereignty as written: its dated editions (`csf-edition/1`) and the sheets filled with it (`csf/1`).

A SEAL is a level from 0 (none) to 4 (full). An answer is its position in the edition, from 1: official labels repeat.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from doctrine.model.facts import Proof
from doctrine.model.need import Day, Period, Positive, RequirementId, Text
from doctrine.model.rules import Confidence
from doctrine.model.scalars import Refused, ScalarKind

#: The level that nothing exceeds.
FULL_SEAL = 4

_POSITION = re.compile(r"[1-9]\d?\Z", re.ASCII)
_SEAL = re.compile(r"[0-4]\Z", re.ASCII)
_SHARE = re.compile(r"\d{1,3}(?:\.\d{1,6})?\Z", re.ASCII)


def _position(text: str, plain: bool) -> int | None:
    """The position of an answer, from 1; `unknown` is no answer yet."""
    del plain
    if text == "unknown":
        return None
    if not _POSITION.match(text):
        raise Refused("DOC655", text=text, count="")
    return int(text)


def _seal(text: str, plain: bool) -> int:
    """A level, 0 to 4."""
    del plain
    if not _SEAL.match(text):
        raise Refused("DOC658", text=text)
    return int(text)


def _hundredths(text: str, plain: bool) -> Decimal:
    """A score in percent, 0 to 100, from its written digits."""
    del plain
    if not _SHARE.match(text) or Decimal(text) > 100:
        raise Refused("DOC658", text=text)
    return Decimal(text)


POSITION = ScalarKind("position", _position, {"type": ["integer", "string"], "pattern": r"^([1-9]\d?|unknown)$"})
SEAL = ScalarKind("seal", _seal, {"type": ["integer", "string"], "pattern": "^[0-4]$"})
SCORE = ScalarKind("score", _hundredths, {"type": ["number", "string"], "minimum": 0, "maximum": 100})

Seal = Annotated[int, SEAL]


class Names(NamedTuple):
    """A short name in both languages; ours, not the official wording."""

    fr: Text
    en: Text


class EditionSource(NamedTuple):
    """Where an edition was read, and with which confidence (law.md codes)."""

    text: Names
    address: Text
    confidence: Confidence
    note: Names


class CriterionEntry(NamedTuple):
    """One criterion: the SEAL and the points of each answer, first answer first."""

    id: RequirementId
    label: Names
    seals: tuple[Seal, ...]
    points: tuple[Positive, ...]


class ObjectiveEntry(NamedTuple):
    """One objective and its weight, in percent; without criteria, its table of answers is not known."""

    id: RequirementId
    label: Names
    weight: Positive
    criteria: tuple[CriterionEntry, ...] = ()


class EditionFile(NamedTuple):
    """One dated edition of the grid."""

    format: Literal["csf-edition/1"]
    id: Period
    published: Period
    source: EditionSource
    objectives: tuple[ObjectiveEntry, ...]


class Assessor(NamedTuple):
    """Who filled a sheet: the provider itself, the buyer, somebody else, or a body entitled to attest it."""

    name: Text
    kind: Literal["provider", "buyer", "third_party", "entitled"]


class AnswerProof(NamedTuple):
    """What supports one answer."""

    proof: Proof
    source: Text


class GivenObjective(NamedTuple):
    """The level and the score (percent) of one objective, as its assessor gives them."""

    seal: Seal | None = None
    score: Annotated[Decimal, SCORE] | None = None


class SheetFile(NamedTuple):
    """One sheet: `answers` by criterion where the edition's table is known, `objectives` where only its weights are."""

    format: Literal["csf/1"]
    edition: Text
    subject: Text
    assessor: Assessor
    day: Day
    answers: dict[str, Annotated[int | None, POSITION]] | None = None
    objectives: dict[str, GivenObjective] | None = None
    weights: dict[str, Positive] | None = None
    proofs: dict[str, AnswerProof] | None = None
