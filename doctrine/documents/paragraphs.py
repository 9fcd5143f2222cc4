"""Paragraphs of a document, and where their words stand in its file."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from typing import Literal, NamedTuple

from doctrine.diagnostics import Place

MOST_PARAGRAPHS = 20_000
"""Paragraphs read of one document; a consultation has some thousands."""

MOST_CHARACTERS = 2_000_000
"""Characters read of one document."""

LONGEST_PARAGRAPH = 4_000
"""Characters of the longest paragraph; what is longer is cut in several, so that no pattern runs over a whole book."""

REMOVED = "\u2060"
"""What stands for a character that is not text, such as a mark of emphasis: it has a place in the line, none in the paragraph."""

_ITEM = re.compile(r"[ \t]*(?:[-–—•▪*·o]|\d{1,2}[.)]|[a-z][.)])[ \t\xa0]+(?=\S)")
_HEADING = re.compile(r"[ \t]*(?:#{1,6} |\d{1,2}(?:\.\d{1,2}){1,4}\.?[ \t\xa0]+[A-ZÀ-Þ]|(?:ARTICLE|Article|CHAPITRE|Chapitre)[ \xa0]\d)")
_SOFT_HYPHEN = "\xad"
_CUT_WORD = re.compile(r"(?<![^\W\d_])(?P<word>[^\W\d_]+)(?P<hyphen>[-\xad\u2010])$")  # tried once a word, or a long one costs its square
_WHOLE_BEFORE_HYPHEN = frozenset(
    (
        "est",
        "peut",
        "ci",
        "sous",
        "non",
        "celui",
        "celle",
        "ceux",
        "celles",
        "là",
        "quelques",
        "semi",
        "demi",
        "avant",
        "après",
        "contre",
        "extra",
        "au",
    )
)
_LOWER_START = re.compile(r"[^\W\d_A-ZÀ-Þ]{2}")
_SHOWN = re.compile(f"[^{REMOVED}]+")
_LIST_REACH = 200


class Paragraph(NamedTuple):
    """One paragraph as one line of text.

    `number` counts paragraphs from 1, `page` pages from 1 (0 when the format has none). `item` marks a member of a list. `breaks` are
    (offset in the text, line, column from 1), where each run of characters comes from; without it the paragraph is its own line.
    """

    text: str
    number: int
    page: int = 0
    item: bool = False
    breaks: tuple[tuple[int, int, int], ...] = ()

    def place(self, file: str, start: int, end: int) -> Place:
        """Where the characters between two offsets stand, on the line of the first."""
        if not self.breaks:
            return Place(file, self.number, start + 1, max(start, end) + 1)
        rank = bisect_right(self.breaks, (start, 1 << 60, 0)) - 1
        offset, line, column = self.breaks[max(rank, 0)]
        first = column + start - offset
        stop = end
        for after, other, _ in self.breaks[max(rank, 0) + 1 :]:
            if other != line:
                stop = min(end, after)
                break
        last_offset, _, last_column = self.breaks[max(bisect_right(self.breaks, (max(start, stop - 1), 1 << 60, 0)) - 1, 0)]
        return Place(file, line, first, max(first, last_column + stop - last_offset))


class Document(NamedTuple):
    """A document as read.

    `unit` says what `Place.line` counts: lines of the file (`.md`, `.txt`) or paragraphs. `lines` are these, so that
    `loading.source.excerpt(document.lines, place)` shows the right one.
    """

    name: str
    unit: Literal["line", "paragraph"]
    paragraphs: tuple[Paragraph, ...]
    lines: tuple[str, ...]


class Line(NamedTuple):
    """A line to be joined with its neighbours: what is left of it, its number and the column, from 1, where that begins."""

    text: str
    number: int
    column: int = 1


def whole(name: str, texts: Iterable[tuple[str, int, bool]]) -> tuple[Document, bool]:
    """A document of paragraphs that are already whole: (text, page, member of a list); and whether bounds cut it short."""
    kept: list[Paragraph] = []
    read = 0
    cut = False
    for text, page, item in texts:
        single = " ".join(unicodedata.normalize("NFC", text).split())
        for piece in _pieces(single):
            if len(kept) == MOST_PARAGRAPHS or read + len(piece) > MOST_CHARACTERS:
                cut = True
                break
            read += len(piece)
            kept.append(Paragraph(piece, len(kept) + 1, page, item))
        if cut:
            break
    return Document(name, "paragraph", tuple(kept), tuple(one.text for one in kept)), cut


def _pieces(text: str) -> Iterable[str]:
    for start in range(0, len(text), LONGEST_PARAGRAPH):
        yield text[start : start + LONGEST_PARAGRAPH]


def begins_item(text: str) -> int:
    """How many characters a list marker takes at the start of a line; 0 when there is none."""
    found = _ITEM.match(text)
    return found.end() if found else 0


def begins_heading(text: str) -> bool:
    """Whether a line looks like a heading, numbered or marked."""
    return _HEADING.match(text) is not None


def joined(lines: Iterable[Line]) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    """Lines of one paragraph as one text, words cut by a hyphen put together, with where each run comes from."""
    parts: list[str] = []
    breaks: list[tuple[int, int, int]] = []
    length = 0
    for line in lines:
        text = line.text.strip()
        column = line.column + len(line.text) - len(line.text.lstrip())
        if not text.strip(REMOVED):
            continue
        if parts:
            length = _glue(parts, text, length)
        for piece in _SHOWN.finditer(text):
            breaks.append((length, line.number, column + piece.start()))
            parts.append(piece[0])
            length += len(piece[0])
    return "".join(parts), tuple(breaks)


def _glue(parts: list[str], following: str, length: int) -> int:
    """Close the last line before another one: a cut word loses its hyphen, a compound keeps it, the rest gains a space; the length."""
    last = parts[-1]
    cut = _CUT_WORD.search(last)
    if cut is None or not _LOWER_START.match(following):
        parts.append(" ")
        return length + 1
    if cut["hyphen"] != _SOFT_HYPHEN and (len(cut["word"]) == 1 or cut["word"].lower() in _WHOLE_BEFORE_HYPHEN):
        return length
    parts[-1] = last[: cut.start("hyphen")]
    return length - 1


def introduced_by(paragraphs: tuple[Paragraph, ...], place: int) -> str:
    """What stands before a paragraph: for a member of a list, the words that introduce the list."""
    if place == 0:
        return ""
    first = place - 1
    if paragraphs[place].item:
        while first > max(0, place - _LIST_REACH) and paragraphs[first].item:
            first -= 1
    return paragraphs[first].text
