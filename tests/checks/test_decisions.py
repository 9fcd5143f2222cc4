"""Decisions: sealed from needs here, then edited, grown old, or overtaken by the catalogue."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from check_build import CODES, ROOT, codes

from doctrine.checking.found import Found
from doctrine.checks import every_check
from doctrine.commands._console import words_of
from doctrine.diagnostics import Place
from doctrine.index import open_index
from doctrine.model.checks import DecisionSubject
from doctrine.presenting.check import check_report

Check = Callable[..., Any]
RETAINED = ROOT / "examples" / "visio-retenu.need.yaml"
CONDITIONAL = ROOT / "examples" / "visio.need.yaml"


@pytest.fixture
def sealed(cli: Callable[..., Any], tmp_path: Path) -> Callable[..., Path]:
    """A decision of one need, some words of it changed before sealing."""

    def seal(source: Path, **changed: str) -> Path:
        text = source.read_text("utf-8")
        for key, line in changed.items():
            text = "".join(one for one in text.splitlines(keepends=True) if not one.startswith(f"{key}:")) + line
        (tmp_path / "source.need.yaml").write_text(text, "utf-8")
        cli("evaluate", tmp_path / "source.need.yaml", "--seal", tmp_path / "decision.json")
        assert (tmp_path / "decision.json").exists()
        return tmp_path / "decision.json"

    return seal


def found(check: Check, *options: str) -> list[str]:
    return codes(check("decision.json", "--select", "decision,DOC1", *options).report)


def test_a_decision_that_holds_is_left_in_peace(sealed: Callable[..., Path], check: Check) -> None:
    sealed(RETAINED)
    answer = check("decision.json", "--fail-on", "note")
    assert (answer.code, answer.report["findings"], answer.report["files"]) == (0, [], 1)


def test_edited_after_sealing_nothing_else_is_said(sealed: Callable[..., Path], check: Check) -> None:
    path = sealed(RETAINED)
    whole = json.loads(path.read_text("utf-8"))
    whole["parts"]["need"]["title"] = "Autre titre"
    path.write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    assert found(check) == ["DOC501"]
    for options in ([], ["--exit-zero"], ["--ignore", "DOC501"], ["--select", "wording"]):
        assert check("decision.json", *options).code == 4, options


def test_an_edited_decision_is_never_known_already(sealed: Callable[..., Path], check: Check) -> None:
    path = sealed(RETAINED)
    whole = json.loads(path.read_text("utf-8"))
    whole["parts"]["need"]["title"] = "Autre titre"
    path.write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    check("decision.json", "--write-baseline", "connus.json")
    assert check("decision.json", "--baseline", "connus.json").code == 4


def test_conditions_that_nobody_has_lifted(sealed: Callable[..., Path], check: Check) -> None:
    sealed(CONDITIONAL)
    assert "DOC503" in found(check)


@pytest.mark.parametrize(("day", "code"), [("2029-06-01", []), ("2029-12-01", ["DOC505"]), ("2030-07-01", ["DOC505"])])
def test_the_end_of_the_contract_is_announced_nine_months_before(
    day: str, code: list[str], sealed: Callable[..., Path], check: Check
) -> None:
    """Wanted by 30 June 2027 for thirty-six months."""
    value = 'value: {amount: "900000.00", tax: excluded, months: 36, covers: [options, renewals, all_lots]}\n'
    sealed(RETAINED, value=value, needed_by="needed_by: 2027-06-30\n")
    assert [one for one in found(check, "--today", day) if one == "DOC505"] == code


@pytest.mark.parametrize(
    ("objection", "fires"),
    [
        ("{by: ambassadeur, about: coût, text: manque}", True),
        ("{by: ambassadeur, about: coût, text: manque, answer: ajouté}", True),
        ("{by: ambassadeur, about: coût, text: manque, answer: ajouté, evidence: devis du 3 novembre}", False),
    ],
)
def test_an_objection_is_sealed_with_its_answer(objection: str, fires: bool, sealed: Callable[..., Path], check: Check) -> None:
    sealed(RETAINED, objections=f"objections: [{objection}]\n")
    assert ("DOC506" in found(check)) is fires


def test_rules_that_changed_count_only_when_the_answer_does(sealed: Callable[..., Path]) -> None:
    subject = _subject(sealed(RETAINED))
    (look,) = (every_check()[code].find for code in ("DOC502",))
    assert list(look(subject)) == []
    assert list(look(subject._replace(changed=("law",), differs=False))) == []
    (hit,) = look(subject._replace(changed=("law",), differs=True))
    assert hit.values["parts"] == "law"
    found = Found("DOC502", "decision", "warning", Place("d.json"), "", dict(hit.values) | {"now_outcome": "none", "now_name": ""})
    (said,) = check_report([found], 1, words_of(open_index(), "fr")).findings
    assert "règles de droit" in said.message
    assert "aucune réponse" in said.message
    (english,) = check_report([found], 1, words_of(open_index(), "en")).findings
    assert "no answer" in english.message.lower()
    assert [one.variant for one in look(subject._replace(now=None))] == ["refused"]


def test_a_candidate_stopped_since_is_named(sealed: Callable[..., Path]) -> None:
    subject = _subject(sealed(RETAINED))
    look = every_check()["DOC504"].find
    assert subject.sealed is not None
    assert subject.sealed.named is not None
    assert list(look(subject)) == []
    (hit,) = look(subject._replace(now=_stopped(subject)))
    assert hit.values["gate"] == "alive"


def _stopped(subject: DecisionSubject) -> Any:
    """The present answer, the candidate named by the decision no longer alive."""
    assert subject.sealed is not None
    assert subject.now is not None

    def turned(one: Any) -> Any:
        if one.candidate.id != subject.sealed.named:  # type: ignore[union-attr]
            return one
        return one._replace(gates=tuple(gate._replace(answer="not_met") if gate.gate == "alive" else gate for gate in one.gates))

    steps = tuple(step._replace(assessments=tuple(turned(one) for one in step.assessments)) for step in subject.now.steps)
    return subject.now._replace(steps=steps)


def _subject(path: Path) -> DecisionSubject:
    from doctrine.checking.decisions import _subject as subject_of
    from doctrine.checking.files import Tools
    from doctrine.record.decision import Decision
    from doctrine.record.reading import Library, read_decision

    library = Library()
    decision = read_decision(path.read_bytes(), path.name, library)
    assert isinstance(decision, Decision)
    return subject_of(decision, path.name, library, Tools(open_index(), date(2026, 12, 1)))


@pytest.mark.parametrize(
    "text", ['{"format": "decision/1"}', '{"format": "decision/1", "parts": []}', '{"format": "decision/9"}', '{"format": "decision/1",']
)
def test_a_decision_that_is_none_is_one_finding(text: str, check: Check, tmp_path: Path) -> None:
    (tmp_path / "decision.json").write_text(text, "utf-8")
    answer = check("decision.json")
    assert answer.code == 1
    assert [one["family"] for one in answer.report["findings"]] == ["file"]


def test_every_check_of_decisions_is_shown_here() -> None:
    text = Path(__file__).read_text("utf-8")
    assert [code for code in CODES["decision"] if f'"{code}"' not in text] == []
