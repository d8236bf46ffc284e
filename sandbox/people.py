"""Accounts: registering them and showing them as X's API does."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sandbox.answers import Refused, as_json, invalid, missing
from sandbox.clock import stamp

FIELDS = frozenset({"created_at", "description", "id", "name", "protected", "username", "verified"})
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
    return as_x_shows(row, FIELDS)


def by_id(*, db: sqlite3.Connection, user_id: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute("SELECT * FROM accounts WHERE user_id = ?", (user_id,)).fetchone()
    return row


def by_name(*, db: sqlite3.Connection, username: str) -> sqlite3.Row | None:
    """Upper and lower case are the same name."""
    row: sqlite3.Row | None = db.execute("SELECT * FROM accounts WHERE username = ?", (username,)).fetchone()
    return row


def by_either(*, db: sqlite3.Connection, name: str) -> sqlite3.Row | None:
    """By user id, else by username."""
    return by_id(db=db, user_id=name) or by_name(db=db, username=name)


def listing(
    *, db: sqlite3.Connection, names: Iterable[str], parameter: str, fields: frozenset[str]
) -> dict[str, Any]:
    """Those found under data, the others under errors, as X answers a lookup."""
    found, errors = [], []
    for name in names:
        row = (
            by_name(db=db, username=name) if parameter.startswith("username") else by_id(db=db, user_id=name)
        )
        if row is None:
            errors.append(missing("user", parameter, name))
        else:
            found.append(as_x_shows(row, fields))
    return ({"data": found} if found else {}) | ({"errors": errors} if errors else {})


def as_x_shows(row: sqlite3.Row, fields: frozenset[str]) -> dict[str, Any]:
    """Never a secret."""
    data = {"id": row["user_id"], "name": row["name"], "username": row["username"]}
    extra = {
        "created_at": row["created_at"],
        "description": row["description"],
        "protected": False,
        "verified": False,
    }
    return data | {name: value for name, value in extra.items() if name in fields}
