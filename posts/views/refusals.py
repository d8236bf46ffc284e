"""Telling of a refusal after its rollback: the trail knows, and what the member lacked is noted."""

from django.db import transaction
from django.http import HttpRequest

from accounts import notes
from accounts.models import Outcome
from accounts.signin import at_of, authority_of, member_of
from audit import trail
from posts.permissions import Ruling


def tell(request: HttpRequest, *, subject: str, subject_id: int, act: str, reason: str) -> None:
    """Write a refusal to the trail, in a transaction of its own."""
    member = member_of(request)
    trail.record_refusal(
        act=act,
        reason=reason,
        agency_id=member.agency_id,
        actor_id=member.pk,
        subject=subject,
        subject_id=subject_id,
        at=at_of(request),
    )


def ruled(request: HttpRequest, *, subject: str, subject_id: int, act: str, ruling: Ruling) -> None:
    """The same for a ruling; where the member lacked something, they and their unit can read that they did."""
    tell(request, subject=subject, subject_id=subject_id, act=act, reason=ruling.slug)
    lacks = [lack for lack in ruling.lacks if lack.enforced]
    if lacks and ruling.unit_id is not None:
        with transaction.atomic():
            notes.write(
                lacks=lacks,
                outcome=Outcome.REFUSED,
                authority=authority_of(request),
                unit_id=ruling.unit_id,
                act=act,
                post_id=subject_id if subject == "post" else None,
            )
