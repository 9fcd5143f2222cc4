"""`doctrine evaluate`: walk the doctrine for one need or several."""

from __future__ import annotations

import errno
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, NamedTuple, cast

import typer

from doctrine.commands import _console as console
from doctrine.diagnostics import Diagnostic, Place
from doctrine.model.case import POLICIES, Policy
from doctrine.reporters.safe import one_line

if TYPE_CHECKING:
    from doctrine.assembly import Assembled
    from doctrine.index import Index
    from doctrine.locales.words import Words
    from doctrine.model.verdicts import Recommendation
    from doctrine.presenting.blocks import Block
    from doctrine.presenting.phrases import Phrases
    from doctrine.record.sealing import Request

FORMATS = ("terminal", "json", "markdown")
_CODES = {"retained": console.CONFORM, "none": console.NOT_CONFORM, "conditional": console.MISSING, "undecided": console.MISSING}


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("evaluate", cls=command)(evaluate)


def evaluate(
    needs: Annotated[list[str], typer.Argument(metavar="NEED")],
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "terminal",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    all_steps: Annotated[bool, typer.Option("--all-steps")] = False,
    no_presumptions: Annotated[bool, typer.Option("--no-presumptions")] = False,
    catalogue: Annotated[list[str] | None, typer.Option("--catalogue", metavar="FOLDER")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero")] = False,
    seal: Annotated[str | None, typer.Option("--seal", metavar="FILE")] = None,
    sign: Annotated[str | None, typer.Option("--sign", metavar="KEY")] = None,
    supersedes: Annotated[str | None, typer.Option("--supersedes", metavar="FILE")] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous")] = False,
    unknown: Annotated[str, typer.Option("--unknown", metavar="POLICY")] = "careful",
    robust: Annotated[bool, typer.Option("--robust")] = False,
) -> int:
    """Evaluate every need; one broken file never hides the others."""
    index, words = console.opened(catalogue or [], lang)
    console.choice("--format", form, FORMATS, words)
    console.choice("--lang", lang or "fr", console.LANGUAGES, words)
    asked = _asked(seal, sign, supersedes, needs, words, anonymous=anonymous)
    console.choice("--unknown", unknown, POLICIES, words)
    how = _How(all_steps, not no_presumptions, cast(Policy, unknown), robust)
    results, codes = [], []
    for name in needs:
        try:
            if asked is not None:
                results.append(_sealed(name, index, words, asked, how))
                continue
            results.append(_one(name, index, words, how))
        except Exception as error:
            if len(needs) == 1:
                raise
            console.complain(words.say("unexpected_on", path=one_line(name), kind=type(error).__name__))
            codes.append(console.UNEXPECTED)
    codes += [_CODES[found[1].outcome] if found is not None else console.USAGE for _, found in results]
    if form == "json":
        console.deliver(_json(results, words), output, words)
    else:
        for assembled, _ in results:
            if assembled.loaded.diagnostics:
                console.say_diagnostics(assembled.loaded.diagnostics, words)
        text = _text(
            form, [(assembled, found) for assembled, found in results if found is not None], how, plain=plain, piped=output is not None
        )
        if text:
            console.deliver(text, output, words)
    code = console.worst(codes)
    return console.CONFORM if exit_zero and code in (console.NOT_CONFORM, console.MISSING) else code


Found = tuple["Phrases", "Recommendation"]


class _How(NamedTuple):
    """How every need of a run is evaluated, and whether its outlook is asked whatever the outcome."""

    all_steps: bool
    presumptions: bool
    unknown: Policy
    robust: bool


def _one(name: str, index: Index, words: Words, how: _How) -> tuple[Assembled, Found | None]:
    assembled = console.assembled(name, index, presumptions=how.presumptions, unknown=how.unknown)
    return assembled, _answered(assembled, index, words, how)


def _answered(assembled: Assembled, index: Index, words: Words, how: _How) -> Found | None:
    from doctrine.evaluation import evaluate as answer
    from doctrine.presenting.phrases import Phrases

    if assembled.case is None:
        return None
    phrases = Phrases(words, assembled.case, assembled.function, index.section("common"))
    return phrases, answer(assembled.case, all_steps=how.all_steps)


def _asked(path: str | None, key: str | None, supersedes: str | None, needs: list[str], words: Words, *, anonymous: bool) -> Request | None:
    """The decision to seal, None when none is asked; options that do not go together are refused."""
    if path is None:
        if key is not None or supersedes is not None or anonymous:
            console.complain(words.say("seal_needed"))
            raise console.Stop(console.USAGE)
        return None
    if len(needs) > 1:
        console.complain(words.say("seal_one_need"))
        raise console.Stop(console.USAGE)
    from doctrine.record.sealing import Request, refusals

    request = Request(path, key, supersedes, anonymous)
    _refuse(refusals(request), words)
    return request


def _refuse(diagnostics: list[Diagnostic], words: Words) -> None:
    """Say why nothing is sealed, and stop."""
    if diagnostics:
        console.say_diagnostics(diagnostics, words)
        raise console.Stop(console.USAGE)


def _sealed(name: str, index: Index, words: Words, request: Request, how: _How) -> tuple[Assembled, Found | None]:
    """Evaluate one need and seal the decision; the need is read once, so that what is sealed is what was evaluated."""
    from doctrine.assembly import Assembled, assemble
    from doctrine.loading.need_file import LoadedNeed
    from doctrine.record.anonymous import anonymised
    from doctrine.record.parts import need_file, tree_of
    from doctrine.record.sealing import sealed, write_new

    data = console.read_need(name)
    if isinstance(data, Diagnostic):
        return Assembled(None, LoadedNeed(None, None, [data]), {}), None
    read = assemble(data, name, index, presumptions=how.presumptions, unknown=how.unknown)
    if read.case is None or read.loaded.document is None:
        return read, None
    tree = tree_of(read.loaded.document)
    left_out: tuple[str, ...] = ()
    if request.anonymous:
        tree, left_out, remaining = anonymised(tree)
        read = replace(assemble(need_file(tree), name, index, presumptions=how.presumptions, unknown=how.unknown), loaded=read.loaded)
        console.say_diagnostics([Diagnostic("DOC819", Place(name), "warning", {"where": where}) for where in remaining], words)
    found = _answered(read, index, words, how)
    if found is None or read.case is None:
        return read, found
    decision = sealed(request, read.case, tree, found[1], data, all_steps=how.all_steps, left_out=left_out)
    if isinstance(decision, list):
        _refuse(decision, words)
        return read, found
    try:
        write_new(request.path, decision)
    except OSError as error:
        reason = words.section("os_errors").get(errno.errorcode.get(error.errno or 0, ""), error.strerror or "")
        console.complain(words.say("cannot_write", path=one_line(request.path), reason=one_line(str(reason))))
        raise console.Stop(console.USAGE) from None
    signed = words.say("seal_signed" if decision.signature is not None else "seal_unsigned")
    console.complain(words.say("sealed", path=one_line(request.path), digest=decision.digest, signed=signed))
    return read, found


def _text(form: str, results: list[tuple[Assembled, Found]], how: _How, *, plain: bool, piped: bool) -> str:
    from doctrine.presenting.report import report

    texts = []
    for assembled, (phrases, recommendation) in results:
        depends = _outlook(phrases, recommendation, how, bars=form == "terminal")
        blocks = report(phrases, recommendation, assembled.function["components"], depends, full=form == "markdown")
        texts.append(console.drawn(blocks, form, plain=plain, piped=piped))
    return ("\n" + "—" * 40 + "\n\n").join(texts) if form != "markdown" else "\n---\n\n".join(texts)


def _outlook(phrases: Phrases, recommendation: Recommendation, how: _How, *, bars: bool) -> tuple[Block, ...]:
    """How much the answer depends on weights: when somebody is retained and may be ranked, or when it is asked."""
    if not recommendation.stopped.shortlist or not (how.robust or recommendation.outcome == "retained"):
        return ()
    from doctrine.presenting.outlook import of_recommendation

    return of_recommendation(phrases, recommendation, many=how.robust, bars=bars)


def _json(results: list[tuple[Assembled, Found | None]], words: Words) -> str:
    from doctrine.reporters import json_report

    made = []
    for assembled, found in results:
        loaded = assembled.loaded
        file = loaded.document.file if loaded.document else loaded.diagnostics[0].place.file
        made.append(json_report.result(file, loaded.diagnostics, words, found))
    return json_report.render(made, words.language)
