"""Each check of the method fires on its failing example, and it alone; accepted methods leave all of them silent."""

# ruff: noqa: E501 - a grid of a table reads on one line
from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import pytest
import yaml

import doctrine.checks
from doctrine.grids.reading import grid_of
from doctrine.loading.card_reader import load_words
from doctrine.model.checks import Check
from doctrine.model.grid import Grid
from doctrine.resources import PACKAGE


@cache
def checks() -> dict[str, Check]:
    names = [module.name for module in pkgutil.iter_modules(doctrine.checks.__path__) if module.name.startswith("doc3")]
    found = {name: importlib.import_module(f"doctrine.checks.{name}").CHECK for name in sorted(names)}
    assert all(one.id == name.split("_")[0].upper() for name, one in found.items())
    return {one.id: one for one in found.values()}


def grid(text: str) -> Grid:
    loaded = grid_of(text.encode(), "grille.yaml")
    assert loaded.grid is not None, loaded.diagnostics
    return loaded.grid


def fired(text: str) -> list[str]:
    read = grid(text)
    return [one.id for one in checks().values() for _ in one.find(read)]


CODES = sorted(checks())


def test_the_fourteen_checks_are_there() -> None:
    assert [f"DOC3{number:02d}" for number in range(1, 15)] == CODES


@pytest.mark.parametrize("code", CODES)
def test_the_failing_example_fires_its_check_and_no_other(code: str) -> None:
    assert set(fired(checks()[code].failing)) == {code}


@pytest.mark.parametrize("code", CODES)
def test_the_passing_example_is_silent_everywhere(code: str) -> None:
    assert fired(checks()[code].passing) == []


@pytest.mark.parametrize("code", CODES)
def test_an_error_rests_on_a_text_that_was_read_and_on_a_page(code: str) -> None:
    check = checks()[code]
    assert check.references
    if check.severity == "error":
        assert all(one.confidence in {"P", "Pm", "S"} for one in check.references)
    for language in ("fr", "en"):
        words = load_words(PACKAGE / "locales" / language)[0]["diagnostics"]
        assert {"title", "say", "do", "page"} <= set(words[code])


@pytest.mark.parametrize("code", CODES)
def test_a_hit_fills_every_value_of_its_sentence(code: str) -> None:
    import re

    words = load_words(PACKAGE / "locales" / "fr")[0]["diagnostics"][code]
    for hit in checks()[code].find(grid(checks()[code].failing)):
        assert set(re.findall(r"\{([a-z_]+)\}", words["say"])) <= set(hit.values)
        assert not hit.variant or f"do_{hit.variant}" in words


def test_hits_point_at_what_is_wrong() -> None:
    text = checks()["DOC304"].failing
    [hit] = checks()["DOC304"].find(grid(text))
    row, column = (int(step) for step in hit.at)
    assert text.splitlines()[row][column:].startswith("0, marks")


BASE = "format: grid/1\ntitle: t\nday: 2026-09-15\nprocedure: formal\n"
ENERGY = "  - {id: energy, label: Environnement, weight: 10}\n"
ACCEPTED = {
    "colours": BASE
    + "scale: {vert: 20, orange: 10, rouge: 0}\ncriteria:\n  - {id: price, label: Prix, weight: 50}\n"
    + "  - {id: tech, label: Technique, weight: 40}\n"
    + ENERGY
    + "candidates:\n  - {id: a, marks: {price: 20, tech: vert, energy: orange}}\n  - {id: b, marks: {price: 15, tech: orange, energy: vert}}\n",
    "appreciations": BASE
    + "scale: {Très satisfaisant: 20, Satisfaisant: 15, Moyen: 10}\ncriteria:\n  - {id: price, label: Prix, weight: 50}\n"
    + "  - {id: tech, label: Technique, weight: 40}\n"
    + ENERGY
    + "candidates:\n  - {id: a, marks: {price: 20, tech: Moyen, energy: 10}}\n  - {id: b, marks: {price: 15, tech: Très satisfaisant, energy: 9}}\n",
    "minimum-technical-mark": BASE
    + "criteria:\n  - {id: price, label: Prix, weight: 50}\n  - {id: tech, label: Technique, weight: 40, maximum: 20, floor: 10, compulsory: yes}\n"
    + ENERGY,
    "decimals": BASE
    + "announced_total: 100\ncriteria:\n  - {id: price, label: Prix, weight: 33.33}\n  - {id: tech, label: Technique, weight: 33.34}\n"
    + "  - {id: energy, label: Environnement, weight: 33.33}\n",
    "discount-rate": BASE
    + "criteria:\n  - {id: price, label: Prix, weight: 50, aggregate: sum}\n  - {id: unit, label: Prix unitaires, parent: price, weight: 40}\n"
    + "  - {id: discount, label: Taux de remise, parent: price, weight: 10}\n  - {id: tech, label: Technique, weight: 40}\n"
    + ENERGY,
    "points-instead-of-weights": BASE
    + "criteria:\n  - {id: price, label: Prix, maximum: 60}\n  - {id: energy, label: Environnement, maximum: 40}\n",
    "whole-cost-alone": BASE + "criteria:\n  - {id: cost, label: Coût du cycle de vie, environment: yes, maximum: 100}\n",
    "defence": BASE.replace("procedure: formal", "defence: yes") + "criteria:\n  - {id: price, label: Prix, maximum: 100}\n",
    "separate-lots": BASE
    + "lots: [{id: n}, {id: s}]\ncriteria:\n  - {id: pn, lot: n, label: Prix, weight: 90}\n  - {id: en, lot: n, label: Environnement, weight: 10}\n"
    + "  - {id: ps, lot: s, label: Prix, weight: 90}\n  - {id: es, lot: s, label: Environnement, weight: 10}\n",
    "same-price-marks": BASE
    + "criteria:\n  - {id: price, label: Prix, weight: 90}\n"
    + ENERGY
    + "candidates:\n"
    + "".join(f"  - {{id: {name}, price: 100, marks: {{price: 20, energy: {mark}}}}}\n" for name, mark in (("a", 1), ("b", 2), ("c", 3))),
}


