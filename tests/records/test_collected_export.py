"""Records that a search found become one file, slice by slice, and the file proves itself (CPD-SM.III.C.3.c)."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import authority as authorities
from accounts.models import Member, Role
from audit import vault
from audit.models import Event
from governance.cast import Cast
from posts import tasks
from records import collected, export_files, growing, inclusion, manifest
from records.collected import Came, FileGone, NotExported
from records.evidence import gathered
from records.growing import Sure
from records.models import Export, ExportState, Record
from records.redacted import NOTHING_HIDDEN
from records.sheet import canonical
from tests.records.conftest import AT, kept, make_member, make_unit, sign

SignIn = Callable[[Member], Any]


def three(unit: Any) -> list[Record]:
    return [
        kept(unit=unit, external_id=str(number), post_id=number, text=f"Coat drive {number}", at=AT)
        for number in (1, 2, 3)
    ]


@pytest.fixture
def export(db: None) -> Export:
    """Three records, signed and asked for."""
    unit = make_unit()
    three(unit)
    sign(at=AT)
    member = make_member(unit=unit)
    return collected.begin(
        actor=member, words="coat", post_ids=[1, 2, 3], unpublished={9: "Never published: draft."}, at=AT
    )


def ended(export: Export) -> Export:
    while collected.pack_further(export_id=export.pk, at=AT, most=1) is Came.FURTHER:
        pass
    export.refresh_from_db()
    return export


def unpacked(content: bytes, to: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        archive.extractall(to)
    (folder,) = to.iterdir()
    return folder


def folder_of(export: Export, to: Path) -> Path:
    return unpacked(export_files.path(export=ended(export)).read_bytes(), to)


def verify(folder: Path) -> tuple[int, str]:
    """As a stranger would: no portal, no packages, no environment."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={}, timeout=120)
    return done.returncode, done.stdout + done.stderr


def test_all_records_come_as_one_file_that_verifies_and_says_what_was_asked(
    export: Export, tmp_path: Path
) -> None:
    folder = folder_of(export, tmp_path)
    code, said = verify(folder)
    assert code == 0, said
    assert "Everything holds: 3 records." in said and "Search for: coat" in said
    assert "left out: post 9. Never published: draft." in said
    assert export.manifest_digest in said
    told = json.loads((folder / "manifest.json").read_text())
    assert told["asked"]["by"] == export.asked_by_name and told["asked"]["zone"] == "America/Chicago"
    assert told["asked"]["local"] == "2026-11-05 10:00:02 CST"
    assert [one["record"] for one in told["records"]] == list(
        Record.objects.order_by("pk").values_list("number", flat=True)
    )
    assert manifest.of(export=export)["records"][0]["record"].startswith("2026-014")


@pytest.mark.parametrize("name", ["text.txt", "chain.json", "record.json", "trail.json"])
def test_a_changed_byte_is_found(export: Export, tmp_path: Path, name: str) -> None:
    folder = folder_of(export, tmp_path)
    path = next((folder / "records").iterdir()) / name
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 2] ^= 1
    path.write_bytes(octets)
    code, said = verify(folder)
    assert code in {1, 2} and f"{name} is not what the manifest says" in said


def test_a_change_that_the_manifest_was_written_for_is_found_by_the_proofs(
    export: Export, tmp_path: Path
) -> None:
    folder = folder_of(export, tmp_path)
    told = json.loads((folder / "manifest.json").read_text())
    each = next(one for one in told["files"] if one["file"].endswith("text.txt"))
    (folder / each["file"]).write_text("Boat drive 1")
    each["sha256"] = growing.hashlib.sha256(b"Boat drive 1").hexdigest()
    each["size"] = len("Boat drive 1")
    (folder / "manifest.json").write_text(json.dumps(told, sort_keys=True, separators=(",", ":")))
    code, said = verify(folder)
    assert code == 1 and "text.txt is missing or not what was kept" in said


@pytest.mark.parametrize("more", [True, False])
def test_a_file_too_many_or_too_few_is_found(export: Export, tmp_path: Path, more: bool) -> None:
    folder = folder_of(export, tmp_path)
    if more:
        (folder / "slipped-in.txt").write_text("x")
    else:
        next(folder.glob("records/*/exchange.json")).unlink()
    code, said = verify(folder)
    assert code in {1, 2}
    assert ("not named: slipped-in.txt" if more else "exchange.json is missing") in said


