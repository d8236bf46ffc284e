"""A record holds the pictures that the network received, proves them, and never the originals."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from audit import blobs, vault
from records import bundle, pictures, seal
from records.models import Record
from records.sheet import canonical
from tests import drawn
from tests.records.conftest import AT, TEXT, kept, make_unit, sign
from tests.records.test_export import verify

ORIGINAL = drawn.jpeg(900, 700)
SHOWN = (("A red sky", "image/jpeg", drawn.jpeg()), ("A green wall", "image/png", drawn.png()))


@pytest.fixture
def record(committed_db: str) -> Record:
    """A record of a post with two pictures, signed."""
    unit = make_unit()
    blobs.keep(content=ORIGINAL, agency_id=unit.agency_id)
    media = [
        {
            "alt_text": alt,
            "digest": blobs.keep(content=content, agency_id=unit.agency_id),
            "type": media_type,
        }
        for alt, media_type, content in SHOWN
    ]
    received = canonical({"account": {"network": "x"}, "media": media, "reply_to": None, "text": TEXT})
    record = kept(unit=unit, received=received, fingerprint=vault.digest_of(received))
    sign(at=AT)
    return record


@pytest.fixture
def folder(record: Record, tmp_path: Path) -> Path:
    with zipfile.ZipFile(bundle.packed(record=record)) as archive:
        archive.extractall(tmp_path)
    return tmp_path / f"record-{record.number}"


def test_a_record_names_its_pictures_in_order_with_their_words_and_bytes(record: Record) -> None:
    assert [(each.alt_text, each.media_type) for each in pictures.of(record=record)] == [
        (alt, media_type) for alt, media_type, _ in SHOWN
    ]
    for place, (_, _, content) in enumerate(SHOWN, start=1):
        with pictures.content(record=record, position=place)[1] as file:
            assert file.read() == content
    with pytest.raises(pictures.NoSuchPicture):
        pictures.content(record=record, position=3)


def test_an_export_holds_the_pictures_and_verifies_offline(folder: Path) -> None:
    assert (folder / "pictures/1.jpg").read_bytes() == SHOWN[0][2]
    assert (folder / "pictures/2.png").read_bytes() == SHOWN[1][2]
    done = verify(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pictures/2.png is the one that the network received" in done.stdout


def test_an_export_never_holds_an_original(folder: Path) -> None:
    held = {path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert ORIGINAL not in held


def changed(folder: Path) -> None:
    path = folder / "pictures/1.jpg"
    path.write_bytes(path.read_bytes()[:-1] + b"\0")


def missing(folder: Path) -> None:
    (folder / "pictures/2.png").unlink()


def swapped(folder: Path) -> None:
    (folder / "pictures/1.jpg").write_bytes((folder / "pictures/2.png").read_bytes())


def one_more(folder: Path) -> None:
    (folder / "pictures/3.jpg").write_bytes(ORIGINAL)


def other_words(folder: Path) -> None:
    path = folder / "received.json"
    path.write_text(path.read_text().replace("A red sky", "A red fire"))


@pytest.mark.parametrize("harm", [changed, missing, swapped, one_more, other_words])
def test_an_export_with_another_picture_fails(folder: Path, harm: Any) -> None:
    harm(folder)
    done = verify(folder)
    assert done.returncode == 1
    assert "WRONG" in done.stdout


@pytest.mark.parametrize("harm", ["changed", "removed"])
def test_the_seal_finds_a_picture_that_is_no_longer_what_was_kept(record: Record, harm: str) -> None:
    assert seal.check(record=record, at=AT).failures == ()
    digest = pictures.of(record=record)[0].digest
    path = blobs.path(digest=digest, agency_id=record.agency_id)
    whole = path.read_bytes()
    if harm == "changed":
        path.chmod(0o600)
        path.write_bytes(whole + b"\0")
    else:
        path.unlink()

    found = seal.check(record=record, at=AT)

    path.write_bytes(whole)
    assert not found.verified
    assert any(f"picture 1 ({digest[:8]})" in sentence for sentence in found.failures)
