"""OAuth 2.0 with PKCE: consent becomes a code, a code becomes tokens, tokens become new ones."""

import base64
import binascii
import hashlib
import secrets
import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from sandbox import apps, effects, faults, people, tokens
from sandbox.answers import Answer, Refused, as_json, not_found
from sandbox.clock import stamp, told
from sandbox.request import Request
from sandbox.store import Store

PREFIX = "/2/oauth2/"
CODE_SECONDS = 30
_BAD_TOKEN = "Value passed for the token was invalid."  # noqa: S105  (a sentence)
_BAD_CODE = "Value passed for the authorization code was invalid."


def answer(*, store: Store, request: Request) -> Answer:
    """Faults are met here as elsewhere; their account is the one whose consent it was."""
    try:
        form = dict(parse_qsl(request.body.decode("utf-8", errors="replace"), keep_blank_values=True))
        with store.writing() as db:
            at = told(db=db, otherwise=request.arrived_at)
            fault = _fault(db, request, form)
            if fault and fault.name == "token_expired":
                raise refused(400, "invalid_request", _BAD_TOKEN)
        given = effects.before(fault=fault, at=at) if fault else None
        if given is None:
            with store.writing() as db:
                given = _granted(db, request, form, at)
            given = effects.after(fault=fault, answer=given) if fault else given
    except Refused as error:
        given = error.answer
    return given


def refused(status: int, error: str, description: str) -> Refused:
    return Refused(as_json({"error": error, "error_description": description}, status=status))


def code_for(
    *,
    db: sqlite3.Connection,
    client_id: str,
    user_id: str,
    wish: Mapping[str, str],
    at: datetime,
) -> str:
    """A code for what a person agreed to, good for 30 seconds and one use."""
    code = secrets.token_urlsafe(48)
    db.execute(
        "INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            tokens.digest(code),
            client_id,
            user_id,
            wish["redirect_uri"],
            wish["scope"],
            wish["code_challenge"],
            wish.get("code_challenge_method", "plain"),
            stamp(at + timedelta(seconds=CODE_SECONDS)),
        ),
    )
    return code


def _fault(db: sqlite3.Connection, request: Request, form: Mapping[str, str]) -> faults.Fault | None:
    row = tokens.find(db=db, token=form.get("refresh_token", ""), kind="refresh")
    account = None if row is None else people.by_id(db=db, user_id=row["user_id"])
    user_id, username = ("", "") if account is None else (account["user_id"], account["username"])
    return faults.take(db=db, request=request, user_id=user_id, username=username)


def _granted(db: sqlite3.Connection, request: Request, form: Mapping[str, str], at: datetime) -> Answer:
    app = _app(db, request, form)
    match (request.method, request.path.removeprefix(PREFIX), form.get("grant_type")):
        case ("POST", "token", "authorization_code"):
            return as_json(_from_code(db, app, form, at))
        case ("POST", "token", "refresh_token"):
            return _refreshed(db, app, form, at)
        case ("POST", "token", _):
            raise refused(400, "unsupported_grant_type", "Grant type is authorization_code or refresh_token.")
        case ("POST", "revoke", _):
            return _revoked(db, app, form, at)
    raise not_found()


def _app(db: sqlite3.Connection, request: Request, form: Mapping[str, str]) -> sqlite3.Row:
    """Who has a secret must show it, by HTTP Basic. Raises Refused(401)."""
    client_id, secret = basic(request) or (form.get("client_id", ""), None)
    app = apps.by_client(db=db, client_id=client_id)
    if app is None or app["client_secret"] != secret:
        raise refused(401, "unauthorized_client", "Missing valid authorization header")
    return app


def basic(request: Request) -> tuple[str, str] | None:
    """Name and secret out of HTTP Basic; None where there is none."""
    if not request.authorization.startswith("Basic "):
        return None
    try:
        pair = base64.b64decode(request.authorization.removeprefix("Basic "), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    client_id, _, secret = pair.partition(":")
    return client_id, secret


def _from_code(
    db: sqlite3.Connection, app: sqlite3.Row, form: Mapping[str, str], at: datetime
) -> dict[str, Any]:
    row = db.execute(
        "DELETE FROM codes WHERE sha256 = ? RETURNING *", (tokens.digest(form.get("code", "")),)
    ).fetchone()
    if row is None or row["client_id"] != app["client_id"] or row["expires_at"] <= stamp(at):
        raise refused(400, "invalid_request", _BAD_CODE)
    if row["callback"] != form.get("redirect_uri") or not _proves(row, form.get("code_verifier", "")):
        raise refused(400, "invalid_request", "Value passed for the code verifier did not match.")
    return tokens.issue(db=db, client_id=app["client_id"], user_id=row["user_id"], scope=row["scope"], at=at)


def _proves(row: sqlite3.Row, verifier: str) -> bool:
    """Whether it is the same party that began."""
    shown = verifier
    if row["method"] == "S256":
        shown = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    return bool(verifier) and secrets.compare_digest(shown.encode(), str(row["challenge"]).encode())


def _refreshed(db: sqlite3.Connection, app: sqlite3.Row, form: Mapping[str, str], at: datetime) -> Answer:
    """Not raised, since what was taken back must stay so."""
    row = tokens.find(db=db, token=form.get("refresh_token", ""), kind="refresh")
    mine = row is not None and row["client_id"] == app["client_id"]
    pair = tokens.rotate(db=db, row=row, at=at) if row is not None and mine else None
    return refused(400, "invalid_request", _BAD_TOKEN).answer if pair is None else as_json(pair)


def _revoked(db: sqlite3.Connection, app: sqlite3.Row, form: Mapping[str, str], at: datetime) -> Answer:
    for kind in ("access", "refresh"):
        row = tokens.find(db=db, token=form.get("token", ""), kind=kind)
        if row is not None and row["client_id"] == app["client_id"]:
            tokens.end_family(db=db, family=row["family"], at=at)
    return as_json({"revoked": True})
