"""Exit codes, the same for every command and format: what a CI job and a shell script rely on (in this process)."""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

import os
import re
import socket
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
CATALOGUE = ["--catalogue", str(GOLDEN / "catalogue")]
RETAINED, CONDITIONAL, NONE = (str(GOLDEN / f"{name}.need.yaml") for name in ("shared-retained", "shared-conditional", "nothing-fits"))
Cli = Callable[..., Any]


@pytest.fixture
def broken(tmp_path: Path) -> str:
    file = tmp_path / "broken.need.yaml"
    file.write_text("format: need/1\ntitle: [\n", "utf-8")
    return str(file)


@pytest.mark.parametrize("form", ["terminal", "markdown", "json"])
@pytest.mark.parametrize(("need", "code"), [(RETAINED, 0), (NONE, 1), (CONDITIONAL, 3)], ids=["retained", "none", "conditional"])
def test_the_outcome_is_the_exit_code_in_every_format(need: str, code: int, form: str, cli: Cli) -> None:
    answer = cli("evaluate", need, *CATALOGUE, "--format", form)
    assert answer.code == code
    assert answer.err == ""
    assert answer.out


@pytest.mark.parametrize(("need", "code"), [(RETAINED, 0), (NONE, 0), (CONDITIONAL, 0), ("absent.yaml", 2)])
def test_exit_zero_forgives_outcomes_but_no_broken_file(need: str, code: int, cli: Cli) -> None:
    assert cli("evaluate", need, *CATALOGUE, "--exit-zero").code == code


@pytest.mark.parametrize(
    ("needs", "code"),
    [
        ((RETAINED, CONDITIONAL), 3),
        ((CONDITIONAL, NONE), 1),
        ((NONE, CONDITIONAL, RETAINED), 1),
        ((RETAINED, RETAINED), 0),
        ((NONE, "absent.yaml"), 2),
    ],
)
def test_several_needs_end_with_the_first_of_2_1_3_0_that_occurred(needs: tuple[str, ...], code: int, cli: Cli) -> None:
    assert cli("evaluate", *needs, *CATALOGUE).code == code


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("form", ["terminal", "markdown", "json"])
def test_one_broken_file_never_hides_the_others(place: int, form: str, broken: str, cli: Cli) -> None:
    needs = [RETAINED, NONE]
    needs.insert(place, broken)
    answer = cli("evaluate", *needs, *CATALOGUE, "--format", form)
    assert answer.code == 2
    for need in ("demo-shared-retained", "demo-nothing-fits"):
        assert need in answer.out.replace("\\", "")
    if form == "json":
        assert [one["file"] for one in answer.report["results"]] == needs
    else:
        assert "broken.need.yaml:" in answer.err


