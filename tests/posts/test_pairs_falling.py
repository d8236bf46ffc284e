"""In every way in which the approval of one post of a pair falls, that of the other falls or waits with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import written
from accounts.models import Authorisation, Ending, Message, WrittenPermission
from governance.cast import Cast
from posts import (
    drafting,
    for_cause,
    history,
    missed,
    pairs,
    permitting,
    publishing,
    rejudging,
    retrying,
    situation,
    standing,
    stopping,
    undecided,
)
from posts.models import Post, Publication, Scope, Status, Turn, Verdict
from posts.stops import Target
from tests import people, rules
from tests.posts import paired
from tests.posts.test_rejudging import PRESENT, UNASKED
from tests.posts.test_written_permissions import drill, given

Pair = tuple[Post, Post]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOES, LATER = 3 * HOUR, 3 * DAY
"""When the two are to go out: the second, which Reyes and Ortega wrote, after the first."""


def _pair(engaged: Cast, at: datetime, first: people.Written = people.TIP) -> Pair:
    """In review."""
    pair = paired.begun(engaged=engaged, other_by="ortega", written=replace(first, send_at=at + GOES), at=at)
    kept = drafting.written_in(draft=pair[1].draft, category="")
    plain = replace(kept, category="safety_tip", answers=people.TIP.answers, meaning=people.TIP.text)
    plain = replace(plain, send_at=at + LATER)
    drafting.save(post_id=pair[1].pk, actor=engaged.ortega, written=plain, seen_version=2, at=at)
    pairs.submit(post_id=pair[0].pk, actor=engaged.reyes, seen_version=1, at=at)
    return paired.pair_of(pair[0])


def _approved(engaged: Cast, at: datetime, first: people.Written = people.TIP) -> Pair:
    pair = _pair(engaged, at, first)
    for by in (engaged.whitfield, engaged.natarajan):
        if pair[0].status == Status.IN_REVIEW:
            paired.approve(pair=pair, by=by, at=at)
            pair = paired.pair_of(pair[0])
    assert [post.status for post in pair] == [Status.APPROVED, Status.APPROVED]
    return pair


def _with_permission(engaged: Cast, at: datetime) -> tuple[Pair, WrittenPermission]:
    permission = given(engaged, at, lasts=4 * HOUR)
    return _approved(engaged, at, drill(permission)), permission


def _claim(post: Post, now: datetime) -> None:
    publication = Publication.objects.filter(post=post).latest("pk")
    assert publishing.claim(publication_id=publication.pk, now_by=lambda: now) is None


def new_rules(cast: Cast, at: datetime) -> Pair:
    rules.adopt(agency=cast.agency, source=rules.text(rules.EARLIEST), effective_at=at - HOUR, at=at - HOUR)
    pair = _approved(cast, at, UNASKED)
    rules.adopt(agency=cast.agency, source=PRESENT, effective_at=at + HOUR, at=at + HOUR)
    for post_id in rejudging.owed(at=at + HOUR):
        rejudging.judge_again(post_id=post_id, at=at + HOUR)
    return pair


def permission_ended(cast: Cast, at: datetime) -> Pair:
    pair, permission = _with_permission(cast, at)
    permitting.end(permission_id=permission.pk, actor=cast.natarajan, reason="Over.", at=at + HOUR)
    return pair


def held_by_the_gate(cast: Cast, at: datetime) -> Pair:
    pair, permission = _with_permission(cast, at)
    written.end(permission_id=permission.pk, actor=cast.natarajan, reason="Over.", at=at + HOUR)
    _claim(pair[0], at + GOES)
    return pair


def found_at_the_gate_of_the_other(cast: Cast, at: datetime) -> Pair:
    pair, permission = _with_permission(cast, at)
    written.end(permission_id=permission.pk, actor=cast.natarajan, reason="Over.", at=at + HOUR)
    _claim(pair[1], at + LATER)
    return pair


def authority_ended_for_cause(cast: Cast, at: datetime) -> Pair:
    pair = _approved(cast, at)
    held = Authorisation.objects.in_force(at=at).get(member=cast.ortega, unit=cast.units["014"])
    stopped = for_cause.end(
        authorisation_id=held.pk, ended_by=cast.okafor, at=at + HOUR, reason="Inquiry", how=Ending.REVOKED
    )
    assert sorted(stopped.sent_back) == [post.pk for post in pair]
    return pair


def nobody_decided(cast: Cast, at: datetime) -> Pair:
    pair = _pair(cast, at)
    assert undecided.sweep(at=at + 2 * DAY) == [pair[0].pk]
    return pair


def late_beyond_its_approvals(cast: Cast, at: datetime) -> Pair:
    pair = _approved(cast, at)
    _claim(pair[0], at + GOES + 2 * HOUR)
    assert Post.objects.get(pk=pair[0].pk).status == Status.MISSED
    Message.objects.all().delete()
    missed.plan(post_id=pair[0].pk, moment=at + 9 * DAY, actor=cast.reyes, at=at + GOES + 2 * HOUR)
    return pair


def overruled(cast: Cast, at: datetime) -> Pair:
    pair = _approved(cast, at)
    pairs.overrule(
        post_id=pair[1].pk, verdict=Verdict.RETURNED, actor=cast.natarajan, reason="Old.", at=at + HOUR
    )
    return pair


def sent_back(verdict: Verdict) -> Callable[[Cast, datetime], Pair]:
    def act(cast: Cast, at: datetime) -> Pair:
        pair = _pair(cast, at)
        bindings = {post.pk: post.revision.binding for post in pair if post.revision is not None}
        pairs.send_back(
            post_id=pair[1].pk,
            verdict=verdict,
            bindings=bindings,
            actor=cast.whitfield,
            reason="Say which garages.",
            ground="wording",
            at=at + HOUR,
        )
        return pair

    return act


def taken_back_to_change(cast: Cast, at: datetime) -> Pair:
    pair = _approved(cast, at)
    pairs.reopen(post_id=pair[1].pk, actor=cast.reyes, at=at + HOUR)
    return pair


def withdrawn(cast: Cast, at: datetime) -> Pair:
    pair = _approved(cast, at)
    drafting.withdraw(post_id=pair[1].pk, actor=cast.ortega, at=at + HOUR)
    return pair


def withdrawn_before_anybody_approved(cast: Cast, at: datetime) -> Pair:
    pair = _pair(cast, at)
    drafting.withdraw(post_id=pair[1].pk, actor=cast.ortega, at=at + HOUR)
    return pair


def given_up(cast: Cast, at: datetime) -> Pair:
    pair = _approved(cast, at)
    retrying.give_up(post_id=pair[1].pk, why="wrong", reason="", actor=cast.natarajan, at=at + HOUR)
    return pair


def stopped(cast: Cast, at: datetime) -> Pair:
    pair = _approved(cast, at)
    pairs.stop(post_id=pair[1].pk, actor=cast.natarajan, reason="Wait.", at=at + HOUR)
    return pair


def stopped_and_released(cast: Cast, at: datetime) -> Pair:
    pair = stopped(cast, at)
    Message.objects.all().delete()
    pairs.release(post_id=pair[0].pk, actor=cast.natarajan, at=at + HOUR)
    return pair


R, W, S, A, D = Status.RETURNED, Status.WITHDRAWN, Status.STOPPED, Status.APPROVED, Status.DRAFT
WAYS: dict[Callable[[Cast, datetime], Pair], tuple[Status, Status]] = {
    new_rules: (R, R),
    permission_ended: (R, R),
    held_by_the_gate: (R, R),
    found_at_the_gate_of_the_other: (R, R),
    authority_ended_for_cause: (R, R),
    nobody_decided: (R, R),
    late_beyond_its_approvals: (R, R),
    overruled: (R, R),
    sent_back(Verdict.RETURNED): (R, R),
    sent_back(Verdict.REJECTED): (Status.REJECTED, Status.REJECTED),
    taken_back_to_change: (D, D),
    withdrawn: (R, W),
    withdrawn_before_anybody_approved: (Status.IN_REVIEW, W),
    given_up: (R, W),
    stopped: (S, S),
    stopped_and_released: (A, A),
}
SILENT = {taken_back_to_change, withdrawn, withdrawn_before_anybody_approved, given_up}
"""What somebody did themselves is told to nobody, but to who wrote only the other one."""


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__qualname__.split(".")[0])
def test_the_approval_of_both_falls_in_every_way_in_which_that_of_one_falls(
    way: Callable[[Cast, datetime], Pair], chicago: Cast, at: datetime
) -> None:
    pair = way(chicago, at)
    found = paired.pair_of(pair[0])
    assert tuple(post.status for post in found) == WAYS[way]
    goes = Publication.objects.filter(post__in=pair, state="due").values_list("post_id", flat=True)
    assert set(goes) == {post.pk for post in found if post.status in (A, S)}
    asked = {post.pk for post in found if post.status == Status.IN_REVIEW}
    assert set(Turn.objects.filter(post__in=pair).values_list("post_id", flat=True)) == asked
    for post in found:
        assert situation.of(post=post, standing=standing.of(post), entries=history.of(post)), (
            "its page says it"
        )
    about = Q(about_post_id__in=[post.pk for post in pair]) | Q(kind="for_cause")
    told = Message.objects.filter(about, written_at__gt=at).values_list("to__log_on_id", flat=True)
    assert len(told) == len(set(told)), "everybody once"
    if way not in SILENT:
        assert {"reyes", "ortega"} - {"ortega" if way is authority_ended_for_cause else ""} <= set(told)


@pytest.mark.parametrize("how", ["a stop on one kind of post", "authority that ended in the ordinary way"])
def test_what_only_waits_keeps_both_waiting(how: str, chicago: Cast, at: datetime) -> None:
    """The one that is due first does not go out before the other is released, or kept."""
    pair = _approved(chicago, at, people.ARREST)
    if how.startswith("a stop"):
        target = Target(scope=Scope.CATEGORY, category="safety_tip", within=None)
        stopping.place(target=target, reason="Wait.", actor=chicago.natarajan, at=at + HOUR)
    else:
        Authorisation.objects.filter(member=chicago.ortega).update(ends_at=at + HOUR)
    _claim(pair[0], at + GOES)
    first, second = paired.pair_of(pair[0])
    assert (first.status, second.status) == (A, S if how.startswith("a stop") else A)
    assert "pair" in Publication.objects.get(post=first).waiting_for


def test_the_database_sends_no_post_of_which_the_pair_went_back(chicago: Cast, at: datetime) -> None:
    first, second = _approved(chicago, at)
    Post.objects.filter(pk=second.pk).update(status=R)
    with pytest.raises(IntegrityError, match="a pair goes out as it was approved"), transaction.atomic():
        Post.objects.filter(pk=first.pk).update(status=Status.SENDING)
    _claim(first, at + GOES)
    assert Post.objects.get(pk=first.pk).status == R, "nor does the gate"
