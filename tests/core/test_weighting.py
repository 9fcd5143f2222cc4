"""Weights: the buyer's, the centre of what the buyer's priorities admit, or equal ones; always exact (design.md section 2)."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from itertools import pairwise, permutations

import pytest
from core_build import core, need, should, weights
from hypothesis import given
from hypothesis import strategies as st

from doctrine.model.priorities import CRITERIA, Priorities, PrioritiesRefused, read_priorities
from doctrine.weighting import centroid, weights_of

S1 = should("S1", "live-captions")
KEPT = CRITERIA[1:]


def centre(*texts):
    return centroid(read_priorities(texts))


# ---- given weights -------------------------------------------------------------------------------------------------------


def test_given_weights_are_normalised_exactly():
    used = weights_of(need(S1, weights=weights(20, 20, 15, 15, 5, 10, 5, 5, 5)))
    assert used.values["business_performance"] == Fraction(1, 5)
    assert used.values["security"] == Fraction(3, 20)
    assert sum(used.values.values()) == 1
    assert (used.origin, used.reason, used.left_out) == ("weights", "why", ())


def test_weights_that_do_not_total_100_are_normalised_all_the_same():
    used = weights_of(need(S1, weights=weights(1, 1, 1, 0, 0, 0, 0, 0, 0)))
    assert used.values["sovereignty"] == Fraction(1, 3)
    assert sum(used.values.values()) == 1


def test_without_weights_every_criterion_weighs_the_same_and_it_is_said():
    used = weights_of(need(S1))
    assert set(used.values.values()) == {Fraction(1, 9)}
    assert (used.origin, used.reason) == ("equal", "")


@pytest.mark.parametrize(
    ("asked", "origin"),
    [
        (need(), "equal"),
        (need(weights=weights(20, 20, 15, 15, 5, 10, 5, 5, 5)), "weights"),
        (need(priorities=("sovereignty > cost",)), "priorities"),
    ],
)
def test_business_performance_without_a_should_leaves_the_others_normalised(asked, origin):
    used = weights_of(asked)
    assert used.values["business_performance"] == 0
    assert sum(used.values.values()) == 1
    assert (used.left_out, used.origin) == (("business_performance",), origin)
    assert all(value > 0 for name, value in used.values.items() if name != "business_performance")


@pytest.mark.parametrize("values", [(0,) * 9, (5, *(0,) * 8)])
def test_weights_that_weigh_nothing_that_counts_fall_back_to_equal(values):
    used = weights_of(need(weights=weights(*values)))
    assert used.origin == "equal"
    assert {used.values[name] for name in KEPT} == {Fraction(1, 8)}


@core
@given(st.lists(st.decimals(0, 1000, places=3), min_size=9, max_size=9), st.decimals("0.001", 1000, places=3))
def test_scaling_all_weights_changes_nothing(values, factor):
    if not any(values[1:]):
        return
    plain = weights_of(need(weights=weights(*values)))
    scaled = weights_of(need(weights=weights(*(one * factor for one in values))))
    assert plain.values == scaled.values


# ---- priorities: orders --------------------------------------------------------------------------------------------------

ORDERS = {
    ("sovereignty > cost",): (("sovereignty", "cost"),),
    ("sovereignty > security > cost", "durability > cost"): (("sovereignty", "security"), ("security", "cost"), ("durability", "cost")),
    ("business_performance > sovereignty", "security > sovereignty", "sovereignty > availability"): (
        ("business_performance", "sovereignty"), ("security", "sovereignty"), ("sovereignty", "availability"),
    ),
    (" > ".join(CRITERIA),): tuple(pairwise(CRITERIA)),
}  # fmt: skip


@cache
def brute_force() -> dict[tuple[str, ...], dict[str, Fraction]]:
    """Every complete order of the nine, one cell of the simplex each: the mean of the centres of the cells that agree."""
    place = {name: index for index, name in enumerate(CRITERIA)}
    asked = {texts: [(place[first], place[last]) for first, last in orders] for texts, orders in ORDERS.items()}
    counts = {texts: [[0] * 9 for _ in CRITERIA] for texts in asked}
    rank = [0] * 9
    for order in permutations(range(9)):
        for position, one in enumerate(order):
            rank[one] = position
        for texts, pairs in asked.items():
            if all(rank[first] < rank[last] for first, last in pairs):
                for one in range(9):
                    counts[texts][one][rank[one]] += 1
    roc = [sum((Fraction(1, later) for later in range(position, 10)), Fraction(0)) / 9 for position in range(1, 10)]
    found = {}
    for texts, table in counts.items():
        total = sum(table[0])
        found[texts] = {name: sum(number * roc[at] for at, number in enumerate(table[index])) / total for name, index in place.items()}
    return found


@pytest.mark.parametrize("texts", ORDERS, ids=str)
def test_the_centre_of_orders_equals_the_mean_over_all_permutations(texts):
    assert centre(*texts) == brute_force()[texts]


def test_a_complete_order_gives_the_rank_order_centroid():
    found = centre(" > ".join(CRITERIA))
    assert found["durability"] == Fraction(1, 81)
    assert found["business_performance"] == sum(Fraction(1, k) for k in range(1, 10)) / 9


def test_an_order_between_two_leaves_the_others_equal():
    found = centre("sovereignty > cost")
    assert found["sovereignty"] > Fraction(1, 9) > found["cost"]
    assert {found[name] for name in CRITERIA if name not in ("sovereignty", "cost")} == {Fraction(1, 9)}
    assert sum(found.values()) == 1


def test_no_priority_is_the_centre_of_the_simplex():
    assert set(centroid(Priorities((), {})).values()) == {Fraction(1, 9)}


@core
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] < pair[1]), max_size=6), st.randoms())
def test_orders_always_give_weights_that_sum_to_one_and_agree(pairs, chance):
    texts = [f"{CRITERIA[first]} > {CRITERIA[last]}" for first, last in pairs]
    found = centre(*texts)
    assert sum(found.values()) == 1
    assert all(found[CRITERIA[first]] > found[CRITERIA[last]] for first, last in pairs)
    chance.shuffle(texts)
    assert centre(*texts, *texts) == found


# ---- priorities: ranges --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(("cost >= 40",), {"cost": Fraction(2, 5) + Fraction(3, 45)}, id="a lower bound moves the simplex"),
        pytest.param(("20 <= cost <= 20",), {"cost": Fraction(1, 5), "security": Fraction(1, 10)}, id="a fixed weight leaves an even rest"),
        pytest.param(("cost <= 0",), {"cost": Fraction(0), "security": Fraction(1, 8)}, id="a weight of nothing"),
        pytest.param(("cost >= 100",), {"cost": Fraction(1), "security": Fraction(0)}, id="everything on one"),
        pytest.param(("cost <= 100",), {"cost": Fraction(1, 9)}, id="a bound that binds nothing"),
        pytest.param(("cost >= 10", "cost <= 30", "20 <= cost <= 40"), None, id="ranges of one criterion meet"),
    ],
)
def test_ranges_have_the_centre_their_closed_form_gives(texts, expected):
    found = centre(*texts)
    assert sum(found.values()) == 1
    for name, value in (expected or centre("20 <= cost <= 30")).items():
        assert found[name] == value


@pytest.mark.parametrize("cap", [5, 10, 25, 30, 50, 90])
def test_one_upper_bound_gives_the_mean_of_a_cut_beta_law(cap):
    """One weight of the simplex of nine follows Beta(1, 8): E[w | w ≤ c] = (1 − (1−c)⁸(1+8c)) ÷ 9 ÷ (1 − (1−c)⁸)."""
    share = Fraction(cap, 100)
    tail = (1 - share) ** 8
    expected = (1 - tail * (1 + 8 * share)) / 9 / (1 - tail)
    assert centre(f"cost <= {cap}")["cost"] == expected


def test_one_range_between_two_bounds_is_a_cut_beta_law_too():
    low, high = Fraction(1, 10), Fraction(3, 10)
    size = 1 - low
    share = (high - low) / size
    tail = (1 - share) ** 8
    expected = low + size * (1 - tail * (1 + 8 * share)) / 9 / (1 - tail)
    assert centre("10 <= cost <= 30")["cost"] == expected


ZERO_SIX = tuple(f"{name} <= 0" for name in CRITERIA[3:])


def polygon_centre(bounds):
    """Centre of the triangle x + y + z = 1 cut by bounds on x, y, z: the polygon clipped side by side, exactly."""
    points = [(Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)), (Fraction(0), Fraction(0))]
    sides = []
    for axis, (low, high) in enumerate(bounds):
        take = [lambda p: p[0], lambda p: p[1], lambda p: 1 - p[0] - p[1]][axis]
        sides += [lambda p, take=take, low=low: take(p) - low, lambda p, take=take, high=high: high - take(p)]
    for side in sides:
        kept = []
        for one, other in zip(points, points[1:] + points[:1], strict=True):
            here, there = side(one), side(other)
            if here >= 0:
                kept.append(one)
            if (here > 0 > there) or (here < 0 < there):
                share = here / (here - there)
                kept.append((one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])))
        points = kept
    area = x = y = Fraction(0)
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
        cross = ax * by - bx * ay
        area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    return x / (3 * area), y / (3 * area)


SHARES = st.integers(0, 100)


@core
@given(st.tuples(*[st.tuples(SHARES, SHARES).map(sorted)] * 3))
def test_ranges_on_three_criteria_equal_the_clipped_triangle(bounds):
    lows, highs = [low for low, _ in bounds], [high for _, high in bounds]
    texts = [f"{low} <= {name} <= {high}" for name, (low, high) in zip(CRITERIA, bounds, strict=False)]
    if sum(lows) > 100 or sum(highs) < 100:
        with pytest.raises(PrioritiesRefused) as refused:
            read_priorities((*texts, *ZERO_SIX))
        assert refused.value.code == "DOC092"
        return
    found = centre(*texts, *ZERO_SIX)
    assert sum(found.values()) == 1
    for name, (low, high) in zip(CRITERIA, bounds, strict=False):
        assert Fraction(low, 100) <= found[name] <= Fraction(high, 100)
    rigid = sum(low == high for low, high in bounds)
    if sum(lows) < 100 < sum(highs) and not rigid:
        x, y = polygon_centre([(Fraction(low, 100), Fraction(high, 100)) for low, high in bounds])
        assert (found[CRITERIA[0]], found[CRITERIA[1]]) == (x, y)


def test_one_free_side_is_the_middle_of_a_segment():
    found = centre("business_performance >= 20", "sovereignty >= 30", "security <= 0", *ZERO_SIX)
    assert found["business_performance"] == Fraction(45, 100)
    assert found["sovereignty"] == Fraction(55, 100)


def test_ranges_that_leave_one_weighting_give_it():
    caps = (20, 20, 20, 10, 10, 5, 5, 5, 5)
    found = centre(*(f"{name} <= {cap}" for name, cap in zip(CRITERIA, caps, strict=True)))
    assert [found[name] for name in CRITERIA] == [Fraction(cap, 100) for cap in caps]
    found = centre(*(f"{name} >= {cap}" for name, cap in zip(CRITERIA, caps, strict=True)))
    assert [found[name] for name in CRITERIA] == [Fraction(cap, 100) for cap in caps]
    found = centre(*(f"{cap} <= {name} <= {cap}" for name, cap in zip(CRITERIA, caps, strict=True)))
    assert [found[name] for name in CRITERIA] == [Fraction(cap, 100) for cap in caps]


@pytest.mark.parametrize(
    "texts",
    [
        ("cost <= 10", "sovereignty >= 20", "security <= 15"),
        ("10 <= cost <= 30", "10 <= sovereignty <= 25", "durability <= 5", "maintenance <= 5"),
        tuple(f"{name} <= 20" for name in CRITERIA),
    ],
    ids=str,
)
def test_ranges_agree_with_a_numeric_draw_over_the_simplex(texts):
    ranges = read_priorities(texts).ranges
    lows = [float(ranges.get(name, (0, 1))[0]) for name in CRITERIA]
    highs = [float(ranges.get(name, (0, 1))[1]) for name in CRITERIA]
    size = 1 - sum(lows)
    chance = random.Random(20261122)  # noqa: S311
    sums, kept = [0.0] * 9, 0
    while kept < 4000:
        draw = [chance.expovariate(1) for _ in CRITERIA]
        total = sum(draw)
        point = [low + size * one / total for low, one in zip(lows, draw, strict=True)]
        if all(value <= high for value, high in zip(point, highs, strict=True)):
            kept += 1
            sums = [before + value for before, value in zip(sums, point, strict=True)]
    found = centre(*texts)
    assert sum(found.values()) == 1
    for name, total in zip(CRITERIA, sums, strict=True):
        assert abs(float(found[name]) - total / kept) < 0.006


# ---- priorities: reading -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("cost",), "DOC090"),
        (("",), "DOC090"),
        (("cost > price",), "DOC090"),
        (("cost > ",), "DOC090"),
        (("cost >> sovereignty",), "DOC090"),
        (("10 <= price <= 30",), "DOC090"),
        (("10 <= 20",), "DOC090"),
        (("cost <= sovereignty",), "DOC090"),
        (("10 <= 20 <= cost",), "DOC090"),
        (("10 <= cost >= 5",), "DOC090"),
        (("cost <= dear",), "DOC090"),
        (("cost <= 10 <= 20 <= 30",), "DOC090"),
        (("cost <= 101",), "DOC090"),
        (("cost >= -1",), "DOC090"),
        (("cost <= NaN",), "DOC090"),
        (("cost <= 1e-20000",), "DOC090"),
        (("cost <= Infinity",), "DOC090"),
        (("cost <= 1000000000000000",), "DOC090"),
        (("cost > sovereignty", "sovereignty > cost"), "DOC091"),
        (("cost > cost",), "DOC091"),
        (("cost > security > durability > cost",), "DOC091"),
        (("30 <= cost <= 10",), "DOC092"),
        (("cost >= 30", "cost <= 10"), "DOC092"),
        (("cost >= 60", "security >= 60"), "DOC092"),
        (tuple(f"{name} <= 10" for name in CRITERIA), "DOC092"),
        (("sovereignty > cost", "cost >= 30", "sovereignty <= 25"), "DOC093"),
        (("cost = security", "cost = 20", "security = 10"), "DOC093"),
        (("cost = security", "cost > security"), "DOC091"),
        (("cost: [30, 10]",), "DOC092"),
        (("price: [10, 30]",), "DOC090"),
        (("cost >= sovereignty",), "DOC090"),
        (("cost > 20",), "DOC090"),
    ],
)
def test_priorities_that_admit_nothing_or_cannot_be_read_are_refused(texts, code):
    with pytest.raises(PrioritiesRefused) as refused:
        read_priorities(texts)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 <= cost <= 30", (Fraction(1, 10), Fraction(3, 10))),
        ("30 >= cost >= 10", (Fraction(1, 10), Fraction(3, 10))),
        ("cost >= 10", (Fraction(1, 10), Fraction(1))),
        ("10 <= cost", (Fraction(1, 10), Fraction(1))),
        ("cost <= 30", (Fraction(0), Fraction(3, 10))),
        ("30 >= cost", (Fraction(0), Fraction(3, 10))),
        ("12.5 <= cost <= 33.3", (Fraction(1, 8), Fraction(333, 1000))),
    ],
)
def test_a_range_is_read_both_ways_round(text, expected):
    assert read_priorities((text,)).ranges == {"cost": expected}


def test_a_chain_of_orders_is_read_pair_by_pair():
    assert read_priorities(("sovereignty > security > cost",)).orders == (("sovereignty", "security"), ("security", "cost"))


def test_marks_use_the_centre_of_the_admissible_set_and_say_which():
    used = weights_of(need(S1, priorities=("10 <= cost <= 30",)))
    assert (used.origin, used.reason) == ("priorities", "10 <= cost <= 30")
    assert used.values == centre("10 <= cost <= 30")
    assert Fraction(1, 10) < used.values["cost"] < Fraction(3, 10)


def test_priorities_that_leave_nothing_to_count_fall_back_to_equal():
    used = weights_of(need(priorities=("business_performance >= 100",)))
    assert used.origin == "equal"
    assert {used.values[name] for name in KEPT} == {Fraction(1, 8)}
