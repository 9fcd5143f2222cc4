"""Roundings of exact numbers, and what a written number is worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from doctrine.model.grid import Mode

#: A spreadsheet keeps 15 significant digits: a number written with at least this many is compared up to its last ones.
_MANY_DIGITS = 13
_TOLERANCE = Fraction(1, 10**13)


def _half_up(scaled: Fraction) -> int:
    return (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)


def _truncated(scaled: Fraction) -> int:
    return scaled.numerator // scaled.denominator


def _up(scaled: Fraction) -> int:
    return -(-scaled.numerator // scaled.denominator)


_WAYS: Mapping[Mode, Callable[[Fraction], int]] = {"half_up": _half_up, "half_even": round, "truncated": _truncated, "up": _up}


def round_to(value: Fraction, mode: Mode, decimals: int) -> Fraction:
    """A number rounded to some decimals; negative ones as their opposites, so that `up` goes away from zero."""
    scale = 10**decimals
    whole = _WAYS[mode](abs(value) * scale)
    return Fraction(-whole if value < 0 else whole, scale)


def decimals_of(value: Decimal) -> int:
    """How many decimals a number needs, useless zeros left out: spreadsheets do not keep them."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def agrees(written: Decimal, exact: Fraction) -> bool:
    """Whether a written number is this exact one, or all that a spreadsheet could keep of it."""
    gap = abs(Fraction(written) - exact)
    return not gap or (len(written.normalize().as_tuple().digits) >= _MANY_DIGITS and gap <= abs(exact) * _TOLERANCE)


def exact_text(value: Fraction) -> str:
    """An exact number as text: decimal when it ends, a fraction otherwise (`37/3`)."""
    rest = value.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest //= 2
        twos += 1
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1:
        return str(value)
    places = max(twos, fives)
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
