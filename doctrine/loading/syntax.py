"""What libyaml could not parse, told as the mistake a person made."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from doctrine.diagnostics import Diagnostic, Place
from doctrine.loading import source
from doctrine.loading.source import Source

_KEY_AND_VALUE = re.compile(r"[ ]*+(?:- ++)*+([^\s:#{\[][^:]*):[ \t]+(?=\S)")
_KEY_WITHOUT_SPACE = re.compile(r"[ ]*+(?:- ++)*+[\w-]++:[^\s/]")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{0,2}|u[0-9a-fA-F]{0,4}|U[0-9a-fA-F]{0,8}|.|)")
_TABBED_LINE = re.compile(r"^\t+(?=[^\s#])", re.MULTILINE)
_MOST_TABS = 20
_QUOTES = ("'", '"')
_CLOSING = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class _Failure:
    """What libyaml says, with its two places, and the last event that went well."""

    text: Source
    context: str
    problem: str
    opening: Place
    place: Place
    last: Any
    bracket: Place | None

    @property
    def line(self) -> str:
        return self.text.lines[self.place.line - 1]

    @property
    def before(self) -> str:
        """What stands on the line before the problem."""
        return self.line[: self.place.column - 1]

    def found(self, place: Place) -> str:
        """The character at a place, "" at the end of its line."""
        line = self.text.lines[place.line - 1]
        return line[place.column - 1 : place.column]

    def refuse(self, code: str, place: Place, *related: Place, **values: str) -> list[Diagnostic]:
        return [self.text.diagnostic(code, place, values, related=related)]


def explain(error: yaml.YAMLError | ValueError, text: Source, last: Any, bracket: Any) -> list[Diagnostic]:
    """The diagnostics, one as a rule, for an error of libyaml or of its fallback.

    `last` is the event before it, `bracket` the mark of the innermost bracket that is still open.
    """
    problem_mark = getattr(error, "problem_mark", None) or getattr(last, "end_mark", None)
    place = _place(text, problem_mark)
    context_mark = getattr(error, "context_mark", None)
    failure = _Failure(
        text,
        str(getattr(error, "context", None) or ""),
        str(getattr(error, "problem", None) or error),
        _place(text, context_mark) if context_mark else place,
        place,
        last,
        _place(text, bracket) if bracket else None,
    )
    odd = _odd_spaces(failure)
    if odd:
        return odd
    message = f"{failure.context}; {failure.problem}"
    return next(tell for words, tell in _TELLERS if words in message)(failure)


def _place(text: Source, mark: Any) -> Place:
    """The place of a mark of libyaml, which counts one more line at the end of a file that no line feed ends."""
    if mark is None:
        return text.place(1, 1, 1)
    column = mark.column if mark.line < len(text.lines) else len(text.lines[-1])
    return text.place(mark.line + 1, column + 1, column + 2)


def _odd_spaces(failure: _Failure) -> list[Diagnostic]:
    """The non-breaking spaces that explain the error: they hide where the line starts, or after the key."""
    text = failure.text
    found: list[Diagnostic] = []
    for line in sorted({failure.opening.line, failure.place.line - 1, failure.place.line} - {0}):
        start = text.starts[line - 1]
        for span in source.odd_spaces(text.text, start, start + len(text.lines[line - 1]), 0):
            character = source.code_point(text.text[span[0]])
            found.append(text.diagnostic("DOC016", text.span(*span), {"character": character}))
    return found


def _start_of_token(failure: _Failure) -> list[Diagnostic]:
    if failure.found(failure.place) == "\t":
        return _tab(failure)
    return _reserved(failure)


def _tab(failure: _Failure) -> list[Diagnostic]:
    """The tab libyaml met and those that start later lines, so that all are mended at once."""
    text = failure.text
    first = text.offset(failure.place.line, failure.place.column)
    found = failure.refuse("DOC017", failure.place)
    for match in _TABBED_LINE.finditer(text.text, text.starts[failure.place.line - 1]):
        if match.start() != first:
            found.append(text.diagnostic("DOC017", text.span(*match.span())))
        if len(found) == _MOST_TABS:
            break
    return found


def _reserved(failure: _Failure) -> list[Diagnostic]:
    """A value that starts with a character that means something to YAML."""
    place = failure.opening
    line = failure.text.lines[place.line - 1]
    return failure.refuse("DOC033", place, character=failure.found(place), suggestion=_quoted(line[place.column - 1 :].rstrip()))


def _second_colon(failure: _Failure) -> list[Diagnostic]:
    match = _KEY_AND_VALUE.match(failure.before)
    if not match:
        return _indentation(failure)
    key = match[1].strip()
    suggestion = f"{key}: {_quoted(failure.line[match.end() :].rstrip())}"
    return failure.refuse("DOC032", failure.place, key=key, suggestion=suggestion)


def _no_colon(failure: _Failure) -> list[Diagnostic]:
    line = failure.text.lines[failure.opening.line - 1]
    place = failure.text.place(failure.opening.line, failure.opening.column, len(line) + 1)
    if _KEY_WITHOUT_SPACE.match(line):
        colon = line.index(":") + 1
        return failure.refuse("DOC043", failure.text.place(place.line, colon, colon + 1), text=line.strip())
    return failure.refuse("DOC038", place, text=line.strip())


def _list_on_key_line(failure: _Failure) -> list[Diagnostic]:
    return failure.refuse("DOC039", failure.place) if failure.before.strip(" -") else _indentation(failure)


def _quoted_scalar(failure: _Failure) -> list[Diagnostic]:
    """A quote that is never closed, or an escape that means nothing."""
    if "unexpected" in failure.problem:
        return failure.refuse("DOC035", failure.opening, quote=failure.found(failure.opening))
    backslash = failure.line.rfind("\\", 0, failure.place.column)
    escape = _ESCAPE.match(failure.line, max(0, backslash))
    written = escape[0] if escape else ""
    place = failure.text.place(failure.place.line, backslash + 1, backslash + 1 + len(written))
    return failure.refuse("DOC034", place, escape=written)


def _bracket(failure: _Failure) -> list[Diagnostic]:
    place = failure.bracket or failure.opening
    opening = failure.found(place)
    return failure.refuse("DOC036", place, failure.place, opening=opening, closing=_CLOSING.get(opening, ""))


def _no_content(failure: _Failure) -> list[Diagnostic]:
    """A bracket or a comma where a value was due, or the end of the file inside brackets."""
    if not failure.found(failure.place):
        return _bracket(failure) if failure.bracket else _other(failure)
    return failure.refuse("DOC042", failure.place, character=failure.found(failure.place))


def _tag(failure: _Failure) -> list[Diagnostic]:
    line = failure.text.lines[failure.opening.line - 1]
    return failure.refuse("DOC022", failure.opening, name=line[failure.opening.column - 1 :].split(" ", 1)[0])


def _directive(failure: _Failure) -> list[Diagnostic]:
    return failure.refuse("DOC021", failure.opening, directive=failure.text.lines[failure.opening.line - 1].strip())


def _block(failure: _Failure) -> list[Diagnostic]:
    """Something after the end of a value, a bracket that nothing opened, or lines that do not stand in one column."""
    character = failure.found(failure.place)
    if character and character in "]}":
        return _no_content(failure)
    return _after_value(failure) if failure.before.strip(" -") else _indentation(failure)


def _after_value(failure: _Failure) -> list[Diagnostic]:
    place = failure.text.place(failure.place.line, failure.place.column, len(failure.line) + 1)
    start = getattr(failure.last, "start_mark", None)
    related = (_place(failure.text, start),) if start and getattr(failure.last, "style", None) in _QUOTES else ()
    return failure.refuse("DOC040", place, *related, text=failure.line[failure.place.column - 1 :].strip())


def _indentation(failure: _Failure) -> list[Diagnostic]:
    width = len(failure.line) - len(failure.line.lstrip(" "))
    place = failure.text.place(failure.place.line, 1, width + 1) if width else failure.place
    return failure.refuse("DOC037", place, spaces=str(width))


def _block_scalar(failure: _Failure) -> list[Diagnostic]:
    if failure.found(failure.place) == "#":
        return failure.refuse("DOC044", failure.place)
    return _reserved(failure) if "comment" in failure.problem else _other(failure)


def _other(failure: _Failure) -> list[Diagnostic]:
    return failure.refuse("DOC041", failure.place, detail=failure.problem)


def _quoted(value: str) -> str:
    """A value between the quotes that need no change inside it."""
    return f'"{value}"' if '"' not in value and "\\" not in value else "'" + value.replace("'", "''") + "'"


_TELLERS: tuple[tuple[str, Callable[[_Failure], list[Diagnostic]]], ...] = (
    ("cannot start any token", _start_of_token),
    ("found a tab character", _tab),
    ("mapping values are not allowed", _second_colon),
    ("could not find expected ':'", _no_colon),
    ("sequence entries are not allowed", _list_on_key_line),
    ("quoted scalar", _quoted_scalar),
    ("scanning an alias", _reserved),
    ("scanning an anchor", _reserved),
    ("a tag", _tag),
    ("tag handle", _tag),
    ("directive", _directive),
    ("incompatible YAML document", _directive),
    ("node content", _no_content),
    ("parsing a flow", _bracket),
    ("scanning a block scalar", _block_scalar),
    ("parsing a block", _block),
    ("<document start>", _block),
    ("", _other),
)
