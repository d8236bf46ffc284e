"""A file that was made before something of it was withheld or disposed of is handed over no more, and goes at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, Unit
from audit.models import Event
from records import collected, export_files, withheld
from records.collected import FileOutdated
from records.evidence import gathered
from records.models import Export, ExportState, Record, Withheld
from tests.records.conftest import AT, kept, make_member, sign
from tests.records.disposal import DRAWN, Office
from tests.records.test_collected_export import ended

LATER = AT + timedelta(minutes=5)


@pytest.fixture
def record(unit: Unit) -> Record:
    return kept(unit=unit, text="Coat drive")


@pytest.fixture
def export(record: Record, unit: Unit) -> Export:
    sign(at=AT)
    officer = make_member(unit=unit)
    begun = collected.begin(
        actor=officer, words="coat", post_ids=[record.post_id], unpublished={}, at=AT + timedelta(seconds=1)
    )
    return ended(begun)


def withhold(record: Record, export: Export) -> Withheld:
    return withheld.withhold(
        evidence=gathered(record=record),
        part="text",
        exemption="c",
        basis="A witness is named.",
        actor=export.asked_by,
        role=Role.RECORDS,
        at=LATER,
    )


def test_what_was_withheld_after_it_was_asked_for_keeps_the_file_back(record: Record, export: Export) -> None:
    collected.downloaded(export=export, actor=export.asked_by, at=LATER).close()
    withhold(record, export)
    with pytest.raises(FileOutdated, match="1 part of its records withheld"):
        collected.downloaded(export=export, actor=export.asked_by, at=LATER)


def test_what_was_given_again_keeps_nothing_back(record: Record, export: Export) -> None:
    entry = withhold(record, export)
    withheld.give_again(
        record=record,
        withheld_id=entry.pk,
        reason="They agreed.",
        actor=export.asked_by,
        role=Role.RECORDS,
        at=LATER,
    )
    collected.downloaded(export=export, actor=export.asked_by, at=LATER).close()


def test_what_was_disposed_of_after_it_was_asked_for_keeps_the_file_back(unit: Unit) -> None:
    office = Office(unit)
    post_id = office.kept().post_id
    export = collected.begin(
        actor=office.helen, words="coat", post_ids=[post_id], unpublished={}, at=DRAWN + timedelta(days=1)
    )
    assert not export_files.outdated(export=export)
    office.carried_out()
    assert "1 record disposed of" in export_files.outdated(export=export)


def removals(export: Export) -> int:
    told = Event.objects.filter(verb="record.export_removed")
    return sum(event.keys["export_id"] == export.pk for event in told)


def test_its_file_goes_once_the_withholding_stands_and_its_page_says_why(
    record: Record, export: Export, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    file = export_files.path(export=export)
    with django_capture_on_commit_callbacks(execute=True):
        withhold(record, export)
        assert file.exists()

    export.refresh_from_db()
    assert (export.state, file.exists(), removals(export)) == (ExportState.GONE, False, 1)
    client.force_login(export.asked_by)
    for address in (reverse("export", args=[export.pk]), reverse("exports")):
        assert "1 part of its records withheld" in client.get(address).content.decode()
    page = client.post(reverse("export_file", args=[export.pk]), follow=True).content.decode()
    assert "Its file was removed." in page


def test_its_file_goes_once_a_record_of_it_is_disposed_of(
    unit: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    office = Office(unit)
    record = office.kept()
    sign(at=AT)
    asked_at = DRAWN + timedelta(days=1)
    export = ended(
        collected.begin(
            actor=office.helen, words="coat", post_ids=[record.post_id], unpublished={}, at=asked_at
        )
    )
    file = export_files.path(export=export)
    assert file.exists()
    with django_capture_on_commit_callbacks(execute=True):
        office.carried_out()
    export.refresh_from_db()
    assert (export.state, file.exists()) == (ExportState.GONE, False)
    assert "1 record disposed of" in export.gone_why


def test_one_that_became_out_of_date_while_it_was_made_goes_as_it_is_ready(
    record: Record, unit: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    begun = collected.begin(
        actor=make_member(unit=unit), words="coat", post_ids=[record.post_id], unpublished={}, at=AT
    )
    withhold(record, begun)
    sign(at=LATER)
    with django_capture_on_commit_callbacks(execute=True):
        export = ended(begun)
    export.refresh_from_db()
    assert (export.state, export_files.path(export=export).exists()) == (ExportState.GONE, False)


def test_a_file_that_cannot_be_removed_goes_with_the_next_look(
    record: Record, export: Export, django_capture_on_commit_callbacks: Any
) -> None:
    file = export_files.path(export=export)
    held_back = file.rename(file.with_suffix(".aside"))
    file.mkdir()
    with django_capture_on_commit_callbacks(execute=True):
        withhold(record, export)
    export.refresh_from_db()
    assert (export.state, removals(export)) == (ExportState.READY, 0)

    file.rmdir()
    held_back.rename(file)
    assert export_files.remove_over(at=LATER) == 1
    export.refresh_from_db()
    assert (export.state, file.exists(), removals(export)) == (ExportState.GONE, False, 1)
    assert "withheld" in export.gone_why
