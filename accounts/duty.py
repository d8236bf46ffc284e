"""Going on duty and off duty, as the member tells it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Member, Tour
from audit import trail

TOUR_HOURS = 9
"""The usual length of a tour; the member ends it earlier or extends it."""
EXTENSION_HOURS = 2


@transaction.atomic
def start(*, member: Member, at: datetime) -> Tour:
    """Begin a tour; the one that runs already is returned as it is."""
    Member.objects.select_for_update().get(pk=member.pk)
    running = current(member=member, at=at)
    if running is not None:
        return running
    tour = Tour.objects.create(
        agency_id=member.agency_id, member=member, started_at=at, ends_at=at + timedelta(hours=TOUR_HOURS)
    )
    _record("tour.started", tour, at, ends_at=tour.ends_at)
    return tour


@transaction.atomic
def extend(*, member: Member, at: datetime) -> Tour | None:
    """Add two hours to the running tour; None when there is none."""
    Member.objects.select_for_update().get(pk=member.pk)
    tour = current(member=member, at=at)
    if tour is not None:
        tour.ends_at += timedelta(hours=EXTENSION_HOURS)
        tour.save(update_fields=["ends_at"])
        _record("tour.extended", tour, at, ends_at=tour.ends_at)
    return tour


@transaction.atomic
def end(*, member: Member, at: datetime) -> Tour | None:
    """End the running tour at once; None when there is none."""
    Member.objects.select_for_update().get(pk=member.pk)
    tour = current(member=member, at=at)
    if tour is not None:
        tour.ends_at = at
        tour.save(update_fields=["ends_at"])
        _record("tour.ended", tour, at)
    return tour


def current(*, member: Member, at: datetime) -> Tour | None:
    """The tour that runs at a moment."""
    return running(member=member, at=at).first()


def running(*, member: Member, at: datetime) -> QuerySet[Tour]:
    """The tours that run at a moment, the one that ends last first."""
    return Tour.objects.filter(member=member, started_at__lte=at, ends_at__gt=at).order_by("-ends_at")


def _record(verb: str, tour: Tour, at: datetime, **keys: datetime) -> None:
    trail.record(
        verb=verb, agency_id=tour.agency_id, actor_id=tour.member_id, subject_id=tour.pk, at=at, **keys
    )
