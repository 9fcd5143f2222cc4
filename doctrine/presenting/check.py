"""What checks found, said in one language: sentences, remedies, texts, once for every output."""

from __future__ import annotations

from collections.abc import Iterable

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
    message = words.fill(str(entry.get(f"say_{one.variant}") or entry.get("say", one.code)), one.values)
    silenced = one.silenced
    suppression = None
    if silenced is not None:
        suppression = Suppression(silenced.kind, silenced.author, silenced.ground, silenced.start, silenced.end)
    check = every_check().get(one.code)
    texts = tuple(reference(words, text) for text in check.references) if check is not None else ()
    remedy = _remedy(one, entry, words)
    place, excerpt, fingerprint = one.place, one.excerpt, one.fingerprint
    return SaidFinding(one.code, one.family, one.severity, place, message, remedy, texts, excerpt, fingerprint, suppression, one.known)


def _remedy(one: Found, entry: dict[str, object], words: Words) -> str:
    """What to do; another sentence when nothing can be proposed."""
    do = str(entry.get(f"do_{one.variant}") or entry.get("do", ""))
    empty = [name for name, value in one.values.items() if not value and f"{{{name}}}" in do]
    return words.fill(str(entry["do_without"]) if empty and "do_without" in entry else do, one.values)


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
