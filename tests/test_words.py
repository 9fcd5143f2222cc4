"""Words: English and French say the same things, with the same values; French keeps its typography; cards are complete in both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from doctrine.loading.card_reader import load_cards, load_words
from doctrine.model.card_files import CriterionFile, GateFile
from doctrine.resources import PACKAGE

NARROW = "\u202f"
#: Sections that stand in the cards in French and in `locales/en/cards.yaml` in English.
OF_THE_CARDS = {"labels", "asks", "card_pages"}
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
#: What is quoted as it is typed in a file or a terminal is not a French sentence.
TYPED = re.compile(r"`[^`]*`|https?://\S+|^ {4}.*$|\('\)", re.MULTILINE)
BREAKING_BEFORE = re.compile(r"\S (?=[:;?!»](?:\s|$|[)»…]))|« |«\S")


@cache
def words(language: str) -> Mapping[str, Mapping[str, Any]]:
    found, diagnostics = load_words(PACKAGE / "locales" / language)
    assert diagnostics == []
    return found


@cache
def cards() -> tuple[tuple[CriterionFile, ...], tuple[GateFile, ...]]:
    criteria, gates, diagnostics = load_cards(PACKAGE / "criteria")
    assert diagnostics == []
    return tuple(criteria), tuple(gates)


def leaves(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text under a section with the keys that lead to it."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from leaves(value, (*path, str(key)))
    elif isinstance(data, list | tuple):
        for place, value in enumerate(data):
            yield from leaves(value, (*path, str(place)))
    elif isinstance(data, str):
        yield path, data


def shape(data: Any) -> Any:
    """Keys and plural forms without the words; the lines of a list are counted."""
    if isinstance(data, Mapping):
        return {key: shape(value) for key, value in data.items()}
    return len(data) if isinstance(data, list | tuple) else None


SECTIONS = sorted((set(words("fr")) | set(words("en"))) - OF_THE_CARDS - {"format"})


def test_both_languages_have_the_same_sections() -> None:
    assert set(words("fr")) - OF_THE_CARDS == set(words("en")) - OF_THE_CARDS


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_has_the_same_keys_and_plural_forms_in_both_languages(section: str) -> None:
    french, english = words("fr").get(section, {}), words("en").get(section, {})
    assert set(french) == set(english)
    different = [key for key in french if shape(french[key]) != shape(english[key])]
    assert different == []


@pytest.mark.parametrize("section", SECTIONS)
def test_a_sentence_takes_the_same_values_in_both_languages(section: str) -> None:
    french, english = dict(leaves(words("fr").get(section, {}))), dict(leaves(words("en").get(section, {})))
    different = {
        ".".join(path): (french[path], english[path])
        for path in french.keys() & english.keys()
        if set(PLACEHOLDER.findall(TYPED.sub("", french[path]))) != set(PLACEHOLDER.findall(TYPED.sub("", english[path])))
    }
    assert different == {}


def test_a_plural_has_its_two_forms() -> None:
    wrong = [
        f"{language} {section}.{key}"
        for language in ("fr", "en")
        for section in SECTIONS
        for key, value in words(language)[section].items()
        if isinstance(value, Mapping) and ("one" in value or "other" in value) and set(value) != {"one", "other"}
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_narrow_space_that_consoles_cannot_write(language: str) -> None:
    assert [path.name for path in sorted((PACKAGE / "locales" / language).glob("*.yaml")) if NARROW in path.read_text("utf-8")] == []


FRENCH_FILES = [*sorted((PACKAGE / "locales" / "fr").glob("*.yaml")), *sorted((PACKAGE / "criteria").glob("*.yaml"))]


def french_texts(path: Path) -> list[tuple[str, str]]:
    """The sentences of one French file, without what is quoted as typed."""
    folder = path.parent.name
    if folder == "fr":
        from doctrine.loading.nodes import value
        from doctrine.loading.yaml_reader import CATALOGUE_LIMITS, read

        document, _ = read(path.read_bytes(), path.name, CATALOGUE_LIMITS)
        assert document is not None
        found = list(leaves(value(document.root)))
    else:
        criteria, gates = cards()
        card: Any = next(one for one in (*criteria, *gates) if one.id == path.stem)
        found = list(leaves(said_by(card)))
    return [(".".join(keys), TYPED.sub("", text)) for keys, text in found]


def said_by(card: CriterionFile | GateFile) -> dict[str, Any]:
    """The French of one card."""
    said: dict[str, Any] = {"label": card.label, "about": card.about, "examples": [one.say for one in card.examples]}
    said["references"] = [" ".join(filter(None, (one.text, one.article, one.note))) for one in card.references]
    if isinstance(card, CriterionFile):
        said["questions"] = [[one.label, one.ask, one.why or ""] for one in card.questions]
    else:
        said["asks"] = card.asks or {}
        said["links"] = [link.says for chain in card.chains for link in chain.links]
    return said


@pytest.mark.parametrize("path", FRENCH_FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_french_typography(path: Path) -> None:
    texts = french_texts(path)
    assert [where for where, text in texts if "'" in text] == [], "typewriter apostrophe"
    assert [(where, found[0]) for where, text in texts if (found := BREAKING_BEFORE.search(text))] == [], "breaking space"


@pytest.mark.parametrize("card", [*cards()[0], *cards()[1]], ids=lambda card: card.id)
def test_every_card_speaks_english(card: CriterionFile | GateFile) -> None:
    english = words("en")
    labels, asks, page = english["labels"], english["asks"], english["card_pages"][card.id]
    assert labels[card.id]
    assert page["about"]
    assert len(page["examples"]) == len(card.examples)
    if isinstance(card, CriterionFile):
        for question in card.questions:
            assert labels[f"{card.id}.{question.id}"]
            assert not question.reads or asks[question.reads]
            assert bool(page.get("why", {}).get(question.id)) == bool(question.why)
        return
    assert set(card.asks or {}) <= set(asks)
    assert set(page.get("links", {})) == {f"{chain.id}.{link.id}" for chain in card.chains for link in chain.links}


def test_no_english_card_is_left_over() -> None:
    criteria, gates = cards()
    known = {one.id for one in (*criteria, *gates)}
    assert set(words("en")["card_pages"]) == known
    questions = {f"{card.id}.{question.id}" for card in criteria for question in card.questions}
    assert set(words("en")["labels"]) == known | questions


def test_every_question_of_a_card_reads_one_thing_in_the_same_words() -> None:
    """Two cards that ask the same fact share one English question: its French must not differ in meaning unnoticed."""
    criteria, gates = cards()
    read = {question.reads for card in criteria for question in card.questions if question.reads}
    asked = {key for gate in gates for key in gate.asks or {}}
    assert set(words("en")["asks"]) == read | asked
