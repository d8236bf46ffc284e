"""Who looks after series and holds: whoever holds the role Records."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts import authority as authorities
from accounts.authority import Authority
from accounts.models import Agency, Member, Role

NOT_YOURS = "Records officers look after series and holds."


def is_one(*, authority: Authority) -> bool:
    """Whether a member enters series, and places and lifts holds."""
    return authority.holds(Role.RECORDS)


def require(*, actor: Member, at: datetime) -> None:
    """Lock the agency's series and holds until the transaction ends; PermissionDenied for who is no records officer.

    Asked within the act itself: no two acts on the series, holds and disposals of an agency run at once.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
    if not is_one(authority=authorities.load(member=actor, at=at)):
        raise PermissionDenied(NOT_YOURS)
