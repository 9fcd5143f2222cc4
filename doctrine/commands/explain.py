"""`doctrine explain`: the page of a criterion, a gate, a function, a fact or a code, with its references."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

import typer

from doctrine.commands import _console as console


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("explain", cls=command)(explain)


def explain(
    name: Annotated[str, typer.Argument(metavar="ID")],
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> int:
    """Print one page."""
    from doctrine.presenting.pages import explained, known_names
    from doctrine.reporters.safe import one_line

    index, words = console.opened([], lang)
    page = explained(index, words, name)
    if page is None:
        near = get_close_matches(name.lower(), known_names(index, words), n=1, cutoff=0.6)
        key = "explain_near" if near else "explain_unknown"
        console.complain(words.say(key, name=one_line(name), near=near[0] if near else ""))
        return console.USAGE
    console.show(page, plain=plain)
    return console.CONFORM
