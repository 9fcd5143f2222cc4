"""Readings compared as JSON, `rereading-report/1`: exact fractions as text, an undefined kappa as null."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from doctrine import __version__
from doctrine.analysis.agreement import Agreement
from doctrine.analysis.field import Placed
from doctrine.record.reread_compare import Compared


def render(found: Compared, digest: str) -> str:
    """One JSON object: agreement, outliers, effects, what was agreed."""
    made: dict[str, Any] = {
        "format": "rereading-report/1",
        "tool": __version__,
        "decision": digest,
        "evaluators": [
            {
                "evaluator": one.evaluator,
                "overall": _agreement(one.overall),
                "questions": [{"question": each.question, **_agreement(each.found)} for each in one.questions],
            }
            for one in found.between
        ],
        "fleiss": {"kappa": _exact(found.fleiss), "items": found.shared},
        "outliers": [
            {
                "candidate": one.candidate,
                "question": one.question,
                "answers": [{"evaluator": who, "answer": answer} for who, answer in one.answers],
                "gap": str(one.gap),
            }
            for one in found.outliers
        ],
        "sealed": {"first": found.first, "totals": _totals(found.before)},
        "effects": [
            {"evaluator": one.evaluator, "first": one.first, "changes": one.changes, "totals": _totals(one.places)} for one in found.effects
        ],
        "consensus": [
            {"candidate": candidate, "question": question, "answer": answer, "reason": reason}
            for (candidate, question), answer, reason in found.settled
        ],
    }
    return json.dumps(made, ensure_ascii=True, indent=2) + "\n"


def _agreement(one: Agreement) -> dict[str, Any]:
    return {
        "items": one.items,
        "same": one.same,
        "share": _exact(one.share),
        "kappa": _exact(one.kappa),
        "ordered_items": one.ordered,
        "weighted_kappa": _exact(one.weighted),
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _totals(places: tuple[Placed, ...]) -> list[dict[str, Any]]:
    return [{"candidate": one.id, "low": str(one.low), "high": str(one.high), "rank": one.rank, "tied": one.tied} for one in places]
