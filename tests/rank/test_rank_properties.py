"""A candidate never changes the order of the others: whatever is added, taken away, cloned, renamed or shuffled around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doctrine.analysis.field import QUANTILES, ranking
from doctrine.analysis.robustness import robustness
from doctrine.commands.rank import field_of
from doctrine.grids.matrix import matrix_of
from doctrine.model.case import Policy

HEADER = "candidate;a;b;c\ndirection;;min;\nscale;0..50;0..900;\nvalue;;;0:0|20:70|60:100\n"
NUMBERS = st.integers(-20, 120).map(str)
CELL = st.one_of(NUMBERS, st.just(""), st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda two: f"{min(two)}..{max(two)}"))
CELLS = st.one_of(CELL, st.tuples(st.integers(0, 60), st.integers(0, 9)).map(lambda two: f"{two[0]}±{two[1]}"))
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=2, max_size=7)
WEIGHTS = st.sampled_from(["weights;2;3;5", "weights;0;0;1", "priorities;a > b", "priorities;a = b;10 <= c <= 40", "weights;99;0,9;0"])
POLICY = st.sampled_from(["careful", "middle", "tolerant"])
Named = Sequence[tuple[str, tuple[str, str, str]]]


def ranks(rows: Named, weights: str, policy: Policy) -> dict[str, tuple[Fraction, Fraction]]:
    """What places each candidate: its total, then its best total."""
    text = HEADER + weights + "\n" + "".join(f"{name};{';'.join(cells)}\n" for name, cells in rows)
    found = matrix_of(text.encode(), "m.csv", quantiles=QUANTILES)
    assert found.matrix is not None, found.diagnostics
    return {place.id: (place.total, place.high) for place in ranking(field_of(found.matrix), policy)}


def named(rows: Sequence[tuple[str, str, str]]) -> list[tuple[str, tuple[str, str, str]]]:
    return [(f"n{place}", row) for place, row in enumerate(rows)]


CHANGES: dict[str, Callable[[Named], Named]] = {
    "added": lambda rows: [*rows, ("new", ("200", "0", "500"))],
    "taken-away": lambda rows: rows[1:],
    "cloned": lambda rows: [*rows, ("twin", rows[0][1])],
    "shuffled": lambda rows: list(reversed(rows)),
}


@pytest.mark.parametrize("kind", CHANGES)
@settings(max_examples=40, deadline=None)
@given(rows=ROWS, weights=WEIGHTS, policy=POLICY)
def test_the_others_keep_their_totals_and_so_their_order(kind: str, rows: list[tuple[str, str, str]], weights: str, policy: Policy) -> None:
    before, after = ranks(named(rows), weights, policy), ranks(CHANGES[kind](named(rows)), weights, policy)
    common = before.keys() & after.keys()
    assert len(common) >= len(rows) - 1
    assert {name: before[name] for name in common} == {name: after[name] for name in common}


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, weights=WEIGHTS, policy=POLICY)
def test_a_new_name_changes_nothing_but_the_name(rows: list[tuple[str, str, str]], weights: str, policy: Policy) -> None:
    before = ranks(named(rows), weights, policy)
    after = ranks([(f"z{99 - place}", row) for place, row in enumerate(rows)], weights, policy)
    assert [before[f"n{place}"] for place in range(len(rows))] == [after[f"z{99 - place}"] for place in range(len(rows))]


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, weights=WEIGHTS)
def test_other_units_change_nothing(rows: list[tuple[str, str, str]], weights: str) -> None:
    """The first column written in thousandths, with its scale."""
    whole = [(cells[0] if cells[0].lstrip("-").isdigit() else "7", cells[1], cells[2]) for cells in rows]
    thousandths = [(_thousandth(cells[0]), cells[1], cells[2]) for cells in whole]
    text = (HEADER.replace("0..50;", "0..0,05;") + weights + "\n" + "".join(f"{n};{';'.join(c)}\n" for n, c in named(thousandths))).encode()
    found = matrix_of(text, "m.csv", quantiles=QUANTILES)
    assert found.matrix is not None
    assert {place.id: (place.total, place.high) for place in ranking(field_of(found.matrix))} == ranks(named(whole), weights, "careful")


def _thousandth(text: str) -> str:
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    return f"{sign}0.{int(digits):03d}"


@settings(max_examples=25, deadline=None)
@given(rows=ROWS, weights=WEIGHTS, policy=POLICY)
def test_the_shares_of_each_rank_and_of_each_candidate_total_one(rows: list[tuple[str, str, str]], weights: str, policy: Policy) -> None:
    text = HEADER + weights + "\n" + "".join(f"{name};{';'.join(cells)}\n" for name, cells in named(rows))
    found = matrix_of(text.encode(), "m.csv", quantiles=QUANTILES)
    assert found.matrix is not None
    shares = robustness(field_of(found.matrix), policy=policy, draws=200).candidates
    assert all(sum(share.value for share in one.ranks) == 1 for one in shares)
    assert all(sum(one.ranks[rank].value for one in shares) == 1 for rank in range(len(rows)))
    assert sum(one.joint.value for one in shares) == 1


LETTERS = 'candidte;,\t\n"#0123.-±?a>=<|:[]'


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.text(LETTERS, max_size=200).map(lambda text: "candidate;a;b\n" + text)))
def test_any_text_is_a_matrix_or_diagnostics_never_an_exception(text: str) -> None:
    found = matrix_of(text.encode("utf-8", "surrogatepass"), "m.csv", quantiles=QUANTILES)
    assert (found.matrix is None) == bool(found.diagnostics)
