"""An audit of somebody's grid in words: the verdict first, in one sentence, then the table, the causes and the sums of weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from doctrine.grids.cautions import has_no_weight
from doctrine.grids.rounding import agrees
from doctrine.grids.verdicts import Audit, Cause, Explanation, Row
from doctrine.locales.words import Words
from doctrine.model.grid import Grid as ScoringGrid
from doctrine.model.grid import Rounding
from doctrine.presenting.blocks import Block, Bullets, Grid, Heading, Paragraph

#: Longer tables are for the JSON.
_MOST_ROWS = 200
_PLACES = 6


def audit_blocks(grid: ScoringGrid, audit: Audit, words: Words) -> tuple[Block, ...]:
    """Everything there is to say of one audit."""
    return tuple(_Said(grid, audit, words).blocks())


class _Said:
    """One audit with the labels of its grid."""

    def __init__(self, grid: ScoringGrid, audit: Audit, words: Words) -> None:
        self.audit = audit
        self.words = words
        self.criteria: Mapping[str, str] = {one.id: one.label for one in grid.criteria}
        self.rows: Mapping[str, str] = {row.row: f"{row.label} ({row.lot})" if row.lot else row.label for row in audit.rows}
        self.title = grid.title
        self.weightless = has_no_weight(grid)

    def blocks(self) -> Iterator[Block]:
        """Title and verdict, method, table, causes, sums."""
        say = self.words.say
        yield Heading(1, say("grid_title", title=self.title))
        yield Paragraph(say(f"grid_verdict_{self.audit.verdict}"))
        yield Bullets(tuple(self._sentences()))
        yield from self._table()
        yield from self._made()
        if self.audit.causes:
            yield Heading(2, say("grid_h_causes"))
            yield Paragraph(say(f"grid_causes_{self._reach()}"))
            yield Bullets(tuple(self._cause(one) for one in self.audit.causes))
        elif self.audit.verdict == "not_reproducible":
            yield Heading(2, say("grid_h_causes"))
            yield Paragraph(say("grid_no_weight" if self.weightless else "grid_no_cause"))
        yield from self._sums()

    def _reach(self) -> str:
        """What the causes do: each of them enough `alone`, all of them `together` (ranks), or each for a `part` of what is wrong."""
        audit = self.audit
        ranks = sum(one.kind == "wrong_rank" for one in audit.causes)
        wrong = {f"mark {mark.criterion}" for mark in audit.made if not mark.explained} | ({"ranks"} if ranks else set())
        wrong |= {"totals"} if any(self._differs(row) for row in audit.rows) else set()
        rows = {one.subject[0] for one in audit.causes if one.kind in {"wrong_cell", "wrong_total"}}
        if ranks > 1 and wrong == {"ranks"}:
            return "together"
        return "part" if len(wrong) > 1 or len(rows) > 1 or ranks > 1 else "alone"

    def _sentences(self) -> Iterator[str]:
        say, audit = self.words.say, self.audit
        gaps = sum(self._differs(row) for row in audit.rows)
        if audit.verdict == "not_reproducible" and gaps:
            yield say("grid_gaps", count=gaps, rows=len(audit.rows))
        wrong_marks = sum(not mark.explained for mark in audit.made)
        if wrong_marks:
            yield say("grid_wrong_marks", count=wrong_marks)
        wrong_ranks = sum(one.kind == "wrong_rank" for one in audit.causes)
        if wrong_ranks:
            yield say("grid_wrong_ranks", count=wrong_ranks)
        if audit.convention:
            yield say("grid_method", method=say(f"grid_convention_{audit.convention}"))
        elif audit.rows:
            yield say("grid_no_method")
        for one in audit.explanations:
            yield self._explained(one)
        if audit.nearest:
            rounding = self._roundings(audit.nearest.roundings)
            yield say("grid_rounded_nearest", rounding=rounding, count=len(audit.nearest.rows), rows=len(audit.rows))
        if audit.order_by_rounding:
            yield say("grid_order_by_rounding")
        if audit.unread:
            yield say("grid_unread", rows=", ".join(self.rows[name] for name in audit.unread[:5]), count=len(audit.unread))
        if audit.unreadable:
            yield say("grid_unreadable", count=audit.unreadable)
        if audit.weights and audit.announced is not None and audit.weights.total != audit.announced:
            yield say("grid_weights_differ", total=self._number(audit.weights.total), announced=self._number(audit.announced))

    def _differs(self, row: Row) -> bool:
        """Whether a total is neither exact nor explained by the roundings found."""
        if row.written is None or row.exact is None:
            return False
        return not agrees(row.written, row.exact) and (row.explained is None or not agrees(row.written, row.explained))

    def _explained(self, one: Explanation) -> str:
        say = self.words.say
        rows = ", ".join(self.rows[name] for name in one.rows[:5])
        key = "grid_rounded_announced" if one.announced else "grid_rounded"
        text = say(key, rounding=self._roundings(one.roundings), rows=rows, count=len(one.rows))
        others = self.words.semicolon.join(self._roundings(other) for other in one.also[:3])
        return f"{text} {say('grid_rounded_also', others=others)}" if others else text

    def _roundings(self, roundings: tuple[Rounding, ...]) -> str:
        say = self.words.say
        return say("grid_then").join(
            say("grid_rounding", stage=say(f"grid_stage_{one.stage}"), mode=say(f"grid_mode_{one.mode}"), count=one.decimals)
            for one in roundings
        )

    def _number(self, value: Decimal | Fraction | None) -> str:
        """A number with all its decimals up to six; ≈ when more are left out."""
        if value is None:
            return ""
        exact = Fraction(value)
        text = self.words.number(exact, _PLACES)
        return text if (exact * 10**_PLACES).denominator == 1 else f"≈ {text}"

    def _table(self) -> Iterator[Block]:
        say = self.words.say
        shown = [row for row in self.audit.rows if row.written is not None or row.exact is not None or row.rank_written is not None]
        if not shown:
            return
        if len(shown) > _MOST_ROWS:
            shown.sort(key=lambda row: not self._differs(row))
        ranked = any(row.rank_written is not None for row in shown)
        head = ("grid_candidate", "grid_written", "grid_recomputed", "grid_gap", *(("grid_rank_written", "grid_rank") if ranked else ()))
        yield Heading(2, say("grid_h_table"))
        yield Grid(tuple(say(name) for name in head), tuple(self._row(row, ranked=ranked) for row in shown[:_MOST_ROWS]))
        if len(shown) > _MOST_ROWS:
            yield Paragraph(say("grid_more_rows", count=len(shown) - _MOST_ROWS))

    def _row(self, row: Row, *, ranked: bool) -> tuple[str, ...]:
        gap = row.gap
        cells = (self.rows[row.row], self._number(row.written), self._number(row.exact), self._number(gap) if gap is not None else "")
        return (*cells, self._number(row.rank_written), str(row.rank or "")) if ranked else cells

    def _made(self) -> Iterator[Block]:
        say = self.words.say
        different = [mark for mark in self.audit.made if not agrees(mark.written, mark.exact)]
        if not different:
            return
        yield Heading(2, say("grid_h_made"))
        head = tuple(say(name) for name in ("grid_candidate", "grid_criterion", "grid_written", "grid_recomputed", "grid_by_rounding"))
        rows = tuple(
            (
                self.rows[mark.row],
                self.criteria[mark.criterion],
                self._number(mark.written),
                self._number(mark.exact),
                say("grid_yes" if mark.explained else "grid_no"),
            )
            for mark in different[:_MOST_ROWS]
        )
        yield Grid(head, rows)

    def _cause(self, one: Cause) -> str:
        """One cause; what it names is a row, a criterion, or both."""
        say = self.words.say
        names = [self.rows.get(name) or self.criteria.get(name, name) for name in one.subject]
        if one.kind in {"permuted_weights", "wrong_weight", "other_aggregate", "other_formula"}:
            names = [self.criteria.get(name, name) for name in one.subject]
        written, explaining = self._value(one, one.written), self._value(one, one.explaining)
        first = names[0] if names else say("grid_whole")
        return say(f"grid_cause_{one.kind}", first=first, second=names[-1] if names else "", written=written, explaining=explaining)

    def _value(self, one: Cause, text: str) -> str:
        """A value of a cause: a number, or the name of a method."""
        section = {
            "other_aggregate": "aggregate",
            "other_formula": "formula",
            "other_convention": "convention",
            "unnormalised_weights": "convention",
            "weights_ignored": "convention",
        }
        if one.kind == "other_aggregate" and not one.subject:
            return self.words.say(f"grid_convention_{text}")
        if one.kind in section:
            return self.words.say(f"grid_{section[one.kind]}_{text}")
        if one.kind == "permuted_weights" or not text:
            return text
        return self._number(Fraction(text))

    def _sums(self) -> Iterator[Block]:
        audit, say = self.audit, self.words.say
        rows: list[tuple[str, ...]] = [
            *((say("grid_group", name=self.criteria.get(one.name, one.name)), self._number(one.total)) for one in audit.groups),
            *((say("grid_lot", name=one.name), self._number(one.total)) for one in audit.lots),
        ]
        if audit.weights:
            rows.append((say("grid_all_weights"), self._number(audit.weights.total)))
        if audit.announced is not None:
            rows.append((say("grid_announced"), self._number(audit.announced)))
        if rows:
            yield Heading(2, say("grid_h_weights"))
            yield Grid((say("grid_weights"), say("grid_sum")), tuple(rows))