def test_a_worker_that_died_in_the_middle_is_made_up_for(export: Export, tmp_path: Path) -> None:
    assert collected.pack_further(export_id=export.pk, at=AT, most=1) is Came.FURTHER
    export.refresh_from_db()
    sure = export.written_bytes
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        assert collected.pack_further(export_id=export.pk, at=AT, most=1) is Came.FURTHER
        assert export_files.path(export=export).stat().st_size > sure
        raise KeyboardInterrupt
    with export_files.path(export=export).open("ab") as torn:
        torn.write(b"half a file")
    export.refresh_from_db()
    assert (export.done, export.written_bytes) == (1, sure)
    assert collected.left(at=AT) == []
    assert collected.left(at=AT + timedelta(minutes=2)) == [export.pk]
    tasks.pack_records(export.pk)
    export.refresh_from_db()
    assert (export.state, export.done) == (ExportState.READY, 3)
    code, said = verify(unpacked(export_files.path(export=export).read_bytes(), tmp_path))
    assert code == 0, said


def test_where_a_restored_database_speaks_of_a_file_that_is_gone_it_begins_anew(
    export: Export, tmp_path: Path
) -> None:
    collected.pack_further(export_id=export.pk, at=AT, most=2)
    export_files.path(export=export).unlink()
    assert verify(folder_of(export, tmp_path))[0] == 0


def test_it_waits_for_the_signature_and_says_so(db: None) -> None:
    unit = make_unit()
    record = kept(unit=unit)
    export = collected.begin(
        actor=make_member(unit=unit), words="coat", post_ids=[record.post_id], unpublished={}, at=AT
    )
    assert collected.pack_further(export_id=export.pk, at=AT) is Came.NOWHERE
    assert collected.go_on_for(export_id=export.pk, seconds=1, at=AT)
    later = AT + 2 * collected.SILENT
    assert collected.left(at=later) == [export.pk]
    assert collected.go_on_for(export_id=export.pk, seconds=1, at=later)
    assert collected.left(at=later) == [], "somebody is at it"
    sign(at=AT)
    assert not collected.go_on_for(export_id=export.pk, seconds=1, at=AT)
    assert ended(export).state == ExportState.READY


def test_the_trail_knows_of_making_and_of_each_download(export: Export) -> None:
    with pytest.raises(FileGone):
        collected.downloaded(export=export, actor=export.asked_by, at=AT)
    ended(export)
    for _ in range(2):
        collected.downloaded(export=export, actor=export.asked_by, at=AT).close()
    verbs = Event.objects.filter(verb__startswith="record.export").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "record.export_begun",
        "record.exported",
        "record.export_downloaded",
        "record.export_downloaded",
    ]
    assert verbs[1].keys["records"] == 3 and verbs[1].keys["left_out"] == 1


def test_the_file_goes_when_its_time_is_over_and_what_was_in_it_stays(export: Export) -> None:
    ended(export)
    assert export_files.remove_over(at=AT + timedelta(days=13)) == 0
    assert export_files.remove_over(at=AT + timedelta(days=15)) == 1
    export.refresh_from_db()
    assert export.state == ExportState.GONE and not export_files.path(export=export).exists()
    assert not growing.listing(target=export_files.path(export=export)).exists()
    assert Event.objects.get(verb="record.export_removed").keys["export_id"] == export.pk
    assert len(manifest.of(export=export)["records"]) == 3
    with pytest.raises(FileGone):
        collected.downloaded(export=export, actor=export.asked_by, at=AT)


