"""Authority that is revoked or suspended: what waits with its holder's part in it stops in the same instant.

In one order with claims (accounts.order): what a worker claimed before is going out and is named; everything else goes
back to its author and must be approved again by people who hold authority. The unit is told at once. What ends in the
ordinary way stops nothing: whoever leads the unit keeps or withdraws it (lapsing).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import grants, rotations
from accounts.models import Authorisation, Cause, Ending, Member
from audit import trail
from posts import for_cause_notices, going_back
from posts.holding import GOING_OUT
from posts.models import Approval, Post, RevisionAuthor, Status, Verdict

_WAITING = (Status.IN_REVIEW, Status.APPROVED)


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """What waited as a member's authority ended, by id."""

    sent_back: Sequence[int]
    going_out: Sequence[int]
    """Claimed before: only a takedown answers these."""


@transaction.atomic
def end(
    *, authorisation_id: int, ended_by: Member, at: datetime, reason: str, how: Ending = Ending.ENDED
) -> Stopped:
    """End an authorisation at once, and stop what waits where it ends for cause or is suspended.

    Native passwords that the member knows become tasks for those who keep the accounts. Raises grants.EndedAlready.
    """
    ended = grants.end(authorisation_id=authorisation_id, ended_by=ended_by, at=at, reason=reason, how=how)
    if how not in grants.STOPS:
        return Stopped(sent_back=[], going_out=[])
    stopped = _stop(ended, ended_by, at)
    rotations.open_for(member=ended.member, why=Cause.ENDED, actor=ended_by, at=at)
    for_cause_notices.tell(
        ended=ended, by=ended_by, sent_back=stopped.sent_back, going_out=len(stopped.going_out), at=at
    )
    return stopped


def _stop(ended: Authorisation, by: Member, at: datetime) -> Stopped:
    """As many statements for one post as for a thousand; the caller holds the exclusive side of the lock."""
    theirs = _with_part_of(ended.member)
    waiting = theirs.filter(status__in=_WAITING).select_for_update(of=("self",)).order_by("pk")
    back = list(waiting)
    sent_back = [post.pk for post in back]
    trail.record_each(
        verb="post.authority_ended",
        agency_id=ended.agency_id,
        actor_id=by.pk,
        subject_ids=sent_back,
        at=at,
        authorisation_id=ended.pk,
        member_id=ended.member_id,
    )
    sent_back += going_back.take(posts=back, at=at, told=True)
    going_out = theirs.filter(status__in=GOING_OUT).order_by("pk").values_list("pk", flat=True)
    return Stopped(sent_back=sent_back, going_out=list(going_out))


def _with_part_of(member: Member) -> QuerySet[Post]:
    """The posts of which the member wrote or approved the version that counts, in whichever unit."""
    wrote = RevisionAuthor.objects.filter(member=member).values("revision")
    approved = Approval.objects.filter(decided_by=member, verdict=Verdict.APPROVED).values("revision")
    part = Q(revision__in=wrote) | Q(revision__in=approved)
    return Post.objects.filter(part, agency_id=member.agency_id)
