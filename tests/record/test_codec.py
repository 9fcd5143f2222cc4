"""Values of the model go to JSON and come back the same; canonical bytes are those of RFC 8785."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from record_build import EXAMPLES, evaluated

from doctrine.loading.need_file import read_need
from doctrine.model.facts import Amount, BuyerCondition, Candidate, Fact, FactValue
from doctrine.model.verdicts import Mark, Reason, Recommendation
from doctrine.record.canonical import canonical
from doctrine.record.codec import Unreadable, decode, encode
from doctrine.record.parts import INPUTS, case_of, document_of, input_parts, need_file, read_part, tree_of

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15) + 1, 10**15 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
AMOUNTS = st.builds(Amount, DECIMALS, st.sampled_from(["excluded", "included"]), st.none() | st.integers(0, 600))
CONDITIONS = st.builds(BuyerCondition, TEXTS, st.none() | TEXTS, st.none() | st.integers(0, 10**7))
DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))
VALUES = TEXTS | DECIMALS | DAYS | AMOUNTS | st.lists(TEXTS, max_size=3).map(tuple) | st.lists(CONDITIONS, max_size=3).map(tuple)


@given(JSON)
def test_canonical_bytes_are_those_of_the_library(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_keys_beyond_the_basic_plane_sort_by_utf_16_units() -> None:
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


@given(VALUES)
def test_the_value_of_a_fact_comes_back(value: FactValue) -> None:
    fact = Fact("a", "b", value, "declared", "2026", "s", "p")
    held = json.loads(canonical(encode(Fact, fact)))
    back = decode(Fact, held)
    assert back == fact
    assert type(back.value) is type(value)
    if isinstance(value, Decimal):
        assert str(back.value) == str(value)


@given(st.fractions() | st.integers(0, 100))
def test_points_stay_exact(points: Any) -> None:
    mark = Mark("cost", points, points, ())
    back = decode(Mark, json.loads(canonical(encode(Mark, mark))))
    assert (back, type(back.low)) == (mark, type(points))


@given(st.dictionaries(TEXTS, st.fractions() | DECIMALS | DAYS | TEXTS | st.booleans() | st.integers(0, 10**6) | st.tuples(TEXTS, TEXTS)))
def test_the_values_of_a_reason_keep_their_types(values: dict[str, object]) -> None:
    reason = Reason("code", values)
    back = decode(Reason, json.loads(canonical(encode(Reason, reason))))
    assert back == reason
    assert {key: type(value) for key, value in back.values.items()} == {key: type(value) for key, value in values.items()}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_every_example_comes_back_whole(path: Any) -> None:
    case, tree, recommendation = evaluated(path)
    parts = json.loads(canonical(input_parts(tree, case)))
    assert set(parts) == set(INPUTS)
    assert case_of(lambda name: read_part(name, parts[name]), presumptions=case.presumptions) == case
    held = json.loads(canonical(encode(Recommendation, recommendation, referring=True)))
    assert decode(Recommendation, held, {one.id: one for one in case.candidates}) == recommendation


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_the_need_is_read_again_from_its_own_words(path: Any) -> None:
    _, tree, _ = evaluated(path)
    again = read_need(need_file(tree), "x")
    assert again.document is not None
    assert tree_of(again.document) == tree
    assert need_file(tree, date(2027, 1, 2)).count(b'"on": "2027-01-02"') == 1


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=30))
def test_any_text_of_a_need_is_read_again(text: str) -> None:
    tree = {"title": text, "lines": [{"text": text}, None]}
    again = read_need(need_file(tree), "x")
    if again.document is not None:  # a hidden character is refused by the reader, never changed
        assert tree_of(again.document) == tree
    assert tree_of(document_of(tree)) == tree


@pytest.mark.parametrize(
    ("hint", "data", "what", "path"),
    [
        (Candidate, {"id": "a"}, "missing", ("step",)),
        (Fact, {"candidate": "a", "later": "x"}, "unknown", ("later",)),
        (Mark, {"criterion": "cost", "low": "NaN", "high": 1, "questions": []}, "type", ("low",)),
        (Mark, {"criterion": "cost", "low": "1/0", "high": 1, "questions": []}, "type", ("low",)),
        (Mark, {"criterion": "cost", "low": True, "high": 1, "questions": []}, "type", ("low",)),
        (Amount, {"amount": "1e9", "tax": "excluded"}, "type", ("amount",)),
        (Amount, {"amount": "1", "tax": "other"}, "type", ("tax",)),
        (Reason, {"code": "c", "values": {"a": {"shell": "x"}}}, "unknown", ("values", "a", "shell")),
        (tuple[date, ...], ["2026-01-01", "2026-02-30"], "type", (1,)),
    ],
)
def test_what_the_classes_do_not_know_is_refused_with_its_place(hint: Any, data: Any, what: str, path: tuple[Any, ...]) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(hint, data)
    assert refused.value.what == what
    assert refused.value.path[: len(path)] == path or what == "unknown"


def test_a_field_at_its_default_is_left_out_and_comes_back() -> None:
    fact = Fact("a", "b", "yes", "declared", "2026", "s", "p")
    assert set(encode(Fact, fact)) == {"candidate", "key", "value", "proof", "as_of", "source", "publisher"}
    assert decode(Fact, encode(Fact, fact)) == fact


def test_a_count_that_a_binary_float_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match=str(2**53)):
        encode(int, 2**53)


def test_fractions_are_written_in_lowest_terms() -> None:
    assert encode(Fraction, Fraction(2, 6)) == "1/3"
