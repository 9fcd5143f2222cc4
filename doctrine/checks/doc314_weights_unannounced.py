"""DOC314: weights whose total is none of the usual ones, in a grid that announces none.

Published weights are nearly always shares of 1, 10, 20 or 100. A grid of hundredths that totals 110 most often hides a slip, and then the
published method is not the one applied (code de la commande publique, R. 2152-11 and R. 2152-12). Nothing forbids another total: this is
our reading, hence a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Criterion, Grid
from doctrine.model.rules import Reference

_USUAL = frozenset(map(Decimal, (1, 10, 20, 100)))
_LEAST, _MOST, _HIGHEST = Decimal(50), Decimal(200), Decimal(100)
#: Methods that divide by the sum of the weights: no total is then wrong.
_DIVIDING = frozenset({"normalised", "share"})


def _find(grid: Grid) -> Iterator[Hit]:
    if grid.announced is None and grid.method not in _DIVIDING:
        for lot in [one.id for one in grid.lots] or [""]:
            yield from _unusual(grid.active(lot), lot)
    for parent in grid.criteria:
        yield from _unlike_parent(parent, grid.children(parent.id))


def _unusual(criteria: Sequence[Criterion], lot: str) -> Iterator[Hit]:
    """Hundredths that do not total a hundred; coefficients, whose totals are small, are left alone."""
    weights = [one.weight for one in criteria if one.weight]
    total = sum((weight.value for weight in weights), Decimal(0))
    hundredths = _LEAST <= total <= _MOST and all(weight.value <= _HIGHEST for weight in weights)
    if hundredths and total not in _USUAL:
        yield Hit(tuple(weights[0].at), values={"total": f"{total:f}", "lot": lot})


def _unlike_parent(parent: Criterion, children: Sequence[Criterion]) -> Iterator[Hit]:
    """Added sub-criteria whose weights total neither that of their criterion nor a usual total."""
    weights = [one.weight for one in children if one.weight]
    if parent.aggregate != "sum" or parent.weight is None or not weights:
        return
    total = sum((weight.value for weight in weights), Decimal(0))
    if total not in {parent.weight.value, *_USUAL}:
        values = {"total": f"{total:f}", "parent": parent.label, "weight": f"{parent.weight.value:f}"}
        yield Hit(tuple(weights[0].at), values=values, variant="parent")


CHECK = Check(
    id="DOC314",
    family="method",
    severity="warning",
    references=(Reference("code de la commande publique", "Pm", "R. 2152-11 et R. 2152-12"),),
    find=_find,
    failing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 50}
  - {id: quality, label: Qualité, weight: 30}
  - {id: energy, label: Environnement, weight: 30}
""",
    passing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 40}
  - {id: quality, label: Qualité, weight: 30}
  - {id: energy, label: Environnement, weight: 30}
""",
)
