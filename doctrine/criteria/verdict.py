"""How a gate's answer is put together: from a finding, from a plain reason, or held back when the law is not sure enough."""

from __future__ import annotations

from collections.abc import Mapping

from doctrine.criteria.evidence import Evidence, Finding
from doctrine.model.facts import PROOF_RANK, Candidate, Fact, Hint
from doctrine.model.rules import GateCard, decides, weakest
from doctrine.model.verdicts import Answer, Ask, GateVerdict, Reason


def ask(candidate: Candidate, holder: str, key: str, gate: str, requirement: str | None = None) -> Ask:
    """One thing to find out about a candidate, and who holds it: a way to build has no provider but the buyer."""
    holder = "buyer" if candidate.step == "build" and holder == candidate.provider else holder
    return Ask(candidate.id, holder, key, gate, requirement)


def plain(
    card: GateCard,
    answer: Answer,
    code: str,
    *,
    requirement: str | None = None,
    values: Mapping[str, object] | None = None,
    facts: tuple[Fact, ...] = (),
    asks: tuple[Ask, ...] = (),
    presumed: bool = False,
) -> GateVerdict:
    """A verdict with its reason said outright."""
    return GateVerdict(
        card.id, answer, Reason(code, values or {}), requirement, facts, (), asks, references=card.references, presumed=presumed
    )


def by_finding(
    card: GateCard,
    known: Evidence,
    found: Finding,
    code: str,
    asks: tuple[Ask, ...],
    *,
    requirement: str | None = None,
    extra: tuple[Hint, ...] = (),
    values: Mapping[str, object] | None = None,
) -> GateVerdict:
    """A verdict from what the facts say. Reasons are `<code>_<finding>`; a contrary report or a hint of *no* puts the question first."""
    answer: Answer = "met" if found == "met" else "not_met" if found == "not_met" else "unknown"
    hints = known.hints + tuple(hint for hint in extra if hint not in known.hints)
    hinted = found == "leaning_no" or any(hint.leaning in ("no", "partial") for hint in hints)
    urgent = found == "contrary" or hinted
    asked = () if answer != "unknown" else tuple(one._replace(urgent=urgent) for one in asks)
    facts = known.facts[:1] if known.facts else known.software[:1]
    if known.facts and found == "not_met" and PROOF_RANK[known.facts[0].proof] <= PROOF_RANK["reported"]:
        facts = known.facts
    return GateVerdict(
        card.id,
        answer,
        Reason(f"{code}_{found}", values or {}),
        requirement,
        facts,
        hints if answer == "unknown" else (),
        asked,
        references=card.references,
        contrary=found == "contrary",
        hinted=hinted and answer == "unknown",
    )


def legal(card: GateCard, candidate: Candidate, verdict: GateVerdict) -> GateVerdict:
    """Hold back a refusal that rests on texts we are not sure enough of: it becomes something to have verified."""
    confidence = weakest([reference.confidence for reference in card.references])
    if verdict.answer == "not_met" and not decides(confidence):
        asked = (ask(candidate, "buyer", "law", card.id),)
        return verdict._replace(
            answer="unknown", reason=Reason("law_unsure", {"confidence": confidence}), confidence=confidence, asks=asked
        )
    return verdict._replace(confidence=confidence)
