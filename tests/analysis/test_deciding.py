"""The smallest sets of facts that settle a step, and how likely each fact is to decide, against all completions of generated questions."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations, product

import pytest

from doctrine.analysis.deciding import MOST_FACTS, MOST_SETS, Claim, Settling, Undecided, Unknown

ANSWERS = ("yes", "no")


def unknown(candidate, key, holder="A", *, hinted=False):
    return Unknown(candidate, key, "gate", None, holder, hinted)


def claim(name, lacks, stands_for=None):
    """A claim that lacks so many facts of its own."""
    return Claim(name, stands_for or name, frozenset(unknown(name, f"k{at}") for at in range(lacks)))


def generated(seed):
    """A few claims of a few suppliers, up to seven facts in all."""
    chance = random.Random(seed)  # noqa: S311
    while True:
        claims = tuple(
            Claim(
                f"c{at}",
                f"s{chance.randint(0, 2)}",
                frozenset(unknown(f"c{at}", f"k{number}", chance.choice("AB")) for number in range(chance.randint(0, 3))),
            )
            for at in range(chance.randint(1, 4))
        )
        if sum(len(one.lacks) for one in claims) <= 7:
            return Undecided(claims, chance.choice((1, 1, 2)))


def facts_of(asked):
    return list(dict.fromkeys(fact for one in asked.claims for fact in sorted(one.lacks)))


def succeeds(asked, answers):
    """The definition: enough suppliers have a claim whose facts are all `yes`."""
    return len({one.stands_for for one in asked.claims if all(answers[fact] == "yes" for fact in one.lacks)}) >= asked.wanted


def completions(asked, known):
    left = [fact for fact in facts_of(asked) if fact not in known]
    for values in product(ANSWERS, repeat=len(left)):
        yield {**known, **dict(zip(left, values, strict=True))}


def settled(asked, known):
    """`yes` or `no` when all completions agree, else None."""
    found = {succeeds(asked, answers) for answers in completions(asked, known)}
    return None if len(found) == 2 else "yes" if found == {True} else "no"


def smallest(asked):
    """Every set of answers, of the least number, that settles the question."""
    facts = facts_of(asked)
    for size in range(len(facts) + 1):
        found = set()
        for chosen in combinations(facts, size):
            for values in product(ANSWERS, repeat=size):
                known = dict(zip(chosen, values, strict=True))
                if settled(asked, known) is not None:
                    found.add((frozenset(known.items()), settled(asked, known)))
        if found:
            return found
    return set()


SEEDS = range(250)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_smallest_sets_are_those_of_all_completions(seed):
    asked = generated(seed)
    expected = smallest(asked)
    if expected == {(frozenset(), settled(asked, {}))}:
        assert asked.settling() == asked.smallest() == ()
        return
    assert len(expected) <= MOST_SETS
    found = {(frozenset((fact, one.answer) for fact in one.facts), one.answer) for one in asked.smallest()}
    assert found == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_every_set_listed_settles_and_none_of_its_facts_can_be_spared(seed):
    asked = generated(seed)
    for one in asked.settling():
        known = dict.fromkeys(one.facts, one.answer)
        assert asked.answer(known) == settled(asked, known) == one.answer
        for fact in one.facts:
            less = {other: answer for other, answer in known.items() if other != fact}
            assert asked.answer(less) == "unknown"
            assert settled(asked, less) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_an_answer_is_known_as_soon_as_all_completions_agree(seed):
    asked, chance = generated(seed), random.Random(seed)  # noqa: S311
    for _ in range(8):
        known = {fact: chance.choice(ANSWERS) for fact in facts_of(asked) if chance.random() < 0.5}
        assert asked.answer(known) == (settled(asked, known) or "unknown")


def pivotal(asked, fact):
    """The share of answers to the others for which a fact makes the difference."""
    others = [one for one in facts_of(asked) if one != fact]
    turned = 0
    for values in product(ANSWERS, repeat=len(others)):
        known = dict(zip(others, values, strict=True))
        turned += succeeds(asked, {**known, fact: "yes"}) != succeeds(asked, {**known, fact: "no"})
    return Fraction(turned, 2 ** len(others))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_chance_of_each_fact_to_decide_is_that_of_all_answers(seed):
    asked = generated(seed)
    assert asked.chances() == {fact: pivotal(asked, fact) for fact in facts_of(asked)}


def test_the_seeds_cover_settled_and_open_questions_of_one_and_two_suppliers():
    asked = [generated(seed) for seed in SEEDS]
    assert {(one.wanted, one.answer({})) for one in asked} >= set(product((1, 2), ("yes", "no", "unknown"))) - {(1, "no")}
    assert max(len(one.smallest()) for one in asked) > 5


# ---- a fact that two candidates wait for (the hosting service both rest on) ----------------------------------------------

SHARED = unknown("hosting", "secnumcloud", "host")
BOTH = Undecided((Claim("c1", "s1", frozenset({SHARED, unknown("c1", "k")})), Claim("c2", "s2", frozenset({SHARED, unknown("c2", "k")}))))


def test_one_answer_on_what_both_rest_on_settles_against_both():
    assert smallest(BOTH) == {(frozenset({(SHARED, "no")}), "no")}
    assert [(one.answer, one.facts) for one in BOTH.smallest()] == [("no", (SHARED,))]


def test_the_chance_of_a_shared_fact_is_that_of_all_answers():
    assert BOTH.chances() == {fact: pivotal(BOTH, fact) for fact in facts_of(BOTH)}


# ---- order and limits ----------------------------------------------------------------------------------------------------


def test_fewest_facts_come_first_then_fewest_people_then_what_decides_most():
    one_holder = Claim("one", "one", frozenset({unknown("one", "k1", "A"), unknown("one", "k2", "A")}))
    two_holders = Claim("two", "two", frozenset({unknown("two", "k1", "A"), unknown("two", "k2", "B")}))
    longer = Claim("longer", "longer", frozenset(unknown("longer", f"k{at}") for at in range(3)))
    found = [one.candidates for one in Undecided((longer, two_holders, one_holder)).settling() if one.answer == "yes"]
    assert found == [("one",), ("two",), ("longer",)]


def test_a_set_that_rests_on_what_a_hint_denies_comes_last():
    doubtful = Claim("doubtful", "doubtful", frozenset({unknown("doubtful", "k", hinted=True)}))
    found = [one.candidates for one in Undecided((doubtful, claim("sound", 2))).settling() if one.answer == "yes"]
    assert found == [("sound",), ("doubtful",)]


def test_people_are_named_once():
    facts = (unknown("c", "k1", "B"), unknown("c", "k2", "A"), unknown("c", "k3", "B"))
    assert Settling("yes", facts, ("c",)).holders == ("B", "A")


def test_nothing_is_listed_when_nothing_can_change_the_answer():
    assert Undecided(()).settling() == ()
    assert Undecided((claim("done", 0), claim("open", 2))).settling() == ()
    assert Undecided((claim("one", 1, "same"), claim("other", 1, "same")), wanted=2).settling() == ()


def test_lists_stop_at_their_limits():
    many = Undecided(tuple(claim(f"c{at:02}", 2) for at in range(20)))
    assert len([one for one in many.settling() if one.answer == "yes"]) == MOST_SETS
    assert Undecided((claim("long", MOST_FACTS + 1),)).settling()[0].answer == "no"
    assert [one for one in Undecided((claim("long", MOST_FACTS + 1),)).settling() if one.answer == "yes"] == []


def test_the_smallest_set_is_listed_even_doubtful_and_among_many():
    doubtful = Claim("z", "z", frozenset({unknown("z", "k", hinted=True)}))
    asked = Undecided((*(claim(f"c{at:02}", 2) for at in range(MOST_SETS)), doubtful))
    assert [one.candidates for one in asked.smallest()] == [("z",)]


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_claims_changes_no_set(seed):
    asked = generated(seed)
    turned = asked._replace(claims=asked.claims[::-1])
    assert {(one.answer, frozenset(one.facts)) for one in asked.settling()} == {
        (one.answer, frozenset(one.facts)) for one in turned.settling()
    }
