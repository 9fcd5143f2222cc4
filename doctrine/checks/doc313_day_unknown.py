"""DOC313: the grid does not say when the consultation is launched, and the answer depends on it.

Since 21 and 22 August 2026 the price alone is excluded and one criterion at least takes the environment into account (code de la commande
publique, R. 2152-7 and L. 2152-7). Without a day nothing can be said: a note, only where a grid would not conform after those days.
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Grid
from doctrine.model.rules import Reference


def _find(grid: Grid) -> Iterator[Hit]:
    if grid.day is not None or grid.defence or not grid.criteria:
        return
    if not any(one.kind == "environment" or one.environment for one in grid.criteria):
        yield Hit(tuple(grid.criteria[0].at))


CHECK = Check(
    id="DOC313",
    family="method",
    severity="note",
    references=(
        Reference("code de la commande publique", "Pm", "R. 2152-7"),
        Reference("code de la commande publique", "Pm", "L. 2152-7"),
    ),
    find=_find,
    failing="""\
format: grid/1
title: Hébergement
criteria:
  - {id: price, label: Prix, weight: 60}
  - {id: quality, label: Qualité, weight: 40}
""",
    passing="""\
format: grid/1
title: Hébergement
day: 2026-08-01
criteria:
  - {id: price, label: Prix, weight: 60}
  - {id: quality, label: Qualité, weight: 40}
""",
)
