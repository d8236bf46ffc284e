"""Posts: making, taking down, finding and showing them as X's API does."""

import hashlib
import sqlite3
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox import count, media
from sandbox.answers import forbidden, invalid, not_found
from sandbox.clock import snowflake, stamp
from sandbox.request import Request
from sandbox.shown import shown

DUPLICATE_HOURS = 24
HIGHEST_ID = 2**63 - 1
COLUMNS = """
    posts.*,
    (SELECT group_concat(media_id) FROM (
        SELECT media_id FROM post_media WHERE post_id = posts.id ORDER BY position
    )) AS media_ids
"""
REPLY_SETTINGS = ("following", "mentionedUsers", "subscribers", "verified")
DUPLICATE = "You are not allowed to create a Tweet with duplicate content."
TOO_LONG = "Your Tweet text is too long."
_NOT_IN_PLAN = frozenset(
    {
        "card_uri",
        "community_id",
        "direct_message_deep_link",
        "edit_options",
        "for_super_followers_only",
        "geo",
        "made_with_ai",
        "nullcast",
        "paid_partnership",
        "poll",
        "quote_tweet_id",
        "share_with_followers",
    }
)
_KNOWN = _NOT_IN_PLAN | {"media", "text", "reply", "reply_settings"}
FIELDS = frozenset(
    {
        "attachments",
        "author_id",
        "conversation_id",
        "created_at",
        "edit_history_tweet_ids",
        "entities",
        "id",
        "note_tweet",
        "public_metrics",
        "referenced_tweets",
        "reply_settings",
        "text",
    }
)


def create(
    *, db: sqlite3.Connection, request: Request, account: sqlite3.Row, fault: str | None, at: datetime
) -> Mapping[str, Any]:
    """Accept a post, or raise Refused having changed nothing."""
    body = request.json
    text = _checked_text(body)
    settings = _checked_settings(body)
    reply_to = _checked_reply(db, body, account)
    shows = (
        media.checked(db=db, wish=body["media"], user_id=account["user_id"], at=at) if "media" in body else []
    )
    _refuse_duplicate(db, text, account, at)
    post_id = next_id(db=db, at=at)
    db.execute(
        """
        INSERT INTO posts (id, user_id, text, reply_settings, reply_to, created_at, origin,
                           request_body, request_sha256, fault, arrived_at)
        VALUES (?, ?, ?, ?, ?, ?, 'api', ?, ?, ?, ?)
        """,
        (
            post_id,
            account["user_id"],
            text,
            settings,
            reply_to,
            stamp(at),
            request.body.decode("utf-8", errors="replace"),
            hashlib.sha256(request.body).hexdigest(),
            fault,
            stamp(request.arrived_at),
        ),
    )
    media.attach(db=db, post_id=post_id, media_ids=shows)
    row = db.execute(f"SELECT {COLUMNS} FROM posts WHERE id = ?", (post_id,)).fetchone()  # noqa: S608
    return as_x_shows(row, frozenset())


def next_id(*, db: sqlite3.Connection, at: datetime) -> int:
    """Later posts get higher ids, also within one millisecond and when the clock steps back."""
    highest = db.execute("SELECT max(id) FROM posts WHERE origin = 'api'").fetchone()[0] or 0
    wanted = max(snowflake(at), highest + 1)
    while db.execute("SELECT 1 FROM posts WHERE id = ?", (wanted,)).fetchone():
        wanted += 1
    return wanted


def _checked_text(body: Mapping[str, Any]) -> str:
    strangers = {key: [str(body[key])] for key in body if key not in _KNOWN}
    if strangers:
        raise invalid(strangers, f"The body holds what is not known: {', '.join(sorted(strangers))}")
    if _NOT_IN_PLAN & set(body):
        raise forbidden("You are not permitted to perform this action.")
    text = body.get("text")
    if text is None and "media" in body:
        return ""
    if not isinstance(text, str) or not text.strip():
        raise invalid({"text": [str(text)]}, "The text of a Tweet must not be empty")
    if count.refused_characters(text):
        raise invalid({"text": [text]}, "The text holds characters that are not allowed")
    if count.weight(text) > count.LIMIT:
        raise forbidden(TOO_LONG)
    return text


def _checked_settings(body: Mapping[str, Any]) -> str | None:
    settings = body.get("reply_settings")
    if settings is None and "reply_settings" not in body:
        return None
    if settings not in REPLY_SETTINGS:
        message = f"$.reply_settings: does not have a value in the enumeration {list(REPLY_SETTINGS)}"
        raise invalid({"reply_settings": [str(settings)]}, message)
    return str(settings)


