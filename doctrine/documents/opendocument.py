"""OpenDocument texts, with odfdo: paragraphs and headings, cells and lists included, tracked deletions left out."""

from __future__ import annotations

import io
from collections.abc import Iterator

from doctrine.diagnostics import Diagnostic
from doctrine.documents.archive import read_archive
from doctrine.documents.paragraphs import Document

_KEPT = "[not(ancestor::text:tracked-changes) and not(ancestor::office:annotation)]"
_WHERE = f"descendant::text:p{_KEPT} | descendant::text:h{_KEPT}"
_ITEM = "text:list-item"


def read_opendocument(data: bytes, name: str) -> tuple[Document | None, list[Diagnostic]]:
    """The paragraphs of an `.odt`."""
    return read_archive(data, name, "content.xml", "odfdo", _texts)


def _texts(data: bytes) -> Iterator[tuple[str, bool]]:
    import odfdo

    body = odfdo.Document(io.BytesIO(data)).body
    for element in body.get_elements(_WHERE):
        parent = element.parent
        yield element.inner_text, parent is not None and parent.tag == _ITEM
