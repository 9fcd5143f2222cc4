"""The closed set of measures a criterion's questions may use: facts in, an interval of points (0–100) out.

Proof decides the width (design.md section 2): absent, unverified or conflicting → the whole scale; `declared` → from the worst
of the scale to the claimed value; `reported` and above → the value. Points are exact: integers of a card, or `Fraction`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial

from doctrine.criteria.comparison import satisfies
from doctrine.criteria.evidence import Evidence, evidence
from doctrine.model.case import Case, Comparison
from doctrine.model.facts import PROOF_RANK, Amount, Candidate, Fact, RunBy
from doctrine.model.rules import CriterionCard, Question
from doctrine.model.verdicts import Mark, Points, QuestionMark

ZERO, HUNDRED = 0, 100
_REPORTED = PROOF_RANK["reported"]
_DECLARED = PROOF_RANK["declared"]

#: The components of a whole cost: all must be known, in one tax basis, for the need's months.
COST_COMPONENTS = ("cost_price", "cost_fee", "cost_adaptation", "cost_migration", "cost_staff", "cost_exit")


def mark(case: Case, card: CriterionCard, candidate: Candidate, run_by: RunBy | None) -> Mark | None:
    """The mark of one criterion: the mean of its questions; None when the need makes none of them applicable."""
    answers: list[QuestionMark] = []
    for question in card.questions:
        answers.extend(_MEASURES[question.measure](case, question, candidate, run_by))
    if not answers:
        return None
    if len(answers) == 1:
        return Mark(card.id, answers[0].low, answers[0].high, tuple(answers))
    low: Points = 0
    high: Points = 0
    for answer in answers:
        low += answer.low
        high += answer.high
    return Mark(card.id, _over(low, len(answers)), _over(high, len(answers)), tuple(answers))


def _over(total: Points, count: int) -> Points:
    """An exact quotient, whole when it can be."""
    if isinstance(total, int):
        quotient, rest = divmod(total, count)
        return Fraction(total, count) if rest else quotient
    return total / count


def by_proof(known: Evidence, question: str, points: Callable[[Fact], Points | None], worst: Points, best: Points) -> QuestionMark:
    """Turn what is known into an interval; `points` gives None for a value that the scale does not know."""
    fact = known.winner
    if fact is None:
        return QuestionMark(question, worst, best, known.facts[0] if known.conflict else None, "conflict" if known.conflict else "absent")
    rank = PROOF_RANK[fact.proof]
    if rank < _DECLARED:
        return QuestionMark(question, worst, best, fact, "unverified")
    value = points(fact)
    if value is None:
        return QuestionMark(question, worst, best, fact, "off_scale")
    if rank < _REPORTED:
        return QuestionMark(question, worst, value, fact, "declared")
    return QuestionMark(question, value, value, fact, "value")


def _scale(case: Case, question: Question, candidate: Candidate, run_by: RunBy | None) -> list[QuestionMark]:
    """Words to points, as the card says; the worst and best of its scale bound what is unknown."""
    del case
    worst, best = min(question.scale.values()), max(question.scale.values())
    known = evidence(candidate, question.reads, run_by)
    return [by_proof(known, question.id, lambda fact: _points(question.scale, fact), worst, best)]


def _points(scale: Mapping[str, int], fact: Fact) -> int | None:
    return scale.get(fact.value) if isinstance(fact.value, str) else None


def _breakpoints(case: Case, question: Question, candidate: Candidate, run_by: RunBy | None) -> list[QuestionMark]:
    """A number to points, along straight lines between the card's breakpoints, flat beyond them."""
    del case
    ends = [points for _, points in question.breakpoints]
    known = evidence(candidate, question.reads, run_by)
    return [by_proof(known, question.id, lambda fact: between(question.breakpoints, fact.value), min(ends), max(ends))]


