"""What an audit finds: values only, by ids; words are made elsewhere."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from doctrine.model.grid import At, Convention, Rounding

#: `incomplete`: what could be compared comes out, and something written could not be; `nothing_written`: neither totals nor ranks nor
#: made marks to compare with.
Verdict = Literal["reproducible", "explained", "not_reproducible", "incomplete", "nothing_written"]
CauseKind = Literal[
    "permuted_weights", "other_aggregate", "other_convention", "other_formula", "unnormalised_weights", "weights_ignored",
    "wrong_weight", "wrong_cell", "wrong_total", "wrong_rank",
]  # fmt: skip


class Explanation(NamedTuple):
    """Roundings that bring what was written, and the rows that they change; `announced` when the grid said so itself.

    `also` are other roundings that explain every row as well.
    """

    roundings: tuple[Rounding, ...]
    rows: tuple[str, ...]
    announced: bool = False
    also: tuple[tuple[Rounding, ...], ...] = ()


class Row(NamedTuple):
    """The total and the rank of one row: as written, recomputed exactly, and with the roundings found (or the nearest)."""

    row: str
    label: str
    lot: str
    written: Decimal | None
    exact: Fraction | None
    explained: Fraction | None
    rank_written: Decimal | None
    rank: int | None
    at: At = At()

    @property
    def gap(self) -> Fraction | None:
        """Written minus recomputed, None when one of them is missing."""
        return None if self.written is None or self.exact is None else Fraction(self.written) - self.exact


class MadeMark(NamedTuple):
    """A written mark that a price formula or sub-criteria make; `explained` when roundings bring it."""

    row: str
    label: str
    criterion: str
    written: Decimal
    exact: Fraction
    explained: bool
    at: At = At()


class Cause(NamedTuple):
    """One candidate cause that would bring everything written: what kind, where, what is written, what would explain."""

    kind: CauseKind
    subject: tuple[str, ...] = ()
    written: str = ""
    explaining: str = ""
    at: At = At()


class Sum(NamedTuple):
    """The weights of a group, a lot or the whole."""

    name: str
    total: Fraction


class Audit(NamedTuple):
    """All that recomputing a grid has to say.

    `unread` are rows with a mark missing; `unreadable` how many cells say something that cannot be read; `order_by_rounding` tells that
    only rounding puts the rows in this order. `nearest` is a rounding of totals that brings some rows, for want of one that brings all.
    """

    verdict: Verdict
    convention: Convention | None
    explanations: tuple[Explanation, ...]
    rows: tuple[Row, ...]
    made: tuple[MadeMark, ...]
    causes: tuple[Cause, ...]
    weights: Sum | None
    announced: Decimal | None
    groups: tuple[Sum, ...]
    lots: tuple[Sum, ...]
    unread: tuple[str, ...] = ()
    unreadable: int = 0
    order_by_rounding: bool = False
    nearest: Explanation | None = None
