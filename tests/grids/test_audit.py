"""What recomputing promises: exact grids pass whatever their order, every rounding is named, planted errors are found."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from grid_build import CRITERIA, MARKS, WEIGHTS, ranks, shown, totals, yaml_grid
from hypothesis import given, settings
from hypothesis import strategies as st

from doctrine.grids.auditing import audit
from doctrine.grids.reading import grid_of
from doctrine.grids.verdicts import Audit
from doctrine.model.grid import MODES, Mode, Rounding, Stage


def audited(data: bytes) -> Audit:
    loaded = grid_of(data, "grille.yaml")
    assert loaded.grid is not None, loaded.diagnostics
    return audit(loaded.grid)


def kinds(found: Audit) -> list[str]:
    return [one.kind for one in found.causes]


def test_an_exact_grid_is_reproducible() -> None:
    written = totals()
    found = audited(yaml_grid(written=written, ranked=ranks(written)))
    assert (found.verdict, found.convention, found.explanations, found.causes) == ("reproducible", "normalised", (), ())


STAGES: tuple[Stage, ...] = ("total", "weighted", "marks")


@pytest.mark.parametrize("decimals", [0, 1, 2])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("stage", STAGES)
def test_every_rounding_at_every_stage_is_explained_and_named(stage: Stage, mode: Mode, decimals: int) -> None:
    written = totals(rounding=(stage, mode, decimals))
    found = audited(yaml_grid(written=written))
    assert found.verdict == "explained"
    [one] = found.explanations
    ways = (one.roundings, *one.also)
    assert (Rounding(stage, mode, decimals),) in ways
    exact = totals()
    assert set(one.rows) == {name for name in MARKS if written[name] != exact[name]}
    assert found.causes == ()


def test_ties_tell_modes_apart() -> None:
    marks = {"a": ("10.005", "10.005", "10.005"), "b": ("10.015", "10.015", "10.015"), "c": ("12.001", "12.001", "12.001")}
    for mode in MODES:
        found = audited(yaml_grid(marks, totals(marks, rounding=("total", mode, 2))))
        named = {one[0].mode for one in (found.explanations[0].roundings, *found.explanations[0].also) if one[0].stage == "total"}
        assert named == {mode}


def test_an_announced_rounding_is_recognised_first() -> None:
    written = totals(rounding=("total", "truncated", 1))
    found = audited(yaml_grid(written=written, head="rounding: {stage: total, mode: truncated, decimals: 1}"))
    assert found.explanations[0].announced
    assert found.explanations[0].roundings == (Rounding("total", "truncated", 1),)


def test_rounding_that_changes_the_order_is_said() -> None:
    marks = {"a": ("10.04", "10.04", "10.04"), "b": ("10.01", "10.01", "10.01")}
    found = audited(yaml_grid(marks, totals(marks, rounding=("total", "half_up", 1))))
    assert (found.verdict, found.order_by_rounding) == ("explained", True)


@pytest.mark.parametrize("mode", [None, *MODES])
def test_permuted_weights_are_named(mode: Mode | None) -> None:
    swapped = (WEIGHTS["valeur-technique"], WEIGHTS["prix"], WEIGHTS["environnement"])
    written = totals(weights=swapped, rounding=("total", mode, 2) if mode else None)
    found = audited(yaml_grid(written=written))
    assert found.verdict == "not_reproducible"
    assert ("permuted_weights", ("prix", "valeur-technique")) in [(one.kind, one.subject) for one in found.causes]


def test_a_mean_in_place_of_a_minimum_is_named() -> None:
    written = {name: round(sum(map(Fraction, row)) / 3, 2) for name, row in MARKS.items()}
    found = audited(yaml_grid(written=written, head="method: minimum"))
    assert found.verdict == "not_reproducible"
    assert [(one.kind, one.written, one.explaining) for one in found.causes] == [("other_aggregate", "minimum", "mean")]


def test_a_mean_in_place_of_a_minimum_of_sub_criteria_is_named() -> None:
    text = """\
format: grid/1
title: t
criteria:
  - {id: tech, label: Technique, aggregate: minimum}
  - {id: a, parent: tech}
  - {id: b, parent: tech}
  - {id: prix}
candidates:
  - {id: x, marks: {a: 4, b: 8, prix: 10}, total: 16}
  - {id: y, marks: {a: 6, b: 7, prix: 9}, total: 15.5}
