"""From nodes to frozen values: the named tuples of `model` are the shape, pydantic-core validates, we own the leaves.

pydantic-core checks keys, lists and nesting and gathers every error at once; each leaf is parsed by its `ScalarKind` from the
text the buyer wrote. The core schema is made from the type hints here rather than by pydantic, which would cost 70 to
130 ms at each start for the same validator (docs/decisions/0005-validation.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from pydantic_core import CoreSchema, PydanticCustomError, SchemaValidator, ValidationError, core_schema

from doctrine.diagnostics import Diagnostic, Place, in_order
from doctrine.loading.nodes import Document, Mapping, Node, Scalar, Sequence, at, key_at
from doctrine.model.scalars import Refused, ScalarKind, WrittenValue, nearest

T = TypeVar("T")
NO_STAND_INS: Mapping_[str, object] = MappingProxyType({})
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Shaped(Generic[T]):
    """A value of the asked shape, or None, and what is wrong; `partial` is what is left once the wrong parts are taken out."""

    value: T | None
    diagnostics: list[Diagnostic]
    partial: T | None = None


def shape(document: Document, kind: type[T], stand_ins: Mapping_[str, object] = NO_STAND_INS) -> Shaped[T]:
    """Read a document as a shape of `model`; every diagnostic at once, sorted by place."""
    node = document.root
    try:
        validated: T = validator(cast(Any, kind)).validate_python(_plain(node))
        return Shaped(validated, [])
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = [_diagnostic(document, node, kind, detail) for detail in details]
        other = [
            one for one, detail in zip(found, details, strict=True) if detail["loc"] == ("format",) and "/" in one.values.get("text", "")
        ]
        if other:  # another kind of file: what else is wrong with it would only mislead
            return Shaped(None, other)
        return Shaped(
            None, in_order(_missing_together(found)), _without(node, kind, [_wrong_part(node, detail) for detail in details], stand_ins)
        )


def shape_of_plain(data: object, kind: type[T]) -> T | None:
    """A value read without places (`plain.read_plain`) as a shape; None when something is wrong with it."""
    try:
        found: T = validator(cast(Any, kind)).validate_python(data)
    except ValidationError:
        return None
    return found


def _wrong_part(node: Node, detail: Any) -> tuple[str | int, ...]:
    """The route of what an error is about, a missing key included."""
    path = route(node, detail["loc"])
    return (*path, str(detail["loc"][-1])) if detail["type"].startswith("missing") else path


def _without(node: Node, kind: type[T], wrong: list[tuple[str | int, ...]], stand_ins: Mapping_[str, object]) -> T | None:
    """The value without its wrong parts, so that the rest can be checked in the same run; None when too much is missing.

    A part that its owner cannot do without takes its owner away; at the top, `stand_ins` take the place of what is wrong.
    """
    data: Any = _plain(node)
    for path in sorted(wrong, key=len, reverse=True):
        _take_out(data, _dispensable(kind, path))
    for name, written_for in stand_ins.items():
        if isinstance(data, dict) and data.get(name) is None:
            data[name] = _stand_in(written_for, node.place)
    try:
        kept: T = validator(cast(Any, kind)).validate_python(_dense(data))
    except ValidationError:
        return None
    return kept


def _stand_in(value: object, place: Place) -> object:
    """A value as if it had been written."""
    if isinstance(value, dict):
        return {name: _stand_in(inner, place) for name, inner in value.items()}
    return Scalar(str(value), plain=True, place=place)


def _dispensable(kind: Any, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The shortest cut that takes a wrong part out: up to the first part its owner can do without, or an item of a list."""
    while len(path) > 1:
        owner = _class_at(kind, path[:-1])
        if isinstance(path[-1], int) or (owner is not None and path[-1] in owner._field_defaults):
            return path
        path = path[:-1]
    return path


