"""Who comes to the department during the weeks, and who of its offices is on call."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts import offices
from governance import cast
from governance.demonstration import keys, schooling
from governance.demonstration.stage import Stage

ON_CALL = (
    ("natarajan", "COM", -7, 12),
    ("foster", "COM", 5, 12),
    ("washington", "OCP", -7, 12),
    ("abernathy", "OCP", 5, 12),
)
"""Who is on call for which office, from how many hours after now, and for how many."""


WITH_PHONE = frozenset({"sabella"})
"""Newcomers who have set up a phone meanwhile; the others do it at their first sign-in."""


def arrivals(stage: Stage) -> Iterator[datetime]:
    """Newcomers are registered on their first day."""
    for person in sorted(stage.house.newcomers, key=_first_day):
        at = stage.now - timedelta(days=_first_day(person) * -1, hours=5)
        yield at
        trained = person.key != schooling.IN_TRAINING
        member = cast.join(cast=stage.cast, person=person, trained=trained, at=at)
        if person.key in WITH_PHONE:
            keys.give([member])
        if person.key != schooling.UNREAD:
            schooling.confirm(engaged=stage.cast, members=[member], at=at)


def _first_day(person: cast.Person) -> int:
    return -(person.joined_days_ago or 0)


def duty_lists(stage: Stage) -> Iterator[datetime]:
    """Each office fills its list a day ahead."""
    at = stage.now - timedelta(hours=26)
    for key, unit, begins, hours in ON_CALL:
        at += timedelta(minutes=2)
        yield at
        starts_at = (stage.now + timedelta(hours=begins)).replace(minute=0, second=0, microsecond=0)
        offices.put_on(
            unit=stage.cast.units[unit],
            member=stage.cast.people[key],
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
            listed_by=stage.member({"COM": "natarajan", "OCP": "washington"}[unit], at=at),
            at=at,
        )
