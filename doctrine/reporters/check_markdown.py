"""Findings of `doctrine check` as the comment of a merge request: what counts in a table, what is waived folded under it."""

from __future__ import annotations

from collections.abc import Iterable

from doctrine.locales.words import Words
from doctrine.presenting.findings import CheckReport, SaidFinding, Suppression, counted
from doctrine.reporters.safe import for_markdown, one_line

#: Characters: GitHub refuses a comment over 65 536.
_TABLE, _WAIVED = 45_000, 10_000


def render(report: CheckReport, words: Words) -> str:
    """A title with the counts, a table of what counts, the waived ones folded; rows that a comment cannot hold are counted."""
    parts = [f"## {_text(words.say('report_title', summary=counted(report, words)))}"]
    counting = [one for one in report.findings if one.suppressed is None and not one.known]
    if counting:
        names = ("report_where", "report_code", "report_found", "report_remedy")
        head = [_row(_text(words.say(name)) for name in names), _row("---" for _ in names)]
        parts += _within([_finding(one, words) for one in counting], head, _TABLE, words)
    waived = [_waived(one, one.suppressed, words) for one in report.findings if one.suppressed is not None]
    if waived:
        parts += [f"<details>\n<summary>{words.say('report_suppressed_count', count=len(waived))}</summary>"]
        parts += [*_within(waived, [], _WAIVED, words), "</details>"]
    return "\n\n".join(parts) + "\n"


def _within(rows: list[str], head: list[str], most: int, words: Words) -> list[str]:
    """The rows that fit in so many characters, then how many do not."""
    kept: list[str] = []
    length = 0
    for row in rows:
        length += len(row) + 1
        if length > most:
            break
        kept.append(row)
    more = [_text(words.say("report_hidden_rows", count=len(rows) - len(kept)))] if len(kept) < len(rows) else []
    return (["\n".join([*head, *kept])] if kept else []) + more


def _finding(one: SaidFinding, words: Words) -> str:
    code = f"{words.say(f'report_severity_{one.severity}')} {one.code}"
    found = "<br>".join(_text(line) for line in (one.message, *one.references))
    return _row((_text(one.where), _text(code), found, _text(one.remedy)))


def _waived(one: SaidFinding, by: Suppression, words: Words) -> str:
    said = words.say(f"report_{by.kind}", author=by.author, ground=by.ground, start=by.start, end=by.end)
    return f"- {_text(f'{one.where} {one.code}{words.colon}{said}')}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    """Text on one line; the spaces that would open a block of code are gone."""
    return for_markdown(one_line(text).strip())
