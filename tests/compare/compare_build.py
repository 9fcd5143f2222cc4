"""Pairs to compare: examples as sides, and what changes one cause of a case at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from doctrine.assembly import assemble
from doctrine.evaluation import evaluate
from doctrine.index import open_index
from doctrine.model.case import Case
from doctrine.model.facts import Candidate, Fact
from doctrine.model.need import Weights, WeightValues
from doctrine.model.priorities import CRITERIA
from doctrine.record.compare import Side
from doctrine.record.decision import STATED, made, render
from doctrine.record.parts import tree_of
from doctrine.record.seal import seal

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = tuple(path for path in sorted((ROOT / "examples").glob("*.need.yaml")) if path.name != "erreurs.need.yaml")
VISIO, RETAINED = ROOT / "examples" / "visio.need.yaml", ROOT / "examples" / "visio-retenu.need.yaml"


@cache
def side(path: Path) -> Side:
    """An example, as the command would take it."""
    assembled = assemble(path.read_bytes(), path.name, open_index())
    assert assembled.case is not None
    assert assembled.loaded.document is not None
    return Side(path.name, tree_of(assembled.loaded.document), assembled.case)


def changed(one: Side, case: Case, **keys: Any) -> Side:
    """The same side with another case, and other keys in its document."""
    return one._replace(case=case, tree={**one.tree, **keys})


def decision(one: Side) -> bytes:
    """The bytes of the decision of one side."""
    return render(seal(one.case, one.tree, evaluate(one.case), need_file=None))


def resealed(data: bytes, change: Callable[[Any], None]) -> bytes:
    """A decision that somebody changed, all digests computed again."""
    whole = json.loads(data)
    change(whole)
    parts = {name: value for name, value in whole["parts"].items() if name != "objects"}
    return render(made({name: whole[name] for name in STATED}, parts))


def with_candidate(case: Case, identifier: str, change: Callable[[Candidate], Candidate | None]) -> Case:
    """The case whose candidate is changed, or taken out."""
    new = change(case.services[identifier])
    services = {name: one for name, one in case.services.items() if name != identifier}
    kept = [one for one in case.candidates if one.id != identifier]
    if new is not None:
        services[identifier] = new
        if any(one.id == identifier for one in case.candidates):
            kept.append(new)
    return case._replace(candidates=tuple(sorted(kept, key=lambda one: one.id)), services=services)


def with_facts(case: Case, identifier: str, key: str, change: Callable[[Fact], Fact | None]) -> Case:
    """The case whose candidate has other facts of one key."""

    def changing(one: Candidate) -> Candidate:
        kept = tuple(new for fact in one.facts[key] if (new := change(fact)) is not None)
        facts = {name: facts for name, facts in one.facts.items() if name != key}
        return one._replace(facts={**facts, key: kept} if kept else facts)

    return with_candidate(case, identifier, changing)


def with_more(case: Case, fact: Fact) -> Case:
    """The case whose candidate has one fact more."""

    def changing(one: Candidate) -> Candidate:
        return one._replace(facts={**one.facts, fact.key: (*one.facts.get(fact.key, ()), fact)})

    return with_candidate(case, fact.candidate, changing)


def weighted(one: Side, *values: int) -> Side:
    """The same side with these nine weights."""
    weights = Weights("essai", WeightValues(*(Decimal(value) for value in values)))
    document = {"reason": "essai", "values": dict(zip(CRITERIA, map(str, values), strict=True))}
    return changed(one, one.case._replace(need=one.case.need._replace(weights=weights)), weights=document)
