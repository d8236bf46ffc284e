"""Units that post nothing for as long as the agency set: told once a spell, and never while they are stopped."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Agency, Member, Message
from governance.cast import Cast
from posts import stopping
from posts.coordination import quiet
from posts.models import Publication, QuietSpell, Scope, Status
from posts.stops import Target
from tests.posts.statuses import in_status

DAY = timedelta(days=1)


def told(chicago: Cast, *, at: datetime) -> list[str]:
    """The units that are told at a moment, by number."""
    numbers = {unit.pk: number for number, unit in chicago.units.items()}
    return sorted(
        numbers[unit_id]
        for unit_id, since in quiet.owed(at=at)
        if quiet.tell(unit_id=unit_id, since=since, at=at)
    )


@pytest.fixture
def posted_at(chicago: Cast, at: datetime) -> datetime:
    """When the 14th's last post went out, in an agency that is told after a week."""
    Agency.objects.filter(pk=chicago.agency.pk).update(quiet_days=7)
    post = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    published_at = Publication.objects.get(post=post).published_at
    assert published_at is not None
    return published_at


def test_cpd_tw_v_b_1_and_v_d_7_a_silence_longer_than_the_agency_set_is_told_once(
    chicago: Cast, posted_at: datetime
) -> None:
    others = ["001", "018"]
    assert told(chicago, at=posted_at + 7 * DAY - timedelta(seconds=1)) == others
    assert told(chicago, at=posted_at + 7 * DAY) == ["014"]
    assert told(chicago, at=posted_at + 30 * DAY) == []
    letters = Message.objects.filter(kind="unit_quiet", subject="No post of the 014th District for 7 days")
    assert {letter.to.log_on_id for letter in letters if letter.to} == {"whitfield", "brody", "okafor"}
    assert all(letter.link == "/insights/cadence/" for letter in letters)


def first_page(member: Member, *, at: datetime) -> str:
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(member)
        return client.get(reverse("home")).content.decode()


QUIET = "Quiet for longer than set"


def test_a_silence_stands_on_the_first_page_until_the_unit_posts_again_cpd_tw_v_b_1(
    chicago: Cast, posted_at: datetime
) -> None:
    before, at = posted_at + 6 * DAY, posted_at + 8 * DAY
    assert told(chicago, at=before) == ["001", "018"]
    assert QUIET not in first_page(chicago.whitfield, at=before)
    assert told(chicago, at=at) == ["014"]
    for who in ("whitfield", "okafor", "natarajan"):
        page = first_page(chicago.people[who], at=at)
        assert QUIET in page and "014th District" in page and "There is no number to reach" in page, who
    assert "001st District" not in first_page(chicago.whitfield, at=at)
    for who in ("reyes", "washington"):
        assert QUIET not in first_page(chicago.people[who], at=at), who
    hers = first_page(chicago.hale, at=at)
    assert "001st District" in hers and "014th District" not in hers, "who leads another unit reads of that"

    Publication.objects.filter(published_at=posted_at).update(published_at=at)
    assert QUIET not in first_page(chicago.whitfield, at=at + DAY)


def test_no_silence_stands_there_that_was_ordered_or_that_nobody_set_cpd_tw_v_b_1(
    chicago: Cast, posted_at: datetime
) -> None:
    at = posted_at + 8 * DAY
    told(chicago, at=at)
    assert QUIET in first_page(chicago.whitfield, at=at)
    Agency.objects.filter(pk=chicago.agency.pk).update(quiet_days=None)
    assert QUIET not in first_page(chicago.whitfield, at=at)
    Agency.objects.filter(pk=chicago.agency.pk).update(quiet_days=7)
    target = Target(scope=Scope.UNIT, unit=chicago.units["014"])
    stopping.place(target=target, reason="Wait.", actor=chicago.natarajan, at=at)
    assert QUIET not in first_page(chicago.whitfield, at=at)


def test_a_new_silence_is_told_anew(chicago: Cast, posted_at: datetime) -> None:
    told(chicago, at=posted_at + 7 * DAY)
    Publication.objects.filter(published_at=posted_at).update(published_at=posted_at + 10 * DAY)
    assert told(chicago, at=posted_at + 16 * DAY) == []
    assert told(chicago, at=posted_at + 17 * DAY) == ["014"]
    assert QuietSpell.objects.filter(unit=chicago.units["014"]).count() == 2


def test_a_unit_that_posts_in_this_instant_is_told_nothing(chicago: Cast, posted_at: datetime) -> None:
    at = posted_at + 8 * DAY
    asked = dict(quiet.owed(at=at))
    Publication.objects.filter(published_at=posted_at).update(published_at=at)
    unit = chicago.units["014"].pk
    assert not quiet.tell(unit_id=unit, since=asked[unit], at=at)


def test_nobody_is_told_where_the_agency_set_no_time(chicago: Cast, posted_at: datetime) -> None:
    Agency.objects.filter(pk=chicago.agency.pk).update(quiet_days=None)
    assert quiet.owed(at=posted_at + 99 * DAY) == []


@pytest.mark.parametrize("scope", [Scope.UNIT, Scope.DEPARTMENT])
def test_nobody_is_told_of_a_silence_that_was_ordered(
    chicago: Cast, posted_at: datetime, scope: Scope, at: datetime
) -> None:
    unit = {"unit": chicago.units["014"]} if scope == Scope.UNIT else {}
    target = Target(scope=scope, **unit)
    stopping.place(target=target, reason="Wait.", actor=chicago.natarajan, at=posted_at)
    assert "014" not in told(chicago, at=posted_at + 8 * DAY)
