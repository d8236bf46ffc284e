"""What the database refuses, whoever asks: the queries go round every model method, some as the owner."""

from typing import Any

import psycopg2
import pytest
from django.db import Error, IntegrityError, connection, transaction

from accounts.models import Unit
from records.keeping import Addition, note
from records.models import HeldRecord, LegalHold, Record, RecordCounter, RecordEntry, Series
from tests.records.conftest import AT, kept, make_member, make_unit

FIELDS = [
    field.name
    for field in Record._meta.get_fields()
    if field.concrete and field.name not in {"id", "state", "agency"}
]


@pytest.fixture
def entry(record: Record) -> RecordEntry:
    with transaction.atomic():
        return note(
            entry=Addition(kind="capture", actor="", sentence="First capture of the page"),
            at=AT,
            agency_id=record.agency_id,
            record_id=record.pk,
        )


@pytest.fixture
def held(record: Record) -> HeldRecord:
    unit = Unit.objects.get(pk=record.unit_id)
    hold = LegalHold.objects.create(
        agency_id=record.agency_id, kind="audit", name="Audit", reason_digest="0" * 64, named=True,
        placed_by=make_member(unit=unit), placed_at=AT,
    )  # fmt: skip
    return HeldRecord.objects.create(hold=hold, record=record)


@pytest.fixture
def series(unit: Unit) -> Series:
    return Series.objects.create(**series_of(unit))


def series_of(unit: Unit, **more: Any) -> dict[str, Any]:
    """An item of an approved application, with which nothing is wrong."""
    plain = {
        "agency": unit.agency, "item": "1", "version": 1, "title": "Posts", "application": "00:000",
        "approved_on": AT.date(), "classes": ["community-information"], "trigger": "published",
        "permanent": False, "months": 12, "entered_at": AT,
    }  # fmt: skip
    return plain | {"entered_by": make_member(unit=unit)} | more


def refused(act: Any) -> None:
    with (
        pytest.raises(Error, match=r"never changed|not live again|Cannot|no gaps|permission denied|once"),
        transaction.atomic(),
    ):
        act()


@pytest.mark.parametrize("name", FIELDS)
def test_no_kept_value_can_be_changed(record: Record, name: str) -> None:
    # No key is ever zero; whatever else was put here, some order of the tests would give to the unit itself.
    new = AT.replace(year=2020) if name.endswith("_at") else 0 if name.endswith("_id") else "new"
    refused(lambda: Record.objects.filter(pk=record.pk).update(**{name: new}))


def test_what_was_taken_down_never_becomes_live_again(record: Record) -> None:
    Record.objects.filter(pk=record.pk).update(state="taken_down")
    refused(lambda: Record.objects.filter(pk=record.pk).update(state="live"))


def test_nothing_kept_can_be_deleted(record: Record, entry: RecordEntry) -> None:
    refused(lambda: RecordEntry.objects.filter(pk=entry.pk)._raw_delete("default"))
    refused(lambda: RecordCounter.objects.all()._raw_delete("default"))
    refused(lambda: _execute("DELETE FROM records_record"))


def test_an_entry_cannot_be_changed(entry: RecordEntry) -> None:
    refused(lambda: RecordEntry.objects.update(actor_name="Somebody else"))


@pytest.mark.parametrize("last", [0, 3])
def test_a_counter_only_goes_up_by_one(record: Record, last: int) -> None:
    refused(lambda: RecordCounter.objects.update(last=last))


def test_a_stray_keeping_of_the_same_network_post_is_refused(record: Record) -> None:
    record.pk, record.number = None, "2026-014-99999"
    with pytest.raises(Error, match="a_network_post_is_kept_once"), transaction.atomic():
        record.save(force_insert=True)


def test_a_version_of_a_series_is_written_once_cpd_sm_iii_c_3_b(series: Series) -> None:
    refused(lambda: Series.objects.update(months=1))
    refused(lambda: Series.objects.all()._raw_delete("default"))


@pytest.mark.parametrize(
    "wrong",
    [{"application": ""}, {"trigger": "never"}, {"months": 0}, {"permanent": True}],
    ids=["no application", "no trigger", "no period", "a period and for ever"],
)
def test_a_series_without_application_trigger_or_period_is_refused(unit: Unit, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Series.objects.create(**series_of(unit, **wrong))


def test_a_hold_is_only_ever_lifted_once_with_a_reason(held: HeldRecord) -> None:
    holds = LegalHold.objects.filter(pk=held.hold_id)
    refused(lambda: HeldRecord.objects.update(record_id=0))
    refused(lambda: HeldRecord.objects.all()._raw_delete("default"))
    refused(lambda: holds._raw_delete("default"))
    refused(lambda: holds.update(name="Another"))
    refused(lambda: holds.update(named=False))
    with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
        holds.update(lifted_at=AT, lifted_by=held.hold.placed_by_id)
    holds.update(lifted_at=AT, lifted_by=held.hold.placed_by_id, lift_reason_digest="1" * 64)
    refused(lambda: holds.update(lifted_at=None, lifted_by=None, lift_reason_digest=""))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_record SET account_handle = 'x'",
        "DELETE FROM records_record",
        "TRUNCATE records_record CASCADE",
        "TRUNCATE records_recordentry",
        "TRUNCATE records_recordcounter",
        "TRUNCATE records_heldrecord",
        "TRUNCATE records_legalhold CASCADE",
        "TRUNCATE records_series",
    ],
)
def test_even_the_owner_is_refused(owner_connection: Any, statement: str) -> None:
    kept(unit=make_unit())
    with owner_connection.cursor() as cursor, pytest.raises(psycopg2.Error):
        cursor.execute(statement)
    owner_connection.rollback()
    assert Record.objects.count() == 1


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
