"""Editions and sheets of the European grid read and checked: parts of the right edition, positions that exist, weights one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from doctrine.diagnostics import Diagnostic, Place, in_order, refused
from doctrine.loading.files import read_bytes
from doctrine.loading.nodes import Document, key_at
from doctrine.loading.shape import place_of, shape
from doctrine.loading.yaml_reader import CATALOGUE_LIMITS, NEED_LIMITS, read
from doctrine.model.csf import EditionFile, SheetFile
from doctrine.model.scalars import nearest
from doctrine.resources import PACKAGE

#: Weights that are not the edition's are judged, not refused: the level does not depend on them.
_JUDGED = frozenset({"DOC652", "DOC654", "DOC659"})


class LoadedSheet(NamedTuple):
    """One sheet and its edition, None when it cannot be used; diagnostics sorted."""

    file: str
    document: Document | None
    sheet: SheetFile | None
    edition: EditionFile | None
    diagnostics: list[Diagnostic]


def editions() -> dict[str, EditionFile]:
    """Every dated edition by its id, oldest first. Raises ValueError on a broken file: they are shipped with the program."""
    found: dict[str, EditionFile] = {}
    for path in sorted((PACKAGE / "grids" / "csf").glob("*.yaml")):
        data = read_bytes(path, CATALOGUE_LIMITS.size)
        document = None if isinstance(data, Diagnostic) else read(data, path.name, CATALOGUE_LIMITS)[0]
        edition = None if document is None else shape(document, EditionFile).value
        if edition is None:
            raise ValueError(path.name)
        found[edition.id] = edition
    return found


def load_sheet(path: str, known: Mapping[str, EditionFile]) -> LoadedSheet:
    """One sheet from the disk."""
    data = read_bytes(path, NEED_LIMITS.size)
    if isinstance(data, Diagnostic):
        return LoadedSheet(path, None, None, None, [data])
    return read_sheet(data, path, known)


def read_sheet(data: bytes, file: str, known: Mapping[str, EditionFile]) -> LoadedSheet:
    """One sheet from its bytes; every diagnostic at once. Wrong weights leave it usable."""
    document, found = read(data, file)
    if document is None:
        return LoadedSheet(file, None, None, None, found)
    shaped = shape(document, SheetFile)
    found = [*found, *shaped.diagnostics]
    sheet = shaped.value
    if sheet is None:
        return LoadedSheet(file, document, None, None, in_order(found))
    edition = known.get(sheet.edition)
    if edition is None:
        near = nearest(sheet.edition, tuple(known))
        place = place_of(document.root, ("edition",))
        found.append(document.diagnostic("DOC650", place, {"text": sheet.edition, "near": near, "known": ", ".join(known)}))
        return LoadedSheet(file, document, None, None, in_order(found))
    found.extend(_Check(document, sheet, edition, known).all())
    usable = not refused(one for one in found if one.code not in _JUDGED)
    return LoadedSheet(file, document, sheet if usable else None, edition if usable else None, in_order(found))


def mixed(sheets: Iterable[LoadedSheet]) -> list[Diagnostic]:
    """Why sheets may not stand side by side: one diagnostic for each whose edition is not that of the first."""
    usable = [one for one in sheets if one.sheet is not None and one.document is not None]
    found = []
    for one in usable[1:]:
        first = usable[0]
        if one.sheet and first.sheet and one.document and first.document and one.sheet.edition != first.sheet.edition:
            place = place_of(one.document.root, ("edition",))
            values = {"edition": one.sheet.edition, "other": first.sheet.edition, "file": first.file}
            found.append(one.document.diagnostic("DOC656", place, values))
    return found


class _Check:
    """What must agree between a sheet and its edition."""

    def __init__(self, document: Document, sheet: SheetFile, edition: EditionFile, known: Mapping[str, EditionFile]) -> None:
        self.document = document
        self.sheet = sheet
        self.edition = edition
        self.known = known
        self.objectives = {one.id: one for one in edition.objectives}
        self.criteria = {one.id: one for objective in edition.objectives for one in objective.criteria}

    def all(self) -> Iterator[Diagnostic]:
        """Every diagnostic."""
        yield from self._parts()
        yield from self._names()
        yield from self._positions()
        yield from self._weights()

    def _say(self, code: str, place: Place, **values: str) -> Diagnostic:
        return self.document.diagnostic(code, place, {"edition": self.edition.id, **values})

    def _key(self, *path: str) -> Place:
        key = key_at(self.document.root, path)
        return key.place if key is not None else place_of(self.document.root, path)

    def _parts(self) -> Iterator[Diagnostic]:
        """Answers belong to an edition whose table is known, results by objective to one whose table is not."""
        part = "objectives" if self.criteria else "answers"
        if getattr(self.sheet, part) is not None:
            other = [one.id for one in self.known.values() if any(each.criteria for each in one.objectives) != bool(self.criteria)]
            right = "answers" if self.criteria else "objectives"
            yield self._say("DOC653", self._key(part), part=part, right=right, other=", ".join(other))

    def _names(self) -> Iterator[Diagnostic]:
        """Criteria and objectives that the edition has."""
        parts = self.criteria or self.objectives
        for part, known in (("answers", self.criteria), ("objectives", self.objectives), ("weights", self.objectives), ("proofs", parts)):
            for name in getattr(self.sheet, part) or {}:
                if known and name not in known:
                    small = {one.casefold(): one for one in known}
                    yield self._say("DOC651", self._key(part, name), text=name, near=small.get(nearest(name, tuple(small)), ""))

    def _positions(self) -> Iterator[Diagnostic]:
        for name, answer in (self.sheet.answers or {}).items():
            criterion = self.criteria.get(name)
            if criterion is not None and answer is not None and answer > len(criterion.seals):
                place = place_of(self.document.root, ("answers", name))
                yield self._say("DOC655", place, text=str(answer), key=name, count=str(len(criterion.seals)))

    def _weights(self) -> Iterator[Diagnostic]:
        """Compared one by one: an equal total is no excuse, and two swapped weights are named."""
        given = self.sheet.weights
        if given is None:
            return
        absent = [name for name in self.objectives if name not in given]
        if absent:
            yield self._say("DOC659", self._key("weights"), names=", ".join(absent))
        right = {name: one.weight for name, one in self.objectives.items()}
        wrong = [name for name in right if name in given and given[name] != right[name]]
        other = next((one.id for one in self.known.values() if one.id != self.edition.id and _same(one, given)), None)
        if wrong and other is not None:
            yield self._say("DOC657", self._key("weights"), other=other)
            return
        pairs = swaps(given, right, wrong)
        for first, second in pairs:
            values = {"first": first, "second": second, "first_weight": _text(given[first]), "second_weight": _text(given[second])}
            place = place_of(self.document.root, ("weights", first))
            other_place = place_of(self.document.root, ("weights", second))
            related = () if other_place.line == place.line else (other_place,)
            yield self.document.diagnostic("DOC652", place, {"edition": self.edition.id, **values}, related=related)
        for name in wrong:
            if not any(name in pair for pair in pairs):
                place = place_of(self.document.root, ("weights", name))
                yield self._say("DOC654", place, name=name, given=_text(given[name]), right=_text(right[name]))


def swaps(given: Mapping[str, Decimal], right: Mapping[str, Decimal], wrong: list[str]) -> list[tuple[str, str]]:
    """The pairs of objectives, among those whose weight is wrong, that each carry the weight of the other."""
    found: list[tuple[str, str]] = []
    left = list(wrong)
    while left:
        first = left.pop(0)
        second = next((name for name in left if given[first] == right[name] and given[name] == right[first]), None)
        if second is not None:
            left.remove(second)
            found.append((first, second))
    return found


def _same(edition: EditionFile, given: Mapping[str, Decimal]) -> bool:
    return all(given.get(one.id) == one.weight for one in edition.objectives)


def _text(weight: Decimal) -> str:
    return format(weight.normalize(), "f")
