"""Documents of every format give the same paragraphs; what cannot be read is one diagnostic, soon, and never a traceback."""

from __future__ import annotations

import io
import json
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doctrine.documents import SUFFIXES, Document, passages, read_document
from doctrine.documents.paragraphs import LONGEST_PARAGRAPH, MOST_PARAGRAPHS
from doctrine.loading.source import excerpt
from doctrine.locales.words import Words
from doctrine.model.checks import Names
from doctrine.resources import PACKAGE

NAUGHTY = Path(__file__).parents[2].parent / "shared" / "data" / "naughty-strings"
SENTENCES = ("La solution doit réunir 300 participants.", "Le titulaire forme « les agents ».", "Prix en euros : 12 €.")
NO_NAMES = Names({}, {})
LONGEST = 2.0


def word(*texts: str) -> bytes:
    import docx

    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document.save)


def opendocument(*texts: str) -> bytes:
    import odfdo

    document = odfdo.Document("odt")
    document.body.clear()
    for text in texts:
        document.body.append(odfdo.Paragraph(text))
    return saved(document.save)


def pdf(*texts: str, pages: int = 1) -> bytes:
    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    page = canvas.Canvas(buffer)
    for _ in range(pages):
        for rank, text in enumerate(texts):
            page.drawString(50, 800 - 16 * (rank % 48), text)
        page.showPage()
    page.save()
    return buffer.getvalue()


def saved(save: Callable[[io.BytesIO], Any]) -> bytes:
    buffer = io.BytesIO()
    save(buffer)
    return buffer.getvalue()


def changed(archive: bytes, **parts: bytes) -> bytes:
    """The same archive with other parts: names are written with `__` for `/` and `_dot_` for `.`."""
    new = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            after.writestr(entry.filename, new.pop(entry.filename, None) or before.read(entry))
        for name, content in new.items():
            after.writestr(name, content)
    return buffer.getvalue()


def part(archive: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name)


def codes(data: bytes, name: str) -> list[str]:
    document, diagnostics = read_document(data, name)
    assert (document is None) == any(one.severity == "error" for one in diagnostics)
    return [one.code for one in diagnostics]


def texts(data: bytes, name: str) -> list[str]:
    document, diagnostics = read_document(data, name)
    assert diagnostics == []
    assert document is not None
    return [one.text for one in document.paragraphs]


WRITERS: dict[str, Callable[..., bytes]] = {
    ".md": lambda *lines: "\n\n".join(lines).encode(),
    ".txt": lambda *lines: "\n\n".join(lines).encode(),
    ".docx": word,
    ".odt": opendocument,
    ".pdf": pdf,
}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_gives_the_same_paragraphs(suffix: str) -> None:
    assert texts(WRITERS[suffix](*SENTENCES), f"cctp{suffix}") == list(SENTENCES)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_end_of_the_name_may_be_in_capitals(suffix: str) -> None:
    assert texts(WRITERS[suffix](*SENTENCES), f"CCTP{suffix.upper()}") == list(SENTENCES)


@pytest.mark.parametrize("name", ["cctp.doc", "cctp", "cctp.docm", ".docx.html"])
def test_another_format_is_refused(name: str) -> None:
    assert codes(b"texte", name) == ["DOC701"]


# ---- text and Markdown -----------------------------------------------------------------------------------------------


def test_lines_of_a_paragraph_are_joined_and_cut_words_put_together() -> None:
    data = "La solution doit être interopé-\nrable avec le\nsystème en place.\n\nC’est-à-\ndire demain, peut-\nêtre.".encode()
    assert texts(data, "a.txt") == ["La solution doit être interopérable avec le système en place.", "C’est-à-dire demain, peut-être."]


def test_a_span_leads_back_to_its_line_and_column() -> None:
    data = "# Objet\n\nLa solution **sera**\n  Zoom et interopé-\nrable.\n".encode()
    document, _ = read_document(data, "a.md")
    assert document is not None
    paragraph = document.paragraphs[1]
    for word_, line, column in (("solution", 3, 4), ("sera", 3, 15), ("Zoom", 4, 3), ("rable", 5, 1)):
        start = paragraph.text.index(word_)
        place = paragraph.place("a.md", start, start + len(word_))
        assert (place.line, place.column) == (line, column)
        shown = excerpt(document.lines, place)
        assert shown is not None
        assert shown[place.column - 1 : place.end_column - 1] == word_


