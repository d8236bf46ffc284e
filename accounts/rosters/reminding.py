"""Reminders to commanders, and who is told when a roster is late or did not arrive. Nothing is ended here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from accounts import outbox, periods
from accounts.models import (
    Agency,
    Authorisation,
    Channel,
    DeliveryState,
    Member,
    Period,
    PeriodCalendar,
    Role,
    Roster,
    RosterCopy,
    RosterReminder,
    Unit,
)
from accounts.models.agency import UnitKind
from accounts.models.authority import COMMANDERS
from accounts.outbox import Letter
from audit import trail

BEFORE_DUE = timedelta(hours=24)
AGAIN_LATE = (timedelta(0), timedelta(days=3), timedelta(days=7))
"""How long after it was due a late roster is asked for."""
LATE = "late-"
"""How the kind of a late roster's reminder begins; its number follows."""
MOST_COPIES = 50


def kinds_due(*, period: Period, agency: Agency, at: datetime) -> list[str]:
    """The reminders of a period whose moment has come: open, a day before it is due, and when it is late."""
    due_at = period.due_at(agency=agency)
    late = [f"{LATE}{place}" for place, after in enumerate(AGAIN_LATE, start=1) if at > due_at + after]
    if late:
        return late[-1:]
    return ["due" if at >= due_at - BEFORE_DUE else "open"]


@transaction.atomic
def remind_due(*, calendar_id: int, at: datetime) -> int:
    """Write what the calendar says is due to the commanders whose rosters are not submitted; returns how many letters.

    The same number of queries for any number of units. A unit is reminded once of a kind, however often this runs.
    """
    calendar = PeriodCalendar.objects.select_for_update().select_related("agency").get(pk=calendar_id)
    told = 0
    for period in periods.around(agency=calendar.agency, at=at):
        for kind in kinds_due(period=period, agency=calendar.agency, at=at):
            told += send(units=_waiting(period, kind, at), period=period, kind=kind, sent_by=None, at=at)
    return told


def _waiting(period: Period, kind: str, at: datetime) -> list[Unit]:
    """Units with somebody to remind, without a submitted roster, not yet reminded so; never the head's office."""
    led = Authorisation.objects.in_force(at=at).filter(role__in=COMMANDERS, agency_id=period.agency_id)
    led = led.exclude(unit__kind=UnitKind.HEAD)
    sent = Roster.objects.filter(period=period, versions_sent__gt=0)
    told = RosterReminder.objects.filter(period=period, kind=kind, sent_by__isnull=True)
    found = Unit.objects.filter(pk__in=led.values("unit_id")).exclude(pk__in=sent.values("unit_id"))
    return list(found.exclude(pk__in=told.values("unit_id")).order_by("pk"))


def send(*, units: Sequence[Unit], period: Period, kind: str, sent_by: Member | None, at: datetime) -> int:
    """Note the reminder of each unit and write to its commanders; of a late roster its people are told as well."""
    if not units:
        return 0
    warned = _warned(period)
    RosterReminder.objects.bulk_create(
        RosterReminder(unit=unit, period=period, kind=kind, sent_by=sent_by, sent_at=at) for unit in units
    )
    trail.record_each(
        verb="roster.reminded",
        agency_id=period.agency_id,
        actor_id=sent_by.pk if sent_by else None,
        subject_ids=[unit.pk for unit in units],
        at=at,
        period_id=period.pk,
        kind=kind,
    )
    agency = period.agency
    people = _people(units, at)
    letters: list[Letter] = []
    for unit in units:
        leading = [member for role, member in people[unit.pk] if role in COMMANDERS]
        letters.append(_reminder(unit, leading, period, agency, at))
        if kind.startswith(LATE) and unit.pk not in warned:
            acting = [member for role, member in people[unit.pk] if role not in COMMANDERS]
            letters.append(_late(unit, acting, period))
    return len({message.to_id for message in outbox.write_all(letters=letters, at=at)})


