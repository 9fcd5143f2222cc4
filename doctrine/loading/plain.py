"""A file read without places, when nothing in it needs any: the same values as the strict reader, several times faster.

Whatever might be a mistake, or merely rare, is left to the strict reader (`yaml_reader.read`), which says where and why. So None never
means that a file is wrong, and a value always means that the strict reader would find nothing to say.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml import events

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
