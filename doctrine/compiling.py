"""What goes into an index: the sections, as plain JSON values, made from YAML by the strict reader.

Imported only when an index must be compiled, never when one is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from doctrine.diagnostics import Diagnostic, refused
from doctrine.loading.card_reader import LawFiles, load_cards, load_law, load_parameters, load_words, unknown_names
from doctrine.loading.catalogue_files import Catalogue, StatedFact, load_catalogue
from doctrine.loading.cpv import load_cpv
from doctrine.loading.values import to_data
from doctrine.model.card_files import CriterionFile, GateFile, LinkEntry, ReferenceEntry
from doctrine.model.catalogue import CandidateEntry, FactEntry, HintEntry, Words
from doctrine.model.catalogue_files import FactDefinition
from doctrine.model.law_files import WhenEntry
from doctrine.model.parameter_files import DatedValue, ParameterEntry
from doctrine.resources import PACKAGE
from doctrine.search_entries import entry_of_candidate, entry_of_function

LANGUAGES = ("fr", "en")


def sections(folders: list[Path]) -> tuple[dict[str, object], list[Diagnostic]]:
    """Every section of the index, and everything that is wrong with the files it is made from."""
    catalogue = load_catalogue(folders)
    criteria, gates, wrong_cards = load_cards(PACKAGE / "criteria")
    parameters, wrong_parameters = load_parameters(PACKAGE / "law" / "parameters")
    entries = [entry for file in parameters for entry in file.parameters]
    law, wrong_law = load_law(PACKAGE / "law")
    # A refused file would make every name it holds unknown elsewhere: its own diagnostics come first.
    whole = not refused([*catalogue.diagnostics, *wrong_parameters, *wrong_law])
    names = unknown_names(law, {entry.id: entry for entry in entries}, catalogue.taxonomy.functions) if whole else []
    diagnostics = [*catalogue.diagnostics, *wrong_cards, *wrong_parameters, *wrong_law, *names]
    made: dict[str, object] = {
        "functions": _functions(catalogue),
        "common": _definitions(catalogue.taxonomy.capabilities, catalogue.taxonomy.facts),
        "rules": _rules(criteria, gates, entries) | _law_rules(law),
        "lists": {one.id: _plain(one) for one in catalogue.lists.values()},
        "frameworks": _frameworks(catalogue),
        "where": {one.id: one.functions[0] if one.functions else "" for one in catalogue.candidates.values()},
        "search": _search(catalogue),
        "stats": _stats(catalogue),
    }
    made |= {f"function:{name}": _function(catalogue, name) for name in catalogue.taxonomy.functions}
    made["references"] = {
        one.id: _candidate(catalogue, one) for one in catalogue.candidates.values() if one.role == "reference" or not one.functions
    }
    made["function:"] = {"candidates": [_candidate(catalogue, one) for one in catalogue.candidates.values() if not one.functions]}
    codes, labels = load_cpv(folders)
    made |= {"cpv": codes, "cpv_labels": labels}
    for place, language in enumerate(LANGUAGES):
        made[f"words:{language}:law"] = _law_words(law, english=bool(place))
        words, wrong = load_words(PACKAGE / "locales" / language)
        diagnostics.extend(wrong)
        cards = _card_words(criteria, gates)
        if language == "fr":
            words |= cards
        else:
            words = {name: {**cards.get(name, {}), **section} for name, section in words.items()} | {
                name: section for name, section in cards.items() if name not in words
            }
        # The pages of codes and cards are read by `explain` alone.
        made |= {f"words:{language}:{name}": section for name, section in words.items()}
    return made, diagnostics


def _functions(catalogue: Catalogue) -> dict[str, object]:
    """Labels and parts of every function: what validation and lists need without loading any of them."""
    return {
        name: {
            "fr": one.fr,
            "en": one.en,
            "parts": list(one.parts),
            "cpv": list(one.cpv),
            "synonyms": {"fr": list(one.synonyms.fr), "en": list(one.synonyms.en)},
        }
        for name, one in catalogue.taxonomy.functions.items()
    }


def _definitions(capabilities: dict[str, Words], facts: dict[str, FactDefinition]) -> dict[str, object]:
    return {
        "capabilities": {key: [one.fr, one.en] for key, one in capabilities.items()},
        "facts": {key: _definition(one) for key, one in facts.items()},
    }


def _definition(one: FactDefinition) -> dict[str, object]:
    unit = None if one.unit is None else [one.unit.fr, one.unit.en]
    return {"kind": one.kind, "fr": one.fr, "en": one.en, "unit": unit, "values": list(one.values)}


def _function(catalogue: Catalogue, name: str) -> dict[str, object]:
    """All that one need's function loads: its definitions, its candidates, the services they rest on, free components."""
    taxonomy = catalogue.taxonomy
    family = taxonomy.family(name)
    own = taxonomy.functions[name]
    asked = {name, *own.parts}
    capabilities: dict[str, Words] = {}
    facts: dict[str, FactDefinition] = {}
    for one in family:
        definition = taxonomy.functions.get(one)
        if definition is not None:
            capabilities |= definition.capabilities or {}
            facts |= definition.facts or {}
    entries = [
        entry
        for entry in catalogue.candidates.values()
        if entry.role == "candidate" and (asked.intersection(entry.functions) or asked.intersection(entry.near) or not entry.functions)
    ]
    hosts = {
        str(stated.value)
        for entry in entries
        for stated in catalogue.facts[entry.id]
        if stated.key == "hosting_service" and isinstance(stated.entry, FactEntry)
    }
    services = [catalogue.candidates[host] for host in sorted(hosts) if host in catalogue.candidates]
    components = sorted(entry.id for entry in entries if _free_software(catalogue, entry) and asked.intersection(entry.functions))
    return {
        **_definitions(capabilities, facts),
        "functions": sorted(asked),
        "candidates": [_candidate(catalogue, entry) for entry in sorted(entries, key=lambda one: one.id)],
        "services": [_candidate(catalogue, entry) for entry in services],
        "components": components,
        "migration": own.migration,
    }


