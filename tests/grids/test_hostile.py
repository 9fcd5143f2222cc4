"""Workbooks made to harm, and any bytes at all: one diagnostic each, quickly, and never an exception."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from grid_build import ods_bytes, ranks, table, totals, xlsx_bytes
from hypothesis import given, settings
from hypothesis import strategies as st

from doctrine.grids.reading import FORMATS, grid_of, read_grid

ROWS = table(totals(), ranks(totals()))


def rebuilt(data: bytes, change: dict[str, bytes], *, extra: int = 0) -> bytes:
    """The same archive with some parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in change:
                new.writestr(part.filename, old.read(part))
        for name, content in change.items():
            new.writestr(name, content)
        for number in range(extra):
            new.writestr(f"xl/empty{number}", b"")
    return stream.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


XLSX, ODS = xlsx_bytes(ROWS), ods_bytes(ROWS)
SHEET = "xl/worksheets/sheet1.xml"
FAR = part(XLSX, SHEET).replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
ENTITY = part(XLSX, SHEET).replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet', 1)
REPEATED = part(ODS, "content.xml").replace(
    b"</table:table>",
    b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" office:value="1" '
    b'table:number-columns-repeated="16000"/></table:table-row></table:table>',
)
MANIFEST = part(ODS, "META-INF/manifest.xml").replace(b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>")

HARMFUL: dict[str, tuple[str, bytes, str]] = {
    "not-a-zip": ("g.xlsx", b"bonjour", "DOC601"),
    "empty": ("g.ods", b"", "DOC601"),
    "cut": ("g.xlsx", XLSX[: len(XLSX) // 2], "DOC601"),
    "zip-of-nothing": ("g.xlsx", rebuilt(XLSX, {"xl/workbook.xml": b""}), "DOC606"),
    "old-or-encrypted": ("g.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "DOC602"),
    "encrypted-ods": ("g.ods", rebuilt(ODS, {"META-INF/manifest.xml": MANIFEST}), "DOC602"),
    "large-once-unpacked": ("g.xlsx", rebuilt(XLSX, {"xl/media/a.bin": bytes(65 * 1024 * 1024)}), "DOC603"),
    "dense": ("g.xlsx", rebuilt(XLSX, {"xl/media/a.bin": bytes(20 * 1024 * 1024)}), "DOC603"),
    "many-parts": ("g.xlsx", rebuilt(XLSX, {}, extra=2100), "DOC603"),
    "entity": ("g.xlsx", rebuilt(XLSX, {SHEET: ENTITY}), "DOC604"),
    "entity-in-utf-16": ("g.xlsx", rebuilt(XLSX, {SHEET: ENTITY.decode().encode("utf-16")}), "DOC604"),
    "cell-far-away": ("g.xlsx", rebuilt(XLSX, {SHEET: FAR}), "DOC617"),
    "repeated-rows": ("g.ods", rebuilt(ODS, {"content.xml": REPEATED}), "DOC617"),
    "wide-csv": ("g.csv", b";".join([b"a"] * 300) + b"\n", "DOC617"),
}


@pytest.mark.parametrize("case", HARMFUL)
def test_a_harmful_file_is_one_diagnostic(case: str) -> None:
    name, data, code = HARMFUL[case]
    start = time.monotonic()
    loaded = grid_of(data, name)
    assert time.monotonic() - start < 5
    assert (loaded.grid, [one.code for one in loaded.diagnostics]) == (None, [code])


def test_macros_are_a_warning_and_the_grid_is_read() -> None:
    loaded = grid_of(rebuilt(XLSX, {"xl/vbaProject.bin": b"macro"}), "g.xlsm")
    assert loaded.grid is not None
    assert [(one.code, one.severity) for one in loaded.diagnostics] == [("DOC605", "warning")]


def test_a_blank_ods_tail_of_a_million_rows_is_no_bomb() -> None:
    """What LibreOffice writes under every sheet."""
    tail = (
        b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = part(ODS, "content.xml").replace(b"</table:table>", tail + b"</table:table>")
    assert grid_of(rebuilt(ODS, {"content.xml": content}), "g.ods").grid is not None


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(FORMATS))
def test_any_bytes_are_answered(data: bytes, ending: str) -> None:
    loaded = grid_of(data, f"g{ending}")
    assert loaded.grid is not None or loaded.diagnostics


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='abc;,|"-\n\t 019%:\u00a0é', max_size=200), st.sampled_from([".csv", ".tsv", ".md"]))
def test_any_table_is_answered(text: str, ending: str) -> None:
    loaded = grid_of(text.encode(), f"g{ending}")
    assert loaded.grid is not None or loaded.diagnostics


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([XLSX, ODS]), st.integers(0, 6000), st.integers(0, 255))
def test_any_changed_byte_of_a_workbook_is_answered(data: bytes, place: int, value: int) -> None:
    changed = bytearray(data)
    changed[place % len(changed)] = value
    loaded = grid_of(bytes(changed), "g.xlsx" if data is XLSX else "g.ods")
    assert loaded.grid is not None or loaded.diagnostics


def test_another_ending_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "grille.xls"
    path.write_bytes(b"")
    assert [one.code for one in read_grid(path).diagnostics] == ["DOC600"]
