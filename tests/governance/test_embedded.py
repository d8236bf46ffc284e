"""Real PostgreSQL and Valkey in a folder: their roles, their secrets, their recovery."""

import contextlib
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from governance.embedded import ports, postgres, processes, temporary, users, valkey
from governance.embedded.refusal import CannotStart

ROOT = Path(__file__).resolve().parents[2]
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Open to other users, as a folder under /root would not be."""
    path = Path(tempfile.mkdtemp(prefix="portal-"))
    path.chmod(0o755)
    yield path
    temporary.remove(path=path)


@pytest.fixture
def database(folder: Path) -> Iterator[postgres.Server]:
    server = postgres.Server(folder=folder, durable=False)
    yield server
    server.stop()


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_the_portal_and_the_owner_are_ordinary_roles(database: postgres.Server) -> None:
    urls = database.start()

    found = ask(
        urls.app,
        "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname ~ '^portal'",
    )

    assert sorted(found) == [
        ("portal_admin", True, True, True),
        ("portal_app", False, False, False),
        ("portal_owner", False, False, True),
    ]


def test_the_restricted_role_can_make_no_table(database: postgres.Server) -> None:
    urls = database.start()

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(urls.app, "CREATE TABLE mine ()")


def test_a_wrong_password_is_refused(database: postgres.Server) -> None:
    urls = database.start()

    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(urls.app, password="guessed")


def test_passwords_are_for_their_owner_alone(database: postgres.Server, folder: Path) -> None:
    database.start()

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder / "passwords").iterdir()}

    assert modes == {"portal_admin": 0o600, "portal_app": 0o600, "portal_owner": 0o600}


def test_no_password_stands_on_a_command_line(database: postgres.Server, folder: Path) -> None:
    database.start()
    broker = valkey.Server(folder=folder / "valkey")
    broker.prepare()

    words = " ".join([*database.command(), *broker.command()])

    assert not [path for path in folder.rglob("passwords/*") if path.read_text().strip() in words]


def test_it_listens_on_this_machine_alone_and_on_no_socket_file(database: postgres.Server) -> None:
    urls = database.start()

    found = ask(urls.admin, "SELECT setting FROM pg_settings WHERE name ~ '^(listen_addr|unix_socket_dir)'")

    assert sorted(found) == [("",), ("127.0.0.1",)]


def test_a_stopped_server_leaves_no_process(database: postgres.Server) -> None:
    database.start()
    pid = int((database.cluster / "postmaster.pid").read_text().split()[0])

    database.stop()

    assert not processes.session_of(pid=pid, since=0)


def test_what_was_committed_survives_a_kill(folder: Path) -> None:
    first = postgres.Server(folder=folder)
    urls = first.start()
    ask(urls.owner, "CREATE TABLE kept (word text)")
    ask(urls.owner, "INSERT INTO kept VALUES ('still here')")
    for pid in processes.session_of(pid=postmaster(folder), since=0):
        os.kill(pid, signal.SIGKILL)

    second = postgres.Server(folder=folder)
    try:
        assert ask(second.start().owner, "SELECT word FROM kept") == [("still here",)]
    finally:
        second.stop()
        first.stop()


def postmaster(folder: Path) -> int:
    return int((folder / "cluster" / "postmaster.pid").read_text().split()[0])


def test_a_start_ends_the_server_of_a_killed_owner(database: postgres.Server, folder: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from governance.embedded import postgres; "
        "postgres.Server(folder=Path(sys.argv[1])).start(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, check=False)
    left = postmaster(folder)
    assert processes.started(pid=left)

    database.start()

    assert postmaster(folder) != left
    assert not processes.session_of(pid=left, since=0)


def test_a_lock_file_that_names_a_stranger_is_no_obstacle(database: postgres.Server) -> None:
    database.start()
    database.stop()
    (database.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{database.cluster}\n")

    urls = database.start()

    assert ask(urls.app, "SELECT 1") == [(1,)]


def test_a_folder_of_another_version_is_refused_with_what_to_do(database: postgres.Server) -> None:
    database.start()
    database.stop()
    (database.cluster / "PG_VERSION").write_text("16\n")

    with pytest.raises(CannotStart, match=r"made by PostgreSQL 16 .* make backup .* make restore"):
        database.start()


def test_a_wrong_folder_of_programs_is_named(
    database: postgres.Server, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_BIN", str(folder))

    with pytest.raises(CannotStart, match=r"PG_BIN is .*no initdb"):
        database.start()


@AS_ROOT
def test_root_without_namespaces_hands_the_folder_to_nobody(
    database: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    closed = [path for path in postgres.programs().resolve().parents if not path.stat().st_mode & 0o001]

    if closed:
        with pytest.raises(CannotStart, match=str(closed[-1])):
            database.start()
        return
    urls = database.start()

    assert ask(urls.app, "SELECT 1") == [(1,)]
    assert database.cluster.owner() == "nobody"


@AS_ROOT
def test_root_without_namespaces_is_told_which_folder_is_closed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    closed = folder / "closed"
    (closed / "below").mkdir(parents=True)
    closed.chmod(0o700)

    with pytest.raises(CannotStart, match=f"{closed} is closed to other users: open it with chmod"):
        users.runner(folder=closed / "below", program=Path("/bin/true"))


@AS_ROOT
def test_root_below_a_closed_folder_keeps_its_rights_in_a_namespace(folder: Path) -> None:
    if subprocess.run(["unshare", "--user", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this kernel gives no user namespaces")
    folder.chmod(0o700)
    server = postgres.Server(folder=folder / "below", durable=False)

    try:
        assert ask(server.start().app, "SELECT 1") == [(1,)]
    finally:
        server.stop()


def test_the_broker_keeps_its_queue_through_a_kill(folder: Path) -> None:
    first = valkey.Server(folder=folder)
    with contextlib.closing(redis.Redis.from_url(first.start())) as client:
        client.rpush("queue", "1")
        time.sleep(1.2)  # It writes through once a second.
    for path in folder.glob("*.pid"):
        processes.kill_noted(path=path)

    second = valkey.Server(folder=folder)
    try:
        with contextlib.closing(redis.Redis.from_url(second.start())) as client:
            assert client.lrange("queue", 0, -1) == [b"1"]
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
            assert client.config_get("bind") == {"bind": "127.0.0.1"}
    finally:
        second.stop()
        first.stop()


def test_the_broker_asks_for_its_password(folder: Path) -> None:
    server = valkey.Server(folder=folder)
    server.start()

    try:
        with (
            contextlib.closing(redis.Redis(port=server.port, retry=Retry(NoBackoff(), 0))) as client,
            pytest.raises(redis.AuthenticationError),
        ):
            client.ping()
        assert stat.S_IMODE((folder / "valkey.conf").stat().st_mode) == 0o600
    finally:
        server.stop()


def test_the_servers_of_a_killed_test_run_are_swept(folder: Path) -> None:
    old = temporary.folder(base=folder)
    server = valkey.Server(folder=old / "valkey")
    server.start()
    (old / "owner").write_text(f"{os.getpid()} 1")  # As if this process's number had been somebody else's.

    new = temporary.folder(base=folder)

    assert not old.exists()
    assert new.exists()
    assert not ports.accepts(port=server.port)
    server.stop()
    shutil.rmtree(new)


def test_a_taken_port_is_one_sentence_that_offers_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CannotStart, match=rf"^Port {port} is taken .* PORT=\d+ make run\.$"):
            ports.require_free(port=port)


@pytest.mark.parametrize("text", ["", "web", "0", "65536", "-1", "80.5"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(CannotStart, match="is no port"):
        ports.read(text=text)
