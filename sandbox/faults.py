"""Trouble on demand: a plan of what shall go wrong, worked off in order, never by chance."""

import fnmatch
import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.answers import invalid
from sandbox.request import Request

BEFORE = frozenset(
    {
        "cap_24h",
        "credits_depleted",
        "duplicate_403",
        "late_accept",
        "rate_limited",
        "reject_before",
        "reset_before",
        "reset_before_read",
        "suspended",
        "token_expired",
    }
)
AFTER = frozenset(
    {
        "accept_then_bad_json",
        "accept_then_close",
        "accept_then_cut",
        "accept_then_hang",
        "accept_then_reset",
        "accept_then_status",
        "accept_then_truncated_body",
        "media_failed",
        "media_pending",
        "refresh_lost",
        "slow",
    }
)
CLOSING = "refuse_connection"
"""Happens when it is planned, to every connection: what is refused cannot be matched."""
WINDOWS: Mapping[str, str] = {
    "endpoint": "x-rate-limit",
    "user_24h": "x-user-limit-24hour",
    "app_24h": "x-app-limit-24hour",
}
"""The family of headers by the window that a fault uses up."""
_FINALIZE = "/2/media/upload/*/finalize"
_ONLY_ON = {"refresh_lost": "/2/oauth2/token", "media_pending": _FINALIZE, "media_failed": _FINALIZE}
"""Where these happen unless the wish names a path."""
_NEVER_READ = "reset_before_read"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that goes wrong. `details` holds what its effect needs: status, body, headers, seconds."""

    name: str
    details: Mapping[str, Any]


def plan(*, db: sqlite3.Connection, wish: Mapping[str, Any]) -> int:
    """Remember a fault for the `nth` request that matches and the `times - 1` after it. Raises Refused(400)."""
    match, effect = wish.get("match", {}), wish.get("effect")
    effect = {"name": effect} if isinstance(effect, str) else effect
    numbers = [wish.get("nth", 1), wish.get("times", 1)]
    if not isinstance(match, dict) or not isinstance(effect, dict) or not all(map(_counts, numbers)):
        raise invalid(
            {}, "A fault is {match: {method, path, account, text}, nth, times, effect: {name, ...}}"
        )
    _check(match, str(effect.get("name")))
    _check_details(effect)
    row = db.execute(
        "INSERT INTO faults (method, path, account, text, effect, remaining, passed_over)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            str(match.get("method", "*")).upper(),
            str(match.get("path", _ONLY_ON.get(effect["name"], "*"))),
            match.get("account"),
            match.get("text"),
            json.dumps(effect),
            numbers[1],
            numbers[0] - 1,
        ),
    ).fetchone()
    return int(row["id"])


def closing_seconds(*, wish: Mapping[str, Any]) -> float:
    """How long nobody shall be let in; 0 when the wish is for another fault. Raises Refused(400)."""
    effect = wish.get("effect")
    effect = {"name": effect} if isinstance(effect, str) else effect
    if not isinstance(effect, dict) or effect.get("name") != CLOSING:
        return 0
    if wish.get("match"):
        raise invalid({"match": []}, "A connection that is refused has no request to match")
    _check_details(effect)
    return float(effect.get("seconds", 1))


def _counts(number: object) -> bool:
    return type(number) is int and number >= 1


def _check(match: Mapping[str, Any], name: str) -> None:
    if name not in BEFORE | AFTER:
        raise invalid({"effect": [name]}, f"effect is one of {sorted(BEFORE | AFTER | {CLOSING})}")
    if strangers := set(match) - {"method", "path", "account", "text"}:
        raise invalid({stranger: [] for stranger in strangers}, "match knows method, path, account and text")
    if name == _NEVER_READ and "text" in match:
        raise invalid({"text": []}, "A request that is never read has no text to match")
    pattern = match.get("text")
    try:
        re.compile(pattern if isinstance(pattern, str) else "")
    except re.error as error:
        raise invalid({"text": [str(pattern)]}, f"text is a regular expression: {error}") from None


def _check_details(effect: Mapping[str, Any]) -> None:
    for name in ("seconds", "held", "reset_in"):
        given = effect.get(name, 0)
        if isinstance(given, bool) or not isinstance(given, int | float) or given < 0:
            raise invalid({name: [str(given)]}, f"{name} is a number of seconds")
    if not _counts(effect.get("polls", 1)):
        raise invalid({"polls": [str(effect["polls"])]}, "polls is how often it is still at work, from 1")
    if effect.get("window", "endpoint") not in list(WINDOWS):
        raise invalid({"window": [str(effect["window"])]}, f"window is one of {list(WINDOWS)}")


def planned(*, db: sqlite3.Connection) -> list[dict[str, Any]]:
    """The whole plan, oldest first: how often each still happens and how often it did."""
    return [
        {
            "id": row["id"],
            "match": {name: row[name] for name in ("method", "path", "account", "text")},
            "effect": json.loads(row["effect"]),
            "remaining": row["remaining"],
            "taken": row["taken"],
        }
        for row in db.execute("SELECT * FROM faults ORDER BY id")
    ]


def leaves_unread(*, db: sqlite3.Connection) -> bool:
    """Whether some request shall be broken off before its body is read."""
    named = f'%"{_NEVER_READ}"%'
    row = db.execute("SELECT 1 FROM faults WHERE remaining > 0 AND effect LIKE ?", (named,)).fetchone()
    return row is not None


def take(*, db: sqlite3.Connection, request: Request, user_id: str, username: str) -> Fault | None:
    """The oldest planned fault that fits and is due, one use less remaining. Every fit counts towards its turn."""
    for row in db.execute("SELECT * FROM faults WHERE remaining > 0 ORDER BY id").fetchall():
        if not _fits(row, request, {user_id, username}):
            continue
        if row["passed_over"]:
            db.execute("UPDATE faults SET passed_over = passed_over - 1 WHERE id = ?", (row["id"],))
            continue
        db.execute(
            "UPDATE faults SET remaining = remaining - 1, taken = taken + 1 WHERE id = ?", (row["id"],)
        )
        details = json.loads(row["effect"])
        return Fault(name=details["name"], details=details)
    return None


def _fits(row: sqlite3.Row, request: Request, names: set[str]) -> bool:
    if row["account"] is not None and row["account"] not in names:
        return False
    if not fnmatch.fnmatchcase(request.method, row["method"]) or not fnmatch.fnmatchcase(
        request.path, row["path"]
    ):
        return False
    return row["text"] is None or re.search(row["text"], _text_of(request)) is not None


def _text_of(request: Request) -> str:
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        return ""
    return str(body.get("text", "")) if isinstance(body, dict) else ""
