"""Under which share of all defensible weightings each candidate takes each rank (rank acceptability, SMAA-2).

Lahdelma and Salminen, SMAA-2: Stochastic multicriteria acceptability analysis for group decision making, Operations Research 49,
2001. Shares of first places are exact for two candidates; beyond, drawn weightings give them with a bound that holds with 95 %
confidence for each share (Hoeffding, 1963). Ties share the ranks they cover equally, so that the shares of a rank total one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from operator import mul
from typing import Any, NamedTuple

from doctrine.admissible import Vector, centre, dot, parts, share_above, volume
from doctrine.analysis.field import Field, Row, differences
from doctrine.analysis.sampling import BITS, UNIT, many_mixed, many_weightings, mixed, plan, weightings
from doctrine.model.case import Policy

#: Weightings drawn without numpy, and with the extra `robust`.
FEW, MANY = 10_000, 100_000
#: Draws of unknown marks, beside those of weights: one number for each candidate and criterion.
MARKS = 2_000
#: Points are whole numbers out of this many for one: their product with weights stays within 64 bits.
_POINT = 10_000
#: Counters of the draws of marks start far from those of weights.
_MARKS_FROM = 1 << 40

#: A count of draws: whole, or a fraction where candidates tie.
Points = int | Fraction


class Share(NamedTuple):
    """A share of one; `within` bounds its error (zero when exact)."""

    value: Fraction
    within: Fraction = Fraction(0)


class Acceptability(NamedTuple):
    """How one candidate stands under the admissible weightings.

    `ranks` are the shares of each rank, first rank first; `central` the typical weights that make it first (None when none does);
    `confidence` the share of possible marks under which it is first at those weights; `joint` its share of first places over weights and
    marks together.
    """

    id: str
    ranks: tuple[Share, ...]
    central: Vector | None
    confidence: Share | None
    joint: Share


class Robustness(NamedTuple):
    """The acceptabilities of all candidates, how many weightings were drawn (0: exact), and how many draws of marks (0: all known)."""

    candidates: tuple[Acceptability, ...]
    drawn: int
    marks_drawn: int
    policy: Policy

    def of(self, candidate: str) -> Acceptability:
        """The line of a candidate."""
        return next(one for one in self.candidates if one.id == candidate)


def robustness(field: Field, *, policy: Policy = "careful", draws: int | None = None) -> Robustness:
    """The acceptabilities of a field; `draws` asks for so many weightings (by numpy where it is installed: the same numbers)."""
    numpy = _numpy(draws)
    joint, confidences, drawn_marks = _over_marks(field, numpy)
    exact = _one_or_two(field, policy)
    if exact is not None:
        counted, drawn = exact, 0
    else:
        counted, drawn = _drawn(field, policy, draws or (MANY if numpy is not None else FEW), numpy)
    lines = []
    for place, (row, (ranks, central)) in enumerate(zip(field.rows, counted, strict=True)):
        confidence = None if central is None else confidences(central)[place]
        lines.append(Acceptability(row.id, ranks, central, confidence, ranks[0] if joint is None else joint[place]))
    return Robustness(tuple(lines), drawn, drawn_marks, policy)


def _numpy(draws: int | None) -> Any:
    """The optional numpy, None when it is not installed or not worth its import."""
    if draws is not None and draws <= FEW:
        return None
    try:
        import numpy
    except ImportError:
        return None
    return numpy


def bound(draws: int) -> Fraction:
    """The error that a drawn share exceeds in at most 5 % of cases: √(ln 40 ÷ 2n), rounded up to a millionth."""
    exact = (Decimal(40).ln() / (2 * draws)).sqrt()
    return Fraction(int(exact * 1_000_000) + 1, 1_000_000)


#: For each candidate, its shares of every rank and the typical weights that make it first.
Lines = list[tuple[tuple[Share, ...], Vector | None]]


def _one_or_two(field: Field, policy: Policy) -> Lines | None:
    """Closed forms for one candidate and for two; None for more, or when the set of weightings has no volume."""
    if len(field.rows) == 1:
        return [((Share(Fraction(1)),), centre(field.weightings))]
    pieces = parts(field.weightings)
    if len(field.rows) != 2 or not volume(pieces):
        return None
    one, other = (row.points(policy) for row in field.rows)
    above, below = share_above(pieces, differences(one, other)), share_above(pieces, differences(other, one))
    lines: Lines = []
    for share, gap in ((above, differences(one, other)), (below, differences(other, one))):
        wins = share + (1 - above - below) / 2
        favourable = field.weightings._replace(cuts=(*field.weightings.cuts, gap)) if any(gap) else field.weightings
        lines.append(((Share(wins), Share(1 - wins)), centre(favourable) if wins else None))
    return lines


def _drawn(field: Field, policy: Policy, wanted: int, numpy: Any) -> tuple[Lines, int]:
    """Shares of ranks over drawn weightings. Candidates of equal points form a class, whose members share its ranks."""
    kinds: dict[Vector, list[int]] = {}
    for place, row in enumerate(field.rows):
        kinds.setdefault(row.points(policy), []).append(place)
    exact, sizes = list(kinds), [len(members) for members in kinds.values()]
    rows = [_whole(points) for points in exact]
    places: list[dict[int, Points]] = [{} for _ in rows]
    central: list[list[Points]] = [[0] * len(field.criteria) for _ in rows]
    drawn = 0
    if numpy is None:
        for weights in weightings(plan(field.weightings), wanted):
            drawn += 1
            _count_one(weights, [sum(map(mul, weights, row)) for row in rows], exact, sizes, places, central)
    else:
        for block in many_weightings(plan(field.weightings), wanted):
            drawn += len(block)
            _count_many(numpy, block, rows, exact, sizes, places, central)
    within = bound(drawn) if drawn else Fraction(1)
    lines: dict[int, tuple[tuple[Share, ...], Vector | None]] = {}
    for members, found, sums in zip(kinds.values(), places, central, strict=True):
        over = len(members) * max(drawn, 1)
        ranks = tuple(Share(Fraction(found.get(place, 0)) / over, within) for place in range(len(field.rows)))
        total = sum(sums, Fraction(0))
        for member in members:
            lines[member] = (ranks, tuple(Fraction(value) / total for value in sums) if total else None)
    return [lines[place] for place in range(len(field.rows))], drawn


def _whole(points: Vector) -> tuple[int, ...]:
    return tuple(int(value * _POINT) for value in points)


def _count_one(
    weights: Sequence[int],
    totals: Sequence[int],
    exact: list[Vector],
    sizes: list[int],
    places: list[dict[int, Points]],
    central: list[list[Points]],
) -> None:
    """One weighting: classes of equal total share the places they cover; totals equal once rounded are compared exactly."""
    compared: Sequence[int | Fraction] = totals
    if len(set(totals)) < len(totals):
        compared = [dot(weights, points) for points in exact]
    order = sorted(range(len(compared)), key=compared.__getitem__, reverse=True)
    at = before = 0
    while at < len(order):
        level = [order[at]]
        while at + len(level) < len(order) and compared[order[at + len(level)]] == compared[order[at]]:
            level.append(order[at + len(level)])
        covered = sum(sizes[one] for one in level)
        for one in level:
            share = 1 if len(level) == 1 else Fraction(sizes[one], covered)
            counts = places[one]
            for place in range(before, before + covered):
                counts[place] = counts.get(place, 0) + share
        if not before:
            for one in level:
                share = 1 if len(level) == 1 else Fraction(1, len(level))
                central[one] = [found + share * weight for found, weight in zip(central[one], weights, strict=True)]
        at += len(level)
        before += covered


def _count_many(
    numpy: Any,
    weights: Any,
    rows: list[tuple[int, ...]],
    exact: list[Vector],
    sizes: list[int],
    places: list[dict[int, Points]],
    central: list[list[Points]],
) -> None:
    """Many weightings at once; the few where classes tie are counted one by one."""
    totals = weights @ numpy.array(rows, dtype=numpy.int64).T
    order = numpy.argsort(-totals, axis=1, kind="stable")
    ordered = numpy.take_along_axis(totals, order, axis=1)
    tied = (ordered[:, 1:] == ordered[:, :-1]).any(axis=1)
    for place in numpy.nonzero(tied)[0].tolist():
        _count_one(weights[place].tolist(), totals[place].tolist(), exact, sizes, places, central)
    clear, order = weights[~tied], order[~tied]
    size = numpy.array(sizes, dtype=numpy.int64)
    starts = numpy.cumsum(size[order], axis=1) - size[order]
    everyone = sum(sizes)
    counts = numpy.zeros((len(rows), everyone), dtype=numpy.int64)
    numpy.add.at(counts, (order, starts), 1)
    for one, start in zip(*(found.tolist() for found in numpy.nonzero(counts)), strict=True):
        many = int(counts[one, start])
        for place in range(start, start + sizes[one]):
            places[one][place] = places[one].get(place, 0) + many
        if not start:
            sums = clear[order[:, 0] == one].sum(axis=0).tolist()
            central[one] = [before + value for before, value in zip(central[one], sums, strict=True)]


Joint = list[Share] | None
Confidences = Callable[[Vector], list[Share]]


def _over_marks(field: Field, numpy: Any) -> tuple[Joint, Confidences, int]:
    """Shares of first places over weights and unknown marks together (None when every mark is known), and over marks at given weights."""
    cells = [_cells(row) for row in field.rows]
    if not any(cell.width or cell.table for row in cells for cell in row):
        known = [[[cell.low for cell in row] for row in cells]]
        return None, lambda central: _at(central, known), 0
    drawn = MARKS if numpy is None else 5 * MARKS
    if numpy is None:
        marks = [_marks(cells, draw) for draw in range(drawn)]
        pairs = zip(weightings(plan(field.weightings), drawn), marks, strict=False)
        joint = _first_places([[_total(weights, row) for row in made] for weights, made in pairs])
        return joint, lambda central: _at(central, marks), drawn
    many = _many_marks(numpy, cells, drawn)
    weights = numpy.concatenate(list(many_weightings(plan(field.weightings), drawn)))
    joint = _many_first_places(numpy, numpy.einsum("dk,drk->dr", weights, many[: len(weights)]))
    return joint, lambda central: _many_first_places(numpy, many @ numpy.array(_out_of_unit(central), dtype=numpy.int64)), drawn


class _Cell(NamedTuple):
    """How one mark is drawn, whole numbers: evenly from `low` over `width`, or evenly among the points of `table`."""

    low: int
    width: int
    table: tuple[int, ...]


def _cells(row: Row) -> list[_Cell]:
    shapes = row.shapes or (None,) * len(row.low)
    lows, widths = _whole(row.low), _whole(differences(row.high, row.low))
    return [_Cell(low, width, _whole(shape or ())) for low, width, shape in zip(lows, widths, shapes, strict=True)]


def _at(central: Vector, marks: Sequence[Sequence[Sequence[int]]]) -> list[Share]:
    """Shares of first places over draws of marks, at given weights."""
    weights = _out_of_unit(central)
    return _first_places([[_total(weights, row) for row in made] for made in marks])


def _out_of_unit(weights: Vector) -> tuple[int, ...]:
    return tuple(int(weight * UNIT) for weight in weights)


def _total(weights: Sequence[int], marks: Sequence[int]) -> int:
    return sum(map(mul, weights, marks))


def _marks(cells: list[list[_Cell]], draw: int) -> list[list[int]]:
    """The marks of all candidates in one draw, whole numbers."""
    counter = _MARKS_FROM + draw * len(cells) * len(cells[0])
    made = []
    for row in cells:
        drawn = [mixed(counter + place) >> (64 - BITS) for place in range(len(row))]
        made.append([_mark(cell, share) for cell, share in zip(row, drawn, strict=True)])
        counter += len(row)
    return made


def _mark(cell: _Cell, share: int) -> int:
    return cell.table[share * len(cell.table) // UNIT] if cell.table else cell.low + cell.width * share // UNIT


def _many_marks(numpy: Any, cells: list[list[_Cell]], draws: int) -> Any:
    """The same marks by numpy: draws × candidates × criteria."""
    shape = (draws, len(cells), len(cells[0]))
    counters = numpy.arange(_MARKS_FROM, _MARKS_FROM + shape[0] * shape[1] * shape[2], dtype=numpy.uint64)
    share = (many_mixed(numpy, counters) >> numpy.uint64(64 - BITS)).astype(numpy.int64).reshape(shape)
    lows = numpy.array([[cell.low for cell in row] for row in cells], dtype=numpy.int64)
    made = lows + numpy.array([[cell.width for cell in row] for row in cells], dtype=numpy.int64) * share // UNIT
    for row, found in enumerate(cells):
        for place, cell in enumerate(found):
            if cell.table:
                table = numpy.array(cell.table, dtype=numpy.int64)
                made[:, row, place] = table[share[:, row, place] * len(cell.table) // UNIT]
    return made


def _first_places(totals: list[list[int]]) -> list[Share]:
    """The share of draws in which each candidate comes first; ties are shared."""
    wins = [Fraction(0)] * len(totals[0]) if totals else []
    for found in totals:
        best = max(found)
        leaders = [place for place, total in enumerate(found) if total == best]
        for place in leaders:
            wins[place] += Fraction(1, len(leaders))
    within = bound(len(totals)) if len(totals) > 1 else Fraction(0)
    return [Share(won / len(totals), within) for won in wins]


def _many_first_places(numpy: Any, totals: Any) -> list[Share]:
    best = totals == totals.max(axis=1, keepdims=True)
    alone = best.sum(axis=1) == 1
    wins = [Fraction(int(count)) for count in best[alone].sum(axis=0)]
    for row in best[~alone].tolist():
        for place, leads in enumerate(row):
            wins[place] += Fraction(leads, sum(row))
    return [Share(won / len(totals), bound(len(totals))) for won in wins]
