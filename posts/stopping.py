"""Acts that take away: stop, release, take down. In one order with claims (accounts.order)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import authority as authorities
from accounts import notes, order
from accounts.models import Agency, Member, Outcome
from audit import trail, vault
from posts import (
    chain,
    coverage,
    holding,
    lateness,
    notices,
    publications,
    remarks,
    stop_notices,
    stops,
    workflow,
)
from posts.actions import Action
from posts.holding import Swept
from posts.models import PORTAL, WIDE, Post, Publication, PublicationState, RemarkKind, Scope, Status, Stop
from posts.stops import Target
from posts.workflow import Refused, Taken, WrongStatus

_CLAIMED = frozenset({Status.SENDING, Status.PARTLY_OUT, Status.PUBLISHED, Status.UNKNOWN})


class StoppedAlready(Exception):
    """Somebody was faster: a stop on the same target is in force."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(f"{stops.by(stop)} placed this stop already. It is in force.")
        self.stop = stop


class LiftedAlready(Exception):
    """The stop is not in force any more."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A stop that has just come into force, and what it found."""

    stop: Stop
    swept: Swept


def in_force(*, agency_id: int) -> list[Stop]:
    """The wide stops of an agency that nobody has lifted, the widest first; one query."""
    wide = coverage.in_force(agency_id=agency_id).filter(scope__in=WIDE).select_related(*stops.NAMED)
    return sorted(wide, key=lambda stop: (stop.scope != Scope.DEPARTMENT, stop.placed_at, stop.pk))


def whole_department(*, agency_id: int) -> Stop | None:
    """The stop on all publishing of an agency, if one is in force."""
    return coverage.in_force(agency_id=agency_id).filter(scope=Scope.DEPARTMENT).first()


@transaction.atomic
def place(*, target: Target, reason: str, actor: Member, at: datetime) -> Placed:
    """Stop all publishing in a scope, on duty or not (CPD-TW.V.B.5, V.E.3).

    What is approved and not yet claimed is held; what was claimed is named, for a takedown. Raises Refused and
    StoppedAlready.
    """
    order.taking_away(agency_id=actor.agency_id)
    held = authorities.load(member=actor, at=at)
    ruling = stops.may_place(authority=held, target=target)
    if not ruling.allowed:
        raise Refused(ruling)
    placed = _put(
        Stop(
            agency_id=actor.agency_id,
            reason=reason,
            placed_by=actor,
            placed_at=at,
            held_role=ruling.role,
            **target.columns,
        ),
        on_duty="yes" if held.on_duty else "no",
    )
    unit_id = target.home.pk if target.home else actor.unit_id
    if lacks := held.lacks(unit_id=unit_id):
        notes.write(lacks=lacks, outcome=Outcome.EXEMPT, authority=held, unit_id=unit_id, act="place_stop")
    stop_notices.placed(stop=placed.stop, held=placed.swept.held, at=at)
    return placed


@transaction.atomic
def place_by_portal(*, agency: Agency, reason: str, at: datetime) -> Stop:
    """Stop the whole department without a person: for a restored or copied database. Twice is once."""
    order.taking_away(agency_id=agency.pk)
    stop = Stop(agency=agency, scope=Scope.DEPARTMENT, reason=reason, placed_at=at, held_role=PORTAL)
    try:
        return _put(stop, on_duty="portal").stop
    except StoppedAlready as stands:
        return stands.stop


def _put(stop: Stop, *, on_duty: str) -> Placed:
    """Bring a stop into force under the exclusive side of the lock, so that of two at once one is told."""
    same = coverage.in_force(agency_id=stop.agency_id).filter(
        scope=stop.scope,
        member=stop.member_id,
        unit=stop.unit_id,
        account=stop.account_id,
        category=stop.category,
        within=stop.within_id,
    )
    stands = same.first()
    if stands is not None:
        raise StoppedAlready(stands)
    stop.save(force_insert=True)
    swept = holding.sweep(stop=stop, at=stop.placed_at)
    trail.record(
        verb="stop.placed",
        agency_id=stop.agency_id,
        actor_id=stop.placed_by_id,
        subject_id=stop.pk,
        at=stop.placed_at,
        scope=stop.scope,
        target_id=stop.member_id or stop.unit_id or stop.account_id,
        category=stop.category or None,
        within_id=stop.within_id,
        held=len(swept.held),
        going_out=len(swept.going_out),
        on_duty=on_duty,
        reason_sealed=_sealed(stop.reason, stop.agency_id),
    )
    return Placed(stop=stop, swept=swept)


