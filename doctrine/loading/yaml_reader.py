"""Strict YAML: bytes to located nodes, or every reason why not.

Only the events of libyaml are used. Composing is done here, with a stack and limits, because the loaders of PyYAML
recurse, resolve by YAML 1.1, follow aliases and merges, and keep the last of two equal keys.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import events

from doctrine.diagnostics import Diagnostic, Place, in_order, refused
from doctrine.loading import source, syntax
from doctrine.loading.files import too_large
from doctrine.loading.nodes import Document, Mapping, Node, Scalar, Sequence
from doctrine.loading.source import Source


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold: bytes, levels, nodes, characters in one scalar, keys in one mapping."""

    size: int
    nodes: int
    keys: int
    depth: int = 64
    scalar: int = 64 * 1024


NEED_LIMITS = Limits(size=1024 * 1024, nodes=100_000, keys=1000)
CATALOGUE_LIMITS = Limits(size=16 * 1024 * 1024, nodes=2_000_000, keys=100_000)
MOST_DIAGNOSTICS = 100

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_PROPERTY = re.compile(r"(?:\s++|(?<=\s)#[^\n]*+)*+(!<[^>\n]*>|[&!][^\s,\[\]{}]*)")
_DIRECTIVE = re.compile(r"^%(\w+)[ \t]*([^\r\n#]*)", re.MULTILINE)
_SUPPORTED_DIRECTIVE = re.compile(r"%YAML[ \t]+1\.2[ \t]*")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^xuU])", re.DOTALL)
_GLUED_COMMENT = re.compile(r"(?:[|>][-+0-9]*)?(#)")
_NAMED_ESCAPES = dict(zip("0abvfreNLP", "\x00\x07\x08\x0b\x0c\r\x1b\x85\u2028\u2029", strict=True))


def read(data: bytes, file: str, limits: Limits = NEED_LIMITS, *, any_root: bool = False) -> tuple[Document | None, list[Diagnostic]]:
    """The document of a file, or the errors that forbid it; with a document, the list holds notes at most.

    Any bytes are answered, none raises. `any_root` accepts a list or a lone scalar where a file of ours has a mapping.
    """
    if len(data) > limits.size:
        return None, [too_large(file, limits.size)]
    text, diagnostics = source.decode(data, file)
    if text is None:
        return None, diagnostics
    diagnostics += source.hidden(text, MOST_DIAGNOSTICS)
    composer = _Composer(text, limits, any_root, diagnostics)
    if len(diagnostics) < MOST_DIAGNOSTICS:
        composer.compose()
    if len(diagnostics) >= MOST_DIAGNOSTICS:
        diagnostics.append(Diagnostic("DOC049", Place(file), "note", {"limit": str(MOST_DIAGNOSTICS)}))
    ordered = in_order(diagnostics)
    if composer.root is None or refused(ordered):
        return None, ordered
    return Document(composer.root, text.lines, file), ordered


class _Stop(Exception):
    """Composing further would say nothing useful or cost too much."""


@dataclass(slots=True)
class _Frame:
    """A mapping or a sequence whose end has not been read yet."""

    start: Any
    is_mapping: bool
    is_key: bool
    is_flow: bool
    items: list[Any] = field(default_factory=list)
    key: Scalar | None = None
    seen: dict[str, Place] = field(default_factory=dict)


