"""Which checks count, for which files, from which severity on: options first, then the settings of the repository."""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from check_build import FORMATS, codes, need, without

Check = Callable[..., Any]

#: Errors: DOC115 (objection), DOC113. Warnings: DOC101, DOC203 (wording). Note: DOC106.
MIXED = need(
    'measure: ""\n',
    "continuity: {essential: yes}\n",
    'requirements:\n  - {id: R1, level: must, text: "Le titulaire doit être certifié ISO 27001.", capability: guest-access}\n',
    "findings:\n  - {candidate: visio, fact: max_participants, value: 350, proof: documented, when: 2025-01-10, source: réponse}\n",
)
ALL = {"DOC101", "DOC106", "DOC113", "DOC203"}


@pytest.fixture
def mixed(tmp_path: Path) -> None:
    for name in ("besoins/a.need.yaml", "archives/b.need.yaml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(MIXED, "utf-8")


def settings(tmp_path: Path, text: str) -> None:
    (tmp_path / "doctrine.toml").write_text(text, "utf-8")


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ([], ALL),
        (["--select", "DOC101"], {"DOC101"}),
        (["--select", "doc101"], {"DOC101"}),
        (["--select", "DOC1"], {"DOC101", "DOC106", "DOC113"}),
        (["--select", "need"], {"DOC101", "DOC106", "DOC113"}),
        (["--select", "wording,DOC106"], {"DOC203", "DOC106"}),
        (["--select", "wording", "--select", "DOC106"], {"DOC203", "DOC106"}),
        (["--select", "DOC40"], set()),
        (["--ignore", "need"], {"DOC203"}),
        (["--ignore", "DOC2,DOC106"], {"DOC101", "DOC113"}),
        (["--select", "DOC1", "--ignore", "DOC113"], {"DOC101", "DOC106"}),
        (["--severity", "warning"], ALL - {"DOC106"}),
        (["--severity", "error"], {"DOC113"}),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_options_select(options: list[str], kept: set[str], check: Check) -> None:
    assert set(codes(check("besoins", *options).report)) == kept


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize(
    ("text", "in_besoins", "in_archives"),
    [
        ('[check]\nselect = ["wording"]\n', {"DOC203"}, {"DOC203"}),
        ('[check]\nignore = ["DOC1"]\n', {"DOC203"}, {"DOC203"}),
        ('[check]\nseverity = "error"\n', {"DOC113"}, {"DOC113"}),
        ('[check]\nexclude = ["archives/*"]\n', ALL, set()),
        ('[[check.paths]]\npath = "archives/*"\nignore = ["need"]\n', ALL, {"DOC203"}),
        ('[[check.paths]]\npath = "archives/*"\nselect = ["DOC101"]\n', ALL, {"DOC101"}),
        ('[check]\nselect = ["wording"]\n[[check.paths]]\npath = "archives/*"\nselect = ["DOC113"]\n', {"DOC203"}, {"DOC113"}),
        (
            '[check]\nignore = ["wording"]\n[[check.paths]]\npath = "*.need.yaml"\nignore = ["DOC113"]\n',
            {"DOC101", "DOC106"},
            {"DOC101", "DOC106"},
        ),
    ],
)
def test_settings_select_by_path(text: str, in_besoins: set[str], in_archives: set[str], check: Check, tmp_path: Path) -> None:
    settings(tmp_path, text)
    found = check(".").report["findings"]
    assert {one["code"] for one in found if one["file"].startswith("besoins/")} == in_besoins
    assert {one["code"] for one in found if one["file"].startswith("archives/")} == in_archives


@pytest.mark.usefixtures("mixed")
def test_an_excluded_file_that_is_named_is_checked(check: Check, tmp_path: Path) -> None:
    settings(tmp_path, '[check]\nexclude = ["archives/*"]\n')
    assert set(codes(check("archives/b.need.yaml").report)) == ALL


@pytest.mark.usefixtures("mixed")
def test_an_option_wins_over_the_settings(check: Check, tmp_path: Path) -> None:
    settings(tmp_path, '[check]\nselect = ["wording"]\nfail-on = "error"\n')
    assert check("besoins").code == 0
    assert check("besoins", "--fail-on", "warning").code == 1
    assert set(codes(check("besoins", "--select", "DOC101").report)) == {"DOC101"}


@pytest.mark.usefixtures("mixed")
def test_settings_are_found_walking_up_to_the_root_of_the_repository(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(tmp_path, '[check]\nselect = ["wording"]\n')
    monkeypatch.chdir(tmp_path / "besoins")
    assert set(codes(check(".").report)) == {"DOC203"}
    (tmp_path / "besoins" / ".git").mkdir()
    assert set(codes(check(".").report)) == ALL, "settings outside the repository do not count"


@pytest.mark.usefixtures("mixed")
def test_pyproject_speaks_where_doctrine_toml_does_not(check: Check, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.doctrine.check]\nselect = ["wording"]\n', "utf-8")
    assert set(codes(check("besoins").report)) == {"DOC203"}
    settings(tmp_path, '[check]\nselect = ["DOC101"]\n')
    assert set(codes(check("besoins").report)) == {"DOC101"}
    (tmp_path / "autres.toml").write_text('[check]\nselect = ["DOC106"]\n', "utf-8")
    assert set(codes(check("besoins", "--config", "autres.toml").report)) == {"DOC106"}


WAIVER = (
    'path = "a.need.yaml"\ncheck = "DOC101"\nauthor = "bureau SI-2"\nground = "mesure en cours"\nstart = 2026-01-01\nend = 2027-01-01\n'
)


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[check\n", "DOC180"),
        ('[check]\nselct = ["DOC101"]\n', "selct"),
        ('[check]\nselect = "DOC101"\n', "select"),
        ("[check]\nselect = [1]\n", "select"),
        ('[check]\nseverity = "grave"\n', "severity"),
        ('[check]\nfail-on = "jamais"\n', "fail-on"),
        ('[check]\nexclude = "archives"\n', "exclude"),
        ('[check]\npaths = "archives"\n', "paths"),
        ('[[check.paths]]\nignore = ["DOC1"]\n', "path"),
        ('[[check.paths]]\npath = "a"\nignored = ["DOC1"]\n', "ignored"),
        ("check = 3\n", "check"),
        ('[chekc]\nselect = ["DOC101"]\n', "chekc"),
        ('select = ["DOC101"]\n', "select"),
        *(
            (f"[[check.waivers]]\n{''.join(line for line in WAIVER.splitlines(keepends=True) if not line.startswith(key))}", key)
            for key in ("path", "check", "author", "ground", "start", "end")
        ),
        ("[[check.waivers]]\n" + WAIVER.replace("2027-01-01", '"bientôt"'), "end"),
        ("[[check.waivers]]\n" + WAIVER.replace("2027-01-01", "2025-12-31"), "end"),
        ("[[check.waivers]]\n" + WAIVER.replace("DOC101", "wording"), "check"),
        ("[[check.waivers]]\n" + WAIVER.replace("DOC101", "DOC1"), "check"),
        ("[[check.waivers]]\n" + WAIVER.replace("bureau SI-2", " "), "author"),
        ("[[check.waivers]]\n" + WAIVER + 'forever = "yes"\n', "forever"),
    ],
)
def test_settings_badly_written_are_refused_whole(text: str, named: str, check: Check, tmp_path: Path) -> None:
    settings(tmp_path, text)
    answer = check("besoins")
    assert answer.code == 2
    assert answer.out == ""
    assert "doctrine.toml" in answer.err
    assert (named if named == "DOC180" else f"« {named} »") in answer.err.replace("\u00a0", " ")


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[check]\nselct = ["DOC101"]\n', 2),
        ("# réglages\n\n[chekc]\n", 3),
        ("[[check.waivers]]\n" + WAIVER + "\n[[check.waivers]]\n" + WAIVER.replace("2027-01-01", "2025-12-31"), 15),
        ("[[check.waivers]]\n" + WAIVER + "\n[[check.waivers]]\n" + WAIVER.replace('author = "bureau SI-2"\n', ""), 9),
    ],
)
def test_a_mistake_of_the_settings_points_to_its_line(text: str, line: int, check: Check, tmp_path: Path) -> None:
    settings(tmp_path, text)
    assert f"doctrine.toml:{line}:" in check("besoins").err


