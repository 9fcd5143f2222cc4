"""`doctrine rank`: a bare matrix of candidates and criteria, ranked by the engine that ranks needs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, cast

import typer

from doctrine.commands import _console as console

if TYPE_CHECKING:
    from doctrine.analysis.field import Field
    from doctrine.analysis.outlook import Outlook
    from doctrine.diagnostics import Diagnostic
    from doctrine.grids.matrix import Matrix
    from doctrine.model.case import Policy

#: How many weightings may be drawn.
LEAST, MOST = 100, 1_000_000
#: The search of changes solves one exact programme for each candidate, as large as the matrix: beyond, it takes minutes.
_LARGEST = 600


def register(app: typer.Typer, command: type, group: type) -> None:
    """Add the command to the application."""
    del group
    app.command("rank", cls=command)(rank)


def rank(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    weights: Annotated[str | None, typer.Option("--weights", metavar="TEXT")] = None,
    priority: Annotated[list[str] | None, typer.Option("--priority", metavar="TEXT")] = None,
    unknown: Annotated[str, typer.Option("--unknown", metavar="POLICY")] = "careful",
    samples: Annotated[int | None, typer.Option("--samples", metavar="N", min=LEAST, max=MOST)] = None,
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT")] = "terminal",
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    plain: Annotated[bool, typer.Option("--plain")] = False,
) -> int:
    """Rank the candidates of one matrix."""
    from doctrine.analysis.field import QUANTILES
    from doctrine.diagnostics import Diagnostic
    from doctrine.grids.matrix import matrix_of
    from doctrine.grids.matrix_weights import Asked
    from doctrine.presenting.rank import rank_blocks

    words = console.words_or_plain(lang)
    console.choice("--format", form, ("terminal", "markdown", "json"), words)
    console.choice("--unknown", unknown, ("careful", "middle", "tolerant"), words)
    name = "<stdin>" if file == "-" else file
    data = _read(file)
    if isinstance(data, Diagnostic):
        console.say_diagnostics([data], words)
        return console.USAGE
    loaded = matrix_of(data, name, quantiles=QUANTILES, asked=Asked(weights, tuple(priority or ())))
    if loaded.matrix is None:
        console.say_diagnostics(loaded.diagnostics, words)
        return console.USAGE
    field = field_of(loaded.matrix)
    changes = len(field.rows) * len(field.criteria) <= _LARGEST
    found = _outlook(field, cast("Policy", unknown), samples, changes=changes)
    if form == "json":
        from doctrine.reporters.rank_json import render

        text = render(words, name, loaded.matrix, found, changes=changes)
    else:
        blocks = rank_blocks(words, loaded.matrix, found, bars=form == "terminal", changes=changes)
        text = console.drawn(blocks, form, plain=plain, piped=output is not None)
    console.deliver(text, output, words)
    return console.CONFORM


def _read(file: str) -> bytes | Diagnostic:
    """The bytes of a file, or of standard input for `-`."""
    from doctrine.diagnostics import Diagnostic, Place
    from doctrine.grids.matrix import SIZE
    from doctrine.loading.files import read_bytes

    if file != "-":
        return read_bytes(file, SIZE)
    if sys.stdin is None:
        return Diagnostic("DOC001", Place("<stdin>"), values={"name": "<stdin>"})
    return sys.stdin.buffer.read(SIZE + 1)


def field_of(matrix: Matrix) -> Field:
    """A matrix as the engine compares candidates: under weights given, every weighting is weighed; under priorities, those they admit."""
    from doctrine.admissible import all_weightings, centre
    from doctrine.analysis.field import Field, Row
    from doctrine.grids.matrix import weights_used
    from doctrine.weighting import admitted

    rows = tuple(
        Row(
            one.name,
            tuple(mark.low for mark in one.marks),
            tuple(mark.high for mark in one.marks),
            tuple(mark.shape for mark in one.marks),
        )
        for one in matrix.candidates
    )
    ids = tuple(criterion.id for criterion in matrix.criteria)
    if matrix.stated.priorities is None:
        return Field(ids, rows, weights_used(matrix), all_weightings(len(ids)))
    weightings = admitted(matrix.stated.priorities, ids)
    return Field(ids, rows, centre(weightings), weightings)


def _outlook(field: Field, policy: Policy, samples: int | None, *, changes: bool) -> Outlook:
    """What the order depends on, without the search of changes where it would take minutes."""
    from doctrine.analysis.outlook import outlook_of

    return outlook_of(field, policy, draws=samples, changes=changes)
