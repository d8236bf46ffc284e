"""A post and its translation, two posts of one account: submitted, approved, returned and taken back in one act.

Each stays a post of its own: its own words, approvals, bindings and records, and its own slot. Where the approval of
one falls by itself, that of the other falls with it (posts.going_back). What has gone out, or ended before anybody
approved it, leaves the other alone; the database refuses half an approval until then.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q

from accounts import order
from accounts.models import Member
from posts import (
    drafting,
    firings,
    languages,
    overruling,
    reviewing,
    stopping,
    submission,
)
from posts.actions import STEPS, Action
from posts.halves import BOUND, name_of, waits_for
from posts.models import NEVER_OUT, Post, Status, Verdict
from posts.plans import TooLong
from posts.reviewing import Attested, ReadSomethingElse
from posts.submission import NotReady, SlotHasPassed
from posts.undecided import TimeIsOver
from posts.workflow import Refused, WrongStatus

_OF_ITSELF = (NotReady, SlotHasPassed, TimeIsOver, TooLong, WrongStatus, ReadSomethingElse)
"""What may be wrong with one post of a pair alone."""
_NOTHING_SAID = Attested(form="", said=())


class OtherHalf(Exception):
    """The other post of the pair stands in the way; the sentence says how."""


@transaction.atomic
def submit(*, post_id: int, actor: Member, seen_version: int, at: datetime) -> Post:
    """Submit a post, with the other of its pair: both or none, and each takes every step that either asks for.

    One that waits or had been approved is taken back first. Raises OtherHalf, and what submission.submit raises.
    """
    order.claiming(agency_id=actor.agency_id)
    halves = _locked(post_id, actor)
    if len(halves) == 1:
        return submission.submit(post_id=post_id, actor=actor, seen_version=seen_version, at=at)
    begins = STEPS[Action.SUBMIT].sources
    if all(half.status in begins for half in halves if half.pk == post_id):
        for half in halves:
            if half.status not in begins:
                _of(half, post_id, partial(drafting.reopen, post_id=half.pk, actor=actor, at=at))
    _refuse_the_same_language(halves)
    steps = {half.pk: submission.judged_of(post=half, at=at).decision.route for half in halves}
    done: dict[int, Post] = {}
    spoke: list[firings.Judged] = []
    for half in halves:
        version = seen_version if half.pk == post_id else half.draft.version
        beside = tuple(step for pk, route in steps.items() if pk != half.pk for step in route)
        submitted = _of(
            half,
            post_id,
            partial(
                submission.submit,
                post_id=half.pk,
                actor=actor,
                seen_version=version,
                beside=beside,
                counted_with=spoke,
                at=at,
            ),
        )
        done[half.pk] = submitted
    firings.submitted(judged=spoke, at=at)
    return done[post_id]


def _refuse_the_same_language(halves: list[Post]) -> None:
    one, other = (half.draft.language or half.account.agency.language for half in halves)
    if one == other:
        raise OtherHalf(f"Both posts of the pair are in {languages.name_of(code=one)}. Change one.")


def _of(half: Post, post_id: int, act: Callable[[], Post]) -> Post:
    """The act on one post of a pair; what stands in the way of the other one is told as such."""
    if half.pk == post_id:
        return act()
    try:
        return act()
    except _OF_ITSELF as fault:
        raise OtherHalf(f"The post in {name_of(post=half)}, its pair: {fault} Nothing was done.") from fault


@transaction.atomic
def approve(
    *,
    post_id: int,
    bindings: Mapping[int, str],
    actor: Member,
    attested: Mapping[int, Attested],
    guidance: str = "",
    at: datetime,
) -> Post:
    """Give the step of a post, and the same of the other of its pair: two approvals of two versions, or none.

    `bindings` and `attested` are those of each post, by its id. Raises as reviewing.approve, and OtherHalf.
    """
    agreed: list[int] = []
    give = partial(reviewing.approve, actor=actor, guidance=guidance, at=at, counted_with=agreed)
    return _both_in_review(post_id, actor, give, bindings, attested, agreed)


@transaction.atomic
def stand_in(
    *,
    post_id: int,
    bindings: Mapping[int, str],
    actor: Member,
    attested: Mapping[int, Attested],
    reason: str,
    guidance: str = "",
    at: datetime,
) -> Post:
    """Give the step of an absent office, of both posts of a pair or of none. Raises as `approve`."""
    agreed: list[int] = []
    give = partial(
        reviewing.stand_in, actor=actor, reason=reason, guidance=guidance, at=at, counted_with=agreed
    )
    return _both_in_review(post_id, actor, give, bindings, attested, agreed)


def _both_in_review(
    post_id: int,
    actor: Member,
    give: Callable[..., Post],
    bindings: Mapping[int, str],
    attested: Mapping[int, Attested],
    agreed: list[int],
) -> Post:
    order.claiming(agency_id=actor.agency_id)
    both = _locked(post_id, actor)
    for half in both:
        if half.pk != post_id and half.status != Status.IN_REVIEW:
            raise OtherHalf(waits_for(other=half))
    given = {}
    for half in both:
        read, said = bindings.get(half.pk, ""), attested.get(half.pk, _NOTHING_SAID)
        act = partial(give, post_id=half.pk, binding=read, attested=said)
        given[half.pk] = _of(half, post_id, act)
    firings.answered_each(revision_ids=agreed, agency=both[0].account.agency, right=False)
    return given[post_id]


@transaction.atomic
def send_back(
    *,
    post_id: int,
    verdict: Verdict,
    bindings: Mapping[int, str],
    actor: Member,
    reason: str,
    ground: str,
    at: datetime,
) -> Post:
    """Return or reject a post, and the other of its pair where that waits for the same verdict."""
    order.claiming(agency_id=actor.agency_id)
    decide = reviewing.return_ if verdict == Verdict.RETURNED else reviewing.reject
    done: dict[int, Post] = {}
    against: list[int] = []
    both = _locked(post_id, actor)
    for half in both:
        if half.pk == post_id or half.status == Status.IN_REVIEW:
            done[half.pk] = _of(
                half,
                post_id,
                partial(
                    decide,
                    post_id=half.pk,
                    binding=bindings.get(half.pk, ""),
                    actor=actor,
                    reason=reason,
                    ground=ground,
                    at=at,
                    counted_with=against,
                ),
            )
    firings.answered_each(revision_ids=against, agency=both[0].account.agency, right=True)
    return done[post_id]


@transaction.atomic
def overrule(*, post_id: int, verdict: Verdict, actor: Member, reason: str, at: datetime) -> Post:
    """The final judgement of Communications over a post, and over the other of its pair that has not gone out."""
    order.taking_away(agency_id=actor.agency_id)
    return _each(
        post_id,
        Action.OVERRULE,
        actor,
        lambda pk: overruling.overrule(post_id=pk, verdict=verdict, actor=actor, reason=reason, at=at),
    )


@transaction.atomic
def stop(*, post_id: int, actor: Member, reason: str, at: datetime) -> Post:
    """Stop a post, and the other of its pair that waits, too. Raises what stopping.stop raises."""
    order.taking_away(agency_id=actor.agency_id)
    return _each(
        post_id,
        Action.STOP,
        actor,
        lambda pk: stopping.stop(post_id=pk, actor=actor, reason=reason, at=at),
    )


@transaction.atomic
def release(*, post_id: int, actor: Member, at: datetime) -> Post:
    """Release a post, and the other of its pair where nothing else stops that; until then this one waits for it.

    Raises what stopping.release raises.
    """
    order.taking_away(agency_id=actor.agency_id)
    return _each(post_id, Action.RELEASE, actor, partial(_release, post_id, actor, at))


def _release(pressed: int, actor: Member, at: datetime, post_id: int) -> Post:
    try:
        return stopping.release(post_id=post_id, actor=actor, at=at)
    except Refused:
        if post_id == pressed:
            raise
        return Post.objects.get(pk=post_id)


@transaction.atomic
def reopen(*, post_id: int, actor: Member, at: datetime) -> Post:
    """Take a post back to edit it, with the other of its pair that has not gone out: both are approved anew.

    Raises OtherHalf for a translation in whose place another one was begun, and what drafting.reopen raises.
    """
    order.claiming(agency_id=actor.agency_id)
    one = next((half for half in _locked(post_id, actor) if half.pk == post_id and half.translates_id), None)
    others = (
        Post.objects.filter(translates=one.translates_id).exclude(pk=post_id) if one else Post.objects.none()
    )
    if others.exclude(status__in=NEVER_OUT).exists():
        raise OtherHalf("Another translation was begun in its place. Go on with that one.")
    return _each(post_id, Action.REOPEN, actor, lambda pk: drafting.reopen(post_id=pk, actor=actor, at=at))


def _each(post_id: int, action: Action, actor: Member, act: Callable[[int], Post]) -> Post:
    """The act on a post, and on the other of its pair where that stands at its beginning, too."""
    halves = _locked(post_id, actor)
    ids = [half.pk for half in halves if half.pk == post_id or half.status in STEPS[action].sources]
    done = {pk: act(pk) for pk in ids or [post_id]}
    return done[post_id]


def _locked(post_id: int, actor: Member) -> list[Post]:
    """A post and the other of its pair while they are bound, locked in the order in which they were begun."""
    own = Post.objects.filter(pk=post_id, agency_id=actor.agency_id).values_list("translates_id", flat=True)
    first = next(iter(own), None) or post_id
    pair = Post.objects.select_for_update(of=("self",)).filter(Q(pk=first) | Q(translates=first))
    found = list(
        pair.filter(agency_id=actor.agency_id)
        .select_related("account__agency", "account__unit", "unit", "revision", "draft")
        .order_by("pk")
    )
    bound = [half for half in found if half.pk == post_id or half.status in BOUND]
    alone = next((half for half in found if half.pk == post_id), None)
    if alone is None:
        raise Post.DoesNotExist
    return bound if alone.status in BOUND else [alone]
