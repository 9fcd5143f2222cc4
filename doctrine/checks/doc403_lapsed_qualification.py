"""DOC403: a qualification whose end is past: it establishes nothing any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from doctrine.model.checks import CatalogueSubject, Check, Hit
from doctrine.model.days import last_day_of


def _find(subject: CatalogueSubject) -> Iterator[Hit]:
    for name in sorted(subject.own & subject.entries.keys()):
        for key, value, _, _, _ in subject.entries[name].facts:
            if key.endswith("_until") and isinstance(value, date) and value < subject.today:
                yield Hit((name, "fact", key), values={"name": name, "fact": key, "day": value.isoformat()})
    for identifier in sorted(subject.own & subject.lists.keys()):
        for line in subject.lists[identifier].entries:
            if line.until is not None and last_day_of(line.until) < subject.today:
                yield Hit((identifier, "candidate", line.candidate), values={"name": line.candidate, "fact": identifier, "day": line.until})


CHECK = Check(
    id="DOC403",
    family="catalogue",
    severity="warning",
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
      page: {publisher: Éditeur de l’exemple, as_of: 2026-10, proof: declared, title: page des fonctions}
    facts:
      - {source: page, capability: guest-access, value: "yes"}
      - {source: page, fact: secnumcloud_until, value: 2020-11-30}
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
      page: {publisher: Éditeur de l’exemple, as_of: 2026-10, proof: declared, title: page des fonctions}
    facts:
      - {source: page, capability: guest-access, value: "yes"}
      - {source: page, fact: secnumcloud_until, value: 2098-11-30}
""",
)
