"""The page of the insights and the files behind its pictures."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.cast import Cast
from posts.models import Post, Status
from tests.posts.statuses import in_status


@pytest.fixture
def at() -> datetime:
    """Now: a page asks the clock itself."""
    return datetime.now(UTC)


@pytest.fixture
def published(chicago: Cast, at: datetime) -> Post:
    return in_status(Status.PUBLISHED, engaged=chicago, at=at)


@pytest.mark.parametrize("name", ["posts-by-unit", "hours-to-publishing", "sent-back"])
def test_each_picture_has_its_file(name: str, chicago: Cast, published: Post, client: Client) -> None:
    client.force_login(chicago.natarajan)
    answer = client.get(reverse("insights_file", args=[name]))
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{name}')
    assert len(answer.getvalue().decode().splitlines()) >= 1


def test_the_page_of_a_commander_shows_the_own_unit_alone(
    chicago: Cast, published: Post, client: Client
) -> None:
    client.force_login(chicago.novak)
    assert [row.unit.number for row, _ in client.get(reverse("insights")).context["units"]] == ["001"]


def test_the_page_needs_few_queries(chicago: Cast, published: Post, client: Client) -> None:
    client.force_login(chicago.natarajan)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(reverse("insights")).status_code == 200
    assert len(counted) <= 16
