"""What a duty officer does with what is stuck: try again now, or give it up with a reason. Neither sends by itself."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.db.models import QuerySet

from accounts import order
from accounts.models import Member
from audit import trail
from posts import going_back, publications, remarks, workflow
from posts.actions import Action
from posts.models import Post, Publication, PublicationState, RemarkKind, Status
from posts.workflow import WrongStatus

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "out_of_date": "It is out of date",
        "told_elsewhere": "It was told in another way",
        "wrong": "Something in it is wrong",
        "network": "The network will not take it",
        "other": "Another reason",
    }
)
"""Why a post is given up, as a word for the trail and as a person chooses it."""


class NotYet(Exception):
    """Its time has not come: there is nothing to try again."""

    def __init__(self) -> None:
        super().__init__(
            "Its time has not come, so there is nothing to try again. Move it to let it go out earlier."
        )


@transaction.atomic
def try_now(*, post_id: int, actor: Member, at: datetime) -> Post:
    """Have a worker ask at once: to send what waits, to delete, or to read the account for what is unknown.

    The gate is asked as ever, so what holds it back may still do so. Raises NotYet and what workflow.begin raises.
    """
    taken = workflow.begin(post_id=post_id, action=Action.TRY_NOW, actor=actor, at=at)
    waiting = Publication.objects.select_for_update().filter(post=taken.post)
    if taken.post.status == Status.UNKNOWN:
        ids = _hurry(waiting.filter(state=PublicationState.UNKNOWN), look_at=at)
    elif taken.post.status == Status.TAKING_DOWN:
        ids = _hurry(waiting.filter(state=PublicationState.DELETING), due_at=at)
    else:
        if taken.post.due_at is not None and taken.post.due_at > at:
            raise NotYet
        ids = _hurry(waiting.filter(state=PublicationState.DUE), due_at=at)
    if not ids:
        raise WrongStatus(taken.post)
    # Of the post nothing has changed, so nothing of how long it waits begins anew.
    trail.record(
        verb="post.tried_again",
        agency_id=taken.post.agency_id,
        actor_id=actor.pk,
        subject_id=post_id,
        at=at,
        publication_id=ids[0],
        on_duty=taken.on_duty,
    )
    return taken.post


def _hurry(waiting: QuerySet[Publication], **when: datetime) -> list[int]:
    ids = list(waiting.order_by("part", "pk").values_list("pk", flat=True))
    Publication.objects.filter(pk__in=ids).update(dispatched_at=None, **when)
    return ids


@transaction.atomic
def give_up(*, post_id: int, why: str, reason: str, actor: Member, at: datetime) -> Post:
    """End what does not go out, with a reason; its author may still edit it and submit it again. Never needs a tour.

    Raises KeyError for a reason that is not in the list, and what workflow.begin raises.
    """
    said = REASONS[why]
    order.taking_away(agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.GIVE_UP, actor=actor, at=at)
    _, sealed = remarks.keep(taken, kind=RemarkKind.COMMENT, words=f"Given up. {said}. {reason}".strip())
    publications.cancel(post=taken.post)
    taken.post.due_at = None
    post = workflow.finish(
        taken,
        verb="post.given_up",
        status=Status.WITHDRAWN,
        why=why,
        on_duty=taken.on_duty,
        reason_sealed=sealed,
    )
    going_back.approved_with(post=post, at=at)
    return post
