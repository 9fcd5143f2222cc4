"""What each format draws, kept: a change of the report is a change of these files, read by a person.

`DOCTRINE_UPDATE_GOLDEN=1 pytest tests/reporters/test_golden.py` writes them anew. The needs and their small catalogue are the
tests' own (`tests/golden`), so that the bundled catalogue may learn facts without touching them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from doctrine import __version__

GOLDEN = Path(__file__).parents[1] / "golden"
UPDATE = bool(os.environ.get("DOCTRINE_UPDATE_GOLDEN"))

FORMATS: dict[str, tuple[list[str], dict[str, str], str]] = {
    "terminal80": ([], {}, "txt"),
    "terminal140": ([], {"COLUMNS": "140"}, "txt"),
    "plain": (["--plain"], {}, "txt"),
    "markdown": (["--format", "markdown"], {}, "md"),
    "json": (["--format", "json"], {}, "json"),
}
IN_FULL = ("shared-conditional", "market-retained", "nothing-fits")
CODES = {"shared-retained": 0, "shared-conditional": 3, "market-retained": 0, "market-open": 3, "market-direct": 0, "nothing-fits": 1}
CASES = [
    (name, lang, form) for name in IN_FULL for lang in ("fr", "en") for form in FORMATS if form != "json" or name == "shared-conditional"
]
CASES += [(name, "fr", "terminal80") for name in CODES if name not in IN_FULL]


def _file(name: str, lang: str, form: str) -> str:
    suffix = FORMATS[form][2]
    return f"{name}.{lang}.{suffix}" if form in ("json", "markdown") else f"{name}.{lang}.{form}.{suffix}"


@pytest.mark.parametrize(("name", "lang", "form"), CASES)
def test_the_report_is_the_one_kept(name: str, lang: str, form: str, cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN)
    options, environment, _ = FORMATS[form]
    answer = cli("evaluate", f"{name}.need.yaml", "--catalogue", "catalogue", "--lang", lang, *options, **environment)
    assert answer.code == CODES[name]
    assert answer.err == ""
    text = answer.out.replace(f'"tool": "{__version__}"', '"tool": "VERSION"').replace(f"doctrine {__version__}", "doctrine VERSION")
    text = text.replace(f"doctrine {__version__}".replace(".", "\\."), "doctrine VERSION")
    kept = GOLDEN / _file(name, lang, form)
    if UPDATE:
        kept.write_text(text, "utf-8", newline="\n")
    assert text == kept.read_text("utf-8")


def test_no_kept_file_is_left_without_its_case() -> None:
    expected = {_file(*case) for case in CASES}
    assert {path.name for path in GOLDEN.iterdir() if path.suffix in (".txt", ".md", ".json")} == expected


def test_every_kept_need_has_its_exit_code() -> None:
    assert {path.name.removesuffix(".need.yaml") for path in GOLDEN.glob("*.need.yaml")} == set(CODES)
