"""Times and the ids that grow with them."""

import sqlite3
from datetime import UTC, datetime

_X_EPOCH_MS = 1288834974657
_COUNTER_BITS = 22


def now() -> datetime:
    return datetime.now(UTC)


def tell(*, db: sqlite3.Connection, at: datetime | None) -> None:
    """Let posts and rate windows take this for the present, to play a past again; None is the real one."""
    db.execute("DELETE FROM told_clock")
    if at is not None:
        db.execute("INSERT INTO told_clock VALUES (1, ?)", (stamp(at),))


def told(*, db: sqlite3.Connection, otherwise: datetime) -> datetime:
    """The present as it was told, else the real one. Signatures are always judged by the real one."""
    row = db.execute("SELECT at FROM told_clock").fetchone()
    return otherwise if row is None else moment(row["at"])


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
