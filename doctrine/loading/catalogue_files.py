"""A catalogue folder read whole: every file checked, every diagnostic kept, entries of later folders replacing earlier ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from doctrine.diagnostics import Diagnostic, Place
from doctrine.loading.files import read_bytes
from doctrine.loading.nodes import Document, Scalar, at
from doctrine.loading.shape import place_of, shape
from doctrine.loading.values import kinds_of, read_value
from doctrine.loading.yaml_reader import CATALOGUE_LIMITS, read
from doctrine.model.catalogue import CandidateEntry, FactEntry, HintEntry, SourceEntry, Words
from doctrine.model.catalogue_files import (
    BodyEntry,
    CandidatesFile,
    FactDefinition,
    FrameworkEntry,
    FrameworksFile,
    FunctionDefinition,
    FunctionsFile,
    QualificationsFile,
)
from doctrine.model.facts import FactValue
from doctrine.model.scalars import Refused, nearest

T = TypeVar("T")
Entry = CandidateEntry | BodyEntry | FrameworkEntry


@dataclass(slots=True)
class Taxonomy:
    """Functions, and the capabilities and facts one may state or ask for each of them."""

    functions: dict[str, FunctionDefinition] = field(default_factory=dict)
    capabilities: dict[str, Words] = field(default_factory=dict)
    facts: dict[str, FactDefinition] = field(default_factory=dict)

    def family(self, function: str) -> tuple[str, ...]:
        """A function, the wholes it is a part of, and its own parts: a capability of any of them may be asked."""
        wholes = [whole for whole, definition in self.functions.items() if function in definition.parts]
        own = self.functions.get(function)
        return (function, *wholes, *(own.parts if own else ()))

    def keys(self, functions: Iterable[str]) -> dict[str, str]:
        """The kind of every key that candidates of these functions may state."""
        found = kinds_of(self.capabilities, {key: {"kind": one.kind} for key, one in self.facts.items()})
        for function in functions:
            for name in self.family(function):
                definition = self.functions.get(name)
                if definition is not None:
                    found |= kinds_of(
                        definition.capabilities or {}, {key: {"kind": one.kind} for key, one in (definition.facts or {}).items()}
                    )
        return found

    def definition(self, key: str, functions: Iterable[str]) -> FactDefinition | None:
        """The definition of a fact for these functions."""
        for function in functions:
            for name in self.family(function):
                own = self.functions.get(name)
                if own is not None and own.facts and key in own.facts:
                    return own.facts[key]
        return self.facts.get(key)


@dataclass(frozen=True, slots=True)
class StatedFact:
    """One fact or hint of an entry with its value read and its source resolved."""

    entry: FactEntry | HintEntry
    key: str
    value: FactValue | None
    source: SourceEntry


@dataclass(slots=True)
class Catalogue:
    """Everything the folders hold, by id."""

    taxonomy: Taxonomy = field(default_factory=Taxonomy)
    candidates: dict[str, CandidateEntry] = field(default_factory=dict)
    bodies: dict[str, BodyEntry] = field(default_factory=dict)
    frameworks: dict[str, FrameworkEntry] = field(default_factory=dict)
    lists: dict[str, QualificationsFile] = field(default_factory=dict)
    facts: dict[str, tuple[StatedFact, ...]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def catalogue_files(folder: Path) -> list[Path]:
    """The YAML files of a catalogue folder, functions first, in a fixed order."""
    found = sorted(path for path in folder.rglob("*.yaml") if path.is_file())
    return sorted(found, key=lambda path: (path.name != "functions.yaml", path.relative_to(folder).as_posix()))


def load_catalogue(folders: Iterable[Path]) -> Catalogue:
    """Read catalogue folders in order; an entry of a later folder replaces the one of the same id."""
    catalogue = Catalogue()
    documents: list[tuple[Document, Path]] = []
    for folder in folders:
        own: dict[str, Place] = {}
        for path in catalogue_files(folder):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            document = _document(path, name, catalogue.diagnostics)
            if document is not None:
                documents.append((document, path))
                _file(catalogue, document, own)
        catalogue.places |= own
    _check_functions(catalogue)
    return catalogue


def _document(path: Path, name: str, diagnostics: list[Diagnostic]) -> Document | None:
    data = read_bytes(path, CATALOGUE_LIMITS.size)
    if isinstance(data, Diagnostic):
        diagnostics.append(data)
        return None
    document, found = read(data, name, CATALOGUE_LIMITS)
    diagnostics.extend(found)
    return document


_FORMATS: dict[str, type[object]] = {
    "functions/1": FunctionsFile,
    "candidates/1": CandidatesFile,
    "frameworks/1": FrameworksFile,
    "qualifications/1": QualificationsFile,
}


def _file(catalogue: Catalogue, document: Document, own: dict[str, Place]) -> None:
    """Read one file by its `format` and lay it in the catalogue."""
    written = at(document.root, ["format"])
    text = written.text if isinstance(written, Scalar) else ""
    kind = _FORMATS.get(text)
    if kind is None:
        values = {"text": text, "choices": ", ".join(_FORMATS), "near": nearest(text, tuple(_FORMATS)), "key": "format"}
        catalogue.diagnostics.append(document.diagnostic("DOC072", place_of(document.root, ["format"]), values))
        return
    shaped = shape(document, kind)
    catalogue.diagnostics.extend(shaped.diagnostics)
    match shaped.value:
        case FunctionsFile(common=common, functions=functions):
            catalogue.taxonomy.functions |= functions
            catalogue.taxonomy.capabilities |= common.capabilities
            catalogue.taxonomy.facts |= common.facts
        case CandidatesFile(candidates=candidates):
            for index, entry in enumerate(candidates):
                if _first_of_its_id(catalogue, document, own, entry.id, ("candidates", index)):
                    catalogue.candidates[entry.id] = entry
                    named = (*entry.functions, *entry.near)
                    catalogue.facts[entry.id] = _stated(catalogue, document, ("candidates", index), entry, named)
        case FrameworksFile(bodies=bodies, frameworks=frameworks):
            for index, body in enumerate(bodies):
                if _first_of_its_id(catalogue, document, own, body.id, ("bodies", index)):
                    catalogue.bodies[body.id] = body
                    catalogue.facts[body.id] = _stated(catalogue, document, ("bodies", index), body, ())
            for index, framework in enumerate(frameworks):
                if _first_of_its_id(catalogue, document, own, framework.id, ("frameworks", index)):
                    catalogue.frameworks[framework.id] = framework
                    catalogue.facts[framework.id] = _stated(catalogue, document, ("frameworks", index), framework, ())
        case QualificationsFile() as qualifications:
            catalogue.lists[qualifications.id] = qualifications
        case _:
            return


def _first_of_its_id(catalogue: Catalogue, document: Document, own: dict[str, Place], name: str, path: tuple[str | int, ...]) -> bool:
    """Refuse the second entry of one id within one folder."""
    place = place_of(document.root, [*path, "id"])
    if name in own:
        catalogue.diagnostics.append(document.diagnostic("DOC081", place, {"id": name}, related=(own[name],)))
        return False
    own[name] = place
    return True


def _stated(
    catalogue: Catalogue, document: Document, path: tuple[str | int, ...], entry: Entry, functions: Iterable[str]
) -> tuple[StatedFact, ...]:
    """The facts and hints of an entry, values read by kind, sources resolved; what is wrong becomes diagnostics."""
    facts, found = stated_facts(document, path, entry, catalogue.taxonomy, tuple(functions))
    catalogue.diagnostics.extend(found)
    return facts


def stated_facts(
    document: Document, path: tuple[str | int, ...], entry: Entry, taxonomy: Taxonomy, functions: tuple[str, ...]
) -> tuple[tuple[StatedFact, ...], list[Diagnostic]]:
    """Read the facts and hints of one entry; also used for the candidates a buyer writes in a need."""
    known = taxonomy.keys(functions)
    sources = entry.sources or {}
    stated: list[StatedFact] = []
    found: list[Diagnostic] = []
    sections: tuple[tuple[str, tuple[FactEntry | HintEntry, ...]], ...] = (("facts", entry.facts), ("hints", entry.hints))
    for section, statements in sections:
        for index, statement in enumerate(statements):
            at_path = (*path, section, index)
            key = statement.fact or statement.capability
            if key is None or (statement.fact and statement.capability):
                found.append(document.diagnostic("DOC082", place_of(document.root, at_path)))
                continue
            if key not in known:
                where = place_of(document.root, [*at_path, "fact" if statement.fact else "capability"])
                found.append(document.diagnostic("DOC083", where, {"key": key, "near": nearest(key, tuple(known))}))
                continue
            source = sources.get(statement.source)
            if source is None:
                values = {"source": statement.source, "near": nearest(statement.source, tuple(sources))}
                found.append(document.diagnostic("DOC084", place_of(document.root, [*at_path, "source"]), values))
                continue
            value: FactValue | None = None
            if isinstance(statement, FactEntry):
                definition = taxonomy.definition(key, functions)
                try:
                    value = read_value(statement.value.data, known[key], definition.values if definition else ())
                except Refused as refused:
                    where = place_of(document.root, [*at_path, "value"])
                    found.append(document.diagnostic(refused.code, where, {"key": key} | refused.values))
                    continue
            stated.append(StatedFact(statement, key, value, source))
    for name, source in sources.items():
        if (source.address is None) == (source.title is None):
            found.append(document.diagnostic("DOC085", place_of(document.root, [*path, "sources", name]), {"source": name}))
    return tuple(stated), found


def _check_functions(catalogue: Catalogue) -> None:
    """Refuse what names a function, a candidate or a body that does not exist."""
    functions = catalogue.taxonomy.functions
    for entry in catalogue.candidates.values():
        for name in (*entry.functions, *entry.near):
            if name not in functions:
                _unknown_name(catalogue, entry.id, "DOC080", name, functions)
    for framework in catalogue.frameworks.values():
        for name in framework.functions:
            if name not in functions:
                _unknown_name(catalogue, framework.id, "DOC080", name, functions)
        for name in framework.carries:
            if name not in catalogue.candidates:
                _unknown_name(catalogue, framework.id, "DOC086", name, catalogue.candidates)
        if framework.body not in catalogue.bodies:
            _unknown_name(catalogue, framework.id, "DOC086", framework.body, catalogue.bodies)
    for definition in functions.values():
        for part in definition.parts:
            if part not in functions:
                catalogue.diagnostics.append(
                    Diagnostic("DOC080", Place("functions.yaml"), values={"text": part, "near": nearest(part, tuple(functions))})
                )


def _unknown_name(catalogue: Catalogue, entry: str, code: str, name: str, known: Iterable[str]) -> None:
    place = catalogue.places.get(entry, Place(entry))
    catalogue.diagnostics.append(Diagnostic(code, place, values={"text": name, "near": nearest(name, tuple(known))}))
