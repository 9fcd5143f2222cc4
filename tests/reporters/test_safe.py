"""The sanitisers by themselves, on any text: what a terminal, a build server or a Markdown page would obey never comes out."""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from doctrine.presenting.blocks import Bullets, Grid, Heading, Paragraph, Screen
from doctrine.reporters import markdown, terminal
from doctrine.reporters.safe import for_log, for_markdown, inert, one_line

HOSTILE = [
    "\x1b[31mrouge", "\x1b]0;titre\x07", "\x1b]8;;http://x.example\x1b\\lien\x1b]8;;\x1b\\", "\x9b31m", "\x1b]52;c;YQ==\x07", "a\rb", "a\bb", "a\x00b",
    "a\u202eb\u202c", "\u2066x\u2069", "\u200b", "\ufeff", "\U000e0041", "\ue000", "\ud800", "\u2028::error::x", "\x85##[group]x", "\u00ad",
    "[/x]", "[link=http://x.example]x[/link]", "[bold]x", ":warning:", "::error::x", "  ::add-mask::x", "##[group]x", "x ##[error]y", "<script>alert(1)</script>",
    "@everyone", "#1", "![x](http://x.example/y.png)", "| a | b |", "---", "===", "1. x", "- x", "> x", "```", "~~~", "    code", "<!-- x -->", "&lt;", "\\", "*x*", "_x_",
    "http://x.example", "www.x.example", "x@y.example", "[ref]: http://x.example", "$x$", "^x^", "{{x}}", "${{ secrets.X }}",
]  # fmt: skip
ANY = st.one_of(
    st.text(),
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3).map("\n".join),
    st.text(alphabet=" \n\t\u00a0:#[]err|<>@\x1b\u2028"),
)


def obeyed(line: str) -> bool:
    """Whether a GitHub runner takes a line for a command: its parser trims every white space, U+00A0 included, before `::`,
    and looks for `##[` anywhere in the line (actions/runner, src/Runner.Common/ActionCommand.cs)."""
    start = line.lstrip()
    if start.startswith("::") and "::" in start[2:]:
        return True
    return "##[" in line and "]" in line[line.index("##[") :]


@given(ANY)
def test_inert_text_holds_no_control_format_surrogate_or_private_character(text: str) -> None:
    assert not {unicodedata.category(character) for character in inert(text) if character != "\n"} & {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
        "Zl",
        "Zp",
    }


@given(ANY)
def test_inert_text_is_left_alone_the_second_time(text: str) -> None:
    assert inert(inert(text)) == inert(text)


@given(st.text(alphabet=st.characters(categories=["L", "M", "N", "P", "S"], include_characters=" \u00a0")))
def test_what_people_write_is_shown_as_written(text: str) -> None:
    assert inert(text) == text


@given(ANY)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(ANY)
def test_no_line_of_a_log_starts_with_two_colons_or_two_hashes(text: str) -> None:
    assert not [line for line in for_log(inert(text)).split("\n") if line.startswith(("::", "##"))]


@pytest.mark.parametrize("text", ["::error::x", "  ::add-mask::x", "##[group]x", "x ##[error]y", "a\n::stop-commands::z"])
def test_a_build_server_obeys_no_line_of_a_log(text: str) -> None:
    assert not [line for line in for_log(inert(text)).split("\n") if obeyed(line)]


def _flat(tokens: list[Token]) -> list[Token]:
    return [one for token in tokens for one in (token, *(token.children or []))]


@given(ANY)
def test_escaped_markdown_is_only_text(text: str) -> None:
    parsed = _flat(MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse("début " + for_markdown(one_line(text))))
    assert {token.type for token in parsed} <= {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}


@given(ANY)
def test_escaped_markdown_reads_as_the_inert_text(text: str) -> None:
    parsed = _flat(MarkdownIt("commonmark").parse("début " + for_markdown(one_line(text)) + " fin"))
    shown = "".join(token.content for token in parsed if token.type in ("text", "text_special"))
    assert " ".join(shown.split()) == " ".join(("début " + one_line(text) + " fin").split())


@pytest.mark.parametrize(
    "text", ["http://x.example", "https://x.example/@a", "www.x.example", "@everyone", "#1", "org/repo#1", "x@y.example", "GH-1"]
)
def test_no_page_makes_a_link_or_a_mention_of_a_text(text: str) -> None:
    written = for_markdown(text)
    assert not re.search(r"https?://|www\.|(?<!\\)@|(?<![\\&])#", written)


