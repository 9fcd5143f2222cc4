"""A sealed decision opened for a person who reads it again: nothing is said of a file that is no longer what was sealed."""

from __future__ import annotations

from typing import NamedTuple

from doctrine.diagnostics import Diagnostic
from doctrine.evaluation import evaluate
from doctrine.loading.files import read_bytes
from doctrine.model.case import Case
from doctrine.model.verdicts import Recommendation
from doctrine.record.decision import Decision
from doctrine.record.parts import case_of
from doctrine.record.reading import LIMIT, Library, read_decision
from doctrine.record.verify import Verified, verified


class Opened(NamedTuple):
    """A decision that holds and replays: what was sealed, the case, its answer, and what verifying it found."""

    decision: Decision
    case: Case
    answer: Recommendation
    verified: Verified

    @property
    def whole(self) -> Recommendation:
        """The same answer with every step, those after the one that answers too: who was not reached is judged all the same."""
        return evaluate(self.case, all_steps=True)


class Refusal(NamedTuple):
    """Why a decision is not opened: `broken` when it is not what was sealed, else this version cannot read it."""

    broken: bool
    problems: tuple[Diagnostic, ...]


def opened_file(path: str) -> Opened | Refusal:
    """Open the decision that a file holds."""
    data = read_bytes(path, LIMIT)
    return Refusal(False, (data,)) if isinstance(data, Diagnostic) else opened(data, path)


def opened(data: bytes, file: str) -> Opened | Refusal:
    """Open the bytes of one decision: digests, chain, signature and replay first."""
    library = Library()
    found = verified(data, file, library)
    decision = read_decision(data, file, library)
    if found.verdict in ("broken", "different") or isinstance(decision, Diagnostic):
        return Refusal(found.verdict in ("broken", "different"), found.problems)
    if found.verdict == "cannot" and any(one.code != "DOC822" for one in found.problems):
        return Refusal(False, found.problems)
    case = case_of(lambda name: library.value(decision, name), presumptions=decision.presumptions, unknown=decision.unknown)
    return Opened(decision, case, evaluate(case, all_steps=decision.all_steps), found)
