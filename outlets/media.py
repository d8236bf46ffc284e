"""Pictures for X: tweepy has no v2 media upload, so these calls are made on its own session.

Uploading is harmless to repeat: what was uploaded and never used is forgotten by X. So nothing here ends as
Unknown; whatever is not a clear refusal may simply be tried again.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from outlets.exchange import Exchange
from outlets.outcomes import NotSent, RateLimited, Rejected, Unknown
from outlets.verdicts import body_of, refusal

PATH = "/2/media/upload"
DESCRIBE_PATH = "/2/media/metadata"
CATEGORY = "tweet_image"
ONE_SHOT_BYTES = 2_000_000
"""Larger pictures go in pieces: X takes pieces up to 5 MB."""
PIECE_BYTES = 1_000_000
TRY_AGAIN_AFTER = timedelta(minutes=1)
MOST_POLLS = 6
LONGEST_PAUSE_SECONDS = 5.0
_SECONDS_UNLESS_TOLD = 3_600
"""How long an upload is taken to last when the answer does not say; X says a day and more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureFile:
    """The exact bytes of one picture, their type (image/jpeg or image/png), and what it shows in words."""

    content: bytes = field(repr=False)
    media_type: str
    alt_text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Uploaded:
    """The network has the picture with its words and takes `media_id` for it until `expires_at`."""

    media_id: str
    expires_at: datetime


MediaOutcome = Uploaded | Rejected | RateLimited | NotSent
Answer = Exchange | NotSent | Unknown


class Send(Protocol):
    """One signed call on tweepy's session; the keywords are those of `requests.Session.request`."""

    def __call__(self, method: str, path: str, **content: Any) -> Answer: ...


class _Ended(Exception):
    """A call did not succeed; `outcome` is what came of the upload."""

    def __init__(self, outcome: Rejected | RateLimited | NotSent) -> None:
        super().__init__(type(outcome).__name__)
        self.outcome = outcome


def upload(
    *, picture: PictureFile, send: Send, now: datetime, pause: Callable[[float], None] = time.sleep
) -> MediaOutcome:
    """Bring a picture and its words to X. Total: every answer, and none, ends in one of four outcomes."""
    try:
        whole = len(picture.content) <= ONE_SHOT_BYTES
        told = _in_one(picture, send, now) if whole else _in_pieces(picture, send, now, pause)
        media_id, expires_at = told
        _done(
            send(
                "POST",
                DESCRIBE_PATH,
                json={"id": media_id, "metadata": {"alt_text": {"text": picture.alt_text}}},
            ),
            now,
        )
    except _Ended as ended:
        return ended.outcome
    return Uploaded(media_id=media_id, expires_at=expires_at)


def _in_one(picture: PictureFile, send: Send, now: datetime) -> tuple[str, datetime]:
    answer = _done(
        send(
            "POST",
            PATH,
            data={"media_category": CATEGORY},
            files={"media": ("picture", picture.content, picture.media_type)},
        ),
        now,
    )
    return _named(answer, now)


def _in_pieces(
    picture: PictureFile, send: Send, now: datetime, pause: Callable[[float], None]
) -> tuple[str, datetime]:
    announced = {
        "media_type": picture.media_type,
        "total_bytes": len(picture.content),
        "media_category": CATEGORY,
    }
    media_id, expires_at = _named(_done(send("POST", f"{PATH}/initialize", json=announced), now), now)
    for number, start in enumerate(range(0, len(picture.content), PIECE_BYTES)):
        piece = picture.content[start : start + PIECE_BYTES]
        part = {"media": ("piece", piece, "application/octet-stream")}
        _done(send("POST", f"{PATH}/{media_id}/append", data={"segment_index": str(number)}, files=part), now)
    _await(_done(send("POST", f"{PATH}/{media_id}/finalize"), now), media_id, send, now, pause)
    return media_id, expires_at


def _await(
    answer: Exchange, media_id: str, send: Send, now: datetime, pause: Callable[[float], None]
) -> None:
    """Ask until X has looked at what it was sent; a picture takes a moment."""
    for _ in range(MOST_POLLS):
        processing = _mapping(_data(answer).get("processing_info"))
        match processing.get("state"):
            case None | "succeeded":
                return
            case "failed":
                said = _mapping(processing.get("error")).get("message")
                text = said if isinstance(said, str) and said else "The picture could not be processed."
                raise _Ended(Rejected(reason="invalid_media", text=text, scope="post", exchange=answer))
        seconds = processing.get("check_after_secs")
        wanted = float(seconds) if isinstance(seconds, int) else 1.0
        pause(min(max(wanted, 0.0), LONGEST_PAUSE_SECONDS))
        answer = _done(send("GET", PATH, params={"command": "STATUS", "media_id": media_id}), now)
    raise _Ended(
        NotSent(reason="media_still_processed", retry_at=answer.ended_at + TRY_AGAIN_AFTER, exchange=answer)
    )


def _done(answer: Answer, now: datetime) -> Exchange:
    """The answer of a call that succeeded; `_Ended` carries what any other one means."""
    if isinstance(answer, NotSent):
        raise _Ended(answer)
    if isinstance(answer, Exchange):
        if answer.status is not None and 200 <= answer.status < 300:
            return answer
        meaning = refusal(answer)
        if not isinstance(meaning, Unknown):
            raise _Ended(meaning)
        answer = meaning
    raise _Ended(_again(answer.reason, answer.exchange, now))


def _named(answer: Exchange, now: datetime) -> tuple[str, datetime]:
    media_id, seconds = _data(answer).get("id"), _data(answer).get("expires_after_secs")
    if not isinstance(media_id, str) or not media_id.isascii() or not media_id.isdigit():
        raise _Ended(_again("answer_unreadable", answer, now))
    told = seconds if isinstance(seconds, int) and 0 < seconds < 10**8 else _SECONDS_UNLESS_TOLD
    return media_id, answer.ended_at + timedelta(seconds=told)


def _again(reason: str, exchange: Exchange | None, now: datetime) -> NotSent:
    ended_at = exchange.ended_at if exchange else now
    return NotSent(reason=reason, retry_at=ended_at + TRY_AGAIN_AFTER, exchange=exchange)


def _data(answer: Exchange) -> Mapping[str, object]:
    return _mapping(body_of(answer).get("data"))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
