"""DOC504: the candidate named by the decision is stopped, closed or being stopped, says the present catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, DecisionSubject, Hit


def _find(subject: DecisionSubject) -> Iterator[Hit]:
    if subject.sealed is None or subject.now is None or subject.sealed.named is None:
        return
    for step in subject.now.steps:
        for one in step.assessments:
            if one.candidate.id != subject.sealed.named:
                continue
            for gate in one.gates:
                if gate.gate in ("alive", "eligible") and (gate.answer == "not_met" or gate.contrary):
                    yield Hit(values={"name": one.candidate.name, "gate": gate.gate})


CHECK = Check(
    id="DOC504",
    family="decision",
    severity="error",
    references=(),
    find=_find,
    failing="""\
"named": "visio", "alive": "not_met"
""",
    passing="""\
"named": "visio", "alive": "met"
""",
)
