"""The ranking of a bare matrix, for programs: `rank/1`. Numbers are exact fractions as text, with six decimals beside."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from doctrine.analysis.flips import Flips
from doctrine.analysis.outlook import Outlook
from doctrine.analysis.robustness import Acceptability, Share
from doctrine.grids.matrix import Criterion, Matrix
from doctrine.locales.words import Words, rounded
from doctrine.presenting.rank import headline, note_text, quoted

FORMAT = "rank/1"
_PLACES = 6


def render(words: Words, name: str, matrix: Matrix, found: Outlook, *, changes: bool) -> str:
    """One JSON object, ASCII; `changes` says whether dominance and the smallest changes were looked for."""
    stated = matrix.stated
    origin = "weights" if stated.weights is not None else "priorities" if stated.priorities is not None else "equal"
    made = {
        "format": FORMAT,
        "file": name,
        "language": words.language,
        "headline": headline(words, found),
        "quote": quoted(words, matrix, found),
        "unknown": found.policy,
        "first": found.first,
        "tied": [place.id for place in found.places if place.rank == 1 and place.tied],
        "sure": found.sure,
        "weights": {"origin": origin, "statements": list(stated.statements)},
        "drawn": {"weightings": found.robustness.drawn, "marks": found.robustness.marks_drawn},
        "changes_looked_for": changes,
        "criteria": [_criterion(one, found, place) for place, one in enumerate(matrix.criteria)],
        "candidates": _candidates(matrix, found),
        "margin": _margin(found),
        "notes": [{**note._asdict(), "say": note_text(words, note)} for note in matrix.notes],
    }
    return json.dumps(made, ensure_ascii=True, indent=2) + "\n"


def _number(value: Fraction) -> dict[str, str]:
    return {"exact": str(value), "decimal": rounded(value, _PLACES)}


def _share(share: Share) -> dict[str, Any]:
    return {**_number(share.value), "within": _number(share.within)}


def _weights(criteria: Iterable[str], weights: Iterable[Fraction]) -> dict[str, dict[str, str]]:
    return {criterion: _number(weight) for criterion, weight in zip(criteria, weights, strict=True)}


def _criterion(one: Criterion, found: Outlook, place: int) -> dict[str, Any]:
    span = found.ranges[place] if found.ranges else None
    return {
        "id": one.id,
        "label": one.label,
        "direction": one.direction,
        "scale": [{"value": str(value), "points": str(points)} for value, points in one.scale.breakpoints],
        "scale_assumed": one.assumed,
        "weight": _number(found.field.weights[place]),
        "alike": one.id in found.alike,
        "stays_first": span and {"low": _number(span.low), "high": _number(span.high), "below": span.below, "above": span.above},
    }


def _candidates(matrix: Matrix, found: Outlook) -> list[dict[str, Any]]:
    """In the order of the ranking."""
    written = {one.name: one.marks for one in matrix.candidates}
    coverage, never = dict(found.coverage), {one.id: one.by for one in found.never}
    changes = {one.id: one for one in found.flips}
    ids = found.field.criteria
    return [
        {
            "name": place.id,
            "rank": place.rank,
            "tied": place.tied,
            "total": _number(place.total),
            "low": _number(place.low),
            "high": _number(place.high),
            "known": _number(coverage[place.id]),
            "marks": [
                {"criterion": each, "written": mark.text, "low": _number(mark.low), "high": _number(mark.high), "drawn": bool(mark.shape)}
                for each, mark in zip(ids, written[place.id], strict=True)
            ],
            **_acceptability(found.robustness.of(place.id), ids),
            "never_first": {"by": never[place.id]} if place.id in never else None,
            "changes": _changes(changes[place.id], ids) if place.id in changes else None,
        }
        for place in found.places
    ]


def _acceptability(line: Acceptability, ids: tuple[str, ...]) -> dict[str, Any]:
    return {
        "ranks": [_share(share) for share in line.ranks],
        "joint": _share(line.joint),
        "central": None if line.central is None else _weights(ids, line.central),
        "confidence": None if line.confidence is None else _share(line.confidence),
    }


def _changes(one: Flips, ids: tuple[str, ...]) -> dict[str, Any]:
    weights, alone, mark = one.weights, one.one_weight, one.mark
    return {
        "weights": weights and {"moved": _number(weights.moved), "at": _weights(ids, weights.weights)},
        "one_weight": alone and {"criterion": alone.criterion, "weight": _number(alone.weight), "needed": _number(alone.needed)},
        "mark": mark and {"criterion": mark.criterion, "points": _number(mark.points), "needed": _number(mark.needed)},
    }


def _margin(found: Outlook) -> dict[str, Any] | None:
    one = found.margin
    return one and {"second": one.second, "points": _number(one.points), "rival": one.rival, "sure": _number(one.sure)}
