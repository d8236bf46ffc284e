"""The page of what is stuck: complete, in few queries, and calm when nothing is."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Health, OutletAccount
from governance import health
from governance.cast import CHICAGO, Cast
from governance.health import Check
from posts.models import Status
from tests import people
from tests.posts.statuses import in_status

pytestmark = pytest.mark.django_db
STUCK = (Status.UNKNOWN, Status.MISSED, Status.REFUSED, Status.APPROVED, Status.TAKING_DOWN, Status.STOPPED)


@pytest.fixture
def at() -> datetime:
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def chicago(db: None, at: datetime) -> Cast:
    """On duty since longer ago than the cast of `chicago_lately`."""
    return people.engage_on_duty(house=CHICAGO, at=at)


@pytest.fixture
def well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worker, beat and sequencer give their signs."""
    for part in ("worker", "beat", "sequencer"):
        monkeypatch.setitem(health.CHECKS, part, lambda: Check(ok=True, says="It works."))


def page_for(engaged: Cast, who: str) -> str:
    client = Client()
    client.force_login(engaged.people[who])
    return client.get(reverse("trouble")).content.decode()


@pytest.mark.usefixtures("well")
def test_when_all_is_well_the_page_says_so(chicago: Cast) -> None:
    assert "Nothing is stuck." in page_for(chicago, "natarajan")


def test_a_silent_worker_is_told_first(chicago: Cast) -> None:
    assert "The worker has given no sign of life yet." in page_for(chicago, "natarajan")


@pytest.mark.usefixtures("well")
def test_everything_that_is_stuck_stands_there_in_few_queries(chicago: Cast, at: datetime) -> None:
    for status in STUCK:
        for _ in range(2):
            in_status(status, engaged=chicago, at=at)
    OutletAccount.objects.filter(pk=chicago.accounts["014"].pk).update(
        health=Health.SUSPENDED, troubled_at=at
    )
    client = Client()
    client.force_login(chicago.people["whitfield"])
    client.get(reverse("trouble"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(reverse("trouble")).content.decode()
    assert len(asked) <= 20
    for words in (
        "Nobody knows whether it went out",
        "2 missed their time",
        "The network refused it",
        "The network has suspended this account.",
        "2 posts wait behind it",
        "Waiting longer than it should",
        "Takedowns not done",
        "2 posts wait to be released",
    ):
        assert words in page
