"""Which posts a reader's floor shows: the first of each lane, a lane's pages, and how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from posts import queues
from posts.models import Post, Status, Turn
from posts.queues import Page
from watch.choosing import Filters
from watch.lanes import LANES, OPEN, SIDE_BY_SIDE, Lane

JUST = timedelta(hours=24)
"""What was published within this time counts as just published."""
REACH = timedelta(days=31)
"""How far back the floor looks at what went out; the records room has all of it."""
GLANCE = 8
"""How many posts a lane shows beside others; all of them have a page of their own."""
FEW = 3
"""Fewer where more would push what waits out of sight."""
_UNCOUNTED = frozenset({"published", "writing", "ended"})
"""Lanes that grow with the archive; of what was published, the last day is counted."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whose floor it is, what it is narrowed to, and when it is looked at."""

    agency_id: int
    office: str
    """The role that 'Needs us' means."""
    decides: bool
    """Whether the reader is of that office; an administrator looks on."""
    filters: Filters
    at: datetime

    def glance(self) -> dict[str, list[Post]]:
        """The first posts of the lanes that stand side by side: one query each.

        Where nothing was published within a day, the last ones are shown.
        """
        shown = {
            key: list(self.page(lane=LANES[key], size=FEW if key == "trouble" else GLANCE).rows)
            for key in SIDE_BY_SIDE
        }
        just = [post for post in shown["published"] if post.changed_at > self.at - JUST]
        return shown | {"published": just or shown["published"][:FEW]}

    def page(self, *, lane: Lane, after: str | None = None, size: int | None = None) -> Page[Post]:
        """One page of a lane, or its first posts: one query."""
        posts = self._of(lane)
        if not lane.by_time:
            return queues.newest(posts, after=after, size=size or queues.PAGE)
        return queues.soonest(posts, after=after, size=size or queues.PAGE)

    def counts(self) -> dict[str, int]:
        """How many posts stand in each lane that is counted, and how many are 'held': one query."""
        open_now, held = Q(status__in=OPEN), Q(status=Status.STOPPED)
        just = Q(status=Status.PUBLISHED, changed_at__gt=self.at - JUST)
        counted = {
            key: Count("pk", filter=open_now & self._in(lane))
            for key, lane in LANES.items()
            if key not in _UNCOUNTED
        }
        told: dict[str, int] = (
            self._narrowed()
            .filter(open_now | just | held)
            .order_by()
            .aggregate(**counted, published=Count("pk", filter=just), held=Count("pk", filter=held))
        )
        return told

    def _narrowed(self) -> QuerySet[Post]:
        return self.filters.narrow(Post.objects.filter(agency_id=self.agency_id), agency_id=self.agency_id)

    def _of(self, lane: Lane) -> QuerySet[Post]:
        posts = self._narrowed().filter(self._in(lane))
        return posts.filter(changed_at__gt=self.at - REACH) if lane.grows else posts

    def _in(self, lane: Lane) -> Q:
        standing = Q(status__in=lane.statuses)
        ours = Turn.objects.filter(agency_id=self.agency_id, role=self.office)
        return standing & Q(pk__in=ours.values("post")) if lane.ours else standing


def each_once(lanes: Mapping[str, Sequence[Post]]) -> Sequence[Post]:
    """The posts of several lanes, each once."""
    return list({post.pk: post for rows in lanes.values() for post in rows}.values())
