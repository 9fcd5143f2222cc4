"""What `verify` found as JSON, `verify/1`, written piece by piece: ten thousand decisions need not be held (docs/decision-format.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from doctrine import __version__
from doctrine.diagnostics import Diagnostic
from doctrine.locales.words import Words
from doctrine.presenting.verification import problem
from doctrine.record.chain import Link
from doctrine.record.verify import Verified


def opening() -> str:
    """Up to the first decision."""
    return f'{{"format":"verify/1","tool":{_text(__version__)},"decisions":['


def decision(one: Verified, words: Words, *, first: bool) -> str:
    """One decision on its line."""
    today = one.today
    held: dict[str, Any] = {
        "file": one.file,
        "verdict": one.verdict,
        "need": one.need,
        "digest": one.digest,
        "tool": one.tool,
        "day": one.day,
        "signature": {"state": one.signed, "signer": one.signer, "key": one.key},
        "left_out": one.left_out,
        "problems": [_problem(each, words) for each in one.problems],
        "today": None
        if today is None
        else {
            "day": today.day,
            "changed": list(today.changed),
            "before": _answer(today.before),
            "now": None if today.now is None else _answer(today.now),
            "refused": today.refused or None,
        },
    }
    return ("\n" if first else ",\n") + _text(held)


def closing(links: Iterable[Link], empty: Iterable[Diagnostic], words: Words) -> str:
    """Links between decisions, folders without any, the end."""
    chain = [
        {
            "file": one.file,
            "supersedes": one.digest,
            "state": one.state,
            "older": one.older,
            "problem": None if one.problem is None else _problem(one.problem, words),
        }
        for one in links
    ]
    return f'\n],"chain":{_text(chain)},"problems":{_text([_problem(one, words) for one in empty])}}}\n'


def _answer(answer: tuple[str, ...]) -> dict[str, Any]:
    outcome, step, named, *shortlist = answer
    return {"outcome": outcome, "step": step, "named": named or None, "shortlist": shortlist}


def _problem(one: Diagnostic, words: Words) -> dict[str, Any]:
    return {"code": one.code, "severity": one.severity, "file": one.place.file, "line": one.place.line, "message": problem(one, words)}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
