"""What each command may import. Timing on a shared machine is noise, module sets are not; `benchmarks/startup.py` times."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NEED = "examples/visio.need.yaml"

PROBE = """
import os, sys
from doctrine.commands import run
code = run(sys.argv[2:])
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write("\\n".join(sorted(sys.modules)))
sys.stdout.flush()
os._exit(code)
"""

#: Never, whatever the command: unused, or a slow import for nothing.
NEVER = {"asyncio", "click", "jinja2", "numpy", "multiprocessing", "unittest", "xml", "ssl", "pygments", "markdown_it"}
#: 60 ms to read one's own version; tabulate and pydantic read it for theirs.
VERSION = {"importlib.metadata"}
#: Only what compiles an index, or searches.
COMPILING = {"doctrine.compiling", "doctrine.loading.card_reader"}
SEARCHING = {"doctrine.folding", "doctrine.search", "doctrine.search_entries", "rapidfuzz", "snowballstemmer"}
#: Only what reads a need.
READING = {"yaml", "pydantic", "pydantic_core", "doctrine.loading.yaml_reader", "doctrine.loading.shape"}
DECIDING = {"doctrine.assembly", "doctrine.evaluation", "doctrine.ladder", "doctrine.criteria", "doctrine.law"}
DRAWING = {"rich", "tabulate"}

LIGHT = NEVER | VERSION | COMPILING | SEARCHING | READING | DECIDING
#: What a command must not load, beside NEVER and COMPILING, once its index is cached.
REFUSED = {
    "--version": LIGHT | DRAWING,
    "--help": LIGHT | DRAWING,
    "evaluate --help": LIGHT | DRAWING,
    "evaluate --no-such-option": LIGHT | DRAWING,
    "explain secnumcloud": LIGHT | {"tabulate"},
    "catalogue list": LIGHT | {"tabulate"},
    "catalogue show visio": LIGHT | {"tabulate"},
    "catalogue search visio": NEVER | VERSION | COMPILING | READING | DECIDING | {"tabulate", "rapidfuzz"},
    # pydantic_core validates, pydantic itself is not needed: it only describes the JSON report
    f"evaluate {NEED}": NEVER | VERSION | COMPILING | SEARCHING | {"pydantic", "tabulate"},
    f"evaluate {NEED} --format markdown": NEVER | COMPILING | SEARCHING | {"pydantic", "rich"},
    f"evaluate {NEED} --format json": NEVER | COMPILING | SEARCHING | DRAWING,
}


def loaded(arguments: list[str], report: Path) -> set[str]:
    """The modules in the process when the command has ended, but those a bare interpreter of this venv has."""
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, str(report), *arguments], cwd=ROOT, capture_output=True, check=False, env=os.environ, timeout=60
    )
    assert ran.returncode in (0, 2, 3), ran.stderr.decode()
    bare = subprocess.run([sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, check=True, timeout=60)
    return set(report.read_text(encoding="utf-8").split()) - set(bare.stdout.decode().split())


@pytest.fixture(scope="module")
def _compiled() -> None:
    subprocess.run([sys.executable, "-m", "doctrine", "catalogue", "stats"], cwd=ROOT, capture_output=True, check=True, timeout=120)


@pytest.mark.usefixtures("_compiled")
@pytest.mark.parametrize("command", REFUSED)
def test_a_command_imports_only_what_it_uses(command: str, tmp_path: Path) -> None:
    found = loaded(command.split(), tmp_path / "modules")
    assert not found & REFUSED[command], sorted(found & REFUSED[command])


def test_the_version_is_answered_and_reads_no_index(tmp_path: Path) -> None:
    environment = {**os.environ, "DOCTRINE_CACHE": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-m", "doctrine", "--version"], cwd=ROOT, capture_output=True, check=False, env=environment, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.startswith(b"doctrine ")
    assert not list(tmp_path.iterdir())
