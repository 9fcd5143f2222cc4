"""A need file read whole: strict YAML, its shape, then what must agree across its parts. Every diagnostic at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from doctrine.diagnostics import Diagnostic, in_order, refused
from doctrine.loading.nodes import Document, Scalar, at
from doctrine.loading.plain import read_plain
from doctrine.loading.shape import place_of, shape, shape_of_plain
from doctrine.loading.values import kinds_of, read_value
from doctrine.loading.yaml_reader import NEED_LIMITS, read
from doctrine.model.case import Comparison
from doctrine.model.facts import FactValue
from doctrine.model.need import Finding, Need, Requirement
from doctrine.model.priorities import PrioritiesRefused, read_priorities
from doctrine.model.scalars import Refused, nearest

Path = tuple[str | int, ...]

#: What stands for the parts no need can do without while the rest of a wrong file is checked; never evaluated.
_STAND_INS: dict[str, object] = {"format": "need/1", "id": "x", "title": "x", "on": "2000-01-01", "buyer": {"kind": "central_state"}}

#: The highest level of the European grid of cloud sovereignty.
SEALS = 4
_BOUNDS = ("at_least", "at_most", "equals", "one_of")


@dataclass(slots=True)
class Vocabulary:
    """What a need may name, from the index: functions, and for its own function candidates, capabilities and facts."""

    functions: Mapping[str, Any]
    common: Mapping[str, Any]
    function: Mapping[str, Any] = field(default_factory=dict)
    frameworks: Mapping[str, Any] = field(default_factory=dict)
    gates: tuple[str, ...] = ()

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of every capability and fact that may be asked or stated."""
        own = self.function
        return kinds_of(self.common["capabilities"], self.common["facts"]) | (kinds_of(own["capabilities"], own["facts"]) if own else {})

    def values(self, key: str) -> list[str]:
        """The words a fact may take."""
        for section in (self.function, self.common):
            if section and key in section["facts"]:
                return list(section["facts"][key]["values"])
        return []

    @property
    def candidates(self) -> dict[str, str]:
        """The candidates of the function and the services they rest on: id → name."""
        own = self.function
        return {one["id"]: one["name"] for one in (*own["candidates"], *own["services"])} if own else {}


@dataclass(slots=True)
class LoadedNeed:
    """A need, its document, the values of its findings by place, the bounds of its requirements; diagnostics sorted.

    `partial` is what can still be checked of a need whose shape is wrong; it is never evaluated.
    """

    document: Document | None
    need: Need | None
    diagnostics: list[Diagnostic]
    finding_values: dict[int, FactValue] = field(default_factory=dict)
    bounds: dict[str, Comparison] = field(default_factory=dict)
    partial: Need | None = None

    @property
    def usable(self) -> bool:
        """Whether the need can be evaluated."""
        return self.need is not None and not refused(self.diagnostics)


def read_need(data: bytes, file: str) -> LoadedNeed:
    """The file's own content: YAML and shape. `checked` then compares it with what the catalogue knows."""
    document, found = read(data, file, NEED_LIMITS)
    if document is None:
        return LoadedNeed(None, None, in_order(found))
    shaped = shape(document, Need, _STAND_INS)
    return LoadedNeed(document, shaped.value, in_order([*found, *shaped.diagnostics]), partial=shaped.partial)


def checked(loaded: LoadedNeed, vocabulary: Vocabulary, cpv: Mapping[str, str]) -> LoadedNeed:
    """The same need with its parts compared: names that exist, values of the right kind, dates in order, weights that weigh."""
    need = loaded.need or loaded.partial
    if loaded.document is None or need is None:
        return loaded
    check = _Check(loaded.document, need, vocabulary)
    check.function()
    if vocabulary.function:
        check.requirements()
        check.findings()
        check.names()
    if loaded.need is not None:
        check.dates()
    check.weights()
    check.codes(cpv)
    found = check.found if loaded.need is not None else [one for one in check.found if one.code not in _FOLLOWING]
    return LoadedNeed(loaded.document, loaded.need, in_order([*loaded.diagnostics, *found]), check.values, check.bounds)


#: Digits that an editor would take for a number: said as a warning, with its place.
_BARE_SIRET = re.compile(rb"siret[\"']?\s*:\s*\d")


class _Unsound(Exception):
    """Something is to be said of a need: it must be read again with places."""


def sound_need(data: bytes, vocabulary_of: Callable[[str], Vocabulary], cpv: Mapping[str, str]) -> Need | None:
    """A need of which there is nothing to say, read without places; None when the strict reader should look.

    `vocabulary_of` gives the vocabulary of a function, or one without a function when it is unknown.
    """
    plain = read_plain(data)
    need = None if plain is None else shape_of_plain(plain, Need)
    if need is None or plain is None or need.candidates or _BARE_SIRET.search(data):
        return None
    check = _Check(None, need, vocabulary_of(need.function))
    try:
        check.everything(cpv)
    except _Unsound:
        return None
    return need


