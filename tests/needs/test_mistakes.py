"""One mistake in an otherwise right need: the code, and the exact place, that its writer is shown.

Each case replaces one piece of `base.need.yaml`; `§` in the new piece marks the character the diagnostic must point at (a case
without it is about the first line of what is replaced, shown by `§` at its start).
"""

# ruff: noqa: E501 - a case of a table reads on one line
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from doctrine.assembly import Assembled, assemble
from doctrine.diagnostics import Diagnostic
from doctrine.index import Index, open_index

BASE = (Path(__file__).parent / "base.need.yaml").read_text("utf-8")
MARK = "§"

Mistake = tuple[str, str, str, str]

#: Keys, lists, groups and single values.
SHAPES: list[Mistake] = [
    ("top-key-misspelt", "outcome:", "§outcom:", "DOC050"),
    ("top-key-in-french", "users:", "§utilisateurs:", "DOC050"),
    ("buyer-key-unknown", "  population: 1000", "  §effectif: 1000", "DOC050"),
    ("data-key-unknown", "  health: no", "  §heath: no", "DOC050"),
    ("requirement-key-unknown", "    at_least: 100", "    §at_leest: 100", "DOC050"),
    ("weight-of-no-criterion", "    durability: 5", "    durability: 5\n    §beauty: 5", "DOC050"),
    ("finding-key-unknown", "value: 350, proof", "§valeur: 350, proof", "DOC050"),
    ("own-candidate-key-unknown", "    provider: Exemple SA", "    provider: Exemple SA\n    §price: 3", "DOC050"),
    ("own-source-key-unknown", "title: Guide}", "title: Guide, §page: 3}", "DOC050"),
    ("buyer-kind-missing", "buyer:\n  name: Direction de l’exemple\n  kind: central_state", "§buyer:\n  name: Direction de l’exemple", "DOC051"),
    ("requirement-text-missing", "  - id: R1\n    level: must\n    text: Participer sans compte", "  - §id: R1\n    level: must", "DOC051"),
    ("weight-missing", "  values:\n    business_performance: 20\n    sovereignty: 20", "  §values:\n    business_performance: 20", "DOC051"),
    ("rejection-without-reason", "  - {candidate: webconf, rejected: alive, reason: service en extinction,", "  - §{candidate: webconf, rejected: alive,", "DOC051"),
    ("finding-without-value", "  - {candidate: visio, fact: max_participants, value: 350,", "  - §{candidate: visio, fact: max_participants,", "DOC051"),
    ("cpv-not-a-list", 'cpv: ["48515000"]', 'cpv: §"48515000"', "DOC053"),
    ("requirements-a-group", "  lots: [{id: lot-1, amount: \"900000.00\"}]", "  §lots: {id: lot-1, amount: \"900000.00\"}", "DOC053"),
    ("buyer-a-word", "hosting: {layer: saas, cloud: unknown}", "hosting: §saas", "DOC054"),
    ("searched-holds-a-word", "  - {step: mutualise, where: catalogue, when: 2026-11-10, by: bureau}", "  - §catalogue", "DOC054"),
    ("title-a-list", "title: Visioconférence des agents", "§title: [Urgent] ", "DOC055"),
    ("users-a-group", "users: 90000", "§users: {count: 90000}", "DOC055"),
    ("kind-a-list", "  kind: central_state", "  §kind: [central_state]", "DOC055"),
    ("bound-a-list", "    at_least: 100", "    §at_least: [100]", "DOC055"),
    ("bound-a-group", "    at_least: 100", "    §at_least: {count: 100}", "DOC055"),
    ("title-empty", "title: Visioconférence des agents", 'title: §""', "DOC056"),
    ("title-blank", "title: Visioconférence des agents", 'title: §"  "', "DOC056"),
    ("title-null", "title: Visioconférence des agents", "§title:", "DOC056"),
    ("evidence-empty", "evidence: []", 'evidence: [§""]', "DOC056"),
]  # fmt: skip

