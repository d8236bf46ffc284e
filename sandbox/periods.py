"""How long X remembers: as on X, unless it is told to be quicker, so that a test need not wait a quarter of an hour."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from sandbox.answers import invalid

SECONDS: Mapping[str, float] = {"quarter": 900, "day": 86_400, "duplicates": 86_400}
"""Of the two rate windows, and in which the same text is refused on one account; 0 is never."""


def seconds(*, db: sqlite3.Connection, name: str) -> float:
    row = db.execute("SELECT seconds FROM periods WHERE name = ?", (name,)).fetchone()
    return SECONDS[name] if row is None else float(row["seconds"])


def slide(*, db: sqlite3.Connection) -> bool:
    """Whether rate windows slide instead of ending as a whole."""
    return db.execute("SELECT 1 FROM periods WHERE name = 'sliding'").fetchone() is not None


def tell(*, db: sqlite3.Connection, wish: Mapping[str, Any]) -> dict[str, float]:
    """What is not named is as on X again; `sliding` is true or false. Windows that have begun keep their end.

    Raises Refused(400).
    """
    sliding = wish.get("sliding", False)
    if not isinstance(sliding, bool):
        raise invalid({"sliding": [str(sliding)]}, "sliding is true or false")
    lengths = {name: value for name, value in wish.items() if name != "sliding"}
    for name, value in lengths.items():
        if name not in SECONDS or isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise invalid({name: [str(value)]}, f"A period is one of {list(SECONDS)}, in seconds, or sliding")
    db.execute("DELETE FROM periods")
    rows = [(name, float(each)) for name, each in lengths.items()] + [("sliding", 1.0)] * sliding
    db.executemany("INSERT INTO periods VALUES (?, ?)", rows)
    return {name: seconds(db=db, name=name) for name in SECONDS}
