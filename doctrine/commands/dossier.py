"""`doctrine dossier`: the file for the DINUM opinion, from a sealed decision."""

from __future__ import annotations

from typing import Annotated

import typer

from doctrine.commands import _console as console


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("dossier", cls=command)(dossier)


def dossier(
    file: Annotated[str, typer.Argument(metavar="DECISION")],
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "markdown",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
) -> int:
    """Open the decision, then print its file."""
    from doctrine.presenting.dossier import dossier as written
    from doctrine.presenting.dossier import dossier_blocks
    from doctrine.presenting.phrases import Phrases
    from doctrine.record.reread_decision import Refusal, opened_file

    index, words = console.opened([], lang)
    console.choice("--format", form, ("markdown", "json"), words)
    console.choice("--lang", lang or "fr", console.LANGUAGES, words)
    found = opened_file(file)
    if isinstance(found, Refusal):
        console.say_diagnostics(found.problems, words)
        return console.INTEGRITY if found.broken else console.USAGE
    need = found.case.need
    function = index.section(f"function:{need.function}") if need.function in index.section("functions") else {}
    phrases = Phrases(words, found.case, function, index.section("common"))
    made = written(phrases, found.answer, found.decision.digest)
    if form == "json":
        from doctrine.reporters.dossier_json import render

        text = render(phrases, found.answer, made)
    else:
        text = console.drawn(dossier_blocks(phrases, made), form, plain=False)
    console.deliver(text, output, words)
    return console.CONFORM
