"""An application by itself: one bearer token, of no account, for what everybody may read."""

import secrets
import sqlite3
from collections.abc import Mapping
from urllib.parse import parse_qsl

from sandbox import apps, oauth2
from sandbox.answers import Answer, Refused, as_json, coded, not_found
from sandbox.caller import Caller
from sandbox.request import Request
from sandbox.store import Store

PREFIX = "/oauth2/"
_BEGINNING = "A" * 22
"""As X's begin."""


def answer(*, store: Store, request: Request) -> Answer:
    """`token` gives the same token until `invalidate_token` has ended it."""
    try:
        form = dict(parse_qsl(request.body.decode("utf-8", errors="replace"), keep_blank_values=True))
        with store.writing() as db:
            app = _app(db, request)
            match (request.method, request.path.removeprefix(PREFIX)):
                case ("POST", "token"):
                    return as_json(_given(db, app, form))
                case ("POST", "invalidate_token"):
                    return as_json(_ended(db, app, form | dict(request.query)))
            raise not_found()
    except Refused as refused:
        return refused.answer


def caller(*, request: Request, db: sqlite3.Connection) -> Caller | None:
    """The application behind a bearer token; None where it is not an application's."""
    row = db.execute(
        "SELECT consumer_key FROM app_tokens WHERE token = ?",
        (request.authorization.removeprefix("Bearer "),),
    ).fetchone()
    return None if row is None else Caller(account=None, consumer_key=row["consumer_key"])


def _app(db: sqlite3.Connection, request: Request) -> sqlite3.Row:
    consumer_key, secret = oauth2.basic(request) or ("", "")
    app = apps.by_consumer(db=db, consumer_key=consumer_key)
    if app is None or not secrets.compare_digest(app["consumer_secret"].encode(), secret.encode()):
        raise coded(99, "Unable to verify your credentials")
    return app


def _given(db: sqlite3.Connection, app: sqlite3.Row, form: Mapping[str, str]) -> dict[str, str]:
    if form.get("grant_type") != "client_credentials":
        raise coded(170, "Missing required parameter: grant_type")
    db.execute(
        "INSERT INTO app_tokens VALUES (?, ?) ON CONFLICT DO NOTHING",
        (app["consumer_key"], _BEGINNING + secrets.token_urlsafe(60)),
    )
    row = db.execute("SELECT token FROM app_tokens WHERE consumer_key = ?", (app["consumer_key"],)).fetchone()
    return {"token_type": "bearer", "access_token": row["token"]}


def _ended(db: sqlite3.Connection, app: sqlite3.Row, form: Mapping[str, str]) -> dict[str, str]:
    token = form.get("access_token", "")
    gone = db.execute(
        "DELETE FROM app_tokens WHERE consumer_key = ? AND token = ?", (app["consumer_key"], token)
    )
    if not gone.rowcount:
        raise coded(348, "Client application is not permitted to to invalidate this token.")
    return {"access_token": token}
