"""DOC308: a supplier marks its own offer, so the buyer does not compare offers by this criterion.

Assessing offers by the published criteria is the buyer's task (code de la commande publique, L. 2152-7 and L. 2152-8, which refuses an
unlimited freedom of choice); the judgments are not in our legal base, hence a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.grids.kinds import says_self_marked
from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Grid
from doctrine.model.rules import Reference


def _find(grid: Grid) -> Iterator[Hit]:
    for one in grid.criteria:
        if one.by == "supplier" or says_self_marked(one.label):
            yield Hit(tuple(one.at), values={"criterion": one.label})


CHECK = Check(
    id="DOC308",
    family="method",
    severity="warning",
    references=(Reference("code de la commande publique", "Pm", "L. 2152-7 et L. 2152-8"),),
    find=_find,
    failing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60}
  - {id: energy, label: Environnement, weight: 40, by: supplier}
""",
    passing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60}
  - {id: energy, label: Environnement, weight: 40, by: buyer}
""",
)
