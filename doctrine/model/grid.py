"""Somebody's scoring grid as it was written: criteria, weights, marks, totals and ranks, each with its place.

Nothing is computed here. Numbers are those of the source text; what a cell leaves out is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from doctrine.model.facts import NOTHING

Procedure = Literal["formal", "adapted", "unknown"]
Kind = Literal["price", "cost", "quality", "environment", "social", "other"]
KINDS: tuple[Kind, ...] = ("price", "cost", "quality", "environment", "social", "other")
Marker = Literal["buyer", "supplier"]
Aggregate = Literal["sum", "mean", "minimum"]
AGGREGATES: tuple[Aggregate, ...] = ("sum", "mean", "minimum")
#: How the total of a candidate follows from its marks m, the weights w and the maxima x:
#: added Σm · weighted Σwm · percent Σwm÷100 · normalised Σwm÷Σw · points Σwm÷x · share 100·Σ(wm÷x)÷Σw · mean Σm÷n · minimum min m.
Convention = Literal["added", "weighted", "percent", "normalised", "points", "share", "mean", "minimum"]
CONVENTIONS: tuple[Convention, ...] = ("added", "weighted", "percent", "normalised", "points", "share", "mean", "minimum")
#: How a price becomes a mark:
#: proportional_lowest max × lowest ÷ price · linear_gap max × (1 − (price − lowest) ÷ lowest) ·
#: linear_dearest_zero max × (dearest − price) ÷ (dearest − lowest) · budget max × (1 − price ÷ estimate) ·
#: mean_based max × (1 − |price − mean| ÷ mean). Negative marks are brought to zero. `other` is not recomputed.
PriceFormula = Literal["proportional_lowest", "linear_gap", "linear_dearest_zero", "budget", "mean_based", "other"]
FORMULAS: tuple[PriceFormula, ...] = ("proportional_lowest", "linear_gap", "linear_dearest_zero", "budget", "mean_based", "other")
AcrossLots = Literal["separate", "mean", "weighted"]
Mode = Literal["half_up", "half_even", "truncated", "up"]
MODES: tuple[Mode, ...] = ("half_up", "half_even", "truncated", "up")
#: Where a rounding happens: each mark before it is weighted, each weighted mark before the sum, or the total.
Stage = Literal["marks", "weighted", "total"]


class At(NamedTuple):
    """Where something is written: row and column from 0. In YAML the column counts characters, in a table it counts cells."""

    row: int = 0
    column: int = 0


class Written(NamedTuple):
    """A number as written, with its place."""

    value: Decimal
    at: At = At()


class Mark(NamedTuple):
    """A mark as written; `word` is the appreciation or colour that the published scale turned into `value`."""

    value: Decimal
    at: At = At()
    word: str = ""


class Rounding(NamedTuple):
    """One rounding: where, how, to how many decimals."""

    stage: Stage
    mode: Mode
    decimals: int


class Lot(NamedTuple):
    """A lot of the consultation; `weight` counts only where totals go across lots."""

    id: str
    label: str
    at: At = At()
    weight: Written | None = None


class Criterion(NamedTuple):
    """One criterion or sub-criterion.

    `group` is a heading that only gathers weights; `parent` the criterion whose mark its sub-criteria make, by the parent's `aggregate`
    (None: weighted mean when all its sub-criteria have weights, sum otherwise). `floor` is a published eliminatory mark. `environment`
    marks a criterion, whatever its kind, that takes the environment into account.
    """

    id: str
    label: str
    at: At = At()
    weight: Written | None = None
    maximum: Written | None = None
    kind: Kind = "other"
    group: str = ""
    parent: str = ""
    lot: str = ""
    compulsory: bool = False
    by: Marker = "buyer"
    aggregate: Aggregate | None = None
    formula: PriceFormula | None = None
    estimate: Written | None = None
    floor: Written | None = None
    environment: bool = False


class Entrant(NamedTuple):
    """One candidate of the grid (one row): its marks by criterion id, its price, and what was published of its total and rank."""

    id: str
    label: str
    at: At = At()
    lot: str = ""
    marks: Mapping[str, Mark] = NOTHING
    price: Written | None = None
    total: Written | None = None
    rank: Written | None = None


class Grid(NamedTuple):
    """A whole grid.

    `day` is the launch of the consultation. `method` and `rounding` are those announced, None when nothing was. `order_reason` is the
    written reason for an order of importance instead of weights. `scale` gives the points of each appreciation, by folded word.
    `unreadable` are the cells that say something that cannot be taken into account: a value that the file does not hold, a row without
    a name.
    """

    title: str
    criteria: tuple[Criterion, ...]
    entrants: tuple[Entrant, ...]
    day: date | None = None
    procedure: Procedure = "unknown"
    defence: bool = False
    lots: tuple[Lot, ...] = ()
    across_lots: AcrossLots = "separate"
    announced: Written | None = None
    method: Convention | None = None
    rounding: Rounding | None = None
    order_reason: str = ""
    scale: Mapping[str, Decimal] = NOTHING
    unreadable: tuple[At, ...] = ()

    def children(self, parent: str) -> tuple[Criterion, ...]:
        """The sub-criteria of a criterion, in the order written."""
        return tuple(one for one in self.criteria if one.parent == parent)

    def top(self) -> tuple[Criterion, ...]:
        """The criteria that make the total: those that are not part of another."""
        return self.children("")

    def leaves(self) -> tuple[Criterion, ...]:
        """The criteria without sub-criteria."""
        parents = {one.parent for one in self.criteria}
        return tuple(one for one in self.criteria if one.id not in parents)

    def active(self, lot: str) -> tuple[Criterion, ...]:
        """The top criteria that count for a lot: its own and those of no lot; all of them for no lot."""
        return tuple(one for one in self.top() if not lot or one.lot in {"", lot})
