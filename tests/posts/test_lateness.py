"""How late a post still goes out by itself: its kind says it, the version keeps it, the gate keeps to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from accounts.models import Message
from directives.pack import load_pack
from governance.cast import Cast
from outlets.outcomes import RateLimited
from posts import publishing, settling, stopping
from posts.models import Attempt, Post, Publication, PublicationState, Status
from tests import people

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TIP = 60
"""The minutes of a safety tip."""


def approved(
    engaged: Cast, at: datetime, slot: datetime | None = None, decided_at: datetime | None = None
) -> Post:
    """A tip for a slot, or for as soon as approved."""
    written = replace(people.TIP, send_at=slot)
    post = people.submitted(engaged=engaged, written=written, at=at)
    return people.approve(post=post, by=engaged.whitfield, at=decided_at or at)


def claimed(post: Post, at: datetime) -> str:
    """Where a post is after a worker has asked for it at a moment."""
    publication = Publication.objects.filter(post=post).latest("pk")
    publishing.claim(publication_id=publication.pk, now_by=lambda: at)
    post.refresh_from_db()
    return post.status


@pytest.mark.parametrize(
    ("pack", "kind", "late", "urgent"),
    [
        ("chicago", "safety_tip", 60, False),
        ("chicago", "arrest", 30, False),
        ("chicago", "evidence", 60, True),
        ("alsip", "traffic", 15, True),
        ("alsip", "information_request", 30, True),
        ("alsip", "recruitment", 120, False),
    ],
)
def test_the_pack_says_how_late_and_how_urgent_each_kind_is(
    pack: str, kind: str, late: int, *, urgent: bool
) -> None:
    category = load_pack(pack).category(key=kind)
    assert category is not None
    assert (category.late_minutes, category.urgent) == (late, urgent)


def test_the_version_keeps_what_the_pack_said(chicago: Cast, at: datetime) -> None:
    revision = approved(chicago, at, at + HOUR).revision
    assert revision is not None
    assert (revision.late_minutes, revision.urgent) == (TIP, False)
    assert revision.by_itself_until == at + HOUR + TIP * MINUTE


@pytest.mark.parametrize(("minutes", "goes"), [(TIP, True), (TIP + 1, False)])
@pytest.mark.parametrize("slot", [None, HOUR], ids=["as soon as approved", "for a slot"])
def test_it_goes_out_by_itself_until_its_margin_is_over(
    chicago: Cast, at: datetime, slot: timedelta | None, minutes: int, *, goes: bool
) -> None:
    post = approved(chicago, at, at + slot if slot else None, decided_at=at + 5 * MINUTE)
    begins = at + (slot or 5 * MINUTE)
    assert claimed(post, begins + minutes * MINUTE) == (Status.SENDING if goes else Status.MISSED)


def test_a_slot_counts_also_for_who_approved_after_it(chicago: Cast, at: datetime) -> None:
    post = approved(chicago, at, at + HOUR, decided_at=at + HOUR + 50 * MINUTE)
    assert post.due_at == at + HOUR
    assert claimed(post, at + HOUR + (TIP + 1) * MINUTE) == Status.MISSED


def test_an_approved_latest_time_does_not_let_it_go_by_itself_later(chicago: Cast, at: datetime) -> None:
    written = replace(people.TIP, send_at=at + HOUR, send_until=at + 48 * HOUR)
    post = people.approve(
        post=people.submitted(engaged=chicago, written=written, at=at), by=chicago.whitfield, at=at
    )
    assert claimed(post, at + 5 * HOUR) == Status.MISSED


def _rate_limited(post: Post, at: datetime) -> None:
    publication = Publication.objects.get(post=post)
    claim = publishing.claim(publication_id=publication.pk, now_by=lambda: at)
    assert claim is not None
    until = at + 90 * MINUTE
    settling.settle(
        attempt_id=claim.attempt_id, outcome=RateLimited(until=until, scope="window", exchange=None), at=at
    )


def _account_out_of_reach(post: Post, at: datetime) -> None:
    account = post.account
    account.status = "retired"
    account.save(update_fields=["status"])
    assert claimed(post, at) == Status.APPROVED
    account.status = "active"
    account.save(update_fields=["status"])


@pytest.mark.parametrize("trouble", [_rate_limited, _account_out_of_reach])
def test_a_wait_for_the_network_or_the_account_is_lateness(
    chicago: Cast, at: datetime, trouble: Callable[[Post, datetime], None]
) -> None:
    post = approved(chicago, at)
    trouble(post, at + MINUTE)
    assert claimed(post, at + 95 * MINUTE) == Status.MISSED
    assert Attempt.objects.filter(publication__post=post, outcome="").count() == 0


@pytest.mark.parametrize(
    ("after", "status"),
    [(2 * HOUR, Status.SENDING), (4 * HOUR, Status.MISSED)],
    ids=["within the margin of its release", "later than that"],
)
def test_how_late_a_released_post_is_counts_from_its_release(
    chicago: Cast, at: datetime, after: timedelta, status: Status
) -> None:
    post = approved(chicago, at, at + HOUR)
    stopping.stop(post_id=post.pk, actor=chicago.whitfield, reason="A doubt.", at=at + MINUTE)
    stopping.release(post_id=post.pk, actor=chicago.whitfield, at=at + 90 * MINUTE + HOUR)
    assert claimed(post, at + after + HOUR) == status


def test_a_release_after_the_approved_window_sends_nothing(chicago: Cast, at: datetime) -> None:
    written = replace(people.TIP, send_at=at + HOUR, send_until=at + 2 * HOUR)
    post = people.approve(
        post=people.submitted(engaged=chicago, written=written, at=at), by=chicago.whitfield, at=at
    )
    stopping.stop(post_id=post.pk, actor=chicago.whitfield, reason="A doubt.", at=at + MINUTE)
    assert (
        stopping.release(post_id=post.pk, actor=chicago.whitfield, at=at + 3 * HOUR).status == Status.MISSED
    )
    assert Publication.objects.get(post=post).state == PublicationState.CANCELLED


def test_of_what_missed_its_time_people_read_when_it_was(chicago: Cast, at: datetime) -> None:
    post = approved(chicago, at, at + HOUR)
    claimed(post, at + 5 * HOUR)
    assert (post.status, post.due_at) == (Status.MISSED, at + HOUR)
    assert Message.objects.filter(about_post_id=post.pk, kind="missed").exists()
