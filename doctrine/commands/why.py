"""`doctrine why`: what stops one candidate, its gap to the winner, what would have to be true."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, cast

import typer

from doctrine.commands import _console as console


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("why", cls=command)(why)


def why(
    need: Annotated[str, typer.Argument(metavar="NEED")],
    candidate: Annotated[str, typer.Argument(metavar="CANDIDATE")],
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "terminal",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    unknown: Annotated[str, typer.Option("--unknown", metavar="POLICY")] = "careful",
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    catalogue: Annotated[list[str] | None, typer.Option("--catalogue", metavar="FOLDER")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> int:
    """Print the place of one candidate."""
    from doctrine.analysis.why import why as placed
    from doctrine.evaluation import evaluate
    from doctrine.model.case import POLICIES, Policy
    from doctrine.presenting.phrases import Phrases
    from doctrine.presenting.why import why_blocks
    from doctrine.reporters.safe import one_line

    index, words = console.opened(catalogue or [], lang)
    console.choice("--format", form, ("terminal", "markdown"), words)
    console.choice("--unknown", unknown, POLICIES, words)
    assembled = console.one_need(need, index, words, unknown=cast(Policy, unknown))
    if assembled.case is None:
        return console.USAGE
    case = assembled.case
    recommendation = evaluate(case, all_steps=True)
    names = {one.candidate.name.casefold(): one.candidate.id for step in recommendation.steps for one in step.assessments}
    wanted = names.get(candidate.casefold(), candidate)
    found = placed(case, recommendation, wanted)
    if found is None:
        near = get_close_matches(candidate.casefold(), [*names, *names.values()], n=1, cutoff=0.6)
        console.complain(words.say("why_unknown_near" if near else "why_unknown", name=one_line(candidate), near=near[0] if near else ""))
        return console.USAGE
    phrases = Phrases(words, case, assembled.function, index.section("common"))
    blocks = why_blocks(phrases, recommendation, found)
    console.deliver(console.drawn(blocks, form, plain=plain, piped=output is not None), output, words)
    return console.CONFORM
