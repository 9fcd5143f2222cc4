"""Words, numbers, amounts and days in one language.

French typography: no-break space U+00A0 before `: ; ? ! % €` and between thousands. The narrow space U+202F that CLDR uses
cannot be written on many consoles, so it is never used. English amounts read `€900,000`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

NBSP = "\u00a0"
_MONTHS = {
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
}
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Words:
    """The words of one language; `section` gives one family of them, loaded on demand."""

    def __init__(self, language: str, section: Callable[[str], Mapping[str, Any]]) -> None:
        """Keep the language and where its sections come from."""
        self.language = language
        self._section = section
        self._kept: dict[str, Mapping[str, Any]] = {}

    @property
    def colon(self) -> str:
        """What stands between a label and what it labels."""
        return f"{NBSP}: " if self.language == "fr" else ": "

    @property
    def semicolon(self) -> str:
        """What stands between the members of a long list."""
        return f"{NBSP}; " if self.language == "fr" else "; "

    def section(self, name: str) -> Mapping[str, Any]:
        """One family of words, empty when the language has none of that name."""
        if name not in self._kept:
            self._kept[name] = self._section(name)
        return self._kept[name]

    def pick(self, pairs: Any) -> str:
        """The text in this language among (language, text) pairs or a [French, English] list."""
        if not pairs:
            return ""
        if isinstance(pairs[0], str):
            return str(pairs[0] if self.language == "fr" else pairs[1])
        found = dict(pairs)
        return str(found.get(self.language) or found.get("fr") or "")

    def say(self, key: str, **values: object) -> str:
        """One sentence of the interface with its values filled, spoken in this language."""
        template = self.section("interface")[key]
        if isinstance(template, dict):
            count = values.get("count")
            one = count == 1 or (self.language == "fr" and count == 0)
            template = template["one" if one else "other"]
        return self.fill(str(template), values)

    def fill(self, template: str, values: Mapping[str, object]) -> str:
        """Replace `{name}` by its value; a value never becomes part of the template."""
        return _PLACEHOLDER.sub(lambda found: self.value(values.get(found[1], found[0])), template)

    def value(self, value: object) -> str:
        """Any value as a person writes it."""
        match value:
            case date():
                return self.day(value)
            case bool():
                return str(value)
            case int() | Decimal() | Fraction():
                return self.number(value)
            case None:
                return "?"
            case tuple() | list():
                return ", ".join(self.value(item) for item in value)
            case _:
                return str(value)

    def number(self, value: int | Decimal | Fraction, places: int = 2) -> str:
        """A number rounded half up to `places`, without useless zeros."""
        text = rounded(Fraction(value), places)
        whole, _, rest = text.partition(".")
        sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        groups = [digits[max(0, end - 3) : end] for end in range(len(digits), 0, -3)][::-1]
        rest = rest.rstrip("0")
        separator, point = (NBSP, ",") if self.language == "fr" else (",", ".")
        return sign + separator.join(groups) + (point + rest if rest else "")

    def signed(self, value: Fraction) -> str:
        """A difference with its sign, one decimal."""
        text = self.number(value, 1)
        return text if value <= 0 or text == "0" else f"+{text}"

    def euros(self, value: Decimal | Fraction, tax: str = "") -> str:
        """An amount of money with its tax basis."""
        text = self.number(value)
        basis = self.say(f"tax_{tax}") if tax else ""
        money = f"{text}{NBSP}€" if self.language == "fr" else f"€{text}"
        return f"{money}{NBSP}{basis}" if basis else money

    def points(self, low: int | Fraction, high: int | Fraction) -> str:
        """An interval of points, whole numbers."""
        least, most = self.number(low, 0), self.number(high, 0)
        return least if least == most else f"{least}–{most}"

    def share(self, value: Fraction) -> str:
        """A share of one as a percentage with one decimal at most."""
        text = self.number(value * 100, 1)
        return f"{text}{NBSP}%" if self.language == "fr" else f"{text}%"

    def day(self, value: date) -> str:
        """A day as one reads it: 1er décembre 2026, 1 December 2026."""
        first = "1er" if value.day == 1 and self.language == "fr" else str(value.day)
        return f"{first}{NBSP}{_MONTHS[self.language][value.month - 1]}{NBSP}{value.year}"

    def period(self, text: str) -> str:
        """A written period: a year, a month or a day."""
        parts = text.split("-")
        if len(parts) == 1:
            return text
        if len(parts) == 2:
            return f"{_MONTHS[self.language][int(parts[1]) - 1]}{NBSP}{parts[0]}"
        return self.day(date(int(parts[0]), int(parts[1]), int(parts[2])))


def rounded(value: Fraction, places: int) -> str:
    """An exact number as decimal text, rounded half up (away from zero) once, here."""
    scale = 10**places
    scaled = abs(value) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = "-" if value < 0 and whole else ""
    if not places:
        return f"{sign}{whole}"
    return f"{sign}{whole // scale}.{whole % scale:0{places}d}"
