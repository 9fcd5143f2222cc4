"""DOC105: weights whose reason says nothing: nobody stands behind them.

The circular gives no weights (law.md 1.11): they belong to the buyer, with a written reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.checks._later import to_be_written
from doctrine.model.checks import Check, Hit, NeedSubject
from doctrine.model.rules import Reference

#: A reason shorter than this cannot be one.
SHORTEST = 15


def _find(subject: NeedSubject) -> Iterator[Hit]:
    weights = subject.need.weights
    if weights is None:
        return
    reason = weights.reason.strip()
    if len(reason) < SHORTEST or to_be_written(reason):
        yield Hit(("weights", "reason"), values={"reason": reason})


CHECK = Check(
    id="DOC105",
    family="need",
    severity="warning",
    references=(Reference("circulaire 6519/SG du 5 février 2026", "S", "neuf critères"),),
    find=_find,
    failing="""\
weights:
  reason: à compléter
  values:
    {business_performance: 20, sovereignty: 20, security: 15, cost: 15, availability: 5,
      reversibility: 10, maintenance: 5, interoperability: 5, durability: 5}
""",
    passing="""\
weights:
  reason: "Décision du comité du 3 novembre 2026, souveraineté d’abord"
  values:
    {business_performance: 20, sovereignty: 20, security: 15, cost: 15, availability: 5,
      reversibility: 10, maintenance: 5, interoperability: 5, durability: 5}
""",
)
