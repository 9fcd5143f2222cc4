"""Each format of `doctrine check` on one report that holds everything: kept as files, valid where a schema exists, the same counts."""

# ruff: noqa: E501, S314 - a case of a table reads on one line; the XML parsed is ours
from __future__ import annotations

import copy
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from doctrine.diagnostics import Place, Severity
from doctrine.locales.words import Words
from doctrine.presenting.findings import CheckReport
from doctrine.reporters import check_json, check_markdown, check_terminal, github, gitlab, junit, sarif

Render = Callable[[str, CheckReport, Words], str]

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
DOCS = HERE.parents[2] / "docs"
UPDATE = bool(os.environ.get("DOCTRINE_UPDATE_GOLDEN"))
SUFFIXES = {"terminal": "txt", "json": "json", "sarif": "sarif", "junit": "xml", "github": "log", "gitlab": "gitlab.json", "markdown": "md"}
CASES = [(form, language) for form in SUFFIXES for language in ("fr", "en")]
SARIF = Draft202012Validator(json.loads((HERE / "sarif-schema-2.1.0.json").read_text("utf-8")))


def _kept(form: str, language: str) -> Path:
    return GOLDEN / f"{form}.{language}.{SUFFIXES[form]}"


@pytest.mark.parametrize(("form", "language"), CASES)
def test_the_output_is_the_one_kept(form: str, language: str, render: Render, report: CheckReport, words: dict[str, Words]) -> None:
    text = render(form, report._replace(language=language), words[language])
    kept = _kept(form, language)
    if UPDATE:
        kept.write_text(text, "utf-8", newline="\n")
    assert text == kept.read_text("utf-8")


def test_no_kept_file_is_left_without_its_case() -> None:
    assert set(GOLDEN.iterdir()) == {_kept(*case) for case in CASES}


def _counted(form: str, text: str) -> int:
    """How many findings that count a format shows."""
    match form:
        case "terminal":
            return len(re.findall(r"^\S.*: (?:erreur|avertissement|remarque) DOC", text, re.MULTILINE))
        case "json":
            return sum(one["suppressed"] is None and not one["known"] for one in json.loads(text)["findings"])
        case "sarif":
            results = json.loads(text)["runs"][0]["results"]
            return sum(not one["suppressions"] and one["baselineState"] == "new" for one in results)
        case "junit":
            failures = ElementTree.fromstring(text).iter("failure")
            return sum(len(re.findall(r"^\S+.*: (?:erreur|avertissement|remarque) DOC", one.text or "", re.MULTILINE)) for one in failures)
        case "github":
            return sum(line.startswith("::") and "dispense" not in line.partition("::")[2].partition("::")[0] for line in text.split("\n"))
        case "gitlab":
            made = [one for one in json.loads(text) if "(dispense de " not in one["description"]]
            return len(made) - 1  # the known one is for GitLab to compare
        case _:
            return sum(line.startswith("| ") for line in text.split("\n")) - 2


@pytest.mark.parametrize("form", SUFFIXES)
def test_every_format_shows_the_same_findings(form: str, render: Render, report: CheckReport, words: dict[str, Words]) -> None:
    assert _counted(form, render(form, report, words["fr"])) == 5


@pytest.mark.parametrize("form", ["terminal", "github", "markdown"])
def test_the_counts_are_said_in_one_line(form: str, render: Render, report: CheckReport, words: dict[str, Words]) -> None:
    said = render(form, report, words["fr"]).replace("\u00a0", " ").replace("\n", " ")
    assert "3 erreurs, 1 avertissement, 1 remarque dans 3 fichiers ; 2 sous dispense ; 1 déjà connu" in said
    nothing = render(form, report._replace(findings=(), files=1), words["en"])
    assert "nothing to report in 1 file" in nothing


# ---- json --------------------------------------------------------------------------------------------------------------


def test_the_published_schema_is_the_one_of_the_code_and_is_a_schema() -> None:
    Draft202012Validator.check_schema(check_json.schema())
    assert json.loads((DOCS / "check.schema.json").read_text("utf-8")) == check_json.schema()


def test_json_holds_to_its_schema_which_refuses_what_it_does_not_name(report: CheckReport, words: dict[str, Words]) -> None:
    validator = Draft202012Validator(check_json.schema())
    made = json.loads(check_json.render(report, words["fr"]))
    assert list(validator.iter_errors(made)) == []
    assert made["counts"] == {"error": 3, "warning": 1, "note": 1, "suppressed": 2, "known": 1}
    for wrong in (made | {"more": 1}, made | {"format": "check/2"}, {key: made[key] for key in made if key != "files"}):
        assert not validator.is_valid(wrong)
    for key in made["findings"][0]:
        assert not validator.is_valid(made | {"findings": [{name: value for name, value in made["findings"][0].items() if name != key}]})


