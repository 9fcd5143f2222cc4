"""One grid, five formats, one audit; the layouts of tables; one mistake per broken table."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from grid_build import Table, csv_bytes, markdown_bytes, ods_bytes, ranks, table, totals, xlsx_bytes, yaml_grid

from doctrine.diagnostics import Place
from doctrine.grids.auditing import audit
from doctrine.grids.reading import LoadedGrid, grid_of
from doctrine.model.grid import Grid
from doctrine.reporters.grid_json import render

ROUNDED = totals(rounding=("total", "half_up", 2))
RANKS = ranks(ROUNDED)
ROWS = table(ROUNDED, RANKS)
FRENCH = table(ROUNDED, RANKS, lambda text: text.replace(".", ","))

FORMATS = {
    "grille.csv": csv_bytes(FRENCH),
    "marque.csv": csv_bytes(FRENCH, mark=True),
    "virgules.csv": csv_bytes(ROWS, ","),
    "virgules-citees.csv": csv_bytes(FRENCH, ","),
    "grille.tsv": csv_bytes(FRENCH, "\t"),
    "grille.md": markdown_bytes(FRENCH),
}


def read(data: bytes, name: str) -> Grid:
    loaded = grid_of(data, name)
    assert loaded.grid is not None, loaded.diagnostics
    return loaded.grid


def answer(data: bytes, name: str) -> dict[str, object]:
    """The audit as JSON without what may differ: the file, its title, the places."""

    def bare(value: object) -> object:
        if isinstance(value, dict):
            return {key: bare(inner) for key, inner in value.items() if key not in {"at", "file", "title"}}
        return [bare(inner) for inner in value] if isinstance(value, list) else value

    grid = read(data, name)
    found = bare(json.loads(render(name, grid, audit(grid))))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_text_formats_give_the_audit_of_the_yaml(name: str) -> None:
    assert answer(FORMATS[name], name) == answer(yaml_grid(written=ROUNDED, ranked=RANKS), "grille.yaml")


@pytest.mark.parametrize(("name", "write"), [("grille.xlsx", xlsx_bytes), ("grille.ods", ods_bytes)])
def test_workbooks_give_the_audit_of_the_yaml(name: str, write) -> None:  # type: ignore[no-untyped-def]
    assert answer(write(ROWS), name) == answer(yaml_grid(written=ROUNDED, ranked=RANKS), "grille.yaml")


def test_a_total_that_a_spreadsheet_computed_in_binary_is_reproducible() -> None:
    rows = [["Candidat", "A", "B", "C", "total"], ["Un", "10", "11", "16", str(37 / 3)], ["Deux", "0.1", "0.2", "0", str(0.3 / 3)]]
    assert audit(read(xlsx_bytes(rows), "g.xlsx")).verdict == "reproducible"
    assert audit(read(xlsx_bytes([*rows[:2], ["Deux", "0.1", "0.2", "0", "0.11"]]), "g.xlsx")).verdict == "not_reproducible"


def test_settings_and_rows_about_criteria_are_read() -> None:
    text = """\
titre;Hébergement
jour;2026-09-15
procédure;formalisée
total annoncé;100
échelle;Très bon;20
échelle;Bon;15

