"""What `doctrine check` looks for: one file for each check, found by its name."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from doctrine.model.checks import Check


@cache
def every_check() -> dict[str, Check]:
    """All checks by code, in the order of their codes."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name.startswith("doc"))
    checks = [importlib.import_module(f"{__name__}.{name}").CHECK for name in modules]
    return {check.id: check for check in checks}


@cache
def of_family(family: str) -> tuple[Check, ...]:
    """The checks of one family."""
    return tuple(check for check in every_check().values() if check.family == family)
