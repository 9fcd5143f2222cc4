"""One need, its candidates, the rules of its day → one recommendation. Pure: same input, same answer, anywhere, any day."""

from __future__ import annotations

from datetime import date
from typing import cast

from doctrine.criteria.evidence import evidence, finding
from doctrine.criteria.frameworks import usable
from doctrine.criteria.sensitivity import established
from doctrine.ladder import walk
from doctrine.law.calendar import calendar
from doctrine.law.obligations import obligations
from doctrine.law.routes import lightest, routes
from doctrine.law.scope import binding
from doctrine.law.value import exact_value, project_base
from doctrine.model.case import Case
from doctrine.model.days import months_after
from doctrine.model.facts import PROOF_RANK
from doctrine.model.legal import Applies, LegalView, Situation
from doctrine.model.verdicts import Assessment, Outcome, Recommendation, StepResult
from doctrine.outcomes import announces
from doctrine.weighting import weights_of


def evaluate(case: Case, *, all_steps: bool = False) -> Recommendation:
    """Walk the ladder for one case and say where it stopped, with whom, and why.

    Raises `PrioritiesRefused` when the need's priorities admit no weighting.
    """
    weights = weights_of(case.need)
    steps = walk(case, weights.values, all_steps=all_steps)
    stopped = [result for result in steps if not result.shadow][-1]
    outcome: Outcome = "none" if stopped.outcome == "exhausted" else stopped.outcome
    legal = legal_view(case, steps, stopped)
    return Recommendation(
        case.need.id,
        case.need.on,
        outcome,
        stopped.step,
        binding(case.need.buyer, case.rules),
        steps,
        weights,
        stopped.named,
        stopped.shortlist,
        stopped.reasons,
        case.presumptions,
        legal,
    )


def legal_view(case: Case, steps: tuple[StepResult, ...], stopped: StepResult) -> LegalView:
    """What the law adds to where the ladder stopped: routes, obligations, wordings, calendar, reserves."""
    need, rules = case.need, case.rules
    named = next((one for one in stopped.assessments if one.candidate.id == stopped.named), None)
    offers = next((result for result in steps if result.step == "buy" and not result.shadow), None)
    standing = [one for one in offers.assessments if one.status != "fails" and announces(one)] if offers else []
    situation = Situation(
        step=stopped.step,
        exhausted=tuple(result.step for result in steps if result.certificate is not None),
        suppliers=len({one.candidate.provider for one in standing}),
        sensitive=_sensitive(case),
        private_cloud=_private_cloud(case, named),
        frameworks=usable(case),
        same_body=_same_body(case, stopped),
        free_software=_free_software(case),
        way=(stopped.named or "") if stopped.step == "build" else "",
    )
    at_buy = situation._replace(step="buy")
    table = routes(need, rules, situation if stopped.step != "mutualise" else at_buy)
    if stopped.step == "mutualise":
        both = {one.id: one for one in (*table, *routes(need, rules, situation))}
        table = tuple(sorted(both.values(), key=lambda one: _order(case, one.id)))
    choice = stopped.route or lightest(need, rules, at_buy)
    priced = choice.route if choice.known or choice.route == "adapted_or_formal" else "unknown"
    taken = _taken(stopped, priced)
    suggested = _suggested(case, stopped)
    return LegalView(
        exact_value(need),
        project_base(need, rules),
        table,
        taken or ("own_means" if situation.same_body else None),
        priced if stopped.step == "mutualise" else None,
        obligations(need, rules, situation._replace(route=taken)),
        tuple(one for one in rules.wordings if suggested.intersection(one.suggested_by)),
        calendar(need, rules),
        _lapses(case, stopped),
        rules.stale,
    )


def _taken(stopped: StepResult, priced: str) -> str:
    """The route that the answer takes: none for a shared service, one's own means for a team of one's own, else the value's."""
    if stopped.step == "mutualise":
        return ""
    if stopped.step == "build":
        return "own_means" if stopped.named == "in-house" else priced if stopped.named else "unknown"
    return priced


def _sensitive(case: Case) -> Applies:
    card = next((one for one in case.rules.gates if one.decides_by == "secnumcloud"), None)
    return "unknown" if card is None else cast(Applies, established(case, card))


def _same_body(case: Case, stopped: StepResult) -> bool:
    """Whether the shared service belongs to the very State that buys: only providers the card names as State departments."""
    card = next((one for one in case.rules.gates if one.decides_by == "eligible"), None)
    named = card.options.get("state_services") if card is not None else ()
    states = named if isinstance(named, tuple) else ()
    providers = {one.candidate.provider for one in stopped.assessments if one.candidate.id in (stopped.named, *stopped.shortlist)}
    mine = case.need.buyer.kind == "central_state" and stopped.step == "mutualise"
    return mine and bool(providers) and all(provider in states for provider in providers)


def _order(case: Case, route: str) -> int:
    return next(rule.order for rule in case.rules.routes if rule.id == route)


def _private_cloud(case: Case, named: Assessment | None) -> Applies:
    """Whether a private provider's cloud carries what is retained, or what the need says."""
    if named is not None and named.candidate.step == "mutualise":
        host = evidence(named.candidate, "hosted_by", None)
        if host.winner is None or PROOF_RANK[host.winner.proof] < PROOF_RANK["reported"]:
            return "unknown"
        return "yes" if host.winner.value == "private" else "no"
    if named is not None and named.run_by in ("supplier", "third_party"):
        return "yes"
    return "yes" if case.need.hosting.cloud == "private" else "no" if case.need.hosting.cloud in ("state", "none") else "unknown"


def _free_software(case: Case) -> bool:
    """Whether an offer of the function is known to be free software the buyer may install."""
    return any(
        one.step == "buy"
        and "buyer" in one.run_by
        and finding(evidence(one, "open_source", "buyer"), lambda fact: fact.value == "yes") == "met"
        for one in case.candidates
    )


def _suggested(case: Case, stopped: StepResult) -> frozenset[str]:
    """The criteria, gates, facts and capabilities this need asks for: what lawful wordings answer."""
    if stopped.step == "mutualise":
        return frozenset()
    wanted = {one.capability or one.fact or "" for one in case.need.requirements}
    gates = {gate.gate for one in stopped.assessments for gate in one.gates if gate.answer != "not_applicable"}
    weighted = {"sovereignty", *(one.criterion for one in case.need.floors if one.criterion is not None)}
    return frozenset(wanted | gates | weighted)


def _lapses(case: Case, stopped: StepResult) -> tuple[tuple[str, date], ...]:
    """Qualifications of the candidates retained that end before the need's months are over."""
    value = case.need.value
    if value is None or value.months is None:
        return ()
    ends = months_after(case.need.needed_by or case.need.on, value.months)
    kept = {stopped.named, *stopped.covering, *stopped.shortlist}
    found = []
    for one in stopped.assessments:
        if one.candidate.id not in kept:
            continue
        facts = [fact for gate in one.gates if gate.gate in ("secnumcloud", "health_hosting") for fact in gate.facts]
        found += [(one.candidate.name, fact.value) for fact in facts if isinstance(fact.value, date) and fact.value < ends]
    return tuple(dict.fromkeys(found))
