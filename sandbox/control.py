"""What X does not have: setting up the training ground, planning trouble, and the truth of what was accepted.

Answers only to this machine. A page in a browser cannot reach it: writes must come as JSON, and the
Host must be a name of this machine.
"""

import ipaddress
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sandbox import apps, consistency, credit, faults, media, people, periods, standing, tokens, truth
from sandbox.answers import Answer, Refused, as_json, forbidden, invalid, not_found, plain
from sandbox.clock import advance, moment, stamp, tell, told
from sandbox.request import Request
from sandbox.seeding import seed
from sandbox.store import Store

PREFIX = "/_sandbox/"


def answer(*, store: Store, request: Request) -> Answer:
    try:
        _check_caller(request)
        action = _ACTIONS.get((request.method, request.path.removeprefix(PREFIX)))
        if action is None:
            raise not_found()
        with store.reading() if request.method == "GET" else store.writing() as db:
            return action(db, request, request.arrived_at)
    except Refused as refused:
        return refused.answer


def _check_caller(request: Request) -> None:
    if not _is_loopback(request.peer) or not _is_loopback(request.local_host.strip("[]")):
        raise forbidden("The controls of the training ground answer only to this machine.")
    if request.method == "POST" and not request.content_type.startswith("application/json"):
        raise plain(415, "Unsupported Media Type", "Send application/json.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _health(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    accounts = db.execute("SELECT count(*) FROM accounts").fetchone()[0]
    return as_json({"status": "ok", "at": stamp(at), "accounts": accounts})


def _register(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    return as_json(
        {"data": people.register(db=db, wish=request.json, at=told(db=db, otherwise=at))}, status=201
    )


def _accounts(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    rows = db.execute("SELECT * FROM accounts ORDER BY username").fetchall()
    return as_json({"data": [people.as_x_shows(row, people.FIELDS, db=db) for row in rows]})


def _accepted(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    account = request.parameters("account").get("account")
    return as_json({"accepted": truth.accepted(db=db, account=account)})


def _acts(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    account = request.parameters("account").get("account")
    return as_json({"acts": truth.acts(db=db, account=account)})


def _set_standing(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    """{"account": a user id or name, "state": "locked", "may": [...], "read_only": true, "daily_cap": 17}."""
    user_id = _named(db, request)["user_id"]
    return as_json({"data": standing.set_for(db=db, user_id=user_id, wish=request.json)})


def _fill_credits(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    """{"consumer_key": an application, "dollars": 5}; null dollars are without end."""
    key, wished = str(request.json.get("consumer_key", "")), request.json.get("dollars")
    credit.fill(db=db, consumer_key=key, dollars=None if wished is None else _number(request.json, "dollars"))
    return as_json({"data": credit.left(db=db, consumer_key=key)})


def _register_app(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    return as_json({"data": apps.register(db=db, wish=request.json)}, status=201)


def _grant(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    """{"account", "client_id", "scope"}: a pair of tokens, as if its person had agreed."""
    account, client_id = _named(db, request), str(request.json.get("client_id", ""))
    scope = str(request.json.get("scope", " ".join(tokens.SCOPES)))
    if apps.by_client(db=db, client_id=client_id) is None or not set(scope.split()) <= set(tokens.SCOPES):
        raise invalid(
            {}, f"A grant needs an application that is known and scopes out of {list(tokens.SCOPES)}"
        )
    at = told(db=db, otherwise=at)
    pair = tokens.issue(db=db, client_id=client_id, user_id=account["user_id"], scope=scope, at=at)
    return as_json(pair, status=201)


def _credits(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    key = request.parameters("consumer_key").get("consumer_key", "")
    return as_json({"data": credit.left(db=db, consumer_key=key)})


def _expire(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    """{"account": a user id} lets the pictures it has uploaded be forgotten."""
    account = _named(db, request)
    at = told(db=db, otherwise=at)
    return as_json({"expired": media.expire(db=db, user_id=account["user_id"], at=at)})


def _set_consistency(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    """{"account": a user id or name, "timeline_lag": 3, ...}: how far this account's copies lie apart."""
    user_id = _named(db, request)["user_id"]
    return as_json({"data": consistency.set_for(db=db, user_id=user_id, wish=request.json)})


def _named(db: sqlite3.Connection, request: Request) -> sqlite3.Row:
    account = people.by_either(db=db, name=str(request.json.get("account", "")))
    if account is None:
        raise invalid({"account": []}, "There is no such account")
    return account


def _plan(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    if seconds := faults.closing_seconds(wish=request.json):
        return replace(as_json({"closed_for_seconds": seconds}, status=201), closes_seconds=seconds)
    return as_json({"id": faults.plan(db=db, wish=request.json)}, status=201)


def _planned(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    return as_json({"faults": faults.planned(db=db)})


def _clear(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    return as_json({"removed": db.execute("DELETE FROM faults").rowcount})


def _tell_clock(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    """{"at": a moment} plays a past again, {"at": null} returns to the present, {"advance": seconds} moves on."""
    if "advance" in request.json:
        advance(db=db, seconds=_number(request.json, "advance"))
        return as_json({"at": stamp(told(db=db, otherwise=at))})
    wished = request.json.get("at")
    try:
        tell(db=db, at=None if wished is None else moment(str(wished)))
    except ValueError as error:
        raise invalid({"at": [str(wished)]}, f"at is a moment with its zone, or null: {error}") from None
    return as_json({"at": wished})


def _tell_periods(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    """{"quarter": 5, "day": 60, "duplicates": 0} in seconds, "sliding": true for its windows; {} is as on X."""
    return as_json({"data": periods.tell(db=db, wish=request.json)})


def _number(wish: Mapping[str, Any], name: str) -> float:
    given = wish.get(name)
    if isinstance(given, bool) or not isinstance(given, int | float) or given < 0:
        raise invalid({name: [str(given)]}, f"{name} is a number, not below 0")
    return float(given)


Action = Callable[[sqlite3.Connection, Request, datetime], Answer]

_ACTIONS: Mapping[tuple[str, str], Action] = {
    ("GET", "health"): _health,
    ("GET", "accounts"): _accounts,
    ("POST", "accounts"): _register,
    ("GET", "accepted"): _accepted,
    ("GET", "acts"): _acts,
    ("POST", "standing"): _set_standing,
    ("POST", "apps"): _register_app,
    ("POST", "grants"): _grant,
    ("GET", "credits"): _credits,
    ("POST", "credits"): _fill_credits,
    ("POST", "posts"): seed,
    ("POST", "consistency"): _set_consistency,
    ("POST", "periods"): _tell_periods,
    ("GET", "faults"): _planned,
    ("POST", "faults"): _plan,
    ("DELETE", "faults"): _clear,
    ("POST", "clock"): _tell_clock,
    ("POST", "expired-media"): _expire,
}
