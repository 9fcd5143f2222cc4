"""`doctrine dossier`: every item carries a note that exists, the cost base is the order's, what is missing is said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from review_build import ROOT, assembled, example, sealed, sound

from doctrine.commands._console import opened
from doctrine.law.value import project_base
from doctrine.model.need import CostPart, ProjectCost
from doctrine.presenting.dossier_parts import kept_parts
from doctrine.presenting.phrases import Phrases

Cli = Callable[..., Any]
NAMES = ("visio-retenu", "visio", "rh-operateur", "niche", "hebergement-sensible", "signature-hopital", "suite-commune", "continuite")


@pytest.mark.parametrize("name", NAMES)
def test_every_item_is_traceable(cli: Cli, tmp_path: Path, name: str) -> None:
    report = cli("dossier", sealed(example(name), tmp_path), "--format", "json").report
    Draft202012Validator(json.loads((ROOT / "docs" / "dossier.schema.json").read_text("utf-8"))).validate(report)
    numbers = [one["number"] for one in report["notes"]]
    assert numbers == list(range(1, len(numbers) + 1))
    cited = {note for section in report["sections"] for line in section["lines"] for note in line["notes"]}
    cited |= {int(found) for section in report["sections"] for row in section["rows"] for found in re.findall(r"\[(\d+)\]", row[-1])}
    assert cited == set(numbers)
    assert all(re.search(r"\[\d+\]$", row[-1]) for section in report["sections"] for row in section["rows"])


@pytest.mark.parametrize("name", NAMES)
def test_a_note_of_the_need_names_a_key_that_is_there_or_said_missing(cli: Cli, tmp_path: Path, name: str) -> None:
    need = example(name)
    report = cli("dossier", sealed(need, tmp_path), "--format", "json").report
    missing = {note for section in report["sections"] for line in section["lines"] if line["missing"] for note in line["notes"]}
    for one in report["notes"]:
        if one["kind"] == "need" and one["number"] not in missing and one["key"].partition("/")[0] not in ("hosting", "continuity"):
            assert one["key"].partition("/")[0] in need


def test_the_base_of_the_order_by_hand(cli: Cli, tmp_path: Path) -> None:
    """Twelve months of construction. Running 36 months of 900 000: 24 count, 600 000. Staff 48 of 480 000: 36 count, 360 000."""
    need = sound()
    need["project_cost"] = {
        "tax": "included",
        "parts": [
            {"what": "build", "amount": "500000.00", "months": "12"},
            {"what": "run", "amount": "900000.00", "months": "36"},
            {"what": "staff", "amount": "480000.00", "months": "48"},
            {"what": "hosting", "amount": "80000.00", "months": "36"},
        ],
    }
    cost = cli("dossier", sealed(need, tmp_path), "--format", "json").report["cost"]
    assert [one["kept"] for one in cost["parts"]] == ["500000.00", "600000.00", "360000.00", "80000.00"]
    assert cost["base"] == "1540000.00"
    assert cost["complete"] is True


PARTS = st.lists(
    st.builds(
        CostPart,
        st.sampled_from(("build", "run", "staff", "hosting", "other")),
        st.decimals(min_value=0, max_value=10_000_000, places=2),
        st.none() | st.integers(min_value=0, max_value=120),
    ),
    min_size=1,
    max_size=8,
)


@given(PARTS)
def test_parts_add_up_to_the_base(parts: list[CostPart]) -> None:
    case = assembled(sound())
    case = case._replace(need=case.need._replace(project_cost=ProjectCost("included", tuple(parts))))
    _, words = opened([], "fr")
    kept = kept_parts(Phrases(words, case, {}, {}))
    whole = project_base(case.need, case.rules)
    assert sum((one.amount for one in kept), Fraction(0)) == whole.amount
    assert all(0 <= one.amount <= Fraction(Decimal(one.part.amount)) for one in kept)


def test_what_is_missing_is_said(cli: Cli, tmp_path: Path) -> None:
    need = sound()
    del need["project_cost"], need["measure"]
    need["searched"] = []
    report = cli("dossier", sealed(need, tmp_path), "--format", "json").report
    text = " ".join(report["missing"])
    assert "mesure" in text
    assert "coût du projet" in text
    assert "recherche enregistrée" in text
    assert report["cost"]["base"] is None
    assert "Manque" in cli("dossier", tmp_path / "decision.json").out


@pytest.mark.parametrize("name", ["visio", "rh-operateur", "signature-hopital", "suite-commune", "continuite"])
def test_what_the_answer_waits_for_is_among_what_is_missing(cli: Cli, tmp_path: Path, name: str) -> None:
    report = cli("dossier", sealed(example(name), tmp_path), "--format", "json").report
    assert any("la réponse attend" in one for one in report["missing"])
    assert "réponse inconnue" not in " ".join(line["text"] for one in report["sections"] for line in one["lines"])


def test_the_opening_day_that_one_waits_for_is_missing(cli: Cli, tmp_path: Path) -> None:
    need = sound()
    need["findings"] = [one for one in need["findings"] if one.get("fact") != "opens_on"]
    missing = cli("dossier", sealed(need, tmp_path), "--format", "json").report["missing"]
    assert any("Visio" in one and "ouver" in one.casefold() for one in missing), missing


def test_who_searched_is_said(cli: Cli, tmp_path: Path) -> None:
    need = sound()
    need["searched"][0]["by"] = "le bureau des achats"
    assert "par le bureau des achats" in cli("dossier", sealed(need, tmp_path)).out


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_markdown_has_one_title_and_well_formed_tables(cli: Cli, tmp_path: Path, lang: str) -> None:
    for name in NAMES:
        text = cli("dossier", sealed(example(name), tmp_path, name), "--lang", lang).out
        assert [line for line in text.splitlines() if line.startswith("# ")] == [text.splitlines()[0]]
        widths: set[int] = set()
        for line in text.splitlines():
            if not line.startswith("|"):
                widths = set()
                continue
            widths.add(len(re.findall(r"(?<!\\)\|", line)))
            assert len(widths) == 1, line
        assert not re.search(r"\bNone\b|Fraction|dossier_", text)


def test_a_candidate_set_aside_by_the_buyer_cites_the_finding(cli: Cli, tmp_path: Path) -> None:
    need = sound()
    report = cli("dossier", sealed(need, tmp_path), "--format", "json").report
    keys = {one["number"]: one["key"] for one in report["notes"]}
    rows = next(one["rows"] for one in report["sections"] if one["id"] == "candidates")
    row = next(one for one in rows if one[2] == "écartée" and "Webconférence" in one[0])
    cited = [keys[int(found)] for found in re.findall(r"\[(\d+)\]", row[-1])]
    place = next(number for number, one in enumerate(need["findings"], 1) if one["candidate"] == "webconf")
    assert f"findings/{place}" in cited


def test_no_offer_is_marked_before_a_competition(cli: Cli, tmp_path: Path) -> None:
    report = cli("dossier", sealed(example("hebergement-sensible"), tmp_path), "--format", "json").report
    section = next(one for one in report["sections"] if one["id"] == "sovereignty")
    assert len(section["lines"]) == 1
    assert "aucune offre" in section["lines"][0]["text"]


def test_the_same_bytes_twice(cli: Cli, tmp_path: Path) -> None:
    path = sealed(example("niche"), tmp_path)
    for form in ("markdown", "json"):
        assert cli("dossier", path, "--format", form).out == cli("dossier", path, "--format", form).out


def test_what_cannot_be_read_is_refused(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    assert cli("dossier", tmp_path / "x.json").code == 2
    assert cli("dossier", tmp_path / "absent.json").code == 2
    assert cli("dossier", tmp_path / "x.json", "--format", "pdf").code == 2
