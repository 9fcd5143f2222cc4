"""Weights of nothing, that total 0, 99.9 or 2, or are negative; constant criteria; all-equal marks: clear answers, never NaN."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from analysis_build import field, given_by, row
from core_build import case, fact, must, need, service, should, weights

from doctrine.analysis.outlook import outlook, outlook_of
from doctrine.evaluation import evaluate
from doctrine.model.priorities import CRITERIA, PrioritiesRefused, read_priorities
from doctrine.weighting import weights_of

NEED = (Path(__file__).parents[2] / "examples" / "visio.need.yaml").read_text("utf-8")
POLICIES = ("careful", "middle", "tolerant")


def with_weights(*values):
    listed = ", ".join(f"{name}: {value}" for name, value in zip(CRITERIA, values, strict=True))
    return f"{NEED}weights:\n  reason: essai\n  values: {{{listed}}}\n"


def evaluated(cli, folder, text):
    path = folder / "besoin.need.yaml"
    path.write_text(text, "utf-8")
    answer = cli("evaluate", path, "--format", "json")
    (result,) = json.loads(answer.out)["results"]
    assert not re.search(r"\b(nan|infinity)\b", json.dumps(result["evaluation"]), re.IGNORECASE)
    return answer.code, result


@pytest.mark.parametrize(
    "values",
    [(11.1,) * 9, (2, *(0,) * 8), (0, 2, *(0,) * 7), ("0.000001", *(0,) * 8), (100,) * 9],
    ids=["99.9", "2", "2 again", "a millionth", "900"],
)
def test_weights_of_any_positive_total_are_evaluated(cli, tmp_path, values):
    code, result = evaluated(cli, tmp_path, with_weights(*values))
    assert (code, result["diagnostics"]) == (3, [])
    assert result["evaluation"]["outcome"] == "conditional"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (with_weights(*(0,) * 9), "DOC079"),
        (with_weights(-1, *(10,) * 8), "DOC065"),
        (with_weights(".nan", *(10,) * 8), "DOC063"),
        (with_weights(".inf", *(10,) * 8), "DOC063"),
        (NEED + 'priorities: ["cost >= -3"]\n', "DOC090"),
        (NEED + 'priorities: ["cost = nan"]\n', "DOC090"),
        (NEED + 'priorities: ["cost = 99.9", "security = 2"]\n', "DOC092"),
    ],
    ids=["all zero", "negative", "nan", "infinite", "negative bound", "nan bound", "fixed ones that total 101.9"],
)
def test_weights_that_mean_nothing_are_refused_at_their_place(cli, tmp_path, text, code):
    exit_code, result = evaluated(cli, tmp_path, text)
    assert (exit_code, result["evaluation"]) == (2, None)
    (told,) = result["diagnostics"]
    assert told["code"] == code
    line = text.splitlines()[told["line"] - 1]
    assert line.strip().startswith(("values:", "priorities:"))


def test_fixed_weights_that_total_less_than_everything_are_refused_when_they_are_all():
    low = tuple(f"{name} = {value}" for name, value in zip(CRITERIA, (11, *(11.1,) * 8), strict=True))
    with pytest.raises(PrioritiesRefused) as refused:
        read_priorities(low)
    assert refused.value.code == "DOC092"


@pytest.mark.parametrize("text", ["cost = 0", "cost <= 0", "cost: [0, 0]"])
def test_a_weight_fixed_at_nothing_is_nothing(text):
    used = weights_of(need(should("S1", "live-captions"), priorities=(text,)))
    assert used.values["cost"] == 0
    assert sum(used.values.values()) == 1
    assert {value for name, value in used.values.items() if name != "cost"} == {Fraction(1, 8)}


# ---- the analyses of degenerate fields -----------------------------------------------------------------------------------


def numbers(value):
    """Every number of a nest of named tuples."""
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from numbers(one)
    else:
        assert not isinstance(value, float)


FIELDS = {
    "all equal": field((50, 50), (50, 50), (50, 50)),
    "nothing at all": field((0, 0), (0, 0)),
    "everything": field((100, 100), (100, 100), (100, 0)),
    "a constant criterion": field((50, 10), (50, 20), (50, 30)),
    "one weight is everything": field((50, 10), (20, 90), (30, 30), weights=(1, 0)),
    "one criterion": field((50,), (20,), (30,)),
    "one candidate": field((50, 20)),
    "nothing is known": field(row("A", (0, 0), (100, 100)), row("B", (0, 0), (100, 100)), row("C", (0, 0), (100, 100))),
    "one weighting only": field((50, 10), (20, 90), (30, 30), among=given_by("a = 50", "b = 50", count=2)),
    "everything fixed at one": field((50, 10), (20, 90), (30, 30), among=given_by("a = 100", count=2)),
    "all tied": field((50, 10), (20, 90), (30, 30), among=given_by("a = b", count=2)),
}


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("asked", FIELDS.values(), ids=FIELDS.keys())
def test_degenerate_fields_have_exact_answers(asked, policy):
    found = outlook_of(asked, policy, draws=200)
    assert all(isinstance(one, (int, Fraction)) for one in numbers(found))
    for rank in range(len(asked.rows)):
        assert sum(line.ranks[rank].value for line in found.robustness.candidates) == 1
    assert all(0 <= share <= 1 for _, share in found.coverage)
    ranks = [one.rank for one in found.places]
    assert ranks[0] == 1
    assert ranks == sorted(ranks)
    assert (found.first is None) == (found.places[0].tied)


def test_when_one_weight_is_everything_it_alone_decides():
    found = outlook_of(FIELDS["one weight is everything"], "careful", draws=200)
    assert [one.id for one in found.places] == ["A", "C", "B"]
    assert found.margin is not None
    assert (found.margin.second, found.margin.points) == ("C", 20)


def test_all_equal_marks_put_nobody_first_and_share_every_rank():
    found = outlook_of(FIELDS["all equal"], "careful", draws=200)
    assert (found.first, found.ranges, found.margin, found.never, found.sure) == (None, (), None, (), False)
    assert {share.value for line in found.robustness.candidates for share in line.ranks} == {Fraction(1, 3)}
    assert found.alike == ("a", "b")


# ---- a recommendation ----------------------------------------------------------------------------------------------------

KNOWN = (fact("guest-access", "yes"), fact("recording", "yes"))


def looked_at(asked, **options):
    made = case(asked, service("x", *KNOWN, fact("licence", "EUPL-1.2")), service("y", *KNOWN))
    recommendation = evaluate(made)
    found = outlook(made, recommendation, draws=200, **options)
    assert found is not None
    return recommendation, found


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"weights": weights(20, 20, 15, 15, 5, 10, 5, 5, 5)},
        {"priorities": ("security > cost",)},
    ],
    ids=["equal", "weights", "priorities"],
)
def test_the_totals_looked_at_are_those_of_the_recommendation(options):
    recommendation, found = looked_at(need(must("R1", "guest-access"), **options))
    bounds = {one.candidate.id: (one.low, one.high) for one in recommendation.stopped.assessments}
    assert {one.id: (one.low, one.high) for one in found.places} == bounds


@pytest.mark.parametrize(
    "options",
    [{}, {"weights": weights(*(11,) * 9)}, {"priorities": ("security > cost", "cost <= 20")}],
    ids=["equal", "weights", "priorities"],
)
def test_the_order_looked_at_is_that_of_the_recommendation(options):
    for wanted in ((must("R1", "guest-access"),), (must("R1", "guest-access"), should("S1", "recording"))):
        recommendation, found = looked_at(need(*wanted, **options))
        assert [(one.id, one.rank, one.tied) for one in found.places] == [tuple(one) for one in recommendation.stopped.ranking]
        assert sum(line.ranks[0].value for line in found.robustness.candidates) == 1
