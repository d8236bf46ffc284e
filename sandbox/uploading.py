"""How files come: in one shot or in pieces, and then their alt text or captions."""

import hashlib
import re
import sqlite3
from datetime import datetime, timedelta
from typing import Any

from sandbox.answers import Answer, as_json, invalid, retired
from sandbox.call import Call
from sandbox.clock import snowflake, stamp
from sandbox.media import Category, category_of, find, key_of, not_yours, pieces_of, recognised

LASTS_SECONDS = 86_400
LARGEST_PIECE = 5 * 1024 * 1024
LONGEST_ALT_TEXT = 1000
POLLS = 2
"""How often what is processed, or delayed on purpose, answers that it is still at work."""
_TARGETS = {"TweetVideo": "tweet_video", "AmplifyVideo": "tweet_video"}


def one_shot(call: Call) -> Answer:
    """A whole file in one request: what is processed cannot come so."""
    parts = call.request.parts
    named = parts.get("media_category", b"").decode(errors="replace")
    category, content = category_of(named), parts.get("media", b"")
    if category.processed:
        raise invalid({"media_category": [named]}, "A GIF or a video comes in pieces")
    _check_size(category, len(content))
    row = _insert(call, named, _typed(category, content), len(content))
    call.db.execute("INSERT INTO pieces VALUES (?, 0, ?)", (row["id"], content))
    _complete(call.db, row["id"], polls=0)
    return as_json({"data": _shown(row) | {"size": len(content)}})


def initialize(call: Call) -> Answer:
    """Announce a file that comes in pieces."""
    body = call.request.json
    size, media_type, named = body.get("total_bytes"), body.get("media_type"), body.get("media_category")
    category = category_of(str(named))
    if type(size) is not int:
        raise invalid({"total_bytes": [str(size)]}, "total_bytes is a number")
    _check_size(category, size)
    if media_type not in category.types:
        raise invalid({"media_type": [str(media_type)]}, "media type unrecognized.")
    return as_json({"data": _shown(_insert(call, str(named), str(media_type), size))})


def append(call: Call) -> Answer:
    """One piece; the same number again replaces it."""
    row = _own(call, call.argument, complete=False)
    parts = call.request.parts
    number, piece = parts.get("segment_index", b"").decode(errors="replace"), parts.get("media", b"")
    if not re.fullmatch(r"[0-9]{1,3}", number) or not 0 < len(piece) <= LARGEST_PIECE:
        raise invalid({"segment_index": [number]}, "A segment has a number from 0 to 999 and up to 5 MB")
    call.db.execute("INSERT OR REPLACE INTO pieces VALUES (?, ?, ?)", (row["id"], int(number), piece))
    return as_json({"data": {}})


def finalize(call: Call) -> Answer:
    """Refused when bytes are missing or are no file of the announced type. The pieces stay: no file is ever whole."""
    named = call.argument
    row = _own(call, named, complete=False)
    (size,) = call.db.execute(
        "SELECT sum(length(content)) FROM pieces WHERE media_id = ?", (row["id"],)
    ).fetchone()
    if size != row["total_bytes"]:
        raise invalid({"media_id": [named]}, "Segments do not add up to provided total file size.")
    category = category_of(row["category"])
    if _typed(category, next(pieces_of(db=call.db, media_id=row["id"]))) != row["media_type"]:
        raise invalid({"media_id": [named]}, "media type unrecognized.")
    usual = POLLS if category.processed else 0
    _complete(call.db, row["id"], polls=_polls(call, usual))
    return as_json({"data": _progress(call, named)})


def _polls(call: Call, usual: int) -> int:
    """How often it answers that it is still at work; below 0 it has failed."""
    match call.fault_name:
        case "media_pending" if call.fault is not None:
            return int(call.fault.details.get("polls", POLLS))
        case "media_failed":
            return -1
    return usual


def status(call: Call) -> Answer:
    """What has become of it; each question brings a delay nearer its end."""
    query = call.request.parameters("command", "media_id")
    if query.get("command") != "STATUS":
        raise invalid({"command": [query.get("command", "")]}, "command is STATUS")
    return as_json({"data": _progress(call, query.get("media_id", ""))})


def _progress(call: Call, named: str) -> dict[str, Any]:
    row = _own(call, named, complete=True)
    if row["polls"] == 0:
        ready = {"processing_info": {"state": "succeeded", "progress_percent": 100}}
        return _shown(row) | (ready if category_of(row["category"]).processed else {})
    if row["polls"] < 0:
        error = {"code": 1, "name": "InvalidMedia", "message": "The picture could not be processed."}
        return _shown(row) | {"processing_info": {"state": "failed", "error": error}}
    call.db.execute("UPDATE media SET polls = polls - 1 WHERE id = ?", (row["id"],))
    done = 100 // (row["polls"] + 1)
    working = {"state": "in_progress", "check_after_secs": 0, "progress_percent": done}
    return _shown(row) | {"processing_info": working}


