"""One mistake, one diagnostic, at its place; whatever is written, an answer in bounded time."""

from __future__ import annotations

import re
import string
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from doctrine.diagnostics import Diagnostic, Place
from doctrine.loading import files, source, syntax, yaml_reader
from doctrine.loading.nodes import Document, Mapping, Scalar, Sequence, at, key_at, resolve, value
from doctrine.loading.source import caret
from doctrine.loading.yaml_reader import CATALOGUE_LIMITS, MOST_DIAGNOSTICS, NEED_LIMITS, Limits, read

FILE = "besoin.yaml"
SECONDS = 1.5
WIDTH = 201
LOCALES = Path(yaml_reader.__file__).parents[1] / "locales"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(params=["libyaml", "pure Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers of PyYAML: the second serves where libyaml is absent."""
    if request.param == "pure Python":
        monkeypatch.setattr(yaml_reader, "LOADER", yaml.SafeLoader)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")
    return str(request.param)


def document(text: str | bytes, *, any_root: bool = False) -> Document:
    found, diagnostics = read(text if isinstance(text, bytes) else text.encode(), FILE, any_root=any_root)
    assert found is not None, diagnostics
    return found


def read_value(text: str | bytes) -> Any:
    return value(document(text).root)


def refusals(text: str | bytes, limits: Limits = NEED_LIMITS) -> list[Diagnostic]:
    found, diagnostics = read(text if isinstance(text, bytes) else text.encode(), FILE, limits)
    assert found is None
    return [one for one in diagnostics if one.severity == "error"]


def places(diagnostics: list[Diagnostic]) -> list[tuple[str, int, int]]:
    return [(one.code, one.place.line, one.place.column) for one in diagnostics]


MISTAKES: dict[str, tuple[str | bytes, str, int, int]] = {
    "UTF-16 with a mark": ("a: 1".encode("utf-16"), "DOC007", 0, 0),
    "UTF-16 without a mark": ("titre: é".encode("utf-16-be"), "DOC007", 0, 0),
    "UTF-32": ("a: 1".encode("utf-32"), "DOC007", 0, 0),
    "Latin-1": ("a: 1\nb: café\n".encode("latin-1"), "DOC008", 2, 7),
    "Windows-1252": ("a: “x”".encode("cp1252"), "DOC008", 1, 4),
    "Latin-1 after UTF-8": ("é: ".encode() + b"\xe9", "DOC008", 1, 4),
    "binary": (b"a\xff\x00bcdef", "DOC009", 1, 2),
    "surrogate in the bytes": (b"a: \xed\xa0\x81", "DOC009", 1, 4),
    "NUL": ("a: 1\nbb: \0x\n", "DOC011", 2, 5),
    "escape in a comment": ("a: 1 # \x1b[31m", "DOC011", 1, 8),
    "DEL": ("a: \x7f", "DOC011", 1, 4),
    "C1": ("a: 'x\x9b'", "DOC011", 1, 6),
    "NEL": ("a: 1 # x\x85b: 2\n", "DOC012", 1, 9),
    "LS in a comment": ("a: 1\n# note\u2028secnumcloud: true\n", "DOC012", 2, 7),
    "PS": ("a: '\u2029'\n", "DOC012", 1, 5),
    "lone CR": ("a: 1 # x\rb: 2\n", "DOC012", 1, 9),
    "lone CR at the end": ("a: 1\r", "DOC012", 1, 5),
    "bidi": ("a: x\u202ey\n", "DOC013", 1, 5),
    "zero width": ("ab\u200b: 1\n", "DOC014", 1, 3),
    "soft hyphen": ("a: é\u00adx\n", "DOC014", 1, 5),
    "mark in the middle": ("a: \ufeffx\n", "DOC014", 1, 4),
    "tag characters": ("a: x\U000e0041\U000e0041\n", "DOC014", 1, 5),
    "escape code": ('a: "x\\e[0m"\n', "DOC015", 1, 6),
    "escape code of C1": ('a: "\\x9b"\n', "DOC015", 1, 5),
    "escape code of NUL": ('a: "\\\\\\0"\n', "DOC015", 1, 7),
    "escape code of LS": ('a: "\\u2028"\n', "DOC015", 1, 5),
    "named escape code of LS": ('a: "\\L"\n', "DOC015", 1, 5),
    "escape code of bidi": ('a:\n  "x\n  \\u202e"\n', "DOC015", 3, 3),
    "escape code of CR": ('a: "x\\ry"\n', "DOC015", 1, 6),
    "escape code of a mark": ('a: "\\uFEFF"\n', "DOC015", 1, 5),
    "escape code in a key": ('"a\\e": 1\n', "DOC015", 1, 3),
    "non-breaking space before the colon": (f"titre{NBSP}: x\n", "DOC016", 1, 6),
    "non-breaking space after the colon": (f"a: 1\ntitre:{NBSP}x\nb: 2\n", "DOC016", 2, 7),
    "non-breaking space after the only colon": (f"titre:{NBSP}x\n", "DOC016", 1, 7),
    "non-breaking space after the first colon of a group": (f"a:\n  b:{NBSP}x\n  c: 1\n", "DOC016", 2, 5),
    "non-breaking space before the value": (f"a: {NBSP}x\n", "DOC016", 1, 4),
    "non-breaking space after the value": (f"a: x{NBSP}\n", "DOC016", 1, 5),
    "non-breaking space as indentation": (f"a:\n{NBSP}{NBSP}b: 1\n", "DOC016", 2, 1),
    "non-breaking space after a dash": (f"a:\n  -{NBSP}b\n", "DOC016", 2, 4),
    "narrow non-breaking space": ("a\u202f: x\n", "DOC016", 1, 2),
    "tab": ("a:\n\tb: 1\n", "DOC017", 2, 1),
    "tab after spaces": ("a:\n  b: 1\n \tc: 1\n", "DOC017", 3, 2),
    "empty": ("", "DOC018", 0, 0),
    "a mark alone": ("\ufeff", "DOC018", 0, 0),
    "only comments": ("# a\n\n# b\n", "DOC018", 0, 0),
    "only a document start": ("---\n", "DOC018", 0, 0),
    "a list": ("# x\n- a\n", "DOC019", 2, 1),
    "a text": ("Bonjour\n", "DOC019", 1, 1),
    "two documents": ("a: 1\n---\nb: 2\n", "DOC020", 2, 1),
    "directive of YAML 1.1": ("%YAML 1.1\n---\na: 1\n", "DOC021", 1, 1),
    "directive of tags": ("%TAG !e! tag:example.org:\n---\na: 1\n", "DOC021", 1, 1),
    "tag": ("a: !!python/object:os.system x\n", "DOC022", 1, 4),
    "tag on a mapping": ("a: !x\n  b: 1\n", "DOC022", 1, 4),
    "tag without a name": ("a: ! x\n", "DOC022", 1, 4),
    "tag on a key": ("!!str a: 1\n", "DOC022", 1, 1),
    "anchor": ("a: &x 1\n", "DOC023", 1, 4),
    "anchor on a list": ("a: &x\n  - 1\n", "DOC023", 1, 4),
    "alias": ("a: *x\n", "DOC024", 1, 4),
    "merge": ("a:\n  <<: {b: 1}\n", "DOC025", 2, 3),
    "repeated key": ("a: 1\nb: 1\na: 2\n", "DOC026", 3, 1),
    "repeated key, quoted": ('a: 1\n"a": 2\n', "DOC026", 2, 1),
    "repeated key in another encoding": ("\u00e9: 1\ne\u0301: 2\n", "DOC026", 2, 1),
    "repeated key in braces": ("a: {b: 1, 'b': 2}\n", "DOC026", 1, 11),
    "mapping as key": ("{nom}: x\n", "DOC027", 1, 1),
    "list as key": ("? [a]\n: b\n", "DOC027", 1, 3),
    "colon in a value": ("b: 1\ntitre: Objet : achat\n", "DOC032", 2, 14),
    "French colon in a value": (f"titre: Objet{NBSP}: achat\n", "DOC032", 1, 14),
    "colon in an item": ("a:\n  - b: c: d\n", "DOC032", 2, 9),
    "value that starts with @": ("a: @x\n", "DOC033", 1, 4),
    "value that starts with a backtick": ("a: `x`\n", "DOC033", 1, 4),
    "value that starts with %": ("a: %5\n", "DOC033", 1, 4),
    "value that starts with *": ("a: **x**\n", "DOC033", 1, 4),
    "value that starts with &": ("a: & fils\n", "DOC033", 1, 4),
    "value that starts with >": ("a: > 100\n", "DOC033", 1, 4),
    "dash between brackets": ("a: [-]\n", "DOC033", 1, 5),
    "question mark between brackets": ("a: [?x]\n", "DOC033", 1, 6),
    "path of Windows": ('a: "C:\\Users"\n', "DOC034", 1, 7),
    "unknown escape": ('a: "50 \\% net"\n', "DOC034", 1, 8),
    "quote never closed": ('a: 1\nb: "x\nc: y\n', "DOC035", 2, 4),
    "apostrophe never closed": ("a: 'x\n", "DOC035", 1, 4),
    "bracket never closed": ("a: [1, 2\n", "DOC036", 1, 4),
    "bracket never closed after a comma": ("a: [1,", "DOC036", 1, 4),
    "brace never closed": ("a: {b: [1]\nc: 2\n", "DOC036", 1, 4),
    "indentation under a value": ("a: 1\n  b: 2\n", "DOC037", 2, 1),
    "indentation between two levels": ("a:\n    b: 1\n  c: 2\n", "DOC037", 3, 1),
    "less indentation than the first line": ("  a: 1\nb: 2\n", "DOC037", 2, 1),
    "list among keys": ("a: 1\n- b\n", "DOC037", 2, 1),
    "no colon": ("a: 1\nsuite\nb: 2\n", "DOC038", 2, 1),
    "no colon at the end": ("a: 1\nsuite", "DOC038", 2, 1),
    "list on the line of its key": ("a: - b\n", "DOC039", 1, 4),
    "apostrophe in apostrophes": ("a: 'L'ordre'\n", "DOC040", 1, 7),
    "text after a quote": ('a: "x" y\n', "DOC040", 1, 8),
    "text after a bracket": ("a: [x] y\n", "DOC040", 1, 8),
    "question mark": ("a: ? b\n", "DOC041", 1, 4),
    "bracket in excess": ("a: 1\n]\n", "DOC042", 2, 1),
    "two commas": ("a: [1,,2]\n", "DOC042", 1, 7),
    "no space after the colon": ("a: 1\nb:2\nc: 3\n", "DOC043", 2, 2),
    "comment stuck to a quote": ('a: "x"# y\n', "DOC044", 1, 7),
    "comment stuck to a bracket": ("a: [x]# y\n", "DOC044", 1, 7),
    "comment stuck to a block sign": ("a: |# y\n  x\n", "DOC044", 1, 5),
}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "code", "line", "column"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_once_at_its_place(text: str | bytes, code: str, line: int, column: int) -> None:
    assert places(refusals(text)) == [(code, line, column)]


@pytest.mark.parametrize("code", ["\\ud800", "\\udc00x", "\\ud83d\\ude00", "\\U0000d800", "\\U00110000"])
@pytest.mark.usefixtures("parser")
def test_a_surrogate_or_a_code_beyond_unicode_is_refused(code: str) -> None:
    first = refusals(f'a: "{code}"\n')[0]
    assert first.code in {"DOC015", "DOC034", "DOC041"}
    assert first.place.line == 1


@pytest.mark.parametrize("directive", ["%YAML 1.3", "%YAML 2.0", "%YAML 1.2 1", "%FOO bar", "%YAML 1.2\n%YAML 1.2"])
def test_every_directive_but_yaml_1_2_is_refused(directive: str) -> None:
    assert {one.code for one in refusals(f"{directive}\n---\na: 1\n")} == {"DOC021"}


@pytest.mark.usefixtures("parser")
def test_the_directive_of_yaml_1_2_is_accepted() -> None:
    assert value(document("%YAML 1.2\n---\na: no\n").root) == {"a": "no"}


@pytest.mark.usefixtures("parser")
def test_many_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = 'a: &x !t b\n# \u200bx\na: "\\e"\nc: *x\n<<: {}\n? [z]\n: 1\nd: [1\n'
    assert [one.code for one in refusals(text)] == [
        "DOC023", "DOC022", "DOC014", "DOC026", "DOC015", "DOC024", "DOC025", "DOC027", "DOC036",
    ]  # fmt: skip


def test_every_line_that_starts_with_a_tab_is_told() -> None:
    text = "a:\n\tb: 1\n\t# x\n\n\tc: 2\nd: 1\n"
    assert places(refusals(text)) == [("DOC017", 2, 1), ("DOC017", 5, 1)]


def test_a_syntax_error_is_not_added_to_the_hidden_character_that_causes_it() -> None:
    assert places(refusals("a: 1\rb: 2\rc: 3\n")) == [("DOC012", 1, 5), ("DOC012", 1, 10)]
    assert places(refusals("a: 1\n\u200b b\n")) == [("DOC014", 2, 1)]


def test_a_syntax_error_is_added_to_a_hidden_character_elsewhere() -> None:
    assert places(refusals("a: x\u200b\nb: @x\n")) == [("DOC014", 1, 5), ("DOC033", 2, 4)]


def test_a_repeated_key_shows_both_places() -> None:
    (twice,) = refusals("users: 1\nb: 1\n'users': 2\n")
    assert twice.place == Place(FILE, 3, 1, 8)
    assert twice.related == (Place(FILE, 1, 1, 6),)
    assert twice.values == {"key": "users", "line": "1"}
    assert twice.excerpt == "'users': 2"


def test_an_unclosed_bracket_shows_where_reading_failed() -> None:
    (unclosed,) = refusals("a: [1, 2\nb: 3\n")
    assert unclosed.related == (Place(FILE, 2, 2, 3),)
    assert unclosed.values == {"opening": "[", "closing": "]"}


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("titre: Objet : achat", 'titre: "Objet : achat"'),
        ('titre: Objet : "achat"', "titre: 'Objet : \"achat\"'"),
        ('titre: l\'objet : C:\\x "y"', "titre: 'l''objet : C:\\x \"y\"'"),
        ("a: @x", '"@x"'),
        ("a: *x*", '"*x*"'),
    ],
)
def test_the_suggested_quotes_give_the_text_that_was_meant(text: str, suggestion: str) -> None:
    (one,) = refusals(text)
    assert one.values["suggestion"] == suggestion
    written = suggestion if ": " in suggestion else f"a: {suggestion}"
    assert list(read_value(written).values()) == [text.split(": ", 1)[1]]