Candidat;Coût;Technique;Export;prix;TOTAL;Classement;Lot
poids;40 %;50 %;10 %
note maximale;20;20;20
nature;prix;qualité;autre
formule;proportional_lowest
obligatoire;;;oui
note par;;fournisseur
Alpha;20;Très bon;-;1 234,50 €;18,5;1;
"""
    grid = read(text.encode(), "g.csv")
    price, technical, export = grid.criteria
    assert (grid.title, grid.procedure, str(grid.day)) == ("Hébergement", "formal", "2026-09-15")
    assert grid.announced is not None
    assert grid.announced.value == 100
    assert (price.kind, price.formula, price.weight and price.weight.value) == ("price", "proportional_lowest", 40)
    assert (technical.by, export.compulsory) == ("supplier", True)
    [alpha] = grid.entrants
    assert alpha.price is not None
    assert Fraction(alpha.price.value) == Fraction("1234.5")
    assert (alpha.marks["technique"].value, alpha.marks["technique"].word) == (20, "Très bon")
    assert "export" not in alpha.marks


def test_weights_in_the_titles_are_read() -> None:
    grid = read(b"Candidat;Prix (40 %);Technique (60 %)\nA;10;12\n", "g.csv")
    assert [(one.id, one.weight and one.weight.value) for one in grid.criteria] == [("prix", 40), ("technique", 60)]


def test_lines_above_the_table_are_passed_over() -> None:
    grid = read("Analyse des offres\nMarché n°;2026-12\n\nCandidat;Coût;Technique;total\nA;10;12;22\n".encode(), "g.csv")
    assert ([one.id for one in grid.criteria], [one.id for one in grid.entrants]) == (["cout", "technique"], ["a"])


def test_a_group_named_like_a_column_makes_sub_criteria() -> None:
    text = "Candidat;Technique;Support;Délai;total\ngroupe;;Technique;Technique;\nA;9;4;5;9\n"
    grid = read(text.encode(), "g.csv")
    assert [(one.id, one.parent) for one in grid.criteria] == [("technique", ""), ("support", "technique"), ("delai", "technique")]
    assert audit(grid).verdict == "reproducible"


def code_and_place(loaded: LoadedGrid) -> list[tuple[str, int, int]]:
    assert loaded.grid is None
    return [(one.code, one.place.line, one.place.column) for one in loaded.diagnostics]


BROKEN: dict[str, tuple[str, str, tuple[str, int, int]]] = {
    "no-table": ("g.csv", "bonjour\n", ("DOC608", 1, 1)),
    "word-not-in-scale": ("g.csv", "C;A;B\nUn;10;bien\n", ("DOC609", 2, 7)),
    "open-quote": ("g.csv", 'C;A;B\n"Un;10;5\n', ("DOC610", 2, 1)),
    "two-criteria-of-one-name": ("g.csv", "C;Délai;delai\nUn;10;5\n", ("DOC611", 1, 9)),
    "two-candidates-of-one-name": ("g.csv", "C;A;B\nUn;10;5\nUN;9;4\n", ("DOC611", 3, 1)),
    "cell-without-title": ("g.csv", "C;A;B\nUn;10;5;7\n", ("DOC612", 2, 9)),
    "day-in-the-french-order": ("g.csv", "jour;02/11/2026\nC;A;B\nUn;10;5\n", ("DOC061", 1, 6)),
    "spaces-around-a-word": ("g.csv", "C;A;B\nUn;10 ;  bien \n", ("DOC609", 2, 10)),
    "quoted-over-two-lines": ("g.csv", 'C;A;B\n"Un\ndeux";10;bien\n', ("DOC609", 3, 10)),
    "unknown-kind": ("g.csv", "C;A;B\nnature;beauté;\nUn;10;5\n", ("DOC613", 2, 8)),
    "bad-day": ("g.csv", "jour;2026-02-30\nC;A;B\nUn;10;5\n", ("DOC062", 1, 6)),
    "hidden-character": ("g.csv", "C;A;B\nU\u202en;10;5\n", ("DOC013", 2, 2)),
    "markdown-without-table": ("g.md", "# Titre\n\ntexte\n", ("DOC608", 0, 0)),
    "comma-in-yaml": ("g.yaml", "format: grid/1\ntitle: t\ncriteria:\n  - {id: a, weight: '1,5'}\n", ("DOC064", 4, 21)),
    "unknown-criterion": (
        "g.yaml",
        "format: grid/1\ntitle: t\ncriteria: [{id: prix}]\ncandidates:\n  - {id: a, marks: {prx: 1}}\n",
        ("DOC614", 5, 26),
    ),
    "parent-of-itself": ("g.yaml", "format: grid/1\ntitle: t\ncriteria:\n  - {id: a, parent: a}\n", ("DOC615", 4, 21)),
}


@pytest.mark.parametrize("case", BROKEN)
def test_one_mistake_one_diagnostic_at_its_place(case: str) -> None:
    name, text, expected = BROKEN[case]
    assert code_and_place(grid_of(text.encode(), name)) == [expected]


def test_places_of_a_table_lead_back_to_the_file() -> None:
    loaded = grid_of(b"C;A;B\nUn;10;5\n", "g.csv")
    assert loaded.grid is not None
    place = loaded.place(loaded.grid.entrants[0].marks["b"].at)
    assert (place.line, place.column, place.end_column) == (2, 7, 8)


def test_the_first_sheet_with_a_table_is_read_and_the_others_named() -> None:
    import io

    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "Consignes"
    for title in ("Lot 1", "Lot 2"):
        sheet = book.create_sheet(title)
        for row in (["Candidat", "A", "B", "total"], ["Un", 1, 2, 3]):
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    loaded = grid_of(stream.getvalue(), "g.xlsx")
    assert loaded.grid is not None
    assert [(one.code, one.severity, dict(one.values)) for one in loaded.diagnostics] == [
        ("DOC616", "note", {"read": "Lot 1", "others": "Lot 2"})
    ]
    assert (loaded.place(loaded.grid.entrants[0].at), loaded.sheet) == (Place("g.xlsx", 2, 1, 2), "Lot 1")


def test_tables_of_tests_hold_what_they_say() -> None:
    rows: Table = table(totals(), RANKS)
    assert len({len(row) for row in rows[2:]}) == 1
