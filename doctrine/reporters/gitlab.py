"""Findings of `doctrine check` as a GitLab Code Quality report: what merge requests of GitLab show beside the changed lines."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import PurePath
from typing import Any

from doctrine.locales.words import Words
from doctrine.presenting.findings import CheckReport, SaidFinding
from doctrine.reporters.safe import one_line

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render(report: CheckReport, words: Words) -> str:
    """Every finding; known ones too, for GitLab compares with the target branch by itself. One that a waiver covers is only information."""
    seen: Counter[str] = Counter()
    made = []
    for one in report.findings:
        made.append(_problem(one, _fingerprint(one.fingerprint, seen[one.fingerprint]), words))
        seen[one.fingerprint] += 1
    # `##[group]` inside a string would still open a group in a log: JSON has another way to write the same character.
    return json.dumps(made, ensure_ascii=True, indent=2).replace("##", "#\\u0023") + "\n"


def _problem(one: SaidFinding, fingerprint: str, words: Words) -> dict[str, Any]:
    label = words.say("report_write_instead" if one.family == "wording" else "report_to_do")
    by = one.suppressed
    said = f"{one.located} — {label}{words.colon}{one.remedy}" if one.remedy else one.located
    if by is not None:
        waiver = words.say(f"report_{by.kind}", author=by.author, ground=by.ground, start=by.start, end=by.end)
        said = f"{one.located} ({waiver})"
    return {
        "description": one_line(said),
        "check_name": one.code,
        "fingerprint": fingerprint,
        "severity": "info" if by is not None else _SEVERITIES[one.severity],
        "location": {"path": PurePath(one.place.file).as_posix(), "lines": {"begin": max(1, one.place.line)}},
    }


def _fingerprint(given: str, earlier: int) -> str:
    """A name of its own for each finding: of two that share one, GitLab would hide the second."""
    return hashlib.sha256(f"{given}:{earlier}".encode()).hexdigest() if earlier else given
