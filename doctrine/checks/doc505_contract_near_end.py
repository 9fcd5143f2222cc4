"""DOC505: the contract that the decision is about ends within nine months: time to write the next need (our reading)."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import Check, DecisionSubject, Hit
from doctrine.model.days import months_after

#: Months before the end when the next need should be written.
MONTHS = 9


def _find(subject: DecisionSubject) -> Iterator[Hit]:
    need = subject.need
    if need is None or need.value is None or need.value.months is None:
        return
    end = months_after(need.needed_by or need.on, need.value.months)
    if subject.today <= end < months_after(subject.today, MONTHS):
        yield Hit(values={"day": end.isoformat()})
    elif end < subject.today:
        yield Hit(values={"day": end.isoformat()}, variant="over")


CHECK = Check(
    id="DOC505",
    family="decision",
    severity="note",
    references=(),
    find=_find,
    failing="""\
"needed_by": "2026-06-30", "months": 12   # --today 2026-12-01
""",
    passing="""\
"needed_by": "2026-06-30", "months": 36   # --today 2026-12-01
""",
)
