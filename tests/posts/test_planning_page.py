"""The calendar's page: choosing a week, moving a post, addresses that were tampered with."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import duty
from governance.cast import Cast
from tests import people
from tests.posts.test_planning import planned


@pytest.fixture
def at() -> datetime:
    """Now: a page asks the clock itself."""
    return datetime.now(UTC)


def test_the_page_moves_a_post_and_comes_back(client: Client, chicago: Cast, at: datetime) -> None:
    post = planned(chicago, at)
    client.force_login(chicago.reyes)
    page = client.get(reverse("calendar"))
    [offered] = [entry for day in page.context["week"].days for entry in day.entries]
    to = offered.choices[-1].moment
    answer = client.post(
        reverse("move_post", args=[post.pk]),
        {"to": to.isoformat(), "next": reverse("calendar")},
        follow=True,
    )
    assert "Moved. It stays approved as it is." in answer.content.decode()
    post.refresh_from_db()
    assert post.due_at == to


def test_a_post_is_moved_on_its_own_page(client: Client, chicago: Cast, at: datetime) -> None:
    post = planned(chicago, at)
    client.force_login(chicago.reyes)
    with CaptureQueriesContext(connection) as counted:
        page = client.get(reverse("post", args=[post.pk]))
    assert len(counted) <= 20
    assert f'action="{reverse("move_post", args=[post.pk])}"' in page.content.decode()
    assert f'<option value="{post.due_at.isoformat()}"' in page.content.decode()
    to = page.context["moving"]["choices"][-1].moment

    answer = client.post(reverse("move_post", args=[post.pk]), {"to": to.isoformat()})

    assert answer["Location"] == reverse("post", args=[post.pk])
    post.refresh_from_db()
    assert post.due_at == to


@pytest.mark.parametrize("who", ["marsh", "reyes"], ids=["who only reads", "off duty"])
def test_who_may_not_move_it_is_not_asked_when(who: str, client: Client, chicago: Cast, at: datetime) -> None:
    post = planned(chicago, at)
    duty.end(member=chicago.people[who], at=at)
    client.force_login(chicago.people[who])
    page = client.get(reverse("post", args=[post.pk]))
    assert page.status_code == 200
    assert reverse("move_post", args=[post.pk]) not in page.content.decode()


def test_a_post_without_a_window_is_not_moved_on_its_page(
    client: Client, chicago: Cast, at: datetime
) -> None:
    post = people.approved(engaged=chicago, at=at)
    client.force_login(chicago.reyes)
    page = client.get(reverse("post", args=[post.pk])).content.decode()
    assert reverse("move_post", args=[post.pk]) not in page


@pytest.mark.parametrize("to", ["", "tomorrow", "2026-13-45T99:00:00+00:00"])
def test_a_time_that_cannot_be_read_says_what_to_do(
    to: str, client: Client, chicago: Cast, at: datetime
) -> None:
    post = planned(chicago, at)
    client.force_login(chicago.reyes)
    answer = client.post(reverse("move_post", args=[post.pk]), {"to": to}, follow=True)
    assert "Choose" in answer.content.decode()


@pytest.mark.parametrize("query", ["?from=yesterday", "?from=9999-12-31", "?unit=0&account=x", "?look=pie"])
def test_an_address_that_was_tampered_with_shows_the_days_from_today(
    query: str, client: Client, chicago: Cast
) -> None:
    client.force_login(chicago.reyes)
    assert client.get(reverse("calendar") + query).status_code == 200


def test_the_calendar_needs_few_queries(client: Client, chicago: Cast, at: datetime) -> None:
    for hours in (2, 3):
        planned(chicago, at, hours=hours)
    client.force_login(chicago.natarajan)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(reverse("calendar")).status_code == 200
    assert len(counted) <= 20
