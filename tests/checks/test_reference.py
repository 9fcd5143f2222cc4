"""The reference of the checks and the pages in the terminal: what the code holds now, and nothing else."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Any

import pytest
from check_build import ROOT, diagnostics

from doctrine.checks import every_check


def made() -> str:
    spec = importlib.util.spec_from_file_location("make_checks", ROOT / "docs" / "make_checks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page: str = module.reference_page()
    return page


def test_the_reference_is_the_one_committed() -> None:
    assert (ROOT / "docs" / "checks.md").read_text("utf-8") == made(), "run: python docs/make_checks.py"


def test_the_reference_names_every_code_once() -> None:
    page = made()
    for code in diagnostics("fr"):
        assert page.count(f"### {code} — ") + page.count(f"| {code} | ") == 1, code


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("code", sorted(every_check()))
def test_a_page_shows_the_texts_and_both_examples_line_by_line(code: str, lang: str, cli: Callable[..., Any]) -> None:
    check = every_check()[code]
    answer = cli("explain", code, "--lang", lang, COLUMNS="140")
    assert answer.code == 0
    flat = answer.flat
    for text in check.references:
        assert text.text in flat
    for example in (check.failing, check.passing):
        lines = [line.rstrip() for line in example.splitlines() if line.strip()]
        for line in lines:
            assert " ".join(line.split()) in flat, line
        short = [line for line in lines if len(line) < 100]
        drawn = answer.out.splitlines()
        assert [line for line in short if not any(one.endswith(line) for one in drawn)] == [] or check.family == "wording"


def test_what_a_page_types_keeps_its_lines(cli: Callable[..., Any]) -> None:
    drawn = cli("explain", "DOC064").out.splitlines()
    assert "    faux :    amount: 1 000,50 €" in [line.replace("\u00a0", " ") for line in drawn]
    assert '    correct : amount: "1000.50"' in [line.replace("\u00a0", " ") for line in drawn]
