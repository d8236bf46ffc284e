"""A file that was made before something of it was withheld or disposed of is handed over no more."""

from datetime import timedelta

import pytest

from accounts.models import Role, Unit
from records import collected, withheld
from records.collected import FileOutdated
from records.evidence import gathered
from records.models import Export, Record, Withheld
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
    assert not collected.outdated(export=export)
    office.carried_out()
    assert "1 record disposed of" in collected.outdated(export=export)
