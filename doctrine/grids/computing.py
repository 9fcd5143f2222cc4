"""A grid recomputed: marks of prices and of criteria made of others, totals, ranks. Exact fractions, nothing read, nothing said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from math import lcm
from typing import NamedTuple

from doctrine.grids.rounding import round_to
from doctrine.model.grid import Aggregate, Convention, Criterion, Entrant, Grid, PriceFormula, Rounding, Stage

Marks = Mapping[str, Fraction]
_ONE = Fraction(1)


class Plan(NamedTuple):
    """One way of computing: how the total follows from the marks, with which weights and aggregates, and what is rounded."""

    convention: Convention
    weights: Mapping[str, Fraction | None]
    aggregates: Mapping[str, Aggregate]
    roundings: tuple[Rounding, ...] = ()


def written_weights(grid: Grid) -> dict[str, Fraction | None]:
    """The weight of each criterion as written."""
    return {one.id: Fraction(one.weight.value) if one.weight else None for one in grid.criteria}


def written_aggregates(grid: Grid) -> dict[str, Aggregate]:
    """How each parent's mark follows from its sub-criteria: as written, else a weighted mean where all of them have weights, else a sum."""
    found: dict[str, Aggregate] = {}
    for parent in dict.fromkeys(one.parent for one in grid.criteria if one.parent):
        own = next(one for one in grid.criteria if one.id == parent)
        weighted = all(child.weight for child in grid.children(parent))
        found[parent] = own.aggregate or ("mean" if weighted else "sum")
    return found


def combined(marks: Sequence[Fraction], weights: Sequence[Fraction | None], aggregate: Aggregate) -> Fraction | None:
    """The mark of a criterion from those of its sub-criteria; None when the weights sum to nothing."""
    if aggregate == "minimum":
        return min(marks)
    known = [weight for weight in weights if weight is not None]
    if len(known) < len(marks):
        total = sum(marks, Fraction(0))
        return total if aggregate == "sum" else total / len(marks)
    total = sum((weight * mark for weight, mark in zip(known, marks, strict=True)), Fraction(0))
    whole = sum(known, Fraction(0))
    if aggregate == "sum":
        return total
    return total / whole if whole else None


def price_marks(formula: PriceFormula, prices: Mapping[str, Fraction], maximum: Fraction, estimate: Fraction | None) -> dict[str, Fraction]:
    """The mark that a named formula gives to each price; empty when it cannot be computed (a zero divisor, `other`)."""
    if not prices:
        return {}
    lowest, dearest = min(prices.values()), max(prices.values())
    mean = sum(prices.values(), Fraction(0)) / len(prices)
    found = {name: _price_mark(formula, price, lowest, dearest, mean, estimate) for name, price in prices.items()}
    return {name: maximum * max(Fraction(0), share) for name, share in found.items() if share is not None}


def _price_mark(
    formula: PriceFormula, price: Fraction, lowest: Fraction, dearest: Fraction, mean: Fraction, estimate: Fraction | None
) -> Fraction | None:
    match formula:
        case "proportional_lowest":
            return lowest / price if price else None
        case "linear_gap":
            return 1 - (price - lowest) / lowest if lowest else None
        case "linear_dearest_zero":
            return (dearest - price) / (dearest - lowest) if dearest != lowest else None
        case "budget":
            return 1 - price / estimate if estimate else None
        case "mean_based":
            return 1 - abs(price - mean) / mean if mean else None
        case "other":
            return None


def prices_of(grid: Grid, lot: str) -> dict[str, Fraction]:
    """The prices offered for a lot, by candidate and lot."""
    return {key(one): Fraction(one.price.value) for one in grid.entrants if one.price and one.lot == lot}


def key(entrant: Entrant) -> str:
    """What tells rows apart: a candidate may have one row for each lot."""
    return f"{entrant.id}/{entrant.lot}" if entrant.lot else entrant.id


def marks_of_prices(grid: Grid, criterion: Criterion, formula: PriceFormula | None = None) -> dict[str, Fraction]:
    """The marks that the announced formula (or another) gives for one price criterion, by row."""
    chosen = formula or criterion.formula
    if chosen is None or criterion.maximum is None:
        return {}
    estimate = Fraction(criterion.estimate.value) if criterion.estimate else None
    found: dict[str, Fraction] = {}
    for lot in dict.fromkeys(one.lot for one in grid.entrants):
        if not criterion.lot or criterion.lot == lot:
            found |= price_marks(chosen, prices_of(grid, lot), Fraction(criterion.maximum.value), estimate)
    return found


class Sheet(NamedTuple):
    """A grid with what every computation asks of it: sub-criteria by parent, criteria by lot, marks that price formulas make."""

    grid: Grid
    children: Mapping[str, tuple[Criterion, ...]]
    active: Mapping[str, tuple[Criterion, ...]]
    priced: Mapping[str, Marks]


def sheet_of(grid: Grid) -> Sheet:
    """Prepare a grid once for all computations."""
    children = {one.id: found for one in grid.criteria if (found := grid.children(one.id))}
    lots = dict.fromkeys(one.lot for one in grid.entrants)
    priced = {one.id: marks_of_prices(grid, one) for one in grid.criteria if one.formula}
    return Sheet(grid, children, {lot: grid.active(lot) for lot in lots}, priced)


Weights = Mapping[str, Fraction | None]
Aggregates = Mapping[str, Aggregate]


