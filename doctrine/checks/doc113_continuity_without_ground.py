"""DOC113: continuity is called essential without a ground or without evidence: that door to building stays shut (circular 6519/SG)."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit, NeedSubject
from doctrine.model.rules import Reference


def _find(subject: NeedSubject) -> Iterator[Hit]:
    continuity = subject.need.continuity
    if continuity.essential == "yes" and not (continuity.ground and continuity.evidence):
        yield Hit(("continuity",))


CHECK = Check(
    id="DOC113",
    family="need",
    severity="error",
    references=(Reference("circulaire 6519/SG du 5 février 2026", "S", "étape 3"),),
    find=_find,
    failing="""\
continuity: {essential: yes}
""",
    passing="""\
continuity: {essential: yes, ground: Alerte des populations, evidence: [analyse de risques du 3 novembre 2026]}
""",
)
