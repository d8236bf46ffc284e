"""What the supervisor asks of the database and the broker before Django is there."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable

import psycopg2
import redis
from psycopg2 import sql
from psycopg2.extensions import parse_dsn

from governance.embedded import postgres
from governance.embedded.refusal import CannotStart

LOADING, LOADED, OWN = "demonstration: loading", "demonstration: loaded", "a department's own"
"""What the comment on the database says it holds."""
_PLACES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
}


def connect(*, url: str) -> "psycopg2.extensions.connection":
    connection = psycopg2.connect(url, connect_timeout=5)
    connection.autocommit = True
    return connection


def require_answer(*, url: str) -> None:
    """DATABASE_URL leads somewhere."""
    try:
        connect(url=url).close()
    except psycopg2.Error as fault:
        reason = str(fault).strip().splitlines()[0]
        raise CannotStart(
            f"DATABASE_URL does not lead to a database ({reason}): correct or unset it."
        ) from None


def require_broker(*, url: str) -> None:
    """REDIS_URL leads somewhere."""
    try:
        with contextlib.closing(redis.Redis.from_url(url, socket_connect_timeout=5)) as client:
            client.ping()
    except (redis.RedisError, ValueError) as fault:
        raise CannotStart(f"REDIS_URL does not lead to a broker ({fault}): correct or unset it.") from None


def forget_queues(*, url: str) -> None:
    with contextlib.closing(redis.Redis.from_url(url)) as client:
        client.flushall()


def mark(*, url: str) -> str | None:
    """What this database says it holds."""
    with contextlib.closing(connect(url=url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        row = cursor.fetchone()
    return row[0] if row else None


def set_mark(*, url: str, mark: str) -> None:
    with contextlib.closing(connect(url=url)) as connection, connection.cursor() as cursor:
        cursor.execute(_comment(url, mark))


def _comment(url: str, mark: str | None) -> sql.Composed:
    return sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name(url=url)), sql.Literal(mark))


def drop(*, urls: postgres.Urls) -> None:
    """The embedded database goes, whoever is connected to it."""
    _on_cluster(urls, "DROP DATABASE IF EXISTS {} WITH (FORCE)")


def create(*, urls: postgres.Urls) -> None:
    _on_cluster(urls, f"CREATE DATABASE {{}} OWNER {postgres.OWNER}")


def _on_cluster(urls: postgres.Urls, statement: str) -> None:
    beside = f"{urls.admin.rpartition('/')[0]}/postgres"
    with contextlib.closing(connect(url=beside)) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name(url=urls.admin))))


def name(*, url: str) -> str:
    """Which database an address names."""
    named: str = parse_dsn(url)["dbname"]
    return named


def is_empty(*, url: str) -> bool:
    """Whether nobody has made a table there."""
    with contextlib.closing(connect(url=url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public')")
        return cursor.fetchone() == (True,)


def run(program: str, *arguments: str, url: str, meanwhile: Callable[[], None]) -> None:
    """One of PostgreSQL's own programs to its end, `meanwhile` called each second; raises CannotStart with its reason.

    The address goes by the environment: a command line is everybody's to read.
    """
    address = {_PLACES[name]: value for name, value in parse_dsn(url).items() if name in _PLACES}
    with subprocess.Popen(
        [_program(program), *arguments], stderr=subprocess.PIPE, text=True, env=os.environ | address
    ) as process:
        while process.poll() is None:
            try:
                process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                meanwhile()
        said = process.stderr.read() if process.stderr else ""
    if process.returncode:
        raise CannotStart(f"{program} failed: {(said.strip().splitlines() or ['no reason given'])[-1]}")


def _program(name: str) -> str:
    """PG_BIN's or the wheel's, else the one that is installed."""
    try:
        return str(postgres.programs() / name)
    except CannotStart:
        installed = shutil.which(name)
        if installed is None:
            raise CannotStart(
                f"There is no {name} here: install PostgreSQL's client programs, or set PG_BIN to their folder."
            ) from None
        return installed