def describe(call: Call) -> Answer:
    """Give a picture or a GIF its alt text."""
    metadata = call.request.json.get("metadata")
    alt_text = metadata.get("alt_text") if isinstance(metadata, dict) else None
    text = alt_text.get("text") if isinstance(alt_text, dict) else None
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST_ALT_TEXT:
        message = f"Alt text has between 1 and {LONGEST_ALT_TEXT} characters"
        raise invalid({"metadata.alt_text.text": []}, message)
    row = _own(call, str(call.request.json.get("id", "")), complete=True)
    if row["category"] not in {"tweet_image", "tweet_gif"}:
        raise invalid({"id": [str(row["id"])]}, "Alt text is for pictures and GIFs")
    call.db.execute("UPDATE media SET alt_text = ? WHERE id = ?", (text, row["id"]))
    return as_json({"data": {"id": str(row["id"]), "associated_metadata": {"alt_text": {"text": text}}}})


def caption(call: Call) -> Answer:
    """Bind a file of captions to a video; the same language again replaces it."""
    wish = call.request.json.get("subtitles")
    row = _video(call)
    if not isinstance(wish, dict) or not re.fullmatch(r"[A-Za-z]{2,3}", str(wish.get("language_code"))):
        raise invalid({"subtitles.language_code": []}, "A language code has two or three letters")
    words = _own(call, str(wish.get("id", "")), complete=True)
    if words["category"] != "subtitles":
        raise not_yours(str(words["id"]))
    language, name = str(wish["language_code"]).upper(), str(wish.get("display_name", ""))
    call.db.execute(
        "INSERT OR REPLACE INTO captions VALUES (?, ?, ?, ?)", (row["id"], language, words["id"], name)
    )
    told = {"id": str(words["id"]), "language_code": language, "display_name": name}
    category = call.request.json["media_category"]
    return as_json({"data": {"id": str(row["id"]), "media_category": category, "associated_subtitles": told}})


def uncaption(call: Call) -> Answer:
    row, language = _video(call), str(call.request.json.get("language_code", "")).upper()
    gone = call.db.execute("DELETE FROM captions WHERE media_id = ? AND language = ?", (row["id"], language))
    return as_json({"data": {"deleted": gone.rowcount == 1}})


def in_the_older_way(call: Call) -> Answer:
    """API 1.1 took files until 9 June 2025. Raises Refused(410)."""
    raise retired()


def _video(call: Call) -> sqlite3.Row:
    target = _TARGETS.get(str(call.request.json.get("media_category")))
    if target is None:
        raise invalid({"media_category": []}, f"media_category is one of {sorted(_TARGETS)}")
    row = _own(call, str(call.request.json.get("id", "")), complete=True)
    if row["category"] != target:
        raise not_yours(str(row["id"]))
    return row


def _check_size(category: Category, size: int) -> None:
    if not 0 < size <= category.most_bytes:
        raise invalid({"total_bytes": [str(size)]}, f"File size exceeds {category.most_bytes} bytes.")


def _typed(category: Category, content: bytes) -> str:
    media_type = recognised(content)
    if media_type not in category.types:
        raise invalid({"media": []}, "media type unrecognized.")
    return media_type


def _insert(call: Call, category: str, media_type: str, size: int) -> sqlite3.Row:
    highest = call.db.execute("SELECT max(id) FROM media").fetchone()[0] or 0
    row: sqlite3.Row = call.db.execute(
        """
        INSERT INTO media (id, user_id, category, media_type, total_bytes, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *
        """,
        (
            max(snowflake(call.at), highest + 1),
            call.account["user_id"],
            category,
            media_type,
            size,
            stamp(call.at),
            stamp(_ends_at(call.at)),
        ),
    ).fetchone()
    return row


def _ends_at(at: datetime) -> datetime:
    return at + timedelta(seconds=LASTS_SECONDS)


def _complete(db: sqlite3.Connection, media_id: int, *, polls: int) -> None:
    digest = hashlib.sha256()
    for piece in pieces_of(db=db, media_id=media_id):
        digest.update(piece)
    db.execute("UPDATE media SET sha256 = ?, polls = ? WHERE id = ?", (digest.hexdigest(), polls, media_id))


def _shown(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "media_key": key_of(category=row["category"], media_id=row["id"]),
        "expires_after_secs": LASTS_SECONDS,
    }


def _own(call: Call, named: str, *, complete: bool) -> sqlite3.Row:
    row = find(db=call.db, named=named, user_id=call.account["user_id"], at=call.at)
    if row is None or (row["sha256"] is not None) != complete:
        raise not_yours(named)
    return row
