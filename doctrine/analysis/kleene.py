"""Three answers, `yes`, `no`, `unknown`, combined as Kleene's strong logic does: what is unknown never decides, nor prevents deciding.

Kleene, Introduction to Metamathematics, 1952, § 64.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Truth = Literal["yes", "no", "unknown"]


def all_of(truths: Iterable[Truth]) -> Truth:
    """`no` as soon as one is, `yes` when every one is (and when there is none), else `unknown`."""
    found = set(truths)
    return "no" if "no" in found else "unknown" if "unknown" in found else "yes"


def any_of(truths: Iterable[Truth]) -> Truth:
    """`yes` as soon as one is, `no` when every one is (and when there is none), else `unknown`."""
    return at_least(1, truths)


def at_least(wanted: int, truths: Iterable[Truth]) -> Truth:
    """`yes` when so many are `yes` already, `no` when so many no longer can be, else `unknown`."""
    found = list(truths)
    if found.count("yes") >= wanted:
        return "yes"
    return "no" if len(found) - found.count("no") < wanted else "unknown"
