"""A backup is whole or says why it is not; a restore puts it into a new place, database and files."""

import contextlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings

from audit import blobs
from governance import backup, databases, manifest, restore
from governance.cast import Cast
from governance.embedded import postgres, temporary
from governance.embedded.refusal import CannotStart
from tests import people
from tests.conftest import _drop, _run_as_admin

PICTURE = b"the bytes of a picture " * 4_000


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def owner(committed_db: str) -> str:
    """The owner's address of the test's own database."""
    return f"{os.environ['TEST_OWNER_URL'].rpartition('/')[0]}/{committed_db}"


@pytest.fixture
def empty(committed_db: str) -> Iterator[str]:
    """The owner's address of a database with nothing in it."""
    name = f"{committed_db}_restored"
    _run_as_admin(f'CREATE DATABASE "{name}" TEMPLATE template0 OWNER portal_owner')
    yield f"{os.environ['TEST_OWNER_URL'].rpartition('/')[0]}/{name}"
    _drop(name)


@pytest.fixture
def kept(
    committed_db: str, chicago_committed: Cast, at: datetime, tmp_path_factory: Any, monkeypatch: Any
) -> str:
    """A post in review, and the digest of a file in a vault of its own."""
    monkeypatch.setattr(settings, "VAULT_ROOT", tmp_path_factory.mktemp("vault"))
    people.submitted(engaged=chicago_committed, at=at)
    return blobs.keep(content=PICTURE, agency_id=chicago_committed.agency.pk)


@pytest.fixture
def chicago_committed(committed_db: str, at: datetime) -> Cast:
    from governance import cast

    return people.engage_on_duty(house=cast.CHICAGO, at=at)


def _back_up(owner: str, to: Path, lines: list[str]) -> Path:
    return backup.back_up(url=owner, vault=settings.VAULT_ROOT, to=to, say=lines.append)


def _one(url: str, question: str) -> Any:
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def test_what_was_backed_up_is_restored_elsewhere(
    owner: str, empty: str, kept: str, tmp_path: Path, lines: list[str]
) -> None:
    databases.set_mark(url=owner, mark=databases.OWN)
    made = _back_up(owner, tmp_path / "backups", lines)

    whole = restore.restore(source=made, url=empty, vault=tmp_path / "vault", say=lines.append)

    assert _one(empty, "SELECT count(*) FROM posts_post WHERE status = 'in_review'") == (1,)
    assert databases.mark(url=empty) == databases.OWN
    (file,) = whole.files
    assert file.sha256 == kept
    assert (tmp_path / "vault" / file.path).read_bytes() == PICTURE
    assert stat.S_IMODE((tmp_path / "vault" / file.path).stat().st_mode) == 0o444
    assert "Files: 1 of the vault." in lines


def test_a_file_lies_where_the_vault_looks_for_it(
    owner: str, kept: str, chicago_committed: Cast, tmp_path: Path, lines: list[str]
) -> None:
    made = _back_up(owner, tmp_path, lines)

    there = blobs.path(digest=kept, agency_id=chicago_committed.agency.pk).relative_to(settings.VAULT_ROOT)
    assert (made / "vault" / there).read_bytes() == PICTURE


def test_no_key_is_in_a_backup(owner: str, kept: str, tmp_path: Path, lines: list[str]) -> None:
    made = _back_up(owner, tmp_path, lines)

    names = {path.name for path in made.rglob("*") if path.is_file()}
    assert names == {"database.dump", "manifest.json", kept}
    for secret in (settings.SECRET_KEY, *settings.FIELD_KEYS):
        assert secret.encode() not in (made / "manifest.json").read_bytes()


def test_a_backup_is_for_its_owner_alone(owner: str, kept: str, tmp_path: Path, lines: list[str]) -> None:
    made = _back_up(owner, tmp_path, lines)

    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert stat.S_IMODE((made / "database.dump").stat().st_mode) == 0o600


def test_what_was_broken_off_is_no_backup_and_the_next_run_goes_on_with_it(
    owner: str, kept: str, chicago_committed: Cast, tmp_path: Path, lines: list[str]
) -> None:
    other = blobs.keep(content=b"a second picture", agency_id=chicago_committed.agency.pk)
    hidden = blobs.path(digest=max(kept, other), agency_id=chicago_committed.agency.pk)
    aside = hidden.rename(hidden.with_name("aside"))

    with pytest.raises(CannotStart, match="names a file that the vault does not have"):
        _back_up(owner, tmp_path, lines)

    (left,) = tmp_path.iterdir()
    assert left.name.endswith(".partial")
    assert manifest.newest(folder=tmp_path) is None
    first = next(left.rglob(min(kept, other))).stat().st_ino
    aside.rename(hidden)
    made = _back_up(owner, tmp_path, lines)
    assert list(tmp_path.iterdir()) == [made]
    assert next(made.rglob(min(kept, other))).stat().st_ino == first


def test_the_next_backup_takes_no_second_room_for_the_same_file(
    owner: str, kept: str, tmp_path: Path, lines: list[str]
) -> None:
    first = _back_up(owner, tmp_path, lines)
    aside = first.rename(tmp_path / "portal-20200101T000000Z")

    second = _back_up(owner, tmp_path, lines)

    assert next(second.rglob(kept)).samefile(next(aside.rglob(kept)))


