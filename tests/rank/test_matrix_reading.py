"""A matrix is read exactly as written: separators, header lines, cells of every form, and one diagnostic for each mistake."""

from __future__ import annotations

from fractions import Fraction
from statistics import NormalDist

import pytest

from doctrine.analysis.field import QUANTILES
from doctrine.grids.matrix import CANDIDATES, CELLS, CRITERIA, SIZE, LoadedMatrix, Matrix, matrix_of, weights_used
from doctrine.grids.matrix_marks import Scale, Written, function_of, mark_of, scale_of, written
from doctrine.grids.matrix_weights import Asked, Note


def loaded(text: str | bytes, asked: Asked | None = None) -> LoadedMatrix:
    data = text if isinstance(text, bytes) else text.encode()
    return matrix_of(data, "m.csv", quantiles=QUANTILES, asked=asked or Asked())


def read(text: str | bytes, asked: Asked | None = None) -> Matrix:
    found = loaded(text, asked)
    assert found.diagnostics == ()
    assert found.matrix is not None
    return found.matrix


def points(matrix: Matrix) -> dict[str, list[tuple[Fraction, Fraction]]]:
    return {one.name: [(mark.low, mark.high) for mark in one.marks] for one in matrix.candidates}


NUMBERS: dict[str, tuple[int | Fraction, int | Fraction]] = {
    "72": (72, 72),
    "4,5": (Fraction(9, 2), Fraction(9, 2)),
    "4.5": (Fraction(9, 2), Fraction(9, 2)),
    "98 000 €": (98000, 98000),
    "40 %": (40, 40),
    "-5": (-5, -5),
    "\u22125": (-5, -5),
    "60..70": (60, 70),
    "60-70": (60, 70),
    "60 – 70": (60, 70),
    "-5--2": (-5, -2),
    "-5..-2": (-5, -2),
    "-5..2": (-5, 2),
    "0,1..0,2": (Fraction(1, 10), Fraction(1, 5)),
    "7..7": (7, 7),
}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_cell_is_a_number_or_a_range(text: str) -> None:
    low, high = NUMBERS[text]
    assert written(text, comma=True) == Written(Fraction(low), Fraction(high))


@pytest.mark.parametrize("text", ["12±3", "12 ± 3", "12+/-3", "12+-3"])
def test_a_cell_is_a_distribution(text: str) -> None:
    assert written(text, comma=True) == Written(Fraction(12), Fraction(12), Fraction(3))


@pytest.mark.parametrize("text", ["", "?"])
def test_a_cell_is_unknown(text: str) -> None:
    assert written(text, comma=True) == Written(None, None)


@pytest.mark.parametrize("text", ["bon", "70..60", "12±-3", "1e5", "nan", "inf", "1..2..3", "..", "-", "±3", "12±", "1,5.2", "9" * 61])
def test_a_cell_that_is_none_of_these_is_not_read(text: str) -> None:
    assert written(text, comma=True) is None


def test_a_comma_opens_decimals_only_where_it_does_not_separate_cells() -> None:
    assert written("4,5", comma=False) is None


def test_a_scale_gives_nothing_to_its_worst_end_and_a_hundred_to_its_best() -> None:
    growing, falling = scale_of("0..200", "max", comma=True), scale_of("0..200", "min", comma=True)
    assert growing is not None
    assert falling == scale_of("200..0", "min", comma=True)
    assert falling is not None
    assert [growing.points(Fraction(at)) for at in (-10, 0, 50, 200, 300)] == [0, 0, 25, 100, 100]
    assert [falling.points(Fraction(at)) for at in (-10, 0, 50, 200, 300)] == [100, 100, 75, 0, 0]


def test_a_value_function_is_straight_between_its_breakpoints_and_flat_outside() -> None:
    found = function_of("0:0|50:80|100:100", comma=True)
    assert found is not None
    assert [found.points(Fraction(at)) for at in (-1, 0, 25, 50, 75, 100, 101)] == [0, 0, 40, 80, 90, 100, 100]
    assert not found.outside(Fraction(500))


