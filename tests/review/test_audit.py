"""`doctrine audit`: every planted weakness is found among the three first; a sound decision has none; the rank is by what could change."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from review_build import ROOT, Spoil, Tree, assembled, best, example, finding, reviewed, sealed, sound, two, weights

from doctrine.commands._console import opened
from doctrine.presenting.phrases import Phrases
from doctrine.presenting.review import spoken

Cli = Callable[..., Any]
NAMES = [path.name.removesuffix(".need.yaml") for path in sorted((ROOT / "examples").glob("*.need.yaml")) if "erreurs" not in path.name]
#: A ranking of two in which nothing is weak: one candidate is ahead on every criterion, and no criterion is alike.
BEHIND = ("recording", "foreign_law", "iso27001")


def sound_two() -> Tree:
    return two(best(), best(*BEHIND))


def market() -> Tree:
    """A competition whose suppliers are proved to announce what is asked."""
    need = example("hebergement-sensible")
    for number, one in enumerate(need["findings"]):
        one["source"] = f"réponse {number % 3}"
    need["opinions"] = [{"by": "ambassador", "opinion": "favorable", "when": "2026-11-20"}]
    need["project_cost"] = example("visio-retenu")["project_cost"]
    return need


def _objection(need: Tree) -> None:
    need["objections"] = [{"by": "SI", "about": "le coût de sortie", "text": "la sortie n’est pas chiffrée"}]


def _objection_unproved(need: Tree) -> None:
    _objection(need)
    need["objections"][0]["answer"] = "c’est prévu"


def _drop(need: Tree, key: str) -> None:
    need["findings"] = [one for one in need["findings"] if key not in (one.get("fact"), one.get("capability"))]


def _press(need: Tree) -> None:
    _drop(need, "guest-access")


def built() -> Tree:
    """Building with a team whose day is known; the other needs of the example are met."""
    need = example("niche")
    need["findings"].append(finding("mixed", "opens_on", "2028-06-01", source="plan de charge signé"))
    need["project_cost"] = example("visio-retenu")["project_cost"]
    return need


def _presumed(need: Tree) -> None:
    _drop(need, "opens_on")


def _claims(need: Tree) -> None:
    for candidate in ("ovhcloud-public-cloud", "scaleway"):
        need["findings"].append(
            {
                "candidate": candidate,
                "rejected": "secnumcloud",
                "reason": "service non qualifié à ce jour",
                "proof": "documented",
                "when": "2026-11-26",
                "source": "liste de l’ANSSI",
            }
        )


def _no_search(need: Tree) -> None:
    need["searched"] = []


def _rejected(need: Tree) -> None:
    next(one for one in need["findings"] if "rejected" in one)["reason"] = "non"


def _derogation(need: Tree) -> None:
    need["findings"] = [one for one in need["findings"] if "secnumcloud" not in str(one.get("fact"))]
    need["derogations"] = [
        {"gate": "secnumcloud", "author": "ministre", "ground": "projet engagé", "start": "2026-06-01", "end": "2027-05-31"}
    ]


def _waiver(need: Tree) -> None:
    need["waivers"] = [{"check": "DOC203", "author": "bureau", "ground": "label du lot", "start": "2026-01-01", "end": "2026-10-31"}]


def _project(need: Tree, build: str) -> None:
    """Four parts of 24 months, all 2.2 million but the construction."""
    parts = [{"what": what, "amount": "2200000.00", "months": "24"} for what in ("build", "run", "staff", "hosting")]
    need["project_cost"] = {"tax": "included", "parts": [parts[0] | {"amount": build}, *parts[1:]]}


def _nearly(need: Tree) -> None:
    _project(need, "2300000.00")


def _value(need: Tree) -> None:
    need["value"]["amount"] = "139000.00"


def _partial(need: Tree) -> None:
    need["value"]["covers"] = ["options"]


def _no_opinion(need: Tree) -> None:
    _project(need, "6000000.00")


def _old(need: Tree) -> None:
    next(one for one in need["findings"] if one.get("fact") == "opens_on")["when"] = "2024-11-30"


def _one_source(need: Tree) -> None:
    for one in need["findings"]:
        one["source"] = "entretien avec l’opérateur"


def _no_reason(need: Tree) -> None:
    need["weights"]["reason"] = "voilà"


def _margin(need: Tree) -> None:
    """50 points ahead on one criterion, 33 1/3 behind on the other: one point apart."""
    need.update(two(best("foreign_law"), best("recording")) | {"weights": weights(business_performance=41, sovereignty=59)})


def _deciding(need: Tree) -> None:
    """The same, where the order turns at 40 %: three hundredths away."""
    need.update(two(best("foreign_law"), best("recording")) | {"weights": weights(business_performance=43, sovereignty=57)})


def _alike(need: Tree) -> None:
    need["findings"] = [one for one in need["findings"] if one.get("fact") != "foreign_law"]
    need["findings"] += [finding(name, "foreign_law", "none", source="relevé") for name in ("visio", "apps-bigbluebutton")]


def _unproved_marks(need: Tree) -> None:
    """Both at zero for sure; one of them may be better, by marks that nothing establishes: it alone is first."""
    need["weights"] = weights(security=100)
    keys = ("security_approval", "iso27001", "audit-log")
    need["findings"] = [one for one in need["findings"] if (one.get("fact") or one.get("capability")) not in keys]
    need["findings"] += [finding("apps-bigbluebutton", key, "no", source="essai") for key in keys]
    need["findings"] += [finding("visio", keys[0], "no", source="essai"), finding("visio", keys[1], "no", source="essai")]
    need["findings"] += [finding("visio", keys[2], "yes", proof="declared", source="plaquette")]


def _one_publisher(need: Tree) -> None:
    """All that puts the first in front comes from one newspaper."""
    for one in need["findings"]:
        if one["candidate"] == "visio" and one["source"] == "relevé de notes":
            one |= {"proof": "reported", "source": "article du 12 novembre"}


def _not_established(need: Tree) -> None:
    """The press report and the buyer's own trial of one condition are both gone."""
    _drop(need, "guest-access")
    _drop(need, "opens_on")


