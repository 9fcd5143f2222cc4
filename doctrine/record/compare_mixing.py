"""Two cases mixed: some causes as in the second, the others as in the first, so that the effect of each can be measured.

A cause may be taken whole (`catalogue`) or in part (`catalogue/visio`, `need/users`, `law/ccp.dispense_fs`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from doctrine.model.case import Case
from doctrine.model.facts import Candidate, Fact, Rejection
from doctrine.model.need import Need
from doctrine.model.rules import Ruleset

#: What may differ between two cases. The buyer's own candidates, findings and bounds belong to the need.
CAUSES = ("need", "catalogue", "proof", "law", "cards", "weights", "options")
#: Keys of a need that only say how much each criterion weighs.
WEIGHING = ("weights", "priorities")

Pair = tuple[Fact, Fact]


class Known(NamedTuple):
    """What one case knows: the catalogue's entries as found there, those the buyer wrote, and the buyer's findings by candidate."""

    listed: Mapping[str, Candidate]
    written: Mapping[str, Candidate]
    found: Mapping[str, tuple[Fact, ...]]
    rejected: Mapping[str, tuple[Rejection, ...]]
    judged: frozenset[str]


def known(case: Case) -> Known:
    """The candidates, services, frameworks and purchasing bodies of a case, findings taken off."""
    held = {**{one.id: one for one in case.candidates}, **case.services}
    for framework in case.frameworks:
        held[_own(framework.id)] = framework.own
        held[_body(framework.id)] = framework.of_body
    listed = {name: _bare(one) for name, one in held.items() if not one.added_by_buyer}
    written = {name: _bare(one) for name, one in held.items() if one.added_by_buyer}
    found = {name: tuple(fact for facts in one.facts.values() for fact in facts if fact.finding) for name, one in held.items()}
    rejected = {name: one.rejections for name, one in held.items()}
    return Known(listed, written, found, rejected, frozenset(one.id for one in case.candidates))


def _own(framework: str) -> str:
    return f"framework {framework}"


def _body(framework: str) -> str:
    return f"body of {framework}"


def _bare(one: Candidate) -> Candidate:
    """An entry without what the buyer found out."""
    if not one.rejections and not any(fact.finding for facts in one.facts.values() for fact in facts):
        return one
    kept = {key: tuple(fact for fact in facts if not fact.finding) for key, facts in one.facts.items()}
    return one._replace(facts={key: facts for key, facts in kept.items() if facts}, rejections=())


def proof_pairs(before: Iterable[Fact], after: Iterable[Fact]) -> tuple[Pair, ...]:
    """Facts of one value whose proof alone (with its source and day) is another: each of the first with one of the second."""
    first, second = list(before), list(after)
    gone = [fact for fact in first if fact not in second]
    new = [fact for fact in second if fact not in first]
    pairs: list[Pair] = []
    for fact in gone:
        alike = [one for one in new if one.proof != fact.proof and _same_value(one, fact)]
        other = next((one for one in alike if one.publisher == fact.publisher), next(iter(alike), None))
        if other is not None:
            pairs.append((fact, other))
            new.remove(other)
    return tuple(pairs)


def _same_value(one: Fact, other: Fact) -> bool:
    return (one.key, one.of, one.finding, one.value) == (other.key, other.of, other.finding, other.value)


def facts_of(one: Candidate | None, found: Iterable[Fact] = ()) -> list[Fact]:
    """The facts of an entry, then those the buyer found."""
    return [*(fact for facts in one.facts.values() for fact in facts), *found] if one is not None else list(found)


class Mixer:
    """Mixes two cases; what is the same in both is kept as it is."""

    def __init__(self, before: Case, after: Case) -> None:
        """Take both cases apart once."""
        self.before, self.after = before, after
        self.sides = (known(before), known(after))
        self.pairs: dict[str, tuple[Pair, ...]] = {}
        first, second = self.sides
        for name in sorted({*first.found, *second.found}):
            old = facts_of(first.listed.get(name) or first.written.get(name), first.found.get(name, ()))
            new = facts_of(second.listed.get(name) or second.written.get(name), second.found.get(name, ()))
            if old != new and (pairs := proof_pairs(old, new)):
                self.pairs[name] = pairs

    def case(self, chosen: frozenset[str]) -> Case:
        """The case whose `chosen` causes are those of the second; both cases themselves when none or all are."""
        if not chosen:
            return self.before
        if chosen.issuperset(CAUSES):
            return self.after

        def side(cause: str, part: str = "") -> int:
            return int(cause in chosen or f"{cause}/{part}" in chosen)

        cases = (self.before, self.after)
        need = _need(cases, side)
        entries, judged = self._entries(side)
        frameworks = tuple(
            one._replace(own=entries[_own(one.id)], of_body=entries[_body(one.id)])
            for one in _frameworks(cases, side)
            if _own(one.id) in entries and _body(one.id) in entries
        )
        people = {name: one for name, one in entries.items() if " " not in name}
        options = cases[side("options")]
        return Case(
            need,
            tuple(people[name] for name in sorted(judged)),
            people,
            cases[side("need", "function")].functions,
            _rules(cases, side, need),
            cases[side("need", "requirements")].bounds,
            options.presumptions,
            frameworks,
            options.unknown,
        )

    def _entries(self, side: Callable[[str, str], int]) -> tuple[dict[str, Candidate], list[str]]:
        """Every entry of the mix by name, and which of them are judged."""
        writing = self.sides[side("need", "candidates")]
        entries: dict[str, Candidate] = {}
        judged = []
        for name in sorted({*self.sides[0].found, *self.sides[1].found}):
            identifier = name.rpartition(" ")[2]
            place = side("catalogue", identifier)
            own = self.sides[place]
            base = writing.written.get(name)
            if base is None:
                base = own.listed.get(name)
                if base is None and name in own.written:  # the buyer's entry hid the catalogue's: only the other case shows it
                    own = self.sides[1 - place]
                    base = own.listed.get(name)
                if base is None:
                    continue
                among = own.judged
            else:
                among = writing.judged
            entries[name] = self._laid_over(name, base, self.sides[side("need", f"findings/{identifier}")], side("proof", ""))
            if name in among:
                judged.append(name)
        return entries, judged

    def _laid_over(self, name: str, base: Candidate, finding: Known, proof: int) -> Candidate:
        """An entry with findings, each fact with the proof that the mix takes."""
        found, rejected = finding.found.get(name, ()), finding.rejected.get(name, ())
        pairs = self.pairs.get(name, ())
        if not found and not rejected and not pairs:
            return base
        other = {pair[1 - proof]: pair[proof] for pair in pairs}
        facts: dict[str, tuple[Fact, ...]] = {}
        for fact in facts_of(base, found):
            taken = other.get(fact, fact)
            facts[taken.key] = (*facts.get(taken.key, ()), taken)
        return base._replace(facts=facts, rejections=rejected)


def _need(cases: tuple[Case, Case], side: Callable[[str, str], int]) -> Need:
    """The need of the mix, weights apart."""
    fields = {name: getattr(cases[side("weights" if name in WEIGHING else "need", name)].need, name) for name in Need._fields}
    return Need(**fields)


def _frameworks(cases: tuple[Case, Case], side: Callable[[str, str], int]) -> list[Any]:
    held = [{one.id: one for one in case.frameworks} for case in cases]
    names = dict.fromkeys([*held[0], *held[1]])
    return [held[place][name] for name in names if name in held[place := side("catalogue", name)]]


def _rules(cases: tuple[Case, Case], side: Callable[[str, str], int], need: Need) -> Ruleset:
    law, cards = cases[side("law", "")].rules, cases[side("cards", "")].rules
    both = [case.rules.values for case in cases]
    names = dict.fromkeys([*both[0], *both[1]])
    values = {name: both[place][name] for name in names if name in both[place := side("law", name)]}
    return law._replace(on=need.on, criteria=cards.criteria, gates=cards.gates, values=values)
