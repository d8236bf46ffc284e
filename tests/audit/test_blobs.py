"""The vault's files: on disk before their row, never changed, and never handed on when they were."""

import os
import stat
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from audit import blobs, roles
from audit.models import Blob
from audit.vault import NotInVault, digest_of
from governance import environment

CONTENT = b"\xff\xd8 some picture"


def test_a_file_is_kept_once_under_its_digest_and_closed(db: None) -> None:
    digest = blobs.keep(content=CONTENT, agency_id=1)
    path = blobs.path(digest=digest, agency_id=1)
    before = path.stat()

    assert blobs.keep(content=CONTENT, agency_id=1) == digest == digest_of(CONTENT)

    assert blobs.content(digest=digest, agency_id=1) == CONTENT
    assert path.parts[-4:] == ("blobs", "1", digest[:2], digest)
    assert stat.S_IMODE(before.st_mode) == 0o444
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert [each.name for each in path.parent.iterdir()] == [digest]
    assert Blob.objects.get(digest=digest).size_bytes == len(CONTENT)


def test_another_agency_has_no_such_file(db: None) -> None:
    digest = blobs.keep(content=CONTENT, agency_id=1)
    with pytest.raises(NotInVault):
        blobs.content(digest=digest, agency_id=2)


def test_the_trail_names_a_file_by_a_salted_digest(db: None) -> None:
    digests = [blobs.keep(content=CONTENT, agency_id=agency_id) for agency_id in (1, 2)]
    sealed = [
        blobs.sealed_digests(digests=[digest], agency_id=agency_id)[digest]
        for agency_id, digest in enumerate(digests, start=1)
    ]
    assert len({*digests, *sealed}) == 3
    with pytest.raises(NotInVault):
        blobs.sealed_digests(digests=["0" * 64], agency_id=1)


def test_there_is_no_row_without_its_file(
    db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAULT_ROOT = tmp_path

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        blobs.keep(content=CONTENT, agency_id=1)
    assert not Blob.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("harm", ["changed", "cut short", "removed"])
def test_bytes_that_are_not_what_was_kept_are_never_handed_on(
    db: None, settings: Any, tmp_path: Path, harm: str
) -> None:
    settings.VAULT_ROOT = tmp_path
    digest = blobs.keep(content=CONTENT, agency_id=1)
    path = blobs.path(digest=digest, agency_id=1)
    path.unlink()
    if harm != "removed":
        path.write_bytes(CONTENT[:-1] + (b"X" if harm == "changed" else b""))
    with pytest.raises((blobs.Changed, NotInVault)):
        blobs.content(digest=digest, agency_id=1)
    if harm != "removed":
        with pytest.raises(blobs.Changed):
            blobs.keep(content=CONTENT, agency_id=1)


def test_many_that_keep_one_file_at_once_keep_it_once(
    committed_db: str, settings: Any, tmp_path: Path
) -> None:
    settings.VAULT_ROOT = tmp_path

    def keep(_: int) -> str:
        try:
            return blobs.keep(content=CONTENT, agency_id=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(keep, range(24))) == {digest_of(CONTENT)}
    assert Blob.objects.count() == 1
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [digest_of(CONTENT)]


def test_the_restricted_role_can_neither_change_nor_remove_a_row(db: None) -> None:
    blobs.keep(content=CONTENT, agency_id=1)
    assert Blob._meta.db_table in roles.written_once_tables()
    for statement in ("UPDATE audit_blob SET digest = ''", "DELETE FROM audit_blob", "TRUNCATE audit_blob"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_not_even_the_owner_changes_or_empties_the_table_by_the_way(owner_connection: Any) -> None:
    with owner_connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_blob (agency_id, digest, salt, size_bytes) VALUES (1, 'd', '\\x00', 1)"
        )
    owner_connection.commit()
    for statement in ("UPDATE audit_blob SET digest = ''", "DELETE FROM audit_blob", "TRUNCATE audit_blob"):
        with owner_connection.cursor() as cursor, pytest.raises(psycopg2.Error, match=r"[Rr]ows"):
            cursor.execute(statement)
        owner_connection.rollback()


def test_the_storage_is_a_folder_that_is_made_and_closed_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORAGE_URL", f"file://{tmp_path}/a%20vault")
    assert environment.folder("STORAGE_URL", "") == tmp_path / "a vault"
    assert stat.S_IMODE((tmp_path / "a vault").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("s3://bucket/vault", "Write file:///path/of/a/folder."),
        ("file://elsewhere/vault", "Write file:///path/of/a/folder."),
        ("/var/lib/vault", "Write file:///path/of/a/folder."),
        ("file:///dev/null/vault", "which cannot be made"),
    ],
)
def test_a_storage_that_cannot_be_stops_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, url: str, sentence: str
) -> None:
    monkeypatch.setenv("STORAGE_URL", url)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        environment.folder("STORAGE_URL", "")


def test_a_large_file_is_kept_and_opened_piece_by_piece(db: None, settings: Any, tmp_path: Path) -> None:
    settings.VAULT_ROOT = tmp_path
    large = tmp_path / "large"
    large.touch()
    os.truncate(large, 40_000_000)
    tracemalloc.start()
    try:
        digest = blobs.keep_file(source=large, agency_id=1)
        for checked_before in (False, True):
            with blobs.opened(digest=digest, agency_id=1, checked_before=checked_before) as file:
                assert file.read(3) == bytes(3)
        assert blobs.is_whole(target=blobs.on_disk(digests=[digest], agency_id=1)[digest], digest=digest)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    assert Blob.objects.get(digest=digest).size_bytes == 40_000_000


@pytest.mark.parametrize("checked_before", [False, True])
def test_a_file_that_changed_is_not_opened(
    db: None, settings: Any, tmp_path: Path, checked_before: bool
) -> None:
    settings.VAULT_ROOT = tmp_path
    digest = blobs.keep(content=CONTENT, agency_id=1)
    blobs.opened(digest=digest, agency_id=1, checked_before=checked_before).close()
    path = blobs.path(digest=digest, agency_id=1)
    path.unlink()
    with pytest.raises(NotInVault):
        blobs.opened(digest=digest, agency_id=1, checked_before=checked_before)
    path.write_bytes(CONTENT[:-1] + b"X")
    with pytest.raises(blobs.Changed):
        blobs.opened(digest=digest, agency_id=1, checked_before=checked_before)