@pytest.mark.parametrize("method", ACCEPTED)
def test_accepted_methods_are_left_alone(method: str) -> None:
    assert fired(ACCEPTED[method]) == []


@pytest.mark.parametrize(
    ("day", "criteria", "expected"),
    [
        ("2026-08-20", "[{id: p, label: Prix}]", []),
        ("2026-08-21", "[{id: p, label: Prix}]", ["DOC310"]),
        ("2026-08-21", "[{id: p, label: Prix}, {id: q, label: Qualité}]", []),
        ("2026-08-22", "[{id: p, label: Prix}, {id: q, label: Qualité}]", ["DOC311"]),
        ("2026-08-22", "[{id: p, label: Prix}, {id: q, label: Bilan carbone}]", []),
    ],
)
def test_the_day_of_launch_decides(day: str, criteria: str, expected: list[str]) -> None:
    assert fired(f"format: grid/1\ntitle: t\nday: {day}\ncriteria: {criteria}\n") == expected


WEIGHTED = "format: grid/1\ntitle: t\nday: 2026-08-01\n"


@pytest.mark.parametrize(
    ("head", "weights", "expected"),
    [
        ("", (50, 30, 30), ["DOC314"]),
        ("", (50, 30, 15), ["DOC314"]),
        ("", (50, 30, 20), []),
        ("", (5, 3, 2), []),
        ("", (3, 2, 2), []),
        ("", (500, 300, 150), []),
        ("announced_total: 110\n", (50, 30, 30), []),
        ("announced_total: 100\n", (50, 30, 30), ["DOC301"]),
        ("method: normalised\n", (50, 30, 30), []),
    ],
)
def test_hundredths_that_total_something_else_are_told_when_nothing_is_announced(
    head: str, weights: tuple[int, ...], expected: list[str]
) -> None:
    criteria = "".join(f"  - {{id: c{place}, weight: {weight}}}\n" for place, weight in enumerate(weights))
    assert fired(f"{WEIGHTED}{head}criteria:\n{criteria}") == expected


@pytest.mark.parametrize(("last", "expected"), [("25", [("DOC314", "parent", "55")]), ("30", []), ("70", [])])
def test_added_sub_criteria_total_their_criterion(last: str, expected: list[tuple[str, str, str]]) -> None:
    text = WEIGHTED + (
        "criteria:\n  - {id: p, label: Prix, weight: 40}\n  - {id: t, label: Technique, weight: 60, aggregate: sum}\n"
        + f"  - {{id: a, parent: t, weight: 30}}\n  - {{id: b, parent: t, weight: {last}}}\n"
    )
    read = grid(text)
    found = [(one.id, hit.variant, hit.values["total"]) for one in checks().values() for hit in one.find(read)]
    assert found == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Autoévaluation de la maturité", ["DOC308"]),
        ("Auto-notation", ["DOC308"]),
        ("Note donnée par le candidat lui-même", ["DOC308"]),
        ("Maturité, notée par le candidat", ["DOC308"]),
        ("Self-assessment", ["DOC308"]),
        ("Autonomie du candidat", []),
        ("Moyens présentés par le candidat", []),
        ("Export (obligatoire)", ["DOC303"]),
        ("Export – obligatoire", ["DOC303"]),
        ("Respect des exigences obligatoires", ["DOC303"]),
        ("Hosting (mandatory)", ["DOC303"]),
        ("Export (non obligatoire)", []),
        ("Formation obligatoire", []),
    ],
)
def test_clear_words_of_a_label_are_enough(label: str, expected: list[str]) -> None:
    text = WEIGHTED + f"criteria:\n  - {{id: p, label: Prix, weight: 60}}\n  - {{id: c, label: '{label}', weight: 40}}\n"
    assert fired(text) == expected


def test_the_days_are_those_of_the_legal_parameters() -> None:
    from doctrine.checks import doc310_price_alone, doc311_no_environment

    text = (PACKAGE / "law" / "parameters" / "procedure.yaml").read_text("utf-8")
    starts = {one["id"]: one["values"][0]["starts"] for one in yaml.safe_load(text)["parameters"]}
    assert starts["ccp.prix_seul_exclu"] == doc310_price_alone.SINCE
    assert starts["ccp.critere_environnemental"] == doc311_no_environment.SINCE
