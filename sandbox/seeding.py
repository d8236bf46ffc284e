"""Past posts, put in place as if they had been there all along."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox import people
from sandbox.answers import Answer, as_json, invalid
from sandbox.call import is_id
from sandbox.clock import moment, snowflake, stamp
from sandbox.request import Request


def seed(db: sqlite3.Connection, request: Request, at: datetime) -> Answer:
    """Put past posts in place. A post that is already there is left alone, so a seed may be repeated."""
    wishes = request.json.get("posts", [request.json])
    if not isinstance(wishes, list) or not all(isinstance(wish, dict) for wish in wishes):
        raise invalid({"posts": []}, "posts is a list of objects")
    return as_json({"ids": [str(_seed_one(db, wish)) for wish in wishes]}, status=201)


def _seed_one(db: sqlite3.Connection, wish: Mapping[str, Any]) -> int:
    account = people.by_either(db=db, name=str(wish.get("account", "")))
    text, wanted = wish.get("text"), str(wish.get("id", "0"))
    if account is None or not isinstance(text, str) or not is_id(wanted):
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
