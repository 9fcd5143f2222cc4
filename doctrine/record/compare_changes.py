"""What differs between two cases, by cause: a route, what stands there before and after. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from doctrine.model.facts import Candidate, Fact, Hint
from doctrine.record.codec import encode
from doctrine.record.compare_mixing import WEIGHING, Mixer, proof_pairs
from doctrine.record.decision import entries
from doctrine.record.parts import Cards, Law, Parameters

#: Where a need names an agent: the name is never shown.
_AGENTS = frozenset({("searched", "by"), ("derogations", "author"), ("waivers", "author"), ("objections", "by")})
#: What a whole object is called when it comes or goes, the first it has.
_TITLES = ("text", "title", "name", "label", "reason", "value", "where", "id")
HIDDEN = "…"


class Change(NamedTuple):
    """One change: its cause, its route, what stood there and what stands there now (None: nothing).

    `part` is the part of the cause that can be changed alone (`catalogue/visio`, `need/users`), empty when none can.
    """

    cause: str
    where: str
    before: str | Fact | Hint | None
    after: str | Fact | Hint | None
    part: str = ""


def changes(mixer: Mixer, trees: tuple[Any, Any]) -> Iterator[Change]:
    """Every change between the two cases; `trees` are the documents of both needs."""
    yield from _need(mixer, trees)
    yield from _catalogue(mixer)
    yield from _rules(mixer)
    for name in WEIGHING:
        for where, old, new in differing(trees[0].get(name), trees[1].get(name), name):
            yield Change("weights", where, old, new)
    before, after = mixer.before, mixer.after
    if before.presumptions != after.presumptions:
        yield Change("options", "presumptions", _yes(before.presumptions), _yes(after.presumptions))
    if before.unknown != after.unknown:
        yield Change("options", "unknown", before.unknown, after.unknown)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


# ---- the need ------------------------------------------------------------------------------------------------------------


def _need(mixer: Mixer, trees: tuple[Any, Any]) -> Iterator[Change]:
    """The need key by key; findings by candidate and fact, those whose proof alone changed apart."""
    better = {(name, one.key) for name, pairs in mixer.pairs.items() for one, _ in pairs if one.finding}
    names = dict.fromkeys([*trees[0], *trees[1]])
    for name in names:
        if name in WEIGHING or trees[0].get(name) == trees[1].get(name):
            continue
        if name == "findings":
            yield from _findings(trees, better)
            continue
        before, after = (_candidates(tree.get(name)) if name == "candidates" else tree.get(name) for tree in trees)
        for where, old, new in differing(before, after, name):
            hidden = _names_agent(where)
            part = "" if name in ("format", "function") else f"need/{name}"
            yield Change("need", where, _veiled(old) if hidden else old, _veiled(new) if hidden else new, part)


def _veiled(text: str | None) -> str | None:
    return None if text is None else HIDDEN


def _names_agent(where: str) -> bool:
    steps = where.split("/")
    return (steps[0], steps[-1]) in _AGENTS


def _findings(trees: tuple[Any, Any], better: set[tuple[str, str]]) -> Iterator[Change]:
    before, after = (_by_subject(tree.get("findings")) for tree in trees)
    for name in dict.fromkeys([*before, *after]):
        subject = name.split("/")
        cause = "proof" if (subject[0], subject[1]) in better else "need"
        for where, old, new in differing(before.get(name), after.get(name), f"findings/{name}"):
            yield Change(cause, where, old, new, f"need/findings/{subject[0]}" if cause == "need" else "")


def _candidates(listed: Any) -> Any:
    """The buyer's own candidates, each fact by what it says: adding one does not move the others."""
    return [{**one, "facts": _by_fact(one.get("facts"))} for one in listed] if isinstance(listed, list) else listed


