"""What an account and its plan may do at the moment, and the words X refuses the rest with."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.answers import PROBLEMS, Refused, as_json, coded, invalid, suspended, unauthorized

STATES = ("active", "suspended", "locked", "protected", "deleted")
ABILITIES = frozenset({"follow", "hide", "like", "long", "profile", "quote", "reply", "repost"})
PLAN = frozenset({"hide", "repost"})
"""What self-service plans include since April 2026. `reply` means to anyone, `long` beyond 280."""
_LOCKED = (
    "To protect our users from spam and other malicious activity, this account is temporarily locked. "
    "Please log in to https://twitter.com to unlock your account."
)
_READ_ONLY = "Application cannot perform write actions."
_SUBSET = "You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints only."


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """`daily_cap` is how many posts the account may make in 24 hours; None is no cap of its own."""

    state: str = "active"
    may: frozenset[str] = PLAN
    read_only: bool = False
    daily_cap: int | None = None


def of(*, db: sqlite3.Connection, user_id: str) -> Standing:
    row = db.execute("SELECT * FROM standing WHERE user_id = ?", (user_id,)).fetchone()
    if row is None:
        return Standing()
    return Standing(
        state=row["state"],
        may=frozenset(json.loads(row["may"])),
        read_only=bool(row["read_only"]),
        daily_cap=row["daily_cap"],
    )


def set_for(*, db: sqlite3.Connection, user_id: str, wish: Mapping[str, Any]) -> dict[str, Any]:
    """{state, may: [abilities], read_only, daily_cap}; what is not named is as with every new account.

    Raises Refused(400).
    """
    state, may = wish.get("state", "active"), wish.get("may", sorted(PLAN))
    read_only, daily_cap = wish.get("read_only", False), wish.get("daily_cap")
    if state not in STATES or not isinstance(may, list) or not set(may) <= ABILITIES:
        raise invalid({}, f"state is one of {list(STATES)}, may a list out of {sorted(ABILITIES)}")
    if not isinstance(read_only, bool) or not (
        daily_cap is None or (type(daily_cap) is int and daily_cap >= 0)
    ):
        raise invalid({}, "read_only is true or false, daily_cap a number of posts or null")
    db.execute(
        "INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?, ?)",
        (user_id, state, json.dumps(sorted(may)), int(read_only), daily_cap),
    )
    return {"state": state, "may": sorted(may), "read_only": read_only, "daily_cap": daily_cap}


def check(*, standing: Standing, method: str, needs: str | None) -> None:
    """Raises Refused when this account may not make the call: 401, or 403 in one of X's ways."""
    if standing.state == "deleted":
        raise unauthorized()
    if standing.state == "suspended":
        raise suspended()
    if standing.state == "locked":
        raise coded(326, _LOCKED)
    if standing.read_only and method != "GET":
        raise coded(261, _READ_ONLY)
    if needs is not None and needs not in standing.may:
        raise coded(453, _SUBSET) if needs == "profile" else _not_in_plan()


def hidden_from(*, db: sqlite3.Connection, row: sqlite3.Row, reader: str) -> dict[str, str] | None:
    """The error that stands in place of an account's posts for this reader; None when they are open to it."""
    state = of(db=db, user_id=row["user_id"]).state
    detail = {
        "suspended": f"User has been suspended: [{row['user_id']}].",
        "protected": f"Sorry, you are not authorized to see the user with id: [{row['user_id']}].",
        "deleted": f"Could not find user with id: [{row['user_id']}].",
    }.get(state)
    if detail is None or reader == row["user_id"]:
        return None
    kind = "not-authorized-for-resource" if state == "protected" else "resource-not-found"
    return {
        "value": row["user_id"],
        "detail": detail,
        "title": {"protected": "Authorization Error", "suspended": "Forbidden"}.get(state, "Not Found Error"),
        "resource_type": "user",
        "parameter": "id",
        "resource_id": row["user_id"],
        "type": f"{PROBLEMS}{kind}",
    }


def _not_in_plan() -> Refused:
    body = {
        "title": "Client Forbidden",
        "detail": "This request must be made using an approved developer account that is enrolled in the "
        "requested endpoint.",
        "reason": "client-not-enrolled",
        "type": f"{PROBLEMS}client-forbidden",
        "status": 403,
    }
    return Refused(as_json(body, status=403))
