"""What `.docx` and `.odt` share: an archive examined before anything in it is parsed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable

from doctrine.diagnostics import Diagnostic, Place
from doctrine.documents.paragraphs import Document, whole

MOST_ENTRIES = 2000
MOST_UNPACKED = 64 * 1024 * 1024
MOST_RATIO = 200
_RATIO_COUNTS_FROM = 1024 * 1024
_MOST_TAGS = 600_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 64 * 1024
_XML_NAMES = (".xml", ".rels")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SWOLLEN = re.compile(rb":c\s*=\s*[\"'](?:[^\"'<>]*&|[^\"'<>]{4,}[\"'])")  # OpenDocument: so many spaces written as a number
_MACROS = re.compile(r"(?:^|/)vbaProject\.bin$|^(?:Basic|Scripts)/.+\.(?:xml|py|js|bsh)$", re.IGNORECASE)
_BOMS = (b"\xff\xfe", b"\xfe\xff")


def examined(data: bytes, name: str, needed: str) -> bool | Diagnostic:
    """Whether an archive within every bound carries macros, or why it cannot be read; `needed` is the part that holds the text."""
    if data.startswith(_OLE):
        return refusal("DOC705", name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _examined(archive, name, needed)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        ValueError,
        KeyError,
        RuntimeError,
        NotImplementedError,
        MemoryError,
        OverflowError,
    ):
        return refusal("DOC704", name)


def refusal(code: str, name: str, **values: str) -> Diagnostic:
    """A refusal of the file as a whole."""
    return Diagnostic(code, Place(name), values={"name": name, **values})


def warning(code: str, name: str, **values: str) -> Diagnostic:
    """Something to know of the file as a whole."""
    return Diagnostic(code, Place(name), "warning", {"name": name, **values})


def read_archive(
    data: bytes, name: str, needed: str, library: str, texts: Callable[[bytes], Iterable[tuple[str, bool]]]
) -> tuple[Document | None, list[Diagnostic]]:
    """The paragraphs of an archive that `texts` finds with its library: each text, and whether it is a member of a list."""
    macros = examined(data, name, needed)
    if isinstance(macros, Diagnostic):
        return None, [macros]
    try:
        document, cut = whole(name, ((text, 0, item) for text, item in texts(data)))
    except ImportError:
        return None, [refusal("DOC702", name, library=library)]
    except Exception:  # the library reads hostile bytes: whatever it raises, the document is broken
        return None, [refusal("DOC704", name)]
    known = [warning("DOC706", name)] if macros else []
    return document, [*known, *([warning("DOC707", name)] if cut else [])]


def _examined(archive: zipfile.ZipFile, name: str, needed: str) -> bool | Diagnostic:
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        return refusal("DOC705", name)
    declared = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or declared > MOST_UNPACKED or any(map(_swells, entries)):
        return refusal("DOC703", name)
    if len({entry.filename for entry in entries}) < len(entries) or needed not in archive.namelist():
        return refusal("DOC704", name)
    tags = 0
    for entry in entries:
        if not entry.filename.lower().endswith(_XML_NAMES):
            continue
        content = _content(archive, entry)
        if content is None:
            return refusal("DOC703", name)
        tags += content.count(b"<")
        if tags > _MOST_TAGS or _SWOLLEN.search(content):
            return refusal("DOC703", name)
        if _DOCTYPE.search(content) or content.startswith(_BOMS) or b"\x00" in content[:64]:
            return refusal("DOC708", name, part=entry.filename)
        if entry.filename == "META-INF/manifest.xml" and b"encryption-data" in content:
            return refusal("DOC705", name)
    return any(_MACROS.search(entry.filename) for entry in entries)


def _swells(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry says that it unpacks far beyond what a text does."""
    return entry.file_size > _RATIO_COUNTS_FROM and entry.file_size > MOST_RATIO * max(1, entry.compress_size)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """The bytes of an entry; None when it holds more than it declares."""
    found = bytearray()
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            found += chunk
            if len(found) > entry.file_size:
                return None
    return bytes(found)