def test_a_diagnostic_shows_file_line_column_code_the_line_and_a_caret(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("besoin.yaml").write_text(Path(RETAINED).read_text("utf-8").replace("kind: central_state", "kind: centre", 1), "utf-8")
    answer = cli("evaluate", "besoin.yaml", *CATALOGUE)
    first, quoted, caret, *_ = answer.err.split("\n")
    found = re.match(r"besoin\.yaml:(\d+):(\d+): erreur DOC072\u00a0: ", first)
    assert found
    line, column = int(found[1]), int(found[2])
    assert Path("besoin.yaml").read_text("utf-8").split("\n")[line - 1][column - 1 :].startswith("centre")
    assert quoted.endswith(Path("besoin.yaml").read_text("utf-8").split("\n")[line - 1])
    assert caret.strip() == "^" * len("centre")
    assert quoted[caret.index("^") :].startswith("centre")
    assert "doctrine explain DOC072" in answer.err
    assert "DOC072: " in cli("evaluate", "besoin.yaml", *CATALOGUE, "--lang", "en").err


BAD_FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (lambda path: None, "DOC001"),
    "directory": (lambda path: path.mkdir(), "DOC002"),
    "fifo-without-writer": (os.mkfifo, "DOC003"),
    "two-megabytes": (lambda path: path.write_bytes(b"# " + b"x" * (2 << 20)) and None, "DOC005"),
    "empty": (lambda path: path.write_bytes(b"") and None, "DOC018"),
    "binary": (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(range(256))) and None, "DOC0(08|09|11)"),
    "latin-1": (lambda path: path.write_bytes("title: Visioconférence\n".encode("latin-1")) and None, "DOC008"),
    "utf-16": (lambda path: path.write_bytes("title: x\n".encode("utf-16")) and None, "DOC007"),
    "loop-of-links": (lambda path: path.symlink_to(path), "DOC006"),
    "deep": (lambda path: path.write_bytes(b"a: " + b"[" * 100_000) and None, "DOC028"),
    "bomb": (lambda path: path.write_bytes(b"a: &a [x]\nb: [*a, *a]\n") and None, "DOC023"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
@pytest.mark.parametrize("form", ["terminal", "json"])
def test_a_file_that_cannot_be_used_is_one_explained_refusal(kind: str, form: str, cli: Cli, tmp_path: Path) -> None:
    make, code = BAD_FILES[kind]
    path = tmp_path / "besoin.yaml"
    make(path)
    answer = cli("evaluate", path, "--format", form)
    assert answer.code == 2
    said = answer.out if form == "json" else answer.err
    assert re.search(code, said)
    assert "Traceback" not in answer.err
    assert (answer.out == "") == (form == "terminal")


@pytest.mark.skipif(os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="the superuser reads everything")
def test_an_unreadable_file_is_refused(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "besoin.yaml"
    path.write_text("title: x\n")
    path.chmod(0)
    answer = cli("evaluate", path)
    assert (answer.code, "DOC004" in answer.err) == (2, True)


USAGE = [
    (["evaluat"], "evaluate"), (["nonsense-command"], "nonsense-command"), (["evaluate"], "NEED"), (["evaluate", RETAINED, "--formt", "json"], "--formt"),
    (["evaluate", RETAINED, "--format"], "--format"), (["evaluate", RETAINED, "--format", "xml"], "terminal, json, markdown"),
    (["evaluate", RETAINED, "--lang", "de"], "fr, en"), (["evaluate", RETAINED, "--catalogue", "absent"], "DOC048"), (["schema"], "NAME"),
    (["schema", "besoin"], "need, report"), (["explain"], "ID"), (["explain", "secnumclod"], "secnumcloud"),
    (["catalogue", "nonsense"], "nonsense"), (["catalogue", "show", "visoi"], "visio"), (["catalogue", "show"], "ID"), (["catalogue", "list", "video-conf"], "video-conference"),
    (["catalogue", "list", "--step", "four"], "mutualise, buy, build"), (["catalogue", "search"], "WORDS"), (["catalogue", "check", "absent"], "DOC048"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), USAGE, ids=[" ".join(Path(part).name for part in case[0]) for case in USAGE])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_wrong_command_line_ends_with_2_and_says_what_was_meant(arguments: list[str], said: str, lang: str, cli: Cli) -> None:
    answer = cli(*arguments, DOCTRINE_LANG=lang)
    assert answer.code == 2
    assert answer.out == ""
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert len(answer.err.strip().split("\n")) <= 4


def test_an_argument_too_many_is_the_one_named(cli: Cli) -> None:
    answer = cli("schema", "need", "more")
    assert answer.code == 2
    assert "more" in answer.err


@pytest.mark.parametrize("limit", ["0", "abc"])
def test_a_wrong_number_on_the_command_line_is_refused_in_french(limit: str, cli: Cli) -> None:
    answer = cli("catalogue", "search", "visio", "--limit", limit)
    assert answer.code == 2
    assert not re.search(r"\bis not\b", answer.err)


def test_the_version_is_printed_and_ends_with_0(cli: Cli) -> None:
    from doctrine import __version__

    answer = cli("--version")
    assert (answer.code, answer.out, answer.err) == (0, f"doctrine {__version__}\n", "")


HELPS = [
    [],
    ["evaluate"],
    ["explain"],
    ["schema"],
    ["catalogue"],
    *(["catalogue", name] for name in ("list", "show", "search", "check", "stats")),
]


@pytest.mark.parametrize("command", HELPS, ids=lambda command: " ".join(command) or "doctrine")
def test_help_names_every_option_in_words_of_the_language(command: list[str], cli: Cli) -> None:
    french, english = (cli(*command, "--help", DOCTRINE_LANG=lang) for lang in ("fr", "en"))
    assert (french.code, english.code) == (0, 0)
    assert french.out != english.out
    flags = re.findall(r"^  (-[\w-]+.*)$", french.out, re.MULTILINE)
    assert flags
    for answer in (french, english):
        assert not re.search(r"^  --?[\w-]+(?:, --[\w-]+)?(?: [A-Z]+)?\s*$\n(?!  {8})", answer.out, re.MULTILINE), answer.out
        assert max(map(len, answer.out.split("\n"))) <= 100


def test_a_folder_to_write_in_that_does_not_exist_ends_with_2(cli: Cli, tmp_path: Path) -> None:
    answer = cli("evaluate", RETAINED, *CATALOGUE, "-o", tmp_path / "absent" / "note.md")
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.strip().split("\n")) == 1


def test_a_folder_given_as_output_ends_with_2_and_is_left_alone(cli: Cli, tmp_path: Path) -> None:
    answer = cli("evaluate", RETAINED, *CATALOGUE, "-o", tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["terminal", "markdown", "json"])
def test_output_to_a_file_holds_what_would_have_been_printed(form: str, cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "note"
    printed = cli("evaluate", RETAINED, *CATALOGUE, "--format", form)
    written = cli("evaluate", RETAINED, *CATALOGUE, "--format", form, "-o", file)
    assert (written.code, written.out) == (0, "")
    assert str(file) in written.err
    assert file.read_text("utf-8") == printed.out
    assert [path.name for path in tmp_path.iterdir()] == ["note"]
    assert cli("evaluate", RETAINED, *CATALOGUE, "--format", form, "-o", "-").out == printed.out


def test_output_to_a_file_is_utf8_and_plain_whatever_the_terminal_can(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    cli("evaluate", RETAINED, *CATALOGUE, "-o", file, FORCE_COLOR="1")
    assert b"\x1b" not in file.read_bytes()
    assert "é" in file.read_text("utf-8")


@pytest.mark.parametrize("failing", ["replace", "fsync", "write"])
def test_the_old_file_is_whole_when_writing_fails(failing: str, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "note.txt"
    file.write_text("ancien contenu", "utf-8")
    cli("evaluate", RETAINED, *CATALOGUE)

    def refuse(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, failing, refuse)
        answer = cli("evaluate", RETAINED, *CATALOGUE, "-o", file)
    assert answer.code == 2
    assert "note.txt" in answer.err
    assert file.read_text("utf-8") == "ancien contenu"
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_an_interruption_while_writing_leaves_the_old_file_and_ends_with_130(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "note.txt"
    file.write_text("ancien contenu", "utf-8")

    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", interrupt)
        assert cli("evaluate", RETAINED, *CATALOGUE, "-o", file).code == 130
    assert file.read_text("utf-8") == "ancien contenu"
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_the_file_written_keeps_its_mode_and_a_link_keeps_its_target(cli: Cli, tmp_path: Path) -> None:
    file, link = tmp_path / "note.txt", tmp_path / "lien"
    file.write_text("x")
    file.chmod(0o640)
    link.symlink_to(file)
    assert cli("evaluate", RETAINED, *CATALOGUE, "-o", link).code == 0
    assert link.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_an_unexpected_error_is_one_line_and_70(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    import doctrine.evaluation

    def fail(*arguments: object, **named: object) -> None:
        raise ZeroDivisionError("\x1b[31m::error::secret")

    monkeypatch.setattr(doctrine.evaluation, "evaluate", fail)
    answer = cli("evaluate", RETAINED, *CATALOGUE)
    assert (answer.code, answer.out) == (70, "")
    assert len(answer.err.strip().split("\n")) == 1
    assert "ZeroDivisionError" in answer.err
    assert "Traceback" not in answer.err
    assert "\x1b" not in answer.err


def test_an_unexpected_error_on_one_need_leaves_the_others_answered(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    import doctrine.evaluation

    honest = doctrine.evaluation.evaluate

    def fail(case: Any, **named: Any) -> Any:
        if case.need.id == "demo-nothing-fits":
            raise ZeroDivisionError
        return honest(case, **named)

    monkeypatch.setattr(doctrine.evaluation, "evaluate", fail)
    answer = cli("evaluate", NONE, RETAINED, *CATALOGUE)
    assert answer.code == 70
    assert "demo-shared-retained" in answer.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["evaluate", RETAINED, *CATALOGUE],
        ["catalogue", "search", "visio"],
        ["explain", "secnumcloud"],
        ["schema", "need"],
        ["catalogue", "stats"],
    ],
)
def test_no_command_opens_a_socket_or_starts_a_program(arguments: list[str], cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    def refuse(*given: object, **named: object) -> None:
        raise AssertionError("the network or another program was asked for")

    for module, name in ((socket, "socket"), (socket, "create_connection"), (socket, "getaddrinfo"), (subprocess, "Popen"), (os, "system")):
        monkeypatch.setattr(module, name, refuse)
    assert cli(*arguments).code == 0


def test_needs_of_another_order_of_keys_or_line_ends_get_the_same_bytes(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = Path(CONDITIONAL).read_text("utf-8")
    blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)
    written = {
        "same": text, "crlf": text.replace("\n", "\r\n"), "reversed": "".join(reversed(blocks[1:])), "comments": text.replace("\n", "  # note\n"),
        "bom": "\ufeff" + text,
    }  # fmt: skip
    answers = {}
    for name, content in written.items():
        Path("besoin.yaml").write_bytes(content.encode())
        answer = cli("evaluate", "besoin.yaml", *CATALOGUE, "--format", "markdown")
        assert answer.code == 3, (name, answer.err)
        answers[name] = answer.out
    assert len(set(answers.values())) == 1, [name for name, out in answers.items() if out != answers["same"]]


def test_order_of_catalogue_files_and_entries_changes_nothing(cli: Cli, tmp_path: Path) -> None:
    text = (GOLDEN / "catalogue" / "market" / "demo-archive.yaml").read_text("utf-8")
    head, *entries = re.split(r"^(?=  - id: )", text, flags=re.MULTILINE)
    for path in (GOLDEN / "catalogue").rglob("*.yaml"):
        if path.parent.name != "market":
            target = tmp_path / path.relative_to(GOLDEN / "catalogue")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    for number, entry in enumerate(reversed(entries)):
        (tmp_path / f"offer-{number}.yaml").write_text(head + entry, "utf-8")
    need = GOLDEN / "market-retained.need.yaml"
    assert (
        cli("evaluate", need, "--format", "json", "--catalogue", tmp_path).out == cli("evaluate", need, "--format", "json", *CATALOGUE).out
    )


def test_a_folder_replaces_an_entry_of_the_bundle_by_its_id(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "format: candidates/1\ncandidates:\n  - {id: visio, step: mutualise, name: Visio à nous, provider: Nous, functions: [video-conference]}\n",
        "utf-8",
    )
    shown = cli("catalogue", "show", "visio", "--catalogue", tmp_path)
    assert (shown.code, "visio à nous" in shown.out.casefold()) == (0, True)
    assert "visio à nous" not in cli("catalogue", "show", "visio").out.casefold()


def test_a_folder_with_a_mistake_is_refused_with_its_place(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("format: candidates/1\ncandidates:\n  - {id: X, step: buy, name: X, provider: X}\n", "utf-8")
    for arguments, code in (
        (["evaluate", RETAINED, "--catalogue", tmp_path], 2),
        (["catalogue", "check", tmp_path], 1),
        (["catalogue", "list", "--catalogue", tmp_path], 2),
    ):
        answer = cli(*arguments)
        assert (answer.code, answer.out) == (code, "")
        assert re.search(r"own\.yaml:3:10: erreur DOC057", answer.err)


def test_no_presumptions_is_said_and_asks_for_more(cli: Cli) -> None:
    need = GOLDEN / "market-open.need.yaml"
    with_, without = (
        cli("evaluate", need, *CATALOGUE, "--format", "json", *more).report["results"][0]["evaluation"]
        for more in ([], ["--no-presumptions"])
    )
    assert (with_["presumptions"], without["presumptions"]) == (True, False)
    assert not [gate for step in without["steps"] for one in step["candidates"] for gate in one["gates"] if gate["presumed"]]
    assert [gate for step in with_["steps"] for one in step["candidates"] for gate in one["gates"] if gate["presumed"]]


def test_all_steps_shows_shadows_and_changes_neither_outcome_nor_code(cli: Cli) -> None:
    plain, whole = (cli("evaluate", CONDITIONAL, *CATALOGUE, "--format", "json", *more) for more in ([], ["--all-steps"]))
    assert plain.code == whole.code == 3
    first, second = plain.report["results"][0]["evaluation"], whole.report["results"][0]["evaluation"]
    assert [one["shadow"] for one in second["steps"]] == [False, True, True]
    assert first["steps"] == second["steps"][:1]
    assert {key: first[key] for key in first if key != "steps"} == {key: second[key] for key in second if key != "steps"}


def test_examples_run_as_they_say(cli: Cli) -> None:
    examples = sorted((ROOT / "examples").glob("*.need.yaml"))
    assert examples
    for example in examples:
        answer = cli("evaluate", example)
        written = re.search(r"code (\d+)", example.read_text("utf-8").split("format:")[0])
        assert answer.code in (0, 1, 2, 3), example.name
        assert written is None or answer.code == int(written[1]), example.name
        assert "Traceback" not in answer.err


def test_standard_input_is_read_where_a_dash_stands_for_a_file(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(RETAINED).read_bytes()), encoding="utf-8"))
    answer = cli("evaluate", "-", *CATALOGUE)
    assert answer.code == 0
    assert answer.out == cli("evaluate", RETAINED, *CATALOGUE).out


@pytest.mark.parametrize(("data", "code"), [(b"", "DOC018"), (b"title: [", "DOC0"), (b"x" * (2 << 20), "DOC005"), (b"\xff\xfe", "DOC007")])
def test_a_wrong_standard_input_is_refused_like_a_file(data: bytes, code: str, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    answer = cli("evaluate", "-")
    assert answer.code == 2
    assert answer.err.startswith("<stdin>")
    assert code in answer.err
