"""What is wrong with a file, as a value: a code, a place, the values its sentence names.

A diagnostic carries no words. `locales/<lang>/diagnostics.yaml` holds, for each code, the sentence, what to do and
the page that `doctrine explain CODE` prints; reporters draw them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file: line and column count from 1, in code points; `end_column` is exclusive, on the same line."""

    file: str
    line: int = 0
    column: int = 0
    end_column: int = 0


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to mend or to know, at one place.

    `values` fill the placeholders of the code's sentence; `excerpt` is the whole source line; `related` names other
    places that matter (the first of two equal keys). Line 0 means that the file as a whole is meant.
    """

    code: str
    place: Place
    severity: Severity = "error"
    values: Mapping[str, str] = field(default_factory=dict)
    excerpt: str | None = None
    related: tuple[Place, ...] = ()


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The same diagnostics sorted by file, place and code, without repeats: what a person reads top to bottom."""
    seen: dict[tuple[Place, str, tuple[tuple[str, str], ...]], Diagnostic] = {}
    for one in diagnostics:
        seen.setdefault((one.place, one.code, tuple(sorted(one.values.items()))), one)
    return [seen[key] for key in sorted(seen)]


def refused(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error: the file cannot be used."""
    return any(one.severity == "error" for one in diagnostics)