def test_a_disk_that_is_too_small_is_told_before_anything_is_written(
    owner: str, kept: str, tmp_path: Path, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: tiny)

    with pytest.raises(CannotStart, match=r"has room for 1 MB and the backup may need \d+ MB: make room"):
        _back_up(owner, tmp_path, lines)

    assert not list(tmp_path.rglob("database.dump"))


def test_a_file_that_changed_in_the_vault_is_not_carried_on(
    owner: str, kept: str, chicago_committed: Cast, tmp_path: Path, lines: list[str]
) -> None:
    path = blobs.path(digest=kept, agency_id=chicago_committed.agency.pk)
    path.chmod(0o644)
    path.write_bytes(PICTURE[:-1] + b"!")

    with pytest.raises(CannotStart, match="is not what it was"):
        _back_up(owner, tmp_path, lines)


@pytest.mark.parametrize("spoilt", ["database.dump", "vault"])
def test_a_spoilt_backup_is_refused(
    owner: str, empty: str, kept: str, tmp_path: Path, lines: list[str], spoilt: str
) -> None:
    made = _back_up(owner, tmp_path / "backups", lines)
    path = made / spoilt if spoilt == "database.dump" else next(made.rglob(kept))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"!")

    with pytest.raises(CannotStart, match="is not what was written: use another backup"):
        restore.restore(source=made, url=empty, vault=tmp_path / "vault", say=lines.append)

    assert databases.is_empty(url=empty)


def test_nothing_is_restored_over_a_database(owner: str, kept: str, tmp_path: Path, lines: list[str]) -> None:
    made = _back_up(owner, tmp_path, lines)

    with pytest.raises(CannotStart, match="is not empty: name a new one"):
        restore.restore(source=made, url=owner, vault=tmp_path / "vault", say=lines.append)


def test_a_folder_without_a_manifest_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="is no finished backup"):
        manifest.read(folder=tmp_path)


def _spoil(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "manifest.json").write_text(text)
    return folder


@pytest.mark.parametrize(
    "spoilt", ["", "{", "[]", "{}", '{"format": 1}', '{"format": 99, "made_at": "later"}']
)
def test_an_older_backup_that_cannot_be_read_stops_none_of_today(
    owner: str, kept: str, tmp_path: Path, lines: list[str], spoilt: str, caplog: pytest.LogCaptureFixture
) -> None:
    first = _back_up(owner, tmp_path, lines).rename(tmp_path / "portal-20200101T000000Z")
    later = _spoil(tmp_path / "portal-20210101T000000Z", spoilt)

    second = _back_up(owner, tmp_path, lines)

    assert next(second.rglob(kept)).samefile(next(first.rglob(kept)))
    assert str(later) in caplog.text
    found = manifest.newest(folder=tmp_path)
    assert found is not None and found[0] == second


def test_whoever_asks_again_has_one_manifest_read_once(
    owner: str, kept: str, tmp_path: Path, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _back_up(owner, tmp_path, lines).rename(tmp_path / "portal-20200101T000000Z")
    made = _back_up(owner, tmp_path, lines)
    read: list[Path] = []
    original = Path.read_text

    def counted(path: Path, *given: Any, **named: Any) -> str:
        read.append(path)
        return original(path, *given, **named)

    monkeypatch.setattr(Path, "read_text", counted)

    assert [manifest.newest(folder=tmp_path) for _ in range(3)] == [manifest.newest(folder=tmp_path)] * 3
    assert read == [made / "manifest.json"]


def test_the_manifest_names_sizes_digests_versions_and_time(
    owner: str, kept: str, tmp_path: Path, lines: list[str]
) -> None:
    made = _back_up(owner, tmp_path, lines)

    told = json.loads((made / "manifest.json").read_text())
    assert told["database"]["sha256"] == manifest.sha256(path=made / "database.dump")
    assert told["database"]["size_bytes"] == (made / "database.dump").stat().st_size
    assert told["portal"] == backup.portal_version()
    assert told["postgresql"] == postgres.version()
    assert told["installation"] == "tests"
    assert datetime.fromisoformat(told["made_at"]).utcoffset() is not None


@pytest.fixture
def folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="portal-"))
    place.chmod(0o755)
    yield place
    temporary.remove(path=place)


def test_the_embedded_database_is_carried_to_another_folder(
    owner: str, kept: str, folder: Path, tmp_path: Path, lines: list[str]
) -> None:
    """The way from one PostgreSQL to the next: only the programs differ."""
    made = _back_up(owner, tmp_path, lines)

    with restore.place(folder=folder, given={}) as url:
        restore.restore(source=made, url=url, vault=folder / "vault", say=lines.append)
    with backup.owner_of(folder=folder, given={}) as url:
        again = backup.back_up(url=url, vault=folder / "vault", to=tmp_path / "again", say=lines.append)

    assert manifest.read(folder=again).files == manifest.read(folder=made).files
    with (
        pytest.raises(CannotStart, match=r"holds a database: name a new folder with INTO="),
        restore.place(folder=folder, given={}),
    ):
        pass
