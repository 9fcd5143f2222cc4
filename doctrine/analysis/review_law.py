"""Weak points before the law: searches, derogations and waivers, thresholds nearly crossed, obligations that the file does not show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from doctrine.analysis.reviewed import Level, Reviewed, Weakness
from doctrine.law.obligations import FORMAL
from doctrine.law.routes import formal_thresholds
from doctrine.model.legal import ObligationAnswer
from doctrine.model.rules import LegalValue, Reference

#: How far under a threshold an amount is nearly over it.
NEARLY = Fraction(5, 100)
_FORMAL_VALUES = ("ccp.formalise_fs_central", "ccp.formalise_fs_autres")
_EXEMPTION = "ccp.dispense_fs"


def found(seen: Reviewed) -> Iterator[Weakness]:
    """Every weakness before the law."""
    yield from _searches(seen)
    yield from _derogations(seen)
    yield from _waivers(seen)
    yield from _thresholds(seen)
    yield from _value(seen)
    yield from _obligations(seen)
    yield from _need(seen)


def _searches(seen: Reviewed) -> Iterator[Weakness]:
    """A step without any recorded search: where nobody searched, nothing shows that there was nothing better."""
    searched = {one.step for one in seen.case.need.searched}
    waiting = any(reason.code == "search_missing" for reason in seen.answer.reasons)
    for step in seen.answer.steps:
        if step.shadow or step.step == "build" or step.step in searched:
            continue
        level: Level = "decisive" if waiting and step.step == seen.answer.step else "serious"
        yield Weakness("R05", level, step.step, "waiting" if level == "decisive" else "", {"step": step.step})


def _derogations(seen: Reviewed) -> Iterator[Weakness]:
    """Derogations: what the answer is without each, whether it still holds on the day of the review."""
    need = seen.case.need
    for place, one in enumerate(need.derogations, 1):
        left = tuple(each for each in need.derogations if each is not one)
        change = seen.without(seen.case._replace(need=need._replace(derogations=left)))
        variant = _state(one.start, one.end, seen.day)
        values = {"gate": one.gate, "ground": one.ground, "start": one.start, "end": one.end, "day": seen.day}
        level: Level = "decisive" if change is not None else "serious" if variant == "expired" else "minor"
        yield Weakness("R07", level, f"derogations/{place:03}", variant, values, change)


def _waivers(seen: Reviewed) -> Iterator[Weakness]:
    """Checks silenced."""
    for place, one in enumerate(seen.case.need.waivers, 1):
        state = _state(one.start, one.end, seen.day)
        values = {"check": one.check, "ground": one.ground, "start": one.start, "end": one.end, "day": seen.day}
        level: Level = "serious" if state == "expired" else "minor"
        yield Weakness("R07", level, f"waivers/{place:03}", f"waiver_{state}", values)


def _state(start: date, end: date, day: date) -> str:
    return "expired" if day > end else "early" if day < start else "in_force"


def _thresholds(seen: Reviewed) -> Iterator[Weakness]:
    """Amounts less than five percent under a threshold of the sealed law."""
    legal = seen.answer.legal
    contract: Level = "minor" if seen.answer.step == "mutualise" else "serious"
    if legal.value.amount is not None and legal.value.tax == "excluded":
        for one in _value_thresholds(seen):
            yield from _near(one, legal.value.amount, "", contract)
    if legal.project.amount is not None:
        for name in _named(seen, "project_at_least"):
            if name in seen.case.rules.values:
                yield from _near(seen.case.rules.values[name], legal.project.amount, "project", "serious")


def _near(one: LegalValue, amount: Fraction, variant: str, level: Level) -> Iterator[Weakness]:
    threshold = Fraction(one.value)
    if threshold * (1 - NEARLY) <= amount < threshold:
        values = {"amount": amount, "threshold": threshold, "tax": one.tax, "gap": threshold - amount, "parameter": one.id}
        near = (threshold - amount) / (threshold * NEARLY)
        yield Weakness("R10", level, one.id, variant, values, near=near, references=(one.reference,))


def _value_thresholds(seen: Reviewed) -> list[LegalValue]:
    """The legal values, excluding VAT, that the amount of the purchase is compared with."""
    values = seen.case.rules.values
    bound = formal_thresholds(seen.case.need, seen.case.rules)
    formal = [name for name in _FORMAL_VALUES if name in values and Fraction(values[name].value) in bound]
    names = [_EXEMPTION, *_named(seen, "value_at_least"), *_named(seen, "value_below")]
    wanted = [each for name in dict.fromkeys(names) for each in (formal if name == FORMAL else [name])]
    return [values[name] for name in dict.fromkeys(wanted) if name in values and values[name].tax == "excluded"]


def _named(seen: Reviewed, condition: str) -> list[str]:
    """The legal values that a condition of the obligations names, for this kind of buyer."""
    kind = seen.case.need.buyer.kind
    rules = [rule.when for rule in seen.case.rules.obligations if not rule.when.buyer or kind in rule.when.buyer]
    return list(dict.fromkeys(name for when in rules if (name := getattr(when, condition))))


def _value(seen: Reviewed) -> Iterator[Weakness]:
    """A value that is missing, not whole, or written with VAT: it may be over any threshold."""
    value = seen.answer.legal.value
    if seen.answer.step == "mutualise":
        return
    if value.amount is None:
        yield Weakness("R10", "serious", "value", "missing")
    elif value.tax != "excluded":
        yield Weakness("R10", "serious", "value", "tax", {"amount": value.amount})
    elif not value.whole:
        yield Weakness("R10", "serious", "value", "part", {"amount": value.amount, "reasons": value.reasons})


def _obligations(seen: Reviewed) -> Iterator[Weakness]:
    """Opinions that the law asks and that the file does not show; then what may apply and is not established."""
    for one in seen.answer.legal.obligations:
        if one.voice and one.recorded is None and one.applies == "yes":
            level: Level = "serious" if one.severity == "must" else "minor"
            yield Weakness("R11", level, one.id, "", {"obligation": one.id, "voice": one.voice}, references=one.references)
    unknown = [one for one in seen.answer.legal.obligations if one.applies == "unknown" and one.severity == "must" and one.recorded is None]
    if unknown:
        missing = tuple(dict.fromkeys(key for one in unknown for key in one.missing))
        values = {"obligations": tuple(one.id for one in unknown), "count": len(unknown), "missing": missing}
        yield Weakness("R11", "minor", "unknown", "unknown", values, references=_references(unknown))


def _references(answers: list[ObligationAnswer]) -> tuple[Reference, ...]:
    return tuple(dict.fromkeys(each for one in answers for each in one.references))


def _need(seen: Reviewed) -> Iterator[Weakness]:
    """A need that does not say what to obtain, or how to measure it."""
    need = seen.case.need
    for key, said in (("outcome", need.outcome), ("measure", need.measure)):
        if not said:
            yield Weakness("R11", "minor", f"need/{key}", f"no_{key}")
