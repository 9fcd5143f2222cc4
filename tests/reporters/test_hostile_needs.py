"""Hostile words in every free text of a need: the same exit code as harmless words, and an answer that nothing obeys."""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

GOLDEN = Path(__file__).parents[1] / "golden"
NAUGHTY = Path(__file__).parents[3] / "shared" / "data" / "naughty-strings" / "blns.json"

#: Every free text of a need. `§n§` is the n-th hostile text, written as a double-quoted YAML string, which is JSON's.
NEED = """\
format: need/1
id: demo-hostile
title: §
on: 2026-12-01
buyer: {name: §, kind: central_state, ministry: §, region: §}
function: demo-archive
purpose: {kind: renewal, incumbent: §, contract_ends: 2027-06-30, notice_months: 3}
outcome: §
measure: §
needed_by: 2027-01-31
value: {amount: "900000.00", tax: excluded, months: 48, covers: [options, renewals, all_lots], lots: [{id: lot-1, amount: "1", text: §}]}
data: {personal: no, health: no, marking: none, secrets: no, essential_mission: no, breach_harms: []}
continuity: {essential: no, ground: §, evidence: [§]}
requirements:
  - {id: R1, level: must, text: §, capability: full-text-search}
  - {id: R2, level: must, text: §, fact: max_boxes, at_least: 500}
  - {id: R3, level: should, text: §, capability: bulk-deposit}
weights:
  reason: §
  values: {business_performance: 20, sovereignty: 20, security: 15, cost: 15, availability: 5, reversibility: 10, maintenance: 5, interoperability: 5, durability: 5}
acceptance: {points: 1, reason: §}
floors: [{criterion: reversibility, points: 1, reason: §}]
searched:
  - {step: mutualise, where: §, when: 2026-11-10, by: §}
  - {step: buy, where: §, when: 2026-11-10, by: §}
adaptations: [{candidate: demo-arche, requirement: R3, possible: yes, cost: "1", tax: excluded, months: 1, source: §}]
findings:
  - {candidate: demo-coffre, rejected: R2, reason: §, proof: documented, source: §}
  - {candidate: ARCHE, rejected: R2, reason: §, proof: documented, source: §}
  - {candidate: OWN, rejected: R2, reason: §, proof: documented, source: §}
  - {candidate: demo-beta, fact: max_boxes, value: 700, proof: tested, source: §}
  - {candidate: demo-beta, fact: licence, value: §, proof: tested, source: §}
candidates:
  - id: own-offer
    step: buy
    name: §
    provider: §
    functions: [demo-archive]
    replaces: [§]
    run_by: [supplier]
    summary: {fr: §, en: §}
    site: §
    code: §
    sources: {page: {publisher: §, as_of: 2026-06, proof: reported, title: §}}
    facts:
      - {capability: full-text-search, value: yes, source: page, note: {fr: §, en: §}}
      - {fact: licence, value: §, source: page, publisher: §}
    hints:
      - {fact: max_boxes, leaning: yes, source: page, note: {fr: §, en: §}}
  - {id: own-service, step: mutualise, name: §, provider: §, functions: [demo-archive]}
derogations: [{gate: secnumcloud, author: §, ground: §, start: 2026-01-01, end: 2027-01-01}]
waivers: [{check: §, author: §, ground: §, start: 2026-01-01, end: 2027-01-01}]
opinions: [{by: dinum, opinion: §, when: 2026-11-20, source: §}]
objections: [{by: §, about: §, text: §, answer: §, evidence: §}]
"""
#: The case that stops at step 1, and the one where step 1 is set aside by a hostile reason and the market is looked at.
VARIANTS = {"step-one": ("demo-coffre", "demo-coffre"), "step-two": ("demo-arche", "own-service")}
CODES = {"step-one": 3, "step-two": 0}

HOSTILE = [
    "[/x]", "[link=http://x.example]lien[/link]", "[bold red]x[/]", ":warning:", "::error::x", "  ::add-mask::x", "##[group]x", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "@everyone", "![x](http://x.example/y.png)", "[x](javascript:alert(1))", "| pipe |", "|---|", "# titre", "===", "---",
    "1. x", "- x", "> x", "```", "`x`", "    code", "{name}", "{0}", "%s %(x)s", "$(id)", "`id`", "=HYPERLINK(1)", "+1", "\\", "\"", "'", "a\tb", "a\nb",
    "a\n::error::x", "a\n##[group]x", "a\n===", "a\n\n# b", "é" * 300, "x" * 300, "١٢３", "𝐀", "ﷺ", "e\u0301", "日本語" * 40, "🏳️\u200d🌈"[:1], "\u00a0",
]  # fmt: skip


