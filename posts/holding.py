"""What wide stops hold: swept up when a stop is placed, caught when it is approved under one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Member
from audit import trail
from posts import chain, coverage, publications
from posts.models import WIDE, Hold, Post, Publication, PublicationState, Revision, Status, Stop

GOING_OUT = (Status.SENDING, Status.UNKNOWN)
"""Claimed before the stop: only a takedown answers these."""


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What a stop found in its scope."""

    held: Sequence[int]
    """Approved posts that now wait for their release, by id."""
    going_out: Sequence[int]
    """Posts that were already claimed, by id."""


def sweep(*, stop: Stop, at: datetime) -> Swept:
    """Hold every approved post that a new stop covers: the same few statements for one post or a thousand.

    The caller holds the exclusive side of the agency's lock, so no claim is under way.
    """
    covered = coverage.under(stop=stop)
    approved = covered.filter(status=Status.APPROVED).select_for_update(of=("self",)).order_by("pk")
    held = list(approved.values_list("pk", flat=True))
    Post.objects.filter(pk__in=held).update(status=Status.STOPPED, changed_at=at)
    _keep(stop, held, stop.placed_by, at)
    going_out = list(covered.filter(status__in=GOING_OUT).order_by("pk").values_list("pk", flat=True))
    hold_threads(post_ids=going_out, at=at)
    return Swept(held=held, going_out=going_out)


def hold_threads(*, post_ids: Sequence[int], at: datetime) -> None:
    """Under a stop threads that are going out end behind the part that was claimed; the rest is a person's to send."""
    waiting = Publication.objects.filter(post_id__in=post_ids, part__gt=0, state=PublicationState.DUE)
    threads = Post.objects.select_for_update(of=("self",)).filter(pk__in=waiting.values("post_id"))
    for post in threads.order_by("pk"):
        chain.hold_the_rest(post_ids=[post.pk], why="A stop was placed before it could go out.")
        states = [PublicationState(row.state) for row in chain.parts_of(post=post)]
        post.status, post.changed_at = chain.status_of(states) or post.status, at
        post.save(update_fields=["status", "changed_at"])


def await_its_time(*, post: Post, revision: Revision, at: datetime) -> None:
    """Open the publication of a version that has just become approved; under a stop it is held instead of going out.

    The caller took the shared side of the agency's lock before it locked the post: no stop is placed meanwhile.
    """
    publications.open_for(post=post, revision=revision, due_at=post.due_at or at)
    if keep_under_stop(post=post, at=at):
        post.status = Status.STOPPED
        post.save(update_fields=["status"])


def keep_under_stop(*, post: Post, at: datetime) -> bool:
    """Write down which wide stop in force holds a post, the earliest; whether there is one.

    The caller holds the agency's lock, either side, and the row lock of the post.
    """
    stop = coverage.over(post=post).filter(scope__in=WIDE).order_by("placed_at", "pk").first()
    if stop is None:
        return False
    _keep(stop, [post.pk], None, at)
    return True


def left_by(*, stop: Stop) -> list[int]:
    """The posts that a stop held and that still wait to be released, by id."""
    still = Post.objects.filter(holds__stop=stop, status=Status.STOPPED)
    return list(still.order_by("pk").values_list("pk", flat=True).distinct())


def last_stop(*, post: Post) -> int | None:
    """The id of the wide stop that held a post last."""
    return Hold.objects.filter(post=post).order_by("-pk").values_list("stop_id", flat=True).first()


def _keep(stop: Stop, post_ids: Sequence[int], actor: Member | None, at: datetime) -> None:
    """A row and an event for each post: its history says why it was held, and by which stop."""
    Hold.objects.bulk_create(Hold(stop=stop, post_id=post_id, held_at=at) for post_id in post_ids)
    trail.record_each(
        verb="post.held",
        agency_id=stop.agency_id,
        actor_id=actor.pk if actor else None,
        subject_ids=post_ids,
        at=at,
        stop_id=stop.pk,
    )
