"""What the supervisor asks of the database and the broker before Django is there."""

import contextlib

import psycopg2
import redis
from psycopg2 import sql
from psycopg2.extensions import parse_dsn

from governance.embedded import postgres
from governance.embedded.refusal import CannotStart

LOADING, LOADED, OWN = "demonstration: loading", "demonstration: loaded", "a department's own"
"""What the comment on the database says it holds; it travels with a dump."""


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


def mark_statement(*, url: str) -> str:
    """The line that a dump of one database leaves out."""
    with contextlib.closing(connect(url=url)) as connection:
        return f"{_comment(url, mark(url=url)).as_string(connection)};\n"


def _comment(url: str, mark: str | None) -> sql.Composed:
    name = sql.Identifier(parse_dsn(url)["dbname"])
    return sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(mark))


def drop(*, urls: postgres.Urls) -> None:
    """The embedded database goes, whoever is connected to it."""
    _on_cluster(urls, "DROP DATABASE IF EXISTS {} WITH (FORCE)")


def create(*, urls: postgres.Urls) -> None:
    _on_cluster(urls, f"CREATE DATABASE {{}} OWNER {postgres.OWNER}")


def _on_cluster(urls: postgres.Urls, statement: str) -> None:
    name = parse_dsn(urls.admin)["dbname"]
    beside = f"{urls.admin.rpartition('/')[0]}/postgres"
    with contextlib.closing(connect(url=beside)) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
