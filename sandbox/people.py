"""Accounts: registering them and showing them as X's API does."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sandbox import standing
from sandbox.answers import Refused, as_json, invalid, missing
from sandbox.clock import stamp

FIELDS = frozenset(
    {
        "created_at",
        "description",
        "id",
        "location",
        "name",
        "profile_image_url",
        "protected",
        "public_metrics",
        "url",
        "username",
        "verified",
    }
)
_REQUIRED = (
    "user_id",
    "username",
    "name",
    "consumer_key",
    "consumer_secret",
    "access_token",
    "access_token_secret",
)


def register(*, db: sqlite3.Connection, wish: Mapping[str, Any], at: datetime) -> Mapping[str, Any]:
    """Create an account or bring it up to date; the same wish twice changes nothing."""
    lacking = [name for name in _REQUIRED if not isinstance(wish.get(name), str) or not wish[name]]
    if lacking:
        raise invalid({name: [] for name in lacking}, f"An account needs text for {', '.join(lacking)}")
    if not wish["access_token"].startswith(f"{wish['user_id']}-"):
        raise invalid({"access_token": []}, "The access token begins with the user id and a hyphen")
    values = {name: wish[name] for name in _REQUIRED}
    values |= {"description": str(wish.get("description", "")), "created_at": stamp(at)}
    try:
        row = db.execute(
            """
            INSERT INTO accounts (user_id, username, name, description, consumer_key, consumer_secret,
                                  access_token, access_token_secret, created_at)
            VALUES (:user_id, :username, :name, :description, :consumer_key, :consumer_secret,
                    :access_token, :access_token_secret, :created_at)
            ON CONFLICT (user_id) DO UPDATE SET
                username = excluded.username, name = excluded.name, description = excluded.description,
                consumer_key = excluded.consumer_key, consumer_secret = excluded.consumer_secret,
                access_token = excluded.access_token, access_token_secret = excluded.access_token_secret
            RETURNING *
            """,
            values,
        ).fetchone()
    except sqlite3.IntegrityError:
        sentence = "Another account has this username or access token."
        raise Refused(as_json({"title": "Conflict", "detail": sentence, "status": 409}, status=409)) from None
    return as_x_shows(row, FIELDS, db=db)


def by_id(*, db: sqlite3.Connection, user_id: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute("SELECT * FROM accounts WHERE user_id = ?", (user_id,)).fetchone()
    return row


def the(*, db: sqlite3.Connection, user_id: str) -> sqlite3.Row:
    """An account that is known to be there. Raises LookupError."""
    row = by_id(db=db, user_id=user_id)
    if row is None:
        raise LookupError(user_id)
    return row


def by_name(*, db: sqlite3.Connection, username: str) -> sqlite3.Row | None:
    """Upper and lower case are the same name."""
    row: sqlite3.Row | None = db.execute("SELECT * FROM accounts WHERE username = ?", (username,)).fetchone()
    return row


def by_either(*, db: sqlite3.Connection, name: str) -> sqlite3.Row | None:
    """By user id, else by username."""
    return by_id(db=db, user_id=name) or by_name(db=db, username=name)


def listing(
    *, db: sqlite3.Connection, names: Iterable[str], parameter: str, fields: frozenset[str], reader: str
) -> dict[str, Any]:
    """Those found under data, the others under errors, as X answers a lookup."""
    found, errors = [], []
    for name in names:
        row = (
            by_name(db=db, username=name) if parameter.startswith("username") else by_id(db=db, user_id=name)
        )
        closed = None if row is None else standing.hidden_from(db=db, row=row, reader=reader)
        if row is None or (closed is not None and not _is_seen(db, row)):
            errors.append(closed or missing("user", parameter, name))
        else:
            found.append(as_x_shows(row, fields, db=db))
    return ({"data": found} if found else {}) | ({"errors": errors} if errors else {})


def _is_seen(db: sqlite3.Connection, row: sqlite3.Row) -> bool:
    """Who protects their posts is seen all the same."""
    return standing.of(db=db, user_id=row["user_id"]).state == "protected"


def as_x_shows(row: sqlite3.Row, fields: frozenset[str], *, db: sqlite3.Connection) -> dict[str, Any]:
    """Never a secret."""
    data = {"id": row["user_id"], "name": row["name"], "username": row["username"]}
    image = db.execute("SELECT sha256 FROM profile_images WHERE user_id = ?", (row["user_id"],)).fetchone()
    extra = {
        "created_at": row["created_at"],
        "description": row["description"],
        "location": row["location"] or None,
        "profile_image_url": f"https://pbs.twimg.com/profile_images/{image['sha256'][:16] if image else 'default'}.png",
        "protected": standing.of(db=db, user_id=row["user_id"]).state == "protected",
        "public_metrics": _metrics(db, row["user_id"]) if "public_metrics" in fields else None,
        "url": row["url"] or None,
        "verified": False,
    }
    return data | {name: value for name, value in extra.items() if name in fields and value is not None}


def _metrics(db: sqlite3.Connection, user_id: str) -> dict[str, int]:
    def number(sql: str, value: object) -> int:
        return int(db.execute(sql, (value,)).fetchone()[0])

    followers = "SELECT count(*) FROM acts WHERE kind = 'follow' AND object_id = ? AND ended_at IS NULL"
    following = "SELECT count(*) FROM acts WHERE kind = 'follow' AND user_id = ? AND ended_at IS NULL"
    made = "SELECT count(*) FROM posts WHERE user_id = ? AND deleted_at IS NULL"
    return {
        "followers_count": number(followers, int(user_id)),
        "following_count": number(following, user_id),
        **dict.fromkeys(("tweet_count", "post_count"), number(made, user_id)),
        "listed_count": 0,
    }
