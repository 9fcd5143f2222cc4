"""`doctrine schema`: the published JSON Schemas, for editors and for programs."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from doctrine.commands import _console as console

NAMES = ("need", "report")


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("schema", cls=command)(schema)


def schema(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
) -> int:
    """Print one schema."""
    _, words = console.opened([], lang)
    console.choice("NAME", name, NAMES, words)
    if name == "need":
        from doctrine.loading.published import need_schema

        made = need_schema(words.section("schema"))
    else:
        from doctrine.reporters.json_report import schema as report_schema

        made = report_schema()
    console.deliver(json.dumps(made, ensure_ascii=False, indent=2) + "\n", output, words)
    return console.CONFORM
