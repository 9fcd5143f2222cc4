"""The file for the DINUM opinion as JSON, `dossier/1`: its own shape (docs/dossier.schema.json)."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from doctrine import __version__
from doctrine.model.verdicts import Recommendation
from doctrine.presenting.dossier_parts import Dossier, kept_parts
from doctrine.presenting.phrases import Phrases


def render(phrases: Phrases, answer: Recommendation, made: Dossier) -> str:
    """One JSON object: sections of lines with their notes, the cost base in exact amounts, what is missing, the notes."""
    base = answer.legal.project
    written: dict[str, Any] = {
        "format": "dossier/1",
        "tool": __version__,
        "language": phrases.words.language,
        "need": made.need,
        "on": answer.on.isoformat(),
        "digest": made.digest,
        "cost": {
            "tax": "included",
            "base": _exact(base.amount),
            "complete": base.complete,
            "reasons": list(base.reasons),
            "parts": [
                {"what": one.part.what, "amount": str(one.part.amount), "months": one.part.months, "kept": _exact(one.amount)}
                for one in kept_parts(phrases)
            ],
        },
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "lines": [{"text": line.text, "notes": list(line.notes), "missing": line.missing} for line in section.lines],
                "head": list(section.head),
                "rows": [list(row) for row in section.rows],
            }
            for section in made.sections
        ],
        "missing": list(made.missing),
        "notes": [{"number": number, **note._asdict()} for number, note in enumerate(made.notes, 1)],
    }
    return json.dumps(written, ensure_ascii=True, indent=2) + "\n"


def _exact(amount: Fraction | None) -> str | None:
    """An amount as an exact text: a decimal when it is whole cents, else a fraction."""
    if amount is None:
        return None
    cents = amount * 100
    if cents.denominator == 1:
        whole, rest = divmod(cents.numerator, 100)
        return f"{whole}.{rest:02}"
    return str(amount)
