"""Series of approved applications: versions, periods, and until when a record is kept (CPD-SM.III.C.3.b)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Member, Role, Unit
from audit import vault
from audit.models import Event
from records import periods, schedule
from records.models import Record, Series
from records.schedule import Entered, NotEntered, enter, keeping_of
from tests.records.conftest import AT, kept, make_member, make_unit

ZONE = ZoneInfo("America/Chicago")
POSTS = Entered(
    item="120.04",
    title="Posts on social media",
    application="14:063",
    approved_on=date(2024, 3, 12),
    classes=("community-information",),
    trigger="published",
    permanent=False,
    months=36,
)


@pytest.fixture
def officer(unit: Unit) -> Member:
    return make_member(unit=unit)


def entered(officer: Member, over: int = 0, **more: Any) -> Series:
    return enter(entered=replace(POSTS, **more), over=over, actor=officer, at=AT)


def test_a_new_version_counts_from_then_on_and_the_earlier_ones_stay_cpd_sm_iii_c_3_b(
    officer: Member,
) -> None:
    first = entered(officer)
    second = entered(officer, over=1, months=60)
    assert [(first.version, first.period), (second.version, second.period)] == [
        (1, "3 years"),
        (2, "5 years"),
    ]
    assert schedule.in_force(agency_id=officer.agency_id) == [second]
    (item,) = schedule.items(agency_id=officer.agency_id)
    assert (item.now, item.earlier) == (second, (first,))


def test_what_was_entered_is_told_to_the_trail_by_its_seal_alone(officer: Member) -> None:
    series = entered(officer)
    told = Event.objects.get(verb="series.entered").keys
    assert told.keys() == {"series_id", "version", "details_sealed"}
    assert (told["series_id"], told["version"]) == (series.pk, 1)
    text = (
        '{"application":"14:063","approved_on":"2024-03-12","classes":["community-information"],"item":"120.04",'
        '"months":36,"permanent":false,"title":"Posts on social media","trigger":"published","version":1}'
    )
    sealed = vault.sealed_digest(digest=vault.digest_of(text), agency_id=officer.agency_id)
    assert told["details_sealed"] == sealed


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ADMINISTRATOR, Role.COMMANDER, Role.USMR])
def test_only_records_officers_enter_series(unit: Unit, role: str) -> None:
    with pytest.raises(PermissionDenied):
        entered(make_member(unit=unit, role=role))
    assert not Series.objects.exists()


def test_nobody_enters_over_a_version_that_was_not_seen(officer: Member) -> None:
    entered(officer)
    with pytest.raises(NotEntered, match=r"version 1 already. Enter a new version there") as again:
        entered(officer)
    assert again.value.field == "item"
    entered(officer, over=1)
    with pytest.raises(NotEntered, match=r"version 2 already. Compare it"):
        entered(officer, over=1)


def test_a_class_is_covered_by_one_item_until_that_lets_go_of_it(officer: Member) -> None:
    entered(officer)
    with pytest.raises(NotEntered, match=r"Item 120.04 covers community information already") as twice:
        entered(officer, item="7")
    assert twice.value.field == "classes"
    entered(officer, over=1, classes=())
    assert entered(officer, item="7").version == 1


def test_another_agency_has_its_own_series(officer: Member, record: Record) -> None:
    other = make_member(unit=make_unit(slug="alsip", number="PAT"))
    entered(other)
    assert schedule.in_force(agency_id=officer.agency_id) == []
    assert keeping_of(record=record, zone=ZONE).series is None
    assert entered(officer).version == 1


@pytest.mark.parametrize(
    ("more", "not_before", "words"),
    [
        ({}, date(2029, 11, 5), "At least until 5 November 2029. It is not disposed of before."),
        (
            {"trigger": "year_end"},
            date(2030, 1, 1),
            "At least until 1 January 2030. It is not disposed of before.",
        ),
        ({"permanent": True, "months": 0}, None, "It is kept for ever."),
        ({"trigger": "other"}, None, "No day is known: the period begins with an event of which"),
        ({"classes": ("arrest-information",)}, None, "No end is set: no approved series covers this class"),
    ],
)
def test_a_record_is_kept_as_its_series_says_cpd_sm_iii_c_3_b(
    officer: Member, record: Record, more: dict[str, Any], not_before: date | None, words: str
) -> None:
    entered(officer, **more)
    with CaptureQueriesContext(connection) as asked:
        keeping = keeping_of(record=record, zone=ZONE)
    assert len(asked) == 1
    assert keeping.not_before == not_before
    assert keeping.words.startswith(words)


def test_the_day_of_publication_is_that_of_the_agencys_zone(officer: Member, unit: Unit) -> None:
    series = entered(officer, trigger="year_end")
    late = kept(unit=unit, published_at=datetime(2027, 1, 1, 3, tzinfo=UTC))
    assert keeping_of(record=late, zone=ZONE).not_before == date(2030, 1, 1)
    assert keeping_of(record=late, zone=ZONE).series == series


@pytest.mark.parametrize(
    ("months", "words"),
    [(1, "1 month"), (12, "1 year"), (42, "3 years and 6 months"), (25, "2 years and 1 month")],
)
def test_a_period_is_said_in_years_and_months(months: int, words: str) -> None:
    assert Series(permanent=False, months=months).period == words


def test_permanent_is_said_so() -> None:
    assert Series(permanent=True, months=0).period == "Permanently"


@pytest.mark.parametrize(
    ("began", "months", "over"),
    [
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2026, 12, 31), 2, date(2027, 3, 1)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_a_period_is_over_on_the_same_day_of_its_month_or_on_the_first_after(
    began: date, months: int, over: date
) -> None:
    assert periods.after(began, months=months) == over


@given(today=st.dates(date(2100, 1, 1), date(2199, 12, 31)), months=st.integers(1, 1211))
@pytest.mark.parametrize("trigger", ["published", "year_end"])
def test_what_is_listed_as_due_is_exactly_what_its_page_says_may_go(
    trigger: str, today: date, months: int
) -> None:
    series = Series(trigger=trigger, permanent=False, months=months)
    last = schedule.published_by(series=series, today=today)
    assert last is not None
    assert schedule.not_before(series=series, published_on=last) <= today
    following = date.fromordinal(last.toordinal() + 1)
    assert schedule.not_before(series=series, published_on=following) > today
