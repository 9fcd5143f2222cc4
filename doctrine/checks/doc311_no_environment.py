"""DOC311: no criterion takes the environment into account, in a consultation launched on or after 22 August 2026.

Code de la commande publique, L. 2152-7 (loi 2021-1104 of 22 August 2021, art. 35). Not for defence or security contracts (L. 2352-1). The
price alone has its own check.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Grid
from doctrine.model.rules import Reference

#: Parameter `ccp.critere_environnemental` of doctrine/law/parameters/procedure.yaml; a test compares them.
SINCE = date(2026, 8, 22)


def _find(grid: Grid) -> Iterator[Hit]:
    if grid.defence or grid.day is None or grid.day < SINCE or not grid.criteria:
        return
    alone = all(one.kind == "price" for one in grid.leaves())
    if not alone and not any(one.kind == "environment" or one.environment for one in grid.criteria):
        yield Hit(tuple(grid.criteria[0].at), values={"day": grid.day.isoformat()})


CHECK = Check(
    id="DOC311",
    family="method",
    severity="error",
    references=(
        Reference("code de la commande publique", "Pm", "L. 2152-7"),
        Reference("loi 2021-1104 du 22 août 2021", "Pm", "art. 35"),
    ),
    find=_find,
    failing="""\
format: grid/1
title: Hébergement
day: 2026-08-22
criteria:
  - {id: price, label: Prix, weight: 60}
  - {id: quality, label: Qualité, weight: 40}
""",
    passing="""\
format: grid/1
title: Hébergement
day: 2026-08-22
criteria:
  - {id: price, label: Prix, weight: 60}
  - {id: quality, label: Qualité, weight: 40, environment: yes}
""",
)
