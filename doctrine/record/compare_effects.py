"""How much each cause moved a result: shares that add up, which cause is enough alone, which is necessary, which had no effect.

The causes are swapped one at a time, in every order; what each brings is the mean over the orders (Shapley value), in exact fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import NamedTuple

from doctrine.evaluation import evaluate
from doctrine.model.verdicts import Points, Recommendation
from doctrine.record.compare_mixing import CAUSES, Mixer
from doctrine.record.verify import answer_of

Interval = tuple[Points, Points]
#: Outcome, step, named candidate or empty, then the shortlist.
Answer = tuple[str, ...]
#: What belongs together when two causes cannot be told apart.
_TOGETHER = ("need", "catalogue", "proof")
#: Parts of a cause swapped one at a time; beyond, a part is not looked at alone.
MOST_PARTS = 60


class Measure(NamedTuple):
    """What one case is answered: the answer, points and status by candidate, and all that the law adds.

    `competing` are the offers that a tender will rank: their points are never shown.
    """

    answer: Answer
    points: Mapping[str, Interval]
    statuses: Mapping[str, str]
    competing: frozenset[str]
    legal: object

    @property
    def judged(self) -> tuple[object, ...]:
        """All but what the law adds."""
        return (self.answer, self.points, self.statuses, self.competing)


class Moved(NamedTuple):
    """The total points of one candidate in both cases, and what each cause brings: to the low bound, to the high bound.

    `contributions` is None when some mix does not know the candidate: the change then cannot be shared out.
    """

    candidate: str
    before: Interval
    after: Interval
    contributions: Mapping[str, tuple[Fraction, Fraction]] | None


class Effects(NamedTuple):
    """What each cause did.

    `ends` are the measures of both cases; `groups` are the causes measured, by name, with those that had to be taken together.
    `shares` say how much of the change of answer each brought (they sum to one); `enough` are those that suffice alone, `necessary`
    those without which the answer is another, `smallest` the smallest sets that suffice; `alone` are the answers with one cause
    changed. `none` are the causes without any effect, `aside` those that only change what the law adds; `parts` the parts of causes
    (`need/users`) without any; `unexamined` counts the parts not looked at alone.
    """

    ends: tuple[Measure, Measure]
    groups: Mapping[str, tuple[str, ...]]
    shares: Mapping[str, Fraction]
    enough: tuple[str, ...]
    necessary: tuple[str, ...]
    smallest: tuple[tuple[str, ...], ...]
    alone: Mapping[str, Answer]
    moved: tuple[Moved, ...]
    none: tuple[str, ...]
    aside: tuple[str, ...]
    parts: tuple[str, ...]
    unexamined: int


def measured(one: Recommendation) -> Measure:
    """The measure of one recommendation."""
    seen = [(step, found) for step in one.steps for found in step.assessments]
    return Measure(
        answer_of(one),
        {found.candidate.id: (found.low, found.high) for _, found in seen},
        {found.candidate.id: found.status for _, found in seen},
        frozenset(found.candidate.id for step, found in seen if step.step == "buy" and step.named is None),
        one.legal,
    )


def effects(mixer: Mixer, changed: Iterable[str], parts: Iterable[str] = ()) -> Effects:
    """Measure the causes that changed; causes whose mixes cannot be judged are taken together."""
    wanted = [cause for cause in CAUSES if cause in frozenset(changed)]
    for groups in _partitions(mixer, wanted):
        table = _table(mixer, groups)
        if table is not None:
            return _read(mixer, groups, table, tuple(parts))
    raise ValueError(wanted)  # both cases themselves are always judged


def _partitions(mixer: Mixer, causes: list[str]) -> Iterable[dict[str, tuple[str, ...]]]:
    """Ways to group the causes, finest first. Another function has other candidates: need and catalogue then go together."""
    others = [cause for cause in causes if cause not in _TOGETHER]
    linked = tuple(cause for cause in _TOGETHER if cause in causes)
    if mixer.before.functions == mixer.after.functions and mixer.before.need.function == mixer.after.need.function:
        yield {cause: (cause,) for cause in causes}
    if linked:
        yield {linked[0]: linked, **{cause: (cause,) for cause in others}}
    if causes:
        yield {causes[0]: tuple(causes)}
    else:
        yield {}


Table = Mapping[frozenset[str], Measure]


def _table(mixer: Mixer, groups: Mapping[str, tuple[str, ...]]) -> Table | None:
    """The measure of every mix of groups; None when one of them cannot be judged."""
    table: dict[frozenset[str], Measure] = {}
    for size in range(len(groups) + 1):
        for names in combinations(groups, size):
            case = mixer.before if not names else mixer.after if size == len(groups) else mixer.case(_tokens(groups, names))
            try:
                table[frozenset(names)] = measured(evaluate(case, all_steps=True))
            except Exception:  # a mix that no buyer could have written may break any assumption
                if size in (0, len(groups)):
                    raise
                return None
    return table


def _tokens(groups: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> frozenset[str]:
    return frozenset(cause for name in names for cause in groups[name])


def _read(mixer: Mixer, groups: Mapping[str, tuple[str, ...]], table: Table, parts: tuple[str, ...]) -> Effects:
    names = tuple(groups)
    whole = frozenset(names)
    start, end = table[frozenset()], table[whole]
    same = start.answer == end.answer
    reached = {chosen: int(one.answer == end.answer) for chosen, one in table.items()}
    enough = () if same else tuple(name for name in names if reached[frozenset((name,))])
    necessary = () if same else tuple(name for name in names if not reached[whole - {name}])
    shares = {} if same else shared(names, lambda chosen: Fraction(reached[chosen]))
    alone = {name: table[frozenset((name,))].answer for name in names if table[frozenset((name,))].answer != start.answer}
    idle = tuple(name for name in names if all(one == table[chosen ^ {name}] for chosen, one in table.items()))
    aside = tuple(
        name for name in names if name not in idle and all(one.judged == table[chosen ^ {name}].judged for chosen, one in table.items())
    )
    examined = [part for part in parts if _cause(groups, part) not in (None, *idle)]
    back = Mixer(mixer.after, mixer.before) if examined else mixer
    idle_parts = tuple(part for part in examined[:MOST_PARTS] if _idle(mixer, part, start) and _idle(back, part, end))
    return Effects(
        (start, end), groups, shares, enough, necessary, () if same else _smallest(names, reached), alone,
        _moved(names, table), idle, aside, idle_parts, max(0, len(examined) - MOST_PARTS),
    )  # fmt: skip


def _smallest(names: tuple[str, ...], reached: Mapping[frozenset[str], int]) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of causes that give the second answer."""
    for size in range(1, len(names) + 1):
        found = tuple(chosen for chosen in combinations(names, size) if reached[frozenset(chosen)])
        if found:
            return found
    return ()


