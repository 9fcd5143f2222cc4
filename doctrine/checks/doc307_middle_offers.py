"""DOC307: a middle offer that no weights could make win, and only because of the price formula.

An offer neither the cheapest nor the best elsewhere may be the best compromise. `find` compares two drawings of the same offers: by price,
and by the mark that the formula makes of it. Where some share of the price makes the offer first in the former and none does in the
latter, the formula alone excludes it (code de la commande publique, L. 2152-7). A note: judges accept usual formulas, the buyer chooses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from doctrine.grids.computing import Marks, key, marks_of_prices, prices_of
from doctrine.model.checks import Check, Hit
from doctrine.model.grid import Criterion, Entrant, Grid
from doctrine.model.rules import Reference

_ENOUGH = 3


def _find(grid: Grid) -> Iterator[Hit]:
    for one in grid.top():
        if one.formula is None:
            continue
        marks = marks_of_prices(grid, one)
        for lot in dict.fromkeys(entrant.lot for entrant in grid.entrants):
            rows = [entrant for entrant in grid.entrants if entrant.lot == lot and key(entrant) in marks]
            yield from _in_lot(grid, one, rows, marks)


def _in_lot(grid: Grid, one: Criterion, rows: list[Entrant], marks: Marks) -> Iterator[Hit]:
    others = {key(row): quality for row in rows if (quality := _quality(grid, one, row)) is not None}
    if len(others) < _ENOUGH or len(others) < len(rows):
        return
    prices = {name: -price for name, price in prices_of(grid, rows[0].lot).items()}
    for row in rows:
        name = key(row)
        if _may_win(name, prices, others) and not _may_win(name, marks, others):
            yield Hit(tuple(row.at), values={"criterion": one.label, "candidate": row.label})


def _quality(grid: Grid, price: Criterion, row: Entrant) -> Fraction | None:
    """The weighted sum of the other marks of a row; None when one is missing."""
    total = Fraction(0)
    for one in grid.active(row.lot):
        mark = row.marks.get(one.id)
        if one.id == price.id:
            continue
        if mark is None:
            return None
        total += Fraction(mark.value) * (Fraction(one.weight.value) if one.weight else 1)
    return total


def _may_win(name: str, cheap: Mapping[str, Fraction], good: Mapping[str, Fraction]) -> bool:
    """Whether some share s of the price, 0 to 1, puts a row first (alone or not): s·cheap + (1 − s)·good against each other row."""
    low, high = Fraction(0), Fraction(1)
    for other in good:
        rise = (cheap[name] - good[name]) - (cheap[other] - good[other])
        start = good[name] - good[other]
        if not rise:
            if start < 0:
                return False
        elif rise > 0:
            low = max(low, -start / rise)
        else:
            high = min(high, -start / rise)
    return low <= high


CHECK = Check(
    id="DOC307",
    family="method",
    severity="note",
    references=(Reference("code de la commande publique", "Pm", "L. 2152-7"),),
    find=_find,
    failing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60, maximum: 20, formula: proportional_lowest}
  - {id: energy, label: Environnement, weight: 40, maximum: 20}
candidates:
  - {id: cheap, label: Moins chère, price: 100, marks: {energy: 0}}
  - {id: middle, label: Milieu, price: 200, marks: {energy: 11}}
  - {id: dear, label: Plus chère, price: 300, marks: {energy: 20}}
""",
    passing="""\
format: grid/1
title: Hébergement
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60, maximum: 20, formula: proportional_lowest}
  - {id: energy, label: Environnement, weight: 40, maximum: 20}
candidates:
  - {id: cheap, label: Moins chère, price: 100, marks: {energy: 0}}
  - {id: middle, label: Milieu, price: 200, marks: {energy: 18}}
  - {id: dear, label: Plus chère, price: 300, marks: {energy: 20}}
""",
)
