"""What a matrix says of weights: numbers brought to a total of one, or priorities; never both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from doctrine.diagnostics import Diagnostic, Place
from doctrine.grids.matrix_marks import exact
from doctrine.grids.text_tables import Cell
from doctrine.loading.source import Source, short
from doctrine.model.priorities import Priorities, PrioritiesRefused, read_priorities

#: Totals of which nothing needs to be said.
_USUAL = (Fraction(1), Fraction(100))
_SEPARATORS = re.compile(r"[;\n]")


class Note(NamedTuple):
    """Something done to the numbers of a file that its reader must know: a kind, and what it is about."""

    kind: str
    criterion: str = ""
    candidate: str = ""
    text: str = ""


class Stated(NamedTuple):
    """Weights that sum to one (None: not stated), or priorities (None: not stated) with their texts; and what is wrong with them."""

    weights: tuple[Fraction, ...] | None = None
    priorities: Priorities | None = None
    statements: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    wrong: tuple[Diagnostic, ...] = ()


class _At(NamedTuple):
    """Where to complain: the file and its cells, or an option of the command line."""

    text: Source | None
    option: str = ""

    def say(self, code: str, cell: Cell | None, **values: str) -> Diagnostic:
        """One diagnostic."""
        if self.text is not None and cell is not None:
            return self.text.diagnostic(code, cell.place, values)
        return Diagnostic(code, Place(self.option), values={name: short(value) for name, value in values.items()})


class Asked(NamedTuple):
    """What the command line says of weights: it replaces the lines of the file."""

    weights: str | None = None
    priorities: tuple[str, ...] = ()


def stated_by(asked: Asked, criteria: tuple[str, ...]) -> Stated | None:
    """What the command line says; None when it says nothing."""
    if asked.weights is not None and asked.priorities:
        return Stated(wrong=(_At(None, "--weights").say("DOC094", None),))
    if asked.weights is not None:
        return _weights_asked(criteria, asked.weights)
    if asked.priorities:
        return _priorities(criteria, [(one.strip(), None) for one in asked.priorities], _At(None, "--priority"))
    return None


def stated_in(
    text: Source, criteria: tuple[str, ...], weights: Sequence[Cell] | None, priorities: Sequence[Cell], *, comma: bool
) -> Stated:
    """What the lines of the file say; `comma` says whether a comma may open decimals there."""
    at = _At(text)
    if weights is not None and priorities:
        return Stated(wrong=(at.say("DOC094", priorities[0]),))
    if weights is not None:
        return _weights(criteria, [(cell.text, cell) for cell in weights], at, comma=comma)
    return _priorities(criteria, [(cell.text, cell) for cell in priorities], at) if priorities else Stated()


def together(found: Stated, count: int) -> tuple[Fraction, ...]:
    """The weights stated, or equal ones."""
    return found.weights or (Fraction(1, count),) * count


def _weights_asked(criteria: tuple[str, ...], text: str) -> Stated:
    """`cost=40,quality=60`: each criterion once; a semicolon between them lets commas open decimals."""
    at = _At(None, "--weights")
    semicolons = bool(_SEPARATORS.search(text))
    given: dict[str, str] = {}
    for part in _SEPARATORS.split(text) if semicolons else text.split(","):
        name, sign, value = (piece.strip() for piece in part.partition("="))
        if not sign or name not in criteria or name in given:
            return Stated(wrong=(at.say("DOC667", None, text=part.strip()),))
        given[name] = value
    return _weights(criteria, [(given.get(name, ""), None) for name in criteria], at, comma=semicolons)


def _weights(criteria: tuple[str, ...], given: Sequence[tuple[str, Cell | None]], at: _At, *, comma: bool) -> Stated:
    """Numbers brought to a total of one, exactly."""
    found: list[Fraction] = []
    wrong = []
    for name, (text, cell) in zip(criteria, given, strict=True):
        value = exact(text, comma=comma)
        if value is None or value < 0:
            wrong.append(at.say("DOC667", cell, text=f"{name} = {text or '?'}"))
        else:
            found.append(value)
    total = sum(found, Fraction(0))
    if not wrong and total <= 0:
        wrong.append(at.say("DOC667", given[0][1], text="total = 0"))
    if wrong:
        return Stated(wrong=tuple(wrong))
    notes = () if total in _USUAL else (Note("total", text=_plain(total)),)
    return Stated(tuple(value / total for value in found), notes=notes)


def _plain(total: Fraction) -> str:
    """A total of decimals as it would be written."""
    digits = 0
    while total * 10**digits != int(total * 10**digits):
        digits += 1
    scaled = f"{int(total * 10**digits):0{digits + 1}d}"
    return f"{scaled[:-digits]}.{scaled[-digits:]}" if digits else scaled


def _priorities(criteria: tuple[str, ...], given: Sequence[tuple[str, Cell | None]], at: _At) -> Stated:
    """Statements read one by one; those that exclude each other are refused at the first of the smallest set."""
    texts = tuple(text for text, _ in given)
    try:
        found = read_priorities(texts, criteria)
    except PrioritiesRefused as refused:
        cell = next((cell for text, cell in given if text in refused.texts), None)
        code = "DOC668" if refused.code == "DOC090" else refused.code
        values = {"conflict": " ; ".join(refused.texts)} | ({"choices": ", ".join(criteria)} if code == "DOC668" else {})
        return Stated(wrong=(at.say(code, cell, **values),))
    return Stated(priorities=found, statements=texts)
