"""Pages that say several things of one thing: all of them as they stood at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside comes from one snapshot, and nothing can be written.

    Without it PostgreSQL answers each question as of its own moment: a page could read that a post is approved, and a
    moment later the event that took it back. Inside a transaction that has begun, that one's own rules hold.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
