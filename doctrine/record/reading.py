"""Bytes to a decision, or why not: strict JSON within bounds, every key known, nothing guessed.

A file in the layout that `seal` writes has each part on its own line; parts already met (the rules of one day are the same bytes in
many decisions) are then neither parsed nor digested again. Any other layout of the same content is read whole.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, NamedTuple

from doctrine.diagnostics import Diagnostic, Place
from doctrine.model.case import POLICIES
from doctrine.record.canonical import PREFIX, digest, digest_of
from doctrine.record.codec import Unreadable
from doctrine.record.decision import FORMAT, KEYS, PARTS, STATED, Decision
from doctrine.record.parts import read_part

#: Bytes of a decision; the largest of the examples holds four hundred thousand.
LIMIT = 16 * 1024 * 1024
_MOST_LEVELS = 64
_MOST_DIGITS = 15
_KEPT = 48
_LARGEST = 1024 * 1024
#: Parts that decisions of the same day, or about the same function, have in common.
SHARED = frozenset({"candidates", "services", "frameworks", "functions", "parameters", "law", "cards"})
_TEXTS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NOT_BRACKETS = bytes(one for one in range(256) if one not in b"[]{}")
_PARTS_OPEN, _PARTS_CLOSE = b'"parts":{', b"},"
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class _Refused(ValueError):
    """What strict JSON refuses: the code of the diagnostic."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Part(NamedTuple):
    data: Any
    digest: str
    kept: bool


class Library:
    """Parts that many decisions share, by the bytes of their line, and the values read from them; the least recent leave first.

    What belongs to one decision alone (its need, its answer) and what is very large is not kept, so that memory stays flat.
    """

    def __init__(self, most: int = _KEPT) -> None:
        """Keep at most this many parts, and the value of each."""
        self._most = most
        self._parts: OrderedDict[tuple[str, str], _Part] = OrderedDict()
        self._values: OrderedDict[tuple[str, str], Any] = OrderedDict()

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._values)

    def part(self, name: str, raw: bytes) -> _Part:
        """One part from the bytes of its line. Raises ValueError when it is not strict JSON."""
        if name not in SHARED or len(raw) > _LARGEST:
            data = _strict(raw)
            return _Part(data, digest(data), False)
        key = (name, digest_of(raw))
        found = self._parts.get(key)
        if found is None:
            data = _strict(raw)
            found = _Part(data, digest(data), True)
        self._keep(self._parts, key, found)
        return found

    def value(self, decision: Decision, name: str) -> Any:
        """The value of a part, read once for all decisions that share it. Raises Unreadable."""
        key = (name, decision.computed[name])
        if name not in decision.kept:
            return read_part(name, decision.parts[name])
        found = self._values[key] if key in self._values else read_part(name, decision.parts[name])
        self._keep(self._values, key, found)
        return found

    def _keep(self, kept: OrderedDict[tuple[str, str], Any], key: tuple[str, str], value: Any) -> None:
        kept[key] = value
        kept.move_to_end(key)
        if len(kept) > self._most:
            kept.popitem(last=False)


