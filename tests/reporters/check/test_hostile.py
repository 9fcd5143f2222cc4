"""Any text in every field of a report: parsers read it back, and no terminal, log or page obeys it."""

# ruff: noqa: E501, S314 - a case of a table reads on one line; the XML parsed is ours
from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from doctrine.diagnostics import Place
from doctrine.locales.words import Words
from doctrine.presenting.findings import CheckReport, SaidFinding, SaidRule, Suppression
from doctrine.reporters.safe import for_log, one_line

Render = Callable[[str, CheckReport, Words], str]

NAUGHTY = Path(__file__).parents[4] / "shared" / "data" / "naughty-strings" / "blns.json"
SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text("utf-8")))
FORMATS = ["terminal", "json", "sarif", "junit", "github", "gitlab", "markdown"]
HOSTILE = [
    "\x1b[31mrouge\x1b[0m", "\x1b]0;titre\x07", "\x9b31m", "a\rb", "a\x00b", "a\u202eb\u202c", "\u2066x\u2069", "\u200b", "\ufeff", "\ue000", "\ufffe", "\u2028::error::x",
    "::error::x", "  ::add-mask::x", "\u00a0::error::x", ":", "::", "a\n::stop-commands::z", "##[group]x", "x ##[error]y", "###[error]", "##vso[task.complete]", "%0A::error::x", "%25", "%",
    "a,b:c", "| a | b |", "<img src=x onerror=alert(1)>", "</details>", "<script>", "@mention", "]]>", "<![CDATA[x]]>", "&amp;", "&#x1b;", "-->", "```\nx", "    code", "# titre",
    "![x](http://x.example/y.png)", "[x](javascript:alert(1))", "http://x.example", "{0}", "{{x}}", "${{ secrets.X }}", "\\", "\\u0023", "\t", "", " ", "\n", "\n\n", "section_start:1:a\r\x1b[0K",
    "/absolu", "../../etc/passwd", "C:\\x", "a//b", "a:1:2", "😀é", "\u0301",
]  # fmt: skip
ANY = st.one_of(st.text(), st.sampled_from(HOSTILE), st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3).map("".join))


def _report(text: str) -> CheckReport:
    """The text in every field: counting, with a line and without, waived in both ways, known; and a rule."""
    plain = SaidFinding(text, text, "error", Place(text, 2, 2, 4), text, text, (text, text), text, text)
    findings = (
        plain,
        plain._replace(place=Place(text), severity="warning", family="wording", excerpt=None),
        plain._replace(suppressed=Suppression("waiver", text, text, text, text)),
        plain._replace(suppressed=Suppression("configuration", text, text, text, text)),
        plain._replace(known=True, severity="note"),
    )
    rule = SaidRule(text, text, "error", text, text, text, text, (text, text))
    return CheckReport(findings, MappingProxyType({text: rule}), 1, "fr", "0.0.0")


def _obeyed(line: str) -> bool:
    """Whether a runner takes a line for a command: it trims white space before `::` and looks for `##[` anywhere."""
    start = line.lstrip()
    return (start.startswith("::") and "::" in start[2:]) or "##[" in line or "##vso[" in line


OURS = re.compile(r"::(?:error|warning|notice) file=[^:,]*(?:,[a-zA-Z]+=[^:,]*)*::")


def _check_inert(form: str, text: str, render: Render, words: Words) -> None:
    drawn = render(form, _report(text), words)
    assert not {unicodedata.category(character) for character in drawn if character != "\n"} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    lines = drawn.split("\n")
    if form == "github":
        ours, lines = [line for line in lines if OURS.match(line)], [line for line in lines if not OURS.match(line)]
        assert len(ours) == 4
        assert not [line for line in ours if "##[" in line]
    assert [line for line in lines if _obeyed(line)] == []
    assert [line for line in lines if line.startswith(("::", "##")) and not line.startswith("## Vérification")] == []


@given(ANY)
@pytest.mark.parametrize("form", FORMATS)
def test_nothing_obeys_a_report_whatever_it_holds(form: str, render: Render, words: dict[str, Words], text: str) -> None:
    _check_inert(form, text, render, words["fr"])


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_obeys_the_hostile_and_the_naughty_strings(form: str, render: Render, words: dict[str, Words]) -> None:
    for text in HOSTILE:
        _check_inert(form, text, render, words["fr"])
    if not NAUGHTY.exists():
        pytest.skip("the naughty strings are not beside this checkout (../shared/data): only our own were tried")
    naughty = json.loads(NAUGHTY.read_text("utf-8"))
    assert len(naughty) > 400
    for text in naughty:
        _check_inert(form, text, render, words["fr"])


