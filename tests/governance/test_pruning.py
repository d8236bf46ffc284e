"""What has outlived its period goes; what has not, stays."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from accounts import outbox
from accounts.models import Delivery, Message
from governance import pruning
from governance.cast import Cast
from posts import openings
from posts.models import Opening
from tests import people


def _sessions(at: datetime, *hours: int) -> None:
    for number, until in enumerate(hours):
        Session.objects.create(
            session_key=f"key-{number}", session_data="x", expire_date=at + timedelta(hours=until)
        )


def test_only_ended_sessions_go(db: None, at: datetime) -> None:
    _sessions(at, -1, 1)

    gone = pruning.prune(at=at)

    assert gone["sessions"] == 1
    assert Session.objects.get().expire_date > at


def test_a_long_clean_up_is_done_in_pieces(db: None, at: datetime) -> None:
    _sessions(at, *[-1] * 7)

    assert pruning.prune(at=at, batch=2, most_batches=2)["sessions"] == 4
    assert pruning.prune(at=at, batch=2, most_batches=2)["sessions"] == 3


def test_who_had_a_post_open_is_forgotten_after_a_day(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, at=at)
    openings.seen(post_id=post.pk, member=chicago.reyes, at=at - timedelta(hours=25))
    openings.seen(post_id=post.pk, member=chicago.ortega, at=at - timedelta(hours=23))

    pruning.prune(at=at)

    assert Opening.objects.get().member_id == chicago.ortega.pk


def test_a_message_goes_when_it_was_read_and_is_old(chicago: Cast, at: datetime) -> None:
    for days, read in ((401, True), (401, False), (399, True)):
        written_at = at - timedelta(days=days)
        (message,) = outbox.write(
            to=[chicago.reyes], kind="told", subject="s", body="b", link="/", at=written_at
        )
        if read:
            outbox.read(message_id=message.pk, member=chicago.reyes, at=at)

    assert pruning.prune(at=at)["messages that were read"] == 1
    assert Message.objects.count() == 2
    assert Delivery.objects.count() == 4


def test_every_kind_says_why_it_is_kept_that_long() -> None:
    assert all(kept.why.endswith(".") and kept.period >= timedelta(0) for kept in pruning.PRUNED)