def _checked_reply(db: sqlite3.Connection, body: Mapping[str, Any], account: sqlite3.Row) -> int | None:
    if "reply" not in body:
        return None
    reply = body["reply"]
    target = reply.get("in_reply_to_tweet_id") if isinstance(reply, dict) else None
    if not isinstance(target, str) or not is_id(target):
        raise invalid(
            {"reply.in_reply_to_tweet_id": [str(target)]}, "The id of a Tweet is a string of digits"
        )
    row = db.execute("SELECT * FROM posts WHERE id = ? AND deleted_at IS NULL", (int(target),)).fetchone()
    if row is None:
        raise not_found()
    if row["user_id"] != account["user_id"] and f"@{account['username']}".lower() not in row["text"].lower():
        raise forbidden("Reply to this conversation is not allowed: its author has not mentioned you.")
    return int(target)


def _refuse_duplicate(db: sqlite3.Connection, text: str, account: sqlite3.Row, at: datetime) -> None:
    """Also against posts that were taken down since."""
    hours = db.execute("SELECT hours FROM duplicate_window").fetchone()
    since = stamp(at - timedelta(hours=DUPLICATE_HOURS if hours is None else hours["hours"]))
    recent = db.execute(
        "SELECT text FROM posts WHERE user_id = ? AND created_at > ?", (account["user_id"], since)
    ).fetchall()
    if any(_alike(row["text"]) == _alike(text) for row in recent):
        raise forbidden(DUPLICATE)


def _alike(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def delete(*, db: sqlite3.Connection, post_id: str, account: sqlite3.Row, at: datetime) -> Mapping[str, Any]:
    """Take one's own post down. Raises Refused: 404 when it is gone, 403 when it is somebody else's."""
    row = find(db=db, post_id=post_id)
    if row is None:
        raise not_found()
    if row["user_id"] != account["user_id"]:
        raise forbidden("You are not permitted to delete this Tweet.")
    db.execute("UPDATE posts SET deleted_at = ? WHERE id = ?", (stamp(at), row["id"]))
    return {"deleted": True}


def ever(*, db: sqlite3.Connection, post_id: str) -> sqlite3.Row | None:
    """A post, also one that was taken down."""
    row: sqlite3.Row | None = db.execute(
        f"SELECT {COLUMNS} FROM posts WHERE id = ?",  # noqa: S608  (a constant)
        (int(post_id),),
    ).fetchone()
    return row


def find(*, db: sqlite3.Connection, post_id: str) -> sqlite3.Row | None:
    """A post that is still up."""
    row = ever(db=db, post_id=post_id)
    return row if row is not None and row["deleted_at"] is None else None


def is_id(text: str) -> bool:
    """Digits that fit 64 bits."""
    return text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= HIGHEST_ID


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Part of a timeline: ids between the first two, times from `start` until before `end`, made no later than
    `until` and not taken down before `gone_since`.
    """

    since_id: int = 0
    until_id: int = HIGHEST_ID
    start: str = ""
    end: str = "~"
    until: str = "~"
    gone_since: str = "~"
    replies: bool = True


def page(*, db: sqlite3.Connection, user_id: str, stretch: Stretch, limit: int) -> list[sqlite3.Row]:
    """An account's posts that are up, newest first."""
    return db.execute(
        f"""
        SELECT {COLUMNS} FROM posts
        WHERE user_id = :user_id AND id > :since_id AND id < :until_id
            AND created_at >= :start AND created_at < :end AND created_at <= :until
            AND (deleted_at IS NULL OR deleted_at > :gone_since) AND (reply_to IS NULL OR :replies)
        ORDER BY id DESC LIMIT :limit
        """,  # noqa: S608  (a constant)
        {"user_id": user_id, "limit": limit, **asdict(stretch)},
    ).fetchall()


def as_x_shows(row: sqlite3.Row, fields: frozenset[str]) -> dict[str, Any]:
    """A post under X's names, ids as strings."""
    post_id = str(row["id"])
    media_keys = [media.key_of(each) for each in (row["media_ids"] or "").split(",") if each]
    view = shown(post_id=row["id"], text=row["text"], media_keys=media_keys)
    data: dict[str, Any] = {"id": post_id, "text": view.text, "edit_history_tweet_ids": [post_id]}
    extra: dict[str, Any] = {
        "attachments": {"media_keys": media_keys} if media_keys else None,
        "author_id": row["user_id"],
        "conversation_id": str(row["reply_to"] or row["id"]),
        "created_at": row["created_at"],
        "entities": view.entities,
        "public_metrics": dict.fromkeys(
            (
                "retweet_count",
                "reply_count",
                "like_count",
                "quote_count",
                "bookmark_count",
                "impression_count",
            ),
            0,
        ),
        "referenced_tweets": row["reply_to"] and [{"type": "replied_to", "id": str(row["reply_to"])}],
        "reply_settings": row["reply_settings"] or "everyone",
    }
    return data | {name: value for name, value in extra.items() if name in fields and value is not None}
