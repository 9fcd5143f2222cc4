"""`doctrine reread`: a copy that holds nothing of what was decided, and readings compared exactly."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from review_build import ROOT, Tree, assembled, best, example, finding, sealed, sound, two

Cli = Callable[..., Any]


def ranked() -> Tree:
    """Visio first by far, another service behind on three criteria."""
    return two(best(), best("recording", "foreign_law", "iso27001"))


def copy_of(cli: Cli, decision: Path, evaluator: str = "Alix") -> Tree:
    """A blind copy as an ordinary YAML reader reads it."""
    answer = cli("reread", decision, "--blind")
    assert answer.code == 0
    found: Tree = yaml.safe_load(answer.out)
    return found | {"evaluator": evaluator}


def written(copy: Tree, path: Path) -> Path:
    path.write_text(json.dumps(copy, ensure_ascii=False), encoding="utf-8")
    return path


def answered(copy: Tree, candidate: str, **answers: str) -> Tree:
    """A copy with some answers; `security__iso27001` stands for security.iso27001."""
    given = {name.replace("__", "."): answer for name, answer in answers.items()}
    for one in copy["candidates"]:
        for each in one["answers"]:
            if one["id"] == candidate and each["id"] in given:
                each["answer"] = given.pop(each["id"])
    assert not given
    return copy


# ---- blind -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["visio-retenu", "hebergement-sensible", "niche", "rh-operateur"])
def test_the_copy_holds_nothing_of_what_was_decided(cli: Cli, tmp_path: Path, name: str) -> None:
    need = example(name)
    need["objections"] = [
        {"by": "Camille Secret", "about": "coût", "text": "mot-objection", "answer": "mot-réponse", "evidence": "mot-pièce"}
    ]
    need["opinions"] = [{"by": "it", "opinion": "mot-avis", "when": "2026-11-20"}]
    for one in need.get("searched", []):
        one["by"] = "Dominique Secret"
    for one in need["findings"]:
        if "rejected" in one:
            one["reason"] = "mot-rejet pour une raison connue"
    need["weights"] = {"reason": "mot-poids et ses raisons", "values": dict.fromkeys(_nine(), "11")}
    answer = cli("reread", sealed(need, tmp_path), "--blind")
    text = answer.out
    for secret in (
        "Secret",
        "mot-objection",
        "mot-réponse",
        "mot-pièce",
        "mot-avis",
        "mot-rejet",
        "mot-poids",
        "retained",
        "undecided",
        "fits",
    ):
        assert secret not in text
    copy = yaml.safe_load(text)
    assert set(copy) == {"format", "decision", "evaluator", "need", "questions", "candidates", "consensus"}
    for one in copy["candidates"]:
        assert set(one) == {"id", "name", "provider", "facts", "answers"}
        assert all(set(each) == {"what", "value", "proof", "as_of", "source", "publisher"} for each in one["facts"])
        assert all(set(each) == {"id", "answer"} and each["answer"] is None for each in one["answers"])
    assert set(copy["need"]) == {"id", "title", "expected", "measure", "users", "needed_by", "requirements"}
    assert not re.search(r"^\s*-? ?(low|high|rank|points|total|outcome|status|step|named|shortlist|weights?|marks?):", text, re.MULTILINE)


def _nine() -> tuple[str, ...]:
    from review_build import WEIGHTS

    return WEIGHTS


def test_candidates_stand_in_the_order_of_their_names(cli: Cli, tmp_path: Path) -> None:
    copy = copy_of(cli, sealed(ranked(), tmp_path))
    names = [one["name"].casefold() for one in copy["candidates"]]
    assert len(names) == 2
    assert names == sorted(names)


def test_a_supplier_s_own_word_is_shown_and_an_unverified_one_is_not(cli: Cli, tmp_path: Path) -> None:
    need = sound()
    need["findings"] += [
        finding("visio", "support_contract", "yes", proof="declared", source="plaquette-du-fournisseur"),
        finding("visio", "iso27001", "yes", proof="unverified", source="on-dit-du-couloir"),
    ]
    text = cli("reread", sealed(need, tmp_path), "--blind").out
    assert "plaquette-du-fournisseur" in text
    assert "on-dit-du-couloir" not in text


def test_hostile_texts_stay_texts(cli: Cli, tmp_path: Path) -> None:
    need = sound()
    need["title"] = 'Visio "fin": [a] {b} # c & *d \\ | > ! %'
    need["measure"] = "une ligne\ndeux lignes: x\n- trois"
    copy = copy_of(cli, sealed(need, tmp_path))
    assert copy["need"]["title"] == need["title"]
    assert copy["need"]["measure"] == need["measure"]


@pytest.mark.parametrize("name", ["visio-retenu", "visio", "hebergement-sensible", "rh-operateur"])
def test_the_copy_asks_only_about_those_that_the_answer_stands_on(cli: Cli, tmp_path: Path, name: str) -> None:
    from doctrine.evaluation import evaluate

    answer = evaluate(assembled(example(name)))
    stopped = answer.stopped
    wanted = {stopped.named, *stopped.shortlist, *stopped.covering} - {None}
    fit = {one.candidate.id for one in stopped.assessments if one.status == "fits"}
    copy = copy_of(cli, sealed(example(name), tmp_path))
    assert {one["id"] for one in copy["candidates"]} == wanted | fit
    gates = {one.candidate.id: {gate.gate for gate in one.gates if gate.answer == "not_applicable"} for one in stopped.assessments}
    for one in copy["candidates"]:
        put = {each["id"].split(".")[1] for each in one["answers"] if each["id"].startswith("gate.")}
        assert put
        assert not put & gates[one["id"]]


# ---- compare ---------------------------------------------------------------------------------------------------------------


def test_the_copy_filled_as_the_sealed_marks_agrees_in_full(cli: Cli, tmp_path: Path) -> None:
    decision = sealed(ranked(), tmp_path)
    copy = copy_of(cli, decision)
    answered(copy, "visio", security__iso27001="yes", sovereignty__immunity="none", gate__alive="met")
    answered(copy, "apps-bigbluebutton", security__iso27001="no", sovereignty__immunity="direct", gate__alive="met")
    answer = cli("reread", decision, "--compare", written(copy, tmp_path / "a.yaml"), "--format", "json")
    Draft202012Validator(json.loads((ROOT / "docs" / "rereading-report.schema.json").read_text("utf-8"))).validate(answer.report)
    (one,) = answer.report["evaluators"]
    assert (one["overall"]["items"], one["overall"]["share"], one["overall"]["kappa"]) == (6, "1", "1")
    by_question = {each["question"]: each for each in one["questions"]}
    assert by_question["sovereignty.immunity"]["weighted_kappa"] == "1"
    assert by_question["gate.alive"]["kappa"] is None  # all answer the same: chance alone would do as well
    assert answer.report["outliers"] == []
    assert [each["changes"] for each in answer.report["effects"]] == [False]
    assert answer.report["effects"][0]["totals"] == answer.report["sealed"]["totals"]


def test_an_undefined_kappa_is_said(cli: Cli, tmp_path: Path) -> None:
    decision = sealed(ranked(), tmp_path)
    copy = answered(copy_of(cli, decision), "visio", gate__alive="met")
    answer = cli("reread", decision, "--compare", written(copy, tmp_path / "a.yaml"))
    assert "non défini" in answer.flat.replace("\u00a0", " ")
    assert "nan" not in answer.out.casefold()


def test_the_effect_of_one_evaluator_on_the_totals_by_hand(cli: Cli, tmp_path: Path) -> None:
    """Weights 30, 30, 40. Visio loses the three questions of sovereignty and of security: 100 − 30 − 40 = 30, under the other's 61 2/3."""
    decision = sealed(ranked(), tmp_path)
    copy = copy_of(cli, decision)
    answered(copy, "visio", sovereignty__immunity="direct", sovereignty__substitution="hard", sovereignty__mastery="dependent")
    answered(copy, "visio", security__approval="no", security__iso27001="no", security__audit_log="no")
    report = cli("reread", decision, "--compare", written(copy, tmp_path / "a.yaml"), "--format", "json").report
    (effect,) = report["effects"]
    assert report["sealed"]["first"] == "visio"
    assert (effect["first"], effect["changes"]) == ("apps-bigbluebutton", True)
    totals = {one["candidate"]: Fraction(one["low"]) for one in effect["totals"]}
    assert totals == {"visio": Fraction(30), "apps-bigbluebutton": Fraction(185, 3)}
    assert {one["question"] for one in report["outliers"]} >= {"sovereignty.immunity", "security.iso27001"}
    assert all(one["gap"] == "1" for one in report["outliers"])


