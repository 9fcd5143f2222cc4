"""Findings of `doctrine check` for programs: the format `check/1`, and its JSON Schema (kept in `docs/check.schema.json`)."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from doctrine.locales.words import Words
from doctrine.model.checks import FAMILIES
from doctrine.presenting.findings import CheckReport, SaidFinding

FORMAT = "check/1"
_SEVERITIES = ("error", "warning", "note")


def render(report: CheckReport, words: Words) -> str:
    """The findings as JSON text: ASCII, keys in a fixed order, texts as they were written."""
    del words  # every format is called alike; the sentences are made already
    counting: Counter[str] = Counter(one.severity for one in report.findings if one.suppressed is None and not one.known)
    counts = {severity: counting[severity] for severity in _SEVERITIES} | {
        "suppressed": sum(one.suppressed is not None for one in report.findings),
        "known": sum(one.known and one.suppressed is None for one in report.findings),
    }
    made = {
        "format": FORMAT,
        "version": report.version,
        "language": report.language,
        "files": report.files,
        "counts": counts,
        "findings": [_finding(one) for one in report.findings],
    }
    # `##[group]` inside a string would still open a group in a log: JSON has another way to write the same character.
    return json.dumps(made, ensure_ascii=True, indent=2).replace("##", "#\\u0023") + "\n"


def _finding(one: SaidFinding) -> dict[str, Any]:
    place = one.place
    return {
        "code": one.code,
        "family": one.family,
        "severity": one.severity,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_column": place.end_column,
        "message": one.message,
        "remedy": one.remedy,
        "references": list(one.references),
        "fingerprint": one.fingerprint,
        "suppressed": None if one.suppressed is None else one.suppressed._asdict(),
        "known": one.known,
    }


def schema() -> dict[str, Any]:
    """The JSON Schema of `check/1` (draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:doctrine:check:1",
        "title": "doctrine check --format json",
        **_object("What one run of `doctrine check` found.", {
            "format": {"const": FORMAT, "description": "Name and version of this format."},
            "version": {"type": "string", "description": "Version of doctrine that wrote the report."},
            "language": {"enum": ["fr", "en"], "description": "Language of the sentences."},
            "files": _whole("Files read, those without findings included."),
            "counts": _object("Findings by severity, without those that do not count; then those that do not.", {
                **{severity: _whole(f"Findings of severity {severity} that count.") for severity in _SEVERITIES},
                "suppressed": _whole("Findings under a waiver, known or not."),
                "known": _whole("Findings that the baseline already held and that no waiver covers."),
            }),
            "findings": {"type": "array", "items": {"$ref": "#/$defs/finding"}, "description": "Sorted by place, then code."},
        }),
        "$defs": {"finding": _finding_schema(), "suppressed": _suppressed_schema()},
    }  # fmt: skip


def _finding_schema() -> dict[str, Any]:
    return _object("One finding. It counts when `suppressed` is null and `known` is false.", {
        "code": {"type": "string", "description": "What `doctrine explain` takes."},
        "family": {"enum": list(FAMILIES), "description": "What kind of thing the check reads."},
        "severity": {"enum": list(_SEVERITIES)},
        "file": {"type": "string"},
        "line": _whole("From 1; 0 when the whole file is meant."),
        "column": _whole("From 1, in code points; 0 when the whole file is meant."),
        "end_column": _whole("Exclusive, on the same line."),
        "message": {"type": "string", "description": "What is wrong."},
        "remedy": {"type": "string", "description": "What to do or to write instead; may be empty."},
        "references": {"type": "array", "items": {"type": "string"}, "description": "The texts that the check rests on."},
        "fingerprint": {"type": "string", "description": "64 hexadecimal digits: the finding without its line."},
        "suppressed": {"anyOf": [{"$ref": "#/$defs/suppressed"}, {"type": "null"}], "description": "The waiver that covers it, or null."},
        "known": {"type": "boolean", "description": "Whether the baseline already held it."},
    })  # fmt: skip


def _suppressed_schema() -> dict[str, Any]:
    return _object("A waiver: who, why, from when until when.", {
        "kind": {"enum": ["waiver", "configuration"], "description": "Written in the need, or in the configuration."},
        "author": {"type": "string"},
        "ground": {"type": "string"},
        "start": {"type": "string", "description": "Day, as 2026-12-31."},
        "end": {"type": "string", "description": "Day, as 2026-12-31."},
    })  # fmt: skip


def _object(description: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": description,
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _whole(description: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0, "description": description}
