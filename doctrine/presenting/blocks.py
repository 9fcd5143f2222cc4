"""What a report is made of, whatever draws it: headings, paragraphs, lists, grids, and the first screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 is a section."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the head and the rows, all texts."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """The first screen: need and day, verdict, what holds and what is missing, then labelled lines to act on."""

    title: str
    verdict: str
    sentences: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]


Block = Heading | Paragraph | Bullets | Grid | Screen
