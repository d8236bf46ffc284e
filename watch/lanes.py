"""The lanes of the floor: which posts stand in each, in which order, page by page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from accounts.models import Role
from posts import queues
from posts.models import Post, Status
from posts.queues import Page

JUST = timedelta(hours=24)
"""What was published within this time counts as just published."""
GLANCE = 8
"""How many posts a lane shows beside others; all of them have a page of their own."""
FEW = 3
"""Fewer where more would push what waits out of sight."""
MOST_BY_TIME = 100
"""Lanes in the order of their times are short; a longer one is read to here."""

TROUBLE = (Status.UNKNOWN, Status.REFUSED, Status.MISSED)
LEAVING = (Status.APPROVED, Status.SENDING)
OPEN = (Status.IN_REVIEW, *LEAVING, *TROUBLE)


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One lane: its address word, its name, its picture, and what it says when it is empty."""

    key: str
    name: str
    icon: str
    statuses: tuple[Status, ...]
    empty: str
    tone: str = ""
    by_time: bool = False
    """In the order of due times; the others newest first."""
    needs_role: str = ""
    """Only posts whose turn is this role's."""


LANES: Mapping[str, Lane] = {
    lane.key: lane
    for lane in (
        Lane(
            key="trouble",
            name="Trouble",
            icon="error",
            statuses=TROUBLE,
            empty="Nothing is in trouble. What the network refuses or leaves unclear appears here.",
            tone="trouble",
        ),
        Lane(
            key="needs",
            name="Needs us",
            icon="people",
            statuses=(Status.IN_REVIEW,),
            empty="Nothing waits for Communications. Arrests and open cases appear here after their sergeant.",
            tone="needs",
            by_time=True,
            needs_role=Role.COMMUNICATIONS,
        ),
        Lane(
            key="soon",
            name="Going out soon",
            icon="schedule",
            statuses=LEAVING,
            empty="Nothing is about to go out. Approved posts appear here until their time.",
            by_time=True,
        ),
        Lane(
            key="published",
            name="Just published",
            icon="check_circle",
            statuses=(Status.PUBLISHED,),
            empty="Nothing has been published yet. Posts appear here once they are on the network.",
        ),
        Lane(
            key="review",
            name="In review",
            icon="hourglass_empty",
            statuses=(Status.IN_REVIEW,),
            empty="Nothing is in review. Posts appear here when a unit sends them to its sergeant.",
        ),
        Lane(
            key="writing",
            name="Being written",
            icon="edit",
            statuses=(Status.DRAFT, Status.RETURNED),
            empty="Nobody is writing. Drafts and returned posts appear here.",
        ),
        Lane(
            key="ended",
            name="Stopped and ended",
            icon="do_not_disturb",
            statuses=(
                Status.STOPPED,
                Status.TAKING_DOWN,
                Status.TAKEN_DOWN,
                Status.REJECTED,
                Status.WITHDRAWN,
            ),
            empty="Nothing was stopped, taken down, rejected or withdrawn.",
        ),
    )
}
SIDE_BY_SIDE = ("trouble", "needs", "soon", "published")


def glance(*, agency_id: int, unit_ids: Sequence[int] | None, at: datetime) -> dict[str, list[Post]]:
    """The first posts of the lanes that stand side by side: one query each.

    Where nothing was published within a day, the last ones are shown.
    """
    shown = {
        key: list(page_of(lane=LANES[key], agency_id=agency_id, unit_ids=unit_ids, size=_size(key)).rows)
        for key in SIDE_BY_SIDE
    }
    just = [post for post in shown["published"] if post.changed_at > at - JUST]
    return shown | {"published": just or shown["published"][:FEW]}


def _size(key: str) -> int:
    return FEW if key == "trouble" else GLANCE


def page_of(
    *,
    lane: Lane,
    agency_id: int,
    unit_ids: Sequence[int] | None,
    after: str | None = None,
    size: int | None = None,
) -> Page[Post]:
    """One page of a lane, or its first posts: one query."""
    if lane.by_time:
        return _by_time(lane, agency_id, unit_ids, size or MOST_BY_TIME)
    return queues.of_units(
        agency_id=agency_id,
        unit_ids=unit_ids,
        statuses=lane.statuses,
        after=after,
        size=size or queues.PAGE,
    )


def _by_time(lane: Lane, agency_id: int, unit_ids: Sequence[int] | None, most: int) -> Page[Post]:
    found = _within(agency_id, unit_ids, lane.statuses)
    if lane.needs_role:
        found = found.filter(needs_role=lane.needs_role)
    related = found.select_related("account", "unit", "author", "revision", "draft")
    return Page(rows=list(related.order_by("due_at", "pk")[:most]), next_after=None)


def _within(agency_id: int, unit_ids: Sequence[int] | None, statuses: Iterable[Status]) -> QuerySet[Post]:
    found = Post.objects.filter(agency_id=agency_id, status__in=list(statuses))
    return found if unit_ids is None else found.filter(unit_id__in=unit_ids)


def counts(*, agency_id: int, unit_ids: Sequence[int] | None, at: datetime) -> dict[str, int]:
    """How many posts stand in each lane that is counted: two queries over what is open and what is new.

    Lanes that grow with the archive are not counted; 'published' counts the last day.
    """
    rows = (
        _within(agency_id, unit_ids, OPEN)
        .order_by()
        .values_list("status", "needs_role")
        .annotate(number=Count("pk"))
    )
    told = {key: 0 for key, lane in LANES.items() if set(lane.statuses) <= set(OPEN)}
    for status, needs_role, number in rows:
        for key in told:
            lane = LANES[key]
            if status in lane.statuses and lane.needs_role in {"", needs_role}:
                told[key] += number
    published = _within(agency_id, unit_ids, LANES["published"].statuses).filter(changed_at__gt=at - JUST)
    return told | {"published": published.count()}
