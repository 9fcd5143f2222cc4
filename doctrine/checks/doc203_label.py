"""DOC203: a label or a certification demanded without its equivalents (R. 2111-16, R. 2111-17).

What the law itself imposes (HDS, RGS, RGAA) is no label in this sense; SecNumCloud has its own check, DOC204.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from doctrine.checks import _wording
from doctrine.model.checks import Check, Hit, Passage
from doctrine.model.rules import Reference

_SCHEME = (
    r"(?:iso(?:[ /-](?:iec|cei))? ?\d{4,5}(?:[:-]\d+)*|cspn|soc ?[12]\b|cmmi|pci[ -]dss|cyber essentials|prince ?2|opquast|afaq"
    r"|haute qualite)"
)
_CERTIFIED = re.compile(
    rf"\b(?:certifi\w+|accredit\w+)(?: (?:a|au|selon|la|norme|de|l'|d'|en|cours|type|du|candidat|hebergeur|norme))*[ '«\"]+{_SCHEME}"
)
_KNOWN = re.compile(
    r"\b(?:label\w* )?(?:energy star|epeat(?: (?:gold|silver|bronze))?|tco certified|ecolabel(?: (?:europeen|nordique))?|blue angel"
    r"|ange bleu|nordic swan"
    r"|expertcyber|france cybersecurity|numerique responsable niveau \d)\b"
)
_LABEL = re.compile(r"\b(?:[Ll]abels?|[Ll]abellisée?s?|LABEL) (?:[«\"“]\s?)?(?P<name>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*)")
_TRIGGER = re.compile(
    r"certifi|label|accredit|energy star|epeat|tco cert|blue angel|ange bleu|nordic swan|expertcyber|france cybersecurity"
)
_SET_BY_LAW = re.compile(
    r"\ben application d|\bprevue? par (?:la loi|l'article|le decret|le code)|\bobligation (?:legale|reglementaire)"
    r"|\bau sens de l'article|\bl\. ?1111-8"
)
_OTHER_CHECKS = re.compile(r"\b(?:secnumcloud|hds|rgaa|rgs|origine france)\b")
_STATES = re.compile(
    r"^ ?si (?:le|l'|un|son) ?\w+ |\b(?:indiqu\w+|precis\w+|mentionn\w+|decri\w+|list\w+) (?:si|le cas echeant|, le cas|les|ses"
    r"|leurs)|\bpeu(?:t|vent) (?:produire"
    r"|joindre|presenter)"
)


def find(passage: Passage) -> Iterable[Hit]:
    """Each label demanded alone; overlapping words once."""
    reading = _wording.read(passage.text)
    if not _TRIGGER.search(reading.plain):
        return
    spans = {match.span() for pattern in (_CERTIFIED, _KNOWN) for match in pattern.finditer(reading.plain)}
    spans |= {match.span() for match in _LABEL.finditer(passage.text)}
    reached = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1]))[: _wording.MOST_EXAMINED]:
        if start < reached or _OTHER_CHECKS.search(reading.plain[start:end]):
            continue
        if _demanded(passage, reading, start, end):
            reached = end
            yield Hit(span=(start, end), values={"words": _wording.words_at(reading, start, end)})


def _demanded(passage: Passage, reading: _wording.Reading, start: int, end: int) -> bool:
    unit = reading.unit(start)
    return (
        (_wording.binds(passage, unit) or _wording.weighs(unit) or _wording.asserts(reading, start, end))
        and not _SET_BY_LAW.search(unit)
        and not _STATES.search(unit)
        and not _wording.describes_existing(reading, start)
        and not _wording.excused(passage, reading, start, end)
    )


CHECK = Check(
    id="DOC203",
    family="wording",
    severity="warning",
    references=(
        Reference("code de la commande publique", "Pm", "R. 2111-16"),
        Reference("code de la commande publique", "Pm", "R. 2111-17"),
    ),
    find=find,
    failing="Le titulaire doit être certifié ISO 27001.",
    passing="Le titulaire doit être certifié ISO 27001, ou apporter une preuve équivalente.",
)
