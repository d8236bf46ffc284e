"""To whom a notice goes: the members of chosen units, or those who hold chosen roles in them."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Authorisation, Broadcast, Member, Receipt


def members(
    *, agency_id: int, unit_ids: Collection[int], roles: Collection[str], at: datetime
) -> dict[int, int]:
    """The unit for which each member is told, by member: one query.

    No unit named means every unit. With roles, whoever holds one of them in a unit at that moment, for the first such
    unit; without, whoever belongs to a unit.
    """
    if not roles:
        of_units = Member.objects.filter(agency_id=agency_id, is_active=True)
        if unit_ids:
            of_units = of_units.filter(unit_id__in=unit_ids)
        return dict(of_units.order_by("unit__number", "pk").values_list("pk", "unit_id"))
    held = Authorisation.objects.in_force(at=at).filter(
        agency_id=agency_id, role__in=roles, member__is_active=True
    )
    if unit_ids:
        held = held.filter(unit_id__in=unit_ids)
    found: dict[int, int] = {}
    for member_id, unit_id in held.order_by("unit__number", "pk").values_list("member_id", "unit_id"):
        found.setdefault(member_id, unit_id)
    return found


def addressed(*, broadcast: Broadcast, at: datetime) -> dict[int, int]:
    """The same of a notice that was sent: whom it concerns at a moment."""
    unit_ids = list(broadcast.units.values_list("pk", flat=True))
    return members(agency_id=broadcast.agency_id, unit_ids=unit_ids, roles=broadcast.roles, at=at)


def missing(*, broadcast_ids: Collection[int]) -> QuerySet[Receipt]:
    """Who was told of notices, is a member still, and has not acknowledged."""
    return Receipt.objects.filter(
        broadcast__in=broadcast_ids, acknowledged_at__isnull=True, member__is_active=True
    )


def told(*, member: Member) -> QuerySet[Broadcast]:
    """The notices of which a member was told."""
    mine = Receipt.objects.filter(broadcast=OuterRef("pk"), member=member)
    return Broadcast.objects.filter(Exists(mine), agency_id=member.agency_id)