def between(breakpoints: tuple[tuple[Decimal, int], ...], value: object) -> Points | None:
    """Points at `value` on the broken line; None when the value is not a number."""
    if not isinstance(value, Decimal):
        return None
    at = Fraction(value)
    before = breakpoints[0]
    if at <= Fraction(before[0]):
        return before[1]
    for after in breakpoints[1:]:
        left, right = Fraction(before[0]), Fraction(after[0])
        if at <= right:
            return before[1] + (after[1] - before[1]) * (at - left) / (right - left)
        before = after
    return before[1]


def _requirements(case: Case, question: Question, candidate: Candidate, run_by: RunBy | None) -> list[QuestionMark]:
    """One question for each `should` requirement: satisfied 100, not satisfied 0."""
    answers = []
    for wanted in case.need.requirements:
        if wanted.level != "should":
            continue
        key = wanted.capability or wanted.fact or ""
        known = evidence(candidate, key, run_by)
        bound = case.bounds.get(wanted.id)
        answers.append(by_proof(known, f"{question.id}.{wanted.id}", partial(_all_or_nothing, bound), ZERO, HUNDRED))
    return answers


def _all_or_nothing(bound: Comparison | None, fact: Fact) -> int:
    return HUNDRED if satisfies(fact, bound) else ZERO


def _cost(case: Case, question: Question, candidate: Candidate, run_by: RunBy | None) -> list[QuestionMark]:
    """Whole cost against the buyer's reference: 100 × (1 − cost ÷ 2·reference), clamped; a gap leaves the whole scale."""
    reference = case.need.cost_reference
    if reference is None:
        return [QuestionMark(question.id, ZERO, HUNDRED, None, "no_reference")]
    if case.need.value is not None and case.need.value.months not in (None, reference.months):
        return [QuestionMark(question.id, ZERO, HUNDRED, None, "other_months")]
    total = Fraction(0)
    claimed = False
    shown: Fact | None = None
    read: list[Fact] = []
    for component in COST_COMPONENTS:
        fact = evidence(candidate, component, run_by).winner
        if component == "cost_adaptation" and (fact is None or PROOF_RANK[fact.proof] < _DECLARED):
            adaptations = _adaptations(case, candidate)
            if adaptations is None:
                return [QuestionMark(question.id, ZERO, HUNDRED, shown, "missing_cost_adaptation")]
            total += adaptations
            continue
        if fact is None or PROOF_RANK[fact.proof] < _DECLARED:
            return [QuestionMark(question.id, ZERO, HUNDRED, shown, f"missing_{component}")]
        amount = fact.value
        if not isinstance(amount, Amount) or amount.tax != reference.tax:
            return [QuestionMark(question.id, ZERO, HUNDRED, fact, "other_tax")]
        if amount.months is not None and amount.months != reference.months:
            return [QuestionMark(question.id, ZERO, HUNDRED, fact, "other_months")]
        claimed = claimed or PROOF_RANK[fact.proof] < _REPORTED
        shown = shown or fact
        read.append(fact)
        total += Fraction(amount.amount)
    if not reference.amount:
        return [QuestionMark(question.id, ZERO, HUNDRED, shown, "no_reference")]
    points: Points = max(Fraction(ZERO), min(Fraction(HUNDRED), HUNDRED * (1 - total / (2 * Fraction(reference.amount)))))
    low, reason = (ZERO, "declared") if claimed else (points, "value")
    return [QuestionMark(question.id, low, points, shown, reason, tuple(read[1:]), total)]


def _adaptations(case: Case, candidate: Candidate) -> Fraction | None:
    """What the adaptations the buyer asked about would cost, in the reference's tax basis; None when none is fully known."""
    found = [one for one in case.need.adaptations if one.candidate == candidate.id and one.possible == "yes"]
    reference = case.need.cost_reference
    if not found or reference is None or any(one.cost is None or one.tax != reference.tax for one in found):
        return None
    return sum((Fraction(one.cost) for one in found if one.cost is not None), Fraction(0))


_MEASURES: Mapping[str, Callable[[Case, Question, Candidate, RunBy | None], list[QuestionMark]]] = {
    "scale": _scale,
    "answer": _scale,
    "breakpoints": _breakpoints,
    "requirements": _requirements,
    "cost": _cost,
}
