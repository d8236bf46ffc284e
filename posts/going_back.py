"""What goes back to its author without a verdict, and the other of a pair with it: half a pair never goes out alone.

Residents are told the same in both languages, or nobody is told it by approvals that were given for both.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from audit import trail
from posts import halves, notices
from posts.models import (
    Approval,
    Post,
    Publication,
    PublicationState,
    Status,
    Turn,
    Verdict,
)

WAITS = (Status.IN_REVIEW, Status.APPROVED, Status.STOPPED, Status.MISSED)
"""Where a post waits for a verdict, its time or a person: from there it goes back."""


def take(*, posts: Sequence[Post], at: datetime, told: bool = False, wait: bool = True) -> list[int]:
    """Return posts that wait, whose locks the caller holds and of which it writes why; and the others of their pairs.

    The ids of those others. Their authors are told, but nobody who wrote what the caller returns, and nobody at all
    where it has `told`. One that another act holds is waited for or, without `wait`, left to the gate. As many
    statements for one post alone as for a thousand.
    """
    _return(posts, at)
    ids = [post.pk for post in posts]
    originals = [post.translates_id for post in posts if post.translates_id is not None]
    others = Post.objects.filter(Q(pk__in=originals) | Q(translates__in=ids), status__in=WAITS)
    return _along(others.exclude(pk__in=ids), at, told=told, wait=wait)


def withdraw(*, posts: Sequence[Post], at: datetime) -> None:
    """End posts that have not gone out, whose locks the caller holds and of which it writes why; none is of a pair."""
    _return(posts, at, Status.WITHDRAWN)


def approved_with(*, post: Post, at: datetime) -> list[int]:
    """Return the other of a pair that was approved in one act with a post that has just ended; its id, if any.

    What no approval was given for is decided about alone.
    """
    same = Approval.objects.filter(
        revision=post.revision_id,
        verdict=Verdict.APPROVED,
        decided_by=OuterRef("decided_by"),
        decided_at=OuterRef("decided_at"),
    )
    given = Approval.objects.filter(Exists(same), revision=OuterRef("revision"), verdict=Verdict.APPROVED)
    pair = Q(pk=post.translates_id) | Q(translates=post)
    return _along(Post.objects.filter(pair, Exists(given), status__in=WAITS), at)


def _return(posts: Sequence[Post], at: datetime, status: Status = Status.RETURNED) -> None:
    ids = [post.pk for post in posts]
    Turn.objects.filter(post__in=ids).delete()
    due = Publication.objects.filter(post__in=ids, state=PublicationState.DUE)
    due.update(state=PublicationState.CANCELLED)
    notices.none_wanted(posts=[post for post in posts if post.status == Status.IN_REVIEW])
    Post.objects.filter(pk__in=ids).update(status=status, due_at=None, changed_at=at)
    for post in posts:
        post.status, post.due_at, post.changed_at = status, None, at


def _along(others: QuerySet[Post], at: datetime, *, told: bool = False, wait: bool = True) -> list[int]:
    locked = others.select_for_update(of=("self",), skip_locked=not wait).select_related("unit")
    beside = [(post, halves.other_of(post=post)) for post in locked.order_by("pk")]
    found = [(post, first) for post, first in beside if first is not None]
    for post, first in found:
        _return([post], at)
        trail.record(
            verb="post.went_back_with",
            agency_id=post.agency_id,
            actor_id=None,
            subject_id=post.pk,
            at=at,
            with_id=first.pk,
        )
        if not told:
            _tell(post, first, at)
    return [post.pk for post, _ in found]


def _tell(post: Post, first: Post, at: datetime) -> None:
    know = {member.pk for member in notices.authors(first)}
    notices.tell(
        post,
        [member for member in notices.authors(post) if member.pk not in know],
        "went_back_with",
        f"A post of the {post.unit.short_name} went back with its pair",
        f"The post in {halves.name_of(post=first)}, its pair, does not go out as it was approved. The two were to go "
        "out together, so this one went back as well. See the page of the other for what is missing.",
        at,
    )
