"""Findings of `doctrine check` as JUnit XML: one suite for each file, one case for each check that found something there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from doctrine.diagnostics import Severity
from doctrine.locales.words import Words
from doctrine.presenting.findings import CheckReport, SaidFinding
from doctrine.reporters.safe import for_log, one_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SEVERITIES = ("error", "warning", "note")


def render(report: CheckReport, words: Words, *, checked: Iterable[str] = (), fail_on: Severity = "note") -> str:
    """The findings as XML text; `checked` names the files read, so that those without findings have their passing case.

    A case fails when a finding that counts is at least as severe as `fail_on`; below, it passes and says so in `system-out`.
    """
    import xml.etree.ElementTree as ET  # written here, never parsed; its import costs 30 ms

    by_file: dict[str, dict[str, list[SaidFinding]]] = {file: {} for file in checked}
    for one in report.findings:
        by_file.setdefault(one.place.file, {}).setdefault(one.code, []).append(one)
    root = ET.Element("testsuites", {"name": "doctrine check"})
    for file in sorted(by_file):
        suite = ET.SubElement(root, "testsuite", {"name": _text(file)})
        for found in by_file[file].values():
            _case(suite, file, found, words, fail_on)
        if not by_file[file]:
            ET.SubElement(suite, "testcase", {"name": words.say("report_nothing"), "classname": _text(file)})
        _count(suite, [suite])
    _count(root, list(root))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(suite: Element, file: str, found: list[SaidFinding], words: Words, fail_on: Severity) -> None:
    """One check on one file: failed by what counts, else skipped by its waivers or by the baseline."""
    import xml.etree.ElementTree as ET

    case = ET.SubElement(suite, "testcase", {"name": _text(found[0].code), "classname": _text(file)})
    counting = [one for one in found if one.suppressed is None and not one.known]
    body = "\n".join(_text(line) for one in found for line in _lines(one, words))
    worst = min(counting, key=lambda one: _SEVERITIES.index(one.severity), default=None)
    if worst is None:
        ET.SubElement(case, "skipped", {"message": _text(_reason(found[0], words))}).text = body
    elif _SEVERITIES.index(worst.severity) <= _SEVERITIES.index(fail_on):
        ET.SubElement(case, "failure", {"type": worst.severity, "message": _text(worst.message)}).text = body
    else:
        ET.SubElement(case, "system-out").text = body


def _lines(one: SaidFinding, words: Words) -> list[str]:
    """One finding of a case: a line that says where and what, then what to do, the texts, and why it does not count."""
    place = one.place
    where = f"{one.where}:{place.column}" if place.line and not one.spot else one.where
    lines = [f"{where}: {words.say(f'report_severity_{one.severity}')} {one.code}{words.colon}{one.message}"]
    if one.remedy:
        label = words.say("report_write_instead" if one.family == "wording" else "report_to_do")
        lines.append(f"{label}{words.colon}{one.remedy}")
    if one.references:
        lines.append(f"{words.say('report_texts')}{words.colon}{words.semicolon.join(one.references)}")
    if one.suppressed is not None or one.known:
        lines.append(_reason(one, words))
    return lines


def _reason(one: SaidFinding, words: Words) -> str:
    """Why a finding does not count."""
    if one.suppressed is None:
        return words.say("report_known")
    kind, author, ground, start, end = one.suppressed
    return words.say(f"report_{kind}", author=author, ground=ground, start=start, end=end)


def _count(element: Element, suites: list[Element]) -> None:
    """The totals that readers of JUnit expect on a suite and on the whole."""
    cases = [case for suite in suites for case in suite.iter("testcase")]
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", "0")
    element.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))


def _text(text: str) -> str:
    """Text that XML may hold and that no log obeys."""
    return for_log(one_line(text))
