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


def kind_of(label: str) -> Kind:
    """The kind of a criterion from its words; `other` when nothing tells."""
    folded = fold(label)
    return next((kind for kind, pattern in _KINDS if pattern.search(folded)), "other")
