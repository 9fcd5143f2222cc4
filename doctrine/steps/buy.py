"""Step 2, buy off the shelf, by the lightest lawful route (circular 6519/SG, law.md 1.8).

Competition is not ours to decide: under a competitive route the answer is that the market covers the need, and no offer is named.
One is named only where a verified route lets one order directly, and then it must fit.
"""

from __future__ import annotations

from doctrine.criteria.frameworks import usable
from doctrine.law.routes import direct_routes, lightest
from doctrine.model.case import Case
from doctrine.model.legal import Situation
from doctrine.model.verdicts import Assessment, Reason, StepResult
from doctrine.outcomes import SHORTLIST, announces, by_distance, certificate, first_in_rank, musts, near, partial_cover
from doctrine.scoring import rank

#: Two suppliers make a competition.
SUPPLIERS = 2


def conclude(case: Case, assessments: tuple[Assessment, ...]) -> StepResult:
    """What step 2 answers, from its assessments."""
    situation = Situation("buy", frameworks=usable(case))
    ranking = rank(assessments, case.unknown)
    result = StepResult("buy", "undecided", assessments, ranking, (), route=lightest(case.need, case.rules, situation))
    fits = [place.candidate for place in ranking if _find(assessments, place.candidate).status == "fits"]
    for route in direct_routes(case.need, case.rules, situation):
        carried = route.values.get("carries")
        fitting = [one for one in fits if one in carried] if isinstance(carried, tuple) else fits
        if fitting:
            named, rivals = first_in_rank(assessments, fitting)
            return result._replace(
                outcome="retained", reasons=(Reason("offer_fits"),), shortlist=tuple(fitting), named=named, rivals=rivals, route=route
            )
    covering = [one for one in assessments if one.status != "fails" and _serves(one) and _seen(one) and announces(one)]
    suppliers = {one.candidate.provider for one in covering}
    ids = tuple(one.candidate.id for one in covering)
    if len(suppliers) >= SUPPLIERS:
        reasons = (Reason("market_covers", {"offers": len(covering), "suppliers": len(suppliers)}),)
        return result._replace(outcome="retained", reasons=reasons, covering=ids)
    proof = certificate(case, "buy", assessments)
    if proof is not None:
        reasons = (Reason("all_fail" if assessments else "searched_nothing"),)
        return result._replace(outcome="exhausted", reasons=reasons, certificate=proof)
    if all(one.status == "fails" for one in assessments):
        return result._replace(reasons=(Reason("search_missing"),))
    cover = partial_cover(assessments, tuple)
    close = by_distance([one for one in assessments if near(one)], ())
    if close:
        shortlist = tuple(one.candidate.id for one in close[:SHORTLIST])
        return result._replace(
            outcome="conditional", reasons=(Reason("few_suppliers_to_ask"),), shortlist=shortlist, covering=ids, partial=cover
        )
    standing = [one for one in assessments if one.status == "open"]
    shortlist = tuple(one.candidate.id for one in by_distance(standing, ())[:SHORTLIST])
    reason = Reason("market_not_established", {"offers": len([one for one in assessments if one.status != "fails"])})
    return result._replace(reasons=(reason,), shortlist=shortlist, covering=ids, partial=cover)


def _find(assessments: tuple[Assessment, ...], candidate: str) -> Assessment:
    return next(one for one in assessments if one.candidate.id == candidate)


def _serves(one: Assessment) -> bool:
    """Whether an offer is of the very function, or announces a must: one that only helps with it covers nothing by itself."""
    return one.very_function or bool(musts(one))


def _seen(one: Assessment) -> bool:
    """Whether somebody other than our memory said anything of the offer."""
    return any(fact.proof != "unverified" and not fact.complete_list for facts in one.candidate.facts.values() for fact in facts)
