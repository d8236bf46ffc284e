"""What lapses by itself is told of 30, 7 and 1 days ahead, to the member and to who commands their unit."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import grants, reminders, training, written
from accounts.models import (
    AccessApproval,
    Course,
    Device,
    DeviceKind,
    Member,
    Message,
    PermissionKind,
    Role,
    WrittenPermission,
)
from governance.cast import Cast

DAY = timedelta(days=1)


def lapsing(chicago: Cast, member: Member, *, ends_at: datetime, months: int = 12) -> None:
    """Training that ends at the midnight before a moment."""
    course, _ = Course.objects.get_or_create(
        agency=chicago.agency,
        name="Yearly",
        defaults={"topics": ["portal"], "valid_months": months, "made_at": ends_at},
    )
    member.training_results.all().delete()
    passed_at = ends_at - timedelta(days=365)
    training.record(member=member, course=course, passed_at=passed_at, actor=None, at=passed_at)


def permitted(chicago: Cast, at: datetime, *, ends_at: datetime) -> WrittenPermission:
    asked = written.ask(
        member=chicago.reyes,
        kind=PermissionKind.MARKS,
        covers="The star on the flyer of the run.",
        wanted_until=None,
        paper=None,
        at=at,
    )
    written.decide(
        permission_id=asked.pk, actor=chicago.foster, granted=True, reason="Yes.", expires_at=ends_at, at=at
    )
    return asked


def remind(chicago: Cast, at: datetime) -> int:
    return reminders.remind(agency_id=chicago.agency.pk, at=at)


def letters(member: Member) -> list[str]:
    found = Message.objects.filter(to=member, kind__startswith="lapse").order_by("pk")
    return list(found.values_list("subject", flat=True))


def test_training_is_told_of_three_times_and_once_each(chicago: Cast, at: datetime) -> None:
    lapsing(chicago, chicago.reyes, ends_at=at + 40 * DAY)
    asked = [(9, 0), (11, 1), (20, 0), (33, 1), (34, 0), (39, 1), (41, 0)]
    assert [remind(chicago, at + days * DAY) for days, _ in asked] == [expected for _, expected in asked]

    (said, *_) = letters(chicago.reyes)
    assert said == "Your training “Yearly” ends on Thu 31 Dec 2026, 00:00 CST"
    assert len(letters(chicago.reyes)) == 3
    assert letters(chicago.okafor)[0].startswith("Ofc. Dana Reyes: training “Yearly” ends on")
    assert letters(chicago.whitfield) == []


def test_whoever_took_the_course_again_is_not_reminded(chicago: Cast, at: datetime) -> None:
    lapsing(chicago, chicago.reyes, ends_at=at + 5 * DAY)
    again = Course.objects.get(name="Yearly")
    training.record(member=chicago.reyes, course=again, passed_at=at, actor=None, at=at)
    assert remind(chicago, at) == 0


def test_what_was_given_for_less_is_not_told_of_at_once(chicago: Cast, at: datetime) -> None:
    grants.authorise(
        member=chicago.ortega,
        unit=chicago.units["014"],
        role=Role.ACTING_SERGEANT,
        given_by=chicago.okafor,
        at=at,
        ends_at=at + 3 * DAY,
    )
    assert remind(chicago, at) == 0
    assert remind(chicago, at + 2 * DAY) == 1
    assert "Your role “Acting sergeant” (014th District) ends on" in letters(chicago.ortega)[0]


def test_a_permitted_device_and_approved_access_are_told_of_30_7_and_1_days_before(
    chicago: Cast, at: datetime
) -> None:
    Device.objects.create(
        agency=chicago.agency,
        member=chicago.reyes,
        kind=DeviceKind.PERSONAL,
        name="Own phone",
        asked_at=at,
        approved_by=chicago.okafor,
        approved_at=at,
        expires_at=at + 90 * DAY,
    )
    AccessApproval.objects.create(
        agency=chicago.agency,
        member=chicago.lindqvist,
        starts_at=at,
        ends_at=at + 90 * DAY,
        reason="Reads replies.",
        given_by=chicago.okafor,
        given_at=at,
    )
    assert [remind(chicago, at + days * DAY) for days in (59, 60, 61, 83, 84, 89)] == [0, 2, 0, 2, 0, 2]
    assert "permission for the device “Own phone”" in letters(chicago.reyes)[0]
    assert "approval to use social media here" in letters(chicago.lindqvist)[0]


@pytest.mark.parametrize("active", [True, False])
def test_who_is_no_longer_active_is_told_nothing(chicago: Cast, at: datetime, active: bool) -> None:
    lapsing(chicago, chicago.reyes, ends_at=at + 5 * DAY)
    Member.objects.filter(pk=chicago.reyes.pk).update(is_active=active)
    assert remind(chicago, at) == (1 if active else 0)


def test_many_cost_as_many_statements_as_one(chicago: Cast, at: datetime) -> None:
    lapsing(chicago, chicago.reyes, ends_at=at + 20 * DAY)

    def cost(when: datetime) -> int:
        with CaptureQueriesContext(connection) as asked:
            remind(chicago, when)
        return len(asked)

    one = cost(at)
    for key in ("ortega", "whitfield", "tran"):
        lapsing(chicago, chicago.people[key], ends_at=at + 20 * DAY)
    assert cost(at + timedelta(hours=1)) == one


def test_a_written_permission_is_told_of_to_its_holder_and_to_communications_before_its_last_day(
    chicago: Cast, at: datetime
) -> None:
    asked = permitted(chicago, at, ends_at=at + 20 * DAY)
    assert [remind(chicago, at + days * DAY) for days in (1, 13, 14, 19)] == [0, 1, 0, 1]

    ended = f"written permission {asked.pk} (marks of the department)"
    assert letters(chicago.reyes)[0].startswith(f"Your {ended} ends on")
    assert letters(chicago.natarajan)[0].startswith(f"{chicago.reyes}: {ended} ends on")
    assert letters(chicago.foster) and not letters(chicago.okafor), (
        "the office that gave it, not who commands"
    )
    links = set(Message.objects.filter(kind__startswith="lapse").values_list("link", flat=True))
    assert links == {reverse("permission", args=[asked.pk])}


def test_a_permission_that_was_ended_is_not_told_of(chicago: Cast, at: datetime) -> None:
    asked = permitted(chicago, at, ends_at=at + 20 * DAY)
    written.end(permission_id=asked.pk, actor=chicago.foster, reason="The run is off.", at=at + DAY)
    assert remind(chicago, at + 19 * DAY) == 0
