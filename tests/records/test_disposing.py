"""Disposal: under an approved certificate, on its day, never what is on hold, never what another still needs."""

import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from audit import blobs, vault
from audit.models import Disposed, Event, VaultText
from records import bundle, certificates, disposing, schedule, seal
from records.certificates import CannotDispose
from records.models import Certificate, Outcome, RecordEntry, Series
from records.sheet import canonical
from tests.records.conftest import AT, sign
from tests.records.disposal import DRAWN, Office, texts_of
from tests.records.test_holding import held


@pytest.fixture
def office(unit: Unit) -> Office:
    return Office(unit)


def test_a_record_is_disposed_of_under_an_approved_certificate_and_its_trail_stays_cpd_sm_iii_c_3_b(
    office: Office,
) -> None:
    record = office.kept()
    assert len(texts_of(record)) == 5
    count = office.carried_out()
    assert (count.disposed, count.kept, count.left) == (1, 0, 0)
    record.refresh_from_db()
    assert record.disposed
    assert texts_of(record) == set()
    assert Disposed.objects.filter(agency_id=record.agency_id).count() == 5
    events = Event.objects.filter(subject="record", subject_id=record.pk).order_by("pk")
    assert [event.verb for event in events] == ["record.kept", "record.disposed"]
    assert events[1].keys["texts"] == 5
    assert events[1].actor_id == office.ruth.pk
    ended = Event.objects.get(verb="certificate.carried_out")
    assert (ended.keys["disposed"], ended.keys["kept"]) == (1, 0)
    gone = disposing.gone(record=record)
    assert gone.number == "2025-001"


def test_what_another_record_says_as_well_stays(office: Office) -> None:
    record = office.kept()
    other = office.kept(external_id="2", post_id=8, published_at=AT)
    office.carried_out()
    record.refresh_from_db()
    assert record.disposed
    assert len(texts_of(other)) == 5
    assert record.text_digest == other.text_digest
    assert vault.text(digest=other.text_digest, agency_id=other.agency_id)


def test_pictures_go_with_the_record_and_their_files_too(office: Office) -> None:
    agency = office.unit.agency_id
    shown = blobs.keep(content=b"a picture", agency_id=agency)
    received = canonical(
        {
            "account": {"network": "x"},
            "media": [{"digest": shown, "type": "image/png", "alt_text": "A"}],
            "text": "T",
        }
    )
    office.kept(text="T", received=received, fingerprint=vault.digest_of(received))
    office.carried_out()
    assert not blobs.path(digest=shown, agency_id=agency).exists()
    with pytest.raises(vault.NotInVault):
        blobs.content(digest=shown, agency_id=agency)
    blobs.keep(content=b"a picture", agency_id=agency)
    assert blobs.content(digest=shown, agency_id=agency) == b"a picture"


def test_a_text_that_was_disposed_of_is_told_from_one_that_never_was(office: Office) -> None:
    record = office.kept()
    office.carried_out()
    assert vault.text(digest=record.text_digest, agency_id=record.agency_id) == vault.DISPOSED
    with pytest.raises(vault.NotInVault):
        vault.text(digest="0" * 64, agency_id=record.agency_id)
    assert not VaultText.objects.filter(digest=record.text_digest).exists()


def test_a_record_on_hold_is_kept_with_its_reason_and_the_others_go(office: Office) -> None:
    record, other = office.kept(), office.kept(external_id="2", post_id=8, text="Another")
    certificate = office.begun()
    held(office.helen, numbers=(record.number,))
    count = disposing.carry_out(certificate_id=certificate.pk, at=DRAWN)
    assert (count.disposed, count.kept, count.left) == (1, 1, 0)
    outcome = Outcome.objects.get(line__record=record)
    assert outcome.reason == "It is on hold: Doe v. City, 2026 CV 104."
    assert Event.objects.get(verb="record.spared").subject_id == record.pk
    other.refresh_from_db()
    assert (len(texts_of(record)), other.disposed) == (5, True)


def test_a_record_that_the_database_refuses_is_kept_with_its_sentence_and_those_behind_it_go(
    office: Office,
) -> None:
    record, other = office.kept(), office.kept(external_id="2", post_id=8, text="Another")
    certificate = office.begun()
    digest = vault.keep(content="A note that the function cannot read", agency_id=record.agency_id)
    RecordEntry.objects.create(record=record, kind="capture", at=AT, digest=digest)
    count = disposing.carry_out(certificate_id=certificate.pk, at=DRAWN)
    assert (count.disposed, count.kept, count.left) == (1, 1, 0)
    outcome = Outcome.objects.get(line__record=record)
    assert outcome.reason == "The database refused to dispose of it: invalid input syntax for type json"
    assert Event.objects.get(verb="record.spared").keys["why"] == "refused"
    other.refresh_from_db()
    certificate.refresh_from_db()
    assert (len(texts_of(record)), other.disposed, certificate.state) == (5, True, "carried_out")


