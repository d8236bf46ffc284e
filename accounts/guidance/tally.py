"""Notices in numbers: how many were told, and how many have acknowledged; by notice, and by unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from accounts.guidance import audience
from accounts.models import Broadcast, Member, Receipt


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A notice, and how many were told and have acknowledged."""

    notice: Broadcast
    told: int
    done: int
    own: Receipt | None
    """Of the reader; None where they were not told."""

    @property
    def left(self) -> int:
        """How many have not acknowledged."""
        return self.told - self.done


def of(*, notices: Sequence[Broadcast], member: Member) -> list[Counted]:
    """The notices with their numbers, in their order; two queries. Who is no member any more is counted no longer."""
    ids = [one.pk for one in notices]
    asked = Receipt.objects.filter(broadcast__in=ids).filter(
        Q(member__is_active=True) | Q(acknowledged_at__isnull=False)
    )
    numbers = {
        row["broadcast"]: row
        for row in asked.order_by()
        .values("broadcast")
        .annotate(told=Count("pk"), done=Count("acknowledged_at"))
    }
    own = {one.broadcast_id: one for one in Receipt.objects.filter(broadcast__in=ids, member=member)}
    nothing = {"told": 0, "done": 0}
    return [
        Counted(
            notice=one,
            told=numbers.get(one.pk, nothing)["told"],
            done=numbers.get(one.pk, nothing)["done"],
            own=own.get(one.pk),
        )
        for one in notices
    ]


def unfinished(*, agency_id: int, most: int) -> Sequence[Broadcast]:
    """The notices that somebody has not acknowledged, the newest first."""
    lacking = Receipt.objects.filter(
        broadcast=OuterRef("pk"), acknowledged_at__isnull=True, member__is_active=True
    )
    found = Broadcast.objects.filter(Exists(lacking), agency_id=agency_id, withdrawn_at__isnull=True)
    return list(found.select_related("written_by").order_by("-written_at", "-pk")[:most])


def missing_by_unit(*, broadcast_ids: Sequence[int]) -> dict[int, int]:
    """How many acknowledgements of these notices each unit lacks; one query."""
    found = audience.missing(broadcast_ids=broadcast_ids).order_by()
    return dict(found.values_list("unit_id").annotate(left=Count("pk")))