#: What a part already refused would make seem wrong elsewhere: said only when the shape of the file is right.
_FOLLOWING = frozenset({"DOC082", "DOC086", "DOC098", "DOC100"})


class _Check:
    """One pass over a need; each method adds what it finds."""

    def __init__(self, document: Document | None, need: Need, vocabulary: Vocabulary) -> None:
        self.document = document
        self.need = need
        self.vocabulary = vocabulary
        self.kinds = vocabulary.kinds
        self.found: list[Diagnostic] = []
        self.values: dict[int, FactValue] = {}
        self.bounds: dict[str, Comparison] = {}

    def everything(self, cpv: Mapping[str, str]) -> None:
        """All parts of a need whose shape is right."""
        self.function()
        if self.vocabulary.function:
            self.requirements()
            self.findings()
            self.names()
        self.dates()
        self.weights()
        self.codes(cpv)

    def say(self, code: str, path: Path, severity: Any = "error", **values: str) -> None:
        if self.document is None:
            raise _Unsound
        place = place_of(self.document.root, path)
        self.found.append(self.document.diagnostic(code, place, values, severity=severity))

    def function(self) -> None:
        if self.need.function not in self.vocabulary.functions:
            names = {name: name for name in self.vocabulary.functions}
            for name, one in self.vocabulary.functions.items():
                for said in (one["fr"], one["en"], *one["synonyms"]["fr"], *one["synonyms"]["en"]):
                    names.setdefault(str(said).casefold(), name)
            near = nearest(self.need.function.replace("-", " "), tuple(names)) or nearest(self.need.function, tuple(names))
            self.say("DOC080", ("function",), text=self.need.function, near=names.get(near, ""))

    def requirements(self) -> None:
        seen: dict[str, int] = {}
        for index, wanted in enumerate(self.need.requirements):
            path: Path = ("requirements", index)
            if wanted.id in seen:
                if self.document is None:
                    raise _Unsound
                first = place_of(self.document.root, ("requirements", seen[wanted.id], "id"))
                place = place_of(self.document.root, (*path, "id"))
                self.found.append(self.document.diagnostic("DOC081", place, {"id": wanted.id}, related=(first,)))
            seen.setdefault(wanted.id, index)
            self._requirement(path, wanted)

    def _requirement(self, path: Path, wanted: Requirement) -> None:
        given = [name for name in _BOUNDS if getattr(wanted, name) is not None]
        if (wanted.capability is None) == (wanted.fact is None):
            self.say("DOC082", path)
            return
        key = wanted.capability or wanted.fact or ""
        word = "capability" if wanted.capability else "fact"
        if key not in self.kinds or (wanted.capability and self.kinds[key] != "yes_no"):
            self._unknown_key((*path, word), key)
            return
        if wanted.capability:
            if given:
                self.say("DOC087", (*path, given[0]), key=given[0])
            return
        if len(given) != 1:
            self.say("DOC088", path, key=key)
            return
        operator, kind = given[0], self.kinds[key]
        if operator in ("at_least", "at_most") and kind not in ("number", "date"):
            self.say("DOC089", (*path, operator), key=key, operator=operator)
            return
        bound = getattr(wanted, operator).data
        single = {"words": "word", "texts": "text", "countries": "country"}.get(kind, kind)
        try:
            if operator == "one_of":
                items = bound if isinstance(bound, list) else [bound]
                if not items:
                    self.say("DOC088", (*path, operator), key=key)
                    return
                value: object = tuple(read_value(item, single, self.vocabulary.values(key)) for item in items)
            else:
                value = read_value(bound, kind, self.vocabulary.values(key))
        except Refused as refused_value:
            self.say(refused_value.code, (*path, operator), **({"key": key} | refused_value.values))
            return
        self.bounds[wanted.id] = Comparison(operator, value)

    def _unknown_key(self, path: Path, key: str) -> None:
        self.say("DOC083", path, key=key, near=nearest(key, tuple(self.kinds)))

    def findings(self) -> None:
        known = self.vocabulary.candidates | {one.id: one.name for one in self.need.candidates}
        known |= {name: one["name"] for name, one in self.vocabulary.frameworks.items()}
        requirements = {wanted.id for wanted in self.need.requirements}
        for index, finding in enumerate(self.need.findings):
            path: Path = ("findings", index)
            if finding.candidate not in known:
                self.say("DOC086", (*path, "candidate"), text=finding.candidate, near=nearest(finding.candidate, tuple(known)))
            self._finding(index, path, finding, requirements)

    def _finding(self, index: int, path: Path, finding: Finding, requirements: set[str]) -> None:
        said = [name for name in ("fact", "capability", "rejected") if getattr(finding, name) is not None]
        if len(said) != 1:
            self.say("DOC098", path)
            return
        if finding.rejected is not None:
            if finding.rejected not in requirements and finding.rejected not in self.vocabulary.gates:
                choices = (*self.vocabulary.gates, *sorted(requirements))
                self.say(
                    "DOC072",
                    (*path, "rejected"),
                    key="rejected",
                    text=finding.rejected,
                    choices=", ".join(choices),
                    near=nearest(finding.rejected, choices),
                )
            if finding.reason is None:
                self.say("DOC051", path, key="reason")
            return
        key = finding.fact or finding.capability or ""
        if key not in self.kinds:
            self._unknown_key((*path, said[0]), key)
            return
        if finding.value is None:
            self.say("DOC051", path, key="value")
            return
        try:
            self.values[index] = read_value(finding.value.data, self.kinds[key], self.vocabulary.values(key))
        except Refused as refused_value:
            self.say(refused_value.code, (*path, "value"), **({"key": key} | refused_value.values))

    def names(self) -> None:
        """Candidates, requirements and gates that other parts name."""
        known = self.vocabulary.candidates | {one.id: one.name for one in self.need.candidates}
        requirements = tuple(wanted.id for wanted in self.need.requirements)
        for index, adaptation in enumerate(self.need.adaptations):
            path: Path = ("adaptations", index)
            if adaptation.candidate not in known:
                self.say("DOC086", (*path, "candidate"), text=adaptation.candidate, near=nearest(adaptation.candidate, tuple(known)))
            if adaptation.requirement not in requirements:
                self.say("DOC086", (*path, "requirement"), text=adaptation.requirement, near=nearest(adaptation.requirement, requirements))
        for index, derogation in enumerate(self.need.derogations):
            path = ("derogations", index)
            if derogation.gate not in self.vocabulary.gates:
                self.say(
                    "DOC072",
                    (*path, "gate"),
                    key="gate",
                    text=derogation.gate,
                    choices=", ".join(self.vocabulary.gates),
                    near=nearest(derogation.gate, self.vocabulary.gates),
                )
            if derogation.end < self.need.on:
                self.say("DOC099", (*path, "end"), "warning", end=derogation.end.isoformat(), on=self.need.on.isoformat())
        seen: set[str] = set()
        for index, entry in enumerate(self.need.candidates):
            if entry.id in seen:
                self.say("DOC081", ("candidates", index, "id"), id=entry.id)
            seen.add(entry.id)

    def dates(self) -> None:
        need = self.need
        if need.needed_by is not None and need.needed_by < need.on:
            self.say("DOC076", ("needed_by",), day=need.needed_by.isoformat(), other=need.on.isoformat())
        for name in ("derogations", "waivers"):
            for index, one in enumerate(getattr(need, name)):
                if one.end < one.start:
                    self.say("DOC077", (name, index, "end"), day=one.end.isoformat(), other=one.start.isoformat())
        for index, search in enumerate(need.searched):
            if search.when > need.on:
                self.say("DOC078", ("searched", index, "when"), "warning", day=search.when.isoformat(), other=need.on.isoformat())

    def weights(self) -> None:
        need = self.need
        if need.weights is not None and need.priorities:
            self.say("DOC094", ("priorities",))
        if need.weights is not None:
            weighing = {name: value for name, value in need.weights.values._asdict().items() if value > 0}
            scored = any(wanted.level == "should" for wanted in need.requirements)
            if not weighing or (not scored and set(weighing) == {"business_performance"}):
                self.say("DOC079", ("weights", "values"))
        if need.priorities:
            try:
                read_priorities(need.priorities)
            except PrioritiesRefused as error:
                index = need.priorities.index(error.texts[-1])
                self.say(error.code, ("priorities", index), conflict=" ; ".join(error.texts))
        for index, floor in enumerate(need.floors):
            on_criterion, on_grid = (floor.criterion, floor.points), (floor.seal, floor.edition)
            if (None in on_criterion and None in on_grid) or any(one is not None for one in on_criterion) == any(
                one is not None for one in on_grid
            ):
                self.say("DOC100", ("floors", index))
            elif floor.seal is not None and floor.seal > SEALS:
                self.say("DOC100", ("floors", index, "seal"))
            elif floor.points is not None and floor.points > 100:
                self.say("DOC060", ("floors", index, "points"), text=str(floor.points))
        if need.acceptance is not None and need.acceptance.points > 100:
            self.say("DOC060", ("acceptance", "points"), text=str(need.acceptance.points))

    def codes(self, cpv: Mapping[str, str]) -> None:
        """CPV codes that exist, with their own check digit; a SIRET written without quotes."""
        for index, code in enumerate(self.need.cpv):
            digits, _, key = code.partition("-")
            if digits not in cpv:
                self.say("DOC071", ("cpv", index), text=code)
            elif key and cpv[digits] and key != cpv[digits]:
                self.say("DOC047", ("cpv", index), text=code, meant=f"{digits}-{cpv[digits]}")
        if self.document is None:
            return  # a SIRET without quotes is never read without places
        node = at(self.document.root, ("buyer", "siret"))
        if isinstance(node, Scalar) and node.plain and self.need.buyer.siret is not None:
            self.say("DOC052", ("buyer", "siret"), "warning", text=node.text)
