"""Two decisions or needs compared: what changed, by cause, and what each cause did to the answer.

The answers compared are those that were sealed; the effects are measured by evaluating again. Where the sealed answer of another version
of the tool is not what this one finds, the difference is the tool's.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from doctrine import __version__
from doctrine.diagnostics import Diagnostic, Place
from doctrine.evaluation import evaluate
from doctrine.model.case import Case
from doctrine.model.verdicts import Recommendation
from doctrine.record import signatures
from doctrine.record.codec import Unreadable
from doctrine.record.compare_changes import Change, changes
from doctrine.record.compare_effects import Answer, Effects, Interval, effects, measured
from doctrine.record.compare_mixing import CAUSES, Mixer
from doctrine.record.decision import Decision
from doctrine.record.integrity import integrity
from doctrine.record.parts import case_of, recommendation_of
from doctrine.record.reading import Library, read_decision, unreadable
from doctrine.record.verify import answer_of


class Side(NamedTuple):
    """One of the two: a decision as sealed, or a need as it would be answered now. `sealed` is the sealed answer, None for a need."""

    file: str
    tree: Mapping[str, Any]
    case: Case
    tool: str = __version__
    digest: str = ""
    sealed: Recommendation | None = None
    all_steps: bool = False


class ByTool(NamedTuple):
    """What the tool's own change did to one candidate's total: low bound, high bound."""

    candidate: str
    low: Fraction
    high: Fraction


class Compared(NamedTuple):
    """What comparing found.

    `answers` are the two answers as sealed, or as found for a need; `replayed` as this version finds both. They differ only when the
    tool is another one: `by_tool` then says what it did to the totals.
    """

    sides: tuple[Side, Side]
    changes: tuple[Change, ...]
    answers: tuple[Answer, Answer]
    replayed: tuple[Answer, Answer]
    effects: Effects
    by_tool: tuple[ByTool, ...] = ()

    @property
    def same(self) -> bool:
        """Whether a reader would act alike on both: outcome, step, named candidate, shortlist."""
        return self.answers[0] == self.answers[1]

    @property
    def causes(self) -> tuple[str, ...]:
        """The causes that changed, in their order, the tool last."""
        found = {one.cause for one in self.changes}
        return tuple(cause for cause in (*CAUSES, "tool") if cause in found)


def side_of_decision(data: bytes, file: str, library: Library | None = None) -> Side | list[Diagnostic]:
    """A decision to compare; or what is wrong with it: unreadable, or no longer what was sealed."""
    library = library or Library()
    decision = read_decision(data, file, library)
    if isinstance(decision, Diagnostic):
        return [decision]
    wrong = integrity(decision, file)
    signed = signatures.check(decision, file, None)
    if signed.problem is not None and signed.problem.code != "DOC822":
        wrong.append(signed.problem)
    if wrong:
        return wrong
    try:
        return _side(decision, file, library)
    except Unreadable as error:
        return [unreadable(error, file)]
    except Exception as error:  # any values may be in a file sealed again by somebody
        version = decision.stated["tool"]["version"]
        return [Diagnostic("DOC814", Place(file), values={"kind": type(error).__name__, "version": version})]


#: Codes of what makes a decision broken rather than unreadable.
BROKEN = frozenset({"DOC810", "DOC811", "DOC812", "DOC820", "DOC840"})


def _side(decision: Decision, file: str, library: Library) -> Side | list[Diagnostic]:
    case = case_of(lambda name: library.value(decision, name), presumptions=decision.presumptions, unknown=decision.unknown)
    sealed = recommendation_of(decision.parts, library.value(decision, "candidates"))
    version = decision.stated["tool"]["version"]
    if answer_of(evaluate(case)) != answer_of(sealed) and version == __version__:
        return [Diagnostic("DOC840", Place(file))]
    return Side(file, decision.parts["need"], case, version, decision.digest, sealed, decision.all_steps)


def compare(before: Side, after: Side, *, apart: bool = True) -> Compared:
    """Compare two sides; `apart` also looks at each part of a cause alone."""
    mixer = Mixer(before.case, after.case)
    found = list(changes(mixer, (before.tree, after.tree)))
    if before.sealed is not None and after.sealed is not None and before.all_steps != after.all_steps:
        found.append(Change("options", "all_steps", *("yes" if side.all_steps else "no" for side in (before, after))))
    if before.tool != after.tool:
        found.append(Change("tool", "version", before.tool, after.tool))
    causes = {one.cause for one in found if one.cause != "tool"}
    causes |= {"options"} if (before.case.presumptions, before.case.unknown) != (after.case.presumptions, after.case.unknown) else set()
    parts = dict.fromkeys(one.part for one in found if one.part and apart)
    moved = effects(mixer, causes, parts)
    again = moved.ends
    answers = tuple(
        answer_of(side.sealed) if side.sealed is not None else one.answer for side, one in zip((before, after), again, strict=True)
    )
    tool = _by_tool((before, after), again[0].points, again[1].points)
    return Compared((before, after), tuple(found), (answers[0], answers[1]), (again[0].answer, again[1].answer), moved, tool)


def _by_tool(sides: tuple[Side, Side], first: Mapping[str, Interval], second: Mapping[str, Interval]) -> tuple[ByTool, ...]:
    """What another version of the tool did to totals: sealed in the second less found, less the same for the first."""
    sealed = [measured(side.sealed).points if side.sealed is not None else {} for side in sides]
    found = []
    for name in sorted(first.keys() & second.keys()):
        old, new = sealed[0].get(name, first[name]), sealed[1].get(name, second[name])
        low, high = (Fraction(first[name][place] - old[place] + new[place] - second[name][place]) for place in (0, 1))
        if low or high:
            found.append(ByTool(name, low, high))
    return tuple(found)
