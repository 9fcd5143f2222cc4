"""Legal values as blocks: the list, one page, what changes between two days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from doctrine.locales.words import NBSP, Words
from doctrine.presenting.blocks import Block, Bullets, Heading, Paragraph


def value_text(words: Words, parameter: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    """One value with its unit and its tax basis."""
    if value["value"] is None:
        text = str(value["version"])
        return words.day(date.fromisoformat(text)) if parameter["unit"] == "date" else text
    number = Decimal(value["value"])
    if parameter["unit"] == "EUR":
        return words.euros(number, parameter["tax"] or "")
    unit = str(words.section("units")[parameter["unit"]])
    if unit == "%" and words.language == "en":
        return f"{words.number(number)}%"
    return f"{words.number(number)}{NBSP}{unit}".rstrip() if unit else words.number(number)


def in_force(parameter: Mapping[str, Any], on: date) -> Mapping[str, Any] | None:
    """The value that holds a day."""
    day = on.isoformat()
    return next((one for one in parameter["values"] if one["starts"] <= day and (one["ends"] is None or day <= one["ends"])), None)


def listed(words: Words, parameters: list[Mapping[str, Any]], on: date | None) -> Iterator[Block]:
    """Every legal value: the one in force on a day, or the latest; pending ones apart."""
    for pending in (False, True):
        lines = []
        for one in sorted(parameters, key=lambda each: str(each["id"])):
            value = in_force(one, on) if on is not None else one["values"][-1]
            if one["pending"] != pending or value is None:
                continue
            ends = f" → {words.period(value['ends'])}" if value["ends"] else ""
            since = "" if one["unit"] == "date" else f", {words.period(value['starts'])}{ends}"
            colon = f"{NBSP}: " if words.language == "fr" else ": "
            said = f"{one['id']} — {words.pick(one['label'])}{colon}{value_text(words, one, value)}{since}"
            lines.append(f"{said} ({value['reference'][1]})")
        if lines:
            yield Heading(1, words.say("law_pending") if pending else words.say("h_law_values"))
            yield Bullets(tuple(lines))


def shown(words: Words, parameter: Mapping[str, Any], on: date | None) -> Iterator[Block]:
    """One legal value through time, or on one day."""
    yield Heading(1, f"{words.pick(parameter['label'])} ({parameter['id']})")
    if parameter["pending"]:
        yield Paragraph(words.say("law_pending"))
    kinds = ", ".join(str(words.section("values").get(kind, kind)) for kind in parameter["touches"]) or words.say("everybody")
    yield Paragraph(words.say("law_day", day=str(words.section("law_days")[parameter["day"]])))
    yield Paragraph(words.say("law_touches", kinds=kinds))
    values = parameter["values"]
    if on is not None:
        found = in_force(parameter, on)
        if found is None:
            yield Paragraph(words.say("law_none_on", day=on))
            return
        values = [found]
    yield Bullets(tuple(_line(words, parameter, value) for value in values))
    if parameter["note"]:
        yield Paragraph(parameter["note"])


def _line(words: Words, parameter: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    text, confidence, article, address = value["reference"]
    ends = f" → {words.period(value['ends'])}" if value["ends"] else " →"
    parts = [f"{value_text(words, parameter, value)} ({words.period(value['starts'])}{ends})", f"{text}{f', {article}' if article else ''}"]
    parts.append(f"{confidence}, {words.section('confidences')[confidence]}")
    if value["known_from"]:
        parts.append(words.say("law_known_from", day=date.fromisoformat(value["known_from"])))
    parts.append(words.say("law_verified", day=date.fromisoformat(value["verified_on"])))
    parts += [one for one in (address, value["note"]) if one]
    return " — ".join(parts)


def changes(words: Words, parameters: list[Mapping[str, Any]], start: date, end: date) -> Iterator[Block]:
    """What starts or ends after one day and until another, and whom it touches."""
    yield Heading(1, words.say("law_changes", start=start, end=end))
    found: list[tuple[str, str]] = []
    for parameter in parameters:
        if parameter["pending"]:
            continue
        for value in parameter["values"]:
            kinds = ", ".join(str(words.section("values").get(kind, kind)) for kind in parameter["touches"]) or words.say("everybody")
            said = {"label": words.pick(parameter["label"]), "value": value_text(words, parameter, value)}
            article = value["reference"][2] or value["reference"][0]
            tail = f" ({article}, {value['reference'][1]} ; {kinds}) [{parameter['id']}]"
            if start.isoformat() < value["starts"] <= end.isoformat():
                text = words.say(
                    "change_date" if parameter["unit"] == "date" else "change_starts", day=date.fromisoformat(value["starts"]), **said
                )
                found.append((value["starts"], text + tail))
            if value["ends"] and start.isoformat() <= value["ends"] < end.isoformat():
                text = words.say("change_ends", day=date.fromisoformat(value["ends"]), **said)
                found.append((value["ends"], text + tail))
    if found:
        yield Bullets(tuple(text for _, text in sorted(found)))
    else:
        yield Paragraph(words.say("law_no_change", start=start, end=end))
