"""The JSON Schema of need files, made from the same shapes that read them, with titles and descriptions in one language.

Draft 2020-12, kept within what draft-07 editors read too.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from doctrine.loading.shape import is_shape
from doctrine.model.need import Need
from doctrine.model.scalars import WrittenValue

Schema = dict[str, Any]
#: Words that editors propose: ids of the catalogue by kind, each with what it is called.
Known = Mapping[str, Mapping[str, str]]
#: The keys that name something of the catalogue. A buyer's own catalogue may hold more: other ids stay valid.
_NAMING = {
    "Need.function": "functions",
    "CandidateEntry.functions": "functions",
    "Requirement.capability": "capabilities",
    "Finding.capability": "capabilities",
    "FactEntry.capability": "capabilities",
    "HintEntry.capability": "capabilities",
    "Requirement.fact": "facts",
    "Finding.fact": "facts",
    "FactEntry.fact": "facts",
    "HintEntry.fact": "facts",
    "Purpose.incumbent": "candidates",
    "Adaptation.candidate": "candidates",
    "Finding.candidate": "candidates",
    "Derogation.candidate": "candidates",
}
_ANY_WRITTEN: Schema = {"type": ["string", "number", "array", "object"]}


def need_schema(words: Mapping[str, Mapping[str, str]], known: Known | None = None) -> Schema:
    """The schema of `need/1`; `words` are the titles and descriptions by shape and field, `known` the ids that editors propose."""
    definitions: dict[str, Schema] = {}
    root = _object(Need, words, definitions)
    known = known or {}
    for key, kind in _NAMING.items():
        shape, _, field = key.partition(".")
        if kind in known:
            properties = (root if shape == "Need" else definitions[shape])["properties"]
            properties[field] = _proposing(kind, properties[field])
    definitions |= {
        f"known_{kind}": {"enum": list(names), "enumDescriptions": list(names.values())} for kind, names in known.items() if names
    }
    root["properties"] = {"$schema": {"type": "string"}} | root["properties"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:doctrine:need:1",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _proposing(kind: str, schema: Schema) -> Schema:
    """The same values, those of the catalogue named: an editor proposes them, and still accepts others."""
    if schema.get("type") == "array":
        return schema | {"items": _proposing(kind, schema["items"])}
    words: Schema = {name: schema[name] for name in ("title", "description") if name in schema}
    others = schema.get("anyOf") or [{name: value for name, value in schema.items() if name not in words}]
    if others[0].get("type") == "array":
        return {"anyOf": [_proposing(kind, others[0]), *others[1:]], **words}
    return {"anyOf": [{"$ref": f"#/$defs/known_{kind}"}, *others], **words}


def _object(kind: type[Any], words: Mapping[str, Mapping[str, str]], definitions: dict[str, Schema]) -> Schema:
    hints = get_type_hints(kind, include_extras=True)
    properties: Schema = {}
    required = []
    for name in kind._fields:
        found = dict(_of(hints[name], words, definitions))
        if name in kind._field_defaults and not _allows_null(found):
            found = {"anyOf": [found, {"type": "null"}]}
        properties[name] = found | _words(words, f"{kind.__name__}.{name}")
        if name not in kind._field_defaults:
            required.append(name)
    return {"type": "object", **_words(words, kind.__name__), "additionalProperties": False, "required": required, "properties": properties}


def _allows_null(schema: Schema) -> bool:
    """Whether a schema already admits an empty value."""
    return any(one == {"type": "null"} for one in schema.get("anyOf", ()))


def _words(words: Mapping[str, Mapping[str, str]], key: str) -> Schema:
    return {name: text for name, text in words.get(key, {}).items() if name in ("title", "description")}


def _of(hint: Any, words: Mapping[str, Mapping[str, str]], definitions: dict[str, Schema]) -> Schema:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return dict(arguments[1].schema)
    if origin is Literal:
        return {"enum": list(arguments)} if len(arguments) > 1 else {"const": arguments[0]}
    if hint is WrittenValue:
        return dict(_ANY_WRITTEN)
    if origin is tuple:
        return {"type": "array", "items": _of(arguments[0], words, definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(arguments[1], words, definitions)}
    if origin in (Union, UnionType):
        kept = [_of(argument, words, definitions) for argument in arguments if argument is not NoneType]
        if NoneType in arguments:
            kept.append({"type": "null"})
        return kept[0] if len(kept) == 1 else {"anyOf": kept}
    if is_shape(hint):
        name = hint.__name__
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _object(hint, words, definitions)
        return {"$ref": f"#/$defs/{name}"}
    raise TypeError(hint)
