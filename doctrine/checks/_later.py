"""Words that stand for what is still to be written, shared by the checks on what a need says."""

from __future__ import annotations

import re

_LATER = re.compile(r"\b(?:to[ -]?do|tbd|xxx+|lorem ipsum|[àa] (?:compl[ée]ter|d[ée]finir|pr[ée]ciser|renseigner))\b", re.IGNORECASE)


def to_be_written(text: str | None) -> bool:
    """Whether a text says that somebody will write it later."""
    return _LATER.search(text or "") is not None
