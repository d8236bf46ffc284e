"""Whether this database is still the one it was: a restored or copied one must not go on as if nothing had happened.

A row says in which database of which server, and for which INSTALLATION_ID, the portal lives. A dump, a copy, a server
that went back in time or a standby that took over carries the row along, but is another database: it is away from home
until the rooms above have looked at what happened meanwhile and moved in.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection

_IS_HOME = """
SELECT EXISTS (
    SELECT 1 FROM audit_home WHERE id = 1 AND installation = %s AND database = audit_this_database()
)
"""

_ALIVE = """
UPDATE audit_home SET alive_at = clock_timestamp()
WHERE id = 1 AND installation = %s AND database = audit_this_database()
"""

_SETTLE = """
INSERT INTO audit_home (id, installation, database, since, alive_at)
VALUES (1, %s, audit_this_database(), clock_timestamp(), clock_timestamp())
ON CONFLICT (id) DO NOTHING
"""

_MOVE_IN = """
UPDATE audit_home
SET installation = %s, database = audit_this_database(), since = clock_timestamp(), alive_at = clock_timestamp()
WHERE id = 1
"""


class NoHome(Exception):
    """The database does not say where it lives: `migrate` by its owner has not ended."""


def is_home() -> bool:
    """Whether this is the database, and the INSTALLATION_ID, that the portal last lived in."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_HOME, [settings.INSTALLATION_ID])
        found: bool = cursor.fetchone()[0]
    return found


def note_alive() -> None:
    """Note that the portal lives here now, by the database's clock; nothing where it is away."""
    _write(_ALIVE)


def settle() -> None:
    """A database that never said where it lives says so now; one that did is left as it is."""
    _write(_SETTLE)


def last_alive_locked() -> datetime:
    """The last moment at which this was surely the living database; locks the row, so that one process moves in.

    Whatever the backup lacks happened later. Raises NoHome.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT alive_at FROM audit_home WHERE id = 1 FOR UPDATE")
        row = cursor.fetchone()
    if row is None:
        raise NoHome("Run manage.py migrate with DATABASE_OWNER_URL, then start again.")
    moment: datetime = row[0]
    return moment


def move_in() -> None:
    """From now on the portal lives here. Only for whoever has stopped publishing in the same transaction."""
    _write(_MOVE_IN)


def _write(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [settings.INSTALLATION_ID])
