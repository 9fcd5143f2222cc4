"""Findings of `doctrine check` for people: place, sentence, source line with a caret, what to write instead, the texts, the counts."""

from __future__ import annotations

from typing import NamedTuple

from doctrine.loading.source import caret
from doctrine.locales.words import Words
from doctrine.presenting.findings import SEVERITIES, CheckReport, SaidFinding, Suppression, counted
from doctrine.reporters.safe import for_log, one_line

#: More than this for one file and nobody reads them.
SHOWN = 20
_NARROWEST = 40
_INDENT = " " * 6
_BOLD, _GREY = "1", "90"
_COLOURS = {"error": "31", "warning": "33", "note": "36"}


class _Sheet(NamedTuple):
    """What findings are drawn on: the words, the columns, whether to style."""

    words: Words
    width: int
    colour: bool

    def styled(self, text: str, style: str) -> str:
        """The text in one style of the terminal, or as it is without colours."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour and text else text


def render(report: CheckReport, words: Words, *, width: int, colour: bool) -> str:
    """The findings, file by file, on lines of `width` columns where words allow, then one line of counts.

    Colours repeat what words say. Of one file twenty findings are shown, errors before the rest, and how many are not.
    """
    sheet = _Sheet(words, max(_NARROWEST, width), colour)
    by_file: dict[str, list[SaidFinding]] = {}
    for one in report.findings:
        by_file.setdefault(one.place.file, []).append(one)
    lines = [line for file, found in by_file.items() for line in _file(file, found, sheet)]
    lines += [*([""] if lines else []), *_wrapped(counted(report, words), sheet.width)]
    return "\n".join(lines) + "\n"


def _file(file: str, found: list[SaidFinding], sheet: _Sheet) -> list[str]:
    counting = [one for one in found if one.suppressed is None and not one.known]
    most_severe = sorted(range(len(counting)), key=lambda place: (SEVERITIES.index(counting[place].severity), place))[:SHOWN]
    lines = [line for place in sorted(most_severe) for line in _finding(counting[place], sheet)]
    if len(counting) > SHOWN:
        lines += _wrapped(sheet.words.say("report_hidden", count=len(counting) - SHOWN, file=file), sheet.width)
    waived = [_waived(one, one.suppressed, sheet.words) for one in found if one.suppressed is not None]
    return lines + [sheet.styled(line, _GREY) for line in waived]


def _finding(one: SaidFinding, sheet: _Sheet) -> list[str]:
    words = sheet.words
    where = _where(one)
    severity = words.say(f"report_severity_{one.severity}")
    first, *rest = _wrapped(f"{where}: {severity} {one.code}{words.colon}{one.message}", sheet.width)
    head = for_log(one_line(f"{where}: "))
    if first.startswith(f"{head}{severity}"):
        first = f"{sheet.styled(head, _BOLD)}{sheet.styled(severity, _COLOURS[one.severity])}{first[len(head) + len(severity) :]}"
    label = words.say("report_write_instead" if one.family == "wording" else "report_to_do")
    under = [f"{label}{words.colon}{one.remedy}"] if one.remedy else []
    if one.references:
        under.append(f"{words.say('report_texts')}{words.colon}{words.semicolon.join(one.references)}")
    under.append(words.say("more", code=one.code))
    return [first, *rest, *_excerpt(one, sheet), *(line for text in under for line in _wrapped(text, sheet.width, _INDENT))]


def _excerpt(one: SaidFinding, sheet: _Sheet) -> list[str]:
    """The source line with a caret under what is meant; of a line wider than the terminal, the part around it."""
    place, source = one.place, one.excerpt
    if source is None or not place.line:
        return []
    start = min(max(0, caret(source, place.column)), len(source))
    end = start + max(1, min(place.end_column - place.column, len(source) - start))
    text, before = _drawn(source), len(_drawn(source[:start]))
    marked = max(1, len(_drawn(source[:end])) - before)
    lead = f"{place.line:>5} | "
    room = sheet.width - len(lead)
    if len(text) > room:
        cut = max(0, min(before - room // 3, len(text) - room))
        shown = text[cut : cut + room]
        text = ("…" + shown[1:] if cut else shown[:-1] + "…") if cut in (0, len(text) - room) else f"…{shown[1:-1]}…"
        before -= cut
    marked = max(1, min(marked, room - before))
    return [f"{lead}{text}".rstrip(), " " * (len(lead) + before) + sheet.styled("^" * marked, _COLOURS[one.severity])]


def _drawn(source: str) -> str:
    return for_log(one_line(source.replace("\t", " ")))


def _waived(one: SaidFinding, by: Suppression, words: Words) -> str:
    """One line: a waiver is shown, never hidden."""
    said = words.say(f"report_{by.kind}", author=by.author, ground=by.ground, start=by.start, end=by.end)
    return for_log(one_line(f"{_where(one)}: {one.code}{words.colon}{said}"))


def _where(one: SaidFinding) -> str:
    place = one.place
    return f"{one.where}:{place.column}" if place.line and not one.spot else one.where


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Text cut at spaces only, so that what opens a line is what opened a word, which `for_log` has made inert."""
    import textwrap

    safe = for_log(one_line(text))
    return textwrap.wrap(
        safe, width, initial_indent=indent, subsequent_indent=_INDENT, break_long_words=False, break_on_hyphens=False
    ) or [safe]  # fmt: skip
