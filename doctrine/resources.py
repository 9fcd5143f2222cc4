"""Where the bundled data are: the one place that builds a path to them.

In a wheel the catalogue is `doctrine/_catalogue` and its compiled index `doctrine/_index/bundle.index`; in a checkout the
catalogue is the folder beside the package and the index is cached outside the tree.
"""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def catalogue_folder() -> Path:
    """The bundled catalogue."""
    packaged = PACKAGE / "_catalogue"
    return packaged if packaged.is_dir() else PACKAGE.parent / "catalogue"


def packaged_index() -> Path:
    """The index compiled with the wheel; absent in a checkout."""
    return PACKAGE / "_index" / "bundle.index"


def cache_folder() -> Path:
    """Where compiled indexes are kept for this user; a temporary folder of the user's own when there is no home."""
    asked = os.environ.get("DOCTRINE_CACHE") or os.environ.get("XDG_CACHE_HOME")
    if asked:
        return Path(asked) / "doctrine"
    home = os.environ.get("HOME") or os.environ.get("LOCALAPPDATA")
    if home and Path(home).is_dir():
        return Path(home) / ".cache" / "doctrine"
    import tempfile  # 7 ms, for a machine without a home only

    return Path(tempfile.gettempdir()) / f"doctrine-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"