def need(text: str, variant: str) -> bytes:
    written = json.dumps(text, ensure_ascii=False)
    return template(variant).replace("§", written).encode("utf-8", "surrogatepass")


def template(variant: str) -> str:
    arche, own = VARIANTS[variant]
    return NEED.replace("ARCHE", arche).replace("OWN", own)


@pytest.fixture
def evaluated(cli: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    def call(text: str, variant: str, *options: str) -> Any:
        file = tmp_path / "besoin.need.yaml"
        file.write_bytes(need(text, variant))
        return cli("evaluate", file, "--catalogue", GOLDEN / "catalogue", *options)

    return call


def bad(text: str) -> set[str]:
    return {
        f"U+{ord(character):04X}" for character in text if character != "\n" and unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co")
    }


@pytest.mark.parametrize(("variant", "step"), [("step-one", "mutualise"), ("step-two", "buy")])
def test_harmless_words_are_evaluated_and_printed(variant: str, step: str, evaluated: Callable[..., Any]) -> None:
    answer = evaluated("MOT-TÉMOIN", variant, "--format", "json")
    assert answer.code == CODES[variant]
    assert answer.report["results"][0]["evaluation"]["step"] == step
    assert evaluated("MOT-TÉMOIN", variant).out.count("MOT-TÉMOIN") > 5


@pytest.mark.parametrize(
    ("variant", "text"), [(("step-one", "step-two")[number % 2], text) for number, text in enumerate(HOSTILE)], ids=ascii
)
def test_hostile_words_change_no_exit_code_and_drive_no_terminal(variant: str, text: str, evaluated: Callable[..., Any]) -> None:
    answer = evaluated(text, variant)
    if not text.strip():
        assert (answer.code, "DOC056" in answer.err) == (2, True)
        return
    assert answer.code == CODES[variant], answer.err
    assert not bad(answer.out)
    assert not [line for line in answer.out.split("\n") if line.startswith(("::", "##"))]
    assert all(len(line) <= 80 or "://" in line for line in answer.out.split("\n"))


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip() and "\n" not in text], ids=lambda text: ascii(text[:24]))
def test_hostile_words_stay_words_in_markdown(text: str, evaluated: Callable[..., Any]) -> None:
    def shape(document: str) -> list[str]:
        found = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(document)
        assert {one.content for token in found for one in token.children or () if one.type == "html_inline"} <= {"<br>"}
        inside = {one.type for token in found for one in token.children or ()}
        assert inside <= {"text", "text_special", "softbreak", "hardbreak", "html_inline", "strong_open", "strong_close"}
        return [token.type for token in found]

    answer = evaluated(text, "step-one", "--format", "markdown")
    assert answer.code == 3
    assert not bad(answer.out)
    assert shape(answer.out) == shape(evaluated("mot", "step-one", "--format", "markdown").out)


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()], ids=lambda text: ascii(text[:24]))
def test_hostile_words_come_back_equal_from_json(text: str, evaluated: Callable[..., Any]) -> None:
    answer = evaluated(text, "step-two", "--format", "json")
    assert answer.code == 0
    assert answer.out.isascii()
    step = answer.report["results"][0]["evaluation"]["steps"][0]
    assert [search["where"] for search in step["certificate"]["searches"]] == [text]


def test_hostile_words_of_two_lines_open_no_heading_in_markdown(evaluated: Callable[..., Any]) -> None:
    def headings(text: str) -> int:
        return sum(
            token.type == "heading_open"
            for token in MarkdownIt("commonmark").parse(evaluated(text, "step-one", "--format", "markdown").out)
        )

    assert headings("a\n===") == headings("mot")


