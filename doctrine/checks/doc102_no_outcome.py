"""DOC102: a need without an outcome: requirements that serve nothing one can name."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.checks._later import to_be_written
from doctrine.model.checks import Check, Hit, NeedSubject
from doctrine.model.rules import Reference


def _find(subject: NeedSubject) -> Iterator[Hit]:
    if not (subject.need.outcome or "").strip():
        yield Hit()
    elif to_be_written(subject.need.outcome):
        yield Hit(("outcome",), values={"text": (subject.need.outcome or "").strip()}, variant="later")


CHECK = Check(
    id="DOC102",
    family="need",
    severity="warning",
    references=(Reference("circulaire 6519/SG du 5 février 2026", "S", "modes de satisfaction des besoins"),),
    find=_find,
    failing="""\
outcome: ""
""",
    passing="""\
outcome: Tenir des réunions à distance depuis un navigateur.
""",
)
