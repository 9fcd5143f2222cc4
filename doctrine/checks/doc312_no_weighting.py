"""DOC312: a formal procedure with several criteria and neither weights nor a justified order.

Code de la commande publique, R. 2152-11 and R. 2152-12: criteria are weighted or, when that is not possible for a reason stated, ranked in
decreasing order of importance. Maxima in points are weights.
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Grid
from doctrine.model.rules import Reference


def _find(grid: Grid) -> Iterator[Hit]:
    top = grid.top()
    if grid.procedure != "formal" or len(top) < 2 or grid.order_reason:
        return
    bare = [one for one in top if one.weight is None and one.maximum is None]
    if bare:
        yield Hit(tuple(bare[0].at), values={"criteria": ", ".join(one.label for one in bare)})


CHECK = Check(
    id="DOC312",
    family="method",
    severity="error",
    references=(Reference("code de la commande publique", "Pm", "R. 2152-11 et R. 2152-12"),),
    find=_find,
    failing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
procedure: formal
criteria:
  - {id: price, label: Prix}
  - {id: energy, label: Environnement}
""",
    passing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
procedure: formal
order_reason: Le besoin ne permet pas de chiffrer l’importance relative avant le dialogue.
criteria:
  - {id: price, label: Prix}
  - {id: energy, label: Environnement}
""",
)
