"""Somebody is away: another acts in their place until the morning after, named in one tap (CPD-TW.V.B)."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType

from django.db import transaction
from django.db.models import Q

from accounts import grants, staying
from accounts.models import Authorisation, Member, Role, Unit

UNTIL = time(6)
"""When the early tour has begun and whoever was away may be back."""
IN_PLACE_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Role.ACTING_SERGEANT: (Role.SERGEANT, Role.ACTING_SERGEANT),
        Role.ACTING_COMMANDER: (Role.COMMANDER, Role.ACTING_COMMANDER),
    }
)
"""Whoever holds one of these needs no acting role of the kind."""
COMMANDING_RANKS = frozenset({"Sgt.", "Lt.", "Capt."})
"""To whom a unit's command is offered in one tap; with dates it is given to anybody."""
REASON = "Acts while somebody is away"


class ActsAlready(Exception):
    """The member holds such a role already, or will before the morning; the sentence says so."""


def until(*, unit: Unit, at: datetime) -> datetime:
    """Tomorrow morning in the agency's zone; the zone's hour where clocks change that night."""
    zone = unit.agency.tzinfo
    return datetime.combine(at.astimezone(zone).date() + timedelta(days=1), UNTIL, zone)


@transaction.atomic
def name(*, member: Member, unit: Unit, role: str, given_by: Member, at: datetime) -> Authorisation:
    """Have a member of the unit act until tomorrow morning; who may name is asked by the door.

    Raises ActsAlready and staying.HasMoved.
    """
    # The member's row orders two people who name at once.
    staying.lock(members=[member])
    ends_at = until(unit=unit, at=at)
    held = Authorisation.objects.filter(member=member, unit=unit, role__in=IN_PLACE_OF[role])
    if held.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lt=ends_at).exists():
        raise ActsAlready(f"{member} has this authority already, or will have it before the morning.")
    return grants.authorise(
        member=member, unit=unit, role=role, given_by=given_by, at=at, ends_at=ends_at, reason=REASON
    )
