"""`doctrine check`: what is wrong in procurement files, where, under which article, and what to write instead."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, cast

import typer

from doctrine.commands import _console as console
from doctrine.diagnostics import Diagnostic, Place, Severity
from doctrine.reporters.safe import for_log, inert, one_line

if TYPE_CHECKING:
    from doctrine.checking.found import Found
    from doctrine.checking.run import Result
    from doctrine.checking.settings import Settings
    from doctrine.index import Index
    from doctrine.locales.words import Words

FORMATS = ("terminal", "json", "sarif", "junit", "github", "gitlab", "markdown")
LEVELS = ("note", "warning", "error")
#: Files between two drawings of the bar, files from which it is drawn, characters of it.
_STEP, _MANY, _BAR = 20, 100, 20
#: Formats that a forge reads: it knows files by their path from the root of the repository.
_FROM_ROOT = frozenset({"sarif", "github", "gitlab"})


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("check", cls=command)(check)


def check(
    paths: Annotated[list[str], typer.Argument(metavar="PATH")],
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "terminal",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    select: Annotated[list[str] | None, typer.Option("--select", metavar="CODES")] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="CODES")] = None,
    severity: Annotated[str | None, typer.Option("--severity", metavar="LEVEL")] = None,
    fail_on: Annotated[str | None, typer.Option("--fail-on", metavar="LEVEL")] = None,
    config: Annotated[str | None, typer.Option("--config", metavar="FILE")] = None,
    baseline: Annotated[str | None, typer.Option("--baseline", metavar="FILE")] = None,
    write_baseline: Annotated[str | None, typer.Option("--write-baseline", metavar="FILE")] = None,
    diff: Annotated[str | None, typer.Option("--diff", metavar="REV")] = None,
    fix: Annotated[bool, typer.Option("--fix")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    catalogue: Annotated[list[str] | None, typer.Option("--catalogue", metavar="FOLDER")] = None,
    today: Annotated[str | None, typer.Option("--today", metavar="DAY")] = None,
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", min=0, max=64)] = 0,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero")] = False,
) -> int:
    """Check every file; one that cannot be read never hides the others."""
    index, words = console.opened(catalogue or [], lang)
    console.choice("--format", form, FORMATS, words)
    console.choice("--lang", lang or "fr", console.LANGUAGES, words)
    for option, level in (("--severity", severity), ("--fail-on", fail_on)):
        console.choice(option, level or "note", LEVELS, words)
    if dry_run and not fix:
        console.complain(words.say("check_dry_run_alone"))
        return console.USAGE
    settings = _settings(config, words)
    settings = settings._replace(
        select=_codes(select) or settings.select,
        ignore=(*settings.ignore, *_codes(ignore)),
        severity=severity or settings.severity,
        fail_on=fail_on or settings.fail_on,
    )
    _refuse_unknown(settings, words)
    missing = [path for path in paths if not os.path.lexists(path)]
    if missing:
        console.say_diagnostics([Diagnostic("DOC001", Place(path), values={"name": path}) for path in missing], words)
        return console.USAGE
    day = console.day(today, words) if today is not None else _today()
    only = None if diff is None else _changed(diff, paths, words)
    if fix:
        return _fix(paths, settings, only, words, dry_run=dry_run)
    found = _run(paths, index, settings, day, only, jobs, tuple(catalogue or ()), words)
    findings = [one for one in found.findings if LEVELS.index(one.severity) >= LEVELS.index(settings.severity)]
    if baseline is not None:
        findings = _known(findings, baseline, words)
    if write_baseline is not None:
        from doctrine.checking.silence import baseline as written

        console.deliver(written(findings), write_baseline, words)
    console.deliver(
        _said(form, findings, found, settings, words, baseline=baseline is not None, plain=plain or output is not None), output, words
    )
    if any(one.code == "DOC501" for one in findings):
        return console.INTEGRITY
    return console.CONFORM if exit_zero or not _fails(findings, settings.fail_on) else console.NOT_CONFORM


def _today() -> date:
    """The day of the run: the only clock, for waivers and ages."""
    import time

    now = time.localtime()
    return date(now.tm_year, now.tm_mon, now.tm_mday)


def _codes(given: list[str] | None) -> tuple[str, ...]:
    return tuple(code.strip() for one in given or () for code in one.split(",") if code.strip())


def _settings(config: str | None, words: Words) -> Settings:
    from doctrine.checking.settings import Settings, find_settings, read_settings

    found = find_settings(".") if config is None else read_settings(config)
    if isinstance(found, list):
        console.say_diagnostics(found, words)
        raise console.Stop(console.USAGE)
    return found or Settings()


def _refuse_unknown(settings: Settings, words: Words) -> None:
    """A code badly written would select nothing, and nothing would be found: it is refused."""
    from doctrine.model.checks import FAMILIES

    for name in settings.named():
        if name not in FAMILIES and not any(code.startswith(name.upper()) for code in words.section("diagnostics")):
            console.complain(words.say("check_unknown_code", code=one_line(name), families=", ".join(FAMILIES)))
            raise console.Stop(console.USAGE)


def _changed(revision: str, paths: list[str], words: Words) -> frozenset[str]:
    """Real paths of the files of the repository that git says changed since a revision, new ones included."""
    from doctrine.checking.changed import changed_since, repository

    root = None if revision.startswith("-") else repository()
    listed = None if root is None else changed_since(revision, root)
    if root is None or listed is None:
        console.complain(words.say("check_no_git", revision=one_line(revision)))
        raise console.Stop(console.USAGE)
    for path in paths:
        real = os.path.realpath(path)
        if real != root and not real.startswith(root.rstrip(os.sep) + os.sep):
            console.complain(words.say("check_outside_git", path=one_line(path)))
            raise console.Stop(console.USAGE)
    return listed


def _run(
    paths: list[str],
    index: Index,
    settings: Settings,
    day: date,
    only: frozenset[str] | None,
    jobs: int,
    catalogues: tuple[str, ...],
    words: Words,
) -> Result:
    from doctrine.checking.run import run

    shows = sys.stderr is not None and sys.stderr.isatty()
    workers = jobs or os.cpu_count() or 1
    progress = (lambda count, total: _counter(count, total, words)) if shows else None
    found = run(paths, index, settings, day, only=only, jobs=workers, progress=progress, catalogues=catalogues)
    if shows:
        sys.stderr.write("\r\033[K")
    return found


def _counter(count: int, total: int, words: Words) -> None:
    """A bar on a terminal, for a hundred files or more: how many are checked, of how many."""
    if total >= _MANY and (count % _STEP == 0 or count == total):
        full = count * _BAR // total
        said = words.say("check_progress", done=count, count=total)
        sys.stderr.write(f"\r[{'#' * full}{' ' * (_BAR - full)}] {said}")
        sys.stderr.flush()


def _known(findings: list[Found], baseline: str, words: Words) -> list[Found]:
    from doctrine.checking.silence import marked, read_baseline

    known = read_baseline(baseline)
    if isinstance(known, Diagnostic):
        console.say_diagnostics([known], words)
        raise console.Stop(console.USAGE)
    return marked(findings, known)


def _fails(findings: list[Found], level: str) -> bool:
    """Whether some finding that nobody answers for reaches the level."""
    return any(one.silenced is None and not one.known and LEVELS.index(one.severity) >= LEVELS.index(level) for one in findings)


def _said(form: str, findings: list[Found], found: Result, settings: Settings, words: Words, *, baseline: bool, plain: bool) -> str:
    from doctrine.presenting.check import check_report

    if form in _FROM_ROOT:
        from doctrine.checking.roots import from_root

        findings = [one._replace(place=replace(one.place, file=from_root(one.place.file, settings.file))) for one in findings]
    report = check_report(findings, len(found.files), words)
    match form:
        case "json":
            from doctrine.reporters import check_json

            return check_json.render(report, words)
        case "sarif":
            from doctrine.reporters import sarif

            return sarif.render(report, words, baseline=baseline)
        case "junit":
            from doctrine.reporters import junit

            return junit.render(report, words, checked=found.files, fail_on=cast(Severity, settings.fail_on))
        case "github":
            from doctrine.reporters import github

            return github.render(report, words)
        case "gitlab":
            from doctrine.reporters import gitlab

            return gitlab.render(report, words)
        case "markdown":
            from doctrine.reporters import check_markdown

            return check_markdown.render(report, words)
        case _:
            from doctrine.reporters import check_terminal

            return check_terminal.render(report, words, width=console.width(), colour=console.colours() and not plain)


def _fix(paths: list[str], settings: Settings, only: frozenset[str] | None, words: Words, *, dry_run: bool) -> int:
    """Write the fixes that are safe, or show them; what is left is for `check` to say."""
    from doctrine.checking.fixing import fixes

    count = 0
    for change in fixes(paths, settings, only):
        count += change.fixes
        if dry_run:
            console.write(for_log(inert(change.diff())))
        else:
            from doctrine.loading.files import write_atomically

            try:
                write_atomically(change.file, change.after.encode("utf-8"))
            except OSError as error:
                console.complain(words.say("cannot_write", path=one_line(change.file), reason=one_line(error.strerror or "")))
                return console.USAGE
            console.complain(words.say("check_fixed", path=one_line(change.file), count=change.fixes))
    if not count:
        console.complain(words.say("check_nothing_to_fix"))
    return console.NOT_CONFORM if dry_run and count else console.CONFORM
