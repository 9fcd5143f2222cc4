"""What `doctrine check` looks for: one file for each check, found by its name."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from doctrine.model.checks import Check

#: Checks that no waiver covers: a waiver that is over, a waiver of nothing, a decision edited after sealing.
NEVER_WAIVED = frozenset({"DOC114", "DOC118", "DOC501"})


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


def can_be_waived(code: str) -> bool:
    """Whether a waiver may silence a code: that of a check, not of an error of reading nor of a check that nothing silences."""
    return code.upper() in every_check() and code.upper() not in NEVER_WAIVED
