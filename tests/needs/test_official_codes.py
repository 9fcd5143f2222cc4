"""SIRET and CPV against what knows them better than we do: python-stdnum, and the official list itself."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine.assembly import assemble
from doctrine.index import Index, open_index
from doctrine.model.scalars import SIRET, Refused, siret_holds
from doctrine.resources import catalogue_folder

OFFICIAL = Path(__file__).parents[3] / "shared" / "data" / "cpv" / "cpv_2008.csv"

RIGHT = {
    "13002526500013": "DINUM",
    "73282932000074": "an establishment of a company",
    "35600000000048": "head office of La Poste, right by Luhn",
    "35600000049837": "a post office: the sum of its digits is a multiple of five, Luhn fails",
}
WRONG = {
    "13002526500014": "one digit off",
    "35600000000046": "neither Luhn nor the rule of La Poste",
    "73282932000047": "two digits exchanged",
}


@pytest.mark.parametrize("siret", RIGHT, ids=RIGHT.values())
def test_a_right_siret_is_kept_as_written(siret: str) -> None:
    assert SIRET.parse(siret, False) == siret


@pytest.mark.parametrize("siret", WRONG, ids=WRONG.values())
def test_a_wrong_siret_is_refused(siret: str) -> None:
    with pytest.raises(Refused, match="DOC069"):
        SIRET.parse(siret, False)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1300252650001",
        "130025265000133",
        "13002526500013 ",
        "130 025 265 00013",
        "１３００２５２６５０００１３",
        "1300252650001A",
        "13002526500013\n",
        "²³002526500013",
    ],
)
def test_what_is_not_fourteen_ascii_digits_is_refused_before_any_sum(written: str) -> None:
    with pytest.raises(Refused, match="DOC068"):
        SIRET.parse(written, False)


@given(
    st.one_of(
        st.integers(0, 10**14 - 1).map(lambda number: f"{number:014d}"), st.integers(0, 99999).map(lambda number: f"356000000{number:05d}")
    )
)
def test_siret_agrees_with_python_stdnum(digits: str) -> None:
    siret = pytest.importorskip("stdnum.fr.siret")
    assert siret_holds(digits) == siret.is_valid(digits) or _differs_by_siren(digits)


def _differs_by_siren(digits: str) -> bool:
    """python-stdnum also asks the SIREN to hold by itself; every real SIRET has one that does."""
    from stdnum import luhn

    return not luhn.is_valid(digits[:9])


@given(st.integers(0, 10**8 - 1), st.integers(0, 9999))
def test_a_siret_whose_siren_holds_is_judged_as_python_stdnum_judges_it(start: int, nic: int) -> None:
    siret, luhn = pytest.importorskip("stdnum.fr.siret"), pytest.importorskip("stdnum.luhn")
    siren = f"{start:08d}" + luhn.calc_check_digit(f"{start:08d}")
    body = f"{siren}{nic:04d}"
    for last in "0123456789":
        assert siret_holds(body + last) == siret.is_valid(body + last)


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


def codes_of(cpv: str, index: Index) -> list[tuple[str, str]]:
    need = f'format: need/1\nid: x\ntitle: x\non: 2026-12-01\nbuyer: {{kind: local}}\nfunction: video-conference\ncpv: ["{cpv}"]\n'
    return [(one.code, one.values.get("meant", "")) for one in assemble(need.encode(), "x.yaml", index).loaded.diagnostics]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_index_holds_every_code_of_the_bundled_list_with_its_check_digit(index: Index) -> None:
    written = {row["code"]: row["check_digit"] for row in rows_of(catalogue_folder() / "cpv.csv")}
    assert len(written) == 9454
    assert {code: str(key) for code, key in index.section("cpv").items()} == written


@pytest.mark.skipif(not OFFICIAL.is_file(), reason="the official file lies beside the checkout of the team only")
def test_the_bundled_list_is_the_official_one() -> None:
    written = {f"{row['code']}-{row['check_digit']}" for row in rows_of(catalogue_folder() / "cpv.csv")}
    assert written == {f"{row['code']}-{row['check_digit']}" for row in rows_of(OFFICIAL)}


@pytest.mark.parametrize(
    ("cpv", "expected"),
    [
        ("48515000", []),
        ("48515000-1", []),
        ("48515000-2", [("DOC047", "48515000-1")]),
        ("72000000-5", []),
        ("48515001", [("DOC071", "")]),
        ("00000000", [("DOC071", "")]),
        ("48515001-3", [("DOC071", "")]),
        ("4851500", [("DOC070", "")]),
        ("485150000", [("DOC070", "")]),
        ("48515000-", [("DOC070", "")]),
        ("48515000-12", [("DOC070", "")]),
        ("48515000–1", [("DOC070", "")]),
        ("４８５１５０００", [("DOC070", "")]),
    ],
)
def test_a_cpv_code_exists_and_its_check_digit_is_right(cpv: str, expected: list[tuple[str, str]], index: Index) -> None:
    assert codes_of(cpv, index) == expected
