"""What a report is made of, whatever draws it: headings, paragraphs, lists, grids, and the first screen."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class Heading(NamedTuple):
    """A title; level 1 is a section."""

    level: int
    text: str


class Paragraph(NamedTuple):
    """One paragraph."""

    text: str


class Code(NamedTuple):
    """Lines as they are typed in a file or a terminal, their spaces kept."""

    text: str


class Bullets(NamedTuple):
    """A list, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False


class Grid(NamedTuple):
    """A table: the head and the rows, all texts."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Screen(NamedTuple):
    """The first screen: need and day, verdict, what holds and what is missing, then labelled lines to act on."""

    title: str
    verdict: str
    sentences: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]


class Bars(NamedTuple):
    """Shares of one as bars, drawn where bars can be: the figures stand in a table beside."""

    rows: tuple[tuple[str, Fraction], ...]


Block = Heading | Paragraph | Code | Bullets | Grid | Bars | Screen
