"""Overruling: Communications takes back what was approved, until it is claimed."""

from datetime import datetime

from django.db import transaction

from accounts import order
from accounts.models import Member
from posts import notices, publications, remarks, workflow
from posts.actions import Action
from posts.models import Post, RemarkKind, Status, Verdict


@transaction.atomic
def overrule(*, post_id: int, verdict: Verdict, actor: Member, reason: str, at: datetime) -> Post:
    """The final judgement of Communications over what was approved and is not claimed yet (CPD-TW.V.E.3).

    It goes back to its author, or ends; it does not go out. The approvals stay as history. Raises what
    workflow.begin raises.
    """
    order.taking_away(agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.OVERRULE, actor=actor, at=at)
    returned = verdict == Verdict.RETURNED
    kind = RemarkKind.RECALLED if returned else RemarkKind.OVERRULED
    _, sealed = remarks.keep(taken, kind=kind, words=reason)
    publications.cancel(post=taken.post)
    taken.post.due_at = None
    post = workflow.finish(
        taken,
        verb="post.overruled",
        status=Status.RETURNED if returned else Status.REJECTED,
        revision_id=taken.revision.pk,
        to=verdict.value,
        on_duty=taken.on_duty,
        reason_sealed=sealed,
    )
    notices.overruled(post=post, by=actor, rejected=not returned, at=at)
    return post
