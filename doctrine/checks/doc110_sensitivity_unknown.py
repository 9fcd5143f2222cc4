"""DOC110: the sensitivity of the data is not analysed although some text binds this buyer (SREN law, art. 31; 6404/SG)."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.criteria.sensitivity import sensitivity
from doctrine.model.checks import Check, Hit, NeedSubject
from doctrine.model.rules import Reference


def _find(subject: NeedSubject) -> Iterator[Hit]:
    need = subject.need
    if sensitivity(need.buyer, need.data).answer != "unknown":
        return
    missing = [name for name in ("secrets", "essential_mission", "breach_harms") if getattr(need.data, name) == "unknown"]
    yield Hit(("data",), values={"keys": ", ".join(missing) or "listed_art31"})


CHECK = Check(
    id="DOC110",
    family="need",
    severity="warning",
    references=(Reference("loi 2024-449 du 21 mai 2024 (SREN)", "Pm", "article 31"),),
    find=_find,
    failing="""\
data: {personal: yes}
""",
    passing="""\
data: {personal: yes, health: no, marking: none, secrets: no, essential_mission: no, breach_harms: []}
""",
)
