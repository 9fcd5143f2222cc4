"""Findings of `doctrine check` as GitHub annotations: workflow commands that a runner turns into notes on a merge request."""

from __future__ import annotations

from doctrine.locales.words import Words
from doctrine.presenting.findings import CheckReport, SaidFinding, Suppression, counted
from doctrine.reporters.safe import for_log, one_line

#: Errors first: GitHub shows ten annotations of each kind for a step.
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: CheckReport, words: Words) -> str:
    """One command for each finding that counts, errors first, a notice for each that a waiver covers, then one plain line of counts."""
    counting = [one for one in report.findings if one.suppressed is None and not one.known]
    commands = [_command(one, report, words) for severity in _COMMANDS for one in counting if one.severity == severity]
    commands += [_notice(one, one.suppressed, words) for one in report.findings if one.suppressed is not None]
    return "\n".join([*commands, _text(counted(report, words))]) + "\n"


def _command(one: SaidFinding, report: CheckReport, words: Words) -> str:
    rule = report.rules.get(one.code)
    title = f"{one.code}{words.colon}{rule.title}" if rule else one.code
    return f"::{_COMMANDS[one.severity]} {_placed(one, title)}::{_message(one, words)}"


def _notice(one: SaidFinding, by: Suppression, words: Words) -> str:
    """A finding under a waiver: whose, why and until when; what it found comes after."""
    said = words.say(f"report_{by.kind}", author=by.author, ground=by.ground, start=by.start, end=by.end)
    title = f"{one.code}{words.colon}{words.say('report_waived')}"
    return f"::notice {_placed(one, title)}::{_escaped(said)}%0A{_escaped(one.located)}"


def _placed(one: SaidFinding, title: str) -> str:
    """The properties of a command: file, line and columns, title."""
    place = one.place
    properties = {"file": place.file}
    if place.line:
        properties |= {"line": str(place.line)} | ({"col": str(place.column)} if place.column else {})
        properties |= {"endColumn": str(place.end_column)} if place.end_column >= place.column > 0 else {}
    return ",".join(f"{name}={_property(value)}" for name, value in (properties | {"title": title}).items())


def _message(one: SaidFinding, words: Words) -> str:
    lines = [one.located]
    if one.remedy:
        label = words.say("report_write_instead" if one.family == "wording" else "report_to_do")
        lines.append(f"{label}{words.colon}{one.remedy}")
    if one.references:
        lines.append(f"{words.say('report_texts')}{words.colon}{words.semicolon.join(one.references)}")
    return "%0A".join(_escaped(line) for line in lines)


def _text(text: str) -> str:
    return for_log(one_line(text))


def _escaped(text: str) -> str:
    """Data of a command; line ends are gone already."""
    return _text(text).replace("%", "%25")


def _property(text: str) -> str:
    """Data of a property, which `:` and `,` would end."""
    return _text(one_line(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C"))
