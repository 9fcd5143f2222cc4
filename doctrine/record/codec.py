"""Frozen values of the model to plain JSON and back, driven by their type hints: the shape of a sealed part is that of its classes.

A field equal to its default is left out, so that a field added later changes nothing in a file sealed before; a field that no class
knows is refused. Exact numbers are texts: a Decimal as written, a Fraction as `a/b`. Where a hint leaves the type open (the value
of a fact, the values of a reason), what is not a text, a count, a yes or a list carries its type: `{"decimal": "12.50"}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from doctrine.model.facts import NOTHING, Amount, BuyerCondition, Candidate

Encode = Callable[[Any], Any]
#: A JSON value, and the candidates by id that a result refers to → the value.
Decode = Callable[[Any, Mapping[str, Candidate]], Any]

_DECIMAL = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?", re.ASCII)
_FRACTION = re.compile(r"-?\d{1,4000}/[1-9]\d{0,3999}", re.ASCII)
_MOST_LEVELS = 16
_LARGEST = 2**53 - 1


class Unreadable(ValueError):
    """A sealed value that the present classes cannot read: what is wrong (`type`, `unknown`, `missing`) and where."""

    def __init__(self, what: str, *path: str | int) -> None:
        """Keep the kind of mistake and the route to it."""
        super().__init__(what)
        self.what = what
        self.path = path

    def under(self, step: str | int) -> Unreadable:
        """The same, seen from one level above."""
        return Unreadable(self.what, step, *self.path)


def encode(hint: Any, value: Any, *, referring: bool = False) -> Any:
    """A value as plain JSON; with `referring`, candidates are written by their id."""
    return _coder(hint, referring)[0](value)


def decode(hint: Any, data: Any, known: Mapping[str, Candidate] | None = None) -> Any:
    """The value that `encode` wrote; `known` holds the candidates a referring value names. Raises Unreadable."""
    return _coder(hint, known is not None)[1](data, NOTHING if known is None else known)


@cache
def _coder(hint: Any, referring: bool) -> tuple[Encode, Decode]:
    """The two ways of one type hint."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _coder(arguments[0], referring)
    if hint is Candidate and referring:
        return _candidate_id, _known_candidate
    if hint in _LEAVES:
        return _LEAVES[hint]
    if origin is Literal:
        return _same, _one_of(arguments)
    if origin in (Union, UnionType):
        return _union(arguments, referring)
    if origin is tuple:
        return _several(arguments[0], referring) if arguments[-1] is Ellipsis else _fixed(arguments, referring)
    if origin is frozenset:
        inner, back = _several(arguments[0], referring)
        return lambda value: sorted(inner(value)), lambda data, known: frozenset(back(data, known))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(arguments[1], referring)
    if isinstance(hint, type) and (hasattr(hint, "_fields") or is_dataclass(hint)):
        return _record(hint, referring)
    raise TypeError(hint)


def _same(value: Any) -> Any:
    return value


def _typed(kind: type) -> Decode:
    def read(data: Any, known: Mapping[str, Candidate]) -> Any:
        del known
        if type(data) is not kind:
            raise Unreadable("type")
        return data

    return read


def _parsed(pattern: re.Pattern[str], make: Callable[[str], Any]) -> Decode:
    def read(data: Any, known: Mapping[str, Candidate]) -> Any:
        del known
        if type(data) is not str or not pattern.fullmatch(data):
            raise Unreadable("type")
        try:
            return make(data)
        except ValueError:
            raise Unreadable("type") from None

    return read


def _count(value: int) -> int:
    if abs(value) > _LARGEST:
        raise ValueError(value)
    return value


def _points(value: Any) -> Any:
    return _fraction(value) if isinstance(value, Fraction) else _count(value)


def _fraction(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _candidate_id(value: Candidate) -> str:
    return value.id


def _known_candidate(data: Any, known: Mapping[str, Candidate]) -> Candidate:
    if type(data) is not str or data not in known:
        raise Unreadable("missing")
    return known[data]


def _read_points(data: Any, known: Mapping[str, Candidate]) -> Any:
    return data if type(data) is int else _READ_FRACTION(data, known)


_READ_DECIMAL = _parsed(_DECIMAL, Decimal)
_READ_FRACTION = _parsed(_FRACTION, Fraction)
_READ_DAY = _parsed(re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII), date.fromisoformat)


def _write_decimal(value: Decimal) -> str:
    return format(value, "f")


def _one_of(words: tuple[Any, ...]) -> Decode:
    allowed = frozenset(words)

    def read(data: Any, known: Mapping[str, Candidate]) -> Any:
        del known
        if type(data) is not str or data not in allowed:
            raise Unreadable("type")
        return data

    return read


def _union(hints: tuple[Any, ...], referring: bool) -> tuple[Encode, Decode]:
    kept = [hint for hint in hints if hint is not NoneType]
    if set(kept) == {int, Fraction}:
        one: tuple[Encode, Decode] = (_points, _read_points)
    elif all(get_origin(hint) is Literal for hint in kept):
        one = (_same, _one_of(tuple(word for hint in kept for word in get_args(hint))))
    else:
        one = _coder(kept[0], referring) if len(kept) == 1 else (_open, _read_open)
    if len(kept) == len(hints):
        return one
    write, read = one
    return lambda value: None if value is None else write(value), lambda data, known: None if data is None else read(data, known)


