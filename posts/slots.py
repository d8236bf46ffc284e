"""A day and a time on the wall of an agency, as one moment: also on the two days a year when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Which = Literal["", "earlier", "later"]
LONGEST_WINDOW = timedelta(days=14)
"""Whoever approves a post answers for the last moment at which it goes out as for the first."""


class NoSuchTime(Exception):
    """Clocks skip this time on that day; `nearest` is the first moment after the skip, in UTC."""

    def __init__(self, nearest: datetime) -> None:
        super().__init__("Clocks go forward then and skip this time.")
        self.nearest = nearest


class ComesTwice(Exception):
    """Clocks go back over this time: it is either of two moments, in UTC."""

    def __init__(self, earlier: datetime, later: datetime) -> None:
        super().__init__("Clocks go back then, so this time comes twice.")
        self.earlier = earlier
        self.later = later


def moment(*, on: date, clock: time, zone: ZoneInfo, which: Which = "") -> datetime:
    """The moment in UTC. Raises NoSuchTime, and ComesTwice unless `which` says which of the two is meant."""
    wall = datetime.combine(on, clock.replace(tzinfo=None))
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first == second:
        return first
    if first.astimezone(zone).replace(tzinfo=None) != wall:
        raise NoSuchTime(_change_between(second, first, zone))
    if not which:
        raise ComesTwice(first, second)
    return first if which == "earlier" else second


def end_of_day(*, moment: datetime, zone: ZoneInfo) -> datetime:
    """The last minute of the day on which a moment lies in a zone, in UTC; a day may have 23 or 25 hours."""
    return datetime.combine(moment.astimezone(zone).date(), time(23, 59), tzinfo=zone).astimezone(UTC)


def in_words(moment: datetime, *, zone: ZoneInfo) -> str:
    """'Sat 21 Nov, 14:05 CST', inside a sentence or a choice."""
    here = moment.astimezone(zone)
    return f"{here:%a} {here.day} {here:%b, %H:%M %Z}"


def minutes_in_words(minutes: int) -> str:
    """'30 minutes', '1 minute'."""
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def latest_in_words(*, not_before: datetime | None, not_after: datetime, zone: ZoneInfo) -> str:
    """'Goes out between Sat 21 Nov, 14:05 CST and Sat 21 Nov, 16:05 CST', or 'Goes out no later than ...'."""
    end = in_words(not_after, zone=zone)
    if not_before is None:
        return f"Goes out no later than {end}"
    return f"Goes out between {in_words(not_before, zone=zone)} and {end}"


def latest_fault(*, send_at: datetime | None, send_until: datetime, at: datetime) -> str:
    """Why a post that goes out from `send_at` on, or from now, cannot have this latest time; empty when it can."""
    if send_until <= at:
        return "The latest time has passed. Choose a later one."
    if send_at is not None and send_until <= send_at:
        return "The latest time must be after the time it goes out. Choose a later one."
    if send_until - (send_at or at) > LONGEST_WINDOW:
        begins = "the time it goes out" if send_at else "now"
        return (
            f"The latest time is more than {LONGEST_WINDOW.days} days after {begins}. Choose an earlier one."
        )
    return ""


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The minute at which the offset of the zone changes; the two moments are at most hours apart."""
    offset = before.astimezone(zone).utcoffset()
    while before < after and before.astimezone(zone).utcoffset() == offset:
        before += timedelta(minutes=1)
    return before
