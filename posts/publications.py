"""Opening and cancelling the one publication of a post; the row lock of the post is held by the caller."""

from datetime import datetime

from django.db.models import Max

from posts import dispatching
from posts.models import Post, Publication, PublicationState, Status


def open_for(*, post: Post, due_at: datetime) -> Publication:
    """The publication of an approved post, due at a moment. The database allows one open one a post."""
    dispatching.nudge(post_id=post.pk)
    assert post.revision_id is not None  # noqa: S101  (the workflow approves only what is frozen)
    return Publication.objects.create(
        post=post, revision_id=post.revision_id, account_id=post.account_id, due_at=due_at
    )


def cancel(*, post: Post) -> None:
    """Make sure that what has not been claimed is not sent. What has been claimed is not the caller's to cancel."""
    Publication.objects.filter(post=post, state=PublicationState.DUE).update(state=PublicationState.CANCELLED)


def bind(*, publication: Publication, number: str, url: str, published_at: datetime, at: datetime) -> Status:
    """The network shows it: published, or to be deleted where that was asked meanwhile; returns the post's status."""
    publication.external_id, publication.url, publication.waiting_for = number, url, ""
    publication.published_at, publication.dispatched_at, publication.look_at = published_at, None, None
    status = Status.PUBLISHED
    publication.state = PublicationState.PUBLISHED
    if publication.takedown_asked:
        publication.state, publication.due_at = PublicationState.DELETING, at
        status = Status.TAKING_DOWN
    publication.save()
    return status


def hand_over_at_once(*, post: Post) -> None:
    """Let what is due be taken as soon as this commits, whenever it was handed over before."""
    dispatching.nudge(post_id=post.pk)
    Publication.objects.filter(post=post, state=PublicationState.DUE).update(dispatched_at=None)


def newest_number(*, account_id: int) -> str:
    """The bookmark of an account: a number below which nothing new appears; empty where none is known.

    The greatest as text, which an index answers: where numbers differ in length it may be an older one, never a newer
    one than any that is known.
    """
    bound = Publication.objects.filter(account_id=account_id).exclude(external_id="")
    newest: str | None = bound.aggregate(newest=Max("external_id"))["newest"]
    return newest or ""


def current(*, post: Post) -> Publication | None:
    """The publication of the post that counts: the open one, else the newest."""
    return Publication.objects.filter(post=post).order_by("-pk").first()
