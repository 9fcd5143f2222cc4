"""The words of a table of marks, folded, French and English, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import get_args

from doctrine.folding import fold
from doctrine.grids.numbers import number
from doctrine.model.grid import AGGREGATES, CONVENTIONS, FORMULAS, KINDS, AcrossLots

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
_YES_NO = _names(yes="oui, yes, x, vrai, true", no="non, no, faux, false")


def _same(choices: tuple[str, ...]) -> dict[str, str]:
    return {fold(one): one for one in choices}


#: The values of what is chosen from a list.
VALUES: Mapping[str, Mapping[str, str]] = {
    "procedure": _names(formal="formal, formalisee, appel d offres", adapted="adapted, adaptee, mapa", unknown="unknown, inconnue"),
    "defence": _YES_NO,
    "compulsory": _YES_NO,
    "environment": _YES_NO,
    "across_lots": _same(get_args(AcrossLots)) | _names(separate="separes", mean="moyenne", weighted="ponderee"),
    "method": _same(CONVENTIONS)
    | _names(added="somme", weighted="ponderee", normalised="moyenne ponderee", mean="moyenne", minimum="le plus bas"),
    "kind": _same(KINDS) | _names(price="prix", cost="cout", quality="qualite", environment="environnement", other="autre"),
    "by": _names(buyer="acheteur, buyer", supplier="fournisseur, candidat, supplier, tenderer"),
    "aggregate": _same(AGGREGATES) | _names(sum="somme", mean="moyenne", minimum="min"),
    "formula": _same(FORMULAS) | _names(other="autre"),
}


def word(text: str, values: Mapping[str, str]) -> str | None:
    """The choice that a word stands for, None when it is none of them."""
    return values.get(fold(text))


def announced_weight(label: str) -> tuple[str, Decimal | None]:
    """A label without the percentage that it announces (`Prix (40 %)`), and that percentage."""
    found = _IN_LABEL.match(label)
    return (found[1], number(found[2])) if found else (label, None)
