"""DOC103: so many imperative requirements that few solutions, or one, can meet them all (circular 6519/SG: no over-specification).

Beyond fifteen, or eight without any wish, our reading is that the need describes a solution.
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit, NeedSubject
from doctrine.model.rules import Reference

#: Imperative requirements beyond which a need describes a solution, with wishes beside them and without (our reading).
MOST, MOST_WITHOUT_WISH = 15, 8


def _find(subject: NeedSubject) -> Iterator[Hit]:
    musts = sum(one.level == "must" for one in subject.need.requirements)
    wishes = len(subject.need.requirements) - musts
    if musts > (MOST if wishes else MOST_WITHOUT_WISH):
        yield Hit(("requirements",), values={"count": str(musts)})


CHECK = Check(
    id="DOC103",
    family="need",
    severity="warning",
    references=(Reference("circulaire 6519/SG du 5 février 2026", "S", "modes de satisfaction des besoins"),),
    find=_find,
    failing="""\
requirements:
  - {id: R1, level: must, text: Exigence 1, capability: guest-access}
  - {id: R2, level: must, text: Exigence 2, capability: guest-access}
  - {id: R3, level: must, text: Exigence 3, capability: guest-access}
  - {id: R4, level: must, text: Exigence 4, capability: guest-access}
  - {id: R5, level: must, text: Exigence 5, capability: guest-access}
  - {id: R6, level: must, text: Exigence 6, capability: guest-access}
  - {id: R7, level: must, text: Exigence 7, capability: guest-access}
  - {id: R8, level: must, text: Exigence 8, capability: guest-access}
  - {id: R9, level: must, text: Exigence 9, capability: guest-access}
""",
    passing="""\
requirements:
  - {id: R1, level: must, text: Participer sans compte, capability: guest-access}
  - {id: R2, level: should, text: Enregistrer une réunion, capability: recording}
""",
)
