"""The floors of publishing: rows claimed and marked as done, with nothing in between."""

import time
from collections.abc import Callable

from celery import shared_task
from django.db import connection, transaction
from psycopg2.extensions import connection as Connection

_SKIP_LOCKED = """
UPDATE bench_queue SET state = 'claimed' WHERE id = (
    SELECT id FROM bench_queue WHERE state = 'due' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id
"""
_CLAIM = "UPDATE bench_queue SET state = 'claimed' WHERE id = %s AND state = 'due'"
_DONE = "UPDATE bench_queue SET state = 'done' WHERE id = %s"


def make_queue(owner: Connection) -> None:
    """A table with a state, as bare as a queue can be."""
    with owner.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_queue (id bigint PRIMARY KEY, state text NOT NULL)")
        cursor.execute("CREATE INDEX ON bench_queue (id) WHERE state = 'due'")
    owner.commit()


def fill(*, how_many: int) -> None:
    """So many rows that are due, and no others."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM bench_queue")
        cursor.execute("INSERT INTO bench_queue SELECT n, 'due' FROM generate_series(1, %s) n", [how_many])


def left() -> int:
    """How many are not done yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bench_queue WHERE state <> 'done'")
        count: int = cursor.fetchone()[0]
    return count


def skip_locked(*, how_many: int) -> float:
    """Rows a second of one loop: claim the next in a transaction, mark it as done in another."""
    fill(how_many=how_many)
    begun = time.perf_counter()
    while _one():
        pass
    return how_many / (time.perf_counter() - begun)


def _one() -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SKIP_LOCKED)
        claimed = cursor.fetchone()
    if claimed is None:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DONE, claimed)
    return True


@shared_task
def claim_and_mark(number: int) -> None:
    """A task that carries an id, claims its row and writes a result."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, [number])
        claimed = cursor.rowcount == 1
    if claimed:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_DONE, [number])


def by_celery(*, how_many: int, until: Callable[[Callable[[], bool]], float]) -> float:
    """Rows a second of the workers, from the first message to the last row marked as done."""
    fill(how_many=how_many)
    begun = time.perf_counter()
    for number in range(1, how_many + 1):
        claim_and_mark.delay(number)
    ended = until(lambda: left() == 0)
    return how_many / (ended - begun)
