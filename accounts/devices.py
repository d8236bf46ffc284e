"""Devices of members: which security key counts as the department's, and written permission for a personal one."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts import conditions, outbox
from accounts.authority import Authority, holders
from accounts.facts import Facts
from accounts.models import Device, DeviceKind, Member, Role
from accounts.models.authority import COMMANDERS
from audit import trail

LEADERS = (*COMMANDERS, Role.ADMINISTRATOR)
"""Who says that a key is on a device of the department (CPD-TW.IV.D, DPD-227.C.a.iv.1)."""
PERMITTERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "written-permission": LEADERS,
        "supervisor": (Role.SERGEANT, Role.ACTING_SERGEANT, *LEADERS),
    }
)
"""By what the pack says of devices, who permits a personal one (DPD-227.C.a.iv.2, APD-1021.3); else nobody does."""


class AskedAlready(Exception):
    """The key stands for a device already, or is no longer the member's."""


def policy(*, facts: Facts) -> str:
    """What the rules in force say of devices, as the pack's `device_policy` names it."""
    pack = conditions.pack_in_force(facts)
    return pack.settings.device_policy if pack else "silent"


def deciders(*, kind: str, policy: str) -> tuple[str, ...]:
    """The roles that decide about a device of a kind under a policy; none where nobody may permit it."""
    return PERMITTERS.get(policy, ()) if kind == DeviceKind.PERSONAL else LEADERS


def may_decide(*, authority: Authority, device: Device, policy: str) -> bool:
    """Whether the member approves or ends a device of somebody of the unit. Nobody decides about their own."""
    roles = deciders(kind=device.kind, policy=policy)
    return device.member_id != authority.member_id and authority.holds(*roles, unit_id=device.member.unit_id)


def may_end(*, authority: Authority, device: Device, policy: str) -> bool:
    """Whether the member ends a device: their own, one they could approve, and as a leader one no longer permitted."""
    if device.member_id == authority.member_id:
        return True
    return may_decide(authority=authority, device=device, policy=policy) or authority.holds(
        *LEADERS, unit_id=device.member.unit_id
    )


def keys(*, member: Member) -> QuerySet[Authenticator]:
    """The member's security keys that stand for no device yet."""
    taken = Device.objects.filter(member=member, ended_at__isnull=True, key__isnull=False)
    own = Authenticator.objects.filter(user=member, type=Authenticator.Type.WEBAUTHN)
    found: QuerySet[Authenticator] = own.exclude(pk__in=taken.values("key")).order_by("pk")
    return found


@transaction.atomic
def enrol(*, member: Member, key_id: int, kind: str, name: str, policy: str, at: datetime) -> Device:
    """Ask that a device count by its security key; those who decide about it are told. Raises AskedAlready."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if not keys(member=member).filter(pk=key_id).exists():
        raise AskedAlready("This key stands for a device already, or was removed. Choose another key.")
    device = Device.objects.create(
        agency_id=member.agency_id, member=member, kind=kind, name=name, key_id=key_id, asked_at=at
    )
    _record("device.enrolled", device, member, at)
    leads = tuple(role for role in deciders(kind=kind, policy=policy) if role != Role.ADMINISTRATOR)
    told = [
        one
        for one in holders(role=leads, unit_id=member.unit_id, agency_id=member.agency_id, at=at)
        if one.pk != member.pk
    ] or holders(role=Role.ADMINISTRATOR, unit_id=None, agency_id=member.agency_id, at=at)
    outbox.write(
        to=told,
        kind="device-asked",
        subject=f"{member.titled_name} asks for a {device.get_kind_display().lower()}",
        body=f"Name of the device: {name}. Approve it, or end the request.",
        link=reverse("devices"),
        at=at,
    )
    return device


@transaction.atomic
def approve(
    *, device_id: int, actor: Member, reason: str = "", expires_at: datetime | None = None, at: datetime
) -> bool:
    """Let a device count from now on, a personal one until a moment; False when nothing waits any more.

    Who may, and what a personal device needs, is asked by the door; the database refuses one without an end.
    """
    device = _waiting(device_id)
    if device is None:
        return False
    device.approved_by, device.approved_at = actor, at
    device.reason, device.expires_at = reason, expires_at
    device.save(update_fields=["approved_by", "approved_at", "reason", "expires_at"])
    _record("device.approved", device, actor, at)
    until = f" until {expires_at.astimezone(device.agency.tzinfo):%d %b %Y, %H:%M %Z}" if expires_at else ""
    _tell(device, f"Your {device.get_kind_display().lower()} “{device.name}” counts{until}", actor, at)
    return True


@transaction.atomic
def end(*, device_id: int, actor: Member, at: datetime) -> bool:
    """Let a device count no longer, or turn a request down; False when it had ended already."""
    device = (
        Device.objects.select_for_update(of=("self",)).select_related("member", "agency").get(pk=device_id)
    )
    if device.ended_at is not None:
        return False
    device.ended_by, device.ended_at = actor, at
    device.save(update_fields=["ended_by", "ended_at"])
    _record("device.ended", device, actor, at)
    if actor.pk != device.member_id:
        said = "no longer counts" if device.approved_at else "was not approved"
        _tell(device, f"Your {device.get_kind_display().lower()} “{device.name}” {said}", actor, at)
    return True


def key_gone(*, key_ids: Collection[int], actor: Member | None, at: datetime) -> None:
    """With a key go the devices that it stands for, in the transaction that takes the key away."""
    found = Device.objects.select_for_update().filter(key__in=key_ids, ended_at__isnull=True)
    for device in found.order_by("pk"):
        device.ended_by, device.ended_at = actor, at
        device.save(update_fields=["ended_by", "ended_at"])
        _record("device.ended", device, actor, at)


def in_force(*, at: datetime) -> QuerySet[Device]:
    """The devices that count at a moment: approved, not ended, not expired."""
    running = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
    return Device.objects.filter(running, approved_at__lte=at, ended_at__isnull=True)


def waiting(*, authority: Authority, policy: str) -> QuerySet[Device]:
    """The requests that wait for the member's decision."""
    found = Device.objects.filter(
        agency_id=authority.agency_id, approved_at__isnull=True, ended_at__isnull=True
    ).exclude(member_id=authority.member_id)
    asked = Q(pk__in=[])
    for kind in DeviceKind.values:
        roles = deciders(kind=kind, policy=policy)
        if Role.ADMINISTRATOR in roles and authority.holds(Role.ADMINISTRATOR):
            asked |= Q(kind=kind)
        else:
            asked |= Q(kind=kind, member__unit__in=authority.units(*roles))
    return found.filter(asked)


def _waiting(device_id: int) -> Device | None:
    found = Device.objects.select_for_update(of=("self",)).select_related("member", "agency")
    return found.filter(pk=device_id, approved_at__isnull=True, ended_at__isnull=True).first()


def _tell(device: Device, subject: str, actor: Member, at: datetime) -> None:
    said = f" Reason: {device.reason}" if device.reason else ""
    outbox.write(
        to=[device.member],
        kind="device-decided",
        subject=subject,
        body=f"{actor.titled_name} decided it.{said}",
        link=reverse("devices"),
        at=at,
    )


def _record(verb: str, device: Device, actor: Member | None, at: datetime) -> None:
    trail.record(
        verb=verb,
        agency_id=device.agency_id,
        actor_id=actor.pk if actor else None,
        subject_id=device.member_id,
        at=at,
        device_id=device.pk,
        kind=device.kind,
    )
