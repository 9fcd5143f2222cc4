"""Every name has a page and every entry can be shown, in both languages, on a terminal and plain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from doctrine.commands._console import words_of
from doctrine.index import Index, open_index
from doctrine.presenting.blocks import Grid, Paragraph
from doctrine.presenting.pages import candidate_page, explained, known_names
from doctrine.reporters import terminal

Cli = Callable[..., Any]
LANGUAGES = ("fr", "en")
GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


def names(index: Index) -> Iterator[str]:
    yield from known_names(index, words_of(index, "fr"))
    for function in index.section("functions"):
        section = index.section(f"function:{function}")
        yield from section["capabilities"]
        yield from section["facts"]


def faults(text: str, lang: str) -> list[str]:
    """Signs of a word that is missing or of a value that was not said."""
    patterns = [r"\{[a-z_]+\}", r"Decimal\(", r"\['", r"\b(?:True|False)\b", r"<[a-z]+ object"] + ([r"\bNone\b"] if lang == "fr" else [])
    return [pattern for pattern in patterns if re.search(pattern, text)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_criterion_gate_function_fact_and_code_has_a_page(lang: str, index: Index) -> None:
    words = words_of(index, lang)
    wrong = []
    for name in dict.fromkeys(names(index)):
        page = explained(index, words, name)
        text = terminal.render(page or [], width=80)
        code = name.startswith("DOC")
        if len(text.split()) < 6 or max(map(len, text.split("\n"))) > 80 or (not code and faults(text, lang)):
            wrong.append((name, faults(text, lang), len(text), max(map(len, text.split("\n")))))
    assert wrong == []


def test_pages_differ_between_languages(index: Index) -> None:
    french, english = (words_of(index, lang) for lang in LANGUAGES)
    same = [
        name
        for name in dict.fromkeys(names(index))
        if terminal.render(explained(index, french, name) or []) == terminal.render(explained(index, english, name) or [])
    ]
    assert same == []


def test_both_languages_have_the_same_codes_and_placeholders(index: Index) -> None:
    french, english = (words_of(index, lang).section("diagnostics") for lang in LANGUAGES)
    assert set(french) == set(english)
    for code, entry in french.items():
        assert set(entry) == set(english[code]), code
        for part in ("say", "do", "do_without"):
            holes = [sorted(re.findall(r"\{([a-z_]+)\}", str(one.get(part, "")))) for one in (entry, english[code])]
            assert holes[0] == holes[1], (code, part)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_candidate_of_the_catalogue_has_a_page(lang: str, index: Index) -> None:
    words = words_of(index, lang)
    shown = 0
    for function in index.section("functions"):
        for entry in index.section(f"function:{function}")["candidates"]:
            text = terminal.render(candidate_page(words, entry, {}), width=80)
            assert entry["id"] in text.casefold()
            assert not faults(text, lang), (entry["id"], faults(text, lang))
            shown += 1
    assert shown > 300


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_purchasing_body_and_framework_can_be_shown(lang: str, index: Index, cli: Cli) -> None:
    frameworks = index.section("frameworks")
    for name in [*frameworks["bodies"], *frameworks["frameworks"]]:
        answer = cli("catalogue", "show", name, "--lang", lang)
        assert (answer.code, answer.err) == (0, "")
        assert name in answer.out.casefold()


def test_an_unverified_fact_is_counted_and_never_printed(index: Index) -> None:
    words = words_of(index, "fr")
    hidden_somewhere = False
    for function in index.section("functions"):
        for entry in index.section(f"function:{function}")["candidates"]:
            hidden = sum(fact[3] == "unverified" for fact in entry["facts"])
            blocks = list(candidate_page(words, entry, {}))
            rows = [row for block in blocks if isinstance(block, Grid) for row in block.rows]
            assert len(rows) == len(entry["facts"]) - hidden
            assert words.section("proofs")["unverified"] not in {row[2] for row in rows}
            counted = words.say("hidden_facts", count=hidden)
            assert (Paragraph(counted) in blocks) == (hidden > 0)
            hidden_somewhere |= hidden > 0
    assert hidden_somewhere


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["table", "plain"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["list", "video-conference"],
        ["list", "video-conference", "--step", "buy"],
        ["show", "visio"],
        ["search", "visio"],
        ["stats"],
    ],
    ids=" ".join,
)
def test_catalogue_commands_answer_in_eighty_columns(arguments: list[str], plain: list[str], lang: str, cli: Cli) -> None:
    answer = cli("catalogue", *arguments, *plain, "--lang", lang)
    assert (answer.code, answer.err) == (0, "")
    assert len(answer.out.split()) > 5
    assert not faults(answer.out, lang)
    assert not [line for line in answer.out.split("\n") if len(line) > 80 and "://" not in line]


def test_every_function_is_listed_with_its_candidates(index: Index, cli: Cli) -> None:
    out = cli("catalogue", "list").out
    for function in index.section("functions"):
        assert function in out
        own = cli("catalogue", "list", function)
        assert own.code == 0
        assert [
            entry["id"]
            for entry in index.section(f"function:{function}")["candidates"]
            if entry["functions"] and entry["id"] not in own.out
        ] == []


def test_steps_of_a_list_are_those_asked(cli: Cli) -> None:
    shared, offers = (cli("catalogue", "list", "video-conference", "--step", step).out for step in ("mutualise", "buy"))
    assert "visio " in shared
    assert "zoom " not in shared
    assert "zoom " in offers
    assert "webconf " not in offers


@pytest.mark.parametrize("query", ["visio", "viseo", "vidéoconférence", "VIDEOCONFERENCE", "alternative à Zoom", "remplacer zoom"])
def test_words_of_a_buyer_reach_the_video_conference_of_the_state(query: str, cli: Cli) -> None:
    answer = cli("catalogue", "search", query)
    assert answer.code == 0
    assert re.search(r"^visio\b", answer.out, re.MULTILINE)
    assert answer.out == cli("catalogue", "search", *query.split()).out


def test_a_search_that_finds_nothing_says_so_and_ends_with_1(cli: Cli) -> None:
    for query in ("zzzzqqqq", "!!!", "“”"):
        answer = cli("catalogue", "search", query)
        assert answer.code == 1
        assert answer.out.strip()


def test_a_search_shows_at_most_what_is_asked(cli: Cli) -> None:
    rows = cli("catalogue", "search", "visio", "--limit", "3", "--plain").out.split("\n")
    assert sum(row.startswith("  - ") for row in rows) == 3


def test_the_bundled_catalogue_and_a_good_folder_are_conform(cli: Cli) -> None:
    for folders in ([], [GOLDEN / "catalogue"]):
        answer = cli("catalogue", "check", *folders)
        assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize(
    "name", ["doc072", "DOC072", "secnumcloud", "sovereignty", "video-conference", "max_participants", "guest-access", "status"]
)
def test_a_name_is_explained_whatever_its_kind(name: str, cli: Cli) -> None:
    french, english = (cli("explain", name, "--lang", lang) for lang in LANGUAGES)
    assert (french.code, english.code, french.err + english.err) == (0, 0, "")
    assert name.upper() in french.out.upper()
    assert french.out != english.out


def test_every_code_named_by_the_code_has_words(index: Index) -> None:
    root = Path(__file__).parents[2] / "doctrine"
    named = {code for path in root.rglob("*.py") for code in re.findall(r"\"(DOC\d{3})\"", path.read_text("utf-8"))}
    assert named <= set(words_of(index, "fr").section("diagnostics"))
