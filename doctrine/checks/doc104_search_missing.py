"""DOC104: no search of shared services is recorded: without it step 1 cannot be exhausted (circular 6519/SG, step 1)."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit, NeedSubject
from doctrine.model.rules import Reference


def _find(subject: NeedSubject) -> Iterator[Hit]:
    shared = [(place, one.when) for place, one in enumerate(subject.need.searched) if one.step == "mutualise"]
    if not shared:
        yield Hit(("searched",) if subject.need.searched else ())
    elif all(when > subject.need.on for _, when in shared):
        yield Hit(("searched", shared[0][0], "when"), values={"day": shared[0][1].isoformat()}, variant="late")


CHECK = Check(
    id="DOC104",
    family="need",
    severity="warning",
    references=(Reference("circulaire 6519/SG du 5 février 2026", "S", "étape 1"),),
    find=_find,
    failing="""\
searched: []
""",
    passing="""\
searched: [{step: mutualise, where: catalogue interministériel, when: 2026-11-10, by: bureau SI-2}]
""",
)
