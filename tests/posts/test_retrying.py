"""What a duty officer does with what is stuck, and the page on which a person decides what nobody knows."""

from datetime import datetime, timedelta
from itertools import repeat
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import authority
from accounts.authority import Authority
from audit.models import Event
from governance.cast import Cast
from outlets.outcomes import NotSent
from posts import history, publishing, retrying, settling, stuck
from posts.models import Post, Publication, Status
from tests import people
from tests.posts.statuses import in_status
from tests.posts.writing import signed_in

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("status", "asked"),
    [(Status.APPROVED, "due_at"), (Status.UNKNOWN, "look_at"), (Status.TAKING_DOWN, "due_at")],
)
def test_trying_again_asks_a_worker_at_once(chicago: Cast, at: datetime, status: Status, asked: str) -> None:
    post, now = in_status(status, engaged=chicago, at=at), at + 20 * MINUTE
    Publication.objects.filter(post=post).update(**{asked: at + timedelta(days=1)}, dispatched_at=at)
    held = authority.load(member=chicago.whitfield, at=now)
    before = ages(held)
    retrying.try_now(post_id=post.pk, actor=chicago.brody, at=now)
    assert before == ages(held) and before[post.pk] < now - 10 * MINUTE
    publication = Publication.objects.get(post=post)
    assert (getattr(publication, asked), publication.dispatched_at) == (now, None)
    assert Event.objects.filter(verb="post.tried_again", actor_id=chicago.brody.pk).count() == 1


def ages(held: Authority) -> dict[int, datetime]:
    """Since when each post on the page of trouble is stuck."""
    return {thing.post.pk: thing.since for group in stuck.groups(held).values() for thing in group.things}


def test_a_takedown_that_is_tried_each_minute_still_stands_among_what_is_not_done(
    chicago: Cast, at: datetime
) -> None:
    post = in_status(Status.TAKING_DOWN, engaged=chicago, at=at)
    now = at + 20 * MINUTE
    for wait in (3, 2, 1):
        publication = Publication.objects.get(post=post)
        tried_at = now - wait * MINUTE
        claim = publishing.claim(publication_id=publication.pk, now_by=repeat(tried_at).__next__)
        assert claim is not None
        unreached = NotSent(reason="no_connection", retry_at=tried_at + MINUTE)
        settling.settle(attempt_id=claim.attempt_id, outcome=unreached, at=tried_at)
    held = authority.load(member=chicago.whitfield, at=now)
    assert ages(held) == {post.pk: now - 3 * MINUTE}
    [thing] = stuck.groups(held)["not_gone"].things
    assert thing.why == "The network could not be reached."


def test_what_is_not_due_is_not_tried(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    with pytest.raises(retrying.NotYet):
        retrying.try_now(post_id=post.pk, actor=chicago.brody, at=at)


@pytest.mark.parametrize("status", [Status.APPROVED, Status.MISSED, Status.REFUSED])
def test_what_is_given_up_does_not_go_out_and_says_why(chicago: Cast, at: datetime, status: Status) -> None:
    post = in_status(status, engaged=chicago, at=at)
    given = retrying.give_up(
        post_id=post.pk, why="out_of_date", reason="The street is open.", actor=chicago.brody, at=at + MINUTE
    )
    assert given.status == Status.WITHDRAWN
    assert not Publication.objects.filter(post=post, state="due").exists()
    told = [
        entry.words for entry in history.of(Post.objects.select_related("account__agency").get(pk=post.pk))
    ]
    assert "Given up. It is out of date. The street is open." in told
    assert Event.objects.get(verb="post.given_up").keys["why"] == "out_of_date"


def test_a_reason_is_asked_for_and_the_post_stays(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    client = signed_in(chicago, "brody")
    for sent in ({"why": "", "reason": "The street is open."}, {"why": "other", "reason": " "}):
        page = client.post(reverse("give_up", args=[post.pk]), sent).content.decode()
        assert "The post is as it was." in page
        assert f"{sent['reason']}</textarea>" in page and reverse("give_up", args=[post.pk]) in page
    post.refresh_from_db()
    assert post.status == Status.APPROVED


def test_a_person_sees_what_the_account_shows_and_says_it_is_there(
    unclear: tuple[Cast, Post, str], out: tuple[Cast, Any]
) -> None:
    engaged, post, number = unclear
    other = {"account": post.account.handle, "text": "Coffee with us.", "id": str(int(number) + 1)}
    out[1].control("POST", "posts", other | {"created_at": timezone.now().isoformat()})
    client = signed_in(engaged, "brody")
    assert (
        "has not read the account for you yet"
        in client.get(reverse("decide_unknown", args=[post.pk])).content.decode()
    )
    page = client.post(reverse("read_account", args=[post.pk])).content.decode()
    assert "Coffee with us." in page and "Other words" in page
    assert "Exactly these words" in page and f'value="{number}"' in page
    client.post(reverse("found_post", args=[post.pk]), {"address": number})
    post.refresh_from_db()
    assert post.status == Status.PUBLISHED


def test_an_account_that_cannot_be_asked_is_said_so(unclear: tuple[Cast, Post, str], on_sandbox: Any) -> None:
    engaged, post, _ = unclear
    post.account.credential.delete()
    page = signed_in(engaged, "brody").post(reverse("read_account", args=[post.pk])).content.decode()
    assert "The account is not connected." in page


def test_every_group_holds_what_is_stuck_in_its_way(chicago: Cast, at: datetime) -> None:
    posts = {
        "unknown": in_status(Status.UNKNOWN, engaged=chicago, at=at),
        "missed": in_status(Status.MISSED, engaged=chicago, at=at),
        "partly": in_status(Status.PARTLY_OUT, engaged=chicago, at=at),
        "refused": in_status(Status.REFUSED, engaged=chicago, at=at),
        "slow": in_status(Status.APPROVED, engaged=chicago, at=at),
        "not_gone": in_status(Status.TAKING_DOWN, engaged=chicago, at=at),
    }
    held = authority.load(member=chicago.whitfield, at=at + 12 * MINUTE)
    found = {word: [thing.post.pk for thing in group.things] for word, group in stuck.groups(held).items()}
    assert found == {word: [post.pk] for word, post in posts.items()}
    assert stuck.deciding(held).count() == 4
    stranger = authority.load(member=chicago.people["hale"], at=at + 12 * MINUTE)
    assert not any(group.things for group in stuck.groups(stranger).values())