def test_a_span_over_two_lines_stops_at_the_end_of_the_first() -> None:
    document, _ = read_document("Un éditeur\nfrançais.".encode(), "a.txt")
    assert document is not None
    place = document.paragraphs[0].place("a.txt", 3, 19)
    assert (place.line, place.column, place.end_column) == (1, 4, 12)


def test_markdown_leaves_out_code_and_comments_and_reads_cells_and_members_apart() -> None:
    data = (
        "Texte `a_b` et _souligné_.\n```\ncode Zoom\n```\n<!-- caché\nencore -->\n"
        "Liste :\n- un\n  suite\n- deux\n\n| Zoom | b |\n|------|---|\n| c | d |\n> cité\n"
    )
    assert texts(data.encode(), "a.md") == ["Texte a_b et souligné.", "Liste :", "un suite", "deux", "Zoom", "b", "c", "d", "cité"]


def test_the_words_that_introduce_a_list_stand_before_each_member() -> None:
    document, _ = read_document("Ou équivalent :\n- un\n- deux\n\nFin.".encode(), "a.md")
    assert document is not None
    assert [one.before for _, one in passages(document, NO_NAMES)] == ["", "Ou équivalent :", "Ou équivalent :", "deux"]
    assert [one.after for _, one in passages(document, NO_NAMES)] == ["un", "deux", "Fin.", ""]


@pytest.mark.parametrize(
    ("data", "code"),
    [("é".encode("latin-1"), "DOC008"), ("é".encode("utf-16"), "DOC007"), (b"\xff\x81\x00", "DOC009"), (b"un\x00deux" * 40, "DOC011")],
    ids=["latin-1", "utf-16", "bytes", "nul"],
)
def test_text_that_is_not_utf8_is_refused_as_elsewhere(data: bytes, code: str) -> None:
    assert codes(data, "a.txt") == [code]


def test_a_long_line_is_cut_in_paragraphs_and_a_long_document_read_in_part() -> None:
    document, _ = read_document(b"mot " * LONGEST_PARAGRAPH, "a.txt")
    assert document is not None
    assert max(len(one.text) for one in document.paragraphs) <= LONGEST_PARAGRAPH
    assert codes(b"mot\n\n" * (MOST_PARAGRAPHS + 1), "a.txt") == ["DOC707"]


@pytest.mark.parametrize("data", [b"a" * 2_000_000, b"a-" * 1_000_000, b"aaaa-\n" * 400_000], ids=["no space", "hyphens", "cut words"])
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_two_megabytes_without_a_space_are_read_soon_and_in_pieces(name: str, data: bytes) -> None:
    document = quick(data, name)
    assert document is not None
    assert max(len(one.text) for one in document.paragraphs) <= LONGEST_PARAGRAPH


def test_a_huge_text_and_a_text_of_too_many_lines_are_bounded() -> None:
    assert codes(b"a" * (9 * 1024 * 1024), "a.txt") == ["DOC005"]
    assert codes(b"\n" * 5_000_000, "a.md") == ["DOC707"]


# ---- archives --------------------------------------------------------------------------------------------------------

ARCHIVES = {".docx": (word, "word/document.xml"), ".odt": (opendocument, "content.xml")}


@pytest.fixture(params=sorted(ARCHIVES))
def archive(request: pytest.FixtureRequest) -> tuple[str, bytes, str]:
    write, needed = ARCHIVES[request.param]
    return f"cctp{request.param}", write(*SENTENCES), needed


def key(name: str) -> str:
    return name.replace("/", "__").replace(".", "_dot_")


def test_a_part_that_unpacks_too_far_is_refused(archive: tuple[str, bytes, str]) -> None:
    name, data, _ = archive
    assert codes(changed(data, media__a_dot_bin=b"\0" * (20 * 1024 * 1024)), name) == ["DOC703"]


def test_too_many_parts_are_refused(archive: tuple[str, bytes, str]) -> None:
    name, data, _ = archive
    assert codes(changed(data, **{f"media__{rank}": b"x" for rank in range(2100)}), name) == ["DOC703"]


