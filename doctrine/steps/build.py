"""Step 3, build: last resort, or when continuity demands very strong internal mastery (circular 6519/SG, law.md 1.9).

Ways to build are judged on the buyer's own findings: team, cost, delay, maintenance.
"""

from __future__ import annotations

from typing import Literal

from doctrine.model.case import Case
from doctrine.model.verdicts import Assessment, Reason, StepResult
from doctrine.outcomes import SHORTLIST, by_distance, first_in_rank, near
from doctrine.scoring import rank


def conclude(case: Case, assessments: tuple[Assessment, ...], door: Literal["certificates", "continuity"] | None) -> StepResult:
    """What step 3 answers, from its assessments and the door by which it was reached (None in the shadow)."""
    ranking = rank(assessments, case.unknown)
    standing = [place.candidate for place in ranking]
    fitting = [one.candidate.id for one in assessments if one.status == "fits"]
    if fitting:
        ordered = [candidate for candidate in standing if candidate in fitting]
        named, rivals = first_in_rank(assessments, ordered)
        return StepResult("build", "retained", assessments, ranking, (Reason("way_fits"),), tuple(ordered), named, rivals, door=door)
    if not standing:
        return StepResult("build", "none", assessments, ranking, (Reason("every_way_fails"),), door=door)
    still_open = [one for one in assessments if one.status == "open"]
    close = by_distance([one for one in still_open if near(one)], ranking)
    outcome: Literal["conditional", "undecided"] = "conditional" if close else "undecided"
    shortlist = tuple(one.candidate.id for one in (close or by_distance(still_open, ranking))[:SHORTLIST])
    return StepResult("build", outcome, assessments, ranking, (Reason("means_to_establish"),), shortlist, door=door)
