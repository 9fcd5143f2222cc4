"""`doctrine verify`: exit codes, folders, several workers, today's answer, JSON, and decisions sealed by earlier versions."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from record_build import EXAMPLES, FIXTURES, ROOT, VISIO, rebuilt, resealed, sealed

Cli = Callable[..., Any]
OLD = sorted(FIXTURES.glob("*/*.decision.json"))


def _folder(path: Path, count: int = 4) -> Path:
    path.mkdir(exist_ok=True)
    for number in range(count):
        (path / f"{number:03}.decision.json").write_bytes(sealed(EXAMPLES[number % len(EXAMPLES)]))
    return path


@pytest.mark.parametrize("path", OLD, ids=lambda path: f"{path.parent.name}-{path.name.split('.')[0]}")
def test_decisions_of_earlier_versions_still_verify(cli: Cli, path: Path) -> None:
    signed = json.loads(path.read_bytes())["signature"]
    answer = cli("verify", path, *(["--signers", path.parent / "signers"] if signed else []), "--format", "json")
    found = answer.report["decisions"][0]
    assert (answer.code, found["verdict"], found["problems"]) == (0, "same", [])
    assert found["tool"].startswith(path.parent.name)
    assert found["signature"]["state"] == ("yes" if signed else "no")


def test_the_fixtures_hold_what_a_later_version_must_read() -> None:
    held = [json.loads(path.read_bytes()) for path in OLD]
    assert any(one["signature"] for one in held)
    assert any(one["supersedes"] for one in held)
    assert any(one["anonymous"] for one in held)
    assert {one["parts"]["result"]["step"] for one in held} >= {"mutualise", "build"}


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (lambda data: data, 0, "même réponse"),
        (lambda data: rebuilt(data, lambda whole: whole["parts"]["bounds"].clear()), 4, "DOC810"),
        (lambda data: resealed(data, lambda whole: whole["parts"]["result"].update(outcome="none")), 4, "DOC813"),
        (lambda data: data[:1000], 2, "DOC801"),
        (lambda data: data.replace(b'"decision/1"', b'"decision/9"'), 2, "DOC803"),
    ],
    ids=["same", "altered", "different", "cut", "later-format"],
)
def test_exit_codes(cli: Cli, tmp_path: Path, change: Any, code: int, said: str) -> None:
    path = tmp_path / "d.json"
    path.write_bytes(change(sealed(VISIO)))
    answer = cli("verify", path)
    assert answer.code == code
    assert said in answer.flat


def test_one_broken_file_hides_no_other_and_the_worst_code_wins(cli: Cli, tmp_path: Path) -> None:
    folder = _folder(tmp_path / "in")
    (folder / "001.decision.json").write_bytes(rebuilt(sealed(VISIO), lambda whole: whole["parts"]["bounds"].clear()))
    (folder / "002.decision.json").write_bytes(b"{")
    answer = cli("verify", folder, tmp_path / "absent.json", "--format", "json")
    assert answer.code == 4
    assert [one["verdict"] for one in answer.report["decisions"]] == ["same", "broken", "cannot", "same", "cannot"]


def test_a_folder_gives_its_decisions_and_leaves_the_rest(cli: Cli, tmp_path: Path) -> None:
    folder = _folder(tmp_path / "in", 1)
    (folder / "other.json").write_text("{}")
    (folder / "notes.txt").write_text("x")
    (folder / "deep").mkdir()
    (folder / "deep" / "named-otherwise.json").write_bytes(sealed(VISIO))
    (folder / "deep" / "broken.decision.json").write_text("{}")
    found = cli("verify", folder, "--format", "json").report["decisions"]
    assert [(Path(one["file"]).name, one["verdict"]) for one in found] == [
        ("000.decision.json", "same"), ("broken.decision.json", "cannot"), ("named-otherwise.json", "same"),
    ]  # fmt: skip


def test_an_empty_folder_is_no_success(cli: Cli, tmp_path: Path) -> None:
    answer = cli("verify", tmp_path)
    assert (answer.code, "DOC823" in answer.err) == (2, True)


@pytest.mark.slow
def test_several_workers_give_the_same_lines_in_the_same_order(cli: Cli, tmp_path: Path) -> None:
    folder = _folder(tmp_path / "in", 40)
    (folder / "020.decision.json").write_bytes(b"{")
    one, two = cli("verify", folder, "--jobs", 1), cli("verify", folder, "--jobs", 2)
    assert one.out == two.out
    assert (one.code, two.code, two.err) == (2, 2, "")


def test_today_is_information_not_failure(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "d.json"

    def once_elsewhere(whole: Any) -> None:
        """As if the threshold of that time had been another."""
        whole["parts"]["parameters"]["values"]["ccp.dispense_fs"]["value"] = "1"

    path.write_bytes(resealed(sealed(VISIO), lambda whole: None))
    same = cli("verify", path, "--today", "2026-12-01", "--format", "json")
    assert (same.code, same.report["decisions"][0]["today"]["changed"]) == (0, [])
    assert same.report["decisions"][0]["today"]["now"] == same.report["decisions"][0]["today"]["before"]
    path.write_bytes(resealed(sealed(VISIO), once_elsewhere))
    changed = cli("verify", path, "--today", "2026-12-01", "--format", "json")
    assert changed.report["decisions"][0]["today"]["changed"] == ["parameters"]
    assert cli("verify", path, "--today", "hier").code == 2


def test_today_says_what_another_day_would_answer(cli: Cli, tmp_path: Path) -> None:
    """Once the qualification that the buyer had read on the list has ended, the same need is no longer settled."""
    path = tmp_path / "d.json"
    path.write_bytes(sealed(VISIO))
    today = cli("verify", path, "--today", "2029-06-01", "--format", "json").report["decisions"][0]["today"]
    assert (today["before"]["outcome"], today["refused"]) == ("retained", None)
    assert today["now"]["outcome"] != "retained"


def test_today_says_when_the_need_is_no_longer_accepted(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    path.write_bytes(resealed(sealed(VISIO), lambda whole: whole["parts"]["need"].update(function="a-function-since-removed")))
    found = cli("verify", path, "--today", "2026-12-01", "--format", "json")
    assert (found.code, found.report["decisions"][0]["today"]["refused"]) == (0, "DOC080")
    assert "DOC080" in cli("verify", path, "--today", "2026-12-01").out


def test_the_json_keeps_to_its_schema(cli: Cli, tmp_path: Path) -> None:
    folder = _folder(tmp_path / "in", 2)
    (folder / "cut.decision.json").write_bytes(b"{")
    schema = json.loads((ROOT / "docs" / "verify.schema.json").read_text("utf-8"))
    for options in ((), ("--today", "2027-01-01")):
        jsonschema.validate(cli("verify", folder, "--format", "json", *options).report, schema)


@pytest.mark.parametrize("path", EXAMPLES[:3], ids=lambda path: path.name.split(".")[0])
def test_a_decision_keeps_to_its_schema(path: Path) -> None:
    schema = json.loads((ROOT / "docs" / "decision.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(sealed(path)), schema)


def test_english_and_unknown_choices(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    path.write_bytes(sealed(VISIO))
    assert "same answer" in cli("verify", path, "--lang", "en").out
    assert cli("verify", path, "--format", "xml").code == 2
    assert cli("verify", path, "--signers", tmp_path / "absent").code == 2
    assert cli("verify", path, path, "--statement").code == 2


def test_hostile_names_do_not_drive_the_terminal(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "d\x1b[31m.json"
    path.write_bytes(resealed(sealed(VISIO), lambda whole: whole["parts"]["need"].update(id="\x1b]0;x\x07")))
    answer = cli("verify", path)
    assert "\x1b" not in answer.out + answer.err
    assert answer.code in (2, 4)


@pytest.mark.slow
def test_the_count_never_stands_before_an_answer(tmp_path: Path) -> None:
    """On a terminal, what stands on a line when an answer begins has been erased."""
    pty = pytest.importorskip("pty")
    folder = _folder(tmp_path / "in", 51)
    command = [sys.executable, str(ROOT / "cli.py"), "verify", str(folder), "--jobs", "1"]
    main, end = pty.openpty()
    running = subprocess.Popen(command, stdin=end, stdout=end, stderr=end, close_fds=True)
    os.close(end)
    shown = b""
    while True:
        try:
            read = os.read(main, 65536)
        except OSError:  # the other end is closed: on Linux an error, elsewhere an empty answer
            break
        if not read:
            break
        shown += read
    os.close(main)
    assert running.wait() == 0
    lines = [re.sub(rb".*\r\x1b\[K", b"", line.removesuffix(b"\r")) for line in shown.split(b"\n")]
    assert b"\r\x1b[K1/51" in shown
    answers = [line for line in lines if b"decision.json" in line]
    assert len(answers) == 51
    assert all(line.startswith(str(folder).encode()) for line in answers)
