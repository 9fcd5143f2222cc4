"""`--fix`: what is certain is written as the reader asks; the file means the same; once more changes nothing."""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from check_build import BASE, need
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doctrine.checking.fixing import RENAMED, fixes
from doctrine.checking.settings import Settings

Check = Callable[..., Any]

GRID = """\
format: grid/1
title: Exemple
day: 2026-09-15
criteria:
  - {id: price, label: Prix, weight: 60.5}
  - {id: quality, label: Qualité, weight: 39.5}
"""
#: What is written in the base, what somebody else may have written, in a file that means the same.
SAFE = [
    ("on: 2026-12-01", "on: 01/12/2026"), ("on: 2026-12-01", "on: 1.12.2026"), ("on: 2026-12-01", 'on: "2026/12/01"'), ("needed_by: 2027-06-30", "needed_by: 30/06/2027"),
    ("personal: yes", "personal: oui"), ("health: no", "health: non"), ("health: no", "health: false"), ("personal: yes", "personal: Oui"),
    ("title: Réunions", "titre: Réunions"), ("buyer: {", "acheteur: {"), ("function: video", "fonction: video"), ("users: 900", "utilisateurs: 900"), ("requirements:", "exigences:"),
    ('amount: "48000.00"', "amount: 48 000"), ('amount: "48000.00"', "amount: 48 000 €"), ('amount: "48000.00"', 'amount: "48 000,00 €"'),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), SAFE, ids=[wrong for _, wrong in SAFE])
def test_a_safe_fix_gives_back_a_file_that_means_the_same(right: str, wrong: str, check: Check, tmp_path: Path) -> None:
    assert right in BASE
    path = tmp_path / "a.need.yaml"
    path.write_text(BASE.replace(right, wrong, 1), "utf-8")
    assert check("a.need.yaml").code == 1
    assert check("a.need.yaml", "--fix").code == 0
    assert meaning(path.read_bytes()) == meaning(BASE.encode())
    assert check("a.need.yaml", "--fail-on", "note").code == 0


def meaning(data: bytes) -> Any:
    from doctrine.loading.need_file import read_need

    return read_need(data, "a.need.yaml").need


def test_dry_run_shows_the_difference_and_writes_nothing(check: Check, tmp_path: Path) -> None:
    text = BASE.replace("personal: yes", "personal: oui").replace("on: 2026", "on: 2026", 1)
    (tmp_path / "a.need.yaml").write_text(text, "utf-8")
    answer = check(".", "--fix", "--dry-run")
    assert answer.code == 1
    assert "--- a/a.need.yaml" in answer.out
    assert "-data: {personal: oui" in answer.out
    assert "+data: {personal: yes" in answer.out
    assert (tmp_path / "a.need.yaml").read_text("utf-8") == text


def test_fixing_twice_changes_nothing_more(check: Check, tmp_path: Path) -> None:
    text = BASE
    for right, wrong in (SAFE[0], SAFE[3], SAFE[4], SAFE[8], SAFE[9]):
        text = text.replace(right, wrong, 1)
    path = tmp_path / "a.need.yaml"
    path.write_text(text, "utf-8")
    assert check(".", "--fix").code == 0
    once = path.read_bytes()
    again = check(".", "--fix")
    assert (again.code, path.read_bytes()) == (0, once)
    assert check(".", "--fix", "--dry-run").code == 0


def test_all_that_stands_around_a_fix_is_kept(check: Check, tmp_path: Path) -> None:
    text = "# en-tête\r\n" + BASE.replace("personal: yes", "personal: oui").replace("\n", "\r\n") + "# fin   \r\n"
    path = tmp_path / "a.need.yaml"
    path.write_bytes(text.encode())
    check(".", "--fix")
    assert path.read_bytes() == text.replace("personal: oui", "personal: yes").encode()


