"""PDF documents, with pypdf: the text of each page, within bounds on pages, streams and drawing operations."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from doctrine.diagnostics import Diagnostic
from doctrine.documents.archive import refusal, warning
from doctrine.documents.paragraphs import Document, Line, begins_heading, begins_item, joined, whole

MOST_PAGES = 400
MOST_PAGE_BYTES = 256 * 1024
MOST_BYTES_OF_PAGES = 1024 * 1024
MOST_PAGE_CHARACTERS = 30_000
MOST_OPERATIONS = 70_000
_MOST_DECLARED = 32 * 1024 * 1024
_FORM_COSTS = 200
_BYTES_OF_AN_OPERATION = 8
_FONT_BYTES_FOR_ONE = 3  # a table of characters is read three times as fast as drawing operations
_MOST_RESOURCES = 300
_HEADER = b"%PDF-"
_HEADER_REACH = 1024
_ENDS = re.compile(r"[.;:!?»)]$")
_BEGINS = re.compile(r"[A-ZÀ-Þ«]")
_SHORT_LINE = 55


class _TooMuch(Exception):
    """A page asks for more work than a page of text does."""


def read_pdf(data: bytes, name: str) -> tuple[Document | None, list[Diagnostic]]:
    """The paragraphs of a `.pdf`, page by page; a document without any text (a scan) is said to have none."""
    if _HEADER not in data[:_HEADER_REACH] or len(data) > _MOST_DECLARED:
        return None, [refusal("DOC704", name)]
    try:
        import pypdf
    except ImportError:
        return None, [refusal("DOC702", name, library="pypdf")]
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it writes what it mends to the error stream
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), root_object_recovery_limit=2000, xref_stream_maximum_entries=200_000)
        if reader.is_encrypted and not _opens_for_anyone(reader):
            return None, [refusal("DOC705", name)]
        pages = _Pages(reader)
        document, cut = whole(name, pages.texts())
    except getattr(pypdf.errors, "LimitReachedError", ()):  # unknown to pypdf 6.0
        return None, [refusal("DOC703", name)]
    except Exception:  # the library reads hostile bytes: whatever it raises, the document is broken
        return None, [refusal("DOC704", name)]
    if not document.paragraphs and not pages.cut:
        return None, [refusal("DOC709", name)]
    return document, [warning("DOC707", name)] if cut or pages.cut else []


def _opens_for_anyone(reader: Any) -> bool:
    """Whether a protected document opens without a password: its owner's only forbids to print or to change it."""
    from pypdf.errors import DependencyError

    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):  # its cipher asks for a library, or is not known
        return False


class _Pages:
    """The pages of one reader, and whether bounds left some text unread."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._bytes = 0
        self._operations = 0
        self._form_costs = _FORM_COSTS
        self.cut = False

    def texts(self) -> Iterator[tuple[str, int, bool]]:
        for number, page in enumerate(self._reader.pages, 1):
            if number > MOST_PAGES or self._bytes > MOST_BYTES_OF_PAGES or self._operations > MOST_OPERATIONS:
                self.cut = True
                return
            for text, item in _paragraphs(self._text(page)):
                yield text, number, item

    def _text(self, page: Any) -> str:
        """The text of one page, empty when it is out of bounds."""
        contents = page.get_contents()
        size = len(contents.get_data()) if contents is not None else 0
        fonts, form = _resources_of(page)
        self._bytes += size + fonts // _FONT_BYTES_FOR_ONE
        self._form_costs = _FORM_COSTS + form // _BYTES_OF_AN_OPERATION
        if max(size, form) > MOST_PAGE_BYTES or self._bytes > MOST_BYTES_OF_PAGES:
            self.cut = True
            return ""
        try:
            text = str(page.extract_text(visitor_operand_before=self._count))
        except _TooMuch:
            self.cut = True
            return ""
        self.cut = self.cut or len(text) > MOST_PAGE_CHARACTERS
        return text[:MOST_PAGE_CHARACTERS]

    def _count(self, operator: Any, operands: Any, *_: Any) -> None:
        """Weigh one operation: a drawn form holds others, a line of text is shown piece by piece."""
        if operator == b"Do":
            self._operations += self._form_costs
        elif operator == b"TJ" and operands and isinstance(operands[0], list):
            self._operations += len(operands[0])
        else:
            self._operations += 1
        if self._operations > MOST_OPERATIONS:
            raise _TooMuch


def _resources_of(page: Any) -> tuple[int, int]:
    """What a page draws with, forms inside forms included: bytes of the tables of its fonts, bytes of its longest form."""
    fonts = longest = 0
    seen: set[int] = set()
    waiting = [page.get("/Resources")]
    while waiting and len(seen) <= _MOST_RESOURCES:
        resources = waiting.pop()
        resources = resources.get_object() if resources is not None else None
        if resources is None or id(resources) in seen:
            continue
        seen.add(id(resources))
        for font in _members(resources, "/Font"):
            if fonts > _MOST_DECLARED:
                return fonts, longest
            table = font.get("/ToUnicode")
            fonts += len(table.get_object().get_data()) if table is not None and hasattr(table.get_object(), "get_data") else 0
        for drawn in _members(resources, "/XObject"):
            if longest > MOST_PAGE_BYTES:
                return fonts, longest
            if drawn.get("/Subtype") == "/Form" and id(drawn) not in seen:
                seen.add(id(drawn))
                longest = max(longest, len(drawn.get_data()))
                waiting.append(drawn.get("/Resources"))
    return fonts, longest if not waiting else MOST_PAGE_BYTES + 1


def _members(resources: Any, kind: str) -> Iterator[Any]:
    """The objects of one kind among resources."""
    group = resources.get(kind)
    group = group.get_object() if group is not None else {}
    for name in group:
        member = group[name].get_object()
        if hasattr(member, "get"):
            yield member


def _paragraphs(text: str) -> Iterator[tuple[str, bool]]:
    """Lines of a page put together: a PDF keeps no paragraph, so ends of sentences, markers and headings tell."""
    group: list[Line] = []
    item = False
    for number, line in enumerate(text.splitlines(), 1):
        mark = begins_item(line)
        if group and (mark or not line.strip() or begins_heading(line) or _stops(group[-1].text, line)):
            yield joined(group)[0], item
            group, item = [], False
        if line.strip():
            item = bool(mark) if not group else item
            group.append(Line(line[mark:], number))
    if group:
        yield joined(group)[0], item


def _stops(last: str, following: str) -> bool:
    """Whether a paragraph ends between two lines: after a full stop or a heading, before a capital."""
    last, following = last.strip(), following.strip()
    if not _BEGINS.match(following):
        return False
    return _ENDS.search(last) is not None or (len(last) < _SHORT_LINE and begins_heading(last))
