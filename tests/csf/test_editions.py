"""The shipped editions of the European grid: every number of the published table, written here a second time."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from doctrine.grids.csf import never_setting
from doctrine.grids.csf_sheets import editions
from doctrine.loading.card_reader import load_words
from doctrine.resources import PACKAGE
from tests.csf.sheets import JUNE, OCTOBER, best, by_hand, judged, table

SEALS = {
    1: "1134 44444 2234 44444 44444 44444 4444 00224",
    2: "114 11124 11114 01234 44444 33344",
    3: "01234 01234 01134 00114 22234",
    4: "11444 11334 11334 12334 02444 02334",
    5: "11334 11334 44444 02334 11334 11234 11234",
    6: "01234 00234 22344 22334 03334",
    7: "11234 44444 11134 01134 01234 11444 11114",
    8: "11444 00344 11234 44444",
}
MAXIMA = {1: 125, 2: 167, 3: 200, 4: 167, 5: 143, 6: 200, 7: 143, 8: 250}
WRITTEN = {
    "1.1": ["0", "41.67", "83.34", "125.01"],
    "1.3": ["0", "41.67", "83.34", "125.01"],
    "1.7": ["0", "41.67", "83.0", "125.01"],
    "2.1": ["0", "84", "167"],
}
CRITERIA = [(f"{number}.{place}", seals) for number, row in SEALS.items() for place, seals in enumerate(row.split(), 1)]
WEIGHTS = {OCTOBER: (15, 10, 10, 15, 20, 15, 10, 5), JUNE: (20, 10, 10, 15, 10, 15, 15, 5)}


def test_june_2026_has_48_criteria_and_october_2025_says_none() -> None:
    assert [len(one.criteria) for one in editions()[JUNE].objectives] == [8, 6, 5, 6, 7, 5, 7, 4]
    assert sum(len(one.criteria) for one in editions()[JUNE].objectives) == len(CRITERIA) == 48
    assert not any(one.criteria for one in editions()[OCTOBER].objectives)


@pytest.mark.parametrize(("name", "seals"), CRITERIA)
def test_a_criterion_has_the_levels_and_the_points_of_the_published_table(name: str, seals: str) -> None:
    answers = table()[name]
    even = [Decimal(MAXIMA[int(name[0])]) * place / (len(seals) - 1) for place in range(len(seals))]
    assert "".join(str(seal) for seal, _ in answers) == seals
    assert [points for _, points in answers] == ([Decimal(one) for one in WRITTEN[name]] if name in WRITTEN else even)


@pytest.mark.parametrize(
    ("edition", "objective", "weight"),
    [(edition, f"SOV-{place}", weight) for edition, weights in WEIGHTS.items() for place, weight in enumerate(weights, 1)],
)
def test_each_weight_is_pinned(edition: str, objective: str, weight: int) -> None:
    assert {one.id: one.weight for one in editions()[edition].objectives}[objective] == weight


def test_exactly_nine_criteria_can_never_set_the_level() -> None:
    assert never_setting(editions()[JUNE]) == ("1.2", "1.4", "1.5", "1.6", "1.7", "2.5", "5.3", "7.2", "8.4")
    assert never_setting(editions()[OCTOBER]) == ()


def test_best_answers_total_a_little_more_than_one_hundred_percent() -> None:
    found = judged(answers=best())
    totals = [one.score.low * 1000 for one in found.objectives]
    assert totals == [Fraction("1000.03"), 1002, 1000, 1002, 1001, 1000, 1001, 1000]
    assert found.score.low == found.score.high == Fraction("1.000756")
    assert found.score.low == by_hand(best())[2]
    assert found.level == (4, 4)
    assert found.governing == ()
    assert all(one.governing == () for one in found.objectives)


def test_no_later_answer_has_a_lower_level_or_fewer_points() -> None:
    for name, answers in table().items():
        assert sorted(answers) == answers, name


def test_sources_and_confidence_are_those_of_the_readings() -> None:
    assert {name: one.source.confidence for name, one in editions().items()} == {OCTOBER: "Pm", JUNE: "S"}


def test_every_objective_and_criterion_has_its_own_name_in_both_languages() -> None:
    for edition in editions().values():
        labels = [one.label for one in edition.objectives] + [each.label for one in edition.objectives for each in one.criteria]
        assert len({one.fr for one in labels}) == len({one.en for one in labels}) == len(labels)
        assert all("'" not in one.fr for one in labels)


def test_diagnostics_of_the_grid_are_explained_in_both_languages() -> None:
    for language in ("fr", "en"):
        entries = load_words(PACKAGE / "locales" / language)[0]["diagnostics"]
        assert {f"DOC{number}" for number in range(650, 660)} <= set(entries)
