"""Under which share of the weightings each candidate takes each rank: exact for two, within the printed bound beyond."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from analysis_build import LETTERS, few, field, follows, given_by, grid, leaders, random_field, row, rows_of, vector
from hypothesis import given
from hypothesis import strategies as st

from doctrine.admissible import Part, all_weightings, centre, split, volume
from doctrine.analysis.field import Field, differences
from doctrine.analysis.robustness import bound, robustness

#: Enough draws for what must hold at any number of them.
FEW = 400
POLICIES = ("careful", "middle", "tolerant")


def firsts(asked: Field, **options):
    """The shares of first places, by candidate."""
    found = robustness(asked, **options)
    return {one.id: one.ranks[0].value for one in found.candidates}


# ---- two candidates: exact -----------------------------------------------------------------------------------------------

#: Points of two candidates, and the share of weightings under which the first leads, found by hand.
BY_HAND = [
    ((60, 50), (50, 60), (), "1/2"),
    ((80, 50), (50, 60), (), "3/4"),  # 30 w > 10 (1 − w)
    ((80, 50), (50, 60), ("a > b",), "1"),
    ((55, 50), (50, 60), ("a > b",), "2/3"),  # w > 2/3, of w > 1/2
    ((55, 50), (50, 60), ("a: [50, 80]",), "4/9"),  # from 2/3 to 4/5, of 1/2 to 4/5
    ((60, 60, 50), (50, 50, 60), (), "3/4"),
    ((60, 50, 50), (50, 60, 60), (), "1/4"),
    ((70, 50, 50), (50, 50, 60), (), "2/3"),  # values 20, 0, −10: 20 ÷ 30
    ((70, 60, 50), (50, 50, 60), (), "5/6"),  # 1 − 10/30 × 10/20
    ((50, 60, 50), (60, 50, 50), ("a > b > c",), "0"),
    ((60, 50), (50, 60), ("a = b",), "1/2"),
]


def _cell_of_three(one, other):
    """The share of the cell a > b > c where the first leads: the cell is the triangle of (1,0,0), (½,½,0) and (⅓,⅓,⅓)."""
    gap = [Fraction(high - low) for high, low in zip(one, other, strict=True)]
    values = [gap[0], (gap[0] + gap[1]) / 2, sum(gap) / 3]
    positive, negative = [one for one in values if one > 0], [-one for one in values if one < 0]
    if len(negative) == 1:
        share = Fraction(1)
        for value in positive:
            share *= negative[0] / (negative[0] + value)
        return 1 - share if len(positive) == 2 else positive[0] / (positive[0] + negative[0])
    share = Fraction(1)
    for value in negative:
        share *= positive[0] / (positive[0] + value)
    return share


@pytest.mark.parametrize(("one", "other", "texts", "expected"), BY_HAND, ids=str)
def test_the_share_of_one_of_two_is_the_one_found_by_hand(one, other, texts, expected):
    asked = field(one, other, among=given_by(*texts, count=len(one)))
    found = robustness(asked)
    assert found.drawn == 0
    assert found.of("A").ranks == ((Fraction(expected), 0), (1 - Fraction(expected), 0))
    assert found.of("B").ranks == ((1 - Fraction(expected), 0), (Fraction(expected), 0))


@pytest.mark.parametrize(
    ("one", "other"),
    [((60, 50, 50), (50, 60, 70)), ((60, 30, 50), (50, 60, 50)), ((55, 50, 80), (60, 60, 10)), ((50, 80, 50), (51, 60, 90))],
)
def test_under_a_rank_order_the_share_is_that_of_the_cell_of_the_order(one, other):
    asked = field(one, other, among=given_by("a > b > c"))
    assert robustness(asked).of("A").ranks[0] == (_cell_of_three(one, other), 0)


@few
@given(rows_of(4), rows_of(4))
def test_two_shares_are_the_volumes_on_each_side_of_their_plane(one, other):
    asked = field(one, other)
    gap = differences(vector(*one), vector(*other))
    above = volume(split(Part(asked.weightings.start, Fraction(1)), gap)) if any(gap) else Fraction(1, 2)
    assert firsts(asked) == {"A": above, "B": 1 - above}


@pytest.mark.parametrize("seed", range(8))
def test_two_shares_agree_with_a_fine_grid_of_weightings(seed):
    chance = random.Random(seed)  # noqa: S311
    texts = chance.choice([(), ("a > b",), ("a: [10, 50]",), ("a > b", "c <= 30")])
    asked = field([chance.randint(0, 100) for _ in "abc"], [chance.randint(0, 100) for _ in "abc"], among=given_by(*texts))
    inside = [weights for weights in grid(3, 120) if follows(asked.weightings, weights)]
    wins = [leaders(weights, [one.low for one in asked.rows]) for weights in inside]
    share = sum(Fraction(0 in found, len(found)) for found in wins) / len(inside)
    assert abs(share - firsts(asked)["A"]) < Fraction(25, 1000)


@few
@given(rows_of(3), rows_of(3))
def test_typical_weights_make_their_candidate_first(one, other):
    found = robustness(field(one, other))
    for mine, (name, against) in ((one, ("A", other)), (other, ("B", one))):
        line = found.of(name)
        assert (line.central is None) == (line.ranks[0].value == 0)
        if line.central is not None:
            assert sum(line.central) == 1
            lead = sum(weight * (mark - rival) for weight, mark, rival in zip(line.central, mine, against, strict=True))
            assert lead > 0 or one == other


def test_a_candidate_that_never_wins_has_no_typical_weights():
    found = robustness(field((60, 70), (50, 60)))
    assert (found.of("B").central, found.of("B").confidence, found.of("B").ranks[0].value) == (None, None, 0)
    assert found.of("A").central == (Fraction(1, 2), Fraction(1, 2))


def test_two_identical_candidates_share_the_centre_of_the_set():
    asked = field((50, 50, 50), (50, 50, 50), among=given_by("a <= 10"))
    assert robustness(asked).of("A").central == centre(asked.weightings)


def test_one_candidate_is_first_for_certain():
    (only,) = robustness(field((10, 20))).candidates
    assert only.ranks == ((1, 0),)
    assert only.central == (Fraction(1, 2), Fraction(1, 2))


# ---- many: drawn, within the bound ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_the_printed_bound_holds_where_the_share_is_known(seed):
    """A third candidate far below both changes nothing to the exact shares of the two, and makes the answer a drawn one."""
    chance = random.Random(seed)  # noqa: S311
    texts = chance.choice([(), ("a > b",), ("a: [5, 40]", "b > c"), tuple(f"{name}: [2, 25]" for name in "abcd")])
    among = given_by(*texts, count=9)
    one, other = ([chance.randint(30, 100) for _ in LETTERS] for _ in "AB")
    exact = robustness(field(one, other, among=among))
    drawn = robustness(field(one, other, [0] * 9, among=among), draws=4000)
    assert (exact.drawn, drawn.drawn) == (0, 4000)
    for name in "AB":
        (share, within), (known, none) = drawn.of(name).ranks[0], exact.of(name).ranks[0]
        assert (none, within) == (0, bound(4000))
        assert abs(share - known) <= within
    assert drawn.of("C").ranks[2] == (1, bound(4000))


def test_the_bound_is_that_of_hoeffding_rounded_up():
    for draws in (1, 1000, 10_000, 100_000):
        exact = (3.6888794541139363 / (2 * draws)) ** 0.5
        assert 0 < float(bound(draws)) - exact <= 2e-6
    assert bound(100_000) < bound(10_000) < Fraction(14, 1000)


@pytest.mark.parametrize("seed", range(4))
def test_shares_agree_with_a_monte_carlo_of_another_generator(seed):
    numpy = pytest.importorskip("numpy", reason="numpy draws the other sample")
    asked = random_field(seed, 5, 6)
    weights = numpy.random.default_rng(seed).dirichlet([1] * 6, 60_000)
    totals = weights @ numpy.array([[float(one) for one in each.low] for each in asked.rows]).T
    ranks = numpy.argsort(numpy.argsort(-totals, axis=1), axis=1)
    found = robustness(asked, draws=10_000)
    for place, line in enumerate(found.candidates):
        for rank, share in enumerate(line.ranks):
            assert abs(float(share.value) - (ranks[:, place] == rank).mean()) < float(bound(10_000) + bound(60_000))


@pytest.mark.parametrize("seed", range(3))
def test_joint_shares_and_confidences_agree_with_a_monte_carlo_of_another_generator(seed):
    numpy = pytest.importorskip("numpy", reason="numpy draws the other sample")
    asked = random_field(seed, 4, 5, unknown=True)
    generator = numpy.random.default_rng(seed)
    low, high = (numpy.array([[float(one) for one in getattr(each, side)] for each in asked.rows]) for side in ("low", "high"))
    marks = generator.uniform(low, high, (40_000, *low.shape))
    weights = generator.dirichlet([1] * 5, 40_000)
    winners = numpy.einsum("dk,drk->dr", weights, marks).argmax(axis=1)
    found = robustness(asked, draws=2000)
    assert found.marks_drawn == 2000
    for place, line in enumerate(found.candidates):
        allowed = float(line.joint.within + bound(40_000))
        assert abs(float(line.joint.value) - (winners == place).mean()) <= allowed
        if line.central is not None and line.confidence is not None:
            at_center = (marks @ numpy.array([float(one) for one in line.central])).argmax(axis=1)
            assert abs(float(line.confidence.value) - (at_center == place).mean()) <= float(line.confidence.within + bound(40_000)) + 1e-3


def test_numpy_and_plain_python_give_the_same_shares(monkeypatch):
    pytest.importorskip("numpy", reason="the extra `robust` is not installed")
    from doctrine.analysis import robustness as module

    asked = random_field(7, 6, 9)
    by_numpy = robustness(asked, draws=20_000)
    monkeypatch.setattr(module, "_numpy", lambda _draws: None)
    plain = robustness(asked, draws=20_000)
    assert by_numpy == plain
    assert by_numpy.drawn == 20_000


def test_numpy_and_plain_python_count_ties_alike(monkeypatch):
    """Rows that draw level now and then: equal on all criteria but one, which may weigh nothing."""
    pytest.importorskip("numpy", reason="the extra `robust` is not installed")
    from doctrine.analysis import robustness as module

    asked = field((50, 50, 0), (50, 50, 0), (50, 50, 1), (49, 51, 0), (51, 49, 1))
    by_numpy = robustness(asked, draws=30_000)
    monkeypatch.setattr(module, "_numpy", lambda _draws: None)
    assert by_numpy == robustness(asked, draws=30_000)


# ---- what every answer keeps ---------------------------------------------------------------------------------------------


@few
@given(st.lists(rows_of(3), min_size=1, max_size=6), st.sampled_from([(), ("a > b",), ("a: [10, 40]",), ("a = b",), ("a = 30",)]))
def test_shares_of_each_candidate_and_of_each_rank_total_one_exactly(rows, texts):
    found = robustness(field(*rows, among=given_by(*texts)), draws=100)
    for line in found.candidates:
        assert sum(share.value for share in line.ranks) == 1
    for rank in range(len(rows)):
        assert sum(line.ranks[rank].value for line in found.candidates) == 1
    assert sum(line.joint.value for line in found.candidates) == 1


@pytest.mark.parametrize("draws", [FEW, 12_000], ids=["plain", "numpy"])
def test_joint_shares_total_one_exactly_where_marks_are_unknown(draws):
    if draws > FEW:
        pytest.importorskip("numpy", reason="the extra `robust` is not installed")
    found = robustness(random_field(3, 5, 4, unknown=True), draws=draws)
    assert found.marks_drawn > 0
    assert sum(line.joint.value for line in found.candidates) == 1
    for line in found.candidates:
        if line.confidence is not None:
            assert 0 <= line.confidence.value <= 1


@few
@given(st.lists(rows_of(3), min_size=1, max_size=4), st.lists(st.integers(1, 10), min_size=3, max_size=3))
def test_a_candidate_beaten_on_every_criterion_has_a_share_of_zero(rows, less):
    beaten = [max(value - gap, -1) for value, gap in zip(rows[0], less, strict=True)]
    found = firsts(field(*rows, row("beaten", beaten)), draws=100)
    assert found["beaten"] == 0


@pytest.mark.parametrize(
    "criterion",
    [pytest.param(at) for at in range(9)],
)
def test_a_candidate_beaten_on_one_criterion_and_level_elsewhere_has_a_share_of_zero(criterion):
    pytest.importorskip("numpy", reason="100 000 draws")
    beaten = [40 if at == criterion else 50 for at in range(9)]
    assert firsts(field([50] * 9, row("beaten", beaten), [0] * 9))["beaten"] == 0


def test_a_candidate_beaten_by_less_than_a_millionth_of_a_point_has_a_share_of_zero():
    beaten = row("beaten", [50 + Fraction(1, 10**8)] * 3)
    best = row("best", [50 + Fraction(2, 10**8)] * 3)
    assert firsts(field(best, beaten, [0] * 3), draws=FEW)["beaten"] == 0


@pytest.mark.parametrize("draws", [FEW, 12_000], ids=["plain", "numpy"])
def test_rows_level_under_every_weighting_share_equally_though_they_differ(draws):
    """Two criteria tied together: 10 and 20 are worth 20 and 10; one of the two rows is there twice."""
    asked = field((10, 20, 5), (20, 10, 5), (10, 20, 5), (0, 0, 90), among=given_by("a = b", "a > c"))
    found = robustness(asked, draws=draws)
    assert found.of("A").ranks == found.of("B").ranks == found.of("C").ranks
    assert sum(line.ranks[0].value for line in found.candidates) == 1


@few
@given(st.lists(rows_of(3), min_size=1, max_size=4), st.integers(2, 3))
def test_identical_rows_share_equally(rows, copies):
    asked = field(*rows, *(row(f"copy{number}", rows[0]) for number in range(copies)))
    found = robustness(asked, draws=100)
    lines = [found.of("A"), *(found.of(f"copy{number}") for number in range(copies))]
    assert len({(line.ranks, line.central) for line in lines}) == 1


@few
@given(st.lists(rows_of(3), min_size=2, max_size=4))
def test_a_clone_takes_its_part_from_its_model_only(rows):
    before = robustness(field(*rows, [0, 0, 0]), draws=100)
    after = robustness(field(*rows, [0, 0, 0], row("clone", rows[0])), draws=100)
    shared = sum(one == rows[0] for one in [*rows, [0, 0, 0]])
    for place, one in enumerate(before.candidates):
        mine = [*rows, [0, 0, 0]][place]
        if mine != rows[0]:
            assert after.of(one.id).ranks[0] == one.ranks[0]
    assert after.of("clone").ranks[0].value * (shared + 1) == before.of("A").ranks[0].value * shared


# ---- invariances ---------------------------------------------------------------------------------------------------------


@few
@given(st.lists(rows_of(3), min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_renaming_and_shuffling_candidates_change_no_share_of_known_marks(rows, chance):
    """Exactly: weightings are drawn before candidates are looked at."""
    before = robustness(field(*rows), draws=100)
    order = list(range(len(rows)))
    chance.shuffle(order)
    after = robustness(field(*(row(f"renamed-{at}", rows[at]) for at in order)), draws=100)
    for at, line in enumerate(before.candidates):
        assert after.of(f"renamed-{at}")._replace(id=line.id) == line


def test_renaming_candidates_changes_no_share_of_unknown_marks():
    """Exactly: marks are drawn by place. Shuffling rows draws other marks: the same shares, within the bounds."""
    asked = random_field(11, 4, 3, unknown=True)
    named = asked._replace(rows=tuple(one._replace(id=f"z{one.id}") for one in asked.rows))
    shuffled = asked._replace(rows=asked.rows[::-1])
    before, renamed, other = (robustness(one, draws=FEW) for one in (asked, named, shuffled))
    for line in before.candidates:
        assert renamed.of(f"z{line.id}")._replace(id=line.id) == line
        assert abs(other.of(line.id).joint.value - line.joint.value) <= 2 * line.joint.within


@few
@given(rows_of(4), rows_of(4), st.permutations(range(4)))
def test_shuffling_criteria_with_their_weights_changes_nothing_exact(one, other, order):
    """Exactly for two candidates; drawn shares move within the bound, for each criterion then takes the draws of another."""
    plain = robustness(field(one, other))
    moved = robustness(field([one[at] for at in order], [other[at] for at in order]))
    third = (
        robustness(field(one, other, [0] * 4), draws=FEW),
        robustness(field([one[at] for at in order], [other[at] for at in order], [0] * 4), draws=FEW),
    )
    for name in "AB":
        assert moved.of(name).ranks == plain.of(name).ranks
        central = plain.of(name).central
        assert moved.of(name).central == (central and tuple(central[at] for at in order))
        assert abs(third[0].of(name).ranks[0].value - third[1].of(name).ranks[0].value) <= 2 * bound(FEW)


@few
@given(st.lists(rows_of(3), min_size=2, max_size=5), st.integers(1, 8), st.integers(0, 20), st.sampled_from(POLICIES))
def test_the_same_stretch_and_shift_of_all_points_change_no_share(rows, by, shift, policy):
    """Exactly, even drawn, for points that have at most six decimals before and after."""
    stretched = [[Fraction(value * by, 10) + shift for value in each] for each in rows]
    before, after = (robustness(field(*made), draws=100, policy=policy) for made in (rows, stretched))
    assert [line.ranks for line in before.candidates] == [line.ranks for line in after.candidates]
    assert [line.central for line in before.candidates] == [line.central for line in after.candidates]


@few
@given(st.lists(rows_of(3), min_size=2, max_size=5), st.integers(0, 100))
def test_a_criterion_on_which_all_are_equal_changes_no_first_place_between_two(rows, mark):
    """The share of two is that of the others' proportions: the constant criterion is left out of the comparison."""
    one, other = rows[:2]
    assert firsts(field(one, other)) == firsts(field([*one, mark], [*other, mark]))


