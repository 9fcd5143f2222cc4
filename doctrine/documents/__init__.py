"""Consultation documents as paragraphs: `.md`, `.txt`, `.docx`, `.odt`, `.pdf`; what cannot be read is one diagnostic.

Whatever the bytes, nothing is raised and the work is bounded by counts and sizes: no clock decides.
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.diagnostics import Diagnostic, Place
from doctrine.documents.paragraphs import Document, Paragraph, introduced_by
from doctrine.model.checks import Names, Passage

SUFFIXES = (".md", ".txt", ".docx", ".odt", ".pdf")
"""Names of the files that can be read, by their end."""

MOST_BYTES = 32 * 1024 * 1024
"""Size of the largest file worth reading: what the caller gives to `loading.files.read_bytes`."""

__all__ = ["MOST_BYTES", "SUFFIXES", "Document", "Paragraph", "passages", "read_document"]


def read_document(data: bytes, name: str) -> tuple[Document | None, list[Diagnostic]]:
    """The paragraphs of a document whose format the end of its name tells, with what is to be known; or None and one refusal."""
    match next((suffix for suffix in SUFFIXES if name.lower().endswith(suffix)), ""):
        case ".md" | ".txt" as suffix:
            from doctrine.documents.text import read_text

            return read_text(data, name, markdown=suffix == ".md")
        case ".docx":
            from doctrine.documents.word import read_word

            return read_word(data, name)
        case ".odt":
            from doctrine.documents.opendocument import read_opendocument

            return read_opendocument(data, name)
        case ".pdf":
            from doctrine.documents.pdf import read_pdf

            return read_pdf(data, name)
        case _:
            return None, [Diagnostic("DOC701", Place(name), values={"name": name, "suffixes": ", ".join(SUFFIXES)})]


def passages(document: Document, names: Names) -> Iterator[tuple[Paragraph, Passage]]:
    """Each paragraph with the passage that wording checks read; the words that introduce a list stand before each of its members."""
    paragraphs = document.paragraphs
    for place, paragraph in enumerate(paragraphs):
        before = introduced_by(paragraphs, place)
        after = paragraphs[place + 1].text if place + 1 < len(paragraphs) else ""
        yield paragraph, Passage(paragraph.text, names, before=before, after=after)
