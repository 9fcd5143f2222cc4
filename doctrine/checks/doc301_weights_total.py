"""DOC301: the weights do not total what the grid announces, to the last decimal.

A formal procedure publishes its weights (code de la commande publique, R. 2152-11 and R. 2152-12): a total that contradicts them leaves
two methods, and tenderers cannot tell which one will be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Grid
from doctrine.model.rules import Reference


def _find(grid: Grid) -> Iterator[Hit]:
    if grid.announced is None:
        return
    for lot in [one.id for one in grid.lots] or [""]:
        weights = [one.weight for one in grid.active(lot) if one.weight]
        total = sum((weight.value for weight in weights), Decimal(0))
        if weights and total != grid.announced.value:
            yield Hit(tuple(grid.announced.at), values={"total": f"{total:f}", "announced": f"{grid.announced.value:f}", "lot": lot})


CHECK = Check(
    id="DOC301",
    family="method",
    severity="error",
    references=(Reference("code de la commande publique", "Pm", "R. 2152-11 et R. 2152-12"),),
    find=_find,
    failing="""\
format: grid/1
title: Hébergement
announced_total: 100
criteria:
  - {id: price, label: Prix, weight: 40}
  - {id: quality, label: Qualité, weight: 49.5}
  - {id: energy, label: Environnement, weight: 10}
day: 2026-09-15
""",
    passing="""\
format: grid/1
title: Hébergement
announced_total: 100
criteria:
  - {id: price, label: Prix, weight: 40}
  - {id: quality, label: Qualité, weight: 49.5}
  - {id: energy, label: Environnement, weight: 10.5}
day: 2026-09-15
""",
)
