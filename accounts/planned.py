"""Tours of duty from a duty roster: planned before they begin, changed and taken back until then (CPD-TW.III.E).

A tour that has begun is its member's: they end it or extend it, and no file changes it any more.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import Member, Tour, TourSource
from audit import trail


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A tour as a duty roster has it."""

    member_id: int
    starts_at: datetime
    ends_at: datetime
    tour_id: int | None = None
    """The planned tour that becomes this one; None for a new one."""


def lock(*, member_ids: Collection[int]) -> None:
    """Let nobody else begin, extend or plan a tour of these members until the transaction ends."""
    rows = Member.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=member_ids)
    list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def plan(*, plans: Sequence[Plan], by: Member, at: datetime) -> int:
    """Write tours as the roster has them; one whose hour has come begins now. Returns how many were written.

    A planned tour whose end is its start never begins. The same statements for many as for one; that no tour is there
    twice is asked by the caller, under `lock`.
    """
    new = Tour.objects.bulk_create(
        Tour(
            agency_id=by.agency_id,
            member_id=one.member_id,
            started_at=max(at, one.starts_at),
            ends_at=one.ends_at,
            source=TourSource.FILE,
            given_by=by,
        )
        for one in plans
        if one.tour_id is None
    )
    moved = _moved({one.tour_id: one for one in plans if one.tour_id is not None}, by, at)
    for verb, tours in (("tour.given", new), ("tour.changed", moved)):
        trail.record_all(
            verb=verb,
            agency_id=by.agency_id,
            actor_id=by.pk,
            each=[(one.pk, {"member_id": one.member_id, "ends_at": one.ends_at}) for one in tours],
            at=at,
        )
    return len(new) + len(moved)


def _moved(wanted: Mapping[int, Plan], by: Member, at: datetime) -> list[Tour]:
    """The planned tours with their new hours; what has begun meanwhile stays as it is."""
    waiting = Tour.objects.select_for_update().filter(
        pk__in=wanted, agency_id=by.agency_id, source=TourSource.FILE, started_at__gt=at
    )
    tours = list(waiting.order_by("pk"))
    for tour in tours:
        one = wanted[tour.pk]
        tour.started_at, tour.ends_at, tour.given_by = max(at, one.starts_at), one.ends_at, by
    Tour.objects.bulk_update(tours, ["started_at", "ends_at", "given_by"])
    return tours


def to_come(*, unit_ids: Collection[int], first: datetime, last: datetime, at: datetime) -> list[Tour]:
    """What duty rosters plan for the members of units between two moments, and has not begun: one statement."""
    planned = Tour.objects.filter(
        member__unit_id__in=unit_ids,
        member__is_active=True,
        source=TourSource.FILE,
        started_at__gt=at,
        started_at__gte=first,
        started_at__lte=last,
        ends_at__gt=F("started_at"),
    )
    return list(planned.select_related("member").order_by("started_at", "member__last_name", "pk"))
