"""What the facts about one thing establish: which fact wins, when they conflict, when they may reject.

Meanings of design.md section 2. Keeping asks for a `reported` fact or better; rejecting asks for more: a `documented` fact,
a complete official list, the buyer's finding, or two `reported` facts of different publishers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from doctrine.model.facts import PROOF_RANK, Candidate, Fact, Hint, RunBy, Scope

_REPORTED = PROOF_RANK["reported"]
_DOCUMENTED = PROOF_RANK["documented"]
_DECLARED = PROOF_RANK["declared"]


class Evidence(NamedTuple):
    """The facts on one key for one way of running a candidate, strongest first; `software` ones do not settle a service.

    `winner` is None when nothing is known or when the two strongest facts conflict (`conflict`).
    """

    facts: tuple[Fact, ...]
    winner: Fact | None
    conflict: bool
    hints: tuple[Hint, ...]
    software: tuple[Fact, ...] = ()


_NOTHING = Evidence((), None, False, ())


def evidence(candidate: Candidate, key: str, run_by: RunBy | None) -> Evidence:
    """Gather what is known on `key` about the service and this way of running it.

    For the buyer's own installation, facts about the published software count in full.
    """
    known = candidate.facts.get(key)
    hints = candidate.hints.get(key, ())
    if not known:
        return _NOTHING if not hints else Evidence((), None, False, hints)
    scopes: tuple[Scope, ...] = ("service",) if run_by is None else ("service", run_by)
    if run_by == "buyer":
        scopes = ("service", "buyer", "software")
    counted = [fact for fact in known if fact.of in scopes]
    software = tuple(_strongest_first([fact for fact in known if fact.of == "software" and "software" not in scopes]))
    if len(counted) > 1:
        counted = _strongest_first(counted)
        first = counted[0]
        conflict = any(fact.strength == first.strength and not _same(fact, first) for fact in counted[1:])
        return Evidence(tuple(counted), None if conflict else first, conflict, hints, software)
    return Evidence(tuple(counted), counted[0] if counted else None, False, hints, software)


def _strongest_first(facts: list[Fact]) -> list[Fact]:
    """By proof, then day; equal ones in an order that does not depend on the file."""
    return sorted(sorted(facts, key=lambda fact: (fact.source, repr(fact.value))), key=lambda fact: fact.strength, reverse=True)


def _same(one: Fact, other: Fact) -> bool:
    """Whether two facts say the same; the order of a list says nothing."""
    if isinstance(one.value, tuple) and isinstance(other.value, tuple):
        return set(one.value) == set(other.value)
    return one.value == other.value


Finding = Literal["met", "not_met", "contrary", "leaning_no", "claimed", "conflict", "absent", "software_only"]


def finding(known: Evidence, fits: Callable[[Fact], bool]) -> Finding:
    """What the facts say of a condition.

    `met` (reported or better) · `not_met` (enough to reject) · `contrary` (one report against it: asked first) · `leaning_no` (an
    unverified or declared *no*, or a conflict of reports: never printed as a statement) · `claimed` (the supplier's word or a memory
    in favour) · `conflict` · `software_only` (the software does it, the service may not) · `absent`.
    """
    if known.facts and PROOF_RANK[known.facts[0].proof] < _DOCUMENTED and any(_denies(fact, fits) for fact in known.software):
        return "not_met"
    if known.conflict:
        # Facts of equal strength disagree. They settle nothing, unless all of them answer the condition alike.
        top = [fact for fact in known.facts if fact.strength == known.facts[0].strength]
        answers = {fits(fact) for fact in top}
        if answers == {True}:
            return "met" if PROOF_RANK[top[0].proof] >= _REPORTED else "claimed"
        if answers == {False}:
            return _against(known.facts, fits)
        return "conflict"
    winner = known.winner
    if winner is None:
        return _from_software(known, fits)
    if fits(winner):
        return "met" if PROOF_RANK[winner.proof] >= _REPORTED else "claimed"
    return _against(known.facts, fits)


def _denies(fact: Fact, fits: Callable[[Fact], bool]) -> bool:
    """Whether the documented software itself lacks it: then no service run with it can have it."""
    return PROOF_RANK[fact.proof] >= _DOCUMENTED and not fits(fact)


def _from_software(known: Evidence, fits: Callable[[Fact], bool]) -> Finding:
    if any(_denies(fact, fits) for fact in known.software):
        return "not_met"
    if any(fits(fact) for fact in known.software):
        return "software_only"
    return "absent"


def _against(facts: tuple[Fact, ...], fits: Callable[[Fact], bool]) -> Finding:
    """How far the strongest facts go against a condition; weaker reports of others may second them."""
    winner = facts[0]
    against = [fact for fact in facts if not fits(fact)]
    if any(may_reject(fact) for fact in against):
        return "not_met"
    if PROOF_RANK[winner.proof] >= _REPORTED:
        publishers = {fact.publisher for fact in against if PROOF_RANK[fact.proof] >= _REPORTED}
        return "not_met" if len(publishers) > 1 else "contrary"
    return "leaning_no"


def may_reject(fact: Fact) -> bool:
    """Whether one fact alone is enough to reject: documented or better, a complete official list, or the buyer's own finding."""
    rank = PROOF_RANK[fact.proof]
    return rank >= _DOCUMENTED or fact.complete_list or (fact.finding and rank >= _DECLARED)


def refuted(known: Evidence, fits: Callable[[Fact], bool]) -> bool:
    """Whether what is known is enough to reject on a condition: one fact that may, or two reports of different publishers."""
    return finding(known, fits) == "not_met"


def printable(fact: Fact) -> bool:
    """Whether a fact may be shown: an unverified one orders questions and is never printed."""
    return fact.proof != "unverified"
