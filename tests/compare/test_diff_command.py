"""`doctrine diff`: exit codes, forms, two languages, hostile texts, and the study of a folder."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from compare_build import EXAMPLES, RETAINED, ROOT, VISIO, decision, resealed, side, weighted

Cli = Callable[..., Any]
SCHEMA = json.loads((ROOT / "docs" / "compare.schema.json").read_text("utf-8"))
CATALOGUE = ROOT / "catalogue" / "mutualised" / "video-conference.yaml"


@cache
def sealed(path: Path) -> bytes:
    return decision(side(path))


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The first pass on a need, then the same with its answers recorded."""
    paths = tmp_path / "a.decision.json", tmp_path / "b.decision.json"
    for path, example in zip(paths, (VISIO, RETAINED), strict=True):
        path.write_bytes(sealed(example))
    return paths


# ---- two files -----------------------------------------------------------------------------------------------------------


def test_the_same_answer_is_zero_and_another_is_one(cli: Cli, two: tuple[Path, Path]) -> None:
    assert cli("diff", two[0], two[0]).code == 0
    assert cli("diff", *two).code == 1
    assert cli("diff", VISIO, two[0]).code == 0
    assert cli("diff", VISIO, RETAINED).code == 1


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (lambda data: data[:1000], 2, "DOC801"),
        (lambda data: data.replace(b'"decision/1"', b'"decision/9"'), 2, "DOC803"),
        (lambda data: data.replace(b'"presumptions":true', b'"presumptions":false', 1), 4, "DOC812"),
        (lambda data: data.replace("Visioconférence des agents".encode(), b"Autre"), 4, "DOC810"),
        (lambda data: resealed(data, lambda whole: whole["parts"]["result"].update(outcome="none")), 4, "DOC840"),
        (lambda data: resealed(data, lambda whole: whole["parts"]["need"].update(users=["x"])), 2, "DOC809"),
    ],
    ids=["cut", "later-format", "envelope", "altered", "answer", "value"],
)
def test_what_is_wrong_with_a_decision(cli: Cli, two: tuple[Path, Path], change: Any, code: int, said: str) -> None:
    two[1].write_bytes(change(sealed(VISIO)))
    for pair in (two, two[::-1]):
        answer = cli("diff", *pair)
        assert (answer.code, answer.out) == (code, "")
        assert said in answer.err


def test_the_worst_of_both_files_wins(cli: Cli, two: tuple[Path, Path]) -> None:
    two[0].write_bytes(b"{")
    two[1].write_bytes(sealed(VISIO).replace("Visioconférence des agents".encode(), b"Autre"))
    answer = cli("diff", *two)
    assert answer.code == 4
    assert "DOC801" in answer.err
    assert "DOC810" in answer.err


@pytest.mark.parametrize(
    "arguments",
    [("absent.json", VISIO), (VISIO, ROOT / "examples"), (VISIO, RETAINED, "--today", "2027-01-01"), (VISIO, RETAINED, "--format", "html"),
     (ROOT / "examples",), ("absent",), (ROOT / "examples", "--format", "markdown"), (ROOT / "examples" / "erreurs.need.yaml", VISIO)],
    ids=["absent", "folder-second", "today", "format", "no-decision", "absent-folder", "markdown", "broken-need"],
)  # fmt: skip
def test_a_wrong_command_is_two(cli: Cli, arguments: tuple[Any, ...]) -> None:
    answer = cli("diff", *arguments)
    assert answer.code == 2
    assert answer.err
    assert "erreur imprévue" not in answer.err


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("columns", ["80", "140"])
def test_a_terminal_keeps_its_width(cli: Cli, two: tuple[Path, Path], lang: str, columns: str) -> None:
    answer = cli("diff", *two, "--lang", lang, COLUMNS=columns)
    assert max(len(line) for line in answer.out.splitlines()) <= int(columns)
    assert ("Suffit, seule" if lang == "fr" else "Enough, alone") in answer.flat


