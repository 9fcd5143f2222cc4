"""`doctrine missing`: the few answers that would settle a need, and the messages that ask for them."""

from __future__ import annotations

from typing import Annotated

import typer

from doctrine.commands import _console as console


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("missing", cls=command)(missing)


def missing(
    need: Annotated[str, typer.Argument(metavar="NEED")],
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "terminal",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    catalogue: Annotated[list[str] | None, typer.Option("--catalogue", metavar="FOLDER")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero")] = False,
) -> int:
    """Print what to find out, one message for each addressee."""
    from doctrine.analysis.missing import search_to_record, undecided
    from doctrine.evaluation import evaluate
    from doctrine.presenting.missing import missing_blocks
    from doctrine.presenting.phrases import Phrases

    index, words = console.opened(catalogue or [], lang)
    console.choice("--format", form, ("terminal", "markdown", "json"), words)
    assembled = console.one_need(need, index, words)
    if assembled.case is None:
        return console.USAGE
    recommendation = evaluate(assembled.case)
    phrases = Phrases(words, assembled.case, assembled.function, index.section("common"))
    found, search = undecided(recommendation), search_to_record(recommendation)
    if form == "json":
        from doctrine.reporters.missing_json import render

        text = render(phrases, recommendation, found, search=search)
    else:
        blocks = missing_blocks(phrases, recommendation, found, search=search)
        text = console.drawn(blocks, form, plain=plain, piped=output is not None)
    console.deliver(text, output, words)
    return console.MISSING if recommendation.outcome in ("conditional", "undecided") and not exit_zero else console.CONFORM
