"""Decisions to review: an example sealed after its findings were completed, then spoiled in one way at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"

Tree = dict[str, Any]


@cache
def _tree(name: str) -> Tree:
    from doctrine.loading.yaml_reader import read
    from doctrine.record.parts import tree_of

    path = EXAMPLES / f"{name}.need.yaml"
    document, _ = read(path.read_bytes(), path.name)
    assert document is not None
    found: Tree = tree_of(document)
    return found


def example(name: str) -> Tree:
    """The need of an example, to change freely."""
    return copy.deepcopy(_tree(name))


def finding(candidate: str, key: str, value: Any, proof: str = "documented", source: str = "réponse écrite", **more: str) -> Tree:
    """One finding of the buyer; a key with a hyphen is a capability, as `recording` is."""
    kind = "capability" if "-" in key or key == "recording" else "fact"
    return {"candidate": candidate, kind: key, "value": value, "proof": proof, "when": "2026-11-24", "source": source} | more


def sound() -> Tree:
    """Visio retained, everything the answer stands on documented this autumn, from two sources, and the opinions given."""
    need = example("visio-retenu")
    need["findings"] += [
        finding("visio", "status", "production", source="contrat de service"),
        finding("visio", "guest-access", "yes", proof="tested", source="essai du 24 novembre"),
        finding("visio", "hosting_service", "outscale-iaas", source="contrat de service"),
        finding("visio", "data_location", ["FR"], source="contrat de service"),
        finding("visio", "eligible_buyers", [{"kind": "central_state"}], source="contrat de service"),
    ]
    need["opinions"] = [{"by": "ambassador", "opinion": "favorable", "when": "2026-11-20", "source": "courriel du 20 novembre"}]
    return need


#: Every question that a criterion reads, with its best and its worst value.
MARKED = {
    "foreign_law": ("none", "direct"),
    "substitution": ("free", "hard"),
    "technology_mastery": ("own", "dependent"),
    "security_approval": ("yes", "no"),
    "iso27001": ("yes", "no"),
    "audit-log": ("yes", "no"),
    "self-hosting": ("yes", "no"),
    "support_contract": ("yes", "no"),
    "french-support": ("yes", "no"),
    "live-captions": ("yes", "no"),
    "recording": ("yes", "no"),
}

WEIGHTS = (
    "business_performance",
    "sovereignty",
    "security",
    "cost",
    "availability",
    "reversibility",
    "maintenance",
    "interoperability",
    "durability",
)


def weights(reason: str = "Choix du comité d’achat, séance du 10 novembre", **values: int) -> Tree:
    """Weights, those not named at zero."""
    return {"reason": reason, "values": {name: str(values.get(name, 0)) for name in WEIGHTS}}


def two(visio: dict[str, str], other: dict[str, str]) -> Tree:
    """Two shared services that fit, with the marks given: fact → value, all documented; weights on three criteria."""
    need = sound()
    need["weights"] = weights(business_performance=30, sovereignty=30, security=40)
    need["findings"] += [
        finding("apps-bigbluebutton", "status", "production", source="contrat de service"),
        finding("apps-bigbluebutton", "guest-access", "yes", proof="tested", source="essai du 24 novembre"),
        finding("apps-bigbluebutton", "max_participants", "200", source="contrat de service"),
        finding("apps-bigbluebutton", "opens_on", "2027-04-01", source="contrat de service"),
        finding("apps-bigbluebutton", "hosted_by", "state", source="contrat de service"),
        finding("apps-bigbluebutton", "data_location", ["FR"], source="contrat de service"),
        finding("apps-bigbluebutton", "eligible_buyers", [{"kind": "central_state"}], source="contrat de service"),
    ]
    for candidate, marks in (("visio", visio), ("apps-bigbluebutton", other)):
        need["findings"] += [finding(candidate, key, value, source="relevé de notes") for key, value in marks.items()]
    return need


def best(*but: str) -> dict[str, str]:
    """The best value of every question read, the worst for those named."""
    return {key: values[key in but] for key, values in MARKED.items()}


def sealed(need: Tree, folder: Path, name: str = "decision") -> Path:
    """The file of the decision of a need, sealed in a folder."""
    from doctrine.assembly import assemble
    from doctrine.evaluation import evaluate
    from doctrine.index import open_index
    from doctrine.record.decision import render
    from doctrine.record.parts import need_file, tree_of
    from doctrine.record.seal import seal

    data = need_file(need)
    assembled = assemble(data, "need.yaml", open_index())
    assert assembled.case is not None, [(one.code, one.values) for one in assembled.loaded.diagnostics]
    assert assembled.loaded.document is not None
    decision = seal(assembled.case, tree_of(assembled.loaded.document), evaluate(assembled.case), need_file=data)
    path = folder / f"{name}.json"
    path.write_bytes(render(decision))
    return path


def assembled(need: Tree) -> Any:
    """The case that a need makes."""
    from doctrine.assembly import assemble
    from doctrine.index import open_index
    from doctrine.record.parts import need_file

    found = assemble(need_file(need), "need.yaml", open_index())
    assert found.case is not None, [(one.code, one.values) for one in found.loaded.diagnostics]
    return found.case


def reviewed(need: Tree, today: str | None = None) -> list[Any]:
    """The weaknesses of the decision of a need."""
    from datetime import date

    from doctrine.analysis.review import review
    from doctrine.evaluation import evaluate

    case = assembled(need)
    return list(review(case, evaluate(case), date.fromisoformat(today) if today else case.need.on))


Spoil = Callable[[Tree], None]
