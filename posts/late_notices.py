"""Whom lateness tells: a post missed its time, was not decided by it, or is late beyond its approvals."""

from datetime import datetime, timedelta

from django.urls import reverse

from accounts import outbox
from accounts.models import Member, Message
from posts.models import Post
from posts.notices import authors, leads, no_longer_wanted, tell

MISSED = "missed"
ONCE_IN = timedelta(hours=1)
"""Whoever was told of a missed post finds the others of the same outage on the same page."""


def missed(*, post: Post, at: datetime) -> None:
    """Tell authors and leads, each of them once for a whole outage."""
    people = {member.pk: member for member in authors(post) + leads(post, at)}
    told = Message.objects.filter(to__in=people, kind=MISSED, written_at__gt=at - ONCE_IN)
    for member_id in told.values_list("to_id", flat=True):
        people.pop(member_id, None)
    outbox.write(
        to=people.values(),
        kind=MISSED,
        subject="Posts missed their time",
        body=f"A post of the {post.unit.short_name} missed its time and does not go out by itself any more. Others may "
        "have, too. One page lists them: send each now, give it a new time, or withdraw it.",
        link=reverse("missed"),
        at=at,
        about_post_id=post.pk,
    )


def not_decided(*, post: Post, at: datetime) -> None:
    """Tell authors and leads that nobody decided in time."""
    no_longer_wanted(post=post)
    tell(
        post,
        authors(post) + leads(post, at),
        "not_decided",
        "A post was not approved by its time",
        f"Nobody decided about a post of the {post.unit.short_name} by its time, so it went back to its author. "
        "Give it another time and submit it again.",
        at,
    )


def approval_is_over(*, post: Post, by: Member, at: datetime) -> None:
    """Tell the authors that a late post needs its approvals again."""
    tell(
        post,
        authors(post),
        "approval_is_over",
        "A late post needs its approval again",
        f"{by.titled_name} wanted it out at a time to which its approvals do not reach. Look at its words and its "
        "time, then submit it again.",
        at,
    )
