"""Three questions about the last weeks, each answered by the database in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from accounts.models import Unit
from posts.models import Approval, Ground, Publication, Verdict

WEEKS = 12
_EARLIER = "Not asked then"


@dataclass(frozen=True, kw_only=True)
class Span:
    """Whole weeks from a Sunday on, as the police periods run, the present one included; in an agency's zone."""

    weeks: tuple[date, ...]
    zone: ZoneInfo

    @property
    def begins_at(self) -> datetime:
        """The first midnight, in UTC."""
        return datetime.combine(self.weeks[0], time(), tzinfo=self.zone).astimezone(UTC)


@dataclass(frozen=True, kw_only=True)
class UnitWeeks:
    """How many posts of a unit went out in each week of a span."""

    unit: Unit
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """In the whole span."""
        return sum(self.counts)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Of the posts that went out in one week: median hours to the decision, and from there until they were out."""

    week: date
    posts: int
    deciding_hours: float
    """From submitting to the last approval."""
    waiting_hours: float
    """From the last approval until it was out; waiting for a chosen time counts."""


@dataclass(frozen=True, kw_only=True)
class SentBack:
    """How often posts were returned and rejected on one ground."""

    ground: str
    """As people say it."""
    returned: int
    rejected: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.returned + self.rejected


def span(*, at: datetime, zone: ZoneInfo, weeks: int = WEEKS) -> Span:
    """The weeks up to the present one."""
    last = _sunday_of(at.astimezone(zone).date())
    return Span(weeks=tuple(last - timedelta(weeks=ago) for ago in reversed(range(weeks))), zone=zone)


def _sunday_of(on: date) -> date:
    return on - timedelta(days=(on.weekday() + 1) % 7)


def posts_by_unit(*, units: Sequence[Unit], within: Span) -> list[UnitWeeks]:
    """What each of the units published week by week; a silent one has noughts."""
    out = Publication.objects.filter(published_at__gte=within.begins_at, post__unit__in=units)
    daily = out.annotate(day=TruncDate("published_at", tzinfo=within.zone)).values_list(
        "post__unit_id", "day"
    )
    found: dict[tuple[int, date], int] = {}
    for unit_id, day, number in daily.annotate(number=Count("pk")):
        week = (unit_id, _sunday_of(day))
        found[week] = found.get(week, 0) + number
    return [
        UnitWeeks(unit=unit, counts=tuple(found.get((unit.pk, week), 0) for week in within.weeks))
        for unit in units
    ]


def pace(*, units: Sequence[Unit], within: Span) -> list[Pace]:
    """Week by week, how long half of the posts took at most; weeks in which nothing went out have noughts."""
    with connection.cursor() as cursor:
        cursor.execute(
            _PACE,
            {
                "zone": within.zone.key,
                "units": [unit.pk for unit in units],
                "first": within.weeks[0],
                "from": within.begins_at,
            },
        )
        found = {
            week.date(): (number, float(deciding), float(waiting))
            for week, number, deciding, waiting in cursor
        }
    return [_pace(week, *found.get(week, (0, 0.0, 0.0))) for week in within.weeks]


def _pace(week: date, posts: int, deciding: float, waiting: float) -> Pace:
    return Pace(week=week, posts=posts, deciding_hours=deciding, waiting_hours=waiting)


_PACE = """
    SELECT week, count(*),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - submitted_at) / 3600),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM published_at - decided_at) / 3600)
    FROM (
        SELECT publication.published_at, revision.submitted_at,
            date_bin('7 days', publication.published_at AT TIME ZONE %(zone)s, %(first)s::timestamp) AS week,
            coalesce(
                (SELECT max(approval.decided_at) FROM posts_approval approval WHERE approval.revision_id = revision.id),
                revision.submitted_at
            ) AS decided_at
        FROM posts_publication publication
        JOIN posts_post post ON post.id = publication.post_id
        JOIN posts_revision revision ON revision.id = publication.revision_id
        WHERE publication.published_at >= %(from)s AND post.unit_id = ANY(%(units)s)
    ) AS timed
    GROUP BY week
"""


def sent_back(*, units: Sequence[Unit], within: Span) -> list[SentBack]:
    """On which grounds posts were returned and rejected in the span, the commonest first."""
    verdicts = Approval.objects.filter(
        decided_at__gte=within.begins_at,
        verdict__in=[Verdict.RETURNED, Verdict.REJECTED],
        revision__post__unit__in=units,
    )
    counted = verdicts.values_list("ground").annotate(
        returned=Count("pk", filter=Q(verdict=Verdict.RETURNED)),
        rejected=Count("pk", filter=Q(verdict=Verdict.REJECTED)),
    )
    words = dict(Ground.choices) | {"": _EARLIER}
    rows = [
        SentBack(ground=str(words[ground]), returned=returned, rejected=rejected)
        for ground, returned, rejected in counted
    ]
    return sorted(rows, key=lambda row: (-row.total, row.ground))