PLANTED: list[tuple[str, str, str, Callable[[], Tree], Spoil, str | None]] = [
    ("R01", "", "decisive", sound, _objection, None),
    ("R01", "unproved", "decisive", sound, _objection_unproved, None),
    ("R02", "", "decisive", market, _claims, None),
    ("R02", "marks_tied", "decisive", sound_two, _unproved_marks, None),
    ("R03", "", "decisive", sound, _press, None),
    ("R04", "", "decisive", built, _presumed, None),
    ("R05", "", "serious", sound, _no_search, None),
    ("R06", "", "serious", sound, _rejected, None),
    ("R06", "", "decisive", market, _rejected, None),
    ("R07", "in_force", "decisive", sound, _derogation, None),
    ("R07", "expired", "decisive", sound, _derogation, "2027-06-01"),
    ("R07", "waiver_expired", "serious", sound, _waiver, None),
    ("R08", "", "serious", sound_two, _margin, None),
    ("R09", "", "serious", sound_two, _deciding, None),
    ("R10", "project", "serious", sound, _nearly, None),
    ("R10", "", "serious", market, _value, None),
    ("R10", "part", "serious", market, _partial, None),
    ("R11", "", "serious", sound, _no_opinion, None),
    ("R12", "", "decisive", sound, _old, None),
    ("R13", "", "serious", sound, _one_source, None),
    ("R14", "", "serious", sound_two, _no_reason, None),
    ("R15", "", "serious", sound_two, _alike, None),
    ("R03", "marks", "decisive", sound_two, _one_publisher, None),
    ("R16", "", "decisive", sound, _not_established, None),
]


@pytest.mark.parametrize(("code", "variant", "level", "base", "spoil", "today"), PLANTED)
def test_a_planted_weakness_is_among_the_first_three(
    code: str, variant: str, level: str, base: Callable[[], Tree], spoil: Spoil, today: str | None
) -> None:
    need = base()
    before = {(one.code, one.variant, one.level) for one in reviewed(need, today)}
    assert (code, variant, level) not in before
    spoil(need)
    first = [(one.code, one.variant, one.level) for one in reviewed(need, today)[:3]]
    assert (code, variant, level) in first


@pytest.mark.parametrize("base", [sound, sound_two, market])
def test_a_sound_decision_has_nothing_decisive(base: Callable[[], Tree]) -> None:
    assert [one for one in reviewed(base()) if one.level == "decisive"] == []