def test_an_unknown_answer_opens_the_whole_scale(cli: Cli, tmp_path: Path) -> None:
    decision = sealed(ranked(), tmp_path)
    copy = answered(copy_of(cli, decision), "visio", sovereignty__immunity="unknown")
    report = cli("reread", decision, "--compare", written(copy, tmp_path / "a.yaml"), "--format", "json").report
    visio = next(one for one in report["effects"][0]["totals"] if one["candidate"] == "visio")
    assert (visio["low"], visio["high"]) == ("90", "100")


def test_three_evaluators_have_a_fleiss_kappa_on_what_all_answered(cli: Cli, tmp_path: Path) -> None:
    decision = sealed(ranked(), tmp_path)
    first = answered(copy_of(cli, decision, "Alix"), "visio", security__iso27001="yes", security__approval="no")
    second = answered(copy_of(cli, decision, "Noor"), "visio", security__iso27001="yes")
    files = [written(first, tmp_path / "a.yaml"), written(second, tmp_path / "b.yaml")]
    report = cli("reread", decision, "--compare", *files, "--format", "json").report
    assert report["fleiss"] == {"kappa": None, "items": 1}
    answered(second, "visio", security__approval="yes")
    files = [written(first, tmp_path / "a.yaml"), written(second, tmp_path / "b.yaml")]
    report = cli("reread", decision, "--compare", *files, "--format", "json").report
    # yes yes yes, yes no yes: observed (1 + 1/3) ÷ 2 = 2/3, expected (5/6)² + (1/6)² = 13/18
    assert report["fleiss"] == {"kappa": str((Fraction(2, 3) - Fraction(13, 18)) / (1 - Fraction(13, 18))), "items": 2}


