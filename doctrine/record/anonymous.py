"""Names of agents left out of a need before it is judged and sealed: each is replaced by the role in which it appears.

The same person in the same role keeps one number (`searcher-1`), so that a reader still sees that one person made two searches.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

#: Where a need names an agent, and the role that is kept.
ROLES = (("searched", "by", "searcher"), ("derogations", "author", "derogation-author"), ("waivers", "author", "waiver-author"),
         ("objections", "by", "objector"))  # fmt: skip
#: A shorter word is too common to be looked for elsewhere.
_SHORTEST = 4


class Anonymised(NamedTuple):
    """A need's tree without the names, the routes where they stood, and the routes of other texts where one still stands."""

    tree: Any
    replaced: tuple[str, ...]
    remaining: tuple[str, ...]


def anonymised(tree: Any) -> Anonymised:
    """The same tree with roles instead of names; the tree given is left as it is."""
    found = dict(tree)
    replaced: list[str] = []
    removed: set[str] = set()
    for section, key, role in ROLES:
        numbers: dict[str, int] = {}
        lines = found.get(section)
        if not isinstance(lines, list):
            continue
        kept = []
        for place, line in enumerate(lines, 1):
            name = line.get(key) if isinstance(line, dict) else None
            if not isinstance(name, str):
                kept.append(line)
                continue
            number = numbers.setdefault(name, len(numbers) + 1)
            kept.append({**line, key: f"{role}-{number}"})
            replaced.append(f"{section}/{place}/{key}")
            removed.add(name)
        found[section] = kept
    wanted = [name.casefold() for name in removed if len(name) >= _SHORTEST]
    remaining = [where for where, text in _texts(found) if any(name in text.casefold() for name in wanted)]
    return Anonymised(found, tuple(replaced), tuple(remaining))


def _texts(tree: Any, where: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(tree, str):
        yield where.removeprefix("/"), tree
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from _texts(value, f"{where}/{key}")
    elif isinstance(tree, list):
        for place, value in enumerate(tree, 1):
            yield from _texts(value, f"{where}/{place}")
