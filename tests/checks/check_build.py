"""A sound need, and what is written over it; the checks and the words of each language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from doctrine.checks import every_check
from doctrine.loading.card_reader import load_words
from doctrine.resources import PACKAGE

ROOT = Path(__file__).parents[2]
BASE = (Path(__file__).parent / "base.need.yaml").read_text("utf-8")
#: The day of the run in these tests: that of the base.
DAY = "2026-12-01"
FORMATS = ("terminal", "json", "sarif", "junit", "github", "gitlab", "markdown")
CODES = {
    family: [one.id for one in every_check().values() if one.family == family]
    for family in ("need", "wording", "method", "catalogue", "decision")
}


def need(*fragments: str) -> str:
    """The base with the keys of these fragments instead of its own; other keys are added."""
    parts = _parts(BASE)
    for fragment in fragments:
        parts |= _parts(fragment)
    return "".join(parts.values())


def _parts(text: str) -> dict[str, str]:
    """Each key of the first column with all its lines."""
    found: dict[str, str] = {}
    for part in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
        if part and not part.startswith("#"):
            found[part.partition(":")[0]] = part if part.endswith("\n") else f"{part}\n"
    return found


def without(*keys: str) -> str:
    """The base without some of its keys."""
    return "".join(text for key, text in _parts(BASE).items() if key not in keys)


@cache
def diagnostics(language: str) -> Mapping[str, Any]:
    """The words of every code."""
    found, wrong = load_words(PACKAGE / "locales" / language)
    assert wrong == []
    return found["diagnostics"]


def codes(report: Mapping[str, Any], *, counting: bool = False) -> list[str]:
    """The codes of a report in `json`, those that count only when asked."""
    return [one["code"] for one in report["findings"] if not counting or (one["suppressed"] is None and not one["known"])]
