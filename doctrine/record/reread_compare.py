"""Several readings of one decision set beside each other: agreement, where they differ most, what each would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from doctrine.analysis.agreement import Agreement, agreement, fleiss
from doctrine.analysis.field import Placed, first, ranking
from doctrine.analysis.outlook import field_of, rows_to_compare
from doctrine.model.case import Case
from doctrine.model.verdicts import Assessment, Mark, Points, Recommendation
from doctrine.record.reread import Asked, asked, category, first_answers, points_of
from doctrine.record.reread_file import Reading

#: Questions named where evaluators differ most.
OUTLIERS = 10

Key = tuple[str, str]
Answers = Mapping[Key, str]


class QuestionAgreement(NamedTuple):
    """The agreement of the sealed marks with one evaluator on one question, over candidates."""

    question: str
    found: Agreement


class Between(NamedTuple):
    """The agreement of the sealed marks with one evaluator: over everything, then question by question.

    `ordered` agreement over everything is not given: scales of different questions have no common order.
    """

    evaluator: str
    overall: Agreement
    questions: tuple[QuestionAgreement, ...]


class Outlier(NamedTuple):
    """One question about one candidate on which evaluators differ: who answered what, and how far apart (share of the scale)."""

    candidate: str
    question: str
    answers: tuple[tuple[str, str], ...]
    gap: Fraction


class Effect(NamedTuple):
    """What one evaluator's answers alone would change: the totals of those compared, and who comes first (None when tied)."""

    evaluator: str
    places: tuple[Placed, ...]
    first: str | None
    changes: bool


class Compared(NamedTuple):
    """Readings compared. `fleiss` over what all answered, None when undefined; `shared` counts those; `before` are the sealed totals."""

    between: tuple[Between, ...]
    fleiss: Fraction | None
    shared: int
    outliers: tuple[Outlier, ...]
    before: tuple[Placed, ...]
    first: str | None
    effects: tuple[Effect, ...]
    settled: tuple[tuple[Key, str, str], ...]


def compared(case: Case, answer: Recommendation, about: tuple[Assessment, ...], readings: Sequence[Reading], sealed: str) -> Compared:
    """The readings beside the sealed decision; `sealed` is what the first evaluator is called."""
    questions = {(one.candidate.id, each.id): each for one in about for each in asked(case, one)}
    own: dict[Key, str] = {(one.candidate.id, name): given for one in about for name, given in first_answers(case, one).items()}
    given = [{key: category(case, questions[key], text) for key, text in one.answers.items()} for one in readings]
    everybody = [(sealed, own), *((one.evaluator, answers) for one, answers in zip(readings, given, strict=True))]
    shared = [key for key in questions if all(key in answers for _, answers in everybody)]
    before, winner, effects = _effects(case, answer, readings)
    return Compared(
        tuple(_between(one.evaluator, own, answers, questions) for one, answers in zip(readings, given, strict=True)),
        fleiss([[answers[key] for _, answers in everybody] for key in shared]) if len(everybody) > 2 else None,
        len(shared),
        _outliers(everybody, questions),
        before,
        winner,
        effects,
        tuple((key, *agreed) for one in readings for key, agreed in one.consensus.items()),
    )


def _between(evaluator: str, own: Answers, given: Answers, questions: Mapping[Key, Asked]) -> Between:
    by_question: dict[str, list[tuple[str, str]]] = {}
    scales: dict[str, tuple[str, ...]] = {}
    for key, question in questions.items():
        if key in given:
            by_question.setdefault(question.id, []).append((own[key], given[key]))
            scales[question.id] = question.scale
    everything = [pair for pairs in by_question.values() for pair in pairs]
    found = tuple(QuestionAgreement(name, agreement(pairs, scales[name])) for name, pairs in by_question.items())
    return Between(evaluator, agreement(everything, ()), found)


def _outliers(everybody: Sequence[tuple[str, Answers]], questions: Mapping[Key, Asked]) -> tuple[Outlier, ...]:
    """The questions where evaluators differ most, the widest first."""
    found = []
    for key, question in questions.items():
        answers = tuple((who, given[key]) for who, given in everybody if key in given)
        gap = _gap(question, [answer for _, answer in answers])
        if gap:
            found.append(Outlier(*key, answers, gap))
    found.sort(key=lambda one: (-one.gap, one.candidate, one.question))
    return tuple(found[:OUTLIERS])


def _gap(question: Asked, answers: list[str]) -> Fraction:
    """How far apart answers are: a share of the scale, a half when one of them is outside of it."""
    if len(set(answers)) < 2:
        return Fraction(0)
    places = [question.scale.index(answer) for answer in answers if answer in question.scale]
    spread = Fraction(max(places) - min(places), len(question.scale) - 1) if places and len(question.scale) > 1 else Fraction(0)
    outside = any(answer not in question.scale for answer in answers)
    return max(spread, Fraction(1, 2)) if outside else spread


def _effects(case: Case, answer: Recommendation, readings: Sequence[Reading]) -> tuple[tuple[Placed, ...], str | None, tuple[Effect, ...]]:
    """The totals as sealed, then with each evaluator's answers in place of the sealed marks, one evaluator at a time."""
    rows = rows_to_compare(answer.stopped)
    if rows is None:
        return (), None, ()
    field = field_of(case, answer, rows[1])
    winner = first(field)
    effects = []
    for one in readings:
        agreed = {key: answer for key, (answer, _) in one.consensus.items()}
        for who, answers in ((one.evaluator, one.answers), (f"{one.evaluator} (consensus)", agreed)):
            if answers:
                changed = field_of(case, answer, tuple(_marked(case, each, answers) for each in rows[1]))
                effects.append(Effect(who, ranking(changed), first(changed), first(changed) != winner))
    return ranking(field), winner, tuple(effects)


def _marked(case: Case, one: Assessment, answers: Answers) -> Assessment:
    """An assessment whose marks are those that the answers give; a question left empty keeps its sealed mark."""
    questions = {each.id: each for each in asked(case, one)}
    marks = []
    for mark in one.marks:
        bounds = []
        for each in mark.questions:
            identifier = f"{mark.criterion}.{each.question}"
            given = answers.get((one.candidate.id, identifier))
            bounds.append((each.low, each.high) if given is None else points_of(case, questions[identifier], given))
        marks.append(_mean(mark, bounds))
    return one._replace(marks=tuple(marks))


def _mean(mark: Mark, bounds: list[tuple[Points, Points]]) -> Mark:
    low = Fraction(sum(Fraction(one) for one, _ in bounds)) / len(bounds)
    high = Fraction(sum(Fraction(one) for _, one in bounds)) / len(bounds)
    return mark._replace(low=low, high=high)
