"""Which few facts would settle a step: the smallest sets of answers after which no other answer matters.

A step is settled by candidates that each need some facts established. One is enough in step 1, in step 3 and under a route that lets
one order directly; a competition asks for offers of two suppliers. In favour, a set of facts is small when it completes the candidates
that lack least; against, when it takes one fact away from each that could still do. Sets that a hint makes doubtful come last, then
by size, by who must be asked, by how often the facts decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations, islice, product
from typing import NamedTuple

from doctrine.analysis.kleene import Truth, all_of, any_of, at_least


class Unknown(NamedTuple):
    """One fact to find out: about which candidate, what, for which gate or requirement, who holds it, and whether a hint says no."""

    candidate: str
    key: str
    gate: str
    requirement: str | None
    holder: str
    hinted_no: bool = False


class Claim(NamedTuple):
    """One candidate: the supplier (or the service itself) that it stands for, and the facts it lacks; none when it does already."""

    candidate: str
    stands_for: str
    lacks: frozenset[Unknown]


class Settling(NamedTuple):
    """Facts which, all answered so, settle the step whatever the others are."""

    answer: Truth
    facts: tuple[Unknown, ...]
    candidates: tuple[str, ...]

    @property
    def holders(self) -> tuple[str, ...]:
        """Who must be asked, each once."""
        return tuple(dict.fromkeys(fact.holder for fact in self.facts))


#: A longer set is no advice.
MOST_FACTS = 8
MOST_SETS = 12


class Undecided(NamedTuple):
    """What one step still waits for: the claims that may succeed, and how many of different suppliers must.

    `closing` are the claims that must all fail for the step to be closed, where they are not the same.
    """

    claims: tuple[Claim, ...]
    wanted: int = 1
    closing: tuple[Claim, ...] | None = None

    def answer(self, known: Mapping[Unknown, Truth]) -> Truth:
        """Whether enough suppliers have a candidate that lacks nothing, given some answers."""
        found: dict[str, list[Truth]] = {}
        for claim in self.claims:
            found.setdefault(claim.stands_for, []).append(all_of(known.get(fact, "unknown") for fact in claim.lacks))
        return at_least(self.wanted, [any_of(truths) for truths in found.values()])

    def settling(self) -> tuple[Settling, ...]:
        """The sets in favour, then those against, fewest facts then fewest people first; none when nothing can change the answer."""
        if self.answer({}) != "unknown":
            return ()
        return (*self._ordered(self._in_favour())[:MOST_SETS], *self._ordered(self._against())[:MOST_SETS])

    def smallest(self) -> tuple[Settling, ...]:
        """The sets of the least number of facts, in favour and against."""
        if self.answer({}) != "unknown":
            return ()
        every = [*self._ordered(self._in_favour()), *self._ordered(self._against())]
        least = min((len(one.facts) for one in every), default=0)
        return tuple(one for one in every if len(one.facts) == least)

    def _ordered(self, found: Iterable[Settling]) -> list[Settling]:
        chances = self.chances()
        kept: list[Settling] = []
        for one in sorted(found, key=lambda each: len(each.facts)):
            if not any(set(other.facts) <= set(one.facts) for other in kept):
                kept.append(one)

        def first(one: Settling) -> tuple[bool, int, int, Fraction, tuple[str, ...]]:
            doubtful = one.answer == "yes" and any(fact.hinted_no for fact in one.facts)
            likely = sum((chances.get(fact, Fraction(0)) for fact in one.facts), Fraction(0))
            return (doubtful, len(one.facts), len(one.holders), -likely, one.candidates)

        return sorted(kept, key=first)

    def _in_favour(self) -> Iterator[Settling]:
        for chosen in combinations(_groups(self.claims).values(), self.wanted):
            for claims in product(*chosen):
                facts = dict.fromkeys(fact for claim in claims for fact in _sorted(claim.lacks))
                if len(facts) <= MOST_FACTS:
                    yield Settling("yes", tuple(facts), tuple(claim.candidate for claim in claims if claim.lacks))

    def _against(self) -> Iterator[Settling]:
        """One fact of each claim, in all groups but those that may still succeed without settling anything."""
        groups = _groups(self.claims if self.closing is None else self.closing)
        for spared in combinations(groups, self.wanted - 1 if self.closing is None else 0):
            claims = [claim for name, members in groups.items() if name not in spared for claim in members]
            if any(not claim.lacks for claim in claims) or len(claims) > MOST_FACTS:
                continue
            for chosen in self._one_of_each(claims):
                yield Settling("no", chosen, tuple(claim.candidate for claim in claims))

    def _one_of_each(self, claims: list[Claim]) -> Iterator[tuple[Unknown, ...]]:
        """Choices of one fact in each claim; facts that several claims lack, or hinted to fail, come first, and only so many are made."""
        chances = self.chances()
        often = Counter(fact for claim in claims for fact in claim.lacks)

        def first(fact: Unknown) -> tuple[int, bool, Fraction]:
            return (-often[fact], not fact.hinted_no, -chances.get(fact, Fraction(0)))

        ordered = [sorted(_sorted(claim.lacks), key=first) for claim in claims]
        for chosen in islice(product(*ordered), MOST_SETS * MOST_SETS):
            yield tuple(dict.fromkeys(chosen))

    def chances(self) -> dict[Unknown, Fraction]:
        """How likely each fact is to decide: the share of all answers to the others for which it makes the difference (Banzhaf, 1965).

        Every answer counts as likely as its contrary: nothing is known of them.
        """
        facts = dict.fromkeys(fact for claim in self.claims for fact in _sorted(claim.lacks))
        return {
            fact: _success(_answered(self.claims, fact, yes=True), self.wanted)
            - _success(_answered(self.claims, fact, yes=False), self.wanted)
            for fact in facts
        }


def _groups(claims: tuple[Claim, ...]) -> dict[str, list[Claim]]:
    """The claims of each supplier."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.stands_for, []).append(claim)
    return groups


