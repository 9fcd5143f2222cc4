"""Cards, legal values and words read from the package's own YAML, with the same strict reader as everything else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from doctrine.diagnostics import Diagnostic, Place, refused
from doctrine.loading.files import read_bytes
from doctrine.loading.nodes import Document, Scalar, at, value
from doctrine.loading.shape import Shaped, place_of, shape
from doctrine.loading.yaml_reader import CATALOGUE_LIMITS, read
from doctrine.model.card_files import CriterionFile, GateFile
from doctrine.model.law_files import ObligationEntry, ObligationsFile, RouteEntry, RoutesFile, WordingEntry, WordingsFile
from doctrine.model.parameter_files import ParametersFile
from doctrine.model.scalars import nearest

T = TypeVar("T")


def load_cards(folder: Path) -> tuple[list[CriterionFile], list[GateFile], list[Diagnostic]]:
    """Every card of a folder, criteria and gates, and what is wrong with them."""
    criteria: list[CriterionFile] = []
    gates: list[GateFile] = []
    found: list[Diagnostic] = []
    for path in sorted(folder.glob("*.yaml")):
        document, wrong = _document(path)
        found.extend(wrong)
        if document is None:
            continue
        written = at(document.root, ["format"])
        if isinstance(written, Scalar) and written.text == "gate/1":
            _kept(document, GateFile, gates, found)
        else:
            _kept(document, CriterionFile, criteria, found)
    return criteria, gates, found


def load_parameters(folder: Path) -> tuple[list[ParametersFile], list[Diagnostic]]:
    """Every file of legal values, checked: no overlap of dates, a tax basis for each amount."""
    files: list[ParametersFile] = []
    found: list[Diagnostic] = []
    for path in sorted(folder.glob("*.yaml")):
        document, wrong = _document(path)
        found.extend(wrong)
        if document is None:
            continue
        before = len(files)
        _kept(document, ParametersFile, files, found)
        for file in files[before:]:
            found.extend(_wrong_dates(document, file))
    return files, found


def _wrong_dates(document: Document, file: ParametersFile) -> list[Diagnostic]:
    """Two values in force on one day, a value that ends before it starts, an amount without its tax basis."""
    found = []
    for index, parameter in enumerate(file.parameters):
        path: list[str | int] = ["parameters", index]
        node = at(document.root, path)
        place = node.place if node is not None else Place(document.file)
        if parameter.unit == "EUR" and parameter.tax is None:
            found.append(document.diagnostic("DOC095", place, {"id": parameter.id}))
        for number, one in enumerate(parameter.values):
            spot = at(document.root, [*path, "values", number])
            where = spot.place if spot is not None else place
            if (one.value is None) == (one.version is None):
                found.append(document.diagnostic("DOC097", where, {"id": parameter.id}))
            if one.ends is not None and one.ends < one.starts:
                found.append(document.diagnostic("DOC096", where, {"id": parameter.id}))
            for other in parameter.values[:number]:
                if one.starts <= (other.ends or one.starts) and other.starts <= (one.ends or other.starts):
                    found.append(document.diagnostic("DOC096", where, {"id": parameter.id}))
    return found


class LawFiles(NamedTuple):
    """Everything the law files hold, and where each entry stands: (kind, id) → its place and line."""

    obligations: list[ObligationEntry]
    routes: list[RouteEntry]
    wordings: list[WordingEntry]
    places: dict[tuple[str, str], Diagnostic]


def load_law(folder: Path) -> tuple[LawFiles, list[Diagnostic]]:
    """Obligations, routes and lawful wordings; an id used twice is refused."""
    found: list[Diagnostic] = []
    files = LawFiles([], [], [], {})
    kinds: tuple[tuple[str, Any, list[Any]], ...] = (
        ("obligations", ObligationsFile, files.obligations),
        ("routes", RoutesFile, files.routes),
        ("wordings", WordingsFile, files.wordings),
    )
    for name, kind, into in kinds:
        for path in sorted((folder / name).glob("*.yaml")):
            document, wrong = _document(path)
            found.extend(wrong)
            if document is None:
                continue
            shaped: Shaped[Any] = shape(document, kind)
            found.extend(shaped.diagnostics)
            if shaped.value is not None:
                found.extend(_placed(files, document, name, getattr(shaped.value, name), into))
    return files, found


def _placed(files: LawFiles, document: Document, kind: str, entries: tuple[Any, ...], into: list[Any]) -> list[Diagnostic]:
    """Keep the entries of one file with their places; the second of one id is refused."""
    found = []
    for index, entry in enumerate(entries):
        spot = document.diagnostic("DOC081", place_of(document.root, (kind, index, "id")), {"id": entry.id})
        if (kind, entry.id) in files.places:
            found.append(spot)
            continue
        files.places[kind, entry.id] = spot
        into.append(entry)
    return found


def unknown_names(files: LawFiles, parameters: dict[str, str]) -> list[Diagnostic]:
    """Names of legal values, days, routes and duties that nothing defines; `parameters` gives the unit of each legal value."""
    found = []
    routes = {one.id for one in files.routes} | {"direct", "competitive", "contract"}
    duties = {one.id for one in files.obligations}

    def wrong(kind: str, owner: str, name: str, known: Iterable[str]) -> None:
        spot = files.places[kind, owner]
        found.append(Diagnostic("DOC086", spot.place, values={"text": name, "near": nearest(name, tuple(known))}, excerpt=spot.excerpt))

    for one in files.obligations:
        for name in (one.when.value_at_least, one.when.value_below, one.when.project_at_least):
            if name and name != "ccp.formalise_fs" and name not in parameters:
                wrong("obligations", one.id, name, parameters)
        for day in (one.when.since, one.when.until):
            if day and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) and parameters.get(day) != "date":
                wrong("obligations", one.id, day, parameters)
        for name in one.when.route:
            if name not in routes:
                wrong("obligations", one.id, name, routes)
    for route in files.routes:
        for name in route.duties:
            if name not in duties:
                wrong("routes", route.id, name, duties)
    return found


def load_words(folder: Path) -> tuple[dict[str, dict[str, Any]], list[Diagnostic]]:
    """The words of one language: sections of all files of the folder, merged by name."""
    sections: dict[str, dict[str, Any]] = {}
    found: list[Diagnostic] = []
    for path in sorted(folder.glob("*.yaml")):
        document, wrong = _document(path)
        found.extend(wrong)
        if document is None:
            continue
        data = value(document.root)
        if isinstance(data, dict):
            for name, section in data.items():
                if isinstance(section, dict):
                    sections.setdefault(name, {}).update(section)
    return sections, found


def _document(path: Path) -> tuple[Document | None, list[Diagnostic]]:
    data = read_bytes(path, CATALOGUE_LIMITS.size)
    if isinstance(data, Diagnostic):
        return None, [data]
    document, found = read(data, path.name, CATALOGUE_LIMITS)
    return (None if refused(found) else document), found


def _kept(document: Document, kind: type[T], into: list[T], found: list[Diagnostic]) -> None:
    shaped = shape(document, kind)
    found.extend(shaped.diagnostics)
    if shaped.value is not None:
        into.append(shaped.value)
