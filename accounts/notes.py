"""What was missing when somebody acted or tried to: noted once a day, for the member, the unit and the post's page."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from accounts.authority import Authority
from accounts.conditions import Lack
from accounts.models import ConditionNote, Outcome


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How often something was missing in a unit; of nobody in particular."""

    unit_id: int
    condition: str
    outcome: str
    count: int


def write(
    *,
    lacks: Iterable[Lack],
    outcome: Outcome,
    authority: Authority,
    unit_id: int,
    act: str,
    post_id: int | None = None,
) -> None:
    """Note what the member lacks for an act for a unit. One statement; the same try of the same day is one note."""
    on = authority.at.astimezone(authority.facts.zone).date()
    ConditionNote.objects.bulk_create(
        [
            ConditionNote(
                agency_id=authority.agency_id,
                unit_id=unit_id,
                member_id=authority.member_id,
                condition=lack.condition,
                act=act,
                outcome=outcome,
                post_id=post_id,
                on=on,
                noted_at=authority.at,
            )
            for lack in lacks
        ],
        ignore_conflicts=True,
    )


def of_post(*, post_id: int) -> Sequence[ConditionNote]:
    """What was missing for acts on a post, the oldest first. One statement."""
    return list(
        ConditionNote.objects.filter(post_id=post_id).select_related("member").order_by("noted_at", "pk")
    )


def of_member(*, member_id: int, since: datetime) -> Sequence[ConditionNote]:
    """What a member lacked since a moment, the newest first. One statement."""
    found = ConditionNote.objects.filter(member_id=member_id, noted_at__gte=since).select_related("unit")
    return list(found.order_by("-noted_at", "-pk"))


def counts(*, unit_ids: Collection[int], since: date) -> list[Counted]:
    """How often what was missing in these units since a day, in the order of units and conditions. One statement."""
    found = ConditionNote.objects.filter(unit_id__in=unit_ids, on__gte=since)
    grouped = found.values("unit_id", "condition", "outcome").annotate(count=Count("pk"))
    return [Counted(**row) for row in grouped.order_by("unit__number", "condition", "outcome")]
