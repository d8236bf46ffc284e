"""Disposal beside what others do in the same instant: who was first counts, and nothing that is kept is lost."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.utils import timezone

from audit import vault
from audit.models import VaultText
from records import disposing, tasks
from records.models import Certificate, LegalHold, Outcome, Record
from tests.records.conftest import AT, kept, make_unit
from tests.records.disposal import DRAWN, Office
from tests.records.test_holding import held
from tests.threads import together


@pytest.mark.parametrize("turn", range(5))
def test_a_hold_beside_a_disposal_comes_before_it_or_after_it(committed_db: str, turn: int) -> None:
    office = Office(make_unit())
    record = office.kept()
    certificate = office.begun()
    begin = threading.Barrier(2)

    def at_once(act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            begin.wait()
            act()

        return run

    together(
        at_once(lambda: held(office.helen, numbers=(record.number,))),
        at_once(lambda: disposing.carry_out(certificate_id=certificate.pk, at=DRAWN)),
    )
    record.refresh_from_db()
    there = VaultText.objects.filter(agency_id=record.agency_id, digest=record.text_digest).exists()
    outcome = Outcome.objects.get()
    assert (record.disposed, there) in {(True, False), (False, True)}
    assert outcome.disposed is record.disposed
    assert LegalHold.objects.count() == 1


def test_a_text_that_somebody_keeps_again_meanwhile_is_not_taken_from_them(committed_db: str) -> None:
    office = Office(make_unit())
    record = office.kept()
    certificate = office.begun()
    named, tried = threading.Event(), threading.Event()

    def keeps() -> None:
        with transaction.atomic():
            vault.keep(content="Coat drive: another reads it just now", agency_id=record.agency_id)
            again = vault.keep(
                content=vault.text(digest=record.text_digest, agency_id=record.agency_id),
                agency_id=record.agency_id,
            )
            named.set()
            tried.wait(timeout=1)
            other = kept(unit=office.unit, external_id="2", post_id=8, at=AT, published_at=AT)
            assert other.text_digest == again

    def disposes() -> None:
        named.wait()
        disposing.carry_out(certificate_id=certificate.pk, at=DRAWN)
        tried.set()

    together(keeps, disposes)
    record.refresh_from_db()
    other = Record.objects.exclude(pk=record.pk).get()
    assert record.disposed
    assert vault.texts_there(digests=[other.text_digest], agency_id=record.agency_id)


def test_while_somebody_keeps_something_for_long_a_worker_gives_its_place_up_and_another_goes_on(
    committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(make_unit())
    office.kept()
    certificate = office.begun()
    monkeypatch.setattr(disposing, "_TRIES", 2)
    keeps, tried = threading.Event(), threading.Event()

    def keep() -> None:
        with transaction.atomic():
            vault.keep(content="Another text", agency_id=certificate.agency_id)
            keeps.set()
            tried.wait(timeout=20)

    def carry() -> None:
        keeps.wait()
        tasks.carry_out(certificate.pk)
        tried.set()

    together(keep, carry)
    assert not Outcome.objects.exists()
    [left] = disposing.left(at=timezone.now() + 2 * disposing.SILENT)
    tasks.carry_out(left)
    certificate.refresh_from_db()
    assert (certificate.state, Outcome.objects.get().disposed) == ("carried_out", True)


def test_two_workers_on_one_certificate_dispose_of_each_record_once(committed_db: str) -> None:
    office = Office(make_unit())
    for number in range(4):
        office.kept(external_id=f"2{number}", post_id=20 + number, text=f"Text {number}")
    certificate = office.begun()

    def carry() -> None:
        disposing.carry_out(certificate_id=certificate.pk, at=DRAWN)

    together(carry, carry)
    certificate = Certificate.objects.get()
    assert (certificate.state, Outcome.objects.filter(disposed=True).count()) == ("carried_out", 4)
    connection.close()
