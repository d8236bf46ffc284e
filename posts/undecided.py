"""What nobody approved by its slot goes back to its author: it cannot be approved into the past unnoticed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts import order
from accounts.models import Agency
from audit import trail
from posts import going_back, halves, late_notices, lateness, slots
from posts.models import Post, Revision, Status, Turn
from posts.standing import Standing


@dataclass(frozen=True, kw_only=True)
class Late:
    """What whoever decides must know of a version whose time came while it was under review."""

    was: datetime
    """Its slot; for one without, the last moment it was asked for. UTC."""
    until: datetime | None
    """The last moment at which it can be approved, UTC; it then goes out at once."""
    over: bool
    """Whether that moment has passed: it goes back to its author."""
    last_step: bool
    """Whether nothing but one approval is missing."""


class TimeIsOver(Exception):
    """Nobody can approve it any more: its time, and how late it goes out by itself, are over."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


def over(*, revision: Revision, now: datetime) -> bool:
    """Whether an approval would come too late for it to go out by itself."""
    last = lateness.decided_until(revision=revision)
    return last is not None and now > last


def late(*, revision: Revision, standing: Standing, now: datetime) -> Late | None:
    """How a version under review stands to its time; None before it, and while a stop holds what is approved."""
    was, gone = revision.not_before or revision.not_after, over(revision=revision, now=now)
    if was is None or now <= was or (standing.under and not gone):
        return None
    return Late(
        was=was,
        until=lateness.decided_until(revision=revision),
        over=gone,
        last_step=len(standing.left) == 1 and not standing.with_offices,
    )


def refuse(*, post: Post, revision: Revision, now: datetime) -> None:
    """Raise TimeIsOver where an approval would come too late."""
    if over(revision=revision, now=now):
        was = revision.not_before or revision.not_after or now
        told = slots.in_words(was, zone=post.account.agency.tzinfo)
        raise TimeIsOver(
            f"Its time was {told}, so it cannot be approved any more. It goes back to its author for another time."
        )


def owed(*, at: datetime, limit: int = 200) -> list[int]:
    """The posts in review that a person had to decide about by now, and did not. One query an installation."""
    begun = Q(revision__not_before__lt=at) | Q(revision__not_after__lt=at)
    late = Post.objects.filter(
        begun,
        Exists(Turn.objects.filter(post=OuterRef("pk"))),
        agency_id__in=Agency.objects.values("pk"),
        status=Status.IN_REVIEW,
    ).select_related("revision")
    rows = late.order_by("due_at", "pk")[:limit]
    return [post.pk for post in rows if post.revision and over(revision=post.revision, now=at)]


@transaction.atomic
def send_back(*, post_id: int, at: datetime) -> bool:
    """Return it to its author, and tell; whether it was still to be. Approvals that it has stay as history."""
    post = Post.objects.select_related("account__agency", "unit", "revision", "author").get(pk=post_id)
    order.claiming(agency_id=post.agency_id)
    halves.locked(post_ids=[post_id], agency_id=post.agency_id)
    post.refresh_from_db(fields=["status", "revision"])
    revision = post.revision
    waits = post.status == Status.IN_REVIEW and Turn.objects.filter(post=post).exists()
    if revision is None or not waits or not over(revision=revision, now=at):
        return False
    going_back.take(posts=[post], at=at)
    trail.record(
        verb="post.not_decided",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=at,
        revision_id=revision.pk,
    )
    late_notices.not_decided(post=post, at=at)
    return True


def sweep(*, at: datetime) -> list[int]:
    """Return what is owed; the ids of what went back."""
    return [post_id for post_id in owed(at=at) if send_back(post_id=post_id, at=at)]
