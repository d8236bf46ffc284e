"""300 units and 5,000 members: neither a page nor an import asks more of the database than for a few."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import tablib
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Authorisation, ImportState, Member, Role, Roster, RosterEntry, Unit
from accounts.rosters import board, editing, fields, importing, reading
from accounts.views.rosters import page
from governance.cast import Cast
from tests.accounts.rosters import house

UNITS, MEMBERS = 300, 5_000
HEADERS = ["Unit", *(field.label for field in fields.FIELDS)]


@pytest.fixture
def department(chicago: Cast, at: datetime) -> Cast:
    """Chicago with 300 more units, each with a commander."""
    Unit.objects.bulk_create(
        Unit(agency=chicago.agency, number=f"U{place:03}", name=f"Unit {place}", kind="district")
        for place in range(UNITS)
    )
    units = list(Unit.objects.filter(number__startswith="U").order_by("number"))
    Authorisation.objects.bulk_create(
        Authorisation(
            agency=chicago.agency,
            unit=unit,
            member=chicago.okafor,
            role=Role.COMMANDER,
            starts_at=at,
            given_at=at,
        )
        for unit in units
    )
    return chicago


def facts(number: int) -> list[str]:
    return [
        f"U{number % UNITS:03}",
        f"Member, Number {'abcdefghij'[number % 10]}",
        "Ofc.",
        f"{30000 + number}",
        f"E9{number:05}",
        f"member{number}",
        "312-555-0100",
        f"member{number}@chicago.example",
    ]


def counted(act: object) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()  # type: ignore[operator]
    return len(asked)


@pytest.fixture
def clock(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


def workbook(rows: int) -> bytes:
    book = tablib.Dataset(*[facts(number) for number in range(rows)], headers=HEADERS)
    return bytes(book.export("xlsx"))


def imported(department: Cast, at: datetime, rows: int) -> tuple[int, int, object]:
    lines = reading.uploaded(content=workbook(rows), with_unit=True)
    made = importing.begin(
        period=house.period(engaged=department, number=13),
        unit=None,
        lines=lines,
        name="all.xlsx",
        absent_leave=False,
        actor=department.admin,
        at=at,
    )
    checked = counted(lambda: importing.check(import_id=made.pk, at=at))
    importing.confirm(import_id=made.pk, actor=department.admin, at=at)
    written = counted(lambda: importing.write(import_id=made.pk, at=at))
    made.refresh_from_db()
    assert (made.state, [one["faults"] for one in made.outcome if one["faults"]]) == (ImportState.DONE, [])
    return checked, written, made.pk


def test_5000_rows_over_300_units_are_read_checked_and_written_in_few_statements(
    department: Cast, at: datetime
) -> None:
    checked, written, _ = imported(department, at, MEMBERS)
    assert RosterEntry.objects.filter(roster__unit__number__startswith="U").count() == MEMBERS
    assert Roster.objects.filter(unit__number__startswith="U").count() == UNITS
    assert checked <= 14
    assert written <= 30 * (UNITS // importing.UNITS_A_STEP)


def test_a_check_asks_as_many_queries_for_600_rows_as_for_300(department: Cast, at: datetime) -> None:
    imported(department, at, 300)

    def checked(rows: int) -> int:
        made = importing.begin(
            period=house.period(engaged=department, number=13),
            unit=None,
            lines=reading.uploaded(content=workbook(rows), with_unit=True),
            name="all.xlsx",
            absent_leave=False,
            actor=department.admin,
            at=at,
        )
        return counted(lambda: importing.check(import_id=made.pk, at=at))

    assert checked(600) == checked(300)


def test_the_board_asks_as_many_queries_for_300_units_as_for_three(
    department: Cast, at: datetime, clock: None
) -> None:
    period = house.period(engaged=department, number=13)
    assert counted(lambda: board.read(period=period, agency_id=department.agency.pk, at=at)) <= 4
    client = Client()
    client.force_login(department.washington)
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/roster/board/")
    assert page.content.count(b'id="unit-') > UNITS
    assert len(asked) <= 20


def test_a_roster_page_and_submitting_ask_as_many_queries_for_100_members_as_for_two(
    chicago: Cast, at: datetime, clock: None
) -> None:
    def asked(unit: str, by: str, more: int) -> tuple[int, int]:
        roster = house.started(engaged=chicago, at=at, unit=unit, by=by)
        rows = [facts(number + 200 * len(by)) for number in range(more)]
        RosterEntry.objects.bulk_create(
            RosterEntry(roster=roster, position=9 + place, **dict(zip(fields.NAMES, row[1:], strict=True)))
            for place, row in enumerate(rows)
        )
        client = Client()
        client.force_login(chicago.people[by])
        client.get("/")
        page = counted(lambda: client.get(f"/roster/{roster.unit_id}/{roster.period_id}/"))
        later = at + timedelta(minutes=1)
        return page, counted(lambda: house.submitted(roster=roster, by=chicago.people[by], at=later))

    few, many = asked("014", "okafor", 1), asked("018", "salazar", 100)
    assert few == many
    assert few[0] <= 20
    assert Member.objects.filter(log_on_id__startswith="member").count() == 101


def test_the_longest_roster_is_kept_whole_by_its_form_alone(chicago: Cast, at: datetime, clock: None) -> None:
    roster = house.started(engaged=chicago, at=at)
    entries = RosterEntry.objects.bulk_create(
        RosterEntry(roster=roster, position=9 + place, rank="Ofc.")
        for place in range(editing.MOST_MEMBERS - 2)
    )
    cells = [(entry, name) for entry in entries for name in page.CELLS]
    typed = {f"{kind}-{entry.pk}-{name}": "" for entry, name in cells for kind in "sc"}
    typed |= {f"{kind}-{entry.pk}-rank": "Ofc." for entry in entries for kind in "sc"}
    typed[f"c-{entries[-1].pk}-rank"] = "Sgt."
    client = Client()
    client.force_login(chicago.okafor)

    assert client.post(f"/roster/{roster.pk}/keep/", typed | {"keep": ""}).status_code == 302

    entries[-1].refresh_from_db()
    assert entries[-1].rank == "Sgt."


def test_a_table_too_large_to_be_pasted_is_refused_with_a_sentence(
    chicago: Cast, at: datetime, clock: None
) -> None:
    client = Client()
    client.force_login(chicago.okafor)
    period = house.period(engaged=chicago, number=13)
    address = f"/roster/{chicago.units['014'].pk}/{period.pk}/import/"
    answer = client.post(address, {"pasted": "x" * (reading.MOST_BYTES + 1)})
    assert "longer than 5 MB" in answer.content.decode()
