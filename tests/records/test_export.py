"""An export proves itself: its checker runs alone, offline, and finds one changed letter anywhere."""

import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from audit import vault
from records import bundle
from records.keeping import Addition, note
from records.models import Record
from tests.records.conftest import AT, TEXT, chain_of, kept, make_unit, sign


@pytest.fixture
def record(committed_db: str) -> Record:
    """A record with a reason given on the way and a later addition, signed."""
    unit = make_unit()
    reason = vault.keep(content="Because the date was wrong", agency_id=unit.agency_id)
    first, *rest = chain_of()
    record = kept(unit=unit, chain=(replace(first, digest=reason), *rest))
    with transaction.atomic():
        note(
            entry=Addition(kind="capture", actor="", sentence="First capture of the page"),
            at=AT + timedelta(minutes=1),
            agency_id=record.agency_id,
            record_id=record.pk,
        )
    kept(unit=unit, external_id="2", post_id=8)
    sign(at=AT)
    return record


@pytest.fixture
def folder(record: Record, tmp_path: Path) -> Path:
    """The unpacked export."""
    with zipfile.ZipFile(bundle.packed(record=record)) as archive:
        archive.extractall(tmp_path)
    return tmp_path / f"record-{record.number}"


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the checker as a stranger would: no portal, no packages, no environment."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={}, timeout=60)


def test_an_untouched_export_verifies_without_the_portal(folder: Path, record: Record) -> None:
    """CPD-SM.III.C.3.c"""
    done = verify(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " ".join(record.fingerprint_groups) in done.stdout
    assert "WRONG" not in done.stdout


def test_an_export_holds_everything_by_its_plain_name(folder: Path) -> None:
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {"README.txt", "record.json", "trail.json", "verify.py", "text.txt", "received.json"} <= names
    assert {"chain.json", "exchange.json", "sheet.json"} <= names
    assert len([name for name in names if name.startswith(("additions/", "further/"))]) == 2
    assert (folder / "text.txt").read_text() == TEXT


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("text.txt", "Coat", "Boat"),
        ("received.json", "Coat", "Boat"),
        ("chain.json", "Whitfield", "Whitfeld"),
        ("exchange.json", "response_body", "response_bodi"),
        ("sheet.json", "example_014", "example_015"),
        ("record.json", "example_014", "example_015"),
        ("record.json", '"salt": "', '"salt": "00'),
        ("trail.json", "record.kept", "record.kepd"),
        ("trail.json", '\\"subject_id\\":', '\\"subject_id\\":1'),
    ],
)
def test_one_changed_letter_fails(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / name
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after, 1))
    done = verify(folder)
    assert done.returncode in {1, 2}
    assert "WRONG" in done.stdout


@pytest.mark.parametrize("part", ["signature", "public_key"])
def test_a_checkpoint_of_another_hand_fails(folder: Path, part: str) -> None:
    trail = json.loads((folder / "trail.json").read_text())
    given = trail["checkpoint"][part]
    trail["checkpoint"][part] = ("0" if given[0] != "0" else "1") + given[1:]
    (folder / "trail.json").write_text(json.dumps(trail))
    assert verify(folder).returncode == 1


@pytest.mark.parametrize("name", ["text.txt", "chain.json", "additions"])
def test_a_missing_file_fails(folder: Path, name: str) -> None:
    path = folder / name
    (next(path.iterdir()) if path.is_dir() else path).unlink()
    assert verify(folder).returncode in {1, 2}


def test_a_file_that_passes_for_another_fails(folder: Path) -> None:
    record = json.loads((folder / "record.json").read_text())
    for name in ("text.txt", "received.json"):
        genuine = next(text for text in record["texts"] if text["file"] == name)
        forged = (folder / name).read_text().replace("Coat", "Boat")
        (folder / name).rename(folder / f"genuine-{name}")
        (folder / name).write_text(forged)
        record["texts"].append(genuine | {"digest": vault.digest_of(forged)})
        genuine["file"] = f"genuine-{name}"
    (folder / "record.json").write_text(json.dumps(record))
    done = verify(folder)
    assert done.returncode == 1
    assert "WRONG a file passes for another" in done.stdout


def test_a_state_told_differently_fails(folder: Path) -> None:
    path = folder / "record.json"
    path.write_text(path.read_text().replace('"state": "live"', '"state": "taken_down"'))
    assert verify(folder).returncode == 1


def test_a_dropped_entry_of_the_trail_fails(folder: Path) -> None:
    trail = json.loads((folder / "trail.json").read_text())
    trail["events"] = [each for each in trail["events"] if "record.added" not in each["content"]]
    (folder / "trail.json").write_text(json.dumps(trail))
    assert verify(folder).returncode == 1


def test_the_same_record_under_the_same_checkpoint_is_the_same_file(record: Record) -> None:
    with bundle.packed(record=record) as once, bundle.packed(record=record) as again:
        assert once.read() == again.read()


def test_an_export_before_the_first_signature_says_what_is_missing(committed_db: str, tmp_path: Path) -> None:
    record = kept(unit=make_unit())
    with zipfile.ZipFile(bundle.packed(record=record)) as archive:
        archive.extractall(tmp_path)
    done = verify(tmp_path / f"record-{record.number}")
    assert done.returncode == 1
    assert "there is no checkpoint" in done.stdout
