"""The trail under eight writers, against bare inserts into a table with the same columns, indexes and triggers."""

import json
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction
from psycopg2.extensions import connection as Connection

from audit import checkpoints, sequencer, trail
from audit.models import Pending
from bench.figures import Figure, Target

WRITERS = 8
TURNS = 6
TURN_SECONDS = 1.2
_BARE = """
INSERT INTO bench_twin (agency_id, verb, actor_id, subject, subject_id, at, keys)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


def make_twin(owner: Connection) -> None:
    """The trail's table again, empty, with the same indexes and triggers."""
    with owner.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_twin (LIKE audit_event INCLUDING ALL)")
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE tgrelid = 'audit_event'::regclass AND NOT tgisinternal"
        )
        for (definition,) in cursor.fetchall():
            cursor.execute(definition.replace("audit_event", "bench_twin"))
    owner.commit()


def measure(*, agency_id: int, at: datetime) -> list[Figure]:
    """Events a second over bare inserts a second, and how many a second get their place in the tree."""
    _drain(at)
    keys = {"version": 1}

    def bare(number: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_BARE, [agency_id, "post.saved", 1, "post", number, at, json.dumps(keys)])

    def recorded(number: int) -> None:
        with transaction.atomic():
            trail.record(
                verb="post.saved", agency_id=agency_id, actor_id=1, subject_id=number, at=at, version=1
            )

    counts = {"bare": 0, "recorded": 0}
    for _ in range(TURNS):
        counts["bare"] += _written(bare)
        counts["recorded"] += _written(recorded)
    seconds = TURNS * TURN_SECONDS
    floor, value = counts["bare"] / seconds, counts["recorded"] / seconds
    written = Figure(
        name=f"events, {WRITERS} writers",
        value=value,
        unit="/s",
        floor=floor,
        ratio=value / floor,
        targets=(Target(of="ratio", at_least=0.7),),
    )
    return [written, _sequenced(at)]


def _written(write: Callable[[int], None]) -> int:
    """How many transactions all writers commit in one turn."""
    until = time.perf_counter() + TURN_SECONDS
    done: list[int] = []

    def keep_writing() -> None:
        number = 0
        while time.perf_counter() < until:
            number += 1
            write(number)
        done.append(number)
        connection.close()

    writers = [threading.Thread(target=keep_writing) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return sum(done)


def _drain(at: datetime) -> int:
    key = checkpoints.signing_key(checkpoints.new_key())
    return sequencer.catch_up(key=key, at=at)


def _sequenced(at: datetime) -> Figure:
    waiting = Pending.objects.count()
    begun = time.perf_counter()
    _drain(at)
    seconds = time.perf_counter() - begun
    return Figure(name="sequencer", value=waiting / seconds, unit="/s")
