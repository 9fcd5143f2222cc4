"""Bytes to text that an editor and a parser see alike: encoding, forbidden characters, lines and places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from doctrine.diagnostics import Diagnostic, Place, Severity

_WIDTH = 200
_KEPT_BEFORE = 100
_CUT = "…"
_SHORT = 60

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
_SEPARATORS = "\x85\u2028\u2029"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
CONTROL, SEPARATOR, BIDI, INVISIBLE = "DOC011", "DOC012", "DOC013", "DOC014"
_KINDS = tuple(
    (code, re.compile(f"[{members}]"))
    for code, members in ((CONTROL, _CONTROLS), (SEPARATOR, _SEPARATORS + "\r"), (BIDI, _BIDI), (INVISIBLE, _INVISIBLE))
)
HIDDEN = re.compile(f"([{_CONTROLS}{_SEPARATORS}{_BIDI}{_INVISIBLE}\r])\\1*")
"""Runs of a character that a scalar may not hold; every line break it may hold has become a line feed."""

_HIDDEN_IN_SOURCE = re.compile(f"([{_CONTROLS}{_SEPARATORS}{_BIDI}{_INVISIBLE}])\\1*|(\r)(?!\n)")
ODD_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
STRUCTURAL_SPACE = re.compile(f"^[ \\t]*+(?:- ++)*+(?:[\\w.-]++:|-)?([{ODD_SPACES}]+)", re.MULTILINE)
_LEADING_SPACE = re.compile(f"[{ODD_SPACES}]+")
_MOST_INDENTATION = 128
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_UTF32_BOMS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_UTF8_BOM = b"\xef\xbb\xbf"
_SAMPLE = 400
_CP1252_HOLES = b"\x81\x8d\x8f\x90\x9d"


@dataclass(frozen=True, slots=True)
class Source:
    """A text with the name of its file and its lines, which turns offsets into places and places into diagnostics."""

    file: str
    text: str
    lines: tuple[str, ...]
    starts: tuple[int, ...]

    def span(self, start: int, end: int) -> Place:
        """The place of the characters from one offset to another, cut at the end of the first line."""
        line = bisect_right(self.starts, start)
        column = start - self.starts[line - 1] + 1
        return self.place(line, column, column + end - start)

    def place(self, line: int, column: int, end_column: int) -> Place:
        """A place inside the file, whatever was asked."""
        line = max(1, min(line, len(self.lines)))
        last = len(self.lines[line - 1]) + 1
        column = max(1, min(column, last))
        return Place(self.file, line, column, max(column, min(end_column, last)))

    def offset(self, line: int, column: int) -> int:
        """The offset of a place, for lines and columns that count from 1."""
        return self.starts[line - 1] + column - 1

    def diagnostic(
        self,
        code: str,
        place: Place,
        values: Mapping[str, str] | None = None,
        *,
        severity: Severity = "error",
        related: tuple[Place, ...] = (),
    ) -> Diagnostic:
        """A diagnostic at a place of this text, with its source line; long values are shortened."""
        shortened = {name: short(text) for name, text in (values or {}).items()}
        return Diagnostic(code, place, severity, shortened, excerpt(self.lines, place), related)


def source(text: str, file: str) -> Source:
    """A text with its lines: as editors count them, at line feeds only."""
    lines = text.split("\n")
    starts = tuple(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
    if "\r" in text:
        lines = [line.removesuffix("\r") for line in lines]
    return Source(file, text, tuple(lines), starts)


def decode(data: bytes, file: str) -> tuple[Source | None, list[Diagnostic]]:
    """The text of UTF-8 bytes, without its leading byte order mark (one note); or the refusal that names the cause."""
    encoding = _wide_encoding(data)
    if encoding:
        return None, [Diagnostic("DOC007", Place(file), values={"encoding": encoding})]
    body = data.removeprefix(_UTF8_BOM)
    try:
        text = source(body.decode("utf-8"), file)
    except UnicodeDecodeError as error:
        return None, [_not_utf8(body, error.start, file)]
    if len(body) == len(data):
        return text, []
    return text, [text.diagnostic("DOC010", text.place(1, 1, 1), severity="note")]


def hidden(text: Source, most: int) -> list[Diagnostic]:
    """The first characters that a reader cannot see or that a parser takes for a line end, comments included."""
    found: list[Diagnostic] = []
    for match in _HIDDEN_IN_SOURCE.finditer(text.text):
        character = match[0][0]
        place = text.span(*match.span())
        found.append(text.diagnostic(kind(character), place, {"character": code_point(character)}))
        if len(found) == most:
            break
    return found


def without_hidden(text: str) -> str:
    """The same text, offset for offset, with a visible mark instead of what `hidden` finds: the rest can be read on."""
    return _HIDDEN_IN_SOURCE.sub(lambda match: "\ufffd" * len(match[0]), text)


def odd_spaces(text: str, start: int, end: int, column: int) -> list[tuple[int, int]]:
    """Where the unquoted text between two offsets has a non-breaking or typographic space that YAML takes for a letter.

    Only places where a person means a separation count: the start of a line, after a dash or a `key:` that starts a
    line, and both ends of the text. `column` is that of the start, from 0.
    """
    line_start = start - column if column <= _MOST_INDENTATION else start
    found = {match.span(1) for match in STRUCTURAL_SPACE.finditer(text, line_start, end)}
    leading = _LEADING_SPACE.match(text, start, end)
    if leading:
        found.add(leading.span())
    last = end
    while last > start and _LEADING_SPACE.match(text[last - 1]):
        last -= 1
    if last < end:
        found.add((last, end))
    return sorted(found)


def kind(character: str) -> str:
    """The code of the refusal of a hidden character."""
    return next(code for code, members in _KINDS if members.match(character))


def code_point(character: str) -> str:
    """A character as people look it up: U+200B."""
    return f"U+{ord(character):04X}"


def short(text: str) -> str:
    """A text cut to what a message can quote."""
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + _CUT


def excerpt(lines: tuple[str, ...], place: Place) -> str | None:
    """The source line of a place; of a line over 200 characters, the part around the place, with … where it was cut."""
    if not 1 <= place.line <= len(lines):
        return None
    line = lines[place.line - 1]
    if len(line) <= _WIDTH:
        return line
    first = max(0, place.column - 1 - _KEPT_BEFORE)
    part = line[first : first + _WIDTH]
    return (_CUT + part[1:] if first else part) + (_CUT if first + _WIDTH < len(line) else "")


def caret(shown: str, column: int) -> int:
    """Where in an excerpt its column stands, counted from 0."""
    cut = shown.startswith(_CUT) and column - 1 > _KEPT_BEFORE
    return _KEPT_BEFORE if cut else column - 1


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32, by its mark or by the zero bytes that every other Latin letter then has."""
    if data.startswith(_UTF32_BOMS):
        return "UTF-32"
    if data.startswith(_UTF16_BOMS):
        return "UTF-16"
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    zeros = sample[0::2].count(0), sample[1::2].count(0)
    return "UTF-16" if half > 1 and min(zeros) == 0 and 2 * max(zeros) > half else None


def _not_utf8(data: bytes, offset: int, file: str) -> Diagnostic:
    """Where the bytes stop being UTF-8: a letter of Windows-1252 (Latin-1 is a part of it), or no text at all."""
    line_start = data.rfind(b"\n", 0, offset) + 1
    line_end = data.find(b"\n", offset)
    line = data[line_start : line_end if line_end >= 0 else len(data)].decode("utf-8", "replace").removesuffix("\r")
    column = len(data[line_start:offset].decode("utf-8")) + 1
    place = Place(file, data.count(b"\n", 0, offset) + 1, column, column + 1)
    byte = data[offset : offset + 1]
    is_text = b"\x00" not in data and not any(hole in data for hole in (bytes([hole]) for hole in _CP1252_HOLES))
    values = {"byte": f"0x{byte[0]:02X}"}
    if is_text:
        values["character"] = byte.decode("cp1252")
    shown = excerpt(("",) * (place.line - 1) + (line,), place)
    return Diagnostic("DOC008" if is_text else "DOC009", place, values=values, excerpt=shown)