def shared(names: tuple[str, ...], value: Callable[[frozenset[str]], Fraction]) -> dict[str, Fraction]:
    """What each name brings to the value of all, in the mean over all orders; the sum is `value(all) - value(none)`."""
    count = len(names)
    weight = [Fraction(factorial(size) * factorial(count - size - 1), factorial(count)) for size in range(count)]
    found = {}
    for name in names:
        others = [one for one in names if one != name]
        found[name] = sum(
            (
                weight[size] * (value(frozenset((*chosen, name))) - value(frozenset(chosen)))
                for size in range(count)
                for chosen in combinations(others, size)
            ),
            Fraction(0),
        )
    return found


def _moved(names: tuple[str, ...], table: Table) -> tuple[Moved, ...]:
    """Candidates marked in both cases whose total changed, or that some mix would change."""
    start, end = table[frozenset()], table[frozenset(names)]
    found = []
    for candidate in sorted((start.points.keys() & end.points.keys()) - (start.competing | end.competing)):
        before, after = start.points[candidate], end.points[candidate]
        if any(candidate not in one.points for one in table.values()):
            if before != after:
                found.append(Moved(candidate, before, after, None))
            continue
        if all(one.points[candidate] == before for one in table.values()):
            continue
        lows, highs = (shared(names, _bound(table, candidate, bound)) for bound in (0, 1))
        found.append(Moved(candidate, before, after, {name: (lows[name], highs[name]) for name in names}))
    return tuple(found)


def _bound(table: Table, candidate: str, bound: int) -> Callable[[frozenset[str]], Fraction]:
    return lambda chosen: Fraction(table[chosen].points[candidate][bound])


def _cause(groups: Mapping[str, tuple[str, ...]], part: str) -> str | None:
    """The cause of a part, when it is measured by itself."""
    cause = part.partition("/")[0]
    return cause if groups.get(cause) == (cause,) else None


def _idle(mixer: Mixer, part: str, start: Measure) -> bool:
    """Whether a part changed alone changes nothing."""
    try:
        return measured(evaluate(mixer.case(frozenset((part,))), all_steps=True)) == start
    except Exception:  # as for every mix: what cannot be judged alone is not said to be without effect
        return False
