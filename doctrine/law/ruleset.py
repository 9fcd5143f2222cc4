"""All rules on one day: cards, gates, and the legal values in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from doctrine.model.days import months_before
from doctrine.model.rules import (
    Chain,
    Confidence,
    CriterionCard,
    GateCard,
    LegalValue,
    Link,
    ObligationRule,
    Question,
    Reference,
    RouteRule,
    Ruleset,
    When,
    WordingRule,
)


def resolve(data: Mapping[str, Any], on: date) -> Ruleset:
    """The rules as compiled in the index, resolved on one day. The day is an argument; nothing asks the clock."""
    later = _not_yet(data["parameters"], on)
    return Ruleset(
        on,
        tuple(sorted((_criterion(one) for one in data["criteria"]), key=lambda card: card.order)),
        tuple(sorted((_gate(one) for one in data["gates"]), key=lambda card: card.order)),
        {one.id: one for one in _values(data["parameters"], on)},
        {
            one["id"]: date.fromisoformat(max(one["values"], key=lambda line: line["starts"])["version"])
            for one in data["parameters"]
            if one["unit"] == "date" and not one["pending"]
        },
        tuple(sorted((_route(one, later) for one in data["routes"]), key=lambda rule: rule.order)),
        tuple(_obligation(one) for one in data["obligations"]),
        tuple(WordingRule(one["id"], tuple(one["suggested_by"]), _references(one)) for one in data["wordings"]),
        tuple(sorted(_stale(data["parameters"], on))),
    )


def _stale(parameters: Iterable[Mapping[str, Any]], on: date) -> Iterable[str]:
    """Legal values in force that day which nobody has verified for twelve months."""
    limit = months_before(on, 12).isoformat()
    day = on.isoformat()
    for parameter in parameters:
        for value in parameter["values"]:
            in_force = value["starts"] <= day and (value["ends"] is None or day <= value["ends"])
            if in_force and not parameter["pending"] and value["verified_on"] < limit:
                yield parameter["id"]


def _references(data: Mapping[str, Any]) -> tuple[Reference, ...]:
    return tuple(_reference(one) for one in data["references"])


def _not_yet(parameters: Iterable[Mapping[str, Any]], on: date) -> frozenset[str]:
    """Texts whose first legal value starts after a day: they are no basis of what holds that day."""
    first: dict[str, str] = {}
    for parameter in parameters:
        for value in parameter["values"]:
            text = value["reference"][0]
            first[text] = min(first.get(text, value["starts"]), value["starts"])
    return frozenset(text for text, start in first.items() if start > on.isoformat())


def _route(data: Mapping[str, Any], later: frozenset[str]) -> RouteRule:
    references = tuple(one for one in _references(data) if one.text not in later) or _references(data)
    return RouteRule(data["id"], data["order"], data["direct"], tuple(data["steps"]), references, tuple(data["duties"]))


def _obligation(data: Mapping[str, Any]) -> ObligationRule:
    conditions: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data["when"].items()}
    when = When(**conditions)
    return ObligationRule(data["id"], data["area"], when, _references(data), data["severity"], data["voice"])


def _values(parameters: Iterable[Mapping[str, Any]], on: date) -> Iterable[LegalValue]:
    """The value of each numeric parameter on the day: the one whose dates hold it. Pending ones are never applied."""
    day = on.isoformat()
    for parameter in parameters:
        if parameter["pending"]:
            continue
        for value in parameter["values"]:
            if value["value"] is not None and value["starts"] <= day and (value["ends"] is None or day <= value["ends"]):
                yield LegalValue(
                    parameter["id"],
                    Decimal(value["value"]),
                    parameter["unit"],
                    _reference(value["reference"]),
                    date.fromisoformat(value["starts"]),
                    None if value["ends"] is None else date.fromisoformat(value["ends"]),
                    parameter["tax"] or "",
                )


def _reference(data: list[str]) -> Reference:
    return Reference(data[0], cast(Confidence, data[1]), data[2], data[3])


def _criterion(data: Mapping[str, Any]) -> CriterionCard:
    return CriterionCard(
        data["id"],
        data["order"],
        tuple(
            Question(
                one["id"],
                one["measure"],
                one["reads"],
                one["scale"],
                tuple((Decimal(at), points) for at, points in one["breakpoints"]),
                one["holder"],
            )
            for one in data["questions"]
        ),
        tuple(_reference(one) for one in data["references"]),
        data["vector"],
    )


def _gate(data: Mapping[str, Any]) -> GateCard:
    return GateCard(
        data["id"],
        data["order"],
        data["decides_by"],
        tuple(data["steps"]),
        tuple(_reference(one) for one in data["references"]),
        tuple(
            Chain(chain["id"], {link["id"]: Link(link["id"], _reference(link["reference"])) for link in chain["links"]})
            for chain in data["chains"]
        ),
        {key: tuple(value) if isinstance(value, list) else value for key, value in data["options"].items()},
    )
