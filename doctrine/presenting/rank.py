"""The ranking of a bare matrix in words: who is first, the paragraph to quote, marks, shares of every rank, typical weights."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from doctrine.analysis.outlook import Outlook
from doctrine.grids.matrix import Matrix
from doctrine.grids.matrix_marks import Mark
from doctrine.grids.matrix_weights import Note
from doctrine.locales.words import Words
from doctrine.presenting.blocks import Block, Bullets, Grid, Heading, Paragraph
from doctrine.presenting.outlook import Labels, outlook_blocks, quote, share_text

#: Columns beside the first that eighty columns hold.
_WIDE = 6
#: Candidates and ranks that a person reads; programs have them all.
_SHOWN = 20
_NOTES = 8


def labels_of(matrix: Matrix) -> Labels:
    """Candidates are called by their name, criteria by their title."""
    titles = {criterion.id: criterion.label for criterion in matrix.criteria}
    return Labels(lambda name: name, lambda criterion: titles[criterion])


def headline(words: Words, found: Outlook) -> str:
    """Who is first, alone or tied, in one line."""
    leaders = [place.id for place in found.places if place.rank == 1]
    if len(found.places) == 1:
        return words.say("rank_only", name=leaders[0])
    return words.say("rank_first" if len(leaders) == 1 else "rank_tied", names=", ".join(leaders))


def quoted(words: Words, matrix: Matrix, found: Outlook) -> str:
    """The paragraph to quote."""
    if len(found.places) == 1:
        return words.say("rank_alone")
    return quote(words, found, labels_of(matrix), stated=matrix.stated.priorities is not None)


def rank_blocks(words: Words, matrix: Matrix, found: Outlook, *, bars: bool, changes: bool) -> Iterator[Block]:
    """The whole answer; `changes` says whether dominance and the smallest changes were looked for."""
    yield Heading(1, headline(words, found))
    yield Paragraph(quoted(words, matrix, found))
    yield from _notes(words, matrix)
    yield Heading(2, words.say("rank_marks"))
    yield from _marks(words, matrix, found)
    if len(found.places) > 1:
        yield from _analysis(words, matrix, found, bars=bars, changes=changes)


def _analysis(words: Words, matrix: Matrix, found: Outlook, *, bars: bool, changes: bool) -> Iterator[Block]:
    """What the order depends on, without the paragraph already said; only the first are shown where no change was looked for."""
    stated = matrix.stated.priorities is not None
    shown = found if changes else found._replace(places=tuple(place for place in found.places if place.rank == 1))
    section = outlook_blocks(words, shown, labels_of(matrix), bars=bars and changes, stated=stated)
    yield from islice(section, 1)
    if not changes:
        yield Paragraph(words.say("rank_no_changes"))
    yield from islice(section, 1, None)
    yield Heading(2, words.say("rank_shares"))
    yield from _shares(words, found)
    yield Heading(2, words.say("rank_central"))
    yield Paragraph(words.say("rank_central_intro"))
    yield from _central(words, matrix, found)
    if len(found.places) > _SHOWN:
        yield Paragraph(words.say("rank_shown", count=_SHOWN))


def note_text(words: Words, note: Note) -> str:
    """One thing done to the numbers of the file."""
    return words.say(f"rank_note_{note.kind}", criterion=note.criterion, candidate=note.candidate, text=note.text)


def _notes(words: Words, matrix: Matrix) -> Iterator[Block]:
    said = [note_text(words, note) for note in matrix.notes[:_NOTES]]
    if len(matrix.notes) > _NOTES:
        said.append(words.say("rank_note_more", count=len(matrix.notes) - _NOTES))
    if matrix.stated.weights is None and matrix.stated.priorities is None:
        said.insert(0, words.say("rank_note_equal"))
    if said:
        yield Bullets(tuple(said))


def _marks(words: Words, matrix: Matrix, found: Outlook) -> Iterator[Grid]:
    """Points of each candidate on each criterion, under the weights; first first."""
    rows = {one.name: one for one in matrix.candidates}
    head = [criterion.label for criterion in matrix.criteria]
    lines = [(words.say("rank_weight"), [words.share(weight) for weight in found.field.weights])]
    for place in found.places[:_SHOWN]:
        name = words.say("rank_place", rank=place.rank, name=place.id, points=_span(words, place.low, place.high, 0))
        lines.append((name, [mark_text(words, mark) for mark in rows[place.id].marks]))
    yield from _grids(words.say("col_candidate"), head, lines)


def mark_text(words: Words, mark: Mark) -> str:
    """The points of one cell: a number, or an interval."""
    return _span(words, mark.low, mark.high, 1)


def _span(words: Words, low: Fraction, high: Fraction, places: int) -> str:
    """Two ends, or one when they read the same."""
    least, most = words.number(low, places), words.number(high, places)
    return least if least == most else f"{least}–{most}"


def _shares(words: Words, found: Outlook) -> Iterator[Grid]:
    """The share of weightings that gives each rank, rank by rank, a column for each candidate."""
    names = [place.id for place in found.places[:_SHOWN]]
    lines = []
    for rank in range(min(len(found.places), _SHOWN)):
        shares = [found.robustness.of(name).ranks[rank] for name in names]
        lines.append((str(rank + 1), [share_text(words, share) if share.value else "–" for share in shares]))
    yield from _grids(words.say("rank_col_rank"), names, lines)


def _central(words: Words, matrix: Matrix, found: Outlook) -> Iterator[Grid]:
    """The typical weights that make each candidate first, and the share of possible marks under which they do."""
    head = [words.say("rank_col_confidence"), *(criterion.label for criterion in matrix.criteria)]
    lines = []
    for place in found.places[:_SHOWN]:
        line = found.robustness.of(place.id)
        if line.central is not None and line.confidence is not None:
            lines.append((place.id, [share_text(words, line.confidence), *(words.share(weight) for weight in line.central)]))
        else:
            lines.append((place.id, [words.say("typical_none"), *("" for _ in matrix.criteria)]))
    yield from _grids(words.say("col_candidate"), head, lines)


def _grids(first: str, head: list[str], lines: list[tuple[str, list[str]]]) -> Iterator[Grid]:
    """One table, or several side by side when it is too wide: as even as they can be."""
    count = -(-len(head) // _WIDE)
    wide = -(-len(head) // count)
    for start in range(0, len(head), wide):
        yield Grid((first, *head[start : start + wide]), tuple((name, *cells[start : start + wide]) for name, cells in lines))
