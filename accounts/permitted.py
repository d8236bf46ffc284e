"""Permissions for personal devices that were given on paper; the member then says by which key the device is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts import devices, outbox
from accounts.devices import AskedAlready
from accounts.models import Device, DeviceKind, Member
from audit import trail

LONGEST = timedelta(days=366)
"""A permission for a personal device is given anew after a year at the latest."""


@dataclass(frozen=True, kw_only=True)
class Permission:
    """What a paper says (DPD-227.C.a.iv.2, APD-1021.3)."""

    member_id: int
    name: str
    reason: str
    by_id: int
    """Who permitted it."""
    given_at: datetime
    expires_at: datetime


@transaction.atomic
def take_over(*, permissions: Sequence[Permission], actor: Member, at: datetime) -> int:
    """Keep what papers permit; none of it counts before its member shows a key. Returns how many."""
    made = Device.objects.bulk_create(
        Device(
            agency_id=actor.agency_id,
            member_id=one.member_id,
            kind=DeviceKind.PERSONAL,
            name=one.name,
            reason=one.reason,
            asked_at=one.given_at,
            approved_by_id=one.by_id,
            approved_at=one.given_at,
            expires_at=one.expires_at,
        )
        for one in permissions
    )
    trail.record_all(
        verb="device.approved",
        agency_id=actor.agency_id,
        actor_id=actor.pk,
        each=[(one.member_id, {"device_id": one.pk, "kind": one.kind}) for one in made],
        at=at,
    )
    return len(made)


def without_key(*, member: Member, at: datetime) -> QuerySet[Device]:
    """The member's permissions that run, and wait for the key of the device."""
    found = devices.in_force(at=at).filter(member=member, kind=DeviceKind.PERSONAL, key__isnull=True)
    return found.order_by("pk")


@transaction.atomic
def show_key(*, device: Device, member: Member, key_id: int, at: datetime) -> None:
    """Let a permitted device be known by a key of its member from now on; whoever permitted it is told.

    Raises AskedAlready where the key stands for a device, or the permission waits for none any more.
    """
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    waiting = without_key(member=member, at=at).filter(pk=device.pk).exists()
    if not waiting or not devices.keys(member=member).filter(pk=key_id).exists():
        raise AskedAlready("This key or this permission stands for a device already. Choose another.")
    Device.objects.filter(pk=device.pk).update(key_id=key_id)
    trail.record(
        verb="device.enrolled",
        agency_id=member.agency_id,
        actor_id=member.pk,
        subject_id=member.pk,
        at=at,
        device_id=device.pk,
        kind=device.kind,
    )
    outbox.write(
        to=[device.approved_by] if device.approved_by else [],
        kind="device-known",
        subject=f"{member.titled_name}: the device “{device.name}” is known by a key now",
        body="It counts until the last day of your permission. End it where it should not.",
        link=reverse("devices"),
        at=at,
    )
