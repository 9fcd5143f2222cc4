"""DOC309: the totals of several lots are averaged without weights: the smallest lot counts as much as the largest.

Lots are awarded each for itself (code de la commande publique, L. 2113-10); what goes across them must be published as any criterion
(L. 2152-7). Our reading, hence a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Grid
from doctrine.model.rules import Reference


def _find(grid: Grid) -> Iterator[Hit]:
    if len(grid.lots) < 2 or grid.across_lots == "separate":
        return
    if grid.across_lots == "mean" or not all(one.weight for one in grid.lots):
        yield Hit(tuple(grid.lots[0].at), values={"count": str(len(grid.lots))})


CHECK = Check(
    id="DOC309",
    family="method",
    severity="warning",
    references=(
        Reference("code de la commande publique", "Pm", "L. 2113-10"),
        Reference("code de la commande publique", "Pm", "L. 2152-7"),
    ),
    find=_find,
    failing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
lots: [{id: north}, {id: south}]
across_lots: mean
criteria:
  - {id: price-north, label: Prix, weight: 60, lot: north}
  - {id: energy-north, label: Environnement, weight: 40, lot: north}
  - {id: price-south, label: Prix, weight: 60, lot: south}
  - {id: energy-south, label: Environnement, weight: 40, lot: south}
""",
    passing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
lots: [{id: north, weight: 3}, {id: south, weight: 1}]
across_lots: weighted
criteria:
  - {id: price-north, label: Prix, weight: 60, lot: north}
  - {id: energy-north, label: Environnement, weight: 40, lot: north}
  - {id: price-south, label: Prix, weight: 60, lot: south}
  - {id: energy-south, label: Environnement, weight: 40, lot: south}
""",
)
