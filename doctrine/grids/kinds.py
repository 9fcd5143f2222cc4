"""What a criterion weighs, told from its label when the file does not say."""

from __future__ import annotations

import re

from doctrine.folding import fold
from doctrine.model.grid import Kind

#: First match wins: "coût du cycle de vie" is a cost, "performance environnementale" the environment.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("environment", re.compile(r"\b(?:environ|ecolog|ecoconc|carbone?\b|energ|climat|durable\b|sustainab|recycl|reemploi)")),
    ("cost", re.compile(r"\b(?:cout (?:global|complet|du cycle)|cycle de vie|life cycle|whole cost)")),
    ("price", re.compile(r"\b(?:prix|price|tarif|cout|cost|financier|montant)")),
    ("social", re.compile(r"\b(?:social|insertion|sociaux)")),
    ("quality", re.compile(r"\b(?:qualit|techni|valeur|fonction|methodolog|delai|service|support)")),
)

#: Set apart at the end of a label: "Export (obligatoire)"; "formation obligatoire" is a subject, and is left alone.
_SET_APART = re.compile(r"[(\[,;:–—-]\s*(?:obligatoires?|impérati(?:f|fs|ve|ves)|mandatory|compulsory)\s*[)\]]?\s*\Z", re.IGNORECASE)
_COMPULSORY = re.compile(
    r"\b(?:exigences?|conditions?) (?:obligatoires?|imperatives?)\b|\b(?:mandatory|compulsory) (?:requirement|condition)s?\b"
)
_SELF = re.compile(
    r"\bauto ?(?:evaluation|notation|notee?)s?\b|\bself (?:assessment|assessed|scoring|marking|marked)\b|"
    r"\bnotee? par (?:le|la) (?:candidat|fournisseur|soumissionnaire|prestataire)\b|"
    r"\bpar (?:le (?:candidat|fournisseur|soumissionnaire|prestataire)|l entreprise|la societe) (?:lui|elle) meme\b|"
    r"\bby the (?:tenderer|supplier|candidate|bidder) (?:itself|themselves)\b"
)


def says_compulsory(label: str) -> bool:
    """Whether a label says, in so many words, that it is a compulsory requirement: `Export (obligatoire)`."""
    return bool(_SET_APART.search(label) or _COMPULSORY.search(fold(label)))


def says_self_marked(label: str) -> bool:
    """Whether a label says, in so many words, that tenderers mark themselves: `Autoévaluation`."""
    return bool(_SELF.search(fold(label)))


def kind_of(label: str) -> Kind:
    """The kind of a criterion from its words; `other` when nothing tells."""
    folded = fold(label)
    return next((kind for kind, pattern in _KINDS if pattern.search(folded)), "other")
