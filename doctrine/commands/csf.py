"""`doctrine csf`: sheets of the European grid of cloud sovereignty, recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doctrine.commands import _console as console
from doctrine.reporters.safe import one_line

if TYPE_CHECKING:
    from doctrine.diagnostics import Diagnostic
    from doctrine.grids.csf import Judged
    from doctrine.grids.csf_sheets import LoadedSheet
    from doctrine.locales.words import Words

FORMATS = ("terminal", "json", "markdown")


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("csf", cls=command)(csf)


def csf(
    files: Annotated[list[str], typer.Argument(metavar="FILE")],
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "terminal",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    at_least: Annotated[int | None, typer.Option("--at-least", metavar="SEAL", min=0, max=4)] = None,
    finding: Annotated[str | None, typer.Option("--finding", metavar="CANDIDATE")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> int:
    """Judge every sheet; several of one edition are also set side by side, of several editions never."""
    from doctrine.grids.csf import judge
    from doctrine.grids.csf_sheets import editions, load_sheet, mixed

    _, words = console.opened([], lang)
    console.choice("--format", form, FORMATS, words)
    console.choice("--lang", lang or "fr", console.LANGUAGES, words)
    known = editions()
    loaded = [load_sheet(name, known) for name in files]
    judged = [judge(one.edition, one.sheet) if one.edition and one.sheet else None for one in loaded]
    several = mixed(loaded)
    code = console.worst([_code(one, found, at_least) for one, found in zip(loaded, judged, strict=True)])
    code = console.USAGE if several else code
    if finding is not None:
        return _finding(judged, finding, output, words, loaded, code)
    if form == "json":
        console.deliver(_json(loaded, judged, several, words, at_least), output, words)
        return code
    _say([one for each in loaded for one in each.diagnostics] + several, words)
    text = _text([one for one in judged if one is not None], form, words, at_least, plain=plain, side_by_side=not several, output=output)
    if text:
        console.deliver(text, output, words)
    return code


def _say(diagnostics: list[Diagnostic], words: Words) -> None:
    if diagnostics:
        console.say_diagnostics(diagnostics, words)


def _code(loaded: LoadedSheet, judged: Judged | None, at_least: int | None) -> int:
    """Unreadable 2; weights that are not the edition's, or a level below the one asked, 1; answers missing to tell, 3."""
    from doctrine.diagnostics import refused
    from doctrine.grids.csf import reaches

    if judged is None:
        return console.USAGE
    if refused(loaded.diagnostics):
        return console.NOT_CONFORM
    if at_least is None:
        return console.CONFORM if judged.level.settled else console.MISSING
    return {"met": console.CONFORM, "not_met": console.NOT_CONFORM, "unknown": console.MISSING}[reaches(judged.level, at_least)]


def _text(
    sheets: list[Judged], form: str, words: Words, at_least: int | None, *, plain: bool, side_by_side: bool, output: str | None
) -> str:
    from doctrine.presenting.csf import compared, report

    piped = output is not None
    drawn = [
        console.drawn(report(words, one, at_least=at_least, full=form == "markdown"), form, plain=plain, piped=piped) for one in sheets
    ]
    if len(sheets) > 1 and side_by_side:
        drawn.append(console.drawn(compared(words, sheets), form, plain=plain, piped=piped))
    return ("\n" + "—" * 40 + "\n\n").join(drawn) if form != "markdown" else "\n---\n\n".join(drawn)


def _json(loaded: list[LoadedSheet], judged: list[Judged | None], several: list[Diagnostic], words: Words, at_least: int | None) -> str:
    from doctrine.reporters import csf_json, json_report

    results = []
    for one, found in zip(loaded, judged, strict=True):
        own = [each for each in several if each.place.file == one.file]
        results.append(csf_json.result(one.file, [json_report.problem(each, words) for each in (*one.diagnostics, *own)], found, at_least))
    return csf_json.render(results, words.language)


def _finding(judged: list[Judged | None], candidate: str, output: str | None, words: Words, loaded: list[LoadedSheet], code: int) -> int:
    """The line to paste in a need; none while the level is not settled."""
    from doctrine.model.scalars import ID, Refused
    from doctrine.presenting.csf import finding, level, open_names

    _say([one for each in loaded for one in each.diagnostics], words)
    only = judged[0] if len(judged) == 1 else None
    if only is None:
        console.complain(words.say("csf_finding_one"))
        return console.USAGE
    try:
        ID.parse(candidate, True)
    except Refused:
        console.complain(words.say("csf_finding_id", text=one_line(candidate)))
        return console.USAGE
    if not only.level.settled:
        console.complain(words.say("csf_finding_open", level=level(words, only.level), names=open_names(only)))
        return console.MISSING
    console.deliver(finding(words, only, candidate), output, words)
    return code
