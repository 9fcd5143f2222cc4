"""Weak points of proof: claims, lone press reports, presumptions, rejections, old facts, findings all from one source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from doctrine.analysis.field import first
from doctrine.analysis.outlook import field_of, rows_to_compare
from doctrine.analysis.reviewed import Level, Reviewed, Weakness, is_a_reason, weight_of
from doctrine.criteria.evidence import printable
from doctrine.evaluation import evaluate
from doctrine.model.case import Case
from doctrine.model.days import last_day_of, months_before
from doctrine.model.facts import PROOF_RANK, Candidate, Fact, Rejection
from doctrine.model.verdicts import Assessment, GateVerdict

#: A fact older than this many months before the day of the review has to be read again.
FRESH_MONTHS = 24
#: Findings from which a single source is a weakness.
_SEVERAL = 3
_DOCUMENTED = PROOF_RANK["documented"]


def found(seen: Reviewed) -> Iterator[Weakness]:
    """Every weakness of proof."""
    yield from _claims(seen)
    yield from _marks(seen)
    yield from _reports(seen)
    yield from _reported_marks(seen)
    yield from _presumptions(seen)
    yield from _rejections(seen)
    yield from _stale(seen)
    yield from _one_source(seen)


def without_facts(case: Case, dropped: Callable[[Fact], bool]) -> Case:
    """The same case without some facts."""

    def left(one: Candidate) -> Candidate:
        kept = {key: tuple(fact for fact in facts if not dropped(fact)) for key, facts in one.facts.items()}
        return one._replace(facts={key: facts for key, facts in kept.items() if facts})

    candidates = tuple(left(one) for one in case.candidates)
    return case._replace(candidates=candidates, services={name: left(one) for name, one in case.services.items()})


def _claims(seen: Reviewed) -> Iterator[Weakness]:
    """What suppliers say of themselves, when the answer is another without it."""
    gates = [gate for one in seen.kept for gate in one.gates]
    facts = _distinct(fact for gate in gates for fact in gate.facts if fact.proof == "declared")
    if not facts:
        return
    change = seen.without(without_facts(seen.case, lambda fact: fact.proof == "declared"))
    if change is not None:
        yield Weakness("R02", "decisive", "claims", "", {"count": len(facts)}, change, facts=facts)


def _marks(seen: Reviewed) -> Iterator[Weakness]:
    """The first place, when it holds only by what unproved marks may turn out to be."""
    compared = rows_to_compare(seen.answer.stopped)
    if compared is None or len(compared[1]) < 2:
        return
    field = field_of(seen.case, seen.answer, compared[1])
    winner = first(field)
    if winner is None:
        return
    lowered = tuple(row._replace(high=row.low) if row.id == winner else row for row in field.rows)
    other = first(field._replace(rows=lowered))
    if other == winner:
        return
    one = next(each for each in compared[1] if each.candidate.id == winner)
    questions = [each for mark in one.marks for each in mark.questions if each.low < each.high]
    facts = _distinct(each.fact for each in questions if each.fact is not None)
    values = {"name": winner, "count": len(questions), "other": other}
    yield Weakness("R02", "decisive", f"marks/{winner}", "marks" if other else "marks_tied", values, facts=facts)


def _reports(seen: Reviewed) -> Iterator[Weakness]:
    """Gates met on what one publisher reports: decisive when the answer is another without it."""
    met: dict[tuple[str, str], tuple[Assessment, list[GateVerdict], tuple[Fact, ...]]] = {}
    for one in seen.kept:
        for gate in one.gates:
            for fact in gate.facts if gate.answer == "met" else ():
                reported = tuple(each for each in gate.facts if (each.candidate, each.key) == (fact.candidate, fact.key))
                if fact.proof == "reported" and len({each.publisher for each in reported}) == 1:
                    met.setdefault((fact.candidate, fact.key), (one, [], reported))[1].append(gate)
    for (candidate, key), (one, gates, facts) in sorted(met.items()):
        known = (candidate, key)
        change = seen.without(without_facts(seen.case, lambda fact, known=known: (fact.candidate, fact.key) == known))  # type: ignore[misc]
        if change is None and one.candidate.id != seen.answer.named:
            continue
        values = {"name": one.candidate.id, "gates": tuple(gates), "publisher": facts[0].publisher}
        references = tuple(dict.fromkeys(each for gate in gates for each in gate.references))
        yield Weakness("R03", weight_of(change), f"{candidate}/{key}", "", values, change, facts=facts, references=references)


def _reported_marks(seen: Reviewed) -> Iterator[Weakness]:
    """The first place, when it rests on marks that one publisher alone reports: it is lost once they are unknown."""
    compared = rows_to_compare(seen.answer.stopped)
    if compared is None or len(compared[1]) < 2:
        return
    winner = first(field_of(seen.case, seen.answer, compared[1]))
    one = next((each for each in compared[1] if each.candidate.id == winner), None)
    if one is None:
        return
    read = _distinct(fact for mark in one.marks for each in mark.questions for fact in each.facts if fact.proof == "reported")
    for publisher in sorted({fact.publisher for fact in read}):
        facts = tuple(fact for fact in read if fact.publisher == publisher)
        known = frozenset((fact.candidate, fact.key, publisher) for fact in facts)
        without = without_facts(seen.case, lambda fact, known=known: (fact.candidate, fact.key, fact.publisher) in known)  # type: ignore[misc]
        answer = evaluate(without)
        rows = rows_to_compare(answer.stopped)
        if rows is None or all(each.candidate.id != winner for each in rows[1]):
            continue  # a condition rests on them too: said by the gates
        other = first(field_of(without, answer, rows[1]))
        if other != winner:
            values = {"name": winner, "count": len(facts), "publisher": publisher, "other": other}
            variant = "marks" if other else "marks_tied"
            yield Weakness("R03", "decisive", f"marks/{winner}/{publisher}", variant, values, seen.without(without), facts=facts)


def _presumptions(seen: Reviewed) -> Iterator[Weakness]:
    """Gates presumed met."""
    for one in seen.kept:
        gates = tuple(gate for gate in one.gates if gate.presumed and gate.answer == "met")
        if not gates:
            continue
        change = seen.without(seen.case._replace(presumptions=False))
        if change is None and one.candidate.id != seen.answer.named:
            continue
        references = tuple(dict.fromkeys(each for gate in gates for each in gate.references))
        yield Weakness(
            "R04", weight_of(change), one.candidate.id, "", {"name": one.candidate.id, "gates": gates}, change, references=references
        )


def _rejections(seen: Reviewed) -> Iterator[Weakness]:
    """Candidates set aside without a reason that says why, or without proof."""
    for candidate in seen.case.candidates:
        for rejection in candidate.rejections:
            if reason_and_proof(rejection):
                continue
            change = seen.without(_reconsidered(seen.case, rejection))
            variant = "unproved" if is_a_reason(rejection.reason) else ""
            values = {"name": candidate.id, "gate": rejection.rejected, "reason": rejection.reason, "source": rejection.source}
            level: Level = "serious" if change is None else "decisive"
            yield Weakness("R06", level, f"{candidate.id}/{rejection.rejected}", variant, values, change)


def reason_and_proof(rejection: Rejection) -> bool:
    """Whether a rejection says why, on a documented proof or better."""
    return is_a_reason(rejection.reason) and PROOF_RANK[rejection.proof] >= _DOCUMENTED


def _reconsidered(case: Case, dropped: Rejection) -> Case:
    """The same case without one rejection."""

    def left(one: Candidate) -> Candidate:
        return one._replace(rejections=tuple(each for each in one.rejections if each != dropped))

    candidates = tuple(left(one) for one in case.candidates)
    return case._replace(candidates=candidates, services={name: left(one) for name, one in case.services.items()})


def _stale(seen: Reviewed) -> Iterator[Weakness]:
    """Facts relied on that are older than two years on the day of the review."""
    facts = _distinct(fact for fact in _relied_on(seen) if is_stale(fact, seen.day))
    if not facts:
        return
    old = frozenset((fact.candidate, fact.key, fact.source) for fact in facts)
    change = seen.without(without_facts(seen.case, lambda fact: (fact.candidate, fact.key, fact.source) in old))
    oldest = min(fact.as_of for fact in facts)
    values = {"count": len(facts), "oldest": oldest, "day": seen.day}
    yield Weakness("R12", weight_of(change), "facts", "", values, change, facts=facts)


def _relied_on(seen: Reviewed) -> Iterator[Fact]:
    for one in seen.kept:
        yield from (fact for gate in one.gates if gate.answer == "met" for fact in gate.facts if printable(fact))
        for mark in one.marks:
            yield from (fact for each in mark.questions if each.reason in ("value", "declared") for fact in each.facts)


def is_stale(fact: Fact, day: date) -> bool:
    """Whether more than two years passed between a fact and a day; a month or a year counts from its end."""
    return last_day_of(fact.as_of) < months_before(day, FRESH_MONTHS)


def _one_source(seen: Reviewed) -> Iterator[Weakness]:
    """Findings of the buyer that all come from one source."""
    findings = seen.case.need.findings
    sources = {" ".join(one.source.casefold().split()) for one in findings}
    if len(findings) >= _SEVERAL and len(sources) == 1:
        yield Weakness("R13", "serious", "findings", "", {"count": len(findings), "source": findings[0].source})


def _distinct(facts: Iterator[Fact]) -> tuple[Fact, ...]:
    return tuple(dict.fromkeys(facts))