@transaction.atomic
def lift(*, stop_id: int, reason: str, actor: Member, at: datetime) -> Stop:
    """End a wide stop. It releases nothing: what it held waits to be released, one by one.

    Raises Stop.DoesNotExist, LiftedAlready and Refused.
    """
    order.taking_away(agency_id=actor.agency_id)
    stop = (
        Stop.objects.select_for_update(of=("self",))
        .select_related(*stops.NAMED)
        .exclude(scope=Scope.POST)
        .get(pk=stop_id, agency_id=actor.agency_id)
    )
    if stop.released_at is not None:
        raise LiftedAlready("This stop was lifted already.")
    held = authorities.load(member=actor, at=at)
    ruling = stops.may_lift(authority=held, stop=stop)
    if not ruling.allowed:
        raise Refused(ruling)
    workflow.observe(ruling=ruling, authority=held, act="lift_stop")
    stop.released_by, stop.released_at, stop.release_reason = actor, at, reason
    stop.save(update_fields=["released_by", "released_at", "release_reason"])
    left = holding.left_by(stop=stop)
    trail.record(
        verb="stop.lifted",
        agency_id=stop.agency_id,
        actor_id=actor.pk,
        subject_id=stop.pk,
        at=at,
        left=len(left),
        reason_sealed=_sealed(reason, stop.agency_id),
    )
    stop_notices.lifted(stop=stop, left=left, at=at)
    return stop


def _sealed(reason: str, agency_id: int) -> str:
    return vault.sealed_digest(digest=vault.keep(content=reason, agency_id=agency_id), agency_id=agency_id)


@transaction.atomic
def stop(*, post_id: int, actor: Member, reason: str, at: datetime) -> Post:
    """Stop a post before it goes out; one that was claimed first is taken down instead (CPD-TW.V.B.5).

    Raises what workflow.begin raises.
    """
    order.taking_away(agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.STOP, actor=actor, at=at)
    if taken.post.status in _CLAIMED:
        return _take_down(taken, reason)
    placed = Stop.objects.create(
        agency_id=taken.post.agency_id,
        post=taken.post,
        reason=reason,
        placed_by=actor,
        placed_at=at,
        held_role=taken.role,
    )
    post = workflow.finish(
        taken, verb="post.stopped", status=Status.STOPPED, stop_id=placed.pk, on_duty=taken.on_duty
    )
    notices.stopped(post=post, by=actor, at=at)
    return post


@transaction.atomic
def release(*, post_id: int, actor: Member, at: datetime) -> Post:
    """Let a stopped post go: it is again where its approvals put it, and goes out at its time or at once.

    Its own stop ends with it; a wider stop that covers it is lifted first. What has missed its time meanwhile is not
    sent. Raises what workflow.begin raises.
    """
    order.taking_away(agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.RELEASE, actor=actor, at=at)
    stop_id = _end_its_own(taken) or holding.last_stop(post=taken.post)
    status = _released_to(taken)
    post = workflow.finish(taken, verb="post.released", status=status, stop_id=stop_id)
    if status == Status.MISSED:
        publications.cancel(post=post)
    elif status == Status.IN_REVIEW:
        notices.review_wanted(post=post, steps=taken.standing.waiting, at=at)
    elif not Publication.objects.filter(post=post, state=PublicationState.DUE).exists():
        publications.open_for(post=post, revision=taken.revision, due_at=post.due_at or at)
    else:
        publications.hand_over_at_once(post=post)
    notices.released(post=post, by=actor, at=at)
    return post


def _end_its_own(taken: Taken) -> int | None:
    own = Stop.objects.select_for_update().filter(post=taken.post, released_at__isnull=True).first()
    if own is None:
        return None
    own.released_by, own.released_at = taken.actor, taken.at
    own.save(update_fields=["released_by", "released_at"])
    return own.pk


def _released_to(taken: Taken) -> Status:
    if not taken.standing.ready:
        return Status.IN_REVIEW
    if lateness.closed(revision=taken.revision, now=taken.at):
        return Status.MISSED
    # Whoever releases it says that it is still good, so how late it is counts from here.
    taken.post.due_at = max(taken.at, taken.post.due_at or taken.at)
    return Status.APPROVED


@transaction.atomic
def take_down(*, post_id: int, actor: Member, reason: str, at: datetime) -> Post:
    """Delete a post on the network; its record stays (invariant: taking down is not disposing)."""
    order.taking_away(agency_id=actor.agency_id)
    return _take_down(workflow.begin(post_id=post_id, action=Action.TAKE_DOWN, actor=actor, at=at), reason)


def _take_away(publication: Publication, at: datetime) -> None:
    """Where nobody knows whether it is out, it is deleted as soon as it is found."""
    publication.takedown_asked = True
    if publication.state == PublicationState.DUE:
        publication.state = PublicationState.CANCELLED
    if publication.state == PublicationState.PUBLISHED:
        publication.state, publication.due_at = PublicationState.DELETING, at
        publication.dispatched_at = None
    publication.save()


def _take_down(taken: Taken, reason: str) -> Post:
    parts = chain.parts_of(post=taken.post)
    if not parts:
        raise WrongStatus(taken.post)
    for publication in parts:
        _take_away(publication, taken.at)
    status = chain.status_of([PublicationState(row.state) for row in parts])
    _, sealed = remarks.keep(taken, kind=RemarkKind.TAKEDOWN, words=reason)
    post = workflow.finish(
        taken,
        verb="post.takedown_asked",
        status=status,
        publication_id=parts[0].pk,
        on_duty=taken.on_duty,
        reason_sealed=sealed,
    )
    notices.takedown_asked(post=post, by=taken.actor, at=taken.at)
    return post
