"""What the first screen says of a value that may not be the whole one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NEED = """\
format: need/1
id: x
title: X
on: 2027-01-15
buyer: {{kind: {kind}}}
function: survey
value: {{amount: "90000.50", tax: excluded, months: 36}}
"""


@pytest.mark.parametrize(
    ("kind", "said", "unsaid"),
    [("central_state", "valeur entière", "selon le statut"), ("operator", "selon le statut", "valeur entière")],
)
def test_under_one_threshold_the_value_decides_and_the_status_of_the_buyer_is_not_blamed(
    kind: str, said: str, unsaid: str, cli: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "x.need.yaml"
    path.write_text(NEED.format(kind=kind), "utf-8")
    text = " ".join(cli("evaluate", path).out.split("Preuves")[0].split())
    assert "140 000 € HT" in text.replace("\u00a0", " ").replace("\u202f", " ")
    assert said in text
    assert unsaid not in text
