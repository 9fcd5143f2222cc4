"""Whether a decision is still what was sealed: the digest of each part, then the chain; what was touched is named."""

from __future__ import annotations

from collections.abc import Mapping

from doctrine.diagnostics import Diagnostic, Place
from doctrine.record.canonical import digest_of
from doctrine.record.decision import OBJECTS, PARTS, Decision, objects, statement

#: Objects named in one message; the others are counted.
_NAMED = 5


def integrity(decision: Decision, file: str) -> list[Diagnostic]:
    """What does not hold, one diagnostic for each part; nothing when all digests hold."""
    place = Place(file)
    altered = [name for name in PARTS if decision.digests[name] != decision.computed[name]]
    chained = digest_of(statement(decision.stated, decision.digests)) == decision.digest
    if chained:
        return [Diagnostic("DOC810", place, values={"part": name, "where": _where(decision, name)}) for name in altered]
    if digest_of(statement(decision.stated, decision.computed)) == decision.digest:
        return [Diagnostic("DOC811", place, values={"part": name}) for name in altered]  # the parts are whole, their digests are not
    found = [Diagnostic("DOC810", place, values={"part": name, "where": _where(decision, name)}) for name in altered]
    touched = _differing(decision, "stated") if OBJECTS not in altered else []
    return [*found, Diagnostic("DOC812", place, values={"where": ", ".join(touched) or "digest"})]


def _where(decision: Decision, part: str) -> str:
    """The objects of a part that are no longer what was sealed."""
    if part == OBJECTS:
        now = objects(decision.stated, decision.parts)
        sealed = decision.parts[OBJECTS]
        names = [name for name in sorted(now) if sealed.get(name) != now[name]]
        return ", ".join(f"{OBJECTS}/{name}" for name in names) or OBJECTS
    if decision.digests[OBJECTS] != decision.computed[OBJECTS]:
        return part
    touched = _differing(decision, part)
    more = f" (+{len(touched) - _NAMED})" if len(touched) > _NAMED else ""
    return ", ".join(f"{part}/{one}" for one in touched[:_NAMED]) + more if touched else part


def _differing(decision: Decision, part: str) -> list[str]:
    """Objects whose short digest changed, or that came or went; none when only their order did."""
    sealed = decision.parts[OBJECTS].get(part)
    now = objects(decision.stated, decision.parts)[part]
    if not isinstance(sealed, Mapping):
        return []
    return [name for name in sorted({*sealed, *now}) if sealed.get(name) != now.get(name)]
