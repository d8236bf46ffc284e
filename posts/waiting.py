"""The approval queue of a member: filters, pages, one's place in it, and what has arrived since."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.authority import Authority
from accounts.models import Role
from accounts.offices import NAMES
from posts import queues
from posts.models import Approval, RouteStep, Stop, Turn, Verdict
from posts.queues import PAGE, Page, waiting_for


class Filter(StrEnum):
    """What of the queue is shown."""

    ALL = "all"
    TODAY = "today"
    RETURNED = "returned"
    COMMUNICATIONS = "communications"


LABELS = {
    Filter.ALL: "All",
    Filter.TODAY: "Due today",
    Filter.RETURNED: "Returned before",
    Filter.COMMUNICATIONS: "Also the offices",
}


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The posts whose turn is the member's, at one moment."""

    authority: Authority
    zone: tzinfo

    def counts(self) -> dict[Filter, int]:
        """How many posts each filter shows: one query."""
        counted: dict[str, int] = (
            self._turns()
            .order_by()
            .aggregate(**{chosen.value: Count("pk", filter=self._only(chosen)) for chosen in self.filters()})
        )
        return {chosen: counted[chosen.value] for chosen in self.filters()}

    def filters(self) -> tuple[Filter, ...]:
        """The filters that mean something to the member: to Communications every post is also theirs."""
        if self.authority.holds(Role.SERGEANT, Role.ACTING_SERGEANT):
            return tuple(Filter)
        return (Filter.ALL, Filter.TODAY, Filter.RETURNED)

    def page(self, *, chosen: Filter, after: str | None = None, size: int = PAGE) -> Page[Turn]:
        """One page, soonest due first, each with who returned its post before: one query."""
        returned = Approval.objects.filter(revision__post=OuterRef("post_id"), verdict=Verdict.RETURNED)
        turns = (
            self._turns()
            .filter(self._only(chosen))
            .select_related("post__unit", "post__author", "post__revision")
            .annotate(
                returned_before=Exists(returned),
                returned_by_me=Exists(returned.filter(decided_by=self.authority.member_id)),
            )
        )
        begun = queues.begins(after)
        if begun is not None:
            due_at, pk = begun
            turns = turns.filter(Q(due_at__gt=due_at) | Q(due_at=due_at, post_id__gt=pk))
        return queues.cut(turns, size=size, by=lambda turn: turn.due_at, key=lambda turn: turn.post_id)

    def arrived(self, *, since: datetime) -> int:
        """How many of the waiting posts came after a moment: sent, passed on by a step before, or released."""
        sent = Q(post__revision__submitted_at__gt=since)
        passed_on = Exists(Approval.objects.filter(revision=OuterRef("post__revision"), decided_at__gt=since))
        released = Exists(Stop.objects.filter(post=OuterRef("post_id"), released_at__gt=since))
        return self._turns().filter(sent | Q(passed_on) | Q(released)).count()

    def _turns(self) -> QuerySet[Turn]:
        return waiting_for(authority=self.authority)

    def _only(self, chosen: Filter) -> Q:
        match chosen:
            case Filter.TODAY:
                return Q(due_at__lt=self._tomorrow())
            case Filter.RETURNED:
                return Q(
                    Exists(
                        Approval.objects.filter(revision__post=OuterRef("post_id"), verdict=Verdict.RETURNED)
                    )
                )
            case Filter.COMMUNICATIONS:
                steps = RouteStep.objects.filter(revision=OuterRef("post__revision"), role__in=NAMES)
                return Q(Exists(steps))
            case _:
                return Q(pk__isnull=False)

    def today(self) -> datetime:
        """When the day of the agency began."""
        return datetime.combine(self.authority.at.astimezone(self.zone).date(), time.min, tzinfo=self.zone)

    def _tomorrow(self) -> datetime:
        return self.today() + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a post stands in the queue; number 0 when it is not in it."""

    number: int
    total: int
    before: int | None
    after: int | None
    next_to_open: int | None
    """What opens after a decision: the post after it, else the first of the others."""


def place(*, authority: Authority, post_id: int) -> Place:
    """The place of a post in the whole queue of a member: one query."""
    ids = [post_id for _, post_id in waiting_for(authority=authority).values_list("due_at", "post_id")]
    others = [pk for pk in ids if pk != post_id]
    first = others[0] if others else None
    if len(others) == len(ids):
        return Place(number=0, total=len(ids), before=None, after=first, next_to_open=first)
    number = ids.index(post_id) + 1
    after = ids[number] if number < len(ids) else None
    return Place(
        number=number,
        total=len(ids),
        before=ids[number - 2] if number > 1 else None,
        after=after,
        next_to_open=after or first,
    )