def test_too_many_tags_are_refused(archive: tuple[str, bytes, str]) -> None:
    name, data, _ = archive
    tags = b"".join(b"<a%d/>" % (rank * 2_654_435_761 % 2**32) for rank in range(700_000))  # varied: the ratio alone does not refuse it
    assert codes(changed(data, extra_dot_xml=b"<r>" + tags + b"</r>"), name) == ["DOC703"]


@pytest.mark.parametrize(
    "definition",
    [
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        b"<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>",
        b"<! doctype r>",
    ],
)
def test_an_xml_definition_is_refused(archive: tuple[str, bytes, str], definition: bytes) -> None:
    name, data, needed = archive
    content = part(data, needed)
    head, _, rest = content.partition(b"?>")
    assert codes(changed(data, **{key(needed): head + b"?>" + definition + rest}), name) == ["DOC708"]


def test_an_xml_part_in_utf16_is_refused(archive: tuple[str, bytes, str]) -> None:
    name, data, needed = archive
    assert codes(changed(data, **{key(needed): part(data, needed).decode().encode("utf-16")}), name) == ["DOC708"]


@pytest.mark.parametrize(("suffix", "macro"), [(".docx", "word__vbaProject_dot_bin"), (".odt", "Basic__Standard__Module1_dot_xml")])
def test_macros_are_told_and_the_text_is_read(suffix: str, macro: str) -> None:
    data = changed(ARCHIVES[suffix][0](*SENTENCES), **{macro: b"<m/>"})
    document, diagnostics = read_document(data, f"a{suffix}")
    assert [(one.code, one.severity) for one in diagnostics] == [("DOC706", "warning")]
    assert document is not None
    assert [one.text for one in document.paragraphs] == list(SENTENCES)


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_an_ole_file_is_said_to_be_protected(suffix: str) -> None:
    assert codes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, f"a{suffix}") == ["DOC705"]


def test_an_encrypted_opendocument_is_said_to_be_protected() -> None:
    data = opendocument(*SENTENCES)
    manifest = part(data, "META-INF/manifest.xml").replace(b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>")
    assert codes(changed(data, **{key("META-INF/manifest.xml"): manifest}), "a.odt") == ["DOC705"]


def test_an_encrypted_entry_is_said_to_be_protected(archive: tuple[str, bytes, str]) -> None:
    name, data, _ = archive
    marked = bytearray(data)
    central = marked.index(b"PK\x01\x02")
    marked[central + 8] |= 1
    assert codes(bytes(marked), name) == ["DOC705"]


@pytest.mark.parametrize("count", [b"999999999", b"&#57;99999999"])
def test_spaces_written_as_a_huge_number_are_refused(count: bytes) -> None:
    data = opendocument("avant")
    content = part(data, "content.xml").replace(b"avant", b'avant<text:s text:c="' + count + b'"/>')
    assert codes(changed(data, **{key("content.xml"): content}), "a.odt") == ["DOC703"]


def test_another_archive_is_no_document(archive: tuple[str, bytes, str]) -> None:
    name, _, _ = archive
    assert codes(saved(lambda buffer: zipfile.ZipFile(buffer, "w").close()), name) == ["DOC704"]


def test_broken_xml_is_one_diagnostic(archive: tuple[str, bytes, str]) -> None:
    name, data, needed = archive
    assert codes(changed(data, **{key(needed): part(data, needed)[:-30]}), name) == ["DOC704"]


def test_word_reads_cells_and_members_and_leaves_out_tracked_deletions() -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("avant")
    document.add_paragraph("membre", style="List Bullet")
    document.add_table(1, 1).cell(0, 0).text = "cellule"
    data = saved(document.save)
    body = part(data, "word/document.xml").replace(
        b"<w:t>avant</w:t></w:r>",
        b"<w:t>avant</w:t></w:r><w:del w:id='1' w:author='a'><w:r><w:delText>perdu</w:delText></w:r></w:del>"
        b"<w:ins w:id='2' w:author='a'><w:r><w:t xml:space='preserve'> apr</w:t></w:r></w:ins>",
    )
    found, _ = read_document(changed(data, **{key("word/document.xml"): body}), "a.docx")
    assert found is not None
    assert [(one.text, one.item) for one in found.paragraphs] == [("avant apr", False), ("membre", True), ("cellule", False)]


def test_word_reads_headers_footers_and_notes_after_the_body() -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("corps")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "en-tête"
    section.first_page_header.paragraphs[0].text = "en-tête"
    section.footer.paragraphs[0].text = "pied"
    data = saved(document.save)
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = b"<w:footnotes " + space + b'><w:footnote w:id="1"><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnote></w:footnotes>'
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relations = part(data, "word/_rels/document.xml.rels").replace(
        b"</Relationships>", b'<Relationship Id="rId99" Type="' + kind + b'" Target="footnotes.xml"/></Relationships>'
    )
    types = part(data, "[Content_Types].xml").replace(
        b"</Types>",
        b'<Override PartName="/word/footnotes.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>',
    )
    whole = changed(
        data, **{"word__footnotes_dot_xml": note, key("word/_rels/document.xml.rels"): relations, key("[Content_Types].xml"): types}
    )
    assert sorted(texts(whole, "a.docx")[1:]) == ["en-tête", "note", "pied"]
    assert texts(whole, "a.docx")[0] == "corps"


# ---- PDF -------------------------------------------------------------------------------------------------------------


def test_an_encrypted_pdf_is_said_to_be_protected() -> None:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(*SENTENCES)))
    writer.encrypt("secret", algorithm="RC4-128")
    assert codes(saved(writer.write), "a.pdf") == ["DOC705"]


