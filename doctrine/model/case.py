"""One need ready to be judged: the need, the candidates with the buyer's findings laid over, the rules of its day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from doctrine.model.facts import NOTHING, Candidate, Framework
from doctrine.model.need import Need
from doctrine.model.rules import Ruleset

#: How candidates rank where facts are missing: by the low bound, the middle or the high bound of their marks.
Policy = Literal["careful", "middle", "tolerant"]
POLICIES: tuple[Policy, ...] = ("careful", "middle", "tolerant")


class Comparison(NamedTuple):
    """A requirement's bound, read by the kind of its fact: `at_least`, `at_most`, `equals` or `one_of`."""

    operator: str
    value: object


class Case(NamedTuple):
    """Everything the engine looks at.

    `candidates` are those of the need's function (its own and those near it); `services` are others they rest on, such as the
    hosting service of a shared tool; `bounds` are the comparisons of requirements on facts, by requirement id; `unknown` is the policy
    for marks that are intervals.
    """

    need: Need
    candidates: tuple[Candidate, ...]
    services: Mapping[str, Candidate]
    functions: frozenset[str]
    rules: Ruleset
    bounds: Mapping[str, Comparison] = NOTHING
    presumptions: bool = True
    frameworks: tuple[Framework, ...] = ()
    unknown: Policy = "careful"
