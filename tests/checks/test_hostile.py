"""Files that nobody meant well: one answer, quickly, and nothing in any output obeys them."""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

import json
import os
import re
import time
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from check_build import FORMATS, ROOT, need
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doctrine.checking.files import Tools
from doctrine.checking.files import check_file as findings_of
from doctrine.checking.kinds import kind_of
from doctrine.checking.run import run
from doctrine.checking.settings import Settings
from doctrine.commands._console import words_of
from doctrine.commands.check import _said
from doctrine.index import open_index

Check = Callable[..., Any]

DATA = ROOT.parent / "shared" / "data"
NAUGHTY = DATA / "naughty-strings" / "blns.json"
SUITE = DATA / "yaml-test-suite" / "cases.json"
#: No file may take longer.
SECONDS = 2

HOSTILE = [
    "\x1b[31mrouge", "\x1b]0;titre\x07", "a\u202eb", "\u2028::error::x", "::error file=x::y", "\n::stop-commands::z", "##[group]x", "##vso[task.complete]",
    "| a | b |", "<img src=x onerror=alert(1)>", "</details><script>", "@mention", "]]>", "-->", "[x](javascript:alert(1))", "{0}", "${{ secrets.X }}", "%0A::error::x", "section_start:1:a\r\x1b[0K",
]  # fmt: skip
OURS = re.compile(r"::(?:error|warning|notice) file=[^:,]*(?:,[a-zA-Z]+=[^:,]*)*::")


def inert(form: str, text: str) -> None:
    """No control character, and no line that a build server takes for a command but those of the format itself."""
    assert not {unicodedata.category(one) for one in text if one != "\n"} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    for line in text.split("\n"):
        if form == "github" and OURS.match(line):
            line = line[OURS.match(line).end() :]  # type: ignore[union-attr] # noqa: PLW2901
        assert not line.lstrip().startswith("::"), line
        assert "##[" not in line, line
        assert "##vso[" not in line, line


def quoted(text: str) -> str:
    return json.dumps(text)


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_contents_are_inert(form: str, check: Check, tmp_path: Path) -> None:
    for number, text in enumerate(HOSTILE):
        waiver = f"waivers: [{{check: DOC101, author: {quoted(text)}, ground: {quoted(text)}, start: 2026-01-01, end: 2027-01-01}}]\n"
        wanted = f"requirements:\n  - {{id: R1, level: must, text: {quoted('Le titulaire doit être certifié ISO 27001. ' + text)}, capability: guest-access}}\n"
        (tmp_path / f"{number}.need.yaml").write_text(need('measure: ""\n', waiver, wanted, f"users: {quoted(text)}\n"), "utf-8")
        (tmp_path / f"bis-{number}.need.yaml").write_text(need('measure: ""\n', waiver, wanted), "utf-8")
        (tmp_path / f"{number}.md").write_text(f"Le titulaire doit être certifié ISO 27001. {text}\n", "utf-8", "surrogateescape")
    answer = check(".", form=form)
    assert answer.code == 1
    assert "ISO" in answer.out
    inert(form, answer.out)


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_names_of_files_are_inert(form: str, check: Check, tmp_path: Path) -> None:
    made = 0
    for text in HOSTILE:
        name = text.replace("/", "∕")[:60] + ".need.yaml"
        try:
            (tmp_path / name).write_text(need('measure: ""\n'), "utf-8")
        except (OSError, ValueError):
            continue
        made += 1
    assert made > 5
    answer = check(".", form=form)
    assert answer.code == 1
    inert(form, answer.out)


