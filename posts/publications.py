"""Opening and cancelling the publications of a post, one a part; the row lock of the post is held by the caller."""

from collections.abc import Sequence
from datetime import datetime

from posts import chain, dispatching
from posts.models import Post, Publication, PublicationState, Revision, SecondCopy, Status
from posts.models.publication import OPEN_STATES

_COUNTS: dict[str, int] = {
    state: place
    for place, state in enumerate(
        (
            PublicationState.SENDING,
            PublicationState.UNKNOWN,
            PublicationState.REFUSED,
            PublicationState.DELETING,
        )
    )
}
"""Which part of a thread is looked at first."""


def open_for(*, post: Post, revision: Revision, due_at: datetime) -> None:
    """The publications of an approved version, due at a moment: one a part, each behind the one before it.

    Parts that are out stay as they are. The database allows one open one a part.
    """
    dispatching.nudge(post_id=post.pk)
    there = {row.part: row for row in chain.parts_of(post=post)} if revision.parts > 1 else {}
    before: Publication | None = None
    for part in range(revision.parts):
        row = there.get(part)
        if row is None or row.state not in OPEN_STATES:
            row = Publication.objects.create(
                post=post,
                revision=revision,
                account_id=post.account_id,
                part=part,
                after=before,
                due_at=due_at,
            )
        before = row


def cancel(*, post: Post) -> int:
    """Make sure that what has not been claimed is not sent, and say how many that were.

    What has been claimed is not the caller's to cancel.
    """
    return Publication.objects.filter(post=post, state=PublicationState.DUE).update(
        state=PublicationState.CANCELLED
    )


def bind(*, publication: Publication, number: str, url: str, published_at: datetime, at: datetime) -> Status:
    """The network shows it: published, or to be deleted where that was asked meanwhile; returns the post's status.

    The caller saves it.
    """
    publication.external_id, publication.url, publication.waiting_for = number, url, ""
    publication.published_at, publication.dispatched_at, publication.look_at = published_at, None, None
    status = Status.PUBLISHED
    publication.state = PublicationState.PUBLISHED
    if publication.takedown_asked:
        publication.state, publication.due_at = PublicationState.DELETING, at
        status = Status.TAKING_DOWN
    return status


def known(*, account_id: int, numbers: Sequence[str]) -> set[str]:
    """Those of an account's numbers that a publication is bound to, or that are a second copy of one: one query."""
    bound = Publication.objects.filter(account_id=account_id, external_id__in=numbers)
    copies = SecondCopy.objects.filter(publication__account_id=account_id, external_id__in=numbers)
    return set(
        bound.values_list("external_id", flat=True).union(copies.values_list("external_id", flat=True))
    )


def hand_over_at_once(*, post: Post) -> None:
    """Let what is due be taken as soon as this commits, whenever it was handed over before."""
    dispatching.nudge(post_id=post.pk)
    Publication.objects.filter(post=post, state=PublicationState.DUE).update(dispatched_at=None)


def current(*, post: Post) -> Publication | None:
    """The publication of the post that counts: of a thread the part that is under way or in trouble, else the last."""
    return counting(parts=chain.parts_of(post=post))


def counting(*, parts: Sequence[Publication]) -> Publication | None:
    """The same of the parts in order."""
    return min(reversed(parts), key=lambda row: _COUNTS.get(row.state, len(_COUNTS)), default=None)
