"""A post under X's names."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from sandbox import count, media
from sandbox.shown import Shown, shown

FIELDS = frozenset(
    {
        "attachments",
        "author_id",
        "conversation_id",
        "created_at",
        "edit_history_tweet_ids",
        "entities",
        "id",
        "in_reply_to_user_id",
        "non_public_metrics",
        "note_tweet",
        "public_metrics",
        "referenced_tweets",
        "reply_settings",
        "source",
        "text",
    }
)

NEWER = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
    "referenced_tweets": "referenced_posts",
    "retweet_count": "repost_count",
}
"""X has two sets of names: who asks for `post.fields` gets the newer one."""
OLDER = {newer: older for older, newer in NEWER.items()}


def newer_names(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same post under X's newer names."""
    renamed = {NEWER.get(name, name): value for name, value in data.items()}
    if metrics := data.get("public_metrics"):
        renamed["public_metrics"] = {NEWER.get(name, name): value for name, value in metrics.items()}
    return renamed


def as_x_shows(row: sqlite3.Row, fields: frozenset[str]) -> dict[str, Any]:
    """Ids as strings. A long post's text is cut; the whole of it is its note."""
    post_id = str(row["id"])
    shows = [each.split(" ") for each in (row["media_ids"] or "").split(",") if each]
    media_keys = [media.key_of(category=category, media_id=media_id) for category, media_id in shows]
    view = shown(post_id=row["id"], text=row["text"], media_keys=media_keys)
    is_long = count.weight(row["text"]) > count.LIMIT and row["repeats"] is None
    data: dict[str, Any] = {
        "id": post_id,
        "text": f"{view.text[: count.LIMIT - 1]}\u2026" if is_long else view.text,
        "edit_history_tweet_ids": [post_id],
    }
    extra: dict[str, Any] = {
        "attachments": {"media_keys": media_keys} if media_keys else None,
        "author_id": row["user_id"],
        "conversation_id": str(row["conversation"] or row["reply_to"] or row["id"]),
        "created_at": row["created_at"],
        "entities": view.entities,
        "in_reply_to_user_id": row["replies_to_user"],
        "note_tweet": _note(view) if is_long else None,
        "public_metrics": _metrics(row),
        "referenced_tweets": _references(row),
        "reply_settings": row["reply_settings"] or "everyone",
        "source": "sandbox",
    }
    return data | {name: value for name, value in extra.items() if name in fields and value is not None}


def private_metrics() -> Mapping[str, int]:
    """What an author alone may ask; nobody looks at a sandbox."""
    return dict.fromkeys(("impression_count", "user_profile_clicks", "url_link_clicks", "engagements"), 0)


def _note(view: Shown) -> dict[str, object]:
    return {"text": view.text} | ({"entities": view.entities} if view.entities else {})


def _metrics(row: sqlite3.Row) -> Mapping[str, int]:
    return {
        "retweet_count": row["reposts"],
        "reply_count": row["replies"],
        "like_count": row["likes"],
        "quote_count": 0,
        "bookmark_count": 0,
        "impression_count": 0,
    }


def _references(row: sqlite3.Row) -> list[dict[str, str]] | None:
    kinds = {"replied_to": row["reply_to"], "quoted": row["quotes"], "retweeted": row["repeats"]}
    return [{"type": kind, "id": str(post_id)} for kind, post_id in kinds.items() if post_id] or None