def test_a_latin_1_file_says_which_letter_was_meant() -> None:
    (latin,) = refusals("titre: Marché".encode("latin-1"))
    assert latin.values == {"byte": "0xE9", "character": "é"}
    assert latin.excerpt == "titre: March\ufffd"


def test_a_leading_mark_is_a_note_and_columns_do_not_count_it() -> None:
    found, diagnostics = read("\ufeffa: 1\n".encode(), FILE)
    assert found is not None
    assert found.root.place == Place(FILE, 1, 1, 5)
    assert [(one.code, one.severity) for one in diagnostics] == [("DOC010", "note")]


def test_crlf_changes_nothing() -> None:
    text = 'a: |\n  x\n  y\nb: "u\n  v"\nc: u\n  v\n# x\nd:\n  - 1\n'
    windows = document(text.replace("\n", "\r\n"))
    assert windows == document(text)


@pytest.mark.usefixtures("parser")
def test_yaml_1_1_guesses_stay_texts_and_numbers_are_exact() -> None:
    text = "{a: yes, b: NO, c: on, d: 12:30, e: 1_000, f: 0.1, g: 1e3, h: 0x1F, i: .inf, j: '1', k: ~, l: True, m: 0o17}"
    assert value(document(text).root) == {
        "a": "yes", "b": "NO", "c": "on", "d": "12:30", "e": "1_000", "f": Decimal("0.1"), "g": Decimal("1E+3"),
        "h": 31, "i": ".inf", "j": "1", "k": None, "l": True, "m": 15,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["9" * 41, "1e999999999", "1e-41", "0x" + "f" * 5000, "1." + "0" * 40, "\uff11\uff12", "9" * 5000])
