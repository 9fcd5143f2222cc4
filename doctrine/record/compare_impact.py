"""What a sealed decision would become with other data: the catalogue and law given, on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from doctrine.diagnostics import Diagnostic
from doctrine.evaluation import evaluate
from doctrine.model.case import Case
from doctrine.record.compare import BROKEN, Side, compare, side_of_decision
from doctrine.record.compare_effects import Answer
from doctrine.record.reading import Library
from doctrine.record.verify import answer_of

State = Literal["same", "changes", "refused", "cannot", "broken"]
#: What can change in the answer.
ASPECTS = ("outcome", "step", "named", "shortlist")
#: The need's tree, and whether one may presume → the case that the data given make, or the code of why the need is now refused.
Reassembled = Callable[[Any, bool], Case | str]


class Impact(NamedTuple):
    """What becomes of one decision: `same`, `changes`, `refused` (the need is no longer accepted: `code`), `cannot` be read, `broken`.

    `how` are the aspects that change; `causes` the smallest sets of causes that are enough, `changed` all the causes that changed;
    `tool` whether another version of the tool is a cause; `names` are those of the candidates of both answers. The need stays the
    same but for its day: that cause is called `day`.
    """

    file: str
    state: State
    need: str = ""
    day: str = ""
    before: Answer = ()
    now: Answer = ()
    how: tuple[str, ...] = ()
    causes: tuple[tuple[str, ...], ...] = ()
    changed: tuple[str, ...] = ()
    tool: bool = False
    names: tuple[tuple[str, str], ...] = ()
    code: str = ""
    problems: tuple[Diagnostic, ...] = ()


def impact(data: bytes, file: str, library: Library, again: Reassembled, day: str | None) -> Impact:
    """One decision beside the answer that other data give, on `day` or on the need's own day."""
    side = side_of_decision(data, file, library)
    if isinstance(side, list):
        broken = any(one.code in BROKEN for one in side)
        return Impact(file, "broken" if broken else "cannot", problems=tuple(side))
    tree: Mapping[str, Any] = side.tree if day is None else {**side.tree, "on": day}
    case = again(side.tree, side.case.presumptions)
    before = answer_of(side.sealed) if side.sealed is not None else ()
    found = Impact(file, "same", side.case.need.id, str(tree.get("on", "")), before, before)
    if isinstance(case, str):
        return found._replace(state="refused", now=(), code=case)
    case = case._replace(unknown=side.case.unknown)
    now = answer_of(evaluate(case, all_steps=side.all_steps))
    if now == before:
        return found
    compared = compare(side, Side(file, tree, case), apart=False)
    tool = compared.replayed[0] != compared.answers[0]
    groups = compared.effects.groups
    return found._replace(
        state="changes",
        now=now,
        how=aspects(before, now),
        causes=tuple(tuple(_called(cause) for name in one for cause in groups[name]) for one in compared.effects.smallest),
        changed=tuple(_called(cause) for cause in compared.causes),
        tool=tool,
        names=tuple(
            {one.id: one.name for held in (side.case, case) for one in held.candidates if one.id in (*before[2:], *now[2:])}.items()
        ),
    )


def _called(cause: str) -> str:
    return "day" if cause == "need" else cause


def aspects(before: Answer, now: Answer) -> tuple[str, ...]:
    """What differs between two answers: outcome, step, named candidate, shortlist."""
    pairs = (before[0] != now[0], before[1] != now[1], before[2] != now[2], before[3:] != now[3:])
    return tuple(name for name, differs in zip(ASPECTS, pairs, strict=True) if differs)