@pytest.mark.skipif(os.name == "nt", reason="names of files are bytes on POSIX only")
@pytest.mark.parametrize("form", FORMATS)
def test_a_name_that_is_no_text_is_inert(form: str, check: Check, tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.need.yaml")).write_text(need('measure: ""\n'), "utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    answer = check(".", form=form)
    assert answer.code == 1
    inert(form, answer.out)


@pytest.mark.parametrize("form", FORMATS)
def test_the_difference_and_the_settings_are_inert(form: str, check: Check, tmp_path: Path) -> None:
    lines = "".join(f"# {text}\n" for text in HOSTILE if text.isprintable())
    (tmp_path / "a.need.yaml").write_text(need().replace("personal: yes", "personal: oui").replace("data:", f"{lines}data:"), "utf-8")
    answer = check(".", "--fix", "--dry-run", form=form)
    assert answer.code == 1
    inert("terminal", answer.out)
    (tmp_path / "doctrine.toml").write_text('[check]\n"##[group]\\u001b[31m::error::x" = 1\n', "utf-8")
    refused = check(".", form=form)
    assert refused.code == 2
    inert("terminal", refused.err)


# ---- public lists of what breaks programs


def naughty() -> list[str]:
    return [one for one in json.loads(NAUGHTY.read_text("utf-8")) if one] if NAUGHTY.exists() else []


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the list of naughty strings is not beside this checkout")
def test_naughty_strings_in_needs_grids_and_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read once, then said in every format as the command does."""
    monkeypatch.chdir(tmp_path)
    for number, text in enumerate(naughty()):
        wrong = need(f"title: {quoted(text)}\n", f"outcome: {quoted(text)}\n", f"users: {quoted(text)}\n")
        (tmp_path / f"{number}.need.yaml").write_text(wrong, "utf-8", "surrogatepass")
        (tmp_path / f"{number}.md").write_text(f"Le titulaire doit être certifié ISO 27001, {text}\n", "utf-8", "surrogatepass")
        (tmp_path / f"grille-{number}.csv").write_text(f"critère;poids\n{text};40\n{text};60\n", "utf-8", "surrogatepass")
    index = open_index()
    started = time.process_time()
    found = run(["."], index, Settings(), date(2026, 12, 1))
    assert time.process_time() - started < SECONDS * len(found.files)
    assert len(found.files) == 3 * len(naughty())
    for form in FORMATS:
        inert(form, _said(form, list(found.findings), found, Settings(), words_of(index, "fr"), baseline=False, plain=True))


def cases() -> list[str]:
    return [case["yaml"] for case in json.loads(SUITE.read_text("utf-8"))] if SUITE.exists() else []


@pytest.mark.skipif(not SUITE.exists(), reason="the YAML test suite is not beside this checkout")
@pytest.mark.parametrize("head", ["", "format: need/1\n", "format: grid/1\n", "format: csf/1\n"])
def test_the_yaml_test_suite_gives_findings_never_a_traceback(head: str, tools: Tools) -> None:
    for text in cases():
        assert_quick((head + text).encode(), "essai.yaml", tools)


@pytest.mark.skipif(not SUITE.exists(), reason="the YAML test suite is not beside this checkout")
def test_the_yaml_test_suite_as_a_folder(check: Check, tmp_path: Path) -> None:
    for number, text in enumerate(cases()):
        (tmp_path / f"{number}.need.yaml").write_bytes(text.encode())
        (tmp_path / f"catalogue-{number}.yaml").write_bytes(b"format: candidates/1\n" + text.encode())
    answer = check(".", "--jobs", "1")
    assert (answer.code, answer.err) == (1, "")
    assert answer.report["files"] > len(cases())


# ---- any bytes


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools(open_index(), date(2026, 12, 1))


def assert_quick(data: bytes, name: str, tools: Tools) -> None:
    started = time.process_time()
    found = findings_of(name, data, kind_of(name, data, named=True), tools).found
    assert time.process_time() - started < SECONDS
    assert all(one.code.startswith("DOC") and one.place.file.startswith(name) for one in found)


NAMES = [
    "a.need.yaml",
    "grille.csv",
    "grille.tsv",
    "grille.xlsx",
    "grille.ods",
    "cctp.md",
    "cctp.txt",
    "cctp.docx",
    "cctp.odt",
    "cctp.pdf",
    "decision.json",
]
HEADS = [
    b"",
    b"format: need/1\n",
    b"format: grid/1\n",
    b"format: csf/1\n",
    b'{"format": "decision/1",',
    b"PK\x03\x04",
    b"%PDF-1.7\n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    need().encode(),
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(NAMES),
    head=st.sampled_from(HEADS),
    tail=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))),
)
def test_any_bytes_give_findings(tools: Tools, name: str, head: bytes, tail: bytes) -> None:
    assert_quick(head + tail, name, tools)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, len(need().encode())), removed=st.integers(0, 40), put=st.binary(max_size=20))
def test_a_sound_need_with_any_wound_gives_findings(tools: Tools, at: int, removed: int, put: bytes) -> None:
    data = need().encode()
    assert_quick(data[:at] + put + data[at + removed :], "a.need.yaml", tools)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.need.yaml", b"[" * 50_000), ("a.need.yaml", b"- " * 50_000), ("a.need.yaml", b"a: &a [*a, *a]\n" * 1000), ("a.need.yaml", b"x" * 3_000_000),
        ("a.need.yaml", ("format: need/1\ntitle: " + "é" * 200_000 + "\n").encode()), ("cctp.md", b"a" * 2_000_000), ("cctp.md", b"doit " * 100_000), ("cctp.md", "certifié ".encode() * 60_000),
        ("cctp.txt", b"(" * 200_000), ("cctp.txt", "SecNumCloud exigé ".encode() * 20_000), ("cctp.txt", b"Microsoft " * 40_000), ("grille.csv", b";" * 100_000), ("grille.csv", b'"' * 200_001),
        ("decision.json", b'{"format": "decision/1", "parts": ' + b"[" * 100_000), ("decision.json", b'{"format": "decision/1", "n": ' + b"9" * 100_000 + b"}"),
    ],
    ids=lambda one: one if isinstance(one, str) else f"{bytes(one[:12])!r}×{len(one)}",
)  # fmt: skip
def test_a_monstrous_file_is_answered_within_two_seconds(name: str, data: bytes, tools: Tools) -> None:
    assert_quick(data, name, tools)


@pytest.mark.skipif(os.name == "nt", reason="pipes and links of POSIX")
def test_pipes_loops_and_unreadable_files_hide_nothing(check: Check, tmp_path: Path) -> None:
    (tmp_path / "a.need.yaml").write_text(need('measure: ""\n'), "utf-8")
    os.mkfifo(tmp_path / "tube.need.yaml")
    (tmp_path / "boucle.need.yaml").symlink_to("boucle.need.yaml")
    (tmp_path / "dossier").symlink_to(".")
    found = check(".").report["findings"]
    assert [one["code"] for one in found if one["file"] == "a.need.yaml"] == ["DOC101"]
    assert {one["file"] for one in found} <= {"a.need.yaml", "boucle.need.yaml", "tube.need.yaml"}
    answer = check("tube.need.yaml", "a.need.yaml")
    assert answer.code == 1
    assert "tube.need.yaml" in answer.out