def test_a_sound_decision_of_one_service_has_no_weakness_at_all() -> None:
    assert reviewed(sound()) == []


def test_an_objection_answered_with_its_evidence_is_closed() -> None:
    need = sound()
    _objection_unproved(need)
    need["objections"][0]["evidence"] = "chiffrage du 12 novembre"
    assert reviewed(need) == []


def test_an_objection_stands_before_everything() -> None:
    need = example("visio-retenu")
    _objection(need)
    _one_source(need)
    found = reviewed(need)
    assert found[0].code == "R01"
    assert len([one for one in found if one.level == "decisive"]) > 1


def test_without_a_press_report_the_answer_is_the_one_said() -> None:
    need = sound()
    _press(need)
    found = next(one for one in reviewed(need) if one.code == "R03")
    assert found.change is not None
    assert (found.change.outcome, found.change.step, found.change.named) == ("conditional", "mutualise", "visio")
    assert [fact.proof for fact in found.facts] == ["reported"]


@pytest.mark.parametrize(("amount", "nearly"), [("133000.00", True), ("132999.99", False), ("139999.99", True), ("140000.00", False)])
def test_nearly_over_a_threshold_is_less_than_five_percent_under_it(amount: str, nearly: bool) -> None:
    """The formal threshold of central State is 140 000 € excluding VAT on 1 December 2026."""
    need = market()
    need["value"]["amount"] = amount
    assert any(one.code == "R10" and one.about == "ccp.formalise_fs_central" for one in reviewed(need)) is nearly


@pytest.mark.parametrize(("day", "old"), [("2026-11-30", False), ("2026-12-01", True)])
def test_a_fact_is_old_after_twenty_four_months(day: str, old: bool) -> None:
    need = sound()
    _old(need)
    found = reviewed(need, day)
    assert any(one.code == "R12" for one in found) is old


@pytest.mark.parametrize(
    "name", [path.name.removesuffix(".need.yaml") for path in sorted((ROOT / "examples").glob("*.need.yaml")) if "erreurs" not in path.name]
)
def test_the_order_is_that_of_the_page(name: str) -> None:
    levels = ["decisive", "serious", "minor"]
    found = reviewed(example(name))
    assert all(levels.index(one.level) <= levels.index(other.level) for one, other in pairwise(found))
    first = [one.code for one in found if one.code in ("R01", "R16")]
    assert [one.code for one in found[: len(first)]] == first == sorted(first)
    rest = found[len(first) :]
    assert all(one.code <= other.code for one, other in pairwise(rest) if one.level == other.level and one.change is other.change is None)


@pytest.mark.parametrize("name", ["rh-operateur", "signature-hopital", "suite-commune", "visio", "continuite"])
def test_an_answer_that_is_not_settled_first_says_what_it_waits_for(cli: Cli, tmp_path: Path, name: str) -> None:
    found = reviewed(example(name))
    assert (found[0].code, found[0].level) == ("R16", "decisive")
    assert found[0].values.get("holders") or found[0].values.get("waits")
    answer = cli("audit", sealed(example(name), tmp_path))
    assert (answer.code, "Rien d’essentiel" in answer.flat) == (1, False)


def test_decisive_is_what_the_page_says() -> None:
    """Whatever its code, a point without which the answer is another is decisive, and nothing else of that sort is."""
    for _, _, _, base, spoil, today in PLANTED:
        need = base()
        spoil(need)
        for one in reviewed(need, today):
            assert one.change is None or one.level == "decisive", one


# ---- the command -----------------------------------------------------------------------------------------------------------


def test_exit_codes(cli: Cli, tmp_path: Path) -> None:
    weak = example("visio-retenu")
    assert cli("audit", sealed(sound(), tmp_path, "a")).code == 0
    assert cli("audit", sealed(weak, tmp_path, "b")).code == 1
    assert cli("audit", tmp_path / "b.json", "--exit-zero").code == 0
    assert cli("audit", tmp_path / "absent.json").code == 2
    assert cli("audit", tmp_path / "a.json", "--today", "demain").code == 2
    early = cli("audit", tmp_path / "a.json", "--today", "2026-11-30")
    assert (early.code, early.out, "avant le jour de la décision" in early.err) == (2, "", True)
    assert cli("audit", tmp_path / "a.json", "--format", "pdf").code == 2


