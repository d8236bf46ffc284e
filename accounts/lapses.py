"""What of members lapses by itself soon: training, devices, access, roles for a time, written permissions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts import access, devices, written
from accounts.models import Authorisation, Member, TrainingResult
from accounts.models.authority import ACTING


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
    office: str = ""
    """The role whose holders are told with the member; empty: whoever commands the member's unit."""


@dataclass(frozen=True, kw_only=True)
class _Kind:
    """One kind of thing that lapses."""

    key: str
    rows: Callable[[datetime], QuerySet[Any]]
    """Those that count at a moment, each of a `member`."""
    begins: str
    ends: str
    """The columns of its first and its last moment."""
    what: Callable[[Any], str]
    advice: str
    page: str
    """Where the member reads more, by the name of its address."""
    member: str = "member"
    """The column of whose it is."""
    office: str = ""
    own_page: bool = False
    """Whether each has a page of its own, with its number in the address."""


def lapses(*, agency_id: int, at: datetime, until: datetime) -> Iterator[Lapse]:
    """What active members have at a moment and lose by another one; a statement for each kind."""
    for kind in _KINDS:
        soon = {f"{kind.ends}__gt": at, f"{kind.ends}__lte": until}
        active = {f"{kind.member}__is_active": True}
        for one in kind.rows(at).filter(agency_id=agency_id, **active, **soon):
            yield Lapse(
                kind=kind.key,
                subject_id=one.pk,
                member=getattr(one, kind.member),
                begins_at=getattr(one, kind.begins),
                ends_at=getattr(one, kind.ends),
                what=kind.what(one),
                advice=kind.advice,
                link=reverse(kind.page, args=[one.pk] if kind.own_page else None),
                office=kind.office,
            )


def _training(at: datetime) -> QuerySet[TrainingResult]:
    """Results that nothing of the same member outlives: whoever took the course again is not reminded."""
    passed = TrainingResult.objects.filter(passed=True)
    later = passed.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=OuterRef("expires_at")),
        member=OuterRef("member"),
        topics__contains=OuterRef("topics"),
    )
    return passed.filter(~Exists(later)).select_related("member", "course")


_KINDS = (
    _Kind(
        key="training",
        rows=_training,
        begins="passed_at",
        ends="expires_at",
        what=lambda one: f"training “{one.course}”",
        advice="A course before then keeps it. The coordinator knows the next one.",
        page="training",
    ),
    _Kind(
        key="device",
        rows=lambda at: devices.in_force(at=at).select_related("member"),
        begins="approved_at",
        ends="expires_at",
        what=lambda one: f"permission for the device “{one.name}”",
        advice="The commander may give it anew. A device of the department needs none.",
        page="devices",
    ),
    _Kind(
        key="access",
        rows=lambda at: access.in_force(at=at),
        begins="starts_at",
        ends="ends_at",
        what=lambda one: "approval to use social media here",
        advice="The commander may give it anew. A role is an approval too.",
        page="my_authority",
    ),
    _Kind(
        key="role",
        rows=lambda at: (
            Authorisation.objects.in_force(at=at).filter(role__in=ACTING).select_related("member", "unit")
        ),
        begins="starts_at",
        ends="ends_at",
        what=lambda one: f"role “{one.get_role_display()}” ({one.unit.short_name})",
        advice="Whoever gave it may give it again.",
        page="my_authority",
    ),
    _Kind(
        key="permission",
        rows=lambda at: written.in_force(at=at).select_related("asked_by"),
        begins="decided_at",
        ends="expires_at",
        what=lambda one: f"written permission {one.pk} ({one.get_kind_display().lower()})",
        advice="A post that rests on it goes out before then or not at all. A new one is asked for and decided.",
        page="permission",
        member="asked_by",
        office=written.DECIDES,
        own_page=True,
    ),
)
