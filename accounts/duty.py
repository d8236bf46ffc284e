"""Tours of duty: begun, extended and ended by the member, or given by a supervisor, and who may give them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts import offices, outbox
from accounts.authority import Authority
from accounts.models import Member, Role, Tour, TourSource, Unit
from accounts.models.authority import COMMANDERS
from audit import trail

TOUR_HOURS = 9
"""The usual length of a tour; the member ends it earlier or extends it."""
EXTENSION_HOURS = 2
EXTENSIONS: Mapping[str, str] = MappingProxyType(
    {"held_over": "Shift held over", "event": "Event runs on", "relief": "Relief is late"}
)
"""Why a tour goes on, each in one tap; by the word that its button sends."""
LONGEST_REASON = 300
GIVEN_HOURS = (2, 4, 8, 12)
"""For how long a supervisor puts somebody on duty."""
SUPERVISORS = (Role.SERGEANT, Role.ACTING_SERGEANT, *COMMANDERS)
"""Who puts the members of a unit on duty (APD-1021.3); for the offices their own members do, and Communications."""


class OnDutyAlready(Exception):
    """The member is on a tour of duty, so nobody needs to put them on one."""


@transaction.atomic
def start(*, member: Member, at: datetime) -> Tour:
    """Begin a tour; the one that runs already is returned as it is."""
    _lock(member)
    running = current(member=member, at=at)
    if running is not None:
        return running
    tour = Tour.objects.create(
        agency_id=member.agency_id, member=member, started_at=at, ends_at=at + timedelta(hours=TOUR_HOURS)
    )
    _record("tour.started", tour, at, ends_at=tour.ends_at)
    return tour


@transaction.atomic
def extend(*, member: Member, reason: str, at: datetime) -> Tour | None:
    """Add two hours to the running tour, with the reason beside those it has; None when there is no tour."""
    _lock(member)
    tour = current(member=member, at=at)
    if tour is not None:
        tour.ends_at += timedelta(hours=EXTENSION_HOURS)
        # Of a tour that was extended very often, the newest reasons are kept.
        tour.reason = "; ".join(part for part in (tour.reason, reason) if part)[-LONGEST_REASON:]
        tour.save(update_fields=["ends_at", "reason"])
        _record("tour.extended", tour, at, ends_at=tour.ends_at)
    return tour


@transaction.atomic
def end(*, member: Member, at: datetime) -> Tour | None:
    """End every tour that runs at once, and return the one that would have lasted longest; None when none runs."""
    _lock(member)
    tours = list(running(member=member, at=at))
    for tour in tours:
        tour.ends_at = at
        tour.save(update_fields=["ends_at"])
        _record("tour.ended", tour, at)
    return tours[0] if tours else None


@transaction.atomic
def put_on(*, member: Member, by: Member, hours: int, reason: str, at: datetime) -> Tour:
    """Put somebody else on duty for some hours, with a reason that they are told; who may is asked by the door.

    Raises OnDutyAlready.
    """
    _lock(member)
    zone = member.agency.tzinfo
    present = current(member=member, at=at)
    if present is not None:
        until = present.ends_at.astimezone(zone)
        raise OnDutyAlready(f"{member.titled_name} is on duty until {until:%H:%M %Z} already.")
    tour = Tour.objects.create(
        agency_id=member.agency_id,
        member=member,
        started_at=at,
        ends_at=at + timedelta(hours=hours),
        source=TourSource.SUPERVISOR,
        reason=reason,
        given_by=by,
    )
    trail.record(
        verb="tour.given",
        agency_id=tour.agency_id,
        actor_id=by.pk,
        subject_id=tour.pk,
        at=at,
        member_id=member.pk,
        ends_at=tour.ends_at,
    )
    outbox.write(
        to=[member],
        kind="tour-given",
        subject=f"You are on duty until {tour.ends_at.astimezone(zone):%H:%M %Z}",
        body=f"{by.titled_name} put you on duty. Reason: {reason} You can end the tour earlier at the top of any page.",
        link=reverse("tours"),
        at=at,
    )
    return tour


def supervised(*, authority: Authority) -> QuerySet[Unit]:
    """The units whose members one may put on duty: those one leads, for Communications the offices too."""
    units = Q(pk__in=authority.units(*SUPERVISORS))
    if authority.holds(Role.COMMUNICATIONS):
        units |= Q(kind__in=list(offices.ROLE_OF)) | Q(pk=authority.unit_id)
    return Unit.objects.filter(units, agency_id=authority.agency_id).order_by("number")


def current(*, member: Member, at: datetime) -> Tour | None:
    """The tour that runs at a moment."""
    return running(member=member, at=at).first()


def running(*, member: Member, at: datetime) -> QuerySet[Tour]:
    """The tours that run at a moment, the one that ends last first."""
    return Tour.objects.filter(member=member, started_at__lte=at, ends_at__gt=at).order_by("-ends_at")


def _lock(member: Member) -> None:
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)


def _record(verb: str, tour: Tour, at: datetime, **keys: datetime) -> None:
    trail.record(
        verb=verb, agency_id=tour.agency_id, actor_id=tour.member_id, subject_id=tour.pk, at=at, **keys
    )
