"""A notable incident waits until both offices have been told: CPD-TW.IV.A.1."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from accounts import outbox
from accounts.models import Channel, Delivery, DeliveryState, Message
from audit.models import Event
from governance.cast import Cast
from posts import drafting, duties, gate, history, preserving, stopping
from posts.models import DutyNotice, Post, Publication, Status
from posts.workflow import Refused
from tests import people

MINUTE = timedelta(minutes=1)
NOTABLE = people.with_answers(people.TIP, notable="yes")


def notable(engaged: Cast, at: datetime) -> Post:
    return people.submitted(engaged=engaged, written=NOTABLE, at=at)


def approved_but_untold(engaged: Cast, at: datetime) -> Post:
    return people.approve(post=notable(engaged, at), by=engaged.whitfield, at=at)


def _go_on(at: datetime) -> None:
    for post_id in duties.reached():
        duties.go_on(post_id=post_id, at=at)


def _mailed(at: datetime) -> None:
    while outbox.deliver_due(at=at):
        pass


def _opened(engaged: Cast, *keys: str, at: datetime) -> None:
    for message in Message.objects.filter(kind=duties.KIND, to__log_on_id__in=keys):
        outbox.read(message_id=message.pk, member=engaged.people[message.to.log_on_id], at=at)


def test_the_offices_are_written_to_as_it_is_sent_for_approval(chicago: Cast, at: datetime) -> None:
    """CPD-TW.IV.A.1"""
    people.on_call(engaged=chicago, office="COM", who="foster", at=at)
    notable(chicago, at)
    told = set(Message.objects.filter(kind=duties.KIND).values_list("to__log_on_id", flat=True))
    assert "foster" in told and "washington" in told and "natarajan" not in told
    assert [one.role for one in DutyNotice.objects.order_by("role")] == [
        "communications",
        "community_policing",
    ]


def test_approved_by_everybody_it_still_waits_until_both_offices_have_been_told(
    chicago: Cast, at: datetime
) -> None:
    """CPD-TW.IV.A.1"""
    post = approved_but_untold(chicago, at)
    assert post.status == Status.IN_REVIEW
    assert not post.turns.exists()
    assert not Publication.objects.filter(post=post).exists()


@pytest.mark.parametrize(
    ("tell", "goes"),
    [
        (lambda engaged, at: _mailed(at), True),
        (lambda engaged, at: _opened(engaged, "natarajan", "washington", at=at), True),
        (lambda engaged, at: _opened(engaged, "natarajan", at=at), False),
        (lambda engaged, at: _opened(engaged, "washington", at=at), False),
        (lambda engaged, at: None, False),
    ],
    ids=["mailed", "both opened it", "one office", "the other", "nobody"],
)
def test_it_goes_on_by_itself_when_the_last_office_has_been_told(
    chicago: Cast, at: datetime, tell: Callable[[Cast, datetime], None], goes: bool
) -> None:
    """CPD-TW.IV.A.1"""
    post = approved_but_untold(chicago, at)

    tell(chicago, at + MINUTE)
    _go_on(at + 2 * MINUTE)

    post.refresh_from_db()
    assert post.status == (Status.APPROVED if goes else Status.IN_REVIEW)
    assert Publication.objects.filter(post=post).exists() is goes
    if goes:
        assert post.due_at == at + 2 * MINUTE


def test_an_office_off_duty_does_not_strand_it(chicago: Cast, at: datetime) -> None:
    """CPD-TW.IV.A.1"""
    people.duty.end(member=chicago.washington, at=at)
    post = approved_but_untold(chicago, at)
    _mailed(at + MINUTE)
    _go_on(at + MINUTE)
    post.refresh_from_db()
    assert post.status == Status.APPROVED
    assert any(chicago.washington.email in letter.to for letter in mail.outbox)


def test_told_before_the_sergeant_decides_it_goes_at_once(chicago: Cast, at: datetime) -> None:
    post = notable(chicago, at)
    _mailed(at + MINUTE)
    _go_on(at + MINUTE)
    assert people.approve(post=post, by=chicago.whitfield, at=at + 2 * MINUTE).status == Status.APPROVED


def test_edited_before_the_mail_was_noted_the_old_version_is_asked_about_no_more(
    chicago: Cast, at: datetime
) -> None:
    replaced = notable(chicago, at)
    _mailed(at + MINUTE)
    drafting.reopen(post_id=replaced.pk, actor=chicago.reyes, at=at + MINUTE)
    waiting = notable(chicago, at + 2 * MINUTE)
    _mailed(at + 3 * MINUTE)

    assert set(duties.reached(limit=2)) == {waiting.pk}

    _go_on(at + 3 * MINUTE)
    assert duties.reached() == []
    assert not DutyNotice.objects.filter(revision__post=waiting, delivered_at=None).exists()


def test_a_letter_that_failed_is_written_again(chicago: Cast, at: datetime) -> None:
    """CPD-TW.IV.A.1"""
    notable(chicago, at)
    Delivery.objects.filter(message__kind=duties.KIND, channel=Channel.EMAIL).update(
        state=DeliveryState.FAILED
    )
    before = Message.objects.filter(kind=duties.KIND).count()
    assert duties.stranded(at=at + MINUTE) == []
    for notice_id in duties.stranded(at=at + 20 * MINUTE):
        duties.write_again(notice_id=notice_id, at=at + 20 * MINUTE)
    assert Message.objects.filter(kind=duties.KIND).count() == 2 * before
    assert duties.stranded(at=at + 21 * MINUTE) == []


def test_times_of_telling_are_in_the_history_the_record_and_the_trail(chicago: Cast, at: datetime) -> None:
    """CPD-TW.IV.A.1"""
    post = approved_but_untold(chicago, at)
    _mailed(at + MINUTE)
    _go_on(at + 2 * MINUTE)

    told = [(entry.at, entry.sentence) for entry in history.of(post) if entry.act in {"to_tell", "told"}]
    assert told == [
        (at, "Communications is told before it goes out"),
        (at, "Community Policing is told before it goes out"),
        (at + MINUTE, "Communications had been told"),
        (at + MINUTE, "Community Policing had been told"),
    ]
    assert {entry.act for entry in preserving.chain_of(post)} >= {"to_tell", "told"}
    assert Event.objects.filter(verb="post.office_told").count() == 2
    assert Event.objects.filter(verb="post.went_on", actor_id=None).count() == 1


def test_communications_can_stop_it_meanwhile(chicago: Cast, at: datetime) -> None:
    """CPD-TW.IV.A.1"""
    post = approved_but_untold(chicago, at)
    stopping.stop(post_id=post.pk, actor=chicago.natarajan, reason="Not yet.", at=at)
    _mailed(at + MINUTE)
    _go_on(at + MINUTE)
    post.refresh_from_db()
    assert post.status == Status.STOPPED


def test_a_released_post_still_waits_for_its_offices(chicago: Cast, at: datetime) -> None:
    """CPD-TW.IV.A.1"""
    post = approved_but_untold(chicago, at)
    stopping.stop(post_id=post.pk, actor=chicago.natarajan, reason="Not yet.", at=at)
    stopping.release(post_id=post.pk, actor=chicago.natarajan, at=at)
    post.refresh_from_db()
    assert post.status == Status.IN_REVIEW
    _mailed(at + MINUTE)
    _go_on(at + MINUTE)
    post.refresh_from_db()
    assert post.status == Status.APPROVED


def test_nobody_decides_about_it_while_it_only_waits_to_be_told(chicago: Cast, at: datetime) -> None:
    post = approved_but_untold(chicago, at)
    for key in ("brody", "natarajan", "washington"):
        with pytest.raises(Refused):
            people.approve(post=post, by=chicago.people[key], at=at)


def test_the_database_refuses_to_approve_it_untold(chicago: Cast, at: datetime) -> None:
    """CPD-TW.IV.A.1"""
    post = approved_but_untold(chicago, at)
    with pytest.raises(DatabaseError, match="an office has not been told yet"), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(status=Status.APPROVED)


def test_the_database_keeps_duties_and_when_they_were_done(chicago: Cast, at: datetime) -> None:
    approved_but_untold(chicago, at)
    with pytest.raises(DatabaseError), transaction.atomic():
        DutyNotice.objects.all().delete()
    DutyNotice.objects.update(delivered_at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        DutyNotice.objects.update(delivered_at=None)


def test_the_gate_holds_what_was_not_told(chicago: Cast, at: datetime) -> None:
    """CPD-TW.IV.A.1"""
    post = approved_but_untold(chicago, at)
    assert post.revision is not None
    publication = Publication(post=post, revision=post.revision, account=post.account, due_at=at)
    held = gate.holds_back(post=post, publication=publication, now=at)
    assert held is not None and held.slug == "office_not_told"
