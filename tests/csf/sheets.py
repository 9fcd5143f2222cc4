"""Sheets written for the tests, and the grid recomputed by hand from the shipped table, without the program's own arithmetic."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from doctrine.grids.csf import Judged, judge
from doctrine.grids.csf_sheets import editions, read_sheet

JUNE, OCTOBER = "2026-06", "2025-10"


@cache
def table() -> dict[str, list[tuple[int, Decimal]]]:
    """Criterion → (SEAL, points) of each answer."""
    june = editions()[JUNE]
    return {one.id: list(zip(one.seals, one.points, strict=True)) for objective in june.objectives for one in objective.criteria}


def best() -> dict[str, int]:
    return {name: len(answers) for name, answers in table().items()}


def written(edition: str = JUNE, **parts: Any) -> bytes:
    """A sheet as bytes; every part in JSON, which YAML reads the same."""
    whole = {"format": "csf/1", "edition": edition, "subject": "Nuage", "assessor": {"name": "Cabinet", "kind": "third_party"}}
    whole |= {"day": "2026-09-15", **parts}
    return json.dumps(whole, ensure_ascii=False).encode()


def judged(edition: str = JUNE, **parts: Any) -> Judged:
    loaded = read_sheet(written(edition, **parts), "sheet", editions())
    assert loaded.sheet is not None, loaded.diagnostics
    assert loaded.edition is not None
    return judge(loaded.edition, loaded.sheet)


def codes(data: bytes) -> list[tuple[str, dict[str, str]]]:
    return [(one.code, dict(one.values)) for one in read_sheet(data, "sheet", editions()).diagnostics]


def by_hand(answers: Mapping[str, int]) -> tuple[dict[str, int], int, Fraction]:
    """SEAL of each objective, overall SEAL, score, of a complete sheet: written apart from the program, weights included."""
    weights = {"1": 20, "2": 10, "3": 10, "4": 15, "5": 10, "6": 15, "7": 15, "8": 5}
    seals = {key: min(table()[name][place - 1][0] for name, place in answers.items() if name[0] == key) for key in weights}
    points = {key: sum(Fraction(table()[name][place - 1][1]) for name, place in answers.items() if name[0] == key) for key in weights}
    score = sum((Fraction(weights[key], 100) * points[key] / 1000 for key in weights), Fraction())
    return {f"SOV-{key}": seal for key, seal in seals.items()}, min(seals.values()), score
