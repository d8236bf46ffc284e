"""Where a person lets an application use an account. Everybody may be anybody here: it is a training ground."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit

from sandbox import apps, oauth1, oauth2, people, tokens
from sandbox.answers import Answer
from sandbox.clock import told
from sandbox.pages import page
from sandbox.request import Request
from sandbox.store import Store

PATHS = frozenset({"/i/oauth2/authorize", "/oauth/authorize", "/oauth/authenticate"})
_NEW = "/i/oauth2/authorize"
_ALL = "Everything that the account may do"


def answer(*, store: Store, request: Request) -> Answer:
    """The page that asks, or the way back with what was decided."""
    with store.writing() as db:
        at = told(db=db, otherwise=request.arrived_at)
        query = request.query
        app = _asking(db, request.path, query, at)
        if app is None:
            sentence = "The application that sent you here is not known, or its request is out of date."
            return page(400, "This request cannot be answered", f"<p>{sentence}</p>")
        callback = _callback(db, request.path, query, at)
        if request.method != "POST":
            return _question(db, app, query, callback)
        form = dict(parse_qsl(request.body.decode("utf-8", errors="replace")))
        return _decided(db, request.path, query, app, form, callback, at)


def _asking(db: sqlite3.Connection, path: str, query: Mapping[str, str], at: datetime) -> sqlite3.Row | None:
    """The application whose request is in order."""
    if path != _NEW:
        row = oauth1.waiting(db=db, token=query.get("oauth_token", ""), at=at)
        return None if row is None else apps.by_consumer(db=db, consumer_key=row["consumer_key"])
    app = apps.by_client(db=db, client_id=query.get("client_id", ""))
    known = set(query.get("scope", "").split()) <= set(tokens.SCOPES) and query.get("scope")
    method = query.get("code_challenge_method", "plain")
    proper = query.get("response_type") == "code" and query.get("state") and query.get("code_challenge")
    if app is None or not known or not proper or method not in {"plain", "S256"}:
        return None
    return app if apps.calls_back_to(app=app, callback=query.get("redirect_uri", "")) else None


def _callback(db: sqlite3.Connection, path: str, query: Mapping[str, str], at: datetime) -> str:
    if path == _NEW:
        return query["redirect_uri"]
    row = oauth1.waiting(db=db, token=query["oauth_token"], at=at)
    return oauth1.PIN if row is None else str(row["callback"])


def _question(db: sqlite3.Connection, app: sqlite3.Row, query: Mapping[str, str], callback: str) -> Answer:
    scopes = [tokens.SCOPES[name] for name in query.get("scope", "").split()] or [_ALL]
    wishes = "".join(f"<li>{escape(words)}</li>" for words in scopes)
    rows = db.execute("SELECT user_id, username, name FROM accounts ORDER BY name COLLATE NOCASE")
    choices = "".join(
        f'<option value="{row["user_id"]}">{escape(row["name"])} (@{escape(row["username"])})</option>'
        for row in rows
    )
    body = (
        f"<p>{escape(app['name'])} wants to:</p><ul>{wishes}</ul>"
        f'<form method="post" action="?{escape(urlencode(query))}">'
        f'<p><label for="account">Account</label> <select id="account" name="account">{choices}</select></p>'
        '<p><button name="decision" value="yes">Authorize app</button> '
        '<button name="decision" value="no">Cancel</button></p></form>'
    )
    shown = page(200, f"Let {app['name']} use an account", body)
    back = urlsplit(callback)
    # A browser holds the way back to the same rule as the form itself.
    goal = "'self'" if callback == oauth1.PIN else f"'self' {back.scheme}://{back.netloc}"
    policy = shown.headers["Content-Security-Policy"].replace("form-action 'none'", f"form-action {goal}")
    return replace(shown, headers={**shown.headers, "Content-Security-Policy": policy})


def _decided(
    db: sqlite3.Connection,
    path: str,
    query: Mapping[str, str],
    app: sqlite3.Row,
    form: Mapping[str, str],
    callback: str,
    at: datetime,
) -> Answer:
    account = people.by_id(db=db, user_id=form.get("account", ""))
    agreed = form.get("decision") == "yes" and account is not None
    if path == _NEW:
        told_back = {"state": query["state"]}
        if agreed and account is not None:
            told_back["code"] = oauth2.code_for(
                db=db, client_id=app["client_id"], user_id=account["user_id"], wish=query, at=at
            )
        else:
            told_back["error"] = "access_denied"
        return _back(callback, told_back)
    token = query["oauth_token"]
    if not agreed or account is None:
        return _back(callback, {"denied": token})
    pin = callback == oauth1.PIN
    verifier = oauth1.agree(db=db, token=token, user_id=account["user_id"], pin=pin)
    if pin:
        return page(
            200, "Your number", f"<p>Enter this number in {escape(app['name'])}:</p><p>{verifier}</p>"
        )
    return _back(callback, {"oauth_token": token, "oauth_verifier": verifier})


def _back(callback: str, told_back: Mapping[str, str]) -> Answer:
    if callback == oauth1.PIN:
        return page(200, "Nothing was changed", "<p>The application may not use an account of yours.</p>")
    joint = "&" if urlsplit(callback).query else "?"
    where = {"Location": f"{callback}{joint}{urlencode(told_back)}", "Cache-Control": "no-store"}
    return Answer(status=303, body=b"", content_type="text/plain; charset=utf-8", headers=where)
