"""What is found by looking at several files, and what does not depend on where the command is run from."""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from check_build import codes, need

import doctrine.checking.run
from doctrine.checks import every_check

Check = Callable[..., Any]


def worth(amount: str, *more: str) -> str:
    return need(f'value: {{amount: "{amount}", tax: excluded, months: 12, covers: [options, renewals, all_lots]}}\n', *more)


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.need.yaml").write_text(text, "utf-8")


def split(check: Check, *options: str) -> list[str]:
    return [one["file"] for one in check(".", *options).report["findings"] if one["code"] == "DOC117"]


@pytest.mark.parametrize(("example", "found"), [("failing", ["a.need.yaml", "b.need.yaml"]), ("passing", [])])
def test_the_examples_are_two_files(example: str, found: list[str], check: Check, tmp_path: Path) -> None:
    text = getattr(every_check()["DOC117"], example)
    for name, part in re.findall(r"# (\S+)\n((?:[^#].*\n)+)", text):
        (tmp_path / name).write_text(need(part), "utf-8")
    assert split(check) == found


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ([], True), (["on: 2026-06-02\n"], True), (["on: 2027-11-30\n"], True), (["on: 2027-12-01\n"], False), (["id: base-2027\n"], False), (["function: electronic-signature\n"], False),
        (["buyer: {name: Autre direction, kind: central_state, ministry: exemple}\n"], False), (["buyer: {name: DIRECTION DE L’EXEMPLE, kind: central_state, ministry: exemple}\n"], True),
    ],
)  # fmt: skip
def test_the_same_buyer_and_function_within_twelve_months(other: list[str], found: bool, check: Check, tmp_path: Path) -> None:
    write(tmp_path, a=worth("35000.00"), b=worth("35000.00", "id: autre\n", "requirements: []\n", *other))
    assert split(check) == (["a.need.yaml", "b.need.yaml"] if found else [])


def test_a_need_above_the_threshold_by_itself_is_not_split(check: Check, tmp_path: Path) -> None:
    write(tmp_path, a=worth("70000.00"), b=worth("35000.00", "id: b\n"))
    assert split(check) == []


def test_it_stands_on_the_amount_and_a_waiver_covers_it(check: Check, tmp_path: Path) -> None:
    waiver = "waivers: [{check: DOC117, author: A, ground: achats distincts, start: 2026-01-01, end: 2027-01-01}]\n"
    write(tmp_path, a=worth("35000.00", waiver), b=worth("35000.00", "id: b\n"))
    found = [one for one in check(".").report["findings"] if one["code"] == "DOC117"]
    assert [one["suppressed"] is not None for one in found] == [True, False]
    line = (tmp_path / "b.need.yaml").read_text("utf-8").splitlines()[found[1]["line"] - 1]
    assert line[found[1]["column"] - 1 :].startswith('"35000.00"')
    assert "70\u00a0000\u00a0€" in found[1]["message"]


def test_workers_find_the_same(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, **{f"n{number}": worth("8000.00", f"id: n{number}\n", f"on: 2026-{1 + number % 12:02}-01\n") for number in range(24)})
    alone = check(".", "--jobs", "1")
    assert len(split(check)) > 5
    monkeypatch.setattr(doctrine.checking.run, "WORTH_WORKERS", 2)
    monkeypatch.setattr(doctrine.checking.run, "_BATCH", 3)
    assert check(".", "--jobs", "2") == alone


# ---- names of files


def test_fingerprints_and_forges_do_not_see_where_the_command_is_run_from(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "besoins").mkdir()
    write(tmp_path / "besoins", a=need('measure: ""\n'))
    (kept,) = (one["fingerprint"] for one in check("besoins").report["findings"])
    check("besoins", "--write-baseline", "connus.json")
    forges = [check("besoins", form=form).out for form in ("sarif", "github", "gitlab")]
    for folder, path in ((".", "./besoins"), ("besoins", "."), ("besoins", "../besoins/a.need.yaml"), ("..", str(tmp_path))):
        monkeypatch.chdir(tmp_path / folder)
        assert [one["fingerprint"] for one in check(path).report["findings"]] == [kept], path
        assert check(path, "--baseline", tmp_path / "connus.json").code == 0
        assert [check(path, form=form).out for form in ("sarif", "github", "gitlab")] == forges, path
    assert json.loads(forges[2])[0]["location"]["path"] == "besoins/a.need.yaml"


# ---- a catalogue of one's own


OWN = """\
format: candidates/1
candidates:
  - id: maison-visio
    step: buy
    name: Maisonvisio
    provider: Éditeur de l’exemple
    functions: [video-conference]
    run_by: [supplier]
    sources:
      vieille: {publisher: Éditeur de l’exemple, as_of: 2020-03, proof: declared, title: page des fonctions}
      perdue: {publisher: Éditeur de l’exemple, as_of: 2026-10, proof: declared}
    facts:
      - {source: vieille, capability: recording, value: "yes"}
      - {source: perdue, capability: guest-access, value: "yes"}
"""


def test_needs_are_read_with_the_catalogue_that_is_given(check: Check, tmp_path: Path) -> None:
    (tmp_path / "fiches").mkdir()
    (tmp_path / "fiches" / "maison.yaml").write_text(OWN.replace("proof: declared}", "proof: declared, title: autre page}"), "utf-8")
    text = 'requirements:\n  - {id: R1, level: must, text: "La solution Maisonvisio est installée.", capability: guest-access}\n'
    write(tmp_path, a=need(text, "purpose: {kind: renewal, incumbent: maison-visio, contract_ends: 2027-12-31}\n"))
    without, given = (check("a.need.yaml", *options).report for options in ([], ["--catalogue", "fiches"]))
    assert "DOC201" not in codes(without)
    assert "DOC201" in codes(given)
    assert check("a.need.yaml", "--catalogue", "absent").code == 2


