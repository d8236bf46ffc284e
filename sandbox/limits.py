"""How often each call may be made, and the headers that say so."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox import periods
from sandbox.answers import PROBLEMS, Refused, as_json
from sandbox.caller import Caller

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


CREATE = (
    _quarter("create", 100),
    Limit(name="create_24h", allowed=10_000, period="day", per="app", family="x-app-limit-24hour"),
)
DELETE = (_quarter("delete", 50),)
LOOKUP = (_quarter("lookup", 5_000),)
ONE_POST = (_quarter("one_post", 900),)
TIMELINE = (_quarter("timeline", 900),)
MEDIA = (_quarter("media", 500),)
ME = (_quarter("me", 75),)
USERS = (_quarter("users", 900),)


MENTIONS = (_quarter("mentions", 300),)
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
        owner = caller.account["user_id"] if limit.per == "account" else caller.consumer_key
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
    length = max(1, int(periods.seconds(db=db, name=limit.period)))
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
