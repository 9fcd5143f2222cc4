"""The buyer's own candidates and findings, laid over those of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from doctrine.model.facts import Candidate, Fact, FactValue, Framework, Hint, Rejection
from doctrine.model.need import Finding


def laid_over(found: Iterable[Candidate], findings: Iterable[Finding], values: Mapping[int, FactValue], on: date) -> tuple[Candidate, ...]:
    """Each candidate with the findings that name it; `values` are their values, read by kind, by place in the need."""
    by_candidate: dict[str, list[tuple[int, Finding]]] = {}
    for index, finding in enumerate(findings):
        by_candidate.setdefault(finding.candidate, []).append((index, finding))
    return tuple(_with(one, by_candidate[one.id], values, on) if one.id in by_candidate else one for one in found)


def _with(one: Candidate, findings: list[tuple[int, Finding]], values: Mapping[int, FactValue], on: date) -> Candidate:
    facts = dict(one.facts)
    rejections = list(one.rejections)
    for index, finding in findings:
        day = (finding.when or on).isoformat()
        if finding.rejected is not None:
            rejections.append(Rejection(one.id, finding.rejected, finding.reason or "", finding.proof, finding.source, day))
            continue
        key = finding.fact or finding.capability or ""
        fact = Fact(one.id, key, values[index], finding.proof, day, finding.source, finding.source, finding=True)
        facts[key] = (*facts.get(key, ()), fact)
    return one._replace(facts=facts, rejections=tuple(rejections))


def frameworks_laid_over(
    found: Iterable[Framework], findings: Iterable[Finding], values: Mapping[int, FactValue], on: date
) -> tuple[Framework, ...]:
    """Frameworks and their bodies with the findings that name them."""
    frameworks, wanted = tuple(found), tuple(findings)
    own = laid_over((one.own for one in frameworks), wanted, values, on)
    bodies = laid_over((one.of_body for one in frameworks), wanted, values, on)
    return tuple(one._replace(own=mine, of_body=body) for one, mine, body in zip(frameworks, own, bodies, strict=True))


def own_candidates(stated: Iterable[tuple[Any, Iterable[Any]]]) -> tuple[Candidate, ...]:
    """The candidates a buyer wrote, from their entries and the facts read from them."""
    return tuple(_own(entry, facts) for entry, facts in stated)


def _own(entry: Any, stated: Iterable[Any]) -> Candidate:
    facts: dict[str, tuple[Fact, ...]] = {}
    hints: dict[str, tuple[Hint, ...]] = {}
    for one in stated:
        written, source = one.entry, one.source
        title = source.title or source.address or ""
        note = () if written.note is None else (("fr", written.note.fr), ("en", written.note.en))
        proof, as_of = written.proof or source.proof, written.as_of or source.as_of
        if one.value is None:
            hints[one.key] = (
                *hints.get(one.key, ()),
                Hint(entry.id, one.key, written.leaning, proof, as_of, title, source.publisher, note),
            )
            continue
        publisher = written.publisher or source.publisher
        fact = Fact(entry.id, one.key, one.value, proof, as_of, title, publisher, written.of, note, address=source.address or "")
        facts[one.key] = (*facts.get(one.key, ()), fact)
    summary = () if entry.summary is None else (("fr", entry.summary.fr), ("en", entry.summary.en))
    return Candidate(
        entry.id, entry.step, entry.name, entry.provider, entry.functions, entry.near, entry.run_by, entry.replaces, summary,
        entry.site or "", entry.code or "", facts, hints, added_by_buyer=True,
    )  # fmt: skip
