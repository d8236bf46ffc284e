"""What the database refuses of disposal, whoever asks: its function asks everything itself, and is the only way."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction

from accounts.models import Unit
from audit import vault
from audit.models import VaultText
from records.models import Certificate, Record, RecordCounter
from records.schedule import enter
from tests.records.conftest import AT
from tests.records.disposal import DRAWN, Office, texts_of
from tests.records.test_holding import held
from tests.records.test_schedule import POSTS


@pytest.fixture
def office(unit: Unit) -> Office:
    return Office(unit)


def _not_approved(office: Office, record: Record) -> Certificate:
    return office.sent()


def _approved_but_nobody_began(office: Office, record: Record) -> Certificate:
    return office.approved()


def _not_named(office: Office, record: Record) -> Certificate:
    found = office.begun()
    record.pk = office.kept(external_id="9", post_id=9, published_at=AT).pk
    return found


def _on_a_named_hold(office: Office, record: Record) -> Certificate:
    found = office.begun()
    held(office.helen, numbers=(record.number,))
    return found


def _on_a_described_hold(office: Office, record: Record) -> Certificate:
    found = office.begun()
    held(office.helen, unit_id=record.unit_id)
    return found


def _kept_for_ever_by_a_new_version(office: Office, record: Record) -> Certificate:
    found = office.begun()
    enter(entered=replace(POSTS, permanent=True, months=0), over=1, actor=office.helen, at=DRAWN)
    return found


def _longer_by_a_new_version(office: Office, record: Record) -> Certificate:
    found = office.begun()
    enter(entered=replace(POSTS, months=1200), over=1, actor=office.helen, at=DRAWN)
    return found


def _covered_no_more(office: Office, record: Record) -> Certificate:
    found = office.begun()
    enter(entered=replace(POSTS, classes=("arrest-information",)), over=1, actor=office.helen, at=DRAWN)
    return found


@pytest.mark.parametrize(
    ("prepared", "name"),
    [
        (_not_approved, "not_approved"),
        (_approved_but_nobody_began, "not_approved"),
        (_not_named, "not_named"),
        (_on_a_named_hold, "on_hold"),
        (_on_a_described_hold, "on_hold"),
        (_kept_for_ever_by_a_new_version, "not_due"),
        (_longer_by_a_new_version, "not_due"),
        (_covered_no_more, "not_due"),
    ],
)
def test_the_database_function_itself_refuses(office: Office, prepared: Any, name: str) -> None:
    record = office.kept()
    certificate = prepared(office, record)
    told = vault.keep(content="told", agency_id=record.agency_id)
    assert _refusal(certificate, record, told) == name
    assert VaultText.objects.filter(agency_id=record.agency_id, digest=record.text_digest).exists()


def test_the_database_function_refuses_before_the_disposal_date(office: Office) -> None:
    record = office.kept()
    certificate = office.sent(disposal_on=date(2124, 5, 1))
    far = datetime(2124, 5, 2, 15, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_certificate SET state = 'approved', approved_on = '2025-12-20', approved_copy = 'x',"
            " approval_by_id = %s",
            [office.helen.pk],
        )
        cursor.execute(
            "UPDATE records_certificate SET state = 'under_way', carried_by_id = %s, begun_at = %s",
            [office.ruth.pk, far],
        )
    told = vault.keep(content="told", agency_id=record.agency_id)
    assert _refusal(certificate, record, told) == "not_yet"


def test_the_database_function_refuses_what_went_before_and_what_nobody_told(office: Office) -> None:
    record = office.kept()
    certificate = office.begun()
    assert _refusal(certificate, record, "0" * 64) == "not_told"
    told = vault.keep(content="told", agency_id=record.agency_id)
    assert _refusal(certificate, record, told) == ""
    assert _refusal(certificate, record, told) == "gone_before"


def _refusal(certificate: Certificate, record: Record, told: str) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT records_dispose(%s, %s, %s)", [certificate.pk, record.pk, told])
    except IntegrityError as refused:
        fault: Any = refused.__cause__
        return str(fault.diag.constraint_name)
    return ""


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_vaulttext",
        "UPDATE audit_vaulttext SET content = ''",
        "UPDATE records_record SET state = 'disposed'",
        "INSERT INTO audit_disposed (agency_id, digest, is_file, transaction) VALUES (1, 'd', false, txid_current())",
        "INSERT INTO records_outcome (line_id, disposed, at, texts, files, shared, reason, details_digest)"
        " SELECT id, true, now(), 0, 0, 0, '', 'd' FROM records_certificateline",
        "SELECT audit_dispose(agency_id, ARRAY[digest]) FROM audit_vaulttext",
        "DELETE FROM records_certificate",
        "DELETE FROM records_certificateline",
        "UPDATE records_certificate SET state = 'carried_out', ended_at = now()",
        "UPDATE records_certificate SET state = 'drafted'",
        "UPDATE records_certificate SET state = 'approved', approved_on = '2020-01-01'",
        "UPDATE records_certificateline SET record_id = 1",
        "INSERT INTO records_certificateline (certificate_id, record_id, series_id)"
        " SELECT certificate_id, record_id, series_id FROM records_certificateline",
        "TRUNCATE audit_disposed",
        "TRUNCATE records_certificate CASCADE",
        "TRUNCATE records_outcome",
    ],
)
def test_there_is_no_other_way(office: Office, statement: str) -> None:
    record = office.kept()
    office.begun()
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert len(texts_of(record)) == 5


_BORN = (
    "INSERT INTO records_certificate (agency_id, number, commission, notice_days, notice_source, records, drawn_by_id,"
    " drawn_at, state, sent_on, disposal_on, sent_by_id, approved_on, approved_copy, approval_by_id, carried_by_id,"
    " begun_at, ended_at, ended_by_id) SELECT agency_id, '2025-999', commission, notice_days, notice_source, records,"
    " drawn_by_id, drawn_at, {} FROM records_certificate"
)


@pytest.mark.parametrize(
    "further",
    [
        "state, sent_on, disposal_on, sent_by_id, approved_on, approved_copy, approval_by_id, carried_by_id, begun_at,"
        " ended_at, ended_by_id",
        "'approved', sent_on, disposal_on, sent_by_id, approved_on, approved_copy, approval_by_id, NULL, NULL, NULL,"
        " NULL",
        "'sent', sent_on, disposal_on, sent_by_id, NULL, '', NULL, NULL, NULL, NULL, NULL",
        "'withdrawn', NULL, NULL, NULL, NULL, '', NULL, NULL, NULL, now(), drawn_by_id",
        "'drafted', sent_on, NULL, NULL, NULL, '', NULL, NULL, NULL, NULL, NULL",
        "'drafted', NULL, NULL, NULL, NULL, 'Cook 24-117', NULL, NULL, NULL, NULL, NULL",
        "'drafted', NULL, NULL, NULL, NULL, '', NULL, carried_by_id, NULL, NULL, NULL",
    ],
    ids=["under way", "approved", "sent", "withdrawn", "with a day", "with a copy", "with a second person"],
)
def test_no_certificate_begins_further_than_drawn_up(office: Office, further: str) -> None:
    office.kept()
    office.begun()
    with (
        pytest.raises(IntegrityError, match="begins as drawn up"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(_BORN.format(further))
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("state", ["taken_down", "disposed"])
def test_no_record_begins_as_one_that_left(office: Office, state: str) -> None:
    record = office.kept()
    record.pk, record.number, record.external_id, record.state = None, "2019-014-99999", "99", state
    with pytest.raises(IntegrityError, match="a record begins live"), transaction.atomic():
        record.save(force_insert=True)


def test_no_counter_begins_behind_a_gap(office: Office) -> None:
    with pytest.raises(IntegrityError, match="no gaps"), transaction.atomic():
        RecordCounter.objects.create(agency=office.unit.agency, unit_number="014", year=2019, last=7)
