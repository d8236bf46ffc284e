"""OAuth 2.0 tokens: short ones to work with, and refresh tokens that are good for one use each.

Only digests are kept. A refresh token that comes a second time ends all that grew from the same consent.
"""

import hashlib
import secrets
import sqlite3
from datetime import datetime, timedelta
from typing import Any

from sandbox import people
from sandbox.answers import unauthorized
from sandbox.caller import Caller
from sandbox.clock import stamp
from sandbox.request import Request

ACCESS_SECONDS = 7200
REFRESH_DAYS = 183
OFFLINE = "offline.access"
SCOPES = {
    "tweet.read": "Read posts",
    "tweet.write": "Publish, repost and delete posts",
    "tweet.moderate.write": "Hide and unhide replies",
    "users.read": "Read account names",
    "media.write": "Upload pictures",
    "like.write": "Like posts",
    "follows.write": "Follow accounts",
    OFFLINE: "Stay connected until you take this back",
}


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue(
    *, db: sqlite3.Connection, client_id: str, user_id: str, scope: str, at: datetime, family: str = ""
) -> dict[str, Any]:
    """What the token endpoint answers: an access token and, for those who may stay, a refresh token."""
    family = family or secrets.token_hex(8)
    access = secrets.token_urlsafe(48)
    ends_at = at + timedelta(seconds=ACCESS_SECONDS)
    told = {"token_type": "bearer", "expires_in": ACCESS_SECONDS, "access_token": access, "scope": scope}
    row = (family, client_id, user_id, scope)
    insert = (
        "INSERT INTO tokens (sha256, kind, family, client_id, user_id, scope, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
    )
    db.execute(insert, (digest(access), "access", *row, stamp(ends_at)))
    if OFFLINE in scope.split():
        refresh = secrets.token_urlsafe(48)
        db.execute(insert, (digest(refresh), "refresh", *row, stamp(at + timedelta(days=REFRESH_DAYS))))
        told["refresh_token"] = refresh
    return told


def caller(*, request: Request, db: sqlite3.Connection, at: datetime) -> Caller:
    """The account behind a bearer token that is good at `at`, by the sandbox's clock. Raises Refused(401)."""
    row = find(db=db, token=request.authorization.removeprefix("Bearer "), kind="access")
    if row is None or row["ended_at"] is not None or row["expires_at"] <= stamp(at):
        raise unauthorized()
    app = db.execute("SELECT consumer_key FROM apps WHERE client_id = ?", (row["client_id"],)).fetchone()
    return Caller(
        account=people.the(db=db, user_id=row["user_id"]),
        consumer_key=app["consumer_key"],
        scopes=frozenset(row["scope"].split()),
    )


def find(*, db: sqlite3.Connection, token: str, kind: str) -> sqlite3.Row | None:
    """Also one that is used up or too old."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM tokens WHERE sha256 = ? AND kind = ?", (digest(token), kind)
    ).fetchone()
    return row


def rotate(*, db: sqlite3.Connection, row: sqlite3.Row, at: datetime) -> dict[str, Any] | None:
    """A new pair for a refresh token, which is used up; None when it was not good any more."""
    if row["ended_at"] is not None:
        end_family(db=db, family=row["family"], at=at)
        return None
    if row["expires_at"] <= stamp(at):
        return None
    end_family(db=db, family=row["family"], at=at, kind="refresh")
    return issue(
        db=db,
        client_id=row["client_id"],
        user_id=row["user_id"],
        scope=row["scope"],
        at=at,
        family=row["family"],
    )


def end_family(*, db: sqlite3.Connection, family: str, at: datetime, kind: str = "%") -> None:
    """Take back all that grew from one consent."""
    db.execute(
        "UPDATE tokens SET ended_at = ? WHERE family = ? AND kind LIKE ? AND ended_at IS NULL",
        (stamp(at), family, kind),
    )


def expire(*, db: sqlite3.Connection, user_id: str, at: datetime) -> None:
    """Let an account's access tokens be too old at once; its refresh tokens stay good."""
    db.execute(
        "UPDATE tokens SET expires_at = ? WHERE user_id = ? AND kind = 'access' AND expires_at > ?",
        (stamp(at), user_id, stamp(at)),
    )
