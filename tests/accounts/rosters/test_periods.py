"""Police periods: counted, made ahead, never moved under a roster, and beginning at midnight whatever the clocks do."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts import periods
from accounts.models import Period, PeriodCalendar
from accounts.periods import CalendarRefused
from accounts.rosters import importing
from governance.cast import Cast
from tests.accounts.rosters import house

FIRST = house.FIRST_OF_2015


def count(year: int, **year_ends: date) -> list[periods.Planned]:
    ends = {int(name[1:]): day for name, day in year_ends.items()}
    every = periods.counted(anchor_on=FIRST, anchor_year=2015, year_ends=ends, until=date(year + 1, 3, 1))
    return [one for one in every if one.year == year]


@pytest.mark.parametrize(
    ("year", "number", "starts_on", "ends_on"),
    [
        (2015, 1, date(2015, 1, 4), date(2015, 1, 31)),
        (2015, 13, date(2015, 12, 6), date(2016, 1, 2)),
        (2016, 1, date(2016, 1, 3), date(2016, 1, 30)),
        (2026, 13, date(2026, 11, 22), date(2026, 12, 19)),
    ],
)
def test_chicago_counts_13_periods_of_28_days_from_4_january_2015(
    year: int, number: int, starts_on: date, ends_on: date
) -> None:
    found = count(year)
    assert len(found) == 13
    assert (found[number - 1].starts_on, found[number - 1].ends_on) == (starts_on, ends_on)


def test_a_year_that_ends_later_moves_every_period_after_it_and_says_that_it_is_unusual() -> None:
    last = count(2026, y2026=date(2026, 12, 26))[-1]
    following = count(2027, y2026=date(2026, 12, 26))[0]
    assert (last.days, last.unusual) == (35, True)
    assert following.starts_on == date(2026, 12, 27)


@pytest.mark.parametrize("ends_on", [date(2026, 11, 21), date(2027, 1, 20)])
def test_a_year_end_outside_its_last_period_is_refused_with_the_days_to_choose_from(ends_on: date) -> None:
    with pytest.raises(CalendarRefused, match="Sun 22 Nov 2026"):
        count(2026, y2026=ends_on)


@pytest.mark.parametrize(
    ("starts_on", "utc"),
    [
        (date(2026, 10, 25), datetime(2026, 10, 25, 5, tzinfo=UTC)),  # summer time
        (date(2026, 11, 1), datetime(2026, 11, 1, 5, tzinfo=UTC)),  # the day it ends: 25 hours
        (date(2026, 11, 22), datetime(2026, 11, 22, 6, tzinfo=UTC)),  # winter time
        (date(2027, 3, 14), datetime(2027, 3, 14, 6, tzinfo=UTC)),  # the day it begins: 23 hours
    ],
)
def test_a_period_begins_at_midnight_in_the_agencys_zone_and_is_due_in_its_first_days_last_minute(
    chicago: Cast, starts_on: date, utc: datetime
) -> None:
    period = Period(starts_on=starts_on, ends_on=starts_on + timedelta(days=27))
    assert period.begins_at(agency=chicago.agency) == utc
    here = period.due_at(agency=chicago.agency).astimezone(chicago.agency.tzinfo)
    assert (here.date(), here.hour, here.minute) == (starts_on, 23, 59)


def test_what_has_begun_or_has_a_roster_stays_and_the_rest_moves(chicago: Cast, at: datetime) -> None:
    kept = house.started(engaged=chicago, at=at).period
    before = set(Period.objects.filter(starts_on__lte=kept.starts_on).values_list("pk", flat=True))
    made = periods.set_calendar(
        agency=chicago.agency,
        anchor_on=FIRST,
        anchor_year=2015,
        year_ends={2026: date(2026, 12, 26)},
        actor=chicago.admin,
        at=at,
    )
    assert before <= set(Period.objects.values_list("pk", flat=True))
    kept.refresh_from_db()
    assert (kept.ends_on, made.gap_days, made.overlap_days) == (date(2026, 12, 19), 7, 0)
    assert Period.objects.get(year=2027, number=1).starts_on == date(2026, 12, 27)


def test_a_period_for_which_a_table_was_imported_stays_too(chicago: Cast, at: datetime) -> None:
    kept = house.period(engaged=chicago, number=13)
    unit = chicago.units["014"]
    importing.begin(
        period=kept, unit=unit, lines=[], name="Table", absent_leave=False, actor=chicago.okafor, at=at
    )
    periods.set_calendar(
        agency=chicago.agency,
        anchor_on=FIRST,
        anchor_year=2015,
        year_ends={2026: date(2026, 12, 26)},
        actor=chicago.admin,
        at=at,
    )
    assert Period.objects.filter(pk=kept.pk, ends_on=date(2026, 12, 19)).exists()


def test_a_calendar_that_counts_a_day_twice_is_refused_and_changes_nothing(
    chicago: Cast, at: datetime
) -> None:
    house.started(engaged=chicago, at=at)
    before = list(Period.objects.values_list("starts_on", flat=True))
    with pytest.raises(CalendarRefused, match="Choose a later first day"):
        periods.set_calendar(
            agency=chicago.agency,
            anchor_on=date(2026, 12, 14),
            anchor_year=2027,
            year_ends={},
            actor=chicago.admin,
            at=at,
        )
    assert list(Period.objects.values_list("starts_on", flat=True)) == before


def test_periods_are_made_ahead_without_a_gap_and_only_once(chicago: Cast, at: datetime) -> None:
    calendar = PeriodCalendar.objects.get(agency=chicago.agency)
    later = at + timedelta(days=60)
    assert periods.make_ahead(calendar_id=calendar.pk, at=later) > 0
    assert periods.make_ahead(calendar_id=calendar.pk, at=later) == 0
    found = list(Period.objects.filter(agency=chicago.agency).order_by("starts_on"))
    assert all(
        after.starts_on == before.ends_on + timedelta(days=1) for before, after in itertools.pairwise(found)
    )


def test_the_next_roster_opens_seven_days_before_its_period(chicago: Cast, at: datetime) -> None:
    def numbers(days: int) -> list[int]:
        return [
            one.number
            for one in periods.around(agency=chicago.agency, at=datetime(2026, 11, days, 12, tzinfo=UTC))
        ]

    assert (numbers(14), numbers(15), numbers(22)) == ([12], [12, 13], [13])
