"""What will go out when: the calendar of the units a member may see, a week at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce, Greatest

from accounts.authority import Authority
from posts import labels, lapsing, queues, scheduling, slots
from posts.models import Post, PublicationState, Status
from posts.scheduling import Window

DAYS = 7
MOST = 400
"""So many posts are drawn of one week; beyond it the page asks to choose a unit."""
_PLANNED = (Status.DRAFT, Status.RETURNED)
_WAITING = (Status.IN_REVIEW, Status.STOPPED)
_GOING = (Status.APPROVED, Status.SENDING)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A moment to which a post can be moved, as a person reads it."""

    moment: datetime
    """UTC."""
    on: date
    """Its day in the agency's zone."""
    words: str
    """'Sat 21 Nov, 14:05 CST'."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One post on its day."""

    post: Post
    line: str
    moment: datetime
    """UTC: when it went out, goes out, or its decision is due."""
    says: str
    """What the moment is: 'Goes out', 'Went out', 'Planned', 'Decision due'; or that it waits to be kept."""
    window: Window | None
    """What was approved, or is asked to be."""
    choices: tuple[Choice, ...] = ()

    @property
    def out(self) -> bool:
        """Whether it is out already."""
        return self.post.status not in (*_PLANNED, *_WAITING, *_GOING)


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of the agency's calendar, and what lies on it in order."""

    on: date
    entries: tuple[Entry, ...]

    @property
    def out(self) -> tuple[Entry, ...]:
        """What went out."""
        return tuple(entry for entry in self.entries if entry.out)

    @property
    def ahead(self) -> tuple[Entry, ...]:
        """What is still to come, or waits."""
        return tuple(entry for entry in self.entries if not entry.out)


@dataclass(frozen=True, kw_only=True)
class Week:
    """Seven days in a row."""

    days: tuple[Day, ...]
    more: bool
    """Whether there are more posts than are drawn."""

    @property
    def count(self) -> int:
        """How many posts are drawn."""
        return sum(len(day.entries) for day in self.days)


def week(
    *,
    authority: Authority,
    unit_ids: Iterable[int] | None,
    account_id: int | None,
    begins_on: date,
    zone: ZoneInfo,
    at: datetime,
) -> Week:
    """Seven days, of these units (None: of the whole agency) or of one account: at most five queries."""
    first = _midnight(begins_on, zone)
    last = _midnight(begins_on + timedelta(days=DAYS), zone)
    posts = Post.objects.filter(agency_id=authority.agency_id)
    if unit_ids is not None:
        posts = posts.filter(unit_id__in=list(unit_ids))
    if account_id is not None:
        posts = posts.filter(account_id=account_id)
    found = _within(posts, first, last)
    rows, more = found[:MOST], len(found) > MOST
    texts = queues.texts_of(rows) if rows else {}
    approved = [post.pk for post in rows if post.status == Status.APPROVED]
    asking = (
        lapsing.asking(posts=Post.objects.filter(pk__in=approved), agency_id=authority.agency_id, at=at)
        if approved
        else ()
    )
    entries = sorted(
        (_entry(post, texts[post.pk], zone, at, waits=post.pk in asking) for post in rows),
        key=lambda entry: (entry.moment, entry.post.pk),
    )
    by_day = {
        on: tuple(some)
        for on, some in groupby(entries, key=lambda entry: entry.moment.astimezone(zone).date())
    }
    days = (begins_on + timedelta(days=number) for number in range(DAYS))
    return Week(days=tuple(Day(on=on, entries=by_day.get(on, ())) for on in days), more=more)


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), tzinfo=zone).astimezone(UTC)


def _within(posts: QuerySet[Post], first: datetime, last: datetime) -> Sequence[Post]:
    """The posts whose moment lies in the span: planned, waiting and approved ones, and what went out."""
    span = (first, last - timedelta(microseconds=1))
    live = Q(
        publications__state__in=[PublicationState.PUBLISHED, PublicationState.DELETING],
        publications__published_at__range=span,
    )
    out = posts.filter(live).annotate(moment=F("publications__published_at"))
    coming = posts.annotate(moment=_moment()).filter(
        Q(status__in=_PLANNED, draft__send_at__range=span)
        | Q(status=Status.IN_REVIEW, revision__not_before__range=span)
        | Q(status=Status.IN_REVIEW, revision__not_before=None, due_at__range=span)
        | Q(status=Status.STOPPED, moment__range=span)
        | Q(status__in=_GOING, due_at__range=span)
    )
    joined = [_loaded(some)[: MOST + 1] for some in (coming, out)]
    return [post for some in joined for post in some]


def _moment() -> Case:
    """When a post that is still to go out stands on the calendar.

    One stopped in review keeps the time of its decision, which is never after its window opens; one stopped when it
    was approved keeps the time it was moved to, which is never before. So the later of the two is its plan.
    """
    return Case(
        When(status__in=_PLANNED, then="draft__send_at"),
        When(status=Status.STOPPED, then=Greatest("revision__not_before", "due_at")),
        When(status__in=_GOING, then="due_at"),
        default=Coalesce("revision__not_before", "due_at"),
    )


def _loaded(posts: QuerySet[Any]) -> QuerySet[Any]:
    return posts.select_related("account", "unit", "author", "revision", "draft").order_by("moment", "pk")


def choices_of(*, post: Post, planned_at: datetime, zone: ZoneInfo, at: datetime) -> tuple[Choice, ...]:
    """Where an approved post can be moved; empty where there is nothing to choose."""
    window = scheduling.window_of(post=post) if post.status == Status.APPROVED else None
    moments = window.choices(planned_at=planned_at, now=at, zone=zone) if window else ()
    return tuple(_choice(moment, zone) for moment in moments) if len(moments) > 1 else ()


def _choice(moment: datetime, zone: ZoneInfo) -> Choice:
    return Choice(moment=moment, on=moment.astimezone(zone).date(), words=slots.in_words(moment, zone=zone))


def _entry(post: Post, text: str, zone: ZoneInfo, at: datetime, *, waits: bool) -> Entry:
    says, moment = _said(post)
    return Entry(
        post=post,
        line=labels.first_line(text),
        moment=moment,
        says="Waits to be kept or withdrawn" if waits else says,
        window=scheduling.window_of(post=post),
        choices=choices_of(post=post, planned_at=moment, zone=zone, at=at),
    )


def _said(post: Any) -> tuple[str, datetime]:
    moment: datetime = post.moment
    if post.status in _PLANNED:
        return "Planned", moment
    if post.status in _WAITING:
        timed = post.revision is not None and post.revision.not_before is not None
        return "Planned" if timed else "Decision due", moment
    return "Goes out" if post.status in _GOING else "Went out", moment