def _take_out(data: Any, path: tuple[str | int, ...]) -> None:
    for step in path[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(data, dict) and path:
        data.pop(path[-1], None)
    elif isinstance(data, list) and path:
        data[cast(int, path[-1])] = None


def _dense(data: object) -> object:
    """The same without the list items taken out."""
    if isinstance(data, dict):
        return {key: _dense(value) for key, value in data.items()}
    return [_dense(item) for item in data if item is not None] if isinstance(data, list) else data


def _missing_together(found: list[Diagnostic]) -> list[Diagnostic]:
    """One diagnostic for all the keys missing at one place."""
    missing: dict[Place, list[str]] = {}
    for one in found:
        if one.code == "DOC051":
            missing.setdefault(one.place, []).append(one.values["key"])
    merged = [one for one in found if one.code != "DOC051"]
    for place, keys in missing.items():
        first = next(one for one in found if one.code == "DOC051" and one.place == place)
        merged.append(replace(first, values={"key": ", ".join(keys)}))
    return merged


def _plain(node: Node) -> object:
    """Nodes as dictionaries and lists; a scalar stays a node, so that its leaf sees what was written; a null is None."""
    match node:
        case Mapping(entries=entries):
            return {key.text: _plain(child) for key, child in entries}
        case Sequence(items=items):
            return [_plain(item) for item in items]
        case _:
            return None if node.plain and node.text in _NULLS else node


@cache
def validator(kind: Any) -> SchemaValidator:
    """The validator of one dataclass and all it holds, built once."""
    return SchemaValidator(_of_class(kind))


@cache
def _of_class(kind: Any) -> CoreSchema:
    """A named tuple is validated as the arguments of its call, from a mapping alone."""
    hints = get_type_hints(kind, include_extras=True)
    arguments = [
        core_schema.arguments_parameter(name, _of_field(kind._field_defaults, name, hints[name]), mode="keyword_only")
        for name in kind._fields
    ]
    call = core_schema.call_schema(core_schema.arguments_schema(arguments), kind)
    return core_schema.chain_schema([core_schema.dict_schema(), call])


def is_shape(hint: Any) -> bool:
    """Whether a hint is a named tuple of the model."""
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


def _of_field(defaults: dict[str, Any], name: str, hint: Any) -> CoreSchema:
    """A field; one with a default may be left out or written null, and then takes it."""
    inner = _of_hint(hint)
    if name not in defaults:
        return inner
    default = defaults[name]

    def or_default(value: object) -> object:
        return default if value is None else value

    nullable = core_schema.no_info_after_validator_function(or_default, core_schema.nullable_schema(inner))
    return core_schema.with_default_schema(nullable, default=default)


def _of_hint(hint: Any) -> CoreSchema:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _leaf(arguments[1])
    if origin is Literal:
        return core_schema.no_info_plain_validator_function(_word(tuple(arguments)))
    if hint is WrittenValue:
        return core_schema.no_info_plain_validator_function(_written)
    if origin is tuple:
        return core_schema.tuple_variable_schema(_of_hint(arguments[0]))
    if origin is dict:
        return core_schema.dict_schema(values_schema=_of_hint(arguments[1]))
    if origin in (Union, UnionType):
        kept = [argument for argument in arguments if argument is not NoneType]
        return _of_hint(kept[0]) if len(kept) == 1 else _list_or_word(kept)
    if is_shape(hint):
        return _of_class(hint)
    raise TypeError(hint)


def _list_or_word(hints: list[Any]) -> CoreSchema:
    """Either a list or a single word; the tag names nothing in the file and is skipped when an error is placed."""
    listed = next(hint for hint in hints if get_origin(hint) is tuple)
    word = next(hint for hint in hints if get_origin(hint) is not tuple)
    return core_schema.tagged_union_schema(
        {"list": _of_hint(listed), "word": _of_hint(word)}, discriminator=lambda value: "list" if isinstance(value, list) else "word"
    )


def _leaf(kind: ScalarKind) -> CoreSchema:
    def parse(value: object) -> object:
        if type(value) is str:
            text, plain = value, False
        elif isinstance(value, Scalar):
            text, plain = value.text, value.plain
        elif value is None:
            text, plain = "", True
        else:
            raise PydanticCustomError("DOC055", "a single value is expected")
        try:
            return kind.parse(text, plain)
        except Refused as refused:
            raise _custom(refused.code, refused.values) from None

    return core_schema.no_info_plain_validator_function(parse)


def _custom(code: str, values: dict[str, str]) -> PydanticCustomError:
    return PydanticCustomError(code, code, values)


def _word(choices: tuple[str, ...]) -> Callable[[object], str]:
    def parse(value: object) -> str:
        if value is not None and not isinstance(value, Scalar | str):
            raise PydanticCustomError("DOC055", "a single value is expected")
        text = value if isinstance(value, str) else value.text if isinstance(value, Scalar) else ""
        if text not in choices:
            raise _custom("DOC072", {"text": text, "choices": ", ".join(choices), "near": nearest(text, choices)})
        return text

    return parse


def _written(value: object) -> WrittenValue:
    return WrittenValue(written(value))


def written(value: object) -> object:
    """A value kept as written: texts, tuples of them, and tuples of (key, value) pairs."""
    if isinstance(value, Scalar):
        return value.text  # a text is one already: files read without places hold no node
    if isinstance(value, dict):
        return tuple((key, written(child)) for key, child in value.items())
    if isinstance(value, list):
        return [written(child) for child in value]
    return value


_EXPECTED = {
    "tuple_type": "DOC053",
    "list_type": "DOC053",
    "dict_type": "DOC054",
}


def _diagnostic(document: Document, root: Node, kind: type[Any], detail: Any) -> Diagnostic:
    """Place one error of pydantic-core: a bad key at the key, a missing one at its parent, the rest at the value."""
    code = detail["type"]
    path = route(root, detail["loc"])
    if code == "unexpected_keyword_argument":
        key = key_at(root, path)
        name = str(path[-1])
        near = nearest(name, _keys_at(kind, path[:-1]))
        return document.diagnostic("DOC050", key.place if key else place_of(root, path), {"key": name, "near": near})
    if code == "missing_keyword_only_argument":
        return document.diagnostic("DOC051", place_of(root, path), {"key": str(detail["loc"][-1])})
    if code in _EXPECTED:
        return document.diagnostic(_EXPECTED[code], place_of(root, path), {"key": _last_key(path)})
    values = {name: str(value) for name, value in detail.get("ctx", {}).items()}
    return document.diagnostic(code, place_of(root, path), values | {"key": _last_key(path)})


def _last_key(path: tuple[str | int, ...]) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def route(root: Node, location: Iterable[str | int]) -> tuple[str | int, ...]:
    """The part of an error's path that exists in the file: segments that name nothing (tags of unions) are skipped."""
    path: list[str | int] = []
    for step in location:
        if at(root, [*path, step]) is not None:
            path.append(step)
    return tuple(path)


def place_of(root: Node, path: Iterable[str | int]) -> Place:
    """Where a value stands: a scalar's own place, the key that opens a mapping or a list, the top of the file otherwise."""
    steps = tuple(path)
    node = at(root, steps)
    if isinstance(node, Scalar) and (node.text or not node.plain):
        return node.place
    if steps and isinstance(steps[-1], str):
        key = key_at(root, steps)
        if key is not None:
            return key.place
    return node.place if node is not None else root.place


def _keys_at(kind: type[Any], path: tuple[str | int, ...]) -> list[str]:
    """The keys that the shape allows at a route, to propose the nearest."""
    found = _class_at(kind, path)
    return list(found._fields) if found is not None else []


def _class_at(kind: type[Any], path: tuple[str | int, ...]) -> Any:
    """The shape expected at a route, None where a single value is."""
    current: Any = kind
    for step in path:
        if isinstance(step, int):
            continue
        hint = get_type_hints(current, include_extras=True).get(step) if is_shape(current) else current
        current = _inner_class(hint)
        if current is None:
            return None
    return current if is_shape(current) else None


def _inner_class(hint: Any) -> Any:
    """The dataclass that a hint holds, through optional, list and mapping."""
    if is_shape(hint):
        return hint
    return next((found for argument in get_args(hint) if (found := _inner_class(argument)) is not None), None)
