"""The machine output of `doctrine csf`, version 1: its own types, never a dump of the model.

Scores are in percent, points out of 1000 for each objective; both are strings: rounded half up to two places, and exact fractions
under `exact_*`. Equal bounds are settled values. `null` in `answer` is an answer not given.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from doctrine import __version__
from doctrine.grids.csf import CriterionStanding, Gain, Judged, Levels, ObjectiveStanding, Scores, never_setting, reaches
from doctrine.locales.words import rounded
from doctrine.reporters.json_types import Problem


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Level(_Strict):
    """A SEAL between its bounds, 0 to 4."""

    low: int
    high: int


class Score(_Strict):
    """A score between its bounds."""

    low: str
    high: str
    exact_low: str
    exact_high: str


class Criterion(_Strict):
    """One criterion as answered."""

    id: str
    answer: int | None
    answers: int
    level: Level
    points: Score
    never_sets_level: bool


class Objective(_Strict):
    """One objective; `governing` holds its level at its high bound."""

    id: str
    weight: str
    level: Level
    score: Score
    governing: list[str]
    criteria: list[Criterion]


class NextAnswer(_Strict):
    """What the next answer of one criterion would bring."""

    criterion: str
    answer: int
    better: int
    objective: Level
    overall: Level
    score: Score


class Step(_Strict):
    """One change; positions of answers, or SEAL of an objective when the edition's answers are not known."""

    id: str
    now: int
    to: int


class Raise(_Strict):
    """The smallest set of changes that raises the overall level, and the level reached."""

    level: int
    changes: list[Step]


class Sheet(_Strict):
    """One sheet, recomputed."""

    edition: str
    confidence: Literal["P", "Pm", "S", "S-", "M"]
    subject: str
    assessor: str
    assessor_kind: Literal["provider", "buyer", "third_party", "entitled"]
    day: str
    level: Level
    score: Score
    score_with_own_weights: Score | None
    governing: list[str]
    unsettled: list[str]
    missing: list[str]
    never_sets_level: list[str]
    objectives: list[Objective]
    next_answers: list[NextAnswer]
    rise: Raise | None
    at_least: int | None
    reached: Literal["met", "not_met", "unknown"] | None


class Result(_Strict):
    """What became of one file."""

    file: str
    sheet: Sheet | None
    diagnostics: list[Problem]


class Report(_Strict):
    """The whole answer."""

    format: Literal["csf-report/1"] = "csf-report/1"
    tool: str
    language: Literal["fr", "en"]
    results: list[Result]


def render(results: list[Result], language: str) -> str:
    """The whole report as JSON text: ASCII, keys in a fixed order."""
    report = Report(tool=__version__, language="en" if language == "en" else "fr", results=results)
    return json.dumps(report.model_dump(mode="json"), ensure_ascii=True, indent=2) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    return Report.model_json_schema()


def result(file: str, diagnostics: list[Problem], judged: Judged | None, at_least: int | None) -> Result:
    """What became of one file; `at_least` is the SEAL asked."""
    return Result(file=file, sheet=None if judged is None else _sheet(judged, at_least), diagnostics=diagnostics)


def _sheet(judged: Judged, at_least: int | None) -> Sheet:
    sheet, rise = judged.sheet, judged.rise
    changes = [] if rise is None else [Step(id=one.id, now=one.now, to=one.to) for one in rise.changes]
    reached: Any = None if at_least is None else reaches(judged.level, at_least)
    return Sheet(
        edition=judged.edition.id,
        confidence=judged.edition.source.confidence,
        subject=sheet.subject,
        assessor=sheet.assessor.name,
        assessor_kind=sheet.assessor.kind,
        day=sheet.day.isoformat(),
        level=_level(judged.level),
        score=_percent(judged.score),
        score_with_own_weights=None if judged.own_score is None else _percent(judged.own_score),
        governing=list(judged.governing),
        unsettled=list(judged.unsettled),
        missing=list(judged.missing),
        never_sets_level=list(never_setting(judged.edition)),
        objectives=[_objective(one) for one in judged.objectives],
        next_answers=[_gain(one) for one in judged.gains],
        rise=None if rise is None else Raise(level=rise.level, changes=changes),
        at_least=at_least,
        reached=reached,
    )


def _objective(one: ObjectiveStanding) -> Objective:
    return Objective(
        id=one.id, weight=str(one.weight * 100), level=_level(one.level), score=_percent(one.score), governing=list(one.governing),
        criteria=[_criterion(each) for each in one.criteria],
    )  # fmt: skip


def _criterion(one: CriterionStanding) -> Criterion:
    return Criterion(
        id=one.id, answer=one.answer, answers=one.answers, level=_level(one.level), points=_scores(one.points, 1),
        never_sets_level=one.never_sets,
    )  # fmt: skip


def _gain(one: Gain) -> NextAnswer:
    return NextAnswer(
        criterion=one.criterion, answer=one.answer, better=one.better, objective=_level(one.objective), overall=_level(one.overall),
        score=_percent(one.score),
    )  # fmt: skip


def _level(levels: Levels) -> Level:
    return Level(low=levels.low, high=levels.high)


def _percent(scores: Scores) -> Score:
    return _scores(scores, 100)


def _scores(scores: Scores, times: int) -> Score:
    low, high = scores.low * times, scores.high * times
    return Score(low=rounded(low, 2), high=rounded(high, 2), exact_low=str(low), exact_high=str(high))
