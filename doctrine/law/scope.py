"""Whom the circular binds (law.md section 0)."""

from __future__ import annotations

from doctrine.model.need import Buyer
from doctrine.model.verdicts import Binding


def binding(buyer: Buyer) -> Binding:
    """Whether circular 6519/SG binds this buyer.

    The State yes; local authorities and hospitals no, so voluntarily; others to be confirmed, its full text not having been
    read (doubt D1).
    """
    if buyer.kind == "central_state":
        return "yes"
    return "voluntary" if buyer.kind in ("local", "hospital") else "to_confirm"
