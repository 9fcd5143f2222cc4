"""Gates first, then marks, then the ranking: one candidate at a time, on absolute scales, with exact numbers.

A mark never depends on the other candidates, so adding or removing one never reorders two others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from doctrine.criteria.gates import judge
from doctrine.criteria.measures import mark
from doctrine.model.case import Case, Policy
from doctrine.model.facts import Candidate, RunBy
from doctrine.model.rules import GateCard
from doctrine.model.verdicts import Assessment, GateVerdict, Mark, Points, Ranked, Reason, Status, StepId

_ON_PREMISE: tuple[RunBy, ...] = ("buyer",)


def assess_all(case: Case, step: StepId, weights: Mapping[str, Fraction]) -> tuple[Assessment, ...]:
    """Every candidate of a step, judged; the order of the result is that of candidate ids."""
    cards = tuple(card for card in case.rules.gates if step in card.steps)
    scale = weighing(weights)
    found = [assess(case, candidate, cards, scale) for candidate in case.candidates if candidate.step == step]
    return tuple(sorted(found, key=lambda one: one.candidate.id))


class Weighing(NamedTuple):
    """Weights as whole numbers over one denominator: the sums are the same, and ten times faster."""

    whole: Mapping[str, int]
    over: int


def weighing(weights: Mapping[str, Fraction]) -> Weighing:
    """The same weights over their common denominator."""
    over = lcm(*(weight.denominator for weight in weights.values()))
    return Weighing({name: weight.numerator * (over // weight.denominator) for name, weight in weights.items()}, over)


def assess(case: Case, candidate: Candidate, cards: tuple[GateCard, ...], weights: Weighing) -> Assessment:
    """One candidate judged in each way it may be deployed; the best way stands for it."""
    ways = deployments(case, candidate)
    first = _marked(case, candidate, ways[0], weights)
    judged = [_assess_way(case, candidate, ways[0], cards, first)]
    for way in ways[1:]:
        marked = _marked(case, candidate, way, weights) if _differs_by_way(candidate) else first
        judged.append(_assess_way(case, candidate, way, cards, marked))
    return min(judged, key=_best_first) if len(judged) > 1 else judged[0]


def _differs_by_way(candidate: Candidate) -> bool:
    """Whether some fact holds for one way of deploying only: otherwise its marks are the same in all of them."""
    return any(fact.of != "service" for facts in candidate.facts.values() for fact in facts)


def deployments(case: Case, candidate: Candidate) -> tuple[RunBy | None, ...]:
    """The ways of deploying an offer that this need allows; None for a shared service or a way to build."""
    if not candidate.run_by:
        return (None,)
    wanted = _ON_PREMISE if case.need.hosting.layer == "on_premise" else ()
    allowed = tuple(way for way in candidate.run_by if way in wanted) if wanted else candidate.run_by
    return allowed or candidate.run_by


_STATUS_ORDER: Mapping[Status, int] = {"fits": 0, "open": 1, "fails": 2}
_WAY_ORDER: Mapping[RunBy | None, int] = {None: 0, "supplier": 1, "third_party": 2, "buyer": 3}


def _best_first(one: Assessment) -> tuple[int, int, int, Points, Points, int]:
    failed = sum(gate.answer == "not_met" for gate in one.gates)
    unknown = sum(gate.answer == "unknown" for gate in one.gates)
    return (_STATUS_ORDER[one.status], failed, unknown, -one.low, -one.high, _WAY_ORDER[one.run_by])


Marked = tuple[tuple[Mark, ...], Points, Points]


def _marked(case: Case, candidate: Candidate, run_by: RunBy | None, weights: Weighing) -> Marked:
    """The marks of one way of deploying, and their weighted interval, exact."""
    marks: list[Mark] = []
    low: Points = 0
    high: Points = 0
    for criterion in case.rules.criteria:
        found = mark(case, criterion, candidate, run_by)
        if found is None:
            continue
        marks.append(found)
        weight = weights.whole[criterion.id]
        low += weight * found.low
        high += weight * found.high
    return tuple(marks), Fraction(low) / weights.over, Fraction(high) / weights.over


def _assess_way(case: Case, candidate: Candidate, run_by: RunBy | None, cards: tuple[GateCard, ...], marked: Marked) -> Assessment:
    verdicts: list[GateVerdict] = []
    for card in cards:
        verdicts.extend(judge(case, card, candidate, run_by))
    marks, low, high = marked
    very = bool(case.functions.intersection(candidate.functions)) or candidate.step == "build"
    status, reasons = _status(case, tuple(verdicts), low, very=very, step=candidate.step)
    return Assessment(candidate, run_by, status, tuple(verdicts), marks, low, high, reasons, very)


def _status(case: Case, verdicts: tuple[GateVerdict, ...], low: Points, *, very: bool, step: str) -> tuple[Status, tuple[Reason, ...]]:
    """Fits, fails or open. An unmet `must` of a shared service of the very function stays open until its adaptation is costed."""
    failed = [verdict for verdict in verdicts if verdict.answer == "not_met"]
    if failed:
        adaptable = [verdict for verdict in failed if _adaptable(verdict, very=very, step=step)]
        if len(adaptable) == len(failed):
            return "open", tuple(Reason("adaptation_to_cost", {"requirement": verdict.requirement}) for verdict in adaptable)
        return "fails", tuple(verdict.reason for verdict in failed if verdict not in adaptable)
    if any(verdict.answer == "unknown" for verdict in verdicts):
        return "open", ()
    if not very and not any(verdict.requirement is not None for verdict in verdicts):
        return "open", (Reason("only_near"),)
    acceptance = case.need.acceptance
    if acceptance is not None and acceptance.points > 0 and low < Fraction(acceptance.points):
        return "open", (Reason("below_acceptance", {"points": acceptance.points, "low": low, "reason": acceptance.reason}),)
    return "fits", ()


def _adaptable(verdict: GateVerdict, *, very: bool, step: str) -> bool:
    """Whether an adaptation could still meet it: not yet studied, by facts rather than by the buyer's rejection."""
    return very and step == "mutualise" and verdict.requirement is not None and verdict.reason.code == "requirement_not_met"


def rank(assessments: tuple[Assessment, ...], policy: Policy = "careful") -> tuple[Ranked, ...]:
    """By low bound, then high (careful); by the middle or the high bound when the buyer asks so. Ids order equal ones, said tied."""
    standing = [one for one in assessments if one.status != "fails"]
    ordered = sorted(standing, key=lambda one: (*_least_first(one, policy), one.candidate.id))
    first: dict[tuple[Points, Points], int] = {}
    alike: Counter[tuple[Points, Points]] = Counter()
    for place, one in enumerate(ordered, 1):
        first.setdefault((one.low, one.high), place)
        alike[one.low, one.high] += 1
    return tuple(Ranked(one.candidate.id, first[one.low, one.high], alike[one.low, one.high] > 1) for one in ordered)


def _least_first(one: Assessment, policy: Policy) -> tuple[Points, Points]:
    if policy == "middle":
        return -(one.low + one.high), -one.high
    return (-one.low, -one.high) if policy == "careful" else (-one.high, -one.low)