def test_a_number_beyond_any_honest_use_stays_a_text(text: str) -> None:
    assert resolve(Scalar(text, True, Place(FILE))) == text


@pytest.mark.parametrize(("text", "number"), [("9" * 40, int("9" * 40)), ("1e40", Decimal("1e40")), ("-.5", Decimal("-0.5"))])
def test_a_number_within_bounds_is_read(text: str, number: int | Decimal) -> None:
    assert resolve(Scalar(text, True, Place(FILE))) == number


def test_non_breaking_spaces_inside_texts_are_kept() -> None:
    text = f"a: 'Quoi{NBSP}? Ceci{NBSP}: cela'\nb: '{NBSP}x'\nc: |\n  {NBSP}x\n# {NBSP}\nd: Note:{NBSP}voir\n"
    assert value(document(text).root) == {
        "a": f"Quoi{NBSP}? Ceci{NBSP}: cela",
        "b": f"{NBSP}x",
        "c": f"{NBSP}x\n",
        "d": f"Note:{NBSP}voir",
    }


def test_line_feeds_and_tabs_may_be_written_as_codes() -> None:
    assert value(document('a: "x\\n\\ty \\u00e9 \\_"\n').root) == {"a": f"x\n\ty é {NBSP}"}


@pytest.mark.usefixtures("parser")
def test_a_route_of_keys_leads_to_places() -> None:
    root = document('buyer: {name: "Ville é", kind: local}\nrequirements:\n  - id: R1\n    text:\n').root
    assert at(root, ["buyer", "kind"]) == Scalar("local", True, Place(FILE, 1, 32, 37))
    assert at(root, ["buyer", "name"]) == Scalar("Ville é", False, Place(FILE, 1, 15, 24))
    assert at(root, ["requirements", 0, "text"]) == Scalar("", True, Place(FILE, 4, 10, 10))
    assert key_at(root, ["requirements", 0, "text"]) == Scalar("text", True, Place(FILE, 4, 5, 9))
    assert key_at(root, ["buyer"]) == Scalar("buyer", True, Place(FILE, 1, 1, 6))
    requirement = at(root, ["requirements", 0])
    assert isinstance(requirement, Mapping)
    assert requirement.place == Place(FILE, 3, 5, 11)
    assert isinstance(at(root, ["requirements"]), Sequence)


