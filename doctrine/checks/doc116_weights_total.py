"""DOC116: weights that do not total 100: they are normalised exactly, but a reader expects hundredths."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.criteria.measures import HUNDRED
from doctrine.model.checks import Check, Hit, NeedSubject


def _find(subject: NeedSubject) -> Iterator[Hit]:
    weights = subject.need.weights
    if weights is not None and sum(weights.values) != HUNDRED:
        yield Hit(("weights", "values"), values={"total": f"{sum(weights.values):f}"})


CHECK = Check(
    id="DOC116",
    family="need",
    severity="warning",
    references=(),
    find=_find,
    failing="""\
weights:
  reason: Décision du comité du 3 novembre 2026
  values:
    {business_performance: 20, sovereignty: 20, security: 15, cost: 15, availability: 5,
      reversibility: 10, maintenance: 5, interoperability: 5, durability: 4.9}
""",
    passing="""\
weights:
  reason: Décision du comité du 3 novembre 2026
  values:
    {business_performance: 20, sovereignty: 20, security: 15, cost: 15, availability: 5,
      reversibility: 10, maintenance: 5, interoperability: 5, durability: 5}
""",
)
