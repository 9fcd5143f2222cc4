"""DOC114: a waiver that is over: the check it silenced speaks again."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit, NeedSubject


def _find(subject: NeedSubject) -> Iterator[Hit]:
    for place, one in enumerate(subject.need.waivers):
        if one.end < subject.today:
            yield Hit(("waivers", place, "end"), values={"check": one.check, "day": one.end.isoformat()})


CHECK = Check(
    id="DOC114",
    family="need",
    severity="error",
    references=(),
    find=_find,
    failing="""\
waivers: [{check: DOC101, author: bureau SI-2, ground: mesure en cours, start: 2025-01-01, end: 2025-12-31}]
""",
    passing="""\
waivers: [{check: DOC101, author: bureau SI-2, ground: mesure en cours, start: 2026-01-01, end: 2099-12-31}]
""",
)
