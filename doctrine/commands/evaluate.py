"""`doctrine evaluate`: walk the doctrine for one need or several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doctrine.commands import _console as console
from doctrine.reporters.safe import one_line

if TYPE_CHECKING:
    from doctrine.assembly import Assembled
    from doctrine.index import Index
    from doctrine.locales.words import Words
    from doctrine.model.verdicts import Recommendation
    from doctrine.presenting.phrases import Phrases

FORMATS = ("terminal", "json", "markdown")
_CODES = {"retained": console.CONFORM, "none": console.NOT_CONFORM, "conditional": console.MISSING, "undecided": console.MISSING}


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("evaluate", cls=command)(evaluate)


def evaluate(
    needs: Annotated[list[str], typer.Argument(metavar="NEED")],
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "terminal",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    all_steps: Annotated[bool, typer.Option("--all-steps")] = False,
    no_presumptions: Annotated[bool, typer.Option("--no-presumptions")] = False,
    catalogue: Annotated[list[str] | None, typer.Option("--catalogue", metavar="FOLDER")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero")] = False,
) -> int:
    """Evaluate every need; one broken file never hides the others."""
    index, words = console.opened(catalogue or [], lang)
    console.choice("--format", form, FORMATS, words)
    console.choice("--lang", lang or "fr", console.LANGUAGES, words)
    results, codes = [], []
    for name in needs:
        try:
            results.append(_one(name, index, words, all_steps=all_steps, presumptions=not no_presumptions))
        except Exception as error:
            if len(needs) == 1:
                raise
            console.complain(words.say("unexpected_on", path=one_line(name), kind=type(error).__name__))
            codes.append(console.UNEXPECTED)
    codes += [_CODES[found[1].outcome] if found is not None else console.USAGE for _, found in results]
    if form == "json":
        console.deliver(_json(results, words), output, words)
    else:
        for assembled, _ in results:
            if assembled.loaded.diagnostics:
                console.say_diagnostics(assembled.loaded.diagnostics, words)
        text = _text(form, [(assembled, found) for assembled, found in results if found is not None], plain=plain, piped=output is not None)
        if text:
            console.deliver(text, output, words)
    code = console.worst(codes)
    return console.CONFORM if exit_zero and code in (console.NOT_CONFORM, console.MISSING) else code


Found = tuple["Phrases", "Recommendation"]


def _one(name: str, index: Index, words: Words, *, all_steps: bool, presumptions: bool) -> tuple[Assembled, Found | None]:
    from doctrine.evaluation import evaluate as answer
    from doctrine.presenting.phrases import Phrases

    assembled = console.assembled(name, index, presumptions=presumptions)
    if assembled.case is None:
        return assembled, None
    phrases = Phrases(words, assembled.case, assembled.function, index.section("common"))
    return assembled, (phrases, answer(assembled.case, all_steps=all_steps))


def _text(form: str, results: list[tuple[Assembled, Found]], *, plain: bool, piped: bool) -> str:
    from doctrine.presenting.report import report

    texts = []
    for assembled, (phrases, recommendation) in results:
        blocks = report(phrases, recommendation, assembled.function["components"], full=form == "markdown")
        texts.append(console.drawn(blocks, form, plain=plain, piped=piped))
    return ("\n" + "—" * 40 + "\n\n").join(texts) if form != "markdown" else "\n---\n\n".join(texts)


def _json(results: list[tuple[Assembled, Found | None]], words: Words) -> str:
    from doctrine.reporters import json_report

    made = []
    for assembled, found in results:
        loaded = assembled.loaded
        file = loaded.document.file if loaded.document else loaded.diagnostics[0].place.file
        made.append(json_report.result(file, loaded.diagnostics, words, found))
    return json_report.render(made, words.language)