#: Identifiers, words of a closed list, names of other parts.
NAMES: list[Mistake] = [
    ("id-with-capitals", "id: base-2027", "id: §Base-2027", "DOC057"),
    ("id-with-cyrillic-o", "id: base-2027", "id: §basе-2027", "DOC057"),
    ("id-of-81-characters", "id: base-2027", f"id: §{'a' * 81}", "DOC057"),
    ("function-with-spaces", "function: video-conference", "function: §video conference", "DOC057"),
    ("fact-with-hyphen", "    fact: max_participants", "    fact: §max-participants", "DOC058"),
    ("gate-with-space", "gate: secnumcloud", "gate: §sec num cloud", "DOC058"),
    ("requirement-id-with-space", "  - id: R1", "  - id: §R 1", "DOC059"),
    ("requirement-id-accented", "  - id: R1", "  - id: §É1", "DOC059"),
    ("format-of-tomorrow", "format: need/1", "format: §need/2", "DOC072"),
    ("buyer-kind-misspelt", "  kind: central_state", "  kind: §central-state", "DOC072"),
    ("buyer-kind-in-french", "  kind: central_state", "  kind: §ministère", "DOC072"),
    ("buyer-kind-null", "  kind: central_state", "  §kind:", "DOC072"),
    ("level-in-french", "    level: should", "    level: §souhaité", "DOC072"),
    ("tax-in-french", "  tax: excluded", "  tax: §HT", "DOC072"),
    ("layer-unknown", "layer: saas", "layer: §SaaS", "DOC072"),
    ("marking-in-french", "  marking: none", "  marking: §restreinte", "DOC072"),
    ("harm-unknown", "  breach_harms: [public_order]", "  breach_harms: [§order]", "DOC072"),
    ("harms-a-wrong-word", "  breach_harms: [public_order]", "  breach_harms: §yes", "DOC072"),
    ("covers-unknown", "  covers: [options, renewals]", "  covers: [options, §lots]", "DOC072"),
    ("proof-in-french", "value: 350, proof: documented", "value: 350, proof: §établi", "DOC072"),
    ("step-in-french", "{step: mutualise,", "{step: §mutualiser,", "DOC072"),
    ("floor-on-no-criterion", "criterion: reversibility", "criterion: §price", "DOC072"),
    ("rejected-for-no-gate", "rejected: alive", "rejected: §dead", "DOC072"),
    ("derogation-to-no-gate", "gate: secnumcloud", "gate: §secnum", "DOC072"),
    ("opinion-by-nobody", "{by: committee,", "{by: §comité,", "DOC072"),
    ("part-of-no-kind", "{what: build,", "{what: §licence,", "DOC072"),
    ("own-candidate-step-unknown", "    step: buy", "    step: §achat", "DOC072"),
    ("function-unknown", "function: video-conference", "function: §videoconference", "DOC080"),
    ("requirement-id-twice", "  - id: R3", "  - id: §R1", "DOC081"),
    ("own-candidate-id-twice", "    facts:\n      - {capability: guest-access, value: yes, source: page}", "    facts:\n      - {capability: guest-access, value: yes, source: page}\n  - {id: §exemple-visio, step: buy, name: Bis, provider: Bis}", "DOC081"),
    ("neither-capability-nor-fact", "  - id: R1\n    level: must\n    text: Participer sans compte\n    capability: guest-access", "  - §id: R1\n    level: must\n    text: Participer sans compte", "DOC082"),
    ("both-capability-and-fact", "  - id: R1\n    level: must", "  - §id: R1\n    fact: max_participants\n    level: must", "DOC082"),
    ("own-fact-says-neither", "      - {capability: guest-access, value: yes,", "      - §{value: yes,", "DOC082"),
    ("capability-unknown", "    capability: guest-access", "    capability: §guest-acces", "DOC083"),
    ("fact-written-as-capability", "    capability: guest-access", "    capability: §sso", "DOC083"),
    ("fact-unknown", "    fact: max_participants", "    fact: §participants", "DOC083"),
    ("finding-on-no-fact", "  - {candidate: visio, fact: max_participants,", "  - {candidate: visio, fact: §participants_max,", "DOC083"),
    ("own-fact-unknown", "{capability: guest-access, value: yes, source: page}", "{capability: §guest, value: yes, source: page}", "DOC083"),
    ("own-fact-without-described-source", "value: yes, source: page}", "value: yes, source: §guide}", "DOC084"),
    ("own-source-without-title", ", title: Guide}", "}", "DOC085"),
    ("finding-on-no-candidate", "  - {candidate: webconf,", "  - {candidate: §webconff,", "DOC086"),
    ("adaptation-of-no-candidate", "  - {candidate: visio, requirement: R3", "  - {candidate: §vision, requirement: R3", "DOC086"),
    ("adaptation-to-no-requirement", "requirement: R3", "requirement: §R9", "DOC086"),
    ("bound-on-a-capability", "    capability: live-captions", "    capability: live-captions\n    equals: §yes", "DOC087"),
    ("fact-without-bound", "  - id: R2\n    level: must\n    text: Réunir 100 personnes\n    fact: max_participants\n    at_least: 100", "  - §id: R2\n    level: must\n    text: Réunir 100 personnes\n    fact: max_participants", "DOC088"),
    ("fact-with-two-bounds", "  - id: R2\n    level: must\n    text: Réunir 100 personnes\n    fact: max_participants", "  - §id: R2\n    level: must\n    text: Réunir 100 personnes\n    fact: max_participants\n    at_most: 200", "DOC088"),
    ("order-on-a-word", "    fact: max_participants\n    at_least: 100", "    fact: secnumcloud\n    at_least: §qualified", "DOC089"),
    ("finding-says-two-things", "  - {candidate: visio, capability: live-captions, value", "  - §{candidate: visio, capability: live-captions, fact: max_participants, value", "DOC098"),
    ("finding-says-nothing", "  - {candidate: visio, capability: live-captions, value: yes,", "  - §{candidate: visio,", "DOC098"),
]  # fmt: skip

