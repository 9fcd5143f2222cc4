"""What the file for the DINUM opinion is made of: sections of lines with notes, and what the cost base keeps of each part."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from doctrine.law.value import project_base
from doctrine.model.need import CostPart
from doctrine.presenting.phrases import Phrases


class Note(NamedTuple):
    """Where one item comes from: a key of the need, a fact, a legal value, or the sealed decision itself."""

    kind: Literal["need", "fact", "parameter", "decision"]
    key: str
    text: str


class Line(NamedTuple):
    """One line, the numbers of its notes (from 1), whether it says that something is missing."""

    text: str
    notes: tuple[int, ...]
    missing: bool = False


class Section(NamedTuple):
    """One part of the file; a table has a head and rows, the notes of each row in its last column."""

    id: str
    title: str
    lines: tuple[Line, ...]
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class Kept(NamedTuple):
    """One part of the project's cost, and what of it the base keeps (EUR including VAT); `sure` when its duration is said."""

    part: CostPart
    amount: Fraction
    sure: bool


class Dossier(NamedTuple):
    """The whole file."""

    need: str
    day: str
    digest: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Everything that is said to be missing, in the order of the file."""
        return tuple(line.text for section in self.sections for line in section.lines if line.missing)


def kept_parts(phrases: Phrases) -> tuple[Kept, ...]:
    """What the base keeps of each part: the base of the same project in which every other part costs nothing."""
    need, rules = phrases.case.need, phrases.case.rules
    cost = need.project_cost
    if cost is None:
        return ()
    found = []
    for place, part in enumerate(cost.parts):
        alone = tuple(one if index == place else one._replace(amount=one.amount * 0) for index, one in enumerate(cost.parts))
        base = project_base(need._replace(project_cost=cost._replace(parts=alone)), rules)
        if base.amount is not None:
            found.append(Kept(part, base.amount, base.certain == base.amount))
    return tuple(found)
