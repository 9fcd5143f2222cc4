"""Processor time of commands, run in turn so that a busy machine weighs on all alike."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Command:
    """Arguments of the Python interpreter, and the exit code expected."""

    name: str
    arguments: tuple[str, ...]
    code: int = 0


def bench(commands: Iterable[Command], runs: int) -> dict[Command, float]:
    """Median user+system seconds of each command, after one run that fills the caches.

    Bytecode and indexes are cached in a temporary folder, whatever the caller's settings: an installation has both.
    """
    commands = list(commands)
    took: dict[Command, list[float]] = {command: [] for command in commands}
    with tempfile.TemporaryDirectory(prefix="doctrine-bench-") as caches:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "DOCTRINE_"))}
        environment |= {"PYTHONPYCACHEPREFIX": f"{caches}/bytecode", "DOCTRINE_CACHE": f"{caches}/index"}
        for turn in range(runs + 1):
            for command in commands:
                seconds = _time(command, environment)
                if turn:
                    took[command].append(seconds)
    return {command: statistics.median(values) for command, values in took.items()}


def _time(command: Command, environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run([sys.executable, *command.arguments], cwd=ROOT, env=environment, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode != command.code:
        sys.exit(f"{command.name}: exit {ran.returncode}, expected {command.code}\n{ran.stderr.decode(errors='replace')}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
