"""Read a file within bounds, write a file whole: the two doors between the disk and the rest of the loading."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress

from doctrine.diagnostics import Diagnostic, Place

TEMPORARY_PREFIX = ".doctrine-"
TEMPORARY_SUFFIX = ".tmp"
STALE_AFTER_SECONDS = 3600
_KIB = 1024
_SHARING_ERRORS = (5, 32, 33)  # Windows: access denied, sharing or lock violation, often an antivirus
_REPLACE_WAITS = (0.01, 0.04, 0.1, 0.25, 0.5, 0.8, 0.8)  # 2.5 s in all


def read_bytes(path: str | os.PathLike[str], limit: int) -> bytes | Diagnostic:
    """The bytes of a regular file of at most `limit` bytes, or why they cannot be had.

    The file is opened once and without blocking, then examined through its descriptor: a FIFO nobody writes to does
    not hang, and what was examined is what is read.
    """
    name = os.fspath(path)
    try:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(name, flags), "rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            if not stat.S_ISREG(mode):
                return _refusal("DOC002" if stat.S_ISDIR(mode) else "DOC003", name)
            data = stream.read(limit + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return _unreadable(name, error)
    return too_large(name, limit) if len(data) > limit else data


def too_large(name: str, limit: int) -> Diagnostic:
    """The refusal of a file over `limit` bytes, the same whether the disk or the reader noticed."""
    return _refusal("DOC005", name, limit=str(max(1, limit // _KIB)))


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Put `data` in the file at `path` so that a reader, or a crash, sees the old content or the new, never a mixture.

    A symbolic link keeps pointing where it did: the file it leads to is replaced. A new file takes the mode the umask
    gives, an existing one keeps its own. Raises OSError, with the old content untouched.
    """
    target = os.path.realpath(path)
    mode = _mode_of_regular(target)
    folder = os.path.dirname(target)
    _sweep(folder)
    temporary = os.path.join(folder, f"{TEMPORARY_PREFIX}{os.getpid()}-{os.urandom(8).hex()}{TEMPORARY_SUFFIX}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        try:
            if mode is not None:
                os.chmod(temporary, mode)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        _replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    _sync_folder(folder)


def _refusal(code: str, name: str, **values: str) -> Diagnostic:
    return Diagnostic(code, Place(name), values={"name": name, **values})


def _unreadable(name: str, error: OSError | ValueError) -> Diagnostic:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return _refusal("DOC001", name)
        case PermissionError():  # what Windows answers for a folder
            return _refusal("DOC002" if os.path.isdir(name) else "DOC004", name)
        case IsADirectoryError():
            return _refusal("DOC002", name)
        case OSError(errno=errno.ENXIO | errno.ENODEV | errno.EOPNOTSUPP):  # a socket, a device without a driver
            return _refusal("DOC003", name)
        case OSError(strerror=str(reason)):
            return _refusal("DOC006", name, reason=reason)
        case _:
            return _refusal("DOC006", name, reason=str(error))


def _mode_of_regular(target: str) -> int | None:
    """The permission bits of the file to replace, None when there is none yet; a device or a folder is refused."""
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "not a regular file", target)
    return stat.S_IMODE(mode)


def _replace(temporary: str, target: str) -> None:
    """Rename over the target; on Windows, wait for whoever holds it, 2.5 s at most."""
    for wait in _REPLACE_WAITS:
        try:
            os.replace(temporary, target)
        except OSError as error:
            if getattr(error, "winerror", None) not in _SHARING_ERRORS:
                raise
            time.sleep(wait)
        else:
            return
    os.replace(temporary, target)


def _sync_folder(folder: str) -> None:
    """Make the rename durable where the system knows how; the new content is already in place, so nothing is raised."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(folder: str) -> None:
    """Remove the temporary files that a killed run left here more than an hour ago."""
    oldest = time.time() - STALE_AFTER_SECONDS
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(TEMPORARY_PREFIX) and entry.name.endswith(TEMPORARY_SUFFIX):
                with suppress(OSError):
                    if entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mtime < oldest:
                        os.unlink(entry.path)
