"""What readers of the API do not see yet, see again and again not, or see still: X's copies do not agree at once."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.answers import invalid
from sandbox.clock import stamp

NAMES = ("timeline_lag", "timeline_flap", "lookup_lag", "delete_lag")
_NEVER = "~"
"""Sorts behind every stamp."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """Posts made after `until` are not seen yet; posts taken down after `gone_since` are seen still."""

    until: str = _NEVER
    gone_since: str = _NEVER

    def shows(self, row: sqlite3.Row) -> bool:
        return row["created_at"] <= self.until and (
            row["deleted_at"] is None or row["deleted_at"] > self.gone_since
        )


def set_for(*, db: sqlite3.Connection, user_id: str, wish: Mapping[str, Any]) -> dict[str, float]:
    """How far an account's copies lie apart, in seconds of the sandbox's clock; what is not named is 0.

    `timeline_lag`: a post is in timelines only after it. `timeline_flap`: while a post is younger, every second
    reading of the timeline misses it. `lookup_lag`: the same as the first for reading by id. `delete_lag`: what was
    taken down lingers. Raises Refused(400).
    """
    seconds = {name: wish.get(name, 0) for name in NAMES}
    for name, value in seconds.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise invalid({name: [str(value)]}, f"{name} is a number of seconds")
    db.execute(
        "INSERT OR REPLACE INTO consistency (user_id, timeline_lag, timeline_flap, lookup_lag, delete_lag)"
        " VALUES (?, ?, ?, ?, ?)",
        (user_id, *(float(value) for value in seconds.values())),
    )
    return {name: float(value) for name, value in seconds.items()}


def timeline(*, db: sqlite3.Connection, user_id: str, at: datetime) -> Sight:
    """What this reading of an account's timeline shows. Readings are counted."""
    row = db.execute(
        "UPDATE consistency SET readings = readings + 1 WHERE user_id = ? RETURNING *", (user_id,)
    ).fetchone()
    if row is None:
        return Sight()
    hidden = max(row["timeline_lag"], row["timeline_flap"] if row["readings"] % 2 == 0 else 0)
    return _sight(hidden=hidden, lingers=row["delete_lag"], at=at)


def lookup(*, db: sqlite3.Connection, user_id: str, at: datetime) -> Sight:
    """What reading by id shows of an account's posts."""
    row = db.execute("SELECT * FROM consistency WHERE user_id = ?", (user_id,)).fetchone()
    return Sight() if row is None else _sight(hidden=row["lookup_lag"], lingers=row["delete_lag"], at=at)


def _sight(*, hidden: float, lingers: float, at: datetime) -> Sight:
    return Sight(
        until=stamp(at - timedelta(seconds=hidden)) if hidden else _NEVER,
        gone_since=stamp(at - timedelta(seconds=lingers)) if lingers else _NEVER,
    )
