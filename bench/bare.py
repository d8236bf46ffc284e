"""The floors of publishing: rows claimed and marked as done, with nothing in between or one call of the network."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from celery import Task, shared_task
from django.db import connection, transaction
from psycopg2.extensions import connection as Connection

from accounts.models import Network
from accounts.reach import outlet
from governance.cast import training_keys
from outlets.credential import OAuth1Credential
from outlets.intent import Intent
from outlets.outcomes import Published

ACCOUNTS = 500
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
    if _claimed(number):
        _mark(number)


@shared_task
def claim_call_and_mark(number: int) -> None:
    """The same with one call of the network in between, as the portal makes it: what no post can do without."""
    if _claimed(number) and isinstance(_call(number), Published):
        _mark(number)


def account_number(place: int) -> str:
    """The network's number of the bench's account at a place."""
    return str(7_700_000 + place % ACCOUNTS)


def _call(number: int) -> object:
    named, now = account_number(number), datetime.now(UTC)
    intent = Intent(
        publication_id=f"floor-{number}",
        attempt=1,
        handle=f"bench{number % ACCOUNTS}",
        external_user_id=named,
        text=f"Lock your side door tonight. Floor {number}, {now:%H:%M:%S}.",
    )
    keys = OAuth1Credential(**training_keys(external_id=named))
    return outlet(network=Network.TRAINING, credential=keys).publish(intent, now=now)


def _claimed(number: int) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, [number])
        claimed: bool = cursor.rowcount == 1
    return claimed


def _mark(number: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DONE, [number])


def by_celery(
    *, task: "Task[[int], None]", how_many: int, until: Callable[[Callable[[], bool]], float]
) -> float:
    """Rows a second of the workers, from the first message to the last row marked as done."""
    fill(how_many=how_many)
    begun = time.perf_counter()
    for number in range(1, how_many + 1):
        task.delay(number)
    ended = until(lambda: left() == 0)
    return how_many / (ended - begun)
