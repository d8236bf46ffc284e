"""What missed its time: people send it now, give it a new time or withdraw it; late posts of an account are spaced."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from accounts.models import Message
from audit.models import Event
from governance.cast import Cast
from posts import missed, publishing, spacing, stopping, undecided
from posts.models import Attempt, Draft, Outcome, Post, Publication, Status
from tests import people
from tests.posts.statuses import in_status

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def missed_post(engaged: Cast, at: datetime, *, words: str = "", until: timedelta | None = None) -> Post:
    """A tip for an hour from `at` that no worker came to in time."""
    written = replace(people.TIP, text=words or people.TIP.text, send_at=at + HOUR)
    if until is not None:
        written = replace(written, send_until=at + until)
    post = people.submitted(engaged=engaged, written=written, at=at)
    people.approve(post=post, by=engaged.whitfield, at=at)
    claim(post, at + 3 * HOUR)
    assert post.status == Status.MISSED
    return post


def claim(post: Post, at: datetime) -> bool:
    """Whether a worker gets it at a moment."""
    publication = Publication.objects.filter(post=post).latest("pk")
    claimed = publishing.claim(publication_id=publication.pk, now_by=lambda: at)
    post.refresh_from_db()
    return claimed is not None


def test_sent_late_by_a_person_it_goes_out_as_it_was_approved(chicago: Cast, at: datetime) -> None:
    post, now = missed_post(chicago, at), at + 4 * HOUR
    sent = missed.send(post_id=post.pk, moment=now, actor=chicago.brody, at=now)
    assert (sent.status, sent.due_at) == (Status.APPROVED, now)
    assert claim(post, now + MINUTE)
    assert Event.objects.filter(verb="post.sent_late", subject_id=post.pk, actor_id=chicago.brody.pk).exists()


@pytest.mark.parametrize(("wait", "status"), [(90, Status.APPROVED), (150, Status.RETURNED)])
def test_a_new_time_holds_where_the_approvals_reach_and_goes_back_where_they_do_not(
    chicago: Cast, at: datetime, wait: int, status: Status
) -> None:
    post, now = missed_post(chicago, at, until=timedelta(hours=5)), at + 3 * HOUR
    moment = now + wait * MINUTE
    planned = missed.plan(post_id=post.pk, moment=moment, actor=chicago.reyes, at=now)
    assert planned.status == status
    if status == Status.RETURNED:
        assert Draft.objects.get(post=post).send_at == moment
        assert Message.objects.filter(about_post_id=post.pk, kind="approval_is_over").exists()
    else:
        assert planned.due_at == moment


def test_a_stop_in_force_holds_what_is_sent_late(chicago: Cast, at: datetime) -> None:
    post, now = missed_post(chicago, at), at + 4 * HOUR
    unit = stopping.Target(scope="unit", unit=chicago.units["014"])
    stopping.place(target=unit, reason="A check.", actor=chicago.okafor, at=now)
    assert missed.send(post_id=post.pk, moment=now, actor=chicago.brody, at=now).status == Status.STOPPED


def test_many_go_out_one_a_minute_on_each_account_urgent_kinds_first(chicago: Cast, at: datetime) -> None:
    posts = [in_status(Status.MISSED, engaged=chicago, at=at) for _ in range(3)]
    assert posts[2].revision is not None
    posts[2].revision.urgent = True
    found = missed.in_order(posts=posts, at=at)
    assert [(turn.post_id, turn.moment - at) for turn in found] == [
        (posts[2].pk, 0 * MINUTE),
        (posts[0].pk, 1 * MINUTE),
        (posts[1].pk, 2 * MINUTE),
    ]


@pytest.mark.parametrize(
    ("late", "urgent", "waits"),
    [(5, False, False), (20, False, True), (20, True, False)],
    ids=["on time", "late", "late and urgent"],
)
def test_after_an_outage_what_is_still_good_goes_out_one_a_minute(
    chicago: Cast, at: datetime, late: int, *, urgent: bool, waits: bool
) -> None:
    first, second = (people.approved(engaged=chicago, at=at) for _ in range(2))
    now = at + 5 * MINUTE + late * MINUTE
    assert claim(first, now)
    Attempt.objects.filter(publication__post=first).update(outcome=Outcome.PUBLISHED, settled_at=now)
    publication = Publication.objects.select_related("revision").get(post=second)
    publication.revision.urgent = urgent
    assert (spacing.waits(post=second, publication=publication, now=now) is not None) is waits
    if waits:
        assert not claim(second, now)
        assert claim(second, now + MINUTE)


def test_one_message_tells_of_a_whole_outage(chicago: Cast, at: datetime) -> None:
    for number in range(3):
        missed_post(chicago, at, words=f"Number {number}.")
    told = Message.objects.filter(kind="missed")
    assert told.count() == told.values("to").distinct().count() > 1


@pytest.mark.parametrize(("minutes", "back"), [(59, False), (61, True)])
def test_what_nobody_approved_by_its_time_goes_back(
    chicago: Cast, at: datetime, minutes: int, *, back: bool
) -> None:
    post = people.submitted(engaged=chicago, written=replace(people.TIP, send_at=at + HOUR), at=at)
    now = at + HOUR + minutes * MINUTE
    assert undecided.sweep(at=now) == ([post.pk] if back else [])
    post.refresh_from_db()
    assert (post.status == Status.RETURNED) is back
    assert Message.objects.filter(about_post_id=post.pk, kind="not_decided").exists() is back
    assert post.turns.exists() is not back


def test_nobody_approves_it_into_the_past(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=replace(people.TIP, send_at=at + HOUR), at=at)
    with pytest.raises(undecided.TimeIsOver, match="goes back to its author"):
        people.approve(post=post, by=chicago.whitfield, at=at + HOUR + 61 * MINUTE)
