"""Pages of `doctrine explain` and `doctrine catalogue`: a criterion, a gate, a function, a fact, a code, a candidate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from textwrap import dedent
from typing import Any

from doctrine.index import Index
from doctrine.locales.words import Words
from doctrine.presenting.blocks import Block, Bullets, Code, Grid, Heading, Paragraph

_SHOWN_VALUES = 12
#: The codes of checks: only their pages need the checks themselves.
_OF_CHECKS = re.compile(r"DOC[1-5]\d\d")


def explained(index: Index, words: Words, name: str) -> Iterator[Block] | None:
    """The page of any name; None when nothing is called so."""
    rules = index.section("rules")
    code = words.section("diagnostics").get(name.upper())
    if code:
        return _code(words, name.upper(), code)
    for kind in ("criteria", "gates"):
        for card in rules[kind]:
            if card["id"] == name:
                return _card(words, card, kind)
    functions = index.section("functions")
    if name in functions:
        return _function(index, words, name, functions[name])
    return _fact(index, words, name, functions)


def known_names(index: Index, words: Words) -> list[str]:
    """Everything that has a page, to propose the nearest."""
    rules = index.section("rules")
    cards = [card["id"] for kind in ("criteria", "gates") for card in rules[kind]]
    common = index.section("common")
    return [*cards, *index.section("functions"), *common["facts"], *common["capabilities"], *words.section("diagnostics")]


def _code(words: Words, code: str, entry: Mapping[str, Any]) -> Iterator[Block]:
    page = str(entry.get("page", ""))
    yield Heading(1, f"{code} — {entry['title']}")
    yield from _typed(page)
    if _OF_CHECKS.fullmatch(code):
        yield from _check(words, code, page)


def _typed(page: str) -> Iterator[Block]:
    """The paragraphs of a page; what is moved to the right stands for what one types, line by line."""
    for part in page.split("\n\n"):
        for moved, lines in groupby(part.strip("\n").split("\n"), key=lambda line: line.startswith("    ")):
            text = "\n".join(lines)
            if text.strip():
                yield Code(dedent(text)) if moved else Paragraph(text)


def _check(words: Words, code: str, page: str) -> Iterator[Block]:
    """What a check is beside its page: its family, its two examples unless the page shows both, the texts it rests on."""
    from doctrine.checks import every_check
    from doctrine.presenting.check import reference

    check = every_check().get(code)
    if check is None:
        return
    severity = words.say(f"report_severity_{check.severity}")
    yield Paragraph(words.say("explain_family", family=words.say(f"family_{check.family}"), severity=severity))
    examples = (("report_failing", check.failing), ("report_passing", check.passing))
    if not all(example.strip() in page for _, example in examples):
        for key, example in examples:
            yield Heading(2, words.say(key))
            yield Code(example.rstrip("\n"))
    if check.references:
        yield Heading(2, words.say("h_references"))
        yield Bullets(tuple(reference(words, text) for text in check.references))


def _references(words: Words, references: list[list[str]]) -> Iterator[Block]:
    confidences = words.section("confidences")
    yield Heading(2, words.say("h_references"))
    rows = []
    for text, confidence, article, address in references:
        label = f"{text}{words.colon}{article}" if article else text
        rows.append(f"{label} — {confidence}, {confidences[confidence]}{f' — {address}' if address else ''}")
    yield Bullets(tuple(rows))


def _card(words: Words, card: Mapping[str, Any], kind: str) -> Iterator[Block]:
    labels = words.section("labels")
    pages = words.section("card_pages").get(card["id"], {})
    asks = words.section("asks")
    yield Heading(1, f"{labels.get(card['id'], card['id'])} ({card['id']})")
    yield Paragraph(words.say("a_criterion" if kind == "criteria" else "a_gate"))
    yield Paragraph(str(pages.get("about", "")))
    for question in card.get("questions", ()):
        yield Heading(2, str(labels.get(f"{card['id']}.{question['id']}", question["id"])))
        if question["reads"]:
            yield Paragraph(str(asks.get(question["reads"], "")))
        scale = [
            f"{words.section('values').get(word, word)}{words.colon}{points}"
            for word, points in sorted(question["scale"].items(), key=lambda pair: -pair[1])
        ]
        scale += [f"{at}{words.colon}{points}" for at, points in question["breakpoints"]]
        if scale:
            yield Paragraph(words.say("scale", scale=" · ".join(scale)))
        why = pages.get("why", {}).get(question["id"])
        if why:
            yield Paragraph(str(why))
    links = pages.get("links", {})
    for chain in card.get("chains", ()):
        yield Heading(2, words.say("chain", name=chain["id"]))
        rows = []
        for link in chain["links"]:
            text, confidence, article, _ = link["reference"]
            said = links.get(f"{chain['id']}.{link['id']}", link["id"])
            rows.append(f"{said} — {text}{f', {article}' if article else ''} ({confidence})")
        yield Bullets(tuple(rows))
    if pages.get("examples"):
        yield Heading(2, words.say("h_examples"))
        yield Bullets(tuple(str(one) for one in pages["examples"]))
    yield from _references(words, card["references"])


def _function(index: Index, words: Words, name: str, function: Mapping[str, Any]) -> Iterator[Block]:
    section = index.section(f"function:{name}")
    yield Heading(1, f"{function[words.language]} ({name})")
    synonyms = function["synonyms"][words.language]
    if synonyms:
        yield Paragraph(words.say("also_called", names=", ".join(synonyms)))
    if function["parts"]:
        yield Paragraph(words.say("made_of", names=", ".join(function["parts"])))
    if function["cpv"]:
        labels = index.section("cpv_labels")
        yield Paragraph(
            words.say("cpv_codes", codes=", ".join(f"{code} {words.pick(labels.get(code, ''))}".strip() for code in function["cpv"]))
        )
    if section["capabilities"]:
        yield Heading(2, words.say("h_capabilities"))
        yield Bullets(tuple(f"{key} — {words.pick(label)}" for key, label in sorted(section["capabilities"].items())))
    if section["facts"]:
        yield Heading(2, words.say("h_asked_facts"))
        yield Bullets(tuple(f"{key} — {one[words.language]}{_unit(words, one)}" for key, one in sorted(section["facts"].items())))
    for step in ("mutualise", "buy"):
        names = [one["name"] for one in section["candidates"] if one["step"] == step]
        if names:
            yield Heading(2, words.say(f"step_{step}").capitalize())
            yield Paragraph(", ".join(sorted(names, key=str.casefold)))
    yield Paragraph(words.say("common_too"))


def _unit(words: Words, definition: Mapping[str, Any]) -> str:
    return f" ({words.pick(definition['unit'])})" if definition["unit"] else ""


def _fact(index: Index, words: Words, name: str, functions: Mapping[str, Any]) -> Iterator[Block] | None:
    """A fact or capability: common ones first, then those of the functions that ask for it."""
    common = index.section("common")
    if name in common["facts"] or name in common["capabilities"]:
        return _fact_page(words, name, common, (), index)
    holding = [
        one
        for one in functions
        if name in index.section(f"function:{one}")["capabilities"] or name in index.section(f"function:{one}")["facts"]
    ]
    if not holding:
        return None
    return _fact_page(words, name, index.section(f"function:{holding[0]}"), tuple(holding), index)


def _fact_page(words: Words, name: str, section: Mapping[str, Any], functions: tuple[str, ...], index: Index) -> Iterator[Block]:
    capability = section["capabilities"].get(name)
    definition = section["facts"].get(name)
    label = words.pick(capability) if capability else definition[words.language]
    yield Heading(1, f"{label} ({name})")
    yield Paragraph(words.say("a_capability" if capability else "a_fact"))
    asked = words.section("asks").get(name)
    if asked:
        yield Paragraph(str(asked))
    if definition:
        yield Paragraph(
            words.say("kind_of_fact", kind=words.section("kinds").get(definition["kind"], definition["kind"])) + _unit(words, definition)
        )
        if definition["values"]:
            values = words.section("values")
            yield Bullets(tuple(f"{value} — {values.get(value, value)}" for value in definition["values"]))
    if functions:
        yield Paragraph(words.say("asked_by", names=", ".join(functions)))
    users = [card["id"] for card in index.section("rules")["criteria"] for question in card["questions"] if question["reads"] == name]
    if users:
        labels = words.section("labels")
        yield Paragraph(words.say("read_by", names=", ".join(f"{labels.get(one, one)} ({one})" for one in dict.fromkeys(users))))
    yield Paragraph(words.say("how_to_require", name=name) if capability else words.say("how_to_require_fact", name=name))


def candidate_page(words: Words, entry: Mapping[str, Any], labels: Mapping[str, Any]) -> Iterator[Block]:
    """All that the catalogue holds of one candidate; an unverified fact is counted, never printed."""
    yield Heading(1, f"{entry['name']} ({entry['id']})")
    yield Paragraph(f"{words.say('step_' + entry['step']).capitalize()} · {entry['provider']}")
    summary = words.pick(entry["summary"])
    if summary:
        yield Paragraph(summary)
    if entry["role"] == "reference":
        yield Paragraph(words.say("a_reference"))
    yield Paragraph(words.say("serves", names=", ".join([*entry["functions"], *(f"({name})" for name in entry["near"])]) or "—"))
    if entry["replaces"]:
        yield Paragraph(words.say("replaces", names=", ".join(entry["replaces"])))
    for address in (entry["site"], entry["code"]):
        if address:
            yield Paragraph(address)
    rows = []
    hidden = 0
    for key, _, value, proof, as_of, source, publisher, of, note, _ in entry["facts"]:
        if proof == "unverified":
            hidden += 1
            continue
        label = str(labels.get(key, key)) + ("" if of == "service" else f" [{words.section('scopes').get(of, of)}]")
        said = words.pick(note)
        rows.append(
            (
                label + (f" — {said}" if said else ""),
                _written(words, value),
                words.section("proofs")[proof],
                words.period(as_of),
                publisher or source,
            )
        )
    if rows:
        yield Grid(tuple(words.say(f"col_{name}") for name in ("fact", "value", "proof", "day", "source")), tuple(rows))
    hints = [f"{labels.get(key, key)}{words.colon}{words.pick(note)} ({publisher}, {words.period(as_of)})"
             for key, _, proof, as_of, _, publisher, note in entry["hints"] if proof != "unverified"]  # fmt: skip
    if hints:
        yield Heading(2, words.say("h_hints"))
        yield Bullets(tuple(hints))
    if hidden:
        yield Paragraph(words.say("hidden_facts", count=hidden))


def _written(words: Words, value: Any) -> str:
    values = words.section("values")
    if isinstance(value, list):
        if value and value[0] is not None and isinstance(value[0], list):
            return ", ".join(str(values.get(line[0], line[0])) for line in value)
        return ", ".join(str(values.get(item, item)) for item in value[:_SHOWN_VALUES] if item is not None)
    return str(values.get(value, value))
