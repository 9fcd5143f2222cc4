"""The same bytes in every format, whatever the order of the arguments and the number of workers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from check_build import FORMATS, need, without

import doctrine.checking.run
from doctrine.checks import every_check

Check = Callable[..., Any]
CATALOGUE = every_check()["DOC404"].failing


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Some of everything, in two folders and beside them."""
    for folder in ("b", "a", "catalogue"):
        (tmp_path / folder).mkdir()
    for number in range(8):
        (tmp_path / "ab"[number % 2] / f"{number}.need.yaml").write_text(need('measure: ""\n', f"id: essai-{number}\n"), "utf-8")
    (tmp_path / "b" / "faux.need.yaml").write_text("format: need/1\ntitle: [\n", "utf-8")
    (tmp_path / "cctp.md").write_text("Le titulaire doit être certifié ISO 27001.\n", "utf-8")
    (tmp_path / "a" / "grille.yaml").write_text(every_check()["DOC301"].failing, "utf-8")
    (tmp_path / "catalogue" / "essai.yaml").write_text(CATALOGUE, "utf-8")
    return tmp_path


ORDERS = [
    ["a", "b", "catalogue", "cctp.md"],
    ["cctp.md", "catalogue", "b", "a"],
    ["b/faux.need.yaml", "a", "catalogue", "b", "cctp.md", "a"],
    ["./a", "a/../b", "./catalogue/essai.yaml", "./cctp.md"],
]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.usefixtures("repository")
def test_the_order_of_arguments_changes_nothing(form: str, check: Check) -> None:
    first = check(*ORDERS[0], form=form)
    assert first.code == 1
    assert "DOC404" in first.out
    for order in ORDERS[1:3]:
        assert check(*order, form=form) == first


@pytest.mark.usefixtures("repository")
def test_a_file_reached_by_two_paths_is_checked_once(check: Check) -> None:
    once = check("a").report
    assert check("a", "./a", "a/0.need.yaml", "b/../a").report["files"] == once["files"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.usefixtures("repository")
def test_workers_change_nothing(form: str, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = check(".", "--jobs", "1", form=form)
    monkeypatch.setattr(doctrine.checking.run, "WORTH_WORKERS", 2)
    monkeypatch.setattr(doctrine.checking.run, "_BATCH", 3)
    assert check(".", "--jobs", "2", form=form) == alone


def test_beyond_three_hundred_files_workers_share_them_and_change_nothing(check: Check, tmp_path: Path) -> None:
    for number in range(320):
        text = without("measure") if number % 7 == 0 else need()
        (tmp_path / f"{number}.need.yaml").write_text(text.replace("base-2027", f"essai-{number}"), "utf-8")
    alone = check(".", "--jobs", "1")
    assert alone.code == 1
    assert check(".", "--jobs", "2") == alone


@pytest.mark.usefixtures("repository")
def test_a_waiver_of_a_need_holds_in_workers_too(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiver = "waivers: [{check: DOC101, author: A, ground: G, start: 2026-01-01, end: 2027-01-01}]\n"
    (tmp_path / "a" / "0.need.yaml").write_text(need('measure: ""\n', waiver), "utf-8")
    monkeypatch.setattr(doctrine.checking.run, "WORTH_WORKERS", 2)
    found = check("a", "--jobs", "2").report["findings"]
    assert [one["suppressed"] is not None for one in found if (one["file"], one["code"]) == ("a/0.need.yaml", "DOC101")] == [True]


def test_findings_are_sorted_by_place_and_never_repeated(check: Check, repository: Path) -> None:
    found = check(str(repository), str(repository / "a")).report["findings"]
    places = [(one["file"], one["line"], one["column"], one["end_column"], one["code"]) for one in found]
    assert places == sorted(places)
    assert len({one["fingerprint"] for one in found}) == len(found)
