"""Giving and ending roles: who may, what is asked, what is told."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import authority
from accounts.models import Authorisation, Member, Message, Role
from governance import cast

pytestmark = pytest.mark.django_db
SURE = {"password": cast.PASSWORD}
"""Asked again of whoever signed in a while ago."""
CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def chicago(chicago_off_duty: cast.Cast) -> cast.Cast:
    return chicago_off_duty


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def give(
    chicago: cast.Cast, *, by: str = "okafor", to: str = "lindqvist", role: str = Role.SERGEANT, **said: Any
) -> Any:
    typed = {"member": chicago.people[to].pk, "role": role, "reason": "Order 26-114", **SURE, **said}
    return signed_in(chicago.people[by]).post(f"/people/{chicago.units['014'].pk}/authorise/", typed)


def held(chicago: cast.Cast, who: str, at: datetime | None = None) -> set[str]:
    return {role for role, _ in authority.load(member=chicago.people[who], at=at or timezone.now()).roles}


@pytest.mark.parametrize("by", ["okafor", "admin"])
def test_the_commander_and_an_administrator_designate_a_sergeant(chicago: cast.Cast, by: str) -> None:
    assert give(chicago, by=by).status_code == 302
    assert held(chicago, "lindqvist") == {Role.SERGEANT}
    given = Authorisation.objects.get(member=chicago.lindqvist)
    assert (given.given_by, given.reason) == (chicago.people[by], "Order 26-114")
    assert Message.objects.get(to=chicago.lindqvist).subject.startswith(
        "You hold the role “Designated sergeant”"
    )


@pytest.mark.parametrize("by", ["reyes", "whitfield", "natarajan", "marsh"])
def test_nobody_else_gives_a_role(chicago: cast.Cast, by: str) -> None:
    answer = give(chicago, by=by)
    assert answer.status_code == 403
    assert "The commander of a unit and the administrators" in answer.content.decode()
    assert held(chicago, "lindqvist") == set()


def test_a_commander_of_another_unit_or_agency_finds_nothing(chicago: cast.Cast, at: datetime) -> None:
    assert give(chicago, by="novak").status_code == 404
    stranger = cast.engage(house=cast.ALSIP, at=at - timedelta(days=1)).keane
    address = f"/people/{chicago.units['014'].pk}/authorise/"
    assert signed_in(stranger).post(address, {}).status_code == 404
    assert signed_in(stranger).get(f"/people/?unit={chicago.units['014'].pk}").status_code == 404


def test_only_a_sergeant_is_designated_and_the_sentence_says_so(chicago: cast.Cast) -> None:
    page = give(chicago, to="reyes").content.decode()
    assert "Ofc. Dana Reyes is not a sergeant." in page
    assert 'value="Order 26-114"' in page
    assert held(chicago, "reyes") == {Role.USMR}


def test_an_acting_sergeant_acts_on_the_days_named_in_the_agencys_zone(
    chicago: cast.Cast, at: datetime
) -> None:
    first = at.astimezone(CHICAGO).date() + timedelta(days=3)
    last = first + timedelta(days=1)
    answer = give(chicago, to="ortega", role=Role.ACTING_SERGEANT, starts_on=first, ends_on=last)
    assert answer.status_code == 302
    begins = datetime.combine(first, datetime.min.time(), CHICAGO)
    ends = datetime.combine(last + timedelta(days=1), datetime.min.time(), CHICAGO)
    for moment, acts in (
        (begins - timedelta(seconds=1), False),
        (begins, True),
        (ends - timedelta(seconds=1), True),
        (ends, False),
    ):
        assert (Role.ACTING_SERGEANT in held(chicago, "ortega", moment)) is acts


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"role": Role.ACTING_SERGEANT}, "An acting sergeant has a last day."),
        ({"reason": ""}, "This field is required."),
        ({"role": "chief"}, "Choose a role."),
        ({"starts_on": date(2020, 1, 1)}, "This day has passed."),
        ({"starts_on": date(2099, 1, 2), "ends_on": date(2099, 1, 1)}, "The last day is before the first."),
        ({"ends_on": date(2020, 1, 1)}, "The last day is before the first."),
        ({"member": ""}, "This field is required."),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_given(
    chicago: cast.Cast, said: dict[str, Any], sentence: str
) -> None:
    assert sentence in give(chicago, **said).content.decode()
    assert held(chicago, "lindqvist") == set()


def test_a_role_is_not_given_twice_for_the_same_days(chicago: cast.Cast) -> None:
    assert "holds this role on these days already" in give(chicago, to="whitfield").content.decode()


def test_nobody_gives_a_role_to_themselves(chicago: cast.Cast) -> None:
    give(chicago, to="okafor", role=Role.USMR)
    assert held(chicago, "okafor") == {Role.COMMANDER}


def test_a_member_of_another_unit_is_not_offered(chicago: cast.Cast) -> None:
    give(chicago, to="hale")
    assert held(chicago, "hale") == {Role.SERGEANT}
    assert not Authorisation.objects.filter(member=chicago.hale, unit=chicago.units["014"]).exists()


def test_a_commander_names_no_commander(chicago: cast.Cast) -> None:
    give(chicago, role=Role.COMMANDER)
    assert held(chicago, "lindqvist") == set()
    give(chicago, by="admin", role=Role.COMMANDER)
    assert held(chicago, "lindqvist") == {Role.COMMANDER}


def end(chicago: cast.Cast, *, by: str = "okafor", of: str = "reyes", **said: str) -> Any:
    running = Authorisation.objects.get(member=chicago.people[of])
    typed = {f"end{running.pk}-{name}": value for name, value in {"how": "ended", **said}.items()} | SURE
    return signed_in(chicago.people[by]).post(f"/people/authorisation/{running.pk}/end/", typed)


def test_a_role_ends_at_once_with_a_reason_and_the_member_is_told(chicago: cast.Cast) -> None:
    assert end(chicago, reason="Misuse of the account", how="revoked").status_code == 302
    assert held(chicago, "reyes") == set()
    ended = Authorisation.objects.get(member=chicago.reyes)
    assert (ended.end_reason, ended.for_cause, ended.ended_by) == (
        "Misuse of the account",
        True,
        chicago.okafor,
    )
    told = Message.objects.get(to=chicago.reyes)
    assert "is revoked" in told.subject
    assert "Misuse" not in told.body
    page = signed_in(chicago.okafor).get("/people/").content.decode()
    assert "Ended in the last 90 days" in page


def test_without_a_reason_the_role_goes_on(chicago: cast.Cast) -> None:
    page = end(chicago, reason="", how="revoked").content.decode()
    assert "give a reason" in page
    assert re.search(r'name="end\d+-how" value="revoked" checked', page)
    assert held(chicago, "reyes") == {Role.USMR}


def test_an_ended_role_is_not_ended_again(chicago: cast.Cast) -> None:
    end(chicago, reason="First")
    answer = end(chicago, reason="Second")
    assert answer.status_code == 302
    assert Authorisation.objects.get(member=chicago.reyes).end_reason == "First"


def test_a_commander_ends_no_commander_and_no_strangers_role(chicago: cast.Cast) -> None:
    assert end(chicago, of="okafor", reason="No").status_code == 403
    assert end(chicago, of="tran", reason="No").status_code == 404
    assert held(chicago, "okafor") == {Role.COMMANDER}
    assert held(chicago, "tran") == {Role.USMR}


def test_a_role_that_begins_later_can_be_called_off(chicago: cast.Cast, at: datetime) -> None:
    later = at.astimezone(CHICAGO).date() + timedelta(days=3)
    give(chicago, starts_on=later)
    assert end(chicago, of="lindqvist", reason="Changed").status_code == 302
    assert held(chicago, "lindqvist", at + timedelta(days=5)) == set()


def test_a_role_that_begins_in_another_year_names_it(chicago: cast.Cast) -> None:
    page = (
        give(chicago, role=Role.USMR, of_office="on", starts_on="2090-01-02")
        .client.get("/people/")
        .content.decode()
    )
    assert "from Mon 2 Jan 2090." in page


@pytest.mark.parametrize("which", ["starts_on", "ends_on"])
def test_a_day_at_the_end_of_all_calendars_is_told_beside_its_field(chicago: cast.Cast, which: str) -> None:
    page = give(chicago, **{which: "9999-12-31"}).content.decode()
    assert "This year is too far away. Choose an earlier day." in page
    assert held(chicago, "lindqvist") == set()


def test_an_administrator_chooses_the_unit(chicago: cast.Cast) -> None:
    client = signed_in(chicago.admin)
    page = client.get(f"/people/?unit={chicago.units['018'].pk}").content.decode()
    assert "018th District, Near North" in page
    assert "Ofc. Nadia Kowalczyk" in page
    assert client.get("/people/?unit=nonsense").status_code == 404


def test_the_page_asks_as_much_of_the_database_for_more_people(
    chicago: cast.Cast, at: datetime, django_assert_num_queries: Any
) -> None:
    client = signed_in(chicago.okafor)
    with CaptureQueriesContext(connection) as few:
        client.get("/people/")
    asked = len(few)
    for number in range(5):
        give(
            chicago,
            to="lindqvist",
            role=Role.USMR,
            of_office="on",
            starts_on=date(2090 + number, 1, 1),
            ends_on=date(2090 + number, 2, 1),
        )
    with django_assert_num_queries(asked):
        client.get("/people/")
    assert asked <= 12
