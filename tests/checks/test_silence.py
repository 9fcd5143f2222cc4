"""Who may silence a finding, until when, and how it shows; what a baseline knows already."""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from check_build import FORMATS, codes, need, without

from doctrine.checking.found import Found, stamped
from doctrine.checking.settings import Settings
from doctrine.checking.silence import silenced
from doctrine.diagnostics import Place

Check = Callable[..., Any]

OWN = "waivers: [{check: DOC101, author: Camille Martin, ground: mesure en cours, start: 2026-01-01, end: 2026-12-31}]\n"
OF_A_PATH = '[[check.waivers]]\npath = "*.need.yaml"\ncheck = "DOC101"\nauthor = "Camille Martin"\nground = "mesure en cours"\nstart = 2026-01-01\nend = 2026-12-31\n'
#: Where a waiver may stand: the need, and the settings.
PLACES = {"waiver": (OWN, ""), "configuration": ("", OF_A_PATH)}


def written(tmp_path: Path, own: str, settings: str) -> None:
    (tmp_path / "a.need.yaml").write_text(need('measure: ""\n', own), "utf-8")
    if settings:
        (tmp_path / "doctrine.toml").write_text(settings, "utf-8")


@pytest.mark.parametrize("kind", PLACES)
def test_a_waiver_in_force_silences_and_is_shown_with_all_it_says(kind: str, check: Check, tmp_path: Path) -> None:
    written(tmp_path, *PLACES[kind])
    answer = check("a.need.yaml", "--fail-on", "note")
    assert answer.code == 0
    (found,) = answer.report["findings"]
    assert found["suppressed"] == {
        "kind": kind,
        "author": "Camille Martin",
        "ground": "mesure en cours",
        "start": "2026-01-01",
        "end": "2026-12-31",
    }
    assert answer.report["counts"]["suppressed"] == 1


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("form", ["terminal", "json", "sarif", "junit", "markdown"])
def test_a_format_that_can_say_so_names_author_and_ground(kind: str, form: str, check: Check, tmp_path: Path) -> None:
    written(tmp_path, *PLACES[kind])
    answer = check("a.need.yaml", form=form)
    for word in ("DOC101", "Camille Martin", "mesure en cours"):
        assert word in answer.out, word


@pytest.mark.parametrize("kind", PLACES)
def test_formats_of_annotations_show_it_as_information_and_do_not_count_it(kind: str, check: Check, tmp_path: Path) -> None:
    written(tmp_path, *PLACES[kind])
    github = check("a.need.yaml", form="github").out.replace("\u00a0", " ")
    assert "::warning" not in github
    assert "title=DOC101 %3A dispense::dispense de Camille Martin du 2026-01-01 au 2026-12-31" in github
    assert "1 sous dispense" in github
    (gitlab,) = json.loads(check("a.need.yaml", form="gitlab").out)
    assert gitlab["severity"] == "info"
    assert "(dispense de Camille Martin du 2026-01-01 au 2026-12-31" in gitlab["description"]


@pytest.mark.parametrize("kind", PLACES)
def test_sarif_says_suppressed(kind: str, check: Check, tmp_path: Path) -> None:
    written(tmp_path, *PLACES[kind])
    (result,) = json.loads(check("a.need.yaml", form="sarif").out)["runs"][0]["results"]
    assert [one["status"] for one in result["suppressions"]] == ["accepted"]


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("form", FORMATS)
def test_once_over_it_silences_nothing_and_is_an_error_itself(kind: str, form: str, check: Check, tmp_path: Path) -> None:
    written(tmp_path, *PLACES[kind])
    before = check("a.need.yaml", "--today", "2026-12-31")
    assert (before.code, codes(before.report, counting=True)) == (0, [])
    after = check("a.need.yaml", "--today", "2027-01-01")
    assert after.code == 1
    assert sorted(codes(after.report, counting=True)) == ["DOC101", "DOC114"]
    shown = check("a.need.yaml", "--today", "2027-01-01", form=form)
    assert shown.code == 1
    assert "DOC101" in shown.out
    assert "DOC114" in shown.out


@pytest.mark.parametrize("kind", PLACES)
def test_before_its_start_it_silences_nothing(kind: str, check: Check, tmp_path: Path) -> None:
    written(tmp_path, *(text.replace("2026-01-01", "2026-12-02") for text in PLACES[kind]))
    answer = check("a.need.yaml")
    assert (answer.code, codes(answer.report, counting=True)) == (1, ["DOC101"])