def test_a_route_to_nothing_leads_to_nothing() -> None:
    root = document("a: [1]\n").root
    routes: list[list[str | int]] = [["b"], ["a", 1], ["a", -1], ["a", "x"], [0], ["a", 0, "x"]]
    for route in routes:
        assert at(root, route) is None
        assert key_at(root, route) is None


def test_a_document_makes_diagnostics_with_the_source_line() -> None:
    found = document("a: 1\nb: 2\n")
    second = at(found.root, ["b"])
    assert second is not None
    place = second.place
    one = found.diagnostic("DOC099", place, {"x": "y"}, severity="warning")
    assert one == Diagnostic("DOC099", Place(FILE, 2, 4, 5), "warning", {"x": "y"}, "b: 2")


@pytest.mark.parametrize("before", [0, 1, 99, 100, 101, 150, 250, 5000])
def test_a_long_line_is_cut_around_the_place_and_the_caret_stays_on_it(before: int) -> None:
    (one,) = refusals(f"# \na: ['{'x' * before}', ¤, &é, {'y' * 300}]\n")
    assert one.excerpt is not None
    assert len(one.excerpt) <= WIDTH
    assert one.excerpt[caret(one.excerpt, one.place.column)] == "&"


def test_quoted_text_in_values_is_short() -> None:
    key = "k" * 1000
    assert len(refusals(f"{{'{key}': 1, '{key}': 2}}")[0].values["key"]) < len(key) / 10


