"""Drawn weightings: whole numbers, the same with numpy or without, on any machine; they follow every statement around its centre."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from fractions import Fraction
from itertools import islice

import pytest
from analysis_build import LETTERS, few, given_by, statements, vector
from hypothesis import assume, given

from doctrine.admissible import Weightings, all_weightings, centre
from doctrine.analysis.sampling import SEED, UNIT, many_mixed, many_weightings, mixed, plan, weightings
from doctrine.model.priorities import PrioritiesRefused, read_priorities

ROUNDING = Fraction(18, UNIT)

SETS = {
    "everything": all_weightings(9),
    "one criterion": all_weightings(1),
    "two criteria": all_weightings(2),
    "an order": given_by("a > b > c", "d > e", count=9),
    "ranges": given_by("a: [10, 30]", "b <= 15", "c >= 5", count=9),
    "ties and a fixed weight": given_by("a = b", "c = 20", "d > a", count=6),
    "all fixed": given_by("a = 60", "b = 40", count=3),
    "many ranges, some by refusal": given_by(*(f"{name}: [2, 25]" for name in LETTERS), count=9),
    "no volume": Weightings(all_weightings(3).start, (vector(1, -1, 0), vector(-1, 1, 0))),
}


@pytest.fixture(params=SETS.values(), ids=SETS.keys(), name="found")
def _found(request):
    return request.param


def test_numpy_draws_the_same_whole_numbers(found):
    numpy = pytest.importorskip("numpy", reason="the extra `robust` is not installed")
    made = plan(found)
    plain = list(weightings(made, 3000))
    blocks = numpy.concatenate(list(many_weightings(made, 3000)))
    assert [tuple(one) for one in blocks.tolist()] == plain
    assert len(plain) == 3000


def test_numpy_mixes_counters_as_python_does():
    numpy = pytest.importorskip("numpy", reason="the extra `robust` is not installed")
    counters = [*range(2000), *range(1 << 40, (1 << 40) + 2000)]
    assert many_mixed(numpy, numpy.array(counters, dtype=numpy.uint64)).tolist() == [mixed(one) for one in counters]


def test_blocks_of_numpy_do_not_show_in_the_draws():
    numpy = pytest.importorskip("numpy", reason="the extra `robust` is not installed")
    made = plan(SETS["an order"])
    blocks = list(many_weightings(made, 45_000))
    assert len(blocks) > 1
    assert sum(map(len, blocks)) == 45_000
    last = numpy.concatenate(blocks)[-1].tolist()
    assert tuple(last) == next(islice(weightings(made, 45_000), 44_999, None))


def test_the_counter_is_mixed_as_splitmix64_does():
    """The published generator, seeded with the same number: its state grows by the golden ratio before each output."""

    def published(state):
        while True:
            state = (state + 0x9E3779B97F4A7C15) % 2**64
            z = state
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) % 2**64
            yield z ^ (z >> 31)

    assert [mixed(counter) for counter in range(1, 500)] == list(islice(published(SEED), 499))


def test_draws_are_whole_numbers_that_total_about_one_unit_squared(found):
    """Gaps total one unit and one more for each; the vertices are cut to whole numbers, each weight by less than one."""
    for weights in weightings(plan(found), 500):
        assert all(isinstance(one, int) and one >= 0 for one in weights)
        assert (UNIT + 1) * (UNIT - len(weights)) <= sum(weights) <= (UNIT + len(weights)) * UNIT


def _check(draws, texts, count):
    stated = read_priorities(tuple(texts), LETTERS[:count])
    place = {name: at for at, name in enumerate(LETTERS)}
    for weights in draws:
        share = [Fraction(one, sum(weights)) for one in weights]
        assert all(share[place[heavy]] >= share[place[light]] - ROUNDING for heavy, light in stated.orders)
        assert all(abs(share[place[one]] - share[place[other]]) <= ROUNDING for one, other in stated.ties)
        assert all(low - ROUNDING <= share[place[name]] <= high + ROUNDING for name, (low, high) in stated.ranges.items())


@few
@given(statements(5))
def test_draws_follow_every_statement_up_to_the_rounding(texts):
    try:
        found = given_by(*texts, count=5)
    except PrioritiesRefused:
        assume(False)
    _check(weightings(plan(found), 60), texts, 5)


def test_draws_that_refuse_follow_every_statement_too():
    texts = [f"{name}: [2, 25]" for name in LETTERS]
    made = plan(given_by(*texts, count=9))
    assert made.refusing
    _check(weightings(made, 2000), texts, 9)


@pytest.mark.parametrize("name", [name for name in SETS if name != "no volume"])
def test_the_mean_of_draws_is_the_centre(name):
    """A weight of a set of diameter one has a deviation under 1/2: five errors of the mean of 20 000 draws are under 0.018."""
    found, count = SETS[name], 20_000
    sums = [0] * found.criteria
    for weights in weightings(plan(found), count):
        sums = [before + one for before, one in zip(sums, weights, strict=True)]
    for mean, exact in zip(sums, centre(found), strict=True):
        assert abs(Fraction(mean, count * UNIT * UNIT) - exact) < Fraction(18, 1000)


@pytest.mark.parametrize("limit", [Fraction(1, 20), Fraction(1, 9), Fraction(1, 4), Fraction(1, 2)])
def test_one_weight_of_nine_follows_the_beta_law(limit):
    draws = list(weightings(plan(all_weightings(9)), 20_000))
    under = Fraction(sum(Fraction(one[4], UNIT * UNIT) < limit for one in draws), len(draws))
    assert abs(under - (1 - (1 - limit) ** 8)) < Fraction(18, 1000)


#: sha-256 of 2 000 draws of each set: what is printed rests on them, so they never change unsaid.
PROBE = """
import sys
from hashlib import sha256
from doctrine.admissible import all_weightings
from doctrine.analysis.sampling import plan, weightings
from doctrine.model.priorities import read_priorities
from doctrine.weighting import admitted
sets = [all_weightings(9), admitted(read_priorities(("sovereignty > cost", "cost: [10, 30]", "security = durability")))]
print(sha256(repr([list(weightings(plan(one), 2000)) for one in sets]).encode()).hexdigest())
"""


def test_the_same_bytes_in_other_processes_whatever_their_hash_seed_and_language():
    from doctrine.weighting import admitted

    second = admitted(read_priorities(("sovereignty > cost", "cost: [10, 30]", "security = durability")))
    here = hashlib.sha256(repr([list(weightings(plan(one), 2000)) for one in (all_weightings(9), second)]).encode()).hexdigest()
    for seed, language in (("0", "C"), ("4242", "tr_TR.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": language, "LANG": language}
        ran = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True, env=environment)
        assert ran.stdout.strip() == here


THIN = tuple(f"{name}: [11, 11.12]" for name in LETTERS)


def test_a_thin_set_is_drawn_from_all_the_same():
    found = given_by(*THIN, count=9)
    assert len(list(weightings(plan(found), 50))) == 50
