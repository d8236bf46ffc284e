"""The calendar: what goes out when, and moving a post inside the window that was approved."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import authority as authorities
from accounts import duty
from audit.models import Event
from governance.cast import Cast
from posts import planning, publishing, scheduling, slots, stopping, submission
from posts.drafting import Written
from posts.models import Post, Publication, Scope, Status
from posts.scheduling import OutsideWindow, Window
from posts.stops import Target
from posts.workflow import Refused, WrongStatus
from tests import people
from tests.posts.statuses import in_status

ZONE = ZoneInfo("America/Chicago")


def planned(engaged: Cast, at: datetime, *, hours: int = 3) -> Post:
    """An approved post whose window opens some hours from now and is an hour long."""
    opens_at = at + timedelta(hours=hours)
    window = {"send_at": opens_at, "send_until": opens_at + timedelta(hours=1)}
    written = Written(**{**people.TIP.__dict__, **window})
    post = people.submitted(engaged=engaged, written=written, at=at)
    return people.approve(post=post, by=engaged.whitfield, at=at)


def week_of(engaged: Cast, key: str, at: datetime) -> planning.Week:
    held = authorities.load(member=engaged.people[key], at=at)
    return planning.week(
        authority=held,
        unit_ids=None if held.department_wide else {unit for _, unit in held.roles},
        account_id=None,
        begins_on=at.astimezone(ZONE).date(),
        zone=ZONE,
        at=at,
    )


def entries(week: planning.Week) -> list[planning.Entry]:
    return [entry for day in week.days for entry in day.entries]


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (Status.IN_REVIEW, "Decision due"),
        (Status.APPROVED, "Goes out"),
        (Status.PUBLISHED, "Went out"),
    ],
)
def test_each_post_stands_on_its_day_with_what_the_time_means(
    status: Status, says: str, chicago: Cast, at: datetime
) -> None:
    post = in_status(status, engaged=chicago, at=at)
    [entry] = entries(week_of(chicago, "natarajan", at))
    assert (entry.post.pk, entry.says) == (post.pk, says)


@pytest.mark.parametrize(
    "status", [Status.WITHDRAWN, Status.REJECTED, Status.MISSED, Status.REFUSED], ids=str
)
def test_what_does_not_go_out_is_not_on_the_calendar(status: Status, chicago: Cast, at: datetime) -> None:
    in_status(status, engaged=chicago, at=at)
    assert entries(week_of(chicago, "natarajan", at)) == []


def test_a_draft_with_a_time_is_planned_and_one_without_is_not_shown(chicago: Cast, at: datetime) -> None:
    people.drafted(engaged=chicago, at=at)
    send_at = at + timedelta(hours=2)
    people.drafted(engaged=chicago, written=Written(text="Later", send_at=send_at), at=at)
    [entry] = entries(week_of(chicago, "reyes", at))
    assert (entry.says, entry.moment, entry.line) == ("Planned", send_at, "Later")


def test_another_unit_and_another_agency_do_not_see_it(chicago: Cast, alsip: Cast, at: datetime) -> None:
    planned(chicago, at)
    assert entries(week_of(chicago, "tran", at)) == []
    assert entries(week_of(alsip, "petrov", at)) == []


def test_a_week_costs_four_queries_however_many_posts_it_holds(chicago: Cast, at: datetime) -> None:
    for hours in (2, 3, 4):
        planned(chicago, at, hours=hours)
    in_status(Status.PUBLISHED, engaged=chicago, at=at)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        held = authorities.load(member=chicago.natarajan, at=at)
        before = len(counted)
        planning.week(
            authority=held, unit_ids=None, account_id=None,
            begins_on=at.astimezone(ZONE).date(), zone=ZONE, at=at,
        )  # fmt: skip
    assert len(counted) - before == 4


def test_an_approved_post_moves_inside_its_window_and_keeps_its_approval(chicago: Cast, at: datetime) -> None:
    post = planned(chicago, at)
    to = at + timedelta(hours=3, minutes=30)
    moved = scheduling.move(post_id=post.pk, to=to, actor=chicago.reyes, at=at)
    assert (moved.status, moved.due_at, moved.revision_id) == (Status.APPROVED, to, post.revision_id)
    publication = Publication.objects.get(post=post)
    assert publication.due_at == to
    assert publishing.claim(publication_id=publication.pk, now_by=lambda: to - timedelta(minutes=1)) is None
    assert publishing.claim(publication_id=publication.pk, now_by=lambda: to) is not None
    assert Event.objects.filter(verb="post.moved", subject_id=post.pk, actor_id=chicago.reyes.pk).count() == 1


@pytest.mark.parametrize("hours", [0, 2, 5], ids=["now", "before", "after"])
def test_a_time_outside_the_window_is_refused_and_nothing_moves(
    hours: int, chicago: Cast, at: datetime
) -> None:
    post = planned(chicago, at)
    with pytest.raises(OutsideWindow):
        scheduling.move(post_id=post.pk, to=at + timedelta(hours=hours), actor=chicago.reyes, at=at)
    assert Publication.objects.get(post=post).due_at == at + timedelta(hours=3)


def test_a_post_that_goes_out_as_soon_as_approved_has_no_window(chicago: Cast, at: datetime) -> None:
    post = people.approved(engaged=chicago, at=at)
    with pytest.raises(OutsideWindow, match="as soon as"):
        scheduling.move(post_id=post.pk, to=at + timedelta(hours=1), actor=chicago.reyes, at=at)


def test_off_duty_nobody_moves_a_post(chicago: Cast, at: datetime) -> None:
    post = planned(chicago, at)
    duty.end(member=chicago.reyes, at=at)
    with pytest.raises(Refused, match="off duty"):
        scheduling.move(post_id=post.pk, to=at + timedelta(hours=3, minutes=5), actor=chicago.reyes, at=at)


def test_what_a_worker_has_claimed_is_not_moved(chicago: Cast, at: datetime) -> None:
    post = planned(chicago, at)
    due = at + timedelta(hours=3)
    assert publishing.claim(publication_id=Publication.objects.get(post=post).pk, now_by=lambda: due)
    with pytest.raises(WrongStatus):
        scheduling.move(post_id=post.pk, to=due + timedelta(minutes=5), actor=chicago.reyes, at=due)


def test_the_choices_are_few_inside_the_window_and_still_to_come(at: datetime) -> None:
    window = Window(opens_at=at, closes_at=at + timedelta(hours=9))
    now = at + timedelta(hours=1)
    choices = window.choices(planned_at=at + timedelta(hours=2, minutes=7), now=now, zone=ZONE)
    assert len(choices) <= scheduling.MOST_CHOICES + 3
    assert all(now < moment <= window.closes_at for moment in choices)
    assert at + timedelta(hours=2, minutes=7) in choices
    assert choices == tuple(sorted(set(choices)))


@pytest.mark.parametrize(
    ("month", "on", "hour", "offered"),
    [(3, 14, "02", []), (11, 7, "01", ["01:00 CDT", "01:00 CST", "01:30 CDT", "01:30 CST"])],
    ids=["skipped", "twice"],
)
def test_a_skipped_hour_is_not_offered_and_one_that_comes_twice_is_offered_as_two(
    month: int, on: int, hour: str, offered: list[str]
) -> None:
    first = datetime(2027, month, on, tzinfo=ZONE)
    window = Window(opens_at=first.astimezone(UTC), closes_at=(first + timedelta(hours=20)).astimezone(UTC))
    moments = window.choices(planned_at=window.opens_at, now=window.opens_at - timedelta(days=1), zone=ZONE)
    words = [slots.in_words(moment, zone=ZONE) for moment in moments]
    assert sorted(one[-9:] for one in words if f", {hour}:" in one) == offered
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    "opens_at",
    [datetime(2026, 3, 1, 12, tzinfo=ZONE), datetime(2026, 10, 25, 12, tzinfo=ZONE)],
    ids=["spring", "autumn"],
)
def test_noon_stays_noon_when_the_clocks_change(opens_at: datetime) -> None:
    opens_at = opens_at.astimezone(UTC)
    window = Window(opens_at=opens_at, closes_at=opens_at + timedelta(days=40))
    choices = window.choices(planned_at=opens_at, now=opens_at - timedelta(days=1), zone=ZONE)
    assert len(choices) > 30
    assert {moment.astimezone(ZONE).hour for moment in choices[:-1]} == {12}
    assert all(moment.tzinfo == UTC for moment in choices)


@pytest.mark.parametrize("stopped_by", ["post", "unit"])
def test_a_stopped_post_stands_where_it_was_moved_to(stopped_by: str, chicago: Cast, at: datetime) -> None:
    post, to = planned(chicago, at), at + timedelta(hours=3, minutes=30)
    scheduling.move(post_id=post.pk, to=to, actor=chicago.reyes, at=at)
    if stopped_by == "post":
        stopping.stop(post_id=post.pk, actor=chicago.whitfield, reason="Wait.", at=at)
    else:
        target = Target(scope=Scope.UNIT, unit=chicago.units["014"])
        stopping.place(target=target, reason="Wait.", actor=chicago.natarajan, at=at)
    [entry] = entries(week_of(chicago, "natarajan", at))
    assert (entry.post.status, entry.says, entry.moment) == (Status.STOPPED, "Planned", to)


def test_a_post_stopped_in_review_stands_where_it_is_planned(chicago: Cast, at: datetime) -> None:
    send_at = at + timedelta(hours=3)
    written = Written(**{**people.TIP.__dict__, "send_at": send_at})
    post = people.submitted(engaged=chicago, written=written, at=at)
    stopping.stop(post_id=post.pk, actor=chicago.whitfield, reason="Wait.", at=at)
    [entry] = entries(week_of(chicago, "natarajan", at))
    assert (entry.says, entry.moment) == ("Planned", send_at)


def test_a_submitted_post_can_be_planned_for_the_week_after(chicago: Cast, at: datetime) -> None:
    written = Written(**{**people.TIP.__dict__, "send_at": at + timedelta(days=7)})
    post = people.drafted(engaged=chicago, written=written, at=at)
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=at)
    assert entries(week_of(chicago, "reyes", at)) == []


def test_what_went_out_stands_apart_from_what_is_ahead(chicago: Cast, at: datetime) -> None:
    ahead = planned(chicago, at)
    out = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    [day] = [day for day in week_of(chicago, "natarajan", at).days if day.entries]
    assert [entry.post.pk for entry in day.out] == [out.pk]
    assert [entry.post.pk for entry in day.ahead] == [ahead.pk]
