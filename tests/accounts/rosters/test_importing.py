"""Importing tables: what cannot be read, what is wrong by row and column, and that nothing is written unasked."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import tablib

from accounts.models import ImportState, Roster, RosterEntry, RosterImport
from accounts.rosters import dry_run, fields, importing, reading
from accounts.rosters.reading import NotReadable
from audit import blobs
from audit.models import Event
from governance.cast import Cast
from tests.accounts.rosters import house
from tests.accounts.rosters.house import NEWCOMER

HEADERS = [field.label for field in fields.FIELDS]


def table(*rows: dict[str, str], headers: list[str] = HEADERS, delimiter: str = "\t") -> str:
    lines = [delimiter.join(headers), *(delimiter.join(row[name] for name in fields.NAMES) for row in rows)]
    return "\n".join(lines)


def tried(
    chicago: Cast, at: datetime, text: str, *, unit: str | None = "014", absent_leave: bool = False
) -> RosterImport:
    made = importing.begin(
        period=house.period(engaged=chicago, number=13),
        unit=chicago.units[unit] if unit else None,
        lines=reading.pasted(text=text, with_unit=unit is None),
        name="Table",
        absent_leave=absent_leave,
        actor=chicago.okafor if unit else chicago.admin,
        at=at,
    )
    importing.check(import_id=made.pk, at=at)
    made.refresh_from_db()
    return made


def of(member: object, **other: str) -> dict[str, str]:
    return house.starting.of_member(member) | other  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The table is empty"),
        (b"\n\n", "The table is empty"),
        (b"%PDF-1.7 x", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0old", "old Excel file"),
        (b"PK\x03\x04nothing", "cannot be opened"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is not a table"),
        (b"Name,Rank\nReyes,Ofc.", "Missing: Star, Employee no., Log-on ID, Unit phone, Department e-mail"),
        (("\t".join(HEADERS)).encode(), "header row and no members"),
        (("\t".join([*HEADERS, "Badge"]) + "\nx").encode(), "Two columns are headed"),
        (b"x" * (reading.MOST_BYTES + 1), "larger than 5 MB"),
        (("\t".join(HEADERS) + "\nx" * (reading.MOST_ROWS + 1)).encode(), "more than 6,000 rows"),
    ],
)
def test_what_is_no_roster_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(NotReadable, match=sentence):
        reading.uploaded(content=content, with_unit=False)


def test_columns_are_found_by_many_names_and_in_any_order() -> None:
    headers = 'E-MAIL;badge no;"Login ID";Phone;Title;Employee Number;Full name'
    text = f'{headers}\na@b.example;12;ab1;3125550100;Ofc.;E1;"Abel, Bo"'
    (line,) = reading.pasted(text=text, with_unit=False)
    assert line.facts == {
        "name": "Abel, Bo",
        "rank": "Ofc.",
        "star_number": "12",
        "employee_number": "E1",
        "log_on_id": "ab1",
        "unit_phone": "312-555-0100",
        "email": "a@b.example",
    }


def test_a_workbook_is_read_with_its_numbers_as_they_are_shown() -> None:
    book = tablib.Dataset(headers=HEADERS)
    book.append(["Abel, Bo", "Ofc.", 14882, 118204.0, "ab1", 3125550100, "a@b.example"])
    (line,) = reading.uploaded(content=book.export("xlsx"), with_unit=False)
    assert (line.number, line.facts["star_number"], line.facts["employee_number"]) == (2, "14882", "118204")
    assert line.facts["unit_phone"] == "312-555-0100"


def test_a_rosters_own_csv_is_read_again_as_it_was(chicago: Cast, at: datetime) -> None:
    version = house.submitted(roster=house.started(engaged=chicago, at=at), by=chicago.okafor, at=at)
    content = blobs.content(digest=version.csv_digest, agency_id=chicago.agency.pk)
    read = reading.uploaded(content=content, with_unit=False)
    assert [line.facts["log_on_id"] for line in read] == ["ortega", "reyes"]


def test_a_dry_run_says_row_by_row_what_would_change_and_writes_nothing(chicago: Cast, at: datetime) -> None:
    text = table(of(chicago.reyes), of(chicago.ortega, unit_phone="3125550187"), NEWCOMER)
    made = tried(chicago, at, text)
    assert made.state == ImportState.READY
    assert [(one["row"], one["mark"], one["changes"], one["faults"]) for one in made.outcome] == [
        (2, "same", [], []),
        (3, "changed", [["unit_phone", "312-555-0102", "312-555-0187"]], []),
        (4, "new", [], []),
    ]
    assert not Roster.objects.exists()

    importing.confirm(import_id=made.pk, actor=chicago.okafor, at=at)
    importing.write(import_id=made.pk, at=at)
    assert sorted(RosterEntry.objects.values_list("log_on_id", "unit_phone")) == [
        ("ortega", "312-555-0187"),
        ("reyes", "312-555-0101"),
        ("sosei2", "312-555-0148"),
    ]
    with pytest.raises(importing.NotReady):
        importing.confirm(import_id=made.pk, actor=chicago.okafor, at=at)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"unit_phone": "312"}, "unit_phone", "Phone needs 10 digits, this has 3"),
        ({"email": "x@other.example"}, "email", "A department e-mail ends in @chicago.example"),
        ({"star_number": ""}, "star_number", "Star is missing"),
        ({"name": "Osei"}, "name", "Write last name, comma, first name"),
        ({"employee_number": "=HYPERLINK(1)"}, "employee_number", "An employee number has digits"),
        ({"star_number": "SAME"}, "star_number", "Also Reyes's star"),
    ],
)
def test_errors_are_told_by_row_and_column_and_such_rows_are_left_out(
    chicago: Cast, at: datetime, change: dict[str, str], field: str, sentence: str
) -> None:
    change = {name: chicago.reyes.star_number if value == "SAME" else value for name, value in change.items()}
    made = tried(chicago, at, table(of(chicago.reyes, rank="Sgt."), {**NEWCOMER, **change}))
    ((row, faults),) = [(one["row"], one["faults"]) for one in made.outcome if one["faults"]]
    assert row == 3
    assert faults[0][0] == field
    assert faults[0][1].startswith(sentence)
    importing.confirm(import_id=made.pk, actor=chicago.okafor, at=at)
    importing.write(import_id=made.pk, at=at)
    assert not RosterEntry.objects.filter(log_on_id="sosei2").exists()
    assert RosterEntry.objects.get(log_on_id="reyes").rank == "Sgt."


def test_one_member_twice_an_unknown_unit_and_a_star_in_two_units_are_told(
    chicago: Cast, at: datetime
) -> None:
    second = {**NEWCOMER, "log_on_id": "two", "email": "two@chicago.example", "employee_number": "E2"}
    rows = [("014", NEWCOMER), ("14", NEWCOMER), ("999", second), ("018", second)]
    text = "\n".join(
        ["\t".join(["Unit", *HEADERS]), *("\t".join([unit, *row.values()]) for unit, row in rows)]
    )
    made = tried(chicago, at, text, unit=None)
    assert [one["faults"] for one in made.outcome] == [
        [["star_number", "Also Osei's star"]],
        [["log_on_id", "Row 2 is the same member"]],
        [["unit", "There is no unit 999 here"]],
        [["star_number", "Also Osei's star"]],
    ]


def test_whoever_is_not_in_the_table_leaves_only_when_that_was_chosen(chicago: Cast, at: datetime) -> None:
    roster = house.started(engaged=chicago, at=at)
    assert len(tried(chicago, at, table(of(chicago.reyes))).outcome) == 1
    made = tried(chicago, at, table(of(chicago.reyes)), absent_leave=True)
    importing.confirm(import_id=made.pk, actor=chicago.okafor, at=at)
    importing.write(import_id=made.pk, at=at)
    assert list(roster.entries.filter(left=True).values_list("log_on_id", flat=True)) == ["ortega"]


def test_a_cell_that_somebody_changed_since_the_check_stays_theirs(chicago: Cast, at: datetime) -> None:
    roster = house.started(engaged=chicago, at=at)
    made = tried(chicago, at, table(of(chicago.reyes, unit_phone="3125550111", rank="Sgt.")))
    house.typed(roster=roster, who="reyes", name="unit_phone", value="3125550222", by=chicago.okafor, at=at)
    importing.confirm(import_id=made.pk, actor=chicago.okafor, at=at)
    importing.write(import_id=made.pk, at=at)
    entry = roster.entries.get(log_on_id="reyes")
    assert (entry.unit_phone, entry.rank) == ("312-555-0222", "Sgt.")


def test_a_submitted_roster_is_not_changed_by_an_import(chicago: Cast, at: datetime) -> None:
    house.submitted(roster=house.started(engaged=chicago, at=at), by=chicago.okafor, at=at)
    made = tried(chicago, at, table(NEWCOMER))
    assert made.outcome[0]["faults"] == [["unit", "This roster is submitted: its commander corrects it"]]


def test_what_a_roster_submitted_since_the_check_did_not_take_is_told_as_left_out(
    chicago: Cast, at: datetime
) -> None:
    roster = house.started(engaged=chicago, at=at)
    made = tried(chicago, at, table(of(chicago.reyes), NEWCOMER))
    house.submitted(roster=roster, by=chicago.okafor, at=at)

    importing.confirm(import_id=made.pk, actor=chicago.okafor, at=at)
    importing.write(import_id=made.pk, at=at)

    made.refresh_from_db()
    assert made.state == ImportState.DONE
    assert [one["faults"] for one in made.outcome] == [[], [list(dry_run.SUBMITTED)]]
    assert not RosterEntry.objects.filter(log_on_id="sosei2").exists()


def test_a_workbook_that_unpacks_into_too_much_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_UNPACKED_BYTES", 1_000)
    book = tablib.Dataset(["x"] * 7, headers=HEADERS)
    with pytest.raises(NotReadable, match="too large"):
        reading.uploaded(content=book.export("xlsx"), with_unit=False)


def reworked(change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A sound workbook with one member, some of its parts changed or left out."""
    book = tablib.Dataset(["Abel, Bo", "Ofc.", 1, 2, "ab1", 3125550100, "a@b.example"], headers=HEADERS)
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book.export("xlsx"))) as sound,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in sound.namelist():
            if (content := change(name, sound.read(name))) is not None:
                written.writestr(name, content)
    return made.getvalue()