def test_a_range_over_the_top_of_a_value_function_reaches_the_top() -> None:
    peak = function_of("10:0|20:100|30:50", comma=True)
    assert peak is not None
    assert peak.between(Fraction(15), Fraction(30)) == (50, 100)
    assert peak.whole == (0, 100)


def test_a_distribution_spans_two_deviations_and_keeps_its_quantiles() -> None:
    scale = Scale(((Fraction(0), Fraction(100)), (Fraction(200), Fraction(0))))
    mark = mark_of("100±10", Written(Fraction(100), Fraction(100), Fraction(10)), scale, QUANTILES)
    assert (mark.low, mark.high) == (40, 60)
    assert mark.shape is not None
    assert len(mark.shape) == QUANTILES
    assert list(mark.shape) == sorted(mark.shape)
    assert sum(mark.shape) == 50 * QUANTILES
    for place in (0, 60, 255):
        quantile = NormalDist(50, 5).inv_cdf((2 * place + 1) / (2 * QUANTILES))
        assert abs(float(mark.shape[place]) - quantile) < 1e-5


def test_a_distribution_without_spread_is_a_number() -> None:
    mark = mark_of("7±0", Written(Fraction(7), Fraction(7)), Scale(((Fraction(0), Fraction(0)), (Fraction(10), Fraction(100)))), QUANTILES)
    assert (mark.low, mark.high, mark.shape) == (70, 70, None)
    assert written("7±0", comma=True) == Written(Fraction(7), Fraction(7), Fraction(0))


PLAIN = "candidate;cost;quality\nlabel;Coût;Qualité\ndirection;min;\nscale;0..200;\nweights;40;60\nA;98;72\nB;?;60..70\n"
WRITTEN_OTHERWISE = {
    "commas": PLAIN.replace(";", ","),
    "tabs": PLAIN.replace(";", "\t"),
    "windows": PLAIN.replace("\n", "\r\n"),
    "mark": "\ufeff" + PLAIN,
    "comments": '# a;b,c "\n' + PLAIN.replace("A;98", "#x;y;z;t\n\nA;98"),
    "comment-of-a-spreadsheet": '"# a;b";;\n' + PLAIN,
    "quotes": PLAIN.replace("A;98", '"A";"98"'),
    "french": PLAIN.replace("label", "Libellé").replace("direction", "sens").replace("scale", "échelle").replace("weights", "POIDS"),
    "other-order": "candidate;cost;quality\nweights;40;60\nscale;200..0;\nlabel;Coût;Qualité\ndirection;min;\nA;98;72\nB;?;60..70\n",
    "empty-columns": PLAIN.replace("\n", ";;\n"),
    "decimals": PLAIN.replace("A;98;72", "A;98,0;72,00"),
    "weights-of-one": PLAIN.replace("weights;40;60", "weights;0,4;0,6"),
}


@pytest.mark.parametrize("kind", WRITTEN_OTHERWISE)
def test_the_same_matrix_written_otherwise_is_the_same(kind: str) -> None:
    plain, other = read(PLAIN), read(WRITTEN_OTHERWISE[kind])
    assert points(other) == points(plain) == {"A": [(51, 51), (72, 72)], "B": [(0, 100), (60, 70)]}
    assert other.criteria == plain.criteria
    assert weights_used(other) == weights_used(plain) == (Fraction(2, 5), Fraction(3, 5))
    assert other.notes == plain.notes == (Note("scale", "Qualité"),)


def test_a_value_off_the_scale_is_brought_back_and_said() -> None:
    found = read("candidate;a\nscale;0..10\nX;12\nY;-3..5\n")
    assert points(found) == {"X": [(100, 100)], "Y": [(0, 50)]}
    assert found.notes == (Note("clamped", "a", "X", "12"), Note("clamped", "a", "Y", "-3..5"))