def test_nobody_is_ranked_before_a_competition(cli: Cli, tmp_path: Path) -> None:
    decision = sealed(example("hebergement-sensible"), tmp_path)
    copy = copy_of(cli, decision)
    one = copy["candidates"][0]
    answered(copy, one["id"], gate__alive="met")
    report = cli("reread", decision, "--compare", written(copy, tmp_path / "a.yaml"), "--format", "json").report
    assert report["effects"] == []
    assert report["sealed"] == {"first": None, "totals": []}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_the_report_reads_in_words(cli: Cli, tmp_path: Path, lang: str, form: str) -> None:
    decision = sealed(ranked(), tmp_path)
    copy = answered(copy_of(cli, decision, "Alix | <b>::error::"), "visio", security__iso27001="no", gate__requirements__R1="not_met")
    copy["consensus"] = [{"candidate": "visio", "id": "security.iso27001", "answer": "yes", "reason": "certificat vu ensemble"}]
    answer = cli("reread", decision, "--compare", written(copy, tmp_path / "a.yaml"), "--format", form, "--lang", lang, COLUMNS="80")
    assert answer.code == 0
    assert "certificat vu ensemble" in answer.flat
    assert not re.search(r"Fraction|\bNone\b|reread_", answer.out)
    assert form == "markdown" or all(len(line) <= 80 for line in answer.out.splitlines())
    assert form == "terminal" or "<b>" not in answer.out


# ---- what is refused -------------------------------------------------------------------------------------------------------


def _other(copy: Tree) -> None:
    copy["decision"] = "sha256:" + "0" * 64


def _unknown_question(copy: Tree) -> None:
    copy["candidates"][0]["answers"][0] = {"id": "securite.journal", "answer": "yes"}


def _unknown_candidate(copy: Tree) -> None:
    copy["candidates"][0]["id"] = "personne"
    copy["candidates"][0]["answers"] = [{"id": "gate.alive", "answer": "met"}]


def _off_scale(copy: Tree) -> None:
    answered(copy, "visio", security__iso27001="plutôt oui")


def _not_a_number(copy: Tree) -> None:
    answered(copy, "visio", reversibility__notice="60 jours")


def _no_reason(copy: Tree) -> None:
    copy["consensus"] = [{"candidate": "visio", "id": "security.iso27001", "answer": "yes"}]


def _empty_reason(copy: Tree) -> None:
    copy["consensus"] = [{"candidate": "visio", "id": "security.iso27001", "answer": "yes", "reason": "  "}]


def _empty(copy: Tree) -> None:
    for one in copy["candidates"]:
        for each in one["answers"]:
            each["answer"] = None


def _nameless(copy: Tree) -> None:
    copy["evaluator"] = None


