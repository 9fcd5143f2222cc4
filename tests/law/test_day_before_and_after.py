"""One need the day before and the day of each change of law from 2026 to 2027: only the rules that changed differ, and the list says which.

A row is a day, the legal values that start it (as law.md gives them), and what they change in each need: nothing else may differ.
"""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from law_build import day, eve, parameters

from doctrine.assembly import assemble
from doctrine.commands import run
from doctrine.evaluation import evaluate
from doctrine.index import Index, open_index
from doctrine.model.verdicts import Recommendation

CATALOGUE = Path(__file__).parent / "catalogue"
NEED = """format: need/1
id: law-demo
title: Le même besoin, la veille et le jour
on: {on}
buyer: {{name: Service de l’exemple, kind: {kind}}}
function: {function}
purpose: {{kind: renewal, contract_ends: 2029-12-31, notice_months: 3}}
value: {{amount: "{amount}", tax: excluded, months: 48, covers: [options, renewals, all_lots]}}
data: {{personal: no, health: {health}, marking: none, secrets: {health}, essential_mission: no, breach_harms: [{harm}]}}
hosting: {{layer: saas, cloud: private}}
requirements: [{{id: R1, level: must, text: Chercher, capability: full-text-search}}]
searched:
  - {{step: mutualise, where: catalogue, when: 2025-11-01, by: bureau}}
  - {{step: buy, where: catalogue, when: 2025-11-01, by: bureau}}
"""
#: The needs: kind of buyer, amount, whether the data are of health and sensitive.
NEEDS = {
    "formal": ("central_state", "900000.00", "yes"),
    "small": ("central_state", "50000.00", "no"),
    "middle": ("local", "218000.00", "no"),
    "between": ("operator", "141000.00", "no"),
}


@dataclass(frozen=True)
class Row:
    """A day: the values that start, those that explain a change, for each need what goes and comes, the routes, the lightest; and what ended the day before without a new value."""

    on: str
    starts: set[str]
    explain: set[str] = field(default_factory=set)
    changes: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)
    routes: dict[str, set[str]] = field(default_factory=dict)
    lightest: dict[str, tuple[str, str]] = field(default_factory=dict)
    ends: set[str] = field(default_factory=set)


TURNOVER = ({"minimum_turnover_2025"}, {"minimum_turnover"})
STATE = {"need_as_performance", "study_mutualised", "objectives_weighed", "ministry_ambassador", "procurement_strategy", "renewal_is_new",
         "reversibility_clause", "security_clauses"}  # fmt: skip
COMPETITIVE = {
    "publicity_free",
    "buyer_profile",
    "sourcing_trace",
    "lawful_specifications",
    "allotment",
    "life_cycle_method",
    "minimum_turnover",
}
GREEN = {"environmental_criterion", "sustainable_specifications", "environmental_clause"}
FEES = ({"data_act_fees_capped"}, {"data_act_fees_forbidden"})
FORMAL = {"adapted", "formal"}
EXEMPT = {"exemption", "small_lot_exempt"}

