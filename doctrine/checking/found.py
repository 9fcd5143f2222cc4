"""One thing found in one file, before words: its place, what names it apart from its line, and who silenced it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from doctrine.diagnostics import Diagnostic, Place, Severity
from doctrine.model.checks import Family
from doctrine.model.facts import NOTHING


class Silenced(NamedTuple):
    """A waiver that covers a finding: whose, why, from when, until when (days as written)."""

    kind: Literal["waiver", "configuration"]
    author: str
    ground: str
    start: str
    end: str


class Found(NamedTuple):
    """One finding.

    `where` says the place in a way that a line inserted above does not change: a route of keys, the words themselves.
    `variant` chooses other sentences of the code. `fingerprint` is set once all findings of a file are known. `paragraph` and `page`
    are set where lines are paragraphs, as in a document of a word processor (0 otherwise); `sheet` where lines are rows of a workbook.
    """

    code: str
    family: Family
    severity: Severity
    place: Place
    where: str
    values: Mapping[str, str] = NOTHING
    variant: str = ""
    excerpt: str | None = None
    fingerprint: str = ""
    silenced: Silenced | None = None
    known: bool = False
    paragraph: int = 0
    page: int = 0
    sheet: str = ""


#: What says less than another code at the same place.
_SAID_BETTER = {"DOC099": "DOC107", "DOC104": "DOC078", "DOC401": "DOC085"}


def without_doubles(findings: list[Found]) -> list[Found]:
    """The findings of a file, but those that a more severe or more precise one says at the same place; one that is waived says nothing."""
    said = {(one.code, one.place.line, one.place.column) for one in findings if one.silenced is None}
    return [one for one in findings if (_SAID_BETTER.get(one.code, ""), one.place.line, one.place.column) not in said]


def of_diagnostic(one: Diagnostic, family: Family = "file") -> Found:
    """What a reader refused, as a finding."""
    where = (one.excerpt or "").strip() + "|" + "|".join(f"{name}={value}" for name, value in sorted(one.values.items()))
    return Found(one.code, family, one.severity, one.place, where, dict(one.values), "", one.excerpt)


def stamped(findings: Iterable[Found], name: str) -> list[Found]:
    """The findings of one file, sorted, without repeats, each with a fingerprint of its own."""
    unique = {(one.place, one.code, one.variant, tuple(sorted(one.values.items()))): one for one in findings}
    seen: dict[str, int] = {}
    made = []
    for key in sorted(unique):
        one = unique[key]
        base = f"{one.code}\n{name}\n{one.variant}\n{one.where}"
        seen[base] = count = seen.get(base, 0) + 1
        digest = hashlib.sha256(f"{base}\n{count}".encode("utf-8", "surrogatepass")).hexdigest()
        made.append(one._replace(values=dict(one.values), fingerprint=digest))
    return made
