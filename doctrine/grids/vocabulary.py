"""The words of a table of marks, folded, French and English, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from doctrine.folding import fold
from doctrine.grids.numbers import number
from doctrine.model.grid import CONVENTIONS, FORMULAS, KINDS

_IN_LABEL = re.compile(r"(.*\S)\s*[(\[]\s*(\d{1,3}(?:[.,]\d+)?)\s*%\s*[)\]]\s*\Z")


def _names(**words: str) -> dict[str, str]:
    return {one.strip(): name for name, text in words.items() for one in text.split(",")}


#: Rows before the header: the name of a setting, then its value.
SETTINGS = _names(
    title="titre, title, objet, consultation",
    day="jour, day, date, lancement",
    procedure="procedure",
    defence="defense, defence",
    across_lots="entre les lots, across lots",
    announced="total annonce, announced total, total des poids",
    method="methode, method, calcul du total",
    rounding="arrondi, rounding",
    order_reason="raison de l ordre, order reason",
    scale="echelle, scale, bareme des appreciations",
)
#: Columns that are no criterion.
COLUMNS = _names(
    total="total, note totale, note globale, note finale, total general, note sur 100, total sur 100, score, total score, overall",
    rank="rang, rank, classement, ranking, position",
    price="prix, price, montant, prix ht, prix ttc, montant ht, montant ttc, prix en euros, offre de prix, amount",
    lot="lot",
)
#: Rows after the header that speak of criteria.
ROWS = _names(
    weight="poids, weight, weights, ponderation, coefficient, coefficients, coef",
    maximum="maximum, max, note maximale, note max, bareme, points max, maximum points",
    kind="nature, kind",
    group="groupe, group, critere parent, parent, famille",
    lot="lot",
    compulsory="obligatoire, compulsory, mandatory",
    by="note par, marked by, by, notation par",
    aggregate="agregat, aggregate, regroupement",
    formula="formule, formula, formule de prix",
    estimate="estimation, estimate, budget",
    floor="note eliminatoire, note minimale, floor, minimum mark",
    environment="environnement, environment",
)
_YES_NO = {"yes": "oui, x, vrai, true", "no": "non, faux, false"}


def _none(values: tuple[str, ...]) -> dict[str, str]:
    return dict.fromkeys(values, "")


#: What each value is called in French, the first word being the one proposed; the value itself is always accepted.
_FRENCH: Mapping[str, Mapping[str, str]] = {
    "procedure": {"formal": "formalisée, appel d’offres", "adapted": "adaptée, mapa", "unknown": "inconnue"},
    "defence": _YES_NO,
    "compulsory": _YES_NO,
    "environment": _YES_NO,
    "across_lots": {"separate": "séparés", "mean": "moyenne", "weighted": "pondérée"},
    "method": _none(CONVENTIONS)
    | {"added": "somme", "weighted": "pondérée", "normalised": "moyenne pondérée", "mean": "moyenne", "minimum": "le plus bas"},
    "kind": _none(KINDS) | {"price": "prix", "cost": "coût", "quality": "qualité", "environment": "environnement", "other": "autre"},
    "by": {"buyer": "acheteur", "supplier": "fournisseur, candidat, tenderer"},
    "aggregate": {"sum": "somme", "mean": "moyenne", "minimum": "minimum, min"},
    "formula": _none(FORMULAS) | {"other": "autre"},
}
#: The values of what is chosen from a list, by folded word.
VALUES: Mapping[str, Mapping[str, str]] = {
    name: {fold(one): value for value, text in words.items() for one in (value, *text.split(",")) if one} for name, words in _FRENCH.items()
}


def choices(name: str) -> str:
    """The words that a setting or a row takes, as they are proposed: in French, then as a YAML grid writes them."""
    shown = []
    for value, text in _FRENCH[name].items():
        french = text.partition(",")[0]
        shown.append(f"{french} ({value})" if french not in {"", value} else value)
    return ", ".join(shown)


def word(text: str, values: Mapping[str, str]) -> str | None:
    """The choice that a word stands for, None when it is none of them."""
    return values.get(fold(text))


def announced_weight(label: str) -> tuple[str, Decimal | None]:
    """A label without the percentage that it announces (`Prix (40 %)`), and that percentage."""
    found = _IN_LABEL.match(label)
    return (found[1], number(found[2])) if found else (label, None)
