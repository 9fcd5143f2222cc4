"""What a reviewer looks for first in a recommendation, ranked by how much it could change the answer (docs/review.md).

`decisive`: without this one thing, which nothing proves, the answer is another (the need is judged again without it), or somebody's
objection stands, or a condition of a shortlisted candidate is open. `serious`: a small change, or an answer that the file does not show,
could make it another or attackable. `minor`: to mend, the answer stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from doctrine.analysis import review_law, review_proof, review_ranking
from doctrine.analysis.reviewed import LEVELS, OBJECTION, OPEN, Change, Reviewed, Weakness
from doctrine.model.case import Case
from doctrine.model.verdicts import Assessment, GateVerdict, Recommendation


def review(case: Case, recommendation: Recommendation, day: date) -> tuple[Weakness, ...]:
    """Every weakness on a day, first the one that could change the answer most."""
    seen = Reviewed(case, recommendation, day)
    found = [*_objections(seen), *_open(seen), *review_proof.found(seen), *review_ranking.found(seen), *review_law.found(seen)]
    return tuple(sorted(found, key=lambda one: _first(one, recommendation)))


def _first(one: Weakness, answer: Recommendation) -> tuple[int, int, int, str, Fraction, str, str]:
    """Objections, what the answer waits for, then the level, how far the answer goes without it, the code, how near.

    How far: another step, then another outcome, then another name.
    """
    before_all = {OBJECTION: 0, OPEN: 1}.get(one.code, 2)
    return (before_all, LEVELS.index(one.level), _distance(one.change, answer), one.code, one.near, one.about, one.variant)


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


def _open(seen: Reviewed) -> Iterator[Weakness]:
    """What an answer that is not settled waits for: the open conditions of each shortlisted candidate, with who can answer.

    Where the shortlist has none (a mark under the acceptance, a market not established), the reasons of the answer; a search still to
    record is R05.
    """
    if seen.answer.outcome not in ("conditional", "undecided"):
        return
    stopped = seen.answer.stopped
    assessed = {one.candidate.id: one for one in stopped.assessments}
    waiting = [(one, gates) for name in stopped.shortlist if (one := assessed.get(name)) and (gates := _unknown(one))]
    for place, (one, gates) in enumerate(waiting):
        holders = tuple(dict.fromkeys(holder for gate in gates for holder in [ask.holder for ask in gate.asks] or ["buyer"]))
        values = {"name": one.candidate.id, "gates": gates, "count": len(gates), "holders": holders}
        references = tuple(dict.fromkeys(each for gate in gates for each in gate.references))
        near = Fraction(place, len(waiting))
        yield Weakness(OPEN, "decisive", one.candidate.id, "", values, near=near, references=references)
    reasons = tuple(one for one in seen.answer.reasons if one.code != "search_missing")
    if not waiting and reasons:
        yield Weakness(OPEN, "decisive", stopped.step, "waiting", {"step": stopped.step, "waits": reasons})


def _unknown(one: Assessment) -> tuple[GateVerdict, ...]:
    return tuple(gate for gate in one.gates if gate.answer == "unknown")