def test_what_is_on_hold_is_left_out_and_named_when_a_certificate_is_drawn_up(office: Office) -> None:
    record, other = office.kept(), office.kept(external_id="2", post_id=8, text="Another")
    held(office.helen, numbers=(record.number,))
    [under] = certificates.ready(agency_id=record.agency_id, zone=office.zone, at=DRAWN)
    assert (under.records, under.held) == ((other,), (record,))
    assert [line.record for line in office.drawn().lines.all()] == [other]
    [left] = certificates.ready(agency_id=record.agency_id, zone=office.zone, at=DRAWN)
    assert (left.records, left.held) == ((), (record,))


def test_a_certificate_is_sent_thirty_days_before_its_disposal_date(office: Office) -> None:
    office.kept()
    with pytest.raises(CannotDispose, match=r"14 January 2026 or later \(44 Ill. Adm. Code 4500.40\(c\)"):
        office.sent(disposal_on=date(2026, 1, 13))


def test_who_drew_it_up_does_not_carry_it_out(office: Office) -> None:
    office.kept()
    certificate = office.approved()
    with pytest.raises(CannotDispose, match="Another records officer"):
        certificates.begin(certificate_id=certificate.pk, actor=office.helen, zone=office.zone, at=DRAWN)
    with pytest.raises(IntegrityError, match="a_second_person_carries_out"), transaction.atomic():
        Certificate.objects.update(state="under_way", carried_by=office.helen, begun_at=DRAWN)


def test_a_certificate_ends_and_its_records_are_due_as_before(office: Office) -> None:
    record = office.kept()
    certificates.end(certificate_id=office.sent().pk, refused=True, actor=office.ruth, at=DRAWN)
    [under] = certificates.ready(agency_id=record.agency_id, zone=office.zone, at=DRAWN)
    assert under.records == (record,)


def test_a_certificate_goes_on_where_it_stood(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        office.kept(external_id=f"2{number}", post_id=20 + number, text=f"Text {number}")
    monkeypatch.setattr(disposing, "AT_ONCE", 2)
    certificate = office.begun()
    assert disposing.carry_out(certificate_id=certificate.pk, at=DRAWN).left == 1
    assert disposing.left(at=timezone.now()) == []
    assert disposing.left(at=timezone.now() + 2 * disposing.SILENT) == [certificate.pk]
    assert disposing.carry_out(certificate_id=certificate.pk, at=DRAWN).left == 0
    assert disposing.left(at=timezone.now() + 2 * disposing.SILENT) == []


@pytest.mark.parametrize(
    ("published_on", "trigger", "months"),
    [
        (date(2020, 2, 29), "published", 12),
        (date(2020, 1, 31), "published", 1),
        (date(2021, 8, 31), "published", 6),
        (date(2021, 8, 15), "year_end", 36),
        (date(2021, 12, 31), "year_end", 1),
    ],
)
def test_the_database_counts_periods_as_the_portal_does(
    db: None, published_on: date, trigger: str, months: int
) -> None:
    series = Series(trigger=trigger, months=months, permanent=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_due_on(%s, %s, %s)", [published_on, trigger, months])
        assert cursor.fetchone() == (schedule.not_before(series=series, published_on=published_on),)


def test_every_column_of_a_digest_is_of_the_width_by_which_the_database_finds_them() -> None:
    fields = {
        f"{field.model._meta.label}.{field.name}": field.max_length
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("digest") and isinstance(field, models.CharField)
    }
    assert {name for name, width in fields.items() if width != 64} == set()


def test_the_page_of_a_disposed_record_and_its_export_say_so_and_its_seal_holds(
    office: Office, signed_in: Any, tmp_path: Path
) -> None:
    record = office.kept()
    office.carried_out()
    sign(at=DRAWN)
    record.refresh_from_db()
    found = seal.check(record=record, at=DRAWN)
    assert (found.verified, found.failures) == (True, ())
    client = signed_in(office.ruth)
    page = client.get(reverse("record", args=[record.number])).content.decode()
    assert "disposed of under certificate 2025-001" in page
    assert "Disposed of" in client.get(reverse("records")).content.decode()
    assert client.get(reverse("record_picture", args=[record.number, 1])).status_code == 404
    with zipfile.ZipFile(bundle.packed(record=record)) as packed:
        packed.extractall(tmp_path)
        assert not any("text.txt" in name for name in packed.namelist())
    folder = tmp_path / f"record-{record.number}"
    ran = subprocess.run([sys.executable, folder / "verify.py"], capture_output=True, text=True, check=False)
    assert (ran.returncode, "Disposed of under certificate 2025-001" in ran.stdout) == (0, True)
    (folder / "disposal.json").write_text("{}")
    assert subprocess.run([sys.executable, folder / "verify.py"], capture_output=True).returncode > 0
