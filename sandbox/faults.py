"""Trouble on demand: a plan of what shall go wrong, worked off in order, never by chance."""

import fnmatch
import json
import re
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sandbox.answers import PROBLEMS, Answer, Refused, as_json, invalid
from sandbox.limits import too_many
from sandbox.request import Request

BEFORE = frozenset({"reject_before", "reset_before", "rate_limited", "credits_depleted", "suspended"})
AFTER = frozenset(
    {
        "accept_then_status",
        "accept_then_hang",
        "accept_then_reset",
        "accept_then_bad_json",
        "accept_then_cut",
        "media_pending",
        "media_failed",
    }
)
_FAMILIES = {
    "endpoint": "x-rate-limit",
    "user_24h": "x-user-limit-24hour",
    "app_24h": "x-app-limit-24hour",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that goes wrong. `details` holds what its effect needs: status, body, headers, seconds."""

    name: str
    details: Mapping[str, Any]


def plan(*, db: sqlite3.Connection, wish: Mapping[str, Any]) -> int:
    """Remember a fault for the next `times` requests that match. Raises Refused(400) if it makes no sense."""
    match, effect, times = wish.get("match", {}), wish.get("effect"), wish.get("times", 1)
    effect = {"name": effect} if isinstance(effect, str) else effect
    if not isinstance(match, dict) or not isinstance(effect, dict) or not isinstance(times, int) or times < 1:
        raise invalid({}, "A fault is {match: {method, path, account, text}, times, effect: {name, ...}}")
    if effect.get("name") not in BEFORE | AFTER:
        raise invalid({"effect": [str(effect.get("name"))]}, f"effect is one of {sorted(BEFORE | AFTER)}")
    if strangers := set(match) - {"method", "path", "account", "text"}:
        raise invalid({name: [] for name in strangers}, "match knows method, path, account and text")
    _check_pattern(match.get("text"))
    row = db.execute(
        "INSERT INTO faults (method, path, account, text, effect, remaining) VALUES (?, ?, ?, ?, ?, ?)"
        " RETURNING id",
        (
            str(match.get("method", "*")).upper(),
            str(match.get("path", "*")),
            match.get("account"),
            match.get("text"),
            json.dumps(effect),
            times,
        ),
    ).fetchone()
    return int(row["id"])


def _check_pattern(pattern: object) -> None:
    try:
        re.compile(pattern if isinstance(pattern, str) else "")
    except re.error as error:
        raise invalid({"text": [str(pattern)]}, f"text is a regular expression: {error}") from None


def take(*, db: sqlite3.Connection, request: Request, account: sqlite3.Row) -> Fault | None:
    """The oldest planned fault that fits, one use less remaining."""
    for row in db.execute("SELECT * FROM faults WHERE remaining > 0 ORDER BY id").fetchall():
        if _fits(row, request, account):
            db.execute("UPDATE faults SET remaining = remaining - 1 WHERE id = ?", (row["id"],))
            details = json.loads(row["effect"])
            return Fault(name=details["name"], details=details)
    return None


def _fits(row: sqlite3.Row, request: Request, account: sqlite3.Row) -> bool:
    if row["account"] not in {None, account["user_id"], account["username"]}:
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


def before(*, fault: Fault, at: datetime) -> Answer | None:
    """What is answered in place of doing anything. Raises Refused, or gives an answer that never arrives."""
    details = fault.details
    match fault.name:
        case "reject_before":
            raise Refused(_custom(details, int(details.get("status", 500))))
        case "reset_before":
            return Answer(status=500, body=b"", line="reset")
        case "rate_limited":
            raise too_many(_exhausted(details, at))
        case "credits_depleted":
            raise Refused(_problem(402, "CreditsDepleted", "credits", "Your account has no credits left."))
        case "suspended":
            sentence = "Your account is suspended and is not permitted to access this feature."
            raise Refused(as_json({"errors": [{"code": 64, "message": sentence}]}, status=403))
    return None


def after(*, fault: Fault, answer: Answer) -> Answer:
    """What becomes of the answer to a request that was carried out."""
    match fault.name:
        case "accept_then_status":
            return _custom(fault.details, int(fault.details.get("status", 503)))
        case "accept_then_hang":
            time.sleep(float(fault.details.get("seconds", 30)))
        case "accept_then_reset":
            return replace(answer, line="reset")
        case "accept_then_cut":
            return replace(answer, line="cut")
        case "accept_then_bad_json":
            return replace(answer, body=b'{"data": {"id": ')
    return answer


def _custom(details: Mapping[str, Any], status: int) -> Answer:
    headers = {str(name): str(value) for name, value in details.get("headers", {}).items()}
    body = details.get("body", {"title": "Planned fault", "status": status, "type": "about:blank"})
    if isinstance(body, str):
        return Answer(
            status=status, body=body.encode(), content_type="text/html; charset=utf-8", headers=headers
        )
    return as_json(body, status=status, headers=headers)


def _problem(status: int, title: str, kind: str, detail: str) -> Answer:
    return as_json(
        {"title": title, "detail": detail, "type": f"{PROBLEMS}{kind}", "status": status}, status=status
    )


def _exhausted(details: Mapping[str, Any], at: datetime) -> Mapping[str, str]:
    """Headers of a used-up window. On a day's cap the quarter-hour window still has calls left, as on X."""
    window = str(details.get("window", "endpoint"))
    resets_at = int((at + timedelta(seconds=float(details.get("reset_in", 900)))).timestamp())
    quarter = int((at + timedelta(seconds=900)).timestamp())
    headers = {
        "x-rate-limit-limit": "100",
        "x-rate-limit-remaining": "57",
        "x-rate-limit-reset": str(quarter),
    }
    family = _FAMILIES.get(window, "x-rate-limit")
    headers |= {f"{family}-limit": "100", f"{family}-remaining": "0", f"{family}-reset": str(resets_at)}
    return headers
