"""DOC109: lots worth more than the value said, or a value that counts neither options, renewals nor all lots (R. 2121-1 and R. 2121-4)."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.checks._thresholds import near
from doctrine.law.value import WHOLE, exact_value
from doctrine.model.checks import Check, Hit, NeedSubject
from doctrine.model.rules import Reference


def _find(subject: NeedSubject) -> Iterator[Hit]:
    value = subject.need.value
    if value is None:
        return
    exact = exact_value(subject.need)
    if "lots_exceed" in exact.reasons and exact.amount is not None:
        yield Hit(("value", "lots"), values={"said": f"{value.amount:f}", "lots": f"{int(exact.amount)}"}, variant="lots")
    elif not exact.whole and near(subject, exact):
        yield Hit(("value",), values={"said": f"{value.amount:f}", "lots": ", ".join(part for part in WHOLE if part not in value.covers)})


CHECK = Check(
    id="DOC109",
    family="need",
    severity="error",
    references=(Reference("code de la commande publique", "Pm", "R. 2121-1 et R. 2121-4"),),
    find=_find,
    failing="""\
value:
  {amount: "55000.00", tax: excluded, months: 12, covers: [options, renewals, all_lots],
   lots: [{id: lot-1, amount: "40000.00"}, {id: lot-2, amount: "40000.00"}]}
""",
    passing="""\
value:
  {amount: "80000.00", tax: excluded, months: 12, covers: [options, renewals, all_lots],
   lots: [{id: lot-1, amount: "40000.00"}, {id: lot-2, amount: "40000.00"}]}
""",
)
