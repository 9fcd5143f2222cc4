"""One decision as a file: its parts, their digests, the statement that chains them, and the text that holds it all.

The statement (format, tool, need file, superseded decision, options, what was left out, digests of the parts) is what the last digest
covers and what a signature signs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from doctrine.model.case import Policy
from doctrine.record.canonical import canonical, digest, digest_of
from doctrine.record.parts import ANSWERS, INPUTS

FORMAT = "decision/1"
OBJECTS = "objects"
PARTS = (*INPUTS, *ANSWERS, OBJECTS)
#: What the statement holds besides the digests of the parts.
STATED = ("format", "tool", "need_file", "supersedes", "options", "anonymous")
KEYS = (*STATED, "parts", "digests", "digest", "signature")
NAMESPACE = "doctrine"
_LOCATING = 16
#: What names an item of a list, the first it has.
_NAMES = ("id", "step", "candidate", "criterion", "question", "gate")


class Decision(NamedTuple):
    """A decision as read: `stated` are the keys of STATED, `computed` the digests of its parts as they are now.

    `kept` names the parts that the library of a run keeps for other decisions.
    """

    stated: Mapping[str, Any]
    parts: Mapping[str, Any]
    digests: Mapping[str, str]
    digest: str
    signature: Mapping[str, str] | None
    computed: Mapping[str, str]
    kept: frozenset[str] = frozenset()

    @property
    def need_id(self) -> str:
        """The identifier of the need."""
        found = self.parts["need"].get("id")
        return found if isinstance(found, str) else ""

    @property
    def presumptions(self) -> bool:
        """Whether the engine might presume."""
        return bool(self.stated["options"]["presumptions"])

    @property
    def unknown(self) -> Policy:
        """How marks that are intervals ranked."""
        policy: Policy = self.stated["options"]["unknown"]
        return policy

    @property
    def all_steps(self) -> bool:
        """Whether the steps after the one that answers were walked too."""
        return bool(self.stated["options"]["all_steps"])


def made(stated: Mapping[str, Any], parts: Mapping[str, Any]) -> Decision:
    """A decision from what it states and its parts, digests computed, not signed."""
    whole = {**parts, OBJECTS: objects(stated, parts)}
    digests = {name: digest(whole[name]) for name in PARTS}
    return Decision(stated, whole, digests, digest_of(statement(stated, digests)), None, digests)


def statement(stated: Mapping[str, Any], digests: Mapping[str, str]) -> bytes:
    """The bytes that the last digest covers and that a signature signs."""
    return canonical({**{name: stated[name] for name in STATED}, "digests": dict(digests)})


def render(decision: Decision) -> bytes:
    """The file: one line for each key and each part, each in canonical form, keys in their order, a line feed at the end."""
    lines = [_line(name, decision.stated[name]) for name in STATED]
    held = ",\n".join(_line(name, decision.parts[name]) for name in PARTS)
    lines.append(f'"parts":{{\n{held}\n}}')
    lines += [_line("digests", dict(decision.digests)), _line("digest", decision.digest), _line("signature", decision.signature)]
    return ("{" + ",\n".join(lines) + "}\n").encode()


def _line(name: str, value: Any) -> str:
    return f"{json.dumps(name)}:{canonical(value).decode()}"


def objects(stated: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """A short digest of each object of each part, and of each thing stated: where to look when the digest of a part does not hold."""
    found = {name: objects_of(parts[name]) for name in (*INPUTS, *ANSWERS)}
    return {"stated": {name: _short(stated[name]) for name in STATED}, **found}


def objects_of(value: Any) -> dict[str, str]:
    """The objects of one part by route, two levels down: `visio/facts`, `criteria/security`, `findings/3`."""
    found: dict[str, str] = {}
    for name, inner in entries(value):
        below = entries(inner)
        if not below:
            found[name] = _short(inner)
        for second, held in below:
            found[f"{name}/{second}"] = _short(held)
    return found


def entries(value: Any) -> list[tuple[str, Any]]:
    """What an object or a list of objects holds, by name: an item by its identifier, or by its place from 1 when two share one."""
    if isinstance(value, dict):
        return list(value.items())
    if not isinstance(value, list) or not any(isinstance(one, dict | list) for one in value):
        return []
    named = [(_name_of(one), one) for one in value]
    if "" not in (names := {name for name, _ in named}) and len(names) == len(named):
        return named
    return [(str(place), one) for place, one in enumerate(value, 1)]


def _name_of(value: Any) -> str:
    found = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), "") if isinstance(value, dict) else ""
    return str(found)


def _short(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()[:_LOCATING]
