"""DOC106: a finding without a day, or over twelve months old on the day of the launch: it may have changed (our reading)."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit, NeedSubject
from doctrine.model.days import months_before
from doctrine.model.rules import Reference

#: Months after which a finding should be renewed.
MONTHS = 12


def _find(subject: NeedSubject) -> Iterator[Hit]:
    need = subject.need
    for place, one in enumerate(need.findings):
        if one.when is None:
            yield Hit(("findings", place), values={"candidate": one.candidate}, variant="undated")
        elif one.when < months_before(need.on, MONTHS):
            yield Hit(("findings", place, "when"), values={"candidate": one.candidate, "day": one.when.isoformat()})


CHECK = Check(
    id="DOC106",
    family="need",
    severity="note",
    references=(Reference("circulaire 6519/SG du 5 février 2026", "S", "étape 1"),),
    find=_find,
    failing="""\
findings:
  - {candidate: visio, fact: max_participants, value: 350, proof: documented, when: 2025-01-10, source: réponse de la DINUM}
""",
    passing="""\
findings:
  - {candidate: visio, fact: max_participants, value: 350, proof: documented, when: 2026-11-10, source: réponse de la DINUM}
""",
)
