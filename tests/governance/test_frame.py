"""The frame around every page: right counts, few queries, only what serves the member."""

from datetime import datetime, timedelta

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import authority, duty, outbox
from accounts.models import Member, Network, OutletAccount
from governance import cast, counting
from governance.frame import frame
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def engaged(at: datetime) -> cast.Cast:
    return people.engage_on_duty(house=cast.CHICAGO, at=at)


def shown_to(member: Member, *, at: datetime, path: str = "/") -> object:
    request = RequestFactory().get(path)
    request.user = Member.objects.get(pk=member.pk)
    request.session = SessionStore()
    record_authentication(request, request.user, "mfa")
    request.at = at
    request.authority = authority.load(member=member, at=at)
    return frame(request)["frame"]


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("reyes", {"Write", "Calendar", "Records", "Library", "Ideas"}),
        ("whitfield", {"Review", "Calendar", "Stops", "Trouble", "Records", "Library", "Ideas", "Insights"}),
        (
            "okafor",
            {
                "Review",
                "Calendar",
                "Stops",
                "Trouble",
                "Roster",
                "Records",
                "Library",
                "Ideas",
                "Insights",
                "Accounts",
                "People",
            },
        ),
        (
            "natarajan",
            {
                "Write",
                "Review",
                "Floor",
                "Calendar",
                "Stops",
                "Trouble",
                "Roster",
                "Records",
                "Library",
                "Ideas",
                "Insights",
                "Accounts",
            },
        ),
        ("washington", {"Review", "Floor", "Calendar", "Roster", "Records", "Library", "Ideas", "Insights"}),
        ("marsh", {"Records", "Library", "Ideas"}),
        (
            "admin",
            {"Floor", "Stops", "Roster", "Records", "Library", "Ideas", "Insights", "Accounts", "People"},
        ),
        ("lindqvist", {"Records", "Library", "Ideas"}),
    ],
)
def test_the_navigation_shows_only_whom_it_serves(
    engaged: cast.Cast, at: datetime, who: str, words: set[str]
) -> None:
    assert {section.word for section in shown_to(engaged.people[who], at=at).sections} == words


def test_the_counts_are_those_of_the_member(engaged: cast.Cast, at: datetime) -> None:
    people.submitted(engaged=engaged, at=at)
    people.submitted(engaged=engaged, at=at)
    people.submitted(engaged=engaged, by="tran", unit="001", at=at)
    assert shown_to(engaged.people["whitfield"], at=at).waiting == 2
    assert shown_to(engaged.people["hale"], at=at).waiting == 1
    assert shown_to(engaged.people["reyes"], at=at).waiting == 0
    assert shown_to(engaged.people["marsh"], at=at).waiting == 0


def test_unread_messages_are_counted_until_they_are_read(engaged: cast.Cast, at: datetime) -> None:
    lindqvist = engaged.people["lindqvist"]
    sent = [
        outbox.write(to=[lindqvist], kind="test", subject="One", body="Body", link="/", at=at)[0]
        for _ in range(3)
    ]
    outbox.read(message_id=sent[0].pk, member=lindqvist, at=at)
    assert shown_to(lindqvist, at=at).unread == 2


def test_the_whole_frame_asks_the_database_twice_beside_the_session(engaged: cast.Cast) -> None:
    client = Client()
    client.force_login(engaged.people["admin"])
    client.get("/messages/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/no-such-page/")
    of_the_frame = [
        q["sql"] for q in asked if "django_session" not in q["sql"] and "SAVEPOINT" not in q["sql"]
    ]
    # The session's member, the authority, and one for every name and count.
    assert len(of_the_frame) == 3, of_the_frame


@pytest.mark.parametrize("who", ["reyes", "whitfield", "okafor", "natarajan", "admin"])
def test_what_was_built_once_asks_at_every_moment_what_would_be_built_then(
    engaged: cast.Cast, at: datetime, who: str
) -> None:
    for moment in (at, at + timedelta(days=40, microseconds=1)):
        held = authority.load(member=engaged.people[who], at=moment)
        with CaptureQueriesContext(connection) as asked:
            counted = counting.of(held)
            list(counting.question(held))
        kept, built = (query["sql"] for query in asked)
        assert kept == built
        assert (counted.agency, counted.unit) == (engaged.agency, engaged.people[who].unit)


@pytest.mark.parametrize("named", ["custodian", "deputy"])
def test_whoever_keeps_an_account_finds_it_in_the_menu_and_nobody_else_of_their_role(
    engaged: cast.Cast, at: datetime, named: str
) -> None:
    OutletAccount.objects.filter(pk=engaged.accounts["014"].pk).update(**{named: engaged.reyes})
    words = {section.word for section in shown_to(engaged.reyes, at=at).sections}
    assert words == {"Write", "Calendar", "Records", "Library", "Ideas", "Accounts"}
    assert "Accounts" not in {
        section.word for section in shown_to(engaged.people["lindqvist"], at=at).sections
    }


def test_the_training_strip_stands_only_where_a_training_account_is_reached(
    engaged: cast.Cast, at: datetime
) -> None:
    OutletAccount.objects.update(network=Network.X)
    account = engaged.accounts["014"]
    OutletAccount.objects.filter(pk=account.pk).update(network=Network.TRAINING)
    assert shown_to(engaged.people["reyes"], at=at).training
    assert shown_to(engaged.people["natarajan"], at=at).training
    assert not shown_to(engaged.people["tran"], at=at).training


def test_the_header_names_the_zone_as_it_is_now(engaged: cast.Cast, at: datetime) -> None:
    june = at.replace(month=6, day=15)
    january = at.replace(month=1, day=15)
    assert shown_to(engaged.people["reyes"], at=june).zone_name == "CDT"
    assert shown_to(engaged.people["reyes"], at=january).zone_name == "CST"


def test_off_duty_is_said_and_a_tour_can_be_begun(engaged: cast.Cast, at: datetime) -> None:
    reyes = engaged.people["reyes"]
    duty.end(member=reyes, at=at - timedelta(minutes=1))
    client = Client()
    client.force_login(reyes)
    page = client.get("/messages/").content.decode()
    assert "Off duty" in page
    assert "Go on duty for nine hours" in page


def test_a_section_is_marked_on_its_page_and_below_it(engaged: cast.Cast, at: datetime) -> None:
    okafor = engaged.people["okafor"]
    on = {s.word: s.current for s in shown_to(okafor, at=at, path="/people/").sections}
    below = {s.word: s.current for s in shown_to(okafor, at=at, path="/people/3/").sections}
    assert (on["People"], below["People"], on["Records"]) == ("page", "true", "")


def test_a_stranger_sees_neither_names_nor_counts() -> None:
    page = Client().get("/account/login/").content.decode()
    assert "Chicago" not in page
    assert "Sign out" not in page
