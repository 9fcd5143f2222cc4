"""What is found in a catalogue folder: its files read together, then its entries beside those of the bundled catalogue."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path

from doctrine.checking.found import Found, of_diagnostic
from doctrine.checks import of_family
from doctrine.diagnostics import Diagnostic, Place
from doctrine.loading.catalogue_files import Catalogue, load_catalogue
from doctrine.loading.files import read_bytes
from doctrine.loading.nodes import Document, Scalar, Sequence, at
from doctrine.loading.shape import place_of
from doctrine.loading.source import excerpt
from doctrine.loading.yaml_reader import CATALOGUE_LIMITS, read
from doctrine.model.catalogue import CandidateEntry
from doctrine.model.catalogue_files import BodyEntry, FrameworkEntry
from doctrine.model.checks import CatalogueEntry, CatalogueSubject
from doctrine.resources import catalogue_folder


def check_catalogue(folder: str, wanted: frozenset[str], today: date, others: Iterable[str] = ()) -> list[Found]:
    """All that is found in the files `wanted` of one catalogue folder; the bundled catalogue is read with it, and other folders."""
    own = Path(folder)
    before = [one for one in (catalogue_folder(), *map(Path, others)) if one.resolve() != own.resolve()]
    catalogue = load_catalogue([*before, own])
    prefix = f"{own.name}/"

    def placed(place: Place) -> Place | None:
        if not place.file.startswith(prefix):
            return None
        name = os.path.normpath(os.path.join(folder, place.file.removeprefix(prefix)))
        return Place(name, place.line, place.column, place.end_column) if name in wanted else None

    found = []
    for one in catalogue.diagnostics:
        place = placed(one.place)
        if place is not None:
            found.append(of_diagnostic(Diagnostic(one.code, place, one.severity, one.values, one.excerpt)))
    subject = _subject(catalogue, prefix, today)
    written = Written(wanted)
    for check in of_family("catalogue"):
        for hit in check.find(subject):
            place, line = written.place(hit.at)
            if place is not None:
                where = "|".join((str(hit.at[0]), *(f"{key}={value}" for key, value in sorted(hit.values.items()))))
                found.append(Found(check.id, "catalogue", check.severity, place, where, dict(hit.values), hit.variant, line))
    return found


class Written:
    """Where the entries of some files stand, and their facts, sources and lines: read only when something was found."""

    def __init__(self, names: Iterable[str]) -> None:
        """Keep the names of the files."""
        self._names = sorted(names)

    @cached_property
    def _entries(self) -> dict[str, tuple[Document, tuple[str | int, ...]]]:
        found: dict[str, tuple[Document, tuple[str | int, ...]]] = {}
        for name in self._names:
            data = read_bytes(name, CATALOGUE_LIMITS.size)
            document = None if isinstance(data, Diagnostic) else read(data, name, CATALOGUE_LIMITS)[0]
            if document is None:
                continue
            for section in ("candidates", "bodies", "frameworks"):
                for place, identifier in enumerate(_texts(document, (section,), "id")):
                    found.setdefault(identifier, (document, (section, place)))
            listed = at(document.root, ("id",))
            if isinstance(listed, Scalar):
                found.setdefault(listed.text, (document, ()))
        return found

    def place(self, route: tuple[str | int, ...]) -> tuple[Place | None, str | None]:
        """The place that a hit names (an entry, then `fact`, `source`, `carries` or `candidate` and which), with its line, else None."""
        name, *rest = (str(step) for step in route)
        if name not in self._entries:
            return None, None
        document, entry = self._entries[name]
        below = _below(document, entry, *rest) if len(rest) == 2 else ()
        place = place_of(document.root, (*entry, *(below or ("id",))))
        return place, excerpt(document.lines, place)


def _below(document: Document, entry: tuple[str | int, ...], what: str, which: str) -> tuple[str | int, ...]:
    """The route from an entry to what a hit names in it; empty when it is not found there."""
    match what:
        case "carries":
            carried = at(document.root, (*entry, "carries"))
            items = carried.items if isinstance(carried, Sequence) else ()
            return next((("carries", place) for place, one in enumerate(items) if isinstance(one, Scalar) and one.text == which), ())
        case "candidate":
            named = _texts(document, (*entry, "entries"), "candidate")
            return next((("entries", place, "candidate") for place, one in enumerate(named) if one == which), ())
    for key in ("fact", "capability"):
        for place, one in enumerate(_texts(document, (*entry, "facts"), key)):
            if one == which:
                source = at(document.root, (*entry, "facts", place, "source"))
                if what == "source" and isinstance(source, Scalar):
                    return ("sources", source.text)
                return ("facts", place, key)
    return ()


def _texts(document: Document, route: tuple[str | int, ...], key: str) -> list[str]:
    """The texts of one key in each item of a list; empty where an item does not have it."""
    found = at(document.root, route)
    items = found.items if isinstance(found, Sequence) else ()
    texts = [at(item, (key,)) for item in items]
    return [one.text if isinstance(one, Scalar) else "" for one in texts]


def _subject(catalogue: Catalogue, prefix: str, today: date) -> CatalogueSubject:
    entries: dict[str, CandidateEntry | BodyEntry | FrameworkEntry] = {}
    entries |= catalogue.candidates
    entries |= catalogue.bodies
    entries |= catalogue.frameworks
    own = frozenset(name for name, place in catalogue.places.items() if place.file.startswith(prefix))
    made = {name: _entry(catalogue, name, entry) for name, entry in entries.items()}
    return CatalogueSubject(made, catalogue.lists, own, frozenset(catalogue.candidates), today)


def _entry(catalogue: Catalogue, name: str, entry: CandidateEntry | BodyEntry | FrameworkEntry) -> CatalogueEntry:
    facts = tuple(
        (
            one.key,
            one.value,
            one.entry.as_of or one.source.as_of,
            one.source.publisher,
            one.source.address is not None or one.source.title is not None,
        )
        for one in catalogue.facts.get(name, ())
        if one.value is not None
    )
    step = entry.step if isinstance(entry, CandidateEntry) else type(entry).__name__
    provider = entry.provider if isinstance(entry, CandidateEntry) else ""
    carries = entry.carries if isinstance(entry, FrameworkEntry) else ()
    return CatalogueEntry(name, step, entry.name, provider, carries, facts)
