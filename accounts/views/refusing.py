"""A refusal that a page explains to a member, and that the trail knows."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.signin import at_of, member_of
from audit import trail


def refused(
    request: HttpRequest, *, act: str, subject: str, subject_id: int, sentence: str
) -> PermissionDenied:
    """Write to the trail that the member's roles do not cover the act; raise what is returned."""
    member = member_of(request)
    trail.record_refusal(
        act=act,
        reason="not_authorised",
        agency_id=member.agency_id,
        actor_id=member.pk,
        subject=subject,
        subject_id=subject_id,
        at=at_of(request),
    )
    return PermissionDenied(sentence)
