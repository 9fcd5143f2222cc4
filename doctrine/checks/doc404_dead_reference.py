"""DOC404: an entry names a candidate that no catalogue holds: a hosting service, an offer carried by a framework, a line of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from doctrine.model.checks import CatalogueSubject, Check, Hit

#: Facts whose value is the id of another entry.
_NAMING = frozenset({"hosting_service"})
#: What is written as an id names an entry; other words say what has none.
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _find(subject: CatalogueSubject) -> Iterator[Hit]:
    for name in sorted(subject.own & subject.entries.keys()):
        entry = subject.entries[name]
        named = [
            (key, str(value)) for key, value, _, _, _ in entry.facts if key in _NAMING and isinstance(value, str) and _ID.fullmatch(value)
        ]
        named += [("carries", other) for other in entry.carries]
        for key, other in named:
            if other not in subject.known:
                yield Hit(
                    (name, "carries" if key == "carries" else "fact", other if key == "carries" else key),
                    values={"name": name, "key": key, "other": other},
                )
    for identifier in sorted(subject.own & subject.lists.keys()):
        for line in subject.lists[identifier].entries:
            if line.candidate not in subject.known:
                yield Hit(
                    (identifier, "candidate", line.candidate), values={"name": identifier, "key": "candidate", "other": line.candidate}
                )


CHECK = Check(
    id="DOC404",
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
      - {source: page, fact: hosting_service, value: nulle-part}
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
      - {source: page, fact: hosting_service, value: outscale-iaas}
""",
)
