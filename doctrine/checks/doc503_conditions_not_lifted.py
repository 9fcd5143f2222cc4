"""DOC503: the decision rests on conditions that nobody has lifted: it was sealed before it was settled."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, DecisionSubject, Hit


def _find(subject: DecisionSubject) -> Iterator[Hit]:
    if subject.sealed is not None and subject.sealed.outcome in ("conditional", "undecided"):
        waiting = sum(len(one.asks) for one in subject.sealed.stopped.assessments if one.candidate.id in subject.sealed.shortlist)
        yield Hit(values={"count": str(waiting)})


CHECK = Check(
    id="DOC503",
    family="decision",
    severity="warning",
    references=(),
    find=_find,
    failing="""\
"outcome": "conditional"
""",
    passing="""\
"outcome": "retained"
""",
)
