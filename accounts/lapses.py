"""What of the members of an agency lapses by itself soon: training, devices, access, and roles for a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import AccessApproval, Authorisation, Device, Member, Role, TrainingResult

ACTING = (Role.ACTING_SERGEANT, Role.ACTING_COMMANDER)
"""Roles that are given for a time because somebody is away."""


@dataclass(frozen=True, kw_only=True)
class Lapse:
    """One thing of a member that ends at a moment."""

    kind: str
    subject_id: int
    member: Member
    begins_at: datetime
    ends_at: datetime
    what: str
    """As it stands in a sentence: 'training “Autumn”'."""
    advice: str
    link: str


def lapses(*, agency_id: int, at: datetime, until: datetime) -> Iterator[Lapse]:
    """What active members have at a moment and lose by another one; four statements."""
    for found in (_training, _devices, _access, _acting):
        yield from found(agency_id, Q(member__is_active=True), at, until)


def _training(agency_id: int, active: Q, at: datetime, until: datetime) -> Iterator[Lapse]:
    """Results that nothing of the same member outlives: whoever took the course again is not reminded."""
    passed = TrainingResult.objects.filter(passed=True)
    later = passed.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=OuterRef("expires_at")),
        member=OuterRef("member"),
        topics__contains=OuterRef("topics"),
    )
    ending = passed.filter(active, ~Exists(later), agency_id=agency_id, expires_at__gt=at)
    for one in ending.filter(expires_at__lte=until).select_related("member", "course"):
        if one.expires_at is not None:
            yield Lapse(
                kind="training",
                subject_id=one.pk,
                member=one.member,
                begins_at=one.passed_at,
                ends_at=one.expires_at,
                what=f"training “{one.course}”",
                advice="A course before then keeps it. The coordinator knows the next one.",
                link=reverse("training"),
            )


def _devices(agency_id: int, active: Q, at: datetime, until: datetime) -> Iterator[Lapse]:
    ending = Device.objects.filter(
        active, agency_id=agency_id, ended_at__isnull=True, expires_at__gt=at, expires_at__lte=until
    )
    for one in ending.select_related("member"):
        if one.expires_at is not None and one.approved_at is not None:
            yield Lapse(
                kind="device",
                subject_id=one.pk,
                member=one.member,
                begins_at=one.approved_at,
                ends_at=one.expires_at,
                what=f"permission for the device “{one.name}”",
                advice="The commander may give it anew. A device of the department needs none.",
                link=reverse("devices"),
            )


def _access(agency_id: int, active: Q, at: datetime, until: datetime) -> Iterator[Lapse]:
    ending = AccessApproval.objects.filter(
        active, agency_id=agency_id, starts_at__lte=at, ends_at__gt=at, ends_at__lte=until
    )
    for one in ending.select_related("member"):
        if one.ends_at is not None:
            yield Lapse(
                kind="access",
                subject_id=one.pk,
                member=one.member,
                begins_at=one.starts_at,
                ends_at=one.ends_at,
                what="approval to use social media here",
                advice="The commander may give it anew. A role is an approval too.",
                link=reverse("my_authority"),
            )


def _acting(agency_id: int, active: Q, at: datetime, until: datetime) -> Iterator[Lapse]:
    ending = Authorisation.objects.in_force(at=at).filter(
        active, agency_id=agency_id, role__in=ACTING, ends_at__lte=until
    )
    for one in ending.select_related("member", "unit"):
        if one.ends_at is not None:
            yield Lapse(
                kind="role",
                subject_id=one.pk,
                member=one.member,
                begins_at=one.starts_at,
                ends_at=one.ends_at,
                what=f"role “{one.get_role_display()}” ({one.unit.short_name})",
                advice="Whoever gave it may give it again.",
                link=reverse("my_authority"),
            )
