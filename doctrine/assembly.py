"""One need and the index → a case for the engine, or diagnostics: the only place where files and the pure core meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from doctrine.diagnostics import Diagnostic, in_order
from doctrine.index import Index
from doctrine.law.ruleset import resolve
from doctrine.loading.need_file import LoadedNeed, Vocabulary, checked, read_need
from doctrine.model.case import Case, Policy
from doctrine.model.need import Need
from doctrine.sources.buyer import frameworks_laid_over, laid_over, own_candidates
from doctrine.sources.catalogue import candidates, frameworks


@dataclass(frozen=True, slots=True)
class Assembled:
    """A case ready to be evaluated, or None with what is wrong; `function` is the index's section of the need's function."""

    case: Case | None
    loaded: LoadedNeed
    function: Mapping[str, Any]


def assemble(data: bytes, file: str, index: Index, *, presumptions: bool = True, unknown: Policy = "careful") -> Assembled:
    """Read one need and lay it over the catalogue; `unknown` says how marks that are intervals rank."""
    loaded = read_need(data, file)
    written = loaded.need or loaded.partial
    vocabulary = vocabulary_of(index, "" if written is None else written.function)
    function = vocabulary.function
    cpv = index.section("cpv") if written is not None and written.cpv else {}
    loaded = checked(loaded, vocabulary, cpv)
    if loaded.need is None or loaded.document is None or not function:
        return Assembled(None, loaded, function)
    own, wrong = _own(loaded, vocabulary)
    if wrong:
        loaded = replace(loaded, diagnostics=in_order([*loaded.diagnostics, *wrong]))
    if loaded.need is None or not loaded.usable:
        return Assembled(None, loaded, function)
    case = _case(loaded.need, loaded, index, function, own, presumptions=presumptions)
    return Assembled(case._replace(unknown=unknown), loaded, function)


def vocabulary_of(index: Index, function: str) -> Vocabulary:
    """What a need of this function may name; only what is common when the function is unknown."""
    functions, common = index.section("functions"), index.section("common")
    known = index.section("frameworks")
    gates = tuple(card["id"] for card in index.section("rules")["gates"])
    own = index.section(f"function:{function}") if function in functions else {}
    return Vocabulary(functions, common, own, {**known["bodies"], **known["frameworks"]}, gates)


def _case(need: Need, loaded: LoadedNeed, index: Index, function: Mapping[str, Any], own: Iterable[Any], *, presumptions: bool) -> Case:
    lists = index.section("lists")
    replaced = {entry.id for entry in need.candidates}
    known = [one for one in candidates(function["candidates"], lists) if one.id not in replaced]
    found = laid_over((*known, *own_candidates(own)), need.findings, loaded.finding_values, need.on)
    services = laid_over(candidates(function["services"], lists), need.findings, loaded.finding_values, need.on)
    return Case(
        need,
        tuple(sorted(found, key=lambda one: one.id)),
        {one.id: one for one in (*services, *found)},
        frozenset(function["functions"]),
        resolve(index.section("rules"), need.on),
        loaded.bounds,
        presumptions,
        frameworks_laid_over(frameworks(index.section("frameworks")), need.findings, loaded.finding_values, need.on),
    )


def _own(loaded: LoadedNeed, vocabulary: Vocabulary) -> tuple[list[tuple[Any, Any]], list[Diagnostic]]:
    """The candidates the buyer wrote, their facts read with the function's own vocabulary."""
    need, document = loaded.need, loaded.document
    if need is None or document is None or not need.candidates:
        return [], []
    from doctrine.loading.catalogue_files import stated_facts  # only for candidates the buyer writes

    taxonomy = _taxonomy(need.function, vocabulary)
    found: list[tuple[Any, Any]] = []
    wrong: list[Diagnostic] = []
    for position, entry in enumerate(need.candidates):
        named = entry if entry.functions else entry._replace(functions=(need.function,))
        facts, diagnostics = stated_facts(document, ("candidates", position), named, taxonomy, (need.function,))
        found.append((named, facts))
        wrong.extend(diagnostics)
    return found, wrong


def _taxonomy(function: str, vocabulary: Vocabulary) -> Any:
    """The vocabulary of one function in the form that reads statements."""
    from doctrine.loading.catalogue_files import Taxonomy
    from doctrine.model.catalogue import Words
    from doctrine.model.catalogue_files import FactDefinition, FunctionDefinition

    def labels(section: Mapping[str, Any]) -> dict[str, Words]:
        return {key: Words(label[0], label[1]) for key, label in section.items()}

    def facts(section: Mapping[str, Any]) -> dict[str, FactDefinition]:
        return {key: FactDefinition(one["kind"], one["fr"], one["en"], None, tuple(one["values"])) for key, one in section.items()}

    own, common = vocabulary.function, vocabulary.common
    definition = FunctionDefinition(function, function, capabilities=labels(own["capabilities"]), facts=facts(own["facts"]))
    return Taxonomy({function: definition}, labels(common["capabilities"]), facts(common["facts"]))
