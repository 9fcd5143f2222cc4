"""How one written word becomes a value: identifiers, days, amounts, SIRET, CPV, answers.

Each `Scalar` kind is a value itself: loading applies it to what a person wrote, and publishes its JSON Schema. A kind raises
`Refused` with a code of `locales/<lang>/diagnostics.yaml`; it never guesses, it proposes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches


class Refused(ValueError):
    """A written word that cannot be the value asked for: a diagnostic code and the values of its sentence."""

    def __init__(self, code: str, **values: str) -> None:
        """Keep the code and the values; loading adds the place."""
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True, eq=False)
class ScalarKind:
    """A kind of leaf in a file: its parser (text, written without quotes → value) and its JSON Schema."""

    name: str
    parse: Callable[[str, bool], object]
    schema: Mapping[str, object] = field(default_factory=dict)


def nearest(word: str, known: list[str] | tuple[str, ...]) -> str:
    """The known word closest to this one, or an empty string when none is close."""
    found = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return found[0] if found else ""


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_FACT_ID = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*\Z")
_REQUIREMENT_ID = re.compile(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*\Z")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_PERIOD = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?\Z", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?\Z", re.ASCII)
_INTEGER = re.compile(r"\d{1,12}\Z", re.ASCII)
_FRENCH_NUMBER = re.compile(r"-?\d[\d\s_']*(?:[.,]\d+)?\s*(?:€|EUR|euros?|%)?\Z", re.IGNORECASE)


def _text(text: str, plain: bool) -> str:
    """Any text that is not blank; the source text of `1.10` stays `1.10`."""
    del plain
    if not text.strip():
        raise Refused("DOC056")
    return text


def _long_text(text: str, plain: bool) -> str:
    """Any text, kept as written."""
    del plain
    return text


def _matching(pattern: re.Pattern[str], code: str) -> Callable[[str, bool], str]:
    def parse(text: str, plain: bool) -> str:
        del plain
        if not pattern.match(text) or len(text) > 80:
            raise Refused(code, text=text)
        return text

    return parse


def _day(text: str, plain: bool) -> date:
    """A day written 2027-06-30."""
    del plain
    parts = _DAY.match(text)
    if parts is None:
        raise Refused("DOC061", text=text)
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        raise Refused("DOC062", text=text) from None


def _period(text: str, plain: bool) -> str:
    """A year, a month or a day: `2026`, `2026-05`, `2026-05-31`; text order is time order."""
    if len(text) == len("2026-05-31"):
        _day(text, plain)
    elif not _PERIOD.match(text):
        raise Refused("DOC061", text=text)
    return text


def plain_number(text: str) -> str:
    """What the writer of a French number most likely meant: `1 000,50 €` → `1000.50`; empty when it is no number."""
    if not _FRENCH_NUMBER.match(text):
        return ""
    kept = re.sub(r"[^\d.,-]", "", text).replace(",", ".")
    return kept if _DECIMAL.match(kept) else ""


def _number(text: str, plain: bool) -> Decimal:
    """A decimal number with a dot, read from its written digits: never through a binary float."""
    del plain
    if not _DECIMAL.match(text):
        meant = plain_number(text)
        raise Refused("DOC064", text=text, meant=meant) if meant else Refused("DOC063", text=text)
    return Decimal(text)


def _positive_number(text: str, plain: bool) -> Decimal:
    value = _number(text, plain)
    if value < 0 or text.startswith("-"):
        raise Refused("DOC065", text=text)
    return value


def _count(text: str, plain: bool) -> int:
    """A whole number, zero or more."""
    if not _INTEGER.match(text):
        value = _positive_number(text, plain)
        raise Refused("DOC066", text=str(value))
    return int(text)


_YES_NO = {"yes": "yes", "no": "no", "unknown": "unknown"}
_MEANT = {"true": "yes", "oui": "yes", "vrai": "yes", "y": "yes", "1": "yes", "on": "yes", "false": "no", "non": "no", "faux": "no",
          "n": "no", "0": "no", "off": "no", "inconnu": "unknown", "inconnue": "unknown", "?": "unknown", "null": "unknown", "~": "unknown",
          "": "unknown"}  # fmt: skip


def _answer(text: str, plain: bool) -> str:
    """`yes`, `no` or `unknown`, nothing else: another word gets the right one proposed."""
    del plain
    if text in _YES_NO:
        return text
    meant = _MEANT.get(text.casefold()) or nearest(text, tuple(_YES_NO)) or "unknown"
    raise Refused("DOC067", text=text, meant=meant)


def _siret(text: str, plain: bool) -> str:
    """Fourteen digits with a right Luhn key; establishments of La Poste sum to a multiple of five instead."""
    del plain
    if not re.fullmatch(r"\d{14}", text, re.ASCII):
        raise Refused("DOC068", text=text)
    if not siret_holds(text):
        raise Refused("DOC069", text=text)
    return text


def siret_holds(digits: str) -> bool:
    """Whether fourteen ASCII digits carry a right key (Luhn; La Poste, SIREN 356000000: sum of digits, except its head office)."""
    if digits.startswith("356000000") and digits != "35600000000048":
        return sum(map(int, digits)) % 5 == 0
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits)]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


TEXT = ScalarKind("text", _text, {"type": "string", "minLength": 1})
LONG_TEXT = ScalarKind("long_text", _long_text, {"type": "string"})
ID = ScalarKind("id", _matching(_ID, "DOC057"), {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80})
FACT_ID = ScalarKind("fact_id", _matching(_FACT_ID, "DOC058"), {"type": "string", "pattern": "^[a-z0-9]+(_[a-z0-9]+)*$", "maxLength": 80})
REQUIREMENT_ID = ScalarKind(
    "requirement_id", _matching(_REQUIREMENT_ID, "DOC059"), {"type": "string", "pattern": "^[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*$"}
)
DAY = ScalarKind("day", _day, {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"})
PERIOD = ScalarKind("period", _period, {"type": ["string", "integer"], "pattern": r"^\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?$"})
NUMBER = ScalarKind("number", _number, {"type": ["number", "string"], "pattern": r"^-?\d{1,15}(\.\d{1,6})?$"})
POSITIVE = ScalarKind("positive", _positive_number, {"type": ["number", "string"], "minimum": 0, "pattern": r"^\d{1,15}(\.\d{1,6})?$"})
COUNT = ScalarKind("count", _count, {"type": ["integer", "string"], "minimum": 0, "pattern": r"^\d{1,12}$"})
ANSWER = ScalarKind("answer", _answer, {"enum": ["yes", "no", "unknown"]})
SIRET = ScalarKind("siret", _siret, {"type": "string", "pattern": r"^\d{14}$"})
CPV = ScalarKind("cpv", _matching(re.compile(r"\d{8}(?:-\d)?\Z", re.ASCII), "DOC070"), {"type": "string", "pattern": r"^\d{8}(-\d)?$"})


@dataclass(frozen=True, slots=True)
class WrittenValue:
    """A value whose kind depends on another part of the file: kept as written until the fact it belongs to is known.

    `data` is a text, a tuple of texts, or a tuple of (key, text or nested pairs).
    """

    data: object
