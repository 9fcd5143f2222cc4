"""The wheel and the sdist: what is in them, and that each works alone, in a fresh environment, outside the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
VERSION = re.search(r'__version__ = "(.+)"', (ROOT / "doctrine" / "__init__.py").read_text(encoding="utf-8"))[1]  # type: ignore[index]
METADATA = f"doctrine_achat-{VERSION}.dist-info"
INDEX = "doctrine/_index/bundle.index"
PINNED = ROOT / "requirements-dev.txt"
EXAMPLE = ROOT / "examples" / "visio.need.yaml"
FIRST_SCREEN = ("RETENU SOUS RÉSERVE", "étape 1", "À faire")


@dataclass(frozen=True)
class Built:
    """What one checkout gives."""

    sdist: Path
    wheel: Path  # from the checkout
    wheel_of_sdist: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("built")
    before = sorted(path.name for path in (ROOT / "doctrine").iterdir())
    build("--outdir", str(folder / "chain"), str(ROOT))  # the sdist, then the wheel from it
    build("--wheel", "--outdir", str(folder / "direct"), str(ROOT))
    assert sorted(path.name for path in (ROOT / "doctrine").iterdir()) == before
    (sdist,) = (folder / "chain").glob("*.tar.gz")
    (of_sdist,) = (folder / "chain").glob("*.whl")
    (wheel,) = (folder / "direct").glob("*.whl")
    return Built(sdist, wheel, of_sdist)


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return Environment(tmp_path_factory.mktemp("outside"))


def build(*arguments: str) -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", *arguments], capture_output=True, text=True, check=False, env=environment
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


class Environment:
    """A fresh virtual environment, an empty home and a working folder, none of them in the checkout."""

    def __init__(self, folder: Path) -> None:
        self.python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        self.home, self.work = folder / "home", folder / "work"
        self.home.mkdir()
        self.work.mkdir()
        venv.create(folder / "venv", with_pip=True)
        (self.site,) = (folder / "venv").glob("**/site-packages")

    def names(self) -> set[str]:
        return {path.name for path in self.site.iterdir()} - {"__pycache__"}

    def pip(self, *arguments: str) -> str:
        ran = subprocess.run(
            [self.python, "-m", "pip", "--disable-pip-version-check", *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.work,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"HOME": str(self.home), "PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
        command = self.python.with_name("doctrine")
        return subprocess.run(
            [command, *arguments], capture_output=True, text=True, encoding="utf-8", check=False, cwd=self.work, env=environment, timeout=60
        )


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_package_and_its_metadata_only(built: Built) -> None:
    found = names(built.wheel)
    assert {name.split("/")[0] for name in found} == {"doctrine", METADATA}
    assert {"doctrine/_catalogue/functions.yaml", INDEX, "doctrine/py.typed", f"{METADATA}/licenses/LICENSE"} <= found
    package = {path.relative_to(ROOT).as_posix() for path in (ROOT / "doctrine").rglob("*") if path.is_file()}
    package -= {name for name in package if "__pycache__" in name}
    assert package <= found
    data = {path.relative_to(ROOT / "catalogue").as_posix() for path in (ROOT / "catalogue").rglob("*") if path.is_file()}
    assert {f"doctrine/_catalogue/{name}" for name in data} == {name for name in found if name.startswith("doctrine/_catalogue/")}


def test_the_sdist_holds_what_a_developer_needs_and_no_index(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        found = {name.split("/", 1)[1] for name in archive.getnames()}
    wanted = {
        "pyproject.toml", "hatch_build.py", "Makefile", "requirements-dev.txt", "cli.py", "LICENSE", "NOTICE.md", "README.md", ".ci/run",
        "catalogue/functions.yaml", "examples/visio.need.yaml", "tests/test_packaging.py", "benchmarks/startup.py",
    }  # fmt: skip
    assert wanted <= found
    assert not {name for name in found if name.startswith(("doctrine/_index", "doctrine/_catalogue", ".venv"))}


def test_two_builds_give_the_same_bytes(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as one, zipfile.ZipFile(built.wheel_of_sdist) as other:
        assert one.read(INDEX) == other.read(INDEX)
    assert built.wheel.read_bytes() == built.wheel_of_sdist.read_bytes()


def test_the_index_names_no_place_of_the_machine_that_built_it(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        assert str(ROOT).encode() not in archive.read(INDEX)


def test_the_wheel_then_the_sdist_work_without_development_dependencies(built: Built, outside: Environment) -> None:
    """One environment for both: making one costs more than all the rest."""
    before = outside.names()
    pins = outside.home.with_name("pins.txt")
    pins.write_text("\n".join(re.findall(r"^[\w.-]+==[\w.]+", PINNED.read_text(encoding="utf-8"), re.MULTILINE)), encoding="utf-8")
    # the wheel's own metadata choose the dependencies, the pins only their versions
    outside.pip("install", "--quiet", "--constraint", str(pins), str(built.wheel))
    works(outside)
    with_all = outside.names()
    assert {"doctrine", METADATA} <= with_all - before
    assert not {"cli.py", "catalogue", "tests", "examples", "benchmarks", "click", "pytest", "hatchling"} & with_all

    outside.pip("uninstall", "--quiet", "--yes", "doctrine-achat")
    assert with_all - outside.names() == {"doctrine", METADATA}

    outside.pip("install", "--quiet", "--no-deps", str(built.sdist))  # isolated: what building asks for is what it gets
    assert outside.names() == with_all
    works(outside)


def works(outside: Environment) -> None:
    outside.pip("check")
    ran = outside.run("evaluate", str(EXAMPLE))
    assert ran.returncode == 3, ran.stderr
    assert all(words in ran.stdout for words in FIRST_SCREEN)
    assert ran.stderr == ""
    assert not list(outside.home.iterdir()), "the packaged index needs no cache"
    assert not list(outside.work.iterdir())