# ---- sarif -------------------------------------------------------------------------------------------------------------


def _run(report: CheckReport, words: Words, *, baseline: bool = True) -> dict[str, Any]:
    made = json.loads(sarif.render(report, words, baseline=baseline))
    assert [error.message for error in SARIF.iter_errors(made)] == []
    found: dict[str, Any] = made["runs"][0]
    return found


def test_the_sarif_schema_refuses_a_broken_report(report: CheckReport, words: dict[str, Words]) -> None:
    made = json.loads(sarif.render(report, words["fr"], baseline=True))
    broken = [copy.deepcopy(made) for _ in range(4)]
    broken[0]["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    broken[1]["runs"][0]["results"][0]["level"] = "fatal"
    broken[2]["runs"][0]["results"][5]["suppressions"][0]["kind"] = "waiver"
    del broken[3]["runs"][0]["tool"]
    assert [SARIF.is_valid(one) for one in broken] == [False] * 4


def test_sarif_counts_columns_in_code_points_and_names_rules_and_files_by_index(report: CheckReport, words: dict[str, Words]) -> None:
    run = _run(report, words["fr"])
    rules, artifacts = run["tool"]["driver"]["rules"], run["artifacts"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert [one["location"]["uri"] for one in artifacts] == ["besoins/visio.yaml", "cahier%20des%20charges.md"]
    for one, finding in zip(run["results"], report.findings, strict=True):
        location = one["locations"][0]["physicalLocation"]
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"] == finding.code
        assert artifacts[location["artifactLocation"]["index"]]["location"]["uri"] == location["artifactLocation"]["uri"]
        assert location["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        assert one["partialFingerprints"] == {"doctrine/v1": finding.fingerprint}
        assert ("region" in location) == bool(finding.place.line)
    assert run["results"][2]["locations"][0]["physicalLocation"]["region"] == {"startLine": 31, "startColumn": 32, "endColumn": 36}
    assert all(len(rule.get("properties", {}).get("tags", ())) <= 20 for rule in rules)


def test_sarif_says_of_every_result_whether_it_is_suppressed_by_whom_and_until_when(report: CheckReport, words: dict[str, Words]) -> None:
    results = _run(report, words["fr"])["results"]
    assert [len(one["suppressions"]) for one in results] == [0, 0, 0, 0, 0, 1, 1, 0]
    waiver = results[5]["suppressions"][0]
    assert (waiver["kind"], waiver["status"]) == ("external", "accepted")
    assert all(part in waiver["justification"] for part in ("Camille Martin", "imposée par la centrale", "2026-09-01", "2027-03-31"))


def test_sarif_compares_with_a_baseline_only_where_one_was_given(report: CheckReport, words: dict[str, Words]) -> None:
    states = [one["baselineState"] for one in _run(report, words["fr"])["results"]]
    assert states == ["new", "new", "new", "new", "unchanged", "new", "unchanged", "new"]
    assert not [one for one in _run(report, words["fr"], baseline=False)["results"] if "baselineState" in one]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a/b.yaml", "a/b.yaml"), ("./a.yaml", "a.yaml"), ("../a.yaml", "../a.yaml"), ("é à.md", "%C3%A9%20%C3%A0.md"), ("100%.md", "100%25.md"),
        ("c:d.md", "c%3Ad.md"), ("a?b#c.md", "a%3Fb%23c.md"), ("-", "-"), ("/srv/a b.md", "file:///srv/a%20b.md"),
    ],
)  # fmt: skip
def test_a_file_is_named_by_a_reference_with_forward_slashes(file: str, uri: str, report: CheckReport, words: dict[str, Words]) -> None:
    finding = report.findings[0]._replace(place=Place(file))
    location = _run(report._replace(findings=(finding,)), words["fr"])["artifacts"][0]["location"]
    assert location["uri"] == uri
    assert ("uriBaseId" in location) == (not uri.startswith("file:"))
    assert unquote(uri).endswith(file.removeprefix("./"))


@pytest.mark.parametrize(("text", "written"), [("[ici](http://x.example)", "[ici] (http://x.example)"), ("{0} {x}", "{{0}} {{x}}")])
def test_a_sarif_message_holds_no_link_and_no_placeholder(text: str, written: str, report: CheckReport, words: dict[str, Words]) -> None:
    finding = report.findings[0]._replace(message=text, remedy="")
    assert _run(report._replace(findings=(finding,)), words["fr"])["results"][0]["message"] == {"text": written}


# ---- junit -------------------------------------------------------------------------------------------------------------


def test_junit_reads_back_with_a_case_for_each_check_of_each_file(report: CheckReport, words: dict[str, Words]) -> None:
    read = JUnitXml.fromstring(junit.render(report, words["fr"], checked=["a-jour.yaml"]).encode())
    cases = {(case.classname, case.name): [type(one).__name__ for one in case.result] for suite in read for case in suite}
    assert cases == {
        ("a-jour.yaml", "rien à signaler"): [],
        ("besoins/visio.yaml", "DOC201"): ["Failure"],
        ("besoins/visio.yaml", "DOC202"): ["Failure"],
        ("besoins/visio.yaml", "DOC301"): ["Failure"],
        ("cahier des charges.md", "DOC302"): ["Skipped"],
        ("cahier des charges.md", "DOC303"): ["Skipped"],
        ("cahier des charges.md", "DOC304"): ["Failure"],
    }
    assert (read.tests, read.failures, read.skipped, read.errors) == (7, 4, 2, 0)


@pytest.mark.parametrize(("fail_on", "failures"), [("note", 4), ("warning", 3), ("error", 2)])
def test_junit_fails_only_what_the_command_fails_on(fail_on: Severity, failures: int, report: CheckReport, words: dict[str, Words]) -> None:
    read = JUnitXml.fromstring(junit.render(report, words["fr"], fail_on=fail_on).encode())
    assert read.failures == failures
    assert sum(case.system_out is not None for suite in read for case in suite) == 4 - failures


def test_one_finding_that_counts_fails_a_case_whose_other_findings_are_waived(report: CheckReport, words: dict[str, Words]) -> None:
    counting, waived = report.findings[2], report.findings[3]._replace(suppressed=report.findings[5].suppressed)
    text = junit.render(report._replace(findings=(counting, waived)), words["en"])
    case = next(iter(next(iter(JUnitXml.fromstring(text.encode())))))
    assert [type(one).__name__ for one in case.result] == ["Failure"]
    assert "waived by Camille Martin" in case.result[0].text


# ---- github ------------------------------------------------------------------------------------------------------------


def test_github_hears_of_errors_first_then_of_waivers_and_never_of_what_is_known(report: CheckReport, words: dict[str, Words]) -> None:
    lines = github.render(report, words["fr"]).rstrip("\n").split("\n")
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::error", "::error", "::error", "::warning", "::notice", "::notice", "::notice"]
    assert "DOC302" not in "".join(lines)
    assert [line.partition("::dispense de ")[2][:14] for line in lines if "DOC303" in line] == ["Camille Martin", "bureau SI-2 du"]


@pytest.mark.parametrize(
    ("file", "message", "line"),
    [
        ("a,b:c.md", "100 %", "::error file=a%2Cb%3Ac.md,title=DOC201::100 %25"),
        ("a\r\nb.md", "x\r\ny", "::error file=a\\u{d} b.md,title=DOC201::x\\u{d} y"),
        ("%0A.md", "%0A::error::x", "::error file=%250A.md,title=DOC201::%250A::error::x"),
        ("##[a].md", "##[group]x", "::error file=\\u{23}#[a].md,title=DOC201::\\u{23}#[group]x"),
    ],
)
def test_data_of_a_github_command_ends_nothing(file: str, message: str, line: str, report: CheckReport, words: dict[str, Words]) -> None:
    finding = report.findings[0]._replace(place=Place(file), message=message, remedy="")
    assert github.render(report._replace(findings=(finding,)), words["fr"]).split("\n")[0] == line


# ---- gitlab ------------------------------------------------------------------------------------------------------------


def test_gitlab_gets_a_fingerprint_for_each_finding_even_for_two_that_are_alike(report: CheckReport, words: dict[str, Words]) -> None:
    alike = report.findings[2], report.findings[2], report.findings[2]
    prints = [one["fingerprint"] for one in json.loads(gitlab.render(report._replace(findings=alike), words["fr"]))]
    assert prints[0] == alike[0].fingerprint
    assert len(set(prints)) == 3
    assert all(re.fullmatch(r"[0-9a-f]{64}", one) for one in prints)


def test_gitlab_compares_by_itself_so_known_findings_stay_and_waived_ones_are_information(
    report: CheckReport, words: dict[str, Words]
) -> None:
    made = json.loads(gitlab.render(report, words["fr"]))
    assert [one["check_name"] for one in made] == ["DOC201", "DOC202", "DOC301", "DOC301", "DOC302", "DOC303", "DOC303", "DOC304"]
    assert [one["severity"] for one in made] == ["major", "minor", "major", "major", "info", "info", "info", "info"]
    assert [one["location"]["lines"]["begin"] for one in made] == [1, 4, 31, 33, 2, 12, 14, 20]


# ---- terminal ----------------------------------------------------------------------------------------------------------


def _terminal(report: CheckReport, words: Words, *, width: int = 100, colour: bool = False) -> str:
    return check_terminal.render(report, words, width=width, colour=colour)


def test_the_caret_stands_under_what_is_meant(report: CheckReport, words: dict[str, Words]) -> None:
    lines = _terminal(report, words["fr"]).split("\n")
    carets = next(place for place, line in enumerate(lines) if set(line.strip()) == {"^"} and '"Zoom, 100' in lines[place - 1])
    start = lines[carets].index("^")
    finding = report.findings[2]
    assert finding.excerpt is not None
    assert lines[carets - 1][start : start + 4] == finding.excerpt[31:35]


@pytest.mark.parametrize("column", [1, 50, 101, 150, 197])
@pytest.mark.parametrize("width", [40, 80, 300])
def test_a_long_line_is_cut_around_its_caret(column: int, width: int, report: CheckReport, words: dict[str, Words]) -> None:
    source = "".join(f"{number:04d}" for number in range(50))
    finding = report.findings[2]._replace(place=Place("a", 1, column, column + 4), excerpt=source)
    lines = _terminal(report._replace(findings=(finding,)), words["fr"], width=width).split("\n")
    drawn = next(place for place, line in enumerate(lines) if line.startswith("    1 | "))
    assert len(lines[drawn]) <= width
    assert len(lines[drawn + 1]) <= width
    assert lines[drawn + 1].count("^") == 4
    start = lines[drawn + 1].index("^")
    assert lines[drawn][start : start + 4].strip("…") in source[column - 1 : column + 3]


@pytest.mark.parametrize("width", [60, 80, 140])
def test_no_line_of_words_is_wider_than_asked(width: int, report: CheckReport, words: dict[str, Words]) -> None:
    lines = _terminal(report._replace(findings=report.findings[:5]), words["fr"], width=width).split("\n")
    assert max(map(len, lines)) <= width


def test_colours_change_no_word(report: CheckReport, words: dict[str, Words]) -> None:
    coloured = _terminal(report, words["fr"], colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9]+m", "", coloured) == _terminal(report, words["fr"])


@pytest.mark.parametrize("count", [20, 21, 45])
def test_at_most_twenty_findings_of_a_file_are_shown_and_the_others_counted(
    count: int, report: CheckReport, words: dict[str, Words]
) -> None:
    many = tuple(report.findings[3]._replace(place=Place("a.md", line, 1, 2)) for line in range(1, count + 1))
    text = _terminal(report._replace(findings=(*many, report.findings[7])), words["en"])
    assert text.count("error DOC301") == 20
    assert text.count("note DOC304") == 1
    assert ("more in a.md" in text) == (count > 20)
    if count > 20:
        assert f"… and {count - 20} more in a.md, not shown: --format json has" in text


def test_errors_are_shown_before_the_rest_when_some_are_cut(report: CheckReport, words: dict[str, Words]) -> None:
    warnings = [report.findings[3]._replace(severity="warning", place=Place("a.md", line, 1, 2)) for line in range(1, 26)]
    error = report.findings[3]._replace(place=Place("a.md", 90, 1, 2))
    lines = _terminal(report._replace(findings=(*warnings, error)), words["en"]).split("\n")
    shown = [line.split(":")[1] for line in lines if line.startswith("a.md:")]
    assert shown == [*map(str, range(1, 20)), "90"]


@pytest.mark.parametrize("form", ["terminal", "markdown", "github", "gitlab", "sarif", "junit"])
def test_what_has_no_lines_is_placed_in_words(form: str, render: Render, report: CheckReport, words: dict[str, Words]) -> None:
    finding = report.findings[2]._replace(place=Place("cctp.docx", 3, 1, 4), spot="paragraphe 3")
    text = render(form, report._replace(findings=(finding,)), words["fr"])
    assert "paragraphe 3" in text
    assert "cctp.docx:3" not in text


# ---- markdown ----------------------------------------------------------------------------------------------------------


def test_the_comment_is_a_title_a_table_and_a_folded_list(report: CheckReport, words: dict[str, Words]) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(check_markdown.render(report, words["fr"]))
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2"]
    assert sum(token.type == "tr_open" for token in tokens) == 1 + 5
    assert sum(token.type == "list_item_open" for token in tokens) == 2
    html = [token.content.strip() for token in tokens if token.type == "html_block"]
    assert html == ["<details>\n<summary>2 sous dispense</summary>", "</details>"]


def test_a_comment_stays_within_what_a_forge_accepts_and_counts_the_rest(report: CheckReport, words: dict[str, Words]) -> None:
    text = check_markdown.render(report._replace(findings=report.findings * 1000), words["en"])
    assert len(text) < 65_536
    assert "3,000 errors, 1,000 warnings, 1,000 notes" in text.replace("\\", "")
    shown = sum(line.startswith("| ") for line in text.split("\n")) - 2
    assert f"… and {words['en'].number(5000 - shown)} more, not shown" in text.replace("\\", "")
