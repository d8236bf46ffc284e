"""Sessions: where a member is signed in, how each ends, and that a request of an ended one is nobody's."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import factors, sessions
from accounts.models import Member, SignedIn
from audit.models import Event
from governance import cast
from governance.demonstration import keys

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 20, 5, tzinfo=UTC)
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"


@pytest.fixture
def reyes(time_machine: Any) -> Member:
    cache.clear()
    time_machine.move_to(NOW, tick=False)
    reyes = cast.engage(house=cast.CHICAGO, at=NOW).people["reyes"]
    keys.give([reyes])
    return reyes


def signed_in(member: Member, **more: Any) -> Client:
    """By the pages, as a browser does it."""
    client = Client(**more)
    client.post("/account/login/", {"login": member.log_on_id, "password": cast.PASSWORD})
    client.post("/account/second-step/code/", {"code": factors.code_on_phone(member)})
    return client


def goes_on(client: Client) -> bool:
    return bool(client.get("/messages/").status_code == 200)


def test_the_list_says_where_since_when_and_which_one_this_is(reyes: Member) -> None:
    client = signed_in(reyes, REMOTE_ADDR="10.4.5.6", HTTP_USER_AGENT=CHROME)
    signed_in(reyes)
    page = client.get("/account/sessions/").content.decode()
    assert "Chrome on Windows" in page
    assert "From 10.4.5.6" in page
    assert page.count("Sign out there") == 1
    assert page.count("This one") == 1


def test_signing_out_everywhere_else_ends_the_others_at_once(reyes: Member) -> None:
    here, there = signed_in(reyes), signed_in(reyes)
    here.post("/account/sessions/end/")
    assert (goes_on(here), goes_on(there)) == (True, False)
    (event,) = Event.objects.filter(verb="member.sessions_ended")
    assert (event.actor_id, event.subject_id, event.keys) == (reyes.pk, reyes.pk, {"ended": 1})


def test_one_session_is_ended_and_nobody_elses(reyes: Member) -> None:
    here, there = signed_in(reyes), signed_in(reyes)
    row = there.session["signed_in"]
    ortega = Client()
    ortega.force_login(Member.objects.get(log_on_id="ortega"))
    assert ortega.post(f"/account/sessions/{row}/end/").status_code == 404
    assert goes_on(there)
    here.post(f"/account/sessions/{row}/end/")
    assert (goes_on(here), goes_on(there)) == (True, False)


def test_an_hour_without_anybody_ends_a_session_and_an_open_page_is_nobody(
    reyes: Member, time_machine: Any
) -> None:
    client = signed_in(reyes)
    for minutes in (20, 40, 59):
        time_machine.move_to(NOW + timedelta(minutes=minutes), tick=False)
        assert client.get("/stops/strip/?shown=").status_code in (200, 204)
    time_machine.move_to(NOW + timedelta(minutes=61), tick=False)
    answer = client.get("/messages/?after=1", follow=True)
    assert answer.redirect_chain == [("/account/login/?next=%2Fmessages%2F%3Fafter%3D1", 302)]
    assert "nobody was there for a while" in answer.content.decode()
    assert SignedIn.objects.get().ended_at == NOW + timedelta(minutes=61)


def test_whoever_works_on_stays_until_twelve_hours_are_over(reyes: Member, time_machine: Any) -> None:
    client = signed_in(reyes)
    for minutes in range(30, 12 * 60 + 1, 30):
        time_machine.move_to(NOW + timedelta(minutes=minutes), tick=False)
        assert goes_on(client)
    time_machine.move_to(NOW + timedelta(hours=12, minutes=1), tick=False)
    assert not goes_on(client)


def test_being_there_is_written_every_five_minutes_and_costs_nothing_between(
    reyes: Member, time_machine: Any
) -> None:
    client = signed_in(reyes)
    client.get("/messages/")
    time_machine.move_to(NOW + timedelta(minutes=4), tick=False)
    with CaptureQueriesContext(connection) as asked:
        client.get("/messages/")
    assert not [each for each in asked if "signedin" in each["sql"] or "UPDATE" in each["sql"]]
    time_machine.move_to(NOW + timedelta(minutes=6), tick=False)
    client.get("/messages/")
    assert SignedIn.objects.get().seen_at == NOW + timedelta(minutes=6)


def test_a_new_password_ends_every_other_session(reyes: Member) -> None:
    here, there = signed_in(reyes), signed_in(reyes)
    new = "seven lakes and a ferry"
    here.post("/account/password/change/", {"oldpassword": cast.PASSWORD, "password1": new, "password2": new})
    assert (goes_on(here), goes_on(there)) == (True, False)
    assert sessions.of_member(member=reyes, at=NOW).get().pk == here.session["signed_in"]
    here.post("/account/sessions/end/")
    assert goes_on(here)


def test_a_closed_log_on_id_has_no_session_left(reyes: Member) -> None:
    client = signed_in(reyes)
    assert sessions.end(member=reyes, actor=None, at=NOW) == 1
    assert not goes_on(client)
    other = signed_in(reyes)
    Member.objects.filter(pk=reyes.pk).update(is_active=False)
    assert not goes_on(other)


def test_a_lost_phone_is_taken_away_on_the_machine(reyes: Member) -> None:
    client = signed_in(reyes)
    said = StringIO()
    call_command("reset_second_factor", "reyes", stdout=said)
    assert "reyes sets up a new second step" in said.getvalue()
    assert not goes_on(client)
    assert not Authenticator.objects.exists()
    assert Event.objects.filter(verb="member.second_factor_reset", actor_id=None).count() == 1
