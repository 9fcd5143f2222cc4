"""One report with everything a report may hold, the words, and every format under one name."""

# ruff: noqa: E501 - a finding reads on one line
from __future__ import annotations

import hashlib
from collections.abc import Callable
from types import MappingProxyType

import pytest

from doctrine.diagnostics import Place
from doctrine.loading.card_reader import load_words
from doctrine.locales.words import Words
from doctrine.presenting.findings import CheckReport, SaidFinding, SaidRule, Suppression
from doctrine.reporters import check_json, check_markdown, check_terminal, github, gitlab, junit, sarif
from doctrine.resources import PACKAGE

Render = Callable[[str, CheckReport, Words], str]

FORMATS: dict[str, Callable[[CheckReport, Words], str]] = {
    "terminal": lambda report, words: check_terminal.render(report, words, width=100, colour=False),
    "json": check_json.render,
    "sarif": lambda report, words: sarif.render(report, words, baseline=True),
    "junit": lambda report, words: junit.render(report, words, checked=("a-jour.yaml", "besoins/visio.yaml")),
    "github": github.render,
    "gitlab": gitlab.render,
    "markdown": check_markdown.render,
}


@pytest.fixture(scope="session")
def render() -> Render:
    return lambda form, report, words: FORMATS[form](report, words)


@pytest.fixture(scope="session")
def words() -> dict[str, Words]:
    def of(language: str) -> Words:
        sections, diagnostics = load_words(PACKAGE / "locales" / language)
        assert diagnostics == []
        return Words(language, lambda name: sections.get(name, {}))

    return {language: of(language) for language in ("fr", "en")}


WAIVER = Suppression("waiver", "Camille Martin", "pièce imposée par la centrale d’achat", "2026-09-01", "2027-03-31")
SETTING = Suppression("configuration", "bureau SI-2", "dossier d’exemples", "2026-01-01", "2026-12-31")
TEXTS = ("code de la commande publique, art. R. 2111-7",)


def _finding(code: str, place: Place, message: str, **more: object) -> SaidFinding:
    given: dict[str, object] = {
        "family": "wording", "severity": "error", "remedy": "", "references": TEXTS, "excerpt": None,
        "fingerprint": hashlib.sha256(f"{code} {place.file} {message}".encode()).hexdigest(),
    }  # fmt: skip
    return SaidFinding(code=code, place=place, message=message, **(given | more))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def report() -> CheckReport:
    visio, cahier = "besoins/visio.yaml", "cahier des charges.md"
    brand = "La marque « Zoom » est nommée sans « ou équivalent »."
    findings = (
        _finding("DOC201", Place(visio), "Le besoin ne dit pas comment le résultat sera mesuré.", family="need", references=(), remedy="Ajouter measure."),
        _finding("DOC202", Place(visio, 4, 8, 18), "La date de lancement précède l’étude du marché.", family="need", severity="warning",
                 excerpt="on:    2026-12-01", references=()),
        _finding("DOC301", Place(visio, 31, 32, 36), brand, excerpt='  - {id: R1, level: must, text: "Zoom, 100 participants"}',
                 remedy="une visioconférence de 100 participants, « Zoom » ou équivalent"),
        _finding("DOC301", Place(visio, 33, 32, 36), brand, excerpt='  - {id: R3, level: must, text: "Zoom sur mobile"}',
                 remedy="une application mobile, « Zoom » ou équivalent"),
        _finding("DOC302", Place(cahier, 2, 1, 7), "Un label est demandé sans équivalent.", severity="note", excerpt="Label X exigé.", known=True),
        _finding("DOC303", Place(cahier, 12, 14, 31), "L’origine de l’éditeur est exigée.", excerpt="Le titulaire est un éditeur français.",
                 remedy="dire où les données sont traitées, et pourquoi", suppressed=WAIVER),
        _finding("DOC303", Place(cahier, 14, 3, 20), "L’origine de l’éditeur est exigée.", excerpt="- éditeur français", suppressed=SETTING, known=True),
        _finding("DOC304", Place(cahier, 20, 1, 2), "Une exigence décrit un seul produit.", severity="note", excerpt="Écran bleu à coins ronds."),
    )  # fmt: skip
    rule = SaidRule(
        "DOC301", "wording", "error", "Marque nommée sans « ou équivalent »",
        "Une marque ne se nomme que si l’objet ne peut être décrit autrement.\n\nElle est alors suivie de « ou équivalent ».",
        'text: "Zoom"', 'text: "« Zoom » ou équivalent"', TEXTS,
    )  # fmt: skip
    return CheckReport(findings, MappingProxyType({"DOC301": rule}), files=3, language="fr", version="0.0.0")
