"""What the database refuses, whoever asks: the queries go round every model method, some as the owner."""

from typing import Any

import psycopg2
import pytest
from django.db import Error, connection, transaction

from records.keeping import Addition, note
from records.models import Record, RecordCounter, RecordEntry
from tests.records.conftest import AT, kept, make_unit

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


def refused(act: Any) -> None:
    with (
        pytest.raises(Error, match=r"never changed|not live again|Cannot|no gaps|permission denied"),
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


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_record SET account_handle = 'x'",
        "DELETE FROM records_record",
        "TRUNCATE records_record CASCADE",
        "TRUNCATE records_recordentry",
        "TRUNCATE records_recordcounter",
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
