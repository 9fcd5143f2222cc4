"""What every test stands on: one index cache for the run, none of the caller's settings, the command line called in this process."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch as patched

import pytest

#: Variables that change what doctrine writes: a test that wants one sets it.
SETTINGS = ("COLUMNS", "DOCTRINE_DEBUG", "DOCTRINE_LANG", "FORCE_COLOR", "LINES", "NO_COLOR")


@pytest.fixture(autouse=True, scope="session")
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCTRINE_CACHE", str(tmp_path_factory.mktemp("cache")))
        for name in SETTINGS:
            patch.delenv(name, raising=False)
        yield


@dataclass(frozen=True)
class Answer:
    """What a run left: its exit code, its two streams."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def flat(self) -> str:
        """The output on one line, whatever the width it was drawn for."""
        return re.sub(r"\s+", " ", self.out)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Answer]]:
    from doctrine.commands import run  # after the settings above are gone

    before = signal.getsignal(signal.SIGTERM)

    def call(*arguments: str | Path, **environment: str) -> Answer:
        with patched.dict(os.environ, environment):
            capsys.readouterr()
            code = run([str(argument) for argument in arguments])
            caught = capsys.readouterr()
        return Answer(code, caught.out, caught.err)

    yield call
    signal.signal(signal.SIGTERM, before)
