"""Workbooks (.xlsx, .ods) to rows of cells: the archive is examined before anything is unpacked for good.

Nothing in a workbook runs, nothing outside it is fetched. python-calamine reads the cells; it is imported here only.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

from doctrine.diagnostics import Diagnostic, Place
from doctrine.grids.numbers import from_sheet
from doctrine.grids.text_tables import BOUNDS, Cell, Rows
from doctrine.grids.workbook_parts import Lost, Parts, TooWide, lost_cells, measured
from doctrine.model.grid import At

SIZE = 16 * 1024 * 1024
UNPACKED = 64 * 1024 * 1024
ENTRIES = 2000
RATIO = 200
#: Below this an archive is too small for its ratio to harm: empty styles compress well.
_SMALL = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_MACROS = re.compile(r"vbaProject\.bin\Z|\ABasic/|\AScripts/", re.IGNORECASE)


def sheet_rows(data: bytes, file: str) -> tuple[list[tuple[str, Rows]], list[Diagnostic]]:
    """The sheets of a workbook, in order, with their rows from A1; or what forbids reading it. Macros are a warning."""
    if data.startswith(_OLE):
        return [], [Diagnostic("DOC602", Place(file))]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            examined = _examine(archive, file)
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        return [], [Diagnostic("DOC601", Place(file), values={"reason": type(error).__name__})]
    except Exception as error:  # zlib.error has no public parent
        if type(error).__module__ != "zlib":
            raise
        return [], [Diagnostic("DOC601", Place(file), values={"reason": type(error).__name__})]
    if isinstance(examined, Diagnostic):
        return [], [examined]
    notes = [Diagnostic("DOC605", Place(file), "warning")] if any(_MACROS.search(name) for name in names) else []
    sheets = _read(data, file, lost_cells(examined))
    return ([], [sheets]) if isinstance(sheets, Diagnostic) else (sheets, notes)


def _examine(archive: zipfile.ZipFile, file: str) -> Diagnostic | Parts:
    """What its parts say, or why it should not be unpacked: too many parts, too large, encrypted, with entities, too wide a sheet."""
    parts = archive.infolist()
    if len(parts) > ENTRIES:
        return _too_much(file)
    if any(part.flag_bits & 1 for part in parts):
        return Diagnostic("DOC602", Place(file))
    packed = sum(part.compress_size for part in parts)
    if sum(part.file_size for part in parts) > UNPACKED:
        return _too_much(file)
    left = UNPACKED
    said: dict[str, Lost] = {}
    for part in parts:
        # The sizes of the directory may lie: what is really unpacked counts.
        with archive.open(part) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            return _too_much(file)
        found = _examine_part(part.filename, content, file)
        if isinstance(found, Diagnostic):
            return found
        said[part.filename] = found
    unpacked = UNPACKED - left
    if unpacked > _SMALL and unpacked > RATIO * max(1, packed):
        return _too_much(file)
    return said


def _too_much(file: str) -> Diagnostic:
    return Diagnostic("DOC603", Place(file), values={"limit": str(UNPACKED // _SMALL)})


def _examine_part(name: str, content: bytes, file: str) -> Diagnostic | Lost:
    """Examine one part; only XML ones can harm a parser of XML, or hold cells."""
    if name == "META-INF/manifest.xml" and b"encryption-data" in content:
        return Diagnostic("DOC602", Place(file))
    wide = content[:2] in {b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"}
    if not wide and not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Lost()
    if wide or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return Diagnostic("DOC604", Place(file), values={"part": name})
    try:
        return measured(content)
    except TooWide:
        return BOUNDS.refusal(file)
    except expat.ExpatError:
        return Diagnostic("DOC601", Place(file), values={"reason": name})


def _read(data: bytes, file: str, lost: Mapping[str, frozenset[At]]) -> list[tuple[str, Rows]] | Diagnostic:
    try:
        from python_calamine import load_workbook
    except ImportError:
        return Diagnostic("DOC607", Place(file))
    return _guarded(lambda: list(_sheets(load_workbook(io.BytesIO(data)), file, lost)), file)


def _guarded(read: Callable[[], list[tuple[str, Rows]]], file: str) -> list[tuple[str, Rows]] | Diagnostic:
    try:
        return read()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the Rust library is no Exception
        return Diagnostic("DOC606", Place(file), values={"reason": type(error).__name__})


def _sheets(workbook: Any, file: str, lost: Mapping[str, frozenset[At]]) -> Iterator[tuple[str, Rows]]:
    for name in workbook.sheet_names:
        values = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=BOUNDS.rows)
        yield name, _rows(values, file, lost.get(name, frozenset()))


def _rows(values: list[list[object]], file: str, lost: frozenset[At]) -> Rows:
    """The cells of a sheet; those whose value is lost stand there empty, even beyond what was read."""
    width = max((len(row) for row in values), default=0)
    for at in lost:
        values += [[] for _ in range(at.row + 1 - len(values))]
        width = max(width, at.column + 1)
    rows: Rows = []
    for row, read in enumerate(values):
        filled = [*read, *[""] * (width - len(read))]
        rows.append([_cell(value, At(row, column), file, lost) for column, value in enumerate(filled)])
    return rows


def _cell(value: object, at: At, file: str, lost: frozenset[At]) -> Cell:
    """One cell, by the numbers of its row and column."""
    text = _text(value)
    return Cell(text, at, file, at.row + 1, at.column + 1, at.column + 2, at in lost and not text)


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
