"""Whether this buyer may order on a framework of a purchasing body, on the day, and what is still to be read.

Open only when eligibility, term, maximum and the offers carried are all established: a buyer who orders on a framework that does
not carry the thing, or is over, acts unlawfully. The name "centrale" proves nothing: the body's kind does.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from doctrine.criteria.eligibility import buyer_answer
from doctrine.criteria.evidence import Evidence, evidence, finding, may_reject, printable, refuted
from doctrine.law.value import exact_value
from doctrine.model.case import Case
from doctrine.model.days import months_after
from doctrine.model.facts import Amount, Framework
from doctrine.model.legal import FrameworkAnswer, RouteState


def usable(case: Case) -> tuple[FrameworkAnswer, ...]:
    """The frameworks relevant to the need's function that are not closed to this buyer, with what is missing to know."""
    found = [judge(case, one) for one in case.frameworks if not one.functions or case.functions.intersection(one.functions)]
    return tuple(one for one in found if one.state != "closed")


def judge(case: Case, framework: Framework) -> FrameworkAnswer:
    """One framework: closed by an established fact, open when all is established, else unknown with what to read."""
    missing: list[str] = []
    closed = framework.body_kind != "purchasing_body"
    eligible = evidence(framework.own, "eligible_buyers", None)
    if not eligible.conflict and (eligible.winner is None or not printable(eligible.winner)):
        eligible = evidence(framework.of_body, "eligible_buyers", None)
    told = eligible._replace(facts=tuple(fact for fact in eligible.facts if buyer_answer(case.need.buyer, fact) != "unknown"))
    conditional = eligible.winner is not None and buyer_answer(case.need.buyer, eligible.winner) == "unknown"
    answer = "absent" if conditional else finding(told, lambda fact: buyer_answer(case.need.buyer, fact) == "yes")
    closed = closed or answer == "not_met"
    if answer != "met":
        missing.append("eligible_buyers")
    status = evidence(framework.own, "status", None)
    if status.winner is not None and status.winner.value == "expired":
        closed = closed or refuted(status, lambda fact: fact.value != "expired")
        missing.append("status")
    starts = evidence(framework.own, "starts_on", None)
    if starts.winner is not None and isinstance(starts.winner.value, date) and starts.winner.value > case.need.on:
        closed = closed or refuted(starts, lambda fact: isinstance(fact.value, date) and fact.value <= case.need.on)
        missing.append("starts_on")
    missing += [key for key, known in (("status", status), ("starts_on", starts)) if known.conflict and key not in missing]
    ends = _end(case, evidence(framework.own, "ends_on", None))
    closed = closed or ends == "over"
    if not isinstance(ends, date):
        missing.append("ends_on")
    spent = _spent(case, framework)
    closed = closed or spent == "yes"
    if spent == "unknown":
        missing.append("ceiling")
    carried = evidence(framework.own, "carries", None).winner
    carries = (
        carried.value
        if carried is not None and isinstance(carried.value, tuple) and finding(evidence(framework.own, "carries", None), bool) == "met"
        else ()
    )
    named = tuple(str(one) for one in carries)
    if not named:
        missing.append("carries")
    state: RouteState = "closed" if closed else "unknown" if missing else "open"
    end = ends if isinstance(ends, date) else None
    months = case.need.value.months if case.need.value is not None else None
    outlives = None if end is None or months is None else months_after(case.need.needed_by or case.need.on, months) > end
    return FrameworkAnswer(framework.id, framework.name, framework.body, state, tuple(missing), named, end, outlives, _fee(framework))


def _fee(framework: Framework) -> str:
    """What the body says or is said to charge, when it may be printed: it belongs to the whole cost."""
    for source in (framework.own, framework.of_body):
        known = evidence(source, "fee", None).winner
        if known is not None and printable(known) and isinstance(known.value, str):
            return known.value
    return ""


def _end(case: Case, known: Evidence) -> date | str:
    """The end of the framework when it is established and not past; `over` when it is established and past."""
    winner = known.winner
    if winner is None or not isinstance(winner.value, date):
        return "unknown"
    if winner.value < case.need.on:
        return "over" if refuted(known, lambda fact: isinstance(fact.value, date) and fact.value >= case.need.on) else "unknown"
    return winner.value if finding(known, lambda fact: isinstance(fact.value, date)) == "met" else "unknown"


def _spent(case: Case, framework: Framework) -> str:
    """Whether the maximum is spent, or would be by this need: `yes`, `no` or `unknown` (R. 2162-4)."""
    ceiling, spent = evidence(framework.own, "ceiling", None).winner, evidence(framework.own, "spent", None).winner
    if ceiling is None or spent is None or not isinstance(ceiling.value, Amount) or not isinstance(spent.value, Amount):
        return "unknown"
    if ceiling.value.tax != spent.value.tax or not (may_reject(ceiling) and may_reject(spent)):
        return "unknown"
    if spent.value.amount >= ceiling.value.amount:
        return "yes"
    value = exact_value(case.need)
    if value.amount is None or value.tax != ceiling.value.tax:
        return "unknown"
    if Fraction(spent.value.amount) + value.amount > Fraction(ceiling.value.amount):
        return "yes"
    return "no" if value.whole else "unknown"
