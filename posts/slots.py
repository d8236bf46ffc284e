"""A day and a time on the wall of an agency, as one moment: also on the two days a year when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Which = Literal["", "earlier", "later"]


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


def in_words(moment: datetime, *, zone: ZoneInfo) -> str:
    """'Sat 21 Nov, 14:05 CST', inside a sentence or a choice."""
    here = moment.astimezone(zone)
    return f"{here:%a} {here.day} {here:%b, %H:%M %Z}"


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The minute at which the offset of the zone changes; the two moments are at most hours apart."""
    offset = before.astimezone(zone).utcoffset()
    while before < after and before.astimezone(zone).utcoffset() == offset:
        before += timedelta(minutes=1)
    return before
