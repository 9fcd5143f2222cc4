"""DOC506: an objection was sealed without an answer, or with an answer without evidence."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, DecisionSubject, Hit


def _find(subject: DecisionSubject) -> Iterator[Hit]:
    for place, one in enumerate(subject.need.objections if subject.need is not None else ()):
        if not (one.answer or "").strip() or not (one.evidence or "").strip():
            yield Hit(("need", "objections", place), values={"about": one.about})


CHECK = Check(
    id="DOC506",
    family="decision",
    severity="error",
    references=(),
    find=_find,
    failing="""\
{"by": "SI-2", "about": "coût", "answer": null, "evidence": null}
""",
    passing="""\
{"by": "SI-2", "about": "coût", "answer": "48 000 €", "evidence": "devis-3"}
""",
)
