"""The European grid judged: level of each objective and overall as a minimum, score as a weighted sum, what holds the level.

Exact numbers throughout. An answer that is missing leaves an interval: from what its worst answer would give to its best.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from doctrine.model.csf import FULL_SEAL, CriterionEntry, EditionFile, GivenObjective, Names, ObjectiveEntry, SheetFile
from doctrine.model.facts import PROOF_RANK, Proof

#: Points that make a whole objective; the best answers of some objectives total a little more, and so pass 100 %.
WHOLE = 1000


class Levels(NamedTuple):
    """A SEAL, 0 to 4, between its bounds; equal bounds when settled."""

    low: int
    high: int

    @property
    def settled(self) -> bool:
        """Whether no missing answer can change it."""
        return self.low == self.high


class Scores(NamedTuple):
    """Exact bounds of points, or of a share of one."""

    low: Fraction
    high: Fraction


class CriterionStanding(NamedTuple):
    """One criterion as answered; `answer` is a position from 1 among `answers`, None when unknown. `points` out of 1000 an objective."""

    id: str
    label: Names
    answer: int | None
    answers: int
    level: Levels
    points: Scores
    never_sets: bool


class ObjectiveStanding(NamedTuple):
    """One objective: its level, its score (share of one), its weight (share of one), and the criteria that hold its level down."""

    id: str
    label: Names
    weight: Fraction
    level: Levels
    score: Scores
    governing: tuple[str, ...]
    criteria: tuple[CriterionStanding, ...] = ()


class Gain(NamedTuple):
    """What the next answer of one criterion would bring, all others unchanged."""

    criterion: str
    answer: int
    better: int
    objective: Levels
    overall: Levels
    score: Scores


class Change(NamedTuple):
    """A criterion from one answer to another or, where answers are not known, an objective from one SEAL to another."""

    id: str
    now: int
    to: int


class Rise(NamedTuple):
    """The smallest set of changes that raises the overall level, and the level they would give."""

    level: int
    changes: tuple[Change, ...]


class Judged(NamedTuple):
    """One sheet, recomputed.

    `governing` are the criteria (or objectives) that hold the level at its high bound, none when it is full; `unsettled` the unknown
    ones that could still lower it; `missing` all the unknown ones. `own_score` is the score with the weights that the sheet states, if
    they are not the edition's.
    """

    edition: EditionFile
    sheet: SheetFile
    objectives: tuple[ObjectiveStanding, ...]
    level: Levels
    score: Scores
    governing: tuple[str, ...]
    unsettled: tuple[str, ...]
    missing: tuple[str, ...]
    gains: tuple[Gain, ...]
    rise: Rise | None
    own_score: Scores | None


def judge(edition: EditionFile, sheet: SheetFile) -> Judged:
    """The levels, the scores and what would raise them; `sheet` must be one of `edition`."""
    objectives = _standings(edition, sheet, sheet.answers or {})
    level = lowest(one.level for one in objectives)
    parts = _parts(objectives)
    return Judged(
        edition=edition,
        sheet=sheet,
        objectives=objectives,
        level=level,
        score=_total(objectives),
        governing=_holding(parts, level),
        unsettled=tuple(name for name, one in parts.items() if not one.settled and one.low < level.high),
        missing=_missing(objectives, sheet),
        gains=tuple(_gains(edition, sheet, objectives)),
        rise=_rise(edition, parts, level, sheet),
        own_score=_own_score(objectives, sheet.weights),
    )


def lowest(levels: Iterable[Levels]) -> Levels:
    """The minimum of several levels, bound by bound."""
    known = tuple(levels)
    return Levels(min(one.low for one in known), min(one.high for one in known))


def never_setting(edition: EditionFile) -> tuple[str, ...]:
    """The criteria whose answers are all full: they score, and can never set the level."""
    return tuple(one.id for objective in edition.objectives for one in objective.criteria if _never_sets(one))


def _never_sets(criterion: CriterionEntry) -> bool:
    return min(criterion.seals) == FULL_SEAL


def _standings(edition: EditionFile, sheet: SheetFile, answers: Mapping[str, int | None]) -> tuple[ObjectiveStanding, ...]:
    given = sheet.objectives or {}
    return tuple(
        _answered(one, answers) if one.criteria else _given(one, given.get(one.id, GivenObjective())) for one in edition.objectives
    )


def _answered(objective: ObjectiveEntry, answers: Mapping[str, int | None]) -> ObjectiveStanding:
    """An objective from the answers to its criteria."""
    criteria = tuple(_criterion(one, answers.get(one.id)) for one in objective.criteria)
    level = lowest(one.level for one in criteria)
    low, high = sum((one.points.low for one in criteria), Fraction()), sum((one.points.high for one in criteria), Fraction())
    holding = _holding({one.id: one.level for one in criteria}, level)
    weight = Fraction(objective.weight) / 100
    return ObjectiveStanding(objective.id, objective.label, weight, level, Scores(low / WHOLE, high / WHOLE), holding, criteria)


def _criterion(criterion: CriterionEntry, answer: int | None) -> CriterionStanding:
    chosen = range(len(criterion.seals)) if answer is None else (answer - 1,)
    seals, points = [criterion.seals[place] for place in chosen], [Fraction(criterion.points[place]) for place in chosen]
    level, scores = Levels(min(seals), max(seals)), Scores(min(points), max(points))
    return CriterionStanding(criterion.id, criterion.label, answer, len(criterion.seals), level, scores, _never_sets(criterion))


def _given(objective: ObjectiveEntry, given: GivenObjective) -> ObjectiveStanding:
    """An objective whose level and score are the assessor's, the table of answers of its edition not being known."""
    level = Levels(0, FULL_SEAL) if given.seal is None else Levels(given.seal, given.seal)
    score = Scores(Fraction(0), Fraction(1)) if given.score is None else Scores(Fraction(given.score) / 100, Fraction(given.score) / 100)
    return ObjectiveStanding(objective.id, objective.label, Fraction(objective.weight) / 100, level, score, ())