def test_a_waiver_covers_its_check_and_no_other(check: Check, tmp_path: Path) -> None:
    (tmp_path / "a.need.yaml").write_text(need('measure: ""\n', 'outcome: ""\n', OWN), "utf-8")
    assert codes(check("a.need.yaml").report, counting=True) == ["DOC102"]


def test_a_waiver_of_a_path_covers_its_files_and_no_other(check: Check, tmp_path: Path) -> None:
    for name in ("a.need.yaml", "b.need.yaml"):
        (tmp_path / name).write_text(without("measure"), "utf-8")
    (tmp_path / "doctrine.toml").write_text(OF_A_PATH.replace("*.need.yaml", "a.*"), "utf-8")
    assert [(one["file"], one["suppressed"] is None) for one in check(".").report["findings"]] == [
        ("a.need.yaml", False),
        ("b.need.yaml", True),
    ]


@pytest.mark.parametrize("code", ["DOC114", "DOC118", "DOC501"])
def test_what_may_never_be_silenced_is_not(code: str) -> None:
    settings = Settings(waivers=_waivers(code, "DOC101"))
    found = [Found(one, "need", "error", Place("a.need.yaml", 1, 1), "x") for one in (code, "DOC101")]
    assert [one.silenced is None for one in silenced(found, "a.need.yaml", (), settings, _day())] == [True, False]


def test_errors_of_the_file_itself_are_never_silenced(check: Check, tmp_path: Path) -> None:
    (tmp_path / "a.need.yaml").write_text(need("users: beaucoup\n"), "utf-8")
    (code,) = codes(check("a.need.yaml").report)
    (tmp_path / "doctrine.toml").write_text(OF_A_PATH.replace("DOC101", code), "utf-8")
    answer = check("a.need.yaml")
    assert (answer.code, sorted(codes(answer.report, counting=True))) == (1, [code, "DOC118"])


@pytest.mark.parametrize("code", ["DOC114", "doc501", "DOC118"])
def test_a_waiver_of_the_settings_that_can_silence_nothing_is_said_at_its_line(code: str, check: Check, tmp_path: Path) -> None:
    written(tmp_path, "", OF_A_PATH.replace("DOC101", code))
    (found,) = (one for one in check("a.need.yaml").report["findings"] if one["code"] == "DOC118")
    line = (tmp_path / "doctrine.toml").read_text("utf-8").splitlines()[found["line"] - 1]
    assert (found["file"], line) == ("doctrine.toml", "end = 2026-12-31")


def _day() -> Any:
    from datetime import date

    return date(2026, 12, 1)


def _waivers(*codes: str) -> Any:
    from datetime import date

    from doctrine.checking.settings import PathWaiver

    return tuple(PathWaiver("*", code, "A", "G", date(2026, 1, 1), date(2027, 1, 1)) for code in codes)


@pytest.mark.parametrize("options", [["--ignore", "DOC114"], ["--ignore", "need"], ["--select", "wording"]])
@pytest.mark.parametrize("kind", PLACES)
def test_that_a_waiver_is_over_is_always_said(kind: str, options: list[str], check: Check, tmp_path: Path) -> None:
    written(tmp_path, *PLACES[kind])
    answer = check("a.need.yaml", "--today", "2027-01-01", *options)
    assert answer.code == 1
    assert "DOC114" in codes(answer.report, counting=True)


def test_a_waiver_of_the_settings_that_is_over_points_to_its_line(check: Check, tmp_path: Path) -> None:
    other = OF_A_PATH.replace("2026-12-31", "2028-12-31")
    written(tmp_path, "", f"# réglages\n{other}\n{OF_A_PATH}")
    (found,) = (one for one in check("a.need.yaml", "--today", "2027-01-01").report["findings"] if one["code"] == "DOC114")
    line = (tmp_path / "doctrine.toml").read_text("utf-8").splitlines()[found["line"] - 1]
    assert (found["file"], line) == ("doctrine.toml", "end = 2026-12-31")


