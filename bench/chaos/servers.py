"""PostgreSQL and Valkey of the campaign's own, and everything that is done to them while it runs."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg2
import redis

from bench import sizes
from governance import installation
from governance.embedded import postgres, processes, valkey
from governance.embedded.postgres import APP, Urls
from governance.portal import ROOT

SETTLED_SECONDS = 3
"""How long an account is read for an unclear post; the portal's own default is 600."""


class NotMigrated(Exception):
    """The database of the campaign could not be migrated."""


class Servers:
    """Durable ones: fsync is on, the broker writes what it is told. All state lies below `folder`."""

    def __init__(self, *, folder: Path) -> None:
        self.folder = folder
        self.database = postgres.Server(folder=folder / "postgres")
        self.broker = valkey.Server(folder=folder / "valkey")
        self.urls: Urls

    def start(self) -> None:
        """Both answer, with an empty database."""
        self.urls = self.database.start()
        self.broker.start()

    def stop(self) -> None:
        """Nothing is left running; may be called twice."""
        self.broker.stop()
        self.database.stop()

    def settings(self, *, training_url: str) -> dict[str, str]:
        """What web, worker, beat and this process run with: the portal's own settings, with a short settled period."""
        given = installation.without_settings(os.environ)
        return given | {
            **installation.settings(folder=self.folder, port=8000, demonstration=False),
            "DATABASE_URL": self.urls.app,
            "REDIS_URL": self.broker.url,
            "TRAINING_URL": training_url,
            "SETTLED_SECONDS": str(SETTLED_SECONDS),
            "LOG_LEVEL": "WARNING",
        }

    def migrate(self, *, environment: Mapping[str, str]) -> None:
        """As the owner, as a deployment does. Raises NotMigrated."""
        done = subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"],
            cwd=ROOT,
            env=dict(environment) | {"DATABASE_OWNER_URL": self.urls.owner},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotMigrated(done.stderr)

    def copy(self, *, name: str) -> Urls:
        """A copy of the database as it is now, at home under its own name."""
        sizes.copied(urls=self.urls, name=name)
        return self.database.urls(database=name)

    def durable(self) -> str:
        """What the database itself says of fsync."""
        with self._as_admin() as cursor:
            cursor.execute("SHOW fsync")
            row = cursor.fetchone()
        return str(row[0]) if row else "unknown"

    def restart_database(self) -> None:
        """Immediate mode: no session ends in order, nothing is flushed, the next start recovers from the log."""
        pid = int((self.database.cluster / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        while (self.database.cluster / "postmaster.pid").exists() and processes.started(pid=pid) is not None:
            time.sleep(0.02)
        self.database.start()

    def cut_connections(self) -> int:
        """End every session of the portal's role; how many there were."""
        with self._as_admin() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [APP])
            return len(cursor.fetchall())

    def flush_broker(self) -> None:
        """Every message, and what workers have taken and not acknowledged, is forgotten."""
        with contextlib.closing(self._queue()) as client:
            client.flushall()

    def kill_broker(self) -> None:
        """SIGKILL, and a new start on what it had written."""
        processes.kill_noted(path=self.broker.folder / "valkey.pid")
        self.broker.start()

    def stop_broker(self, *, seconds: float) -> None:
        """Nobody answers for a while."""
        self.broker.stop()
        time.sleep(seconds)
        self.broker.start()

    def messages(self) -> int:
        """What waits in the broker, or was taken and is not acknowledged."""
        from governance.celery import app  # only then are there settings

        with contextlib.closing(self._queue()) as client:
            waiting = sum(int(client.llen(queue.name)) for queue in app.conf.task_queues)
            return waiting + int(client.hlen("unacked"))

    def _queue(self) -> "redis.Redis":
        return redis.Redis.from_url(self.broker.url, socket_timeout=5)

    @contextlib.contextmanager
    def _as_admin(self) -> Iterator["psycopg2.extensions.cursor"]:
        with contextlib.closing(psycopg2.connect(self.urls.admin, connect_timeout=5)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor
