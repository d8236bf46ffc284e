"""Requests whose client was cut off first and that are carried out afterwards: the worst a network can do."""

import sqlite3
from datetime import datetime, timedelta

from sandbox.clock import moment, stamp
from sandbox.faults import Fault
from sandbox.request import Request

SECONDS = 1


def keep(*, db: sqlite3.Connection, request: Request, user_id: str, fault: Fault, at: datetime) -> None:
    """Put a request aside for the fault's `seconds` of the sandbox's clock. On disk: a restart loses nothing."""
    due_at = at + timedelta(seconds=float(fault.details.get("seconds", SECONDS)))
    db.execute(
        """
        INSERT INTO late (due_at, user_id, method, target, host, content_type, body, arrived_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            stamp(due_at),
            user_id,
            request.method,
            request.target,
            request.host,
            request.content_type,
            request.body,
            stamp(request.arrived_at),
        ),
    )


def is_due(*, db: sqlite3.Connection, at: datetime) -> bool:
    return db.execute("SELECT 1 FROM late WHERE due_at <= ?", (stamp(at),)).fetchone() is not None


def take(*, db: sqlite3.Connection, at: datetime) -> tuple[Request, str, datetime] | None:
    """The request that is due longest, its account and when it was due; it is taken once."""
    row = db.execute(
        """
        DELETE FROM late WHERE id = (SELECT id FROM late WHERE due_at <= ? ORDER BY due_at, id LIMIT 1)
        RETURNING *
        """,
        (stamp(at),),
    ).fetchone()
    if row is None:
        return None
    content: bytes = row["body"]
    request = Request(
        method=row["method"],
        target=row["target"],
        host=row["host"],
        local_host="",
        peer="",
        authorization="",
        content_type=row["content_type"],
        read_body=lambda: content,
        arrived_at=moment(row["arrived_at"]),
    )
    return request, str(row["user_id"]), moment(row["due_at"])
