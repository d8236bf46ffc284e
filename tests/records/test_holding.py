"""Legal holds: on named records or on all that fit, until somebody lifts them; and what is due meanwhile."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Member, Role, Unit
from audit import vault
from audit.models import Event
from records import due, holding
from records.holding import Described, NoSuchRecord, lift, place
from records.models import HeldRecord, LegalHold, Record
from records.schedule import enter
from tests.records.conftest import AT, kept, make_member, make_unit
from tests.records.test_schedule import POSTS

ZONE = ZoneInfo("America/Chicago")
LATER = datetime(2030, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def officer(unit: Unit) -> Member:
    return make_member(unit=unit)


def held(officer: Member, **described: Any) -> LegalHold:
    return place(
        kind="litigation",
        name="Doe v. City, 2026 CV 104",
        reason="The law department asked for it.",
        described=Described(**described),
        actor=officer,
        at=AT,
    )


def test_a_hold_on_named_records_is_on_all_parts_of_their_threads_and_on_no_other_cpd_sm_iii_c_3_b(
    officer: Member, unit: Unit, record: Record
) -> None:
    part = kept(unit=unit, external_id="2", text="Part two")
    other = kept(unit=unit, external_id="3", text="Another", post_id=8)
    hold = held(officer, numbers=(record.number,))
    assert [holding.on(record=one) for one in (record, part, other)] == [[hold], [hold], []]
    assert list(holding.covered(hold=hold)) == [record, part]
    assert holding.count_in_words(hold=hold) == "2 records"
    later = kept(unit=unit, external_id="4", text="Part three", at=AT + timedelta(days=1))
    assert [holding.on(record=one) for one in (later, other)] == [[hold], []]
    assert list(holding.covered(hold=hold)) == [record, part, later]
    assert set(Record.objects.filter(holding.on_each(agency_id=officer.agency_id))) == {record, part, later}
    elsewhere = kept(unit=make_unit(slug="alsip", number="PAT"))
    assert elsewhere.post_id == record.post_id
    assert holding.on(record=elsewhere) == []
    assert not Record.objects.filter(holding.on_each(agency_id=elsewhere.agency_id), pk=elsewhere.pk).exists()
    lift(hold_id=hold.pk, reason="The case is closed.", actor=officer, at=AT)
    assert holding.on(record=later) == []
    assert not Record.objects.filter(holding.on_each(agency_id=officer.agency_id)).exists()


@pytest.mark.parametrize(
    ("described", "is_on"),
    [
        ({}, True),
        ({"record_class": "community-information"}, True),
        ({"record_class": "arrest-information"}, False),
        ({"begins_at": AT}, True),
        ({"begins_at": AT + timedelta(seconds=1)}, False),
        ({"ends_at": AT}, False),
        ({"ends_at": AT + timedelta(seconds=1)}, True),
        ({"unit_id": 0}, False),
    ],
)
def test_a_hold_that_describes_is_on_whatever_fits(
    officer: Member, record: Record, described: dict[str, Any], is_on: bool
) -> None:
    hold = held(officer, **described)
    assert holding.on(record=record) == ([hold] if is_on else [])
    assert Record.objects.filter(holding.on_each(agency_id=officer.agency_id)).exists() == is_on
    assert holding.covered(hold=hold).exists() == is_on
    assert holding.count_in_words(hold=hold) == ("1 record" if is_on else "no record")


@pytest.mark.parametrize(
    ("minutes", "is_on"),
    [(-61, False), (-60, True), (-1, True), (0, False), (5, True), (30, True), (45, False)],
)
def test_days_that_several_holds_describe_are_on_what_fits_one_of_them(
    officer: Member, unit: Unit, minutes: int, is_on: bool
) -> None:
    """Those that meet or overlap, one within another, one that ends before it begins, and one of another unit."""
    for first, last in ((-60, -20), (-50, -40), (-20, 0), (5, 20), (10, 45), (50, 46)):
        begins_at, ends_at = AT + timedelta(minutes=first), AT + timedelta(minutes=last)
        held(officer, unit_id=unit.pk, begins_at=begins_at, ends_at=ends_at)
    held(officer, unit_id=0)
    record = kept(unit=unit, published_at=AT + timedelta(minutes=minutes))
    assert Record.objects.filter(holding.on_each(agency_id=officer.agency_id)).exists() == is_on
    assert Record.objects.exclude(holding.on_each(agency_id=officer.agency_id)).exists() != is_on
    assert bool(holding.on(record=record)) == is_on


def test_a_hold_on_a_unit_is_on_what_it_publishes_later_too(officer: Member, unit: Unit) -> None:
    hold = held(officer, unit_id=unit.pk)
    other = kept(unit=make_unit(number="018", name="Near North"), external_id="18", post_id=18)
    assert holding.on(record=kept(unit=unit, at=AT + timedelta(days=9))) == [hold]
    assert holding.on(record=other) == []


def test_another_agency_is_not_held(officer: Member, unit: Unit) -> None:
    held(officer)
    elsewhere = kept(unit=make_unit(slug="alsip", number="PAT"))
    assert holding.on(record=elsewhere) == []
    assert not Record.objects.filter(holding.on_each(agency_id=elsewhere.agency_id), pk=elsewhere.pk).exists()
    with pytest.raises(NoSuchRecord, match=f"no record {elsewhere.number}"):
        held(officer, numbers=(elsewhere.number,))


def test_the_first_unknown_number_is_named_and_nothing_is_held(officer: Member, record: Record) -> None:
    with pytest.raises(NoSuchRecord, match=r"There is no record 2026-014-77777. Compare"):
        held(officer, numbers=(record.number, "2026-014-77777", "2026-014-00099"))
    assert not LegalHold.objects.exists()


def test_a_lifted_hold_is_on_nothing_and_stays_lifted(officer: Member, record: Record) -> None:
    hold = held(officer, numbers=(record.number,))
    other = held(officer)
    lifted = lift(hold_id=hold.pk, reason="The case is closed.", actor=officer, at=AT)
    again = lift(hold_id=hold.pk, reason="Once more.", actor=officer, at=AT + timedelta(days=1))
    assert holding.on(record=record) == [other]
    assert (again.lifted_at, again.lift_reason_digest) == (AT, lifted.lift_reason_digest)
    assert vault.text(digest=lifted.lift_reason_digest, agency_id=hold.agency_id) == "The case is closed."
    assert Event.objects.filter(verb="hold.lifted").count() == 1
    assert holding.in_force(agency_id=officer.agency_id) == [other]
    assert holding.lifted(agency_id=officer.agency_id).rows == [hold]


def test_what_is_due_is_found_by_the_index_that_has_nothing_disposed_of(unit: Unit) -> None:
    series = enter(entered=POSTS, actor=make_member(unit=unit), at=AT)
    found = due.over(series=series, zone=ZONE, at=LATER)
    assert found is not None
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
        )
        plan = due.oldest(found.of_each_class, most=51).explain()
    assert "records_not_disposed_of" in plan and "Sort" not in plan, plan


def test_the_trail_tells_of_a_hold_without_its_words(officer: Member, record: Record) -> None:
    hold = held(officer, numbers=(record.number,))
    keys = Event.objects.get(verb="hold.placed").keys
    assert keys.pop("reason_sealed")
    assert keys == {"hold_id": hold.pk, "kind": "litigation", "records": 1}


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ADMINISTRATOR, Role.COMMANDER])
def test_only_records_officers_place_and_lift_holds(
    unit: Unit, officer: Member, record: Record, role: str
) -> None:
    other = make_member(unit=unit, role=role, first_name="Vera")
    hold = held(officer)
    with pytest.raises(PermissionDenied):
        held(other)
    with pytest.raises(PermissionDenied):
        lift(hold_id=hold.pk, reason="No.", actor=other, at=AT)
    assert LegalHold.objects.get().lifted_at is None


def test_nobody_lifts_a_hold_of_another_agency(officer: Member) -> None:
    other = make_member(unit=make_unit(slug="alsip", number="PAT"))
    with pytest.raises(LegalHold.DoesNotExist):
        lift(hold_id=held(officer).pk, reason="No.", actor=other, at=AT)


def test_more_than_a_thousand_are_not_counted(
    officer: Member, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "COUNTED", 1)
    for number in "12":
        kept(unit=unit, external_id=number)
    assert holding.count_in_words(hold=held(officer)) == "more than 1 records"


def test_what_is_due_is_listed_by_series_the_oldest_first_with_what_is_on_hold_cpd_sm_iii_c_3_b(
    officer: Member, unit: Unit
) -> None:
    series = enter(
        entered=replace(POSTS, classes=("community-information", "arrest-information")),
        actor=officer, at=AT,
    )  # fmt: skip
    limit = datetime(2027, 6, 2, 5, tzinfo=UTC)  # the night after the first of June in Chicago
    moments = [limit - timedelta(days=3), limit - timedelta(days=2), limit - timedelta(seconds=1), limit]
    classes = ["community-information", "arrest-information"] * 2
    rows = [
        kept(unit=unit, external_id=str(n), post_id=n + 1, published_at=moment, record_class=classes[n])
        for n, moment in enumerate(moments)
    ]
    held(officer, numbers=(rows[1].number,))
    (under,) = due.listed(agency_id=unit.agency_id, zone=ZONE, at=LATER)
    assert (under.series, under.published_by, under.next_after) == (series, date(2027, 6, 1), None)
    assert [(one.pk, one.on_hold) for one in under.records] == [
        (rows[0].pk, False), (rows[1].pk, True), (rows[2].pk, False),
    ]  # fmt: skip


@pytest.mark.parametrize("more", [{"permanent": True, "months": 0}, {"trigger": "other"}, {"classes": ()}])
def test_nothing_is_due_under_a_series_that_never_ends(
    officer: Member, record: Record, more: dict[str, Any]
) -> None:
    enter(entered=replace(POSTS, **more), actor=officer, at=AT)
    assert due.listed(agency_id=officer.agency_id, zone=ZONE, at=LATER) == []


def test_pages_of_what_is_due_miss_nothing_and_ask_three_questions_each(officer: Member, unit: Unit) -> None:
    series = enter(
        entered=replace(POSTS, classes=("community-information", "arrest-information")),
        actor=officer, at=AT,
    )  # fmt: skip
    wanted = [
        kept(
            unit=unit,
            external_id=str(n),
            published_at=AT + timedelta(hours=n // 3),
            record_class=series.classes[n % 2],
        ).pk
        for n in range(7)
    ]
    seen, after = [], None
    for _ in range(4):
        with CaptureQueriesContext(connection) as asked:
            page = due.page_of(series=series, zone=ZONE, at=LATER, after=after, size=2)
        assert len(asked) == 3
        assert page is not None
        seen += [one.pk for one in page.records]
        after = page.next_after
    assert after is None
    assert seen == wanted


def test_a_named_record_is_held_once(officer: Member, record: Record) -> None:
    hold = held(officer, numbers=(record.number, record.number))
    assert HeldRecord.objects.filter(hold=hold).count() == 1
