"""How often each call may be made, and the headers that say so.

Windows are fixed, as on X: a window opens with its first call and ends as a whole. Told to slide, each call counts for
a window's length of its own, and one that is refused does not count.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox import periods
from sandbox.answers import PROBLEMS, Refused, as_json
from sandbox.caller import Caller
from sandbox.clock import moment, stamp

_OF_USER = "x-user-limit-24hour"


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """`per` is the account or the application; the header family is how X names the window."""

    name: str
    allowed: int
    period: str
    per: str
    family: str


def _quarter(name: str, allowed: int) -> Limit:
    return Limit(name=name, allowed=allowed, period="quarter", per="account", family="x-rate-limit")


def _of_app(name: str, allowed: int) -> tuple[Limit, ...]:
    """What an application may ask by itself."""
    return (
        Limit(name=f"{name}_by_app", allowed=allowed, period="quarter", per="app", family="x-rate-limit"),
    )


CREATE = (
    _quarter("create", 100),
    Limit(name="create_24h", allowed=10_000, period="day", per="app", family="x-app-limit-24hour"),
)
DELETE = (_quarter("delete", 50),)
LOOKUP, LOOKUP_BY_APP = (_quarter("lookup", 5_000),), _of_app("lookup", 3_500)
ONE_POST, ONE_POST_BY_APP = (_quarter("one_post", 900),), _of_app("one_post", 450)
TIMELINE, TIMELINE_BY_APP = (_quarter("timeline", 900),), _of_app("timeline", 10_000)
MEDIA = (_quarter("media", 500),)
ME = (_quarter("me", 75),)
USERS, USERS_BY_APP = (_quarter("users", 900),), _of_app("users", 300)
MENTIONS, MENTIONS_BY_APP = (_quarter("mentions", 300),), _of_app("mentions", 450)
PROFILE = (_quarter("profile", 15),)
REPOST, UNREPOST = (_quarter("repost", 50),), (_quarter("unrepost", 50),)
FOLLOW, UNFOLLOW = (_quarter("follow", 50),), (_quarter("unfollow", 50),)
HIDE = (_quarter("hide", 50),)
UNLIKE = (_quarter("unlike", 50),)
LIKE = (
    _quarter("like", 50),
    Limit(name="like_24h", allowed=1_000, period="day", per="account", family=_OF_USER),
)


def daily_cap(allowed: int) -> Limit:
    """An account's own, as older plans have it."""
    return Limit(name="own_24h", allowed=allowed, period="day", per="account", family=_OF_USER)


def spend(
    *, db: sqlite3.Connection, limits: tuple[Limit, ...], caller: Caller, at: datetime
) -> Mapping[str, str]:
    """Count one call in every window; the headers for the answer. Raises Refused(429) when one is used up."""
    headers: dict[str, str] = {}
    over = False
    for limit in limits:
        owner = caller.user_id if limit.per == "account" else caller.consumer_key
        used, resets_at = _count(db, owner, limit, at)
        headers[f"{limit.family}-limit"] = str(limit.allowed)
        headers[f"{limit.family}-remaining"] = str(max(0, limit.allowed - used))
        headers[f"{limit.family}-reset"] = str(resets_at)
        over = over or used > limit.allowed
    if over:
        raise too_many(headers)
    return headers


def too_many(headers: Mapping[str, str]) -> Refused:
    return Refused(
        as_json(
            {
                "title": "Too Many Requests",
                "detail": "Too Many Requests",
                "type": f"{PROBLEMS}rate-limits",
                "status": 429,
            },
            status=429,
            headers=headers,
        )
    )


def _count(db: sqlite3.Connection, owner: str, limit: Limit, at: datetime) -> tuple[int, int]:
    """How many calls the window holds with this one, and the second at which a place in it is free."""
    length = max(1, int(periods.seconds(db=db, name=limit.period)))
    counted = _sliding if periods.slide(db=db) else _fixed
    return counted(db, owner, limit, at, length)


def _sliding(db: sqlite3.Connection, owner: str, limit: Limit, at: datetime, length: int) -> tuple[int, int]:
    since = stamp(at - timedelta(seconds=length))
    db.execute("DELETE FROM calls WHERE owner = ? AND family = ? AND at <= ?", (owner, limit.name, since))
    row = db.execute(
        "SELECT count(*) AS used, min(at) AS oldest FROM calls WHERE owner = ? AND family = ?",
        (owner, limit.name),
    ).fetchone()
    if row["used"] < limit.allowed:
        db.execute("INSERT INTO calls VALUES (?, ?, ?)", (owner, limit.name, stamp(at)))
    oldest = at if row["oldest"] is None else moment(row["oldest"])
    return int(row["used"]) + 1, int(oldest.timestamp()) + length + 1


def _fixed(db: sqlite3.Connection, owner: str, limit: Limit, at: datetime, length: int) -> tuple[int, int]:
    row = db.execute(
        """
        INSERT INTO windows VALUES (:owner, :name, :second + :length, 1)
        ON CONFLICT DO UPDATE SET
            used = CASE WHEN resets_at <= :second THEN 1 ELSE used + 1 END,
            resets_at = CASE WHEN resets_at <= :second THEN :second + :length ELSE resets_at END
        RETURNING used, resets_at
        """,
        {"owner": owner, "name": limit.name, "second": int(at.timestamp()), "length": length},
    ).fetchone()
    return int(row["used"]), int(row["resets_at"])
