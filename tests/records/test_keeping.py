"""Keeping: once, numbered without gaps, with its event, and only inside the change it tells of."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections, transaction

from accounts.models import Unit
from audit import trail, vault
from audit.models import Event
from records import sheet
from records.keeping import Addition, NothingKept, WrongFingerprint, keep, note, record_of
from records.models import Record, RecordCounter, RecordEntry
from tests.records.conftest import AT, kept, make_unit, material_for

TAKEN = Addition(
    kind="taken_down", actor="Cmdr. Ada Stone", sentence="Cmdr. Ada Stone took it down", actor_id=3
)


def test_a_record_carries_what_it_was_given(unit: Unit) -> None:
    material = material_for(unit=unit)
    record = kept(unit=unit)
    assert record.number == "2026-014-00001"
    assert record.unit_name == "014th District, Shakespeare"
    assert vault.text(digest=record.fingerprint, agency_id=unit.agency_id) == material.received
    assert (
        sheet.chain_from(text=vault.text(digest=record.chain_digest, agency_id=unit.agency_id))
        == material.chain
    )
    assert vault.text(digest=record.sheet_digest, agency_id=unit.agency_id) == sheet.sheet_text(record=record)


def test_keeping_writes_one_event_with_sealed_digests_only(record: Record) -> None:
    event = Event.objects.get(verb="record.kept", subject_id=record.pk)
    assert event.keys["post_id"] == 7
    assert event.keys["text_sealed"] == vault.sealed_digest(
        digest=record.text_digest, agency_id=record.agency_id
    )
    assert not {getattr(record, name) for name in Record.DIGESTS} & set(map(str, event.keys.values()))


def test_a_second_keeping_returns_the_first_record(record: Record, unit: Unit) -> None:
    again = kept(unit=unit, at=AT + timedelta(minutes=5))
    assert again.pk == record.pk
    assert Event.objects.filter(verb="record.kept").count() == 1
    assert RecordCounter.objects.get().last == 1


def test_the_year_of_a_number_is_the_year_where_the_agency_is(unit: Unit) -> None:
    still_2026_in_chicago = datetime(2027, 1, 1, 5, 59, tzinfo=UTC)
    assert kept(unit=unit, published_at=still_2026_in_chicago).number == "2026-014-00001"
    assert kept(
        unit=unit, external_id="2", published_at=still_2026_in_chicago + timedelta(minutes=1)
    ).number == ("2027-014-00001")


def test_each_unit_and_agency_counts_for_itself(unit: Unit) -> None:
    numbers = [
        kept(unit=each, external_id=name).number
        for each, name in [
            (unit, "1"),
            (unit, "2"),
            (make_unit(number="011", name="Harrison"), "3"),
            (make_unit(slug="elgin"), "1"),
        ]
    ]
    assert numbers == ["2026-014-00001", "2026-014-00002", "2026-011-00001", "2026-014-00001"]


def test_what_was_received_must_be_what_was_approved(unit: Unit) -> None:
    with transaction.atomic(), pytest.raises(WrongFingerprint):
        keep(material=replace(material_for(unit=unit), received='{"text":"another"}'), at=AT)
    assert not Record.objects.exists()


def test_a_digest_without_its_text_is_refused(unit: Unit) -> None:
    with pytest.raises(vault.NotInVault), transaction.atomic():
        keep(material=replace(material_for(unit=unit), text_digest="0" * 64), at=AT)
    assert not Record.objects.exists()
    assert not RecordCounter.objects.exists()


def test_taking_down_changes_the_state_once_and_keeps_the_record(record: Record) -> None:
    for _ in range(2):
        with transaction.atomic():
            note(entry=TAKEN, at=AT + timedelta(days=1), agency_id=record.agency_id, post_id=record.post_id)
    record.refresh_from_db()
    assert record.taken_down
    entry = RecordEntry.objects.get()
    assert entry.actor_name == "Cmdr. Ada Stone"
    assert "took it down" in vault.text(digest=entry.digest, agency_id=record.agency_id)
    event = Event.objects.get(verb="record.added")
    assert (event.actor_id, event.keys["kind"], event.keys["entry_id"]) == (3, "taken_down", entry.pk)


def test_nothing_is_added_across_agencies(record: Record) -> None:
    stranger = make_unit(slug="elgin")
    with pytest.raises(NothingKept), transaction.atomic():
        note(entry=TAKEN, at=AT, agency_id=stranger.agency_id, record_id=record.pk)
    assert record_of(agency_id=stranger.agency_id, post_id=record.post_id) is None
    assert record_of(agency_id=record.agency_id, post_id=record.post_id) == record


def test_keeping_outside_a_transaction_is_refused(committed_db: str) -> None:
    unit = make_unit()
    material = material_for(unit=unit)
    with pytest.raises(trail.OutsideTransaction):
        keep(material=material, at=AT)
    with pytest.raises(trail.OutsideTransaction):
        note(entry=TAKEN, at=AT, agency_id=unit.agency_id, record_id=1)


def test_four_writers_leave_no_gap_and_keep_nothing_twice(committed_db: str) -> None:
    unit = make_unit()
    start = threading.Barrier(4)

    def write(writer: int) -> None:
        start.wait()
        for turn in range(5):
            kept(unit=unit, external_id=f"{writer}-{turn}")
            kept(unit=unit, external_id=f"same-{turn}")
        connections.close_all()

    writers = [threading.Thread(target=write, args=[number]) for number in range(4)]
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    assert sorted(Record.objects.values_list("number", flat=True)) == [
        f"2026-014-{number:05d}" for number in range(1, 26)
    ]
    assert Event.objects.filter(verb="record.kept").count() == 25


def test_a_keeping_that_is_rolled_back_gives_its_number_back(unit: Unit) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        kept(unit=unit, external_id="1")
        raise RuntimeError
    assert kept(unit=unit, external_id="2").number == "2026-014-00001"
