"""Every committed event gets exactly one place, whoever writes and however late it commits."""

import threading
from datetime import datetime, timedelta

from django.db import connection, transaction

from audit import checkpoints, proofs, sequencer, tree
from audit.models import Checkpoint, Event, Leaf, Pending
from audit.verify import verify
from tests.audit.events import AGENCY, event, key

WRITERS = 8
EACH = 60


def test_no_event_is_lost_or_skipped_under_eight_writers(committed_db: str, at: datetime) -> None:
    signing = key()
    done = threading.Event()

    def writes(number: int) -> None:
        for place in range(EACH):
            with transaction.atomic():
                event(at=at, subject_id=number * EACH + place + 1)
        connection.close()

    def sequences() -> None:
        while not done.is_set():
            sequencer.sequence(key=signing, at=at, batch=17)
        connection.close()

    writers = [threading.Thread(target=writes, args=(number,)) for number in range(WRITERS)]
    sequencers = [threading.Thread(target=sequences) for _ in range(2)]
    for thread in writers + sequencers:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in sequencers:
        thread.join()
    sequencer.catch_up(key=signing, at=at)

    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == list(range(WRITERS * EACH))
    assert set(Leaf.objects.values_list("event_id", flat=True)) == set(
        Event.objects.values_list("pk", flat=True)
    )
    assert not Pending.objects.exists()
    assert verify(at=at).holds


def test_an_event_that_commits_late_is_taken_by_the_next_pass_and_followed(
    committed_db: str, at: datetime
) -> None:
    signing = key()
    written, go = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            event(at=at, subject_id=1)
            written.set()
            go.wait(10)
        connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    written.wait(10)
    event(at=at, subject_id=2)
    sequencer.sequence(key=signing, at=at)
    seen = proofs.latest_leaf(agency_id=AGENCY)
    go.set()
    thread.join()
    sequencer.sequence(key=signing, at=at)

    assert [one.event.subject_id for one in proofs.following(agency_id=AGENCY, after=seen)] == [1]


def test_a_checkpoint_covers_what_was_committed_and_is_signed(committed_db: str, at: datetime) -> None:
    one = event(at=at)
    checkpoint = sequencer.sequence(key=key(), at=at)

    assert checkpoint is not None
    assert checkpoints.is_signed(Checkpoint.objects.get())
    proof = proofs.prove(events=[one])
    assert proof.holds
    assert proof.places[one.pk].index == 0


def test_two_checkpoints_are_shown_to_be_one_log(committed_db: str, at: datetime) -> None:
    signing = key()
    sizes = []
    for count in (3, 5):
        for _ in range(count):
            event(at=at)
        checkpoint = sequencer.sequence(key=signing, at=at)
        assert checkpoint is not None
        sizes.append(checkpoint)
    first, second = sizes

    assert tree.consistency_holds(
        first=first.size,
        second=second.size,
        first_root=bytes(first.root),
        second_root=bytes(second.root),
        path=proofs.consistency(first=first, second=second),
    )


def test_what_waits_is_said_to_wait(committed_db: str, at: datetime) -> None:
    sequencer.sequence(key=key(), at=at)
    one = event(at=at)

    assert proofs.prove(events=[one]).waiting == (one.pk,)


def test_waiting_rows_put_there_by_hand_stop_nothing(committed_db: str, at: datetime) -> None:
    """The restricted role may write them, so the sequencer must live with them."""
    signing = key()
    one = event(at=at)
    sequencer.sequence(key=signing, at=at)
    Pending.objects.bulk_create(Pending(event_id=pk, agency_id=AGENCY) for pk in (one.pk, 10**12))
    assert sequencer.sequence(key=signing, at=at) is None

    two = event(at=at)
    sequencer.sequence(key=signing, at=at)

    assert list(Leaf.objects.order_by("index").values_list("event_id", flat=True)) == [one.pk, two.pk]
    assert not Pending.objects.exists()


def test_a_pass_takes_no_more_than_its_batch(committed_db: str, at: datetime) -> None:
    for _ in range(5):
        event(at=at)

    sizes = []
    while (checkpoint := sequencer.sequence(key=key(), at=at, batch=2)) is not None:
        sizes.append(checkpoint.size)

    assert sizes == [2, 4, 5]


def test_catching_up_takes_all_that_waits(committed_db: str, at: datetime) -> None:
    for _ in range(5):
        event(at=at)

    assert sequencer.catch_up(key=key(), at=at, batch=2) == 5
    assert not Pending.objects.exists()


def test_the_lag_is_that_of_the_last_pass(committed_db: str, at: datetime) -> None:
    assert sequencer.sequencer_lag(at) is None
    sequencer.sequence(key=key(), at=at)

    assert sequencer.sequencer_lag(at + timedelta(seconds=4)) == 4.0


def test_agencies_follow_their_own_events_only(committed_db: str, at: datetime) -> None:
    event(at=at, agency_id=1)
    event(at=at, agency_id=2)
    sequencer.sequence(key=key(), at=at)

    assert {one.event.agency_id for one in proofs.following(agency_id=2, after=-1)} == {2}
