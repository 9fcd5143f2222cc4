"""`doctrine csf` on the command line: first line, exit codes, findings to paste, hostile words, both languages and widths."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate

from doctrine.reporters.csf_json import schema
from tests.csf.sheets import JUNE, OCTOBER, best, written

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "csf"
Cli = Callable[..., Any]
ALL = best()
GIVEN = {f"SOV-{place}": {"seal": 2, "score": "50"} for place in range(1, 9)}


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., str]:
    def write(name: str = "sheet.yaml", edition: str = JUNE, **parts: Any) -> str:
        (tmp_path / name).write_bytes(written(edition, **parts))
        return str(tmp_path / name)

    return write


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        (ALL, "SEAL-4, limited by nothing; score 100.08%"),
        (ALL | {"2.3": 4}, "SEAL-1, set by 2.3 (compelled access); score 99.66%"),
        (ALL | {"2.3": 4, "7.7": 4}, "SEAL-1, set by 2.3, 7.7; score 99.12%"),
        ({k: v for k, v in ALL.items() if k != "8.4"}, "SEAL-4, limited by nothing yet, 1 answer missing; score 98.83 to 100.08%"),
    ],
)
def test_the_first_line_gives_level_governing_criterion_and_score(answers: dict[str, int], first: str, sheet: Any, cli: Cli) -> None:
    answer = cli("csf", sheet(answers=answers), "--lang", "en", COLUMNS="140")
    assert answer.flat.startswith(first)
    assert answer.err == ""


LEVEL_TWO = ALL | {"6.3": 1}
OPEN = {name: place for name, place in LEVEL_TWO.items() if name != "1.1"}


@pytest.mark.parametrize(
    ("parts", "options", "code"),
    [
        ({"answers": LEVEL_TWO}, (), 0),
        ({"answers": LEVEL_TWO}, ("--at-least", "2"), 0),
        ({"answers": LEVEL_TWO}, ("--at-least", "3"), 1),
        ({"answers": OPEN}, (), 3),
        ({"answers": OPEN}, ("--at-least", "1"), 0),
        ({"answers": OPEN}, ("--at-least", "2"), 3),
        ({"answers": OPEN}, ("--at-least", "3"), 1),
        ({"answers": {k: v for k, v in LEVEL_TWO.items() if k != "8.4"}}, (), 0),
        ({"answers": LEVEL_TWO, "weights": {f"SOV-{n}": w for n, w in enumerate((10, 20, 10, 15, 10, 15, 15, 5), 1)}}, (), 1),
        ({"answers": {"9.9": 1}}, (), 2),
        ({"answers": LEVEL_TWO}, ("--at-least", "5"), 2),
        ({"answers": LEVEL_TWO}, ("--format", "xml"), 2),
    ],
)
@pytest.mark.parametrize("form", ["terminal", "json", "markdown"])
def test_exit_codes(parts: dict[str, Any], options: tuple[str, ...], code: int, form: str, sheet: Any, cli: Cli) -> None:
    assert cli("csf", sheet(**parts), "--format", form, *options).code == code


@pytest.mark.parametrize("answer", [0, "oui", 9])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_answer_out_of_the_list_is_told_in_whole_words(answer: Any, lang: str, sheet: Any, cli: Cli) -> None:
    found = cli("csf", sheet(answers={"1.1": answer}), "--lang", lang)
    assert (found.code, "DOC655" in found.err, "{" in re.sub(r"(?m)^ *\d+ \|.*$", "", found.err)) == (2, True, False)


def test_a_missing_file_is_2_and_does_not_hide_the_others(sheet: Any, cli: Cli) -> None:
    answer = cli("csf", "absent.yaml", sheet(answers=ALL))
    assert answer.code == 2
    assert "SEAL-4" in answer.out
    assert "DOC001" in answer.err


def test_swapped_weights_are_named_on_the_command_line(cli: Cli) -> None:
    answer = cli("csf", EXAMPLES / "nuage-2025-10.csf.yaml", "--lang", "en")
    assert answer.code == 1
    assert "The weights of SOV-5 (10) and SOV-7 (20) are swapped" in answer.err
    assert "With them, the score would be 69.81%" in answer.flat


@pytest.mark.parametrize("form", ["terminal", "json", "markdown"])
def test_two_editions_are_never_compared(form: str, sheet: Any, cli: Cli) -> None:
    june, october = sheet("june.yaml", answers=ALL), sheet("october.yaml", OCTOBER, objectives=GIVEN)
    answer = cli("csf", june, october, "--format", form, "--lang", "en")
    assert answer.code == 2
    assert "DOC656" in (answer.out if form == "json" else answer.err)
    assert "side by side" not in answer.out


def test_two_sheets_of_one_edition_stand_side_by_side(sheet: Any, cli: Cli) -> None:
    answer = cli(
        "csf", sheet("a.yaml", answers=ALL, subject="Alpha"), sheet("b.yaml", answers=LEVEL_TWO, subject="Beta"), "--lang", "en", "--plain"
    )
    assert answer.code == 0
    side = answer.flat.split("The sheets side by side")[1]
    assert "Subject = Alpha | Level = SEAL-4" in side
    assert "Subject = Beta | Level = SEAL-2" in side


def test_json_has_its_own_format_and_exact_scores(sheet: Any, cli: Cli) -> None:
    report = cli("csf", sheet(answers=ALL), "--format", "json", "--at-least", "4").report
    assert report["format"] == "csf-report/1"
    found = report["results"][0]["sheet"]
    assert found["level"] == {"low": 4, "high": 4}
    assert (found["score"]["exact_low"], found["score"]["low"]) == ("250189/2500", "100.08")
    assert (found["at_least"], found["reached"]) == (4, "met")
    assert found["never_sets_level"] == ["1.2", "1.4", "1.5", "1.6", "1.7", "2.5", "5.3", "7.2", "8.4"]
    assert sum(len(one["criteria"]) for one in found["objectives"]) == 48


def test_the_published_schema_describes_every_answer(sheet: Any, cli: Cli) -> None:
    published = json.loads((ROOT / "docs" / "csf-report.schema.json").read_text("utf-8"))
    assert published == schema()
    october = sheet("october.yaml", OCTOBER, objectives=GIVEN, weights={"SOV-1": 15})
    for files in ([sheet(answers=OPEN)], [sheet(answers=ALL), october, "absent.yaml"], list(EXAMPLES.glob("*.yaml"))):
        validate(cli("csf", *files, "--format", "json", "--at-least", "2").report, published)


@pytest.mark.parametrize(
    ("edition", "parts", "fact", "kind", "proof"),
    [
        (JUNE, {"answers": LEVEL_TWO}, "seal_2026_06", "provider", "declared"),
        (JUNE, {"answers": LEVEL_TWO}, "seal_2026_06", "entitled", "attested"),
        (OCTOBER, {"objectives": GIVEN}, "seal_2025_10", "third_party", "reported"),
    ],
)
def test_a_finding_can_be_pasted_in_a_need(
    edition: str, parts: dict[str, Any], fact: str, kind: str, proof: str, sheet: Any, cli: Cli
) -> None:
    from doctrine.loading.nodes import value
    from doctrine.loading.yaml_reader import read

    file = sheet("sheet.yaml", edition, assessor={"name": 'Cabinet "A": {b} # c', "kind": kind}, **parts)
    answer = cli("csf", file, "--finding", "mon-offre")
    assert (answer.code, answer.err) == (0, "")
    document, diagnostics = read(b"findings:\n" + answer.out.encode(), "need.yaml")
    assert diagnostics == []
    assert document is not None
    ((entry,),) = value(document.root).values()  # type: ignore[union-attr]
    assert {name: entry[name] for name in ("candidate", "fact", "value", "proof", "when")} == {
        "candidate": "mon-offre", "fact": fact, "value": 2, "proof": proof, "when": "2026-09-15",
    }  # fmt: skip
    assert 'Cabinet "A": {b} # c' in entry["source"]
    assert edition in entry["source"]


def test_no_finding_while_the_level_is_open_or_for_a_name_that_is_no_candidate(sheet: Any, cli: Cli) -> None:
    answer = cli("csf", sheet(answers=OPEN), "--finding", "x", "--lang", "en")
    assert (answer.code, answer.out) == (3, "")
    assert "1.1" in answer.err
    answer = cli("csf", sheet(answers=LEVEL_TWO), "--finding", "Mon offre\x1b[31m")
    assert (answer.code, answer.out) == (2, "")
    assert "\x1b" not in answer.err
    assert cli("csf", sheet(answers=LEVEL_TWO), sheet(answers=ALL), "--finding", "x").code == 2


HOSTILE = ["::error::x", "[bold]x[/bold]", "<script>alert(1)</script>", "| a | b |", "https://exemple.invalid/ @x", "{subject} {level}"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", ["terminal", "json", "markdown"])
def test_hostile_names_are_shown_inert(text: str, form: str, sheet: Any, cli: Cli) -> None:
    answer = cli("csf", sheet(answers=ALL, subject=text, assessor={"name": text, "kind": "buyer"}), "--format", form)
    assert answer.code == 0
    if form == "json":
        assert answer.report["results"][0]["sheet"]["subject"] == text
    else:
        assert form == "markdown" or not re.search(r"(^|\s)::error", answer.out)
        assert form == "terminal" or not re.search(r"(?<!\\)<script|://exemple|(?<!\\)\[bold|(?<!\\)@x", answer.out)
        if text.startswith(("{", "[")) and form == "terminal":
            assert text in answer.flat


def test_control_characters_are_refused_before_anything_is_drawn(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "sheet.yaml"
    file.write_bytes(written(answers=ALL).replace(b'"Nuage"', b'"\\u001b[31mNuage"'))
    answer = cli("csf", file)
    assert answer.code == 2
    assert "\x1b" not in answer.err + answer.out


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("columns", ["80", "140"])
@pytest.mark.parametrize("name", ["nuage-2026-06", "incomplet-2026-06", "nuage-2025-10"])
def test_the_examples_fit_the_terminal_and_are_the_same_each_time(name: str, columns: str, lang: str, cli: Cli) -> None:
    runs = [cli("csf", EXAMPLES / f"{name}.csf.yaml", "--lang", lang, COLUMNS=columns) for _ in range(2)]
    assert runs[0] == runs[1]
    assert max(len(line) for line in runs[0].out.split("\n")) <= int(columns)
    assert not re.search(r"csf_|\{[a-z_]+\}", runs[0].out)
