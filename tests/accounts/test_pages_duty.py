"""Going on and off duty from the top of the page."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from accounts import duty
from accounts.models import Member, Tour
from governance import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def reyes(chicago_off_duty: cast.Cast) -> Member:
    return chicago_off_duty.reyes


@pytest.fixture
def client(reyes: Member) -> Client:
    made = Client()
    made.force_login(reyes)
    return made


def said(answer: object) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_a_tour_is_begun_extended_and_ended(client: Client, reyes: Member) -> None:
    assert "You are on duty until" in said(client.post("/duty/start/"))
    ends_at = Tour.objects.get(member=reyes).ends_at
    assert "Your tour now ends at" in said(client.post("/duty/extend/", {"reason": "held_over"}))
    assert "Noted: Bus broke down." in said(client.post("/duty/extend/", {"words": "Bus broke down"}))
    tour = Tour.objects.get(member=reyes)
    assert tour.ends_at == ends_at + timedelta(hours=2 * duty.EXTENSION_HOURS)
    assert tour.reason == "Shift held over; Bus broke down"
    assert "Your tour has ended" in said(client.post("/duty/end/"))
    assert duty.current(member=reyes, at=timezone.now()) is None


def test_a_tour_that_has_ended_cannot_be_extended(client: Client) -> None:
    assert "had ended already" in said(client.post("/duty/extend/", {"reason": "relief"}))


@pytest.mark.parametrize("typed", [{}, {"words": " "}, {"reason": "because"}, {"words": "x" * 121}])
def test_no_tour_goes_on_without_a_reason(client: Client, reyes: Member, typed: dict[str, str]) -> None:
    tour = duty.start(member=reyes, at=timezone.now())
    assert "Your tour ends as before" in said(client.post("/duty/extend/", typed))
    assert Tour.objects.get().ends_at == tour.ends_at


def test_whoever_is_on_two_tours_ends_both(client: Client, reyes: Member) -> None:
    at = timezone.now()
    duty.start(member=reyes, at=at)
    Tour.objects.create(agency=reyes.agency, member=reyes, started_at=at, ends_at=at + timedelta(hours=3))
    client.post("/duty/end/")
    assert duty.current(member=reyes, at=timezone.now()) is None


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/messages/", "/messages/"),
        ("", "/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\elsewhere.example", "/"),
    ],
)
def test_the_member_stays_on_the_page_and_in_the_portal(client: Client, asked: str, reached: str) -> None:
    assert client.post("/duty/start/", {"next": asked})["Location"] == reached


@pytest.mark.parametrize("act", ["start", "extend", "end"])
def test_following_a_link_changes_no_tour(client: Client, act: str) -> None:
    assert client.get(f"/duty/{act}/").status_code == 405
    assert not Tour.objects.exists()
