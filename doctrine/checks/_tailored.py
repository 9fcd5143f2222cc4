"""Words that copy one product: what DOC205 reports, and what DOC201 therefore leaves to it."""

from __future__ import annotations

import re
from itertools import islice

from doctrine.checks._names import named
from doctrine.checks._wording import MOST_EXAMINED, Reading, read
from doctrine.model.checks import Passage

_PRODUCT = r"(?:logiciel|progiciel|solution|produit|application|outil)s?\b"
_OF = r"(?:a|au|aux|du|de|des|d'|la|le|les|l'|celles?|celui|ceux|ce|cette|avec)"
_TRIGGER = re.compile(r"identique|meme|compatible|exclusivement|uniquement|seulement|brevete|version|clone")
_SAME_AS = re.compile(rf"\bidentiques? (?:en tous? points? )?(?:a|au|aux)\b(?: {_OF})*")
_COPIES = re.compile(
    r"\b(?:repren\w+|reprodui\w+|reproduction|copi\w+|cloner?)\b[^.;]{0,50}?(?:a l'identique|trait pour trait)?[^.;]{0,20}?"
    r"\b(?:ecrans?|ergonomie|interface|fonctionnalites?|menus|presentation)\b"
)
_SAME_LOOKS = re.compile(
    r"\bmemes? (?:ecrans?|ergonomie|interface|fonctionnalites?|menus|presentation) (?:que|qu')"
    r"(?: (?:le|la|les|celui de|ceux de|celles? de))?"
)
_IDENTICALLY = re.compile(r"a l'identique|trait pour trait")
_ONLY_WITH = re.compile(
    r"\b(?:compatibles? (?:uniquement|exclusivement|seulement) avec|(?:uniquement|exclusivement|seulement) compatibles? avec"
    r"|(?:fonctionn\w+|s'integr\w+|dialogu\w+|interoper\w+) (?:uniquement|exclusivement|seulement) avec)(?: (?:la|le|les))?\s?(?:l')?"
)
_PATENTED = re.compile(r"\b(?:technologies?|procedes?|algorithmes?|methodes?|dispositifs?) brevetee?s?\b")
_ONE_VERSION = re.compile(
    r"\bversion \d+(?:\.\d+){1,3}[^.;]{0,20}?\b(?:exactement|exclusivement|uniquement|strictement|a l'exclusion de toute autre)\b"
)
_REACH = 50
_AFTER_PRODUCT = re.compile(_PRODUCT)


def tailored_spans(passage: Passage) -> list[tuple[int, int]]:
    """Where a text asks for one product's likeness: offsets that reach to the end of the name copied."""
    reading = read(passage.text)
    if not _TRIGGER.search(reading.plain):
        return []
    found: list[tuple[int, int]] = []
    for pattern in (_SAME_AS, _SAME_LOOKS, _COPIES):
        for match in islice(pattern.finditer(reading.plain), MOST_EXAMINED):
            if pattern is _COPIES and not _IDENTICALLY.search(reading.unit(match.start())):
                continue
            end = _copied(reading, passage, match.end(), product=True)
            if end:
                found.append((match.start(), end))
    for match in islice(_ONLY_WITH.finditer(reading.plain), MOST_EXAMINED):
        end = _copied(reading, passage, match.end(), product=False)
        if end:
            found.append((match.start(), end))
    found.extend(match.span() for pattern in (_PATENTED, _ONE_VERSION) for match in pattern.finditer(reading.plain))
    return sorted(found)


def _copied(reading: Reading, passage: Passage, start: int, *, product: bool) -> int:
    """Where the name of what is copied ends, shortly after an offset; 0 when nothing there is a product."""
    limit = min(start + _REACH, reading.sentence(start)[1])
    ends = [one.end for one in named(reading, passage.names) if start <= one.start <= limit]
    if product:
        ends.extend(match.end() for match in _AFTER_PRODUCT.finditer(reading.plain, start, limit))
    return max(ends, default=0)