def test_markdown_and_a_file(cli: Cli, two: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "ecarts.md"
    answer = cli("diff", *two, "--format", "markdown", "-o", path)
    assert (answer.code, answer.out) == (1, "")
    assert path.read_text("utf-8").startswith("## Comparaison")
    assert "| besoin | 100\u00a0% | Retenu" in re.sub(" +", " ", path.read_text("utf-8"))


def test_json_follows_its_schema_and_is_the_same_twice(cli: Cli, two: tuple[Path, Path]) -> None:
    first, second = (cli("diff", *two, "--format", "json").out for _ in range(2))
    assert first == second
    report = json.loads(first)
    jsonschema.validate(report, SCHEMA)
    assert [one["answer"]["outcome"] for one in report["sides"]] == ["conditional", "retained"]
    assert [(one["cause"], one["share"], one["effect"], one["enough"]) for one in report["causes"]] == [("need", "1", "answer", True)]
    assert report["without_effect"] == ["need/cpv", "need/hosting", "need/id"]


def test_weights_move_totals_and_the_figures_add_up(cli: Cli, tmp_path: Path) -> None:
    other = tmp_path / "b.decision.json"
    other.write_bytes(decision(weighted(side(RETAINED), 1, 30, 1, 1, 1, 1, 1, 1, 1)))
    answer = cli("diff", RETAINED, other, "--format", "json")
    report = answer.report
    jsonschema.validate(report, SCHEMA)
    assert [one["cause"] for one in report["causes"]] == ["weights"]
    moved = {one["candidate"]: one for one in report["points"]}
    assert "visio" in moved
    for one in moved.values():
        for bound in ("low", "high"):
            brought = sum(Fraction(pair[bound]) for pair in one["contributions"].values())
            assert brought == Fraction(one["after"][bound]) - Fraction(one["before"][bound])


def test_offers_in_competition_have_no_points(cli: Cli, tmp_path: Path) -> None:
    """At step 2 the tender will rank: neither the terminal nor JSON may."""
    sensitive = next(path for path in EXAMPLES if path.name.startswith("hebergement"))
    other = tmp_path / "b.decision.json"
    other.write_bytes(decision(weighted(side(sensitive), 1, 30, 1, 1, 1, 1, 1, 1, 1)))
    report = cli("diff", sensitive, other, "--format", "json").report
    assert report["sides"][0]["answer"]["step"] == "buy"
    offers = {one.id for one in side(sensitive).case.candidates if one.step == "buy"}
    assert not offers & {one["candidate"] for one in report["points"]}


HOSTILE = "x\x1b[31m ::error::y ##[group]z @equipe <b>|[a](http://e.fr)`"


def test_hostile_texts_are_inert(cli: Cli, tmp_path: Path) -> None:
    def change(whole: Any) -> None:
        whole["parts"]["need"]["title"] = HOSTILE
        whole["parts"]["need"]["requirements"][0]["text"] = HOSTILE

    path = tmp_path / "a.decision.json"
    path.write_bytes(resealed(sealed(VISIO), change))
    terminal = cli("diff", path, VISIO).out
    assert "\x1b" not in terminal
    assert "::error" not in terminal
    assert "##[group]" not in terminal
    assert "\\u{1b}" in terminal
    markdown = cli("diff", path, VISIO, "--format", "markdown").out
    for live in ("\x1b", " <b>", "](http://", " @equipe"):
        assert live not in markdown
    report = cli("diff", path, VISIO, "--format", "json").out
    assert report.isascii()
    assert HOSTILE in [one["before"] for one in json.loads(report)["changes"]]


# ---- a folder ------------------------------------------------------------------------------------------------------------


def _folder(path: Path) -> Path:
    path.mkdir()
    for example in EXAMPLES:
        (path / f"{example.name.split('.')[0]}.decision.json").write_bytes(sealed(example))
    (path / "notes.json").write_text("{}")
    return path


def _withdrawn(path: Path) -> Path:
    """A catalogue in which Visio is being withdrawn."""
    (path / "mutualised").mkdir(parents=True)
    text = CATALOGUE.read_text("utf-8")
    start = text.index("  - id: visio\n")
    before, after = "{fact: status, value: production, source: clubic}", "{fact: status, value: being_withdrawn, source: readme}"
    assert before in text[start:]
    (path / "mutualised" / CATALOGUE.name).write_text(text[:start] + text[start:].replace(before, after, 1), "utf-8")
    return path


def test_the_present_data_change_nothing(cli: Cli, tmp_path: Path) -> None:
    answer = cli("diff", _folder(tmp_path / "in"), "--format", "json")
    assert answer.code == 0
    jsonschema.validate(answer.report, SCHEMA)
    assert {one["state"] for one in answer.report["decisions"]} == {"same"}
    assert answer.report["counts"]["same"] == len(EXAMPLES)


def test_a_new_catalogue_changes_the_decisions_that_rest_on_it(cli: Cli, tmp_path: Path) -> None:
    folder, catalogue = _folder(tmp_path / "in"), _withdrawn(tmp_path / "catalogue")
    answer = cli("diff", folder, "--catalogue", catalogue, "--format", "json")
    assert answer.code == 1
    jsonschema.validate(answer.report, SCHEMA)
    moved = [one for one in answer.report["decisions"] if one["state"] == "changes"]
    assert [one["need"] for one in moved] == ["ministere-visio-2027-retenu", "ministere-visio-2027"]
    assert all(one["causes"] == [["catalogue"]] for one in moved)
    assert moved[0]["before"]["named"] == "visio"
    assert "named" in moved[0]["how"]
    said = cli("diff", folder, "--catalogue", catalogue, "--lang", "en").flat
    assert "would change 2" in said
    assert "Cause: catalogue." in said


def test_another_day_is_a_cause(cli: Cli, tmp_path: Path) -> None:
    answer = cli("diff", _folder(tmp_path / "in"), "--today", "2029-01-01", "--format", "json")
    assert answer.code == 1
    moved = {one["need"]: one for one in answer.report["decisions"] if one["state"] == "changes"}
    assert {one["day"] for one in answer.report["decisions"]} == {"2029-01-01"}
    assert all("day" in one["changed"] for one in moved.values())
    assert ["day"] in moved["ministere-visio-2027-retenu"]["causes"]


def test_a_single_decision_is_studied_too(cli: Cli, two: tuple[Path, Path]) -> None:
    assert cli("diff", two[0]).code == 0
    assert cli("diff", two[1], "--today", "2029-01-01").code == 1


def test_one_broken_decision_hides_no_other(cli: Cli, tmp_path: Path) -> None:
    folder = _folder(tmp_path / "in")
    (folder / "altered.decision.json").write_bytes(sealed(VISIO).replace("Visioconférence des agents".encode(), b"Autre"))
    (folder / "cut.decision.json").write_bytes(sealed(VISIO)[:500])
    answer = cli("diff", folder, "--format", "json")
    assert answer.code == 4
    jsonschema.validate(answer.report, SCHEMA)
    counts = answer.report["counts"]
    assert (counts["same"], counts["broken"], counts["cannot"]) == (len(EXAMPLES), 1, 1)


def test_a_need_that_is_no_longer_accepted_is_said(cli: Cli, tmp_path: Path) -> None:
    """The catalogue of another day no longer knows the candidate of a finding."""
    folder = tmp_path / "in"
    folder.mkdir()

    def change(whole: Any) -> None:
        whole["parts"]["need"]["findings"] = [
            {"candidate": "disparu", "fact": "status", "value": "production", "proof": "tested", "source": "x"}
        ]

    (folder / "a.decision.json").write_bytes(resealed(sealed(VISIO), change))
    answer = cli("diff", folder, "--format", "json")
    found = answer.report["decisions"][0]
    assert (answer.code, found["state"], found["now"]) == (1, "refused", None)
    assert found["refused"].startswith("DOC")
    jsonschema.validate(answer.report, SCHEMA)


def test_workers_say_the_same_in_the_same_order(cli: Cli, tmp_path: Path) -> None:
    folder, catalogue = _folder(tmp_path / "in"), _withdrawn(tmp_path / "catalogue")
    one, two = (cli("diff", folder, "--catalogue", catalogue, "--jobs", jobs, "--format", "json") for jobs in ("1", "2"))
    assert (one.code, one.out) == (two.code, two.out)


def test_a_study_names_no_agent(cli: Cli, tmp_path: Path) -> None:
    folder = _folder(tmp_path / "in")
    names = {search.by for path in EXAMPLES for search in side(path).case.need.searched}
    assert names
    for form in ("terminal", "json"):
        answer = cli("diff", folder, "--today", "2029-01-01", "--format", form)
        assert [name for name in names if name in answer.out + answer.err] == []


# ---- the buyer's own candidates ------------------------------------------------------------------------------------------

BETA = """
candidates:
  - id: beta
    step: buy
    name: Bêta Visio
    provider: Bêta SA
    run_by: [supplier]
    sources:
      page: {publisher: beta.example, as_of: 2026-05, proof: documented, title: Guide}
    facts:
"""


def _with(path: Path, *facts: str) -> Path:
    path.write_text(VISIO.read_text("utf-8") + BETA + "".join(f"      - {{{fact}, source: page}}\n" for fact in facts), "utf-8")
    return path


def test_a_fact_of_a_candidate_of_the_buyer_is_named_and_said_in_words(cli: Cli, tmp_path: Path) -> None:
    """Another fact written before it moves nothing: the row is about what changed."""
    before = _with(tmp_path / "a.yaml", "capability: recording, value: yes", "capability: guest-access, value: no")
    after = _with(
        tmp_path / "b.yaml",
        "fact: max_participants, value: 300",
        "capability: guest-access, value: yes",
        "capability: recording, value: yes",
    )
    report = cli("diff", before, after, "--format", "json").report
    assert {(one["where"], one["before"], one["after"]) for one in report["changes"]} == {
        ("candidates/beta/facts/guest-access/value", "no", "yes"),
        ("candidates/beta/facts/max_participants/source", None, "page"),
        ("candidates/beta/facts/max_participants/value", None, "300"),
    }
    flat = cli("diff", before, after, "--format", "markdown").flat.replace("\u00a0", " ")
    assert re.search(r"Candidats ajoutés : Bêta Visio, Participer sans compte[^|]*\| non +\| oui", flat)
    assert "candidates/beta" not in flat.partition("Ce qui a changé")[2]


def test_what_was_found_is_said_in_words(cli: Cli) -> None:
    flat = cli("diff", VISIO, RETAINED, "--format", "markdown").flat.replace("\u00a0", " ")
    rows = flat.partition("Ce qui a changé")[2]
    assert "| qualifié" in rows
    assert "| qualified" not in rows
    assert "30 novembre 2028" in rows


def test_rows_stand_in_one_order_whichever_file_is_first(cli: Cli, tmp_path: Path) -> None:
    before = _with(tmp_path / "a.yaml", "capability: recording, value: yes", "capability: guest-access, value: no")
    after = _with(tmp_path / "b.yaml", "fact: max_participants, value: 300", "capability: guest-access, value: yes")

    def rows(*pair: Path) -> list[str]:
        text = cli("diff", *pair, "--format", "markdown").out.partition("## Ce qui a changé")[2]
        return [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("|")]

    assert len(rows(before, after)) > 3
    assert rows(before, after) == rows(after, before)
