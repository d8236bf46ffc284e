"""Whether the worker that claimed is still there: a lock of its database session, which ends with the session.

PostgreSQL itself drops the lock when the worker's process or its connection dies, so nobody has to write signs of life
and nobody has to guess how long a call may take. A pooler between worker and database must give sessions, not
transactions.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import Error, connection

_NAMESPACE = 7_305_002
_LOWER_BITS = 2_147_483_647
"""A lock has 31 bits for the attempt's number: two that share them only wait for each other's worker."""
GRACE = timedelta(seconds=4)
"""So long a worker whose connection was cut has to come back with its answer before its attempt is called unknown."""
GIVEN_UP_AFTER = timedelta(seconds=150)
"""Longer than a task may run (120 s): whoever seems to hold such an attempt still is stuck."""

_LEFT = """
SELECT attempt.id FROM posts_attempt attempt
WHERE attempt.outcome = '' AND attempt.claimed_at < clock_timestamp() - make_interval(secs => %s) AND (
    attempt.claimed_at < clock_timestamp() - make_interval(secs => %s) OR NOT EXISTS (
        SELECT 1 FROM pg_locks held
        WHERE held.locktype = 'advisory' AND held.classid = %s AND held.objid = (attempt.id & %s)::oid
        AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND held.objsubid = 2 AND held.pid <> pg_backend_pid()
    )
)
ORDER BY attempt.id LIMIT %s
"""


def claims(*, attempt_id: int) -> None:
    """Hold an attempt for this session, from inside the claim's transaction until `let_go` or the session's end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_NAMESPACE, attempt_id & _LOWER_BITS])


@contextmanager
def while_calling() -> Iterator[None]:
    """However the call ends, this session then holds no attempt: what it leaves unsettled is settled by the sweeper."""
    try:
        yield
    finally:
        # A session that is gone holds nothing.
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")


def left(*, limit: int = 200) -> list[int]:
    """Attempts in flight that nobody holds any more. This session's own count as left: who sweeps does not call."""
    with connection.cursor() as cursor:
        seconds = [GRACE.total_seconds(), GIVEN_UP_AFTER.total_seconds()]
        cursor.execute(_LEFT, [*seconds, _NAMESPACE, _LOWER_BITS, limit])
        return [row[0] for row in cursor.fetchall()]
