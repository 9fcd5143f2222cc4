"""`doctrine schema`: the published JSON Schemas, for editors and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from doctrine.commands import _console as console

if TYPE_CHECKING:
    from doctrine.index import Index
    from doctrine.locales.words import Words

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
    index, words = console.opened([], lang)
    console.choice("NAME", name, NAMES, words)
    if name == "need":
        from doctrine.loading.published import need_schema

        made = need_schema(words.section("schema"), _known(index, words))
    else:
        from doctrine.reporters.json_report import schema as report_schema

        made = report_schema()
    console.deliver(json.dumps(made, ensure_ascii=False, indent=2) + "\n", output, words)
    return console.CONFORM


def _known(index: Index, words: Words) -> dict[str, dict[str, str]]:
    """What the bundled catalogue holds, each id with what it is called, for editors to propose."""
    functions = index.section("functions")
    common = index.section("common")
    capabilities = {name: words.pick(label) for name, label in common["capabilities"].items()}
    facts = {name: str(one[words.language]) for name, one in common["facts"].items()}
    candidates: dict[str, str] = {}
    for name in functions:
        section = index.section(f"function:{name}")
        capabilities |= {key: words.pick(label) for key, label in section["capabilities"].items()}
        facts |= {key: str(one[words.language]) for key, one in section["facts"].items()}
        candidates |= {one["id"]: f"{one['name']} ({one['provider']})" for one in section["candidates"] if one["role"] == "candidate"}
    called = {name: str(one[words.language]) for name, one in functions.items()}
    known = {"functions": called, "capabilities": capabilities, "facts": facts, "candidates": candidates}
    return {kind: dict(sorted(names.items())) for kind, names in known.items()}