@pytest.mark.parametrize(
    "unsure",
    [
        need("users: beaucoup\n"), need("on: 13/13/2026\n"), need("on: 2026-02-30\n"), need("on: 12-2026\n"), need("usres: 3\n"), need("besoin: Autre\n"),
        "format: need/1\ntitle: [\n", "",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_left_as_it_is(unsure: str, check: Check, tmp_path: Path) -> None:
    path = tmp_path / "a.need.yaml"
    path.write_text(unsure, "utf-8")
    answer = check(".", "--fix")
    assert (answer.code, path.read_text("utf-8")) == (0, unsure)


@pytest.mark.parametrize("old", sorted(RENAMED))
def test_an_old_key_takes_its_name_unless_the_name_is_there_already(old: str, check: Check, tmp_path: Path) -> None:
    new = RENAMED[old]
    path = tmp_path / "a.need.yaml"
    lone = "".join(line for line in BASE.splitlines(keepends=True) if not line.startswith(f"{new}:")) + f"{old}: x\n"
    path.write_text(lone, "utf-8")
    check(".", "--fix")
    renamed = path.read_text("utf-8")
    assert f"\n{new}: x\n" in renamed or new in ("requirements", "weights", "searched")  # their lines stay without their key
    path.write_text(f"{BASE}{old}: x\n", "utf-8")
    if f"\n{new}:" in BASE:
        check(".", "--fix")
        assert path.read_text("utf-8") == f"{BASE}{old}: x\n"


def test_the_sum_of_the_weights_of_a_grid_is_stated(check: Check, tmp_path: Path) -> None:
    path = tmp_path / "grille.yaml"
    path.write_text(GRID, "utf-8")
    assert check("grille.yaml", "--fix").code == 0
    assert path.read_text("utf-8") == GRID.replace("criteria:", "announced_total: 100.0\ncriteria:")
    assert check("grille.yaml", "--fix", "--dry-run").code == 0


@pytest.mark.parametrize(("weights", "stated"), [((60, 40), True), ((6, 4), True), ((12, 8), True), ((60, 39), False), ((30, 20), False)])
def test_only_a_sum_that_people_announce_is_stated(weights: tuple[int, int], stated: bool, check: Check, tmp_path: Path) -> None:
    text = GRID.replace("60.5", str(weights[0])).replace("39.5", str(weights[1]))
    (tmp_path / "grille.yaml").write_text(text, "utf-8")
    check("grille.yaml", "--fix")
    assert ("announced_total" in (tmp_path / "grille.yaml").read_text("utf-8")) is stated


@pytest.mark.parametrize(("day", "written"), [("15/09/2026", "2026-09-15"), ("31/02/2026", "31/02/2026")])
def test_days_of_a_grid_are_written_too_and_an_impossible_one_never_is(day: str, written: str, check: Check, tmp_path: Path) -> None:
    (tmp_path / "grille.yaml").write_text(GRID.replace("2026-09-15", day), "utf-8")
    (tmp_path / "a.need.yaml").write_text(BASE.replace("on: 2026-12-01", f"on: {day}"), "utf-8")
    check(".", "--fix")
    assert f"day: {written}\n" in (tmp_path / "grille.yaml").read_text("utf-8")
    assert f"on: {written}\n" in (tmp_path / "a.need.yaml").read_text("utf-8")


def test_only_what_is_selected_is_fixed(check: Check, tmp_path: Path) -> None:
    path = tmp_path / "a.need.yaml"
    path.write_text(BASE.replace("on: 2026-12-01", "on: 01/12/2026").replace("title:", "titre:"), "utf-8")
    (tmp_path / "grille.yaml").write_text(GRID, "utf-8")
    check(".", "--fix", "--ignore", "DOC050,DOC301")
    assert "on: 2026-12-01" in path.read_text("utf-8")
    assert "titre:" in path.read_text("utf-8")
    check(".", "--fix", "--select", "wording")
    assert "titre:" in path.read_text("utf-8")
    assert (tmp_path / "grille.yaml").read_text("utf-8") == GRID
    check(".", "--fix", "--select", "DOC050")
    assert "titre:" not in path.read_text("utf-8")


@pytest.mark.parametrize("name", ["a.csv", "a.md", "a.json", "docker-compose.yaml"])
def test_other_files_are_never_touched(name: str, check: Check, tmp_path: Path) -> None:
    (tmp_path / name).write_text("data: {personal: oui}\n", "utf-8")
    check(".", "--fix")
    assert (tmp_path / name).read_text("utf-8") == "data: {personal: oui}\n"


def test_a_file_that_cannot_be_written_is_said(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("doctrine.loading.files.write_atomically", full)
    (tmp_path / "a.need.yaml").write_text(BASE.replace("personal: yes", "personal: oui"), "utf-8")
    answer = check(".", "--fix")
    assert answer.code == 2
    assert "a.need.yaml" in answer.err


LINES = st.sampled_from(
    [
        *BASE.splitlines(),
        *(wrong for _, wrong in SAFE),
        "on: 31/12/2026",
        "- x",
        "  a: oui",
        "data: {health: oui}",
        "\u2028on: 1/1/2026",
        "",
    ]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(LINES, max_size=12).map("\n".join))
def test_whatever_the_file_fixing_ends_and_a_second_time_finds_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.need.yaml"
    path.write_text(text, "utf-8")
    for change in fixes([str(path)], Settings(), None):
        path.write_text(change.after, "utf-8")
    assert list(fixes([str(path)], Settings(), None)) == []
