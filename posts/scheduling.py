"""Moving an approved post inside the window that its approvals bind: no new version, no new approval."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import Member
from posts import workflow
from posts.actions import Action
from posts.models import Post, Publication, PublicationState
from posts.workflow import WrongStatus

_STEPS = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 15, 30, 60, 120, 240, 720, 1440))
_BY_THE_CLOCK = timedelta(hours=12)
MOST_CHOICES = 48


@dataclass(frozen=True, kw_only=True)
class Window:
    """The span in which a post may go out, as it was approved; both ends belong to it. UTC."""

    opens_at: datetime
    closes_at: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.opens_at <= moment <= self.closes_at

    def choices(self, *, planned_at: datetime, now: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
        """The moments still to come that a person chooses from, evenly spaced, with both ends and the present plan.

        From half a day up the steps follow the clock in `zone`: noon stays noon when the clocks change.
        """
        first = max(self.opens_at, now + timedelta(minutes=1))
        step = next((one for one in _STEPS if (self.closes_at - first) / one <= MOST_CHOICES), _STEPS[-1])
        found = {moment for moment in (first, self.closes_at, planned_at) if now < moment <= self.closes_at}
        clock = self.opens_at.astimezone(zone if step >= _BY_THE_CLOCK else UTC)
        while clock.astimezone(UTC) <= self.closes_at:
            if clock.astimezone(UTC) > now:
                found.add(clock.astimezone(UTC))
            clock += step
        return tuple(sorted(found))


class OutsideWindow(Exception):
    """The time lies outside what was approved, or is over; `window` is what was approved."""

    def __init__(self, sentence: str, window: Window | None) -> None:
        super().__init__(sentence)
        self.window = window


def window_of(*, post: Post) -> Window | None:
    """The window of the frozen revision; None for a post that goes out as soon as it is approved."""
    revision = post.revision
    if revision is None or revision.not_before is None or revision.not_after is None:
        return None
    return Window(opens_at=revision.not_before, closes_at=revision.not_after)


@transaction.atomic
def move(*, post_id: int, to: datetime, actor: Member, at: datetime) -> Post:
    """Let an approved post go out at another moment of its window.

    Raises OutsideWindow and what workflow.begin raises; a post that a worker has claimed is not moved any more.
    """
    taken = workflow.begin(post_id=post_id, action=Action.MOVE, actor=actor, at=at)
    window = window_of(post=taken.post)
    if window is None:
        raise OutsideWindow(
            "This post goes out as soon as it can, so there is no window to move it in.", window
        )
    if to <= at:
        raise OutsideWindow("That time has passed. Choose a later one.", window)
    if not window.holds(to):
        raise OutsideWindow("That time is outside what was approved. Edit the post to plan another.", window)
    waiting = Publication.objects.select_for_update().filter(post=taken.post, state=PublicationState.DUE)
    publication = waiting.order_by("part").first()
    if publication is None:
        raise WrongStatus(taken.post)
    waiting.update(due_at=to, dispatched_at=None)
    taken.post.due_at = to
    return workflow.finish(taken, verb="post.moved", publication_id=publication.pk, to=to)
