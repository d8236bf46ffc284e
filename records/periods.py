"""Months counted on a calendar: when a period is over, and what began long enough ago."""

from calendar import monthrange
from datetime import date


def after(day: date, *, months: int) -> date:
    """The day so many months later; the first of the next month where that one has no such day."""
    year, month = _moved(day, months)
    if day.day <= monthrange(year, month)[1]:
        return date(year, month, day.day)
    return date(year + month // 12, month % 12 + 1, 1)


def before(day: date, *, months: int) -> date:
    """The last day from which so many months are over on a day: `after` of it is not later."""
    year, month = _moved(day, -months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def in_words(day: date) -> str:
    """'1 December 2029'."""
    return f"{day.day} {day:%B %Y}"


def _moved(day: date, months: int) -> tuple[int, int]:
    counted = day.year * 12 + day.month - 1 + months
    return counted // 12, counted % 12 + 1
