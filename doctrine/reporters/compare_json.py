"""What `diff` found as JSON: `diff/1` for two files, `impact/1` for a folder, one decision a line (docs/compare.schema.json)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from doctrine import __version__
from doctrine.criteria.evidence import printable
from doctrine.diagnostics import Diagnostic
from doctrine.locales.words import Words
from doctrine.model.facts import Fact, Hint
from doctrine.presenting.compare import plain_value
from doctrine.presenting.verification import problem
from doctrine.record.compare import Compared
from doctrine.record.compare_changes import Change
from doctrine.record.compare_effects import Answer, Effects, Interval
from doctrine.record.compare_impact import Impact


def render(found: Compared) -> str:
    """Two files compared."""
    effects = found.effects
    answers = zip(found.sides, found.answers, found.replayed, strict=True)
    held = {
        "format": "diff/1",
        "tool": __version__,
        "same": found.same,
        "sides": [
            {
                "file": side.file,
                "kind": "need" if side.sealed is None else "decision",
                "need": side.case.need.id,
                "day": side.case.need.on.isoformat(),
                "tool": side.tool,
                "digest": side.digest or None,
                "answer": _answer(answer),
                "replayed": _answer(replayed),
            }
            for side, answer, replayed in answers
        ],
        "changes": [_change(one) for one in found.changes],
        "causes": [_cause(name, found) for name in effects.groups],
        "smallest": [list(one) for one in effects.smallest],
        "points": _points(found),
        "without_effect": list(effects.parts),
        "not_examined": effects.unexamined,
    }
    return json.dumps(held, ensure_ascii=True, indent=1) + "\n"


def _cause(name: str, found: Compared) -> dict[str, Any]:
    effects = found.effects
    return {
        "cause": name,
        "together": list(effects.groups[name]),
        "effect": effect(effects, name),
        "share": _exact(effects.shares[name]) if name in effects.shares else None,
        "enough": name in effects.enough,
        "necessary": name in effects.necessary,
        "alone": _answer(effects.alone[name]) if name in effects.alone else None,
    }


def effect(effects: Effects, name: str) -> str:
    """How far a cause reaches: `none`, `law` (obligations, routes), `assessment` (points, conditions), `answer`."""
    if name in effects.none:
        return "none"
    if name in effects.aside:
        return "law"
    return "answer" if name in effects.alone or effects.shares.get(name) else "assessment"


def _points(found: Compared) -> list[dict[str, Any]]:
    by_tool = {one.candidate: (one.low, one.high) for one in found.by_tool}
    listed: list[dict[str, Any]] = []
    for one in found.effects.moved:
        shares: Mapping[str, Interval] = one.contributions or {}
        tool = by_tool.get(one.candidate)
        listed.append({
            "candidate": one.candidate,
            "before": _interval(one.before),
            "after": _interval(one.after),
            "contributions": None if one.contributions is None else {name: _interval(pair) for name, pair in shares.items()},
            "tool": None if tool is None else _interval(tool),
        })  # fmt: skip
    return listed


def _interval(pair: Interval) -> dict[str, str]:
    return {"low": _exact(pair[0]), "high": _exact(pair[1])}


def _exact(value: int | Fraction) -> str:
    return str(Fraction(value))


def _change(one: Change) -> dict[str, Any]:
    return {"cause": one.cause, "where": one.where, "before": _value(one.before), "after": _value(one.after)}


def _value(value: str | Fact | Hint | None) -> Any:
    if value is None or isinstance(value, str):
        return value
    kept: dict[str, Any] = {"proof": value.proof, "as_of": value.as_of, "source": value.source, "publisher": value.publisher}
    if isinstance(value, Hint):
        return {"leaning": value.leaning if value.proof != "unverified" else None, **kept}
    return {"value": plain_value(value.value) if printable(value) else None, "of": value.of, "finding": value.finding, **kept}


def _answer(answer: Answer) -> dict[str, Any] | None:
    if not answer:
        return None
    outcome, step, named, *shortlist = answer
    return {"outcome": outcome, "step": step, "named": named or None, "shortlist": shortlist}


# ---- a folder ------------------------------------------------------------------------------------------------------------


def opening() -> str:
    """Up to the first decision."""
    return f'{{"format":"impact/1","tool":{_text(__version__)},"decisions":['


def decision(one: Impact, words: Words, *, first: bool) -> str:
    """One decision on its line."""
    held = {
        "file": one.file,
        "state": one.state,
        "need": one.need,
        "day": one.day,
        "before": _answer(one.before),
        "now": _answer(one.now),
        "how": list(one.how),
        "causes": [list(each) for each in one.causes],
        "changed": list(one.changed),
        "tool": one.tool,
        "refused": one.code or None,
        "problems": [_problem(each, words) for each in one.problems],
    }
    return ("\n" if first else ",\n") + _text(held)


def closing(counts: Mapping[str, int]) -> str:
    """The counts and the end."""
    states = ("same", "changes", "refused", "cannot", "broken")
    return f'\n],"counts":{_text({name: counts.get(name, 0) for name in states})}}}\n'


def _problem(one: Diagnostic, words: Words) -> dict[str, Any]:
    return {"code": one.code, "severity": one.severity, "file": one.place.file, "line": one.place.line, "message": problem(one, words)}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
