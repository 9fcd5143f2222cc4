"""Why one candidate is not the answer: the step, gate or criterion that stops it, and what would have to be true."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from doctrine.admissible import dot
from doctrine.analysis.field import Field, first
from doctrine.analysis.flips import Flips, flips
from doctrine.analysis.outlook import field_of, rows_to_compare
from doctrine.model.case import Case
from doctrine.model.verdicts import Assessment, GateVerdict, Points, Recommendation, StepResult

#: Named · fits but comes after · open · fails a gate · its step was not reached · its offers are left to competition.
Position = Literal["named", "behind", "open", "fails", "not_reached", "competition"]


class Gap(NamedTuple):
    """One criterion: the points of both, the weight, and what it adds to the total of the candidate over the winner's (points)."""

    criterion: str
    mine: tuple[Points, Points]
    theirs: tuple[Points, Points]
    weight: Fraction
    lead: Fraction


class OneFact(NamedTuple):
    """One fact which would be enough to put the candidate first; `gain` in points of the total, `key` what must be found out.

    `unknown`: at its best; `proof`: if what the supplier claims were proved; `other`: if what is established were otherwise.
    """

    criterion: str
    question: str
    gain: Fraction
    kind: Literal["unknown", "proof", "other"]
    key: str = ""


class Price(NamedTuple):
    """The whole cost from which a candidate draws level, and its cost now (EUR, the tax basis of the reference)."""

    now: Fraction
    needed: Fraction


class WhyNot(NamedTuple):
    """The place of one candidate: what stops it, what it waits for, its gap to the winner, the least that would change the answer."""

    one: Assessment
    step: StepResult
    position: Position
    stops: tuple[GateVerdict, ...]
    waits: tuple[GateVerdict, ...]
    against: str | None
    gaps: tuple[Gap, ...]
    flips: Flips | None
    facts: tuple[OneFact, ...]
    price: Price | None


def why(case: Case, recommendation: Recommendation, candidate: str) -> WhyNot | None:
    """The place of a candidate (by id) in a recommendation made with all steps; None when it was not studied."""
    for step in recommendation.steps:
        one = next((found for found in step.assessments if found.candidate.id == candidate), None)
        if one is not None:
            return _placed(case, recommendation, step, one)
    return None


def _placed(case: Case, recommendation: Recommendation, step: StepResult, one: Assessment) -> WhyNot:
    stops = tuple(gate for gate in one.gates if gate.answer == "not_met")
    waits = tuple(gate for gate in one.gates if gate.answer == "unknown")
    position = _position(recommendation, step, one)
    found = WhyNot(one, step, position, stops, waits, None, (), None, (), None)
    if position in ("not_reached", "competition"):
        return found
    compared = rows_to_compare(step)
    others = () if compared is None else tuple(other for other in compared[1] if other is not one)
    if not others:
        return found
    field = field_of(case, recommendation, (*others, one))
    rivals = field_of(case, recommendation, others)
    winner = next((other for other in others if other.candidate.id in (step.named, first(rivals, case.unknown))), others[0])
    changes = flips(field, one.candidate.id, case.unknown)
    return found._replace(
        against=winner.candidate.id,
        gaps=_gaps(case, field, one, winner),
        flips=changes,
        facts=_single_facts(case, field, one),
        price=_price(case, field, one),
    )


def _position(recommendation: Recommendation, step: StepResult, one: Assessment) -> Position:
    if one.candidate.id == recommendation.named:
        return "named"
    if step.shadow:
        return "not_reached"
    if one.status == "fails":
        return "fails"
    if step.step == "buy" and rows_to_compare(step) is None:
        return "competition"
    return "open" if one.status == "open" else "behind"


def _gaps(case: Case, field: Field, one: Assessment, winner: Assessment) -> tuple[Gap, ...]:
    mine, theirs = field.row(one.candidate.id), field.row(winner.candidate.id)
    mine_points, their_points = mine.points(case.unknown), theirs.points(case.unknown)
    return tuple(
        Gap(
            criterion,
            (mine.low[place], mine.high[place]),
            (theirs.low[place], theirs.high[place]),
            field.weights[place],
            field.weights[place] * (mine_points[place] - their_points[place]),
        )
        for place, criterion in enumerate(field.criteria)
        if field.weights[place]
    )


def behind(case: Case, field: Field, candidate: str) -> Fraction:
    """How many points of the total separate a candidate from the best of the others; not above zero when none does."""
    mine = dot(field.weights, field.row(candidate).points(case.unknown))
    return max((dot(field.weights, row.points(case.unknown)) for row in field.rows if row.id != candidate), default=mine) - mine


def _single_facts(case: Case, field: Field, one: Assessment) -> tuple[OneFact, ...]:
    """Facts that would be enough alone, unknown ones first, the greatest gain first (careful policy: from the low bound to the best)."""
    missing = behind(case, field, one.candidate.id)
    if missing < 0 or case.unknown != "careful":
        return ()
    weights = dict(zip(field.criteria, field.weights, strict=True))
    best = _best_points(case)
    found = []
    for mark in one.marks:
        share = weights.get(mark.criterion, Fraction(0)) / len(mark.questions)
        for question in mark.questions:
            kind: Literal["unknown", "proof", "other"] = "unknown"
            top = Fraction(question.high)
            if question.low == question.high:
                kind, top = "other", best.get((mark.criterion, question.question), Fraction(100))
            elif question.reason == "declared":
                kind = "proof"
            gain = share * (top - question.low)
            if gain > missing:
                key = question.fact.key if question.fact is not None else ""
                found.append(OneFact(mark.criterion, question.question, gain, kind, key))
    return tuple(sorted(found, key=lambda fact: (fact.kind == "other", -fact.gain, fact.criterion, fact.question)))


def _best_points(case: Case) -> dict[tuple[str, str], Fraction]:
    """The most points that each question of a card can give."""
    found = {}
    for card in case.rules.criteria:
        for question in card.questions:
            points = [*question.scale.values(), *(points for _, points in question.breakpoints)]
            if points:
                found[card.id, question.id] = Fraction(max(points))
    return found


def _price(case: Case, field: Field, one: Assessment) -> Price | None:
    """The whole cost at which the cost mark alone makes up the gap; None when the cost is not known or none is low enough."""
    reference = case.need.cost_reference
    mark = next((found for found in one.marks if found.criterion == "cost"), None)
    if reference is None or not reference.amount or mark is None or mark.low != mark.high or "cost" not in field.criteria:
        return None
    weight = field.weights[field.criteria.index("cost")]
    if not weight or not 0 < mark.low < 100:  # at the ends of the scale the cost itself is not known from its mark
        return None
    needed = mark.low + behind(case, field, one.candidate.id) / weight
    twice = 2 * Fraction(reference.amount)
    return Price(twice * (1 - Fraction(mark.low) / 100), twice * (1 - needed / 100)) if mark.low <= needed <= 100 else None
