"""Decisions that replace one another: each names the digest of the older one; nothing is edited in place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Literal, NamedTuple

from doctrine.diagnostics import Diagnostic, Place
from doctrine.loading.files import read_bytes
from doctrine.record.decision import Decision
from doctrine.record.integrity import integrity
from doctrine.record.reading import LIMIT, read_decision
from doctrine.record.seal import Superseded
from doctrine.record.verify import Verified

#: Files looked at beside a decision, in search of the one it replaces.
MOST_BESIDE = 1000
SUFFIX = ".decision.json"


class Link(NamedTuple):
    """One decision that replaces another: where the older one stands, if it was found, and what is wrong.

    `forked`: another decision replaces the same one, so that nothing says which holds.
    """

    file: str
    digest: str
    state: Literal["found", "absent", "forked", "broken"]
    older: str = ""
    problem: Diagnostic | None = None


def superseded(data: bytes, file: str, need: str) -> Superseded | list[Diagnostic]:
    """What a new decision about `need` keeps of the older one it replaces; refused when the older one is not intact or of another need."""
    older = read_decision(data, file)
    if isinstance(older, Diagnostic):
        return [older]
    if integrity(older, file):
        return [Diagnostic("DOC816", Place(file), values={"name": file})]
    if older.need_id != need:
        return [Diagnostic("DOC815", Place(file), values={"older": older.need_id, "need": need})]
    return Superseded(older.digest, older.need_id)


class Chain:
    """The links met in one run; only digests and names are kept, so that ten thousand decisions cost a few megabytes."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._known: dict[str, tuple[str, str, bool]] = {}
        self._replacing: list[tuple[str, str, str, str, str]] = []

    def add(self, one: Verified) -> None:
        """Remember one decision of the run."""
        if one.digest:
            _remember(self._known, one.digest, (one.file, one.need, one.verdict != "broken"))
        if one.supersedes is not None:
            self._replacing.append((one.file, one.digest, one.need, *one.supersedes))

    def links(self) -> Iterator[Link]:
        """Every decision that replaces another, in the order of the run; the older one is also looked for beside the newer."""
        beside: dict[str, dict[str, tuple[str, str, bool]]] = {}
        first: dict[str, tuple[str, str]] = {}
        for file, digest, need, older, older_need in self._replacing:
            found = self._known.get(older)
            if found is None:
                folder = os.path.dirname(file)
                if folder not in beside:
                    beside[folder] = _beside(folder)
                found = beside[folder].get(older)
            other, its_digest = first.setdefault(older, (file, digest))
            yield _link(file, need, older, older_need, found, other if its_digest != digest else "")


def _link(file: str, need: str, older: str, older_need: str, found: tuple[str, str, bool] | None, other: str) -> Link:
    """One link; `other` is another decision that replaces the same one, empty when none was met before."""
    if need != older_need or (found is not None and found[1] != need):
        wrong = older_need if need != older_need or found is None else found[1]
        return Link(file, older, "broken", "", Diagnostic("DOC815", Place(file), values={"older": wrong, "need": need}))
    if found is not None and not found[2]:
        return Link(file, older, "broken", found[0], Diagnostic("DOC816", Place(file), values={"name": found[0]}))
    at = "" if found is None else found[0]
    if other:
        return Link(file, older, "forked", at, Diagnostic("DOC824", Place(file), values={"other": other}))
    return Link(file, older, "absent" if found is None else "found", at)


def _remember(known: dict[str, tuple[str, str, bool]], digest: str, one: tuple[str, str, bool]) -> None:
    """Keep the first file of a digest, or the first that is intact: an altered copy of a decision still carries its digest."""
    if digest not in known or (one[2] and not known[digest][2]):
        known[digest] = one


def _beside(folder: str) -> dict[str, tuple[str, str, bool]]:
    """The decisions of one folder by their digest: file, need, whether their digests hold."""
    found: dict[str, tuple[str, str, bool]] = {}
    try:
        names = sorted(name for name in os.listdir(folder or os.curdir) if name.endswith(".json"))[:MOST_BESIDE]
    except OSError:
        return found
    for name in names:
        path = os.path.join(folder, name)
        data = read_bytes(path, LIMIT)
        one = read_decision(data, path) if isinstance(data, bytes) else data
        if isinstance(one, Decision):
            _remember(found, one.digest, (path, one.need_id, not integrity(one, path)))
    return found


def looks_like_one(data: bytes) -> bool:
    """Whether the content of a JSON file found in a folder is a decision, even a damaged one."""
    return b'"decision/' in data or b'"digests"' in data


def files_under(folder: str) -> Iterator[str]:
    """The JSON files of a folder and of those below, in a fixed order; links to folders are not followed."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".json"):
                yield os.path.join(root, name)
