"""One mistake in the law files, as a lawyer may make it: refused, with the file and the line; and what the files promise besides."""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

import copy
import shutil
from datetime import date
from pathlib import Path

import pytest
from law_build import case, day, defect, need, offer, parameter, parameters, rules

from doctrine.diagnostics import Diagnostic, refused
from doctrine.evaluation import evaluate
from doctrine.index import open_index
from doctrine.law.ruleset import resolve
from doctrine.loading.card_reader import load_law, load_parameters, unknown_names
from doctrine.resources import PACKAGE

REAL = PACKAGE / "law"
MARK = "§"


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A copy of the real law files, to make mistakes in."""
    shutil.copytree(REAL, tmp_path / "law", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path / "law"


_READ: dict[bytes, tuple[list, list[Diagnostic]]] = {}


def _parameters_of(folder: Path) -> tuple[list, list[Diagnostic]]:
    """The legal values of a folder; what was read once, unchanged, is not read again."""
    state = b"".join(path.read_bytes() for path in sorted(folder.glob("*.yaml")))
    if state not in _READ:
        _READ[state] = load_parameters(folder)
    return _READ[state]


def read(folder: Path) -> list[Diagnostic]:
    """Everything that is wrong with a law folder, as the compiler tells it: names are checked once every file is read."""
    files, wrong_parameters = _parameters_of(folder / "parameters")
    entries = [entry for file in files for entry in file.parameters]
    found, wrong = load_law(folder)
    mine = [*wrong_parameters, *wrong]
    functions = open_index().section("functions")
    return mine if refused(mine) else [*mine, *unknown_names(found, {entry.id: entry for entry in entries}, functions)]


def spoil(folder: Path, file: str, old: str, new: str) -> int:
    """Replace one piece of a file; `§` in the new piece marks the line at fault, given back."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"the case has aged: {old!r} is not in {file}"
    before, after = text.split(old, 1)
    assert MARK in new
    line = (before + new[: new.index(MARK)]).count("\n") + 1
    path.write_text(before + new.replace(MARK, "") + after, encoding="utf-8")
    return line


def test_the_law_as_it_stands_is_read_without_a_diagnostic():
    assert read(REAL) == []


# ---- one mistake, its code, its line -------------------------------------------------------------------------------------------

FIRST = "      - {starts: 2020-01-01, ends: 2026-03-31, value: 40000, text: code de la commande publique, article: R. 2122-8, confidence: Pm, verified_on: 2026-11-22}"
HEAD = "  - id: ccp.dispense_fs\n    label: Marché sans publicité ni mise en concurrence (fournitures et services)\n    label_en: Contract without publication or competition (supplies and services)\n    unit: EUR\n    tax: excluded\n"
LABELS = HEAD.partition("    unit")[0]
CRITERION = "    when: {route: [competitive], since: ccp.critere_environnemental}"
WRITTEN = "    when: {route: [contract], value_at_least: ccp.ecrit}"
BINDING = "    when: {buyer: [central_state], project_at_least: dinum.avis_seuil, since: dinum.decret_avis}"
DUTIES = "    duties: [three_duties, no_split, written_contract, decp_list, decp]"
REFERENCED = "    references:\n      - {text: code de la commande publique, article: R. 2112-1, confidence: Pm}\n"
INNOVATION = (
    "    values:\n      - {starts: 2019-05-29, value: 20, text: guide pratique de l’OECP, confidence: S, verified_on: 2026-11-22}\n"
)
THRESHOLDS, PROCEDURE, CONTRACT = "parameters/thresholds.yaml", "obligations/procedure.yaml", "obligations/contract.yaml"