ROWS = [
    Row(
        "2026-01-01",
        {"env.indice_produit", "ccp.ca_minimal", "ccp.substitution", "ccp.dispense_travaux", "ccp.formalise_fs_central", "ccp.formalise_fs_autres", "ccp.formalise_fs_entites_adj", "ccp.formalise_travaux"},
        {"ccp.ca_minimal", "ccp.formalise_fs_central", "ccp.formalise_fs_autres"},
        {
            "formal": TURNOVER,
            "small": TURNOVER,
            "middle": (TURNOVER[0] | {"publicity_boamp_jal"}, TURNOVER[1] | {"publicity_boamp_joue", "purchasing_committee", "weighting", "presentation_report"}),
            "between": (TURNOVER[0] | {"publicity_boamp_jal_operator"}, TURNOVER[1] | {"publicity_boamp_jal_operator?", "publicity_boamp_joue?", "weighting?", "presentation_report?"}),
        },
        dict.fromkeys(NEEDS, FORMAL),
        {"middle": ("adapted", "formal"), "between": ("adapted", "adapted_or_formal")},
    ),
    Row("2026-02-04", {"sren.vademecum"}),
    Row(
        "2026-02-05",
        {"circ.commande_publique_numerique", "circ.signature", "circ.objectifs", "eucs.schema"},
        {"circ.signature"},
        {"formal": (set(), STATE), "small": (set(), STATE), "middle": (set(), {"circular_voluntary"}), "between": (set(), {"circular_to_confirm", "renewal_is_new"})},
    ),
    Row("2026-02-13", {"circ.mise_en_ligne"}),
    Row("2026-03-17", {"nis2.recyf", "nis2.recyf_objectifs"}),
    Row("2026-03-26", {"hds.stockage_ue"}, {"hds.stockage_ue"}, {"formal": (set(), {"health_storage"})}),
    Row(
        "2026-04-01",
        {"ccp.dispense_fs", "ccp.dispense_lots", "ccp.dce_profil_acheteur"},
        {"ccp.dispense_fs", "ccp.dispense_lots", "ccp.dce_profil_acheteur"},
        {"small": (COMPETITIVE, {"three_duties"})},
        dict.fromkeys(NEEDS, EXEMPT),
        {"small": ("adapted", "exemption")},
    ),
    Row("2026-04-14", {"sren.derogation_instruction_mois"}),
    Row("2026-04-30", {"sren.decret"}),
    Row("2026-05-16", {"hds.v2_tous"}, {"hds.v2_tous"}, {"formal": (set(), {"hds_v2"})}),
    Row("2026-08-21", {"ccp.prix_seul_exclu"}, {"ccp.prix_seul_exclu"}, {name: (set(), {"no_price_alone"}) for name in ("formal", "middle", "between")}),
    Row(
        "2026-08-22",
        {"ccp.condition_sociale_travaux_mois", "ccp.critere_environnemental", "ccp.specifications_durables", "ccp.execution_environnement", "ccp.condition_sociale"},
        {"ccp.critere_environnemental", "ccp.specifications_durables", "ccp.execution_environnement", "ccp.condition_sociale"},
        {
            "formal": (set(), GREEN | {"social_clause"}),
            "middle": (set(), GREEN | {"social_clause"}),
            "between": (set(), GREEN | {"social_clause?"}),
            "small": (set(), GREEN - {"environmental_criterion"}),
        },
    ),
    Row("2026-08-27", {"acc.decret_modifie"}),
    Row("2026-09-15", {"snc.catalogue_maj_mois"}),
    Row("2026-09-22", {"omnibus.donnees"}),
    Row("2026-10-05", {"acc.rgaa", "acc.rgaa_criteres"}),
    Row("2026-10-07", {"nis2.transposition"}),
    Row("2026-11-22", {"dinum.teleservice_jours", "cada.proposition", "cada.niveaux", "cada.valeur_ajoutee"}),
    Row("2026-12-31", {"acc.rgaa_5"}),
    Row("2027-01-01", {"env.reemploi_achat"}),
    Row("2027-01-12", {"dact.frais_interdits"}, {"dact.frais_interdits", "dact.frais_reduits"}, dict.fromkeys(NEEDS, FEES), ends={"dact.frais_reduits"}),
    Row("2027-12-02", {"ia.haut_risque"}),
]  # fmt: skip
PENDING = {one["id"] for one in parameters() if one["pending"]}


@cache
def index() -> Index:
    return open_index([CATALOGUE])


@cache
def answer(name: str, on: str, function: str = "law-demo") -> Recommendation:
    kind, amount, sensitive = NEEDS[name]
    text = NEED.format(
        on=on, kind=kind, amount=amount, health=sensitive, harm="public_order" if sensitive == "yes" else "", function=function
    )
    if function != "law-demo":
        text = text.replace("requirements:", "#")
    found = assemble(text.encode(), "need.yaml", index())
    assert found.case is not None, found.loaded.diagnostics
    return evaluate(found.case)


def duties(one: Recommendation) -> set[str]:
    """The obligations, `?` after those to establish."""
    return {each.id + ("?" if each.applies == "unknown" else "") for each in one.legal.obligations}


def routes(one: Recommendation) -> dict[str, tuple[str, str, str]]:
    return {each.id: (each.state, each.reason, repr(sorted(each.values.items()))) for each in one.legal.routes}


def test_the_table_holds_every_day_on_which_a_legal_value_starts():
    found: dict[str, set[str]] = {}
    for one in parameters():
        for value in one["values"]:
            if "2026-01-01" <= value["starts"] <= "2027-12-31":
                found.setdefault(value["starts"], set()).add(one["id"])
    assert found == {row.on: row.starts for row in ROWS}


def test_the_table_holds_every_value_that_ends_the_day_before_one_of_its_days():
    ended = {(eve(row.on).isoformat(), name) for row in ROWS for name in row.ends | row.starts}
    for one in parameters():
        for value in one["values"]:
            if value["ends"] in {eve(row.on).isoformat() for row in ROWS}:
                assert (value["ends"], one["id"]) in ended


