"""DOC502: the rules or the catalogue changed since, and the same need would now be answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, DecisionSubject, Hit
from doctrine.model.verdicts import Recommendation


def _find(subject: DecisionSubject) -> Iterator[Hit]:
    if subject.broken:
        return
    if subject.now is None:
        yield Hit(variant="refused")
    elif subject.differs and subject.sealed is not None:
        before, now = _answer("before", subject.sealed), _answer("now", subject.now)
        yield Hit(values={"parts": ", ".join(subject.changed)} | before | now)


def _answer(when: str, said: Recommendation) -> dict[str, str]:
    """Outcome and step by their ids, then the name of the candidate: what is put into words later."""
    names = {one.candidate.id: one.candidate.name for step in said.steps for one in step.assessments}
    return {f"{when}_outcome": said.outcome, f"{when}_step": said.step, f"{when}_name": names.get(said.named or "", said.named or "")}


CHECK = Check(
    id="DOC502",
    family="decision",
    severity="warning",
    references=(),
    find=_find,
    failing="""\
"outcome": "retained"  →  "outcome": "none"
""",
    passing="""\
"outcome": "retained"  →  "outcome": "retained"
""",
)
