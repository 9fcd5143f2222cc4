"""What only a real process shows: streams closed, pipes broken, signals, encodings, a poor environment, the same bytes anywhere."""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
NEED = str(GOLDEN / "shared-conditional.need.yaml")
EVALUATE = ["evaluate", NEED, "--catalogue", str(GOLDEN / "catalogue")]
DOCTRINE = [sys.executable, str(ROOT / "cli.py")]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and streams of POSIX")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One cache for the module, filled once."""
    folder = str(tmp_path_factory.mktemp("cache"))
    subprocess.run([*DOCTRINE, *EVALUATE], env=poor(DOCTRINE_CACHE=folder), capture_output=True, check=False)
    return folder


def poor(**more: str) -> dict[str, str]:
    """The environment of nobody, and what is added to it."""
    return {"PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8", **more}


def run(arguments: list[str], environment: dict[str, str], **more: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*DOCTRINE, *arguments], env=environment, capture_output=True, check=False, timeout=60, **more)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="module")
def printed(cache: str) -> bytes:
    answer = run(EVALUATE, poor(DOCTRINE_CACHE=cache))
    assert (answer.returncode, answer.stderr) == (3, b"")
    return answer.stdout


@pytest.mark.parametrize("program", [[str(ROOT / "cli.py")], ["-m", "doctrine"]], ids=["cli.py", "python -m doctrine"])
def test_both_ways_to_start_answer_alike(program: list[str], cache: str, printed: bytes) -> None:
    answer = subprocess.run(
        [sys.executable, *program, *EVALUATE], env=poor(DOCTRINE_CACHE=cache), cwd=ROOT, capture_output=True, check=False
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (3, printed, b"")


def test_without_standard_output_nobody_is_answered_and_2_says_so(cache: str) -> None:
    answer = subprocess.run(
        [*DOCTRINE, *EVALUATE], env=poor(DOCTRINE_CACHE=cache), stderr=subprocess.PIPE, preexec_fn=lambda: os.close(1), check=False
    )
    assert answer.returncode == 2
    assert len(answer.stderr.strip().split(b"\n")) == 1


@pytest.mark.parametrize("closed", [0, 2])
def test_without_the_other_streams_the_answer_is_the_same(closed: int, cache: str, printed: bytes) -> None:
    answer = subprocess.run(
        [*DOCTRINE, *EVALUATE], env=poor(DOCTRINE_CACHE=cache), stdout=subprocess.PIPE, preexec_fn=lambda: os.close(closed), check=False
    )
    assert (answer.returncode, answer.stdout) == (3, printed)


def test_a_dash_without_standard_input_is_a_file_that_cannot_be_read(cache: str) -> None:
    answer = subprocess.run(
        [*DOCTRINE, "evaluate", "-"], env=poor(DOCTRINE_CACHE=cache), capture_output=True, preexec_fn=lambda: os.close(0), check=False
    )
    assert answer.returncode == 2


@pytest.mark.parametrize("form", ["terminal", "json", "markdown"])
def test_a_reader_that_leaves_ends_the_run_with_141_and_no_word(form: str, cache: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.Popen(
        [*DOCTRINE, *EVALUATE, "--format", form], env=poor(DOCTRINE_CACHE=cache), stdout=writing, stderr=subprocess.PIPE
    )
    os.close(writing)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_on_standard_output_is_one_line_and_70(cache: str) -> None:
    with open("/dev/full", "wb") as full:
        answer = subprocess.run([*DOCTRINE, *EVALUATE], env=poor(DOCTRINE_CACHE=cache), stdout=full, stderr=subprocess.PIPE, check=False)
    assert answer.returncode == 70
    assert len(answer.stderr.strip().split(b"\n")) == 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_the_run_with_its_code_and_no_traceback(number: signal.Signals, code: int, cache: str) -> None:
    process = subprocess.Popen(
        [*DOCTRINE, "evaluate", "-"], env=poor(DOCTRINE_CACHE=cache), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(b"# waits for more\n")
    process.stdin.flush()
    time.sleep(1.0)
    process.send_signal(number)
    process.wait(timeout=60)
    assert process.stderr is not None
    assert process.stdout is not None
    assert process.returncode == code
    assert b"Traceback" not in process.stderr.read()
    assert process.stdout.read() == b""
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()


def test_a_fifo_without_writer_does_not_hang(cache: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "besoin.yaml")
    answer = run(["evaluate", str(tmp_path / "besoin.yaml")], poor(DOCTRINE_CACHE=cache))
    assert answer.returncode == 2
    assert b"DOC003" in answer.stderr


@pytest.mark.parametrize(
    ("encoding", "lang"), [("ascii", "fr"), ("ascii:strict", "en"), ("cp1252", "fr"), ("cp1252", "en"), ("latin-1", "fr"), ("cp850", "fr")]
)
def test_any_encoding_of_the_terminal_gets_the_whole_report(encoding: str, lang: str, cache: str) -> None:
    answer = run([*EVALUATE, "--lang", lang], poor(DOCTRINE_CACHE=cache, PYTHONIOENCODING=encoding))
    assert (answer.returncode, answer.stderr) == (3, b"")
    text = answer.stdout.decode(encoding.partition(":")[0])
    assert "demo-shared-conditional" in text
    assert "\\xa0" not in text


ENVIRONMENTS: dict[str, dict[str, str]] = {
    "C locale": {"LANG": "C", "LC_ALL": "C"},
    "Turkish locale, far time zone": {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
    "another hash seed": {"PYTHONHASHSEED": "1"},
    "no hash seed": {"PYTHONHASHSEED": "0", "TZ": "America/Adak"},
    "dumb terminal": {"TERM": "dumb"},
    "optimised": {"PYTHONOPTIMIZE": "1"},
    "UTF-8 mode": {"PYTHONUTF8": "1"},
}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_same_bytes_in_any_environment(name: str, cache: str, printed_json: bytes) -> None:
    answer = run([*EVALUATE, "--format", "json"], poor(DOCTRINE_CACHE=cache, **ENVIRONMENTS[name]))
    assert (answer.returncode, answer.stdout, answer.stderr) == (3, printed_json, b"")


@pytest.mark.parametrize("name", ["C locale", "another hash seed", "dumb terminal"])
def test_the_same_text_in_any_environment(name: str, cache: str, printed: bytes) -> None:
    answer = run(EVALUATE, poor(DOCTRINE_CACHE=cache, **ENVIRONMENTS[name]))
    assert (answer.returncode, answer.stdout, answer.stderr) == (3, printed, b"")


@pytest.fixture(scope="module")
def printed_json(cache: str) -> bytes:
    return run([*EVALUATE, "--format", "json"], poor(DOCTRINE_CACHE=cache)).stdout


HOMES: dict[str, dict[str, str]] = {
    "no HOME": {}, "empty HOME": {"HOME": ""}, "HOME that does not exist": {"HOME": "/nonexistent"}, "cache that cannot be made": {"DOCTRINE_CACHE": "/dev/null"},
}  # fmt: skip


@pytest.mark.parametrize("name", HOMES)
def test_a_poor_home_only_costs_a_compilation(name: str, printed: bytes, tmp_path: Path) -> None:
    answer = run(EVALUATE, poor(TMPDIR=str(tmp_path), **HOMES[name]), cwd=tmp_path)
    assert (answer.returncode, answer.stdout, answer.stderr) == (3, printed, b"")


@pytest.mark.parametrize(
    "kept",
    [
        0,
        40,
        pytest.param(-200),
    ],
    ids=["emptied", "cut in its table", "cut in its last section"],
)
def test_a_spoilt_cache_is_made_again(kept: int, printed: bytes, tmp_path: Path, cache: str) -> None:
    indexes = list(Path(cache).rglob("*.index"))
    assert indexes
    for index in indexes:
        spoilt = tmp_path / index.relative_to(cache)
        spoilt.parent.mkdir(parents=True, exist_ok=True)
        spoilt.write_bytes(index.read_bytes()[:kept])
    answer = run(EVALUATE, poor(DOCTRINE_CACHE=str(tmp_path)))
    assert (answer.returncode, answer.stdout) == (3, printed), answer.stderr


def test_from_another_folder_and_by_a_relative_path(cache: str, printed: bytes) -> None:
    answer = run(["evaluate", "shared-conditional.need.yaml", "--catalogue", "catalogue"], poor(DOCTRINE_CACHE=cache), cwd=GOLDEN)
    assert (answer.returncode, answer.stdout) == (3, printed)


def test_nothing_is_left_in_the_folder_where_it_runs(cache: str, tmp_path: Path) -> None:
    run(EVALUATE, poor(DOCTRINE_CACHE=cache), cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_runs_at_the_same_time_on_an_empty_cache_all_answer(printed: bytes, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: run(EVALUATE, poor(DOCTRINE_CACHE=str(tmp_path))), range(4)))
    assert [(one.returncode, one.stdout, one.stderr) for one in answers] == [(3, printed, b"")] * 4


@pytest.fixture
def terminal(cache: str) -> Iterator[tuple[int, int]]:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)


@pytest.mark.parametrize(
    ("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)], ids=["terminal", "NO_COLOR", "dumb"]
)
def test_a_terminal_gets_colours_unless_it_says_no(more: dict[str, str], coloured: bool, cache: str, terminal: tuple[int, int]) -> None:
    ours, theirs = terminal
    environment = poor(DOCTRINE_CACHE=cache, TERM="xterm", **{}) | more
    process = subprocess.Popen([*DOCTRINE, *EVALUATE], env=environment, stdout=theirs, stderr=subprocess.DEVNULL)
    os.close(theirs)
    data = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:
            break
        if not chunk:
            break
        data += chunk
    assert process.wait(timeout=60) == 3
    assert (b"\x1b[" in data) == coloured
    assert b"demo-shared-conditional" in data
