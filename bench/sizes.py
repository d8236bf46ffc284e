"""Two databases of two sizes, between which a measurement changes from one request to the next."""

import contextlib

import psycopg2
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2 import sql

from governance.embedded import postgres

_open: dict[str, BaseDatabaseWrapper] = {}


def copied(*, urls: postgres.Urls, name: str) -> str:
    """A copy of the database as it is now; returns its name."""
    connections.close_all()
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(connection.settings_dict["NAME"])
    )
    with contextlib.closing(psycopg2.connect(urls.owner, dbname="postgres")) as owner:
        owner.autocommit = True
        with owner.cursor() as cursor:
            cursor.execute(made)
    with contextlib.closing(psycopg2.connect(urls.owner, dbname=name)) as owner, owner.cursor() as cursor:
        # Any other copied database starts with publishing stopped.
        cursor.execute("UPDATE audit_home SET database = audit_this_database()")
        owner.commit()
    return name


def analyse(*, urls: postgres.Urls) -> None:
    """What autovacuum would have done by the next morning."""
    with contextlib.closing(psycopg2.connect(urls.owner)) as owner:
        owner.autocommit = True
        with owner.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


def use(name: str) -> None:
    """From now on this thread's connection is one to that database; each is opened once and kept."""
    current = connections["default"]
    _open.setdefault(current.settings_dict["NAME"], current)
    if name not in _open:
        settings = {**current.settings_dict, "NAME": name}
        _open[name] = type(current)(settings, alias="default")
    connections["default"] = _open[name]


def leave() -> None:
    """Close every connection."""
    for one in _open.values():
        one.close()
    connections.close_all()
