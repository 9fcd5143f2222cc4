"""The set of weightings a buyer can defend: volume, centre, extreme points and shares, against closed forms and brute force."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, permutations
from math import comb, factorial

import pytest
from analysis_build import LETTERS, few, follows, given_by, grid, statements, total, vector
from hypothesis import assume, given
from hypothesis import strategies as st

from doctrine.admissible import Part, Vector, Weightings, all_weightings, centre, corners, dot, parts, share_above, split, volume
from doctrine.model.priorities import PrioritiesRefused, read_priorities
from doctrine.weighting import admitted

# ---- volumes -------------------------------------------------------------------------------------------------------------


def clipped(caps: Sequence[Fraction]) -> Fraction:
    """The share of the simplex under upper bounds, by inclusion–exclusion: Σ (−1)^|S| (1 − Σ caps of S)₊^(n−1)."""
    count = len(caps)
    found = Fraction(0)
    for size in range(count + 1):
        for chosen in combinations(caps, size):
            left = 1 - sum(chosen, Fraction(0))
            if left > 0:
                found += (-1) ** size * left ** (count - 1)
    return found


@few
@given(st.lists(st.integers(1, 100), min_size=2, max_size=6).filter(lambda caps: sum(caps) > 100))
def test_upper_bounds_leave_the_volume_that_inclusion_and_exclusion_give(caps):
    found = given_by(*(f"{name}: [0, {cap}]" for name, cap in zip(LETTERS, caps, strict=False)), count=len(caps))
    assert volume(parts(found)) == clipped([Fraction(cap, 100) for cap in caps])


@few
@given(st.lists(st.integers(0, 30), min_size=2, max_size=6).filter(lambda least: sum(least) < 100))
def test_lower_bounds_leave_a_smaller_simplex(least):
    found = given_by(*(f"{name} >= {low}" for name, low in zip(LETTERS, least, strict=False)), count=len(least))
    left = 1 - Fraction(sum(least), 100)
    assert volume(parts(found)) == left ** (len(least) - 1)
    assert centre(found) == tuple(Fraction(low, 100) + left / len(least) for low in least)


def test_nine_ranges_have_the_volume_of_the_closed_form():
    found = given_by(*(f"{name}: [2, 20]" for name in LETTERS), count=9)
    left = Fraction(82, 100)
    expected = left**8 * clipped([Fraction(18, 82)] * 9)
    assert volume(parts(found)) == expected
    assert centre(found) == (Fraction(1, 9),) * 9


@pytest.mark.parametrize("count", range(2, 8))
def test_a_complete_order_is_one_cell_of_all_those_that_permutations_make(count):
    found = given_by(" > ".join(LETTERS[:count]), count=count)
    assert volume(parts(found)) == Fraction(1, factorial(count))
    roc = tuple(sum((Fraction(1, later) for later in range(place, count + 1)), Fraction(0)) / count for place in range(1, count + 1))
    assert centre(found) == roc


ORDERS = [("a > b",), ("a > b", "a > c"), ("a > c", "b > c", "c > d"), ("a > b", "c > d"), ("a > b > d", "a > c > d", "c > e")]


@pytest.mark.parametrize("texts", ORDERS, ids=" ; ".join)
def test_orders_leave_as_many_cells_as_permutations_follow_them(texts):
    pairs = [(LETTERS.index(heavy), LETTERS.index(light)) for heavy, light in read_priorities(texts, LETTERS).orders]
    follow = sum(all(rank[heavy] < rank[light] for heavy, light in pairs) for rank in permutations(range(5)))
    assert volume(parts(given_by(*texts, count=5))) == Fraction(follow, factorial(5))


# ---- centres and extreme points ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((), ("1/3", "1/3", "1/3")),
        (("a = b",), ("1/4", "1/4", "1/2")),
        (("a = b = c",), ("1/3", "1/3", "1/3")),
        (("a = 20",), ("1/5", "2/5", "2/5")),
        (("a = 20", "b > c"), ("1/5", "3/5", "1/5")),
        (("a = b", "c = 40"), ("3/10", "3/10", "2/5")),
        (("a = b", "c > a"), ("1/6", "1/6", "2/3")),
        (("a = b", "c: [20, 40]"), ("7/20", "7/20", "3/10")),
        (("a = 20", "b: [10, 30]"), ("1/5", "1/5", "3/5")),
        (("a >= 50", "a <= 50"), ("1/2", "1/4", "1/4")),
        (("a <= 40", "b <= 30", "c <= 30"), ("2/5", "3/10", "3/10")),
        (("a = 60", "b = 40"), ("3/5", "2/5", "0")),
        (("a = b", "a = 30"), ("3/10", "3/10", "2/5")),
        (("a > b > c",), ("11/18", "5/18", "1/9")),
    ],
    ids=" ; ".join,
)
def test_the_centre_of_small_sets_is_the_one_found_by_hand(texts, expected):
    assert centre(given_by(*texts)) == vector(*expected)


def brute_corners(found: Weightings) -> set[Vector]:
    """Every crossing of as many borders as there are dimensions, kept when it follows all statements."""
    size = len(found.start)
    normals = [tuple(Fraction(int(place == at)) for at in range(size)) for place in range(size)]
    normals += [tuple(dot(cut, vertex) for vertex in found.start) for cut in found.cuts]
    kept = set()
    for chosen in combinations(normals, size - 1):
        point = _crossing([*chosen, (Fraction(1),) * size], size)
        if point is not None and all(dot(normal, point) >= 0 for normal in normals):
            kept.add(
                tuple(sum(share * vertex[at] for share, vertex in zip(point, found.start, strict=True)) for at in range(found.criteria))
            )
    return kept


def _crossing(rows: list[Sequence[Fraction]], size: int) -> tuple[Fraction, ...] | None:
    """The point where all rows are zero but the last, which is one: Gauss on rationals."""
    table = [[*map(Fraction, row), Fraction(int(place == size - 1))] for place, row in enumerate(rows)]
    for column in range(size):
        pivot = next((at for at in range(column, size) if table[at][column]), None)
        if pivot is None:
            return None
        table[column], table[pivot] = table[pivot], table[column]
        table[column] = [value / table[column][column] for value in table[column]]
        for at in range(size):
            if at != column and table[at][column]:
                table[at] = [value - table[at][column] * other for value, other in zip(table[at], table[column], strict=True)]
    return tuple(line[-1] for line in table)


def admitted_or_skipped(texts: list[str], count: int) -> Weightings:
    try:
        return given_by(*texts, count=count)
    except PrioritiesRefused:
        assume(False)
        raise


@few
@given(statements(4))
def test_extreme_points_are_the_crossings_of_borders_that_follow_every_statement(texts):
    found = admitted_or_skipped(texts, 4)
    extreme = corners(found)
    assert {corner.at for corner in extreme} == brute_corners(found)
    for at, _ in extreme:
        assert sum(at) == 1
        assert min(at) >= 0
        assert follows(found, at)


@few
@given(statements(4))
def test_the_centre_follows_every_statement_and_sums_to_one(texts):
    found = admitted_or_skipped(texts, 4)
    stated = read_priorities(tuple(texts), LETTERS[:4])
    middle = dict(zip(LETTERS, centre(found), strict=False))
    assert sum(middle.values()) == 1
    assert all(middle[heavy] > middle[light] for heavy, light in stated.orders)
    assert all(middle[one] == middle[other] for one, other in stated.ties)
    assert all(low <= middle[name] <= high for name, (low, high) in stated.ranges.items())


@few
@given(statements(3))
def test_the_volume_and_the_centre_are_those_of_a_clipped_polygon(texts):
    """Three criteria without a tie or a fixed weight: the set is a polygon; area and centre by the shoelace formula."""
    found = admitted_or_skipped(texts, 3)
    assume(len(found.start) == 3)
    x, y, area = _shoelace(_around([(one[0], one[1]) for one in brute_corners(found)]))
    assume(area)
    assert volume(parts(found)) == 2 * area
    assert centre(found)[:2] == (x, y)


def _around(points: list[tuple[Fraction, Fraction]]) -> list[tuple[Fraction, Fraction]]:
    """The convex polygon of extreme points, in order (Andrew, 1979)."""

    def chain(ordered: list[tuple[Fraction, Fraction]]) -> list[tuple[Fraction, Fraction]]:
        kept: list[tuple[Fraction, Fraction]] = []
        for x, y in ordered:
            while len(kept) > 1:
                (ax, ay), (bx, by) = kept[-2:]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                kept.pop()
            kept.append((x, y))
        return kept[:-1]

    ordered = sorted(points)
    return chain(ordered) + chain(ordered[::-1])


def _shoelace(points: list[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction, Fraction]:
    area = x = y = Fraction(0)
    for (ax, ay), (bx, by) in zip(points, [*points[1:], *points[:1]], strict=True):
        cross = ax * by - bx * ay
        area, x, y = area + cross / 2, x + (ax + bx) * cross / 6, y + (ay + by) * cross / 6
    return (x / area, y / area, area) if area else (x, y, area)


# ---- shares on one side of a plane ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, -1), "1/2"),
        ((3, -1), "3/4"),
        ((1, 1, -1), "3/4"),
        ((2, 1, -1), "5/6"),
        ((1, -1, -1), "1/4"),
        ((1, 0, -1), "1/2"),
        ((1, 0, 0), "1"),
        ((0, 0, -1), "0"),
        ((0, 0, 0), "0"),
        ((1, 1, 1, -1), "7/8"),
        ((1, 1, -1, -1), "1/2"),
    ],
    ids=str,
)
def test_the_share_above_a_plane_is_the_area_found_by_hand(values, expected):
    """With one negative vertex the share left out is ∏ −n ÷ (p − n); the others follow by symmetry."""
    assert share_above(parts(all_weightings(len(values))), vector(*values)) == Fraction(expected)


@few
@given(st.lists(st.integers(-20, 20), min_size=2, max_size=6))
def test_the_share_above_a_plane_is_the_volume_of_what_the_plane_leaves(values):
    """Two independent ways: Varsi's recurrence, and the volume of the pieces when the simplex is split."""
    start = all_weightings(len(values))
    normal = vector(*values)
    pieces = split(Part(start.start, Fraction(1)), normal)
    whole = parts(start)
    expected = volume(pieces) if any(values) else Fraction(0)
    assert share_above(whole, normal) == expected
    if any(values):
        assert share_above(whole, normal) + share_above(whole, tuple(-value for value in normal)) == 1