@pytest.mark.parametrize("text", ["ministere-visio-2027", "cloudgouv-eu-west-1 (public)", "2026-11-22", "État-major (DINUM), étape 1"])
def test_what_starts_nothing_stays_readable_in_the_page_itself(text: str) -> None:
    assert for_markdown(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("- a", "\\- a"),
        ("a--b", "a\\-\\-b"),
        ("GH-1", "GH\\-1"),
        ("gh-12", "gh\\-12"),
        ("1) a", "1\\) a"),
        ("[a](b)", "\\[a\\]\\(b)"),
        ("(a)", "\\(a)"),
    ],
)
def test_a_hyphen_or_a_parenthesis_that_may_start_something_is_escaped(text: str, written: str) -> None:
    assert for_markdown(text) == written


def _blocks(text: str) -> list[Heading | Paragraph | Bullets | Grid | Screen]:
    return [
        Screen(text, text, (text, text), (("À faire", (f"1. {text}", f"2. {text}")), ("Preuves", (text,)))),
        Heading(1, text), Heading(2, text), Heading(4, text), Paragraph(text), Bullets((text, text)), Bullets((text,), numbered=True),
        Grid((text, "b"), ((text, text), ("x", text))),
    ]  # fmt: skip


@given(ANY)
@pytest.mark.parametrize("plain", [False, True])
def test_blocks_drawn_on_a_terminal_are_inert_whatever_they_hold(plain: bool, text: str) -> None:
    drawn = terminal.render(_blocks(text), width=80, plain=plain)
    assert not {unicodedata.category(character) for character in drawn if character != "\n"} & {"Cc", "Cf", "Cs", "Co"}
    assert not [line for line in drawn.split("\n") if line.startswith(("::", "##"))]


@given(ANY)
def test_styles_are_the_only_escape_sequences_of_a_coloured_terminal(text: str) -> None:
    drawn = terminal.render(_blocks(text), width=80, colour=True)
    left = re.sub(r"\x1b\[[0-9;]*m", "", drawn)
    assert not {unicodedata.category(character) for character in left if character != "\n"} & {"Cc", "Cf", "Cs", "Co"}


@given(ANY.map(lambda text: one_line(text).strip()).filter(bool))
def test_a_text_of_any_kind_never_opens_a_heading_a_link_an_image_or_html_in_markdown(text: str) -> None:
    tokens = _flat(MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(markdown.render(_blocks(text))))
    kinds = {token.type for token in tokens}
    assert not kinds & {
        "link_open",
        "image",
        "html_block",
        "code_inline",
        "fence",
        "code_block",
        "hr",
        "blockquote_open",
        "em_open",
        "s_open",
    }
    assert {token.content for token in tokens if token.type == "html_inline"} <= {"<br>"}
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2", "h3", "h5"]


@pytest.mark.parametrize("text", ["x\n===", "x\n\n    code", "x\ny"])
def test_a_text_of_several_lines_stays_where_it_is_put_in_markdown(text: str) -> None:
    for block, tags in ((Paragraph(text), ["p"]), (Heading(1, text), ["h2"]), (Bullets((text, text)), ["ul", "li", "p", "li", "p"])):
        tokens = MarkdownIt("commonmark").parse(markdown.render([block]))
        assert [token.tag for token in tokens if token.nesting == 1] == tags


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_of_each_hostile_text_holds_one_table_of_two_rows(text: str) -> None:
    tokens = _flat(MarkdownIt("gfm-like", {"linkify": False}).parse(markdown.render(_blocks(text))))
    assert sum(token.type == "table_open" for token in tokens) == 1
    assert sum(token.type == "td_open" for token in tokens) == 4


def test_rich_never_reads_markup_links_or_emoji_codes_of_a_text() -> None:
    for text in ("[/x]", "[link=http://x.example]x[/link]", ":warning:", "[bold]x[/bold]", "[[x]]"):
        for plain in (False, True):
            drawn = terminal.render(_blocks(text), width=140, plain=plain)
            assert drawn.count(text) >= 10
            assert "⚠" not in drawn


@given(st.lists(st.text(alphabet="aé \u00a0-–0123456789€%:;«»", max_size=60), min_size=2, max_size=2), st.integers(40, 160))
def test_no_line_is_wider_than_asked(cells: list[str], width: int) -> None:
    blocks = [Paragraph(cells[0]), Bullets(tuple(cells)), Grid(("Colonne", "Autre"), (tuple(cells),))]
    assert all(len(line) <= min(width, terminal.WIDEST) for line in terminal.render(blocks, width=width).split("\n"))


def test_a_stream_that_knows_no_unicode_still_gets_every_block() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="backslashreplace")
    stream.write(terminal.render(_blocks("é")))
    stream.flush()
    assert b"\\xe9" in stream.buffer.getvalue() if isinstance(stream.buffer, io.BytesIO) else False
