"""Diagnostics as text for people: file:line:column, the sentence, the line with a caret, what to do, where to read more."""

from __future__ import annotations

from collections.abc import Iterable

from doctrine.diagnostics import Diagnostic
from doctrine.loading.source import caret
from doctrine.locales.words import Words
from doctrine.reporters.safe import for_log, one_line

#: More than this for one file and nobody reads them.
SHOWN = 20


def render(diagnostics: Iterable[Diagnostic], words: Words) -> str:
    """All diagnostics of some files, in order; the errors beyond the first twenty of a file are counted."""
    by_file: dict[str, list[Diagnostic]] = {}
    for one in diagnostics:
        by_file.setdefault(one.place.file, []).append(one)
    parts = []
    for found in by_file.values():
        parts += [_one(one, words) for one in found[:SHOWN]]
        if len(found) > SHOWN:
            parts.append(words.say("more_hidden", count=len(found) - SHOWN))
    return for_log("\n".join(parts) + "\n") if parts else ""


def sentence(one: Diagnostic, words: Words) -> str:
    """What is wrong, in one sentence."""
    entry = words.section("diagnostics").get(one.code, {})
    return words.fill(str(entry.get("say", one.code)), one.values)


def remedy(one: Diagnostic, words: Words) -> str:
    """What to do; another sentence when the file gave nothing to propose."""
    entry = words.section("diagnostics").get(one.code, {})
    empty = [name for name, value in one.values.items() if not value and f"{{{name}}}" in str(entry.get("do", ""))]
    return words.fill(str(entry.get("do_without" if empty and "do_without" in entry else "do", "")), one.values)


def _one(one: Diagnostic, words: Words) -> str:
    place = one.place
    where = f"{place.file}:{place.line}:{place.column}" if place.line else place.file
    severity = words.say(f"severity_{one.severity}")
    space = "\u00a0" if words.language == "fr" else ""
    lines = [f"{one_line(where)}: {severity} {one.code}{space}: {one_line(sentence(one, words))}"]
    if one.excerpt is not None and place.line:
        lead = f"{place.line:>5} | "
        text = one_line(one.excerpt.replace("\t", " "))
        start = caret(one.excerpt, place.column)
        width = max(1, min(place.end_column - place.column, len(one.excerpt) - start))
        lines += [lead + text, " " * (len(lead) + start) + "^" * width]
    do = remedy(one, words)
    if do:
        lines.append(f"      {words.say('to_mend')}{space}: {one_line(do)}")
    lines += [f"      {words.say('also_here', line=str(other.line))}" for other in one.related]
    lines.append(f"      {words.say('more', code=one.code)}")
    return "\n".join(lines)
