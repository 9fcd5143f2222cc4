"""The report in a terminal: rich tables that fold at 80 columns, plain text when piped, no colour when NO_COLOR is set.

Data reach rich only as `Text`, sanitised, so that neither markup, links, emoji codes nor escape sequences can come from a file.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable
from fractions import Fraction

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from doctrine.locales.words import NBSP
from doctrine.presenting.blocks import Bars, Block, Bullets, Code, Grid, Heading, Paragraph, Screen
from doctrine.reporters.safe import for_log, inert, one_line

WIDEST = 140
#: rich and textwrap cut lines at a no-break space: it travels as a private character, which sanitised data cannot hold.
_KEPT = "\ue000"
#: Identifiers in the first column are never cut, up to this length.
_LONGEST_ID = 34
_CODE = " " * 4
_STYLES = {1: "bold", 2: "bold", 3: "underline", 4: "italic"}


def render(blocks: Iterable[Block], *, width: int = 80, colour: bool = False, plain: bool = False) -> str:
    """The blocks as text for a terminal of `width` columns; `plain` leaves out table borders and boxes."""
    stream = io.StringIO()
    console = Console(
        file=stream, width=max(40, min(width, WIDEST)), force_terminal=colour, no_color=not colour,
        color_system="standard" if colour else None,
        markup=False, emoji=False, highlight=False, legacy_windows=False, _environ={},
    )  # fmt: skip
    for block in blocks:
        _draw(console, block, plain=plain)
    text = stream.getvalue().replace(_KEPT, NBSP)
    lines = [line.rstrip() for line in text.split("\n")]
    return for_log("\n".join(lines).strip("\n") + "\n")


def _line(console: Console, text: str = "", style: str = "") -> None:
    """One line already cut to the width: through rich only when it is styled, which costs a hundred times more."""
    if style and console.is_terminal:
        console.print(Text(text, style=style))
    else:
        console.file.write(text + "\n")


def _draw(console: Console, block: Block, *, plain: bool) -> None:
    match block:
        case Screen():
            _screen(console, block)
        case Heading(level=level, text=text):
            _line(console)
            if level == 1:
                for line in _wrapped(one_line(text), console.width):
                    _line(console, line, _STYLES[level])
                if not plain:
                    _line(console, "═" * min(len(one_line(text)), console.width))
            else:
                for line in _wrapped(one_line(text), console.width):
                    _line(console, line, _STYLES[level])
        case Paragraph(text=text):
            for line in _wrapped(one_line(text), console.width):
                _line(console, line)
        case Code(text=text):
            for line in text.split("\n"):
                typed = one_line(line)
                _hanging(console, _CODE + " " * (len(typed) - len(typed.lstrip(" "))), typed.lstrip(" "))
        case Bullets(items=items, numbered=numbered):
            for place, item in enumerate(items, 1):
                _hanging(console, f"{place:>2}. " if numbered else "  - ", one_line(item))
        case Grid(head=head, rows=rows):
            _grid(console, head, rows, plain=plain)
        case Bars(rows=shares):
            if not plain:
                _bars(console, shares)


def _hanging(console: Console, lead: str, text: str) -> None:
    lines = _wrapped(text, console.width - len(lead))
    for number, line in enumerate(lines):
        _line(console, (lead if not number else " " * len(lead)) + line)


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width`; a no-break space is never a place to cut."""
    wrapper = textwrap.TextWrapper(width=max(width, 20), break_long_words=True, break_on_hyphens=False)
    return wrapper.wrap(for_log(text).replace(NBSP, _KEPT)) or [""]


def _bars(console: Console, shares: tuple[tuple[str, Fraction], ...]) -> None:
    """One bar a line, a full one as wide as half the terminal."""
    margin = min(max(len(one_line(name)) for name, _ in shares), console.width // 3)
    full = console.width // 2
    _line(console)
    for name, share in shares:
        filled = int(share * full + Fraction(1, 2))
        _line(console, f"{one_line(name)[:margin]:<{margin}}  {'█' * filled}{'░' * (full - filled)}")


def _grid(console: Console, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], *, plain: bool) -> None:
    if plain:
        for row in rows:
            _hanging(
                console, "  - ", " | ".join(f"{one_line(name)} = {one_line(cell)}" for name, cell in zip(head, row, strict=True) if cell)
            )
        return
    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False, expand=False, header_style="bold")
    for place, name in enumerate(head):
        cells = [row[place] for row in rows]
        identifiers = place == 0 and all(cell and " " not in cell and len(cell) <= _LONGEST_ID for cell in cells)
        table.add_column(Text(one_line(name)), overflow="fold", no_wrap=identifiers, min_width=6)
    for row in rows:
        table.add_row(*(Text(for_log(inert(cell)).replace(NBSP, _KEPT)) for cell in row))
    console.print(table)


def _screen(console: Console, screen: Screen) -> None:
    """The first screen, drawn by hand: fixed labels on the left, at most `width` columns."""
    width = min(console.width, 80)
    for line in _wrapped(one_line(screen.title), width):
        _line(console, line)
    for line in _wrapped(one_line(screen.verdict), width):
        _line(console, line, "bold")
    _line(console)
    for line in _wrapped(" ".join(one_line(sentence) for sentence in screen.sentences), width):
        _line(console, line)
    _line(console)
    margin = max(len(label) for label, _ in screen.lines) + 2
    for label, lines in screen.lines:
        lead = f"{one_line(label):<{margin}}"
        for text in lines:
            hanging = 3 if text[1:3] == ". " else 0
            for number, line in enumerate(_wrapped(one_line(text), width - margin - (hanging if hanging else 0))):
                indent = " " * hanging if number and hanging else ""
                _line(console, lead + indent + line)
                lead = " " * margin
