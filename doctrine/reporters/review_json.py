"""A review as JSON, `audit/1`: its own shape (docs/audit.schema.json), never the model's."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from doctrine import __version__
from doctrine.analysis.reviewed import LEVELS, Change, Weakness, answer_of
from doctrine.criteria.evidence import printable
from doctrine.model.facts import Fact
from doctrine.model.rules import Reference
from doctrine.presenting.phrases import Phrases
from doctrine.presenting.review import spoken
from doctrine.record.reread_decision import Opened


def render(phrases: Phrases, opened: Opened, found: tuple[Weakness, ...], day: date) -> str:
    """One JSON object: the decision, the day, how many points of each level, the points by rank."""
    made: dict[str, Any] = {
        "format": "audit/1",
        "tool": __version__,
        "language": phrases.words.language,
        "decision": {
            "need": opened.decision.need_id,
            "on": opened.answer.on.isoformat(),
            "digest": opened.decision.digest,
            "tool": opened.verified.tool,
            "signature": opened.verified.signed,
        },
        "day": day.isoformat(),
        "answer": _answer(answer_of(opened.answer)),
        "counts": {level: sum(one.level == level for one in found) for level in LEVELS},
        "weaknesses": [_weakness(phrases, place, one) for place, one in enumerate(found, 1)],
    }
    return json.dumps(made, ensure_ascii=True, indent=2) + "\n"


def _weakness(phrases: Phrases, place: int, one: Weakness) -> dict[str, Any]:
    said = spoken(phrases, one)
    return {
        "rank": place,
        "code": one.code,
        "variant": one.variant,
        "level": one.level,
        "about": one.about,
        "title": said.title,
        "why": said.say,
        "settled_by": said.settle,
        "without": None if one.change is None else _answer(one.change),
        "facts": [_fact(fact, phrases) for fact in one.facts if printable(fact)],
        "references": [_reference(each) for each in one.references],
    }


def _answer(answer: Change) -> dict[str, Any]:
    return {"outcome": answer.outcome, "step": answer.step, "named": answer.named}


def _fact(fact: Fact, phrases: Phrases) -> dict[str, Any]:
    return {
        "candidate": fact.candidate,
        "key": fact.key,
        "value": phrases.value(fact.value, fact.key),
        "proof": fact.proof,
        "as_of": fact.as_of,
        "source": fact.source,
        "publisher": fact.publisher,
    }


def _reference(one: Reference) -> dict[str, Any]:
    return {"text": one.text, "article": one.article, "confidence": one.confidence}
