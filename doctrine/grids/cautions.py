"""What the weights of a grid have that makes no sense, whatever the totals: told when it is read, by every command that reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from doctrine.model.grid import At, Grid

Caution = tuple[str, At, Mapping[str, str]]


def cautions(grid: Grid) -> Iterator[Caution]:
    """Each weight below zero; all the weights at zero. Both are computed with as written: only a person knows what was meant."""
    weighted = [one for one in grid.criteria if one.weight]
    for one in weighted:
        if one.weight and one.weight.value < 0:
            yield "DOC620", one.weight.at, {"criterion": one.label, "weight": f"{one.weight.value:f}"}
    if has_no_weight(grid):
        yield "DOC621", next(one.weight.at for one in weighted if one.weight), {}


def has_no_weight(grid: Grid) -> bool:
    """Whether weights are written for the criteria that make the total, and all of them are zero."""
    weights = [one.weight.value for one in grid.top() if one.weight]
    return bool(weights) and not any(weights)
