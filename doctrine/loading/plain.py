"""A file read without places, when nothing in it needs any: the same values as the strict reader, several times faster.

Whatever might be a mistake, or merely rare, is left to the strict reader (`yaml_reader.read`), which says where and why. So None never
means that a file is wrong, and a value always means that the strict reader would find nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import yaml
from yaml import events

from doctrine.diagnostics import Place
from doctrine.loading.source import HIDDEN, ODD_SPACES, STRUCTURAL_SPACE
from doctrine.loading.yaml_reader import LOADER, NEED_LIMITS, Limits

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
#: A complex key, a comment glued to what it follows: rare, and each a possible mistake.
_COMPLEX = re.compile(r"(?:^|[\s\[{,])\?", re.MULTILINE)
_GLUED = re.compile(r"(?:[\"'\]}]|[|>][-+0-9]*)#")
_ODD = re.compile(f"[{ODD_SPACES}]")


def read_plain(data: bytes, limits: Limits = NEED_LIMITS) -> dict[str, Any] | None:
    """Mappings, lists, texts as written, and None for nulls; None instead of all when the strict reader should look."""
    if len(data) > limits.size or data[-1:] in (b" ", b"\t") or b"\t" in data or b"\\" in data or b"\r" in data:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if text[:1] == "%" or "\n%" in text or ("?" in text and _COMPLEX.search(text)) or ("#" in text and _GLUED.search(text)):
        return None
    if not text.isascii() and (HIDDEN.search(text) or (_ODD.search(text) and STRUCTURAL_SPACE.search(text))):
        return None
    try:
        found = _composed(LOADER(text), limits)
    except (yaml.YAMLError, ValueError):
        return None
    return found if isinstance(found, dict) else None


class PlainPlaces:
    """Where things stand in a file that `read_plain` reads: the same places as the strict reader gives, found on demand."""

    def __init__(self, data: bytes, file: str) -> None:
        """Compose the file by libyaml; nothing is looked for yet."""
        text = data.decode("utf-8")
        self.lines = tuple(text.split("\n"))
        self._file = file
        self._root: Any = yaml.compose(text, Loader=LOADER)

    def place(self, route: Iterable[str | int]) -> Place:
        """As `shape.place_of`: a scalar's own place, the key that opens a mapping or a list, the top of the file otherwise."""
        found, key = self._root, None
        for step in route:
            found, key = self._below(found, step)
            if found is None:
                return self._at(key if key is not None else self._root)
        if isinstance(found, yaml.ScalarNode) and (found.value or found.style):
            return self._at(found)
        return self._at(key if key is not None else found)

    def scalar(self, route: Iterable[str | int]) -> str | None:
        """The text of a scalar; None for anything else."""
        found = self._root
        for step in route:
            found, _ = self._below(found, step)
        return str(found.value) if isinstance(found, yaml.ScalarNode) else None

    @staticmethod
    def _below(node: Any, step: str | int) -> tuple[Any, Any]:
        """What stands under a key or an index, and the key."""
        if isinstance(node, yaml.MappingNode) and isinstance(step, str):
            return next(((value, key) for key, value in node.value if key.value == step), (None, None))
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            return node.value[step], None
        return None, None

    def _at(self, node: Any) -> Place:
        start, end = node.start_mark, node.end_mark
        last = end.column + 1 if end.line == start.line else len(self.lines[start.line].rstrip()) + 1
        return Place(self._file, start.line + 1, start.column + 1, max(start.column + 1, last))


def _composed(loader: Any, limits: Limits) -> Any:
    """The only document of a stream, by its events; None at the first thing out of the ordinary."""
    following = loader.get_event
    stack: list[tuple[Any, str | None]] = []
    current: Any = None
    key: str | None = None
    root: Any = None
    nodes = documents = 0
    while True:
        event = following()
        kind = type(event)
        if kind is events.ScalarEvent:
            value = event.value
            plain = not event.style
            if event.anchor is not None or event.tag is not None or len(value) > limits.scalar or current is None:
                return None
            if plain and not value.isascii() and (_ODD.match(value) or _ODD.match(value[-1])):
                return None
            if plain and value == "-":
                return None
            nodes += 1
            if type(current) is list:
                current.append(None if plain and value in _NULLS else value)
            elif key is not None:
                current[key] = None if plain and value in _NULLS else value
                key = None
            elif value in current or not value.isascii() or value == "<<":
                return None
            else:
                key = value
        elif kind is events.MappingStartEvent or kind is events.SequenceStartEvent:
            if event.anchor is not None or event.tag is not None or len(stack) == limits.depth or (type(current) is dict and key is None):
                return None
            stack.append((current, key))
            current, key = ({} if kind is events.MappingStartEvent else []), None
        elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
            done = current
            current, key = stack.pop()
            nodes += 1
            if current is None:
                root = done
            elif type(current) is list:
                current.append(done)
            else:
                current[key] = done
                key = None
            if nodes > limits.nodes or (type(done) is dict and len(done) > limits.keys):
                return None
        elif kind is events.DocumentStartEvent:
            documents += 1
            if documents > 1:
                return None
        elif kind is events.AliasEvent:
            return None
        elif kind is events.StreamEndEvent:
            return root