def _free_software(catalogue: Catalogue, entry: CandidateEntry) -> bool:
    """Whether somebody other than our memory says that its code is free."""
    return any(
        stated.key == "open_source" and stated.value == "yes" and _proof(stated) != "unverified" for stated in catalogue.facts[entry.id]
    )


def _proof(stated: StatedFact) -> str:
    return stated.entry.proof or stated.source.proof


def _candidate(catalogue: Catalogue, entry: CandidateEntry) -> dict[str, object]:
    known = catalogue.taxonomy.keys((*entry.functions, *entry.near))
    stated = catalogue.facts[entry.id]
    return {
        "id": entry.id,
        "step": entry.step,
        "name": entry.name,
        "provider": entry.provider,
        "functions": list(entry.functions),
        "near": list(entry.near),
        "run_by": list(entry.run_by),
        "replaces": list(entry.replaces),
        "summary": _words(entry.summary),
        "site": entry.site or "",
        "code": entry.code or "",
        "role": entry.role,
        "facts": [_fact(one, known[one.key]) for one in stated if isinstance(one.entry, FactEntry)],
        "hints": [_hint(one) for one in stated if isinstance(one.entry, HintEntry)],
    }


def _words(words: Words | None) -> list[list[str]]:
    return [] if words is None else [["fr", words.fr], ["en", words.en]]


def _fact(stated: StatedFact, kind: str) -> list[object]:
    entry, source = stated.entry, stated.source
    publisher = (entry.publisher if isinstance(entry, FactEntry) else None) or source.publisher
    title = source.title or source.address or ""
    value = None if stated.value is None else to_data(stated.value)
    return [
        stated.key,
        kind,
        value,
        _proof(stated),
        entry.as_of or source.as_of,
        title,
        publisher,
        entry.of,
        _words(entry.note),
        source.address or "",
    ]


