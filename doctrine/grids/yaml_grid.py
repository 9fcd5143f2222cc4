"""A grid written in YAML (`format: grid/1`): the same strict reading as the other files of a repository."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from doctrine.diagnostics import Diagnostic, Place
from doctrine.folding import fold
from doctrine.grids.kinds import kind_of
from doctrine.loading.nodes import Document
from doctrine.loading.shape import place_of, shape
from doctrine.model.grid import (
    AcrossLots,
    Aggregate,
    At,
    Convention,
    Criterion,
    Entrant,
    Grid,
    Kind,
    Lot,
    Mark,
    Marker,
    Mode,
    PriceFormula,
    Procedure,
    Rounding,
    Stage,
    Written,
)
from doctrine.model.scalars import COUNT, DAY, ID, TEXT, Refused, ScalarKind, nearest, plain_number

_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,20})?\Z", re.ASCII)
Steps = tuple[str | int, ...]


def _number(text: str, plain: bool) -> Decimal:
    """A number with a dot; more decimals than elsewhere, for a spreadsheet's totals are copied whole."""
    del plain
    if _DECIMAL.match(text):
        return Decimal(text)
    meant = plain_number(text)
    raise Refused("DOC064", text=text, meant=meant) if meant else Refused("DOC063", text=text)


def _mark(text: str, plain: bool) -> Decimal | str:
    """A number, or an appreciation that the scale converts."""
    if _DECIMAL.match(text):
        return Decimal(text)
    if plain_number(text):
        return _number(text, plain)
    if not text.strip():
        raise Refused("DOC056")
    return text


NUMBER = ScalarKind("grid_number", _number, {"type": ["number", "string"], "pattern": r"^-?\d{1,15}(\.\d{1,20})?$"})
MARK = ScalarKind("mark", _mark, {"type": ["number", "string"]})
_Number = Annotated[Decimal, NUMBER]
_Id = Annotated[str, ID]
_Text = Annotated[str, TEXT]
_YesNo = Literal["yes", "no"]


class _LotEntry(NamedTuple):
    id: _Id
    label: _Text | None = None
    weight: _Number | None = None


class _RoundingEntry(NamedTuple):
    stage: Stage
    mode: Mode
    decimals: Annotated[int, COUNT]


class _CriterionEntry(NamedTuple):
    id: _Id
    label: _Text | None = None
    kind: Kind | None = None
    weight: _Number | None = None
    maximum: _Number | None = None
    group: _Text | None = None
    parent: _Id | None = None
    lot: _Id | None = None
    compulsory: _YesNo = "no"
    by: Marker = "buyer"
    aggregate: Aggregate | None = None
    formula: PriceFormula | None = None
    estimate: _Number | None = None
    floor: _Number | None = None
    environment: _YesNo = "no"


class _EntrantEntry(NamedTuple):
    id: _Id
    label: _Text | None = None
    lot: _Id | None = None
    price: _Number | None = None
    marks: dict[str, Annotated[object, MARK]] | None = None
    total: _Number | None = None
    rank: _Number | None = None


class GridFile(NamedTuple):
    """The keys of a grid/1 file."""

    format: Literal["grid/1"]
    title: _Text
    criteria: tuple[_CriterionEntry, ...]
    day: Annotated[date, DAY] | None = None
    procedure: Procedure = "unknown"
    defence: _YesNo = "no"
    lots: tuple[_LotEntry, ...] = ()
    across_lots: AcrossLots = "separate"
    announced_total: _Number | None = None
    method: Convention | None = None
    rounding: _RoundingEntry | None = None
    order_reason: _Text | None = None
    scale: dict[str, _Number] | None = None
    candidates: tuple[_EntrantEntry, ...] = ()


def grid_of(document: Document) -> tuple[Grid | None, list[Diagnostic], Mapping[At, Place]]:
    """The grid of a YAML document, or what is wrong with it; where each value that it keeps begins and ends."""
    shaped = shape(document, GridFile)
    if shaped.value is None:
        return None, shaped.diagnostics, {}
    reader = _Reader(document, shaped.value)
    grid = reader.grid()
    return (None if reader.diagnostics else grid), reader.diagnostics, reader.places


