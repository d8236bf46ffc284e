"""A notice to the whole department goes out when a second person who guides the units approves it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.guidance import notices, reminding
from accounts.guidance.notices import NotPossible, OwnNotice, Said
from accounts.models import Broadcast, Member, Message, Receipt
from audit.models import Event
from governance import cast
from governance.cast import Cast
from tests import people


def written(engaged: Cast, at: datetime, *, units: tuple[str, ...] = ()) -> Broadcast:
    """By the coordinator."""
    said = Said(
        title="New words for missing persons",
        text="Use the words of the template.",
        unit_ids=[engaged.units[key].pk for key in units],
        roles=("usmr",),
        due_at=at + timedelta(days=7),
    )
    return notices.send(said=said, actor=engaged.washington, at=at)


def told_to_approve(made: Broadcast) -> set[str]:
    asked = Message.objects.filter(kind="notice-approval", link=f"/library/notices/{made.pk}/")
    return set(asked.values_list("to__log_on_id", flat=True))


def test_epd_16_3_3_c_a_notice_to_the_whole_department_waits_for_a_second_person(
    chicago: Cast, at: datetime
) -> None:
    made, later = written(chicago, at), at + timedelta(hours=2)

    assert made.waits and not Receipt.objects.exists()
    assert not Message.objects.filter(kind="notice").exists()
    assert told_to_approve(made) >= {"natarajan", "foster"}
    assert not told_to_approve(made) & {"washington", "reyes", "okafor"}
    assert reminding.tell_newcomers(agency_id=chicago.agency.pk, at=later) == 0
    assert notices.approve(broadcast_id=made.pk, actor=chicago.natarajan, at=later)

    made.refresh_from_db()
    assert (made.approved_by, made.approved_at, made.waits) == (chicago.natarajan, later, False)
    assert [one.broadcast for one in notices.waiting_for(member_id=chicago.reyes.pk)] == [made]
    assert not Message.objects.filter(kind="notice-approval", read_at=None).exists()
    assert Message.objects.filter(kind="notice-answer", to=chicago.washington).exists()
    assert set(Receipt.objects.values_list("told_at", flat=True)) == {later}
    event = Event.objects.get(verb="notice.approved")
    assert (event.actor_id, event.keys["told"]) == (chicago.natarajan.pk, made.receipts.count())


def test_a_notice_to_chosen_units_goes_at_once_and_one_to_each_of_them_waits(
    chicago: Cast, at: datetime
) -> None:
    some, every = written(chicago, at, units=("014", "018")), written(chicago, at, units=tuple(chicago.units))

    assert some.receipts.exists() and not some.waits
    assert every.waits and not every.receipts.exists()
    assert not notices.approve(broadcast_id=some.pk, actor=chicago.natarajan, at=at)


@pytest.mark.parametrize(
    ("who", "raised"),
    [
        ("natarajan", None),
        ("foster", None),
        ("washington", OwnNotice),
        ("reyes", PermissionDenied),
        ("whitfield", PermissionDenied),
        ("okafor", PermissionDenied),
        ("marsh", PermissionDenied),
        ("admin", PermissionDenied),
        ("petrov", Broadcast.DoesNotExist),
    ],
)
def test_whoever_else_guides_the_units_approves_and_nobody_their_own(
    chicago: Cast, alsip: Cast, at: datetime, who: str, raised: type[Exception] | None
) -> None:
    made = written(chicago, at)
    actor = (alsip if who == "petrov" else chicago).people[who]

    if raised is None:
        assert notices.approve(broadcast_id=made.pk, actor=actor, at=at)
        assert not notices.approve(broadcast_id=made.pk, actor=actor, at=at)
    else:
        with pytest.raises(raised):
            notices.approve(broadcast_id=made.pk, actor=actor, at=at)
        assert not made.receipts.exists()


def test_what_was_withdrawn_or_is_due_already_is_not_approved(chicago: Cast, at: datetime) -> None:
    gone, old = written(chicago, at), written(chicago, at)

    assert notices.withdraw(broadcast_id=gone.pk, why="Too broad.", actor=chicago.natarajan, at=at)

    assert Message.objects.filter(kind="notice-answer", to=chicago.washington).count() == 1
    with pytest.raises(NotPossible, match="was withdrawn"):
        notices.approve(broadcast_id=gone.pk, actor=chicago.foster, at=at)
    with pytest.raises(NotPossible, match="is over"):
        notices.approve(broadcast_id=old.pk, actor=chicago.foster, at=at + timedelta(days=7))
    assert not Receipt.objects.exists()


def test_the_database_lets_nobody_approve_their_own_nor_tell_anybody_before(
    chicago: Cast, at: datetime
) -> None:
    made = written(chicago, at)
    found = Broadcast.objects.filter(pk=made.pk)
    receipt = Receipt(
        broadcast=made,
        agency=chicago.agency,
        member=chicago.reyes,
        unit=chicago.units["014"],
        told_at=at,
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        found.update(approved_by=chicago.washington, approved_at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        found.update(for_everybody=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        receipt.save()
    found.update(approved_by=chicago.foster, approved_at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        found.update(approved_by=chicago.natarajan)
    with pytest.raises(DatabaseError), transaction.atomic():
        Broadcast.objects.create(
            agency=chicago.agency,
            title="To all",
            text="Read.",
            due_at=at + timedelta(days=1),
            written_by=chicago.washington,
            written_at=at,
        )
        connection.check_constraints()


def test_of_two_approvals_at_the_same_moment_one_sends_it_once(committed_db: str, at: datetime) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at)
    made = written(engaged, at)
    at_once = Barrier(2)

    def approves(actor: Member) -> bool:
        try:
            at_once.wait()
            return notices.approve(broadcast_id=made.pk, actor=actor, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        said = sorted(threads.map(approves, [engaged.natarajan, engaged.foster]))

    assert said == [False, True]
    told = Receipt.objects.values_list("member_id", flat=True)
    assert len(told) == len(set(told)) == Message.objects.filter(kind="notice").count()
    assert Event.objects.filter(verb="notice.approved").count() == 1
