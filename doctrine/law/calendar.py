"""The days that matter when a contract in force must be replaced: its notice, its end, what changes meanwhile.

No legal delay for tenders is known here (law.md gives none): the calendar says how much time is left, never that it is enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.days import months_before
from doctrine.model.legal import CalendarLine
from doctrine.model.need import Need
from doctrine.model.rules import Ruleset


def calendar(need: Need, rules: Ruleset) -> tuple[CalendarLine, ...]:
    """The days of a renewal, sorted; empty for a new need."""
    return tuple(sorted(_lines(need, rules), key=lambda line: (line.day, line.code)))


def _lines(need: Need, rules: Ruleset) -> Iterator[CalendarLine]:
    purpose = need.purpose
    if purpose is None or purpose.kind != "renewal":
        return
    if purpose.contract_ends is not None:
        left = (purpose.contract_ends - need.on).days
        yield CalendarLine("contract_ends", purpose.contract_ends, purpose.contract_ends < need.on, {"days": left})
        if purpose.notice_months is not None:
            last = months_before(purpose.contract_ends, purpose.notice_months)
            yield CalendarLine("notice", last, last < need.on, {"months": purpose.notice_months})
        if need.needed_by is not None and need.needed_by > purpose.contract_ends:
            yield CalendarLine("gap", need.needed_by, past=False, values={"days": (need.needed_by - purpose.contract_ends).days})
        for name in ("dact.frais_interdits", "dact.application"):
            day = rules.dates.get(name)
            if day is not None and need.on < day <= purpose.contract_ends:
                yield CalendarLine(name.replace(".", "_"), day, past=False)
