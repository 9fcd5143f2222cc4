"""DOC112: a value said whole that stays under a threshold by a tenth at most: one option more and the procedure changes."""

from __future__ import annotations

from collections.abc import Iterator

from doctrine.checks._thresholds import crossed_soon
from doctrine.law.value import exact_value
from doctrine.model.checks import Check, Hit, NeedSubject
from doctrine.model.rules import Reference


def _find(subject: NeedSubject) -> Iterator[Hit]:
    value = exact_value(subject.need)
    threshold = crossed_soon(subject, value)
    if value.whole and value.amount is not None and threshold is not None:
        reference = threshold.reference
        text = f"{reference.text}, {reference.article}" if reference.article else reference.text
        yield Hit(("value", "amount"), values={"amount": f"{int(value.amount)}", "threshold": f"{int(threshold.amount)}", "text": text})


CHECK = Check(
    id="DOC112",
    family="need",
    severity="warning",
    references=(Reference("code de la commande publique", "Pm", "R. 2121-1"),),
    find=_find,
    failing="""\
value: {amount: "58000.00", tax: excluded, months: 12, covers: [options, renewals, all_lots]}
""",
    passing="""\
value: {amount: "48000.00", tax: excluded, months: 12, covers: [options, renewals, all_lots]}
""",
)