def _parts(objectives: tuple[ObjectiveStanding, ...]) -> dict[str, Levels]:
    """The levels that the overall level is the minimum of: criteria, or objectives where criteria are not known."""
    found: dict[str, Levels] = {}
    for one in objectives:
        found.update({criterion.id: criterion.level for criterion in one.criteria} if one.criteria else {one.id: one.level})
    return found


def _holding(parts: Mapping[str, Levels], level: Levels) -> tuple[str, ...]:
    return tuple(name for name, one in parts.items() if one.high == level.high) if level.high < FULL_SEAL else ()


def _total(objectives: tuple[ObjectiveStanding, ...], weights: Mapping[str, Decimal] | None = None) -> Scores:
    """The sovereignty score: the weighted sum, a share of one."""
    low = high = Fraction()
    for one in objectives:
        weight = one.weight if weights is None else Fraction(weights[one.id]) / 100
        low += weight * one.score.low
        high += weight * one.score.high
    return Scores(low, high)


def _own_score(objectives: tuple[ObjectiveStanding, ...], weights: Mapping[str, Decimal] | None) -> Scores | None:
    """The score by the sheet's own weights, when they are complete and not the edition's."""
    if not weights or any(one.id not in weights for one in objectives):
        return None
    if all(Fraction(weights[one.id]) / 100 == one.weight for one in objectives):
        return None
    return _total(objectives, weights)


def _missing(objectives: tuple[ObjectiveStanding, ...], sheet: SheetFile) -> tuple[str, ...]:
    """What the sheet leaves unknown: a criterion without answer, an objective without level or score."""
    found: list[str] = []
    given = sheet.objectives or {}
    for one in objectives:
        if one.criteria:
            found.extend(criterion.id for criterion in one.criteria if criterion.answer is None)
        elif None in given.get(one.id, GivenObjective()):
            found.append(one.id)
    return tuple(found)


def _gains(edition: EditionFile, sheet: SheetFile, now: tuple[ObjectiveStanding, ...]) -> list[Gain]:
    """One gain for each criterion that has a next answer; what raises the level first, then the objective, then the score."""
    found: list[tuple[tuple[int, int, int, int, Fraction], Gain]] = []
    answers = dict(sheet.answers or {})
    level = lowest(one.level for one in now)
    for place, objective in enumerate(now):
        for one in objective.criteria:
            if one.answer is None or one.answer == one.answers:
                continue
            after = _answered(edition.objectives[place], answers | {one.id: one.answer + 1})
            then = (*now[:place], after, *now[place + 1 :])
            overall, score = lowest(each.level for each in then), _total(then)
            gain = Gain(one.id, one.answer, one.answer + 1, after.level, overall, score)
            rises = (overall.low - level.low, overall.high - level.high)
            lifts = (after.level.low - objective.level.low, after.level.high - objective.level.high)
            found.append(((*rises, *lifts, score.low), gain))
    return [gain for _, gain in sorted(found, key=lambda each: each[0], reverse=True)]


def _rise(edition: EditionFile, parts: Mapping[str, Levels], level: Levels, sheet: SheetFile) -> Rise | None:
    """All that holds the level must move, each to its first better answer; nothing else need. None when the level is full."""
    if level.high == FULL_SEAL:
        return None
    answers = sheet.answers or {}
    entries = {one.id: one for objective in edition.objectives for one in objective.criteria}
    after, changes = dict(parts), []
    for name in _holding(parts, level):
        if name not in entries:
            change, seal = Change(name, level.high, level.high + 1), level.high + 1
        else:
            now = answers.get(name)
            better = next((place for place, each in enumerate(entries[name].seals, 1) if each > level.high), None)
            if now is None or better is None:
                return None
            change, seal = Change(name, now, better), entries[name].seals[better - 1]
        changes.append(change)
        after[name] = Levels(seal, seal)
    return Rise(lowest(after.values()).high, tuple(changes))


def fact_id(edition: EditionFile) -> str:
    """The fact that carries the overall level in a need: one for each edition, since levels of two editions do not compare."""
    return f"seal_{edition.id.replace('-', '_')}"


def proof(judged: Judged) -> Proof:
    """What the level is worth as a fact: the assessor's standing or, for the buyer's own sheet, the weakest proof it rests on."""
    kind = judged.sheet.assessor.kind
    if kind == "buyer":
        stated = judged.sheet.proofs or {}
        free = never_setting(judged.edition)
        proofs: list[Proof] = [
            stated[name].proof if name in stated else "declared" for name in _parts(judged.objectives) if name not in free
        ]
        return min(proofs, key=lambda one: PROOF_RANK[one])
    return "declared" if kind == "provider" else "attested" if kind == "entitled" else "reported"


def reaches(level: Levels, wanted: int) -> str:
    """Whether a level is at least the one wanted: `met`, `not_met`, or `unknown` while answers are missing."""
    if level.low >= wanted:
        return "met"
    return "unknown" if level.high >= wanted else "not_met"
