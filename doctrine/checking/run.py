"""A whole run: every file found, checked, silenced where somebody answers for it; the same result whatever the order and the workers."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from doctrine.checking.files import Tools, check_file, found_beside, refusals, unread
from doctrine.checking.found import Found, stamped, without_doubles
from doctrine.checking.kinds import Kind, files_under, kind_of
from doctrine.checking.roots import from_root
from doctrine.checking.settings import Settings
from doctrine.checking.silence import silenced, unsound
from doctrine.checks import every_check
from doctrine.checks.doc117_split_across import CHECK as SPLIT
from doctrine.checks.doc117_split_across import Part, split
from doctrine.diagnostics import Diagnostic
from doctrine.documents import MOST_BYTES
from doctrine.index import Index, open_index
from doctrine.loading.files import read_bytes
from doctrine.model.need import Waiver

#: Fewer files than this are checked here: starting workers would take longer.
WORTH_WORKERS = 300
_BATCH = 50
#: Batches given to each worker ahead of what is gathered.
_AHEAD = 4


class Result(NamedTuple):
    """All findings, sorted by file and place, and the files that were read."""

    findings: tuple[Found, ...]
    files: tuple[str, ...]


def run(
    paths: Iterable[str],
    index: Index,
    settings: Settings,
    today: date,
    *,
    only: frozenset[str] | None = None,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
    catalogues: tuple[str, ...] = (),
) -> Result:
    """Check files and folders. `only` keeps files whose real path it holds; `jobs` workers share the files.

    `progress` hears how many files are done, of how many; `catalogues` are the folders that the index was made with besides the bundle.
    """
    named = [one for one in files_under(paths, settings.excluded) if only is None or os.path.realpath(one[0]) in only]
    found: list[Found] = stamped(unsound(settings, today), from_root(settings.file or ".", settings.file))
    folders: dict[str, list[str]] = {}
    done: list[str] = []
    parts: list[Part] = []
    for count, (name, kind, findings, part) in enumerate(_checked(named, index, settings, today, jobs, catalogues), 1):
        if kind == "catalogue":
            folders.setdefault(os.path.dirname(name) or ".", []).append(name)
        if kind != "other":
            done.append(name)
        if part is not None:
            parts.append(part)
        found += findings
        if progress is not None:
            progress(count, len(named))
    found += _beside(parts, settings, today)
    if folders:
        from doctrine.checking.catalogues import check_catalogue

        for folder, names in _roots(folders).items():
            by_file: dict[str, list[Found]] = {}
            for one in check_catalogue(folder, frozenset(os.path.normpath(name) for name in names), today, catalogues):
                by_file.setdefault(one.place.file, []).append(one)
            for name, findings in by_file.items():
                found += _kept(findings, name, (), settings, today)
    ordered = sorted(found, key=lambda one: (one.place, one.code, one.fingerprint))
    return Result(tuple(ordered), tuple(sorted(done)))


def _beside(parts: list[Part], settings: Settings, today: date) -> list[Found]:
    """What is found by looking at the needs of the run together; the files found wanting are read again for the place."""
    found = []
    for part, hit in split(parts):
        data = read_bytes(part.file, MOST_BYTES)
        if not isinstance(data, Diagnostic):
            found += _kept([found_beside(SPLIT, hit, part.file, data)], part.file, part.waivers, settings, today)
    return found


def _kept(findings: list[Found], name: str, waivers: tuple[Waiver, ...], settings: Settings, today: date) -> list[Found]:
    """The findings of a file that are wanted, each with its fingerprint and who silenced it, doubles left out."""
    wanted = [one for one in stamped(findings, from_root(name, settings.file)) if settings.wanted(name, one.code, one.family)]
    return without_doubles(silenced(wanted, name, waivers, settings, today))


def _roots(catalogues: dict[str, list[str]]) -> dict[str, list[str]]:
    """Catalogue files by the highest folder that holds some: a catalogue is read whole."""
    roots: dict[str, list[str]] = {}
    for folder in sorted(catalogues):
        root = next((root for root in roots if os.path.normpath(folder).startswith(os.path.normpath(root) + os.sep)), folder)
        roots.setdefault(root, []).extend(catalogues[folder])
    return roots


Checked = tuple[str, Kind, list[Found], Part | None]


def _checked(
    named: list[tuple[str, bool]], index: Index, settings: Settings, today: date, jobs: int, catalogues: tuple[str, ...]
) -> Iterator[Checked]:
    if jobs < 2 or len(named) < WORTH_WORKERS:
        tools = Tools(index, today)
        for name, given in named:
            yield _one(name, given, tools, settings)
        return
    yield from _by_workers(named, index, settings, today, jobs, catalogues)


def _by_workers(
    named: list[tuple[str, bool]], index: Index, settings: Settings, today: date, jobs: int, catalogues: tuple[str, ...]
) -> Iterator[Checked]:
    """The same through workers, a bounded number of batches at a time: memory stays flat."""
    batches = iter([named[start : start + _BATCH] for start in range(0, len(named), _BATCH)])
    forks = "fork" in multiprocessing.get_all_start_methods()
    if forks:  # workers then inherit what is loaded once here
        _KEPT[:] = [(_loaded(index, today), settings)]
    with multiprocessing.get_context("fork" if forks else None).Pool(jobs, _ready, (settings, today, forks, catalogues)) as pool:
        waiting = [pool.apply_async(_batch, (batch,)) for batch in islice(batches, jobs * _AHEAD)]
        while waiting:
            yield from waiting.pop(0).get()
            following = next(batches, None)
            if following is not None:
                waiting.append(pool.apply_async(_batch, (following,)))


_KEPT: list[tuple[Tools, Settings]] = []


def _loaded(index: Index, today: date) -> Tools:
    """Tools with what every need asks for already in memory."""
    tools = Tools(index, today)
    _ = tools.names, tools.cpv
    every_check()
    return tools


def _ready(settings: Settings, today: date, forked: bool, catalogues: tuple[str, ...]) -> None:
    """What a worker keeps from one batch to the next."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The command's own handler raises: a pool that ends its workers would see it caught as the failure of a task, and wait for ever.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if not forked:
        _KEPT[:] = [(_loaded(open_index([Path(one) for one in catalogues]), today), settings)]


def _batch(named: list[tuple[str, bool]]) -> list[Checked]:
    tools, settings = _KEPT[0]
    return [_one(name, given, tools, settings) for name, given in named]


def _one(name: str, given: bool, tools: Tools, settings: Settings) -> Checked:
    data = read_bytes(name, MOST_BYTES)
    if isinstance(data, Diagnostic):
        return name, "need", _kept(refusals([data]), name, (), settings, tools.today), None
    kind = kind_of(name, data, named=given)
    if kind == "other" and given:
        return name, "document", _kept(unread(name), name, (), settings, tools.today), None
    if kind in ("other", "catalogue"):
        return name, kind, [], None
    read = check_file(name, data, kind, tools)
    if not read.found:
        return name, kind, [], read.part
    return name, kind, _kept(read.found, name, read.waivers, settings, tools.today), read.part