def test_a_pdf_that_only_its_owner_protects_is_read() -> None:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(*SENTENCES)))
    writer.encrypt("", "secret", algorithm="RC4-128")
    assert texts(saved(writer.write), "a.pdf") == list(SENTENCES)


def test_a_pdf_that_unpacks_too_far_is_refused_as_oversized() -> None:
    import pypdf
    from pypdf.generic import EncodedStreamObject, NameObject

    packer = zlib.compressobj(9)
    stream = EncodedStreamObject()
    stream._data = b"".join(packer.compress(b"q " * 500_000) for _ in range(100)) + packer.flush()
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(*SENTENCES)))
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    data = saved(writer.write)
    assert quick(data, "a.pdf") is None
    assert codes(data, "a.pdf") == ["DOC703"]


def test_a_pdf_without_text_is_said_to_have_none() -> None:
    assert codes(pdf(), "a.pdf") == ["DOC709"]


def test_a_pdf_of_many_pages_is_read_in_part() -> None:
    assert codes(pdf("Une ligne.", pages=401), "a.pdf") == ["DOC707"]


def test_a_huge_page_is_left_unread_and_the_others_are_not() -> None:
    huge = ("mot " * 30,) * 6000
    assert codes(pdf(*huge), "a.pdf") == ["DOC707"]


def test_lines_of_a_pdf_make_sentences_and_pages_are_told() -> None:
    document, diagnostics = read_document(
        pdf("La solution sera", "maintenue trois ans.", "Le titulaire", "forme les agents.", pages=2), "a.pdf"
    )
    assert diagnostics == []
    assert document is not None
    sentences = ("La solution sera maintenue trois ans.", "Le titulaire forme les agents.")
    assert [(one.text, one.page) for one in document.paragraphs] == [(text, page) for page in (1, 2) for text in sentences]


def drawn(contents: bytes, form: bytes) -> bytes:
    """A page that draws one form."""
    import pypdf
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("Une ligne.")))
    shape = StreamObject()
    shape.set_data(form)
    shape = shape.flate_encode()
    shape.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
    page = writer.pages[0]
    page["/Resources"][NameObject("/XObject")] = DictionaryObject({NameObject("/X"): writer._add_object(shape)})
    stream = StreamObject()
    stream.set_data(contents)
    page[NameObject("/Contents")] = writer._add_object(stream)
    return saved(writer.write)


@pytest.mark.parametrize(
    ("contents", "form"),
    [(b"/X Do ", b"1 0 0 1 0 0 cm " * 2_000_000), (b"/X Do " * 1000, b"1 0 0 1 0 0 cm " * 4000), (b"q " * 200_000, b"")],
    ids=["one huge form", "a form drawn a thousand times", "too much content"],
)
def test_a_page_that_asks_for_too_much_work_is_left_unread(contents: bytes, form: bytes) -> None:
    data = drawn(contents, form)
    began = time.perf_counter()
    assert codes(data, "a.pdf") == ["DOC707"]
    assert time.perf_counter() - began < LONGEST


