"""What a large catalogue costs: 40 000 candidates of other functions, and more candidates of the need's own function.

python benchmarks/scale.py [RUNS]

Both catalogues are generated, the same at each run, in a temporary folder given with `--catalogue`; the index is cached.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import yaml
from measure import ROOT, Command, bench

NEED = str(ROOT / "examples" / "visio.need.yaml")
OWN = "video-conference"
OTHERS, FILES, EXTRA = 40_000, 40, 400
OTHERS_TARGET, EXTRA_TARGET_MS = 1.2, 0.3

ENTRY = """\
  - id: bench-{number}
    step: {step}
    name: Offre {number}
    provider: Fournisseur {provider}
    functions: [{function}]
    summary: {{fr: Offre produite pour la mesure, en: Offer made for the measure}}
    sources:
      page: {{title: Page produite, publisher: publisher-{provider}, as_of: 2026-10, proof: reported}}
      list: {{title: Liste produite, publisher: list-{provider}, as_of: 2026-09-01, proof: documented}}
    facts:
      - {{fact: status, value: production, source: page}}
      - {{fact: open_source, value: {answer}, source: list}}
      - {{fact: licence, value: MIT, source: list}}
      - {{fact: supplier_country, value: FR, source: page}}
      - {{fact: eligible_buyers, value: [{{kind: central_state}}], source: page}}
      - {{fact: hosted_by, value: private, source: page}}
"""
OF_ITS_OWN = """\
      - {{capability: guest-access, value: {answer}, source: page}}
      - {{capability: live-captions, value: yes, source: page}}
      - {{capability: recording, value: yes, source: list}}
      - {{fact: max_participants, value: {participants}, source: page}}
"""


def generated(folder: Path, step: str, functions: list[str], *, count: int, files: int, entry: str = ENTRY) -> Path:
    """A catalogue folder of `count` candidates spread over functions, in `files` files."""
    target = folder / ("market" if step == "buy" else "mutualised")
    target.mkdir(parents=True)
    for file in range(files):
        entries = [
            entry.format(
                number=number,
                step=step,
                provider=number % 977,
                function=functions[number % len(functions)],
                answer=("yes", "no")[number % 2],
                participants=50 + number,
            )
            for number in range(file, count, files)
        ]
        (target / f"bench-{file:02}.yaml").write_text("format: candidates/1\ncandidates:\n" + "".join(entries), encoding="utf-8")
    return folder


def main() -> int:
    """Measure, print, and say with the exit code whether the targets hold."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    known = yaml.load((ROOT / "catalogue" / "functions.yaml").read_bytes(), yaml.CSafeLoader)["functions"]
    others = sorted(name for name, entry in known.items() if name != OWN and OWN not in entry.get("parts", ()))
    with tempfile.TemporaryDirectory(prefix="doctrine-scale-") as temporary:
        folders = {
            "bundled": None,
            f"{OTHERS} others": generated(Path(temporary, "others"), "buy", others, count=OTHERS, files=FILES),
            f"{EXTRA} of its own": generated(Path(temporary, "own"), "mutualise", [OWN], count=EXTRA, files=1, entry=ENTRY + OF_ITS_OWN),
        }
        commands = [
            Command(name, ("-m", "doctrine", "evaluate", NEED, *(() if folder is None else ("--catalogue", str(folder)))), code=3)
            for name, folder in folders.items()
        ]
        took = list(bench(commands, runs).values())
    ratio, each = took[1] / took[0], (took[2] - took[0]) * 1000 / EXTRA
    print(f"user+system time of evaluate, median of {runs} interleaved runs, index and bytecode cached")
    for command, seconds in zip(commands, took, strict=True):
        print(f"  {command.name:<16} {seconds * 1000:6.0f} ms")
    print(f"  {OTHERS} candidates of other functions: × {ratio:.2f}   target {OTHERS_TARGET:.2f}   {_verdict(ratio <= OTHERS_TARGET)}")
    print(f"  one more candidate of its own function: {each:.3f} ms   target {EXTRA_TARGET_MS:.2f}   {_verdict(each <= EXTRA_TARGET_MS)}")
    return int(ratio > OTHERS_TARGET or each > EXTRA_TARGET_MS)


def _verdict(holds: bool) -> str:
    return "ok" if holds else "ABOVE"


if __name__ == "__main__":
    sys.exit(main())
