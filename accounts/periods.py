"""Police periods: counted from an anchor, made ahead, and never moved once a roster stands on them (CPD-TW.V.A.2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.authority import Authority
from accounts.models import (
    Agency,
    Member,
    Period,
    PeriodCalendar,
    Roster,
    RosterImport,
    RosterReminder,
    Unit,
    YearEnd,
)
from accounts.models.authority import COMMANDERS
from audit import trail

PERIOD_DAYS = 28
PERIODS_A_YEAR = 13
LONGEST_LAST_DAYS = 2 * PERIOD_DAYS - 1
"""A year's last period may be stretched, but not so far that another would fit."""
AHEAD = timedelta(days=400)
"""How far ahead periods are made: a year and a month."""
OPENS_BEFORE = timedelta(days=7)
"""How long before its first day the roster of a period can be written."""


class CalendarRefused(Exception):
    """The calendar would count a day twice, or not make sense; the sentence says what to change."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One period as the calendar counts it."""

    year: int
    number: int
    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def unusual(self) -> bool:
        """Longer or shorter than a period usually is."""
        return self.days != PERIOD_DAYS


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a calendar would make, beside what stays."""

    kept: tuple[Period, ...]
    """Begun, or with a roster or an import: they stay as they are."""
    planned: tuple[Planned, ...]
    moved: int
    """How many periods made ahead would begin on another day."""
    gap_days: int
    """Days that would belong to no period, after the last that is kept."""
    overlap_days: int
    """Days that would belong to two."""


def counted(
    *, anchor_on: date, anchor_year: int, year_ends: Mapping[int, date], until: date
) -> Iterator[Planned]:
    """The periods from the anchor to the first that begins after a day.

    A year's last period ends where `year_ends` says. Raises CalendarRefused for a year end that leaves its last
    period without a day or longer than two.
    """
    starts_on, year = anchor_on, anchor_year
    while starts_on <= until:
        for number in range(1, PERIODS_A_YEAR + 1):
            ends_on = starts_on + timedelta(days=PERIOD_DAYS - 1)
            if number == PERIODS_A_YEAR and year in year_ends:
                ends_on = _year_end(year, starts_on, year_ends[year])
            yield Planned(year=year, number=number, starts_on=starts_on, ends_on=ends_on)
            starts_on = ends_on + timedelta(days=1)
        year += 1


def _year_end(year: int, starts_on: date, ends_on: date) -> date:
    last = starts_on + timedelta(days=LONGEST_LAST_DAYS - 1)
    if not starts_on <= ends_on <= last:
        raise CalendarRefused(
            f"The last period of {year} begins on {_said(starts_on)}. Choose a last day for {year} "
            f"from then to {_said(last)}."
        )
    return ends_on


def _said(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def preview(
    *, agency: Agency, anchor_on: date, anchor_year: int, year_ends: Mapping[int, date], at: datetime
) -> Preview:
    """What a calendar would make from today on, and where it does not meet what is kept."""
    today = at.astimezone(agency.tzinfo).date()
    kept = tuple(_kept(agency=agency, today=today))
    ahead = [
        one
        for one in counted(
            anchor_on=anchor_on, anchor_year=anchor_year, year_ends=year_ends, until=today + AHEAD
        )
        if one.starts_on >= today or (not kept and one.ends_on >= today)
    ]
    numbered = {(period.year, period.number) for period in kept}
    ahead = [one for one in ahead if (one.year, one.number) not in numbered]
    between = (ahead[0].starts_on - kept[-1].ends_on).days - 1 if ahead and kept else 0
    begins = dict(_free(agency=agency, today=today).values_list("starts_on", "pk"))
    return Preview(
        kept=kept,
        planned=tuple(ahead),
        moved=len(begins.keys() - {one.starts_on for one in ahead}),
        gap_days=max(0, between),
        overlap_days=max(0, -between),
    )


def _kept(*, agency: Agency, today: date) -> list[Period]:
    found = Period.objects.filter(Q(starts_on__lt=today) | _used(), agency=agency)
    return list(found.order_by("-starts_on")[:PERIODS_A_YEAR])[::-1]


def _free(*, agency: Agency, today: date) -> QuerySet[Period]:
    return Period.objects.filter(~_used(), agency=agency, starts_on__gte=today)


def _used() -> Q:
    """Periods that somebody writes for: with a roster, or with a table that was imported and may be confirmed."""
    return Q(Exists(Roster.objects.filter(period=OuterRef("pk")))) | Q(
        Exists(RosterImport.objects.filter(period=OuterRef("pk")))
    )


@transaction.atomic
def set_calendar(
    *,
    agency: Agency,
    anchor_on: date,
    anchor_year: int,
    year_ends: Mapping[int, date],
    actor: Member | None,
    at: datetime,
) -> Preview:
    """Count from another anchor, or end years on other days: what has begun or is written for stays where it is.

    Raises CalendarRefused, having changed nothing, when a day would belong to two periods.
    """
    calendar = _locked(agency, anchor_on, anchor_year, actor, at)
    calendar.year_ends.all().delete()
    YearEnd.objects.bulk_create(
        YearEnd(calendar=calendar, year=year, ends_on=ends_on) for year, ends_on in sorted(year_ends.items())
    )
    found = preview(agency=agency, anchor_on=anchor_on, anchor_year=anchor_year, year_ends=year_ends, at=at)
    if found.overlap_days:
        raise CalendarRefused(
            f"The next period would begin {found.overlap_days} days before {found.kept[-1]} ends. "
            "Choose a later first day."
        )
    free = _free(agency=agency, today=at.astimezone(agency.tzinfo).date())
    RosterReminder.objects.filter(period__in=free).delete()
    free.delete()
    _make(agency, found.planned)
    trail.record(
        verb="periods.set",
        agency_id=agency.pk,
        actor_id=actor.pk if actor else None,
        subject_id=agency.pk,
        at=at,
        moved=found.moved,
    )
    return found


def _locked(
    agency: Agency, anchor_on: date, anchor_year: int, actor: Member | None, at: datetime
) -> PeriodCalendar:
    said = {"anchor_on": anchor_on, "anchor_year": anchor_year, "set_by": actor, "set_at": at}
    PeriodCalendar.objects.get_or_create(agency=agency, defaults=said)
    calendar = PeriodCalendar.objects.select_for_update().get(agency=agency)
    for name, value in said.items():
        setattr(calendar, name, value)
    calendar.save()
    return calendar


def _make(agency: Agency, planned: Sequence[Planned]) -> None:
    Period.objects.bulk_create(
        Period(agency=agency, year=one.year, number=one.number, starts_on=one.starts_on, ends_on=one.ends_on)
        for one in planned
    )


@transaction.atomic
def make_ahead(*, calendar_id: int, at: datetime) -> int:
    """Make the periods that have come into reach, continuing the last one made; returns how many."""
    calendar = PeriodCalendar.objects.select_for_update().select_related("agency").get(pk=calendar_id)
    agency, today = calendar.agency, at.astimezone(calendar.agency.tzinfo).date()
    last = Period.objects.filter(agency=agency).order_by("-starts_on").first()
    year_ends = dict(calendar.year_ends.values_list("year", "ends_on"))
    planned = counted(
        anchor_on=calendar.anchor_on,
        anchor_year=calendar.anchor_year,
        year_ends=year_ends,
        until=today + AHEAD,
    )
    made = [one for one in planned if one.starts_on > (last.ends_on if last else today)]
    _make(agency, made)
    return len(made)


def around(*, agency: Agency, at: datetime) -> list[Period]:
    """The periods whose rosters matter now: the current one, and the next one once it can be written; one query."""
    return list(_open(agency, at).order_by("starts_on"))


def _open(agency: Agency, at: datetime) -> QuerySet[Period]:
    today = at.astimezone(agency.tzinfo).date()
    opened = (at + OPENS_BEFORE).astimezone(agency.tzinfo).date()
    return Period.objects.filter(agency=agency, ends_on__gte=today, starts_on__lte=opened)


def rosters_due(*, authority: Authority, agency: Agency) -> int:
    """How many units that a member leads have a roster to submit now: one query, none for whoever leads no unit."""
    led = authority.units(*COMMANDERS)
    if not led:
        return 0
    sent = Roster.objects.filter(unit=OuterRef(OuterRef("pk")), period=OuterRef("pk"), versions_sent__gt=0)
    waiting = _open(agency, authority.at).filter(~Exists(sent))
    return Unit.objects.filter(Exists(waiting), pk__in=led).count()


def upcoming(*, agency: Agency, at: datetime) -> Period | None:
    """The first period that has not begun."""
    today = at.astimezone(agency.tzinfo).date()
    return Period.objects.filter(agency=agency, starts_on__gt=today).order_by("starts_on").first()
