"""`doctrine reread`: a copy of a decision without marks for a second evaluator, then the readings compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doctrine.commands import _console as console
from doctrine.diagnostics import Diagnostic, Place

if TYPE_CHECKING:
    from doctrine.locales.words import Words
    from doctrine.record.reread_decision import Opened
    from doctrine.record.reread_file import Reading


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("reread", cls=command)(reread)


def reread(
    file: Annotated[str, typer.Argument(metavar="DECISION")],
    copies: Annotated[list[str] | None, typer.Argument(metavar="COPY")] = None,
    blind: Annotated[bool, typer.Option("--blind")] = False,
    compare: Annotated[list[str] | None, typer.Option("--compare", metavar="COPY")] = None,
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "terminal",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> int:
    """Write a blind copy, or compare filled ones."""
    from doctrine.presenting.phrases import Phrases
    from doctrine.presenting.reread import blind_tree, comparison_blocks
    from doctrine.record.reread import put, studied, to_reread
    from doctrine.record.reread_compare import compared
    from doctrine.record.reread_decision import Refusal, opened_file
    from doctrine.record.reread_yaml import as_yaml

    index, words = console.opened([], lang)
    console.choice("--format", form, ("terminal", "json", "markdown"), words)
    console.choice("--lang", lang or "fr", console.LANGUAGES, words)
    given = [*(compare or []), *(copies or [])]
    if blind == bool(given) or (copies and not compare):
        console.complain(words.say("reread_one_action"))
        return console.USAGE
    found = opened_file(file)
    if isinstance(found, Refusal):
        console.say_diagnostics(found.problems, words)
        return console.INTEGRITY if found.broken else console.USAGE
    need = found.case.need
    function = index.section(f"function:{need.function}") if need.function in index.section("functions") else {}
    phrases = Phrases(words, found.case, function, index.section("common"))
    if blind:
        about = to_reread(found.answer)
        text = as_yaml(blind_tree(phrases, about, found.decision.digest), words.say("reread_comment"))
        console.deliver(text, output, words)
        count = sum(len(put(found.case, one)) for one in about)
        console.complain(words.say("reread_written", candidates=len(about), questions=count))
        return console.CONFORM
    sealed = words.say("reread_sealed")
    result = compared(found.case, found.answer, studied(found.whole), _readings(given, found, sealed, words), sealed)
    if form == "json":
        from doctrine.reporters.reread_json import render

        text = render(result, found.decision.digest)
    else:
        text = console.drawn(comparison_blocks(phrases, result, sealed), form, plain=plain, piped=output is not None)
    console.deliver(text, output, words)
    return console.CONFORM


def _readings(files: list[str], found: Opened, sealed: str, words: Words) -> list[Reading]:
    """Every copy read; all that is wrong in all of them is said before leaving."""
    from doctrine.loading.files import read_bytes
    from doctrine.loading.yaml_reader import NEED_LIMITS
    from doctrine.record.reread import studied
    from doctrine.record.reread_file import read_copy

    about = studied(found.whole)
    readings: list[Reading] = []
    wrong: list[Diagnostic] = []
    for name in files:
        data = read_bytes(name, NEED_LIMITS.size)
        one = [data] if isinstance(data, Diagnostic) else read_copy(data, name, found.decision.digest, found.case, about)
        if isinstance(one, list):
            wrong += one
        elif one.evaluator in (sealed, *(each.evaluator for each in readings)):
            wrong.append(Diagnostic("DOC866", Place(name), values={"evaluator": one.evaluator}))
        else:
            readings.append(one)
    if wrong:
        console.say_diagnostics(wrong, words)
        raise console.Stop(console.USAGE)
    return readings
