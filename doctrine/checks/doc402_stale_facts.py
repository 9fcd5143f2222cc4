"""DOC402: facts more than twenty-four months old: the presumption that a service is alive does not reach so far (design, presumptions)."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import CatalogueSubject, Check, Hit
from doctrine.model.days import last_day_of, months_before

#: Months after which a fact no longer shows that a service is alive.
MONTHS = 24


def _find(subject: CatalogueSubject) -> Iterator[Hit]:
    limit = months_before(subject.today, MONTHS)
    for name in sorted(subject.own & subject.entries.keys()):
        old = sorted((as_of, key) for key, _, as_of, _, _ in subject.entries[name].facts if last_day_of(as_of) < limit)
        if old:
            yield Hit((name, "fact", old[0][1]), values={"name": name, "count": str(len(old)), "day": old[0][0], "fact": old[0][1]})


CHECK = Check(
    id="DOC402",
    family="catalogue",
    severity="note",
    references=(),
    find=_find,
    failing="""\
format: candidates/1
candidates:
  - id: exemple
    step: buy
    name: Exemple Visio
    provider: Éditeur de l’exemple
    functions: [video-conference]
    run_by: [supplier]
    sources:
      page: {publisher: Éditeur de l’exemple, as_of: 2020-03, proof: declared, title: page des fonctions}
    facts:
      - {source: page, capability: guest-access, value: "yes"}
""",
    passing="""\
format: candidates/1
candidates:
  - id: exemple
    step: buy
    name: Exemple Visio
    provider: Éditeur de l’exemple
    functions: [video-conference]
    run_by: [supplier]
    sources:
      page: {publisher: Éditeur de l’exemple, as_of: 2098-10, proof: declared, title: page des fonctions}
    facts:
      - {source: page, capability: guest-access, value: "yes"}
""",
)
