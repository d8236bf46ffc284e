"""Duty lists of the offices: who keeps them, who is on call, and who may decide in whose place."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import authority, grants, offices
from accounts.models import Member, OnCall, Role
from audit.models import Event
from governance.cast import Cast

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def at() -> datetime:
    return timezone.now()


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def listed(cast: Cast, office: str, member: Member, at: datetime, hours: int = 8) -> OnCall:
    return offices.put_on(
        unit=cast.units[office],
        member=member,
        starts_at=at,
        ends_at=at + hours * HOUR,
        listed_by=cast.admin,
        at=at,
    )


def typed(cast: Cast, member: Member, at: datetime, hours: int = 8) -> dict[str, Any]:
    here, until = (moment.astimezone(cast.agency.tzinfo) for moment in (at, at + hours * HOUR))
    return {
        "member": member.pk,
        "starts_at": f"{here:%Y-%m-%dT%H:%M}",
        "ends_at": f"{until:%Y-%m-%dT%H:%M}",
    }


def read(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("by", ["natarajan", "foster", "admin"])
def test_members_of_the_office_and_administrators_put_people_on(chicago: Cast, at: datetime, by: str) -> None:
    unit = chicago.units["COM"]
    client = signed_in(chicago.people[by])

    answer = client.post(f"/offices/{unit.pk}/duty/put/", typed(chicago, chicago.foster, at))

    assert answer.url == f"/offices/{unit.pk}/duty/"
    row = OnCall.objects.get()
    assert (row.member, row.role, row.listed_by) == (
        chicago.foster,
        Role.COMMUNICATIONS,
        chicago.people[by],
    )
    assert "Lt. Daniel Foster" in read(client.get(answer.url))
    assert Event.objects.get(verb="duty_list.put_on").keys["member_id"] == chicago.foster.pk


@pytest.mark.parametrize("by", ["reyes", "whitfield", "okafor", "washington", "marsh"])
def test_nobody_else_keeps_it(chicago: Cast, at: datetime, by: str) -> None:
    unit = chicago.units["COM"]
    client = signed_in(chicago.people[by])
    assert client.get(f"/offices/{unit.pk}/duty/").status_code == 403
    asked = client.post(f"/offices/{unit.pk}/duty/put/", typed(chicago, chicago.foster, at))
    assert asked.status_code == 403
    assert not OnCall.objects.exists()


def test_another_agency_and_a_district_have_no_such_list(chicago: Cast, alsip: Cast) -> None:
    com, district = chicago.units["COM"].pk, chicago.units["014"].pk
    assert signed_in(alsip.petrov).get(f"/offices/{com}/duty/").status_code == 404
    assert signed_in(chicago.admin).get(f"/offices/{district}/duty/").status_code == 404


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"member": ""}, "Choose who is on call."),
        ({"starts_at": ""}, "Choose a day and a time."),
        ({"ends_at": "soon"}, "such as 11/21/2026"),
        ({"ends_at": "2020-01-01T10:00"}, "This is before the beginning."),
        ({"ends_at": "2199-01-01T10:00"}, "at most 31 days"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    chicago: Cast, at: datetime, change: dict[str, str], says: str
) -> None:
    unit = chicago.units["OCP"]
    said = {**typed(chicago, chicago.washington, at), **change}
    page = read(signed_in(chicago.washington).post(f"/offices/{unit.pk}/duty/put/", said))
    assert says in page
    assert said["starts_at"] in page
    assert not OnCall.objects.exists()


def test_a_member_of_another_office_cannot_be_listed(chicago: Cast, at: datetime) -> None:
    unit = chicago.units["OCP"]
    signed_in(chicago.admin).post(f"/offices/{unit.pk}/duty/put/", typed(chicago, chicago.foster, at))
    assert not OnCall.objects.exists()


def test_nobody_stands_twice_in_the_same_hours(chicago: Cast, at: datetime) -> None:
    listed(chicago, "OCP", chicago.washington, at)
    unit = chicago.units["OCP"]
    said = typed(chicago, chicago.washington, at + HOUR)
    page = read(signed_in(chicago.washington).post(f"/offices/{unit.pk}/duty/put/", said))
    assert "is on the list within these hours already" in page
    assert OnCall.objects.count() == 1


def test_taking_off_ends_at_once_and_says_so_in_the_trail(chicago: Cast, at: datetime) -> None:
    row = listed(chicago, "OCP", chicago.washington, at - HOUR)
    client = signed_in(chicago.washington)
    for _ in range(2):
        client.post(f"/offices/duty/{row.pk}/off/")
    row.refresh_from_db()
    assert row.ends_at <= timezone.now()
    assert Event.objects.filter(verb="duty_list.taken_off").count() == 1


def test_letters_go_to_who_is_on_call_else_to_all(chicago: Cast, at: datetime) -> None:
    def told() -> set[str]:
        people = offices.told(role=Role.COMMUNICATIONS, agency_id=chicago.agency.pk, at=at)
        return {member.log_on_id for member in people}

    assert {"natarajan", "foster"} <= told()
    listed(chicago, "COM", chicago.foster, at)
    assert told() == {"foster"}


CP, COM = Role.COMMUNITY_POLICING, "natarajan"


@pytest.mark.parametrize(
    ("lists", "who", "stands_in"),
    [
        ((), "natarajan", True),
        ((("COM", "foster"),), "natarajan", False),
        ((("COM", "foster"),), "foster", True),
        ((("OCP", "washington"),), "natarajan", False),
        ((("OCP", "washington"), ("COM", "foster")), "foster", False),
        ((), "washington", False),
        ((), "whitfield", False),
        ((), "admin", False),
    ],
)
def test_the_duty_officer_of_communications_stands_in_while_nobody_is_on_call_cpd_tw_v_d_10(
    chicago: Cast, at: datetime, lists: tuple[tuple[str, str], ...], who: str, stands_in: bool
) -> None:
    for office, member in lists:
        listed(chicago, office, chicago.people[member], at - HOUR)
    held = authority.load(member=chicago.people[who], at=at)
    assert held.stands_in_for == (frozenset({CP}) if stands_in else frozenset())


def test_who_has_left_the_office_is_on_call_no_more(chicago: Cast, at: datetime) -> None:
    listed(chicago, "OCP", chicago.washington, at - HOUR)
    role = chicago.washington.authorisations.get(role=CP)
    grants.end(authorisation_id=role.pk, ended_by=chicago.admin, at=at, reason="Moved on.")
    assert offices.on_call(role=CP, agency_id=chicago.agency.pk, at=at) == []
    assert authority.load(member=chicago.natarajan, at=at).stands_in_for == {CP}