@pytest.mark.usefixtures("mixed")
def test_patterns_count_from_the_folder_of_the_settings(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the command is run from."""
    text = '[check]\nexclude = ["archives/*"]\n[[check.paths]]\npath = "besoins/a.*"\nignore = ["wording"]\n'
    settings(tmp_path, text + "[[check.waivers]]\n" + WAIVER.replace("a.need.yaml", "besoins/*"))
    monkeypatch.chdir(tmp_path / "besoins")
    for path in (".", str(tmp_path), "..", "../besoins/a.need.yaml"):
        report = check(path).report
        assert set(codes(report)) == ALL - {"DOC203"}, path
        assert [one["code"] for one in report["findings"] if one["suppressed"]] == ["DOC101"], path


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize("text", ["[tool]\ndoctrine = 3\n", "[tool.doctrine]\nchekc = 3\n", "[tool.doctrine.check]\nselct = []\n"])
def test_mistakes_of_a_pyproject_are_refused_too(text: str, check: Check, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    answer = check("besoins")
    assert (answer.code, answer.out) == (2, "")
    assert "pyproject.toml" in answer.err


@pytest.mark.usefixtures("mixed")
def test_a_code_that_does_not_exist_is_refused_rather_than_selecting_nothing(check: Check, tmp_path: Path) -> None:
    for options in (["--select", "DOC2O1"], ["--ignore", "DOC999"], ["--select", "redaction"]):
        answer = check("besoins", *options)
        assert (answer.code, answer.out) == (2, "")
        assert options[1] in answer.err
    for text in (
        '[check]\nselect = ["DOC999"]\n',
        '[[check.paths]]\npath = "a"\nignore = ["DOC999"]\n',
        "[[check.waivers]]\n" + WAIVER.replace("DOC101", "DOC999"),
    ):
        settings(tmp_path, text)
        answer = check("besoins")
        assert (answer.code, answer.out) == (2, "")
        assert "DOC999" in answer.err


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "error"], 1), (["--fail-on", "error", "--ignore", "DOC113"], 0), (["--ignore", "DOC113"], 1), (["--select", "DOC106"], 0),
        (["--select", "DOC106", "--fail-on", "note"], 1), (["--select", "DOC106", "--fail-on", "note", "--exit-zero"], 0), (["--severity", "error", "--ignore", "DOC113"], 0),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)  # fmt: skip
def test_the_exit_code_is_the_same_in_every_format(options: list[str], code: int, form: str, check: Check) -> None:
    answer = check("besoins", *options, form=form)
    assert (answer.code, answer.err) == (code, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent.need.yaml"], "absent.need.yaml"), ([".", "--config", "absent.toml"], "absent.toml"), ([".", "--severity", "grave"], "note, warning, error"), ([".", "--fail-on", "grave"], "note, warning, error"),
        ([".", "--dry-run"], "--fix"), ([".", "--baseline", "absent.json"], "absent.json"), ([".", "--diff", "aucune-revision"], "aucune-revision"), ([".", "--diff", "--output=x"], "--output=x"), ([], "PATH"),
    ],
)  # fmt: skip
def test_a_wrong_command_says_so_and_checks_nothing(arguments: list[str], said: str, check: Check, tmp_path: Path) -> None:
    (tmp_path / "a.need.yaml").write_text(MIXED, "utf-8")
    answer = check(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("name", ["cctp.doc", "package.json", "Makefile"])
def test_a_file_that_is_named_is_read_or_refused(name: str, check: Check, tmp_path: Path) -> None:
    (tmp_path / name).write_text("{}", "utf-8")
    answer = check(name)
    assert (answer.code, [(one["code"], one["family"], one["severity"]) for one in answer.report["findings"]]) == (
        1,
        [("DOC183", "file", "error")],
    )
    assert check(".").report["findings"] == []


def test_a_malformed_file_is_a_finding_and_does_not_hide_the_others(check: Check, tmp_path: Path) -> None:
    (tmp_path / "a.need.yaml").write_text("format: need/1\ntitle: [\n", "utf-8")
    (tmp_path / "b.need.yaml").write_text(without("measure"), "utf-8")
    answer = check(".")
    assert answer.code == 1
    assert {(one["file"], one["family"]) for one in answer.report["findings"]} == {("a.need.yaml", "file"), ("b.need.yaml", "need")}


def test_a_folder_without_procurement_files_conforms(check: Check, tmp_path: Path) -> None:
    (tmp_path / "docker-compose.yaml").write_text("services: {}\n", "utf-8")
    (tmp_path / "package.json").write_text("{}", "utf-8")
    (tmp_path / "README.md").write_text("Le titulaire doit être certifié ISO 27001.\n", "utf-8")
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "a.need.yaml").write_text(MIXED, "utf-8")
    answer = check(".")
    assert (answer.code, answer.report["files"], answer.report["findings"]) == (0, 0, [])
