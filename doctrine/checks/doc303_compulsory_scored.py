"""DOC303: a compulsory requirement is marked as well: every regular offer meets it, so it tells none from another.

Criteria compare offers that may be retained (code de la commande publique, L. 2152-7). A published eliminatory mark (`floor`) is another
thing, which judges accepted in an open procedure: it is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.grids.kinds import says_compulsory
from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Grid
from doctrine.model.rules import Reference


def _find(grid: Grid) -> Iterator[Hit]:
    for one in grid.criteria:
        counts = one.weight is None or bool(one.weight.value)
        if (one.compulsory or says_compulsory(one.label)) and one.floor is None and counts:
            yield Hit(tuple(one.at), values={"criterion": one.label})


CHECK = Check(
    id="DOC303",
    family="method",
    severity="warning",
    references=(Reference("code de la commande publique", "Pm", "L. 2152-7"),),
    find=_find,
    failing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60}
  - {id: export, label: Export en format ouvert, weight: 30, compulsory: yes}
  - {id: energy, label: Environnement, weight: 10}
""",
    passing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60}
  - {id: export, label: Délai d’export, weight: 30}
  - {id: energy, label: Environnement, weight: 10}
""",
)
