"""OAuth 1.0a in three legs: a request token, a person's consent, an access token."""

import secrets
import sqlite3
from datetime import datetime, timedelta
from urllib.parse import urlencode

from sandbox import apps, people, signature
from sandbox.answers import Answer, Refused, coded, not_found, unauthorized
from sandbox.clock import stamp, told
from sandbox.request import Request
from sandbox.store import Store

PREFIX = "/oauth/"
PIN = "oob"
"""In place of a callback: the person carries a number over."""
REQUEST_SECONDS = 900


def answer(*, store: Store, request: Request) -> Answer:
    try:
        with store.writing() as db:
            at = told(db=db, otherwise=request.arrived_at)
            match (request.method, request.path.removeprefix(PREFIX)):
                case ("POST", "request_token"):
                    return _form(_begun(db, request, at))
                case ("POST" | "GET", "access_token"):
                    return _form(_ended(db, request, at))
            raise not_found()
    except Refused as refused:
        return refused.answer


def waiting(*, db: sqlite3.Connection, token: str, at: datetime) -> sqlite3.Row | None:
    """A request token that no person has answered yet."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM request_tokens WHERE token = ? AND user_id IS NULL AND expires_at > ?",
        (token, stamp(at)),
    ).fetchone()
    return row


def agree(*, db: sqlite3.Connection, token: str, user_id: str, pin: bool) -> str:
    """A person's consent; the word that proves it."""
    verifier = f"{secrets.randbelow(10**7):07}" if pin else secrets.token_urlsafe(24)
    db.execute(
        "UPDATE request_tokens SET user_id = ?, verifier = ? WHERE token = ?", (user_id, verifier, token)
    )
    return verifier


def _begun(db: sqlite3.Connection, request: Request, at: datetime) -> dict[str, str]:
    oauth = signature.parameters(request=request)
    app = apps.by_consumer(db=db, consumer_key=oauth.get("oauth_consumer_key", ""))
    if app is None:
        raise unauthorized()
    key = signature.Key(name=app["consumer_key"], consumer_secret=app["consumer_secret"], token_secret="")
    signature.check(request=request, oauth=oauth, key=key, db=db, at=request.arrived_at)
    callback = oauth.get("oauth_callback") or request.query.get("oauth_callback", "")
    if callback != PIN and not apps.calls_back_to(app=app, callback=callback):
        raise coded(415, "Callback URL not approved for this client application.")
    token, secret = secrets.token_urlsafe(20), secrets.token_urlsafe(24)
    ends_at = stamp(at + timedelta(seconds=REQUEST_SECONDS))
    db.execute(
        "INSERT INTO request_tokens (token, secret, consumer_key, callback, expires_at) VALUES (?, ?, ?, ?, ?)",
        (token, secret, app["consumer_key"], callback, ends_at),
    )
    return {"oauth_token": token, "oauth_token_secret": secret, "oauth_callback_confirmed": "true"}


def _ended(db: sqlite3.Connection, request: Request, at: datetime) -> dict[str, str]:
    """The request token is used up; the access token stays good."""
    oauth = signature.parameters(request=request)
    row = db.execute(
        "SELECT * FROM request_tokens WHERE token = ? AND user_id IS NOT NULL AND expires_at > ?",
        (oauth.get("oauth_token") or request.query.get("oauth_token", ""), stamp(at)),
    ).fetchone()
    app = None if row is None else apps.by_consumer(db=db, consumer_key=row["consumer_key"])
    shown = oauth.get("oauth_verifier") or request.query.get("oauth_verifier", "")
    if row is None or app is None or not secrets.compare_digest(shown, row["verifier"]):
        raise unauthorized()
    key = signature.Key(name=row["token"], consumer_secret=app["consumer_secret"], token_secret=row["secret"])
    signature.check(request=request, oauth=oauth, key=key, db=db, at=request.arrived_at)
    db.execute("DELETE FROM request_tokens WHERE token = ?", (row["token"],))
    account = people.the(db=db, user_id=row["user_id"])
    token, secret = f"{account['user_id']}-{secrets.token_urlsafe(30)}", secrets.token_urlsafe(34)
    db.execute(
        "INSERT INTO signing_tokens VALUES (?, ?, ?, ?)",
        (token, secret, app["consumer_key"], account["user_id"]),
    )
    return {
        "oauth_token": token,
        "oauth_token_secret": secret,
        "user_id": account["user_id"],
        "screen_name": account["username"],
    }


def _form(values: dict[str, str]) -> Answer:
    return Answer(
        status=200, body=urlencode(values).encode(), content_type="application/x-www-form-urlencoded"
    )
