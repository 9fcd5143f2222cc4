"""DOC108: days that cannot all hold: a contract that is over, a notice that is past, a service left without a contract."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.law.calendar import calendar
from doctrine.model.checks import Check, Hit, NeedSubject


def _find(subject: NeedSubject) -> Iterator[Hit]:
    for line in calendar(subject.need, subject.rules):
        values = {"day": line.day.isoformat()}
        if line.code == "contract_ends" and line.past:
            yield Hit(("purpose", "contract_ends"), values=values, variant="over")
        elif line.code == "notice" and line.past:
            yield Hit(("purpose", "notice_months"), values=values, variant="notice")
        elif line.code == "gap":
            yield Hit(("needed_by",), values=values, variant="gap")


CHECK = Check(
    id="DOC108",
    family="need",
    severity="warning",
    references=(),
    find=_find,
    failing="""\
purpose: {kind: renewal, incumbent: zoom, contract_ends: 2026-06-30, notice_months: 3}
""",
    passing="""\
purpose: {kind: renewal, incumbent: zoom, contract_ends: 2027-12-31, notice_months: 3}
""",
)
