"""The first page: what awaits each kind of person, and nothing that is not theirs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import authority as authorities
from accounts.models import Authorisation, Channel, Delivery, DeliveryState
from governance import awaiting
from governance.cast import Cast
from posts import lapsing
from posts.models import Status
from tests import people
from tests.posts.statuses import in_status


@pytest.fixture
def at() -> datetime:
    """Now: a page asks the clock itself."""
    return datetime.now(UTC)


def awaits(engaged: Cast, key: str, at: datetime) -> dict[str, int]:
    held = authorities.load(member=engaged.people[key], at=at)
    found = {part.title: part.count for part in awaiting.parts(authority=held, agency=engaged.agency)}
    return {title: count for title, count in found.items() if title != "Messages you have not read"}


@pytest.mark.parametrize(
    ("status", "key", "title"),
    [
        (Status.IN_REVIEW, "whitfield", "Waits for your decision"),
        (Status.RETURNED, "reyes", "Returned to you"),
        (Status.UNKNOWN, "whitfield", "Needs a look"),
        (Status.REFUSED, "okafor", "Needs a look"),
        (Status.MISSED, "natarajan", "Needs a look"),
        (Status.MISSED, "reyes", "Missed its time"),
        (Status.STOPPED, "whitfield", "Stopped until somebody releases it"),
        (Status.APPROVED, "reyes", "Goes out within a day"),
    ],
)
def test_what_awaits_somebody_stands_on_their_first_page(
    status: Status, key: str, title: str, chicago: Cast, at: datetime
) -> None:
    in_status(status, engaged=chicago, at=at)
    assert awaits(chicago, key, at) == {title: 1}


@pytest.mark.parametrize(
    "status", [Status.IN_REVIEW, Status.UNKNOWN, Status.STOPPED, Status.APPROVED], ids=str
)
@pytest.mark.parametrize("key", ["lindqvist", "tran", "hale", "novak", "marsh"])
def test_what_is_not_theirs_awaits_nobody(status: Status, key: str, chicago: Cast, at: datetime) -> None:
    in_status(status, engaged=chicago, at=at)
    assert awaits(chicago, key, at) == {}


@pytest.mark.parametrize(
    ("kept", "where"), [(False, "Waits until it is kept or withdrawn"), (True, "Goes out within a day")]
)
def test_what_waits_to_be_kept_does_not_stand_under_what_goes_out(
    chicago: Cast, at: datetime, client: Client, *, kept: bool, where: str
) -> None:
    written = replace(people.TIP, send_at=at + timedelta(hours=3))
    post = people.submitted(engaged=chicago, written=written, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    soon = at + timedelta(hours=1)
    Authorisation.objects.filter(member=chicago.reyes, role="usmr").update(ends_at=soon)
    lapsing.tell(post_id=post.pk, at=at)
    if kept:
        lapsing.keep(post_id=post.pk, actor=chicago.brody, at=at)
    assert awaits(chicago, "whitfield", at) == {where: 1}
    client.force_login(chicago.whitfield)
    page = client.get(reverse("calendar")).content.decode()
    assert ("Waits to be kept or withdrawn" in page) is not kept


def test_mail_that_failed_awaits_those_who_can_see_to_it(chicago: Cast, at: datetime) -> None:
    people.submitted(engaged=chicago, at=at)
    Delivery.objects.filter(channel=Channel.EMAIL).update(state=DeliveryState.FAILED)
    assert "Mail that was not delivered" in awaits(chicago, "admin", at)
    assert "Mail that was not delivered" not in awaits(chicago, "whitfield", at)


def test_the_page_leads_to_the_desk_and_says_when_it_is_due(
    chicago: Cast, at: datetime, client: Client
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    client.force_login(chicago.whitfield)
    page = client.get(reverse("home")).content.decode()
    assert reverse("desk", args=[post.pk]) in page
    assert "What awaits you" in page and "Due" in page


@pytest.mark.parametrize("key", ["reyes", "whitfield", "okafor", "natarajan", "washington", "marsh", "admin"])
def test_with_nothing_to_do_it_says_so_and_where_to_begin(key: str, chicago: Cast, client: Client) -> None:
    client.force_login(chicago.people[key])
    page = client.get(reverse("home")).content.decode()
    assert "Nothing awaits you" in page and "You are up to date" in page


def test_without_a_role_it_says_who_can_help(chicago: Cast, client: Client) -> None:
    client.force_login(chicago.lindqvist)
    assert "commander can authorise you" in client.get(reverse("home")).content.decode()


def test_the_page_needs_few_queries_however_much_awaits(chicago: Cast, at: datetime, client: Client) -> None:
    for status in (Status.IN_REVIEW, Status.UNKNOWN, Status.STOPPED, Status.APPROVED, Status.RETURNED):
        for _ in range(4):
            in_status(status, engaged=chicago, at=at)
    client.force_login(chicago.natarajan)
    client.get(reverse("home"))  # what a process keeps once it has asked
    with CaptureQueriesContext(connection) as counted:
        assert client.get(reverse("home")).status_code == 200
    assert len(counted) <= 20
