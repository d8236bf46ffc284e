"""Passwords that a network itself asks for: who knew them, and that they are changed when such a person moves."""

from datetime import date, datetime, timedelta

import pytest

from accounts import rotations
from accounts.models import Message, NativePassword, PasswordRotation
from audit.models import Event
from governance import cast

pytestmark = pytest.mark.django_db
SINCE = date(2026, 10, 1)


def known(chicago: cast.Cast, at: datetime, who: str = "reyes", unit: str = "014") -> NativePassword:
    return rotations.note(
        account_id=chicago.accounts[unit].pk,
        member=chicago.people[who],
        since_on=SINCE,
        actor=chicago.okafor,
        at=at,
    )


def test_a_transfer_of_somebody_who_knows_a_password_opens_the_task_of_changing_it_cpd_tw_v_d_4(
    chicago: cast.Cast, at: datetime
) -> None:
    known(chicago, at)
    known(chicago, at, who="ortega")
    assert rotations.open_for(member=chicago.reyes, why="moved", actor=chicago.okafor, at=at) == 1
    task = PasswordRotation.objects.get()
    assert (task.because, task.due_at) == (chicago.reyes, at + timedelta(days=1))
    letter = Message.objects.filter(kind="password_rotation")
    assert {one.to for one in letter} == {chicago.okafor, chicago.natarajan, chicago.foster}
    assert rotations.open_for(member=chicago.reyes, why="left", actor=chicago.okafor, at=at) == 0
    assert rotations.open_for(member=chicago.murphy, why="moved", actor=chicago.okafor, at=at) == 0


def test_the_one_who_moved_is_not_told_to_change_it_even_as_custodian(
    chicago: cast.Cast, at: datetime
) -> None:
    account = chicago.accounts["014"]
    account.custodian, account.deputy = chicago.reyes, chicago.ortega
    account.save()
    known(chicago, at)
    rotations.open_for(member=chicago.reyes, why="moved", actor=chicago.okafor, at=at)
    assert [one.to for one in Message.objects.filter(kind="password_rotation")] == [chicago.ortega]


def test_a_change_closes_every_task_and_says_who_knows_the_new_one(chicago: cast.Cast, at: datetime) -> None:
    known(chicago, at)
    known(chicago, at, who="ortega")
    for who in ("reyes", "ortega"):
        rotations.open_for(member=chicago.people[who], why="moved", actor=chicago.okafor, at=at)
    account, later = chicago.accounts["014"], at + timedelta(hours=2)
    closed = rotations.changed(account_id=account.pk, knows=[chicago.okafor], actor=chicago.okafor, at=later)
    assert closed == 2
    assert rotations.owed(account_id=account.pk) == []
    first, *before = rotations.knowers(account_id=account.pk)
    assert (first.member, first.until_on) == (chicago.okafor, None)
    assert {(one.member, one.until_on) for one in before} == {
        (chicago.reyes, date(2026, 11, 21)),
        (chicago.ortega, date(2026, 11, 21)),
    }
    assert Event.objects.filter(verb="account.rotated", actor_id=chicago.okafor.pk).count() == 2


def test_nobody_is_noted_twice(chicago: cast.Cast, at: datetime) -> None:
    known(chicago, at)
    with pytest.raises(rotations.KnownAlready, match="noted already"):
        known(chicago, at)
