"""What every test stands on: one index cache for the run, and none of the caller's settings."""

from __future__ import annotations

from collections.abc import Iterator

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
