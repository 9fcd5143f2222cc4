"""The blind second reading: what is asked, on which scale, and what the first evaluator's answers were.

A question about a candidate is a gate (`gate.alive`, `gate.requirements.R1`) or a question of a criterion (`security.approval`). Its answer
is a word of the card, an amount or a number where the card reads one, or `unknown` when nothing proves it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from doctrine.criteria.evidence import printable
from doctrine.criteria.measures import HUNDRED, ZERO, between
from doctrine.model.case import Case
from doctrine.model.rules import Question
from doctrine.model.verdicts import Assessment, GateVerdict, Points, QuestionMark, Recommendation

UNKNOWN = "unknown"
GATE = "gate"
GATE_ANSWERS = ("not_met", UNKNOWN, "met", "not_applicable")
#: In this order for weighted agreement: nothing known stands between a condition that is met and one that is not.
GATE_SCALE = ("not_met", UNKNOWN, "met")
#: Numbers agree when they earn points of the same quarter.
QUARTERS = ("0-25", "25-50", "50-75", "75-100")
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,6})?\Z", re.ASCII)


class Asked(NamedTuple):
    """One question put for each candidate: its identifier, what answers it, the order of its answers from worst to best.

    `words` gives points for each word, empty when a number is asked; `card` is the question of the criterion, None for a gate; `about`
    is the requirement or the fact that a gate judges, when its card judges several.
    """

    id: str
    kind: Literal["gate", "words", "number"]
    scale: tuple[str, ...]
    words: Mapping[str, int]
    card: Question | None
    criterion: str
    requirement: str | None = None
    about: str = ""

    @property
    def answers(self) -> tuple[str, ...]:
        """The words that answer, empty when a number is asked (or `unknown`)."""
        if self.kind == "gate":
            return GATE_ANSWERS
        return (*self.scale, UNKNOWN) if self.kind == "words" else ()


def studied(whole: Recommendation) -> tuple[Assessment, ...]:
    """The candidates of which something is known, of every step, in the order of their names."""
    found = [one for step in whole.steps for one in step.assessments if _known(one)]
    return _by_name(found)


def to_reread(answer: Recommendation) -> tuple[Assessment, ...]:
    """The candidates whom a second reading is about, in the order of their names.

    Those of the step reached that are named, shortlisted, cover the need or fit. Where there is none, those of that step of which
    something is known: what set them aside is then to read again.
    """
    stopped = answer.stopped
    wanted = {stopped.named, *stopped.shortlist, *stopped.covering}
    found = [one for one in stopped.assessments if one.candidate.id in wanted or one.status == "fits"]
    return _by_name(found or [one for one in stopped.assessments if _known(one)])


def _by_name(found: list[Assessment]) -> tuple[Assessment, ...]:
    return tuple(sorted(found, key=lambda one: (one.candidate.name.casefold(), one.candidate.id)))


def _known(one: Assessment) -> bool:
    return any(printable(fact) for facts in one.candidate.facts.values() for fact in facts)


def gate_id(gate: GateVerdict, gates: tuple[GateVerdict, ...]) -> str:
    """The identifier of a gate for one candidate: what it judges (a requirement, a fact) tells two of the same card apart."""
    what = subject(gate, gates)
    return f"{GATE}.{gate.gate}.{what}" if what else f"{GATE}.{gate.gate}"


def subject(gate: GateVerdict, gates: tuple[GateVerdict, ...]) -> str:
    """The requirement that a gate judges, else the fact when its card judges several; empty when it is alone."""
    if gate.requirement is not None:
        return gate.requirement
    same = [one for one in gates if one.gate == gate.gate and one.requirement is None]
    if len(same) == 1:
        return ""
    keys = [*(fact.key for fact in gate.facts), *(ask.key for ask in gate.asks)]
    return keys[0] if keys else str(same.index(gate) + 1)


def asked(case: Case, one: Assessment) -> tuple[Asked, ...]:
    """Every question about one candidate: its gates, then the questions of the criteria."""
    gates = [
        Asked(gate_id(gate, one.gates), "gate", GATE_SCALE, {}, None, gate.gate, gate.requirement, subject(gate, one.gates))
        for gate in one.gates
    ]
    cards = {(card.id, question.id): question for card in case.rules.criteria for question in card.questions}
    marks = []
    for mark in one.marks:
        for each in mark.questions:
            name, _, requirement = each.question.partition(".")
            marks.append(_asked(mark.criterion, each.question, cards[mark.criterion, name], requirement or None))
    return (*gates, *marks)


def put(case: Case, one: Assessment) -> tuple[Asked, ...]:
    """The questions that a copy puts about one candidate: a condition without object has nothing to read."""
    without = {gate_id(gate, one.gates) for gate in one.gates if gate.answer == "not_applicable"}
    return tuple(each for each in asked(case, one) if each.id not in without)


def _asked(criterion: str, question: str, card: Question, requirement: str | None) -> Asked:
    identifier = f"{criterion}.{question}"
    if card.measure in ("breakpoints", "cost"):
        return Asked(identifier, "number", QUARTERS, {}, card, criterion)
    words = {"no": ZERO, "yes": HUNDRED} if card.measure == "requirements" else dict(card.scale)
    scale = tuple(sorted(words, key=lambda word: (words[word], word)))
    return Asked(identifier, "words", scale, words, card, criterion, requirement)


def first_answers(case: Case, one: Assessment) -> dict[str, str]:
    """What the sealed decision holds of one candidate, as answers: `unknown` where nothing establishes a value."""
    found: dict[str, str] = {gate_id(gate, one.gates): gate.answer for gate in one.gates}
    questions = {each.id: each for each in asked(case, one)}
    for mark in one.marks:
        for each in mark.questions:
            identifier = f"{mark.criterion}.{each.question}"
            found[identifier] = _first(questions[identifier], each)
    return found


def _first(question: Asked, mark: QuestionMark) -> str:
    if mark.reason != "value":
        return UNKNOWN
    if question.kind == "number":
        return quarter(mark.low)
    if question.card is not None and question.card.measure == "requirements":
        return "yes" if mark.low == HUNDRED else "no"
    return str(mark.fact.value) if mark.fact is not None else UNKNOWN


def on_scale(question: Asked, answer: str) -> bool:
    """Whether an answer is one that the question takes."""
    return answer == UNKNOWN or (bool(_NUMBER.match(answer)) if question.kind == "number" else answer in question.answers)


def category(case: Case, question: Asked, answer: str) -> str:
    """An answer as it is compared with others: a number by the quarter of the points that it earns."""
    if question.kind != "number" or answer == UNKNOWN:
        return answer
    return quarter(points_of(case, question, answer)[0])


def points_of(case: Case, question: Asked, answer: str) -> tuple[Points, Points]:
    """The interval of points that an answer earns: the whole scale when it is unknown."""
    if question.kind == "words":
        known = question.words.get(answer)
        return (known, known) if known is not None else (min(question.words.values()), max(question.words.values()))
    reference, card = case.need.cost_reference, question.card
    if answer == UNKNOWN or card is None:
        return _whole(card)
    if card.measure == "breakpoints":
        found = between(card.breakpoints, Decimal(answer))
        return (found, found) if found is not None else _whole(card)
    if reference is None or not reference.amount:
        return _whole(card)
    points = max(Fraction(ZERO), min(Fraction(HUNDRED), HUNDRED * (1 - Fraction(answer) / (2 * Fraction(reference.amount)))))
    return points, points


def _whole(card: Question | None) -> tuple[Points, Points]:
    ends = [points for _, points in card.breakpoints] if card is not None else []
    return (min(ends), max(ends)) if ends else (ZERO, HUNDRED)


def quarter(points: Points) -> str:
    """The quarter of the scale where points stand; a border belongs to the quarter above."""
    return QUARTERS[min(int(points // 25), 3)]
