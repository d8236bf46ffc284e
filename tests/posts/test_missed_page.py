"""The page of what missed its time: one choice for all that is ticked, asked about where the clock is unclear."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.cast import CHICAGO, Cast
from posts.models import Post, Status
from tests import people
from tests.posts.test_missed import MINUTE, missed_post
from tests.posts.writing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    """So long ago that what was for an hour later has missed its time now."""
    return timezone.now() - timedelta(hours=3, minutes=30)


@pytest.fixture
def chicago(db: None, at: datetime) -> Cast:
    """On duty since longer ago than the cast of `chicago_lately`."""
    return people.engage_on_duty(house=CHICAGO, at=at)


def choose(client: Client, act: str, *posts: Post, **more: str) -> str:
    """What the page says after a choice."""
    sent = {act: "", "post": [str(post.pk) for post in posts], **more}
    return client.post(reverse("choose_missed"), sent, follow=True).content.decode()


def test_the_page_sends_what_is_ticked_and_says_how(chicago: Cast, at: datetime) -> None:
    posts = [missed_post(chicago, at, words=f"Number {n}.", until=timedelta(days=2)) for n in range(3)]
    page = choose(signed_in(chicago, "brody"), "send_late", *posts[:2])
    assert "2 posts go out now, one a minute on each account." in page
    for post in posts:
        post.refresh_from_db()
    assert [post.status for post in posts] == [Status.APPROVED, Status.APPROVED, Status.MISSED]
    assert posts[1].due_at and posts[0].due_at and posts[1].due_at - posts[0].due_at == MINUTE


@pytest.mark.parametrize(
    ("on", "clock", "said"),
    [
        ("2027-03-14", "02:30", "skip 02:30. The nearest time is 03:00 CDT."),
        ("2026-11-01", "01:30", "comes twice"),
        ("2027-11-07", "01:30", "Choose the earlier or the later one."),
        ("", "", "Choose a day and a time."),
    ],
)
def test_a_new_time_is_asked_about_on_the_days_when_clocks_change(
    chicago: Cast, at: datetime, on: str, clock: str, said: str
) -> None:
    post = missed_post(chicago, at, until=timedelta(days=2))
    page = choose(signed_in(chicago, "brody"), "plan_again", post, send_on=on, send_clock=clock)
    assert said in page
    assert f'value="{post.pk}" id="tick-{post.pk}" checked' in page
    post.refresh_from_db()
    assert post.status == Status.MISSED


def test_a_time_that_was_typed_before_anything_was_ticked_stays(chicago: Cast, at: datetime) -> None:
    missed_post(chicago, at, until=timedelta(days=2))
    page = choose(signed_in(chicago, "brody"), "plan_again", send_on="2027-03-15", send_clock="09:40")
    assert "Tick the posts first" in page
    assert 'value="2027-03-15"' in page and 'value="09:40"' in page


def test_what_needs_its_approvals_again_is_not_said_to_be_sent(chicago: Cast, at: datetime) -> None:
    missed_post(chicago, at, until=timedelta(hours=3, minutes=5))
    page = signed_in(chicago, "brody").get(reverse("missed")).content.decode()
    assert "Needs its approvals again" in page and "Send back to its author" in page
    assert "Send back what is ticked" in page


def test_a_post_of_another_unit_is_not_there(chicago: Cast, at: datetime) -> None:
    own = missed_post(chicago, at, until=timedelta(days=2))
    client = signed_in(chicago, "hale")
    assert client.post(reverse("choose_missed"), {"withdraw": str(own.pk)}).status_code == 404
    own.refresh_from_db()
    assert own.status == Status.MISSED
    assert "No post missed its time" in client.get(reverse("missed")).content.decode()
