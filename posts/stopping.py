"""Acts that take away: stop, release, take down. In one order with claims (posts.order)."""

from datetime import datetime

from django.db import transaction

from accounts.models import Member
from posts import notices, order, publications, remarks, workflow
from posts.actions import Action
from posts.models import Post, Publication, PublicationState, RemarkKind, Status, Stop
from posts.workflow import Taken, WrongStatus

_CLAIMED = frozenset({Status.SENDING, Status.PUBLISHED, Status.UNKNOWN})


@transaction.atomic
def stop(*, post_id: int, actor: Member, reason: str, at: datetime) -> Post:
    """Stop a post before it goes out; one that was claimed first is taken down instead (CPD-TW.V.B.5).

    Raises what workflow.begin raises.
    """
    order.taking_away(agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.STOP, actor=actor, at=at)
    if taken.post.status in _CLAIMED:
        return _take_down(taken, reason)
    placed = Stop.objects.create(
        agency_id=taken.post.agency_id,
        post=taken.post,
        reason=reason,
        placed_by=actor,
        placed_at=at,
        held_role=taken.role,
    )
    post = workflow.finish(
        taken, verb="post.stopped", status=Status.STOPPED, stop_id=placed.pk, on_duty=taken.on_duty
    )
    notices.stopped(post=post, by=actor, at=at)
    return post


@transaction.atomic
def release(*, post_id: int, actor: Member, at: datetime) -> Post:
    """End the stop: the post is again where its approvals put it, and goes out at its time or at once."""
    order.taking_away(agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.RELEASE, actor=actor, at=at)
    placed = Stop.objects.select_for_update().get(post=taken.post, released_at__isnull=True)
    placed.released_by, placed.released_at = actor, at
    placed.save(update_fields=["released_by", "released_at"])
    publications.hand_over_at_once(post=taken.post)
    if taken.standing.fully_approved:
        status = Status.APPROVED
    else:
        status = Status.IN_REVIEW
        taken.post.needs_role = taken.standing.waiting[0].role
    post = workflow.finish(taken, verb="post.released", status=status, stop_id=placed.pk)
    if status == Status.IN_REVIEW:
        notices.review_wanted(post=post, at=at)
    elif not Publication.objects.filter(post=post, state=PublicationState.DUE).exists():
        publications.open_for(post=post, due_at=post.due_at or at)
    notices.released(post=post, by=actor, at=at)
    return post


@transaction.atomic
def take_down(*, post_id: int, actor: Member, reason: str, at: datetime) -> Post:
    """Delete a post on the network; its record stays (invariant: taking down is not disposing)."""
    order.taking_away(agency_id=actor.agency_id)
    return _take_down(workflow.begin(post_id=post_id, action=Action.TAKE_DOWN, actor=actor, at=at), reason)


def _take_down(taken: Taken, reason: str) -> Post:
    publication = publications.current(post=taken.post)
    if publication is None:
        raise WrongStatus(taken.post)
    # Where nobody knows whether it is out, it is deleted as soon as it is found.
    publication.takedown_asked = True
    status = None
    if publication.state == PublicationState.PUBLISHED:
        publication.state, publication.due_at = PublicationState.DELETING, taken.at
        publication.dispatched_at = None
        status = Status.TAKING_DOWN
    publication.save()
    _, sealed = remarks.keep(taken, kind=RemarkKind.TAKEDOWN, words=reason)
    post = workflow.finish(
        taken,
        verb="post.takedown_asked",
        status=status,
        publication_id=publication.pk,
        on_duty=taken.on_duty,
        reason_sealed=sealed,
    )
    notices.takedown_asked(post=post, by=taken.actor, at=taken.at)
    return post
