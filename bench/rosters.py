"""A table of the whole department: read from a workbook, checked row by row, confirmed and written into rosters."""

import io
import time
from datetime import date, datetime

from openpyxl import Workbook

from accounts import periods
from accounts.models import Authorisation, Role, RosterImport, Unit
from accounts.rosters import fields, importing, reading
from bench.figures import Figure, Target
from governance.cast import Cast

UNITS, MEMBERS = 300, 5_000
MOST_SECONDS = 10


def measure(*, engaged: Cast, at: datetime) -> Figure:
    """Seconds from the file to the last roster, in the process that a worker would do it in."""
    _department(engaged, at)
    content = _workbook()
    begun = time.monotonic()
    made = importing.begin(
        period=periods.around(agency=engaged.agency, at=at)[0],
        unit=None,
        lines=reading.uploaded(content=content, with_unit=True),
        name="department.xlsx",
        absent_leave=False,
        actor=engaged.admin,
        at=at,
    )
    importing.check(import_id=made.pk, at=at)
    importing.confirm(import_id=made.pk, actor=engaged.admin, at=at)
    importing.write(import_id=made.pk, at=at)
    seconds = time.monotonic() - begun
    assert RosterImport.objects.get(pk=made.pk).state == "done"
    return Figure(
        name=f"import of {MEMBERS:,} rows over {UNITS} units",
        value=seconds,
        unit="s",
        targets=(Target(of="value", at_most=MOST_SECONDS),),
    )


def _department(engaged: Cast, at: datetime) -> None:
    """Police periods, and 300 more units with a commander each."""
    periods.set_calendar(
        agency=engaged.agency,
        anchor_on=date(2015, 1, 4),
        anchor_year=2015,
        year_ends={},
        actor=engaged.admin,
        at=at,
    )
    units = Unit.objects.bulk_create(
        Unit(agency=engaged.agency, number=f"U{number:03}", name=f"Unit {number}", kind="district")
        for number in range(UNITS)
    )
    Authorisation.objects.bulk_create(
        Authorisation(
            agency=engaged.agency,
            unit=unit,
            member=engaged.okafor,
            role=Role.COMMANDER,
            starts_at=at,
            given_at=at,
        )
        for unit in units
    )


def _workbook() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Unit", *(field.label for field in fields.FIELDS)])
    for number in range(MEMBERS):
        sheet.append(
            [
                f"U{number % UNITS:03}",
                f"Member, Number {'abcdefghij'[number % 10]}",
                "Ofc.",
                f"{30000 + number}",
                f"E9{number:05}",
                f"member{number}",
                "312-555-0100",
                f"member{number}@chicago.example",
            ]
        )
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
