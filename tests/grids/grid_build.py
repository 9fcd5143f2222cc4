"""Grids built for tests: a small tender, its totals computed as asked, and the same grid in every format."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from doctrine.grids.rounding import round_to
from doctrine.model.grid import Mode, Stage

CRITERIA = ("prix", "valeur-technique", "environnement")
LABELS = {"prix": "Prix des prestations", "valeur-technique": "Valeur technique", "environnement": "Environnement"}
WEIGHTS = {"prix": "45", "valeur-technique": "40", "environnement": "15"}
#: Marks whose weighted sums end in 5 at the next decimal (ties), and do not end at all once divided by a sum of weights of 3.
MARKS: dict[str, tuple[str, str, str]] = {
    "alpha": ("12.345", "15.125", "9.55"),
    "beta": ("18.675", "11.375", "13.05"),
    "gamma": ("9.815", "17.885", "16.45"),
    "delta": ("14.225", "14.615", "10.85"),
}


def shown(value: Fraction) -> str:
    """An exact decimal as text; what does not end is a mistake of the test."""
    text = Decimal(value.numerator) / Decimal(value.denominator)
    assert Fraction(text) == value
    return f"{text:f}"


def totals(
    marks: Mapping[str, Sequence[str]] = MARKS,
    weights: Sequence[str] = tuple(WEIGHTS.values()),
    rounding: tuple[Stage, Mode, int] | None = None,
) -> dict[str, Fraction]:
    """Totals as a sheet would compute them: the oracle, written apart from the program."""
    stage, mode, decimals = rounding or ("", "half_up", 0)
    whole = sum(Fraction(weight) for weight in weights)
    found = {}
    for name, row in marks.items():
        values = [Fraction(mark) for mark in row]
        if stage == "marks":
            values = [round_to(value, mode, decimals) for value in values]
        terms = [value * Fraction(weight) / whole for value, weight in zip(values, weights, strict=True)]
        if stage == "weighted":
            terms = [round_to(term, mode, decimals) for term in terms]
        total = sum(terms, Fraction(0))
        found[name] = round_to(total, mode, decimals) if stage == "total" else total
    return found


def ranks(totals_: Mapping[str, Fraction]) -> dict[str, int]:
    return {name: 1 + sum(other > total for other in totals_.values()) for name, total in totals_.items()}


def yaml_grid(
    marks: Mapping[str, Sequence[str]] = MARKS,
    written: Mapping[str, Fraction] | None = None,
    weights: Mapping[str, str] = WEIGHTS,
    *,
    head: str = "",
    ranked: Mapping[str, int] | None = None,
) -> bytes:
    """A grid/1 file."""
    lines = ["format: grid/1", "title: Hébergement", "day: 2026-09-15", *head.splitlines(), "criteria:"]
    lines += [f"  - {{id: {name}, label: {LABELS[name]}, weight: {weights[name]}}}" for name in CRITERIA]
    lines.append("candidates:")
    for name, row in marks.items():
        cells = ", ".join(f"{one}: {mark}" for one, mark in zip(CRITERIA, row, strict=True))
        total = f", total: {shown(written[name])}" if written else ""
        rank = f", rank: {ranked[name]}" if ranked else ""
        lines.append(f"  - {{id: {name}, label: {name.title()}, marks: {{{cells}}}{total}{rank}}}")
    return ("\n".join(lines) + "\n").encode()


Table = list[list[str]]


def table(written: Mapping[str, Fraction], ranked: Mapping[str, int], number: Callable[[str], str] = str) -> Table:
    """The same grid as rows."""
    rows = [["titre", "Hébergement"], ["jour", "2026-09-15"]]
    rows.append(["Candidat", *(LABELS[name] for name in CRITERIA), "total", "rang"])
    rows.append(["poids", *(number(WEIGHTS[name]) for name in CRITERIA), "", ""])
    rows += [[name.title(), *map(number, MARKS[name]), number(shown(written[name])), str(ranked[name])] for name in MARKS]
    return rows


def csv_bytes(rows: Table, delimiter: str = ";", *, mark: bool = False) -> bytes:
    """Rows as CSV; `mark` adds the byte order mark that spreadsheets write."""
    text = "\r\n".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows) + "\r\n"
    return text.encode("utf-8-sig" if mark else "utf-8")


def markdown_bytes(rows: Table) -> bytes:
    """The table of a page, between two paragraphs; settings cannot be written before a header, so they are left out."""
    head, *rest = rows[2:]
    lines = ["# Note", "", "| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rest]
    return ("\n".join([*lines, "", "Fin."]) + "\n").encode()


def xlsx_bytes(rows: Table) -> bytes:
    """Rows as a workbook, numbers as the spreadsheet keeps them."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([_typed(cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods_bytes(rows: Table) -> bytes:
    """Rows as an OpenDocument sheet."""
    from odfdo import Document
    from odfdo import Table as Sheet

    document = Document("spreadsheet")
    document.body.clear()
    sheet = Sheet("Grille")
    for place, row in enumerate(rows):
        sheet.set_row_values(place, [_typed(cell) for cell in row])
    document.body.append(sheet)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _typed(cell: str) -> object:
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell or None