def read_decision(data: bytes, file: str, library: Library | None = None) -> Decision | Diagnostic:
    """The decision that a file holds, its digests computed but not compared."""
    if len(data) > LIMIT:
        return Diagnostic("DOC005", Place(file), values={"name": file, "limit": str(LIMIT // 1024)})
    library = library or Library()
    try:
        held = _by_lines(data, library)
        if held is None:
            held = _strict(data), {}
        return _decision(*held)
    except json.JSONDecodeError as error:
        return _not_json(data, file, error)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Diagnostic("DOC801", Place(file, line, 1, 2), values={"line": str(line)})
    except (UnicodeEncodeError, RecursionError):
        return Diagnostic("DOC802", Place(file))
    except _Refused as refused:
        return Diagnostic(refused.code, Place(file))
    except Unreadable as wrong:
        if wrong.what == "format":
            return Diagnostic("DOC803", Place(file), values={"format": str(wrong.path[0])[:40]})
        return unreadable(wrong, file)


def unreadable(wrong: Unreadable, file: str) -> Diagnostic:
    """What this version cannot read in a decision: a key is missing, a key is unknown, a value is not of its type."""
    code = {"missing": "DOC804", "unknown": "DOC808"}.get(wrong.what, "DOC809")
    return Diagnostic(code, Place(file), values={"where": "/".join(map(str, wrong.path))})


def _not_json(data: bytes, file: str, error: json.JSONDecodeError) -> Diagnostic:
    """Where the whole file stops being JSON, whatever part was being read."""
    try:
        json.loads(data)
    except json.JSONDecodeError as whole:
        error = whole
    except ValueError:
        pass
    return Diagnostic("DOC801", Place(file, error.lineno, error.colno, error.colno + 1), values={"line": str(error.lineno)})


def _by_lines(data: bytes, library: Library) -> tuple[Any, Mapping[str, _Part]] | None:
    """A file laid out as `seal` writes it, each part taken from the library; None when the layout is another."""
    before, opened, rest = data.partition(b"\n" + _PARTS_OPEN + b"\n")
    held, closed, after = rest.partition(b"\n" + _PARTS_CLOSE + b"\n")
    lines = held.split(b"\n")
    if not opened or not closed or len(lines) != len(PARTS):
        return None
    parts: dict[str, _Part] = {}
    for name, line in zip(PARTS, lines, strict=True):
        start = f'"{name}":'.encode()
        end = b"," if name != PARTS[-1] else b""
        if not line.startswith(start) or not line.endswith(end):
            return None
        try:
            parts[name] = library.part(name, line[len(start) : len(line) - len(end)])
        except json.JSONDecodeError:
            return None  # read whole, so that the line and the column are those of the file
    try:
        whole = _strict(before + b"\n" + after)
    except json.JSONDecodeError:
        return None
    if not isinstance(whole, dict) or "parts" in whole:
        return None
    return {**whole, "parts": {name: part.data for name, part in parts.items()}}, parts


def _strict(data: bytes) -> Any:
    """JSON as the format allows it. Raises ValueError: not JSON, or a key written twice, a number with a point, too many levels."""
    level = deepest = 0
    for bracket in _TEXTS.sub(b"", data).translate(None, _NOT_BRACKETS):
        level += 1 if bracket in b"[{" else -1
        deepest = max(level, deepest)
    if deepest > _MOST_LEVELS:
        raise _Refused("DOC802")
    return json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_float=_no_number, parse_int=_count, parse_constant=_no_number)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refused("DOC805")
    return found


def _no_number(text: str) -> Any:
    del text
    raise _Refused("DOC806")


def _count(text: str) -> int:
    if len(text) > _MOST_DIGITS or text == "-0":
        raise _Refused("DOC806")
    return int(text)


def _decision(whole: Any, read: Mapping[str, _Part]) -> Decision:
    """The shape of the envelope; the parts are read later, one by one."""
    if not isinstance(whole, dict) or not isinstance(whole.get("format"), str):
        raise Unreadable("format", "")
    if whole["format"] != FORMAT:
        raise Unreadable("format", whole["format"])
    _keys(whole, KEYS)
    _keys(whole["parts"], PARTS, "parts")
    _keys(whole["digests"], PARTS, "digests")
    for name in (*PARTS, None):
        one = whole["digest"] if name is None else whole["digests"][name]
        if not isinstance(one, str) or not _DIGEST.fullmatch(one):
            raise Unreadable("type", *(("digest",) if name is None else ("digests", name)))
    _stated(whole)
    for name, kind in _PART_TYPES.items():
        if not isinstance(whole["parts"][name], kind):
            raise Unreadable("type", "parts", name)
    parts = whole["parts"]
    digests = {name: read[name].digest if read else digest(parts[name]) for name in PARTS}
    kept = frozenset(name for name, part in read.items() if part.kept)
    return Decision({name: whole[name] for name in STATED}, parts, whole["digests"], whole["digest"], whole["signature"], digests, kept)


_PART_TYPES: Mapping[str, type] = {"need": dict, "weights": dict, "result": dict, "objects": dict}


def _keys(value: Any, names: tuple[str, ...], *under: str) -> None:
    """Exactly these keys."""
    if not isinstance(value, dict):
        raise Unreadable("type", *under)
    for name in names:
        if name not in value:
            raise Unreadable("missing", *under, name)
    for name in value:
        if name not in names:
            raise Unreadable("unknown", *under, name)


def _stated(whole: Mapping[str, Any]) -> None:
    """The shapes of what the statement holds, and of the signature."""
    _texts(whole["tool"], ("name", "version"), "tool")
    if whole["need_file"] is not None:
        _texts(whole["need_file"], ("sha256",), "need_file")
    if whole["supersedes"] is not None:
        _texts(whole["supersedes"], ("digest", "need"), "supersedes")
        if not whole["supersedes"]["digest"].startswith(PREFIX):
            raise Unreadable("type", "supersedes", "digest")
    if whole["signature"] is not None:
        _texts(whole["signature"], ("kind", "namespace", "public_key", "value"), "signature")
    _keys(whole["options"], ("presumptions", "all_steps", "unknown"), "options")
    for name, one in whole["options"].items():
        if not (one in POLICIES if name == "unknown" else isinstance(one, bool)):
            raise Unreadable("type", "options", name)
    if not isinstance(whole["anonymous"], list) or not all(isinstance(one, str) for one in whole["anonymous"]):
        raise Unreadable("type", "anonymous")


def _texts(value: Any, names: tuple[str, ...], under: str) -> None:
    _keys(value, names, under)
    for name in names:
        if not isinstance(value[name], str):
            raise Unreadable("type", under, name)
