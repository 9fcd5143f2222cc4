"""DOC306: the dearest offer gets zero whatever the gap: one euro more may cost all the points.

Such a formula makes the price weigh more than published when prices are close (code de la commande publique, L. 2152-7 and L. 2152-8); the
judgments are not in our legal base, hence a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Grid
from doctrine.model.rules import Reference


def _find(grid: Grid) -> Iterator[Hit]:
    for one in grid.criteria:
        if one.formula == "linear_dearest_zero":
            yield Hit(tuple(one.at), values={"criterion": one.label})


CHECK = Check(
    id="DOC306",
    family="method",
    severity="warning",
    references=(Reference("code de la commande publique", "Pm", "L. 2152-7 et L. 2152-8"),),
    find=_find,
    failing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60, maximum: 20, formula: linear_dearest_zero}
  - {id: energy, label: Environnement, weight: 40}
""",
    passing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60, maximum: 20, formula: linear_gap}
  - {id: energy, label: Environnement, weight: 40}
""",
)
