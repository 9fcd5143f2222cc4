"""One recommendation, looked at again: who else could come first, under which weights, for which marks."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from doctrine.admissible import Vector, all_weightings, corners
from doctrine.analysis.dominance import NeverFirst, may_win, may_win_at_the_weights, must_win, never_first, wins_whatever_the_marks
from doctrine.analysis.field import Field, Placed, Row, constant, coverage, first, ranking
from doctrine.analysis.flips import Flips, flips
from doctrine.analysis.robustness import Robustness, robustness
from doctrine.analysis.stability import Margin, Range, margin, stability
from doctrine.model.case import Case, Policy
from doctrine.model.priorities import CRITERIA, read_priorities
from doctrine.model.verdicts import Assessment, Recommendation, StepResult
from doctrine.weighting import admitted

#: Who is compared: those that fit, or those that would if every answer were favourable.
Who = Literal["fit", "may_fit"]


class Outlook(NamedTuple):
    """What the place of the first depends on.

    `never` cannot come first; `may` are open candidates that could pass the first if they turn out to fit; `sure` says that the first
    stays first whatever the weights and the unknown marks; `possible` may come first at the weights used, for some value of the unknown
    marks, and `necessary` says that the first does for every one; `alike` are criteria on which all have the same mark; `bounds` the least
    and the greatest weight of each criterion that the buyer can defend.
    """

    who: Who
    field: Field
    policy: Policy
    never: tuple[NeverFirst, ...]
    places: tuple[Placed, ...]
    coverage: tuple[tuple[str, Fraction], ...]
    robustness: Robustness
    ranges: tuple[Range, ...]
    margin: Margin | None
    flips: tuple[Flips, ...]
    may: tuple[str, ...]
    sure: bool
    possible: tuple[str, ...]
    necessary: bool
    alike: tuple[str, ...]
    bounds: tuple[tuple[Fraction, Fraction], ...]

    @property
    def first(self) -> str | None:
        """The candidate alone in first place."""
        return first(self.field, self.policy)


def outlook(case: Case, recommendation: Recommendation, *, draws: int | None = None) -> Outlook | None:
    """How much the answer depends on weights and unknown marks; None where nobody is ranked.

    Before a competition nobody is ranked: the offers of step 2 are compared only where a route lets one order directly.
    """
    stopped = recommendation.stopped
    compared = rows_to_compare(stopped)
    if compared is None:
        return None
    who, chosen = compared
    field = field_of(case, recommendation, chosen)
    rivals = _open_rivals(case, recommendation, field) if who == "fit" else ()
    return outlook_of(field, case.unknown, who=who, may=rivals, draws=draws)


def outlook_of(
    field: Field, policy: Policy, *, who: Who = "fit", may: tuple[str, ...] = (), draws: int | None = None, changes: bool = True
) -> Outlook:
    """The same for any field: a bare matrix too; without `changes`, dominance and flips are not looked for."""
    winner = first(field, policy)
    return Outlook(
        who,
        field,
        policy,
        never_first(field) if changes else (),
        ranking(field, policy),
        tuple((row.id, coverage(field, row)) for row in field.rows),
        robustness(field, policy=policy, draws=draws),
        stability(field, policy),
        margin(field, policy),
        tuple(flips(field, row.id, policy) for row in field.rows if row.id != winner) if changes else (),
        may,
        winner is not None and must_win(field, winner),
        tuple(row.id for row in field.rows if may_win_at_the_weights(field, row.id)),
        winner is not None and wins_whatever_the_marks(field, winner),
        constant(field),
        _bounds(field),
    )


def _bounds(field: Field) -> tuple[tuple[Fraction, Fraction], ...]:
    """The least and the greatest weight of each criterion that the buyer can defend."""
    extreme = [corner.at for corner in corners(field.weightings)]
    return tuple((min(weights), max(weights)) for weights in zip(*extreme, strict=True))


def rows_to_compare(stopped: StepResult) -> tuple[Who, tuple[Assessment, ...]] | None:
    """The candidates of a step that weights may order; None for offers of a competition, or when nobody stands."""
    if stopped.step == "buy" and (stopped.named is None and not (stopped.route and stopped.route.direct)):
        return None
    fitting = tuple(one for one in stopped.assessments if one.status == "fits" and (one.candidate.id in stopped.shortlist))
    if fitting:
        return "fit", fitting
    close = tuple(one for one in stopped.assessments if one.status == "open" and one.candidate.id in stopped.shortlist)
    return ("may_fit", close) if close else None


def field_of(case: Case, recommendation: Recommendation, assessments: tuple[Assessment, ...]) -> Field:
    """Assessments as a field: criteria that the need leaves out weigh nothing, unless priorities speak of all nine."""
    used = recommendation.weights
    if used.origin == "priorities":
        weights = tuple(used.values[criterion] for criterion in CRITERIA)
        return Field(CRITERIA, tuple(_row(one, CRITERIA) for one in assessments), weights, admitted(read_priorities(case.need.priorities)))
    kept = tuple(criterion for criterion in CRITERIA if criterion not in used.left_out)
    weights = tuple(used.values[criterion] for criterion in kept)
    return Field(kept, tuple(_row(one, kept) for one in assessments), weights, all_weightings(len(kept)))


def _row(one: Assessment, criteria: tuple[str, ...]) -> Row:
    marks = {mark.criterion: mark for mark in one.marks}

    def bounds(side: Literal["low", "high"]) -> Vector:
        return tuple(Fraction(getattr(marks[criterion], side)) if criterion in marks else Fraction(0) for criterion in criteria)

    return Row(one.candidate.id, bounds("low"), bounds("high"))


def _open_rivals(case: Case, recommendation: Recommendation, field: Field) -> tuple[str, ...]:
    """Open candidates of the step that could come before all those that fit, if they turned out to fit themselves."""
    waiting = tuple(one for one in recommendation.stopped.assessments if one.status == "open" and one.very_function)
    found = []
    for row in field_of(case, recommendation, waiting).rows:
        against = list(field.rows)
        if may_win(field._replace(rows=(*field.rows, row)), row, against):
            found.append(row.id)
    return tuple(found)
