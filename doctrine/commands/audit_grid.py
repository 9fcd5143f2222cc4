"""`doctrine audit-grid`: somebody's scoring grid recomputed: reproducible, explained by rounding, or not, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from doctrine.commands import _console as console


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("audit-grid", cls=command)(audit_grid)


def audit_grid(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "terminal",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero")] = False,
) -> int:
    """Recompute one grid."""
    from doctrine.diagnostics import refused
    from doctrine.grids.auditing import audit
    from doctrine.grids.reading import read_grid
    from doctrine.presenting.grid_audit import audit_blocks
    from doctrine.reporters import grid_json

    words = console.words_or_plain(lang)
    console.choice("--format", form, ("terminal", "json", "markdown"), words)
    loaded = read_grid(file)
    if loaded.diagnostics:
        console.say_diagnostics(loaded.diagnostics, words)
    if loaded.grid is None or refused(loaded.diagnostics):
        return console.USAGE
    found = audit(loaded.grid)
    if form == "json":
        text = grid_json.render(file, loaded.grid, found)
    else:
        text = console.drawn(audit_blocks(loaded.grid, found, words), form, plain=plain, piped=output is not None)
    console.deliver(text, output, words)
    if exit_zero or found.verdict in {"reproducible", "explained"}:
        return console.CONFORM
    return console.MISSING if found.verdict in {"incomplete", "nothing_written"} else console.NOT_CONFORM
