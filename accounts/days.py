"""Days of an agency as moments: when they begin, when they are over, and which is the last before a moment."""

from datetime import date, datetime, time, timedelta, tzinfo


def beginning_of(day: date | None, *, at: datetime, zone: tzinfo) -> datetime:
    """When a day begins in a zone; at once for no day, and for one that has begun."""
    return at if day is None else max(at, datetime.combine(day, time(), zone))


def last_moment_before(moment: datetime) -> datetime:
    """The last moment of what is over at another, such as the midnight after its last day."""
    return moment - timedelta.resolution


def last_day_before(moment: datetime, *, zone: tzinfo) -> date:
    """The last day in a zone that is not over before a moment: the other way round than `end_of`."""
    return last_moment_before(moment).astimezone(zone).date()


def end_of(day: date | None, *, zone: tzinfo) -> datetime | None:
    """When a day is over in a zone; None for no day."""
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), zone)