# ---- whatever the bytes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".pdf"])
def test_a_truncated_file_is_one_diagnostic(suffix: str) -> None:
    data = WRITERS[suffix](*SENTENCES)
    for size in range(0, len(data) - 1, max(1, len(data) // 25)):
        found = codes(data[:size], f"a{suffix}")
        assert found == ["DOC704"] or (suffix == ".pdf" and len(found) <= 1)  # pypdf mends what it can


def quick(data: bytes, name: str) -> Document | None:
    began = time.perf_counter()
    document, diagnostics = read_document(data, name)
    assert time.perf_counter() - began < LONGEST
    assert document is not None or len(diagnostics) == 1
    return document


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(data=st.binary(max_size=400))
@settings(deadline=None, max_examples=60)
def test_any_bytes_are_read_or_refused(suffix: str, data: bytes) -> None:
    quick(data, f"a{suffix}")


HEADS = {".docx": b"PK\x03\x04", ".odt": b"PK\x03\x04", ".pdf": b"%PDF-1.7\n"}


@pytest.mark.parametrize("suffix", sorted(HEADS))
@given(change=st.data())
@settings(deadline=None, max_examples=60)
def test_any_change_of_a_true_file_is_read_or_refused(suffix: str, change: st.DataObject) -> None:
    data = bytearray(true_file(suffix))
    for _ in range(change.draw(st.integers(1, 6))):
        data[change.draw(st.integers(0, len(data) - 1))] = change.draw(st.integers(0, 255))
    quick(bytes(data), f"a{suffix}")
    quick(HEADS[suffix] + bytes(data[change.draw(st.integers(0, len(data) - 1)) :]), f"a{suffix}")


_true: dict[str, bytes] = {}


def true_file(suffix: str) -> bytes:
    if suffix not in _true:
        _true[suffix] = WRITERS[suffix](*SENTENCES)
    return _true[suffix]


@given(st.text(max_size=200))
def test_any_text_keeps_its_places(text: str) -> None:
    for name in ("a.md", "a.txt"):
        document, _ = read_document(text.encode("utf-8", "replace"), name)
        for paragraph in document.paragraphs if document else ():
            assert paragraph.text
            for start in range(len(paragraph.text)):
                place = paragraph.place(name, start, start + 1)
                assert document is not None
                shown = document.lines[place.line - 1][place.column - 1 : place.column]
                assert shown in (paragraph.text[start], "", " ", "-", "\xad") or paragraph.text[start] == " " or shown.isspace()


@pytest.mark.skipif(not NAUGHTY.is_dir(), reason="the naughty strings are not beside this checkout")
def test_naughty_strings_are_read_in_every_format() -> None:
    strings = [one for path in sorted(NAUGHTY.rglob("*.json")) for one in json.loads(path.read_text("utf-8")) if isinstance(one, str)]
    assert len(strings) > 100
    quick("\n\n".join(strings).encode("utf-8", "replace"), "a.md")
    quick("\n\n".join(strings).encode("utf-8", "replace"), "a.txt")
    speakable = ["".join(c for c in one if c.isprintable() or c == " ") for one in strings]
    document = quick(word(*speakable), "a.docx")
    assert document is not None
    assert {" ".join(one.split()) for one in speakable if len(one) < LONGEST_PARAGRAPH} - {""} & {one.text for one in document.paragraphs}


@pytest.mark.parametrize(("suffix", "library"), [(".docx", "docx"), (".odt", "odfdo"), (".pdf", "pypdf")])
def test_a_missing_library_says_what_to_install(suffix: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = true_file(suffix)
    monkeypatch.setitem(sys.modules, library, None)
    assert codes(data, f"a{suffix}") == ["DOC702"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_refusal_can_be_said(language: str) -> None:
    import yaml

    entries = yaml.safe_load((PACKAGE / "locales" / language / "diagnostics_wording.yaml").read_text("utf-8"))["diagnostics"]
    words = Words(language, lambda _: {})
    values = {"name": "cctp.pdf", "library": "pypdf", "part": "content.xml", "suffixes": ", ".join(SUFFIXES)}
    for code in [one for one in entries if one.startswith("DOC7")]:
        assert "{" not in words.fill(entries[code]["say"], values) + words.fill(entries[code]["do"], values)
    assert "doctrine-achat[documents]" in entries["DOC702"]["do"]
