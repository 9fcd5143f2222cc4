"""`doctrine verify`: whether sealed decisions still hold, give the same answer, and what today's data would answer."""

from __future__ import annotations

import sys
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
    from doctrine.record.reading import Library
    from doctrine.record.verify import Verified

_CODES = {
    "same": console.CONFORM,
    "different": console.INTEGRITY,
    "untrusted": console.INTEGRITY,
    "broken": console.INTEGRITY,
    "cannot": console.USAGE,
}
#: Links between decisions that do not hold.
_UNSOUND = ("forked", "broken")


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("verify", cls=command)(verify)


class Settings(NamedTuple):
    """What every file of a run is verified with; a worker opens its own index from `catalogue`."""

    signers: str | None
    day: date | None
    catalogue: tuple[str, ...]


def verify(
    files: Annotated[list[str], typer.Argument(metavar="FILE")],
    today: Annotated[str | None, typer.Option("--today", metavar="DAY")] = None,
    signers: Annotated[str | None, typer.Option("--signers", metavar="FILE")] = None,
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", min=0, max=64)] = 0,
    statement: Annotated[bool, typer.Option("--statement")] = False,
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "terminal",
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    catalogue: Annotated[list[str] | None, typer.Option("--catalogue", metavar="FOLDER")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> int:
    """Verify every decision; a broken one never hides the others."""
    index, words = console.opened(catalogue or [], lang)
    console.choice("--format", form, ("terminal", "json"), words)
    console.choice("--lang", lang or "fr", console.LANGUAGES, words)
    if statement:
        return _statement(files, words)
    if signers is not None and not Path(signers).is_file():
        console.say_diagnostics([Diagnostic("DOC001", Place(signers), values={"name": signers})], words)
        return console.USAGE
    settings = Settings(signers, console.day(today, words) if today is not None else None, tuple(catalogue or ()))
    named, empty = _named(files)
    found = each(_one, named, settings, settings.catalogue, index, jobs)
    code = _json(found, empty, words) if form == "json" else _terminal(found, empty, len(named), words, plain=plain)
    return console.worst([code, *([console.USAGE] if empty else [])])


def _statement(files: list[str], words: Words) -> int:
    """The bytes that a signature signs, for `ssh-keygen -Y verify` alone."""
    from doctrine.loading.files import read_bytes
    from doctrine.record.decision import statement
    from doctrine.record.reading import LIMIT, read_decision

    if len(files) > 1:
        console.complain(words.say("verify_one_statement"))
        return console.USAGE
    data = read_bytes(files[0], LIMIT)
    decision = data if isinstance(data, Diagnostic) else read_decision(data, files[0])
    if isinstance(decision, Diagnostic):
        console.say_diagnostics([decision], words)
        return console.USAGE
    signed = statement(decision.stated, decision.digests)
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(signed)  # as they are: the encoding of the console must not touch them
        sys.stdout.buffer.flush()
    else:
        console.write(signed.decode())
    return console.CONFORM


def _named(arguments: list[str]) -> tuple[list[tuple[str, bool]], list[Diagnostic]]:
    """The files to verify, and whether each was found in a folder; folders without any JSON file are said."""
    from doctrine.record.chain import files_under

    named: list[tuple[str, bool]] = []
    empty = []
    for argument in arguments:
        if not Path(argument).is_dir():
            named.append((argument, False))
            continue
        under = [(path, True) for path in files_under(argument)]
        named += under
        if not under:
            empty.append(Diagnostic("DOC823", Place(argument), values={"name": argument}))
    return named, empty


# ---- one file, here or in a worker ---------------------------------------------------------------------------------------


def _one(named: tuple[str, bool], settings: Settings, index: Index, library: Library) -> Verified | None:
    """One file verified; None for a file of a folder that is no decision."""
    from doctrine.assembly import assemble
    from doctrine.loading.files import read_bytes
    from doctrine.model.case import Case
    from doctrine.record.chain import SUFFIX, looks_like_one
    from doctrine.record.parts import need_file
    from doctrine.record.reading import LIMIT
    from doctrine.record.verify import Verified, verified

    file, in_folder = named
    data = read_bytes(file, LIMIT)
    if isinstance(data, Diagnostic):
        return Verified(file, "cannot", problems=(data,))
    if in_folder and not file.endswith(SUFFIX) and not looks_like_one(data):
        return None
    day = settings.day
    if day is None:
        return verified(data, file, library, signers=settings.signers)

    def again(tree: object, presumptions: bool) -> Case | str:
        found = assemble(need_file(tree, day), file, index, presumptions=presumptions)
        refused = (one.code for one in found.loaded.diagnostics if one.severity == "error")
        return found.case or next(refused, "")

    return verified(data, file, library, signers=settings.signers, day=day.isoformat(), again=again)


# ---- what is shown -------------------------------------------------------------------------------------------------------


def _terminal(found: Iterator[Verified], empty: list[Diagnostic], count: int, words: Words, *, plain: bool) -> int:
    from doctrine.presenting.verification import details, headline, link, summary
    from doctrine.record.chain import Chain

    chain, verdicts, codes = Chain(), Counter[str](), [console.CONFORM]
    for one in found:
        chain.add(one)
        verdicts[one.verdict] += 1
        codes.append(_CODES[one.verdict])
        console.write(for_log(one_line(headline(one, words))) + "\n")
        if count == 1 or one.problems or one.today is not None:
            console.show(details(one, words, alone=count == 1), plain=plain)
    for linked in chain.links():
        console.show(link(linked, words), plain=plain)
        codes.append(console.INTEGRITY if linked.state in _UNSOUND else console.CONFORM)
    if count > 1:
        console.write(for_log(one_line(summary(verdicts, words))) + "\n")
    if empty:
        console.say_diagnostics(empty, words)
    return console.worst(codes)


def _json(found: Iterator[Verified], empty: list[Diagnostic], words: Words) -> int:
    from doctrine.record.chain import Chain
    from doctrine.reporters import verify_json

    chain, codes = Chain(), [console.CONFORM]
    console.write(verify_json.opening())
    for place, one in enumerate(found):
        chain.add(one)
        codes.append(_CODES[one.verdict])
        console.write(verify_json.decision(one, words, first=place == 0))
    links = list(chain.links())
    codes += [console.INTEGRITY for linked in links if linked.state in _UNSOUND]
    console.write(verify_json.closing(links, empty, words))
    return console.worst(codes)
