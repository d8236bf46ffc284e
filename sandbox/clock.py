"""Times and the ids that grow with them."""

import sqlite3
from datetime import UTC, datetime, timedelta

_X_EPOCH_MS = 1288834974657
_COUNTER_BITS = 22


def now() -> datetime:
    return datetime.now(UTC)


def tell(*, db: sqlite3.Connection, at: datetime | None) -> None:
    """Let posts, windows and expiry take this for the present, to play a past again; None is the real one."""
    db.execute("DELETE FROM told_clock")
    db.execute("DELETE FROM clock_ahead")
    if at is not None:
        db.execute("INSERT INTO told_clock VALUES (1, ?)", (stamp(at),))


def advance(*, db: sqlite3.Connection, seconds: float) -> None:
    """Move the present on; a clock that was not told goes on running, that much ahead of the real one."""
    db.execute(
        "INSERT INTO clock_ahead VALUES (1, :seconds) ON CONFLICT DO UPDATE SET seconds = seconds + :seconds",
        {"seconds": float(seconds)},
    )


def told(*, db: sqlite3.Connection, otherwise: datetime) -> datetime:
    """The sandbox's present, `otherwise` being the real one. Signatures are always judged by the real one."""
    row = db.execute("SELECT (SELECT at FROM told_clock) AS at, (SELECT seconds FROM clock_ahead) AS ahead")
    at, ahead = row.fetchone()
    return (otherwise if at is None else moment(at)) + timedelta(seconds=ahead or 0)


def stamp(moment: datetime) -> str:
    """As X writes times and as they sort: UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The time a stamp means. Raises ValueError, also when no zone is given."""
    parsed = datetime.fromisoformat(text)
    if parsed.tzinfo is None:
        raise ValueError(f"no zone in {text!r}")
    return parsed.astimezone(UTC)


def snowflake(at: datetime) -> int:
    """The lowest id of that millisecond. Too large for a number in JSON to keep its digits."""
    return (int(at.timestamp() * 1000) - _X_EPOCH_MS) << _COUNTER_BITS