"""
    found = audited(text.encode())
    assert [(one.kind, one.subject, one.explaining) for one in found.causes if one.kind == "other_aggregate"] == [
        ("other_aggregate", ("tech",), "mean")
    ]


def test_weights_over_the_announced_total_are_named() -> None:
    weights = {"prix": "45", "valeur-technique": "40", "environnement": "20"}
    written = {name: value * 105 / 100 for name, value in totals(weights=tuple(weights.values())).items()}
    found = audited(yaml_grid(written=written, weights=weights, head="announced_total: 100"))
    assert (found.verdict, kinds(found)[0]) == ("not_reproducible", "unnormalised_weights")


def test_forgotten_weights_are_named() -> None:
    written = {name: sum(map(Fraction, row), Fraction(0)) for name, row in MARKS.items()}
    assert kinds(audited(yaml_grid(written=written)))[0] == "weights_ignored"


def test_one_wrong_weight_is_found_with_its_value() -> None:
    written = totals(weights=("45", "30", "15"), rounding=("total", "half_up", 4))
    found = audited(yaml_grid(written=written))
    assert ("wrong_weight", ("valeur-technique",), "30") in [(one.kind, one.subject, one.explaining) for one in found.causes]


WRONG = [(row, column) for row in MARKS for column in range(3)]


@pytest.mark.parametrize(("row", "column"), WRONG)
def test_a_wrong_cell_is_named_with_the_value_that_explains(row: str, column: int) -> None:
    """One mark mistyped after the totals were made: the cell, its true value, and no other row."""
    true = MARKS[row][column]
    typed = str(Decimal(true) + 1)
    marks = {**MARKS, row: tuple(typed if place == column else mark for place, mark in enumerate(MARKS[row]))}
    found = audited(yaml_grid(marks, totals()))
    assert found.verdict == "not_reproducible"
    cells = [(one.subject, Fraction(one.explaining)) for one in found.causes if one.kind == "wrong_cell"]
    assert ((row, CRITERIA[column]), Fraction(true)) in cells
    assert {one.subject[0] for one in found.causes if one.kind in {"wrong_cell", "wrong_total"}} == {row}


def test_a_wrong_total_proposes_the_right_one() -> None:
    written = totals(rounding=("total", "half_up", 2))
    wrong = {**written, "beta": written["beta"] + 1}
    found = audited(yaml_grid(written=wrong))
    assert ("wrong_total", shown(written["beta"])) in [(one.kind, one.explaining) for one in found.causes]


def test_a_wrong_rank_alone_is_named() -> None:
    written = totals()
    right = ranks(written)
    first, second = sorted(right, key=right.__getitem__)[:2]
    found = audited(yaml_grid(written=written, ranked={**right, first: right[second], second: right[first]}))
    assert (found.verdict, kinds(found)) == ("not_reproducible", ["wrong_rank", "wrong_rank"])


def test_a_rounding_that_fits_one_row_of_two_is_not_found() -> None:
    """7.3 was not rounded to a whole number: weights of 110 were divided by 100."""
    text = """\
format: grid/1
title: t
criteria: [{id: q, weight: 50}, {id: d, weight: 30}, {id: p, weight: 30}]
candidates:
  - {id: a, marks: {q: 8, d: 8, p: 7.5}, total: 8}
  - {id: b, marks: {q: 8, d: 7, p: 4}, total: 7.3}
"""
    found = audited(text.encode())
    assert (found.verdict, found.explanations, found.nearest, found.order_by_rounding) == ("not_reproducible", (), None, False)
    assert [row.explained for row in found.rows] == [row.exact for row in found.rows]
    right = audited(text.replace("total: 8}", "total: 8.65}").encode())
    assert [one.kind for one in right.causes] == ["unnormalised_weights"]


def test_a_rounding_of_most_rows_is_only_the_nearest() -> None:
    written = totals(rounding=("total", "half_up", 2))
    found = audited(yaml_grid(written={**written, "beta": written["beta"] + 1}))
    assert (found.verdict, found.explanations) == ("not_reproducible", ())
    assert found.nearest is not None
    assert (found.nearest.roundings, set(found.nearest.rows)) == ((Rounding("total", "half_up", 2),), {"alpha", "gamma", "delta"})


def test_equal_totals_may_share_a_rank_or_split_it() -> None:
    marks = {"a": ("10", "10", "10"), "b": ("10", "10", "10"), "c": ("9", "9", "9")}
    for ranked in ({"a": 1, "b": 1, "c": 3}, {"a": 1, "b": 1, "c": 2}, {"a": 1, "b": 2, "c": 3}):
        assert audited(yaml_grid(marks, totals(marks), ranked=ranked)).verdict == "reproducible"


def test_nothing_written_is_not_called_reproducible() -> None:
    assert audited(yaml_grid()).verdict == "nothing_written"


PRICES = """\
format: grid/1
title: t
criteria:
  - {{id: prix, kind: price, weight: 60, maximum: 20, formula: {formula}}}
  - {{id: env, weight: 40, maximum: 20}}
