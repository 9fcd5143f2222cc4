"""What a step concludes when nobody fits: who is one message away, which step is exhausted, what is covered in part.

Shared by the three steps; meanings of design.md section 2, *Outcomes*.
"""

from __future__ import annotations

from collections.abc import Callable

from doctrine.model.case import Case
from doctrine.model.verdicts import (
    Assessment,
    Certificate,
    CertificateLine,
    GateVerdict,
    PartialCover,
    Ranked,
    SearchRecord,
    StepId,
)

#: `conditional` is a promise: at most this many people to ask.
PEOPLE_TO_ASK = 2
#: A shortlist a buyer can write to.
SHORTLIST = 5


def musts(one: Assessment) -> tuple[GateVerdict, ...]:
    """The verdicts on `must` requirements."""
    return tuple(gate for gate in one.gates if gate.requirement is not None)


def near(one: Assessment) -> bool:
    """Whether few people can settle it: at most two to ask, nothing against it, no `must` hinted to fail.

    One `must` at least (or one condition, when the need has none) is established, so that a service of which nothing is
    known is never called retained under reserve (docs/decisions/0001-readings.md); a way to build waits for the buyer alone.
    """
    if one.status != "open" or not 0 < len(one.holders) <= PEOPLE_TO_ASK or any(gate.contrary for gate in one.gates):
        return False
    wanted = musts(one)
    if any(missed(one, gate) for gate in wanted):
        return False
    if one.candidate.step == "build":
        return True
    return any(gate.answer == "met" and not gate.presumed for gate in wanted or one.gates)


def missed(one: Assessment, gate: GateVerdict) -> bool:
    """Whether a `must` is known or hinted to fail; for a service that only helps with the function, silence is such a hint."""
    return gate.answer == "not_met" or gate.hinted or gate.contrary or (gate.answer == "unknown" and not one.very_function)


def by_distance(found: list[Assessment], ranking: tuple[Ranked, ...]) -> list[Assessment]:
    """Closest first: fewest people to ask, fewest facts, then rank (none at step 2, where nobody is ranked), then id."""
    ranks = {place.candidate: place.rank for place in ranking}
    return sorted(found, key=lambda one: (len(one.holders), len(one.asks), ranks.get(one.candidate.id, len(ranks) + 1), one.candidate.id))


def first_in_rank(assessments: tuple[Assessment, ...], fitting: list[str]) -> tuple[str | None, tuple[str, ...]]:
    """Of candidates that fit, in rank order: the one to name, and those its low bound does not put behind it.

    Nobody is named when the first are tied: ids order the display only.
    """
    found = {one.candidate.id: one for one in assessments}
    first = found[fitting[0]]
    rivals = tuple(one for one in fitting[1:] if found[one].high > first.low)
    tied = any((found[one].low, found[one].high) == (first.low, first.high) for one in fitting[1:])
    return (None if tied else fitting[0]), rivals


def searches(case: Case, step: StepId) -> tuple[SearchRecord, ...]:
    """The searches the buyer recorded for a step, up to the day of the rules."""
    return tuple(SearchRecord(one.where, one.when, one.by) for one in case.need.searched if one.step == step and one.when <= case.need.on)


def certificate(case: Case, step: StepId, assessments: tuple[Assessment, ...]) -> Certificate | None:
    """The proof that a step is exhausted, or None: a candidate still stands, or no search is recorded."""
    recorded = searches(case, step)
    if not recorded or any(one.status != "fails" for one in assessments):
        return None
    lines = []
    for one in assessments:
        failed = next(gate for gate in one.gates if gate.answer == "not_met" and gate.reason in one.reasons)
        lines.append(CertificateLine(one.candidate.id, one.candidate.name, failed.gate, failed.requirement, failed.reason))
    return Certificate(step, recorded, tuple(lines))


def partial_cover(assessments: tuple[Assessment, ...], complements: Callable[[], tuple[Assessment, ...]]) -> PartialCover | None:
    """A base that covers some `must` requirements while none is likely to cover them all, and what a complement must bring.

    The base passes every other gate or leaves it open; `complements` gives the offers, judged only when there is a base:
    those known (declared or better) to bring each missing requirement are named.
    """
    bases = []
    for one in assessments:
        wanted = musts(one)
        covered = tuple(gate.requirement or "" for gate in wanted if gate.answer == "met")
        missing = tuple(gate.requirement or "" for gate in wanted if missed(one, gate))
        others_fail = any(gate.answer == "not_met" for gate in one.gates if gate.requirement is None)
        if covered and missing and not others_fail:
            bases.append((one, covered, missing))
    if not bases or any(one.status == "fits" or near(one) for one in assessments):
        return None
    base, covered, missing = max(bases, key=lambda found: (len(found[1]), -len(found[2]), found[0].low, found[0].candidate.id))
    bringing = tuple(one.candidate.id for one in complements() if one.status != "fails" and announces(one, missing))
    return PartialCover(base.candidate.id, base.candidate.name, covered, missing, bringing)


def announces(one: Assessment, requirements: tuple[str, ...] | None = None) -> bool:
    """Whether an offer announces each `must` (all of them by default): established, or said by its supplier."""
    wanted = [gate for gate in musts(one) if requirements is None or gate.requirement in requirements]
    return all(
        gate.answer == "met" or (gate.reason.code == "requirement_claimed" and gate.facts[0].proof != "unverified") for gate in wanted
    )
