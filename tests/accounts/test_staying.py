"""A role given in the instant in which its member moves: it never survives in the unit they left. Real threads."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import F

from accounts import access, acting, duty, factors, grants, outbox, staying, transfers
from accounts.models import AccessApproval, Authorisation, Member, Role, Unit
from governance import cast
from governance.cast import Cast

ROUNDS = 12


def by_form(engaged: Cast, member: Member, unit: Unit, at: datetime) -> Any:
    return grants.authorise(
        member=member, unit=unit, role=Role.ACTING_SERGEANT, given_by=engaged.okafor, at=at
    )


def by_one_tap(engaged: Cast, member: Member, unit: Unit, at: datetime) -> Any:
    return acting.name(member=member, unit=unit, role=Role.ACTING_SERGEANT, given_by=engaged.okafor, at=at)


def by_record(engaged: Cast, member: Member, unit: Unit, at: datetime) -> Any:
    until = at + timedelta(days=9)
    return access.give(member=member, by=engaged.okafor, ends_at=until, reason="Reads", at=at)


@pytest.mark.parametrize("give", [by_form, by_one_tap, by_record])
def test_a_role_given_while_its_member_moves_does_not_survive_in_the_old_unit(
    committed_db: str, at: datetime, give: Callable[..., Any]
) -> None:
    engaged = cast.engage(house=cast.CHICAGO.part(units=("014", "018", "COM")), at=at)
    units = [engaged.units["014"], engaged.units["018"]]
    for place in range(ROUNDS):
        old, new = units[place % 2], units[(place + 1) % 2]
        moment = at + timedelta(minutes=place)
        for fault in _both_at_once(engaged, old, new, moment, give):
            assert isinstance(fault, staying.HasMoved), fault
        held = Authorisation.objects.in_force(at=moment).filter(member=engaged.lindqvist)
        assert not held.exclude(unit=F("member__unit")).exists()
        assert not AccessApproval.objects.filter(member=engaged.lindqvist, ends_at__gt=moment).exists()
    assert Member.objects.get(pk=engaged.lindqvist.pk).unit == units[ROUNDS % 2]


def _both_at_once(
    engaged: Cast, old: Unit, new: Unit, at: datetime, give: Callable[..., Any]
) -> list[Exception]:
    turn, faults = threading.Barrier(2), list[Exception]()

    def run(act: Callable[[Member], Any]) -> None:
        member = Member.objects.get(pk=engaged.lindqvist.pk)
        turn.wait()
        try:
            act(member)
        except Exception as fault:  # handed on below
            faults.append(fault)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(act,))
        for act in (
            lambda member: transfers.transfer(
                member=member, to=new, actor=engaged.okafor, at=at, reason="Moved"
            ),
            lambda member: give(engaged, member, old, at),
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def moves(engaged: Cast, at: datetime) -> None:
    transfers.transfer(
        member=engaged.lindqvist, to=engaged.units["018"], actor=engaged.okafor, at=at, reason="Moved"
    )


def begins_a_tour(engaged: Cast, at: datetime) -> None:
    duty.start(member=engaged.lindqvist, at=at)


def loses_the_second_step(engaged: Cast, at: datetime) -> None:
    factors.reset(member=engaged.lindqvist, actor=engaged.okafor, reason="Lost", at=at)


@pytest.mark.parametrize("act", [moves, begins_a_tour, loses_the_second_step])
def test_whoever_ends_what_a_member_holds_writes_to_them_while_their_row_is_held(
    committed_db: str, at: datetime, act: Callable[[Cast, datetime], None]
) -> None:
    """Else a revocation and a move, each with what the other waits for, would end in a deadlock."""
    engaged = cast.engage(house=cast.CHICAGO.part(units=("014", "018", "COM")), at=at)
    faults = list[OperationalError]()

    def writes() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '3s'")
                outbox.write(
                    to=[engaged.lindqvist], kind="role-ended", subject="A", body="B", link="/", at=at
                )
        except OperationalError as fault:
            faults.append(fault)
        finally:
            connection.close()

    with transaction.atomic():
        act(engaged, at)
        writer = threading.Thread(target=writes)
        writer.start()
        writer.join()

    assert faults == []
