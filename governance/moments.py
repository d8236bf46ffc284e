"""How the portal writes times: absolute first, in the agency's zone; relative after it."""

from datetime import datetime
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
SOON_DAYS = 2
"""Up to so many days, hours are told beside the days."""


def local(moment: datetime, *, zone: object) -> datetime:
    """The moment in a zone given by name, or as anything whose text is its name."""
    return moment.astimezone(ZoneInfo(str(zone) or "UTC"))


def full(moment: datetime, *, zone: object, now: datetime) -> str:
    """'Sat 21 Nov, 14:05 CST'; with the year when it is not this one."""
    here = local(moment, zone=zone)
    year = "" if here.year == local(now, zone=zone).year else f" {here.year}"
    return f"{here:%a} {here.day} {here:%b}{year}, {here:%H:%M %Z}"


def day(moment: datetime, *, zone: object) -> str:
    """'Sat 21 Nov 2026'."""
    here = local(moment, zone=zone)
    return f"{here:%a} {here.day} {here:%b %Y}"


def clock(moment: datetime, *, zone: object) -> str:
    """'14:05'."""
    return f"{local(moment, zone=zone):%H:%M}"


def clock_zone(moment: datetime, *, zone: object) -> str:
    """'14:05 CST'."""
    return f"{local(moment, zone=zone):%H:%M %Z}"


def from_to(begins: datetime, ends: datetime, *, zone: object, now: datetime) -> str:
    """'Sat 21 Nov, 11:23 to 20:23 CST'; the day and the zone twice where they differ."""
    first, last = local(begins, zone=zone), local(ends, zone=zone)
    said = full(begins, zone=zone, now=now)
    if (first.date(), first.tzname()) == (last.date(), last.tzname()):
        return f"{said.removesuffix(f' {first:%Z}')} to {clock_zone(ends, zone=zone)}"
    return f"{said} to {full(ends, zone=zone, now=now)}"


def due(moment: datetime, *, zone: object, now: datetime) -> str:
    """'Due 14:45 CST' today, with the day otherwise, 'Was due' when it has passed."""
    today = local(moment, zone=zone).date() == local(now, zone=zone).date()
    said = clock_zone(moment, zone=zone) if today else full(moment, zone=zone, now=now)
    return f"{'Was due' if moment < now else 'Due'} {said}"


def relative(moment: datetime, *, now: datetime) -> str:
    """'6 min ago', 'in 1 h 52 min', 'in 1 day 18 h', '12 days ago', 'now' within half a minute."""
    seconds = (moment - now).total_seconds()
    if abs(seconds) < 30:
        return "now"
    minutes = max(1, round(abs(seconds) / 60))
    return f"in {_span(minutes)}" if seconds > 0 else f"{_span(minutes)} ago"


def _span(minutes: int) -> str:
    if minutes < 60:
        return f"{minutes} min"
    days, rest = divmod(minutes, MINUTES_A_DAY)
    if not days:
        hours, left = divmod(rest, 60)
        return f"{hours} h {left} min" if left and hours < 6 else f"{hours} h"
    words = "1 day" if days == 1 else f"{days} days"
    hours = rest // 60
    return f"{words} {hours} h" if hours and days < SOON_DAYS else words
