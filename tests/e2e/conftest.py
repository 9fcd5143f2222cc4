"""The command line called in this process, with nothing of the developer's own environment."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from doctrine.commands import run


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


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Answer]]:
    for name in ("DOCTRINE_LANG", "DOCTRINE_DEBUG", "COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    before = signal.getsignal(signal.SIGTERM)

    def call(*arguments: str | Path, **environment: str) -> Answer:
        with patch.dict(os.environ, environment):
            capsys.readouterr()
            code = run([str(argument) for argument in arguments])
            caught = capsys.readouterr()
        return Answer(code, caught.out, caught.err)

    yield call
    signal.signal(signal.SIGTERM, before)
