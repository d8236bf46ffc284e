"""The cards of the queue."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from governance.cast import Cast
from posts import openings
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    """Pages are asked now, so the cast plays now."""
    return timezone.now()


def test_three_people_at_one_post_are_listed_as_one_would_say_it(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    for key in ("brody", "reyes", "ortega"):
        openings.seen(post_id=post.pk, member=chicago.people[key], at=at)
    client = Client()
    client.force_login(chicago.whitfield)
    page = client.get("/review/").content.decode()
    assert "Sgt. Aileen Brody, Ofc. Dana Reyes and Ofc. Luis Ortega have it open" in page
