"""DOC405: two entries for one thing: the same name at the same step, accents and capitals aside."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.folding import fold
from doctrine.model.checks import CatalogueSubject, Check, Hit


def _find(subject: CatalogueSubject) -> Iterator[Hit]:
    seen: dict[tuple[str, str], str] = {}
    for name in sorted(subject.entries, key=lambda one: (one in subject.own, one)):
        entry = subject.entries[name]
        twin = seen.setdefault((entry.step, fold(entry.name)), name)
        if twin != name and name in subject.own:
            yield Hit((name,), values={"name": name, "other": twin})


CHECK = Check(
    id="DOC405",
    family="catalogue",
    severity="warning",
    references=(),
    find=_find,
    failing="""\
format: candidates/1
candidates:
  - id: exemple-bis
    step: buy
    name: Outscale IaaS exemple
    provider: Éditeur de l’exemple
    functions: [video-conference]
    run_by: [supplier]
    sources:
      page: {publisher: Éditeur de l’exemple, as_of: 2026-10, proof: declared, title: page des fonctions}
    facts:
      - {source: page, capability: guest-access, value: "yes"}
  - id: exemple-ter
    step: buy
    name: Outscale IaaS exemple
    provider: Éditeur de l’exemple
    functions: [video-conference]
    run_by: [supplier]
    sources:
      page: {publisher: Éditeur de l’exemple, as_of: 2026-10, proof: declared, title: page des fonctions}
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
      page: {publisher: Éditeur de l’exemple, as_of: 2026-10, proof: declared, title: page des fonctions}
    facts:
      - {source: page, capability: guest-access, value: "yes"}
""",
)
