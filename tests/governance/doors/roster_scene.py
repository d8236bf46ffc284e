"""What stands behind the doors of the rosters, in each of three units."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from accounts import periods
from accounts.models import Period, Place, RosterCopy, RosterRecipient
from accounts.rosters import fields, importing, reading, sheet, starting, submitting
from governance.cast import Cast

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene

COMMANDERS = {"014": "okafor", "018": "salazar", "PAT": "keane"}
RECEIVERS = {"chicago": ("washington", "natarajan"), "alsip": ("petrov", "petrov")}


def set_calendar(engaged: Cast, at: datetime) -> None:
    """Chicago's count, and a recipient in each office."""
    periods.set_calendar(
        agency=engaged.agency,
        anchor_on=date(2015, 1, 4),
        anchor_year=2015,
        year_ends={},
        actor=None,
        at=at - timedelta(days=60),
    )
    for place, key in zip(Place, RECEIVERS[engaged.agency.slug], strict=True):
        RosterRecipient.objects.create(agency=engaged.agency, place=place, member=engaged.people[key])


def build(scene: "Scene", unit: str, at: datetime) -> None:
    """A submitted roster of the present period, one in work for the next, and an import that waits."""
    engaged = scene.cast_of(unit)
    if not Period.objects.filter(agency=engaged.agency).exists():
        set_calendar(engaged, at)
    commander = engaged.people[COMMANDERS[unit]]
    present, following = periods.around(agency=engaged.agency, at=at)
    sent = starting.start(unit=engaged.units[unit], period=present, actor=commander, at=at)
    seen = submitting.propose(roster=sent, read=sheet.read(roster=sent), actor=commander, at=at).fingerprint
    version = submitting.submit(roster_id=sent.pk, seen=seen, actor=commander, at=at)
    copy = RosterCopy.objects.filter(version=version).order_by("pk")[0]
    opened = starting.start(unit=engaged.units[unit], period=following, actor=commander, at=at)
    header = "\t".join(field.label for field in fields.FIELDS)
    made = importing.begin(
        period=following,
        unit=engaged.units[unit],
        lines=reading.pasted(text=f"{header}\nNew, Name", with_unit=False),
        name="Table",
        absent_leave=False,
        actor=commander,
        at=at,
    )
    importing.check(import_id=made.pk, at=at)
    scene.keep("sent_roster", unit, sent, roster_id=sent.pk)
    scene.keep("roster", unit, opened, roster_id=opened.pk)
    scene.keep("version", unit, version, version_id=version.pk)
    scene.keep("copy", unit, copy, copy_id=copy.pk)
    scene.keep(
        "unit_period", unit, engaged.units[unit], unit_id=engaged.units[unit].pk, period_id=following.pk
    )
    scene.keep("import", unit, made, owner=COMMANDERS[unit], import_id=str(made.pk))
