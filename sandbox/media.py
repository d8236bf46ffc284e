"""Pictures: taken in one shot or in pieces, described, kept with their bytes, and used by posts while they last."""

import hashlib
import re
import sqlite3
from datetime import datetime, timedelta
from typing import Any

from sandbox.answers import invalid
from sandbox.clock import snowflake, stamp
from sandbox.request import Request

LASTS_SECONDS = 86_400
LARGEST_BYTES = 5 * 1024 * 1024
LARGEST_PIECE = 5 * 1024 * 1024
LONGEST_ALT_TEXT = 1000
MOST = 4
POLLS = 2
"""How often a planned delay answers that it is still at work."""
_CATEGORIES = frozenset({"tweet_image", "tweet_gif", "tweet_video", "amplify_video", "dm_image", "subtitles"})
_INVALID = "Your media IDs are invalid."
_BEGINNINGS = {
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}


def one_shot(*, db: sqlite3.Connection, request: Request, user_id: str, at: datetime) -> dict[str, Any]:
    """A whole picture in one request. Raises Refused."""
    parts = request.parts
    _check_category(parts.get("media_category", b"").decode(errors="replace"))
    content = parts.get("media", b"")
    media_type = recognised(content)
    row = _insert(db, user_id, media_type, len(content), at)
    _complete(db, row["id"], content)
    return _shown(row) | {"size": len(content)}


def initialize(*, db: sqlite3.Connection, request: Request, user_id: str, at: datetime) -> dict[str, Any]:
    """Announce a picture that comes in pieces. Raises Refused."""
    body = request.json
    size, media_type = body.get("total_bytes"), body.get("media_type")
    _check_category(str(body.get("media_category", "")))
    if type(size) is not int or not 0 < size <= LARGEST_BYTES:
        raise invalid({"total_bytes": [str(size)]}, f"File size exceeds {LARGEST_BYTES} bytes.")
    if media_type not in _BEGINNINGS:
        raise invalid({"media_type": [str(media_type)]}, "media type unrecognized.")
    return _shown(_insert(db, user_id, str(media_type), size, at))


def append(*, db: sqlite3.Connection, request: Request, user_id: str, named: str, at: datetime) -> None:
    """One piece; the same number again replaces it. Raises Refused."""
    row = _own(db, named, user_id, at, complete=False)
    parts = request.parts
    number, piece = parts.get("segment_index", b"").decode(errors="replace"), parts.get("media", b"")
    if not re.fullmatch(r"[0-9]{1,3}", number) or not 0 < len(piece) <= LARGEST_PIECE:
        raise invalid({"segment_index": [number]}, "A segment has a number from 0 to 999 and up to 5 MB")
    db.execute("INSERT OR REPLACE INTO pieces VALUES (?, ?, ?)", (row["id"], int(number), piece))


def finalize(
    *, db: sqlite3.Connection, user_id: str, named: str, fault: str | None, at: datetime
) -> dict[str, Any]:
    """Put the pieces together. Raises Refused when bytes are missing or are no picture of the announced type."""
    row = _own(db, named, user_id, at, complete=False)
    pieces = db.execute("SELECT content FROM pieces WHERE media_id = ? ORDER BY number", (row["id"],))
    content = b"".join(piece["content"] for piece in pieces)
    if len(content) != row["total_bytes"]:
        raise invalid({"media_id": [named]}, "Segments do not add up to provided total file size.")
    if recognised(content) != row["media_type"]:
        raise invalid({"media_id": [named]}, "media type unrecognized.")
    _complete(db, row["id"], content)
    db.execute("DELETE FROM pieces WHERE media_id = ?", (row["id"],))
    polls = {"media_pending": POLLS, "media_failed": -1}.get(fault or "", 0)
    db.execute("UPDATE media SET polls = ? WHERE id = ?", (polls, row["id"]))
    return status(db=db, user_id=user_id, named=named, at=at)


def status(*, db: sqlite3.Connection, user_id: str, named: str, at: datetime) -> dict[str, Any]:
    """What has become of a picture that came in pieces; each question brings a planned delay nearer its end."""
    row = _own(db, named, user_id, at, complete=True)
    if row["polls"] == 0:
        return _shown(row)
    if row["polls"] < 0:
        error = {"code": 1, "name": "InvalidMedia", "message": "The picture could not be processed."}
        return _shown(row) | {"processing_info": {"state": "failed", "error": error}}
    db.execute("UPDATE media SET polls = polls - 1 WHERE id = ?", (row["id"],))
    return _shown(row) | {"processing_info": {"state": "in_progress", "check_after_secs": 0}}


def describe(*, db: sqlite3.Connection, request: Request, user_id: str, at: datetime) -> dict[str, Any]:
    """Give a picture its alt text. Raises Refused."""
    metadata = request.json.get("metadata")
    alt_text = metadata.get("alt_text") if isinstance(metadata, dict) else None
    text = alt_text.get("text") if isinstance(alt_text, dict) else None
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST_ALT_TEXT:
        message = f"Alt text has between 1 and {LONGEST_ALT_TEXT} characters"
        raise invalid({"metadata.alt_text.text": []}, message)
    row = _own(db, str(request.json.get("id", "")), user_id, at, complete=True)
    db.execute("UPDATE media SET alt_text = ? WHERE id = ?", (text, row["id"]))
    return {"id": str(row["id"]), "associated_metadata": {"alt_text": {"text": text}}}


