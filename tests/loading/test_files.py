"""Files are read within bounds and written whole, whatever stands at the path."""

from __future__ import annotations

import errno
import os
import socket
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from doctrine.diagnostics import Diagnostic, Place
from doctrine.loading import files
from doctrine.loading.files import read_bytes, write_atomically

LIMIT = 4096


def refusal(path: Path | str, limit: int = LIMIT) -> Diagnostic:
    answer = read_bytes(path, limit)
    assert isinstance(answer, Diagnostic)
    assert answer.place == Place(str(path))
    assert answer.values["name"] == str(path)
    return answer


def leftovers(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(files.TEMPORARY_PREFIX)]


def test_a_regular_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "besoin.yaml"
    path.write_bytes(b"title: x\r\n")
    assert read_bytes(path, LIMIT) == b"title: x\r\n"


def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "besoin.yaml"
    path.write_bytes(b"x" * LIMIT)
    assert read_bytes(path, LIMIT) == b"x" * LIMIT
    path.write_bytes(b"x" * (LIMIT + 1))
    too_large = refusal(path)
    assert (too_large.code, too_large.values["limit"]) == ("DOC005", "4")


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "besoin.yaml").write_bytes(b"a: 1")
    (tmp_path / "link").symlink_to("besoin.yaml")
    assert read_bytes(tmp_path / "link", LIMIT) == b"a: 1"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.yaml").code == "DOC001"
    (tmp_path / "file").touch()
    assert refusal(tmp_path / "file" / "none.yaml").code == "DOC001"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "DOC002"


def test_a_fifo_that_nobody_writes_to_is_refused_without_waiting(tmp_path: Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    start = time.monotonic()
    assert refusal(path).code == "DOC003"
    assert time.monotonic() - start < 1


def test_a_socket_and_a_device_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        assert refusal("socket").code == "DOC003"
    assert refusal(os.devnull).code == "DOC003"


def test_a_file_without_the_right_to_read_is_refused(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read every file: the system never refuses")
    path = tmp_path / "besoin.yaml"
    path.touch(mode=0)
    assert refusal(path).code == "DOC004"


def test_a_refusal_of_the_system_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert refusal(tmp_path / "besoin.yaml").code == "DOC004"
    assert refusal(tmp_path).code == "DOC002"  # what Windows answers for a folder


@pytest.mark.parametrize("name", ["loop", "n" * 5000, "nul\0byte"])
def test_whatever_else_goes_wrong_is_refused_with_the_reason(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    refused = refusal(os.path.join(tmp_path, name))
    assert refused.code == "DOC006"
    assert refused.values["reason"]


def test_writing_makes_a_file_with_the_mode_of_the_umask(tmp_path: Path) -> None:
    mask = 0o027
    previous = os.umask(mask)
    try:
        write_atomically(tmp_path / "record.json", b"new")
    finally:
        os.umask(previous)
    path = tmp_path / "record.json"
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
    assert leftovers(tmp_path) == []


def test_writing_over_a_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.touch()
    mode = 0o600
    path.chmod(mode)
    write_atomically(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_writing_through_a_link_replaces_the_file_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(Path("folder") / "record.json")
    write_atomically(tmp_path / "link", b"first")
    write_atomically(tmp_path / "link", b"second")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "record.json").read_bytes() == b"second"


def test_a_device_a_folder_or_a_fifo_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path, tmp_path / "fifo", Path(os.devnull)):
        with pytest.raises(OSError, match="not a regular file"):
            write_atomically(path, b"new")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def failing(*_: object, **__: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupted(*_: object, **__: object) -> int:
    raise KeyboardInterrupt


def half_written(descriptor: int, data: memoryview, write: Callable[[int, memoryview], int] = os.write) -> int:
    write(descriptor, data[: len(data) // 2])
    raise OSError(errno.EFBIG, "File too large")


@pytest.mark.parametrize(
    ("call", "failure", "error"),
    [
        ("replace", failing, OSError),
        ("fsync", failing, OSError),
        ("write", failing, OSError),
        ("write", half_written, OSError),
        ("write", interrupted, KeyboardInterrupt),
        ("chmod", failing, OSError),
        ("open", failing, OSError),
    ],
)
def test_a_failure_keeps_the_old_content_and_leaves_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    failure: Callable[..., int],
    error: type[BaseException],
) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, failure)
        with pytest.raises(error):
            write_atomically(path, b"new content")
    assert path.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_a_short_write_is_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:2]))
    write_atomically(tmp_path / "record.json", b"seven b")
    assert (tmp_path / "record.json").read_bytes() == b"seven b"


def test_a_target_held_by_another_program_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace
    times = 2
    waits: list[float] = []

    def held(source: str, target: str) -> None:
        if len(waits) < times:
            error = PermissionError(errno.EACCES, "held")
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise error
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(time, "sleep", waits.append)
    write_atomically(tmp_path / "record.json", b"new")
    assert (tmp_path / "record.json").read_bytes() == b"new"
    assert len(waits) == times


def test_only_old_temporary_files_of_its_own_are_swept(tmp_path: Path) -> None:
    old, young, foreign = (tmp_path / name for name in (".doctrine-1-a.tmp", ".doctrine-2-b.tmp", ".other.tmp"))
    for path in (old, young, foreign):
        path.touch()
    long_ago = time.time() - files.STALE_AFTER_SECONDS - 60
    for path in (old, foreign):
        os.utime(path, (long_ago, long_ago))
    write_atomically(tmp_path / "record.json", b"new")
    assert sorted(os.listdir(tmp_path)) == [".doctrine-2-b.tmp", ".other.tmp", "record.json"]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "none" / "record.json", b"new")
