"""One need, its candidates, the rules of its day → one recommendation. Pure: same input, same answer, anywhere, any day."""

from __future__ import annotations

from doctrine.ladder import walk
from doctrine.law.scope import binding
from doctrine.model.case import Case
from doctrine.model.verdicts import Outcome, Recommendation
from doctrine.weighting import weights_of


def evaluate(case: Case, *, all_steps: bool = False) -> Recommendation:
    """Walk the ladder for one case and say where it stopped, with whom, and why.

    Raises `PrioritiesRefused` when the need's priorities admit no weighting.
    """
    weights = weights_of(case.need)
    steps = walk(case, weights.values, all_steps=all_steps)
    stopped = [result for result in steps if not result.shadow][-1]
    outcome: Outcome = "none" if stopped.outcome == "exhausted" else stopped.outcome
    return Recommendation(
        case.need.id,
        case.need.on,
        outcome,
        stopped.step,
        binding(case.need.buyer),
        steps,
        weights,
        stopped.named,
        stopped.shortlist,
        stopped.reasons,
        case.presumptions,
    )
