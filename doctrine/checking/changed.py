"""What git says changed in a repository that is checked: asked at its root, and nothing that its configuration names is run."""

from __future__ import annotations

import os
import subprocess

#: A repository may name programs that git would run: a monitor of files, hooks, a program that compares, a pager.
_GUARDS = ("--no-pager", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "diff.external=")
_NAMES_ONLY = ("--name-only", "--no-ext-diff", "--no-textconv", "--no-renames", "--ignore-submodules=all", "-z", "--diff-filter=d")
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


def repository() -> str | None:
    """The real path of the root of the repository that holds this folder; None outside any, or without git."""
    answer = _git(["rev-parse", "--show-toplevel"])
    return None if not answer else os.path.realpath(os.fsdecode(answer.rstrip(b"\r\n")))


def changed_since(revision: str, root: str) -> frozenset[str] | None:
    """Real paths of the files of a repository that changed since a revision, new ones included; None when git does not know it."""
    at_root = ["-C", root, *_without_filters(root)]
    changed = _git([*at_root, "diff", *_NAMES_ONLY, revision, "--"])
    new = _git([*at_root, "ls-files", "--others", "--exclude-standard", "-z"])
    if changed is None or new is None:
        return None
    names = [*changed.split(b"\0"), *new.split(b"\0")]
    return frozenset(os.path.realpath(os.path.join(root, os.fsdecode(name))) for name in names if name)


def _without_filters(root: str) -> list[str]:
    """Options that empty the filters of the configuration: comparing a file would run them."""
    names = _git(["-C", root, "config", "--name-only", "-z", "--get-regexp", r"^filter\."]) or b""
    drivers = {os.fsdecode(name).removeprefix("filter.").rpartition(".")[0] for name in names.split(b"\0") if name}
    return [
        option
        for driver in sorted(drivers)
        for key, value in (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false"))
        for option in ("-c", f"filter.{driver}.{key}={value}")
    ]


def _git(arguments: list[str]) -> bytes | None:
    """What git answers; None when it refuses or is not there."""
    environment = {**os.environ, **_ENVIRONMENT}
    try:
        answer = subprocess.run(["git", *_GUARDS, *arguments], capture_output=True, check=False, env=environment)  # noqa: S603, S607
    except OSError:
        return None
    return None if answer.returncode else answer.stdout
