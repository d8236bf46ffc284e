"""Writing a roster: carried over, marked, checked cell by cell, by two people at once."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts import authority
from accounts.models import Authorisation, Member, Message, Role, Roster, RosterEntry
from accounts.rosters import editing, fields, sheet
from accounts.rosters.editing import Change
from governance import cast
from governance.cast import Cast
from tests import people
from tests.accounts.rosters import house
from tests.accounts.rosters.house import NEWCOMER


def read(roster: Roster) -> sheet.Sheet:
    return sheet.read(roster=Roster.objects.select_related("unit", "period").get(pk=roster.pk))


def numbers(roster: Roster) -> dict[str, int]:
    return dict(read(roster).numbers)


def test_a_carried_over_roster_marks_and_counts_same_changed_new_left_and_to_correct(
    chicago: Cast, at: datetime
) -> None:
    okafor = chicago.okafor
    first = house.started(engaged=chicago, at=at - timedelta(days=28), number=12)
    editing.add(roster_id=first.pk, facts=NEWCOMER, actor=okafor, at=at)
    house.submitted(roster=first, by=okafor, at=at - timedelta(days=28))
    roster = house.started(engaged=chicago, at=at)
    assert (roster.compared_with, roster.compared_count) == ("period 12 of 2026", 3)

    house.typed(roster=roster, who="ortega", name="unit_phone", value="3125550187", by=okafor, at=at)
    left = roster.entries.get(log_on_id="sosei2")
    editing.leave(roster_id=roster.pk, entry_id=left.pk, actor=okafor, at=at)
    fresh = {**NEWCOMER, "log_on_id": "cbyrne", "name": "Byrne, Colm", "email": "c.byrne@elsewhere.example"}
    fresh |= {"employee_number": "E99", "star_number": "20001"}
    editing.add(roster_id=roster.pk, facts=fresh, actor=okafor, at=at)

    assert numbers(roster) == {"on": 3, "same": 1, "changed": 1, "new": 1, "left": 1, "faults": 2}
    found = {row.facts["log_on_id"]: row for row in read(roster).rows}
    phone = next(cell for cell in found["ortega"].cells if cell.field.name == "unit_phone")
    assert (phone.value, phone.was) == ("312-555-0187", "312-555-0102")
    assert found["cbyrne"].faults == [
        ("star_number", "Also Reyes's star"),
        ("email", "A department e-mail ends in @chicago.example"),
    ]


def test_whoever_is_taken_off_a_units_very_first_roster_is_marked_as_left_and_writes_no_more(
    chicago: Cast, at: datetime
) -> None:
    roster = house.started(engaged=chicago, at=at)
    assert numbers(roster) == {"on": 2, "same": 2, "changed": 0, "new": 0, "left": 0, "faults": 0}
    ortega = roster.entries.get(log_on_id="ortega")
    assert editing.leave(roster_id=roster.pk, entry_id=ortega.pk, actor=chicago.okafor, at=at)
    assert numbers(roster) == {"on": 1, "same": 1, "changed": 0, "new": 0, "left": 1, "faults": 0}

    version = house.submitted(roster=roster, by=chicago.okafor, at=at)

    assert version.members == 1
    begins = roster.period.begins_at(agency=chicago.agency)
    for member, moment, writes in (
        (chicago.ortega, begins - timedelta(seconds=1), True),
        (chicago.ortega, begins, False),
        (chicago.reyes, begins, True),
    ):
        assert authority.load(member=member, at=moment).holds(Role.USMR) is writes, (member, moment)
    assert Message.objects.filter(to=chicago.ortega, kind="role-ended").exists()


def test_a_units_very_first_roster_keeps_why_somebody_from_outside_the_office_writes(
    chicago: Cast, at: datetime
) -> None:
    Authorisation.objects.filter(member=chicago.ortega).update(exception="Speaks Polish.")
    Member.objects.filter(pk=chicago.ortega.pk).update(community_policing=False)
    roster = house.started(engaged=chicago, at=at)
    ortega = roster.entries.get(log_on_id="ortega")
    assert (ortega.outside_office, ortega.outside_reason) == (True, "Speaks Polish.")

    house.submitted(roster=roster, by=chicago.okafor, at=at)

    assert Authorisation.objects.get(member=chicago.ortega).exception == "Speaks Polish."
    chicago.ortega.refresh_from_db()
    assert not chicago.ortega.community_policing


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("name", "", "Name is missing"),
        ("name", "Osei", "Write last name, comma, first name"),
        ("name", "Osei, S4muel", "A name has letters only"),
        ("name", f"{'a' * 61}, Bo", "A first or last name has at most 60 letters"),
        ("rank", "7", "Write the rank in letters"),
        ("star_number", "9" * 13, "Star has more than 12 characters"),
        ("star_number", "90 71", "A star has digits and letters only"),
        ("employee_number", "=1+1", "An employee number has digits and letters only"),
        ("log_on_id", "s osei", "A log-on ID has no spaces"),
        ("unit_phone", "312-555-014", "Phone needs 10 digits, this has 9"),
        ("unit_phone", "312-555-0148 ext", "Phone needs 10 digits"),
        ("email", "samuel", "This is no e-mail address"),
        ("email", "samuel@other.example", "A department e-mail ends in @chicago.example"),
    ],
)
def test_each_of_the_seven_fields_says_what_is_wrong_with_it(name: str, value: str, sentence: str) -> None:
    assert fields.fault_of(name, value, domain="chicago.example").startswith(sentence)


def test_what_nobody_sees_is_not_kept() -> None:
    assert fields.tidy("name", "Re\x00yes,\u202e \x01Da\u200bna\u2028II") == "Reyes, Dana II"


@pytest.mark.parametrize("typed", ["(312) 555-0148", "312.555.0148", "+1 312 555 0148", "3125550148"])
def test_a_telephone_number_is_kept_in_one_shape(typed: str) -> None:
    assert fields.tidy("unit_phone", typed) == "312-555-0148"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("log_on_id", "reyes", "Also Reyes's log-on ID"),
        ("star_number", "20001", "Also Reyes's star"),
        ("employee_number", "E010001", "Also Reyes's employee number"),
        ("email", "Reyes@chicago.example", "Also Reyes's e-mail"),
        ("email", "tran@chicago.example", "Also Tran's e-mail"),
        ("email", "vance@alsip.example", "This e-mail is taken already"),
        ("log_on_id", "vance", "This log-on ID is taken already"),
    ],
)
def test_what_somebody_else_has_is_told_with_whose_it_is_and_of_another_agency_without(
    chicago: Cast, alsip: Cast, at: datetime, name: str, value: str, sentence: str
) -> None:
    house.PeriodCalendar.objects.update(email_domain="")
    roster = house.started(engaged=chicago, at=at)
    if name == "employee_number":
        value = chicago.reyes.employee_number
    if name == "star_number":
        value = chicago.reyes.star_number
    entry = editing.add(roster_id=roster.pk, facts={**NEWCOMER, name: value}, actor=chicago.okafor, at=at)
    faults = {row.entry_id: dict(row.faults) for row in read(roster).rows}
    assert faults.pop(entry.pk) == {name: sentence}
    assert not any(faults.values())


def test_a_star_on_another_units_roster_of_the_period_is_told(chicago: Cast, at: datetime) -> None:
    other = house.started(engaged=chicago, at=at, unit="018", by="salazar")
    editing.add(roster_id=other.pk, facts=NEWCOMER, actor=chicago.salazar, at=at)
    roster = house.started(engaged=chicago, at=at)
    again = {**NEWCOMER, "log_on_id": "another", "email": "another@chicago.example", "employee_number": "E9"}
    editing.add(roster_id=roster.pk, facts=again, actor=chicago.okafor, at=at)
    assert [fault for _, _, fault in read(roster).faults] == ["Also Osei's star"]


def test_of_one_cell_both_values_are_shown_and_other_cells_are_merged(chicago: Cast, at: datetime) -> None:
    roster = house.started(engaged=chicago, at=at)
    entry = roster.entries.get(log_on_id="reyes")
    house.typed(roster=roster, who="reyes", name="rank", value="Sgt.", by=chicago.okafor, at=at)
    stale = [
        Change(entry_id=entry.pk, name="rank", seen=entry.rank, value="Lt."),
        Change(entry_id=entry.pk, name="unit_phone", seen=entry.unit_phone, value="3125550199"),
    ]
    (conflict,) = editing.keep(roster_id=roster.pk, changes=stale, actor=chicago.okafor, at=at)
    assert (conflict.mine, conflict.theirs) == ("Lt.", "Sgt.")
    entry.refresh_from_db()
    assert (entry.rank, entry.unit_phone) == ("Sgt.", "312-555-0199")


def test_two_people_at_once_lose_nothing(committed_db: str, at: datetime) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at)
    house.set_up(engaged=engaged, at=at)
    roster = house.started(engaged=engaged, at=at)
    entry = roster.entries.get(log_on_id="reyes")
    lost: list[tuple[str, str]] = []
    ready = threading.Barrier(6)

    def typing(name: str, value: str) -> None:
        change = Change(entry_id=entry.pk, name=name, seen=str(getattr(entry, name)), value=value)
        ready.wait()
        found = editing.keep(roster_id=roster.pk, changes=[change], actor=engaged.okafor, at=at)
        lost.extend((one.mine, one.theirs) for one in found)
        connection.close()

    acts = [("rank", f"Rank {letter}") for letter in "ABC"]
    acts += [("unit_phone", "3125550155"), ("star_number", "777"), ("name", "Reyes, Danielle")]
    threads = [threading.Thread(target=typing, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    entry.refresh_from_db()
    assert (entry.unit_phone, entry.star_number, entry.name) == ("312-555-0155", "777", "Reyes, Danielle")
    assert {entry.rank, *(mine for mine, _ in lost)} == {"Rank A", "Rank B", "Rank C"}
    assert {theirs for _, theirs in lost} == {entry.rank}


def test_who_left_can_be_put_back_and_a_new_line_is_taken_away(chicago: Cast, at: datetime) -> None:
    okafor = chicago.okafor
    first = house.started(engaged=chicago, at=at - timedelta(days=28), number=12)
    house.submitted(roster=first, by=okafor, at=at - timedelta(days=28))
    roster = house.started(engaged=chicago, at=at)
    entry = roster.entries.get(log_on_id="reyes")
    house.typed(roster=roster, who="reyes", name="rank", value="Sgt.", by=okafor, at=at)
    editing.leave(roster_id=roster.pk, entry_id=entry.pk, actor=okafor, at=at)
    assert numbers(roster)["left"] == 1
    editing.put_back(roster_id=roster.pk, entry_id=entry.pk, actor=okafor, at=at)
    assert numbers(roster)["same"] == 2

    new = editing.add(roster_id=roster.pk, facts={}, actor=okafor, at=at)
    assert read(roster).rows[-1].faults == [("name", "Fill in this line, or take it away")]
    editing.leave(roster_id=roster.pk, entry_id=new.pk, actor=okafor, at=at)
    assert not RosterEntry.objects.filter(pk=new.pk).exists()
