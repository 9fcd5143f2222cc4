"""DOC302: a criterion that cannot tell offers apart: nothing to win, or one mark for all.

Criteria serve to find the most economically advantageous offer (code de la commande publique, L. 2152-7): one that gives every offer the
same mark hands its weight to the others. Equal marks may also be chance, so this is a warning, and asks for three offers. Equal prices are
the market's doing: prices are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Criterion, Grid
from doctrine.model.rules import Reference

_ENOUGH = 3


def _find(grid: Grid) -> Iterator[Hit]:
    single = len(set(grid.scale.values())) == 1
    for one in grid.leaves():
        variant = _variant(grid, one, single)
        if variant:
            yield Hit(tuple(one.at), values={"criterion": one.label}, variant=variant)


def _variant(grid: Grid, one: Criterion, single: bool) -> str:
    if (one.maximum and not one.maximum.value) or (one.weight and not one.weight.value):
        return "nothing"
    marks = [entrant.marks[one.id] for entrant in grid.entrants if one.id in entrant.marks]
    if single and any(mark.word for mark in marks):
        return "nothing"
    constant = len(marks) >= _ENOUGH and len({mark.value for mark in marks}) == 1
    return "constant" if constant and one.kind not in {"price", "cost"} else ""


CHECK = Check(
    id="DOC302",
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
  - {id: quality, label: Qualité, weight: 30}
  - {id: energy, label: Environnement, weight: 10}
candidates:
  - {id: a, marks: {price: 10, quality: 8, energy: 5}}
  - {id: b, marks: {price: 9, quality: 8, energy: 6}}
  - {id: c, marks: {price: 8, quality: 8, energy: 7}}
""",
    passing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60}
  - {id: quality, label: Qualité, weight: 30}
  - {id: energy, label: Environnement, weight: 10}
candidates:
  - {id: a, marks: {price: 10, quality: 8, energy: 5}}
  - {id: b, marks: {price: 9, quality: 8, energy: 6}}
  - {id: c, marks: {price: 8, quality: 8.5, energy: 7}}
""",
)
