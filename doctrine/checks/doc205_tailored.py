"""DOC205: a need tailored to one product: its likeness, its exact version, its patented technique (R. 2111-2, R. 2122-3)."""

from __future__ import annotations

from collections.abc import Iterable

from doctrine.checks import _wording
from doctrine.checks._tailored import tailored_spans
from doctrine.model.checks import Check, Hit, Passage
from doctrine.model.rules import Reference


def find(passage: Passage) -> Iterable[Hit]:
    """Each place where the text copies one product."""
    reading = _wording.read(passage.text)
    for start, end in tailored_spans(passage)[: _wording.MOST_EXAMINED]:
        if not _wording.excused(passage, reading, start, end) and not _wording.reasoned(passage, reading, start):
            yield Hit(span=(start, end), values={"words": _wording.words_at(reading, start, end)})


CHECK = Check(
    id="DOC205",
    family="wording",
    severity="warning",
    references=(
        Reference("code de la commande publique", "Pm", "R. 2111-2"),
        Reference("code de la commande publique", "Pm", "R. 2122-3"),
    ),
    find=find,
    failing="L’ergonomie doit être strictement identique à celle du logiciel Jira.",
    passing="L’ergonomie doit permettre de créer un ticket en trois actions au plus.",
)
