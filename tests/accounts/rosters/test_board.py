"""Late rosters: who is reminded, what goes on, what only a person ends; and the board of all units."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from accounts import authority, outbox
from accounts.models import (
    Authorisation,
    Delivery,
    DeliveryState,
    Message,
    PeriodCalendar,
    Role,
    RosterCopy,
    RosterReminder,
)
from accounts.rosters import board, reminding
from accounts.rosters.board import NothingToEnd, TooSoon
from governance.cast import Cast
from tests.accounts.rosters import house


def remind(chicago: Cast, at: datetime) -> int:
    calendar = PeriodCalendar.objects.get(agency=chicago.agency)
    return reminding.remind_due(calendar_id=calendar.pk, at=at)


def kinds(chicago: Cast, unit: str) -> set[str]:
    found = RosterReminder.objects.filter(unit=chicago.units[unit], period__number=13)
    return set(found.values_list("kind", flat=True))


def test_commanders_are_reminded_when_it_opens_before_it_is_due_and_after_once_each(
    chicago: Cast, at: datetime
) -> None:
    due = house.period(engaged=chicago, number=13).due_at(agency=chicago.agency)
    for moment, kind in (
        (due - timedelta(days=6), "open"),
        (due - timedelta(hours=20), "due"),
        (due + timedelta(minutes=1), "late-1"),
        (due + timedelta(days=4), "late-2"),
        (due + timedelta(days=8), "late-3"),
    ):
        remind(chicago, moment)
        assert kind in kinds(chicago, "014")
        assert remind(chicago, moment) == 0
    assert (
        Message.objects.filter(
            to=chicago.okafor, kind="roster-reminder", subject__contains="period 13"
        ).count()
        == 5
    )
    assert Message.objects.filter(to=chicago.reyes, kind="roster-late").exists()
    assert Message.objects.filter(to=chicago.whitfield, kind="roster-late").exists()


def test_a_submitted_roster_asks_for_nothing(chicago: Cast, at: datetime) -> None:
    house.submitted(roster=house.started(engaged=chicago, at=at), by=chicago.okafor, at=at)
    remind(chicago, house.LATE)
    assert kinds(chicago, "014") == set()
    assert kinds(chicago, "001") == {"late-1"}


def test_reminding_asks_no_more_queries_for_more_units(
    chicago: Cast, at: datetime, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        remind(chicago, house.LATE)


def test_a_late_roster_ends_nobodys_authority_by_itself_but_is_marked(chicago: Cast) -> None:
    remind(chicago, house.LATE)
    assert authority.load(member=chicago.reyes, at=house.LATE).holds(Role.USMR)
    read = board.read(
        period=house.period(engaged=chicago, number=13), agency_id=chicago.agency.pk, at=house.LATE
    )
    line = next(one for one in read.lines if one.unit.number == "014")
    assert (line.standing, line.unconfirmed) == ("late", 2)


def test_who_acts_for_a_unit_is_marked_as_not_reconfirmed_while_its_roster_is_late(
    chicago: Cast, client: Client
) -> None:
    roster = house.started(engaged=chicago, at=house.LATE)
    with time_machine.travel(house.LATE - timedelta(days=1), tick=False):
        client.force_login(chicago.okafor)
        assert "Not reconfirmed" not in client.get("/people/").content.decode()
    with time_machine.travel(house.LATE, tick=False):
        client.force_login(chicago.okafor)
        assert client.get("/people/").content.decode().count("Not reconfirmed") == 2
        house.submitted(roster=roster, by=chicago.okafor, at=house.LATE)
        assert "Not reconfirmed" not in client.get("/people/").content.decode()


def test_a_person_ends_it_with_a_reason_and_submitting_gives_it_again(chicago: Cast) -> None:
    period, unit = house.period(engaged=chicago, number=13), chicago.units["014"]
    ended = board.end_authority(
        unit=unit, period=period, reason="No answer since Friday.", actor=chicago.natarajan, at=house.LATE
    )
    assert ended == 2
    assert not authority.load(member=chicago.reyes, at=house.LATE).holds(Role.USMR)
    assert "No answer since Friday." in Authorisation.objects.filter(member=chicago.reyes)[0].end_reason
    assert Message.objects.filter(to=chicago.reyes, kind="roster-authority-ended").exists()

    later = house.LATE + timedelta(hours=2)
    first = house.started(engaged=chicago, at=later)
    assert first.entries.count() == 0
    for member in (chicago.reyes, chicago.ortega):
        facts = house.starting.of_member(member)
        editing = house.editing
        editing.add(roster_id=first.pk, facts=facts, actor=chicago.okafor, at=later)
    house.submitted(roster=first, by=chicago.okafor, at=later)
    assert authority.load(member=chicago.reyes, at=later).holds(Role.USMR)


def test_before_it_is_late_nothing_can_be_ended(chicago: Cast, at: datetime) -> None:
    with pytest.raises(NothingToEnd):
        board.end_authority(
            unit=chicago.units["014"],
            period=house.period(engaged=chicago, number=13),
            reason="Early",
            actor=chicago.admin,
            at=at,
        )


def test_a_unit_is_reminded_by_hand_once_in_four_hours(chicago: Cast, at: datetime) -> None:
    asked = {"unit": chicago.units["014"], "period": house.period(engaged=chicago, number=13)}
    assert board.remind(**asked, actor=chicago.washington, at=at) == 1
    with pytest.raises(TooSoon):
        board.remind(**asked, actor=chicago.natarajan, at=at + timedelta(hours=3))
    assert board.remind(**asked, actor=chicago.natarajan, at=at + timedelta(hours=4)) == 1


def test_a_copy_that_does_not_arrive_is_tried_again_then_told_to_the_commander_and_sent_again(
    chicago: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = house.submitted(roster=house.started(engaged=chicago, at=at), by=chicago.okafor, at=at)
    copy = RosterCopy.objects.get(version=version, place="director")
    Delivery.objects.filter(message=copy.message, channel="email").update(
        state=DeliveryState.FAILED, fault="TimeoutError"
    )
    assert reminding.tell_of_failures(at=at) == 1
    assert reminding.tell_of_failures(at=at) == 0
    told = Message.objects.get(to=chicago.okafor, kind="roster-not-delivered")
    assert "did not reach the Director, Office of Community Policing" in told.subject

    delivery = Delivery.objects.get(message=copy.message, channel="email")
    assert outbox.try_again(delivery_id=delivery.pk, actor=chicago.okafor, at=at)
    outbox.deliver_due(at=at)
    assert any(copy.address in letter.to and letter.attachments for letter in mail.outbox)


def test_members_are_warned_once_by_the_first_late_reminder_whatever_its_number(
    chicago: Cast, at: datetime
) -> None:
    due = house.period(engaged=chicago, number=13).due_at(agency=chicago.agency)
    for moment in (due + timedelta(days=4), due + timedelta(days=8)):
        remind(chicago, moment)
    assert kinds(chicago, "014") == {"late-2", "late-3"}
    warned = Message.objects.filter(to=chicago.reyes, kind="roster-late", subject__contains="period 13")
    assert warned.count() == 1