def test_a_sheet_that_claims_to_be_endless_is_read_as_far_as_something_stands_in_it() -> None:
    def endless(name: str, content: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return content
        last = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        claim = re.sub(rb'ref="[^"]+"', b'ref="A1:XFD1048576"', content, count=1)
        return claim.replace(b"</sheetData>", last)

    (line,) = reading.uploaded(content=reworked(endless), with_unit=False)
    assert (line.number, line.facts["name"]) == (2, "Abel, Bo")


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: None if name.startswith("xl/worksheets/") else content,
        lambda name, content: content[:-200] if name.startswith("xl/worksheets/") else content,
        lambda name, content: b"<x" if name == "xl/workbook.xml" else content,
        lambda name, content: b"<x/>" if name == "[Content_Types].xml" else content,
        lambda name, content: None if name == "[Content_Types].xml" else content,
    ],
    ids=["no sheet", "half a sheet", "no markup", "no types", "no list of types"],
)
def test_what_only_begins_like_a_workbook_is_refused_with_a_sentence(
    change: Callable[[str, bytes], bytes | None],
) -> None:
    with pytest.raises(NotReadable, match="cannot be opened"):
        reading.uploaded(content=reworked(change), with_unit=False)


def test_a_workbook_behind_a_password_is_refused_with_a_sentence() -> None:
    locked = reworked(lambda name, content: content).replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )
    with pytest.raises(NotReadable, match="cannot be opened"):
        reading.uploaded(content=locked, with_unit=False)


