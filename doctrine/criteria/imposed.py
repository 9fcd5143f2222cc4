"""A shared service that a text obliges this buyer to use: shown first; not using it is what needs a derogation."""

from __future__ import annotations

from doctrine.criteria.eligibility import buyer_answer
from doctrine.criteria.evidence import evidence, finding
from doctrine.model.case import Case
from doctrine.model.facts import Candidate, Fact


def imposed_on(case: Case, candidate: Candidate) -> Fact | None:
    """The fact that a text imposes this service on this buyer, `reported` or better; None when nothing says so."""
    known = evidence(candidate, "required_for", None)
    if finding(known, lambda fact: buyer_answer(case.need.buyer, fact) == "yes") != "met":
        return None
    return known.winner
