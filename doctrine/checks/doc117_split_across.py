"""DOC117: needs of one buyer for one function, each under the exemption and together above it within twelve months (R. 2121-4).

One file alone splits nothing: the run keeps a small record of each need and looks at them together, once all are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from doctrine.folding import fold
from doctrine.law.value import exact_value
from doctrine.model.checks import Check, Hit, NeedSubject
from doctrine.model.days import months_after
from doctrine.model.need import Waiver
from doctrine.model.rules import Reference

#: Months within which purchases of one kind are counted together (our reading, after R. 2121-7).
MONTHS = 12


class Part(NamedTuple):
    """What is kept of one need: its file and id, who buys what, when, for how much, and the threshold of that day (excluding VAT)."""

    file: str
    id: str
    buyer: str
    function: str
    day: date
    amount: Fraction
    threshold: Fraction
    waivers: tuple[Waiver, ...] = ()


def part_of(subject: NeedSubject, file: str) -> Part | None:
    """The record of a need under the exemption; None when its buyer, its value or the threshold of its day is not known."""
    need = subject.need
    buyer = need.buyer.siret or fold(need.buyer.name or "")
    value, exemption = exact_value(need), subject.rules.values.get("ccp.dispense_fs")
    if not buyer or exemption is None or value.amount is None or value.tax != "excluded":
        return None
    threshold = Fraction(exemption.value)
    waivers = tuple(one for one in need.waivers if one.check.upper() == "DOC117")
    return Part(file, need.id, buyer, need.function, need.on, value.amount, threshold, waivers) if 0 < value.amount < threshold else None


def split(parts: Iterable[Part]) -> Iterator[tuple[Part, Hit]]:
    """The needs that pass the threshold together, in the order of buyers, functions and days; of one id, the last day counts alone."""
    groups: dict[tuple[str, str], dict[str, Part]] = {}
    for one in sorted(parts, key=lambda part: (part.buyer, part.function, part.day, part.file)):
        groups.setdefault((one.buyer, one.function), {})[one.id] = one
    for group in groups.values():
        yield from _split(sorted(group.values(), key=lambda part: (part.day, part.file)))


def _split(parts: list[Part]) -> Iterator[tuple[Part, Hit]]:
    """A window of twelve months slides over the days; each need is said once, with the first window that passes."""
    end = said = 0
    total = Fraction(0)
    for start, first in enumerate(parts):
        limit = months_after(first.day, MONTHS)
        while end < len(parts) and parts[end].day < limit:
            total += parts[end].amount
            end += 1
        threshold = parts[end - 1].threshold
        if end - start > 1 and total >= threshold:
            values = {"count": str(end - start), "total": _plain(total), "threshold": _plain(threshold)}
            for one in parts[max(start, said) : end]:
                yield one, Hit(("value", "amount"), values=values)
            said = max(said, end)
        total -= first.amount


def _plain(amount: Fraction) -> str:
    """An amount of euros as decimal text: needs write cents at most."""
    cents = int(amount * 100)
    return f"{cents // 100}" if cents % 100 == 0 else f"{cents // 100}.{cents % 100:02}"


def _find(subject: NeedSubject) -> Iterator[Hit]:
    """One need alone splits nothing: `split` reads those of a whole run."""
    del subject
    return iter(())


CHECK = Check(
    id="DOC117",
    family="need",
    severity="warning",
    references=(Reference("code de la commande publique", "Pm", "R. 2121-4"),),
    find=_find,
    failing="""\
# a.need.yaml
id: visio-siege
value: {amount: "35000.00", tax: excluded, months: 12, covers: [options, renewals, all_lots]}
# b.need.yaml
id: visio-regions
value: {amount: "35000.00", tax: excluded, months: 12, covers: [options, renewals, all_lots]}
""",
    passing="""\
# a.need.yaml
id: visio-siege
value: {amount: "25000.00", tax: excluded, months: 12, covers: [options, renewals, all_lots]}
# b.need.yaml
id: visio-regions
value: {amount: "25000.00", tax: excluded, months: 12, covers: [options, renewals, all_lots]}
""",
)