def row_marks(sheet: Sheet, entrant: Entrant, weights: Weights, aggregates: Aggregates) -> dict[str, Fraction] | None:
    """The marks of a row for the top criteria of its lot: as written, else computed; None when one is missing."""
    found: dict[str, Fraction] = {}
    for one in sheet.active[entrant.lot]:
        value = mark_of(sheet, entrant, one, weights, aggregates)
        if value is None:
            return None
        found[one.id] = value
    return found or None


def mark_of(sheet: Sheet, entrant: Entrant, one: Criterion, weights: Weights, aggregates: Aggregates) -> Fraction | None:
    """The mark of a row for one criterion: written, else made by a price formula, else made of its sub-criteria."""
    written = entrant.marks.get(one.id)
    if written is not None:
        return Fraction(written.value)
    from_price = sheet.priced.get(one.id, {}).get(key(entrant))
    return from_price if from_price is not None else made_of_children(sheet, entrant, one, weights, aggregates)


def made_of_children(sheet: Sheet, entrant: Entrant, one: Criterion, weights: Weights, aggregates: Aggregates) -> Fraction | None:
    """The mark that the sub-criteria of a criterion make; None without sub-criteria or when a mark is missing."""
    children = sheet.children.get(one.id, ())
    marks = [mark_of(sheet, entrant, child, weights, aggregates) for child in children]
    kept = [mark for mark in marks if mark is not None]
    if not kept or len(kept) < len(marks):
        return None
    return combined(kept, [weights[child.id] for child in children], aggregates[one.id])


def factors(grid: Grid, plan: Plan, lot: str) -> dict[str, Fraction] | None:
    """By how much each mark counts in the total of a lot; None when the convention lacks a weight or a maximum.

    Totals that go across lots count each lot by its share.
    """
    if lot or grid.across_lots == "separate" or not grid.lots:
        return _own_factors(plan, grid.active(lot))
    weighted = grid.across_lots == "weighted"
    shares = {one.id: Fraction(one.weight.value) if weighted and one.weight else _ONE for one in grid.lots}
    whole = sum(shares.values(), Fraction(0))
    found: dict[str, Fraction] = {}
    for name, share in shares.items():
        own = _own_factors(plan, tuple(one for one in grid.top() if one.lot == name))
        if own is None or not whole:
            return None
        found |= {criterion: factor * share / whole for criterion, factor in own.items()}
    return found


def _own_factors(plan: Plan, criteria: tuple[Criterion, ...]) -> dict[str, Fraction] | None:
    if not criteria:
        return {}
    if plan.convention in {"added", "mean", "minimum"}:
        return dict.fromkeys((one.id for one in criteria), Fraction(1, len(criteria)) if plan.convention == "mean" else _ONE)
    weights = {one.id: weight for one in criteria if (weight := plan.weights[one.id]) is not None}
    maxima = {one.id: Fraction(one.maximum.value) for one in criteria if one.maximum and one.maximum.value}
    whole = sum(weights.values(), Fraction(0))
    if len(weights) < len(criteria) or (plan.convention in {"normalised", "share"} and not whole):
        return None
    if plan.convention in {"points", "share"} and len(maxima) < len(criteria):
        return None
    match plan.convention:
        case "percent":
            return {name: weight / 100 for name, weight in weights.items()}
        case "normalised":
            return {name: weight / whole for name, weight in weights.items()}
        case "points":
            return {name: weight / maxima[name] for name, weight in weights.items()}
        case "share":
            return {name: 100 * weight / (whole * maxima[name]) for name, weight in weights.items()}
        case _:
            return weights


class Factors(NamedTuple):
    """By how much each mark counts, also as whole numbers over one denominator: sums come out the same, ten times faster."""

    by: Mapping[str, Fraction]
    whole: Mapping[str, int]
    over: int


def scaled(by: Mapping[str, Fraction]) -> Factors:
    """Factors with their whole numbers."""
    over = lcm(*(factor.denominator for factor in by.values()))
    return Factors(by, {name: factor.numerator * (over // factor.denominator) for name, factor in by.items()}, over)


def total_of(marks: Marks, factors: Factors, plan: Plan) -> Fraction:
    """The total of one row, rounded where the plan says."""
    each, weighted, last = (_of_stage(plan, stage) for stage in ("marks", "weighted", "total"))
    if each or weighted or plan.convention == "minimum":
        terms = [(round_to(mark, each.mode, each.decimals) if each else mark) * factors.by[name] for name, mark in marks.items()]
        if weighted:
            terms = [round_to(term, weighted.mode, weighted.decimals) for term in terms]
        total = min(terms) if plan.convention == "minimum" else sum(terms, Fraction(0))
    else:
        over = lcm(*(mark.denominator for mark in marks.values()))
        whole = sum(mark.numerator * (over // mark.denominator) * factors.whole[name] for name, mark in marks.items())
        total = Fraction(whole, over * factors.over)
    return round_to(total, last.mode, last.decimals) if last else total


def _of_stage(plan: Plan, stage: Stage) -> Rounding | None:
    return next((one for one in plan.roundings if one.stage == stage), None)


def ranks(totals: Mapping[str, Fraction]) -> dict[str, tuple[int, int, int]]:
    """For each row, the first and last rank that its total allows (equal totals share them), and its rank without gaps."""
    found: dict[str, tuple[int, int, int]] = {}
    before = 0
    for dense, (_, group) in enumerate(groupby(sorted(totals, key=lambda name: -totals[name]), key=lambda name: totals[name]), 1):
        names = list(group)
        found |= dict.fromkeys(names, (before + 1, before + len(names), dense))
        before += len(names)
    return found
