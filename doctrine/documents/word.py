"""Word documents, with python-docx: paragraphs of the body, then of the headers, footers and notes, tracked deletions left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from doctrine.diagnostics import Diagnostic
from doctrine.documents.archive import read_archive
from doctrine.documents.paragraphs import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH, _TEXT, _LIST = f"{_W}p", f"{_W}t", f"{_W}numPr"
_LIST_STYLES = ("list", "paragraphedeliste", "puce")
_SPACES = frozenset({f"{_W}tab", f"{_W}br", f"{_W}cr"})
_HYPHEN = f"{_W}noBreakHyphen"
_ASIDE = ("/header", "/footer", "/footnotes", "/endnotes")


def read_word(data: bytes, name: str) -> tuple[Document | None, list[Diagnostic]]:
    """The paragraphs of a `.docx`."""
    return read_archive(data, name, "word/document.xml", "python-docx", _texts)


def _texts(data: bytes) -> Iterator[tuple[str, bool]]:
    import docx

    document = docx.Document(io.BytesIO(data))
    yield from _paragraphs(document.element.body)
    seen: set[str] = set()
    for root in _asides(document):
        for text, item in _paragraphs(root):
            if text not in seen:  # the headers of first, odd and even pages repeat each other
                seen.add(text)
                yield text, item


def _paragraphs(root: Any) -> Iterator[tuple[str, bool]]:
    for element in root.iter(_PARAGRAPH):
        if next(element.iterancestors(_FALLBACK), None) is None:
            parts: list[str] = []
            _collect(element, parts)
            yield "".join(parts), _is_item(element)


def _asides(document: Any) -> Iterator[Any]:
    """What stands beside the body: headers, footers and notes, by the names of their parts."""
    from docx.oxml import parse_xml

    for part in sorted({relation.target_part for relation in document.part.rels.values() if not relation.is_external}, key=_name):
        if _name(part).rpartition("/")[0] == "/word" and _name(part).removeprefix("/word").startswith(_ASIDE):
            yield parse_xml(part.blob)


def _name(part: Any) -> str:
    return str(part.partname)


def _is_item(element: Any) -> bool:
    """Whether a paragraph is a member of a list: numbered or marked by itself or by the name of its style."""
    properties = element.find(f"{_W}pPr")
    if properties is None:
        return False
    style = properties.find(f"{_W}pStyle")
    return properties.find(_LIST) is not None or (style is not None and str(style.get(f"{_W}val")).lower().startswith(_LIST_STYLES))


def _collect(element: Any, parts: list[str]) -> None:
    """The text of one paragraph without those of the paragraphs inside it (text boxes), which come on their own."""
    for child in element:
        tag = child.tag
        if tag == _TEXT:
            parts.append(child.text or "")
        elif tag in _SPACES:
            parts.append(" ")
        elif tag == _HYPHEN:
            parts.append("-")
        elif tag != _PARAGRAPH:
            _collect(child, parts)
