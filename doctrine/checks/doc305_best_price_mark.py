"""DOC305: the best price mark does not go to the lowest price.

The price criterion must favour the lowest price: our reading of the criteria that designate the most economically advantageous offer (code
de la commande publique, L. 2152-7); the judgments are not in our legal base, hence a warning. A formula around the mean fires by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Criterion, Grid
from doctrine.model.rules import Reference


def _find(grid: Grid) -> Iterator[Hit]:
    for one in grid.criteria:
        if one.formula == "mean_based":
            yield Hit(tuple(one.at), values={"criterion": one.label}, variant="mean")
        elif one.kind == "price":
            yield from _in_marks(grid, one)


def _in_marks(grid: Grid, one: Criterion) -> Iterator[Hit]:
    for lot in dict.fromkeys(entrant.lot for entrant in grid.entrants):
        rows = [
            (entrant.price.value, entrant.marks[one.id])
            for entrant in grid.entrants
            if entrant.lot == lot and entrant.price and one.id in entrant.marks
        ]
        if not rows:
            continue
        best = max(mark.value for _, mark in rows)
        _, mark = min(rows, key=lambda row: (row[0], -row[1].value))
        if mark.value < best:
            yield Hit(tuple(mark.at), values={"criterion": one.label})


CHECK = Check(
    id="DOC305",
    family="method",
    severity="warning",
    references=(Reference("code de la commande publique", "Pm", "L. 2152-7"),),
    find=_find,
    failing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60, maximum: 20}
  - {id: energy, label: Environnement, weight: 40}
candidates:
  - {id: a, price: 900, marks: {price: 15, energy: 8}}
  - {id: b, price: 1000, marks: {price: 20, energy: 6}}
""",
    passing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60, maximum: 20}
  - {id: energy, label: Environnement, weight: 40}
candidates:
  - {id: a, price: 900, marks: {price: 20, energy: 8}}
  - {id: b, price: 1000, marks: {price: 18, energy: 6}}
""",
)
