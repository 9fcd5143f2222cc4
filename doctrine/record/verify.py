"""One decision verified: digests, chain, signature, replay with the sealed inputs, and what today's data would answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal, NamedTuple

from doctrine.diagnostics import Diagnostic, Place
from doctrine.evaluation import evaluate
from doctrine.model.case import Case
from doctrine.model.verdicts import Recommendation
from doctrine.record import signatures
from doctrine.record.canonical import digest
from doctrine.record.codec import Unreadable
from doctrine.record.decision import Decision
from doctrine.record.integrity import integrity
from doctrine.record.parts import input_parts, recommendation_of
from doctrine.record.reading import Library, read_decision, unreadable
from doctrine.record.replay import replayed

Verdict = Literal["same", "different", "cannot", "untrusted", "broken"]

#: A signature by nobody of the list of signers, or none where a list asks for one.
_UNTRUSTED = ("DOC821", "DOC825")
#: Parts that the present catalogue, law and tool may change; the need, and what follows from it alone, stay.
COMPARED = ("candidates", "services", "frameworks", "parameters", "law", "cards", "bounds")


class Today(NamedTuple):
    """What the same need would be answered with the present data; `refused` is the code of why it no longer is.

    `changed` are the parts that differ; `before` and `now` are outcome, step, named candidate and shortlist.
    """

    day: str
    changed: tuple[str, ...]
    before: tuple[str, ...]
    now: tuple[str, ...] | None
    refused: str = ""


class Verified(NamedTuple):
    """What verifying one file found.

    `verdict`: `same`, `different` (the replay), `cannot` (what is missing), `untrusted` (whole, but not signed by a signer of the list
    given), `broken` (digest, chain or signature). `signed` is the state of the signature (`signatures.Signed`).
    """

    file: str
    verdict: Verdict
    need: str = ""
    digest: str = ""
    tool: str = ""
    day: str = ""
    signed: Literal["no", "unchecked", "unlisted", "yes"] = "no"
    signer: str = ""
    key: str = ""
    supersedes: tuple[str, str] | None = None
    left_out: int = 0
    problems: tuple[Diagnostic, ...] = ()
    today: Today | None = None


#: The need's tree and whether one may presume → the case that present data makes, or the code of why the need is now refused.
Reassembled = Callable[[Any, bool], Case | str]


def verified(
    data: bytes, file: str, library: Library, *, signers: str | None = None, day: str = "", again: Reassembled | None = None
) -> Verified:
    """Verify the bytes of one file. `again` says what today's data make of the need, on `day`."""
    decision = read_decision(data, file, library)
    if isinstance(decision, Diagnostic):
        return Verified(file, "cannot", problems=(decision,))
    signed = signatures.check(decision, file, signers)
    found = _described(decision, file, signed)
    problems = integrity(decision, file)
    if signed.problem is not None and (problems or signed.problem.code == "DOC820"):
        problems.append(signed.problem)
    if problems:
        return found._replace(verdict="broken", problems=tuple(problems))
    found = _replayed(decision, found, library)
    if again is not None and found.verdict in ("same", "different"):
        # An answer that does not replay may not be readable either: there is then nothing to set beside today's.
        with suppress(Unreadable):
            found = found._replace(today=_today(decision, library, day, again))
    return found if signed.problem is None else _doubted(found, signed.problem)


def _doubted(found: Verified, problem: Diagnostic) -> Verified:
    """A decision whose content holds, but not who sealed it: not checked for want of `ssh-keygen`, or not a signer of the list."""
    verdict: Verdict = found.verdict
    if problem.code in _UNTRUSTED:
        verdict = "different" if verdict == "different" else "untrusted"
    elif verdict == "same":
        verdict = "cannot"
    return found._replace(verdict=verdict, problems=(*found.problems, problem))


def _described(decision: Decision, file: str, signed: signatures.Signed) -> Verified:
    older = decision.stated["supersedes"]
    checked = (signed.problem is None or signed.state == "unlisted") and decision.signature is not None
    return Verified(
        file,
        "same",
        decision.need_id,
        decision.digest,
        decision.stated["tool"]["version"],
        str(decision.parts["need"].get("on", "")),
        signed.state,
        signed.signer,
        signatures.public_part(decision.signature) if checked and decision.signature is not None else "",
        None if older is None else (older["digest"], older["need"]),
        len(decision.stated["anonymous"]),
    )


def _replayed(decision: Decision, found: Verified, library: Library) -> Verified:
    place = Place(found.file)
    try:
        differences = replayed(decision, library).differences
    except Unreadable as wrong:
        return found._replace(verdict="cannot", problems=(unreadable(wrong, found.file),))
    except Exception as error:  # any values may be in a file sealed again by somebody: none may stop the others
        problem = Diagnostic("DOC814", place, values={"kind": type(error).__name__, "version": found.tool})
        return found._replace(verdict="cannot", problems=(problem,))
    if not differences:
        return found
    problems = [
        Diagnostic("DOC813", place, values={"where": one.where, "sealed": one.sealed or "—", "found": one.found or "—"})
        for one in differences
    ]
    return found._replace(verdict="different", problems=tuple(problems))


def _today(decision: Decision, library: Library, day: str, again: Reassembled) -> Today:
    """The need judged with today's data, beside what was sealed."""
    tree = decision.parts["need"]
    sealed = recommendation_of(decision.parts, library.value(decision, "candidates"))
    before = answer_of(sealed)
    case = again(tree, decision.presumptions)
    if isinstance(case, str):
        return Today(day, (), before, None, case)
    case = case._replace(unknown=decision.unknown)
    parts = input_parts(tree, case)
    changed = tuple(name for name in COMPARED if digest(parts[name]) != decision.computed[name])
    return Today(day, changed, before, answer_of(evaluate(case, all_steps=decision.all_steps)))


def answer_of(one: Recommendation) -> tuple[str, ...]:
    """Outcome, step, named candidate (or empty), then the shortlist: what would make a reader act otherwise."""
    return (one.outcome, one.step, one.named or "", *one.shortlist)
