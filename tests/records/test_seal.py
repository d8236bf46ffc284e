"""The seal: it holds while nothing changed, waits for its signature, and names whatever was changed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from audit import trail, vault
from audit.models import Event
from records import inclusion, seal
from records.keeping import Addition, note
from records.models import Record, SealCheck
from tests.records.conftest import AT, TEXT, chain_of, kept, make_unit, sign

LATER = AT + timedelta(hours=1)


@pytest.fixture
def record(committed_db: str) -> Record:
    """A record with its takedown, committed, every event of it under a signed checkpoint."""
    record = kept(unit=make_unit())
    with transaction.atomic():
        note(
            entry=Addition(kind="taken_down", actor="Lt. Daniel Foster", sentence="Taken down from X"),
            at=AT,
            agency_id=record.agency_id,
            record_id=record.pk,
        )
    sign(at=AT)
    record.refresh_from_db()
    return record


def as_owner(connection: Any, *statements: str) -> None:
    """What a careless owner of the tables could do: lift the triggers, change, put them back."""
    tables = (
        "audit_vaulttext",
        "audit_event",
        "audit_leaf",
        "audit_checkpoint",
        "records_record",
        "records_recordentry",
    )
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
            assert cursor.rowcount
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    connection.commit()


def test_what_nobody_changed_is_verified(record: Record) -> None:
    found = seal.check(record=record, at=LATER)
    assert found.failures == ()
    assert found.verified
    assert (found.first_leaf, found.last_leaf, found.checkpoint_size) == (0, 1, 2)
    assert len(found.signer) == 64


def test_the_check_is_remembered(record: Record) -> None:
    seal.check(record=record, at=LATER)
    check = SealCheck.objects.get(record=record)
    assert (check.at, check.verified, check.checkpoint_size, check.failures) == (LATER, True, 2, [])


def test_entries_without_a_signature_yet_wait_and_are_no_fault(record: Record) -> None:
    with transaction.atomic():
        note(
            entry=Addition(kind="capture", actor="", sentence="Weekly capture"),
            at=LATER,
            agency_id=record.agency_id,
            record_id=record.pk,
        )
    found = seal.check(record=record, at=LATER)
    assert (found.verified, found.waiting, found.failures) == (False, 1, ())
    sign(at=LATER)
    assert seal.check(record=record, at=LATER).verified


def test_an_entry_that_is_never_signed_is_a_fault_in_the_end(committed_db: str) -> None:
    record = kept(unit=make_unit())
    written_at = Event.objects.get().recorded_at
    assert seal.check(record=record, at=written_at + timedelta(minutes=9)).failures == ()
    found = seal.check(record=record, at=written_at + timedelta(minutes=11))
    assert any("without a signature" in failure for failure in found.failures)


def test_events_of_the_post_are_part_of_the_seal(committed_db: str) -> None:
    unit = make_unit()
    with transaction.atomic():
        trail.record(verb="post.saved", agency_id=unit.agency_id, actor_id=1, subject_id=7, at=AT, version=1)
    record = kept(unit=unit)
    sign(at=AT)
    assert seal.check(record=record, at=LATER).last_leaf == 1


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "UPDATE audit_vaulttext SET content = 'Coat drive is off' WHERE content = '{text}'",
            "text of the post",
        ),
        ("DELETE FROM audit_vaulttext WHERE content = '{text}'", "no longer has the text of the post"),
        ("UPDATE audit_vaulttext SET salt = sha256('x') WHERE content = '{text}'", "sealed as text"),
        ("UPDATE audit_event SET at = at - interval '1 day' WHERE verb = 'record.kept'", "in the trail"),
        ("DELETE FROM audit_event WHERE verb = 'record.kept'", "tells 0 times"),
        ("DELETE FROM audit_event WHERE verb = 'record.added'", "has no entry in the trail"),
        ("UPDATE audit_leaf SET hash = sha256('x') WHERE index = 0", "in the trail"),
        ("UPDATE records_record SET account_handle = 'another'", "own values"),
        ("UPDATE records_record SET published_at = published_at - interval '1 day'", "own values"),
        ("UPDATE records_record SET state = 'live'", "disagree about whether it was taken down"),
        ("UPDATE records_record SET text_digest = chain_digest", "sealed as text"),
        ("UPDATE records_recordentry SET actor_name = 'Somebody else'", "differs from its details"),
        ("DELETE FROM records_recordentry", "can no longer be found"),
    ],
)
def test_whatever_the_owner_changes_is_found(
    record: Record, owner_connection: Any, statement: str, sentence: str
) -> None:
    as_owner(owner_connection, statement.format(text=TEXT))
    record = Record.objects.get()
    found = seal.check(record=record, at=LATER)
    assert not found.verified
    assert any(sentence in failure for failure in found.failures), found.failures


def test_a_changed_text_that_a_decision_rests_on_is_found(committed_db: str, owner_connection: Any) -> None:
    unit = make_unit()
    reason = vault.keep(content="Because the date was wrong", agency_id=unit.agency_id)

    first, *rest = chain_of()
    record = kept(unit=unit, chain=(replace(first, digest=reason), *rest))
    sign(at=AT)
    as_owner(
        owner_connection,
        "UPDATE audit_vaulttext SET content = 'No reason' WHERE content = 'Because the date was wrong'",
    )
    failures = seal.check(record=record, at=LATER).failures
    assert any("a text that a decision rests on" in failure for failure in failures)


def test_every_event_is_proved_under_every_size_of_the_trail(db: None) -> None:
    unit = make_unit()
    written = []
    for version in range(1, 24):
        with transaction.atomic():
            written.append(
                trail.record(
                    verb="post.saved",
                    agency_id=unit.agency_id,
                    actor_id=1,
                    subject_id=7,
                    at=AT,
                    version=version,
                )
            )
        sign(at=AT)
        found = inclusion.proven(events=written)
        assert (found.failures, found.waiting, len(found.proof.places)) == ((), (), version)


def test_a_signature_of_another_key_is_found(record: Record, owner_connection: Any) -> None:
    as_owner(owner_connection, "UPDATE audit_checkpoint SET origin = 'another portal'")
    assert any("signature" in failure for failure in seal.check(record=record, at=LATER).failures)


def test_a_check_asks_a_fixed_number_of_questions(record: Record, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        seal.check(record=record, at=LATER)
