"""Cards, legal values and words read from the package's own YAML, with the same strict reader as everything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from doctrine.diagnostics import Diagnostic, Place, refused
from doctrine.loading.files import read_bytes
from doctrine.loading.nodes import Document, Scalar, at, value
from doctrine.loading.shape import Shaped, place_of, shape
from doctrine.loading.yaml_reader import CATALOGUE_LIMITS, read
from doctrine.model.card_files import CriterionFile, GateFile
from doctrine.model.law_files import ObligationEntry, ObligationsFile, RouteEntry, RoutesFile, WordingEntry, WordingsFile
from doctrine.model.parameter_files import ParameterEntry, ParametersFile
from doctrine.model.scalars import DAY, Refused, nearest

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
    seen: dict[str, Place] = {}
    for path in sorted(folder.glob("*.yaml")):
        document, wrong = _document(path)
        found.extend(wrong)
        if document is None:
            continue
        before = len(files)
        _kept(document, ParametersFile, files, found)
        for file in files[before:]:
            found.extend(_wrong_dates(document, file))
            found.extend(_twice(document, file, seen))
    return files, found


def _twice(document: Document, file: ParametersFile, seen: dict[str, Place]) -> list[Diagnostic]:
    """The second legal value of one id, in any file: the mistake of copying the neighbour and forgetting its name."""
    found = []
    for index, parameter in enumerate(file.parameters):
        place = place_of(document.root, ("parameters", index, "id"))
        if parameter.id in seen:
            found.append(document.diagnostic("DOC081", place, {"id": parameter.id}, related=(seen[parameter.id],)))
        seen.setdefault(parameter.id, place)
    return found


def _wrong_dates(document: Document, file: ParametersFile) -> list[Diagnostic]:
    """Two values in force on one day, a value that ends before it starts, an amount without its tax basis."""
    found = []
    for index, parameter in enumerate(file.parameters):
        path: list[str | int] = ["parameters", index]
        node = at(document.root, path)
        place = node.place if node is not None else Place(document.file)
        if parameter.unit == "EUR" and parameter.tax is None:
            found.append(document.diagnostic("DOC095", place, {"id": parameter.id}))
        if not parameter.values:
            found.append(document.diagnostic("DOC097", place, {"id": parameter.id}))
        for number, one in enumerate(parameter.values):
            spot = at(document.root, [*path, "values", number])
            where = spot.place if spot is not None else place
            if (one.value is None) == (one.version is None) or (parameter.unit in ("date", "version")) != (one.version is not None):
                found.append(document.diagnostic("DOC097", where, {"id": parameter.id}))
            if parameter.unit == "date" and one.version is not None and not parameter_pending(parameter) and not _is_day(one.version):
                found.append(document.diagnostic("DOC061", where, {"text": one.version, "key": parameter.id}))
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


def parameter_pending(parameter: ParameterEntry) -> bool:
    """Whether a legal value belongs to a text that is not in force."""
    return parameter.pending == "yes"


def _is_day(text: str) -> bool:
    try:
        DAY.parse(text, True)
    except Refused:
        return False
    return True


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


def unknown_names(files: LawFiles, parameters: Mapping[str, ParameterEntry], functions: Iterable[str]) -> list[Diagnostic]:
    """Names of legal values, days, routes, duties and functions that nothing defines, or that are not of the kind asked.

    A threshold is an amount on the right tax basis (excluding VAT for a value, including for a project), in force; a day is a
    day, or a date that is not pending.
    """
    found = []
    usable = {name: one for name, one in parameters.items() if not parameter_pending(one)}
    amounts = {tax: [name for name, one in usable.items() if one.unit == "EUR" and one.tax == tax] for tax in ("excluded", "included")}
    dates = [name for name, one in usable.items() if one.unit == "date"]
    known: dict[str, list[str]] = {
        "value": [*amounts["excluded"], "ccp.formalise_fs"],
        "project": amounts["included"],
        "date": dates,
        "route": [*(one.id for one in files.routes), "direct", "competitive", "contract"],
        "duty": [one.id for one in files.obligations],
        "function": list(functions),
    }

    def check(kind: str, owner: str, name: str | None, among: str) -> None:
        if name and name not in known[among] and not (among == "date" and _is_day(name)):
            spot = files.places[kind, owner]
            near = nearest(name, tuple(known[among]))
            found.append(Diagnostic("DOC086", spot.place, values={"text": name, "near": near}, excerpt=spot.excerpt))

    for one in files.obligations:
        check("obligations", one.id, one.when.value_at_least, "value")
        check("obligations", one.id, one.when.value_below, "value")
        check("obligations", one.id, one.when.project_at_least, "project")
        check("obligations", one.id, one.when.since, "date")
        check("obligations", one.id, one.when.until, "date")
        for name in one.when.route:
            check("obligations", one.id, name, "route")
        for name in one.when.function:
            check("obligations", one.id, name, "function")
    for route in files.routes:
        for name in route.duties:
            check("routes", route.id, name, "duty")
    for kind, entries in (("obligations", files.obligations), ("routes", files.routes), ("wordings", files.wordings)):
        for entry in cast(list[Any], entries):
            if not entry.references:
                spot = files.places[kind, entry.id]
                found.append(Diagnostic("DOC051", spot.place, values={"key": "references"}, excerpt=spot.excerpt))
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
