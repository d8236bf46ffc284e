"""What is withheld is left out and named, the rest verifies, and the log keeps every entry (CPD-SM.III.C.3.c)."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Member, Role, Unit
from audit import blobs, vault
from audit.models import Event
from governance.cast import Cast
from records import collected, exemptions, withheld
from records.evidence import gathered
from records.keeping import Addition, ChainEntry, note
from records.models import Export, Record, Withheld
from records.sheet import canonical
from records.withheld import NotWithheld
from tests import drawn
from tests.records.conftest import AT, TEXT, kept, make_member, make_unit, sign
from tests.records.test_collected_export import folder_of, verify

SignIn = Callable[[Member], Any]
BASIS = "The text names a resident who reported anonymously."


@pytest.fixture
def record(db: None) -> Record:
    record = kept(unit=make_unit())
    note(
        entry=Addition(
            kind="moderated", actor="Sgt. Whitfield", sentence="A reply was hidden", detail="Call 312"
        ),
        at=AT,
        agency_id=record.agency_id,
        record_id=record.pk,
    )
    return record


@pytest.fixture
def officer(record: Record) -> Member:
    return make_member(unit=Unit.objects.get(pk=record.unit_id))


def mark(record: Record, officer: Member, part: str, exemption: str = "c") -> Withheld:
    return withheld.withhold(
        evidence=gathered(record=record),
        part=part,
        exemption=exemption,
        basis=BASIS,
        actor=officer,
        role=Role.RECORDS,
        at=AT,
    )


def exported(record: Record, officer: Member) -> Export:
    sign(at=AT)
    return collected.begin(
        actor=officer, words="coat", post_ids=[record.post_id], unpublished={}, at=AT + timedelta(seconds=1)
    )


def addition_of(record: Record) -> str:
    return f"addition:{record.entries.get().pk}"


@pytest.mark.parametrize(
    ("part", "gone"),
    [
        ("text", ["text.txt", "received.json", "exchange.json"]),
        ("approvals", ["chain.json"]),
        ("addition", ["additions"]),
    ],
)
def test_a_part_is_left_out_and_named_and_the_rest_verifies(
    record: Record, officer: Member, tmp_path: Path, part: str, gone: list[str]
) -> None:
    mark(record, officer, addition_of(record) if part == "addition" else part)
    folder = folder_of(exported(record, officer), tmp_path)
    code, said = verify(folder)
    assert code == 0, said
    assert "withheld under 7(1)(c)" in said and BASIS in said and "Helen Marsh, Records" in said
    own = folder / "records" / record.number
    assert not [name for name in gone if (own / name).exists()]
    told = json.loads((folder / "manifest.json").read_text())["withheld"]
    assert [(one["exemption"], one["basis"]) for one in told] == [("7(1)(c)", BASIS)]
    everything = "".join(path.read_text() for path in own.rglob("*.*"))
    assert (TEXT in everything) is (part != "text")
    assert ("Call 312" in everything) is (part != "addition")


def test_all_parts_at_once_still_verify(record: Record, officer: Member, tmp_path: Path) -> None:
    for part in ("text", "approvals", addition_of(record)):
        mark(record, officer, part)
    code, said = verify(folder_of(exported(record, officer), tmp_path))
    assert code == 0, said
    assert said.count("withheld under 7(1)(c)") == 3


def test_a_whole_record_is_named_and_not_there(record: Record, officer: Member, tmp_path: Path) -> None:
    mark(record, officer, "record", "d")
    folder = folder_of(exported(record, officer), tmp_path)
    told = json.loads((folder / "manifest.json").read_text())
    assert told["records"] == [] and not (folder / "records").exists()
    assert told["left_out"] == [{"record": record.number, "why": f"Withheld under 7(1)(d): {BASIS}"}]


@pytest.mark.parametrize("trick", ["no entry", "other part", "given again"])
def test_a_gap_that_the_trail_does_not_know_is_found(
    record: Record, officer: Member, tmp_path: Path, trick: str
) -> None:
    row = mark(record, officer, addition_of(record))
    if trick == "given again":
        export = exported(record, officer)
        withheld.give_again(
            record=record, withheld_id=row.pk, reason="It is public.", actor=officer, role="records",
            at=AT + timedelta(seconds=2),
        )  # fmt: skip
        sign(at=AT)
        folder = folder_of(export, tmp_path)
    else:
        folder = folder_of(exported(record, officer), tmp_path)
        path = folder / "records" / record.number / "record.json"
        told = json.loads(path.read_text())
        text = next(one for one in told["texts"] if one["file"] == "chain.json")
        text |= {"withheld": row.pk if trick == "other part" else row.pk + 1, "sealed": "0" * 64}
        path.write_text(json.dumps(told))
        (path.parent / "chain.json").unlink()
    code, said = verify(folder)
    assert code == 1
    assert "is not so in the trail" in said or "that nobody withheld" in said


def test_given_again_it_is_in_the_next_export_and_both_stay(
    record: Record, officer: Member, tmp_path: Path
) -> None:
    row = mark(record, officer, "text")
    with pytest.raises(NotWithheld, match="already"):
        mark(record, officer, "text")
    withheld.give_again(
        record=record, withheld_id=row.pk, reason="It is public.", actor=officer, role="records", at=AT
    )
    with pytest.raises(Withheld.DoesNotExist):
        withheld.give_again(
            record=record, withheld_id=row.pk, reason="Again.", actor=officer, role="records", at=AT
        )
    code, said = verify(folder_of(exported(record, officer), tmp_path))
    assert code == 0 and "withheld under" not in said
    assert Withheld.objects.count() == 2
    verbs = Event.objects.filter(verb__in=["record.withheld", "record.given_again"]).order_by("pk")
    assert [(one.verb, one.keys["withheld_id"]) for one in verbs] == [
        ("record.withheld", row.pk),
        ("record.given_again", row.pk),
    ]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_every_entry(record: Record, officer: Member, change: str) -> None:
    row = mark(record, officer, "text")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows = Withheld.objects.filter(pk=row.pk)
        rows.update(exemption="b") if change == "update" else rows.delete()


@pytest.mark.parametrize("wrong", ["another record", "another part", "an end"])
def test_the_database_ends_an_entry_only_by_one_of_the_same_part(
    record: Record, officer: Member, wrong: str
) -> None:
    row = mark(record, officer, "text")
    end = Withheld.objects.get(pk=row.pk)
    end.pk, end.ends = None, row
    if wrong == "another record":
        end.record = kept(unit=officer.unit, external_id="77", post_id=77)
    elif wrong == "another part":
        end.part = "approvals"
    else:
        end.ends = withheld.give_again(
            record=record, withheld_id=row.pk, reason="It is public.", actor=officer, role="records", at=AT
        )
    with pytest.raises(DatabaseError, match="same part of its record"), transaction.atomic():
        end.save(force_insert=True)


def test_every_ground_has_its_source_its_day_and_whether_it_was_read() -> None:
    grounds = exemptions.known()
    assert list(grounds) == ["b", "b-5", "c", "d", "f", "m", "v"]
    assert all(one.source.startswith(exemptions.STATUTE) and one.as_of for one in grounds.values())
    assert {one.key for one in grounds.values() if one.confidence == "read"} == {"b", "b-5", "c"}


def test_the_officer_withholds_gives_again_and_reads_the_log(
    chicago: Cast, at: Any, signed_in: SignIn
) -> None:
    record = kept(unit=chicago.units["014"], published_at=at, at=at)
    client = signed_in(chicago.marsh)
    here = reverse("withhold", args=[record.number])
    assert "Withhold a part" in client.get(reverse("record", args=[record.number])).content.decode()
    assert "Nothing was withheld" in client.get(reverse("withheld")).content.decode()
    assert "a denial needs them" in client.post(here, {"part": "text", "exemption": "c"}).content.decode()
    assert client.post(here, {"part": "text", "exemption": "c", "basis": BASIS}).status_code == 302
    row = Withheld.objects.get()
    for query in ({}, {"exemption": "c"}, {"class": record.record_class}):
        page = client.get(reverse("withheld"), query).content.decode()
        assert BASIS in page and record.number in page
    assert "Nothing of this kind" in client.get(reverse("withheld"), {"exemption": "b"}).content.decode()
    again = reverse("give_again", args=[row.pk])
    assert "Write the reason" in client.post(again, {"reason": ""}).content.decode()
    assert client.post(again, {"reason": "It is public."}).status_code == 302
    assert client.post(again, {"reason": "It is public."}).status_code == 404
    assert "It is public." in client.get(reverse("withheld")).content.decode()
    assert BASIS in client.get(reverse("withheld_file")).getvalue().decode()
    for key in ("natarajan", "reyes", "tran"):
        other = signed_in(chicago.people[key])
        for address in (here, reverse("withheld"), reverse("withheld_file")):
            assert other.get(address).status_code == 404


def everything_in(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("part", ["text", "record"])
def test_what_is_withheld_on_one_part_of_a_thread_goes_out_with_no_other(
    db: None, tmp_path: Path, part: str
) -> None:
    unit = make_unit()
    said = ("Ask for Mrs. Quimby.", "Coats are dry.")
    digests = [vault.keep(content=text, agency_id=unit.agency_id) for text in said]
    approved = ChainEntry(
        at=AT,
        act="approved",
        actor="Sgt. Marcus Whitfield",
        role="",
        sentence="Approved",
        digest=digests[0],
        further=(digests[1],),
    )
    first, second = (
        kept(unit=unit, external_id=f"90{place}", text=text, chain=(approved,))
        for place, text in enumerate(said)
    )
    officer = make_member(unit=unit)
    mark(first, officer, part)
    folder = folder_of(exported(first, officer), tmp_path)
    code, told = verify(folder)
    assert code == 0, told
    assert "withheld under 7(1)(c)" in told
    assert (folder / "records" / second.number / "text.txt").read_text() == said[1]
    assert b"Quimby" not in everything_in(folder)


def test_a_withheld_picture_leaves_no_words_about_it(db: None, tmp_path: Path) -> None:
    unit = make_unit()
    content = blobs.keep(content=drawn.jpeg(), agency_id=unit.agency_id)
    media = [{"alt_text": "Mrs. Quimby at her door", "digest": content, "type": "image/jpeg"}]
    received = canonical({"account": {"network": "x"}, "media": media, "reply_to": None, "text": TEXT})
    exchange = vault.keep(
        content=canonical({"request_body": received, "response_body": "{}"}), agency_id=unit.agency_id
    )
    record = kept(
        unit=unit, received=received, fingerprint=vault.digest_of(received), exchange_digest=exchange
    )
    officer = make_member(unit=unit)
    mark(record, officer, "picture:1")
    folder = folder_of(exported(record, officer), tmp_path)
    code, told = verify(folder)
    assert code == 0, told
    assert b"Quimby" not in everything_in(folder) and not list(folder.rglob("*.jpg"))
    assert TEXT.encode() in everything_in(folder)


def test_only_who_answers_requests_for_records_acts_whatever_a_page_let_in(
    record: Record, officer: Member
) -> None:
    row = mark(record, officer, "approvals")
    export = exported(record, officer)
    collected.go_on_for(export_id=export.pk, seconds=10, at=AT)
    export.refresh_from_db()
    elsewhere = make_member(unit=make_unit(slug="alsip"), first_name="Olga")
    for other in (make_member(unit=officer.unit, role=Role.USMR, first_name="Dana"), elsewhere):
        with pytest.raises(PermissionDenied):
            mark(record, other, "text")
        with pytest.raises(PermissionDenied):
            withheld.give_again(
                record=record, withheld_id=row.pk, reason="No.", actor=other, role="records", at=AT
            )
        with pytest.raises(PermissionDenied):
            collected.downloaded(export=export, actor=other, at=AT)
        if other is not elsewhere:
            with pytest.raises(PermissionDenied):
                exported(record, other)
    collected.downloaded(export=export, actor=officer, at=AT).close()