#: Amounts, numbers, dates, answers, SIRET, CPV, weights, priorities.
VALUES: list[Mistake] = [
    ("points-above-100", "acceptance: {points: 55,", "acceptance: {points: §101,", "DOC060"),
    ("floor-above-100", "points: 40,", "points: §100.5,", "DOC060"),
    ("date-in-french", "on: 2026-12-01", "on: §01/12/2026", "DOC061"),
    ("date-without-zeros", "on: 2026-12-01", "on: §2026-12-1", "DOC061"),
    ("date-with-time", "on: 2026-12-01", "on: §2026-12-01T00:00:00Z", "DOC061"),
    ("date-full-width", "on: 2026-12-01", "on: §２０２６-12-01", "DOC061"),
    ("date-null", "on: 2026-12-01", "§on:", "DOC061"),
    ("date-of-february-30", "on: 2026-12-01", "on: §2026-02-30", "DOC062"),
    ("date-of-no-leap-year", "needed_by: 2027-06-30", "needed_by: §2027-02-29", "DOC062"),
    ("date-of-year-zero", "on: 2026-12-01", "on: §0000-01-01", "DOC062"),
    ("own-source-month-13", "as_of: 2026-05", "as_of: §2026-13", "DOC061"),
    ("amount-a-word", '  amount: "900000.00"\n  tax', "  amount: §beaucoup\n  tax", "DOC063"),
    ("amount-with-exponent", '  amount: "900000.00"\n  tax', "  amount: §1e3\n  tax", "DOC063"),
    ("amount-hexadecimal", '  amount: "900000.00"\n  tax', "  amount: §0x10\n  tax", "DOC063"),
    ("amount-of-400-digits", '  amount: "900000.00"\n  tax', f"  amount: §{'9' * 400}\n  tax", "DOC063"),
    ("amount-infinite", '  amount: "900000.00"\n  tax', "  amount: §.inf\n  tax", "DOC063"),
    ("amount-not-a-number", '  amount: "900000.00"\n  tax', "  amount: §.nan\n  tax", "DOC063"),
    ("amount-full-width", '  amount: "900000.00"\n  tax', "  amount: §１２\n  tax", "DOC063"),
    ("amount-arabic-digits", '  amount: "900000.00"\n  tax', "  amount: §١٢\n  tax", "DOC063"),
    ("amount-with-seven-decimals", '  amount: "900000.00"\n  tax', "  amount: §1.1234567\n  tax", "DOC063"),
    ("amount-huge-exponent", '  amount: "900000.00"\n  tax', "  amount: §1e1000000\n  tax", "DOC063"),
    ("amount-with-spaces", '  amount: "900000.00"\n  tax', "  amount: §1 000\n  tax", "DOC064"),
    ("amount-with-comma", '  amount: "900000.00"\n  tax', "  amount: §1,5\n  tax", "DOC064"),
    ("amount-with-euro-sign", '  amount: "900000.00"\n  tax', "  amount: §900 000 €\n  tax", "DOC064"),
    ("amount-with-underscore", '  amount: "900000.00"\n  tax', "  amount: §900_000\n  tax", "DOC064"),
    ("amount-negative", '  amount: "900000.00"\n  tax', "  amount: §-5\n  tax", "DOC065"),
    ("weight-negative", "    sovereignty: 20", "    sovereignty: §-20", "DOC065"),
    ("users-a-fraction", "users: 90000", "users: §90000.5", "DOC066"),
    ("months-a-fraction", "  months: 36\n", "  months: §36.5\n", "DOC066"),
    ("bound-with-space", "    at_least: 100", "    at_least: §1 000", "DOC064"),
    ("finding-value-a-word", "value: 350,", "value: §beaucoup,", "DOC063"),
    ("answer-true", "  personal: yes", "  personal: §true", "DOC067"),
    ("answer-oui", "  personal: yes", "  personal: §oui", "DOC067"),
    ("answer-capital", "  personal: yes", "  personal: §Yes", "DOC067"),
    ("answer-on", "  health: no", "  health: §off", "DOC067"),
    ("answer-a-list", "  personal: yes", "  §personal: [yes]", "DOC055"),
    ("capability-found-in-french", "capability: live-captions, value: yes,", "capability: live-captions, value: §oui,", "DOC067"),
    ("capability-found-unknown", "capability: live-captions, value: yes,", "capability: live-captions, value: §unknown,", "DOC073"),
    ("finding-word-not-in-list", "fact: max_participants, value: 350,", "fact: secnumcloud, value: §oui,", "DOC072"),
    ("finding-country-in-letters", "fact: max_participants, value: 350,", "fact: supplier_country, value: §France,", "DOC074"),
    ("finding-countries-not-a-list", "fact: max_participants, value: 350,", "fact: data_location, value: §FR,", "DOC053"),
    ("finding-amount-without-tax", "fact: max_participants, value: 350,", "fact: cost_price, §value: {amount: 3},", "DOC075"),
    ("finding-amount-a-number", "fact: max_participants, value: 350,", "fact: cost_price, value: §3,", "DOC054"),
    ("finding-amount-key-unknown", "fact: max_participants, value: 350,", "fact: cost_price, §value: {amount: 3, tax: excluded, mois: 3},", "DOC050"),
    ("siret-of-thirteen-digits", 'siret: "13002526500013"', 'siret: §"1300252650001"', "DOC068"),
    ("siret-with-spaces", 'siret: "13002526500013"', 'siret: §"130 025 265 00013"', "DOC068"),
    ("siret-full-width", 'siret: "13002526500013"', 'siret: §"１３００２５２６５０００１３"', "DOC068"),
    ("siret-with-wrong-key", 'siret: "13002526500013"', 'siret: §"13002526500014"', "DOC069"),
    ("cpv-of-seven-digits", 'cpv: ["48515000"]', 'cpv: [§"4851500"]', "DOC070"),
    ("cpv-with-space", 'cpv: ["48515000"]', 'cpv: [§"48515000 "]', "DOC070"),
    ("cpv-full-width", 'cpv: ["48515000"]', 'cpv: [§"４８５１５０００"]', "DOC070"),
    ("cpv-unknown", 'cpv: ["48515000"]', 'cpv: ["48515000", §"99999999"]', "DOC071"),
    ("cpv-with-wrong-key", 'cpv: ["48515000"]', 'cpv: [§"48515000-9"]', "DOC047"),
    ("needed-before-the-launch", "needed_by: 2027-06-30", "needed_by: §2026-06-30", "DOC076"),
    ("derogation-ends-before-it-starts", "start: 2026-01-01, end: 2027-01-01}\nwaivers", "start: 2027-01-01, end: §2026-12-31}\nwaivers", "DOC077"),
    ("waiver-ends-before-it-starts", "start: 2026-01-01, end: 2027-01-01}\nopinions", "start: 2027-01-01, end: §2026-12-31}\nopinions", "DOC077"),
    ("priority-unreadable", "", "", "DOC090"),
    ("priorities-in-a-ring", "", "", "DOC091"),
    ("ranges-impossible", "", "", "DOC092"),
    ("priorities-that-exclude-each-other", "", "", "DOC093"),
    ("weights-and-priorities", "acceptance:", '§priorities: ["sovereignty > cost"]\nacceptance:', "DOC094"),
]  # fmt: skip