#: (what was done, file, what is replaced, by what, code).
MISTAKES = [
    ("dates overlap by a day", THRESHOLDS, f"{FIRST}\n      -", f"{FIRST}\n      - §".replace("2026-03-31", "2026-04-01"), "DOC096"),
    ("a value without end, then another", THRESHOLDS, f"{FIRST}\n      -", f"{FIRST}\n      - §".replace(", ends: 2026-03-31", ""), "DOC096"),
    ("the same line twice", THRESHOLDS, FIRST, f"{FIRST}\n§{FIRST}", "DOC096"),
    ("ends before it starts", THRESHOLDS, FIRST, f"§{FIRST}".replace("ends: 2026-03-31", "ends: 2019-12-31"), "DOC096"),
    ("amount without its tax", THRESHOLDS, HEAD, f"§{HEAD}".replace("    tax: excluded\n", ""), "DOC095"),
    ("missing unit", THRESHOLDS, HEAD, f"§{LABELS}    tax: excluded\n", "DOC051"),
    ("unknown unit", THRESHOLDS, HEAD, f"{LABELS}§    unit: dollars\n    tax: excluded\n", "DOC072"),
    ("unknown tax", THRESHOLDS, HEAD, f"{LABELS}    unit: EUR\n§    tax: HT\n", "DOC072"),
    ("wrong confidence", THRESHOLDS, FIRST, f"§{FIRST}".replace("confidence: Pm", "confidence: certain"), "DOC072"),
    ("no confidence", THRESHOLDS, FIRST, f"§{FIRST}".replace("confidence: Pm, ", ""), "DOC051"),
    ("no text", THRESHOLDS, FIRST, f"§{FIRST}".replace("text: code de la commande publique, ", ""), "DOC051"),
    ("no day of verification", THRESHOLDS, FIRST, f"§{FIRST}".replace(", verified_on: 2026-11-22", ""), "DOC051"),
    ("unknown field of a value", THRESHOLDS, FIRST, f"§{FIRST}".replace("article:", "articles:"), "DOC050"),
    ("a day that does not exist", THRESHOLDS, FIRST, f"§{FIRST}".replace("ends: 2026-03-31", "ends: 2026-02-30"), "DOC062"),
    ("a value and a version", THRESHOLDS, FIRST, f"§{FIRST}".replace("value: 40000", "value: 40000, version: v1"), "DOC097"),
    ("neither value nor version", THRESHOLDS, FIRST, f"§{FIRST}".replace("value: 40000, ", ""), "DOC097"),
    ("an amount in words", THRESHOLDS, FIRST, f"§{FIRST}".replace("value: 40000", "value: quarante mille"), None),
    ("unknown kind of buyer touched", THRESHOLDS, "touches: [central_state, operator, gip]", "touches: [central_state, §operateur, gip]", "DOC072"),
    ("unknown field of a reference", PROCEDURE, "article: R. 2122-9-1, confidence: Pm}", "§articl: R. 2122-9-1, confidence: Pm}", "DOC050"),
    ("wrong confidence of a reference", PROCEDURE, "article: R. 2122-9-1, confidence: Pm}", "article: R. 2122-9-1, §confidence: PM}", "DOC072"),
    ("unknown condition", CONTRACT, WRITTEN, WRITTEN.replace("value_at_least", "§value_over"), "DOC050"),
    ("unknown amount in a condition", CONTRACT, WRITTEN, f"§{WRITTEN}".replace("ccp.ecrit", "ccp.ecrits"), "DOC086"),
    ("unknown amount of a project", "obligations/opinion.yaml", BINDING, f"§{BINDING}".replace("dinum.avis_seuil", "dinum.avis"), "DOC086"),
    ("unknown day in a condition", PROCEDURE, CRITERION, f"§{CRITERION}".replace("ccp.critere_environnemental", "ccp.critere_vert"), "DOC086"),
    ("a version where a day is meant", PROCEDURE, CRITERION, f"§{CRITERION}".replace("ccp.critere_environnemental", "snc.version"), "DOC086"),
    ("an amount where a day is meant", PROCEDURE, CRITERION, f"§{CRITERION}".replace("ccp.critere_environnemental", "ccp.decp"), "DOC086"),
    ("unknown route in a condition", PROCEDURE, CRITERION, f"§{CRITERION}".replace("competitive", "competitif"), "DOC086"),
    ("unknown buyer in a condition", "obligations/opinion.yaml", BINDING, f"§{BINDING}".replace("[central_state]", "[ministry]"), "DOC072"),
    ("unknown duty of a route", "routes/routes.yaml", DUTIES, f"§{DUTIES}".replace("three_duties", "three_duty"), "DOC086"),
    ("id of an obligation twice", PROCEDURE, "  - id: three_duties", "  - §id: no_split", "DOC081"),
    ("id of an obligation of another file", PROCEDURE, "  - id: three_duties", "  - §id: written_contract", "DOC081"),
    ("id of a route twice", "routes/routes.yaml", "  - id: free_software_no_purchase", "  - §id: own_means", "DOC081"),
    ("id of a wording twice", "wordings/wordings.yaml", "  - id: keys_held", "  - §id: third_authority_access", "DOC081"),
    ("unknown severity", PROCEDURE, "severity: verify", "§severity: perhaps", "DOC072"),
    ("obligation without reference", CONTRACT, REFERENCED, "§", "DOC051"),
    ("id of a legal value twice", THRESHOLDS, "  - id: ccp.dispense_travaux", "  - §id: ccp.dispense_fs", "DOC081"),
    ("an amount including VAT for a value", CONTRACT, WRITTEN, f"§{WRITTEN}".replace("ccp.ecrit", "dinum.avis_seuil"), "DOC086"),
    ("a duration for a value", CONTRACT, WRITTEN, f"§{WRITTEN}".replace("ccp.ecrit", "ccp.decp_delai"), "DOC086"),
    ("an amount excluding VAT for a project", "obligations/opinion.yaml", BINDING, f"§{BINDING}".replace("dinum.avis_seuil", "ccp.spaser"), "DOC086"),
    ("a pending text where a day is meant", PROCEDURE, CRITERION, f"§{CRITERION}".replace("ccp.critere_environnemental", "sren.ppl8_date"), "DOC086"),
    ("a day that does not exist in a condition", PROCEDURE, CRITERION, f"§{CRITERION}".replace("ccp.critere_environnemental", "2026-02-30"), "DOC086"),
    ("unknown function in a condition", "obligations/cloud.yaml", "function: [office-suite, e-mail,", "§function: [office-suit, e-mail,", "DOC086"),
    ("a day in words", "parameters/procedure.yaml", 'version: "2026-08-21"', '§version: "21 août 2026"', "DOC061"),
    ("a day of the week", "parameters/procedure.yaml", 'version: "2026-08-21"', '§version: "2026-W34-5"', "DOC061"),
    ("a number where a day is meant", "parameters/procedure.yaml", 'version: "2026-08-21"', "§value: 21", "DOC097"),
    ("a version where an amount is meant", THRESHOLDS, FIRST, f"§{FIRST}".replace("value: 40000", "version: v1"), "DOC097"),
    ("a legal value without any value", "parameters/innovation.yaml", INNOVATION, "    §values: []\n", "DOC097"),
    ("references left empty", CONTRACT, REFERENCED, "    §references: []\n", "DOC051"),
]  # fmt: skip

