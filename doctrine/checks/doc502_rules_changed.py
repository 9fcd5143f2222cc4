"""DOC502: the rules or the catalogue changed since, and the same need would now be answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, DecisionSubject, Hit


def _find(subject: DecisionSubject) -> Iterator[Hit]:
    if subject.broken:
        return
    if subject.now is None:
        yield Hit(variant="refused")
    elif subject.differs and subject.sealed is not None:
        values = {
            "parts": ", ".join(subject.changed),
            "before": " · ".join(part for part in (subject.sealed.outcome, subject.sealed.step, subject.sealed.named) if part),
            "now": " · ".join(part for part in (subject.now.outcome, subject.now.step, subject.now.named) if part),
        }
        yield Hit(values=values)


CHECK = Check(
    id="DOC502",
    family="decision",
    severity="warning",
    references=(),
    find=_find,
    failing="""\
un seuil changé depuis, qui ferme la voie retenue
""",
    passing="""\
un seuil changé depuis, sans effet sur la réponse
""",
)