def _by_fact(facts: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in facts if isinstance(facts, list) else ():
        about = str(one.get("fact") or one.get("capability") or "")
        name = next(each for each in (about, *(f"{about}/{place}" for place in range(2, len(facts) + 2))) if each not in found)
        found[name] = {key: value for key, value in one.items() if key not in ("fact", "capability")}
    return found


def _by_subject(findings: Any) -> dict[str, Any]:
    """Findings by candidate and by what they say of it; a second one on the same thing has a number."""
    found: dict[str, Any] = {}
    for one in findings if isinstance(findings, list) else ():
        about = next((str(one[key]) for key in ("fact", "capability", "rejected") if one.get(key)), "")
        name = f"{one.get('candidate', '')}/{about}"
        place = 2
        while name in found:
            name = f"{one.get('candidate', '')}/{about}/{place}"
            place += 1
        found[name] = one
    return found


# ---- the catalogue -------------------------------------------------------------------------------------------------------

_DESCRIBED = ("step", "name", "provider", "functions", "near", "run_by", "replaces", "site", "code")


def _catalogue(mixer: Mixer) -> Iterator[Change]:
    """Entries that came, went or changed, fact by fact; those that the buyer wrote belong to the need."""
    first, second = mixer.sides
    written = {*first.written, *second.written}
    for name in sorted({*first.listed, *second.listed} - written):
        old, new = first.listed.get(name), second.listed.get(name)
        if old == new:
            continue
        label = name.replace(" ", "/")
        part = f"catalogue/{name.rpartition(' ')[2]}"
        if old is None or new is None:
            yield Change("catalogue", label, None if old is None else old.name, None if new is None else new.name, part)
            continue
        yield from _entry(label, old, new, part)
    yield from _framework_changes(mixer)


def _entry(label: str, old: Candidate, new: Candidate, part: str) -> Iterator[Change]:
    for field in _DESCRIBED:
        before, after = _shown(getattr(old, field)), _shown(getattr(new, field))
        if before != after:
            yield Change("catalogue", f"{label}/{field}", before, after, part)
    if old.summary != new.summary:
        yield Change("catalogue", f"{label}/summary", _shown(old.summary[0][1:]), _shown(new.summary[0][1:] if new.summary else ()), part)
    for key in dict.fromkeys([*old.facts, *new.facts]):
        before_facts, after_facts = old.facts.get(key, ()), new.facts.get(key, ())
        better = proof_pairs(before_facts, after_facts)
        for one, other in better:
            yield Change("proof", f"{label}/{key}", one, other)
        gone = [one for one in before_facts if one not in after_facts and all(one is not pair[0] for pair in better)]
        come = [one for one in after_facts if one not in before_facts and all(one is not pair[1] for pair in better)]
        yield from _paired(f"{label}/{key}", gone, come, part)
    for key in dict.fromkeys([*old.hints, *new.hints]):
        before_hints, after_hints = old.hints.get(key, ()), new.hints.get(key, ())
        gone_hints = [one for one in before_hints if one not in after_hints]
        yield from _paired(f"{label}/{key}", gone_hints, [one for one in after_hints if one not in before_hints], part)


def _paired(where: str, gone: list[Any], come: list[Any], part: str) -> Iterator[Change]:
    """What went and what came, side by side when the same publisher speaks of the same thing."""
    left = list(come)
    for one in gone:
        other = next((each for each in left if _voice(each) == _voice(one)), None)
        if other is not None:
            left.remove(other)
        yield Change("catalogue", where, one, other, part)
    for other in left:
        yield Change("catalogue", where, None, other, part)


def _voice(one: Fact | Hint) -> tuple[str, str]:
    return one.publisher, one.of if isinstance(one, Fact) else ""


def _framework_changes(mixer: Mixer) -> Iterator[Change]:
    """What a framework says of itself beside its facts."""
    held = [{one.id: one for one in case.frameworks} for case in (mixer.before, mixer.after)]
    for name in sorted(held[0].keys() & held[1].keys()):
        for field in ("name", "body", "body_kind", "functions"):
            old, new = (_shown(getattr(side[name], field)) for side in held)
            if old != new:
                yield Change("catalogue", f"framework/{name}/{field}", old, new, f"catalogue/{name}")


# ---- the law and the cards -----------------------------------------------------------------------------------------------


def _rules(mixer: Mixer) -> Iterator[Change]:
    before, after = mixer.before.rules, mixer.after.rules
    values = [encode(Parameters, Parameters(one.values, one.dates, one.stale)) for one in (before, after)]
    for where, old, new in differing(values[0]["values"], values[1]["values"], ""):
        yield Change("law", where, old, new, f"law/{where.split('/')[0]}")
    for name in ("dates", "stale"):
        for where, old, new in differing(values[0].get(name), values[1].get(name), name):
            yield Change("law", where, old, new)
    if (before.routes, before.obligations, before.wordings) != (after.routes, after.obligations, after.wordings):
        texts = [encode(Law, Law(one.routes, one.obligations, one.wordings)) for one in (before, after)]
        for where, old, new in differing(texts[0], texts[1], ""):
            yield Change("law", where, old, new)
    if (before.criteria, before.gates) != (after.criteria, after.gates):
        cards = [encode(Cards, Cards(one.criteria, one.gates)) for one in (before, after)]
        for where, old, new in differing(cards[0], cards[1], ""):
            yield Change("cards", where, old, new)


# ---- two plain values ----------------------------------------------------------------------------------------------------


def differing(before: Any, after: Any, where: str) -> Iterator[tuple[str, str | None, str | None]]:
    """The routes where two plain values differ, with both texts; an object that comes or goes is called by its title."""
    if type(before) is type(after) and before == after:
        return
    old, new = dict(entries(before)), dict(entries(after))
    alone = _titled(after) if not before else _titled(before) if not after else False
    if alone or not (old or new) or (before and not old) or (after and not new):
        yield where, _shown(before), _shown(after)
        return
    for name in dict.fromkeys([*old, *new]):
        yield from differing(old.get(name), new.get(name), f"{where}/{name}" if where else name)
    if isinstance(before, list) and set(old) == set(new) and list(old) != list(new):
        yield where, ", ".join(old), ", ".join(new)


def _titled(value: Any) -> bool:
    """Whether an object has a name of its own: it then comes or goes as one."""
    return isinstance(value, Mapping) and any(isinstance(value.get(key), str) for key in ("id", "candidate", "step", "by"))


def _shown(value: Any) -> str | None:
    """A lone value or a list of texts as it is written, an object by its title."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return _yes(value)
    if isinstance(value, Mapping):
        title = next((value[key] for key in _TITLES if value.get(key)), None)
        small = all(one is None or isinstance(one, str) for one in value.values())
        return _shown(title) if title is not None else ", ".join(str(one) for one in value.values() if one) if small else HIDDEN
    if isinstance(value, list | tuple):
        return ", ".join(str(_shown(one)) for one in value) or None
    return str(value)