_PRIORITIES = {
    "priority-unreadable": 'priorities: ["cost <= 30", §"la souveraineté avant le coût"]',
    "priorities-in-a-ring": 'priorities: ["sovereignty > cost", §"cost > sovereignty"]',
    "ranges-impossible": 'priorities: ["cost >= 60", §"security >= 50"]',
    "priorities-that-exclude-each-other": 'priorities: ["sovereignty > cost", "cost >= 30", "security >= 5", §"sovereignty <= 25"]',
}


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


def told(text: str, index: Index) -> Assembled:
    return assemble(text.encode(), "besoin.need.yaml", index)


def with_mistake(name: str, old: str, new: str) -> tuple[str, tuple[int, int]]:
    """The base with one piece replaced, and the place where the mark stood."""
    if name in _PRIORITIES:
        start, end = BASE.index("weights:"), BASE.index("acceptance:")
        marked = BASE[:start] + _PRIORITIES[name] + "\n" + BASE[end:]
    elif name == "own-source-without-title":
        marked = BASE.replace("      page: {", "      §page: {", 1).replace(old, new, 1)
    else:
        assert BASE.count(old) >= 1, f"{old!r} is not in the base"
        marked = BASE.replace(old, new, 1)
    assert marked.count(MARK) == 1, f"{name}: one mark exactly"
    before = marked[: marked.index(MARK)]
    return marked.replace(MARK, ""), (before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def errors(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    return [one for one in found if one.severity == "error"]


def test_the_base_need_holds_every_key_and_no_mistake(index: Index) -> None:
    assembled = told(BASE, index)
    assert assembled.loaded.diagnostics == []
    assert assembled.case is not None


#: One mistake that the reader then takes for two: what was refused is dropped, and what names it is accused in turn.
_ALL = [pytest.param(*case, id=case[0]) for case in (*SHAPES, *NAMES, *VALUES)]


@pytest.mark.parametrize(("name", "old", "new", "code"), _ALL)
def test_one_mistake_is_one_error_with_its_code_at_its_place(name: str, old: str, new: str, code: str, index: Index) -> None:
    text, place = with_mistake(name, old, new)
    assembled = told(text, index)
    found = errors(assembled.loaded.diagnostics)
    assert assembled.case is None
    assert [(one.code, one.place.line, one.place.column) for one in found if one.code == code] == [(code, *place)], found
    strangers = {one.code for one in found} - {code, *_FOLLOWS.get(name, ())}
    assert not strangers, found
    line = text.split("\n")[place[0] - 1]
    assert found[0].excerpt == line or len(line) > 200


#: What other parts no longer find, because of the mistake.
_FOLLOWS = {"requirement-id-twice": ("DOC086",)}


def test_every_code_that_a_need_can_produce_is_in_the_tables() -> None:
    covered = {code for *_, code in (*SHAPES, *NAMES, *VALUES)} | {"DOC052", "DOC078", "DOC079", "DOC099"}
    law_files_only = {"DOC095", "DOC096", "DOC097"}
    assert covered | law_files_only == {"DOC047", *(f"DOC{number:03d}" for number in range(50, 100))}


WARNINGS: list[Mistake] = [
    ("siret-without-quotes", 'siret: "13002526500013"', "siret: §13002526500013", "DOC052"),
    ("search-after-the-launch", "when: 2026-11-10,", "when: §2026-12-02,", "DOC078"),
    ("derogation-expired", "end: 2027-01-01}\nwaivers", "end: §2026-11-30}\nwaivers", "DOC099"),
]


@pytest.mark.parametrize(("name", "old", "new", "code"), WARNINGS, ids=[case[0] for case in WARNINGS])
def test_a_slip_that_changes_nothing_warns_and_the_need_is_still_evaluated(name: str, old: str, new: str, code: str, index: Index) -> None:
    text, place = with_mistake(name, old, new)
    assembled = told(text, index)
    assert [(one.code, one.severity, one.place.line, one.place.column) for one in assembled.loaded.diagnostics] == [
        (code, "warning", *place)
    ]
    assert assembled.case is not None


def test_weights_that_are_all_zero_are_refused(index: Index) -> None:
    start, end = BASE.index("    business_performance:"), BASE.index("acceptance:")
    zeros = "".join(f"    {line.strip().partition(':')[0]}: 0\n" for line in BASE[start:end].splitlines())
    text = BASE[:start] + zeros + BASE[end:]
    found = told(text, index).loaded.diagnostics
    assert [(one.code, text.splitlines()[one.place.line - 1].strip()) for one in found] == [("DOC079", "values:")]


def test_a_requirement_twice_shows_where_the_first_one_is(index: Index) -> None:
    text, _ = with_mistake("requirement-id-twice", "  - id: R3", "  - id: §R1")
    twice = next(one for one in told(text, index).loaded.diagnostics if one.code == "DOC081")
    assert [text.splitlines()[place.line - 1] for place in twice.related] == ["  - id: R1"]


def test_several_mistakes_are_all_reported_at_once_from_top_to_bottom(index: Index) -> None:
    text = BASE
    for old, new in (
        ("id: base-2027", "id: Base 2027"),
        ("on: 2026-12-01", "on: 2026-13-01"),
        ("  kind: central_state", "  kind: centre"),
        ("users: 90000", "users: beaucoup"),
        ("  personal: yes", "  personnal: oui"),
        ("    level: should", "    level: may"),
        ("{step: mutualise, where: catalogue,", "{step: mutualise,"),
    ):
        text = text.replace(old, new, 1)
    found = told(text, index).loaded.diagnostics
    assert [one.code for one in found] == ["DOC057", "DOC062", "DOC072", "DOC063", "DOC050", "DOC072", "DOC051"]
    places = [(one.place.line, one.place.column) for one in found]
    assert places == sorted(places)


def test_several_mistakes_across_parts_are_all_reported_at_once(index: Index) -> None:
    text = BASE
    for old, new in (
        ('cpv: ["48515000"]', 'cpv: ["99999999", "48515000-9"]'),
        ("    capability: guest-access", "    capability: guest"),
        ("    at_least: 100", "    at_least: beaucoup"),
        ("points: 55,", "points: 155,"),
        ("requirement: R3", "requirement: R9"),
        ("rejected: alive", "rejected: dead"),
        ("gate: secnumcloud", "gate: snc"),
        ("value: yes, source: page}", "value: yes, source: guide}"),
    ):
        text = text.replace(old, new, 1)
    found = told(text, index).loaded.diagnostics
    assert [one.code for one in found] == ["DOC071", "DOC047", "DOC083", "DOC063", "DOC060", "DOC086", "DOC072", "DOC084", "DOC072"]
    assert [one.place for one in found] == sorted(one.place for one in found)


def test_a_wrong_function_still_lets_the_other_parts_be_checked(index: Index) -> None:
    text = BASE.replace("function: video-conference", "function: visio", 1).replace("needed_by: 2027-06-30", "needed_by: 2020-06-30", 1)
    assert [one.code for one in told(text, index).loaded.diagnostics] == ["DOC080", "DOC076"]


NEAREST = [
    ("outcome:", "outcom:", "outcome"),
    ("  kind: central_state", "  kind: central-state", "central_state"),
    ("    capability: guest-access", "    capability: guest-acces", "guest-access"),
    ("function: video-conference", "function: videoconference", "video-conference"),
    ("  - {candidate: webconf,", "  - {candidate: webconff,", "webconf"),
    ("gate: secnumcloud", "gate: secnum", "secnumcloud"),
]


@pytest.mark.parametrize(("old", "new", "near"), NEAREST, ids=[case[2] for case in NEAREST])
def test_a_misspelt_word_gets_the_nearest_known_one_proposed(old: str, new: str, near: str, index: Index) -> None:
    found = told(BASE.replace(old, new, 1), index).loaded.diagnostics
    assert found[0].values["near"] == near


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1 000", "1000"),
        ("1,5", "1.5"),
        ("1 000,50 €", "1000.50"),
        ("900 000 EUR", "900000"),
        ("1\u00a0000", "1000"),
        ("1\u202f000", "1000"),
        ("12 %", "12"),
    ],
)
def test_a_number_in_french_typography_gets_its_plain_form_proposed(written: str, meant: str, index: Index) -> None:
    found = told(BASE.replace('  amount: "900000.00"\n', f'  amount: "{written}"\n', 1), index).loaded.diagnostics
    assert [(one.code, one.values["meant"]) for one in found] == [("DOC064", meant)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("true", "yes"), ("oui", "yes"), ("OUI", "yes"), ("vrai", "yes"), ("on", "yes"), ("1", "yes"), ("false", "no"), ("non", "no"), ("NO", "no"),
     ("off", "no"), ("0", "no"), ("Yes", "yes"), ("inconnu", "unknown"), ("?", "unknown"), ("peut-être", "unknown")],
)  # fmt: skip
def test_an_answer_in_another_word_gets_the_right_one_proposed(written: str, meant: str, index: Index) -> None:
    found = told(BASE.replace("  personal: yes", f'  personal: "{written}"', 1), index).loaded.diagnostics
    assert [(one.code, one.values["meant"]) for one in found] == [("DOC067", meant)]