def _hint(stated: StatedFact) -> list[object]:
    entry, source = stated.entry, stated.source
    leaning = entry.leaning if isinstance(entry, HintEntry) else "unknown"
    title = source.title or source.address or ""
    return [stated.key, leaning, _proof(stated), entry.as_of or source.as_of, title, source.publisher, _words(entry.note)]


def _frameworks(catalogue: Catalogue) -> dict[str, object]:
    known = catalogue.taxonomy.keys(())
    bodies = {
        one.id: {"id": one.id, "name": one.name, "kind": one.kind, "site": one.site or "", "summary": _words(one.summary),
                 "facts": [_fact(fact, known[fact.key]) for fact in catalogue.facts[one.id] if isinstance(fact.entry, FactEntry)],
                 "hints": [_hint(fact) for fact in catalogue.facts[one.id] if isinstance(fact.entry, HintEntry)]}
        for one in catalogue.bodies.values()
    }  # fmt: skip
    frameworks = {
        one.id: {"id": one.id, "body": one.body, "name": one.name, "holder": one.holder or "", "functions": list(one.functions),
                 "carries": list(one.carries),
                 "site": one.site or "", "summary": _words(one.summary),
                 "facts": [_fact(fact, known[fact.key]) for fact in catalogue.facts[one.id] if isinstance(fact.entry, FactEntry)],
                 "hints": [_hint(fact) for fact in catalogue.facts[one.id] if isinstance(fact.entry, HintEntry)]}
        for one in catalogue.frameworks.values()
    }  # fmt: skip
    return {"bodies": bodies, "frameworks": frameworks}


def _search(catalogue: Catalogue) -> list[object]:
    functions = [entry_of_function(name, _plain(one)).to_data() for name, one in catalogue.taxonomy.functions.items()]
    candidates = [entry_of_candidate(_plain(one)).to_data() for one in catalogue.candidates.values() if one.functions]
    return [*functions, *candidates]


def _stats(catalogue: Catalogue) -> dict[str, object]:
    """Counts of the catalogue: candidates by step, facts by proof."""
    steps: dict[str, int] = {}
    proofs: dict[str, int] = {}
    for entry in catalogue.candidates.values():
        steps[entry.step] = steps.get(entry.step, 0) + (entry.role == "candidate")
    for facts in catalogue.facts.values():
        for one in facts:
            if isinstance(one.entry, FactEntry):
                proofs[_proof(one)] = proofs.get(_proof(one), 0) + 1
    references = sum(entry.role == "reference" for entry in catalogue.candidates.values())
    return {
        "steps": steps,
        "references": references,
        "proofs": proofs,
        "bodies": len(catalogue.bodies),
        "frameworks": len(catalogue.frameworks),
        "functions": len(catalogue.taxonomy.functions),
        "lists": {one.id: one.complete for one in catalogue.lists.values()},
    }


def _plain(one: Any) -> Any:
    """An entry as plain mappings and lists."""
    if hasattr(one, "_asdict"):
        return {name: _plain(value) for name, value in one._asdict().items()}
    if isinstance(one, dict):
        return {name: _plain(value) for name, value in one.items()}
    return [_plain(item) for item in one] if isinstance(one, tuple) else one


def _rules(criteria: Iterable[CriterionFile], gates: Iterable[GateFile], parameters: Iterable[ParameterEntry]) -> dict[str, object]:
    return {
        "criteria": [
            {
                "id": card.id,
                "order": card.order,
                "vector": card.vector == "yes",
                "references": [_reference(one) for one in card.references],
                "questions": [
                    {
                        "id": one.id,
                        "measure": one.measure,
                        "reads": one.reads or "",
                        "scale": one.scale or {},
                        "breakpoints": [[str(point.at), point.points] for point in one.breakpoints],
                        "holder": one.holder,
                    }
                    for one in card.questions
                ],
            }
            for card in criteria
        ],
        "gates": [
            {
                "id": card.id,
                "order": card.order,
                "decides_by": card.decides_by,
                "steps": list(card.steps),
                "references": [_reference(one) for one in card.references],
                "chains": [
                    {"id": chain.id, "links": [{"id": link.id, "reference": _reference(link)} for link in chain.links]}
                    for chain in card.chains
                ],
                "options": {**(card.months or {}), **{key: list(words) for key, words in (card.words or {}).items()}},
            }
            for card in gates
        ],
        "parameters": [_parameter(one) for one in parameters],
    }


