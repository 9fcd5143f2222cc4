"""The sealed inputs evaluated again, and the answer compared with the one that was sealed, object by object."""

from __future__ import annotations

from typing import Any, NamedTuple

from doctrine.evaluation import evaluate
from doctrine.model.case import Case
from doctrine.record.canonical import canonical, digest
from doctrine.record.decision import Decision, entries
from doctrine.record.parts import answer_parts, case_of
from doctrine.record.reading import Library

#: Differences that a person reads; the rest follows from them.
MOST = 8
_SHOWN = 60
#: Keys that hold the name of an agent: logs never do.
_NAMING = ("by", "author")


class Difference(NamedTuple):
    """One place where two answers differ: its route, what is sealed there and what the replay finds, cut for a message."""

    where: str
    sealed: str
    found: str


class Replay(NamedTuple):
    """The case that was judged and where its answer differs from the sealed one: nowhere when the replay gives the same."""

    case: Case
    differences: tuple[Difference, ...]


def replayed(decision: Decision, library: Library) -> Replay:
    """Evaluate the sealed inputs. Raises Unreadable when this version cannot read a part."""
    case = case_of(lambda name: library.value(decision, name), presumptions=decision.presumptions, unknown=decision.unknown)
    answers = answer_parts(evaluate(case, all_steps=decision.all_steps))
    found: list[Difference] = []
    for name, value in answers.items():
        if digest(value) != decision.computed[name]:
            _compare(name, decision.parts[name], value, found)
    return Replay(case, tuple(found))


def _compare(where: str, sealed: Any, now: Any, found: list[Difference]) -> None:
    """Walk both values together and keep the first places that differ."""
    if len(found) >= MOST or (type(sealed) is type(now) and sealed == now):
        return
    before, after = entries(sealed), entries(now)
    if type(sealed) is not type(now) or not (before and after):
        named = where.rpartition("/")[2] in _NAMING
        found.append(Difference(where, *(("…", "…") if named else (_shown(sealed), _shown(now)))))
        return
    old, new = dict(before), dict(after)
    same_names = [name for name, _ in before if name in new]
    if isinstance(sealed, list) and set(old) == set(new) and list(old) != list(new):
        found.append(Difference(where, _shown(list(old)), _shown(list(new))))
    for name in same_names:
        _compare(f"{where}/{name}", old[name], new[name], found)
    for name in sorted(old.keys() - new.keys()):
        found.append(Difference(f"{where}/{name}", _shown(old[name]), ""))
    for name in sorted(new.keys() - old.keys()):
        found.append(Difference(f"{where}/{name}", "", _shown(new[name])))


def _shown(value: Any) -> str:
    """A lone value or a list of texts as it is, anything larger by its brackets: it may hold the name of an agent."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list) and not all(isinstance(one, str) for one in value):
        return "[…]"
    text = value if isinstance(value, str) else canonical(value).decode()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
