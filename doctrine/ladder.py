"""THE ORDER: mutualise, then buy, then build. What stops the ladder, what lets it go down.

A step is left only with its exhaustion certificate. The second door, continuity, replaces the certificate of step 2 alone:
step 1 is always studied, and a fitting service run by the State closes that door, for it already gives the mastery sought
(our reading of circular 6519/SG, said as such in docs/decisions/).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from doctrine.model.case import Case
from doctrine.model.verdicts import Assessment, StepResult
from doctrine.scoring import assess_all
from doctrine.steps import build, buy, mutualise


def walk(case: Case, weights: Mapping[str, Fraction], *, all_steps: bool = False) -> tuple[StepResult, ...]:
    """The steps walked, in order; those after the one where the ladder stops are shown only with `all_steps`, as shadows."""

    @cache
    def offers() -> tuple[Assessment, ...]:
        return assess_all(case, "buy", weights)

    first = mutualise.conclude(case, assess_all(case, "mutualise", weights), offers)
    if first.certificate is None:
        return (first, *_shadows(case, weights, offers())) if all_steps else (first,)
    second = buy.conclude(case, offers())
    if continuity_holds(case):
        third = build.conclude(case, assess_all(case, "build", weights), "continuity")
        return first, second._replace(shadow=True), third
    if second.certificate is None:
        return (first, second, *_shadows(case, weights, None)) if all_steps else (first, second)
    return first, second, build.conclude(case, assess_all(case, "build", weights), "certificates")


def continuity_holds(case: Case) -> bool:
    """Whether the second door is claimed in full: essential, with a ground and evidence."""
    continuity = case.need.continuity
    return continuity.essential == "yes" and continuity.ground is not None and bool(continuity.evidence)


def _shadows(case: Case, weights: Mapping[str, Fraction], offers: tuple[Assessment, ...] | None) -> tuple[StepResult, ...]:
    """The steps not reached, on the same scale: shown to learn from, never adopted."""
    shown = [] if offers is None else [buy.conclude(case, offers)]
    shown.append(build.conclude(case, assess_all(case, "build", weights), None))
    return tuple(result._replace(shadow=True) for result in shown)
