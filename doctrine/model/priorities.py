"""The buyer's priorities: orders, ties, ranges and fixed weights, read one by one and refused when they exclude each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from typing import NamedTuple, get_args

from doctrine.model.need import CriterionId

CRITERIA: tuple[str, ...] = get_args(CriterionId)

#: A weight in hundredths as a person writes it: no exponent, no sign, no word.
_PLAIN = re.compile(r"\d{1,3}(?:\.\d{1,6})?", re.ASCII)
_SIGNS = re.compile(r"(<=|>=|=|>)")
_BRACKETS = re.compile(r"\s*([^\s:]+)\s*:\s*(?:\[\s*([^\s,\]]+)\s*,\s*([^\s,\]]+)\s*\]|([^\s\[\],]+))\s*")
#: More statements than this and the smallest conflicting set is looked for by taking away one at a time.
_TRIED_ALL = 12

ZERO, ONE = Fraction(0), Fraction(1)


class PrioritiesRefused(ValueError):
    """Priorities that cannot be read or exclude each other: the code of the diagnostic and the texts at fault, the fewest possible."""

    def __init__(self, code: str, texts: tuple[str, ...]) -> None:
        """Keep the code and the texts."""
        super().__init__(code)
        self.code = code
        self.texts = texts


class Priorities(NamedTuple):
    """What a buyer states of weights, as shares of one.

    `orders` are pairs (heavier, lighter); `ties` pairs that weigh the same; `ranges` hold (least, most), equal for a fixed weight.
    """

    orders: tuple[tuple[str, str], ...] = ()
    ties: tuple[tuple[str, str], ...] = ()
    ranges: Mapping[str, tuple[Fraction, Fraction]] = {}


def read_priorities(texts: tuple[str, ...], criteria: tuple[str, ...] = CRITERIA) -> Priorities:
    """Read `sovereignty > cost` (chains allowed), `cost = security`, `10 <= cost <= 30`, `cost: [10, 30]`, `cost = 20`.

    Raises PrioritiesRefused: a text that cannot be read (DOC090), a circle of orders (DOC091), ranges that cannot total 100 (DOC092),
    orders and ranges that exclude each other (DOC093), each with the smallest set of texts in conflict.
    """
    read = [(text, _read(text, criteria)) for text in texts]
    if not _possible([one for _, one in read], criteria):
        conflict = _smallest_conflict(read, criteria)
        raise PrioritiesRefused(_code([one for _, one in conflict]), tuple(text for text, _ in conflict))
    return _together(one for _, one in read)


def _together(read: Iterable[Priorities]) -> Priorities:
    orders: list[tuple[str, str]] = []
    ties: list[tuple[str, str]] = []
    ranges: dict[str, tuple[Fraction, Fraction]] = {}
    for one in read:
        orders += one.orders
        ties += one.ties
        for criterion, (low, high) in one.ranges.items():
            before = ranges.get(criterion, (ZERO, ONE))
            ranges[criterion] = (max(before[0], low), min(before[1], high))
    return Priorities(tuple(orders), tuple(ties), ranges)


def _read(text: str, criteria: tuple[str, ...]) -> Priorities:
    bracket = _BRACKETS.fullmatch(text)
    if bracket is not None:
        name, low, high, fixed = bracket.groups()
        if name not in criteria:
            raise PrioritiesRefused("DOC090", (text,))
        return Priorities(ranges={name: (_share(fixed or low, text), _share(fixed or high, text))})
    parts = [part.strip() for part in _SIGNS.split(text)]
    members, signs = parts[::2], parts[1::2]
    if len(members) < 2:
        raise PrioritiesRefused("DOC090", (text,))
    if all(member in criteria for member in members):
        return _between_criteria(members, signs, text)
    return _of_one(members, signs, text, criteria)


def _between_criteria(members: list[str], signs: list[str], text: str) -> Priorities:
    """`a > b = c > d`: orders and ties between neighbours."""
    if any(sign not in (">", "=") for sign in signs):
        raise PrioritiesRefused("DOC090", (text,))
    pairs = list(zip(pairwise(members), signs, strict=True))
    return Priorities(tuple(pair for pair, sign in pairs if sign == ">"), tuple(pair for pair, sign in pairs if sign == "="))


def _of_one(members: list[str], signs: list[str], text: str, criteria: tuple[str, ...]) -> Priorities:
    """`10 <= cost <= 30`, `cost >= 10`, `cost = 20`: one criterion among numbers."""
    if signs and signs[0] == ">=":
        members, signs = members[::-1], ["<=" if sign == ">=" else sign for sign in signs]
    named = [place for place, member in enumerate(members) if member in criteria]
    if len(named) != 1 or len(members) > 3 or (len(members) == 3 and named[0] != 1) or len(set(signs)) != 1:
        raise PrioritiesRefused("DOC090", (text,))
    at = named[0]
    if signs[0] == "=" and len(members) == 2:
        fixed = _share(members[1 - at], text)
        return Priorities(ranges={members[at]: (fixed, fixed)})
    if signs[0] != "<=":
        raise PrioritiesRefused("DOC090", (text,))
    low = _share(members[0], text) if at else ZERO
    high = _share(members[-1], text) if at < len(members) - 1 else ONE
    return Priorities(ranges={members[at]: (low, high)})


def _share(number: str, text: str) -> Fraction:
    """Hundredths as written, as a share of one."""
    if not _PLAIN.fullmatch(number):
        raise PrioritiesRefused("DOC090", (text,))
    share = Fraction(Decimal(number)) / 100
    if share > 1:
        raise PrioritiesRefused("DOC090", (text,))
    return share


Bounds = tuple[dict[str, Fraction], dict[str, Fraction]]


def tightened(stated: Priorities, criteria: tuple[str, ...] = CRITERIA) -> Bounds | None:
    """The least and the greatest weight of each criterion once every statement has been followed; None when they exclude each other.

    Weights that follow orders, ties and ranges have a least and a greatest vector, and their total takes every value between the two: so
    it is enough to tighten each bound along the statements, then to look whether the totals surround one.
    """
    low = {criterion: stated.ranges.get(criterion, (ZERO, ONE))[0] for criterion in criteria}
    high = {criterion: stated.ranges.get(criterion, (ZERO, ONE))[1] for criterion in criteria}
    pairs = [*stated.orders, *stated.ties, *((last, first) for first, last in stated.ties)]
    for _ in range(len(criteria) + 1):
        for heavy, light in pairs:
            low[heavy], high[light] = max(low[heavy], low[light]), min(high[light], high[heavy])
        lows, highs = sum(low.values(), ZERO), sum(high.values(), ZERO)
        if lows > 1 or highs < 1 or any(low[criterion] > high[criterion] for criterion in criteria):
            return None
        low, high = (
            {criterion: max(low[criterion], 1 - (highs - high[criterion])) for criterion in criteria},
            {criterion: min(high[criterion], 1 - (lows - low[criterion])) for criterion in criteria},
        )
    return low, high


def _possible(read: Iterable[Priorities], criteria: tuple[str, ...]) -> bool:
    """Whether some weighting follows all statements, orders strictly."""
    stated = _together(read)
    bounds = tightened(stated, criteria)
    if bounds is None:
        return False
    low, high = bounds
    reached = {*stated.orders, *stated.ties, *((last, first) for first, last in stated.ties)}
    for _ in criteria:
        reached |= {(first, last) for first, middle in reached for other, last in reached if middle == other}
    return not any((light, heavy) in reached or high[heavy] <= low[light] for heavy, light in stated.orders)


def _smallest_conflict(read: list[tuple[str, Priorities]], criteria: tuple[str, ...]) -> list[tuple[str, Priorities]]:
    """The fewest statements that exclude each other (one of the smallest sets; a minimal one when there are many statements)."""
    if len(read) <= _TRIED_ALL:
        for size in range(1, len(read)):
            for chosen in combinations(read, size):
                if not _possible([one for _, one in chosen], criteria):
                    return list(chosen)
        return read
    kept = list(read)
    for one in read:
        without = [other for other in kept if other is not one]
        if not _possible([each for _, each in without], criteria):
            kept = without
    return kept


def _code(conflict: list[Priorities]) -> str:
    """Which kind of conflict: orders alone, ranges alone, or both."""
    ordered = any(one.orders or one.ties for one in conflict)
    ranged = any(one.ranges for one in conflict)
    return "DOC093" if ordered and ranged else "DOC091" if ordered else "DOC092"
