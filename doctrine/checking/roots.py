"""Files named from the root of what they belong to: the same name wherever the command is run from."""

from __future__ import annotations

import os
from functools import lru_cache


def from_root(name: str, settings: str = "") -> str:
    """A file from the root of its repository, else from the folder of the settings, else from here; its whole path outside all three.

    With forward slashes, the same on every machine.
    """
    path = os.path.abspath(name)
    folders = [_repository(os.path.dirname(path)), os.path.dirname(os.path.abspath(settings)) if settings else "", os.getcwd()]
    root = next((one for one in folders if one and _holds(one, path)), "")
    return (os.path.relpath(path, root) if root else path).replace(os.sep, "/")


def _holds(folder: str, path: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


@lru_cache(maxsize=4096)
def _repository(folder: str) -> str:
    """The nearest folder upwards that holds `.git`; empty when there is none."""
    if os.path.exists(os.path.join(folder, ".git")):
        return folder
    above = os.path.dirname(folder)
    return "" if above == folder else _repository(above)