def test_policies_read_the_low_bound_the_middle_or_the_high_bound():
    asked = field(row("wide", (0, 0), (100, 100)), row("sure", (40, 40)))
    assert [firsts(asked, policy=policy)["wide"] for policy in POLICIES] == [0, 1, 1]
    for policy in POLICIES:
        points = [row(one.id, one.points(policy)) for one in asked.rows]
        assert firsts(asked, policy=policy) == firsts(field(*points))


# ---- sets too thin to draw from ------------------------------------------------------------------------------------------

THIN = tuple(f"{name}: [11, 11.12]" for name in LETTERS)


def thin(*, unknown: bool) -> Field:
    asked = random_field(1, 3, 9, unknown=unknown)
    among = given_by(*THIN, count=9)
    return asked._replace(weightings=among, weights=centre(among))


def test_a_thin_set_still_has_shares_that_total_one():
    found = robustness(thin(unknown=False), draws=50)
    assert sum(line.ranks[0].value for line in found.candidates) == 1


def test_a_thin_set_still_has_joint_shares():
    found = robustness(thin(unknown=True), draws=50)
    assert sum(line.joint.value for line in found.candidates) == 1


def test_all_weightings_of_one_criterion_are_drawn_once_and_for_all():
    asked = Field(("a",), (row("A", [1]), row("B", [2]), row("C", [2])), vector(1), all_weightings(1))
    assert firsts(asked, draws=10) == {"A": 0, "B": Fraction(1, 2), "C": Fraction(1, 2)}
