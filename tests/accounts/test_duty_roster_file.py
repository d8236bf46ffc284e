"""The duty roster file: tours checked first, written once, as good as those that members begin themselves."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import duty
from accounts.imports import carrying, tours
from accounts.imports.kinds import Found, Mark, Row
from accounts.imports.known import KINDS
from accounts.imports.moments import NotAMoment, moment_of
from accounts.models import TableImport, Tour
from audit.models import Event
from governance.cast import Cast
from posts.workflow import Refused
from tests import people
from tests.accounts.test_trained_file import checked, confirmed

CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture
def resting(chicago: Cast, at: datetime) -> Cast:
    """Nobody of these has a tour; it is Saturday 21 November, 14:05 in Chicago."""
    Tour.objects.filter(member__in=[chicago.reyes, chicago.ortega, chicago.tran]).delete()
    return chicago


def rows(*lines: str) -> list[Row]:
    """Rows of log-on ID, start and end."""
    names = ("log_on_id", "start", "end", "employee_number")
    return [
        Row(number=number, said=dict(zip(names, [*line.split(","), ""][:4], strict=True)))
        for number, line in enumerate(lines, start=2)
    ]


def found(engaged: Cast, at: datetime, *lines: str) -> list[Found]:
    return tours.compare(engaged.agency, rows(*lines), at)


def load(engaged: Cast, at: datetime, *lines: str, left_too: bool = False) -> int:
    made = carrying.begin(kind=tours.TOURS, rows=rows(*lines), name="roster.csv", actor=engaged.admin, at=at)
    return carrying.confirm(
        kind=tours.TOURS, import_id=made.pk, left_too=left_too, actor=engaged.admin, at=at
    )


def hours(engaged: Cast, who: str) -> list[str]:
    """The tours of somebody on the wall of the department."""
    mine = Tour.objects.filter(member=engaged.people[who]).order_by("started_at")
    return [
        f"{one.started_at.astimezone(CHICAGO):%d %H:%M} to {one.ends_at.astimezone(CHICAGO):%d %H:%M}"
        for one in mine
    ]


def test_a_duty_roster_is_checked_then_written_and_its_tour_opens_the_composer_cpd_tw_iii_e(
    resting: Cast, at: datetime
) -> None:
    number = resting.ortega.employee_number
    lines = (
        "Employee no.,Log-on ID,Start,End",
        ",REYES,2026-11-21 15:00,2026-11-21 23:00",
        f"{number},,11/22/2026 7:00 AM,11/22/2026 3:00 PM",
        ",tran,2026-11-20 07:00,2026-11-20 15:00",
        "none,,2026-11-22 07:00,2026-11-22",
    )
    admin = Client()
    with time_machine.travel(at, tick=False):
        admin.force_login(resting.admin)
        shown = checked(admin, "tours", *lines)
        for sentence in (
            "On duty Sat 21 Nov 2026, 15:00 to 23:00 CST",
            "On duty Sun 22 Nov 2026, 07:00 to 15:00 CST",
            "End: this tour is over, and nobody is put on duty for the past",
            "Employee no.: no member here has none",
            "End: a time is written as 2026-11-21 07:00",
        ):
            assert sentence in shown
        assert hours(resting, "reyes") == []
        assert "2 rows changed something." in confirmed(admin)
        again = [line.removeprefix(",") for line in ("Log-on ID,Start,End", lines[1])]
        assert "No row would change anything." in checked(admin, "tours", *again)
    tour = Tour.objects.get(member=resting.reyes)
    assert (tour.source, tour.given_by) == ("file", resting.admin)
    told = Event.objects.get(verb="tour.given", subject_id=tour.pk)
    assert (told.actor_id, told.keys["member_id"]) == (resting.admin.pk, resting.reyes.pk)

    with pytest.raises(Refused, match="You are off duty"):
        people.drafted(engaged=resting, at=at)
    people.drafted(engaged=resting, at=at + timedelta(hours=1))
    assert duty.start(member=resting.reyes, at=at + timedelta(hours=2)) == tour
    duty.extend(member=resting.reyes, reason="Event runs on", at=at + timedelta(hours=8))
    people.drafted(engaged=resting, at=at + timedelta(hours=10))
    duty.end(member=resting.reyes, at=at + timedelta(hours=10))
    with pytest.raises(Refused, match="You are off duty"):
        people.drafted(engaged=resting, at=at + timedelta(hours=10))


SEVEN = "reyes,2026-11-22 07:00,2026-11-22 15:00"


@pytest.mark.parametrize(
    ("line", "mark", "words"),
    [
        (SEVEN, Mark.SAME, ""),
        ("reyes,2026-11-22 07:00,2026-11-22 17:00", Mark.CHANGED, "07:00 to 15:00 CST becomes"),
        ("reyes,2026-11-22 08:00,2026-11-22 16:00", Mark.CHANGED, "07:00 to 15:00 CST becomes"),
        ("reyes,2026-11-22 15:00,2026-11-22 23:00", Mark.NEW, "On duty Sun 22 Nov"),
        ("reyes,2026-11-22 23:00,2026-11-23 07:00", Mark.NEW, "23:00 CST to Mon 23 Nov, 07:00 CST"),
        ("reyes,2026-11-21 14:00,2026-11-21 20:00", Mark.NEW, "from now on"),
        ("ortega,2026-11-21 15:00,2026-11-21 20:00", Mark.SAME, "On duty by the tour Sat 21 Nov 2026, 14:05"),
        ("ortega,2026-11-21 20:00,2026-11-22 04:00", Mark.FAULT, "Start: overlaps the tour Sat 21 Nov 2026"),
        ("reyes,2026-11-22 15:00,2026-11-22 07:00", Mark.FAULT, "End: it is not after the start"),
        ("reyes,2026-11-22 07:00,2026-11-23 08:00", Mark.FAULT, "End: a tour lasts 24 hours at most"),
        ("reyes,2028-11-22 07:00,2028-11-22 15:00", Mark.FAULT, "Start: it is more than a year away"),
        ("reyes,,2026-11-22 15:00", Mark.FAULT, "Start is missing"),
        (",2026-11-22 07:00,2026-11-22 15:00", Mark.FAULT, "Log-on ID and Employee no. are both missing"),
    ],
)
def test_what_a_row_does_beside_the_tours_that_are_there(
    resting: Cast, at: datetime, line: str, mark: Mark, words: str
) -> None:
    load(resting, at, SEVEN)
    duty.start(member=resting.ortega, at=at)
    said = found(resting, at, line)[0]
    assert said.mark == mark
    assert words in "; ".join(said.words)


def test_loading_again_changes_nothing_and_what_the_member_ended_stays_ended(
    resting: Cast, at: datetime, django_assert_num_queries: Any
) -> None:
    evening = "reyes,2026-11-21 14:00,2026-11-21 22:00"
    assert load(resting, at, evening, SEVEN) == 2
    assert hours(resting, "reyes") == ["21 14:05 to 21 22:00", "22 07:00 to 22 15:00"]
    with django_assert_num_queries(4):
        again = found(resting, at, evening, SEVEN)
    assert {one.mark for one in again} == {Mark.SAME}
    later = at + timedelta(hours=2)
    duty.end(member=resting.reyes, at=later)
    assert {one.mark for one in found(resting, later + timedelta(minutes=1), evening, SEVEN)} == {Mark.SAME}
    assert load(resting, later, evening, SEVEN) == 0


def test_rows_of_one_table_never_put_somebody_on_duty_twice(resting: Cast, at: datetime) -> None:
    load(resting, at, SEVEN)
    split = ("reyes,2026-11-22 07:00,2026-11-22 10:00", "reyes,2026-11-22 12:00,2026-11-22 16:00")
    assert load(resting, at, *split, "reyes,2026-11-22 15:00,2026-11-22 18:00") == 2
    assert hours(resting, "reyes") == ["22 07:00 to 22 10:00", "22 12:00 to 22 16:00"]
    twice = found(resting, at, *split, "reyes,2026-11-22 15:00,2026-11-22 18:00")[2]
    assert twice.words == ("Start: row 3 has this member on duty then",)


def test_a_planned_tour_that_a_later_roster_leaves_out_is_taken_back_only_where_that_is_said(
    resting: Cast, at: datetime
) -> None:
    other = "tran,2026-11-22 07:00,2026-11-22 15:00"
    ours = "ortega,2026-11-22 07:00,2026-11-22 15:00"
    load(resting, at, SEVEN, ours, other)
    left = found(resting, at, SEVEN)[1:]
    assert [(one.mark, one.name) for one in left] == [(Mark.LEFT, str(resting.ortega))]
    assert load(resting, at, SEVEN) == 0
    assert load(resting, at, SEVEN, left_too=True) == 1
    assert hours(resting, "ortega") == ["22 07:00 to 22 07:00"]
    assert "Was taken back, is planned again" in found(resting, at, ours)[0].words[0]
    assert load(resting, at, ours) == 1
    assert hours(resting, "ortega") == ["22 07:00 to 22 15:00"]
    assert Event.objects.filter(verb="tour.changed").count() == 2


def test_a_tour_begun_since_the_check_asks_for_another_check(resting: Cast, at: datetime) -> None:
    made = carrying.begin(
        kind=tours.TOURS,
        rows=rows("reyes,2026-11-21 16:00,2026-11-22 02:00"),
        name="",
        actor=resting.admin,
        at=at,
    )
    duty.start(member=resting.reyes, at=at)
    with pytest.raises(carrying.NotReady, match="The portal changed since"):
        carrying.confirm(kind=tours.TOURS, import_id=made.pk, left_too=False, actor=resting.admin, at=at)
    assert TableImport.objects.get(pk=made.pk).written_at is None


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-11-21 07:00", datetime(2026, 11, 21, 13, 0, tzinfo=UTC)),
        ("11/21/2026 7:00 PM", datetime(2026, 11, 22, 1, 0, tzinfo=UTC)),
        ("2026-11-21 07:00:00", datetime(2026, 11, 21, 13, 0, tzinfo=UTC)),
        ("2026-11-01 01:30 CDT", datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        ("2026-11-01 01:30 cst", datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
        (
            "2026-11-01 01:30",
            "01:30 on 1 Nov 2026 comes twice, as clocks change. Write 01:30 CDT or 01:30 CST",
        ),
        ("2026-03-08 02:30", "clocks skip 02:30 on 8 Mar 2026. Write a time before or after it"),
        ("2026-11-21 07:00 CDT", "07:00 on 21 Nov 2026 is no CDT here but CST"),
        ("Saturday at seven", "a time is written as 2026-11-21 07:00"),
    ],
)
def test_an_hour_that_comes_twice_is_asked_and_one_that_does_not_exist_refused(
    said: str, moment: datetime | str
) -> None:
    if isinstance(moment, datetime):
        assert moment_of(said, zone=CHICAGO) == moment
    else:
        with pytest.raises(NotAMoment) as fault:
            moment_of(said, zone=CHICAGO)
        assert moment in str(fault.value)


def test_every_kind_of_table_is_an_administrators_alone(chicago: Cast, at: datetime) -> None:
    answers = {}
    for who in ("admin", "okafor", "whitfield", "reyes", "natarajan"):
        client = Client()
        with time_machine.travel(at, tick=False):
            client.force_login(chicago.people[who])
            answers[who] = {client.get(reverse("imports", args=[kind])).status_code for kind in KINDS}
    assert answers.pop("admin") == {200}
    assert set.union(*answers.values()) == {403}
