"""What checks found, said in one language: sentences, remedies, texts, once for every output."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from doctrine import __version__
from doctrine.checking.found import Found
from doctrine.checks import every_check
from doctrine.locales.words import Words
from doctrine.model.rules import Reference
from doctrine.presenting.findings import CheckReport, SaidFinding, SaidRule, Suppression


def check_report(found: Iterable[Found], files: int, words: Words) -> CheckReport:
    """The whole report, with the rules of the codes that occur."""
    findings = tuple(_said(one, words) for one in found)
    rules = {one.code: said_rule(one.code, one.family, one.severity, words) for one in findings}
    return CheckReport(findings, dict(sorted(rules.items())), files, words.language, __version__)


def _said(one: Found, words: Words) -> SaidFinding:
    entry = words.section("diagnostics").get(one.code, {})
    values = _values(one, words)
    message = words.fill(_counted(entry.get(f"say_{one.variant}") or entry.get("say", one.code), one, words), values)
    silenced = one.silenced
    suppression = None
    if silenced is not None:
        suppression = Suppression(silenced.kind, silenced.author, silenced.ground, silenced.start, silenced.end)
    check = every_check().get(one.code)
    texts = tuple(reference(words, text) for text in check.references) if check is not None else ()
    remedy = _remedy(one, entry, values, words)
    place, excerpt, fingerprint, spot = one.place, one.excerpt, one.fingerprint, _spot(one, words)
    return SaidFinding(
        one.code, one.family, one.severity, place, message, remedy, texts, excerpt, fingerprint, suppression, one.known, spot
    )


def _spot(one: Found, words: Words) -> str:
    """Where in a document whose paragraphs stand for lines, or in a workbook."""
    if one.sheet:
        return words.say("report_sheet", sheet=one.sheet, row=one.place.line)
    if not one.paragraph:
        return ""
    return words.say("report_page" if one.page else "report_paragraph", page=one.page, paragraph=one.paragraph)


def _counted(sentence: object, one: Found, words: Words) -> str:
    """The sentence for one thing or for several."""
    if not isinstance(sentence, Mapping):
        return str(sentence)
    count = one.values.get("count", "")
    single = count == "1" or (words.language == "fr" and count == "0")
    return str(sentence["one" if single else "other"])


#: Values of checks that are numbers, written as each language writes them.
_NUMBERS = frozenset({"amount", "announced", "count", "lots", "said", "threshold", "total"})
_NUMBER = re.compile(r"-?\d{1,40}(?:\.(\d{1,40}))?")
#: Values that are ids of the interface, and the beginning of the key of their words.
_IDS = {
    "part": "part_",
    "parts": "part_",
    "before_outcome": "outcome_",
    "now_outcome": "outcome_",
    "before_step": "step_",
    "now_step": "step_",
}


def _values(one: Found, words: Words) -> Mapping[str, object]:
    """What fills the sentences of a finding, in the words of the language."""
    if one.code == "DOC006":
        return {**one.values, "reason": words.say("check_system_said", reason=one.values.get("reason", ""))}
    if one.code not in every_check():
        return one.values
    made: dict[str, object] = {}
    for name, value in one.values.items():
        number = _NUMBER.fullmatch(value) if name in _NUMBERS else None
        if number is not None:
            made[name] = words.number(Decimal(value), len(number[1] or ""))
        elif name in _IDS:
            made[name] = ", ".join(str(words.section("interface").get(f"{_IDS[name]}{each}", each)) for each in value.split(", "))
        else:
            made[name] = value
    for when in ("before", "now"):
        if f"{when}_outcome" in made:
            parts = (str(made[f"{when}_{part}"]) for part in ("outcome", "step", "name"))
            made[when] = ", ".join(part[:1].lower() + part[1:] if place == 0 else part for place, part in enumerate(p for p in parts if p))
    return made


def _remedy(one: Found, entry: Mapping[str, object], values: Mapping[str, object], words: Words) -> str:
    """What to do; another sentence when nothing can be proposed."""
    do = str(entry.get(f"do_{one.variant}") or entry.get("do", ""))
    empty = [name for name, value in one.values.items() if not value and f"{{{name}}}" in do]
    return words.fill(str(entry["do_without"]) if empty and "do_without" in entry else do, values)


def reference(words: Words, text: Reference) -> str:
    """A text and its article, with the confidence of our reading."""
    named = f"{text.text}, {text.article}" if text.article else text.text
    confidence = words.section("confidences").get(text.confidence, text.confidence)
    return f"{named} ({text.confidence}, {confidence})"


def said_rule(code: str, family: str, severity: str, words: Words) -> SaidRule:
    """One code in words."""
    entry = words.section("diagnostics").get(code, {})
    check = every_check().get(code)
    level = check.severity if check is not None else "error" if severity == "error" else "warning" if severity == "warning" else "note"
    return SaidRule(
        code,
        family,
        level,
        str(entry.get("title", code)),
        str(entry.get("page", "")),
        check.failing if check is not None else "",
        check.passing if check is not None else "",
        tuple(reference(words, text) for text in check.references) if check is not None else (),
    )
