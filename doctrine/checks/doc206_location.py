"""DOC206: data or means confined to France with no reason given (L. 2112-4).

The code allows asking that means be in the European Union, among others for the security of information and of supplies. A demand for
the Union alone is left in peace, with or without a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from doctrine.checks import _wording
from doctrine.model.checks import Check, Hit, Passage
from doctrine.model.rules import Reference

_CONFINED = re.compile(
    r"\b(?:donnees|hebergement|hebergee?s?|serveurs?|centres? de donnees|data ?centers?|infrastructures?|sauvegardes?)\b"
    r"(?:(?!fabriqu|concu|assembl|edite)[^.;:]){0,60}?"
    r"\b(?:en france(?: metropolitaine)?|sur le (?:territoire|sol) (?:national|francais))\b"
)
_LEAVES = re.compile(
    r"\b(?:donnees?|sauvegardes?|copies?)\b[^.;:]{0,60}?\b(?:sort(?:ir|ent|e)?|quitt\w+|hors)(?: pas| jamais)? (?:(?:hors )?de |la "
    r"|le |du )*"
    r"(?:france|(?:territoire|sol) (?:national|francais))\b"
)
_FORBIDS = re.compile(r"\b(?:ne|aucune?|jamais)\b|\bn'")
_STAYS = re.compile(
    r" (?:est|sont|restent?|demeurent?) (?:\w+ment )?(?:(?:situe|localise|implante|base|maintenu|garde)e?s? )?(?:en france|sur le)"
)
_OR_UNION = re.compile(
    r"\bcomme a l'etranger\b|\b(?:ou|et) (?:dans |au sein de |sur )?(?:l'union|l'ue|un (?:autre )?(?:etat|pays)|l'espace economique"
    r"|le territoire de l'union|en europe)"
)
_SECURITY = re.compile(r"\bsecurite (?:des|de l')\b|\bsecret\b|\bconfidentialite\b|\bl\. ?2112-4\b")


def find(passage: Passage) -> Iterable[Hit]:
    """Each demand that confines data or means to France without saying why."""
    reading = _wording.read(passage.text)
    if "franc" not in reading.plain and "national" not in reading.plain:
        return
    around = f"{_wording.plain(passage.before[-400:])} {_wording.plain(passage.after[:400])}"
    leaves = [
        one.span() for one in islice(_LEAVES.finditer(reading.plain), _wording.MOST_EXAMINED) if _FORBIDS.search(reading.unit(one.start()))
    ]
    confined = [one.span() for one in islice(_CONFINED.finditer(reading.plain), _wording.MOST_EXAMINED)]
    for start, end in sorted({*leaves, *confined}):
        unit = reading.unit(start)
        if (
            (_wording.binds(passage, unit) or (start, end) in leaves or _STAYS.search(reading.plain[start:end]))
            and not _OR_UNION.search(unit)
            and not _SECURITY.search(f"{unit} {around}")
            and not _wording.describes_existing(reading, start)
            and not _wording.excused(passage, reading, start, end)
            and not _wording.reasoned(passage, reading, start, aims=True)
        ):
            yield Hit(span=(start, end), values={"words": _wording.words_at(reading, start, end)})


CHECK = Check(
    id="DOC206",
    family="wording",
    severity="warning",
    references=(Reference("code de la commande publique", "Pm", "L. 2112-4"),),
    find=find,
    failing="Les données doivent être hébergées en France.",
    passing="Les données doivent être hébergées dans l’Union européenne, pour la sécurité des informations.",
)
