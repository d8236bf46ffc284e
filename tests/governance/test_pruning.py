"""What has outlived its period goes; what has not, stays."""

from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import outbox
from accounts.models import Delivery, Message
from governance import kept, pruning
from governance.cast import Cast
from posts import openings
from posts.models import Opening
from records.models import SealCheck
from tests import people
from tests.records.conftest import kept as a_kept_record
from tests.records.conftest import make_unit

ROOT = Path(__file__).resolve().parents[2]


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


def test_a_message_goes_when_it_is_old_and_twice_as_old_where_nobody_read_it(
    chicago: Cast, at: datetime
) -> None:
    for days, read in ((401, True), (401, False), (399, True), (801, False)):
        written_at = at - timedelta(days=days)
        (message,) = outbox.write(
            to=[chicago.reyes], kind="told", subject="s", body="b", link="/", at=written_at
        )
        if read:
            outbox.read(message_id=message.pk, member=chicago.reyes, at=at)

    gone = pruning.prune(at=at)
    assert gone["messages that were read"] == gone["messages that nobody read"] == 1
    assert Message.objects.count() == 2
    assert Delivery.objects.count() == 4


def test_every_kind_says_why_it_is_kept_that_long() -> None:
    assert all(kept.why.endswith(".") and kept.period >= timedelta(0) for kept in pruning.PRUNED)


def test_every_table_is_pruned_or_kept_for_a_reason() -> None:
    tables = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    pruned = {one.rows(timezone.now()).model._meta.label for one in pruning.PRUNED}

    assert tables - pruned - set(kept.KEPT) == set(), (
        "Say in pruning.PRUNED or in kept.KEPT what becomes of them."
    )
    assert set(kept.KEPT) <= tables - pruned, "Tables that are gone, or are pruned."


def test_the_operator_s_table_is_this_one() -> None:
    """docs/operations.md tells each kind of row, its period and the reason in exactly these words."""
    told = (ROOT / "docs" / "operations.md").read_text()

    for row in pruning.table():
        assert row in told, f"Put this line into docs/operations.md: {row}"
    assert told.count("\n| pruned: ") == len(pruning.PRUNED)


def test_only_the_newest_check_of_a_seal_stays(db: None, at: datetime) -> None:
    record = a_kept_record(unit=make_unit())
    for days in (200, 100, 95):
        SealCheck.objects.create(record=record, at=at - timedelta(days=days), verified=True)

    gone = pruning.prune(at=at)

    assert gone["checks of a record's seal that later ones followed"] == 2
    assert SealCheck.objects.get(record=record).at == at - timedelta(days=95)
