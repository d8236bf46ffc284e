"""Behind the doors of devices: a writer's device that waits for approval, keys of others, and approvals of access."""

from datetime import datetime
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator

from accounts.models import AccessApproval, Device, DeviceKind, Member

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene

KEYS = {"014": "brody", "018": "grant"}
"""Members with a security key, none of whom comes to a door."""


def build(scene: "Scene", unit: str, *, writer: Member, at: datetime) -> None:
    """In each unit a device, and an approval of access; in each district a key that stands for none yet."""
    device = Device.objects.create(
        agency_id=writer.agency_id, member=writer, kind=DeviceKind.DEPARTMENT, name="Laptop", asked_at=at
    )
    scene.keep("device", unit, device, device_id=device.pk)
    approved = scene.cast_of(unit).people[KEYS[unit]] if unit in KEYS else writer
    approval = AccessApproval.objects.create(
        agency_id=approved.agency_id,
        member=approved,
        starts_at=at,
        reason="Reads replies.",
        given_by=approved,
        given_at=at,
    )
    scene.keep("approval", unit, approval, approval_id=approval.pk)
    if unit in KEYS:
        key = Authenticator.objects.create(
            user=scene.cast_of(unit).people[KEYS[unit]], type=Authenticator.Type.WEBAUTHN, data={}
        )
        scene.keep("key", unit, key, owner=KEYS[unit])