def _several(hint: Any, referring: bool) -> tuple[Encode, Decode]:
    write, back = _coder(hint, referring)

    def read(data: Any, known: Mapping[str, Candidate]) -> Any:
        if type(data) is not list:
            raise Unreadable("type")
        found: list[Any] = []
        try:
            for item in data:
                found.append(back(item, known))  # its length is the place of what fails
        except Unreadable as wrong:
            raise wrong.under(len(found)) from None
        return tuple(found)

    return lambda value: [write(item) for item in value], read


def _fixed(hints: tuple[Any, ...], referring: bool) -> tuple[Encode, Decode]:
    coders = [_coder(hint, referring) for hint in hints]

    def read(data: Any, known: Mapping[str, Candidate]) -> Any:
        if type(data) is not list or len(data) != len(coders):
            raise Unreadable("type")
        return tuple(back(item, known) for (_, back), item in zip(coders, data, strict=True))

    return lambda value: [write(item) for (write, _), item in zip(coders, value, strict=True)], read


def _mapping(hint: Any, referring: bool) -> tuple[Encode, Decode]:
    write, back = _coder(hint, referring)

    def read(data: Any, known: Mapping[str, Candidate]) -> Any:
        if type(data) is not dict:
            raise Unreadable("type")
        found = {}
        for key, item in data.items():
            try:
                found[key] = back(item, known)
            except Unreadable as wrong:
                raise wrong.under(key) from None
        return found

    return lambda value: {key: write(item) for key, item in value.items()}, read


_REQUIRED = object()


def _record(kind: Any, referring: bool) -> tuple[Encode, Decode]:
    """A named tuple or a dataclass as an object of its fields, those at their default left out."""
    hints = get_type_hints(kind)
    if hasattr(kind, "_fields"):
        defaults = {name: kind._field_defaults.get(name, _REQUIRED) for name in kind._fields}
    else:
        defaults = {one.name: one.default if one.default is not one.default_factory else _REQUIRED for one in fields(kind)}
    coders = [(name, default, *_coder(hints[name], referring)) for name, default in defaults.items()]

    def write(value: Any) -> dict[str, Any]:
        written = {}
        for name, default, one, _ in coders:
            held = getattr(value, name)
            if held is default or (default is not _REQUIRED and held == default):
                continue
            written[name] = one(held)
        return written

    def read(data: Any, known: Mapping[str, Candidate]) -> Any:
        if type(data) is not dict:
            raise Unreadable("type")
        unknown = next((name for name in data if name not in defaults), None)
        if unknown is not None:
            raise Unreadable("unknown", unknown)
        held = []
        for name, default, _, back in coders:
            if name not in data:
                if default is _REQUIRED:
                    raise Unreadable("missing", name)
                held.append(default)
                continue
            try:
                held.append(back(data[name], known))
            except Unreadable as wrong:
                raise wrong.under(name) from None
        return kind(*held)

    return write, read


#: Types that carry their name where the hint leaves them open.
_TAGS: Mapping[str, tuple[type, Any]] = {
    "decimal": (Decimal, Decimal),
    "fraction": (Fraction, Fraction),
    "date": (date, date),
    "amount": (Amount, Amount),
    "condition": (BuyerCondition, BuyerCondition),
    "mapping": (Mapping, Mapping[str, object]),
}


def _open(value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return _count(value)
    if isinstance(value, tuple | list):
        return [_open(item) for item in value]
    for tag, (kind, hint) in _TAGS.items():
        if isinstance(value, kind):
            return {tag: _coder(hint, False)[0](value)}
    raise TypeError(type(value))


def _read_open(data: Any, known: Mapping[str, Candidate], level: int = 0) -> Any:
    if data is None or type(data) in (str, bool, int):
        return data
    if level > _MOST_LEVELS:
        raise Unreadable("type")
    if type(data) is list:
        return tuple(_read_open(item, known, level + 1) for item in data)
    if type(data) is not dict or len(data) != 1:
        raise Unreadable("type")
    ((tag, held),) = data.items()
    if tag not in _TAGS:
        raise Unreadable("unknown", tag)
    if tag == "mapping":
        if type(held) is not dict:
            raise Unreadable("type")
        return {key: _read_open(item, known, level + 1) for key, item in held.items()}
    return _coder(_TAGS[tag][1], False)[1](held, known)


_LEAVES: dict[Any, tuple[Encode, Decode]] = {
    str: (_same, _typed(str)),
    bool: (_same, _typed(bool)),
    int: (_count, _typed(int)),
    Decimal: (_write_decimal, _READ_DECIMAL),
    Fraction: (_fraction, _READ_FRACTION),
    date: (date.isoformat, _READ_DAY),
    object: (_open, _read_open),
}
