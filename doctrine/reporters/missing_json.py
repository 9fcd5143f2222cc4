"""What to find out, for programs: `missing/1`, its own shape, never the model's."""

from __future__ import annotations

import json
from typing import Any

from doctrine.analysis.deciding import Undecided
from doctrine.model.verdicts import Recommendation
from doctrine.presenting.missing import fact_question, messages_for, ways_shown
from doctrine.presenting.phrases import Phrases


def render(phrases: Phrases, recommendation: Recommendation, found: Undecided, *, search: bool) -> str:
    """One JSON object: outcome, sets of answers that settle it, messages; chances are exact fractions as text."""
    waiting = recommendation.outcome in ("conditional", "undecided")
    ways = ways_shown(found) if waiting else ()
    chances = found.chances() if ways else {}
    made: dict[str, Any] = {
        "format": "missing/1",
        "need": recommendation.need,
        "on": recommendation.on.isoformat(),
        "language": phrases.words.language,
        "outcome": recommendation.outcome,
        "step": recommendation.step,
        "search_to_record": search,
        "settled_by": [
            {
                "answer": way.answer,
                "candidates": list(way.candidates),
                "holders": list(way.holders),
                "facts": [
                    {
                        "candidate": fact.candidate,
                        "key": fact.key,
                        "gate": fact.gate,
                        "requirement": fact.requirement,
                        "holder": fact.holder,
                        "question": fact_question(phrases, fact),
                        "decides_in": str(chances[fact]),
                        "hinted_no": fact.hinted_no,
                    }
                    for fact in way.facts
                ],
            }
            for way in ways
        ],
        "messages": [
            {"to": phrases.holder(one.holder), "about": list(one.about), "questions": list(one.questions), "urgent": one.urgent}
            for one in messages_for(phrases, recommendation, ways)
        ],
    }
    return json.dumps(made, ensure_ascii=True, indent=2) + "\n"