WRONG_CODES = [pytest.param(*row, id=row[0]) for row in MISTAKES]


def near(what: str, line: int, found: Diagnostic) -> bool:
    """At the line, or on the line of the entry it belongs to (what is missing has no line of its own)."""
    entry = found.code == "DOC051" or what == "a legal value without any value"
    return 0 <= line - found.place.line <= 8 if entry else found.place.line == line


@pytest.mark.parametrize(("what", "file", "old", "new", "code"), WRONG_CODES)
def test_a_mistake_is_refused_with_its_file_and_line(law, what, file, old, new, code):
    line = spoil(law, file, old, new)
    found = read(law)
    assert refused(found)
    mine = [one for one in found if code in (None, one.code)]
    assert mine, [(one.code, one.place) for one in found]
    assert all(one.excerpt for one in mine)
    if what.startswith("id "):  # of two equal ids, the second read is refused: it may stand in another file
        assert len(mine) == 1
        assert mine[0].place.file in ("procedure.yaml", "routes.yaml", "wordings.yaml", "thresholds.yaml")
    elif code == "DOC086":  # a name that nothing defines is refused at the entry that uses it; see below
        (one,) = mine
        assert (one.place.file, one.values["text"] != "") == (Path(file).name, True)
        assert 0 < one.place.line <= line
    else:
        assert any(one.place.file == Path(file).name and near(what, line, one) for one in mine), [(one.code, one.place) for one in found]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(THRESHOLDS, HEAD, f"§{LABELS}    tax: excluded\n", id="missing unit"),
        pytest.param(PROCEDURE, "article: R. 2122-9-1, confidence: Pm}", "article: R. 2122-9-1, §confidence: PM}", id="confidence"),
    ],
)
def test_one_mistake_gives_one_diagnostic(law, file, old, new):
    spoil(law, file, old, new)
    assert len(read(law)) == 1


