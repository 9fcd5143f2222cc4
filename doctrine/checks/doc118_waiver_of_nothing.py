"""DOC118: a waiver that can silence nothing: no such check, or a check that nothing silences."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit, NeedSubject


def _find(subject: NeedSubject) -> Iterator[Hit]:
    from doctrine.checks import can_be_waived

    for place, one in enumerate(subject.need.waivers):
        if not can_be_waived(one.check):
            yield Hit(("waivers", place, "check"), values={"check": one.check})


CHECK = Check(
    id="DOC118",
    family="need",
    severity="error",
    references=(),
    find=_find,
    failing="""\
waivers: [{check: DOC999, author: bureau SI-2, ground: mesure en cours, start: 2026-01-01, end: 2099-12-31}]
""",
    passing="""\
waivers: [{check: DOC101, author: bureau SI-2, ground: mesure en cours, start: 2026-01-01, end: 2099-12-31}]
""",
)
