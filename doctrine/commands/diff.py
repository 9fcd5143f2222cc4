"""`doctrine diff`: two decisions or needs compared, or what would become of sealed decisions with other data."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from doctrine.commands import _console as console
from doctrine.commands._workers import each
from doctrine.diagnostics import Diagnostic, Place
from doctrine.reporters.safe import for_log, one_line

if TYPE_CHECKING:
    from doctrine.index import Index
    from doctrine.locales.words import Words
    from doctrine.presenting.phrases import Phrases
    from doctrine.record.compare import Compared, Side
    from doctrine.record.compare_impact import Impact
    from doctrine.record.reading import Library

FORMATS = ("terminal", "json", "markdown")
_CODES = {
    "same": console.CONFORM,
    "changes": console.NOT_CONFORM,
    "refused": console.NOT_CONFORM,
    "cannot": console.USAGE,
    "broken": console.INTEGRITY,
}


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("diff", cls=command)(diff)


def diff(
    first: Annotated[str, typer.Argument(metavar="A")],
    second: Annotated[str | None, typer.Argument(metavar="B")] = None,
    today: Annotated[str | None, typer.Option("--today", metavar="DAY")] = None,
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "terminal",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", min=0, max=64)] = 0,
    catalogue: Annotated[list[str] | None, typer.Option("--catalogue", metavar="FOLDER")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> int:
    """Compare two files, or study a folder."""
    index, words = console.opened(catalogue or [], lang)
    console.choice("--format", form, FORMATS, words)
    console.choice("--lang", lang or "fr", console.LANGUAGES, words)
    if second is None:
        return _study(
            first, Settings(console.day(today, words) if today else None, tuple(catalogue or ())), index, words, form, output, jobs
        )
    if today is not None or Path(first).is_dir() or Path(second).is_dir():
        console.complain(words.say("diff_two_files"))
        return console.USAGE
    return _two(first, second, index, words, form, output, plain=plain)


# ---- two files -----------------------------------------------------------------------------------------------------------


def _two(first: str, second: str, index: Index, words: Words, form: str, output: str | None, *, plain: bool) -> int:
    from doctrine.presenting.compare import blocks
    from doctrine.record.compare import BROKEN, compare
    from doctrine.reporters import compare_json

    sides: list[Side] = []
    codes = []
    for name in (first, second):
        found = _side(name, index)
        if isinstance(found, list):
            console.say_diagnostics(found, words)
            codes.append(console.INTEGRITY if any(one.code in BROKEN for one in found) else console.USAGE)
        else:
            sides.append(found)
    if codes:
        return console.worst(codes)
    compared = compare(sides[0], sides[1])
    if form == "json":
        text = compare_json.render(compared)
    else:
        phrases = (_phrases(sides[0], index, words), _phrases(sides[1], index, words))
        legal = {one["id"]: words.pick(one["label"]) for one in index.section("rules")["parameters"]}
        text = console.drawn(blocks(compared, phrases, legal), form, plain=plain, piped=output is not None)
    console.deliver(text, output, words)
    return _code(compared)


def _code(compared: Compared) -> int:
    return console.CONFORM if compared.same else console.NOT_CONFORM


def _side(name: str, index: Index) -> Side | list[Diagnostic]:
    """One file: a decision when it looks like one, else a need answered with the present catalogue and law."""
    from doctrine.assembly import assemble
    from doctrine.loading.files import read_bytes
    from doctrine.record.chain import SUFFIX, looks_like_one
    from doctrine.record.compare import Side, side_of_decision
    from doctrine.record.parts import tree_of
    from doctrine.record.reading import LIMIT

    data = console.read_need(name) if name == "-" else read_bytes(name, LIMIT)
    if isinstance(data, Diagnostic):
        return [data]
    if name.endswith(SUFFIX) or (data[:1] == b"{" and looks_like_one(data)):
        return side_of_decision(data, name)
    found = assemble(data, "<stdin>" if name == "-" else name, index)
    if found.case is None or found.loaded.document is None:
        return list(found.loaded.diagnostics)
    return Side(name, tree_of(found.loaded.document), found.case)


def _phrases(side: Side, index: Index, words: Words) -> Phrases:
    """The words of one side; a function that this version no longer knows has no labels."""
    from doctrine.presenting.phrases import Phrases

    section = f"function:{side.case.need.function}"
    return Phrases(words, side.case, index.section(section) if section in index else {}, index.section("common"))


# ---- a folder ------------------------------------------------------------------------------------------------------------


class Settings(NamedTuple):
    """What every decision of a study is judged with; a worker opens its own index from `catalogue`."""

    day: date | None
    catalogue: tuple[str, ...]


def _study(name: str, settings: Settings, index: Index, words: Words, form: str, output: str | None, jobs: int) -> int:
    from doctrine.record.chain import files_under

    if not os.path.lexists(name):
        console.say_diagnostics([Diagnostic("DOC001", Place(name), values={"name": name})], words)
        return console.USAGE
    if form == "markdown":
        console.complain(words.say("diff_no_markdown"))
        return console.USAGE
    named = [(path, True) for path in files_under(name)] if Path(name).is_dir() else [(name, False)]
    counts: Counter[str] = Counter()
    found = each(_one, named, settings, settings.catalogue, index, jobs)
    shown = _json(found, words, counts) if form == "json" else _lines(found, words, counts)
    if output is None:
        for text in shown:
            console.write(text)
    else:
        console.deliver("".join(shown), output, words)
    if not counts:
        console.say_diagnostics([Diagnostic("DOC841", Place(name), values={"name": name})], words)
        return console.USAGE
    return console.worst(_CODES[state] for state in counts)


def _lines(found: Iterator[Impact], words: Words, counts: Counter[str]) -> Iterator[str]:
    from doctrine.presenting.compare import impact_details, impact_line, impact_summary

    for one in found:
        counts[one.state] += 1
        yield for_log(one_line(impact_line(one, words))) + "\n"
        details = impact_details(one, words)
        if details:
            yield console.drawn(details, "terminal", plain=True)
    if counts:
        yield for_log(one_line(impact_summary(counts, words))) + "\n"


def _json(found: Iterator[Impact], words: Words, counts: Counter[str]) -> Iterator[str]:
    from doctrine.reporters import compare_json

    yield compare_json.opening()
    for one in found:
        yield compare_json.decision(one, words, first=not counts)
        counts[one.state] += 1
    yield compare_json.closing(counts)


def _one(named: tuple[str, bool], settings: Settings, index: Index, library: Library) -> Impact | None:
    """One decision studied; None for a file of a folder that is no decision."""
    from doctrine.assembly import assemble
    from doctrine.loading.files import read_bytes
    from doctrine.model.case import Case
    from doctrine.record.chain import SUFFIX, looks_like_one
    from doctrine.record.compare_impact import Impact, impact
    from doctrine.record.parts import need_file
    from doctrine.record.reading import LIMIT

    file, in_folder = named
    data = read_bytes(file, LIMIT)
    if isinstance(data, Diagnostic):
        return Impact(file, "cannot", problems=(data,))
    if in_folder and not file.endswith(SUFFIX) and not looks_like_one(data):
        return None

    def again(tree: object, presumptions: bool) -> Case | str:
        found = assemble(need_file(tree, settings.day), file, index, presumptions=presumptions)
        refused = (one.code for one in found.loaded.diagnostics if one.severity == "error")
        return found.case or next(refused, "")

    return impact(data, file, library, again, settings.day.isoformat() if settings.day else None)
