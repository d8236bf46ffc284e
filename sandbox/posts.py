"""Posts: making, taking down and finding them."""

import hashlib
import re
import sqlite3
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox import count, credit, media, periods, standing
from sandbox.answers import Answer, as_json, forbidden, invalid, not_found
from sandbox.call import HIGHEST_ID, Call, checked_id, is_id
from sandbox.clock import snowflake, stamp
from sandbox.post_json import as_x_shows

LONGEST = 25_000
"""Of a long post."""
COLUMNS = """
    posts.*,
    (SELECT group_concat(category || ' ' || id) FROM (
        SELECT category, media.id FROM post_media JOIN media ON media.id = media_id
        WHERE post_id = posts.id ORDER BY position
    )) AS media_ids,
    (SELECT user_id FROM posts AS above WHERE above.id = posts.reply_to) AS replies_to_user,
    (SELECT count(*) FROM posts AS below WHERE below.reply_to = posts.id AND below.deleted_at IS NULL) AS replies,
    (SELECT count(*) FROM acts WHERE kind = 'repost' AND object_id = posts.id AND ended_at IS NULL) AS reposts,
    (SELECT count(*) FROM acts WHERE kind = 'like' AND object_id = posts.id AND ended_at IS NULL) AS likes
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
        "share_with_followers",
    }
)
_KNOWN = _NOT_IN_PLAN | {"media", "quote_tweet_id", "text", "reply", "reply_settings"}


def create(call: Call) -> Answer:
    """Accept a post, or raise Refused having changed nothing."""
    db, body, account, at = call.db, call.request.json, call.account, call.at
    may = standing.of(db=db, user_id=account["user_id"]).may
    text = _checked_text(body, LONGEST if "long" in may else count.LIMIT)
    settings = _checked_settings(body)
    above = _checked_reply(db, body, account, may)
    quotes = _checked_quote(db, body, may)
    shows = (
        media.checked(db=db, wish=body["media"], user_id=account["user_id"], at=at) if "media" in body else []
    )
    _refuse_duplicate(db, text, account, at)
    price = credit.CREATE_WITH_LINK if count.LINK.search(text) else credit.CREATE
    credit.charge(db=db, consumer_key=call.consumer_key, micros=price)
    post_id = next_id(db=db, at=at)
    db.execute(
        """
        INSERT INTO posts (id, user_id, text, reply_settings, reply_to, created_at, origin, request_body,
                           request_sha256, fault, arrived_at, conversation, quotes)
        VALUES (?, ?, ?, ?, ?, ?, 'api', ?, ?, ?, ?, ?, ?)
        """,
        (
            post_id,
            account["user_id"],
            text,
            settings,
            above and above["id"],
            stamp(at),
            call.request.body.decode("utf-8", errors="replace"),
            hashlib.sha256(call.request.body).hexdigest(),
            call.fault_name,
            stamp(call.request.arrived_at),
            above["conversation"] or above["id"] if above else post_id,
            quotes,
        ),
    )
    media.attach(db=db, post_id=post_id, media_ids=shows)
    row = ever(db=db, post_id=str(post_id))
    if row is None:
        raise LookupError(post_id)
    return as_json({"data": as_x_shows(row, frozenset())}, status=201)


def repeat(*, call: Call, row: sqlite3.Row, author: str) -> None:
    """Put a post of somebody's into the caller's own timeline."""
    call.db.execute(
        "INSERT INTO posts (id, user_id, text, created_at, origin, fault, arrived_at, repeats)"
        " VALUES (?, ?, ?, ?, 'api', ?, ?, ?)",
        (
            next_id(db=call.db, at=call.at),
            call.account["user_id"],
            f"RT @{author}: {row['text']}",
            stamp(call.at),
            call.fault_name,
            stamp(call.request.arrived_at),
            row["id"],
        ),
    )


def next_id(*, db: sqlite3.Connection, at: datetime) -> int:
    """Later posts get higher ids, also within one millisecond and when the clock steps back."""
    highest = db.execute("SELECT max(id) FROM posts WHERE origin = 'api'").fetchone()[0] or 0
    wanted = max(snowflake(at), highest + 1)
    while db.execute("SELECT 1 FROM posts WHERE id = ?", (wanted,)).fetchone():
        wanted += 1
    return wanted


def _checked_text(body: Mapping[str, Any], longest: int) -> str:
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
    if count.weight(text) > longest:
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


def _checked_reply(
    db: sqlite3.Connection, body: Mapping[str, Any], account: sqlite3.Row, may: frozenset[str]
) -> sqlite3.Row | None:
    """The post that is replied to. Without a plan for it only those reply who were mentioned or who wrote it."""
    if "reply" not in body:
        return None
    reply = body["reply"]
    strangers = (
        set(reply) - {"in_reply_to_tweet_id", "exclude_reply_user_ids"} if isinstance(reply, dict) else ()
    )
    target = reply.get("in_reply_to_tweet_id") if isinstance(reply, dict) else None
    if strangers or not isinstance(target, str) or not is_id(target):
        raise invalid(
            {"reply.in_reply_to_tweet_id": [str(target)]}, "The id of a Tweet is a string of digits"
        )
    row = find(db=db, post_id=target)
    if row is None:
        raise not_found()
    mine = row["user_id"] == account["user_id"]
    if not mine and "reply" not in may and not mentions(row["text"], account["username"]):
        raise forbidden("Reply to this conversation is not allowed: its author has not mentioned you.")
    return row


def _checked_quote(db: sqlite3.Connection, body: Mapping[str, Any], may: frozenset[str]) -> int | None:
    if "quote_tweet_id" not in body:
        return None
    if "quote" not in may:
        raise forbidden("You are not permitted to perform this action.")
    target = body["quote_tweet_id"]
    if not isinstance(target, str) or not is_id(target):
        raise invalid({"quote_tweet_id": [str(target)]}, "The id of a Tweet is a string of digits")
    if find(db=db, post_id=target) is None:
        raise not_found()
    return int(target)


def mentions(text: str, username: str) -> int:
    """1 when a text names an account."""
    name = re.escape(username)
    return int(re.search(rf"(?<![0-9A-Za-z_@])@{name}(?![0-9A-Za-z_])", text, re.IGNORECASE) is not None)


def _refuse_duplicate(db: sqlite3.Connection, text: str, account: sqlite3.Row, at: datetime) -> None:
    """Also against posts that were taken down since."""
    since = stamp(at - timedelta(seconds=periods.seconds(db=db, name="duplicates")))
    recent = db.execute(
        "SELECT text FROM posts WHERE user_id = ? AND created_at > ?", (account["user_id"], since)
    ).fetchall()
    if any(_alike(row["text"]) == _alike(text) for row in recent):
        raise forbidden(DUPLICATE)


def _alike(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def delete(call: Call) -> Answer:
    """Take one's own post down. Raises Refused: 404 when it is gone, 403 when it is somebody else's."""
    row = find(db=call.db, post_id=checked_id(call.argument))
    if row is None:
        raise not_found()
    if row["user_id"] != call.account["user_id"]:
        raise forbidden("You are not permitted to delete this Tweet.")
    credit.charge(db=call.db, consumer_key=call.consumer_key, micros=credit.DELETE)
    call.db.execute("UPDATE posts SET deleted_at = ? WHERE id = ?", (stamp(call.at), row["id"]))
    return as_json({"data": {"deleted": True}})


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
    repeats: bool = True


def page(*, db: sqlite3.Connection, user_id: str, stretch: Stretch, limit: int) -> list[sqlite3.Row]:
    """An account's posts that are up, newest first."""
    return db.execute(
        f"""
        SELECT {COLUMNS} FROM posts
        WHERE user_id = :user_id AND id > :since_id AND id < :until_id
            AND created_at >= :start AND created_at < :end AND created_at <= :until
            AND (deleted_at IS NULL OR deleted_at > :gone_since) AND (reply_to IS NULL OR :replies)
            AND (repeats IS NULL OR :repeats)
        ORDER BY id DESC LIMIT :limit
        """,  # noqa: S608  (a constant)
        {"user_id": user_id, "limit": limit, **asdict(stretch)},
    ).fetchall()


def mentioning(
    *, db: sqlite3.Connection, account: sqlite3.Row, stretch: Stretch, limit: int
) -> list[sqlite3.Row]:
    """Posts of others that name an account, newest first."""
    db.create_function("mentions", 2, mentions, deterministic=True)
    return db.execute(
        f"""
        SELECT {COLUMNS} FROM posts
        WHERE user_id != :user_id AND id > :since_id AND id < :until_id AND deleted_at IS NULL
            AND repeats IS NULL AND created_at >= :start AND created_at < :end AND mentions(text, :username)
        ORDER BY id DESC LIMIT :limit
        """,  # noqa: S608  (a constant)
        {"user_id": account["user_id"], "username": account["username"], "limit": limit, **asdict(stretch)},
    ).fetchall()
