"""What `doctrine check` looks for: one check, what it found, and the passages of text that wording checks read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from doctrine.model.catalogue_files import QualificationsFile
from doctrine.model.facts import NOTHING
from doctrine.model.need import Need
from doctrine.model.rules import Reference, Ruleset
from doctrine.model.verdicts import Recommendation

Family = Literal["file", "need", "wording", "method", "catalogue", "decision"]
FAMILIES: tuple[Family, ...] = ("file", "need", "wording", "method", "catalogue", "decision")
Severity = Literal["error", "warning", "note"]


class Hit(NamedTuple):
    """One thing that a check found, by its symbolic place: the runner turns it into a line and a column.

    `at` is a route of keys and indexes in a need, a catalogue or a decision; (row, column), from 0, in a grid; () in a passage.
    `span` are offsets (code points, end exclusive) in the text found there. `values` fill the sentences of the check; `variant`
    chooses another remedy of the check (`do_<variant>`).
    """

    at: tuple[str | int, ...] = ()
    span: tuple[int, int] | None = None
    values: Mapping[str, str] = NOTHING
    variant: str = ""


class Check(NamedTuple):
    """One check: its code, its family, the texts it rests on, what finds it, and the two examples that its page and tests show.

    `find` receives what its family reads: a `NeedSubject`, a `Passage`, a `Grid`… Sentences are in `locales/<lang>/diagnostics_*.yaml`.
    """

    id: str
    family: Family
    severity: Severity
    references: tuple[Reference, ...]
    find: Callable[[Any], Iterable[Hit]]
    failing: str
    passing: str


class Names(NamedTuple):
    """Names that a requirement should not impose: folded name → the name as the catalogue writes it."""

    products: Mapping[str, str]
    suppliers: Mapping[str, str]


class Passage(NamedTuple):
    """One paragraph or one requirement, as read.

    `article_31` says whether SREN law art. 31 asks for SecNumCloud here (`unknown` when nothing tells); `kind` whether the text is a
    requirement of a need or a paragraph of a consultation document; `before` and `after` are the neighbouring paragraphs.
    """

    text: str
    names: Names
    kind: Literal["requirement", "document"] = "document"
    article_31: Literal["yes", "no", "unknown"] = "unknown"
    before: str = ""
    after: str = ""


class NeedSubject(NamedTuple):
    """A need as the checks of its family read it: the rules of its own day, and the day the check is run."""

    need: Need
    rules: Ruleset
    today: date


class DecisionSubject(NamedTuple):
    """A sealed decision as the checks of its family read it.

    `broken` are the parts whose digest does not hold: then nothing else is read. `now` is what the present catalogue, law and tool
    answer to the same need (None when they refuse it), `changed` the sealed parts that differ from the present ones, `differs` whether
    the answer does.
    """

    need: Need | None
    sealed: Recommendation | None
    now: Recommendation | None
    broken: tuple[str, ...]
    changed: tuple[str, ...]
    today: date
    differs: bool = False


class CatalogueSubject(NamedTuple):
    """A catalogue folder as the checks of its family read it: entries by id, official lists, the facts of each entry.

    `own` are the ids that the folder itself writes; `known` every candidate id, those of the bundled catalogue included.
    """

    entries: Mapping[str, CatalogueEntry]
    lists: Mapping[str, QualificationsFile]
    own: frozenset[str]
    known: frozenset[str]
    today: date


class CatalogueEntry(NamedTuple):
    """One entry: what names it, and each of its facts as (key, value or None, as_of, publisher, whether its source can be found)."""

    id: str
    step: str
    name: str
    provider: str
    carries: tuple[str, ...]
    facts: tuple[tuple[str, object, str, str, bool], ...]
