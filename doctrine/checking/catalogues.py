"""What is found in a catalogue folder: its files read together, then its entries beside those of the bundled catalogue."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from doctrine.checking.found import Found, of_diagnostic
from doctrine.checks import of_family
from doctrine.diagnostics import Diagnostic, Place
from doctrine.loading.catalogue_files import Catalogue, load_catalogue
from doctrine.model.catalogue import CandidateEntry
from doctrine.model.catalogue_files import BodyEntry, FrameworkEntry
from doctrine.model.checks import CatalogueEntry, CatalogueSubject
from doctrine.resources import catalogue_folder


def check_catalogue(folder: str, wanted: frozenset[str], today: date) -> list[Found]:
    """All that is found in the files `wanted` of one catalogue folder; the bundled catalogue is read with it."""
    own = Path(folder)
    bundled = own.resolve() == catalogue_folder().resolve()
    catalogue = load_catalogue([own] if bundled else [catalogue_folder(), own])
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
    for check in of_family("catalogue"):
        for hit in check.find(subject):
            name = str(hit.at[0])
            place = placed(catalogue.places.get(name, Place("")))
            if place is not None:
                where = "|".join((name, *(f"{key}={value}" for key, value in sorted(hit.values.items()))))
                found.append(Found(check.id, "catalogue", check.severity, place, where, dict(hit.values), hit.variant))
    return found


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