class _Composer:
    """Events to nodes, one at a time; refusals are added to `diagnostics` and reading goes on where it can."""

    def __init__(self, text: Source, limits: Limits, any_root: bool, diagnostics: list[Diagnostic]) -> None:
        self.text = text
        self.limits = limits
        self.any_root = any_root
        self.diagnostics = diagnostics
        self.hidden = [one for one in diagnostics if one.severity == "error"]
        self.parsed = source.without_hidden(text.text) if self.hidden else text.text
        if self.parsed[-1:] in (" ", "\t") and self.parsed.rstrip(" \t").endswith("\n"):
            self.parsed += "\n"  # libyaml forgets a last line of blanks that no line feed ends
        self.root: Node | None = None
        self.stack: list[_Frame] = []
        self.nodes = 0
        self.documents = 0
        self.last: Any = None
        self.handlers: dict[type, Callable[[Any], None]] = {
            events.DocumentStartEvent: self._document,
            events.ScalarEvent: self._scalar,
            events.AliasEvent: self._alias,
            events.MappingStartEvent: self._open,
            events.SequenceStartEvent: self._open,
            events.MappingEndEvent: self._close,
            events.SequenceEndEvent: self._close,
        }

    def compose(self) -> None:
        handlers = self.handlers
        try:
            for event in yaml.parse(self.parsed, Loader=LOADER):
                handler = handlers.get(type(event))
                if handler:
                    handler(event)
                    self.last = event
        except _Stop:
            return
        except (yaml.YAMLError, ValueError) as error:  # ValueError: an escape beyond Unicode, in pure Python
            self._syntax_error(error)
            return
        if not self.documents:
            self.diagnostics.append(Diagnostic("DOC018", Place(self.text.file)))

    def _refuse(self, code: str, place: Place, *, related: tuple[Place, ...] = (), **values: str) -> None:
        self.diagnostics.append(self.text.diagnostic(code, place, values, related=related))
        if len(self.diagnostics) >= MOST_DIAGNOSTICS:
            raise _Stop

    def _syntax_error(self, error: yaml.YAMLError | ValueError) -> None:
        """Say what libyaml met, unless a hidden character that was already reported may be the cause."""
        bracket = next((frame.start for frame in reversed(self.stack) if frame.is_flow), None)
        for one in syntax.explain(error, self.text, self.last, bracket):
            last = one.place.line
            first = min([last, *(place.line for place in one.related)])
            if not any(
                hidden.place.line <= last and (hidden.code == source.SEPARATOR or hidden.place.line >= first) for hidden in self.hidden
            ):
                self.diagnostics.append(one)

    def _place(self, start: Any, end: Any) -> Place:
        """The place of what stands between two marks; at the end of a file, libyaml counts a line that is not there."""
        line: int = start.line
        lines = self.text.lines
        if line >= len(lines):
            end_of_file = len(lines[-1]) + 1
            return Place(self.text.file, len(lines), end_of_file, end_of_file)
        column: int = start.column + 1
        last: int = end.column + 1 if end.line == line else len(lines[line].rstrip()) + 1
        return Place(self.text.file, line + 1, column, max(column, last))

    def _document(self, event: Any) -> None:
        self.documents += 1
        for match in _DIRECTIVE.finditer(self.parsed, event.start_mark.index, event.end_mark.index):
            if not _SUPPORTED_DIRECTIVE.fullmatch(match[0]):
                self._refuse("DOC021", self.text.span(*match.span()), directive=match[0].strip())
        if self.documents > 1:
            self._refuse("DOC020", self._place(event.start_mark, event.end_mark))
            raise _Stop

    def _alias(self, event: Any) -> None:
        place = self._place(event.start_mark, event.end_mark)
        self._refuse("DOC024", place, name=event.anchor)
        self._add(Scalar("", False, place), False)

    def _scalar(self, event: Any) -> None:
        place = self._place(event.start_mark, event.end_mark)
        text: str = event.value
        plain = not event.style
        self._properties(event)
        if len(text) > self.limits.scalar:
            self._refuse("DOC030", place, limit=str(self.limits.scalar))
            raise _Stop
        already = len(self.diagnostics)
        self._laxities(event, text, place)
        if not text.isascii() or not text.isprintable():
            self._characters(event, text, plain)
        if not self.stack and not self.any_root and len(self.diagnostics) == already:
            self._scalar_root(text, plain, place)
        self._add(Scalar(text, plain, place), event.tag is None)

    def _scalar_root(self, text: str, plain: bool, place: Place) -> None:
        if plain and not text:
            self._refuse("DOC018", Place(self.text.file))
        else:
            self._refuse("DOC019", place)
        raise _Stop

    def _open(self, event: Any) -> None:
        mark = event.start_mark
        place = Place(self.text.file, mark.line + 1, mark.column + 1, mark.column + 2)
        is_mapping = type(event) is events.MappingStartEvent
        self._properties(event)
        if len(self.stack) == self.limits.depth:
            self._refuse("DOC028", place, limit=str(self.limits.depth))
            raise _Stop
        if not self.stack and not is_mapping and not self.any_root:
            self._refuse("DOC019", place)
        parent = self.stack[-1] if self.stack else None
        is_key = parent is not None and parent.is_mapping and parent.key is None
        if is_key:
            self._refuse("DOC027", place)
        self.stack.append(_Frame(mark, is_mapping, is_key, event.flow_style))

    def _close(self, event: Any) -> None:
        frame = self.stack.pop()
        if frame.is_flow:
            self._glued_comment(event.end_mark.index)
        place = self._place(frame.start, event.end_mark)
        if frame.is_key:
            self._add(Scalar("", False, place), False)
        elif frame.is_mapping:
            self._add(Mapping(tuple(frame.items), place), False)
        else:
            self._add(Sequence(tuple(frame.items), place), False)

    def _add(self, node: Node, is_checked: bool) -> None:
        """Put a node where it belongs: the root, an item, a key (compared with its siblings if checked) or a value."""
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            self._refuse("DOC029", node.place, limit=str(self.limits.nodes))
            raise _Stop
        if not self.stack:
            self.root = node
            return
        frame = self.stack[-1]
        if not frame.is_mapping:
            frame.items.append(node)
        elif frame.key is not None:
            frame.items.append((frame.key, node))
            frame.key = None
        elif isinstance(node, Scalar):
            frame.key = node
            if is_checked:
                self._check_key(frame, node)

    def _check_key(self, frame: _Frame, key: Scalar) -> None:
        text = key.text if key.text.isascii() else unicodedata.normalize("NFC", key.text)
        if text == "<<" and key.plain:
            self._refuse("DOC025", key.place)
            return
        first = frame.seen.setdefault(text, key.place)
        if first is not key.place:
            self._refuse("DOC026", key.place, related=(first,), key=key.text, line=str(first.line))
        elif len(frame.seen) > self.limits.keys:
            self._refuse("DOC031", key.place, limit=str(self.limits.keys))
            raise _Stop

    def _properties(self, event: Any) -> None:
        """Refuse the tag and the anchor of a node, each where it is written."""
        if event.tag is None and event.anchor is None:
            return
        match = _PROPERTY.match(self.parsed, event.start_mark.index)
        while match:
            code = "DOC023" if match[1][0] == "&" else "DOC022"
            self._refuse(code, self.text.span(*match.span(1)), name=match[1])
            match = _PROPERTY.match(self.parsed, match.end())

    def _laxities(self, event: Any, text: str, place: Place) -> None:
        """Refuse what libyaml accepts against the specification, and an editor does not see the same way."""
        style = event.style
        start: int = event.start_mark.index
        if not style:
            is_glued = self.parsed[start - 1 : start] == "?"
            if is_glued or text == "-":
                self._refuse("DOC033", place, character="?" if is_glued else "-", suggestion=f'"{"?" * is_glued}{text}"')
        else:
            self._glued_comment(event.end_mark.index if style in "'\"" else start)

    def _glued_comment(self, index: int) -> None:
        match = _GLUED_COMMENT.match(self.parsed, index)
        if match:
            self._refuse("DOC044", self.text.span(*match.span(1)))

    def _characters(self, event: Any, text: str, plain: bool) -> None:
        """Refuse what an escape smuggles in, and the spaces around a plain scalar that only look like spaces."""
        if plain:
            mark = event.start_mark
            last: int = event.end_mark.index
            is_value = bool(self.stack) and not (self.stack[-1].is_mapping and self.stack[-1].key is None)
            for start, end in source.odd_spaces(self.parsed, mark.index, last, mark.column):
                if is_value and end == last and self.parsed[last : last + 1] == ":":
                    continue  # French punctuation in a text that lacks its quotes: a syntax error, told as such
                self._refuse("DOC016", self.text.span(start, end), character=source.code_point(self.parsed[start]))
        elif event.style == '"' and source.HIDDEN.search(text):
            for match in _ESCAPE.finditer(self.parsed, event.start_mark.index, event.end_mark.index):
                character = _escaped(match[0])
                if source.HIDDEN.match(character):
                    place = self.text.span(*match.span())
                    self._refuse("DOC015", place, escape=match[0], character=source.code_point(character))


def _escaped(escape: str) -> str:
    """The character that an escape of a double-quoted scalar stands for; "" when it is an ordinary one."""
    if escape[1] in "xuU":
        return chr(int(escape[2:], 16))
    return _NAMED_ESCAPES.get(escape[1], "")
