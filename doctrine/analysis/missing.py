"""What the step where the ladder stopped still waits for, as claims: see `deciding.py` for the sets of facts that settle it."""

from __future__ import annotations

from doctrine.analysis.deciding import Claim, Undecided, Unknown
from doctrine.model.verdicts import Assessment, GateVerdict, Recommendation, StepResult
from doctrine.outcomes import musts
from doctrine.steps.buy import SUPPLIERS

#: What is not a gate: an adaptation to cost, a mark to justify, a service of another function to judge, an offer nobody described.
ADAPTATION, ACCEPTANCE, SUITABILITY, DESCRIPTION = "adaptation", "acceptance", "suitability", "description"

#: What the buyer must say of the need itself: one answer holds for every candidate.
OF_THE_NEED = frozenset({"health", "need_marking", "personal", "sensitivity", "listed_art31", "law"})


def undecided(recommendation: Recommendation) -> Undecided:
    """The claims of the step where the ladder stopped.

    In steps 1 and 3, and under a route that lets one order directly, one candidate must meet every gate. In a competition, two suppliers
    must announce every must.
    """
    stopped = recommendation.stopped
    standing = tuple(one for one in stopped.assessments if one.status != "fails")
    if stopped.step == "buy" and not (stopped.route and stopped.route.direct):
        return Undecided(tuple(_announcing(one) for one in standing), SUPPLIERS, tuple(_fitting(one) for one in standing))
    carried = _carried(stopped)
    return Undecided(tuple(_fitting(one) for one in standing if carried is None or one.candidate.id in carried))


def search_to_record(recommendation: Recommendation) -> bool:
    """Whether every candidate fails and only a recorded search is missing."""
    return any(reason.code == "search_missing" for reason in recommendation.reasons)


def _carried(stopped: StepResult) -> tuple[str, ...] | None:
    """The offers that the direct route carries, None when it carries any."""
    carried = stopped.route.values.get("carries") if stopped.route else None
    return tuple(str(one) for one in carried) if isinstance(carried, tuple) else None


def _fitting(one: Assessment) -> Claim:
    """What a candidate lacks to fit."""
    lacks = [fact for gate in one.gates if gate.answer == "unknown" for fact in _facts(one, gate)]
    codes = {reason.code: str(reason.values.get("requirement") or "") for reason in one.reasons}
    provider = one.candidate.provider
    for reason in one.reasons:
        if reason.code == "adaptation_to_cost":
            requirement = str(reason.values.get("requirement"))
            lacks.append(Unknown(one.candidate.id, ADAPTATION, "requirements", requirement, provider))
    if "below_acceptance" in codes:
        lacks.append(Unknown(one.candidate.id, ACCEPTANCE, "acceptance", None, "buyer"))
    if "only_near" in codes:
        lacks.append(Unknown(one.candidate.id, SUITABILITY, "function", None, "buyer"))
    return Claim(one.candidate.id, one.candidate.id, frozenset(lacks))


def _announcing(one: Assessment) -> Claim:
    """What a supplier has not announced yet: a claim of its own is enough, the tender will prove it."""
    lacks = [fact for gate in musts(one) if gate.answer == "unknown" and not _announced(gate) for fact in _facts(one, gate)]
    seen = any(fact.proof != "unverified" and not fact.complete_list for facts in one.candidate.facts.values() for fact in facts)
    if not seen and not lacks:  # any answer describes it
        lacks.append(Unknown(one.candidate.id, DESCRIPTION, "requirements", None, one.candidate.provider))
    return Claim(one.candidate.id, one.candidate.provider, frozenset(lacks))


def _announced(gate: GateVerdict) -> bool:
    return gate.reason.code == "requirement_claimed" and gate.facts[0].proof != "unverified"


def _facts(one: Assessment, gate: GateVerdict) -> list[Unknown]:
    """The facts that a gate waits for; the gate itself when it names none."""
    doubtful = gate.contrary or gate.hinted
    if not gate.asks:
        return [Unknown(one.candidate.id, gate.gate, gate.gate, gate.requirement, "buyer", doubtful)]
    return [
        Unknown(
            "" if ask.holder == "buyer" and ask.key in OF_THE_NEED else ask.candidate,
            ask.key,
            ask.gate,
            ask.requirement,
            ask.holder,
            doubtful or ask.urgent,
        )
        for ask in gate.asks
    ]
