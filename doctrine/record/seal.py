"""A case and its recommendation → the bytes of a decision: same input, same bytes, on any machine.

Nothing is read from a clock or the environment: the day is the need's `on`. What is sealed is first read again and replayed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from doctrine import __version__
from doctrine.diagnostics import Diagnostic
from doctrine.model.case import Case
from doctrine.model.verdicts import Recommendation
from doctrine.record.decision import FORMAT, Decision, made, render
from doctrine.record.integrity import integrity
from doctrine.record.parts import answer_parts, input_parts
from doctrine.record.reading import Library, read_decision
from doctrine.record.replay import replayed


class Superseded(NamedTuple):
    """The older decision that a new one replaces: its digest and the need it is about."""

    digest: str
    need: str


class NotReplayable(RuntimeError):
    """What was about to be sealed would not give the same answer when read again: a defect of this program, never of a file."""


def seal(
    case: Case,
    tree: Any,
    recommendation: Recommendation,
    *,
    need_file: bytes | None,
    all_steps: bool = False,
    supersedes: Superseded | None = None,
    anonymous: tuple[str, ...] = (),
) -> Decision:
    """The decision of one evaluation, not signed.

    `tree` is the need's document (`parts.tree_of`); `need_file` the bytes of its file, None when names were left out: their digest
    would let somebody try names. `anonymous` are the routes of what was left out. Raises NotReplayable.
    """
    stated: Mapping[str, Any] = {
        "format": FORMAT,
        "tool": {"name": "doctrine", "version": __version__},
        "need_file": None if need_file is None else {"sha256": hashlib.sha256(need_file).hexdigest()},
        "supersedes": None if supersedes is None else supersedes._asdict(),
        "options": {"presumptions": case.presumptions, "all_steps": all_steps, "unknown": case.unknown},
        "anonymous": list(anonymous),
    }
    decision = made(stated, {**input_parts(tree, case), **answer_parts(recommendation)})
    _hold(decision)
    return decision


def _hold(decision: Decision) -> None:
    """Read what is about to be written, and replay it."""
    again = read_decision(render(decision), "")
    if isinstance(again, Diagnostic) or integrity(again, ""):
        raise NotReplayable("digests")
    found = replayed(again, Library())
    if found.differences:
        raise NotReplayable(", ".join(one.where for one in found.differences))