def checked(*, db: sqlite3.Connection, wish: object, user_id: str, at: datetime) -> list[int]:
    """The pictures a post names, in order, all its account's own and not expired. Raises Refused."""
    named = wish.get("media_ids") if isinstance(wish, dict) else None
    if not isinstance(named, list) or not 1 <= len(named) <= MOST or len(set(map(str, named))) < len(named):
        raise invalid({"media.media_ids": [str(named)]}, f"A Tweet has between 1 and {MOST} media")
    for media_id in named:
        row = _find(db, str(media_id) if isinstance(media_id, str) else "", user_id, at)
        if row is None or row["sha256"] is None or row["polls"] != 0:
            raise invalid({"media.media_ids": [str(each) for each in named]}, _INVALID)
    return [int(media_id) for media_id in named]


def attach(*, db: sqlite3.Connection, post_id: int, media_ids: list[int]) -> None:
    """Bind checked pictures to a post in their order."""
    rows = [(post_id, position, media_id) for position, media_id in enumerate(media_ids, start=1)]
    db.executemany("INSERT INTO post_media VALUES (?, ?, ?)", rows)


def of_post(*, db: sqlite3.Connection, post_id: int) -> list[sqlite3.Row]:
    """A post's pictures in order."""
    return db.execute(
        "SELECT media.* FROM post_media JOIN media ON media.id = media_id WHERE post_id = ? ORDER BY position",
        (post_id,),
    ).fetchall()


def content_of(*, db: sqlite3.Connection, named: str) -> sqlite3.Row | None:
    """A picture that a post shows: what is not on any post, or on one taken down, nobody sees."""
    if not re.fullmatch(r"[0-9]{1,19}", named):
        return None
    row: sqlite3.Row | None = db.execute(
        """
        SELECT media.* FROM media JOIN post_media ON media_id = media.id JOIN posts ON posts.id = post_id
        WHERE media.id = ? AND deleted_at IS NULL
        """,
        (int(named),),
    ).fetchone()
    return row


def expire(*, db: sqlite3.Connection, user_id: str, at: datetime) -> int:
    """Let an account's pictures be forgotten now; how many were."""
    changed = db.execute(
        "UPDATE media SET expires_at = ? WHERE user_id = ? AND expires_at > ?",
        (stamp(at), user_id, stamp(at)),
    )
    return changed.rowcount


def key_of(media_id: object) -> str:
    """X's name of a picture beside a post."""
    return f"3_{media_id}"


def _check_category(category: str) -> None:
    if category not in _CATEGORIES:
        raise invalid({"media_category": [category]}, f"media_category is one of {sorted(_CATEGORIES)}")
    if category != "tweet_image":
        raise invalid({"media_category": [category]}, "Only tweet_image is part of this plan")


def recognised(content: bytes) -> str:
    """The type of a picture by how it begins. Raises Refused."""
    if len(content) > LARGEST_BYTES:
        raise invalid({"media": []}, f"File size exceeds {LARGEST_BYTES} bytes.")
    for media_type, beginning in _BEGINNINGS.items():
        if beginning.match(content):
            return media_type
    raise invalid({"media": []}, "media type unrecognized.")


def _insert(db: sqlite3.Connection, user_id: str, media_type: str, size: int, at: datetime) -> sqlite3.Row:
    highest = db.execute("SELECT max(id) FROM media").fetchone()[0] or 0
    row: sqlite3.Row = db.execute(
        """
        INSERT INTO media (id, user_id, media_type, total_bytes, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?) RETURNING *
        """,
        (
            max(snowflake(at), highest + 1),
            user_id,
            media_type,
            size,
            stamp(at),
            stamp(at + timedelta(seconds=LASTS_SECONDS)),
        ),
    ).fetchone()
    return row


def _complete(db: sqlite3.Connection, media_id: int, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    db.execute("UPDATE media SET content = ?, sha256 = ? WHERE id = ?", (content, digest, media_id))


def _shown(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "media_key": key_of(row["id"]),
        "expires_after_secs": LASTS_SECONDS,
    }


def _find(db: sqlite3.Connection, named: str, user_id: str, at: datetime) -> sqlite3.Row | None:
    if not re.fullmatch(r"[0-9]{1,19}", named):
        return None
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM media WHERE id = ? AND user_id = ? AND expires_at > ?",
        (int(named), user_id, stamp(at)),
    ).fetchone()
    return row


def _own(db: sqlite3.Connection, named: str, user_id: str, at: datetime, *, complete: bool) -> sqlite3.Row:
    """Another account's, an expired and an unknown picture are the same to whoever asks."""
    row = _find(db, named, user_id, at)
    if row is None or (row["sha256"] is not None) != complete:
        raise invalid({"media_id": [named]}, _INVALID)
    return row
