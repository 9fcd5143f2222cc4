"""Step 1, mutualise: reuse what the administration already runs (circular 6519/SG, law.md 1.5).

Studying it first is a duty; retaining it is not. It stops the ladder as soon as one service fits, or may fit.
"""

from __future__ import annotations

from collections.abc import Callable

from doctrine.criteria.imposed import imposed_on
from doctrine.model.case import Case
from doctrine.model.verdicts import Assessment, Ranked, Reason, StepResult
from doctrine.outcomes import SHORTLIST, by_distance, certificate, first_in_rank, near, partial_cover
from doctrine.scoring import rank


def conclude(case: Case, assessments: tuple[Assessment, ...], complements: Callable[[], tuple[Assessment, ...]]) -> StepResult:
    """What step 1 answers, from its assessments; `complements` gives the offers of step 2 that could complete a base."""
    ranking = rank(assessments, case.unknown)
    obliged = {one.candidate.id: fact for one in assessments if one.very_function and (fact := imposed_on(case, one.candidate)) is not None}
    result = _conclude(case, assessments, complements, ranking, frozenset(obliged))
    standing = [one.candidate.id for one in assessments if one.candidate.id in obliged and one.status != "fails"]
    return result._replace(imposed=obliged[standing[0]] if standing else None)


def _conclude(
    case: Case,
    assessments: tuple[Assessment, ...],
    complements: Callable[[], tuple[Assessment, ...]],
    ranking: tuple[Ranked, ...],
    obliged: frozenset[str],
) -> StepResult:
    fitting = [place.candidate for place in ranking if _status(assessments, place.candidate) == "fits"]
    fitting.sort(key=lambda one: one not in obliged)
    if fitting:
        imposed = [one for one in fitting if one in obliged]
        named, rivals = first_in_rank(assessments, imposed or fitting)
        return StepResult("mutualise", "retained", assessments, ranking, (Reason("service_fits"),), tuple(fitting), named, rivals)
    proof = certificate(case, "mutualise", assessments)
    if proof is not None:
        reasons = (Reason("all_fail" if assessments else "searched_nothing"),)
        cover = partial_cover(assessments, complements)
        return StepResult("mutualise", "exhausted", assessments, ranking, reasons, certificate=proof, partial=cover)
    if all(one.status == "fails" for one in assessments):
        return StepResult("mutualise", "undecided", assessments, ranking, (Reason("search_missing"),))
    cover = partial_cover(assessments, complements)
    close = by_distance([one for one in assessments if near(one)], ranking)
    if close:
        close.sort(key=lambda one: one.candidate.id not in obliged)
        shortlist = tuple(one.candidate.id for one in close[:SHORTLIST])
        imposed = [one for one in shortlist if one in obliged]
        named = shortlist[0] if len(shortlist) == 1 or len(imposed) == 1 else None
        return StepResult("mutualise", "conditional", assessments, ranking, (Reason("few_to_ask"),), shortlist, named, partial=cover)
    reopened = [one for one in assessments if one.status == "open"]
    base = None if cover is None else cover.base
    standing = [one for one in reopened if not _doubtful(one)] or reopened
    nearest = sorted(by_distance(standing, ranking), key=lambda one: (one.candidate.id not in obliged, one.candidate.id != base))
    shortlist = tuple(one.candidate.id for one in nearest[:SHORTLIST])
    code = "partly" if cover is not None else _why_open(reopened)
    return StepResult("mutualise", "undecided", assessments, ranking, (Reason(code),), shortlist, partial=cover)


def _why_open(found: list[Assessment]) -> str:
    """What keeps a step open when nobody is near: an adaptation to cost, a mark to justify, or too much to ask."""
    codes = {reason.code for one in found for reason in one.reasons}
    if "adaptation_to_cost" in codes:
        return "adaptations_to_cost"
    if codes == {"only_near"} and not any(one.asks for one in found):
        return "only_helping"
    return "marks_to_justify" if "below_acceptance" in codes else "much_to_ask"


def _doubtful(one: Assessment) -> bool:
    """Whether a report says that the service is closed to this buyer, or is being stopped: set aside under reserve."""
    return any(gate.contrary for gate in one.gates if gate.gate in ("eligible", "alive"))


def _status(assessments: tuple[Assessment, ...], candidate: str) -> str:
    return next(one.status for one in assessments if one.candidate.id == candidate)
