"""The one shape of every step: lock, status, permission, change, trail.

Each act is a function in a transaction that calls `begin`, makes its change, and calls `finish`. What is refused
raises having changed nothing; the door writes the refusal to the trail after the rollback.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts import authority as authorities
from accounts import notes
from accounts.authority import Authority
from accounts.models import Member, Outcome
from audit import trail
from posts import permissions, standing
from posts import turns as handed
from posts.actions import STEPS, Action
from posts.models import Post, Revision, RouteStep, Status
from posts.permissions import Ruling
from posts.standing import Standing


class WrongStatus(Exception):
    """The post is no longer where the act begins: somebody was faster, or the page is old."""

    def __init__(self, post: Post) -> None:
        super().__init__(f"This post is now: {post.get_status_display()}.")
        self.status = Status(post.status)


class Refused(PermissionDenied):
    """The member's authority does not cover the act; `ruling` says why."""

    def __init__(self, ruling: Ruling) -> None:
        super().__init__(ruling.reason)
        self.ruling = ruling


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A step under way: the locked post, how it stood, and in which role the actor acts."""

    post: Post
    standing: Standing
    actor: Member
    authority: Authority
    role: str
    at: datetime

    @property
    def revision(self) -> Revision:
        """The frozen version under review; raises WrongStatus where nothing is frozen."""
        if self.post.revision is None:
            raise WrongStatus(self.post)
        return self.post.revision

    @property
    def on_duty(self) -> str:
        """'yes' or 'no', for the trail: acts that stop are done off duty too, and it is noted."""
        return "yes" if self.authority.on_duty else "no"


def begin(*, post_id: int, action: Action, actor: Member, at: datetime) -> Taken:
    """Lock the post and ask status and permission; must run inside the transaction of the act.

    Raises Post.DoesNotExist, WrongStatus or Refused.
    """
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("account__agency", "account__unit", "unit", "revision")
        .get(pk=post_id, agency_id=actor.agency_id)
    )
    stands = standing.of(post)
    held = authorities.load(member=actor, at=at)
    if not permissions.may_see(authority=held, standing=stands):
        raise Post.DoesNotExist
    if post.status not in STEPS[action].sources:
        raise WrongStatus(post)
    ruling = permissions.ruling(authority=held, action=action, standing=stands)
    if not ruling.allowed:
        raise Refused(ruling)
    if ruling.lacks:
        observe(ruling=ruling, authority=held, act=action, post_id=post_id)
    elif lacks := held.lacks(unit_id=stands.unit_id, practice=stands.practice):
        notes.write(
            lacks=lacks,
            outcome=Outcome.EXEMPT,
            authority=held,
            unit_id=stands.unit_id,
            act=action,
            post_id=post_id,
        )
    return Taken(post=post, standing=stands, actor=actor, authority=held, role=ruling.role, at=at)


def observe(*, ruling: Ruling, authority: Authority, act: str, post_id: int | None = None) -> None:
    """Note what an act that goes through would have been refused for, were it enforced."""
    if ruling.lacks and ruling.unit_id is not None:
        notes.write(
            lacks=ruling.lacks,
            outcome=Outcome.OBSERVED,
            authority=authority,
            unit_id=ruling.unit_id,
            act=act,
            post_id=post_id,
        )


def finish(
    taken: Taken,
    *,
    verb: str,
    status: Status | None = None,
    turns: Sequence[RouteStep] | None = None,
    **keys: object,
) -> Post:
    """Write the new status, if it changes, with whose turn it is then, and the event.

    What is in review waits for `turns`; None are the steps that waited as the act began.
    """
    post = taken.post
    if status is not None:
        post.status = status
        waiting = taken.standing.waiting if turns is None else turns
        steps = tuple(waiting) if status == Status.IN_REVIEW else ()
        handed.hand(post=post, steps=steps, had=taken.standing.status == Status.IN_REVIEW)
    post.changed_at = taken.at
    post.save()
    trail.record(
        verb=verb, agency_id=post.agency_id, actor_id=taken.actor.pk, subject_id=post.pk, at=taken.at, **keys
    )
    return post


def open_actions(*, authority: Authority, standing: Standing) -> dict[Action, Ruling]:
    """The acts whose status fits, each with its ruling: what a screen draws as buttons, and why one is closed.

    A stop is not offered where the post can be taken down: there a stop that came too late is a takedown. Keeping is
    offered where somebody was asked for it, answering where an office is waited for, taking over where a draft is
    offered, and nothing about our own words where a post has none.
    """
    fitting = {action for action, step in STEPS.items() if standing.status in step.sources}
    if Action.TAKE_DOWN in fitting:
        fitting.discard(Action.STOP)
    if not standing.lapsed:
        fitting.discard(Action.KEEP)
    if not standing.awaited:
        fitting.discard(Action.ANSWER)
    if not standing.offered:
        fitting.discard(Action.TAKE_OVER)
    if standing.reposts:
        fitting -= permissions.ABOUT_OWN_WORDS
    return {
        action: permissions.ruling(authority=authority, action=action, standing=standing)
        for action in STEPS
        if action in fitting
    }
