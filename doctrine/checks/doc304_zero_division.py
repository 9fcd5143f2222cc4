"""DOC304: the price formula divides by zero: a price of nothing, two equal extremes, an estimate left at zero.

A formula that cannot be applied gives no mark, so offers are not compared by the published criteria (code de la commande publique,
L. 2152-7).
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Criterion, Entrant, Grid
from doctrine.model.rules import Reference


def _find(grid: Grid) -> Iterator[Hit]:
    for one in grid.criteria:
        for lot in dict.fromkeys(entrant.lot for entrant in grid.entrants):
            if not one.lot or one.lot == lot:
                yield from _in_lot(one, [entrant for entrant in grid.entrants if entrant.lot == lot and entrant.price])
        if one.formula == "budget" and one.estimate and not one.estimate.value:
            yield Hit(tuple(one.estimate.at), values={"criterion": one.label}, variant="estimate")


def _in_lot(one: Criterion, entrants: list[Entrant]) -> Iterator[Hit]:
    prices = [entrant.price for entrant in entrants if entrant.price]
    if one.formula in {"proportional_lowest", "linear_gap", "mean_based"}:
        broken = [price for price in prices if not price.value]
        if one.formula == "mean_based":
            broken = broken[:1] if len(broken) == len(prices) else []
        for price in broken[:1]:
            yield Hit(tuple(price.at), values={"criterion": one.label}, variant="price")
    if one.formula == "linear_dearest_zero" and len(prices) > 1 and len({price.value for price in prices}) == 1:
        yield Hit(tuple(one.at), values={"criterion": one.label}, variant="equal")


CHECK = Check(
    id="DOC304",
    family="method",
    severity="error",
    references=(Reference("code de la commande publique", "Pm", "L. 2152-7"),),
    find=_find,
    failing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60, maximum: 20, formula: proportional_lowest}
  - {id: energy, label: Environnement, weight: 40}
candidates:
  - {id: a, price: 0, marks: {energy: 8}}
  - {id: b, price: 1200, marks: {energy: 6}}
""",
    passing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60, maximum: 20, formula: proportional_lowest}
  - {id: energy, label: Environnement, weight: 40}
candidates:
  - {id: a, price: 1, marks: {energy: 8}}
  - {id: b, price: 1200, marks: {energy: 6}}
""",
)