@pytest.mark.parametrize(("weights", "total"), [("33,3;66,6", "99.9"), ("1;1", "2"), ("30;70", None), ("0,25;0,75", None), ("0;7", "7")])
def test_weights_are_brought_to_one_exactly_and_unusual_totals_are_said(weights: str, total: str | None) -> None:
    found = read(f"candidate;a;b\nweights;{weights}\nX;1;2\n")
    assert sum(weights_used(found)) == 1
    assert [note.text for note in found.notes if note.kind == "total"] == ([] if total is None else [total])


def test_without_weights_nor_priorities_criteria_weigh_the_same() -> None:
    assert weights_used(read("candidate;a;b;c\nX;1;2;3\n")) == (Fraction(1, 3),) * 3


def test_priorities_fill_as_many_cells_as_they_need() -> None:
    found = read("candidate;a;b\npriorities;a > b;10 <= b <= 30;a >= 20\npriorities;b <= 29\nX;1;2\n")
    assert found.stated.statements == ("a > b", "10 <= b <= 30", "a >= 20", "b <= 29")


@pytest.mark.parametrize("asked", [Asked("b=3, a=1"), Asked("a=0,5;b=1,5"), Asked("a=25,b=75")])
def test_weights_of_the_command_line_replace_those_of_the_file(asked: Asked) -> None:
    for line in ("weights;90;10", "priorities;a > b"):
        found = read(f"candidate;a;b\n{line}\nX;1;2\n", asked)
        assert weights_used(found) == (Fraction(1, 4), Fraction(3, 4))
        assert found.stated.priorities is None


def test_priorities_of_the_command_line_replace_weights_of_the_file() -> None:
    found = read("candidate;a;b\nweights;90;10\nX;1;2\n", Asked(priorities=("b > a",)))
    assert found.stated.weights is None
    assert found.stated.statements == ("b > a",)


def filled(candidates: int, criteria: int) -> str:
    """A matrix of ones."""
    head = ";".join(["candidate", *(f"a{place}" for place in range(criteria))])
    return head + "\n" + "".join(f"X{place}" + ";1" * criteria + "\n" for place in range(candidates))


