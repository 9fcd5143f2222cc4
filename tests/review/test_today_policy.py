"""What today's data answer is judged with the options of the decision, never with the defaults of the command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from review_build import Tree, best, two

Cli = Callable[..., Any]
UNPROVED = ("security_approval", "iso27001", "audit-log", "foreign_law")


def hopeful() -> Tree:
    """Two services; what is not known of the second decides between them, by what one makes of the unknown."""
    need = two(best("recording"), best())
    need["findings"] = [
        one for one in need["findings"] if one["candidate"] == "visio" or (one.get("fact") or one.get("capability")) not in UNPROVED
    ]
    return need


@pytest.mark.parametrize(("policy", "named"), [("careful", "visio"), ("tolerant", "apps-bigbluebutton")])
def test_today_keeps_what_was_made_of_the_unknown(cli: Cli, tmp_path: Path, policy: str, named: str) -> None:
    from doctrine.record.parts import need_file

    need, path = hopeful(), tmp_path / "d.decision.json"
    (tmp_path / "need.yaml").write_bytes(need_file(need))
    assert cli("evaluate", tmp_path / "need.yaml", "--unknown", policy, "--seal", path).code == 0
    today = cli("verify", path, "--today", need["on"], "--format", "json").report["decisions"][0]["today"]
    assert (today["before"]["named"], today["now"], today["changed"]) == (named, today["before"], [])
    study = cli("diff", tmp_path, "--today", need["on"], "--format", "json").report["decisions"][0]
    assert (study["state"], study["now"]["named"]) == ("same", named)