@pytest.mark.parametrize(
    ("texts", "normal"),
    [((), (5, -3, 1)), (("a > b",), (-2, 3, 1)), (("a: [10, 60]", "b <= 50"), (4, -5, 2)), (("a >= 20", "c > b"), (1, 2, -2))],
    ids=str,
)
def test_the_share_above_a_plane_agrees_with_a_fine_grid_of_weights(texts, normal):
    """A grid point stands for its cell: the two differ by at most about the border's share of cells."""
    found = given_by(*texts)
    inside = [weights for weights in grid(3, 150) if follows(found, weights)]
    above = sum(Fraction(int(total(weights, normal) > 0)) + Fraction(int(total(weights, normal) == 0), 2) for weights in inside)
    assert abs(share_above(parts(found), vector(*normal)) - above / len(inside)) < Fraction(2, 100)


@few
@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_the_share_for_equal_vertices_is_a_binomial_sum(positive, negative):
    """All positive vertices at p, all negative at −n: the chance that a Beta(a, b) weight passes n ÷ (p + n)."""
    a, b = len(positive), len(negative)
    p, n = positive[0], negative[0]
    at = Fraction(n, p + n)
    size = a + b - 1
    expected = 1 - sum((comb(size, k) * at**k * (1 - at) ** (size - k) for k in range(a, size + 1)), Fraction(0))
    assert share_above(parts(all_weightings(a + b)), vector(*[p] * a, *[-n] * b)) == expected


def test_ties_and_fixed_weights_leave_fewer_dimensions_not_nothing():
    for texts, size in ((("a = b",), 2), (("a = 20",), 2), (("a = b", "c = 40"), 1), (("a = 60", "b = 40"), 1)):
        found = admitted(read_priorities(texts, LETTERS[:3]), LETTERS[:3])
        assert len(found.start) == size
        assert volume(parts(found)) == 1