def _law_rules(law: LawFiles) -> dict[str, object]:
    """What the engine reads of the law files."""
    defaults = WhenEntry()
    return {
        "routes": [
            {"id": one.id, "order": one.order, "direct": one.competition == "direct", "steps": list(one.steps), "duties": list(one.duties),
             "references": [_reference(each) for each in one.references]}
            for one in law.routes
        ],
        "obligations": [
            {"id": one.id, "area": one.area, "severity": one.severity, "voice": one.voice,
             "references": [_reference(each) for each in one.references],
             "when": {key: _plain(value) for key, value in one.when._asdict().items() if value != getattr(defaults, key)}}
            for one in law.obligations
        ],
        "wordings": [
            {"id": one.id, "suggested_by": list(one.suggested_by), "references": [_reference(each) for each in one.references]}
            for one in law.wordings
        ],
    }  # fmt: skip


_LAW_WORDS = ("label", "do", "write", "delay", "opens", "closes", "open_if", "note", "wording")


def _law_words(law: LawFiles, *, english: bool) -> dict[str, object]:
    """The words of the law files in one language, by kind and id; English falls back to French."""

    def words(one: Any) -> dict[str, object]:
        found = {}
        for key in _LAW_WORDS:
            text = (getattr(one, f"{key}_en", None) if english else None) or getattr(one, key, None)
            if text:
                found[key] = text
        for key in ("doubt", "instead_of"):
            if getattr(one, key, None):
                found[key] = _plain(getattr(one, key))
        return found

    return {f"{kind}.{one.id}": words(one) for kind in ("obligations", "routes", "wordings") for one in getattr(law, kind)}


def _reference(one: ReferenceEntry | LinkEntry | DatedValue) -> list[str]:
    return [one.text, one.confidence, one.article or "", one.address or ""]


def _parameter(one: ParameterEntry) -> dict[str, object]:
    return {
        "id": one.id,
        "label": [one.label, one.label_en],
        "unit": one.unit,
        "tax": one.tax,
        "day": one.day,
        "touches": list(one.touches),
        "pending": one.pending == "yes",
        "note": one.note or "",
        "values": [
            {
                "starts": value.starts.isoformat(),
                "ends": None if value.ends is None else value.ends.isoformat(),
                "value": None if value.value is None else str(value.value),
                "version": value.version,
                "reference": _reference(value),
                "verified_on": value.verified_on.isoformat(),
                "known_from": None if value.known_from is None else value.known_from.isoformat(),
                "note": value.note or "",
            }
            for value in one.values
        ],
    }


def _card_words(criteria: Iterable[CriterionFile], gates: Iterable[GateFile]) -> dict[str, dict[str, Any]]:
    """The French words of the cards: short labels apart from the pages."""
    labels: dict[str, Any] = {}
    asks: dict[str, Any] = {}
    pages: dict[str, Any] = {}
    for card in criteria:
        labels[card.id] = card.label
        pages[card.id] = {
            "about": card.about,
            "examples": [one.say for one in card.examples],
            "why": {q.id: q.why for q in card.questions if q.why},
        }
        for question in card.questions:
            labels[f"{card.id}.{question.id}"] = question.label
            if question.reads:
                asks.setdefault(question.reads, question.ask)
    for gate in gates:
        labels[gate.id] = gate.label
        pages[gate.id] = {
            "about": gate.about,
            "examples": [one.say for one in gate.examples],
            "links": {f"{chain.id}.{link.id}": link.says for chain in gate.chains for link in chain.links},
        }
        asks |= gate.asks or {}
    return {"labels": labels, "asks": asks, "card_pages": pages}
