"""Findings of `doctrine check` in SARIF 2.1.0 (OASIS): what code-scanning pages of forges read."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from doctrine.diagnostics import Place
from doctrine.locales.words import Words
from doctrine.presenting.findings import CheckReport, SaidFinding, SaidRule
from doctrine.reporters.safe import for_markdown, inert, one_line

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "doctrine/v1"
_ROOT = "%SRCROOT%"


def render(report: CheckReport, words: Words, *, baseline: bool) -> str:
    """One run as SARIF text, ASCII; `baseline` says whether a baseline was given, so whether "new" means something.

    Known and suppressed findings are in it, marked as such.
    """
    codes = sorted({*report.rules, *(one.code for one in report.findings)})
    places = {code: place for place, code in enumerate(codes)}
    files = {file: place for place, file in enumerate(dict.fromkeys(one.place.file for one in report.findings))}
    driver = {
        "name": "doctrine",
        "version": report.version,
        "semanticVersion": report.version,
        "language": report.language,
        "rules": [_rule(code, report.rules.get(code), words) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": _location(file)} for file in files],
        "results": [_result(one, places[one.code], files[one.place.file], words, baseline) for one in report.findings],
    }
    made = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    # `##[group]` inside a string would still open a group in a log: JSON has another way to write the same character.
    return json.dumps(made, ensure_ascii=True, indent=2).replace("##", "#\\u0023") + "\n"


def _rule(code: str, rule: SaidRule | None, words: Words) -> dict[str, Any]:
    """One check as a rule; one without a page keeps its code."""
    if rule is None:
        return {"id": code}
    page = _braces(inert(rule.page))
    return {
        "id": code,
        "shortDescription": {"text": _text(rule.title)},
        "fullDescription": {"text": page.partition("\n\n")[0] or _text(rule.title)},
        "help": {"text": _help(rule, page, words), "markdown": _help_markdown(rule, words)},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": [rule.family]},
    }


def _help(rule: SaidRule, page: str, words: Words) -> str:
    parts = [page]
    for label, example in (("report_failing", rule.failing), ("report_passing", rule.passing)):
        parts += [f"{words.say(label)}{words.colon.rstrip()}\n{_braces(inert(example))}"] if example else []
    parts += [f"{words.say('report_texts')}{words.colon}{_text(words.semicolon.join(rule.references))}"] if rule.references else []
    return "\n\n".join(parts)


def _help_markdown(rule: SaidRule, words: Words) -> str:
    parts = [_markdown(paragraph) for paragraph in rule.page.split("\n\n")]
    for label, example in (("report_failing", rule.failing), ("report_passing", rule.passing)):
        if example:
            # An indented block cannot be closed by what it holds, as a fence can.
            parts += [f"**{words.say(label)}**", "\n".join(f"    {line}" for line in inert(example).split("\n"))]
    if rule.references:
        parts += [f"**{words.say('report_texts')}**", "\n".join(f"- {_markdown(text)}" for text in rule.references)]
    return _braces("\n\n".join(parts))


def _result(one: SaidFinding, rule: int, file: int, words: Words, baseline: bool) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _location(one.place.file) | {"index": file}}
    if one.place.line:
        physical["region"] = _region(one.place)
    made: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": one.severity,
        "message": {"text": _message(one, words)},
        "locations": [{"physicalLocation": physical}],
        "partialFingerprints": {FINGERPRINT: one.fingerprint},
        # SARIF 3.27.23: on all results of a run or on none.
        "suppressions": _suppressions(one, words),
        "properties": {"references": [one_line(text) for text in one.references]},
    }
    if baseline:
        made["baselineState"] = "unchanged" if one.known else "new"
    return made


def _message(one: SaidFinding, words: Words) -> str:
    label = words.say("report_write_instead" if one.family == "wording" else "report_to_do")
    return _text(f"{one.located} — {label}{words.colon}{one.remedy}" if one.remedy else one.located)


def _region(place: Place) -> dict[str, int]:
    region = {"startLine": place.line}
    if place.column:
        region["startColumn"] = place.column
        if place.end_column >= place.column:
            region["endColumn"] = place.end_column
    return region


def _suppressions(one: SaidFinding, words: Words) -> list[dict[str, str]]:
    if one.suppressed is None:
        return []
    kind, author, ground, start, end = one.suppressed
    said = words.say(f"report_{kind}", author=author, ground=ground, start=start, end=end)
    return [{"kind": "external", "status": "accepted", "justification": one_line(said)}]


def _location(file: str) -> dict[str, Any]:
    """A path as a reference from the root of the sources; an absolute one stands by itself."""
    path = PurePath(file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix(), safe="/", errors="surrogateescape"), "uriBaseId": _ROOT}


def _text(text: str) -> str:
    """Plain message text: no control, no link made of brackets (SARIF 3.11.6), no placeholder (3.11.5)."""
    return _braces(one_line(text).replace("](", "] ("))


def _markdown(text: str) -> str:
    """Text on one line; the spaces that would open a block of code are gone."""
    return for_markdown(one_line(text).strip())


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
