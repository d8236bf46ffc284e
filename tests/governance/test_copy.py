"""A database carried by dump and restore, as between two versions of PostgreSQL."""

import contextlib
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from governance import copy, databases, installation
from governance.embedded import postgres, temporary
from governance.embedded.refusal import CannotStart


@pytest.fixture
def folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="portal-"))
    place.chmod(0o755)
    yield place
    temporary.remove(path=place)


@pytest.fixture
def dumped(folder: Path) -> Path:
    """A dump of a database with a table that the restricted role may only read."""
    server = postgres.Server(folder=folder / "postgres")
    urls = server.start()
    with contextlib.closing(psycopg2.connect(urls.owner)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 'still here' AS word; GRANT SELECT ON kept TO portal_app")
        connection.commit()
    databases.set_mark(url=urls.owner, mark=databases.LOADED)
    server.stop()
    return copy.dump(folder=folder)


def test_a_restored_database_holds_rows_rights_and_what_it_is(folder: Path, dumped: Path) -> None:
    (folder / "postgres").rename(folder / "postgres-old")

    copy.restore(folder=folder)

    server = postgres.Server(folder=folder / "postgres")
    urls = server.start()
    try:
        with contextlib.closing(psycopg2.connect(urls.app)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT word FROM kept")
            assert cursor.fetchall() == [("still here",)]
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute("DELETE FROM kept")
        assert databases.mark(url=urls.app) == databases.LOADED
    finally:
        server.stop()


def test_a_dump_is_for_its_owner_alone(dumped: Path) -> None:
    assert stat.S_IMODE(dumped.stat().st_mode) == 0o600


def test_nothing_is_restored_over_a_database(folder: Path, dumped: Path) -> None:
    with pytest.raises(CannotStart, match="holds a database: move it away before make restore"):
        copy.restore(folder=folder)


def test_a_running_portal_is_not_dumped(folder: Path) -> None:
    with (
        installation.held(folder=folder),
        pytest.raises(CannotStart, match=r"A portal already runs from .*: stop it first"),
    ):
        copy.dump(folder=folder)