candidates:
  - {{id: a, price: 900, marks: {{prix: {a}, env: 12}}}}
  - {{id: b, price: 1000, marks: {{prix: {b}, env: 14}}}}
  - {{id: c, price: 1300, marks: {{prix: {c}, env: 16}}}}
"""


@pytest.mark.parametrize(
    ("formula", "marks", "verdict", "cause"),
    [
        ("proportional_lowest", ("20", "18", "13.85"), "explained", None),
        ("proportional_lowest", ("20", "18", "13.84"), "explained", None),
        ("linear_dearest_zero", ("20", "15", "0"), "reproducible", None),
        ("linear_dearest_zero", ("20", "18", "13.85"), "not_reproducible", "proportional_lowest"),
        ("proportional_lowest", ("20", "17.78", "11.11"), "not_reproducible", "linear_gap"),
        ("proportional_lowest", ("20", "17", "13.85"), "not_reproducible", None),
    ],
)
def test_price_marks_follow_their_formula(formula: str, marks: tuple[str, str, str], verdict: str, cause: str | None) -> None:
    found = audited(PRICES.format(formula=formula, a=marks[0], b=marks[1], c=marks[2]).encode())
    assert found.verdict == verdict
    assert [one.explaining for one in found.causes if one.kind == "other_formula"] == ([cause] if cause else [])


def test_sums_by_group_and_by_lot() -> None:
    text = """\
format: grid/1
title: t
lots: [{id: nord}, {id: sud}]
criteria:
  - {id: p-nord, lot: nord, group: Prix, weight: 60}
  - {id: q-nord, lot: nord, group: Qualité, weight: 40}
  - {id: p-sud, lot: sud, group: Prix, weight: 70}
  - {id: q-sud, lot: sud, group: Qualité, weight: 30.5}
candidates:
  - {id: a, lot: nord, marks: {p-nord: 10, q-nord: 5}, total: 8, rank: 1}
  - {id: a, lot: sud, marks: {p-sud: 10, q-sud: 10}, total: 10, rank: 1}
"""
    found = audited(text.encode())
    assert [(one.name, one.total) for one in found.groups] == [("Prix", 130), ("Qualité", Fraction(141, 2))]
    assert [(one.name, one.total) for one in found.lots] == [("nord", 100), ("sud", Fraction(201, 2))]
    assert found.verdict == "reproducible"


def test_lots_averaged_with_weights_are_recomputed() -> None:
    text = """\
format: grid/1
title: t
across_lots: weighted
lots: [{id: nord, weight: 3}, {id: sud, weight: 1}]
criteria:
  - {id: p-nord, lot: nord, weight: 100}
  - {id: p-sud, lot: sud, weight: 100}
candidates:
  - {id: a, marks: {p-nord: 10, p-sud: 6}, total: 9}
"""
    assert audited(text.encode()).verdict == "reproducible"


MARK = st.integers(0, 2000).map(lambda value: f"{value / 100:.2f}")
WEIGHT = st.integers(1, 80).map(str)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(MARK, MARK, MARK), min_size=1),
    st.tuples(WEIGHT, WEIGHT, WEIGHT),
    st.permutations(range(3)),
    st.randoms(use_true_random=False),
)
def test_an_exact_grid_is_reproducible_whatever_the_order(marks, weights, order, chance) -> None:  # type: ignore[no-untyped-def]
    whole = sum(map(int, weights))
    written = {name: value * whole for name, value in totals(marks, weights).items()}
    rows = list(marks)
    chance.shuffle(rows)
    lines = ["format: grid/1", "title: t", "method: weighted", "criteria:"]
    lines += [f"  - {{id: c{place}, weight: {weights[place]}}}" for place in order]
    lines.append("candidates:")
    for name in rows:
        cells = ", ".join(f"c{place}: {marks[name][place]}" for place in order)
        lines.append(f"  - {{id: {name}, marks: {{{cells}}}, total: {shown(written[name])}, rank: {ranks(written)[name]}}}")
    found = audited(("\n".join(lines) + "\n").encode())
    assert (found.verdict, found.causes) == ("reproducible", ())
