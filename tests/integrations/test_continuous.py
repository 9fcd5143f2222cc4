"""pre-commit, GitHub and GitLab: what their files run, run here in a repository of its own with this checkout's `doctrine`.

Only the installation is replaced: a `python3` that makes an environment whose `pip` writes down what it was asked, and whose
`doctrine` is the one under test.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
GITLAB = yaml.safe_load((ROOT / "templates" / "gitlab-ci.yml").read_text("utf-8"))
EXAMPLES = ROOT / "examples"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="these files run bash")

STUB = """#!{bash}
if [ "$1" = "-m" ] && [ "$2" = "venv" ]; then
  mkdir -p "$3/bin"
  printf '#!{bash}\\necho "$@" >> "{asked}"\\n' > "$3/bin/pip"
  printf '#!{bash}\\nexec "{python}" "{cli}" "$@"\\n' > "$3/bin/doctrine"
  chmod +x "$3/bin/pip" "$3/bin/doctrine"
else
  exit 99
fi
"""


class Machine:
    """A repository to check, and the machine that runs the steps on it."""

    def __init__(self, folder: Path) -> None:
        self.repository = folder / "depot"
        self.asked = folder / "pip.txt"
        self.repository.mkdir()
        tools = folder / "tools"
        tools.mkdir()
        bash = shutil.which("bash")
        stub = STUB.format(bash=bash, asked=self.asked, python=sys.executable, cli=ROOT / "cli.py")
        (tools / "python3").write_text(stub, "utf-8")
        (tools / "doctrine").write_text(f'#!{bash}\nexec "{sys.executable}" "{ROOT / "cli.py"}" "$@"\n', "utf-8")
        for one in tools.iterdir():
            one.chmod(0o755)
        path = f"{tools}{os.pathsep}{os.environ['PATH']}"
        self.environment = {**os.environ, "PATH": path, "RUNNER_TEMP": str(folder), "PYTHONIOENCODING": "utf-8"}

    def holds(self, *names: str) -> None:
        (self.repository / "besoins").mkdir(exist_ok=True)
        for name in names:
            shutil.copy(EXAMPLES / name, self.repository / "besoins" / name)

    def runs(self, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """As GitHub and GitLab run bash: stop at the first command that fails."""
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=self.repository,
            env={**self.environment, **variables}, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
        )  # fmt: skip


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


GOOD, BAD = "niche.need.yaml", "erreurs.need.yaml"


# ---- pre-commit


def hook_run(machine: Machine, hook: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """What pre-commit does once the environment is made: the entry, its arguments, the files that match."""
    files = [path.relative_to(machine.repository).as_posix() for path in sorted(machine.repository.rglob("*")) if path.is_file()]
    kept = [name for name in files if re.search(hook["files"], name)]
    assert kept
    return machine.runs(shlex.join([*shlex.split(hook["entry"]), *hook.get("args", []), *kept]))


def test_the_check_hook_passes_and_fails(machine: Machine) -> None:
    machine.holds(GOOD)
    assert hook_run(machine, HOOKS["doctrine-check"]).returncode == 0
    machine.holds(BAD)
    ran = hook_run(machine, HOOKS["doctrine-check"])
    assert (ran.returncode, ran.stderr) == (1, "")
    assert f"besoins/{BAD}:" in ran.stdout


def edited(machine: Machine) -> None:
    """A decision sealed, then changed by hand."""
    machine.holds("visio-retenu.need.yaml")
    machine.runs("doctrine evaluate besoins/visio-retenu.need.yaml --seal besoins/decision.json")
    decision = machine.repository / "besoins" / "decision.json"
    decision.write_text(decision.read_text("utf-8").replace("Visioconférence", "Audioconférence"), "utf-8")


def test_the_verify_hook_passes_and_fails(machine: Machine) -> None:
    machine.holds("visio-retenu.need.yaml")
    machine.runs("doctrine evaluate besoins/visio-retenu.need.yaml --seal besoins/decision.json")
    assert hook_run(machine, HOOKS["doctrine-verify"]).returncode == 0
    edited(machine)
    assert hook_run(machine, HOOKS["doctrine-verify"]).returncode == 4


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("besoins/visio.need.yaml", True), ("need.yml", True), ("decision.json", True), ("decision-2.json", True),
        ("achat/Grille de notation.xlsx", True),
        ("docker-compose.yaml", False), ("package.json", False), ("mkdocs.yml", False), ("grille.md", False),
    ],
)  # fmt: skip
def test_the_check_hook_takes_procurement_files_only(name: str, kept: bool) -> None:
    """A hook names each file, and a YAML file that is named is read as a need: the pattern must not take others."""
    assert bool(re.search(HOOKS["doctrine-check"]["files"], name)) is kept


def test_hooks_are_what_pre_commit_expects() -> None:
    for hook in HOOKS.values():
        assert hook["language"] == "python"
        assert shlex.split(hook["entry"])[0] == "doctrine"
        re.compile(hook["files"])


# ---- GitHub


def action_run(machine: Machine, **inputs: str) -> list[subprocess.CompletedProcess[str]]:
    """The steps of the action one after the other, the expressions of its `env` replaced as GitHub does."""
    values = {name: str(one.get("default", "")) for name, one in ACTION["inputs"].items()} | {
        name.replace("_", "-"): value for name, value in inputs.items()
    }
    ran = []
    for step in ACTION["runs"]["steps"]:
        assert step["shell"] == "bash"
        variables = {}
        for name, text in step.get("env", {}).items():
            kind, _, what = text.removeprefix("${{ ").removesuffix(" }}").partition(".")
            variables[name] = values[what] if kind == "inputs" else {"action_path": str(ROOT)}[what]
        ran.append(machine.runs(step["run"], **variables))
        if ran[-1].returncode:
            break
    return ran


def test_the_action_annotates_writes_sarif_and_fails(machine: Machine) -> None:
    machine.holds(GOOD, BAD)
    install, check = action_run(machine)
    assert install.returncode == 0
    assert check.returncode == 1
    assert f"::error file=besoins/{BAD},line=" in check.stdout
    sarif = json.loads((machine.repository / "doctrine.sarif").read_text("utf-8"))
    assert sarif["version"] == "2.1.0"
    assert sarif["runs"][0]["results"]


def test_the_action_passes_on_sound_files(machine: Machine) -> None:
    machine.holds(GOOD)
    assert [step.returncode for step in action_run(machine)] == [0, 0]


def test_an_edited_decision_fails_the_action_after_the_log_is_written(machine: Machine) -> None:
    edited(machine)
    check = action_run(machine)[-1]
    assert check.returncode == 4
    assert "::error file=besoins/decision.json" in check.stdout
    assert (machine.repository / "doctrine.sarif").exists()


@pytest.mark.parametrize(
    ("version", "installed"), [("", f"{ROOT}[documents,sheets]"), ("0.1.0", "doctrine-achat[documents,sheets]==0.1.0")]
)
def test_the_action_installs_itself_or_the_version_named(version: str, installed: str, machine: Machine) -> None:
    machine.holds(GOOD)
    action_run(machine, version=version)
    assert machine.asked.read_text("utf-8").split()[-1] == installed


def test_inputs_of_the_action_are_obeyed(machine: Machine) -> None:
    machine.holds(GOOD, "visio-retenu.need.yaml")
    steps = action_run(
        machine, paths=f"besoins/{GOOD}\n\nbesoins/visio-retenu.need.yaml\n", format="markdown", fail_on="error", sarif="s.json"
    )
    assert steps[-1].returncode == 0
    assert steps[-1].stdout.startswith("## ")
    assert (machine.repository / "s.json").exists()


@pytest.mark.parametrize("hostile", ["besoins; touch pris", "$(touch pris)", "`touch pris`", "--output=pris", "' ; touch pris #"])
def test_an_input_never_becomes_a_command_nor_an_option(hostile: str, machine: Machine) -> None:
    machine.holds(GOOD)
    assert action_run(machine, paths=hostile)[-1].returncode == 2
    assert not (machine.repository / "pris").exists()


def test_no_expression_stands_in_a_script() -> None:
    assert [step["name"] for step in ACTION["runs"]["steps"] if "${{" in step["run"]] == []


# ---- GitLab


def gitlab_run(machine: Machine, **variables: str) -> subprocess.CompletedProcess[str]:
    return machine.runs("\n".join(GITLAB["doctrine-check"]["script"]), **(GITLAB["variables"] | variables))


def test_the_gitlab_job_leaves_a_code_quality_report_and_fails(machine: Machine) -> None:
    machine.holds(GOOD, BAD)
    ran = gitlab_run(machine)
    assert ran.returncode == 1
    assert f"besoins/{BAD}:" in ran.stdout
    report = json.loads((machine.repository / GITLAB["doctrine-check"]["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert {one["location"]["path"] for one in report} == {f"besoins/{BAD}"}
    assert GITLAB["doctrine-check"]["artifacts"]["when"] == "always"


def test_an_edited_decision_fails_the_gitlab_job_after_the_log_is_written(machine: Machine) -> None:
    edited(machine)
    ran = gitlab_run(machine)
    assert ran.returncode == 4
    assert "besoins/decision.json:" in ran.stdout
    assert (machine.repository / "gl-code-quality.json").exists()


def test_the_gitlab_job_passes_and_takes_its_variables(machine: Machine) -> None:
    machine.holds(GOOD, "visio-retenu.need.yaml")
    assert gitlab_run(machine).returncode == 1
    assert gitlab_run(machine, DOCTRINE_FAIL_ON="error").returncode == 0
    assert gitlab_run(machine, DOCTRINE_PATHS=f"besoins/{GOOD} besoins/").returncode == 1
    assert gitlab_run(machine, DOCTRINE_PATHS=f"besoins/{GOOD}").returncode == 0
    assert machine.asked.read_text("utf-8").split()[-1] == "doctrine-achat[documents,sheets]"
