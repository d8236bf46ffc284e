"""What tests do with rosters, in the words of the trade."""

from datetime import UTC, date, datetime, timedelta

from accounts import periods
from accounts.models import Member, Period, PeriodCalendar, Place, Roster, RosterRecipient, RosterVersion
from accounts.rosters import editing, sheet, starting, submitting
from accounts.rosters.editing import Change
from governance.cast import Cast

FIRST_OF_2015 = date(2015, 1, 4)
"""The first day of Chicago's first period of 2015 (CPD-TW.V.A.2)."""
LATE = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""Monday morning: the roster of period 13 was due on Sunday night."""


def set_up(
    *,
    engaged: Cast,
    at: datetime,
    director: str = "washington",
    office: str = "natarajan",
    anchor_on: date = FIRST_OF_2015,
) -> None:
    """Chicago's calendar since two months ago, and a recipient in each of the two offices."""
    periods.set_calendar(
        agency=engaged.agency,
        anchor_on=anchor_on,
        anchor_year=anchor_on.year,
        year_ends={},
        actor=engaged.people.get("admin"),
        at=at - timedelta(days=60),
    )
    PeriodCalendar.objects.filter(agency=engaged.agency).update(email_domain=f"{engaged.agency.slug}.example")
    for place, key in ((Place.DIRECTOR, director), (Place.COMMUNICATIONS, office)):
        RosterRecipient.objects.create(agency=engaged.agency, place=place, member=engaged.people[key])


def period(*, engaged: Cast, number: int) -> Period:
    """A period of 2026."""
    return Period.objects.select_related("agency").get(agency=engaged.agency, year=2026, number=number)


def started(
    *, engaged: Cast, at: datetime, unit: str = "014", number: int = 13, by: str = "okafor"
) -> Roster:
    """A unit's roster, as it begins."""
    return starting.start(
        unit=engaged.units[unit],
        period=period(engaged=engaged, number=number),
        actor=engaged.people[by],
        at=at,
    )


def typed(*, roster: Roster, who: str, name: str, value: str, by: Member, at: datetime) -> None:
    """One cell of the member with this log-on ID, changed."""
    entry = roster.entries.get(log_on_id=who)
    seen = str(getattr(entry, name))
    change = Change(entry_id=entry.pk, name=name, seen=seen, value=value)
    assert editing.keep(roster_id=roster.pk, changes=[change], actor=by, at=at) == []


def submitted(*, roster: Roster, by: Member, at: datetime) -> RosterVersion:
    """What is on the roster, sent."""
    roster = Roster.objects.select_related("unit", "period").get(pk=roster.pk)
    read = sheet.read(roster=roster)
    seen = submitting.propose(roster=roster, read=read, actor=by, at=at).fingerprint
    return submitting.submit(roster_id=roster.pk, seen=seen, actor=by, at=at)


NEWCOMER = {
    "name": "Osei, Samuel",
    "rank": "Ofc.",
    "star_number": "9071",
    "employee_number": "E770018",
    "log_on_id": "sosei2",
    "unit_phone": "(312) 555-0148",
    "email": "samuel.osei@chicago.example",
}
"""Somebody whom nobody has registered yet."""
