"""Who may silence a finding: waivers of the need, waivers of the settings, the baseline. Over, a waiver silences nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from doctrine.checking.found import Found, Silenced
from doctrine.checking.settings import ALWAYS, Settings
from doctrine.checks import can_be_waived
from doctrine.diagnostics import Diagnostic, Place
from doctrine.loading.files import read_bytes
from doctrine.model.need import Waiver

BASELINE = "doctrine-baseline/1"
_SIZE = 16 * 1024 * 1024


def silenced(findings: list[Found], name: str, waivers: Iterable[Waiver], settings: Settings, today: date) -> list[Found]:
    """The findings of a file, those that a waiver in force covers marked as such."""
    own = [
        (one.check, Silenced("waiver", one.author, one.ground, one.start.isoformat(), one.end.isoformat()))
        for one in waivers
        if one.start <= today <= one.end
    ]
    own += [
        (one.check, Silenced("configuration", one.author, one.ground, one.start.isoformat(), one.end.isoformat()))
        for one in settings.waivers
        if one.start <= today <= one.end and settings.matches(name, one.path)
    ]
    covering: dict[str, Silenced] = {}
    for code, by in own:
        covering.setdefault(code.upper(), by)
    return [one._replace(silenced=covering[one.code]) if one.code in covering and can_be_waived(one.code) else one for one in findings]


def unsound(settings: Settings, today: date) -> list[Found]:
    """The waivers of the settings that are over, and those of what nothing silences."""
    return [
        Found(code, "need", "error", Place(settings.file, one.line, 1, 1), f"{one.check}|{one.path}", values)
        for one in settings.waivers
        for code, wrong, values in (
            ("DOC114", one.end < today, {"check": one.check, "day": one.end.isoformat()}),
            ("DOC118", not can_be_waived(one.check), {"check": one.check}),
        )
        if wrong
    ]


def marked(findings: Iterable[Found], known: frozenset[str]) -> list[Found]:
    """The findings, those of the baseline marked; what nothing silences is never known."""
    return [one._replace(known=one.fingerprint in known and one.code not in ALWAYS) for one in findings]


def read_baseline(path: str) -> frozenset[str] | Diagnostic:
    """The fingerprints that a baseline holds."""
    data = read_bytes(path, _SIZE)
    if isinstance(data, Diagnostic):
        return data
    try:
        whole = json.loads(data)
        known = whole["fingerprints"] if whole["format"] == BASELINE else None
    except (ValueError, KeyError, TypeError, RecursionError):
        known = None
    if not isinstance(known, dict):
        return Diagnostic("DOC182", Place(path), values={"name": path})
    return frozenset(known)


def baseline(findings: Iterable[Found]) -> str:
    """A baseline that knows these findings, fingerprint by fingerprint with its code, so that a reader may see what is accepted."""
    known = {one.fingerprint: one.code for one in findings if one.silenced is None and one.code not in ALWAYS}
    return json.dumps({"format": BASELINE, "fingerprints": dict(sorted(known.items()))}, indent=1) + "\n"
