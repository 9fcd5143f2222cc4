"""`doctrine audit-grid` as people call it: exit codes, the verdict first, both languages, hostile text inert, JSON exact."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from grid_build import MARKS, ranks, totals, yaml_grid

Cli = Callable[..., Any]


@pytest.fixture
def grids(tmp_path: Path) -> dict[str, Path]:
    exact, rounded = totals(), totals(rounding=("total", "half_up", 1))
    files = {
        "exact": yaml_grid(written=exact, ranked=ranks(exact)),
        "rounded": yaml_grid(written=rounded, ranked=ranks(rounded)),
        "wrong": yaml_grid(written={**exact, "beta": exact["beta"] + 1}, ranked=ranks(exact)),
        "bare": yaml_grid(),
        "broken": b"format: grid/1\n",
    }
    found = {}
    for name, data in files.items():
        found[name] = tmp_path / f"{name}.yaml"
        found[name].write_bytes(data)
    return found


@pytest.mark.parametrize(
    ("name", "code", "verdict"),
    [
        ("exact", 0, "découle exactement"),
        ("rounded", 0, "une fois les arrondis pris en compte"),
        ("wrong", 1, "ne découle pas"),
        ("bare", 3, "Rien à comparer"),
    ],
)
def test_the_verdict_is_in_the_first_lines_and_in_the_exit_code(
    cli: Cli, grids: dict[str, Path], name: str, code: int, verdict: str
) -> None:
    answer = cli("audit-grid", grids[name])
    assert answer.code == code
    assert verdict in " ".join(answer.out.replace("\u00a0", " ").splitlines()[:5])
    assert cli("audit-grid", grids[name], "--exit-zero").code == 0


def test_an_unreadable_grid_is_two_and_says_where(cli: Cli, grids: dict[str, Path]) -> None:
    answer = cli("audit-grid", grids["broken"], "--exit-zero")
    assert (answer.code, answer.out) == (2, "")
    assert "broken.yaml:1:1" in answer.err
    assert cli("audit-grid", grids["broken"].with_name("absent.csv")).code == 2


def test_the_same_in_english(cli: Cli, grids: dict[str, Path]) -> None:
    answer = cli("audit-grid", grids["wrong"], "--lang", "en")
    assert answer.code == 1
    assert "does not follow from the marks and weights written" in answer.flat
    assert "Total of Beta" in answer.flat


def test_causes_that_only_work_together_are_not_said_to_be_enough(cli: Cli, tmp_path: Path) -> None:
    exact = totals()
    right = ranks(exact)
    first, second = sorted(right, key=right.__getitem__)[:2]
    path = tmp_path / "g.yaml"
    path.write_bytes(yaml_grid(written=exact, ranked={**right, first: right[second], second: right[first]}))
    swapped = cli("audit-grid", path).flat
    assert "Chacune suffirait" not in swapped
    assert "ensemble" in swapped
    assert f"{first.title()}, rang : 1 au lieu de 2" in swapped.replace("\u00a0", " ")
    path.write_bytes(yaml_grid(written={**exact, "alpha": exact["alpha"] + 1, "beta": exact["beta"] + 1}))
    assert "Chacune n’explique qu’une partie" in cli("audit-grid", path).flat
    path.write_bytes(yaml_grid(written={**exact, "beta": exact["beta"] + 1}))
    assert "Chacune suffirait, seule" in cli("audit-grid", path).flat


def test_json_is_exact_and_the_same_in_both_languages(cli: Cli, grids: dict[str, Path]) -> None:
    answer = cli("audit-grid", grids["rounded"], "--format", "json")
    assert answer.out.isascii()
    assert answer.out == cli("audit-grid", grids["rounded"], "--format", "json", "--lang", "en").out
    report = answer.report
    assert (report["format"], report["verdict"]) == ("grid-audit/1", "explained")
    exact = totals()
    assert {row["row"]: float(row["recomputed"]) for row in report["rows"]} == {name: float(exact[name]) for name in MARKS}
    assert all(isinstance(row["gap"], str) for row in report["rows"])
    assert report["explanations"][0]["roundings"][0] == {"stage": "total", "mode": "half_up", "decimals": 1}


def test_a_file_is_written_whole(cli: Cli, grids: dict[str, Path], tmp_path: Path) -> None:
    output = tmp_path / "audit.md"
    answer = cli("audit-grid", grids["exact"], "--format", "markdown", "-o", output)
    assert (answer.code, answer.out) == (0, "")
    assert output.read_text("utf-8").startswith("## Grille recalculée")


def test_names_from_the_file_are_inert(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text("C;[link=x]A;##[group]B;total\n::error::pwn;1;2;3\n=1+1;4;5;9.5\n", "utf-8")
    for form in ("terminal", "markdown"):
        answer = cli("audit-grid", path, "--format", form)
        assert answer.code == 1
        assert not any(line.lstrip().startswith(("::", "##[")) for line in answer.out.splitlines())
        assert "\x1b" not in answer.out


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("columns", ["80", "140"])
def test_lines_fit_the_terminal(cli: Cli, grids: dict[str, Path], lang: str, columns: str) -> None:
    answer = cli("audit-grid", grids["wrong"], "--lang", lang, COLUMNS=columns)
    assert max(map(len, answer.out.splitlines())) <= int(columns)


def test_the_help_speaks_of_it(cli: Cli) -> None:
    answer = cli("audit-grid", "--help")
    assert answer.code == 0
    assert "docs/grid-format.md" in answer.flat
