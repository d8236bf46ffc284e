"""A supervisor puts somebody on duty for some hours, with a reason; what the page of tours shows to whom."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import duty
from accounts.models import Message, Tour
from governance.cast import Cast
from posts.workflow import Refused
from tests import people


def put(
    engaged: Cast, *, by: str, who: str, unit: str = "014", at: datetime, follow: bool = True, **said: Any
) -> Any:
    typed = {"member": engaged.people[who].pk, "hours": 2, "reason": "Called in for the parade."} | said
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(engaged.people[by])
        return client.post(reverse("put_on_duty", args=[engaged.units[unit].pk]), typed, follow=follow)


def test_a_supervisors_exception_has_a_reason_and_an_expiry_apd_1021_3(chicago: Cast, at: datetime) -> None:
    duty.end(member=chicago.reyes, at=at)
    with pytest.raises(Refused, match="You are off duty"):
        people.drafted(engaged=chicago, at=at)

    answer = put(chicago, by="whitfield", who="reyes", at=at)
    assert "Ofc. Dana Reyes is on duty until 16:05 CST, and was told." in answer.content.decode()

    given = Tour.objects.get(source="supervisor")
    assert (given.given_by, given.reason) == (chicago.whitfield, "Called in for the parade.")
    assert "Called in for the parade." in Message.objects.get(to=chicago.reyes, kind="tour-given").body
    people.drafted(engaged=chicago, at=at + timedelta(minutes=119))
    with pytest.raises(Refused, match="You are off duty"):
        people.drafted(engaged=chicago, at=at + timedelta(hours=2))


@pytest.mark.parametrize(
    ("by", "who", "unit", "status"),
    [
        ("whitfield", "reyes", "014", 302),
        ("okafor", "reyes", "014", 302),
        ("natarajan", "washington", "OCP", 302),
        ("natarajan", "foster", "COM", 302),
        ("reyes", "ortega", "014", 403),
        ("admin", "reyes", "014", 403),
        ("natarajan", "reyes", "014", 403),
        ("murphy", "reyes", "014", 404),
        ("whitfield", "whitfield", "014", 200),
        ("whitfield", "murphy", "014", 200),
    ],
)
def test_only_those_who_lead_a_unit_put_its_members_on_duty_and_nobody_themselves(
    chicago: Cast, at: datetime, by: str, who: str, unit: str, status: int
) -> None:
    duty.end(member=chicago.people[who], at=at)
    assert put(chicago, by=by, who=who, unit=unit, at=at, follow=False).status_code == status
    assert Tour.objects.filter(source="supervisor").count() == (status == 302)


def test_whoever_is_on_duty_needs_no_exception_and_nothing_typed_is_lost(chicago: Cast, at: datetime) -> None:
    page = put(chicago, by="whitfield", who="reyes", at=at, reason="Twice.").content.decode()
    assert "Ofc. Dana Reyes is on duty until 22:05 CST already." in page
    assert 'value="Twice."' in page
    assert not Tour.objects.filter(source="supervisor").exists()


def test_the_page_shows_own_tours_to_everybody_and_the_unit_to_its_supervisors(
    chicago: Cast, client: Client, at: datetime, django_assert_max_num_queries: Any
) -> None:
    duty.extend(member=chicago.reyes, reason="Relief is late", at=at)
    duty.end(member=chicago.ortega, at=at)
    with time_machine.travel(at, tick=False):
        client.force_login(chicago.reyes)
        own = client.get(reverse("tours")).content.decode()
        client.force_login(chicago.whitfield)
        with django_assert_max_num_queries(12):
            units = client.get(reverse("tours")).content.decode()
    assert "You went on duty yourself. Extended: Relief is late." in own
    assert "Ortega" not in own
    assert "Went on duty without a supervisor. Extended: Relief is late." in units
    assert "Off duty" in units
