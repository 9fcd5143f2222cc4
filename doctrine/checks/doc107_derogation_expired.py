"""DOC107: a derogation that is over on the day of the launch, or today: it exempts from nothing any more."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit, NeedSubject
from doctrine.model.rules import Reference


def _find(subject: NeedSubject) -> Iterator[Hit]:
    for place, one in enumerate(subject.need.derogations):
        if one.end < max(subject.need.on, subject.today):
            yield Hit(("derogations", place, "end"), values={"gate": one.gate, "day": one.end.isoformat()})


CHECK = Check(
    id="DOC107",
    family="need",
    severity="error",
    references=(Reference("loi 2024-449 du 21 mai 2024 (SREN)", "Pm", "article 31"),),
    find=_find,
    failing="""\
derogations: [{gate: secnumcloud, author: ministre, ground: décision du 3 janvier, start: 2025-01-03, end: 2026-01-03}]
""",
    passing="""\
derogations: [{gate: secnumcloud, author: ministre, ground: décision du 3 janvier, start: 2026-01-03, end: 2028-01-03}]
""",
)
