"""What the report says of weights that a reader would stumble on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NAMES = ("business_performance", "sovereignty", "security", "cost", "availability", "reversibility", "maintenance", "interoperability")
NEED = """\
format: need/1
id: x
title: X
on: 2026-12-01
buyer: {{kind: central_state}}
function: video-conference
weights: {{reason: Comité du 3 novembre 2026, values: {{{values}}}}}
"""


@pytest.mark.parametrize(("last", "said"), [("20", None), ("19.9", "99,9"), ("2", "82"), ("120", "200")])
def test_weights_that_do_not_total_100_are_said_and_used_all_the_same(
    last: str, said: str | None, cli: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "x.need.yaml"
    path.write_text(NEED.format(values=", ".join([*(f"{name}: 10" for name in NAMES), f"durability: {last}"])), "utf-8")
    answer = cli("evaluate", path)
    assert answer.code in (0, 3)
    sentence = "Vos poids totalisent"
    assert (sentence in answer.flat) == (said is not None)
    assert said is None or f"{sentence} {said} : ils sont ramenés à leur total" in answer.flat
