"""Posts that missed their time: a person sends them now, plans them anew, or lets them go (posts.drafting.withdraw).

What its approvals still reach goes out again as it was approved. What they do not goes back to its author with the new
time, and needs its approvals again.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts import order
from accounts.authority import Authority
from accounts.models import Member
from posts import going_back, halves, holding, late_notices, lateness, permissions, queues, standing, workflow
from posts.actions import Action
from posts.models import Draft, Post, Status
from posts.queues import Page
from posts.workflow import Taken

SPACE = timedelta(minutes=1)
"""Between two late posts of one account: residents are not flooded with what was due during an outage."""
MOST_AT_ONCE = 100


def waiting(*, authority: Authority) -> QuerySet[Post]:
    """The posts of the member's units that missed their time and about which nobody has decided."""
    posts = Post.objects.filter(agency_id=authority.agency_id, status=Status.MISSED)
    if not authority.department_wide:
        posts = posts.filter(unit_id__in={authority.unit_id, *(unit for _, unit in authority.roles)})
    return posts


def page(*, authority: Authority, after: str | None = None, size: int = queues.PAGE) -> Page[Post]:
    """One page of them, the one that missed its time last first."""
    return queues.newest(waiting(authority=authority), after=after, size=size)


def may_choose(*, authority: Authority, post: Post) -> permissions.Ruling:
    """Whether the member decides about a post: its authors and their sergeants do, and Communications."""
    return permissions.ruling(authority=authority, action=Action.SEND_LATE, standing=standing.of(post))


@dataclass(frozen=True, kw_only=True)
class InOrder:
    """A post and the moment at which it goes out."""

    post_id: int
    moment: datetime


def in_order(*, posts: Sequence[Post], at: datetime) -> list[InOrder]:
    """Urgent kinds first, then by the time they missed; one a minute on each account, beginning now."""
    taken: Counter[int] = Counter()
    found = []
    for post in sorted(posts, key=_urgency):
        found.append(InOrder(post_id=post.pk, moment=at + taken[post.account_id] * SPACE))
        taken[post.account_id] += 1
    return found


def _urgency(post: Post) -> tuple[bool, float, int]:
    urgent = post.revision is not None and post.revision.urgent
    return (not urgent, post.due_at.timestamp() if post.due_at else 0.0, post.pk)


@transaction.atomic
def send(*, post_id: int, moment: datetime, actor: Member, at: datetime) -> Post:
    """Let it go out from `moment` on, as it was approved: `at`, or minutes later where others go before it.

    Where the window that its approvals bind is over, it goes back to its author instead. Raises what workflow.begin
    raises.
    """
    order.claiming(agency_id=actor.agency_id)
    halves.locked(post_ids=[post_id], agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.SEND_LATE, actor=actor, at=at)
    if lateness.closed(revision=taken.revision, now=moment):
        return _back(taken, None)
    return _again(taken, moment, "post.sent_late")


@transaction.atomic
def plan(*, post_id: int, moment: datetime, actor: Member, at: datetime) -> Post:
    """Give it another time: inside the window of its approvals it goes out then, outside of it it goes back.

    Raises NotAhead and what workflow.begin raises.
    """
    order.claiming(agency_id=actor.agency_id)
    halves.locked(post_ids=[post_id], agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.PLAN_AGAIN, actor=actor, at=at)
    if moment <= at:
        raise NotAhead
    revision = taken.revision
    if revision.not_before is None or lateness.closed(revision=revision, now=moment):
        return _back(taken, moment)
    return _again(taken, moment, "post.planned_again")


class NotAhead(Exception):
    """The new time is over."""

    def __init__(self) -> None:
        super().__init__("That time has passed. Choose a later one.")


def _again(taken: Taken, moment: datetime, verb: str) -> Post:
    taken.post.due_at = moment
    post = workflow.finish(taken, verb=verb, status=Status.APPROVED, revision_id=taken.revision.pk, to=moment)
    holding.await_its_time(post=post, revision=taken.revision, at=taken.at)
    return post


def _back(taken: Taken, moment: datetime | None) -> Post:
    """To its author, with the time that was wanted; its approvals stay as history."""
    Draft.objects.filter(post=taken.post).update(send_at=moment, send_until=None)
    taken.post.due_at = None
    post = workflow.finish(
        taken, verb="post.sent_back_late", status=Status.RETURNED, revision_id=taken.revision.pk
    )
    late_notices.approval_is_over(post=post, by=taken.actor, at=taken.at)
    going_back.take(posts=[post], at=taken.at)
    return post
