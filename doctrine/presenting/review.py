"""A review in words: the first screen with the three worst points, then each point with what it rests on and what would settle it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from doctrine.analysis.reviewed import LEVELS, Change, Weakness, answer_of
from doctrine.criteria.evidence import printable
from doctrine.model.verdicts import GateVerdict, Reason, Recommendation
from doctrine.presenting.blocks import Block, Bullets, Heading, Paragraph, Screen
from doctrine.presenting.phrases import Phrases

#: Points of the first screen.
WORST = 3
#: Names written in one sentence; the others are counted.
_NAMED = 4
#: A title on the first screen: two lines at eighty columns.
_SHORT = 118


class Said(NamedTuple):
    """One weakness in words; `change` is empty when the answer stays."""

    title: str
    say: str
    settle: str
    change: str
    rests: tuple[str, ...]


def review_blocks(phrases: Phrases, answer: Recommendation, found: tuple[Weakness, ...], day: date) -> Iterator[Block]:
    """The whole review: worst first."""
    words = phrases.words
    yield _screen(phrases, answer, found, day)
    if found:
        yield Heading(1, words.say("audit_h"))
        yield Paragraph(words.say("audit_method"))
    for place, one in enumerate(found, 1):
        said = spoken(phrases, one)
        level = words.say(f"audit_level_{one.level}")
        yield Heading(2, words.say("audit_item", place=place, title=said.title, code=one.code, level=level))
        yield Paragraph(" ".join(filter(None, (said.say, said.change))))
        if said.rests:
            yield Heading(4, words.say("audit_rests"))
            yield Bullets(said.rests)
        yield Paragraph(words.say("audit_settle", text=said.settle))


def _screen(phrases: Phrases, answer: Recommendation, found: tuple[Weakness, ...], day: date) -> Screen:
    words = phrases.words
    level = next((name for name in LEVELS if any(one.level == name for one in found)), "none")
    verdict = words.say(f"audit_verdict_{level}", count=sum(one.level == level for one in found))
    worst = tuple(f"{place}. {_cut(spoken(phrases, one).title)}" for place, one in enumerate(found[:WORST], 1))
    more = (words.say("audit_and_more", count=len(found) - WORST),) if len(found) > WORST else ()
    return Screen(
        words.say("audit_title", title=_cut(phrases.case.need.title), day=day),
        verdict,
        (words.say("audit_sentence", answer=answer_text(phrases, answer_of(answer))),),
        ((words.say("audit_first"), (*worst, *more) or (words.say("audit_nothing"),)),),
    )


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…"


def answer_text(phrases: Phrases, answer: Change) -> str:
    """Outcome, step and named candidate."""
    words = phrases.words
    values = {"outcome": words.say(f"outcome_{answer.outcome}"), "step": words.say(f"step_{answer.step}")}
    if answer.named is None:
        return words.say("audit_answer", **values)
    return words.say("audit_answer_named", name=phrases.name(answer.named), **values)


def spoken(phrases: Phrases, one: Weakness) -> Said:
    """One weakness in words."""
    words = phrases.words
    said = words.section("weaknesses")[f"{one.code}_{one.variant}" if one.variant else one.code]
    values = {name: _value(phrases, one, name, value) for name, value in one.values.items()}
    change = words.say("audit_without", answer=answer_text(phrases, one.change)) if one.change is not None else ""
    title = words.fill(str(said["title"]), values)
    return Said(
        title[:1].upper() + title[1:],
        words.fill(str(said["say"]), values),
        words.fill(str(said["settle"]), values),
        change,
        tuple(_rests(phrases, one)),
    )


def _rests(phrases: Phrases, one: Weakness) -> Iterator[str]:
    words = phrases.words
    for fact in one.facts:
        if printable(fact):
            yield words.say("audit_fact", name=phrases.name(fact.candidate), label=phrases.key(fact.key), text=phrases.fact(fact))
    for reference in one.references:
        text = f"{reference.text}, {reference.article}" if reference.article else reference.text
        yield words.say("audit_reference", text=text, confidence=reference.confidence)


def _value(phrases: Phrases, one: Weakness, name: str, value: object) -> object:
    """A value of a sentence as people read it, by what it is."""
    words = phrases.words
    match name, value:
        case ("name" | "other" | "second" | "rival", str()):
            return phrases.name(value)
        case "names", tuple():
            return _several(phrases, [phrases.name(each) for each in value])
        case "gates", tuple():
            return _several(phrases, [_condition(phrases, gate) for gate in value if isinstance(gate, GateVerdict)])
        case "holders", tuple():
            return phrases.joined([phrases.holder(each) for each in value], "and")
        case "waits", tuple():
            return words.semicolon.join(phrases.reason(each) for each in value if isinstance(each, Reason))
        case "gate", str():
            return phrases.requirement(value) if any(each.id == value for each in phrases.case.need.requirements) else phrases.gate(value)
        case "step", str():
            return words.say(f"step_{value}")
        case "criterion", str():
            return phrases.gate(value)
        case "criteria", tuple():
            return _several(phrases, [phrases.lowered(phrases.gate(each)) for each in value])
        case ("weight" | "end" | "share", Fraction()):
            return words.share(value)
        case ("points" | "short", Fraction()):
            return words.number(value, 1)
        case ("amount" | "threshold" | "gap", Fraction() | Decimal()):
            return words.euros(value, str(one.values.get("tax", "")))
        case "obligation", str():
            return phrases.lowered(law_label(phrases, value))
        case "obligations", tuple():
            return _several(phrases, [phrases.lowered(law_label(phrases, each)) for each in value])
        case "voice", str():
            return words.section("voices")[value]
        case "missing", tuple():
            return ", ".join(dict.fromkeys(str(words.section("when_keys").get(each, each)) for each in value))
        case "reasons", tuple():
            return ", ".join(str(words.section("value_reasons").get(each, each)) for each in value)
        case "oldest", str():
            return words.period(value)
        case _:
            return value


def _condition(phrases: Phrases, gate: GateVerdict) -> str:
    """A condition within a sentence: a requirement keeps its identifier as it is."""
    text = phrases.condition(gate)
    return text if gate.requirement is not None else phrases.lowered(text)


def law_label(phrases: Phrases, obligation: str) -> str:
    """What an obligation is called."""
    found: dict[str, Any] = phrases.words.section("law").get(f"obligations.{obligation}", {})
    return str(found.get("label", obligation))


def _several(phrases: Phrases, names: list[str]) -> str:
    if len(names) <= _NAMED:
        return phrases.joined(names, "and")
    return phrases.words.say("audit_many", names=", ".join(names[:_NAMED]), count=len(names) - _NAMED)
