"""When somebody is reminded of a notice: before it is due, when it is, and once more after a week; then no more."""

from datetime import datetime, timedelta

DAY, WEEK = timedelta(days=1), timedelta(days=7)
LEAST = timedelta(days=2)
"""Who is told late still has so long."""


def next_reminder(*, told_at: datetime, due_at: datetime, sent: int) -> datetime | None:
    """The moment of the next reminder after so many; None after the last.

    The first comes a day before it is due, or half-way where less than two days are left.
    """
    due = max(due_at, told_at + LEAST) if due_at <= told_at else due_at
    first = max(told_at + (due - told_at) / 2, due - DAY)
    moments = (first, due, due + WEEK)
    return moments[sent] if sent < len(moments) else None
