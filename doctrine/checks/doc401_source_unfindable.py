"""DOC401: a fact whose source has neither an address nor a title: nobody can read it again."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.model.checks import CatalogueSubject, Check, Hit


def _find(subject: CatalogueSubject) -> Iterator[Hit]:
    for name in sorted(subject.own & subject.entries.keys()):
        lost = sorted({key for key, _, _, _, findable in subject.entries[name].facts if not findable})
        if lost:
            yield Hit((name, "source", lost[0]), values={"name": name, "facts": ", ".join(lost[:5]), "count": str(len(lost))})


CHECK = Check(
    id="DOC401",
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
      page: {publisher: Éditeur de l’exemple, as_of: 2026-10, proof: declared}
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
