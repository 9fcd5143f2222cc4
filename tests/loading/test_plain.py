"""Reading without places says nothing that the strict reader would not say: same values, and never where there is something to tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from doctrine.assembly import assemble, vocabulary_of
from doctrine.index import open_index
from doctrine.loading.need_file import sound_need
from doctrine.loading.nodes import Mapping, Node, Sequence
from doctrine.loading.plain import PlainPlaces, read_plain
from doctrine.loading.shape import place_of
from doctrine.loading.yaml_reader import read

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.need.yaml"))
SUITE = ROOT.parent / "shared" / "data" / "yaml-test-suite" / "cases.json"
NULLS = {"", "~", "null", "Null", "NULL"}
BASE = (ROOT / "tests" / "needs" / "base.need.yaml").read_bytes()


def values(node: Node) -> object:
    if isinstance(node, Mapping):
        return {key.text: values(child) for key, child in node.entries}
    if isinstance(node, Sequence):
        return [values(item) for item in node.items]
    return None if node.plain and node.text in NULLS else node.text


def agrees(data: bytes) -> None:
    plain = read_plain(data)
    if plain is not None:
        document, diagnostics = read(data, "x")
        assert diagnostics == []
        assert document is not None
        assert values(document.root) == plain


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_is_read_without_places_as_with_them(path: Path) -> None:
    assert read_plain(path.read_bytes()) is not None
    agrees(path.read_bytes())


def test_the_public_suite_is_read_alike() -> None:
    if not SUITE.is_file():
        pytest.skip("../shared/data/yaml-test-suite is not here")
    cases = json.loads(SUITE.read_text("utf-8"))
    assert len(cases) > 100
    for case in cases:
        agrees(str(case["yaml"]).encode("utf-8", "surrogatepass"))


PIECES = st.sampled_from(
    ["a", "é", ": ", ":", "- ", "-", "\n", "\n  ", "#", " #", "'", '"', "[", "]", "{", "}", ",", "&a", "*a", "!t ", "? ", "|", ">", "%",
     "---", "...", "\t", "\u00a0", "\u2028", "\u200b", "\r\n", "~", "null", "<<", "=", "\\n", "@", "`", "12:30", "0x1F", "  ", "\ufeff"]
)  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
@example("a: -\n")
@example("a: 'b'#c\n")
@example("? a\n: b\n")
@example("a:\u00a0b\n")
@example("a: b\u00a0\n")
@example("a: b\na: c\n")
@example("a: [b, c]#d\n")
@example("--- a: b\n")
@example("a: b\n---\nc: d\n")
def test_any_text_is_read_alike(text: str) -> None:
    agrees(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=800, deadline=None)
@given(st.integers(0, len(BASE) - 1), st.integers(0, 3), PIECES)
def test_a_need_with_something_changed_is_sound_only_if_the_strict_reader_is_silent(where: int, cut: int, piece: str) -> None:
    data = BASE[:where] + piece.encode("utf-8", "surrogatepass") + BASE[where + cut :]
    agrees(data)
    index = open_index()
    need = sound_need(data, lambda function: vocabulary_of(index, function), index.section("cpv"))
    if need is not None:
        loaded = assemble(data, "x", index).loaded
        assert loaded.diagnostics == []
        assert loaded.need == need


def test_most_sound_needs_are_read_without_places() -> None:
    index = open_index()
    found = [sound_need(path.read_bytes(), lambda name: vocabulary_of(index, name), index.section("cpv")) for path in EXAMPLES]
    assert sum(need is not None for need in found) >= len(EXAMPLES) - 2


def routes(data: object, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [before]
    if isinstance(data, dict):
        found += [route for key, value in data.items() for route in routes(value, (*before, key))]
    if isinstance(data, list):
        found += [route for place, value in enumerate(data) for route in routes(value, (*before, place))]
    return found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_places_found_on_demand_are_those_of_the_strict_reader(path: Path) -> None:
    data = path.read_bytes()
    document, _ = read(data, "x")
    assert document is not None
    places = PlainPlaces(data, "x")
    assert places.lines == document.lines
    every = [*routes(read_plain(data)), ("not", "there"), ("title", 3), ("requirements", 99)]
    assert [places.place(route) for route in every] == [place_of(document.root, route) for route in every]
