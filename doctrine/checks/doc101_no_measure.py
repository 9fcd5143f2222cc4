"""DOC101: a need without a measure: nobody will be able to say whether the outcome was reached."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.checks._later import to_be_written
from doctrine.model.checks import Check, Hit, NeedSubject
from doctrine.model.rules import Reference


def _find(subject: NeedSubject) -> Iterator[Hit]:
    if not (subject.need.measure or "").strip():
        yield Hit()
    elif to_be_written(subject.need.measure):
        yield Hit(("measure",), values={"text": (subject.need.measure or "").strip()}, variant="later")


CHECK = Check(
    id="DOC101",
    family="need",
    severity="warning",
    references=(Reference("circulaire 6519/SG du 5 février 2026", "S", "modes de satisfaction des besoins"),),
    find=_find,
    failing="""\
measure: ""
""",
    passing="""\
measure: 99 % des réunions sans incident, mesuré par le support.
""",
)
