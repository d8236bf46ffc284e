"""Requests whose client was cut off first and that are carried out afterwards: the worst a network can do."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox import people
from sandbox.caller import Caller
from sandbox.clock import moment, stamp
from sandbox.faults import Fault
from sandbox.request import Request

EFFECT = "late_accept"
SECONDS = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Late:
    """A request whose time has come."""

    request: Request
    caller: Caller
    fault: Fault
    due_at: datetime


def keep(*, db: sqlite3.Connection, request: Request, caller: Caller, fault: Fault, at: datetime) -> None:
    """Put a request aside for the fault's `seconds` of the sandbox's clock. On disk: a restart loses nothing."""
    due_at = at + timedelta(seconds=float(fault.details.get("seconds", SECONDS)))
    db.execute(
        """
        INSERT INTO late (due_at, user_id, consumer_key, method, target, host, content_type, body, arrived_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            stamp(due_at),
            caller.user_id,
            caller.consumer_key,
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


def take(*, db: sqlite3.Connection, at: datetime) -> Late | None:
    """The one that is due longest. It is taken once."""
    row = db.execute(
        """
        DELETE FROM late WHERE id = (SELECT id FROM late WHERE due_at <= ? ORDER BY due_at, id LIMIT 1)
        RETURNING *
        """,
        (stamp(at),),
    ).fetchone()
    if row is None:
        return None
    account = people.the(db=db, user_id=row["user_id"])
    return Late(
        request=_request(row),
        caller=Caller(account=account, consumer_key=row["consumer_key"]),
        fault=Fault(name=EFFECT, details={}),
        due_at=moment(row["due_at"]),
    )


def _request(row: sqlite3.Row) -> Request:
    content: bytes = row["body"]
    return Request(
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