@defect("card_reader.py unknown_names: a name in `when` or `duties` is refused at the line of the entry's id, not at the line of the name")
def test_an_unknown_name_in_a_condition_is_refused_at_its_own_line(law):
    line = spoil(law, CONTRACT, WRITTEN, f"§{WRITTEN}".replace("ccp.ecrit", "ccp.ecrits"))
    (found,) = [one for one in read(law) if one.code == "DOC086"]
    assert found.place.line == line


# ---- mistakes that pass --------------------------------------------------------------------------------------------------------

PASSING = [
    ("card_reader.py load_law: a route that routes.py does not know passes and is never shown",
     "routes/routes.yaml", "  - id: rd_services", "  - §id: rd_service"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new"), [pytest.param(*row[1:], id=row[0].split(": ", 1)[1][:60], marks=defect(row[0])) for row in PASSING]
)
def test_a_mistake_that_changes_the_law_silently_is_refused(law, file, old, new):
    spoil(law, file, old, new)
    assert refused(read(law))


def test_the_order_of_the_lines_of_a_date_changes_nothing():
    """A postponement is a new line (D8): the order in which a lawyer writes the two lines must not matter."""
    data = copy.deepcopy(dict(open_index().section("rules")))
    one = next(each for each in data["parameters"] if each["id"] == "dact.application")
    earlier = copy.deepcopy(one["values"][0]) | {"starts": "2020-01-01", "ends": "2025-09-11", "version": "2020-01-01"}
    one["values"] = [earlier, *one["values"]]
    forward = resolve(data, date(2026, 12, 1)).dates["dact.application"]
    one["values"] = one["values"][::-1]
    assert resolve(data, date(2026, 12, 1)).dates["dact.application"] == forward


def test_the_order_of_the_lines_of_an_amount_changes_nothing():
    data = copy.deepcopy(dict(open_index().section("rules")))
    for one in data["parameters"]:
        if one["id"].startswith("ccp."):
            one["values"] = one["values"][::-1]
    for on in ("2025-12-31", "2026-03-31", "2026-04-01"):
        assert resolve(data, day(on)).values == rules(on).values


# ---- stale values ----------------------------------------------------------------------------------------------------------------

STALE = [("2026-11-22", False), ("2027-11-21", False), ("2027-11-22", False), ("2027-11-23", True), ("2035-01-01", True)]


@pytest.mark.parametrize(("on", "stale"), STALE)
def test_a_value_not_verified_for_more_than_twelve_months_is_stale(on, stale):
    found = rules(on).stale
    assert ("ccp.dispense_fs" in found) is stale
    assert list(found) == sorted(set(found))


def test_only_values_in_force_become_stale():
    found = rules("2028-01-01").stale
    assert "ccp.formalise_fs_central" not in found  # its last known day was 31 December 2027
    assert not {one["id"] for one in parameters() if one["pending"]} & set(found)


@pytest.mark.parametrize(("on", "names"), [("2027-11-22", False), ("2027-11-23", True)])
def test_a_recommendation_names_its_stale_values(on, names):
    legal = evaluate(case(need(on=on), offer("one"))).legal
    assert ("ccp.dispense_fs" in legal.stale) is names


# ---- what the author of a decision could know --------------------------------------------------------------------------------------

#: (law.md, parameter, first day, known from): every publication whose day law.md gives and that comes before or after the first day.
KNOWN = [
    ("1.1: online on 13 February 2026", "circ.signature", "2026-02-05", "2026-02-13"),
    ("1.1", "circ.commande_publique_numerique", "2026-02-05", "2026-02-13"),
    ("1.1", "circ.objectifs", "2026-02-05", "2026-02-13"),
    ("5.1: decree of 29 December 2025", "ccp.dispense_fs", "2026-04-01", "2025-12-29"),
    ("5.1", "ccp.dispense_lots", "2026-04-01", "2025-12-29"),
    ("5.1", "ccp.dce_profil_acheteur", "2026-04-01", "2025-12-29"),
    ("5.1", "ccp.dispense_travaux", "2026-01-01", "2025-12-29"),
    ("5.1: decree of 13 December 2021", "ccp.innovant", "2021-12-16", "2021-12-13"),
    ("5.30: decree of 2 May 2022", "ccp.prix_seul_exclu", "2026-08-21", "2022-05-02"),
    ("5.29: law of 22 August 2021", "ccp.critere_environnemental", "2026-08-22", "2021-08-22"),
    ("5.31", "ccp.specifications_durables", "2026-08-22", "2021-08-22"),
    ("5.31", "ccp.execution_environnement", "2026-08-22", "2021-08-22"),
    ("5.32", "ccp.condition_sociale", "2026-08-22", "2021-08-22"),
    ("5.21: law of 30 April 2025", "ccp.presomption_jei", "2025-05-03", "2025-04-30"),
    ("2.1: law of 21 May 2024", "sren.art31", "2024-05-23", "2024-05-21"),
    ("4.1: decree of 22 April 2023", "dinum.decret_avis", "2023-04-24", "2023-04-22"),
    ("4.3: OJ of 26 July 2020", "dinum.avis_seuil", "2020-07-27", "2020-07-26"),
    ("4.5", "dinum.avis_base_mois", "2020-07-27", "2020-07-26"),
    ("4.7", "dinum.silence_mois", "2023-04-24", "2023-04-22"),
    ("4.9", "dinum.observations_jours", "2023-04-24", "2023-04-22"),
    ("1.25: letter of 22 April 2025", "dinum.controle_budgetaire", "2025-05-31", "2025-04-22"),
    ("2.14: OJ of 26 March 2026", "hds.stockage_ue", "2026-03-26", "2026-03-26"),
    ("6.21: OJ of 16 May 2024", "hds.v2_nouveaux", "2024-11-16", "2024-05-16"),
    ("6.21", "hds.v2_tous", "2026-05-16", "2024-05-16"),
    ("6.11: decree of 21 February 2024", "env.reemploi_achat", "2027-01-01", "2024-02-21"),
    ("6.25: regulation of 8 July 2026", "ia.haut_risque", "2027-12-02", "2026-07-08"),
    ("6.6: OJ of 22 April 2016", "rgi.version", "2016-04-22", "2016-04-22"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "identifier", "starts", "known"), KNOWN)
def test_a_value_says_since_when_it_could_be_known(place, identifier, starts, known):
    (value,) = [one for one in parameter(identifier)["values"] if one["starts"] == starts]
    assert value["known_from"] == known, place
