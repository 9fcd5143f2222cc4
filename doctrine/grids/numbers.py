"""Numbers as people write them in tables: `1 234,50 €`, `40 %`, `12.5`."""

from __future__ import annotations

import re
from decimal import Decimal

_SPACES = "[ \u00a0\u202f]"
_NUMBER = re.compile(
    rf"(?P<sign>[-+\u2212]?)(?P<whole>\d{{1,3}}(?:{_SPACES}\d{{3}})+|\d{{1,15}})(?:[.,](?P<part>\d{{1,20}}))?{_SPACES}*(?P<unit>%|€|EUR|euros?|pts?|points?)?",
    re.ASCII | re.IGNORECASE,
)


def number(text: str) -> Decimal | None:
    """The exact number of a cell, None when it is something else; a comma or a dot opens the decimals."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    whole = re.sub(_SPACES, "", found["whole"])
    sign = "-" if found["sign"] in {"-", "\u2212"} else ""
    return Decimal(f"{sign}{whole}.{found['part']}" if found["part"] else f"{sign}{whole}")


def is_percent(text: str) -> bool:
    """Whether a number was written as a percentage."""
    return text.strip().endswith("%") and number(text) is not None


def from_sheet(value: float) -> str:
    """The text of a number that a spreadsheet kept in binary: its 15 significant digits, as the spreadsheet itself shows them."""
    return format(Decimal(f"{value:.15g}"), "f")