def _warned(period: Period) -> set[int]:
    """Units whose people were told already that the roster of a period is late."""
    told = RosterReminder.objects.filter(period=period, kind__startswith=LATE, sent_by__isnull=True)
    return set(told.values_list("unit_id", flat=True))


def _people(units: Iterable[Unit], at: datetime) -> dict[int, list[tuple[str, Member]]]:
    roles = (*COMMANDERS, Role.USMR, Role.SERGEANT, Role.ACTING_SERGEANT)
    held = Authorisation.objects.in_force(at=at).filter(
        unit__in=list(units), role__in=roles, member__is_active=True
    )
    found: dict[int, list[tuple[str, Member]]] = defaultdict(list)
    for one in held.select_related("member").order_by("pk"):
        found[one.unit_id].append((one.role, one.member))
    return found


def _reminder(unit: Unit, to: list[Member], period: Period, agency: Agency, at: datetime) -> Letter:
    here = period.due_at(agency=agency)
    said = f"{here:%a} {here.day} {here:%b, %H:%M %Z}"
    late = at > here
    return Letter(
        to=to,
        kind="roster-reminder",
        subject=f"The roster of the {unit.short_name} for {period} "
        + (f"is late: it was due {said}" if late else f"is due {said}"),
        body="Authority goes on, marked as not reconfirmed, until the roster is submitted."
        if late
        else "The last roster is carried over: check what changed and submit it.",
        link=reverse("roster_of", args=[unit.pk, period.pk]),
    )


def _late(unit: Unit, to: list[Member], period: Period) -> Letter:
    return Letter(
        to=to,
        kind="roster-late",
        subject=f"Authority for the {unit.short_name} is not reconfirmed for {period}",
        body="The roster is late. Authority goes on; the commander has been reminded.",
        link=reverse("roster_of", args=[unit.pk, period.pk]),
    )


def tell_of_end(*, unit: Unit, members: list[Member], period: Period, actor: Member, at: datetime) -> None:
    """Tell whose authority a person ended for a late roster, and the commanders."""
    leading = [member for role, member in _people([unit], at)[unit.pk] if role in COMMANDERS]
    letter = Letter(
        to=[*members, *leading],
        kind="roster-authority-ended",
        subject=f"Authority to write for the {unit.short_name} has ended",
        body=f"The roster of {period} is late, and {actor} ended it. It begins again when the roster is submitted.",
        link=reverse("roster_of", args=[unit.pk, period.pk]),
    )
    outbox.write_all(letters=[letter], at=at)


@transaction.atomic
def tell_of_failures(*, at: datetime) -> int:
    """Tell the commanders of rosters that a mail server refused for good; returns how many copies were told of."""
    failed = RosterCopy.objects.filter(
        failure_told_at__isnull=True,
        message__deliveries__channel=Channel.EMAIL,
        message__deliveries__state=DeliveryState.FAILED,
    )
    locked = failed.select_for_update(of=("self",), skip_locked=True)
    copies = list(locked.select_related("version__roster__unit", "version__roster__period")[:MOST_COPIES])
    rosters = [copy.version.roster for copy in copies]
    people = _people([roster.unit for roster in rosters], at) if rosters else {}
    outbox.write_all(
        letters=[
            _not_delivered(
                copy, [member for role, member in people[copy.version.roster.unit_id] if role in COMMANDERS]
            )
            for copy in copies
        ],
        at=at,
    )
    RosterCopy.objects.filter(pk__in=[copy.pk for copy in copies]).update(failure_told_at=at)
    return len(copies)


def _not_delivered(copy: RosterCopy, to: list[Member]) -> Letter:
    roster = copy.version.roster
    return Letter(
        to=to,
        kind="roster-not-delivered",
        subject=f"The roster of the {roster.unit.short_name} did not reach the {copy.get_place_display()}",
        body=f"It was tried six times over five hours at {copy.address}. Check the address, then send it again.",
        link=reverse("roster_of", args=[roster.unit_id, roster.period_id]),
    )
