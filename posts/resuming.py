"""Sending the rest of a thread of which only some parts are out: what a person decides."""

from datetime import datetime

from django.db import transaction

from accounts import order
from accounts.models import Member
from posts import chain, publications, workflow
from posts.actions import Action
from posts.models import Post, PublicationState


@transaction.atomic
def send_the_rest(*, post_id: int, actor: Member, at: datetime) -> Post:
    """Let the parts that are not out go out after those that are, through the gate like the first time.

    The approval stands: it was given for every part. Raises what workflow.begin raises.
    """
    order.claiming(agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.SEND_REST, actor=actor, at=at)
    taken.post.due_at = at  # whoever sends it says that it is still good
    publications.open_for(post=taken.post, revision=taken.revision, due_at=at)
    parts = chain.parts_of(post=taken.post)
    following = next(row for row in parts if row.state == PublicationState.DUE)
    return workflow.finish(
        taken,
        verb="post.rest_sent",
        status=chain.status_of([PublicationState(row.state) for row in parts]),
        publication_id=following.pk,
    )
