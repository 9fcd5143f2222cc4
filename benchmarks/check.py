"""What `doctrine check` costs, as ratios of one run: beside a bare parser, beside check-jsonschema, one worker beside two.

python benchmarks/check.py [FILES [MANY]]

Needs are made from the examples, each with its own ids, texts and amounts, the same at each run, in a temporary folder.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import yaml
from measure import ROOT

FILES, MANY, RUNS = 1_000, 20_000, 3
PARSING_TARGET, SCHEMA_TARGET, WORKERS_TARGET, MEMORY_TARGET = 1.5, 3.0, 1.7, 1.2
DAY = date(2026, 12, 1)
#: `erreurs` is the example of what is refused: a repository is mostly sound.
SOURCES = [path for path in sorted((ROOT / "examples").glob("*.need.yaml")) if path.name != "erreurs.need.yaml"]


def generated(folder: Path, count: int) -> Path:
    """A folder of `count` needs, all different, a thousand in each folder below."""
    texts = [path.read_text("utf-8") for path in SOURCES]
    for number in range(count):
        target = folder / f"{number // 1000:03}"
        if number % 1000 == 0:
            target.mkdir(parents=True)
        (target / f"{number:05}.need.yaml").write_text(varied(texts[number % len(texts)], number), "utf-8")
    return folder


def varied(text: str, number: int) -> str:
    """A need of its own: its id, its title, its outcome, its amounts, the texts of its requirements."""
    lines = []
    for line in text.splitlines():
        key = line.partition(":")[0]
        if key == "id":
            line += f"-{number}"  # noqa: PLW2901
        elif key in ("title", "outcome") and not line.endswith(('"', "'", ":", ">", "|")):
            line += f" {number}"  # noqa: PLW2901
        lines.append(
            line.replace("level: must, text: ", f"level: must, text: Lot {number} — ").replace('amount: "9', f'amount: "{1 + number % 8}9')
        )
    return "\n".join(lines) + "\n"


def both(call: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall seconds, this process and its children, of the best of some runs in a process of its own."""
    found = []
    for _ in range(RUNS):
        with multiprocessing.get_context("fork").Manager() as manager:
            told = manager.list()
            child = multiprocessing.get_context("fork").Process(target=_told, args=(call, told))
            child.start()
            child.join()
            if child.exitcode:
                sys.exit(f"a measure ended with {child.exitcode}")
            found.append((told[0], told[1]))
    return min(cpu for cpu, _ in found), min(wall for _, wall in found)


def _told(call: Callable[[], object], told: list[float]) -> None:
    wall, before = time.perf_counter(), _cpu()
    call()
    told.extend([_cpu() - before, time.perf_counter() - wall])


def _cpu() -> float:
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def parsed(folder: Path) -> None:
    """The bare parser of the comparison: no position, no shape, no rule."""
    for path in sorted(folder.rglob("*.yaml")):
        yaml.load(path.read_bytes(), yaml.CSafeLoader)


def checked(folder: Path, jobs: int) -> None:
    """What the command does between its options and its words, with the collector set as the command sets it."""
    gc.set_threshold(100_000, 50, 50)
    from doctrine.checking.run import run
    from doctrine.checking.settings import Settings
    from doctrine.index import open_index

    found = run([str(folder)], open_index(), Settings(), DAY, jobs=jobs)
    if len(found.files) != sum(len(files) for _, _, files in os.walk(folder)):
        raise SystemExit("files were left out")


def by_schema(folder: Path) -> float:
    """Wall seconds of check-jsonschema with the published schema on the same files."""
    files = [str(path) for path in sorted(folder.rglob("*.yaml"))]
    program = Path(sys.executable).with_name("check-jsonschema")
    started = time.perf_counter()
    subprocess.run([str(program), "--schemafile", str(ROOT / "docs" / "need.schema.json"), *files], capture_output=True, check=False)
    return time.perf_counter() - started


def by_command(folder: Path, jobs: int) -> float:
    """Wall seconds of the command, interpreter included, as check-jsonschema is measured."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "doctrine", "check", str(folder), "--today", DAY.isoformat(), "--jobs", str(jobs)],
                   cwd=ROOT, capture_output=True, check=False)  # fmt: skip
    return time.perf_counter() - started


def peak(folder: Path) -> float:
    """Peak memory of one worker's worth of work, MiB, in a process of its own."""
    code = (
        "import resource, sys; sys.path.insert(0, 'benchmarks'); from pathlib import Path; from check import checked\n"
        f"checked(Path({str(folder)!r}), 1); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return int(ran.stdout) / 1024


def main() -> int:
    """Measure, print, and say with the exit code whether the targets hold."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    many = int(sys.argv[2]) if len(sys.argv) > 2 else MANY
    missed = 0

    def line(name: str, ratio: float, target: float, *, most: bool) -> None:
        nonlocal missed
        holds = ratio <= target if most else ratio >= target
        missed += not holds
        print(f"  {name:<58} × {ratio:5.2f}   target {'≤' if most else '≥'} {target:.1f}   {'ok' if holds else 'MISSED'}")

    with tempfile.TemporaryDirectory(prefix="doctrine-check-") as temporary:
        folder = generated(Path(temporary, "some"), count)
        checked(folder, 1)  # index and bytecode are cached, as in an installation
        bare, one, two = both(lambda: parsed(folder)), both(lambda: checked(folder, 1)), both(lambda: checked(folder, 2))
        print(f"{count} needs, best of {RUNS} runs: CSafeLoader {bare[0]:.2f} s CPU, {bare[1]:.2f} s; "
              f"check {one[0]:.2f} s CPU, {one[1]:.2f} s; two workers {two[0]:.2f} s CPU, {two[1]:.2f} s")  # fmt: skip
        line("check, one process, CPU, beside CSafeLoader", one[0] / bare[0], PARSING_TARGET, most=True)
        line("check, one process, wall, beside CSafeLoader", one[1] / bare[1], PARSING_TARGET, most=True)
        line("check, two workers, wall, beside CSafeLoader", two[1] / bare[1], PARSING_TARGET, most=True)
        schema, command = by_schema(folder), by_command(folder, 1)
        print(f"files a second: check-jsonschema {count / schema:.0f}, doctrine check --jobs 1 {count / command:.0f}")
        line("doctrine check --jobs 1, files a second, beside it", schema / command, SCHEMA_TARGET, most=False)
        line("doctrine check --jobs 2, files a second, beside it", schema / by_command(folder, 2), SCHEMA_TARGET, most=False)
        large, small = generated(Path(temporary, "many"), many), generated(Path(temporary, "few"), many // 10)
        walls = [_wall(large, jobs) for jobs in (1, 2)]
        print(f"{many} needs: one worker {walls[0]:.1f} s, two {walls[1]:.1f} s, on {os.cpu_count()} cores")
        line("two workers beside one, wall", walls[0] / walls[1], WORKERS_TARGET, most=False)
        peaks = [peak(small), peak(large)]
        print(f"peak memory: {peaks[0]:.0f} MiB for {many // 10} files, {peaks[1]:.0f} MiB for {many}")
        line("memory for ten times more files", peaks[1] / peaks[0], MEMORY_TARGET, most=True)
    return int(missed > 0)


def _wall(folder: Path, jobs: int) -> float:
    started = time.perf_counter()
    checked(folder, jobs)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