@given(ANY)
def test_json_gives_every_text_back_as_it_was(render: Render, words: dict[str, Words], text: str) -> None:
    made = json.loads(render("json", _report(text), words["fr"]))
    for one in made["findings"]:
        assert [one[key] for key in ("code", "file", "message", "remedy", "fingerprint")] == [text] * 5
        assert one["references"] == [text, text]
    assert made["findings"][2]["suppressed"] == {"kind": "waiver", "author": text, "ground": text, "start": text, "end": text}


def _unbraced(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")


@given(ANY)
def test_sarif_stays_valid_and_gives_messages_and_files_back(render: Render, words: dict[str, Words], text: str) -> None:
    made: dict[str, Any] = json.loads(render("sarif", _report(text), words["fr"]))
    assert [error.message for error in SCHEMA.iter_errors(made)] == []
    run = made["runs"][0]
    for one in run["results"]:
        assert _unbraced(one["message"]["text"]).replace("] (", "](").startswith(one_line(text).replace("] (", "]("))
        assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == text
    uri = run["artifacts"][0]["location"]["uri"]
    assert uri.isascii()
    assert not re.search(r'[\s"<>\\^`{|}]', uri)
    path = PurePath(text)
    assert unquote(uri).removeprefix("file://") == path.as_posix()


@given(ANY)
def test_gitlab_gives_the_message_and_the_path_back(render: Render, words: dict[str, Words], text: str) -> None:
    made = json.loads(render("gitlab", _report(text), words["fr"]))
    assert len(made) == len({one["fingerprint"] for one in made}) == 5
    for one in made:
        assert one["description"].startswith(one_line(text))
        assert one["location"]["path"] == PurePath(text).as_posix()


@given(ANY)
def test_junit_reads_back(render: Render, words: dict[str, Words], text: str) -> None:
    drawn = render("junit", _report(text), words["fr"])
    safe = for_log(one_line(text))
    failure = next(ElementTree.fromstring(drawn).iter("failure"))
    assert failure.attrib == {"type": "error", "message": safe}
    suites = list(JUnitXml.fromstring(drawn.encode()))
    assert {suite.name for suite in suites} == {safe, "a-jour.yaml", "besoins/visio.yaml"}
    assert sum(suite.failures for suite in suites) == 1


@given(ANY)
def test_github_commands_carry_the_message(render: Render, words: dict[str, Words], text: str) -> None:
    for line in render("github", _report(text), words["fr"]).split("\n")[:2]:
        found = OURS.match(line)
        assert found
        message = line[found.end() :].split("%0A")[0].replace("%25", "%")
        assert message == for_log(one_line(text))


@given(ANY)
def test_a_comment_is_only_text_in_its_frame(render: Render, words: dict[str, Words], text: str) -> None:
    drawn = render("markdown", _report(text), words["fr"])
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(drawn)
    flat = [one for token in tokens for one in (token, *(token.children or []))]
    kinds = {token.type for token in flat}
    assert not kinds & {
        "link_open",
        "image",
        "code_inline",
        "fence",
        "code_block",
        "hr",
        "blockquote_open",
        "em_open",
        "strong_open",
        "s_open",
    }
    assert {token.content for token in flat if token.type == "html_inline"} <= {"<br>"}
    assert [token.content.strip() for token in flat if token.type == "html_block"] == [
        "<details>\n<summary>2 sous dispense</summary>",
        "</details>",
    ]
    assert sum(token.type == "td_open" for token in flat) == 2 * 4
    assert sum(token.type == "list_item_open" for token in flat) == 2
    assert sum(token.type == "heading_open" for token in flat) == 1
    assert not re.search(r"https?://|(?<!\\)@", drawn)


@given(ANY)
def test_the_help_of_a_rule_holds_no_link_image_or_html(render: Render, words: dict[str, Words], text: str) -> None:
    rule = json.loads(render("sarif", _report(text), words["fr"]))["runs"][0]["tool"]["driver"]["rules"][0]
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(rule["help"]["markdown"])
    kinds = {one.type for token in tokens for one in (token, *(token.children or []))}
    assert not kinds & {"link_open", "image", "fence", "html_block", "html_inline", "heading_open", "table_open", "hr"}
