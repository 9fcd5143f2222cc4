"""`doctrine rank` from end to end: closed forms, every form of answer, hostile names, the same bytes every time."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

HERE = Path(__file__).parents[2]
EXAMPLES = sorted((HERE / "examples" / "matrix").glob("*.csv"))
SCHEMA = json.loads((HERE / "docs" / "rank.schema.json").read_text("utf-8"))
FORMS = ("terminal", "markdown", "json")
Cli = Callable[..., Any]
Asks = Callable[..., dict[str, Any]]

TWO = "candidate;a;b\nweights;50;50\nX;80;20\nY;30;60\n"
FULL = "candidate;a;b;c\nweights;1;1;2\nX;80;20;?\nY;30;60±9;50\nZ;40..70;40;41\n"


@pytest.fixture
def asked(cli: Cli, tmp_path: Path) -> Asks:
    """The JSON answer for a matrix and options, checked against the published schema."""

    def call(text: str, *options: str) -> dict[str, Any]:
        path = tmp_path / "m.csv"
        path.write_text(text, "utf-8")
        answer = cli("rank", path, "--format", "json", *options)
        assert (answer.code, answer.err) == (0, "")
        jsonschema.validate(answer.report, SCHEMA)
        found: dict[str, Any] = answer.report
        return found

    return call


def by_name(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in report["candidates"]}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_example_is_answered_in_every_form(cli: Cli, path: Path, lang: str) -> None:
    for form in FORMS:
        answer = cli("rank", path, "--format", form, "--lang", lang, "--samples", "500")
        assert (answer.code, answer.err) == (0, "")
        assert "{" not in answer.out or form == "json"
        if form == "json":
            jsonschema.validate(answer.report, SCHEMA)


def test_the_examples_say_that_they_are_invented() -> None:
    assert len(EXAMPLES) >= 2
    assert all("invent" in path.read_text("utf-8").splitlines()[0].casefold() for path in EXAMPLES)


def test_two_candidates_have_exact_shares(asked: Asks) -> None:
    """X is 50 points better on a, Y 40 on b: X wins while a weighs more than 4/9."""
    report = asked(TWO)
    found = by_name(report)
    assert [share["exact"] for share in found["X"]["ranks"]] == ["5/9", "4/9"]
    assert found["X"]["ranks"][0]["within"]["exact"] == "0"
    assert report["drawn"] == {"weightings": 0, "marks": 0}
    assert report["first"] == "X"
    assert report["criteria"][0]["stays_first"] == {
        "low": {"exact": "4/9", "decimal": "0.444444"},
        "high": {"exact": "1", "decimal": "1.000000"},
        "below": "Y",
        "above": None,
    }
    assert found["Y"]["central"] == {
        "a": {"exact": "2/9", "decimal": "0.222222"},
        "b": {"exact": "7/9", "decimal": "0.777778"},
    }
    assert found["Y"]["changes"]["one_weight"]["needed"]["exact"] == "4/9"
    assert found["Y"]["changes"]["weights"]["moved"]["exact"] == "1/18"
    assert found["Y"]["changes"]["mark"] == {
        "criterion": "a",
        "points": {"exact": "30", "decimal": "30.000000"},
        "needed": {"exact": "40", "decimal": "40.000000"},
    }
    assert report["margin"]["points"]["exact"] == "5"


def test_an_order_keeps_only_the_weightings_that_follow_it(asked: Asks) -> None:
    """Where b weighs more than a, X wins for a from 4/9 to 1/2: a ninth of the half."""
    report = asked(TWO, "--priority", "b > a")
    assert by_name(report)["X"]["ranks"][0]["exact"] == "1/9"
    assert report["weights"] == {"origin": "priorities", "statements": ["b > a"]}
    assert report["first"] == "Y"
    assert Fraction(report["criteria"][0]["weight"]["exact"]) == Fraction(1, 4)


def test_a_share_found_by_drawing_lies_within_its_bound(asked: Asks) -> None:
    """A third candidate that never wins forces drawing; the share of X is known: 5/9."""
    report = asked(TWO + "W;10;10\n", "--samples", "5000")
    share = by_name(report)["X"]["ranks"][0]
    assert report["drawn"]["weightings"] == 5000
    assert 0 < abs(Fraction(share["exact"]) - Fraction(5, 9)) <= Fraction(share["within"]["exact"])
    assert by_name(report)["W"]["never_first"] == {"by": "X"}
    assert by_name(report)["W"]["central"] is None


def test_the_policy_decides_which_end_of_a_range_ranks(asked: Asks) -> None:
    text = "candidate;a;b\nX;50;50\nY;20..90;50\n"
    totals = {policy: by_name(asked(text, "--unknown", policy))["Y"]["total"]["exact"] for policy in ("careful", "middle", "tolerant")}
    assert totals == {"careful": "35", "middle": "105/2", "tolerant": "70"}
    assert [asked(text, "--unknown", policy)["first"] for policy in totals] == ["X", "Y", "Y"]


def test_an_unknown_mark_is_the_whole_scale_and_coverage_says_it(asked: Asks) -> None:
    one = by_name(asked(FULL))["X"]
    assert [(mark["low"]["exact"], mark["high"]["exact"]) for mark in one["marks"]] == [("80", "80"), ("20", "20"), ("0", "100")]
    assert one["known"]["exact"] == "1/2"


def test_a_distribution_wins_as_often_as_it_exceeds(asked: Asks) -> None:
    """Normal around 50 with deviation 10, against 60 known: above it in 15.87 % of draws."""
    report = asked("candidate;a\nX;50±10\nY;60\n", "--samples", "20000")
    joint = by_name(report)["X"]["joint"]
    assert abs(Fraction(joint["exact"]) - Fraction(1587, 10000)) <= Fraction(joint["within"]["exact"])


def test_all_equal_marks_are_tied_and_said(asked: Asks, cli: Cli, tmp_path: Path) -> None:
    text = "candidate;a;b\nX;5;5\nY;5;5\nZ;5;5\n"
    report = asked(text)
    assert (report["first"], report["tied"], report["margin"]) == (None, ["X", "Y", "Z"], None)
    assert {share["exact"] for one in report["candidates"] for share in one["ranks"]} == {"1/3"}
    assert all(one["alike"] for one in report["criteria"])
    assert "égalité" in cli("rank", tmp_path / "m.csv").out.splitlines()[0]


def test_a_constant_criterion_is_named_and_changes_nothing(asked: Asks) -> None:
    report = asked("candidate;a;b\nweights;1;99\nX;80;50\nY;30;50\n")
    assert [one["alike"] for one in report["criteria"]] == [False, True]
    assert report["first"] == "X"
    assert by_name(report)["Y"]["never_first"] == {"by": "X"}


def test_a_price_of_zero_is_the_best_price_not_a_division(asked: Asks) -> None:
    report = asked("candidate;price;q\ndirection;min;\nscale;0..100;\nX;0;10\nY;0;20\nZ;100;20\n")
    assert [mark["low"]["exact"] for mark in by_name(report)["X"]["marks"]] == ["100", "10"]
    assert report["first"] == "Y"


def test_one_candidate_is_compared_with_nobody(asked: Asks) -> None:
    report = asked("candidate;a\nX;5\n")
    assert (report["first"], report["margin"]) == ("X", None)
    assert by_name(report)["X"]["ranks"][0]["exact"] == "1"


def test_the_first_line_says_who_is_first_and_the_next_is_to_quote(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(TWO, "utf-8")
    answer = cli("rank", path, "--lang", "en")
    assert answer.out.splitlines()[0] == "X comes first"
    assert "X comes first under 55.6% of all possible weightings" in answer.flat
    assert "Exact shares" in answer.flat


@pytest.mark.parametrize("columns", ["80", "140"])
@pytest.mark.parametrize("plain", [(), ("--plain",)])
def test_no_line_is_wider_than_the_terminal(cli: Cli, columns: str, plain: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    ids = [f"a{place}" for place in range(14)]
    rows = [f"Candidat numéro {place};" + ";".join(str((place * 37 + at * 11) % 101) for at in range(14)) for place in range(9)]
    path.write_text(";".join(["candidate", *ids]) + "\n" + "\n".join(rows) + "\n", "utf-8")
    answer = cli("rank", path, "--samples", "300", *plain, COLUMNS=columns)
    assert answer.code == 0
    assert max(map(len, answer.out.splitlines())) <= int(columns)


HOSTILE = ("[red]rouge[/red]", "::error::x", "<script>alert(1)</script>", "=cmd()", "{name}", "| a | b |", "@everyone", "%s", "Éloïse 🦊")


def test_hostile_names_stay_text_in_every_form(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    rows = "".join(f'"{name}";{place * 7};{90 - place * 9}\n' for place, name in enumerate(HOSTILE))
    path.write_text(f'candidate;a;b\nlabel;"[link=x]L[/link]";"::warning::y"\n{rows}', "utf-8")
    terminal = cli("rank", path, "--samples", "300", COLUMNS="140").out
    assert "[red]rouge[/red]" in terminal
    assert "{name}" in terminal
    assert "\x1b" not in terminal
    assert not any(line.lstrip().startswith(("::error", "::warning")) for line in terminal.splitlines())
    markdown = cli("rank", path, "--samples", "300", "--format", "markdown").out
    assert "<script>" not in markdown
    assert "::error::x" in markdown
    assert "@everyone" not in markdown.replace("\\@everyone", "")
    report = cli("rank", path, "--samples", "300", "--format", "json")
    assert report.out.isascii()
    assert set(by_name(report.report)) == set(HOSTILE)


def test_a_hostile_cell_stays_text_in_a_diagnostic(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("candidate;a\nX;[red]::error::x\n", "utf-8")
    answer = cli("rank", path)
    assert (answer.code, answer.out) == (2, "")
    assert "[red]::error::x" in answer.err


def test_standard_input_is_read(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TWO.encode())))
    answer = cli("rank", "-", "--format", "json")
    assert (answer.code, answer.report["file"], answer.report["first"]) == (0, "<stdin>", "X")


def test_the_answer_goes_to_a_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(TWO, "utf-8")
    answer = cli("rank", tmp_path / "m.csv", "-o", tmp_path / "out.md", "--format", "markdown")
    assert (answer.code, answer.out) == (0, "")
    assert (tmp_path / "out.md").read_text("utf-8").startswith("## X arrive")


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "xml"),
        ("--unknown", "bold"),
        ("--samples", "99"),
        ("--samples", "1000001"),
        ("--weights", "a=1"),
        ("--priority", "a > z"),
    ],
)
def test_a_wrong_option_is_refused(cli: Cli, options: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(TWO, "utf-8")
    answer = cli("rank", tmp_path / "m.csv", *options)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err


def test_a_missing_file_is_said(cli: Cli, tmp_path: Path) -> None:
    answer = cli("rank", tmp_path / "absent.csv")
    assert answer.code == 2
    assert "DOC001" in answer.err


def test_a_large_matrix_is_ranked_without_the_search_of_changes_and_says_so(cli: Cli, asked: Asks, tmp_path: Path) -> None:
    rows = "".join(f"N{place};{place % 101};{place * 53 % 101};{place * 17 % 101};{place * 29 % 101}\n" for place in range(160))
    report = asked("candidate;a;b;c;d\n" + rows, "--samples", "300")
    assert not report["changes_looked_for"]
    assert {one["changes"] for one in report["candidates"]} == {None}
    assert len(report["candidates"]) == len(report["candidates"][0]["ranks"]) == 160
    answer = cli("rank", tmp_path / "m.csv", "--samples", "300", "--lang", "en", "--plain")
    assert "Matrix too large to look for who can never win" in answer.flat
    assert answer.flat.count("first already") == 1


def _bytes(path: Path, *options: str, before: str = "", seed: str = "0") -> bytes:
    code = f"import sys\n{before}\nfrom doctrine.commands import main\nmain(['rank', *sys.argv[1:]])"
    run = subprocess.run(
        [sys.executable, "-c", code, str(path), *options],
        capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=path.parent,
    )  # fmt: skip
    return run.stdout


WITHOUT_NUMPY = "sys.modules['numpy'] = None"


def test_the_same_bytes_twice_and_with_numpy_or_without(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(FULL, "utf-8")
    options = ("--format", "json", "--samples", "10000")
    first = _bytes(path, *options, seed="1")
    assert _bytes(path, *options, seed="2") == first
    assert _bytes(path, *options, before=WITHOUT_NUMPY) == first


def test_without_numpy_fewer_are_drawn_and_the_wider_bound_is_printed(tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    path = tmp_path / "m.csv"
    path.write_text(TWO + "Z;55;40\n", "utf-8")
    few, many = (json.loads(_bytes(path, "--format", "json", before=before)) for before in (WITHOUT_NUMPY, ""))
    assert (few["drawn"]["weightings"], many["drawn"]["weightings"]) == (10_000, 100_000)
    bounds = [Fraction(report["candidates"][0]["ranks"][0]["within"]["exact"]) for report in (few, many)]
    assert bounds[0] > bounds[1] > 0


def test_the_example_of_the_format_page_is_the_published_one() -> None:
    page = (HERE / "docs" / "matrix-format.md").read_text("utf-8")
    assert page.split("```\n")[1] == (HERE / "examples" / "matrix" / "visio.csv").read_text("utf-8")


@pytest.mark.parametrize("more", ["", "Z;10;90\n"])
def test_priorities_that_leave_one_weighting_only_are_followed(asked: Asks, more: str) -> None:
    report = asked(TWO + more, "--priority", "a = 80", "--samples", "200")
    assert [one["weight"]["exact"] for one in report["criteria"]] == ["4/5", "1/5"]
    assert by_name(report)["X"]["ranks"][0]["exact"] == "1"
    assert report["first"] == "X"
