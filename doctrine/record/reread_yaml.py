"""A plain tree as YAML that any reader takes alike: block lists and mappings, every text in double quotes, an empty one left blank."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

Tree = str | Mapping[str, "Tree"] | Sequence["Tree"]

#: Characters that a YAML reader takes for a line end or refuses unescaped.
_ESCAPED = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff\ufff9-\uffff\U00010000-\U0010ffff]")


def as_yaml(tree: Mapping[str, Tree], comment: str) -> str:
    """The text of a file: the comment first, then each key."""
    lines = [f"# {line}".rstrip() for line in comment.splitlines()]
    return "\n".join([*lines, *_mapping(tree, 0)]) + "\n"


def _mapping(tree: Mapping[str, Tree], level: int) -> Iterator[str]:
    for key, value in tree.items():
        lead = f"{'  ' * level}{key}:"
        if isinstance(value, str):
            yield f"{lead} {_text(value)}".rstrip()
        elif not value:
            yield f"{lead} []"
        else:
            yield lead
            yield from _mapping(value, level + 1) if isinstance(value, Mapping) else _list(value, level + 1)


def _list(items: Sequence[Tree], level: int) -> Iterator[str]:
    for item in items:
        lead = "  " * level + "- "
        if isinstance(item, str):
            yield lead + _text(item)
        elif isinstance(item, Mapping):
            lines = list(_mapping(item, level + 1))
            yield lead + lines[0].lstrip(" ")
            yield from lines[1:]


def _text(text: str) -> str:
    """A text in double quotes; nothing at all for an empty one, so that a person writes the answer there."""
    return _ESCAPED.sub(_escape, json.dumps(text, ensure_ascii=False)) if text else ""


def _escape(found: re.Match[str]) -> str:
    point = ord(found[0])
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"
