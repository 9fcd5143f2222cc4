"""Written values read by the kind of fact they belong to, and kept in an index as plain JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from doctrine.model.facts import Amount, BuyerCondition, FactValue
from doctrine.model.scalars import ANSWER, DAY, NUMBER, PERIOD, POSITIVE, Refused, nearest

_COUNTRY = re.compile(r"[A-Z]{2,3}\Z", re.ASCII)
_BUYER_KINDS = ("central_state", "operator", "gip", "local", "hospital", "education", "social_security", "any")


def read_value(written: object, kind: str, values: Sequence[str] = ()) -> FactValue:
    """One written value as a fact of this kind; raises `Refused` with a code and what was expected."""
    if kind == "yes_no":
        answer = ANSWER.parse(_single(written), True)
        if answer == "unknown":
            raise Refused("DOC073")
        return str(answer)
    if kind in ("word", "country"):
        return _word(_single(written), kind, values)
    if kind in ("words", "countries", "texts"):
        return tuple(_word(_single(item), kind, values) for item in _several(written))
    if kind == "number":
        return cast(Decimal, NUMBER.parse(_single(written), True))
    if kind == "date":
        return cast(date, DAY.parse(_single(written), True))
    if kind == "period":
        return str(PERIOD.parse(_single(written), True))
    if kind == "amount":
        return _amount(written)
    if kind == "buyers":
        return tuple(_condition(item) for item in _several(written))
    return _single(written)


def _single(written: object) -> str:
    if not isinstance(written, str):
        raise Refused("DOC055")
    return written


def _several(written: object) -> list[object]:
    if not isinstance(written, list):
        raise Refused("DOC053", key="value")
    return written


def _word(text: str, kind: str, values: Sequence[str]) -> str:
    if kind in ("country", "countries"):
        if not _COUNTRY.match(text):
            raise Refused("DOC074", text=text)
    elif values and text not in values:
        raise Refused("DOC072", text=text, choices=", ".join(values), near=nearest(text, tuple(values)))
    return text


def _pairs(written: object, allowed: tuple[str, ...]) -> dict[str, object]:
    if not isinstance(written, tuple):
        raise Refused("DOC054", key="value")
    pairs = dict(written)
    for key in pairs:
        if key not in allowed:
            raise Refused("DOC050", key=str(key), near=nearest(str(key), allowed))
    return pairs


def _amount(written: object) -> Amount:
    pairs = _pairs(written, ("amount", "tax", "months"))
    tax = pairs.get("tax")
    if "amount" not in pairs or tax not in ("excluded", "included"):
        raise Refused("DOC075")
    months = pairs.get("months")
    count = None if months is None else int(cast(Decimal, NUMBER.parse(_single(months), True)))
    return Amount(cast(Decimal, POSITIVE.parse(_single(pairs["amount"]), True)), tax, count)


def _condition(written: object) -> BuyerCondition:
    pairs = _pairs(written, ("kind", "ministry", "max_population", "region", "needs", "text", "from"))
    kind = _single(pairs.get("kind"))
    if kind not in _BUYER_KINDS:
        raise Refused("DOC072", text=kind, choices=", ".join(_BUYER_KINDS), near=nearest(kind, _BUYER_KINDS))
    population = pairs.get("max_population")
    needs = pairs.get("needs", ())
    return BuyerCondition(
        kind,
        cast(str | None, pairs.get("ministry")),
        None if population is None else int(_single(population)),
        cast(str | None, pairs.get("region")),
        cast(tuple[tuple[str, str], ...], needs),
    )


def to_data(value: FactValue) -> object:
    """A value as JSON keeps it; `from_data` gives it back by its kind."""
    match value:
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case Amount(amount=amount, tax=tax, months=months):
            return [str(amount), tax, months]
        case tuple():
            return [
                [item.kind, item.ministry, item.max_population, item.region, [list(pair) for pair in item.needs]]
                if isinstance(item, BuyerCondition)
                else item
                for item in value
            ]
        case _:
            return value


def from_data(data: Any, kind: str) -> FactValue:
    """The value that `to_data` kept."""
    if kind in ("yes_no", "word", "text", "country", "address", "period"):
        return cast(str, data)
    if kind == "number":
        return Decimal(data)
    if kind == "date":
        return date.fromisoformat(data)
    if kind == "amount":
        return Amount(Decimal(data[0]), data[1], data[2])
    if kind == "buyers":
        return tuple(BuyerCondition(line[0], line[1], line[2], line[3], tuple((pair[0], pair[1]) for pair in line[4])) for line in data)
    return tuple(data)


def kinds_of(capabilities: Mapping[str, object], facts: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The kind of every key one may state: capabilities are `yes_no`."""
    return dict.fromkeys(capabilities, "yes_no") | {key: str(definition["kind"]) for key, definition in facts.items()}
