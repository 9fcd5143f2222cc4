"""`doctrine route`: every way to contract for one need, open or not, with its article."""

from __future__ import annotations

from typing import Annotated

import typer

from doctrine.commands import _console as console


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("route", cls=command)(route)


def route(
    need: Annotated[str, typer.Argument(metavar="NEED")],
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "terminal",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    catalogue: Annotated[list[str] | None, typer.Option("--catalogue", metavar="FOLDER")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> int:
    """Print the whole table of routes of one need."""
    from doctrine.evaluation import evaluate
    from doctrine.presenting.legal import framework_lines, route_table, value_lines
    from doctrine.presenting.phrases import Phrases

    index, words = console.opened(catalogue or [], lang)
    console.choice("--format", form, ("terminal", "markdown"), words)
    assembled = console.one_need(need, index, words)
    if assembled.case is None:
        return console.USAGE
    phrases = Phrases(words, assembled.case, assembled.function, index.section("common"))
    legal = evaluate(assembled.case).legal
    blocks = (*value_lines(phrases, legal), route_table(phrases, legal), *framework_lines(phrases, legal))
    console.deliver(console.drawn(blocks, form, plain=plain), output, words)
    return console.CONFORM