def test_a_row_beyond_what_a_roster_holds_is_a_fault(
    chicago: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dry_run, "MOST_MEMBERS", 2)
    made = tried(chicago, at, table(of(chicago.reyes), NEWCOMER))
    assert [one["faults"] for one in made.outcome] == [[], [["unit", "A roster has at most 2 lines"]]]


@pytest.mark.parametrize(
    ("silent", "taken_up", "state"),
    [
        (timedelta(minutes=1), False, ImportState.CHECKING),
        (timedelta(minutes=3), True, ImportState.CHECKING),
        (timedelta(minutes=21), False, ImportState.REFUSED),
    ],
)
def test_an_import_that_a_worker_left_is_taken_up_until_it_is_plain_that_it_never_gets_on(
    chicago: Cast, at: datetime, silent: timedelta, taken_up: bool, state: ImportState
) -> None:
    made = tried(chicago, at, table(NEWCOMER))
    RosterImport.objects.filter(pk=made.pk).update(state=ImportState.CHECKING, changed_at=at - silent)
    assert (made.pk in importing.take_up(at=at)) is taken_up
    made.refresh_from_db()
    assert made.state == state
    assert made.sentence == (importing.FAILED if state == ImportState.REFUSED else "")
    assert Event.objects.filter(verb="roster.import_refused").exists() is (state == ImportState.REFUSED)