LIMITS = Limits(size=1000, nodes=20, keys=5, depth=4, scalar=50)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: " + "x" * 998, "DOC005"),
        ("[[[[[]]]]]", "DOC028"),
        ("a: [" + "x, " * 20 + "]", "DOC029"),
        ("a: " + "x" * 51, "DOC030"),
        ("{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1}", "DOC031"),
    ],
)
def test_each_limit_has_its_own_code(text: str, code: str) -> None:
    assert refusals(text, LIMITS)[-1].code == code


@pytest.mark.parametrize(
    "text",
    ["a: " + "x" * 50, "{a: [[[]]]}", "a: [" + "x, " * 17 + "]", "{a: 1, b: 1, c: 1, d: 1, e: 1}"],
)
def test_a_file_just_within_each_limit_is_read(text: str) -> None:
    assert read(text.encode(), FILE, LIMITS)[0] is not None


HOSTILE: dict[str, tuple[bytes, str, int, int]] = {
    "billion laughs": (b"a: &a [x, x]\n" + b"".join(b"b%d: &b [*a, *a]\n" % i for i in range(40)), "DOC023", 1, 4),
    "merge bomb": (b"a: &a {x: 1}\nb: {<<: [" + b"*a, " * 9 + b"]}\n", "DOC023", 1, 4),
    "self reference": (b"a: &a [*a]\n", "DOC023", 1, 4),
    "open brackets": (b"a: " + b"[" * 100_000, "DOC028", 1, 67),
    "nested dashes": (b"a:\n  " + b"- " * 100_000, "DOC028", 2, 129),
    "nested lines": (b"".join(b" " * i + b"a:\n" for i in range(1000)), "DOC028", 65, 65),
    "open braces": (b"{a: " * 20_000, "DOC028", 1, 257),
    "explicit keys": (b"? " * 100_000, "DOC027", 1, 3),
    "60 MB": (b"a" * 60_000_000, "DOC005", 0, 0),
    "zero bytes": (b"a: " + b"\0" * 1_000_000, "DOC011", 1, 4),
    "many keys": (b"".join(b"k%d: 1\n" % i for i in range(60_000)), "DOC031", 1001, 1),
    "many items": (b"a: [" + b"x," * 400_000 + b"]", "DOC029", 1, 200_003),
    "long text": (b"a: " + b"x " * 500_000, "DOC030", 1, 4),
    "line feeds in quotes": (b"a: '" + b"\n" * 1_000_000, "DOC035", 1, 4),
    "properties": (b"a: " + b"!t " * 300_000, "DOC022", 1, 4),
    "comments after a property": (b"a: !t " + b"# " * 300_000 + b"\n  b\n", "DOC022", 1, 4),
    "dashes in a text": (b"a: b\n  " + b"- " * 32_000 + b": c\n", "DOC037", 2, 1),
    "dashes in a text without a colon": (b"a: b\n" + b"-" * 300_000 + b"\nc: d\n", "DOC038", 2, 1),
    "typographic spaces": (("a: [" + "\xa0é, " * 150_000 + "]").encode(), "DOC016", 1, 5),
    "texts on two lines": (b"a: [" + b"\xc3\xa9\n b, " * 120_000, "DOC029", 100_000, 5),
    "lone carriage returns": (b"a: 1\r" * 200_000, "DOC012", 1, 5),
    "tabs": (b"a:\n" + b"\tb: 1\n" * 150_000, "DOC017", 2, 1),
}