@pytest.mark.parametrize("written", ["yes", "no", "unknown", '"yes"', "'no'", "null", "~", ""])
def test_an_answer_may_be_yes_no_unknown_or_left_out(written: str, index: Index) -> None:
    assert told(BASE.replace("  personal: yes", f"  personal: {written}", 1), index).loaded.diagnostics == []


@pytest.mark.parametrize("written", ["0", "1", '"1"', "900000", '"900000.00"', "0.000001", "999999999999999", "007"])
def test_plain_decimals_are_amounts_quoted_or_not(written: str, index: Index) -> None:
    assert told(BASE.replace('  amount: "900000.00"\n', f"  amount: {written}\n", 1), index).loaded.diagnostics == []


@pytest.mark.parametrize(
    "key", ["value", "data", "hosting", "purpose", "requirements", "weights", "acceptance", "floors", "searched", "findings", "outcome"]
)
def test_an_optional_part_may_be_null(key: str, index: Index) -> None:
    lines = BASE.split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = next(number for number, line in enumerate(lines) if number > start and line[:1].isalpha())
    found = errors(told("\n".join([*lines[:start], f"{key}: null", *lines[end:]]), index).loaded.diagnostics)
    assert all(one.code == "DOC086" and one.values["text"] == "R3" for one in found) if key == "requirements" else found == []


def test_a_value_no_requirement_could_ever_meet_is_refused(index: Index) -> None:
    assert errors(told(BASE.replace("    at_least: 100", "    one_of: []", 1), index).loaded.diagnostics)


def test_a_very_long_wrong_value_is_shortened_in_the_message(index: Index) -> None:
    for old, new in (
        ("  kind: central_state", f"  kind: {'x' * 5000}"),
        ("users: 90000", f"users: {'9' * 5000}"),
        ("outcome:", f"{'o' * 5000}: x\noutcome:"),
    ):
        found = told(BASE.replace(old, new, 1), index).loaded.diagnostics
        assert found
        assert max(len(value) for one in found for value in one.values.values()) <= 300


def test_every_gate_of_the_cards_may_be_named_in_findings_and_derogations(index: Index) -> None:
    gates = [card["id"] for card in index.section("rules")["gates"]]
    assert len(gates) >= 10
    for gate in gates:
        text = BASE.replace("rejected: alive", f"rejected: {gate}", 1).replace("gate: secnumcloud", f"gate: {gate}", 1)
        assert told(text, index).loaded.diagnostics == [], gate
