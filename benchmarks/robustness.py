"""What the weights cost: 20 candidates × 9 criteria, drawn weightings with numpy and without, exact ranges of stability.

python benchmarks/robustness.py [RUNS]

Processor seconds beyond those of a process that imports the same and draws nothing, commands run in turn, median. What must not be
imported is looked at in the same commands.
"""

from __future__ import annotations

import subprocess
import sys

from measure import ROOT, Command, bench

NEED = "examples/visio.need.yaml"
CANDIDATES, CRITERIA, MANY, FEW = 20, 9, 100_000, 10_000
MANY_TARGET, STABILITY_TARGET_MS = 0.5, 10.0
#: The ranges of one field cost less than a process's noise.
REPEATED = 40

FIELD = f"""
import random
from fractions import Fraction
from doctrine.admissible import all_weightings, centre, parts
from doctrine.analysis.field import Field, Row
from doctrine.analysis.robustness import robustness
from doctrine.analysis.stability import stability
chance = random.Random(6519)
points = [[Fraction(chance.randint(0, 1200), 12) for _ in range({CRITERIA})] for _ in range({CANDIDATES})]
among = all_weightings({CRITERIA})
weights = tuple(Fraction(one, 100) for one in (20, 20, 15, 15, 5, 10, 5, 5, 5))
field = Field(tuple("abcdefghi"), tuple(Row(f"r{{n}}", tuple(one), tuple(one)) for n, one in enumerate(points)), weights, among)
"""
WITHOUT = "import sys\nsys.modules['numpy'] = None\n"
DRAWN = "assert robustness(field, draws={count}).drawn == {count}\n"
#: What a run of `evaluate` must not hold when it ends.
PROBE = """
import sys
from doctrine.commands import run
assert run(["evaluate", *sys.argv[1:]]) == 3
held = {"numpy", "doctrine.analysis.sampling"} & set(sys.modules)
print(*sorted(held), sep="\\n", file=sys.stderr)
"""
FORMATS = ("terminal", "markdown", "json")


def commands() -> list[Command]:
    """Each measure after the process that it is compared with."""
    unknown = "field = field._replace(rows=tuple(row._replace(low=tuple(one / 2 for one in row.low)) for row in field.rows))\n"
    return [
        Command("numpy", ("-c", "import numpy\n" + FIELD)),
        Command("many", ("-c", "import numpy\n" + FIELD + DRAWN.format(count=MANY))),
        Command("marks", ("-c", "import numpy\n" + FIELD + unknown + DRAWN.format(count=MANY))),
        Command("plain", ("-c", WITHOUT + FIELD)),
        Command("few", ("-c", WITHOUT + FIELD + DRAWN.format(count=FEW))),
        Command("ranges", ("-c", WITHOUT + FIELD + f"for _ in range({REPEATED}):\n    assert len(stability(field)) == 9\n")),
    ]


def main() -> int:
    """Measure, print, and say with the exit code whether the targets hold."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    took = {command.name: seconds for command, seconds in bench(commands(), runs).items()}
    many, marks = took["many"] - took["numpy"], took["marks"] - took["numpy"]
    few, ranges = took["few"] - took["plain"], (took["ranges"] - took["plain"]) * 1000 / REPEATED
    quick = _verdict(ranges <= STABILITY_TARGET_MS)
    print(f"user+system time beyond imports, {CANDIDATES} candidates × {CRITERIA} criteria, median of {runs} interleaved runs")
    print(f"  {MANY} weightings with numpy      {many:5.2f} s    target {MANY_TARGET:.2f}   {_verdict(many <= MANY_TARGET)}")
    print(f"  the same, every mark unknown        {marks:5.2f} s    × {marks / many:.1f}")
    print(f"  {FEW} weightings without numpy    {few:5.2f} s    × {few / many:.1f}, for a tenth of the draws")
    print(f"  exact ranges of the nine weights    {ranges:5.1f} ms   target {STABILITY_TARGET_MS:4.0f}   {quick}")
    heavy = [name for name in FORMATS if not _light(name)]
    return int(many > MANY_TARGET or ranges > STABILITY_TARGET_MS or bool(heavy))


def _light(name: str) -> bool:
    """Whether `evaluate` in one format ends without what drawing needs."""
    ran = subprocess.run([sys.executable, "-c", PROBE, NEED, "--format", name], cwd=ROOT, capture_output=True, text=True, check=True)
    held = ran.stderr.split()
    print(f"  evaluate --format {name:<9} imports {', '.join(held) or 'neither numpy nor the sampler'}   {_verdict(not held)}")
    return not held


def _verdict(holds: bool) -> str:
    return "ok" if holds else "ABOVE"


if __name__ == "__main__":
    sys.exit(main())