class _Reader:
    """Names resolved, places kept."""

    def __init__(self, document: Document, file: GridFile) -> None:
        self.document = document
        self.file = file
        self.diagnostics: list[Diagnostic] = []
        self.places: dict[At, Place] = {}
        self.scale = {fold(word): points for word, points in (file.scale or {}).items()}
        self.criteria = tuple(one.id for one in file.criteria)
        self.lots = tuple(one.id for one in file.lots)

    def grid(self) -> Grid:
        """The grid, with a diagnostic for each name that stands for nothing."""
        file = self.file
        criteria = tuple(self._criterion(place, one) for place, one in enumerate(file.criteria))
        self._once("criteria", [(one.id, "") for one in file.criteria])
        self._once("candidates", [(one.id, one.lot or "") for one in file.candidates])
        self._no_circle(criteria)
        return Grid(
            title=file.title,
            criteria=criteria,
            entrants=tuple(self._entrant(place, one) for place, one in enumerate(file.candidates)),
            day=file.day,
            procedure=file.procedure,
            defence=file.defence == "yes",
            lots=tuple(
                Lot(one.id, one.label or one.id, self._at("lots", place, "id"), self._written(one.weight, "lots", place, "weight"))
                for place, one in enumerate(file.lots)
            ),
            across_lots=file.across_lots,
            announced=self._written(file.announced_total, "announced_total"),
            method=file.method,
            rounding=Rounding(*file.rounding) if file.rounding else None,
            order_reason=file.order_reason or "",
            scale=self.scale,
        )

    def _criterion(self, place: int, one: _CriterionEntry) -> Criterion:
        steps: Steps = ("criteria", place)
        self._known(one.parent, self.criteria, *steps, "parent")
        self._known(one.lot, self.lots, *steps, "lot")
        label = one.label or one.id
        return Criterion(
            id=one.id,
            label=label,
            at=self._at(*steps, "id"),
            weight=self._written(one.weight, *steps, "weight"),
            maximum=self._written(one.maximum, *steps, "maximum"),
            kind=one.kind or kind_of(label),
            group=one.group or "",
            parent=one.parent or "",
            lot=one.lot or "",
            compulsory=one.compulsory == "yes",
            by=one.by,
            aggregate=one.aggregate,
            formula=one.formula,
            estimate=self._written(one.estimate, *steps, "estimate"),
            floor=self._written(one.floor, *steps, "floor"),
            environment=one.environment == "yes",
        )

    def _entrant(self, place: int, one: _EntrantEntry) -> Entrant:
        steps: Steps = ("candidates", place)
        self._known(one.lot, self.lots, *steps, "lot")
        marks: dict[str, Mark] = {}
        for name, value in (one.marks or {}).items():
            self._known(name, self.criteria, *steps, "marks", name)
            points = value if isinstance(value, Decimal) else self.scale.get(fold(str(value)))
            if points is None:
                self._refuse("DOC609", (*steps, "marks", name), text=str(value))
                continue
            marks[name] = Mark(points, self._at(*steps, "marks", name), "" if isinstance(value, Decimal) else str(value))
        return Entrant(
            one.id,
            one.label or one.id,
            self._at(*steps, "id"),
            one.lot or "",
            marks,
            price=self._written(one.price, *steps, "price"),
            total=self._written(one.total, *steps, "total"),
            rank=self._written(one.rank, *steps, "rank"),
        )

    def _at(self, *steps: str | int) -> At:
        place = place_of(self.document.root, steps)
        at = At(place.line - 1, place.column - 1)
        self.places[at] = place
        return at

    def _written(self, value: Decimal | None, *steps: str | int) -> Written | None:
        return None if value is None else Written(value, self._at(*steps))

    def _refuse(self, code: str, steps: Steps, **values: str) -> None:
        self.diagnostics.append(self.document.diagnostic(code, place_of(self.document.root, steps), values))

    def _known(self, name: str | None, known: tuple[str, ...], *steps: str | int) -> None:
        if name is not None and name not in known:
            self._refuse("DOC614", steps, text=name, near=nearest(name, known))

    def _once(self, section: str, names: list[tuple[str, str]]) -> None:
        for place, name in enumerate(names):
            if name in names[:place]:
                self._refuse("DOC611", (section, place, "id"), text=name[0])

    def _no_circle(self, criteria: tuple[Criterion, ...]) -> None:
        """Refuse sub-criteria of sub-criteria: one level is what consultations publish, and a circle has no sum."""
        parents = {one.id: one.parent for one in criteria}
        for place, one in enumerate(criteria):
            if one.parent and parents.get(one.parent):
                self._refuse("DOC615", ("criteria", place, "parent"), text=one.parent)
