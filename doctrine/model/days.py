"""Months counted on the calendar, without any clock."""

from __future__ import annotations

from datetime import date, timedelta


def months_after(day: date, months: int) -> date:
    """The same day `months` later, the last day of the month when it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _end_of(year, month + 1).day))


def _end_of(year: int, month: int) -> date:
    """The last day of a month."""
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier."""
    return months_after(day, -months)


def last_day_of(period: str) -> date:
    """The last day of a written period: `2026`, `2026-05` or `2026-05-31`."""
    parts = [int(part) for part in period.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return _end_of(parts[0], parts[1])
    return date(parts[0], parts[1], parts[2])
