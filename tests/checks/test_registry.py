"""Files, words and examples of the checks say the same list, both ways."""

from __future__ import annotations

import re

import pytest
from check_build import CODES, diagnostics

import doctrine.checks
from doctrine.checks import every_check
from doctrine.model.checks import FAMILIES
from doctrine.resources import PACKAGE

FILES = sorted(path for path in (PACKAGE / "checks").glob("doc*.py"))
HUNDREDS = {"1": "need", "2": "wording", "3": "method", "4": "catalogue", "5": "decision"}
#: What the reader of needs refuses, then codes of the settings and of the baseline, which are no procurement files.
NO_CHECK = {"DOC100", "DOC180", "DOC181", "DOC182", "DOC183"}


def test_every_file_holds_the_check_of_its_name() -> None:
    assert [path.name.split("_")[0].upper() for path in FILES] == list(every_check())


def test_every_check_stands_among_the_codes_of_its_family() -> None:
    assert {one.id: one.family for one in every_check().values()} == {code: HUNDREDS[code[3]] for code in every_check()}
    assert set(HUNDREDS.values()) == set(FAMILIES) - {"file"}
    assert all(CODES.values())


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", sorted(every_check()))
def test_every_check_has_its_words(code: str, language: str) -> None:
    entry = diagnostics(language)[code]
    for key in ("title", "say", "do", "page"):
        assert str(entry[key]).strip(), key


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_of_a_check_has_its_file(language: str) -> None:
    spoken = {code for code in diagnostics(language) if re.fullmatch(r"DOC[1-5]\d\d", code)}
    assert spoken - NO_CHECK == set(every_check())


@pytest.mark.parametrize("code", sorted(every_check()))
def test_the_two_examples_differ(code: str) -> None:
    check = every_check()[code]
    assert check.failing.strip()
    assert check.passing.strip()
    assert check.failing != check.passing


@pytest.mark.parametrize("code", sorted(every_check()))
def test_a_module_opens_with_its_code_and_what_it_looks_for(code: str) -> None:
    (path,) = (path for path in FILES if path.name.startswith(f"{code.lower()}_"))
    module = getattr(__import__(f"{doctrine.checks.__name__}.{path.stem}", fromlist=["CHECK"]), "__doc__", "")
    assert module.startswith(f"{code}: ")