def _first_s_name(copy: Tree) -> None:
    copy["evaluator"] = "évaluateur 1"


def _extra_key(copy: Tree) -> None:
    copy["note"] = "x"


REFUSED = [
    (_other, "DOC860"),
    (_unknown_question, "DOC861"),
    (_unknown_candidate, "DOC861"),
    (_off_scale, "DOC862"),
    (_not_a_number, "DOC862"),
    (_no_reason, "DOC863"),
    (_empty_reason, "DOC863"),
    (_empty, "DOC864"),
    (_nameless, "DOC865"),
    (_first_s_name, "DOC866"),
    (_extra_key, "DOC050"),
]


@pytest.mark.parametrize(("spoil", "code"), REFUSED, ids=[one[0].__name__ for one in REFUSED])
def test_a_wrong_copy_is_refused_with_one_reason(cli: Cli, tmp_path: Path, spoil: Callable[[Tree], None], code: str) -> None:
    decision = sealed(ranked(), tmp_path)
    copy = answered(copy_of(cli, decision), "visio", security__approval="yes")
    spoil(copy)
    answer = cli("reread", decision, "--compare", written(copy, tmp_path / "a.yaml"))
    assert answer.code == 2
    assert answer.out == ""
    assert set(re.findall(r"(?:erreur) (DOC\d{3})", answer.err)) == {code}


@pytest.mark.parametrize("code", [f"DOC86{number}" for number in range(7)])
def test_every_code_has_its_page(cli: Cli, code: str) -> None:
    for lang in ("fr", "en"):
        answer = cli("explain", code, "--lang", lang)
        assert answer.code == 0
        assert code in answer.out


def test_two_copies_of_one_evaluator_are_refused(cli: Cli, tmp_path: Path) -> None:
    decision = sealed(ranked(), tmp_path)
    copy = answered(copy_of(cli, decision), "visio", security__approval="yes")
    files = [written(copy, tmp_path / "a.yaml"), written(copy, tmp_path / "b.yaml")]
    answer = cli("reread", decision, "--compare", *files)
    assert answer.code == 2
    assert "DOC866" in answer.err


def test_one_action_at_a_time(cli: Cli, tmp_path: Path) -> None:
    decision = sealed(ranked(), tmp_path)
    copy = written(copy_of(cli, decision), tmp_path / "a.yaml")
    assert cli("reread", decision).code == 2
    assert cli("reread", decision, "--blind", "--compare", copy).code == 2
    assert cli("reread", decision, copy).code == 2
    assert cli("reread", decision, "--compare", tmp_path / "absent.yaml").code == 2
    assert cli("reread", tmp_path / "absent.json", "--blind").code == 2


def test_the_same_bytes_twice(cli: Cli, tmp_path: Path) -> None:
    decision = sealed(ranked(), tmp_path)
    assert cli("reread", decision, "--blind").out == cli("reread", decision, "--blind").out
    copy = written(answered(copy_of(cli, decision), "visio", security__approval="no"), tmp_path / "a.yaml")
    for form in ("terminal", "markdown", "json"):
        first, second = (cli("reread", decision, "--compare", copy, "--format", form).out for _ in range(2))
        assert first == second


def test_answers_are_said_by_their_labels_and_questions_once(cli: Cli, tmp_path: Path) -> None:
    decision = sealed(ranked(), tmp_path)
    first, second = copy_of(cli, decision, "Alix"), copy_of(cli, decision, "Noor")
    answered(first, "visio", sovereignty__mastery="dependent", gate__alive="not_met", security__approval="unknown")
    answered(second, "visio", sovereignty__mastery="own", gate__alive="met")
    files = [written(first, tmp_path / "a.yaml"), written(second, tmp_path / "b.yaml")]
    flat = cli("reread", decision, "--compare", *files, "--format", "markdown").flat.replace("\u00a0", " ")
    assert "répond « dépendance hors de l’Union »" in flat
    assert "répond « non remplie »" in flat
    assert not re.search(r"répond « (own|dependent|met|not_met|unknown|yes|no|\d+-\d+) »", flat)
    table = flat.partition("Accord par question")[2].partition("« non défini »")[0]
    assert table.count("Maîtrise") == 1
    assert re.search(r"Alix : 0 identiques? sur 1.*Noor : 1 identique sur 1", table)
    assert "1 question n’a reçu la réponse que d’une copie" in flat
    assert "moins de 10 réponses" in flat