@pytest.mark.parametrize(("data", "code", "line", "column"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_quickly_at_its_place(data: bytes, code: str, line: int, column: int) -> None:
    start = time.process_time()
    first = refusals(data)[0]
    assert time.process_time() - start < SECONDS
    assert (first.code, first.place.line, first.place.column) == (code, line, column)


def test_an_honest_file_at_the_limits_is_read_quickly() -> None:
    groups = 900
    text = "".join(f"k{i}:\n" + "".join(f"  s{j}: {{é: 1}}\n" for j in range(24)) for i in range(groups))
    start = time.process_time()
    found = document(text)
    assert time.process_time() - start < SECONDS
    assert isinstance(found.root, Mapping)
    assert len(found.root.entries) == groups


def test_a_catalogue_may_be_larger_than_a_need() -> None:
    text = "".join(f"k{i}: 1\n" for i in range(2000)).encode()
    assert read(text, FILE)[0] is None
    assert read(text, FILE, CATALOGUE_LIMITS)[0] is not None


def test_no_more_than_a_hundred_errors_are_given_and_it_is_said() -> None:
    found, diagnostics = read(b"a: [" + b"&a, " * 200 + b"]", FILE)
    assert found is None
    assert len(diagnostics) == MOST_DIAGNOSTICS + 1
    assert [one.values for one in diagnostics if one.code == "DOC049"] == [{"limit": "100"}]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def codes_and_values() -> dict[str, set[str]]:
    """Every code that reading YAML can give, from its source, with the values that its sentence may name."""
    modules = (files, source, syntax, yaml_reader)
    sources = "".join(Path(str(module.__file__)).read_text("utf-8") for module in modules)
    given: dict[str, set[str]] = {code: {"name"} for code in ("DOC001", "DOC002", "DOC003", "DOC004")}
    given |= {code: set() for code in re.findall(r'"(DOC0[0-4]\d)"', sources) if code not in given}
    given |= {"DOC005": {"name", "limit"}, "DOC006": {"name", "reason"}}
    _, diagnostics = read(b"a: [" + b"&a, " * 200 + b"]", FILE)
    seen = [*diagnostics, *(one for text, *_ in MISTAKES.values() for one in refusals(text))]
    seen += [one for text, code, *_ in HOSTILE.values() if code != "DOC005" for one in refusals(text)]
    for one in seen:
        given[one.code] = set(one.values)
    return given


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_has_words_that_name_only_its_values(language: str) -> None:
    path = LOCALES / language / "diagnostics.yaml"
    words = read_value(path.read_bytes())["diagnostics"]
    for code, values in codes_and_values().items():
        entry = words[code]
        assert list(entry) == ["title", "say", "do", "page"]
        assert placeholders(entry["say"]) | placeholders(entry["do"]) <= values, code


def test_french_words_follow_french_typography() -> None:
    words = read_value((LOCALES / "fr" / "diagnostics.yaml").read_bytes())["diagnostics"]
    for code, entry in words.items():
        prose = "\n".join(line for line in entry["page"].split("\n") if not line.startswith("    "))
        text = re.sub(r"`[^`]*`", "", "\n".join([entry["title"], entry["say"], entry["do"], prose]))
        assert not re.search(r" [:;?!»]|« |\w'\w", text), code
