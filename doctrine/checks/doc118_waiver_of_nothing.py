"""DOC118: a waiver that can silence nothing: no such check, or a check that nothing silences."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, Hit, NeedSubject

#: Checks that no waiver covers: a waiver that is over, a waiver of nothing, a decision edited after sealing.
NEVER = frozenset({"DOC114", "DOC118", "DOC501"})


def _find(subject: NeedSubject) -> Iterator[Hit]:
    from doctrine.checks import every_check

    for place, one in enumerate(subject.need.waivers):
        code = one.check.upper()
        if code not in every_check() or code in NEVER:
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
