"""The page after a database was restored: what was found, what is not read yet, and going on without it."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from audit.models import Event
from governance.cast import Cast
from posts import restoring
from posts.models import Meaning, ReadingState, Restoration, ShownPost, TimelineReading
from tests import people


@pytest.fixture
def at() -> datetime:
    """Pages are asked now, so the cast plays now."""
    return timezone.now()


@pytest.fixture
def restoration(chicago: Cast, at: datetime, settings: Any) -> Restoration:
    """The database of another installation, found by this one."""
    settings.INSTALLATION_ID = "another"
    (made,) = restoring.begin(at=at)
    return made


def _sign_in(client: Client, member: Member) -> None:
    client.force_login(member)


def _open(client: Client, engaged: Cast, who: str, restoration: Restoration) -> Any:
    _sign_in(client, engaged.people[who])
    return client.get(f"/stops/restored/{restoration.pk}/")


def _trouble(restoration: Restoration, at: datetime) -> TimelineReading:
    reading = restoration.readings.order_by("pk")[0]
    return restoring.read(reading_id=reading.pk, at=at)


def test_what_is_not_read_is_named_with_the_reason(
    restoration: Restoration, chicago: Cast, at: datetime, client: Client
) -> None:
    reading = _trouble(restoration, at)

    page = _open(client, chicago, "natarajan", restoration).content.decode()

    assert f"@{reading.account.handle}" in page
    assert "The network does not answer." in page
    assert "Go on without this account" in page


def test_who_may_not_lift_the_stop_reads_and_does_not_decide(
    restoration: Restoration, chicago: Cast, at: datetime, client: Client
) -> None:
    reading = _trouble(restoration, at)
    page = _open(client, chicago, "reyes", restoration)
    assert "Go on without this account" not in page.content.decode()

    client.post(f"/stops/restored/accounts/{reading.pk}/go-on/", {"reason": "I looked."})

    reading.refresh_from_db()
    assert reading.state == ReadingState.WAITING
    assert Event.objects.filter(verb="act.refused", actor_id=chicago.reyes.pk).exists()


def test_a_stranger_finds_nothing(restoration: Restoration, alsip: Cast, client: Client) -> None:
    assert _open(client, alsip, "petrov", restoration).status_code == 404
    reading = restoration.readings.order_by("pk")[0]
    assert client.post(f"/stops/restored/accounts/{reading.pk}/go-on/").status_code == 404


def test_going_on_needs_a_reason_and_keeps_what_was_typed(
    restoration: Restoration, chicago: Cast, at: datetime, client: Client
) -> None:
    reading = _trouble(restoration, at)
    _open(client, chicago, "natarajan", restoration)

    wrong = client.post(f"/stops/restored/accounts/{reading.pk}/go-on/", {"reason": " "})
    assert "Write the reason in a sentence" in wrong.content.decode()
    client.post(f"/stops/restored/accounts/{reading.pk}/go-on/", {"reason": "I looked; nothing is there."})

    reading.refresh_from_db()
    assert (reading.state, reading.passed_by) == (ReadingState.PASSED, chicago.natarajan)


def test_a_post_that_would_go_out_twice_is_pointed_at(
    restoration: Restoration, chicago: Cast, at: datetime, client: Client
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    ShownPost.objects.create(
        reading=restoration.readings.order_by("pk")[0],
        external_id="42",
        meaning=Meaning.UNDECIDED,
        post=post,
        shown_at=at,
    )

    page = _open(client, chicago, "natarajan", restoration).content.decode()

    assert f"Open post {post.pk}" in page
    assert "goes out again once it is approved" in page


def test_the_page_of_stops_leads_to_it(
    restoration: Restoration, chicago: Cast, at: datetime, client: Client
) -> None:
    _sign_in(client, chicago.natarajan)

    page = client.get("/stops/").content.decode()

    assert f"/stops/restored/{restoration.pk}/" in page
    assert "Not read since the backup" in page


def test_the_page_asks_the_same_few_questions_whatever_was_found(
    restoration: Restoration, chicago: Cast, at: datetime, client: Client, django_assert_max_num_queries: Any
) -> None:
    reading = restoration.readings.order_by("pk")[0]
    ShownPost.objects.bulk_create(
        ShownPost(reading=reading, external_id=str(number), meaning=Meaning.STRANGE) for number in range(30)
    )

    _sign_in(client, chicago.natarajan)
    with django_assert_max_num_queries(20):
        assert client.get(f"/stops/restored/{restoration.pk}/").status_code == 200
