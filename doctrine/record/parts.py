"""The parts of a decision: a case and its recommendation as plain JSON, and back.

`need` is the buyer's own document: every word as it was written. The other parts are what the engine received and answered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from doctrine.diagnostics import Place
from doctrine.loading.nodes import Document, Node, Scalar, Sequence
from doctrine.loading.nodes import Mapping as MappingNode
from doctrine.loading.shape import shape
from doctrine.model.case import Case, Comparison, Policy
from doctrine.model.facts import Candidate, Framework
from doctrine.model.need import Need
from doctrine.model.rules import CriterionCard, GateCard, LegalValue, ObligationRule, RouteRule, Ruleset, WordingRule
from doctrine.model.verdicts import Recommendation, WeightsUsed
from doctrine.record.codec import Unreadable, decode, encode

#: What the engine received, then what it answered.
INPUTS = ("need", "candidates", "services", "frameworks", "functions", "bounds", "parameters", "law", "cards")
ANSWERS = ("weights", "result")

#: Characters that a YAML reader takes for a line end or refuses unescaped; JSON texts may hold them as they are.
_ESCAPED = re.compile("[\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ue000-\uf8ff\ufeff\ufff9-\uffff\U00010000-\U0010ffff]")
_NOWHERE = Place("")
_MOST_LEVELS = 64


class Parameters(NamedTuple):
    """Legal values in force on the day of the need, and which had not been verified for long."""

    values: Mapping[str, LegalValue]
    dates: Mapping[str, date]
    stale: tuple[str, ...] = ()


class Law(NamedTuple):
    """Routes, obligations and lawful wordings."""

    routes: tuple[RouteRule, ...]
    obligations: tuple[ObligationRule, ...]
    wordings: tuple[WordingRule, ...]


class Cards(NamedTuple):
    """The cards of criteria and gates."""

    criteria: tuple[CriterionCard, ...]
    gates: tuple[GateCard, ...]


def input_parts(tree: Any, case: Case) -> dict[str, Any]:
    """What the engine receives for one case, `tree` being the need's document."""
    rules = case.rules
    own = {one.id for one in case.candidates}
    others = tuple(sorted((one for one in case.services.values() if one.id not in own), key=lambda one: one.id))
    return {
        "need": tree,
        "candidates": encode(tuple[Candidate, ...], case.candidates),
        "services": encode(tuple[Candidate, ...], others),
        "frameworks": encode(tuple[Framework, ...], case.frameworks),
        "functions": encode(frozenset[str], case.functions),
        "bounds": encode(Mapping[str, Comparison], case.bounds),
        "parameters": encode(Parameters, Parameters(rules.values, rules.dates, rules.stale)),
        "law": encode(Law, Law(rules.routes, rules.obligations, rules.wordings)),
        "cards": encode(Cards, Cards(rules.criteria, rules.gates)),
    }


def answer_parts(recommendation: Recommendation) -> dict[str, Any]:
    """What the engine answered, candidates by their id."""
    result = encode(Recommendation, recommendation, referring=True)
    return {"weights": result.pop("weights"), "result": result}


_HINTS: Mapping[str, Any] = {
    "candidates": tuple[Candidate, ...],
    "services": tuple[Candidate, ...],
    "frameworks": tuple[Framework, ...],
    "functions": frozenset[str],
    "bounds": Mapping[str, Comparison],
    "parameters": Parameters,
    "law": Law,
    "cards": Cards,
    "weights": WeightsUsed,
}


def read_part(name: str, data: Any) -> Any:
    """The value of one part, but for the result, which refers to candidates. Raises Unreadable, the part first in its path."""
    try:
        return read_tree(data) if name == "need" else decode(_HINTS[name], data)
    except Unreadable as wrong:
        raise wrong.under(name) from None


def case_of(part: Callable[[str], Any], *, presumptions: bool, unknown: Policy = "careful") -> Case:
    """The case that was judged, from its parts as read."""
    need: Need = part("need")
    candidates: tuple[Candidate, ...] = part("candidates")
    parameters: Parameters = part("parameters")
    law: Law = part("law")
    cards: Cards = part("cards")
    rules = Ruleset(
        need.on,
        cards.criteria,
        cards.gates,
        parameters.values,
        parameters.dates,
        law.routes,
        law.obligations,
        law.wordings,
        parameters.stale,
    )
    services = {one.id: one for one in (*part("services"), *candidates)}
    return Case(need, candidates, services, part("functions"), rules, part("bounds"), presumptions, part("frameworks"), unknown)


def recommendation_of(parts: Mapping[str, Any], candidates: tuple[Candidate, ...]) -> Recommendation:
    """The answer that was sealed. Raises Unreadable."""
    found: Recommendation
    try:
        found = decode(Recommendation, {**parts["result"], "weights": parts["weights"]}, {one.id: one for one in candidates})
    except Unreadable as wrong:
        raise wrong.under("result") from None
    return found


def tree_of(document: Document) -> Any:
    """A document as objects, lists and texts: each scalar as it was written, an empty one as null."""
    return _tree(document.root)


def _tree(node: Node) -> Any:
    match node:
        case MappingNode(entries=entries):
            return {key.text: _tree(child) for key, child in entries}
        case Sequence(items=items):
            return [_tree(item) for item in items]
        case _:
            return None if node.plain and node.text in ("", "~", "null", "Null", "NULL") else node.text


def document_of(tree: Any) -> Document:
    """A sealed tree as a document without places: what the reading of needs takes. Raises Unreadable."""
    return Document(_node(tree, _MOST_LEVELS), (), "")


def _node(tree: Any, levels: int) -> Node:
    if tree is None:
        return Scalar("", True, _NOWHERE)
    if type(tree) is str:
        return Scalar(tree, False, _NOWHERE)
    if type(tree) is list and levels:
        return Sequence(tuple(_node(item, levels - 1) for item in tree), _NOWHERE)
    if type(tree) is dict and levels:
        return MappingNode(tuple((Scalar(key, False, _NOWHERE), _node(item, levels - 1)) for key, item in tree.items()), _NOWHERE)
    raise Unreadable("type")


def read_tree(tree: Any) -> Need:
    """The need of a sealed document. Raises Unreadable when this version does not read it any more."""
    shaped = shape(document_of(tree), Need)
    if shaped.value is None:
        one = shaped.diagnostics[0]
        kind = "unknown" if one.code == "DOC050" else "missing" if one.code == "DOC051" else "type"
        raise Unreadable(kind, *([one.values["key"]] if one.values.get("key") else []))
    return shaped.value


def need_file(tree: Any, on: date | None = None) -> bytes:
    """A sealed need as a file that the ordinary reader reads, for another day when one is given.

    On a day past the one when the need was to be met, it is taken as needed that very day.
    """
    dated = dict(tree)
    if on is not None:
        day = dated["on"] = on.isoformat()
        if isinstance(needed := tree.get("needed_by"), str) and needed < day:
            dated["needed_by"] = day
    text = json.dumps(dated, ensure_ascii=False, indent=1)
    return (_ESCAPED.sub(_escape, text) + "\n").encode()


def _escape(found: re.Match[str]) -> str:
    point = ord(found[0])
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"
