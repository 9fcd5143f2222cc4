"""What is found in one file: it is read for what it is, then each check of its families looks at it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from doctrine.checking.found import Found, of_diagnostic
from doctrine.checking.kinds import TABLES, YAML, Kind
from doctrine.checks import of_family
from doctrine.checks.doc117_split_across import Part, part_of
from doctrine.diagnostics import Diagnostic, Place
from doctrine.documents import SUFFIXES
from doctrine.index import Index
from doctrine.law.ruleset import resolve
from doctrine.loading.need_file import Vocabulary, sound_need
from doctrine.loading.nodes import Document, Scalar, at
from doctrine.loading.plain import PlainPlaces, read_plain
from doctrine.loading.shape import place_of
from doctrine.loading.source import excerpt
from doctrine.loading.yaml_reader import NEED_LIMITS, read
from doctrine.model.checks import Check, Hit, Names, NeedSubject, Passage
from doctrine.model.need import Need, Waiver
from doctrine.model.rules import Ruleset


class Read(NamedTuple):
    """What one file gave: its findings, the waivers it holds, and what is kept of a need to look at it beside the others."""

    found: list[Found]
    waivers: tuple[Waiver, ...] = ()
    part: Part | None = None


class Tools:
    """What the checks of a whole run share: the index, the rules of each day, the names of the catalogue, the day of the run."""

    def __init__(self, index: Index, today: date) -> None:
        """Keep the index and the day; the rest is made when it is first needed."""
        self.index = index
        self.today = today
        self._rules: dict[date, Ruleset] = {}
        self._names: Names | None = None
        self._vocabularies: dict[str, Vocabulary] = {}
        self._worded: dict[tuple[str, str], tuple[tuple[Check, Hit], ...]] = {}

    def rules(self, day: date) -> Ruleset:
        """The rules of one day."""
        if day not in self._rules:
            self._rules[day] = resolve(self.index.section("rules"), day)
        return self._rules[day]

    def vocabulary(self, function: str) -> Vocabulary:
        """What a need of this function may name."""
        from doctrine.assembly import vocabulary_of

        if function not in self._vocabularies:
            self._vocabularies[function] = vocabulary_of(self.index, function)
        return self._vocabularies[function]

    @cached_property
    def cpv(self) -> Mapping[str, str]:
        """The CPV codes and their check digits."""
        found: Mapping[str, str] = self.index.section("cpv")
        return found

    @property
    def names(self) -> Names:
        """The names that a requirement should not impose."""
        if self._names is None:
            from doctrine.checks._names import names

            self._names = names(self.index)
        return self._names

    def wording(self, passage: Passage) -> tuple[tuple[Check, Hit], ...]:
        """What the wording checks find in a requirement; the same sentence is read once for all files that hold it."""
        key = (passage.text, passage.article_31)
        if key not in self._worded:
            if len(self._worded) > _SENTENCES:
                self._worded.clear()
            self._worded[key] = tuple(_hits("wording", passage))
        return self._worded[key]


_SENTENCES = 20_000


def check_file(name: str, data: bytes, kind: Kind, tools: Tools) -> Read:
    """All that is found in one file."""
    match kind:
        case "need":
            return _need(name, data, tools)
        case "document":
            return Read(list(_document(name, data, tools)))
        case "grid":
            return Read(list(_grid(name, data)))
        case "csf":
            from doctrine.grids.csf_sheets import editions, read_sheet

            return Read([of_diagnostic(one) for one in read_sheet(data, name, editions()).diagnostics])
        case "decision":
            from doctrine.checking.decisions import check_decision

            return Read(check_decision(name, data, tools))
        case _:
            return Read([])


def _hits(family: str, subject: Any) -> Iterator[tuple[Check, Hit]]:
    for check in of_family(family):
        for hit in check.find(subject):
            yield check, hit


def _need(name: str, data: bytes, tools: Tools) -> Read:
    """A need: what the reader refuses, what its own checks find, and the wording of its requirements."""
    from doctrine.assembly import assemble

    sound = sound_need(data, tools.vocabulary, tools.cpv)
    if sound is not None:
        hits = list(_need_hits(sound, tools))
        plain = PlainPlaces(data, name) if hits else None
        found = [] if plain is None else [_found(check, hit, *_located(plain, hit)) for check, hit in hits]
        return Read(found, sound.waivers, part_of(_subject(sound, tools), name))
    loaded = assemble(data, name, tools.index).loaded
    found = [of_diagnostic(one) for one in loaded.diagnostics]
    need, written = loaded.need, loaded.document
    if need is None or written is None:
        return Read(found)
    places = StrictPlaces(written)
    found += [_found(check, hit, *_located(places, hit)) for check, hit in _need_hits(need, tools)]
    return Read(found, need.waivers, part_of(_subject(need, tools), name))


def _subject(need: Need, tools: Tools) -> NeedSubject:
    return NeedSubject(need, tools.rules(need.on), tools.today)


def found_beside(check: Check, hit: Hit, name: str, data: bytes) -> Found:
    """What was found in a need by looking at it beside others: its file, read again, gives the place."""
    if read_plain(data) is not None:
        return _found(check, hit, *_located(PlainPlaces(data, name), hit))
    document, _ = read(data, name, NEED_LIMITS)
    if document is None:  # changed since it was checked
        return _found(check, hit, Place(name), None, "/".join(str(step) for step in hit.at))
    return _found(check, hit, *_located(StrictPlaces(document), hit))


def _need_hits(need: Need, tools: Tools) -> Iterator[tuple[Check, Hit]]:
    """Its own checks, then the wording of its requirements."""
    yield from _hits("need", _subject(need, tools))
    article_31 = _article_31(need)
    for place, wanted in enumerate(need.requirements):
        for check, hit in tools.wording(Passage(wanted.text, tools.names, "requirement", article_31)):
            yield check, hit._replace(at=("requirements", place, "text"))


def _article_31(need: Need) -> Any:
    from doctrine.criteria.sensitivity import sensitivity

    return sensitivity(need.buyer, need.data).answer


def _found(check: Check, hit: Hit, place: Place, line: str | None, where: str) -> Found:
    return Found(check.id, check.family, check.severity, place, where, dict(hit.values), hit.variant, line)


class Places(Protocol):
    """Where the routes of one file stand."""

    lines: tuple[str, ...]

    def place(self, route: Iterable[str | int]) -> Place:
        """The place of a route."""

    def scalar(self, route: Iterable[str | int]) -> str | None:
        """The text of a scalar."""


class StrictPlaces:
    """The places that the strict reader kept."""

    def __init__(self, document: Document) -> None:
        """Keep the document."""
        self.lines = document.lines
        self._root = document.root

    def place(self, route: Iterable[str | int]) -> Place:
        """The place of a route."""
        return place_of(self._root, route)

    def scalar(self, route: Iterable[str | int]) -> str | None:
        """The text of a scalar."""
        node = at(self._root, route)
        return node.text if isinstance(node, Scalar) else None


def _located(places: Places, hit: Hit) -> tuple[Place, str | None, str]:
    """A route of keys as a place; the words of a text within its line when they are written there as they are read."""
    place = places.place(hit.at)
    where = "/".join(str(step) for step in hit.at)
    text = places.scalar(hit.at) if hit.span is not None else None
    if hit.span is not None and text is not None:
        words = text[hit.span[0] : hit.span[1]]
        where += f"|{text}|{words}"
        column = places.lines[place.line - 1].find(words, place.column - 1)
        if words and column >= 0:
            place = Place(place.file, place.line, column + 1, column + 1 + len(words))
    return place, excerpt(places.lines, place), where


def _document(name: str, data: bytes, tools: Tools) -> Iterator[Found]:
    from doctrine.documents import passages, read_document

    document, refused = read_document(data, name)
    yield from (of_diagnostic(one) for one in refused)
    if document is None:
        return
    for paragraph, passage in passages(document, tools.names):
        for check, hit in _hits("wording", passage):
            start, end = hit.span or (0, len(passage.text))
            place = paragraph.place(name, start, end)
            found = _found(check, hit, place, excerpt(document.lines, place), f"{passage.text}|{passage.text[start:end]}")
            yield found._replace(paragraph=paragraph.number, page=paragraph.page) if document.unit == "paragraph" else found


def _grid(name: str, data: bytes) -> Iterator[Found]:
    from doctrine.grids.reading import grid_of
    from doctrine.model.grid import At

    loaded = grid_of(data, name)
    yield from (of_diagnostic(one) for one in loaded.diagnostics)
    if loaded.grid is None:
        return
    for check, hit in _hits("method", loaded.grid):
        place = loaded.place(At(*_cell(hit.at))) if hit.at else Place(name)
        line = excerpt(loaded.lines, place) if loaded.lines and place.line else None
        yield _found(check, hit, place, line, "/".join(str(step) for step in hit.at))._replace(sheet=loaded.sheet)


def _cell(at_cell: tuple[str | int, ...]) -> Iterable[int]:
    return (step for step in at_cell if isinstance(step, int))


def unread(name: str) -> list[Found]:
    """A file named on the command line, of a type that nothing here reads."""
    types = ", ".join((*YAML, ".json", *TABLES, *SUFFIXES))
    return [of_diagnostic(Diagnostic("DOC183", Place(name), values={"name": os.path.basename(name), "types": types}))]


def refusals(diagnostics: Iterable[Diagnostic]) -> list[Found]:
    """Files that cannot be opened."""
    return [of_diagnostic(one) for one in diagnostics]
