"""The buyer's priorities: orders between criteria, or ranges of weights, read and refused when they admit nothing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, get_args

from doctrine.model.need import CriterionId

CRITERIA: tuple[str, ...] = get_args(CriterionId)

#: A weight in hundredths as a person writes it: no exponent, no sign, no word.
_PLAIN = re.compile(r"\d{1,3}(?:\.\d{1,6})?", re.ASCII)


class PrioritiesRefused(ValueError):
    """Priorities that cannot be read or admit no weighting: the code of the diagnostic and the text at fault."""

    def __init__(self, code: str, text: str) -> None:
        """Keep the code and the text."""
        super().__init__(code)
        self.code = code
        self.text = text


class Priorities(NamedTuple):
    """An order between criteria, or ranges of weights in hundredths of the total."""

    orders: tuple[tuple[str, str], ...]
    ranges: Mapping[str, tuple[Fraction, Fraction]]


def read_priorities(texts: tuple[str, ...]) -> Priorities:
    """Read `sovereignty > cost` (orders, chains allowed) and `10 <= cost <= 30`, `cost >= 10`, `cost <= 30` (ranges).

    Raises PrioritiesRefused: unreadable text, unknown criterion, a circle of orders, ranges that cannot total 100, or orders and
    ranges together, whose centre this version does not compute.
    """
    orders: list[tuple[str, str]] = []
    ranges: dict[str, tuple[Fraction, Fraction]] = {}
    for text in texts:
        if "<=" in text or ">=" in text:
            criterion, low, high = _range(text)
            before = ranges.get(criterion, (Fraction(0), Fraction(1)))
            ranges[criterion] = (max(before[0], low), min(before[1], high))
        else:
            chain = [part.strip() for part in text.split(">")]
            if len(chain) < 2 or any(part not in CRITERIA for part in chain):
                raise PrioritiesRefused("DOC090", text)
            orders.extend(itertools.pairwise(chain))
    if orders and ranges:
        raise PrioritiesRefused("DOC093", texts[0])
    _refuse_impossible(orders, ranges, texts)
    return Priorities(tuple(orders), ranges)


def _range(text: str) -> tuple[str, Fraction, Fraction]:
    """One range, as hundredths of the total turned into shares."""
    turned = ">=" in text
    parts = [part.strip() for part in text.replace(">=", "<=").split("<=")]
    if turned:
        parts.reverse()
    named = [part for part in parts if part in CRITERIA]
    if len(named) != 1 or len(parts) not in (2, 3) or (len(parts) == 3 and parts[1] != named[0]) or (turned and "<=" in text):
        raise PrioritiesRefused("DOC090", text)
    bounds = [part for part in parts if part != named[0]]
    if len(bounds) != len(parts) - 1 or not all(_PLAIN.fullmatch(part) for part in bounds):
        raise PrioritiesRefused("DOC090", text)
    numbers = [Fraction(Decimal(part)) / 100 for part in bounds]
    if any(number > 1 for number in numbers):
        raise PrioritiesRefused("DOC090", text)
    at = parts.index(named[0])
    return named[0], (numbers[0] if at else Fraction(0)), (numbers[-1] if at < len(parts) - 1 else Fraction(1))


def _refuse_impossible(orders: list[tuple[str, str]], ranges: Mapping[str, tuple[Fraction, Fraction]], texts: tuple[str, ...]) -> None:
    if any(low > high for low, high in ranges.values()):
        raise PrioritiesRefused("DOC092", " ; ".join(texts))
    lows = sum((low for low, _ in ranges.values()), Fraction(0))
    highs = sum((high for _, high in ranges.values()), Fraction(0)) + (len(CRITERIA) - len(ranges))
    if lows > 1 or highs < 1:
        raise PrioritiesRefused("DOC092", " ; ".join(texts))
    reached = set(orders)
    for _ in CRITERIA:
        reached |= {(first, last) for first, middle in reached for other, last in reached if middle == other}
    if any(first == last for first, last in reached):
        raise PrioritiesRefused("DOC091", " ; ".join(texts))