@pytest.mark.parametrize(
    ("waiver", "variant"),
    [
        ("check: DOC999, author: A, ground: G, start: 2026-01-01, end: 2027-01-01", "DOC999"), ("check: need, author: A, ground: G, start: 2026-01-01, end: 2027-01-01", "need"),
        ("check: DOC114, author: A, ground: G, start: 2026-01-01, end: 2027-01-01", "DOC114"),
    ],
)  # fmt: skip
def test_a_waiver_of_a_need_that_silences_nothing_is_a_finding(waiver: str, variant: str, check: Check, tmp_path: Path) -> None:
    (tmp_path / "a.need.yaml").write_text(need(f"waivers: [{{{waiver}}}]\n"), "utf-8")
    answer = check("a.need.yaml")
    (found,) = answer.report["findings"]
    assert (answer.code, found["code"]) == (1, "DOC118")
    assert variant in found["message"]


# ---- baseline


@pytest.mark.parametrize("form", FORMATS)
def test_a_baseline_lets_what_is_known_pass_and_fails_on_what_is_new(form: str, check: Check, tmp_path: Path) -> None:
    need_file = tmp_path / "a.need.yaml"
    need_file.write_text(need('measure: ""\n'), "utf-8")
    assert check(".", "--write-baseline", "connus.json").code == 1
    assert check(".", "--baseline", "connus.json", form=form).code == 0
    need_file.write_text(need('measure: ""\n', 'outcome: ""\n'), "utf-8")
    assert check(".", "--baseline", "connus.json", form=form).code == 1
    report = check(".", "--baseline", "connus.json").report
    assert {one["code"]: one["known"] for one in report["findings"]} == {"DOC101": True, "DOC102": False}


def test_what_moves_down_with_the_file_stays_known(check: Check, tmp_path: Path) -> None:
    text = need(
        'requirements:\n  - {id: R1, level: must, text: "Le titulaire doit être certifié ISO 27001.", capability: guest-access}\n',
        'measure: ""\n',
        "continuity: {essential: yes}\n",
    )
    (tmp_path / "a.need.yaml").write_text(text, "utf-8")
    (tmp_path / "cctp.md").write_text("# CCTP\n\nLe titulaire doit être certifié ISO 27001.\n", "utf-8")
    first = check(".", "--write-baseline", "connus.json").report["findings"]
    (tmp_path / "a.need.yaml").write_text("# une ligne\n# une autre\n" + text, "utf-8")
    (tmp_path / "cctp.md").write_text("Préambule.\n\n# CCTP\n\nLe titulaire doit être certifié ISO 27001.\n", "utf-8")
    second = check(".", "--baseline", "connus.json")
    assert second.code == 0
    assert [one["line"] + 2 for one in first] == [one["line"] for one in second.report["findings"]]
    assert all(one["known"] for one in second.report["findings"])


def test_the_same_fault_once_more_is_new(check: Check, tmp_path: Path) -> None:
    sentence = "Le titulaire doit être certifié ISO 27001.\n"
    (tmp_path / "cctp.md").write_text(sentence, "utf-8")
    check(".", "--write-baseline", "connus.json")
    (tmp_path / "cctp.md").write_text(f"{sentence}\n{sentence}", "utf-8")
    answer = check(".", "--baseline", "connus.json")
    assert (answer.code, [one["known"] for one in answer.report["findings"]]) == (1, [True, False])


def test_a_baseline_does_not_hold_what_a_waiver_covers(check: Check, tmp_path: Path) -> None:
    written(tmp_path, OWN, "")
    check(".", "--write-baseline", "connus.json")
    assert json.loads((tmp_path / "connus.json").read_text("utf-8"))["fingerprints"] == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"format": "doctrine-baseline/2", "fingerprints": {}}',
        '{"format": "doctrine-baseline/1", "fingerprints": []}',
        "[" * 5000,
    ],
)
def test_a_baseline_that_is_none_is_refused(text: str, check: Check, tmp_path: Path) -> None:
    written(tmp_path, "", "")
    (tmp_path / "connus.json").write_text(text, "utf-8")
    answer = check(".", "--baseline", "connus.json")
    assert (answer.code, answer.out) == (2, "")
    assert "DOC182" in answer.err


def test_fingerprints_do_not_depend_on_the_line_but_on_the_file() -> None:
    one = Found("DOC101", "need", "error", Place("a", 3, 1), "measure")
    ((first,), (moved,), (elsewhere,)) = (stamped([one], "a"), stamped([one._replace(place=Place("a", 9, 1))], "a"), stamped([one], "b"))
    assert first.fingerprint == moved.fingerprint
    assert first.fingerprint != elsewhere.fingerprint
