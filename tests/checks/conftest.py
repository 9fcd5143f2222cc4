"""What the tests of `doctrine check` share: `check_build` beside them, and the command run for its report."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from check_build import DAY


@pytest.fixture
def check(cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`doctrine check` in a folder of its own, on the day that the base stands on; `code` and `report` say what it answered."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, form="json": cli("check", "--format", form, "--today", DAY, *arguments)
