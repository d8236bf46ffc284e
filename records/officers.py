"""Who looks after series and holds: whoever holds the role Records. And who answers requests for records."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts import authority as authorities
from accounts.authority import Authority
from accounts.models import Agency, Member, Role

EXPORTERS = (Role.RECORDS, Role.ADMINISTRATOR)
"""Who answers requests for records, and so hands over what a search found.

A small department has no office of records: there the administrator does.
"""
NOT_YOURS = "Records officers look after series and holds."
NOT_ASKED_OF_YOU = "Records officers and administrators answer requests for records."


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


def require_exporter(*, actor: Member, agency_id: int, at: datetime) -> None:
    """PermissionDenied for who does not answer this agency's requests for records at this moment.

    Asked within the act itself, whatever was read before it.
    """
    if actor.agency_id != agency_id or not authorities.load(member=actor, at=at).holds(*EXPORTERS):
        raise PermissionDenied(NOT_ASKED_OF_YOU)
