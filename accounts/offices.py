"""The offices that decide for the whole department, and their duty lists: who of them is on call."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from accounts.authority import holders
from accounts.models import Member, OnCall, Role, Unit
from accounts.models.agency import UnitKind
from audit import trail

ROLE_OF: Mapping[str, Role] = MappingProxyType(
    {
        UnitKind.COMMUNICATIONS: Role.COMMUNICATIONS,
        UnitKind.COMMUNITY_POLICING: Role.COMMUNITY_POLICING,
    }
)
"""The role by which an office of this kind acts."""
NAMES: Mapping[str, str] = MappingProxyType(
    {Role.COMMUNICATIONS: "Communications", Role.COMMUNITY_POLICING: "Community Policing"}
)
"""What an office is called inside a sentence."""


class ListedAlready(Exception):
    """The member is on the list within these hours already."""


def on_call(*, role: str, agency_id: int, at: datetime) -> list[Member]:
    """Who of an office is on its duty list at a moment: one query."""
    listed = OnCall.objects.at(at=at).filter(agency_id=agency_id, role=role)
    found = Member.objects.filter(pk__in=listed.values("member_id"))
    return list(found.select_related("unit").order_by("last_name", "pk"))


def on_call_until(*, roles: Iterable[str], agency_id: int, at: datetime) -> dict[tuple[str, int], datetime]:
    """Until when each member is on call, by role and member: one query for several offices."""
    listed = OnCall.objects.at(at=at).filter(agency_id=agency_id, role__in=list(roles))
    rows = listed.order_by("ends_at").values_list("role", "member_id", "ends_at")
    return {(role, member_id): ends_at for role, member_id, ends_at in rows}


def told(*, role: str, agency_id: int, at: datetime) -> list[Member]:
    """To whom letters of an office go: those on call, else all of it."""
    people = on_call(role=role, agency_id=agency_id, at=at)
    return people or holders(role=role, unit_id=None, agency_id=agency_id, at=at)


@transaction.atomic
def put_on(
    *, unit: Unit, member: Member, starts_at: datetime, ends_at: datetime, listed_by: Member, at: datetime
) -> OnCall:
    """Put a member of an office on its duty list; who may is asked by the door. Raises ListedAlready."""
    # The office's row orders two people who fill the list at once.
    Unit.objects.select_for_update().get(pk=unit.pk)
    beside = OnCall.objects.filter(unit=unit, member=member, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if beside.exists():
        raise ListedAlready(f"{member.titled_name} is on the list within these hours already.")
    listed = OnCall.objects.create(
        agency_id=unit.agency_id,
        unit=unit,
        role=ROLE_OF[unit.kind],
        member=member,
        starts_at=starts_at,
        ends_at=ends_at,
        listed_by=listed_by,
        listed_at=at,
    )
    trail.record(
        verb="duty_list.put_on",
        agency_id=unit.agency_id,
        actor_id=listed_by.pk,
        subject_id=listed.unit_id,
        at=at,
        member_id=member.pk,
        on_call_id=listed.pk,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    return listed


@transaction.atomic
def take_off(*, on_call_id: int, taken_off_by: Member, at: datetime) -> bool:
    """End a stretch at once; one that was to begin later never begins. False when it was over already."""
    listed = OnCall.objects.select_for_update().get(pk=on_call_id)
    if listed.ends_at <= at or listed.ends_at == listed.starts_at:
        return False
    listed.ends_at = max(at, listed.starts_at)
    listed.taken_off_by = taken_off_by
    listed.save(update_fields=["ends_at", "taken_off_by"])
    trail.record(
        verb="duty_list.taken_off",
        agency_id=listed.agency_id,
        actor_id=taken_off_by.pk,
        subject_id=listed.unit_id,
        at=at,
        member_id=listed.member_id,
        on_call_id=listed.pk,
    )
    return True