@pytest.mark.parametrize("change", ["delete", "words", "asked_by_name", "truncate"])
def test_the_database_keeps_what_was_asked(export: Export, change: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        if change == "delete":
            Export.objects.filter(pk=export.pk).delete()
        elif change == "truncate":
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE records_export CASCADE")
        else:
            Export.objects.filter(pk=export.pk).update(**{change: "another"})


@pytest.mark.parametrize("change", [{"manifest_digest": "0" * 64}, {"left_out": []}, {"state": "making"}])
def test_the_database_keeps_what_an_export_held_once_it_was_made(
    export: Export, change: dict[str, Any]
) -> None:
    with pytest.raises(DatabaseError, match="not made again"), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(
            state="gone", ready_at=AT, kept_until=AT, manifest_digest="x"
        )
    ended(export)
    with pytest.raises(DatabaseError, match="not made again"), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(**change)


@pytest.fixture
def of_a_thread(db: None) -> Export:
    """Two parts of three; the second was never kept."""
    unit = make_unit()
    for part in (1, 3):
        text = f"Coat drive {part}"
        received = canonical(
            {
                "account": {"network": "x"},
                "media": [],
                "reply_to": None,
                "text": text,
                "thread": {"of": 3, "part": part},
            }
        )
        kept(
            unit=unit, external_id=str(part), post_id=1, text=text, received=received,
            fingerprint=vault.digest_of(received),
        )  # fmt: skip
    sign(at=AT)
    return collected.begin(actor=make_member(unit=unit), words="coat", post_ids=[1], unpublished={}, at=AT)


def test_a_part_of_a_thread_says_which_it_is_and_which_are_not_here(
    of_a_thread: Export, tmp_path: Path, signed_in: SignIn
) -> None:
    folder = folder_of(of_a_thread, tmp_path)
    manifest_file = folder / "manifest.json"
    told = json.loads(manifest_file.read_text())
    assert [one["thread"] for one in told["records"]] == [{"of": 3, "part": 1}, {"of": 3, "part": 3}]
    code, said = verify(folder)
    assert (code, "thread of post 1, of 3 parts: here are 1, 3; not here: 2" in said) == (0, True), said
    page = signed_in(of_a_thread.asked_by).get(reverse("export", args=[of_a_thread.pk])).content.decode()
    assert "part 3 of 3" in page
    told["records"][0]["thread"]["part"] = 2
    manifest_file.write_text(canonical(told))
    code, said = verify(folder)
    assert (code, "another place: " in said) == (1, True)


def test_nothing_found_or_too_much_is_said(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"actor": export.asked_by, "words": "x", "unpublished": {}, "at": AT}
    with pytest.raises(NotExported, match="no record to export"):
        collected.begin(post_ids=[77], **asked)
    monkeypatch.setattr(collected, "MOST", 2)
    with pytest.raises(NotExported, match="More than 2 records"):
        collected.begin(post_ids=[1, 2, 3], **asked)


def test_a_file_grows_without_being_held_in_memory(tmp_path: Path) -> None:
    """What is added is read piece by piece, and only the list of what is there is read at the end."""
    large, target, sure = tmp_path / "large", tmp_path / "e.zip", Sure(written=0, listed=0)
    large.write_bytes(b"\x01" * 3_000_000)
    for number in range(3):
        with growing.further(target=target, sure=sure) as archive:
            archive.add(name=f"x/{number}", content=large)
    growing.close(target=target, sure=sure)
    growing.close(target=target, sure=sure)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None and archive.namelist() == ["x/0", "x/1", "x/2"]


@pytest.mark.parametrize("key", ["marsh", "admin", "natarajan", "reyes", "tran"])
def test_who_answers_requests_exports_and_for_others_there_is_no_such_page(
    chicago: Cast, signed_in: SignIn, key: str
) -> None:
    member = chicago.people[key]
    held = authorities.load(member=member, at=timezone.now())
    may = held.holds(Role.RECORDS, Role.ADMINISTRATOR)
    assert may is (key in ("marsh", "admin"))
    assert signed_in(member).get(reverse("exports")).status_code == (200 if may else 404)


def test_a_record_is_called_disposed_of_only_when_it_is(export: Export) -> None:
    record = Record.objects.earliest("pk")
    lacking = replace(gathered(record=record), texts={})
    for state, why in (
        ("live", "A text that it rests on is missing."),
        ("disposed", "What it held was disposed of."),
    ):
        record.state = state
        proven = inclusion.proven(events=lacking.events)
        collected._add(None, export, lacking, proven, NOTHING_HIDDEN)
        assert export.left_out[-1] == {"record": record.number, "why": why}
