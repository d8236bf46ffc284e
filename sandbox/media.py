"""What posts show: pictures, or one GIF, or one video with captions, kept with their bytes while they last."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sandbox.answers import Refused, invalid
from sandbox.clock import stamp

MOST = 4
_INVALID = "Your media IDs are invalid."
_MEGABYTE = 1024 * 1024
_BEGINNINGS = {
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "video/mp4": re.compile(rb"....ftyp", re.DOTALL),
    "text/vtt": re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT"),
    "text/srt": re.compile(rb"(?:\xef\xbb\xbf)?\s*[0-9]+\s*\r?\n[0-9:,]+ --> "),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Category:
    """`prefix` begins X's name of it beside a post. What is `processed` comes in pieces and is not ready at once."""

    types: frozenset[str]
    most_bytes: int
    prefix: str
    processed: bool


CATEGORIES: Mapping[str, Category] = {
    "tweet_image": Category(
        types=frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"}),
        most_bytes=5 * _MEGABYTE,
        prefix="3",
        processed=False,
    ),
    "tweet_gif": Category(
        types=frozenset({"image/gif"}), most_bytes=15 * _MEGABYTE, prefix="16", processed=True
    ),
    "tweet_video": Category(
        types=frozenset({"video/mp4"}), most_bytes=512 * _MEGABYTE, prefix="7", processed=True
    ),
    "subtitles": Category(
        types=frozenset({"text/vtt", "text/srt"}), most_bytes=_MEGABYTE // 2, prefix="", processed=False
    ),
}
ALONE = frozenset({"tweet_gif", "tweet_video"})


def category_of(name: str) -> Category:
    """Raises Refused for what this plan does not take."""
    if name not in CATEGORIES:
        raise invalid({"media_category": [name]}, f"media_category is one of {sorted(CATEGORIES)}")
    return CATEGORIES[name]


def recognised(content: bytes) -> str:
    """The type of a file by how it begins. Raises Refused."""
    for media_type, beginning in _BEGINNINGS.items():
        if beginning.match(content):
            return media_type
    raise invalid({"media": []}, "media type unrecognized.")


def checked(*, db: sqlite3.Connection, wish: object, user_id: str, at: datetime) -> list[int]:
    """What a post names, in order, all its account's own, ready and not expired. Raises Refused."""
    strangers = set(wish) - {"media_ids", "tagged_user_ids"} if isinstance(wish, dict) else ()
    named = wish.get("media_ids") if isinstance(wish, dict) else None
    if strangers or not isinstance(named, list) or not 1 <= len(named) <= MOST:
        raise invalid({"media.media_ids": [str(named)]}, f"A Tweet has between 1 and {MOST} media")
    if len(set(map(str, named))) < len(named):
        raise invalid({"media.media_ids": [str(named)]}, "The same media is named twice")
    rows = [_ready(db, media_id, named, user_id, at) for media_id in named]
    if len(rows) > 1 and any(row["category"] in ALONE for row in rows):
        raise invalid({"media.media_ids": named}, "A Tweet has up to 4 photos, or 1 GIF, or 1 video")
    return [int(row["id"]) for row in rows]


def _ready(
    db: sqlite3.Connection, media_id: object, named: list[object], user_id: str, at: datetime
) -> sqlite3.Row:
    row = find(db=db, named=media_id if isinstance(media_id, str) else "", user_id=user_id, at=at)
    if row is None or row["sha256"] is None or row["polls"] != 0 or row["category"] == "subtitles":
        raise invalid({"media.media_ids": [str(each) for each in named]}, _INVALID)
    return row


def attach(*, db: sqlite3.Connection, post_id: int, media_ids: list[int]) -> None:
    """Bind what was checked to a post in its order."""
    rows = [(post_id, position, media_id) for position, media_id in enumerate(media_ids, start=1)]
    db.executemany("INSERT INTO post_media VALUES (?, ?, ?)", rows)


def of_post(*, db: sqlite3.Connection, post_id: int) -> list[sqlite3.Row]:
    """What a post shows, in order."""
    return db.execute(
        "SELECT media.* FROM post_media JOIN media ON media.id = media_id WHERE post_id = ? ORDER BY position",
        (post_id,),
    ).fetchall()


def captions_of(*, db: sqlite3.Connection, media_id: int) -> list[sqlite3.Row]:
    """A video's, by language."""
    return db.execute(
        """
        SELECT captions.*, sha256 FROM captions JOIN media ON media.id = subtitle_id
        WHERE media_id = ? ORDER BY language
        """,
        (media_id,),
    ).fetchall()


def pieces_of(*, db: sqlite3.Connection, media_id: int) -> Iterator[bytes]:
    """A file as it came, one piece in memory at a time; all of it at once where an earlier release put it together."""
    came = db.execute("SELECT content FROM pieces WHERE media_id = ? ORDER BY number", (media_id,))
    whole = db.execute("SELECT content FROM media WHERE id = ? AND content IS NOT NULL", (media_id,))
    return (row["content"] for row in chain(came, whole))


def content_of(*, db: sqlite3.Connection, named: str) -> sqlite3.Row | None:
    """A file that a post shows: what is not on any post, or on one taken down, nobody sees."""
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
    """Let what an account uploaded be forgotten now; how many files that were."""
    changed = db.execute(
        "UPDATE media SET expires_at = ? WHERE user_id = ? AND expires_at > ?",
        (stamp(at), user_id, stamp(at)),
    )
    return changed.rowcount


def key_of(*, category: str, media_id: object) -> str:
    """X's name of it beside a post."""
    return f"{CATEGORIES[category].prefix}_{media_id}"


def find(*, db: sqlite3.Connection, named: str, user_id: str, at: datetime) -> sqlite3.Row | None:
    """An account's own that is not expired."""
    if not re.fullmatch(r"[0-9]{1,19}", named):
        return None
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM media WHERE id = ? AND user_id = ? AND expires_at > ?",
        (int(named), user_id, stamp(at)),
    ).fetchone()
    return row


def not_yours(named: str) -> Refused:
    """Another account's, an expired and an unknown one are the same to whoever asks."""
    return invalid({"media_id": [named]}, _INVALID)
