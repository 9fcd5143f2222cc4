"""The published schemas are those of the files committed, and accept what the reader accepts."""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from doctrine.assembly import assemble
from doctrine.diagnostics import refused
from doctrine.index import Index, open_index
from doctrine.loading.need_file import read_need
from doctrine.loading.nodes import Node, value
from doctrine.loading.yaml_reader import NEED_LIMITS, read

ROOT = Path(__file__).parents[2]
NEEDS = [
    *sorted((ROOT / "examples").glob("*.need.yaml")),
    *sorted((ROOT / "tests" / "golden").glob("*.need.yaml")),
    ROOT / "tests" / "needs" / "base.need.yaml",
]
BASE = (ROOT / "tests" / "needs" / "base.need.yaml").read_text("utf-8")
Cli = Callable[..., Any]


@pytest.mark.parametrize("name", ["need", "report"])
def test_the_schema_printed_is_the_one_committed(name: str, cli: Cli) -> None:
    answer = cli("schema", name)
    assert answer.code == 0
    assert answer.out == (ROOT / "docs" / f"{name}.schema.json").read_text("utf-8"), (
        f"run: doctrine schema {name} -o docs/{name}.schema.json"
    )


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", ["need", "report"])
def test_schemas_are_valid_schemas(name: str, lang: str, cli: Cli) -> None:
    schema = json.loads(cli("schema", name, "--lang", lang).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title" if name == "report" else "$id"]


def test_every_key_of_the_need_has_a_title_and_a_description_in_both_languages(cli: Cli) -> None:
    schemas = [json.loads(cli("schema", "need", "--lang", lang).out) for lang in ("fr", "en")]
    missing: list[str] = []
    same: list[str] = []

    def look(french: Any, english: Any, where: str) -> None:
        for key, child in french.get("properties", {}).items():
            if key == "$schema":
                continue
            for word in ("title", "description"):
                if not child.get(word) or not english["properties"][key].get(word):
                    missing.append(f"{where}.{key}: {word}")
                elif word == "description" and child[word] == english["properties"][key][word]:
                    same.append(f"{where}.{key}")

    look(*schemas, "need")
    for name in schemas[0]["$defs"]:
        look(schemas[0]["$defs"][name], schemas[1]["$defs"][name], name)
    assert missing == []
    assert same == []


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    from doctrine.loading.published import need_schema

    return jsonschema.Draft202012Validator(need_schema({}))


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index([ROOT / "tests" / "golden" / "catalogue"])


def plain(node: Node) -> Any:
    """What an editor sees of a need: YAML 1.2 values, numbers as JSON has them; days are texts."""
    found = value(node)

    def jsonlike(one: Any) -> Any:
        match one:
            case dict():
                return {key: jsonlike(child) for key, child in one.items()}
            case list():
                return [jsonlike(child) for child in one]
            case bool() | str() | None:
                return one
            case int():
                return one
            case _:
                return float(one)

    return jsonlike(found)


def both(data: bytes, schema: jsonschema.Draft202012Validator) -> tuple[bool, bool]:
    """Whether the reader (shape only) and the schema accept a text."""
    document, _ = read(data, "n.yaml", NEED_LIMITS)
    assert document is not None
    return not refused(read_need(data, "n.yaml").diagnostics), schema.is_valid(plain(document.root))


@pytest.mark.parametrize("path", NEEDS, ids=lambda path: path.name)
def test_schema_and_reader_agree_on_every_need_of_the_repository(path: Path, schema: jsonschema.Draft202012Validator) -> None:
    data = path.read_bytes()
    document, found = read(data, path.name, NEED_LIMITS)
    if document is None:
        assert found
        return
    reader, editor = both(data, schema)
    assert reader == editor


#: What the reader refuses and a schema cannot: a day that does not exist, the key of a SIRET, the way a number is written.
_READER_ONLY = {"DOC062", "DOC069"}
_WRITTEN = ("users: 1e3", "  months: 36.0\n")
_SHAPE = [
    ("outcome:", "outcom:"), ("users:", "utilisateurs:"), ("  population: 1000", "  effectif: 1000"), ("  kind: central_state\n", ""),
    ("  kind: central_state", "  kind: centre"), ("  kind: central_state", "  kind:"), ("  kind: central_state", "  kind: [local]"),
    ('cpv: ["48515000"]', 'cpv: "48515000"'), ('cpv: ["48515000"]', 'cpv: ["4851500"]'), ("hosting: {layer: saas, cloud: unknown}", "hosting: saas"),
    ("title: Visioconférence des agents", 'title: ""'), ("title: Visioconférence des agents", "title: [x]"), ("title: Visioconférence des agents", "title:"),
    ("id: base-2027", "id: Base"), ("id: base-2027", f"id: {'a' * 81}"), ("function: video-conference", "function: video conference"),
    ("format: need/1", "format: need/2"), ("on: 2026-12-01", "on: 01/12/2026"), ("on: 2026-12-01", "on: 2026-02-30"), ("on: 2026-12-01", "on:"),
    ("users: 90000", "users: beaucoup"), ("users: 90000", _WRITTEN[0]), ("users: 90000", "users: -1"), ("users: 90000", "users: 1.5"), ("users: 90000", "users: null"),
    ("users: 90000", 'users: "90000"'), ("  amount: \"900000.00\"", "  amount: 1 000"), ("  amount: \"900000.00\"", "  amount: -5"), ("  amount: \"900000.00\"", "  amount: 900000"),
    ("  amount: \"900000.00\"", "  amount: 12.5"), ("  tax: excluded", "  tax: HT"), ("  personal: yes", "  personal: oui"), ("  personal: yes", "  personal: true"),
    ("  breach_harms: [public_order]", "  breach_harms: unknown"), ("  breach_harms: [public_order]", "  breach_harms: yes"),
    ("  breach_harms: [public_order]", "  breach_harms: [order]"), ('siret: "13002526500013"', 'siret: "1300252650001"'), ('siret: "13002526500013"', 'siret: "13002526500014"'),
    ("  - id: R1", "  - id: R 1"), ("    level: should", "    level: may"), ("    text: Participer sans compte\n", ""), ("    durability: 5", "    durability: 5\n    beauty: 1"),
    ("    durability: 5\n", ""), ("    at_least: 100", "    at_least: [100]"), ("    at_least: 100", "    at_least: null"), ("value: 350,", "value: {amount: 3, tax: excluded},"),
    ("points: 55,", "points: -1,"), ("    step: buy", "    step: achat"), ("as_of: 2026-05", "as_of: 2026"), ("proof: declared", "proof: dit"),
    ("requirements:", "requirement:"), ("  months: 36\n", _WRITTEN[1]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), _SHAPE, ids=[f"{old.strip()[:30]} → {new.strip()[:30]}" for old, new in _SHAPE])
def test_schema_accepts_what_the_reader_accepts_and_nothing_else(old: str, new: str, schema: jsonschema.Draft202012Validator) -> None:
    assert old in BASE
    data = BASE.replace(old, new, 1).encode()
    reader, editor = both(data, schema)
    codes = {one.code for one in read_need(data, "n.yaml").diagnostics if one.severity == "error"}
    if (codes and codes <= _READER_ONLY) or new in _WRITTEN:
        assert not reader
        return
    assert reader == editor, codes


@pytest.mark.parametrize(
    ("old", "new"),
    [("  personal: yes", "  personal: null"), ("evidence: []", "evidence: null"), ("hosting: {layer: saas,", "hosting: {layer: null,")],
)
def test_schema_accepts_null_where_the_reader_does(old: str, new: str, schema: jsonschema.Draft202012Validator) -> None:
    assert both(BASE.replace(old, new, 1).encode(), schema) == (True, True)


def test_schema_refuses_the_month_thirteen(schema: jsonschema.Draft202012Validator) -> None:
    assert both(BASE.replace("as_of: 2026-05", "as_of: 2026-13", 1).encode(), schema) == (False, False)


def test_what_only_the_reader_can_refuse_is_across_parts_or_beyond_a_pattern(index: Index, schema: jsonschema.Draft202012Validator) -> None:
    """The documented exceptions: the schema says yes, the whole reading says no."""
    across = {
        "DOC080": ("function: video-conference", "function: visio"), "DOC081": ("  - id: R3", "  - id: R1"), "DOC083": ("capability: guest-access", "capability: guest"),
        "DOC086": ("candidate: webconf,", "candidate: nobody,"), "DOC071": ("48515000", "99999999"), "DOC076": ("needed_by: 2027-06-30", "needed_by: 2020-01-01"),
        "DOC060": ("points: 55,", "points: 155,"), "DOC088": ("    at_least: 100\n", ""), "DOC094": ("acceptance:", 'priorities: ["sovereignty > cost"]\nacceptance:'),
    }  # fmt: skip
    for code, (old, new) in across.items():
        data = BASE.replace(old, new, 1).encode()
        assert both(data, schema) == (True, True), code
        assert code in {one.code for one in assemble(data, "n.yaml", index).loaded.diagnostics}