def test_a_finding_on_a_catalogue_points_to_the_fact_or_the_source(check: Check, tmp_path: Path) -> None:
    (tmp_path / "fiches").mkdir()
    (tmp_path / "fiches" / "maison.yaml").write_text(OWN, "utf-8")
    found = check("fiches").report["findings"]
    lines = OWN.splitlines()
    stands = {one["code"]: lines[one["line"] - 1] for one in found}
    assert "capability: recording" in stands["DOC402"]
    assert "perdue: {" in stands["DOC085"]
    assert "DOC401" not in stands, "said by the reader at the same place, as an error"
    assert "1 fait de plus" in next(one["message"] for one in found if one["code"] == "DOC402")
    alone = check("fiches", "--select", "DOC401").report["findings"]
    assert [lines[one["line"] - 1].strip()[:7] for one in alone] == ["perdue:"]


# ---- one sentence for one thing


@pytest.mark.parametrize(
    ("text", "said", "silent"),
    [
        (need("searched: [{step: mutualise, where: catalogue, when: 2026-12-10, by: bureau}]\n"), "DOC078", "DOC104"),
        (
            need("derogations: [{gate: secnumcloud, author: ministre, ground: décision, start: 2025-01-03, end: 2026-01-03}]\n"),
            "DOC107",
            "DOC099",
        ),
    ],
)
def test_what_two_codes_say_of_one_place_is_said_once(text: str, said: str, silent: str, check: Check, tmp_path: Path) -> None:
    write(tmp_path, a=text)
    found = codes(check(".").report)
    assert said in found
    assert silent not in found
    other = check(".", "--select", silent).report
    assert codes(other) == [silent]


@pytest.mark.parametrize("key", ["measure", "outcome"])
@pytest.mark.parametrize("text", ["à compléter", "TODO", "À définir avec le métier", "TBD"])
def test_a_text_to_be_written_is_none(key: str, text: str, check: Check, tmp_path: Path) -> None:
    write(tmp_path, a=need(f"{key}: {text}\n"))
    (found,) = check(".").report["findings"]
    assert found["code"] == {"measure": "DOC101", "outcome": "DOC102"}[key]
    assert text in found["message"]


@pytest.mark.parametrize(("amount", "article"), [("58000.00", "R. 2122-8"), ("89000.00", "R. 2131-12"), ("139000.00", "annexe 2")])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_value_near_a_threshold_names_its_text_and_writes_amounts(
    amount: str, article: str, lang: str, check: Check, tmp_path: Path
) -> None:
    write(tmp_path, a=worth(amount))
    (found,) = (one for one in check(".", "--lang", lang).report["findings"] if one["code"] == "DOC112")
    assert article in found["message"]
    assert amount[:-6] + ("\u00a0000\u00a0€" if lang == "fr" else ",000") in found["message"]


def test_a_paragraph_of_a_document_is_said_in_words(check: Check, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("Objet du marché.")
    document.add_paragraph("Le titulaire doit être certifié ISO 27001.")
    document.save(str(tmp_path / "cctp.docx"))
    assert "cctp.docx, paragraphe 2: avertissement" in check("cctp.docx", form="terminal").out
    assert [one["line"] for one in check("cctp.docx").report["findings"]] == [2]


# ---- words


@pytest.mark.parametrize(("lang", "said"), [("fr", "99,9"), ("en", "99.9")])
def test_numbers_are_written_as_the_language_writes_them(lang: str, said: str, check: Check, tmp_path: Path) -> None:
    grid = "format: grid/1\ntitle: Essai\nday: 2026-09-15\nannounced_total: 100\ncriteria:\n  - {id: price, label: Prix, weight: 60}\n  - {id: quality, label: Qualité, weight: 39.9}\n"
    (tmp_path / "grille.yaml").write_text(grid, "utf-8")
    (found,) = (one for one in check(".", "--lang", lang).report["findings"] if one["code"] == "DOC301")
    assert said in found["message"]


@pytest.mark.parametrize(("lang", "said"), [("fr", "réponse du système : "), ("en", "the system answered: ")])
def test_the_words_of_the_system_are_introduced(lang: str, said: str, check: Check, tmp_path: Path) -> None:
    (tmp_path / "boucle.need.yaml").symlink_to("boucle.need.yaml")
    (found,) = check("boucle.need.yaml", "--lang", lang).report["findings"]
    assert found["code"] == "DOC006"
    assert said in found["message"].replace("\u00a0", " ")


@pytest.mark.parametrize("code", [one.id for one in every_check().values() if one.family == "decision"])
def test_the_examples_of_decisions_are_of_no_language(code: str) -> None:
    """They are shown as they are in both: pieces of the file."""
    for example in (every_check()[code].failing, every_check()[code].passing):
        assert example.startswith(('"', "{"))


def test_progress_says_how_many_of_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    from doctrine.commands._console import words_of
    from doctrine.commands.check import _counter
    from doctrine.index import open_index

    words = words_of(open_index(), "fr")
    for count, total in ((3, 50), (20, 99), (121, 1000)):
        _counter(count, total, words)
    assert capsys.readouterr().err == ""
    _counter(500, 1000, words)
    assert capsys.readouterr().err == f"\r[{'#' * 10}{' ' * 10}] 500/1\u00a0000 fichiers"
