"""`doctrine audit`: what a reviewer looks for first in a sealed decision."""

from __future__ import annotations

from typing import Annotated

import typer

from doctrine.commands import _console as console


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("audit", cls=command)(audit)


def audit(
    file: Annotated[str, typer.Argument(metavar="DECISION")],
    today: Annotated[str | None, typer.Option("--today", metavar="DAY")] = None,
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "terminal",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero")] = False,
) -> int:
    """Open the decision, then print its weak points, the worst first."""
    from doctrine.analysis.review import review
    from doctrine.presenting.phrases import Phrases
    from doctrine.presenting.review import review_blocks
    from doctrine.record.reread_decision import Refusal, opened_file

    index, words = console.opened([], lang)
    console.choice("--format", form, ("terminal", "json", "markdown"), words)
    console.choice("--lang", lang or "fr", console.LANGUAGES, words)
    asked = console.day(today, words) if today is not None else None
    found = opened_file(file)
    if isinstance(found, Refusal):
        console.say_diagnostics(found.problems, words)
        return console.INTEGRITY if found.broken else console.USAGE
    need = found.case.need
    day = asked or need.on
    if day < need.on:
        console.complain(words.say("audit_too_early", day=day, sealed=need.on))
        return console.USAGE
    function = index.section(f"function:{need.function}") if need.function in index.section("functions") else {}
    phrases = Phrases(words, found.case, function, index.section("common"))
    weak = review(found.case, found.answer, day)
    if form == "json":
        from doctrine.reporters.review_json import render

        text = render(phrases, found, weak, day)
    else:
        text = console.drawn(review_blocks(phrases, found.answer, weak, day), form, plain=plain, piped=output is not None)
    console.deliver(text, output, words)
    decisive = any(one.level == "decisive" for one in weak)
    return console.NOT_CONFORM if decisive and not exit_zero else console.CONFORM
