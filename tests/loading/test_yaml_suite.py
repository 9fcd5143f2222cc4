"""The public YAML test suite: the value it gives, or a refusal that `yaml_suite_refused.txt` announces, never a crash.

Each line of that list is an id and why. A reason that starts with `libyaml` is a disagreement of the parser with the
suite: it accepts an invalid document, refuses a valid one, or misreads a valid one, which is then refused. Any other
reason is a construct that is refused on purpose.
"""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from doctrine.diagnostics import Diagnostic
from doctrine.loading.nodes import Document, value
from doctrine.loading.yaml_reader import read

CHECKOUT = Path(__file__).parents[2]
CASES = CHECKOUT.parent / "shared" / "data" / "yaml-test-suite" / "cases.json"
LIST = Path(__file__).with_name("yaml_suite_refused.txt")
CONSTRUCTS = {
    "a tag": "DOC022",
    "an anchor": "DOC023",
    "a directive": "DOC021",
    "several documents": "DOC020",
    "a list or a mapping as key": "DOC027",
    "an escape that gives a control character": "DOC015",
    "an empty file": "DOC018",
}
ACCEPTS = "libyaml accepts"
REFUSES = ("libyaml refuses", "libyaml misreads")

pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the YAML test suite is not beside this checkout")


@cache
def announced() -> dict[str, str]:
    lines = (line.split(maxsplit=1) for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {case: reason.strip() for case, reason in lines}


def cases() -> list[Any]:
    if not CASES.exists():
        return []
    return [pytest.param(case, id=case["id"]) for case in json.loads(CASES.read_text("utf-8"))]


def answer(case: dict[str, Any]) -> tuple[Document | None, set[str]]:
    document, diagnostics = read(case["yaml"].encode(), case["id"], any_root=True)
    errors: list[Diagnostic] = [one for one in diagnostics if one.severity == "error"]
    assert (document is None) == bool(errors)
    assert all(one.place.line or one.code == "DOC018" for one in errors), "every refusal says where"
    return document, {one.code for one in errors}


def test_the_list_announces_known_cases_for_known_reasons() -> None:
    ids = {case.id for case in cases()}
    assert set(announced()) <= ids
    for case, reason in announced().items():
        assert reason in CONSTRUCTS or reason.startswith((ACCEPTS, *REFUSES)), case


@pytest.mark.parametrize("case", cases())
def test_a_case_has_the_value_of_the_suite_or_the_refusal_that_is_announced(case: dict[str, Any]) -> None:
    document, codes = answer(case)
    reason = announced().get(case["id"])
    if case["error"]:
        assert (document is not None) == (reason is not None and reason.startswith(ACCEPTS))
        return
    if reason is None:
        assert document is not None, codes
        if "json" in case:
            assert value(document.root) == json.loads(case["json"], parse_float=Decimal)
        return
    assert not reason.startswith(ACCEPTS)
    if reason in CONSTRUCTS:
        assert CONSTRUCTS[reason] in codes
    else:
        assert codes
