"""Plain text and Markdown: lines to paragraphs, every character with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from doctrine.diagnostics import Diagnostic, Place
from doctrine.documents.paragraphs import (
    LONGEST_PARAGRAPH,
    MOST_CHARACTERS,
    MOST_PARAGRAPHS,
    REMOVED,
    Document,
    Line,
    Paragraph,
    begins_heading,
    begins_item,
    joined,
)
from doctrine.loading.files import too_large
from doctrine.loading.source import decode, hidden

MOST_TEXT_BYTES = 8 * 1024 * 1024
MOST_LINES = 100_000
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_RULE = re.compile(r"[ ]{0,3}(?:[-*_=][ \t]*){3,}$|[ \t]*\|?[ \t]*:?-{3,}:?[ \t|:-]*$")
_HEADING_MARK = re.compile(r"[ ]{0,3}#{1,6}[ \t]+")
_QUOTE_MARK = re.compile(r"[ ]{0,3}>[ \t]?")
_EMPHASIS = re.compile(r"\*{1,3}|`+|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_COMMENT_START, _COMMENT_END = "<!--", "-->"


def read_text(data: bytes, name: str, *, markdown: bool) -> tuple[Document | None, list[Diagnostic]]:
    """The paragraphs of UTF-8 text; in Markdown, without code blocks and comments, each row of a table a paragraph."""
    if len(data) > MOST_TEXT_BYTES:
        return None, [too_large(name, MOST_TEXT_BYTES)]
    pieces = data.split(b"\n", MOST_LINES)
    source, diagnostics = decode(b"\n".join(pieces[:MOST_LINES]), name)
    if source is None:
        return None, diagnostics
    refusals = hidden(source, 1) if b"\x00" in data else []
    if refusals:
        return None, refusals
    groups = _markdown_groups(source.lines) if markdown else _plain_groups(source.lines)
    if len(pieces) > MOST_LINES:
        diagnostics.append(Diagnostic("DOC707", Place(name, MOST_LINES, 1, 1), "warning", {"name": name}))
    kept: list[Paragraph] = []
    read = 0
    for item, lines in groups:
        text, breaks = joined(lines)
        if not text:
            continue
        if len(kept) >= MOST_PARAGRAPHS or read + len(text) > MOST_CHARACTERS:
            diagnostics = [one for one in diagnostics if one.code != "DOC707"]
            diagnostics.append(Diagnostic("DOC707", Place(name, breaks[0][1], 1, 1), "warning", {"name": name}))
            break
        read += len(text)
        kept.append(Paragraph(text, len(kept) + 1, 0, item, breaks))
    return Document(name, "line", tuple(kept), source.lines), diagnostics


def _plain_groups(lines: tuple[str, ...]) -> Iterator[tuple[bool, list[Line]]]:
    """Lines that make one paragraph: up to an empty line, a list marker, a heading, or the longest paragraph."""
    group: list[Line] = []
    item, size = False, 0
    for number, text in enumerate(lines, 1):
        mark = begins_item(text)
        if not text.strip() or mark or begins_heading(text) or size + len(text) > LONGEST_PARAGRAPH:
            if group:
                yield item, group
            group, item, size = [], bool(mark), 0
        for piece in _cut(Line(text[mark:], number, mark + 1)):
            if len(piece.text) == LONGEST_PARAGRAPH:
                yield item, [piece]
            else:
                group.append(piece)
                size += len(piece.text)
    if group:
        yield item, group


def _cut(line: Line) -> Iterator[Line]:
    """A line in pieces no longer than a paragraph may be."""
    for start in range(0, max(1, len(line.text)), LONGEST_PARAGRAPH):
        yield Line(line.text[start : start + LONGEST_PARAGRAPH], line.number, line.column + start)


def _markdown_groups(lines: tuple[str, ...]) -> Iterator[tuple[bool, list[Line]]]:
    """Lines that make one paragraph of Markdown."""
    group: list[Line] = []
    item, fence, comment, size = False, "", False, 0
    for number, raw in enumerate(lines, 1):
        fenced = _FENCE.match(raw)
        if fence:
            fence = "" if fenced and fenced[1].startswith(fence) else fence
            continue
        if comment or raw.lstrip().startswith(_COMMENT_START):
            comment = _COMMENT_END not in raw
            continue
        quote = _QUOTE_MARK.match(raw)
        text, column = (raw[quote.end() :], quote.end() + 1) if quote else (raw, 1)
        mark, heading, row = begins_item(text), _HEADING_MARK.match(text), text.lstrip().startswith("|")
        alone = bool(fenced or _RULE.match(text) or heading or row)
        if (alone or mark or not text.strip() or size + len(text) > LONGEST_PARAGRAPH) and group:
            yield item, group
            group, item, size = [], False, 0
        if fenced:
            fence = fenced[1]
        elif row and not _RULE.match(text):
            yield from ((False, [cell]) for cell in _cells(text, number, column))
        elif heading:
            yield from ((False, [_inline(piece)]) for piece in _cut(Line(text[heading.end() :], number, column + heading.end())))
        elif not alone and text.strip():
            item = bool(mark) if not group else item
            for piece in _cut(Line(text[mark:], number, column + mark)):
                if len(piece.text) == LONGEST_PARAGRAPH:
                    yield item, [_inline(piece)]
                else:
                    group.append(_inline(piece))
                    size += len(piece.text)
    if group:
        yield item, group


def _cells(text: str, number: int, column: int) -> Iterator[Line]:
    """The cells of a row, each a paragraph of its own."""
    start = 0
    for cell in text.split("|"):
        if cell.strip():
            yield _inline(Line(cell[:LONGEST_PARAGRAPH], number, column + start))
        start += len(cell) + 1


def _inline(line: Line) -> Line:
    """The line with its marks of emphasis taken for nothing, every other character in its place."""
    return line._replace(text=_EMPHASIS.sub(lambda found: REMOVED * len(found[0]), line.text))
