"""What starting costs: `doctrine evaluate` and `doctrine --help` against the five libraries imported, in processor time.

python benchmarks/startup.py [RUNS]
"""

from __future__ import annotations

import sys

from measure import ROOT, Command, bench

FLOOR = Command("imports", ("-c", "import typer, yaml, rich.console; from pydantic import BaseModel"))
NEED = str(ROOT / "examples" / "visio.need.yaml")
EVALUATE = Command("evaluate", ("-m", "doctrine", "evaluate", NEED), code=3)
HELP = Command("--help", ("-m", "doctrine", "--help"))
TARGETS = {EVALUATE: 1.5, HELP: 1.25}


def main() -> int:
    """Measure, print, and say with the exit code whether the targets hold."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    took = bench([FLOOR, *TARGETS], runs)
    floor = took[FLOOR]
    print(f"user+system time, median of {runs} interleaved runs, index and bytecode cached")
    print(f"  {'imports alone':<13} {floor * 1000:6.0f} ms")
    for command, target in TARGETS.items():
        ratio = took[command] / floor
        verdict = "ok" if ratio <= target else "ABOVE"
        print(f"  {command.name:<13} {took[command] * 1000:6.0f} ms   × {ratio:.2f}   target {target:.2f}   {verdict}")
    return int(any(took[command] / floor > target for command, target in TARGETS.items()))


if __name__ == "__main__":
    sys.exit(main())
