"""What was really accepted, whatever its sender was told. Nothing here is X's: it is for whoever must be sure."""

import sqlite3
from typing import Any

from sandbox import media

_COLUMNS = (
    "user_id",
    "username",
    "text",
    "reply_settings",
    "created_at",
    "deleted_at",
    "arrived_at",
    "request_body",
    "request_sha256",
    "fault",
)


def accepted(*, db: sqlite3.Connection, account: str | None) -> list[dict[str, Any]]:
    """Every create that was accepted over the API, oldest first, also those taken down since.

    `arrived_at` is by the real clock, `created_at` by the sandbox's: a late one lies between. `fault` is what went
    wrong with it. `account` is a user id or a name; None for all.
    """
    rows = db.execute(
        """
        SELECT posts.*, username FROM posts JOIN accounts USING (user_id)
        WHERE origin = 'api' AND repeats IS NULL AND (? IS NULL OR user_id = ? OR username = ?) ORDER BY id
        """,
        (account, account, account),
    ).fetchall()
    return [
        {
            "id": str(row["id"]),
            **{name: row[name] for name in _COLUMNS},
            "reply_to": None if row["reply_to"] is None else str(row["reply_to"]),
            "media": _shown(db, row["id"]),
        }
        for row in rows
    ]


def acts(*, db: sqlite3.Connection, account: str | None) -> list[dict[str, Any]]:
    """Every repost, like, follow and hidden reply, oldest first, also those taken back since."""
    rows = db.execute(
        """
        SELECT acts.*, username FROM acts JOIN accounts USING (user_id)
        WHERE ? IS NULL OR user_id = ? OR username = ? ORDER BY id
        """,
        (account, account, account),
    )
    names = ("user_id", "username", "kind", "at", "ended_at", "arrived_at", "fault")
    return [{"object_id": str(row["object_id"])} | {name: row[name] for name in names} for row in rows]


def _shown(db: sqlite3.Connection, post_id: int) -> list[dict[str, Any]]:
    """What was received of each picture or video, by its digest; captions by language."""
    return [
        {
            "id": str(row["id"]),
            **{name: row[name] for name in ("media_type", "sha256", "alt_text")},
            "captions": {
                each["language"]: each["sha256"] for each in media.captions_of(db=db, media_id=row["id"])
            },
        }
        for row in media.of_post(db=db, post_id=post_id)
    ]
