"""Drafts whose author has lost the authority for their unit are offered to its others, who can take them over.

Nothing is taken from anybody: a draft stays its author's until somebody takes it over, and whoever wrote of it still
never decides about it. Given back, the authority ends the offer.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.authority import Authority, holders
from accounts.models import Authorisation, Member, Role
from accounts.models.authority import COMMANDERS, AuthorisationQueries
from audit import trail
from posts import handed_notices, turns, workflow
from posts.actions import STEPS, Action
from posts.models import Post

LOOKED_BACK = timedelta(days=30)
"""Authority that ended longer ago offers nothing any more: its drafts were forgotten before."""


def owed(*, at: datetime, limit: int = 200) -> list[int]:
    """The drafts that are to be offered, by id: somebody wrote in them, and their author's authority has ended."""
    ended = _of_its_author().filter(ends_at__lte=at, ends_at__gt=at - LOOKED_BACK)
    found = _drafts().filter(Exists(ended), ~Exists(_of_its_author().in_force(at=at)), offered_at=None)
    written = found.filter(account__corporate=False, by_office=False).exclude(
        draft__text="", draft__answers={}, category=""
    )
    return list(written.order_by("pk").values_list("pk", flat=True)[:limit])


@transaction.atomic
def offer(*, post_id: int, at: datetime) -> bool:
    """Offer a draft to the others who write for its unit, or tell its sergeants; twice is once."""
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("account__agency", "unit", "author")
        .get(pk=post_id)
    )
    if post.offered_at is not None or post.status not in STEPS[Action.TAKE_OVER].sources:
        return False
    post.offered_at = at
    post.save(update_fields=["offered_at"])
    trail.record(
        verb="post.offered",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=at,
        author_id=post.author_id,
    )
    handed_notices.offered(post=post, to=_asked(post, at), at=at)
    return True


def end_where_authority_came_back(*, at: datetime) -> int:
    """Whoever may write for the unit again keeps their drafts; how many. One statement."""
    again = Exists(_of_its_author().in_force(at=at))
    return _drafts().filter(again, offered_at__isnull=False).update(offered_at=None)


@transaction.atomic
def take_over(*, post_id: int, actor: Member, at: datetime) -> Post:
    """Make a draft that was offered one's own. Raises what workflow.begin raises."""
    taken = workflow.begin(post_id=post_id, action=Action.TAKE_OVER, actor=actor, at=at)
    post, before = taken.post, taken.post.author_id
    post.author, post.offered_at = actor, None
    return workflow.finish(taken, verb="post.taken_over", from_id=before)


def offered(*, authority: Authority) -> QuerySet[Post]:
    """The drafts that are offered in the units for which a member writes, or which they lead."""
    units = authority.units(Role.USMR, *turns.SERGEANTS, *COMMANDERS)
    return _drafts().filter(agency_id=authority.agency_id, unit_id__in=units, offered_at__isnull=False)


def _drafts() -> QuerySet[Post]:
    return Post.objects.filter(status__in=STEPS[Action.TAKE_OVER].sources)


def _of_its_author() -> AuthorisationQueries:
    """The authority to write that the author of a post has, had or will have in its unit."""
    return Authorisation.objects.filter(member=OuterRef("author"), unit=OuterRef("unit"), role=Role.USMR)


def _asked(post: Post, at: datetime) -> Sequence[Member]:
    for roles in ((Role.USMR,), turns.SERGEANTS, COMMANDERS):
        found = holders(role=roles, unit_id=post.unit_id, agency_id=post.agency_id, at=at)
        if found:
            return found
    return ()
