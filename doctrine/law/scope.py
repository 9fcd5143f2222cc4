"""Whom the circular binds (law.md section 0)."""

from __future__ import annotations

from doctrine.model.need import Buyer
from doctrine.model.rules import Ruleset
from doctrine.model.verdicts import Binding

SIGNED = "circ.signature"


def binding(buyer: Buyer, rules: Ruleset) -> Binding:
    """Whether circular 6519/SG binds this buyer on the day of the rules.

    Before it was signed nobody: one may follow it, voluntarily. Then the State yes; local authorities and hospitals no; others to be
    confirmed, its full text not having been read (doubt D1).
    """
    if not signed(rules):
        return "voluntary"
    if buyer.kind == "central_state":
        return "yes"
    return "voluntary" if buyer.kind in ("local", "hospital") else "to_confirm"


def signed(rules: Ruleset) -> bool:
    """Whether the circular was signed on the day of the rules; rules without its date take it as signed."""
    return SIGNED not in rules.dates or rules.on >= rules.dates[SIGNED]