@pytest.mark.parametrize("command", ["audit", "dossier", "reread"])
def test_a_touched_decision_is_refused(cli: Cli, tmp_path: Path, command: str) -> None:
    path = sealed(sound(), tmp_path)
    path.write_bytes(path.read_bytes().replace(b"tous les agents", b"personne") + b"")
    path.write_bytes(path.read_bytes().replace("Visioconférence des agents".encode(), "Visioconférence des agentes".encode(), 1))
    answer = cli(command, path, *(["--blind"] if command == "reread" else []), "--exit-zero" if command == "audit" else "--lang=fr")
    assert answer.code == 4
    assert answer.out == ""
    assert "DOC810" in answer.err


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("columns", ["80", "140"])
def test_the_first_screen_holds_in_fourteen_lines(cli: Cli, tmp_path: Path, lang: str, columns: str) -> None:
    need = example("visio-retenu")
    _objection(need)
    need["objections"][0]["about"] = "la durée du marché et la reconduction tacite des clauses de réversibilité " * 3
    answer = cli("audit", sealed(need, tmp_path), "--lang", lang, COLUMNS=columns)
    screen = answer.out.split("\n\n" + ("Points faibles" if lang == "fr" else "Weak points"))[0].splitlines()
    assert len(screen) <= 14
    assert sum(line.lstrip().startswith(("1. ", "2. ", "3. ")) or " 1. " in line for line in screen) >= 3
    assert all(len(line) <= int(columns) for line in answer.out.splitlines())


@pytest.mark.parametrize("base", ["sound", "visio-retenu", "hebergement-sensible", "rh-operateur", "niche", "signature-hopital"])
def test_the_json_follows_its_schema(cli: Cli, tmp_path: Path, base: str) -> None:
    path = sealed(sound() if base == "sound" else example(base), tmp_path)
    answer = cli("audit", path, "--format", "json")
    Draft202012Validator(json.loads((ROOT / "docs" / "audit.schema.json").read_text("utf-8"))).validate(answer.report)
    assert [one["rank"] for one in answer.report["weaknesses"]] == list(range(1, len(answer.report["weaknesses"]) + 1))
    assert answer.code == (1 if answer.report["counts"]["decisive"] else 0)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_weakness_is_said_in_full(lang: str) -> None:
    """Each has its own sentences, and no value of them is left as the program holds it."""
    index, words = opened([], lang)
    for _, _, _, base, spoil, today in PLANTED:
        need = base()
        spoil(need)
        case = assembled(need)
        function = index.section(f"function:{case.need.function}")
        for one in reviewed(need, today):
            said = spoken(Phrases(words, case, function, index.section("common")), one)
            assert not re.search(
                r"[{}]|Fraction|Decimal|GateVerdict|\bNone\b", " ".join((said.title, said.say, said.settle, said.change))
            ), said
            assert said.settle


def test_every_code_is_in_the_page_and_has_words() -> None:
    page = (ROOT / "docs" / "review.md").read_text("utf-8")
    _, words = opened([], "fr")
    known = {name.partition("_")[0] for name in words.section("weaknesses")}
    assert known == set(re.findall(r"^\| (R\d\d) \|", page, re.MULTILINE)) == {one[0] for one in PLANTED}


def test_the_same_bytes_twice(cli: Cli, tmp_path: Path) -> None:
    path = sealed(example("hebergement-sensible"), tmp_path)
    for form in ("terminal", "markdown", "json"):
        assert cli("audit", path, "--format", form).out == cli("audit", path, "--format", form).out


def test_hostile_texts_are_inert(cli: Cli, tmp_path: Path) -> None:
    need = example("visio-retenu")
    need["title"] = "Visio ::error file=x::y [lien](http://x) | a"
    need["objections"] = [{"by": "x", "about": "<script>alert(1)</script> | ::error::z", "text": "[clic](http://x) `id` ##[group]"}]
    path = sealed(need, tmp_path)
    for command in ("audit", "dossier"):
        markdown = cli(command, path, "--format", "markdown").out
        assert "<script>" not in markdown
        assert "](http" not in markdown
    terminal = cli("audit", path).out
    assert not any(line.lstrip().startswith("::") or " ::error" in line for line in terminal.splitlines())
    assert "##[group]" not in terminal
