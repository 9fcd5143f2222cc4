"""Decisions to verify: the examples sealed once for the run, and what changes them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = tuple(path for path in sorted((ROOT / "examples").glob("*.need.yaml")) if path.name != "erreurs.need.yaml")
FIXTURES = Path(__file__).parent / "fixtures"


@cache
def evaluated(path: Path) -> tuple[Any, Any, Any]:
    """The case, the tree and the recommendation of one need."""
    from doctrine.assembly import assemble
    from doctrine.evaluation import evaluate
    from doctrine.index import open_index
    from doctrine.record.parts import tree_of

    assembled = assemble(path.read_bytes(), path.name, open_index())
    assert assembled.case is not None
    assert assembled.loaded.document is not None
    return assembled.case, tree_of(assembled.loaded.document), evaluate(assembled.case)


@cache
def sealed(path: Path) -> bytes:
    """The bytes of the decision of one need."""
    from doctrine.record.decision import render
    from doctrine.record.seal import seal

    case, tree, recommendation = evaluated(path)
    return render(seal(case, tree, recommendation, need_file=path.read_bytes()))


VISIO = ROOT / "examples" / "visio-retenu.need.yaml"
PARTS = (
    "need",
    "candidates",
    "services",
    "frameworks",
    "functions",
    "bounds",
    "parameters",
    "law",
    "cards",
    "weights",
    "result",
    "objects",
)


def verify(data: bytes) -> Any:
    """What verifying these bytes finds, with nothing kept from another file."""
    from doctrine.record.reading import Library
    from doctrine.record.verify import verified

    return verified(data, "decision.json", Library())


def span(data: bytes, part: str) -> tuple[int, int]:
    """Where the value of a part stands in the file."""
    start = data.index(f'\n"{part}":'.encode()) + len(part) + 4
    end = data.index(b"\n", start)
    return start, end - data[:end].endswith(b",")


def rebuilt(data: bytes, change: Any) -> bytes:
    """The file after `change` on its JSON value, digests left as they were."""
    import json

    whole = json.loads(data)
    change(whole)
    return json.dumps(whole, ensure_ascii=False).encode()


def resealed(data: bytes, change: Any) -> bytes:
    """A decision whose parts were changed by somebody who then computed all digests again."""
    import json

    from doctrine.record.decision import STATED, made, render

    whole = json.loads(data)
    change(whole)
    parts = {name: value for name, value in whole["parts"].items() if name != "objects"}
    return render(made({name: whole[name] for name in STATED}, parts))
