"""DOC111: a renewal that plans no way out: no incumbent, no end of contract, or no word of recovering the data.

Without them the next renewal is decided by the incumbent (reversibility, one of the nine criteria of the circular).
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit, NeedSubject
from doctrine.model.rules import Reference

_WAYS_OUT = frozenset({"data-export", "bulk-export", "open-formats", "reversibility", "migration-tools"})
_WORDS = ("réversib", "reversib", "export", "migration", "récupér", "restitu")


def _find(subject: NeedSubject) -> Iterator[Hit]:
    purpose = subject.need.purpose
    if purpose is None or purpose.kind != "renewal":
        return
    if purpose.contract_ends is None or purpose.incumbent is None:
        yield Hit(("purpose",), variant="unnamed")
        return
    planned = any(one.criterion == "reversibility" for one in subject.need.floors) or any(
        one.capability in _WAYS_OUT or any(word in one.text.casefold() for word in _WORDS) for one in subject.need.requirements
    )
    if not planned:
        yield Hit(("purpose",))


CHECK = Check(
    id="DOC111",
    family="need",
    severity="warning",
    references=(Reference("circulaire 6519/SG du 5 février 2026", "S", "réversibilité à prévoir dans les contrats"),),
    find=_find,
    failing="""\
purpose: {kind: renewal, incumbent: zoom, contract_ends: 2027-12-31}
""",
    passing="""\
purpose: {kind: renewal, incumbent: zoom, contract_ends: 2027-12-31}
requirements:
  - {id: R1, level: must, text: Exporter les enregistrements en format ouvert, capability: recording}
""",
)
