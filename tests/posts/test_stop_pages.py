"""The pages of stops, through the client: the kill switch, the red strip, what is held."""

from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import duty
from accounts.models import Member
from audit.models import Event
from governance.cast import Cast
from posts import stopping
from posts.models import Post, Scope, Status, Stop
from posts.stops import Target
from tests import people
from tests.governance.doors.table import addresses

pytestmark = pytest.mark.django_db
PASSWORD = "practice-makes-calm"
REASON = "Active incident in the 011th."
ALL = {"scope": "department", "reason": REASON}
STRIP = "<strong>Publishing is stopped for the whole department</strong>"


@pytest.fixture
def at() -> datetime:
    """Pages are asked now, so the cast plays now."""
    cache.clear()
    return timezone.now()


def signed_in(member: Member) -> Client:
    client = Client()
    member.set_password(PASSWORD)
    member.save()
    client.force_login(member)
    return client


def read(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def stop_all(cast: Cast, at: datetime) -> Stop:
    target = Target(scope=Scope.DEPARTMENT)
    return stopping.place(target=target, reason=REASON, actor=cast.natarajan, at=at).stop


def status_of(post: Post) -> str:
    return Post.objects.values_list("status", flat=True).get(pk=post.pk)


def test_the_kill_switch_says_in_numbers_what_it_stops(chicago: Cast, at: datetime) -> None:
    people.approved(engaged=chicago, at=at)

    page = read(signed_in(chicago.natarajan).get("/stops/publishing/"))

    assert "Holds 1 post; the next is due" in page
    assert "Writing and reviews go on, and so do takedowns." in page
    assert "Your password" in page
    assert "autofocus" in page.rpartition('name="reason"')[2].partition(">")[0]


def test_a_wrong_password_stops_nothing_and_loses_nothing(chicago: Cast, at: datetime) -> None:
    client = signed_in(chicago.natarajan)

    page = read(client.post("/stops/publishing/", {**ALL, "password": "wrong"}))

    assert "This is not your password. What you wrote above is kept." in page
    assert REASON in page
    assert not Stop.objects.exists()


def test_no_reason_and_no_password_are_both_asked_for(chicago: Cast, at: datetime) -> None:
    client = signed_in(chicago.natarajan)
    page = read(client.post("/stops/publishing/", {"scope": "department", "reason": " "}))
    assert "Write the reason in a sentence." in page
    assert not Stop.objects.exists()


def test_the_right_password_stops_the_whole_department(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    client = signed_in(chicago.natarajan)

    answer = client.post("/stops/publishing/", {**ALL, "password": PASSWORD})

    assert answer.status_code == 302
    assert status_of(post) == Status.STOPPED
    page = read(client.get("/stops/"))
    assert STRIP in page
    assert f"Reason: {REASON}" in page
    assert "1 post held" in page


def test_a_second_stop_at_once_is_told_that_somebody_was_faster(chicago: Cast, at: datetime) -> None:
    client = signed_in(chicago.foster)
    stop_all(chicago, at)

    page = read(client.post("/stops/publishing/", {**ALL, "password": PASSWORD}))

    assert "Priya Natarajan placed this stop already. It is in force." in page
    assert Stop.objects.count() == 1


def test_lifting_asks_for_the_password_again_and_releases_nothing(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    stop = stop_all(chicago, at)
    client = signed_in(chicago.natarajan)
    address = f"/stops/{stop.pk}/lift/"

    wrong = read(client.post(address, {"reason": "It is over.", "password": "wrong"}))
    assert "This is not your password." in wrong
    assert "It is over." in wrong
    answer = client.post(address, {"reason": "It is over.", "password": PASSWORD})

    stop.refresh_from_db()
    assert stop.released_by == chicago.natarajan
    assert status_of(post) == Status.STOPPED
    assert "Release post" in read(client.get(answer.url))


def test_the_reason_of_lifting_is_kept_without_what_no_database_holds(chicago: Cast, at: datetime) -> None:
    target = Target(scope=Scope.UNIT, unit=chicago.units["014"])
    stop = stopping.place(target=target, reason=REASON, actor=chicago.whitfield, at=at).stop

    signed_in(chicago.whitfield).post(f"/stops/{stop.pk}/lift/", {"reason": " It is\x00 over. "})

    stop.refresh_from_db()
    assert stop.release_reason == "It is over."


def test_posts_are_released_from_the_list_and_the_list_stays(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    stop = stop_all(chicago, at)
    client = signed_in(chicago.whitfield)
    assert "A stop in force covers it." in read(client.get("/stops/held/"))
    stopping.lift(stop_id=stop.pk, reason="It is over.", actor=chicago.natarajan, at=at)

    here = f"/stops/held/?stop={stop.pk}"
    answer = client.post(f"/post/{post.pk}/release/", {"next": here})

    assert answer.url == here
    assert status_of(post) == Status.APPROVED
    assert "No post is held" in read(client.get(here))


def test_a_sergeant_stops_an_account_of_the_unit_without_a_password_cpd_tw_v_b_5(
    chicago: Cast, at: datetime
) -> None:
    """CPD-TW.V.B.5"""
    duty.end(member=chicago.whitfield, at=at)
    client = signed_in(chicago.whitfield)
    page = read(client.get("/stops/"))
    assert "Nothing is stopped" in page
    assert "Stop publishing there" in page

    chosen = {"scope": "account", "account": chicago.accounts["014"].pk, "reason": REASON}
    assert client.post("/stops/place/", chosen).status_code == 302
    other = {"scope": "unit", "unit": chicago.units["018"].pk, "reason": REASON}
    assert client.post("/stops/place/", other).status_code == 200

    assert [stop.account for stop in stopping.in_force(agency_id=chicago.agency.pk)] == [
        chicago.accounts["014"]
    ]


def test_a_sergeants_stop_on_a_kind_of_post_stays_inside_the_unit(chicago: Cast, at: datetime) -> None:
    client = signed_in(chicago.whitfield)
    client.post("/stops/place/", {"scope": "category", "category": "safety_tip", "reason": REASON})
    assert Stop.objects.get().within == chicago.units["014"]


@pytest.mark.parametrize("key", ["reyes", "whitfield", "washington", "marsh"])
def test_the_kill_switch_is_for_communications_and_administrators(
    chicago: Cast, at: datetime, key: str
) -> None:
    answer = signed_in(chicago.people[key]).post("/stops/publishing/", {**ALL, "password": PASSWORD})
    assert answer.status_code == 403
    assert Event.objects.filter(verb="act.refused", keys__act="stop_publishing").exists()
    assert not Stop.objects.exists()


def test_the_strip_is_announced_once_when_it_appears_on_a_page_that_stays_open(
    chicago: Cast, at: datetime
) -> None:
    client = signed_in(chicago.reyes)
    assert client.get("/stops/strip/?shown=").status_code == 204
    stop = stop_all(chicago, at)

    appeared = read(client.get("/stops/strip/?shown="))
    assert 'role="alert"' in appeared
    assert STRIP in appeared
    assert client.get(f"/stops/strip/?shown={stop.pk}").status_code == 204

    stopping.lift(stop_id=stop.pk, reason="It is over.", actor=chicago.natarajan, at=at)
    assert "is lifted" in read(client.get(f"/stops/strip/?shown={stop.pk}"))


def test_a_narrow_stop_is_a_calm_line_where_it_concerns_somebody(chicago: Cast, at: datetime) -> None:
    mine = people.submitted(engaged=chicago, at=at)
    draft = people.drafted(engaged=chicago, at=at)
    theirs = people.submitted(engaged=chicago, by="kowalczyk", unit="018", at=at)
    target = Target(scope=Scope.UNIT, unit=chicago.units["014"])
    stopping.place(target=target, reason=REASON, actor=chicago.natarajan, at=at)
    line = "Publishing is stopped for the 014th District"

    sergeant = signed_in(chicago.whitfield)
    for address in ("/review/", f"/review/{mine.pk}/", f"/post/{mine.pk}/"):
        page = read(sergeant.get(address))
        assert line in page, address
        assert "What is approved now is held until somebody releases it." in page
    assert line in read(signed_in(chicago.reyes).get(f"/write/{draft.pk}/"))
    other = signed_in(chicago.murphy)
    assert line not in read(other.get(f"/post/{theirs.pk}/"))
    assert line not in read(other.get("/stops/"))
    assert STRIP not in read(sergeant.get("/review/"))


@pytest.mark.parametrize("key", ["natarajan", "reyes", "whitfield", "okafor", "marsh", "admin"])
def test_while_everything_is_stopped_every_page_of_every_member_says_so(
    chicago: Cast, at: datetime, key: str
) -> None:
    waiting = people.submitted(engaged=chicago, at=at)
    draft = people.drafted(engaged=chicago, at=at)
    stop = stop_all(chicago, at)
    client = signed_in(chicago.people[key])
    own = [f"/post/{waiting.pk}/", f"/review/{waiting.pk}/", f"/write/{draft.pk}/", f"/stops/{stop.pk}/lift/"]
    plain = [route for route in addresses().values() if "<" not in route and "(" not in route]

    shown = 0
    for address in (*plain, *own):
        answer = client.get(address)
        page = answer.content.decode() if not answer.streaming else ""
        if answer.status_code != 200 or "<html" not in page or address.endswith("/wall/"):
            continue
        assert STRIP in page, address
        assert page.index(STRIP) < page.index("<main"), address
        shown += 1
    assert shown > 8
