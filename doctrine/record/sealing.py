"""From a need's bytes to a new file: what `--seal` asks, in one place for every command that seals."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any, NamedTuple

from doctrine.diagnostics import Diagnostic, Place
from doctrine.loading.files import read_bytes
from doctrine.model.case import Case
from doctrine.model.verdicts import Recommendation
from doctrine.record.chain import superseded
from doctrine.record.decision import Decision, render
from doctrine.record.reading import LIMIT
from doctrine.record.seal import Superseded, seal
from doctrine.record.signatures import CannotSign, sign


class Request(NamedTuple):
    """Where to seal, the key to sign with, the older decision that is replaced, and whether to leave names of agents out."""

    path: str
    key: str | None = None
    supersedes: str | None = None
    anonymous: bool = False


def refusals(request: Request) -> list[Diagnostic]:
    """What can be refused before anything is evaluated: a decision is never written over another file."""
    if os.path.lexists(request.path):
        return [Diagnostic("DOC800", Place(request.path), values={"name": request.path})]
    return []


def sealed(
    request: Request,
    case: Case,
    tree: Any,
    recommendation: Recommendation,
    data: bytes,
    *,
    all_steps: bool,
    left_out: tuple[str, ...] = (),
) -> Decision | list[Diagnostic]:
    """The decision as asked, signed when a key is given; or why it cannot be made. Nothing is written yet."""
    older: Superseded | None = None
    if request.supersedes is not None:
        held = read_bytes(request.supersedes, LIMIT)
        if isinstance(held, Diagnostic):
            return [held]
        found = superseded(held, request.supersedes, case.need.id)
        if isinstance(found, list):
            return found
        older = found
    decision = seal(
        case,
        tree,
        recommendation,
        need_file=None if request.anonymous else data,
        all_steps=all_steps,
        supersedes=older,
        anonymous=left_out,
    )
    if request.key is None:
        return decision
    try:
        return sign(decision, request.key)
    except CannotSign as error:
        reason = str(error)
        return [Diagnostic("DOC817" if reason else "DOC818", Place(request.key), values={"reason": reason} if reason else {})]


def write_new(path: str, decision: Decision) -> None:
    """Write a decision in a file that does not exist yet. Raises OSError; a file half written is taken away."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with open(descriptor, "wb") as out:
            out.write(render(decision))
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise
