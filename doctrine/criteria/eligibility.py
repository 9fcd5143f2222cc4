"""Whether a buyer fits the conditions of eligibility of a shared service, a purchasing body or a framework."""

from __future__ import annotations

from doctrine.model.facts import BuyerCondition, Fact
from doctrine.model.need import Buyer


def buyer_answer(buyer: Buyer, fact: Fact) -> str:
    """`yes` when one line fits, `unknown` when one may, `no` when none does."""
    lines = fact.value if isinstance(fact.value, tuple) else ()
    answers = {_one_condition(buyer, line) for line in lines if isinstance(line, BuyerCondition)}
    return "yes" if "yes" in answers else "unknown" if "unknown" in answers else "no"


def unsaid(buyer: Buyer, facts: list[Fact]) -> tuple[str, ...]:
    """What of the buyer's own identity the conditions ask and the need does not say."""
    lines = [line for fact in facts if isinstance(fact.value, tuple) for line in fact.value if isinstance(line, BuyerCondition)]
    mine = [line for line in lines if not line.needs and _one_condition(buyer, line) == "unknown"]
    asked = []
    for key, wanted in (("population", "max_population"), ("region", "region"), ("ministry", "ministry")):
        if getattr(buyer, key) is None and any(getattr(line, wanted) is not None for line in mine):
            asked.append(key)
    return tuple(asked)


def needs_of(fact: Fact) -> tuple[tuple[tuple[str, str], ...], ...]:
    """What else must hold, for the lines that say so."""
    lines = fact.value if isinstance(fact.value, tuple) else ()
    return tuple(line.needs for line in lines if isinstance(line, BuyerCondition) and line.needs)


def _one_condition(buyer: Buyer, line: BuyerCondition) -> str:
    """Kleene conjunction of one line of eligibility: no beats unknown, unknown beats yes."""
    if line.kind not in (buyer.kind, "any"):
        return "no"
    answers = ["yes"]
    if line.ministry is not None:
        answers.append("unknown" if buyer.ministry is None else "yes" if buyer.ministry == line.ministry else "no")
    if line.max_population is not None:
        answers.append("unknown" if buyer.population is None else "yes" if buyer.population <= line.max_population else "no")
    if line.region is not None:
        answers.append("unknown" if buyer.region is None else "yes" if buyer.region == line.region else "no")
    if line.needs:
        answers.append("unknown")
    return "no" if "no" in answers else "unknown" if "unknown" in answers else "yes"
