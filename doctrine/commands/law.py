"""`doctrine law`: the legal values by date: list, one page, what changes between two days."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import Annotated

import typer

from doctrine.commands import _console as console

Lang = Annotated[str | None, typer.Option("--lang", metavar="LANG")]
Plain = Annotated[bool, typer.Option("--plain")]
On = Annotated[str | None, typer.Option("--on", metavar="DAY")]


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the group and its commands to the application."""
    own = typer.Typer(cls=group, rich_markup_mode=None, no_args_is_help=True)
    for name, function in (("list", listed), ("show", show), ("changes", changes)):
        own.command(name, cls=command)(function)
    app.add_typer(own, name="law", cls=group)


def listed(on: On = None, lang: Lang = None, plain: Plain = False) -> int:
    """Every legal value, in force on a day or the latest known."""
    from doctrine.presenting import values

    index, words = console.opened([], lang)
    day = None if on is None else console.day(on, words)
    console.show(values.listed(words, index.section("rules")["parameters"], day), plain=plain)
    return console.CONFORM


def show(name: Annotated[str, typer.Argument(metavar="ID")], on: On = None, lang: Lang = None, plain: Plain = False) -> int:
    """One legal value: its history, or its value on a day."""
    from doctrine.presenting import values
    from doctrine.reporters.safe import one_line

    index, words = console.opened([], lang)
    parameters = {one["id"]: one for one in index.section("rules")["parameters"]}
    day: date | None = None if on is None else console.day(on, words)
    if name not in parameters:
        near = get_close_matches(name, list(parameters), n=1, cutoff=0.5)
        console.complain(words.say("law_near" if near else "law_unknown", name=one_line(name), near=near[0] if near else ""))
        return console.USAGE
    console.show(values.shown(words, parameters[name], day), plain=plain)
    return console.CONFORM


def changes(
    start: Annotated[str, typer.Argument(metavar="FROM")],
    end: Annotated[str, typer.Argument(metavar="TO")],
    lang: Lang = None,
    plain: Plain = False,
) -> int:
    """What changes after one day and until another, and whom it touches."""
    from doctrine.presenting import values

    index, words = console.opened([], lang)
    first, last = console.day(start, words), console.day(end, words)
    if last < first:
        console.complain(words.say("law_backwards", start=first, end=last))
        return console.USAGE
    console.show(values.changes(words, index.section("rules")["parameters"], first, last), plain=plain)
    return console.CONFORM
