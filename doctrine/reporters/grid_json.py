"""An audit of somebody's grid as JSON (`format: grid-audit/1`): exact numbers as strings, ASCII, keys in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from doctrine.grids.rounding import exact_text
from doctrine.grids.verdicts import Audit, Sum
from doctrine.model.grid import At, Grid, Rounding

FORMAT = "grid-audit/1"


def render(file: str, grid: Grid, audit: Audit) -> str:
    """The audit as JSON text. A number that does not end is a fraction: `37/3`."""
    report = {
        "format": FORMAT,
        "file": file,
        "title": grid.title,
        "verdict": audit.verdict,
        "convention": audit.convention,
        "explanations": [
            {
                "roundings": _roundings(one.roundings),
                "rows": list(one.rows),
                "announced": one.announced,
                "also": [_roundings(other) for other in one.also],
            }
            for one in audit.explanations
        ],
        "nearest": {"roundings": _roundings(audit.nearest.roundings), "rows": list(audit.nearest.rows)} if audit.nearest else None,
        "order_by_rounding": audit.order_by_rounding,
        "rows": [
            {
                "row": row.row,
                "label": row.label,
                "lot": row.lot,
                "written": _number(row.written),
                "recomputed": _number(row.exact),
                "rounded": _number(row.explained),
                "gap": _number(row.gap),
                "rank_written": _number(row.rank_written),
                "rank": row.rank,
                "at": _at(row.at),
            }
            for row in audit.rows
        ],
        "marks": [
            {
                "row": mark.row,
                "criterion": mark.criterion,
                "written": _number(mark.written),
                "recomputed": _number(mark.exact),
                "explained": mark.explained,
                "at": _at(mark.at),
            }
            for mark in audit.made
        ],
        "causes": [
            {
                "kind": one.kind,
                "subject": list(one.subject),
                "written": one.written,
                "explaining": one.explaining,
                "at": _at(one.at) if one.at != At() else None,
            }
            for one in audit.causes
        ],
        "weights": {
            "total": _number(audit.weights.total) if audit.weights else None,
            "announced": _number(audit.announced),
            "groups": _sums(audit.groups),
            "lots": _sums(audit.lots),
        },
        "unread": list(audit.unread),
        "unreadable": [_at(at) for at in grid.unreadable],
    }
    return json.dumps(report, ensure_ascii=True, indent=2) + "\n"


def _number(value: Decimal | Fraction | None) -> str | None:
    return None if value is None else exact_text(Fraction(value))


def _at(at: At) -> dict[str, int]:
    return {"row": at.row, "column": at.column}


def _roundings(roundings: Iterable[Rounding]) -> list[dict[str, str | int]]:
    return [{"stage": one.stage, "mode": one.mode, "decimals": one.decimals} for one in roundings]


def _sums(sums: Iterable[Sum]) -> list[dict[str, str | None]]:
    return [{"name": one.name, "total": _number(one.total)} for one in sums]