BOTH = [pytest.param(row, name, id=f"{row.on}-{name}") for row in ROWS for name in NEEDS]


@pytest.mark.parametrize(("row", "name"), BOTH)
def test_only_the_obligations_that_changed_differ_between_the_day_before_and_the_day(row, name):
    before, after = answer(name, eve(row.on).isoformat()), answer(name, row.on)
    assert (duties(before) - duties(after), duties(after) - duties(before)) == row.changes.get(name, (set(), set()))
    kept = {one.id: (one.severity, one.references) for one in before.legal.obligations}
    assert all(kept.get(one.id, (one.severity, one.references)) == (one.severity, one.references) for one in after.legal.obligations)


@pytest.mark.parametrize(("row", "name"), BOTH)
def test_only_the_routes_that_changed_differ_between_the_day_before_and_the_day(row, name):
    before, after = answer(name, eve(row.on).isoformat()), answer(name, row.on)
    old, new = routes(before), routes(after)
    assert list(old) == list(new)
    assert {one for one in new if new[one] != old[one]} == row.routes.get(name, set())


@pytest.mark.parametrize(("row", "name"), BOTH)
def test_the_answer_itself_differs_only_when_the_lightest_route_does(row, name):
    before, after = answer(name, eve(row.on).isoformat()), answer(name, row.on)
    lightest = row.lightest.get(name)
    assert (before.legal.lightest, after.legal.lightest) == (lightest or (after.legal.lightest,) * 2)
    assert (before.legal.value, before.legal.project, before.legal.wordings) == (
        after.legal.value,
        after.legal.project,
        after.legal.wordings,
    )
    if lightest is None:
        unmoved = ("outcome", "step", "named", "shortlist", "reasons")
        assert {each: getattr(before, each) for each in unmoved} == {each: getattr(after, each) for each in unmoved}
    signed = row.on == "2026-02-05"  # the circular: before it was signed it bound nobody
    assert before.binding == ("voluntary" if signed else after.binding)


def test_the_same_purchase_is_competitive_on_31_march_and_direct_on_1_april():
    before, after = answer("small", "2026-03-31"), answer("small", "2026-04-01")
    assert (before.step, before.outcome, before.named) == ("buy", "retained", None)
    assert (after.step, after.outcome, after.named) == ("buy", "retained", "law-one")


def test_a_high_risk_system_is_told_from_2_december_2027():
    before, after = (answer("small", on, "ai-assistant") for on in ("2027-12-01", "2027-12-02"))
    assert (duties(before) - duties(after), duties(after) - duties(before)) == (set(), {"ai_high_risk"})


def listed(capsys: pytest.CaptureFixture[str], start: str, end: str) -> set[str]:
    """The legal values that `doctrine law changes` names."""
    capsys.readouterr()
    assert run(["law", "changes", start, end, "--plain"]) == 0
    text = capsys.readouterr().out
    return {one["id"] for one in parameters() if f"[{one['id']}]" in text}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.on)
def test_law_changes_lists_each_value_that_explains_the_difference_and_no_other(row, capsys):
    found = listed(capsys, eve(row.on).isoformat(), row.on)
    assert row.explain <= found
    assert found == (row.starts | row.ends) - PENDING


ENDED = [
    ("2026-03-31", "ccp.dispense_fs"),
    ("2025-12-31", "ccp.formalise_fs_central"),
    ("2027-12-31", "ccp.formalise_fs_autres"),
    ("2027-01-12", "sren.art27_30_fin"),
    ("2027-01-11", "dact.frais_reduits"),
]  # fmt: skip


@pytest.mark.parametrize(("last", "identifier"), ENDED)
def test_law_changes_lists_what_ends(last, identifier, capsys):
    assert identifier in listed(capsys, last, (day(last) + timedelta(days=1)).isoformat())


def test_law_changes_of_a_single_day_lists_nothing(capsys):
    for last in ("2025-12-31", "2026-03-31", "2026-04-01", "2026-08-22"):
        assert listed(capsys, last, last) == set()


def test_law_changes_over_two_years_lists_all_that_starts(capsys):
    found = listed(capsys, "2025-12-31", "2027-12-31")
    assert {name for row in ROWS for name in row.starts} - PENDING <= found


def test_law_changes_never_lists_a_pending_text(capsys):
    assert not listed(capsys, "2018-01-01", "2035-12-31") & PENDING
