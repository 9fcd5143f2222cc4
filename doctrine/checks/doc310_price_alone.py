"""DOC310: the price alone, in a consultation launched on or after 21 August 2026.

Code de la commande publique, R. 2152-7 (décret 2022-767 of 2 May 2022): either one criterion of whole cost that takes the environment into
account, or several criteria, among them the price or the cost and an environmental one. Not for defence or security contracts (L. 2352-1).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Grid
from doctrine.model.rules import Reference

#: Parameter `ccp.prix_seul_exclu` of doctrine/law/parameters/procedure.yaml; a test compares them.
SINCE = date(2026, 8, 21)


def _is_price_alone(grid: Grid) -> bool:
    """Whether prices are all that a grid weighs."""
    return bool(grid.criteria) and all(one.kind == "price" and not one.environment for one in grid.leaves())


def _find(grid: Grid) -> Iterator[Hit]:
    if not grid.defence and grid.day is not None and grid.day >= SINCE and _is_price_alone(grid):
        yield Hit(tuple(grid.criteria[0].at), values={"day": grid.day.isoformat()})


CHECK = Check(
    id="DOC310",
    family="method",
    severity="error",
    references=(Reference("code de la commande publique", "Pm", "R. 2152-7"),),
    find=_find,
    failing="""\
format: grid/1
title: Hébergement
day: 2026-08-21
criteria:
  - {id: price, label: Prix, maximum: 100}
""",
    passing="""\
format: grid/1
title: Hébergement
day: 2026-08-20
criteria:
  - {id: price, label: Prix, maximum: 100}
""",
)
