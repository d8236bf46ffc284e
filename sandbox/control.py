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

from sandbox import consistency, faults, media, people, posts, truth
from sandbox.answers import Answer, Refused, as_json, forbidden, invalid, not_found, plain
from sandbox.clock import advance, moment, snowflake, stamp, tell, told
from sandbox.request import Request
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
    return as_json({"data": [people.as_x_shows(row, people.FIELDS) for row in rows]})


def _accepted(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    account = request.parameters("account").get("account")
    return as_json({"accepted": truth.accepted(db=db, account=account)})


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


def _seed(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    """Put past posts in place. A post that is already there is left alone, so a seed may be repeated."""
    wishes = request.json.get("posts", [request.json])
    if not isinstance(wishes, list) or not all(isinstance(wish, dict) for wish in wishes):
        raise invalid({"posts": []}, "posts is a list of objects")
    return as_json({"ids": [str(_seed_one(db, wish)) for wish in wishes]}, status=201)


def _seed_one(db: sqlite3.Connection, wish: Mapping[str, Any]) -> int:
    account = people.by_either(db=db, name=str(wish.get("account", "")))
    text, wanted = wish.get("text"), str(wish.get("id", "0"))
    if account is None or not isinstance(text, str) or not posts.is_id(wanted):
        raise invalid(
            {"posts": [str(wish)]}, "A post needs a known account, a text and, if any, an id of digits"
        )
    try:
        created_at = moment(str(wish.get("created_at")))
        deleted_at = stamp(moment(str(wish["deleted_at"]))) if wish.get("deleted_at") else None
    except ValueError as error:
        raise invalid({"created_at": [str(wish.get("created_at"))]}, str(error)) from None
    there = db.execute(
        "SELECT id FROM posts WHERE id = ? OR (user_id = ? AND text = ? AND created_at = ?)",
        (int(wanted), account["user_id"], text, stamp(created_at)),
    ).fetchone()
    if there is not None:
        return int(there["id"])
    post_id = int(wanted) or _free_id(db, created_at)
    db.execute(
        """
        INSERT INTO posts (id, user_id, text, reply_settings, created_at, deleted_at, origin)
        VALUES (?, ?, ?, ?, ?, ?, 'seed')
        """,
        (post_id, account["user_id"], text, wish.get("reply_settings"), stamp(created_at), deleted_at),
    )
    return post_id


def _free_id(db: sqlite3.Connection, created_at: datetime) -> int:
    post_id = snowflake(created_at)
    while db.execute("SELECT 1 FROM posts WHERE id = ?", (post_id,)).fetchone():
        post_id += 1
    return post_id


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


def _set_duplicates(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    """{"hours": n}: how long the same text is refused on one account; 0 for never."""
    hours = _number(request.json, "hours")
    db.execute("INSERT OR REPLACE INTO duplicate_window VALUES (1, ?)", (hours,))
    return as_json({"hours": hours})


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
    ("POST", "posts"): _seed,
    ("POST", "consistency"): _set_consistency,
    ("POST", "duplicates"): _set_duplicates,
    ("GET", "faults"): _planned,
    ("POST", "faults"): _plan,
    ("DELETE", "faults"): _clear,
    ("POST", "clock"): _tell_clock,
    ("POST", "expired-media"): _expire,
}
