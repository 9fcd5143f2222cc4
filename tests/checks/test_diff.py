"""`--diff REV`: only the files that git says changed since, new ones included."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from check_build import codes, need, without

Check = Callable[..., Any]
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not on this machine")

FAULTY = without("measure")


def git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    identity = ["-c", "user.name=essai", "-c", "user.email=essai@example.invalid", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, env=environment, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "besoins").mkdir()
    for name in ("ancien.need.yaml", "besoins/modifié.need.yaml", "besoins/effacé.need.yaml"):
        (tmp_path / name).write_text(FAULTY, "utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "un")
    (tmp_path / "besoins" / "modifié.need.yaml").write_text(need('measure: ""\n', 'outcome: ""\n'), "utf-8")
    (tmp_path / "besoins" / "effacé.need.yaml").unlink()
    (tmp_path / "besoins" / "nouveau.need.yaml").write_text(FAULTY, "utf-8")
    return tmp_path


def files(answer: Any) -> set[str]:
    return {one["file"] for one in answer.report["findings"]}


CHANGED = {"besoins/modifié.need.yaml", "besoins/nouveau.need.yaml"}


def test_only_what_changed_is_checked(repository: Path, check: Check) -> None:
    assert files(check(".")) == CHANGED | {"ancien.need.yaml"}
    assert files(check(".", "--diff", "HEAD")) == CHANGED
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "deux")
    assert files(check(".", "--diff", "HEAD~1")) == CHANGED
    nothing = check(".", "--diff", "HEAD")
    assert (nothing.code, nothing.report["files"]) == (0, 0)


def test_a_folder_below_the_root_sees_its_own_changes(repository: Path, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "besoins")
    assert files(check(".", "--diff", "HEAD")) == {"modifié.need.yaml", "nouveau.need.yaml"}


@pytest.mark.parametrize("path", ["..", "../besoins", "."])
def test_from_a_folder_below_what_changed_elsewhere_is_seen_too(
    path: str, repository: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "autre").mkdir()
    (repository / "autre" / "c.need.yaml").write_text(FAULTY, "utf-8")
    monkeypatch.chdir(repository / "autre")
    seen = {one.removeprefix("../").removeprefix("besoins/") for one in files(check(path, "--diff", "HEAD"))}
    changed = {"modifié.need.yaml", "nouveau.need.yaml"}
    assert seen == {"..": {*changed, "autre/c.need.yaml"}, "../besoins": changed, ".": {"c.need.yaml"}}[path]


def test_a_path_of_another_repository_is_refused_rather_than_found_unchanged(
    repository: Path, check: Check, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("ailleurs")
    (elsewhere / "a.need.yaml").write_text(FAULTY, "utf-8")
    answer = check(elsewhere, "--diff", "HEAD")
    assert (answer.code, answer.out) == (2, "")
    assert repository.exists()


def test_nothing_that_the_configuration_of_the_repository_names_is_run(repository: Path, check: Check, tmp_path: Path) -> None:
    trap = tmp_path / ".git" / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/.git/run'\ncat\n", "utf-8")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "diff.essai.textconv",
        "diff.essai.command",
        "filter.essai.clean",
        "filter.essai.process",
    ):
        git(repository, "config", key, str(trap))
    (repository / ".git" / "info" / "attributes").write_text("*.yaml filter=essai diff=essai\n", "utf-8")
    (repository / "ancien.need.yaml").write_text(FAULTY + "# autre\n", "utf-8")
    assert "ancien.need.yaml" in files(check(".", "--diff", "HEAD"))
    assert not (tmp_path / ".git" / "run").exists()


def test_a_file_that_is_named_but_did_not_change_is_left_out(repository: Path, check: Check) -> None:
    assert check("ancien.need.yaml", "--diff", "HEAD").report["files"] == 0


def test_fixes_too_are_limited_to_what_changed(repository: Path, check: Check) -> None:
    for name in ("ancien.need.yaml", "besoins/nouveau.need.yaml"):
        path = repository / name
        path.write_text(path.read_text("utf-8").replace("personal: yes", "personal: oui"), "utf-8")
    git(repository, "add", "ancien.need.yaml")
    git(repository, "commit", "-qm", "deux")
    check(".", "--fix", "--diff", "HEAD")
    assert "personal: oui" in (repository / "ancien.need.yaml").read_text("utf-8")
    assert "personal: yes" in (repository / "besoins" / "nouveau.need.yaml").read_text("utf-8")


def test_outside_a_repository_the_command_is_wrong(tmp_path: Path, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "a.need.yaml").write_text(FAULTY, "utf-8")
    answer = check(".", "--diff", "HEAD")
    assert (answer.code, answer.out) == (2, "")
    assert "HEAD" in answer.err
    assert codes(check(".").report) == ["DOC101"]
