"""The example of every check: what fails is found through the command, what passes is left in peace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from check_build import BASE, CODES, codes, need

from doctrine.checks import every_check

Check = Callable[..., Any]


def file_of(code: str, example: str) -> tuple[str, str]:
    """The file that an example makes: its name and its text."""
    match every_check()[code].family:
        case "need":
            return "essai.need.yaml", need(example)
        case "wording":
            return "cctp.md", f"{example}\n"
        case "method":
            return "grille.yaml", example
        case _:
            return "catalogue/market/essai.yaml", example


#: What the strict reader says by itself of an example that fails.
SAID_BY_THE_READER: dict[str, list[str]] = {}
#: The reader says it better at the same place; needs that stand beside each other.
APART = ("DOC401", "DOC117")
EXAMPLES = [code for family in ("need", "wording", "method", "catalogue") for code in CODES[family] if code not in APART]


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_that_fails_is_found_and_one_that_passes_is_not(code: str, check: Check, tmp_path: Path) -> None:
    answers = []
    for example in (every_check()[code].failing, every_check()[code].passing):
        name, text = file_of(code, example)
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
        answers.append(check("catalogue" if every_check()[code].family == "catalogue" else name, "--fail-on", "note"))
    failing, passing = (answer.report for answer in answers)
    assert code in codes(failing)
    assert answers[0].code == 1
    assert [one["code"] for one in failing["findings"] if one["family"] == "file"] == SAID_BY_THE_READER.get(code, [])
    assert [one for one in passing["findings"] if one["family"] == "file"] == []
    assert code not in codes(passing)


@pytest.mark.parametrize("code", [code for code in CODES["need"] if code not in APART])
def test_a_need_finding_stands_on_a_line_of_the_file_and_says_what_to_do(code: str, check: Check, tmp_path: Path) -> None:
    text = need(every_check()[code].failing)
    (tmp_path / "essai.need.yaml").write_text(text, "utf-8")
    found = [one for one in check("essai.need.yaml").report["findings"] if one["code"] == code]
    assert found
    for one in found:
        assert 1 <= one["line"] <= len(text.splitlines())
        assert one["remedy"]
        assert one["severity"] == every_check()[code].severity


@pytest.mark.parametrize("code", CODES["wording"])
def test_the_wording_of_a_requirement_is_read_like_that_of_a_document(code: str, check: Check, tmp_path: Path) -> None:
    """A policy of the firm is a criterion (DOC207): it is no requirement, and stays the business of documents."""
    example = every_check()[code].failing
    (tmp_path / "essai.need.yaml").write_text(
        need(f'requirements:\n  - {{id: R1, level: must, text: "{example}", capability: guest-access}}\n'), "utf-8"
    )
    found = [one for one in check("essai.need.yaml").report["findings"] if one["family"] == "wording"]
    assert code in [one["code"] for one in found]
    line = BASE.split("requirements:")[0].count("\n") + 1
    assert [one["line"] for one in found if one["code"] == code] == [line]


def test_nothing_is_found_in_the_base(check: Check, tmp_path: Path) -> None:
    (tmp_path / "base.need.yaml").write_text(BASE, "utf-8")
    answer = check("base.need.yaml", "--fail-on", "note")
    assert (answer.code, answer.report["findings"], answer.report["files"]) == (0, [], 1)
