"""Weak points of the ranking: a tie or a thin margin, one weight that decides, weights without a reason, marks all alike."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from doctrine.analysis.field import Field, constant, first, ranking
from doctrine.analysis.outlook import field_of, rows_to_compare
from doctrine.analysis.reviewed import Level, Reviewed, Weakness, is_a_reason
from doctrine.analysis.stability import margin, stability

#: Points of the total (of 100) under which a margin is thin.
THIN = Fraction(3)
#: Share of the weight that one criterion may gain or lose before the first changes: under it, that weight decides.
CLOSE = Fraction(5, 100)
#: Share of the weight on which all candidates are alike, from which the comparison says little.
_MUCH = Fraction(1, 4)


def found(seen: Reviewed) -> Iterator[Weakness]:
    """Every weakness of the ranking; none where nobody is ranked."""
    compared = rows_to_compare(seen.answer.stopped)
    if compared is None or len(compared[1]) < 2:
        yield from _reason(seen, ranked=False)
        return
    field = field_of(seen.case, seen.answer, compared[1])
    yield from _margin(field, "serious" if compared[0] == "fit" else "minor")
    yield from _weights(field)
    yield from _reason(seen, ranked=True)
    yield from _alike(field)


def _margin(field: Field, level: Level) -> Iterator[Weakness]:
    """A tie in first place, a thin margin, or a margin that unknown marks of a rival may undo; `level` when it decides."""
    lead = margin(field)
    if first(field) is None or lead is None:
        tied = tuple(one.id for one in ranking(field) if one.rank == 1)
        yield Weakness("R08", level, "tie", "tie", {"names": tied}, near=Fraction(0))
        return
    values = {"points": lead.points, "name": first(field), "second": lead.second, "rival": lead.rival, "short": -lead.sure}
    if lead.points < THIN:
        yield Weakness("R08", level, "margin", "", values, near=lead.points / THIN)
    elif lead.sure < 0:
        yield Weakness("R08", "minor", "margin", "unsure", values)


def _weights(field: Field) -> Iterator[Weakness]:
    """Criteria whose weight, moved a little, puts another candidate first."""
    for one in stability(field):
        ends = [(one.weight - one.low, one.low, one.below), (one.high - one.weight, one.high, one.above)]
        moves = [(distance, end, who) for distance, end, who in ends if who is not None and distance < CLOSE]
        if moves:
            distance, end, who = min(moves)
            values = {"criterion": one.criterion, "weight": one.weight, "end": end, "other": who}
            yield Weakness("R09", "serious", one.criterion, "", values, near=distance / CLOSE)


def _reason(seen: Reviewed, *, ranked: bool) -> Iterator[Weakness]:
    """Weights chosen without saying why, or left equal where they rank."""
    used = seen.answer.weights
    if used.origin == "weights" and not is_a_reason(used.reason):
        yield Weakness("R14", "serious" if ranked else "minor", "weights", "", {"reason": used.reason})
    elif used.origin == "equal" and ranked:
        yield Weakness("R14", "minor", "weights", "equal")


def _alike(field: Field) -> Iterator[Weakness]:
    """Criteria on which all candidates have the same known mark."""
    same = tuple(name for name in constant(field) if field.weights[field.criteria.index(name)])
    if same:
        share = sum((field.weights[field.criteria.index(name)] for name in same), Fraction(0))
        yield Weakness("R15", "serious" if share >= _MUCH else "minor", "criteria", "", {"criteria": same, "share": share}, near=1 - share)
