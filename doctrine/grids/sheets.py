"""Workbooks (.xlsx, .ods) to rows of cells: the archive is examined before anything is unpacked for good.

Nothing in a workbook runs, nothing outside it is fetched. python-calamine reads the cells; it is imported here only.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

from doctrine.diagnostics import Diagnostic, Place
from doctrine.grids.numbers import from_sheet
from doctrine.grids.text_tables import Cell, Rows
from doctrine.model.grid import At

SIZE = 16 * 1024 * 1024
UNPACKED = 64 * 1024 * 1024
ENTRIES = 2000
RATIO = 200
ROWS, COLUMNS = 10_000, 200
#: Below this an archive is too small for its ratio to harm: empty styles compress well.
_SMALL = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
_MACROS = re.compile(r"vbaProject\.bin\Z|\ABasic/|\AScripts/", re.IGNORECASE)


class _TooWide(Exception):
    """A cell beyond the rows or columns that a grid may have."""


def sheet_rows(data: bytes, file: str) -> tuple[list[tuple[str, Rows]], list[Diagnostic]]:
    """The sheets of a workbook, in order, with their rows from A1; or what forbids reading it. Macros are a warning."""
    if data.startswith(_OLE):
        return [], [Diagnostic("DOC602", Place(file))]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refusal = _examine(archive, file)
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        return [], [Diagnostic("DOC601", Place(file), values={"reason": type(error).__name__})]
    except Exception as error:  # zlib.error has no public parent
        if type(error).__module__ != "zlib":
            raise
        return [], [Diagnostic("DOC601", Place(file), values={"reason": type(error).__name__})]
    if refusal is not None:
        return [], [refusal]
    notes = [Diagnostic("DOC605", Place(file), "warning")] if any(_MACROS.search(name) for name in names) else []
    sheets = _read(data, file)
    return ([], [sheets]) if isinstance(sheets, Diagnostic) else (sheets, notes)


def _examine(archive: zipfile.ZipFile, file: str) -> Diagnostic | None:
    """Why an archive should not be unpacked: too many parts, too large, encrypted, with entities, or too wide a sheet."""
    parts = archive.infolist()
    if len(parts) > ENTRIES:
        return _too_much(file)
    if any(part.flag_bits & 1 for part in parts):
        return Diagnostic("DOC602", Place(file))
    packed = sum(part.compress_size for part in parts)
    if sum(part.file_size for part in parts) > UNPACKED:
        return _too_much(file)
    left = UNPACKED
    for part in parts:
        # The sizes of the directory may lie: what is really unpacked counts.
        with archive.open(part) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            return _too_much(file)
        refusal = _examine_part(part.filename, content, file)
        if refusal is not None:
            return refusal
    unpacked = UNPACKED - left
    if unpacked > _SMALL and unpacked > RATIO * max(1, packed):
        return _too_much(file)
    return None


def _too_much(file: str) -> Diagnostic:
    return Diagnostic("DOC603", Place(file), values={"limit": str(UNPACKED // _SMALL)})


def _examine_part(name: str, content: bytes, file: str) -> Diagnostic | None:
    """Examine one part; only XML ones can harm a parser of XML."""
    if name == "META-INF/manifest.xml" and b"encryption-data" in content:
        return Diagnostic("DOC602", Place(file))
    wide = content[:2] in {b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"}
    if not wide and not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    if wide or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return Diagnostic("DOC604", Place(file), values={"part": name})
    try:
        _measure(content)
    except _TooWide:
        return Diagnostic("DOC617", Place(file), values={"rows": str(ROWS), "columns": str(COLUMNS)})
    except expat.ExpatError:
        return Diagnostic("DOC601", Place(file), values={"reason": name})
    return None


def _measure(content: bytes) -> None:
    """Follow the cells of a part, whatever its name; raises _TooWide for one that stands too far or repeats too often."""
    extent = _Extent()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = extent.start
    parser.EndElementHandler = extent.end
    parser.Parse(content, True)


class _Extent:
    """How far the cells that hold something reach: both kinds of workbook number them differently."""

    def __init__(self) -> None:
        self.row = self.column = self.repeat = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Count one element."""
        local = name.rpartition(" ")[2]
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if local == "row":
            self.row = _count(plain.get("r"), self.row + 1)
            self.column = 0
        elif local == "c":
            self._workbook_cell(plain.get("r", ""))
        elif local == "table":
            self.row = 0
        elif local == "table-row":
            self.repeat = _count(plain.get("number-rows-repeated"), 1)
            self.column = 0
        elif local in {"table-cell", "covered-table-cell"}:
            self.column += _count(plain.get("number-columns-repeated"), 1)
            if "value-type" in plain:
                self._reach(self.row + self.repeat, self.column)
        elif local == "p" and self.repeat:
            self._reach(self.row + self.repeat, self.column)

    def end(self, name: str) -> None:
        """Leave a row of an OpenDocument table."""
        if name.rpartition(" ")[2] == "table-row":
            self.row += self.repeat
            self.repeat = 0

    def _workbook_cell(self, reference: str) -> None:
        found = _REFERENCE.match(reference)
        if found is None:
            self.column += 1
        else:
            self.column = 0
            for letter in found[1]:
                self.column = self.column * 26 + ord(letter) - 64
            self.row = int(found[2])
        self._reach(self.row, self.column)

    def _reach(self, row: int, column: int) -> None:
        if row > ROWS or column > COLUMNS:
            raise _TooWide


def _count(text: str | None, otherwise: int) -> int:
    return int(text[:9]) if text and text.isascii() and text.isdigit() else otherwise


def _read(data: bytes, file: str) -> list[tuple[str, Rows]] | Diagnostic:
    try:
        from python_calamine import load_workbook
    except ImportError:
        return Diagnostic("DOC607", Place(file))
    return _guarded(lambda: list(_sheets(load_workbook(io.BytesIO(data)), file)), file)


def _guarded(read: Callable[[], list[tuple[str, Rows]]], file: str) -> list[tuple[str, Rows]] | Diagnostic:
    try:
        return read()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the Rust library is no Exception
        return Diagnostic("DOC606", Place(file), values={"reason": type(error).__name__})


def _sheets(workbook: Any, file: str) -> Iterator[tuple[str, Rows]]:
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=ROWS)
        place = f"{file}#{name}"
        yield (
            name,
            [
                [
                    Cell(_text(value), Place(place, line, column, column + 1), At(line - 1, column - 1))
                    for column, value in enumerate(row, 1)
                ]
                for line, row in enumerate(rows, 1)
            ],
        )


def _text(value: object) -> str:
    """A cell as text: the same that the grid would have in a CSV."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return from_sheet(value)
        case datetime() | date():
            return value.isoformat()[:10]
        case time() | timedelta():
            return str(value)
        case _:
            return str(value).strip()
