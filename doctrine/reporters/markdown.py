"""A note one can paste into a file: Markdown, tables drawn by tabulate."""

from __future__ import annotations

from collections.abc import Iterable

from doctrine.presenting.blocks import Block, Bullets, Grid, Heading, Paragraph, Screen
from doctrine.reporters.safe import for_markdown


def render(blocks: Iterable[Block]) -> str:
    """The blocks as one Markdown document."""
    return "\n\n".join(_block(block) for block in blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"{'#' * (level + 1)} {for_markdown(text)}"
        case Paragraph(text=text):
            return for_markdown(text)
        case Bullets(items=items, numbered=numbered):
            return "\n".join(f"{f'{place}.' if numbered else '-'} {for_markdown(item)}" for place, item in enumerate(items, 1))
        case Grid(head=head, rows=rows):
            return _grid(head, rows)
        case Screen():
            return _screen(block)


def _cell(text: str) -> str:
    return for_markdown(text).replace("\n", "<br>")


def _grid(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    from tabulate import tabulate  # its import costs 100 ms: only here

    cells = [[_cell(cell) for cell in row] for row in rows]
    return tabulate(cells, headers=[_cell(cell) for cell in head], tablefmt="pipe", disable_numparse=True)


def _screen(screen: Screen) -> str:
    parts = [f"# {for_markdown(screen.title)}", f"**{for_markdown(screen.verdict)}**", for_markdown(" ".join(screen.sentences))]
    for label, lines in screen.lines:
        if len(lines) == 1 and lines[0][:2] != "1.":
            parts.append(f"**{for_markdown(label)}** {for_markdown(lines[0])}")
        else:
            numbered = "\n".join(f"{place}. {for_markdown(line.partition('. ')[2])}" for place, line in enumerate(lines, 1))
            parts.append(f"**{for_markdown(label)}**\n\n{numbered}")
    return "\n\n".join(parts)