BASE = "candidate;a;b\nX;1;2\n"
MISTAKES: dict[str, tuple[str | bytes, str, int]] = {
    "nothing": ("", "DOC608", 0),
    "comments-only": ("# rien\n", "DOC608", 0),
    "no-candidate": ("candidate;a;b\nweights;1;2\n", "DOC608", 0),
    "no-criterion": ("candidate\nX\n", "DOC608", 0),
    "accent": ("candidate;coût;b\nX;1;2\n", "DOC661", 1),
    "digits-only": ("candidate;1;b\nX;1;2\n", "DOC661", 1),
    "empty-id": ("candidate;;b\nX;1;2\n", "DOC661", 1),
    "same-id": ("candidate;a;a\nX;1;2\n", "DOC661", 1),
    "empty-name": (BASE + ";3;4\n", "DOC662", 3),
    "same-name": (BASE + "x;3;4\n", "DOC662", 3),
    "long-name": ("candidate;a\n" + "n" * 121 + ";1\n", "DOC662", 2),
    "cell-too-few": (BASE + "Y;3\n", "DOC663", 3),
    "cell-too-many": (BASE + "Y;3;4;5\n", "DOC663", 3),
    "decimal-comma-among-commas": ("candidate,a,b\nX,1,5,2\n", "DOC663", 2),
    "quoted-decimal-comma-among-commas": ('candidate,a,b\nX,"1,5",2\n', "DOC664", 2),
    "word": (BASE + "Y;bon;4\n", "DOC664", 3),
    "reversed-range": (BASE + "Y;7..3;4\n", "DOC664", 3),
    "over-a-hundred": (BASE + "Y;120;4\n", "DOC665", 1),
    "under-zero": (BASE + "Y;-1;4\n", "DOC665", 1),
    "less-is-better": ("candidate;a;b\ndirection;min;\nX;1;2\n", "DOC665", 1),
    "direction": ("candidate;a;b\ndirection;plus;\nX;1;2\n", "DOC666", 2),
    "flat-scale": ("candidate;a;b\nscale;5..5;\nX;1;2\n", "DOC666", 2),
    "falling-scale-to-maximise": ("candidate;a;b\nscale;100..0;\nX;1;2\n", "DOC666", 2),
    "scale-word": ("candidate;a;b\nscale;large;\nX;1;2\n", "DOC666", 2),
    "function-of-one-point": ("candidate;a;b\nvalue;0:0;\nX;1;2\n", "DOC666", 2),
    "function-over-a-hundred": ("candidate;a;b\nvalue;0:0|5:101;\nX;1;2\n", "DOC666", 2),
    "function-that-goes-back": ("candidate;a;b\nvalue;5:0|5:10;\nX;1;2\n", "DOC666", 2),
    "scale-and-function": ("candidate;a;b\nscale;0..1;\nvalue;0:0|1:100;\nX;1;2\n", "DOC666", 3),
    "negative-weight": ("candidate;a;b\nweights;-5;105\nX;1;2\n", "DOC667", 2),
    "weights-of-zero": ("candidate;a;b\nweights;0;0\nX;1;2\n", "DOC667", 2),
    "weight-missing": ("candidate;a;b\nweights;5;\nX;1;2\n", "DOC667", 2),
    "weights-and-priorities": ("candidate;a;b\nweights;5;5\npriorities;a > b\nX;1;2\n", "DOC094", 3),
    "unknown-criterion-in-priority": ("candidate;a;b\npriorities;a > c\nX;1;2\n", "DOC668", 2),
    "circle": ("candidate;a;b\npriorities;a > b;b > a\nX;1;2\n", "DOC091", 2),
    "ranges": ("candidate;a;b\npriorities;a <= 30;b <= 30\nX;1;2\n", "DOC092", 2),
    "order-and-range": ("candidate;a;b\npriorities;a > b;a <= 30\nX;1;2\n", "DOC093", 2),
    "header-after-candidates": (BASE + "weights;1;2\n", "DOC669", 3),
    "header-twice": ("candidate;a;b\nweights;1;2\nweights;1;2\nX;1;2\n", "DOC669", 3),
    "priorities-after-candidates": (BASE + "priorities;a > b\n", "DOC669", 3),
    "quote-never-closed": ('candidate;a;b\n"X;1;2\n', "DOC610", 2),
    "hidden-character": (BASE + "Y\u202e;3;4\n", "DOC013", 3),
    "latin-1": ("candidate;a\nÉté;1\n".encode("latin-1"), "DOC008", 2),
    "too-many-candidates": (filled(CANDIDATES + 1, 1), "DOC660", 0),
    "too-many-criteria": (filled(1, CRITERIA + 1), "DOC660", 0),
    "too-many-marks": (filled(CELLS // 50 + 1, 50), "DOC660", 0),
    "too-large": (b"#" * (SIZE + 1), "DOC005", 0),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_one_mistake_has_one_diagnostic_at_its_place(kind: str) -> None:
    text, code, line = MISTAKES[kind]
    found = loaded(text)
    assert found.matrix is None
    assert [(one.code, one.place.line) for one in found.diagnostics] == [(code, line)]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked("a=1"), "DOC667"),
        (Asked("a=1,b=2,c=3"), "DOC667"),
        (Asked("a=1,a=2"), "DOC667"),
        (Asked("a=-1,b=2"), "DOC667"),
        (Asked("a=0,b=0"), "DOC667"),
        (Asked(""), "DOC667"),
        (Asked(priorities=("a > c",)), "DOC668"),
        (Asked(priorities=("a > b", "b > a")), "DOC091"),
        (Asked("a=1,b=2", ("a > b",)), "DOC094"),
    ],
)
def test_a_mistake_in_an_option_names_the_option(asked: Asked, code: str) -> None:
    found = loaded(BASE, asked)
    assert found.matrix is None
    assert [(one.code, one.place.file) for one in found.diagnostics] == [(code, "--priority" if asked.weights is None else "--weights")]
