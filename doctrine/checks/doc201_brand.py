"""DOC201: a brand, a product or a supplier imposed without a reason and without « ou équivalent » (R. 2111-7).

Naming free software in a contract for services is lawful (Conseil d'État, 30 September 2011, n° 350431), and so is telling what is
already there or what one must work with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from doctrine.checks import _names, _wording
from doctrine.checks._tailored import tailored_spans
from doctrine.model.checks import Check, Hit, Passage
from doctrine.model.rules import Reference

_BRAND = re.compile(r"\b(?:[Dd]e|DE) (?:(?:la|LA) )?(?:marque|MARQUE)s? [«\"“]?[\s]?(?P<brand>[A-Z][\w-]*(?: [A-Z][\w-]*)?)")
_BRAND_WORD = "marque"
_SUPPLIES = re.compile(
    r"\b(?:fourni\w*(?! (?:des |les |une |un |l'|la )?(?:prestation|expertise|assistance|support|formation))|acqui\w+|achats?"
    r"|achet\w+|livr\w+|licences?|abonnements?|impos\w+)\b"
)
_SERVES_WHAT_EXISTS = re.compile(
    r"\b(?:maintenance|maintien en condition\w*|support\w*|infogerance|formation\w*|former|assistance|(?<!systeme d')exploitation"
    r"|administration"
    r"|montees? de version"
    r"|mises? a jour|audit\w*|reversibilite|desinstall\w+|expertise|experts?|competences?|connaissances?|experience)\b"
)
_SERVES_FREE_SOFTWARE = re.compile(
    r"\b(?:integr\w+|hebergement|heberg\w+|installation|instances?|parametrage|adaptation|developpement\w*|developp\w+|contribu\w+"
    r"|deploiement"
    r"|mise en (?:oe|œ)uvre|tierce|migration|evolution\w*|communaute|modules?|extensions?|logiciel\w* libre\w*|open source|licence libre"
    r"|prestations?)\b"
)
_FREE_LICENCE = re.compile(r"\b(?:logiciels? libres?|open[ -]source|licences? libres?|sources? ouvertes?)\b")
_BY = re.compile(r"\b(?:par|chez|de l'editeur) [«\"“ ]*$")


def find(passage: Passage) -> Iterable[Hit]:
    """Each name that a sentence imposes; a name is reported once for each sentence."""
    reading = _wording.read(passage.text)
    taken: set[tuple[int, str]] = set()
    spans: list[tuple[int, int, str, bool]] = [(one.start, one.end, one.name, one.free) for one in _names.named(reading, passage.names)]
    if _BRAND_WORD in reading.plain:
        known = {(start, end) for start, end, _, _ in spans}
        for found in _BRAND.finditer(passage.text):
            start, end = found.span("brand")
            if not any(one[0] < end and start < one[1] for one in known):
                spans.append((start, end, found["brand"], False))
    if not spans:
        return
    tailored = tailored_spans(passage)
    for start, end, name, free in sorted(spans)[: _wording.MOST_EXAMINED]:
        sentence = reading.sentence(start)[0]
        if (sentence, name) in taken or any(one[0] <= start and end <= one[1] for one in tailored):
            continue
        if _imposed(passage, reading, start, end, free=free):
            taken.add((sentence, name))
            yield Hit(span=(start, end), values={"words": _wording.words_at(reading, start, end)}, variant="free" if free else "")


def _imposed(passage: Passage, reading: _wording.Reading, start: int, end: int, *, free: bool) -> bool:
    unit = reading.unit(start)
    return (
        (_wording.binds(passage, unit) or _is_the_whole_passage(passage, start, end) or _wording.asserts(reading, start, start))
        and not _serves(reading, unit, start, free=free)
        and not _wording.describes_existing(reading, start)
        and not _wording.interoperates(reading, start)
        and not _wording.excused(passage, reading, start, end)
        and not _wording.reasoned(passage, reading, start)
    )


def _serves(reading: _wording.Reading, unit: str, start: int, *, free: bool) -> bool:
    """Whether services are asked on a product that is there, or on free software that anyone may serve."""
    before = reading.plain[max(0, start - 24) : start]
    if _BY.search(before):
        return False
    if (free or _FREE_LICENCE.search(unit)) and (_SERVES_FREE_SOFTWARE.search(unit) or _SERVES_WHAT_EXISTS.search(unit)):
        return not re.search(r"\bimpos\w+|\bacqui\w+|\bachat", unit)
    return _SERVES_WHAT_EXISTS.search(unit) is not None and _SUPPLIES.search(unit) is None


def _is_the_whole_passage(passage: Passage, start: int, end: int) -> bool:
    """Whether the passage is a member of a list that holds nothing but the name, under words that bind."""
    rest = (passage.text[:start] + passage.text[end:]).strip(" .;,-•*–")
    return not rest and _wording.BINDS.search(_wording.plain(passage.before)) is not None


CHECK = Check(
    id="DOC201",
    family="wording",
    severity="error",
    references=(
        Reference("code de la commande publique", "Pm", "R. 2111-7"),
        Reference("Conseil d’État, 30 septembre 2011, n° 350431", "S"),
    ),
    find=find,
    failing="La plateforme de visioconférence sera Zoom.",
    passing="La plateforme de visioconférence sera Zoom ou équivalent.",
)
