"""DOC204: the SecNumCloud qualification demanded where article 31 of the SREN law does not ask for it, and no reason given.

Elsewhere it is a label: it needs a reason, a scope and equivalent evidence (R. 2111-13 to R. 2111-17).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from doctrine.checks import _wording
from doctrine.model.checks import Check, Hit, Passage
from doctrine.model.rules import Reference

_QUALIFICATION = re.compile(r"\bsecnumcloud\b(?: 3\.\d)?")
_ARTICLE_31 = re.compile(r"\bart(?:icle|\.) ?31\b|\bsren\b|\b2024-449\b|\bsensibilite particuliere\b")
_WEIGHED_RISK = re.compile(r"\banalyse (?:de|des) risques?\b|\bevaluation des risques\b|\bapprouvee? par|\bhomologation\b")
_STATES = re.compile(
    r"\b(?:indiqu\w+|precis\w+|mentionn\w+) si\b|\b(?:inform|signal|notifi)\w+ (?:l'|la |le |a )|\ble cas echeant\b|\b(?:est|sont"
    r"|etant) (?:publie|defini|decrit|elabore)\w* par\b"
    r"|\bappreciee?s?\b"
)


def find(passage: Passage) -> Iterable[Hit]:
    """Each demand for the qualification, unless article 31 asks for it here; the remedy depends on what is known of that."""
    reading = _wording.read(passage.text)
    if passage.article_31 == "yes" or "secnumcloud" not in reading.plain:
        return
    around = f"{_wording.plain(passage.before[-600:])} {reading.plain} {_wording.plain(passage.after[:600])}"
    if _ARTICLE_31.search(around):
        return
    for match in islice(_QUALIFICATION.finditer(reading.plain), _wording.MOST_EXAMINED):
        start, end = match.span()
        if _demanded(passage, reading, start, end):
            yield Hit(
                span=(start, end),
                values={"words": _wording.words_at(reading, start, end)},
                variant="" if passage.article_31 == "no" else "unknown",
            )
            return


def _demanded(passage: Passage, reading: _wording.Reading, start: int, end: int) -> bool:
    unit = reading.unit(start)
    return (
        (_wording.binds(passage, unit) or _wording.weighs(unit) or _wording.asserts(reading, start, end))
        and not _STATES.search(unit)
        and not _WEIGHED_RISK.search(unit)
        and not _wording.describes_existing(reading, start)
        and not _wording.excused(passage, reading, start, end)
        and not _wording.reasoned(passage, reading, start, aims=True)
    )


CHECK = Check(
    id="DOC204",
    family="wording",
    severity="warning",
    references=(
        Reference("loi 2024-449 du 21 mai 2024 (SREN)", "Pm", "art. 31"),
        Reference("code de la commande publique", "Pm", "R. 2111-13 à R. 2111-17"),
    ),
    find=find,
    failing="L’offre doit être qualifiée SecNumCloud.",
    passing="Au vu de l’analyse de risques, l’offre doit être qualifiée SecNumCloud ou apporter une preuve équivalente.",
)
