"""Three-valued logic: what is unknown never decides, nor prevents deciding (Kleene, 1952, § 64), against every completion."""

from __future__ import annotations

from itertools import product

import pytest

from doctrine.analysis.kleene import all_of, any_of, at_least

TRUTHS = ("yes", "no", "unknown")
LISTS = [truths for size in range(5) for truths in product(TRUTHS, repeat=size)]


def completed(truths, question):
    """The answer common to all completions of the unknown ones; `unknown` when two of them disagree."""
    answers = {
        question([one == "yes" for one in made]) for made in product(*(("yes", "no") if one == "unknown" else (one,) for one in truths))
    }
    return "unknown" if len(answers) == 2 else "yes" if answers == {True} else "no"


def test_the_lists_are_all_those_of_up_to_four_truths():
    assert len(set(LISTS)) == 1 + 3 + 9 + 27 + 81


@pytest.mark.parametrize("truths", LISTS, ids="-".join)
def test_each_connective_is_what_all_completions_agree_on(truths):
    assert all_of(truths) == completed(truths, all)
    assert any_of(truths) == completed(truths, any)
    for wanted in range(6):
        assert at_least(wanted, truths) == completed(truths, lambda made, wanted=wanted: sum(made) >= wanted)


#: Kleene's own tables: rows and columns yes, unknown, no.
AND = {("yes", "yes"): "yes", ("yes", "unknown"): "unknown", ("unknown", "unknown"): "unknown"}
OR = {("no", "no"): "no", ("no", "unknown"): "unknown", ("unknown", "unknown"): "unknown"}


@pytest.mark.parametrize("pair", list(product(TRUTHS, repeat=2)), ids="-".join)
def test_the_tables_of_two_are_those_of_the_book(pair):
    one, other = pair
    assert all_of(pair) == AND.get(pair, AND.get((other, one), "no"))
    assert any_of(pair) == OR.get(pair, OR.get((other, one), "yes"))


def test_any_iterable_will_do():
    assert all_of(iter(["yes", "unknown"])) == "unknown"
    assert at_least(1, iter(["yes", "unknown"])) == "yes"
