"""A note one can paste into a file: Markdown, tables drawn by tabulate."""

from __future__ import annotations

from collections.abc import Iterable

from doctrine.presenting.blocks import Bars, Block, Bullets, Code, Grid, Heading, Paragraph, Screen
from doctrine.reporters.safe import for_log, for_markdown, one_line


def render(blocks: Iterable[Block]) -> str:
    """The blocks as one Markdown document."""
    return "\n\n".join(_block(block) for block in blocks if not isinstance(block, Bars)) + "\n"


def _block(block: Heading | Paragraph | Code | Bullets | Grid | Screen) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"{'#' * (level + 1)} {_text(text)}"
        case Paragraph(text=text):
            return _text(text)
        case Code(text=text):
            return _code(text)
        case Bullets(items=items, numbered=numbered):
            return "\n".join(f"{f'{place}.' if numbered else '-'} {_text(item)}" for place, item in enumerate(items, 1))
        case Grid(head=head, rows=rows):
            return _grid(head, rows)
        case Screen():
            return _screen(block)


def _text(text: str) -> str:
    """Text on one line, without spaces first: a second line could open a heading or a rule, four spaces a block of code."""
    return for_markdown(one_line(text).lstrip())


def _code(text: str) -> str:
    """Lines moved four columns to the right: unlike a fence, nothing that they hold can end the block."""
    return "\n".join(f"    {for_log(one_line(line))}".rstrip() for line in text.split("\n"))


def _cell(text: str) -> str:
    return for_markdown(text).replace("\n", "<br>")


def _grid(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    from tabulate import tabulate  # its import costs 100 ms: only here

    cells = [[_cell(cell) for cell in row] for row in rows]
    return tabulate(cells, headers=[_cell(cell) for cell in head], tablefmt="pipe", disable_numparse=True)


def _screen(screen: Screen) -> str:
    parts = [f"# {_text(screen.title)}", f"**{_text(screen.verdict)}**", _text(" ".join(screen.sentences))]
    for label, lines in screen.lines:
        if len(lines) == 1 and lines[0][:2] != "1.":
            parts.append(f"**{_text(label)}** {_text(lines[0])}")
        else:
            numbered = "\n".join(f"{place}. {_text(line.partition('. ')[2])}" for place, line in enumerate(lines, 1))
            parts.append(f"**{_text(label)}**\n\n{numbered}")
    return "\n\n".join(parts)
