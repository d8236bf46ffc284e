"""A unit's step that nobody takes is handed on in time; nobody approves by being silent (CPD-TW.V.B)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from accounts import authority as authorities
from accounts import grants
from accounts.models import Authorisation, Condition, Message, Tour, TrainingResult
from audit.models import Event
from governance.cast import Cast
from posts import handing_on, history, stopping, undecided, waiting
from posts.models import Approval, Post, Publication, Status
from posts.workflow import Refused
from tests import people

MINUTES = timedelta(minutes=1)
WINDOW = 120
"""Minutes that the rules give for deciding about a tip."""


def sweep(at: datetime) -> None:
    for post_id in handing_on.owed(at=at):
        handing_on.hand_on(post_id=post_id, at=at)


def with_whom(post: Post) -> list[str]:
    return list(post.turns.values_list("role", flat=True))


def off_duty(engaged: Cast, *keys: str, at: datetime) -> None:
    Tour.objects.filter(member__in=[engaged.people[key] for key in keys]).update(ends_at=at)


def gone(engaged: Cast, *roles: str, at: datetime) -> None:
    Authorisation.objects.filter(unit=engaged.units["014"], role__in=roles).update(ends_at=at)


def told(kind: str = "handed_on") -> list[str]:
    return list(
        Message.objects.filter(kind=kind).order_by("to__log_on_id").values_list("to__log_on_id", flat=True)
    )


def queue_of(engaged: Cast, key: str, at: datetime) -> int:
    held = authorities.load(member=engaged.people[key], at=at)
    return waiting.place(authority=held, post_id=0).total


@pytest.mark.parametrize(
    ("off", "to_commander", "to_communications"),
    [((), 90, 105), (("whitfield", "brody"), 60, 105), (("whitfield", "brody", "okafor"), 60, 90)],
    ids=["silent", "sergeants off duty", "the unit off duty"],
)
def test_a_waiting_step_goes_to_the_commander_then_to_communications_before_its_time_cpd_tw_v_b(
    chicago: Cast, at: datetime, off: tuple[str, ...], to_commander: int, to_communications: int
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    assert post.due_at == at + WINDOW * MINUTES
    off_duty(chicago, *off, at=at)

    for after, role in [
        (to_commander - 1, "sergeant"),
        (to_commander, "commander"),
        (to_communications - 1, "commander"),
        (to_communications, "communications"),
        (WINDOW + 60, "communications"),
    ]:
        sweep(at + after * MINUTES)
        sweep(at + after * MINUTES)
        assert with_whom(post) == [role], after

    post.refresh_from_db()
    assert post.status == Status.IN_REVIEW and not Approval.objects.exists()
    handed = Event.objects.filter(verb="post.handed_on", subject_id=post.pk).order_by("pk")
    assert [event.keys["role"] for event in handed] == ["commander", "communications"]
    assert told()[0] == "foster" and "okafor" in told() and "whitfield" not in told()


def test_on_a_vacation_the_acting_sergeant_has_the_queue_and_nothing_is_handed_on_cpd_tw_v_b(
    chicago: Cast, at: datetime
) -> None:
    gone(chicago, "sergeant", at=at)
    grants.authorise(
        member=chicago.lindqvist,
        unit=chicago.units["014"],
        role="acting_sergeant",
        given_by=chicago.okafor,
        at=at,
        ends_at=at + timedelta(days=1),
    )
    posts = [people.submitted(engaged=chicago, at=at) for _ in range(5)]
    sweep(at)
    assert {role for post in posts for role in with_whom(post)} == {"sergeant"}
    assert queue_of(chicago, "lindqvist", at) == 5 and queue_of(chicago, "whitfield", at) == 0

    for post in posts:
        people.approve(post=post, by=chicago.lindqvist, at=at)
    assert queue_of(chicago, "lindqvist", at) == 0
    assert Publication.objects.filter(post__in=posts).count() == 5


@pytest.mark.parametrize(
    ("roles", "why", "to"),
    [
        (("sergeant",), "nobody_can", "commander"),
        (("sergeant", "commander"), "nobody_can", "communications"),
    ],
    ids=["no sergeant", "nobody of the unit"],
)
def test_where_nobody_can_decide_it_goes_on_at_once(
    chicago: Cast, at: datetime, roles: tuple[str, ...], why: str, to: str
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    gone(chicago, *roles, at=at)
    sweep(at)
    assert with_whom(post) == [to]
    assert Event.objects.get(verb="post.handed_on").keys["why"] == why


def test_a_sergeant_without_training_is_nobody_who_can(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    people.enforce(engaged=chicago, condition=Condition.TRAINING, at=at)
    sergeants = [chicago.whitfield, chicago.brody]
    TrainingResult.objects.filter(member__in=sergeants).update(expires_at=at)
    sweep(at)
    assert with_whom(post) == ["commander"]


def test_nobody_who_wrote_it_is_handed_it(chicago: Cast, at: datetime) -> None:
    """A commander who writes for the unit is passed over."""
    grants.authorise(
        member=chicago.okafor, unit=chicago.units["014"], role="usmr", given_by=chicago.okafor, at=at
    )
    post = people.submitted(engaged=chicago, by="okafor", at=at)
    gone(chicago, "sergeant", at=at)
    sweep(at)
    assert with_whom(post) == ["communications"] and "okafor" not in told()


def test_whoever_had_it_before_may_still_decide_and_those_above_may_now(chicago: Cast, at: datetime) -> None:
    posts = [people.submitted(engaged=chicago, at=at) for _ in range(3)]
    with pytest.raises(Refused):
        people.approve(post=posts[0], by=chicago.okafor, at=at)
    late = at + 91 * MINUTES
    sweep(late)
    for post, by in zip(posts[:2], (chicago.whitfield, chicago.okafor), strict=True):
        people.approve(post=post, by=by, at=late)
    with pytest.raises(Refused):
        people.approve(post=posts[2], by=chicago.natarajan, at=late)
    sweep(at + 106 * MINUTES)
    people.approve(post=posts[2], by=chicago.natarajan, at=at + 106 * MINUTES)

    given = Approval.objects.order_by("pk").values_list("held_role", flat=True)
    assert list(given) == ["sergeant", "commander", "communications"]
    assert set(Post.objects.values_list("status", flat=True)) == {Status.APPROVED}


def test_it_stands_in_the_queues_of_both_and_its_page_tells_it(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    assert [queue_of(chicago, key, at) for key in ("whitfield", "okafor", "natarajan")] == [1, 0, 0]
    late = at + 91 * MINUTES
    sweep(late)
    assert [queue_of(chicago, key, late) for key in ("whitfield", "okafor", "natarajan")] == [1, 1, 0]

    fresh = Post.objects.select_related("draft", "unit", "author", "account__agency").get(pk=post.pk)
    line = next(entry for entry in history.of(fresh) if entry.act == "handed_on")
    assert line.sentence == (
        "Nobody who was asked decided, so its decision was handed on to the commander of the 014th District"
    )


def test_a_further_step_of_an_office_is_never_handed_on_nor_given_by_the_same_person(
    chicago: Cast, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    gone(chicago, "sergeant", "commander", at=at)
    sweep(at)
    people.approve(post=post, by=chicago.natarajan, at=at)
    assert with_whom(post) == ["communications"]
    with pytest.raises(Refused):
        people.approve(post=post, by=chicago.natarajan, at=at)
    sweep(at + 10 * WINDOW * MINUTES)
    assert with_whom(post) == ["communications"]
    assert Event.objects.filter(verb="post.handed_on").count() == 1


def test_silence_of_everybody_is_never_approval_it_goes_back_to_its_author(
    chicago: Cast, at: datetime
) -> None:
    written = replace(people.TIP, send_at=at + 60 * MINUTES, send_until=at + 61 * MINUTES)
    post = people.submitted(engaged=chicago, written=written, at=at)
    for minutes in range(0, 62, 2):
        sweep(at + minutes * MINUTES)
        undecided.sweep(at=at + minutes * MINUTES)
    undecided.sweep(at=at + 120 * MINUTES)
    post.refresh_from_db()
    assert (post.status, with_whom(post)) == (Status.RETURNED, [])
    assert not Approval.objects.exists() and not Publication.objects.exists()


def test_what_is_not_in_review_any_more_is_left_alone(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    late = at + 91 * MINUTES
    owed = handing_on.owed(at=late)
    stopping.stop(post_id=post.pk, actor=chicago.whitfield, reason="Not now", at=late)
    assert owed == [post.pk] and handing_on.hand_on(post_id=post.pk, at=late) == []
