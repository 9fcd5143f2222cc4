"""What a reviewer looks for first in a recommendation, ranked by how much it could change the answer (docs/review.md).

`decisive`: without this one thing, which nothing proves, the answer is another (the need is judged again without it), or somebody's
objection stands. `serious`: a small change, or an answer that the file does not show, could make it another or attackable. `minor`: to
mend, the answer stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from doctrine.analysis import review_law, review_proof, review_ranking
from doctrine.analysis.reviewed import LEVELS, OBJECTION, Change, Reviewed, Weakness
from doctrine.model.case import Case
from doctrine.model.verdicts import Recommendation


def review(case: Case, recommendation: Recommendation, day: date) -> tuple[Weakness, ...]:
    """Every weakness on a day, first the one that could change the answer most."""
    seen = Reviewed(case, recommendation, day)
    found = [*_objections(seen), *review_proof.found(seen), *review_ranking.found(seen), *review_law.found(seen)]
    return tuple(sorted(found, key=lambda one: _first(one, recommendation)))


def _first(one: Weakness, answer: Recommendation) -> tuple[bool, int, int, str, Fraction, str, str]:
    """Objections, then the level, how far the answer goes (another step, another outcome, another name), the code, how near."""
    objection = one.code == OBJECTION and one.level == "decisive"
    return (not objection, LEVELS.index(one.level), _distance(one.change, answer), one.code, one.near, one.about, one.variant)


def _distance(change: Change | None, answer: Recommendation) -> int:
    if change is None:
        return 3
    if change.step != answer.step:
        return 0
    return 1 if change.outcome != answer.outcome else 2


def _objections(seen: Reviewed) -> Iterator[Weakness]:
    """Objections without an answer, or answered without anything that proves the answer."""
    for place, one in enumerate(seen.case.need.objections, 1):
        if one.answer and one.evidence:
            continue
        values = {"about": one.about, "text": one.text, "place": place}
        yield Weakness(OBJECTION, "decisive", f"objections/{place:03}", "unproved" if one.answer else "", values, near=Fraction(0))
