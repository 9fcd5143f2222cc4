"""What verifying many decisions costs: decisions a second with one and two workers, and whether memory stays flat.

python benchmarks/record.py [DECISIONS]

The decisions are the examples sealed, each under many identifiers, in a temporary folder (a quarter of a megabyte each). Only
ratios within one run compare: two workers to one, the memory of the whole folder to that of an eighth of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from doctrine.assembly import assemble
from doctrine.evaluation import evaluate
from doctrine.index import open_index
from doctrine.record.canonical import digest, digest_of
from doctrine.record.decision import Decision, objects_of, render, statement
from doctrine.record.parts import tree_of
from doctrine.record.seal import seal

ROOT = Path(__file__).resolve().parents[1]
DECISIONS = 2000


def sealed() -> list[Decision]:
    """One decision for each example that can be evaluated."""
    index, found = open_index(), []
    for path in sorted((ROOT / "examples").glob("*.need.yaml")):
        data = path.read_bytes()
        assembled = assemble(data, path.name, index)
        if assembled.case is not None and assembled.loaded.document is not None:
            tree = tree_of(assembled.loaded.document)
            found.append(seal(assembled.case, tree, evaluate(assembled.case), need_file=data))
    return found


def under(decision: Decision, identifier: str) -> Decision:
    """The same decision about a need of another identifier, digests computed again where they change."""
    parts = {**decision.parts}
    parts["need"] = {**parts["need"], "id": identifier}
    parts["result"] = {**parts["result"], "need": identifier}
    changed = {name: objects_of(parts[name]) for name in ("need", "result")}
    parts["objects"] = {**parts["objects"], **changed}
    digests = {**decision.digests, **{name: digest(parts[name]) for name in ("need", "result", "objects")}}
    return decision._replace(parts=parts, digests=digests, computed=digests, digest=digest_of(statement(decision.stated, digests)))


def verify(folder: Path, workers: int) -> tuple[float, float]:
    """Seconds, and the peak memory of the largest process in megabytes."""
    start = time.perf_counter()
    command = [sys.executable, str(ROOT / "cli.py"), "verify", str(folder), "--jobs", str(workers)]
    ran = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(ran.pid, 0)
    ran.returncode = os.waitstatus_to_exitcode(status)
    if ran.returncode:
        sys.exit(f"verify: {ran.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main(count: int) -> None:
    """Make the decisions, verify them, print the table."""
    models = sealed()
    with tempfile.TemporaryDirectory() as kept:
        few, many = Path(kept) / "few", Path(kept) / "many"
        few.mkdir()
        many.mkdir()
        for number in range(count):
            data = render(under(models[number % len(models)], f"need-{number}"))
            (many / f"{number:05}.decision.json").write_bytes(data)
            if number < count // 8:
                os.link(many / f"{number:05}.decision.json", few / f"{number:05}.decision.json")
        size = sum(path.stat().st_size for path in many.iterdir())
        print(f"{count} decisions, {size / 1e6 / count:.2f} MB each")
        _, small = verify(few, 1)
        rates = {}
        for workers in (1, 2):
            seconds, memory = verify(many, workers)
            rates[workers] = count / seconds
            print(f"{workers} worker(s): {rates[workers]:6.1f} decisions/s, 10 000 in {10_000 / rates[workers]:5.0f} s, {memory:4.0f} MB")
            if workers == 1:
                print(f"memory, {count} to {count // 8}: x{memory / small:.2f}")
        print(f"two workers to one: x{rates[2] / rates[1]:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DECISIONS)
