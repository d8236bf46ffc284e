"""Times in a table: on the wall of the agency, with the word of the zone where an hour comes twice."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

FORMS = (
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %I:%M %p",
)
"""As times are written here, and as a spreadsheet gives them."""
_WITH_ZONE = re.compile(r"(?P<time>.+\d(?: [AaPp][Mm])?) (?P<zone>[A-Za-z]{3,4})")


class NotAMoment(Exception):
    """What was written is no one moment; the sentence says why and what to write."""


def moment_of(said: str, *, zone: ZoneInfo) -> datetime:
    """The moment meant by '2026-11-21 07:00' or '11/21/2026 7:00 AM' in a zone; in UTC, where no hour comes twice.

    Raises NotAMoment for what is no time, for a time that clocks skip, and for one that comes twice without the word
    of its zone, as in '2026-11-01 01:30 CST'.
    """
    matched = _WITH_ZONE.fullmatch(said)
    word = matched["zone"].upper() if matched else ""
    wall = _wall(matched["time"] if matched else said)
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    here = f"{wall:%H:%M} on {wall.day} {wall:%b %Y}"
    if first.utcoffset() == second.utcoffset():
        return _of_zone([first], word, here)
    if first.utcoffset() < second.utcoffset():  # type: ignore[operator]  # both are aware
        raise NotAMoment(f"clocks skip {here}. Write a time before or after it")
    if not word:
        raise NotAMoment(
            f"{here} comes twice, as clocks change. Write {wall:%H:%M} {first:%Z} or {wall:%H:%M} {second:%Z}"
        )
    return _of_zone([first, second], word, here)


def _wall(said: str) -> datetime:
    for form in FORMS:
        try:
            return datetime.strptime(said, form)  # noqa: DTZ007  (the zone is the agency's)
        except ValueError:
            continue
    raise NotAMoment("a time is written as 2026-11-21 07:00 or 11/21/2026 07:00")


def _of_zone(moments: list[datetime], word: str, here: str) -> datetime:
    found = next((one for one in moments if word in ("", one.tzname())), None)
    if found is None:
        raise NotAMoment(f"{here} is no {word} here but {moments[0]:%Z}")
    return found.astimezone(UTC)