def _answered(claims: tuple[Claim, ...], fact: Unknown, *, yes: bool) -> tuple[Claim, ...]:
    """The claims left once a fact is known."""
    if yes:
        return tuple(claim._replace(lacks=claim.lacks - {fact}) for claim in claims)
    return tuple(claim for claim in claims if fact not in claim.lacks)


#: Facts that several claims lack are answered both ways, one after the other, up to this many.
_SHARED = 8


def _success(claims: tuple[Claim, ...], wanted: int) -> Fraction:
    """The chance that enough suppliers succeed, each fact as likely yes as no."""
    often = Counter(fact for claim in claims for fact in claim.lacks)
    shared = sorted(fact for fact, times in often.items() if times > 1)
    if shared and len(shared) <= _SHARED:
        fact = shared[0]
        return (_success(_answered(claims, fact, yes=True), wanted) + _success(_answered(claims, fact, yes=False), wanted)) / 2
    return _at_least([1 - _product(1 - _all_yes(claim) for claim in members) for members in _groups(claims).values()], wanted)


def _sorted(facts: frozenset[Unknown]) -> list[Unknown]:
    return sorted(facts, key=lambda fact: (fact.holder, fact.candidate, fact.gate, fact.requirement or "", fact.key))


def _all_yes(claim: Claim) -> Fraction:
    return Fraction(1, 2 ** len(claim.lacks))


def _product(numbers: Iterator[Fraction]) -> Fraction:
    found = Fraction(1)
    for number in numbers:
        found *= number
    return found


def _at_least(shares: list[Fraction], wanted: int) -> Fraction:
    """The chance that so many of independent events happen, or more."""
    chances = [Fraction(1)] + [Fraction(0)] * wanted
    for share in shares:
        passed = chances[-1]
        chances = [chances[count] * (1 - share) + (chances[count - 1] * share if count else 0) for count in range(wanted)] + [
            passed + (chances[wanted - 1] * share if wanted else 0)
        ]
    return chances[wanted]
