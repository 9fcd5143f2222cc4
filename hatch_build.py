"""Compile the index into the wheel: `doctrine/_index/bundle.index`, never left in the checkout.

The index is compiled by the package being built, in a process of its own, whatever other `doctrine` is installed.
A checkout and an editable install have none: there it is compiled when it is first needed (docs/decisions/0006-index.md).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: The folder being built goes before an editable install's import hook, which would answer with another checkout.
COMPILE = """
import importlib.machinery, pathlib, sys
root, target = sys.argv[1:]
sys.path.insert(0, root)
sys.meta_path.insert(0, importlib.machinery.PathFinder)
from doctrine.index import IndexUnusable, compile_index
try:
    pathlib.Path(target).write_bytes(compile_index([pathlib.Path("catalogue")]))
except IndexUnusable as unusable:
    sys.exit("\\n".join(str(one) for one in unusable.diagnostics))
"""


class IndexHook(BuildHookInterface[Any]):
    """Add the compiled index to a wheel."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What compiling the index imports, of the versions that will read it."""
        needed = ("pyyaml", "pydantic", "snowballstemmer")
        return [one for one in self.metadata.core.dependencies if one.startswith(needed)]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, unless the install is editable."""
        if version == "editable":
            return
        self._folder = Path(tempfile.mkdtemp(prefix="doctrine-build-"))
        target = self._folder / "bundle.index"
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
        subprocess.run([sys.executable, "-c", COMPILE, self.root, str(target)], check=True, cwd=self.root, env=environment)
        build_data["force_include"][str(target)] = "doctrine/_index/bundle.index"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled outside the wheel."""
        del version, build_data, artifact_path
        if hasattr(self, "_folder"):
            shutil.rmtree(self._folder, ignore_errors=True)
