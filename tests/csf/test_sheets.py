"""Sheets with one mistake each: weights compared one by one, editions never mixed, names and positions that exist."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from doctrine.grids.csf_sheets import editions, read_sheet
from tests.csf.sheets import JUNE, OCTOBER, best, codes, written

WEIGHTS = {name: {one.id: int(one.weight) for one in edition.objectives} for name, edition in editions().items()}
SWAPS = [
    (edition, first, second)
    for edition, weights in WEIGHTS.items()
    for first, second in combinations(weights, 2)
    if weights[first] != weights[second]
]


@pytest.mark.parametrize("edition", [JUNE, OCTOBER])
def test_the_weights_of_the_edition_are_accepted(edition: str) -> None:
    assert codes(written(edition, weights=WEIGHTS[edition])) == []


@pytest.mark.parametrize(("edition", "first", "second"), SWAPS)
def test_two_swapped_weights_are_named_though_their_total_is_right(edition: str, first: str, second: str) -> None:
    weights = dict(WEIGHTS[edition])
    weights[first], weights[second] = weights[second], weights[first]
    assert sum(weights.values()) == 100
    ((code, values),) = codes(written(edition, weights=weights))
    assert code == "DOC652"
    assert (values["first"], values["second"]) == (first, second)
    assert (values["first_weight"], values["second_weight"]) == (str(weights[first]), str(weights[second]))


def test_a_rotation_of_three_weights_is_told_one_by_one() -> None:
    weights = WEIGHTS[JUNE] | {"SOV-1": 10, "SOV-2": 15, "SOV-4": 20}
    assert sum(weights.values()) == 100
    found = codes(written(weights=weights))
    assert [(code, one["name"], one["given"], one["right"]) for code, one in found] == [
        ("DOC654", "SOV-1", "10", "20"),
        ("DOC654", "SOV-2", "15", "10"),
        ("DOC654", "SOV-4", "20", "15"),
    ]


def test_wrong_weights_leave_the_sheet_usable() -> None:
    loaded = read_sheet(written(weights=WEIGHTS[JUNE] | {"SOV-8": 6}), "sheet", editions())
    assert loaded.sheet is not None
    assert [one.code for one in loaded.diagnostics] == ["DOC654"]


@pytest.mark.parametrize(("edition", "other"), [(JUNE, OCTOBER), (OCTOBER, JUNE)])
def test_the_weights_of_another_edition_are_a_mixture_and_refused(edition: str, other: str) -> None:
    loaded = read_sheet(written(edition, weights=WEIGHTS[other]), "sheet", editions())
    assert [one.code for one in loaded.diagnostics] == ["DOC657"]
    assert loaded.diagnostics[0].values["other"] == other
    assert loaded.sheet is None


OBJECTIVES = {"SOV-1": {"seal": 3, "score": "60"}}
MISTAKES: dict[str, tuple[bytes, str, dict[str, str]]] = {
    "unknown-edition": (written("2026-07"), "DOC650", {"near": "2026-06"}),
    "edition-by-version": (written("1.2.1"), "DOC650", {"near": "", "known": "2025-10, 2026-06"}),
    "unknown-criterion": (written(answers={"1.9": 1}), "DOC651", {"text": "1.9"}),
    "criterion-by-objective": (written(answers={"SOV-1": 1}), "DOC651", {"text": "SOV-1"}),
    "objective-in-small-letters": (written(OCTOBER, objectives={"sov-1": {"seal": 3}}), "DOC651", {"near": "SOV-1"}),
    "proof-of-nothing": (written(proofs={"9.9": {"proof": "tested", "source": "x"}}), "DOC651", {"text": "9.9"}),
    "weight-of-nothing": (written(weights=WEIGHTS[JUNE] | {"SOV-9": 0}), "DOC651", {"text": "SOV-9"}),
    "answers-of-june-in-october": (written(OCTOBER, answers={"1.1": 1}), "DOC653", {"part": "answers", "other": JUNE}),
    "results-of-october-in-june": (written(objectives=OBJECTIVES), "DOC653", {"part": "objectives", "other": OCTOBER}),
    "answer-beyond-the-last": (written(answers={"1.1": 5}), "DOC655", {"text": "5", "count": "4"}),
    "answer-zero": (written(answers={"1.1": 0}), "DOC655", {"text": "0"}),
    "answer-by-level": (written(answers={"1.1": "SEAL-3"}), "DOC655", {"text": "SEAL-3"}),
    "answer-in-other-digits": (written(answers={"1.1": "٣"}), "DOC655", {"text": "٣"}),
    "level-five": (written(OCTOBER, objectives={"SOV-1": {"seal": 5}}), "DOC658", {"text": "5"}),
    "score-over-one-hundred": (written(OCTOBER, objectives={"SOV-1": {"score": "100.5"}}), "DOC658", {"text": "100.5"}),
    "weight-left-out": (
        written(weights={name: weight for name, weight in WEIGHTS[JUNE].items() if name != "SOV-8"}),
        "DOC659",
        {"names": "SOV-8"},
    ),
    "unknown-key": (written(answer={}), "DOC050", {"near": "answers"}),
    "no-assessor-kind": (written(assessor={"name": "x"}), "DOC051", {"key": "kind"}),
}


@pytest.mark.parametrize(("data", "code", "values"), MISTAKES.values(), ids=MISTAKES)
def test_one_mistake_gives_one_diagnostic_that_names_it(data: bytes, code: str, values: dict[str, str]) -> None:
    ((found, given),) = codes(data)
    assert found == code
    assert values.items() <= given.items()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"format: csf/1\nedition: 2026-06\nsubject: x\nassessor: {name: a, kind: buyer}\nday: 2026-09-01\nanswers:\n  1.1: 9\n", "9"),
        (b"format: csf/1\nedition: 2026-06\nsubject: x\nassessor: {name: a, kind: buyer}\nday: 2026-09-01\nanswers:\n  7.70: 1\n", "7.70"),
    ],
)
def test_a_diagnostic_stands_at_the_word_it_is_about(data: bytes, text: str) -> None:
    (one,) = read_sheet(data, "sheet", editions()).diagnostics
    line = data.decode().split("\n")[one.place.line - 1]
    assert line[one.place.column - 1 : one.place.end_column - 1] == text


def test_a_sheet_is_the_same_in_any_order() -> None:
    answers: dict[str, Any] = best() | {"2.3": 2}
    backwards = dict(reversed(answers.items()))
    from tests.csf.sheets import judged

    assert judged(answers=answers).gains == judged(answers=backwards).gains
    assert judged(answers=answers).score == judged(answers=backwards).score
