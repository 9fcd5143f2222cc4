"""What a reader may not pass over in silence: rows without names, values that a file does not hold, weights without sense, encodings."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from grid_build import ods_bytes, xlsx_bytes, yaml_grid

from doctrine.grids.auditing import audit
from doctrine.grids.reading import LoadedGrid, grid_of
from doctrine.grids.vocabulary import VALUES, choices, word

Cli = Callable[..., Any]
HEAD = "Candidat;Qualité;Délai;total;rang\npoids;60;40;;\n"
NAMED = "Alpha;10;10;10;1\n"


def told(loaded: LoadedGrid) -> list[tuple[str, str, int, int]]:
    return [(one.code, one.severity, one.place.line, one.place.column) for one in loaded.diagnostics]


def verdict(loaded: LoadedGrid) -> str:
    assert loaded.grid is not None, loaded.diagnostics
    return audit(loaded.grid).verdict


@pytest.mark.parametrize("name", ["", "***"])
def test_a_row_of_numbers_without_a_name_is_told_and_nothing_is_called_exact(name: str, cli: Cli, tmp_path: Path) -> None:
    text = f"{HEAD}{NAMED}{name};8;7;9,9;2\n"
    loaded = grid_of(text.encode(), "g.csv")
    assert [code for code, *_ in told(loaded)] == ["DOC618"]
    assert loaded.diagnostics[0].place.line == 4
    assert verdict(loaded) == "incomplete"
    path = tmp_path / "g.csv"
    path.write_text(text, "utf-8")
    answer = cli("audit-grid", path)
    assert (answer.code, "découle exactement" in answer.flat) == (3, False)
    assert "mais tout n’a pas pu l’être" in answer.flat
    assert cli("audit-grid", path, "--format", "json").report["unreadable"] == [{"row": 3, "column": 0 if name else 1}]


def test_a_row_of_words_without_a_name_is_a_remark_and_is_left_alone() -> None:
    loaded = grid_of(f"{HEAD}{NAMED};Fait à Paris;;;\n".encode(), "g.csv")
    assert (told(loaded), verdict(loaded)) == ([], "reproducible")


def test_a_written_total_whose_marks_are_missing_is_not_called_exact() -> None:
    assert verdict(grid_of(f"{HEAD}{NAMED}Beta;8;;9,9;2\n".encode(), "g.csv")) == "incomplete"
    assert verdict(grid_of(f"{HEAD}{NAMED}Beta;8;;;\n".encode(), "g.csv")) == "reproducible"


WORKBOOK = [["Candidat", "A", "B", "total"], ["Un", "1", "2", "3"], ["Deux", "2", "2", "4"]]


def spoiled(cell: str, content: str) -> bytes:
    """The workbook with one cell of its sheet rewritten."""
    import re

    part = "xl/worksheets/sheet1.xml"
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(WORKBOOK))) as old, zipfile.ZipFile(stream, "w") as new:
        for one in old.infolist():
            data = old.read(one).decode() if one.filename == part else old.read(one)
            if isinstance(data, str):
                data, count = re.subn(rf'<c r="{cell}".*?</c>', content, data)
                assert count == 1
            new.writestr(one.filename, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("cell", "content", "codes"),
    [
        ("D3", '<c r="D3"><f>B3+C3</f><v></v></c>', ["DOC619"]),
        ("D3", '<c r="D3"><f>B3+C3</f></c>', ["DOC619"]),
        ("D3", '<c r="D3" t="e"><f>B3/0</f><v>#DIV/0!</v></c>', ["DOC619"]),
        ("A3", '<c r="A3"><f>"Deux"</f><v></v></c>', ["DOC618", "DOC619"]),
        ("D3", '<c r="D3"><f>B3+C3</f><v>4</v></c>', []),
        ("D3", '<c r="D3" t="str"><f>""</f><v></v></c>', []),
    ],
)
def test_a_value_that_the_workbook_does_not_hold_is_told(cell: str, content: str, codes: list[str]) -> None:
    loaded = grid_of(spoiled(cell, content), "g.xlsx")
    assert [one.code for one in loaded.diagnostics] == codes
    assert all(one.place.file == "g.xlsx" and one.place.line == 3 and one.values["sheet"] for one in loaded.diagnostics)
    assert verdict(loaded) == ("incomplete" if codes else "reproducible")
    if "DOC619" in codes:
        assert loaded.diagnostics[-1].values["cells"] == cell


@pytest.mark.parametrize(
    ("attributes", "codes"),
    [
        (' table:formula="of:=[.B2]+[.C2]"', ["DOC619"]),
        (' table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"', ["DOC619"]),
        (' table:formula="of:=[.B2]+[.C2]" office:value-type="float" office:value="3"', []),
    ],
)
def test_the_same_in_an_opendocument_sheet(attributes: str, codes: list[str]) -> None:
    data, stream = ods_bytes([["Candidat", "A", "B", "total"], ["Un", "1", "2", "42.5"]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for one in old.infolist():
            content = old.read(one)
            if one.filename == "content.xml":
                head, cell, tail = content.decode().rpartition("<table:table-cell")
                assert "42.5" in tail
                content = f"{head}{cell}{attributes}/>{tail.partition('</table:table-cell>')[2]}".encode()
            new.writestr(one.filename, content)
    assert [one.code for one in grid_of(stream.getvalue(), "g.ods").diagnostics] == codes


def test_a_negative_weight_is_told_where_it_stands() -> None:
    loaded = grid_of(b"C;A;B\npoids;60;-40\nUn;10;10\n", "g.csv")
    assert told(loaded) == [("DOC620", "warning", 2, 10)]
    data = yaml_grid(weights={"prix": "45", "valeur-technique": "-40", "environnement": "15"})
    [one] = grid_of(data, "g.yaml").diagnostics
    assert (one.code, one.values["weight"], one.excerpt and one.excerpt[one.place.column - 1 : one.place.end_column - 1]) == (
        "DOC620", "-40", "-40",
    )  # fmt: skip


def test_weights_that_are_all_zero_are_told_and_no_wrong_weight_is_invented(cli: Cli, tmp_path: Path) -> None:
    data = b"C;A;B;total\npoids;0;0;\nUn;10;10;11\nDeux;8;7;8,8\n"
    loaded = grid_of(data, "g.csv")
    assert told(loaded) == [("DOC621", "warning", 2, 7)]
    assert loaded.grid is not None
    found = audit(loaded.grid)
    assert (found.verdict, [one.kind for one in found.causes if one.kind == "wrong_weight"]) == ("not_reproducible", [])
    path = tmp_path / "g.csv"
    path.write_bytes(data)
    assert "Tous les poids valent zéro" in cli("audit-grid", path).out.replace("\n", " ")


@pytest.mark.parametrize("day", ["02/11/2026", "2026-02-30"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_day_badly_written_is_told_with_the_name_of_its_setting(day: str, lang: str, cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text(f"jour;{day}\n{HEAD}{NAMED}", "utf-8")
    answer = cli("audit-grid", path, "--lang", lang)
    assert (answer.code, "{" in answer.err, "jour" in answer.err.partition("\n")[2]) == (2, False, True)


def test_the_words_proposed_are_french_and_accepted() -> None:
    [one] = grid_of(f"procédure;ouverte\n{HEAD}{NAMED}".encode(), "g.csv").diagnostics
    assert one.values["choices"] == "formalisée (formal), adaptée (adapted), inconnue (unknown)"
    for name, values in VALUES.items():
        for part in choices(name).split(", "):
            french, _, value = part.partition(" (")
            assert word(french, values) == (value.removesuffix(")") or french)


def test_a_csv_of_french_excel_is_read_and_said(cli: Cli, tmp_path: Path) -> None:
    data = f"{HEAD}Béta œuvre;10;10;10;1\n".encode("cp1252")
    loaded = grid_of(data, "g.csv")
    assert loaded.grid is not None
    assert ([one.label for one in loaded.grid.entrants], loaded.grid.criteria[0].label) == (["Béta œuvre"], "Qualité")
    assert [(one.code, one.severity) for one in loaded.diagnostics] == [("DOC622", "note")]
    path = tmp_path / "g.csv"
    path.write_bytes(data)
    assert cli("audit-grid", path).code == 0
    assert [one.code for one in grid_of(data, "g.md").diagnostics] == ["DOC008"], "for CSV only"
    assert [one.code for one in grid_of(data + b"\x81", "g.csv").diagnostics] == ["DOC009"]
    damaged = f"{HEAD}Béta;10;10;10;1\n".encode() + b"\xe9"
    assert [one.code for one in grid_of(damaged, "g.csv").diagnostics] == ["DOC008"], "a damaged UTF-8 is not guessed"


def test_a_value_of_a_yaml_grid_is_shown_whole() -> None:
    data = yaml_grid()
    loaded = grid_of(data, "g.yaml")
    assert loaded.grid is not None
    mark = loaded.grid.entrants[0].marks["prix"]
    place = loaded.place(mark.at)
    assert data.decode().splitlines()[place.line - 1][place.column - 1 : place.end_column - 1] == str(mark.value) == "12.345"


HEAVY = {
    "empty-cells-on-one-line.csv": b";" * 2_000_000,
    "empty-cells.csv": (b";" * 190 + b"\n") * 10_000,
    "quoted.csv": b'"";' * 600_000,
    "lines.csv": b"a\n" * 1_000_000,
    "marks.csv": b"C" + b"".join(b";c%d" % n for n in range(199)) + b"\n" + b"".join(b"r%d" % n + b";1" * 199 + b"\n" for n in range(4900)),
    "table.md": b"|a|b|\n|---|---|\n" + b"|1|2|\n" * 300_000,
}


@pytest.mark.parametrize("name", HEAVY)
def test_two_megabytes_of_cells_are_refused_before_they_are_placed(name: str) -> None:
    start = time.process_time()
    loaded = grid_of(HEAVY[name], name)
    assert time.process_time() - start < 2
    assert [one.code for one in loaded.diagnostics] == ["DOC617"]
