"""CPD-TW.IV.F and CPD-TW.V.B.4: the days a text names."""

from datetime import date

import pytest

from directives.dates import dates_in, day_for_residents, day_label, days_named

TODAY = date(2026, 11, 21)  # a Saturday


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Sat, Dec. 5, 10 a.m.", ["2026-12-05"]),
        ("December 5th, 2027", ["2027-12-05"]),
        ("on 12/5 and 12/12", ["2026-12-05", "2026-12-12"]),
        ("on 1/9", ["2027-01-09"]),
        ("back on Nov. 9", ["2026-11-09"]),
        ("this Saturday", ["2026-11-21"]),
        ("next Saturday", ["2026-11-28"]),
        ("this Monday", ["2026-11-23"]),
        ("tonight or tomorrow", ["2026-11-21", "2026-11-22"]),
        ("this Saturday, Dec. 5", ["2026-12-05"]),
        ("open 24/7, 13/40, Feb. 30, 1/2/3/4", []),
        ("call 312-555-0131, unit 12/5a, may be 5 of us", []),
        ("We may 5 times", ["2027-05-05"]),
    ],
)
def test_days_are_read_as_a_resident_would(text, days):
    """CPD-TW.V.B.4"""
    assert [day.isoformat() for day in days_named(text=text, today=TODAY)] == days


def test_a_found_day_points_at_its_words():
    """CPD-TW.IV.F"""
    text = "🎃 Come Sat, Dec. 5, or this Sunday"
    assert [text[slice(*one.span)] for one in dates_in(text=text, today=TODAY)] == [
        "Sat, Dec. 5",
        "this Sunday",
    ]


def test_days_are_written_for_screens_and_for_residents():
    assert day_label(day=date(2026, 12, 5)) == "Sat 5 Dec"
    assert day_for_residents(day=date(2026, 12, 5)) == "Saturday, Dec. 5"
    assert day_for_residents(day=date(2027, 5, 1)) == "Saturday, May 1"


def test_the_last_day_of_the_calendar_is_no_trap():
    assert days_named(text="tomorrow, next Monday, 1/1", today=date.max) == ()
