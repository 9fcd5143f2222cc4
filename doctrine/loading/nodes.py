"""What a YAML file says, as frozen nodes that keep their source text and their place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from doctrine.diagnostics import Diagnostic, Place, Severity
from doctrine.loading.source import excerpt, short

MAX_DIGITS = 40
MAX_EXPONENT = 40

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED_INTEGER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE]([-+]?[0-9]+))?")

Value: TypeAlias = "bool | int | Decimal | str | list[Value] | dict[str, Value] | None"
Node: TypeAlias = "Scalar | Mapping | Sequence"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; `plain` when it was written without quotes, so that the core schema may see more than a text in it."""

    text: str
    plain: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items in the order of the file."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """One file that was read: its only YAML document and its lines, so that later checks can show where they look."""

    root: Node
    lines: tuple[str, ...]
    file: str

    def diagnostic(
        self,
        code: str,
        place: Place,
        values: dict[str, str] | None = None,
        *,
        severity: Severity = "error",
        related: tuple[Place, ...] = (),
    ) -> Diagnostic:
        """A diagnostic at a place of this file, with its source line."""
        shortened = {name: text if name in ("choices", "conflict") else short(text) for name, text in (values or {}).items()}
        return Diagnostic(code, place, severity, shortened, excerpt(self.lines, place), related)


def at(node: Node, path: Iterable[str | int]) -> Node | None:
    """The node that a route of keys and indexes leads to, None where the file has nothing there."""
    found: Node | None = node
    for step in path:
        match found, step:
            case Mapping(entries=entries), str():
                found = next((value for key, value in entries if key.text == step), None)
            case Sequence(items=items), int() if 0 <= step < len(items):
                found = items[step]
            case _:
                return None
    return found


def key_at(node: Node, path: Iterable[str | int]) -> Scalar | None:
    """The key that the last step of a route names: what a message about the key itself points at."""
    *route, last = path
    parent = at(node, route)
    return next((key for key, _ in parent.entries if key.text == last), None) if isinstance(parent, Mapping) else None


def resolve(scalar: Scalar) -> bool | int | Decimal | str | None:
    """The value of a scalar by the core schema of YAML 1.2; numbers are read exactly, from their source text.

    What YAML 1.1 guessed stays a text (`yes`, `NO`, `12:30`, `1_000`), and so does what no honest file holds: infinity,
    not-a-number, more than 40 digits, an exponent beyond 40.
    """
    text = scalar.text
    if not scalar.plain:
        return text
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    return _number(text) if text[0] in "+-.0123456789" else text


def value(node: Node) -> Value:
    """The value of a whole tree, with keys as texts."""
    match node:
        case Mapping(entries=entries):
            return {key.text: value(child) for key, child in entries}
        case Sequence(items=items):
            return [value(item) for item in items]
        case _:
            return resolve(node)


def _number(text: str) -> int | Decimal | str:
    if len(text) > 2 * MAX_DIGITS or sum(character.isdigit() for character in text) > MAX_DIGITS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _BASED_INTEGER.fullmatch(text):
        return int(text, 0)
    match = _DECIMAL.fullmatch(text)
    return Decimal(text) if match and abs(int(match[1] or 0)) <= MAX_EXPONENT else text
