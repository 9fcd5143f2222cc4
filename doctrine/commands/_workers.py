"""Many decisions over several processes: in the order given, a bounded number at a time, with a counter on a terminal."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from doctrine.index import Index
    from doctrine.record.reading import Library

T = TypeVar("T")
S = TypeVar("S")
#: A file, and whether it was found in a folder.
Named = tuple[str, bool]
#: What is done with one file: a module's own function, so that a worker can be told of it.
One = Callable[[Named, S, "Index", "Library"], T | None]

#: Fewer files than this are read here: starting workers would take longer.
_WORTH_WORKERS = 50
_BATCH = 16
#: Batches given to each worker ahead of what is shown: enough to keep it busy, few enough for a flat memory.
_AHEAD = 4


def each(one: One[S, T], named: list[Named], settings: S, catalogue: tuple[str, ...], index: Index, jobs: int) -> Iterator[T]:
    """What `one` says of every file, as it is ready and none kept; `catalogue` are the folders whose index a worker opens.

    `jobs` processes, or one for each core when it is 0 and there are many files.
    """
    from doctrine.record.reading import Library

    workers = jobs or (os.cpu_count() or 1 if len(named) > _WORTH_WORKERS else 1)
    library = Library()
    found = (one(file, settings, index, library) for file in named) if workers == 1 else _spread(one, named, settings, catalogue, workers)
    shown = len(named) > _WORTH_WORKERS and sys.stderr is not None and sys.stderr.isatty()
    for done, answer in enumerate(found, 1):
        if shown and done > 1:
            _count("")
        if answer is not None:
            yield answer
        if shown and done < len(named):
            _count(f"{done}/{len(named)}")


def _count(text: str) -> None:
    """How far the run is, in place of what was written there: nothing leaves the line free for an answer."""
    sys.stderr.write(f"\r\033[K{text}")
    sys.stderr.flush()


def _spread(one: One[S, T], named: list[Named], settings: S, catalogue: tuple[str, ...], workers: int) -> Iterator[T | None]:
    """The same over several processes; at most a few batches wait to be shown."""
    from concurrent.futures import Future, ProcessPoolExecutor

    left = iter(named)
    waiting: deque[Future[list[Any]]] = deque()
    with ProcessPoolExecutor(workers, initializer=_quiet) as pool:
        try:
            while True:
                while len(waiting) < workers * _AHEAD and (batch := list(islice(left, _BATCH))):
                    waiting.append(pool.submit(_batch, one, batch, settings, catalogue))
                if not waiting:
                    return
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _quiet() -> None:
    """Leave an interruption to the process that shows the answers: a worker would print a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


_KEPT: list[tuple[Index, Library]] = []


def _batch(one: One[S, T], named: list[Named], settings: S, catalogue: tuple[str, ...]) -> list[T | None]:
    """What a worker does with one batch: its index and its library stay from one to the next."""
    from doctrine.index import open_index
    from doctrine.record.reading import Library

    if not _KEPT:
        _KEPT.append((open_index([Path(folder) for folder in catalogue]), Library()))
    index, library = _KEPT[0]
    return [one(file, settings, index, library) for file in named]
