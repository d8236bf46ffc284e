"""How times are written, over the change of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from governance import moments

NOW = datetime(2026, 11, 21, 20, 5, tzinfo=UTC)
ZONE = "America/Chicago"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, "Sat 21 Nov, 14:05 CST"),
        (datetime(2026, 7, 4, 1, 30, tzinfo=UTC), "Fri 3 Jul, 20:30 CDT"),
        (datetime(2025, 12, 31, 18, 0, tzinfo=UTC), "Wed 31 Dec 2025, 12:00 CST"),
        # The year is that of the zone, not of UTC.
        (datetime(2027, 1, 1, 5, 59, tzinfo=UTC), "Thu 31 Dec, 23:59 CST"),
        # One hour apart, the same on the clock, and told apart by the name.
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "Sun 1 Nov, 01:30 CDT"),
        (datetime(2026, 11, 1, 7, 30, tzinfo=UTC), "Sun 1 Nov, 01:30 CST"),
        (datetime(2026, 3, 8, 7, 59, tzinfo=UTC), "Sun 8 Mar, 01:59 CST"),
        (datetime(2026, 3, 8, 8, 0, tzinfo=UTC), "Sun 8 Mar, 03:00 CDT"),
    ],
)
def test_a_time_is_told_in_the_agencys_zone_with_its_name(moment: datetime, words: str) -> None:
    assert moments.full(moment, zone=ZONE, now=NOW) == words


@pytest.mark.parametrize(
    ("begins", "hours", "words"),
    [
        (NOW, 9, "Sat 21 Nov, 14:05 to 23:05 CST"),
        (NOW, 10, "Sat 21 Nov, 14:05 CST to Sun 22 Nov, 00:05 CST"),
        # The night when an hour comes twice.
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), 1, "Sun 1 Nov, 01:30 CDT to Sun 1 Nov, 01:30 CST"),
    ],
)
def test_a_span_names_day_and_zone_once_unless_they_differ(begins: datetime, hours: int, words: str) -> None:
    ends = begins + timedelta(hours=hours)
    assert moments.from_to(begins, ends, zone=ZONE, now=NOW) == words


def test_an_agency_without_a_zone_reads_utc() -> None:
    assert moments.clock_zone(NOW, zone="") == "20:05 UTC"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (40, "Due 14:45 CST"),
        (-40, "Was due 13:25 CST"),
        (19 * 60, "Due Sun 22 Nov, 09:05 CST"),
        (-24 * 60, "Was due Fri 20 Nov, 14:05 CST"),
    ],
)
def test_a_deadline_names_its_day_unless_it_is_today(minutes: int, words: str) -> None:
    assert moments.due(NOW + timedelta(minutes=minutes), zone=ZONE, now=NOW) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (10, "now"),
        (-29, "now"),
        (31, "in 1 min"),
        (-6 * 60, "6 min ago"),
        (59 * 60, "in 59 min"),
        (60 * 60, "in 1 h"),
        (112 * 60, "in 1 h 52 min"),
        (-7 * 3600 - 600, "7 h ago"),
        (18 * 3600, "in 18 h"),
        (42 * 3600, "in 1 day 18 h"),
        (48 * 3600, "in 2 days"),
        (-12 * 86400 - 3600, "12 days ago"),
    ],
)
def test_a_relative_time_is_as_exact_as_it_is_near(seconds: int, words: str) -> None:
    assert moments.relative(NOW + timedelta(seconds=seconds), now=NOW) == words
