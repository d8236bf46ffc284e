"""Insights: what is counted, for whom, in which week, and what it costs."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Unit
from governance.cast import Cast
from posts.models import Approval, Status
from tests.posts.statuses import in_status
from watch import insights, plots

ZONE = ZoneInfo("America/Chicago")


def units_of(engaged: Cast) -> list[Unit]:
    return [engaged.units["001"], engaged.units["014"]]


def test_the_span_ends_with_the_present_week_and_begins_on_a_sunday(at: datetime) -> None:
    within = insights.span(at=datetime(2026, 11, 22, 5, 59, tzinfo=UTC), zone=ZONE)
    assert (len(within.weeks), within.weeks[-1]) == (12, date(2026, 11, 15))  # 23:59 on Saturday in Chicago
    assert insights.span(at=datetime(2026, 11, 22, 6, tzinfo=UTC), zone=ZONE).weeks[-1] == date(2026, 11, 22)


def test_the_first_midnight_is_the_agencys_on_either_side_of_a_clock_change() -> None:
    within = insights.span(at=datetime(2026, 11, 3, tzinfo=UTC), zone=ZONE, weeks=1)
    assert within.begins_at == datetime(2026, 11, 1, 5, tzinfo=UTC)  # still daylight time that midnight


def test_a_post_counts_in_its_unit_and_week_and_a_silent_unit_has_noughts(
    chicago: Cast, at: datetime
) -> None:
    in_status(Status.PUBLISHED, engaged=chicago, at=at)
    within = insights.span(at=at + timedelta(hours=1), zone=ZONE)
    silent, busy = insights.posts_by_unit(units=units_of(chicago), within=within)
    assert (silent.total, busy.total, busy.counts[-1]) == (0, 1, 1)


def test_what_did_not_go_out_does_not_count(chicago: Cast, at: datetime) -> None:
    in_status(Status.APPROVED, engaged=chicago, at=at)
    within = insights.span(at=at, zone=ZONE)
    assert sum(row.total for row in insights.posts_by_unit(units=units_of(chicago), within=within)) == 0


def test_hours_are_those_from_submitting_over_the_decision_to_being_out(chicago: Cast, at: datetime) -> None:
    post = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    assert post.revision is not None
    decided_at = Approval.objects.get(revision=post.revision).decided_at
    published_at = post.publications.get().published_at
    within = insights.span(at=at + timedelta(hours=1), zone=ZONE)
    week = insights.pace(units=units_of(chicago), within=within)[-1]
    hour = timedelta(hours=1)
    assert week.posts == 1
    assert week.deciding_hours == pytest.approx((decided_at - post.revision.submitted_at) / hour)
    assert published_at is not None
    assert week.waiting_hours == pytest.approx((published_at - decided_at) / hour)


def test_a_week_without_posts_has_noughts(chicago: Cast, at: datetime) -> None:
    within = insights.span(at=at, zone=ZONE)
    assert {week.posts for week in insights.pace(units=units_of(chicago), within=within)} == {0}
    assert insights.pace(units=[], within=within)[0].posts == 0


def test_what_is_sent_back_is_counted_by_its_ground(chicago: Cast, at: datetime) -> None:
    in_status(Status.RETURNED, engaged=chicago, at=at)
    in_status(Status.REJECTED, engaged=chicago, at=at)
    within = insights.span(at=at + timedelta(hours=1), zone=ZONE)
    rows = insights.sent_back(units=units_of(chicago), within=within)
    assert (sum(row.returned for row in rows), sum(row.rejected for row in rows)) == (1, 1)
    assert insights.sent_back(units=[chicago.units["001"]], within=within) == []


@pytest.mark.parametrize(
    ("rough", "step"), [(0, 1), (0.03, 0.05), (0.7, 1), (1, 1), (1.1, 2), (2.6, 5), (7, 10), (130, 200)]
)
def test_an_axis_has_numbers_people_count_in(rough: float, step: float) -> None:
    assert plots.nice(rough) == pytest.approx(step)


def test_stacked_columns_stand_on_each_other_and_inside_the_picture() -> None:
    drawn = plots.stacked(names=["a", "b"], parts=[("low", [1.0, 0.0]), ("high", [2.0, 4.0])], unit="hours")
    low, high, alone = drawn.bars
    assert low.y == pytest.approx(high.y + high.height, abs=0.2)
    assert alone.y + alone.height == pytest.approx(drawn.base, abs=0.2)
    assert all(bar.y >= 0 and bar.x + bar.width <= drawn.width for bar in drawn.bars)


def test_nothing_at_all_still_has_an_axis() -> None:
    drawn = plots.stacked(names=["a"], parts=[("low", [0.0])], unit="hours")
    assert drawn.bars == () and len(drawn.ticks) > 1