@pytest.mark.parametrize("format_", ["terminal", "markdown", "json"])
def test_escapes_written_in_yaml_are_refused_and_the_refusal_is_inert(
    format_: str, evaluated: Callable[..., Any], cli: Callable[..., Any], tmp_path: Path
) -> None:
    for escape in (r"\e[31mx", r"\x9b31m", r"\0", r"\u202ex", r"\u200b", r"\e]0;x\a", r"\u2028::error::x"):
        file = tmp_path / "besoin.need.yaml"
        file.write_text(template("step-one").replace("§", f'"{escape}"', 1).replace("§", "mot"), "utf-8")
        answer = cli("evaluate", file, "--catalogue", GOLDEN / "catalogue", "--format", format_)
        assert answer.code == 2
        assert "DOC015" in answer.out + answer.err
        assert not bad(answer.out + answer.err)


@pytest.mark.parametrize("text", ["\x1b[31mx", "a\u202eb", "\x07", "\u2028::error::x", "::error::x", "##[group]x", "[/x]", "<script>"])
def test_names_of_files_and_options_are_shown_inert(
    text: str, cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(text.replace("/", "-")).write_text("title: x\n", "utf-8")
    need_ = GOLDEN / "shared-retained.need.yaml"
    runs = [
        ["evaluate", text], ["evaluate", text.replace("/", "-")], ["evaluate", need_, "--format", text], ["evaluate", need_, "--lang", text],
        ["evaluate", need_, "--catalogue", text], ["evaluate", need_, "-o", f"absent/{text}"], ["explain", text], ["catalogue", "show", text],
        ["catalogue", "list", text], ["schema", text],
    ]  # fmt: skip
    for arguments in runs:
        answer = cli(*arguments)
        assert answer.code == 2, arguments
        assert answer.out == ""
        assert answer.err.strip()
        assert not bad(answer.err), arguments
        assert not [line for line in answer.err.split("\n") if line.startswith(("::", "##"))], arguments


@pytest.mark.parametrize(
    "arguments",
    [
        ["\x1b[31mx"],
        ["evaluate", "--\x1b[31mx"],
        ["evaluate", "x", "--lang=\x1b[31m"],
        ["catalogue", "search", "x", "--limit", "\x1b[31mx"],
        ["schema", "need", "\x1b[31mx"],
    ],
)
def test_a_mistyped_command_line_is_shown_inert(arguments: list[str], cli: Callable[..., Any]) -> None:
    answer = cli(*arguments)
    assert answer.code == 2
    assert not bad(answer.err)


@pytest.mark.skipif(not NAUGHTY.is_file(), reason="the list of naughty strings lies beside the checkout of the team only")
def test_naughty_strings_neither_crash_nor_drive_anything(evaluated: Callable[..., Any], cli: Callable[..., Any], tmp_path: Path) -> None:
    """Each by itself where the reader refuses it; the others sixty at a time, one in each text of the need, in every format."""
    from doctrine.diagnostics import refused
    from doctrine.loading.need_file import read_need

    kept = []
    for text in json.loads(NAUGHTY.read_text("utf-8")):
        found = read_need(need(text, "step-one"), "besoin.need.yaml").diagnostics
        if refused(found):
            assert {one.code for one in found} <= {"DOC011", "DOC012", "DOC013", "DOC014", "DOC015", "DOC049", "DOC056"}, ascii(text)
            assert bad(text) or not text.strip() or not text.isascii(), ascii(text)
        else:
            assert not bad(re.sub("[\t\ue000-\uf8ff]", "", text)), ascii(text)
            kept.append(text)
    assert len(kept) > 400
    pieces = template("step-two").split("§")
    file = tmp_path / "besoin.need.yaml"
    for start in range(0, len(kept), len(pieces) - 1):
        chosen = [kept[(start + number) % len(kept)] for number in range(len(pieces) - 1)]
        texts = [json.dumps(text, ensure_ascii=False) for text in chosen]
        file.write_text("".join(part for pair in zip(pieces, [*texts, ""], strict=True) for part in pair), "utf-8")
        for form in ("terminal", "markdown", "json"):
            answer = cli("evaluate", file, "--catalogue", GOLDEN / "catalogue", "--format", form)
            assert answer.code == 0, answer.err
            assert not bad(answer.out + answer.err)
            assert not [line for line in answer.out.split("\n") if line.startswith("::") or (line.startswith("##") and form == "terminal")]
