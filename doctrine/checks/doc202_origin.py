"""DOC202: the origin or the nationality of a product or a tenderer made a condition or a mark (L. 3, L. 2153-1, R. 2111-7).

The place of the means or of the data is another matter: DOC206.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from doctrine.checks import _wording
from doctrine.model.checks import Check, Hit, Passage
from doctrine.model.rules import Reference

_FIRM = (
    r"(?:entreprise|societe|editeur|prestataire|fournisseur|titulaire|candidat|soumissionnaire|hebergeur|operateur economique"
    r"|operateur|acteur"
    r"|constructeur|fabricant|industriel|pme|start-?up|integrateur|cocontractant|partenaire|groupe|filiale|attributaire)s?"
)
_NEAR_FIRM = r"(?:entreprise|societe|prestataire|fournisseur|candidat|pme|soumissionnaire)s?"
_THING = (
    r"(?:solution|logiciel|progiciel|produit|outil|cloud|nuage|offre|materiel|equipement|technologie|plateforme|suite|application"
    r"|messagerie"
    r"|visioconference|serveur|composant)s?"
)
_FROM = r"(?:non[ -]|extra-?)?(?:francais(?:es?)?|europeen(?:ne)?s?|americain(?:e?s?)|chinois(?:es?)?|russes?|israelien(?:ne)?s?)"
_NATIONAL = r"(?:national(?:es?)?|nationaux|etranger(?:e?s?))"
_LOCAL = r"(?:loca(?:les?|l|ux)|regiona(?:les?|l|ux))"
_SOVEREIGN = r"souverain(?:e?s?)"
_BETWEEN = (
    r"(?: (?!(?:de|des|du|d'|en|a|au|aux|la|le|les|l'|et|ou|est|doit|dans|sur|par|pour|qui|dont|que|avec|non|sous"
    r"|conforme)\b)[\w'-]+(?: et)?)?"
)
_PLACE = (
    r"(?:en (?:france|europe|bretagne|normandie|occitanie|corse|ile-de-france|nouvelle-aquitaine|auvergne|bourgogne|alsace)"
    r"|dans l'union(?: europeenne)?|dans l'ue|dans la (?:region|commune)(?: (?!sera|doi)\w+)?"
    r"|dans le (?:departement|canton)"
    r"(?: (?:du|de la|de l'|des)(?: |(?<='))[\w-]+)?|sur le (?:territoire|sol)(?: (?:national|francais|europeen"
    r"|de l'union(?: europeenne)?))?"
    r"|dans l'espace economique(?: europeen)?|(?:dans un rayon (?:de )?|a moins de )\d+(?: ?(?:km|kilometres?|minutes?|heures?|mn|h)\b)?)"
)
_NOT_THEN = r"(?!\w)(?! (?:et|ou|comme|aussi bien|ni)\b[^.;]{0,30}\betrange)(?! (?:de la|du|de l'|des) (?:langue|droit))"
_BE = r"(?:etre|est|sont|sera|seront|soit|soient)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:{_FIRM}|{_THING}){_BETWEEN},? (?:100 ?% )?(?:{_FROM}|{_SOVEREIGN}){_NOT_THEN}",
        rf"\b{_FIRM}{_BETWEEN} {_NATIONAL}{_NOT_THEN}",
        rf"\b{_NEAR_FIRM} (?:{_LOCAL}|de proximite){_NOT_THEN}",
        rf"\b(?:{_FIRM}|{_THING})\b[^.;:]{{0,60}}?\b{_BE} (?:\w+ment |100 ?% )?(?:{_FROM}|{_SOVEREIGN}|{_NATIONAL}){_NOT_THEN}",
        rf"\b(?:hebergement|service|systeme)s? {_SOVEREIGN}{_NOT_THEN}",
        r"\bsiege(?! (?:de l'acheteur|de l'administration|de la collectivite|du ministere|du pouvoir|de l'etablissement))"
        rf"(?: (?:social|statutaire|principal))?\b[^.;:]{{0,50}}?\b{_PLACE}(?!\w)",
        rf"\b{_FIRM}\b[^.;:]{{0,50}}?\b(?:implante|etabli|immatricule|domicilie|base)e?s? {_PLACE}(?!\w)",
        rf"\bimplantation (?:\w+ )?(?:{_PLACE}|locale|regionale)(?!\w)",
        rf"\boffres? {_LOCAL}{_NOT_THEN}(?=[^.;]{{0,80}}\b(?:privilegi|favoris|prefer|bonus|point|not))",
        rf"\b(?:prefer|privilegi|favoris|reserv)\w+[^.;:]{{0,40}}?\boffres? {_LOCAL}{_NOT_THEN}",
        r"\bcaractere (?:souverain|francais|europeen|national)\b",
        r"\b(?:d'origine|de nationalite|de fabrication|de conception) (?:francais|europeen|americain)\w*",
        r"\b(?:fabrication|conception) (?:francaise|europeenne)\b",
        r"\b(?:personne\w*|societes?|entreprises?|editeurs?|hebergeurs?|prestataires?|operateurs?)[\w ]{0,20} de droit (?:francais"
        r"|europeen)\b(?! ou (?:de droit )?etranger)",
        rf"\bnationalite (?:de l'|du |des |d'un )?(?:{_FIRM}|{_THING})",
        r"\b(?:fabrique|concu|assemble|edite)e?s? (?:et \w+ )?(?:en france|en europe|dans l'union europeenne|sur le territoire)\b",
        r"\bmade in (?:france|europe)\b|\borigine france garantie\b|\bpreference (?:nationale|europeenne|locale)\b",
        r"\b(?:capital|capitaux|actionnariat|actionnaires)\b[^.;]{0,90}?\b(?:francais(?:es?)?|europeen(?:ne)?s?)\b",
    )
)
_TRIGGER = re.compile(
    r"franc|europe|souverain|nation|local|locaux|region|siege|droit|american|americain|chinois|russe|israel|etranger|implant"
    r"|capital|capitaux|actionn"
    r"|etabli|immatricul|domicili|rayon|origine|dans l'u|proximite"
)
_THOSE_SERVED = re.compile(
    r"\b(?:ouverte?s?|destinee?s?|au profit|a destination|au service|accompagn\w+|aid\w+|accessibles?|adressee?s?"
    r"|informe\w*) (?:aux?|des?|les|d')? ?$"
)
_CALL = re.compile(r"\b(?:marche|consultation|procedure|lot|concurrence)s?\b")
_KINDS = {
    "sovereign": re.compile(_SOVEREIGN),
    "near": re.compile(rf"\b{_LOCAL}\b|\bproximite|\bregion|\bdepartement|\bcanton|\bcommune|\brayon|\ba moins de|\bimplant"),
    "sme": re.compile(r"\b(?:pme|start-?up)s?\b"),
    "": re.compile(r"\b(?:heberg|cloud|nuage|serveur)"),
    "made": re.compile(r"\b(?:fabri(?:que|cation)|assembl|origine france|materiel|equipement|composant)"),
}
_NO_AGREEMENT = re.compile(r"\bpays tiers\b[^.]{0,200}\b(?:accord|amp)\b|\baccord sur les marches publics\b")


def find(passage: Passage) -> Iterable[Hit]:
    """Each demand on the origin of a product or of a firm; overlapping words once."""
    reading = _wording.read(passage.text)
    if not _TRIGGER.search(reading.plain) or _NO_AGREEMENT.search(reading.plain):
        return
    reached = 0
    for start, end in sorted({match.span() for pattern in _PATTERNS for match in pattern.finditer(reading.plain)})[
        : _wording.MOST_EXAMINED
    ]:
        if start < reached or not _asked(passage, reading, start, end):
            continue
        reached = end
        words = _wording.words_at(reading, start, end).rstrip(" ,")
        yield Hit(span=(start, end), values={"words": words}, variant=_kind(reading.plain[start:end]))


def _kind(words: str) -> str:
    """What kind of demand words make: the remedy differs; none for the place of hosting."""
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(words)), "firm")


def _asked(passage: Passage, reading: _wording.Reading, start: int, end: int) -> bool:
    unit = reading.unit(start)
    return (
        (_wording.binds(passage, unit) or _wording.weighs(unit) or _wording.asserts(reading, start, end))
        and not _serves(reading, start)
        and not _wording.describes_existing(reading, start)
        and not _wording.excused(passage, reading, start, end)
    )


def _serves(reading: _wording.Reading, start: int) -> bool:
    """Whether the firms named are the public of the service, and not its suppliers."""
    before = reading.plain[reading.sentence(start)[0] : start]
    return _THOSE_SERVED.search(before) is not None and _CALL.search(before) is None


CHECK = Check(
    id="DOC202",
    family="wording",
    severity="error",
    references=(
        Reference("code de la commande publique", "Pm", "L. 3"),
        Reference("code de la commande publique", "Pm", "L. 2153-1"),
        Reference("code de la commande publique", "Pm", "R. 2111-7"),
    ),
    find=find,
    failing="L’éditeur du logiciel devra être français.",
    passing="Les données sont administrées depuis l’Union européenne, pour la sécurité des informations.",
)
