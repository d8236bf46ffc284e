"""Pictures for X: tweepy has no v2 media upload, so these calls are made on its own session.

Uploading is harmless to repeat: what was uploaded and never used is forgotten by X. So nothing here ends as
Unknown; whatever is not a clear refusal may simply be tried again.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, BinaryIO, Protocol

from outlets.exchange import Exchange
from outlets.languages import DEFAULT, LANGUAGES
from outlets.outcomes import NotSent, RateLimited, Rejected, Unknown
from outlets.verdicts import body_of, refusal

PATH = "/2/media/upload"
DESCRIBE_PATH = "/2/media/metadata"
CAPTIONS_PATH = "/2/media/subtitles"
VIDEO = "video/mp4"
CATEGORIES = {"image/gif": "tweet_gif", VIDEO: "tweet_video"}
"""By type; all others are pictures. What is of these X works on for a while before a post may name it."""
PICTURE = "tweet_image"
ONE_SHOT_BYTES = 2_000_000
"""Larger pictures go in pieces: X takes pieces up to 5 MB."""
PIECE_BYTES = 1_000_000
LARGE_PIECE_BYTES = 4_000_000
"""Of a video, so that a long one is not five hundred calls."""
SENDING_SECONDS = 40.0
"""So long pieces of a video are begun at a time: the worker has other work, and a limit of its own."""
TRY_AGAIN_AFTER = timedelta(minutes=1)
MOST_POLLS = 6
LONGEST_PAUSE_SECONDS = 5.0
FIRST_GAP_SECONDS = 2
LONGEST_GAP_SECONDS = 60
"""What X works on is asked for at gaps that double."""
_SECONDS_UNLESS_TOLD = 3_600
"""How long an upload is taken to last when the answer does not say; X says a day and more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureFile:
    """The exact bytes of one picture as an open file, their type, and what it shows in words.

    Types are image/jpeg, image/png, image/gif and video/mp4; the words of a video are its captions, as SubRip. No more
    than a piece of the file is ever in memory.
    """

    content: BinaryIO = field(repr=False)
    size_bytes: int
    media_type: str
    alt_text: str
    language: str = DEFAULT
    """Of the captions of a video, as `outlets.languages` lists them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Uploaded:
    """The network has the picture with its words and takes `media_id` for it until `expires_at`."""

    media_id: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """The network has the first `sent_bytes` of a video under `media_id`, and takes the rest until `expires_at`."""

    media_id: str
    expires_at: datetime
    sent_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Processing:
    """The network has all of it and works on it; a post may name it once it is ready. `asks` counts the questions."""

    media_id: str
    expires_at: datetime
    ask_at: datetime
    asks: int


MediaOutcome = Uploaded | Begun | Processing | Rejected | RateLimited | NotSent
Answer = Exchange | NotSent | Unknown


class Send(Protocol):
    """One signed call on tweepy's session; the keywords are those of `requests.Session.request`."""

    def __call__(self, method: str, path: str, **content: Any) -> Answer: ...


class _Ended(Exception):
    """A call did not succeed; `outcome` is what came of the upload."""

    def __init__(self, outcome: Begun | Rejected | RateLimited | NotSent) -> None:
        super().__init__(type(outcome).__name__)
        self.outcome = outcome


def upload(
    *,
    picture: PictureFile,
    send: Send,
    now: datetime,
    begun: Begun | None = None,
    remember: Callable[[Begun], None] | None = None,
    pause: Callable[[float], None] = time.sleep,
    seconds: float = SENDING_SECONDS,
) -> MediaOutcome:
    """Bring a picture and its words to X. Total: every answer, and none, ends in one of six outcomes.

    `remember` is told of each piece of a video that X has, and `begun` is what it was told last: the video goes on
    there. What is not sent after so many seconds ends as Begun.
    """
    try:
        if picture.media_type in CATEGORIES:
            pieces = _Pieces(begun=begun, remember=remember, until=time.monotonic() + seconds)
            return _worked_on(picture, send, now, pieces)
        whole = picture.size_bytes <= ONE_SHOT_BYTES
        told = _in_one(picture, send, now) if whole else _in_pieces(picture, send, now, pause)
        media_id, expires_at = told
        _describe(media_id, picture, send, now)
    except _Ended as ended:
        return ended.outcome
    return Uploaded(media_id=media_id, expires_at=expires_at)


def ask(*, known: Processing, send: Send, now: datetime) -> MediaOutcome:
    """Ask once whether what X works on is ready. Total, as `upload` is."""
    try:
        query = {"command": "STATUS", "media_id": known.media_id}
        answer = _done(send("GET", PATH, params=query), now)
        return _state_of(answer, known.media_id, known.expires_at, known.asks + 1)
    except _Ended as ended:
        return ended.outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pieces:
    """Where a video goes on, who is told how far it has come, and when the rest is left to the next look."""

    begun: Begun | None = None
    remember: Callable[[Begun], None] | None = None
    until: float = float("inf")


def _worked_on(picture: PictureFile, send: Send, now: datetime, pieces: _Pieces) -> Uploaded | Processing:
    media_id, expires_at, answer = _sent_in_pieces(picture, send, now, pieces)
    words = _caption if picture.media_type == VIDEO else _describe
    words(media_id, picture, send, now)
    return _state_of(answer, media_id, expires_at, 0)


def _describe(media_id: str, picture: PictureFile, send: Send, now: datetime) -> None:
    words = {"id": media_id, "metadata": {"alt_text": {"text": picture.alt_text}}}
    _done(send("POST", DESCRIBE_PATH, json=words), now)


def _caption(media_id: str, picture: PictureFile, send: Send, now: datetime) -> None:
    """Source: X's API, `POST /2/media/subtitles`: captions are a file of their own, then bound to their video."""
    file = {"media": ("captions.srt", picture.alt_text.encode(), "text/srt")}
    answer = _done(send("POST", PATH, data={"media_category": "subtitles"}, files=file), now)
    subtitles = {"id": _named(answer, now)[0], **_told(picture.language)}
    wish = {"id": media_id, "media_category": "TweetVideo", "subtitles": subtitles}
    _done(send("POST", CAPTIONS_PATH, json=wish), now)


def _told(code: str) -> dict[str, str]:
    return {"language_code": code.upper(), "display_name": LANGUAGES[code].own}


def _in_one(picture: PictureFile, send: Send, now: datetime) -> tuple[str, datetime]:
    picture.content.seek(0)
    answer = _done(
        send(
            "POST",
            PATH,
            data={"media_category": PICTURE},
            files={"media": ("picture", picture.content.read(), picture.media_type)},
        ),
        now,
    )
    return _named(answer, now)


def _in_pieces(
    picture: PictureFile, send: Send, now: datetime, pause: Callable[[float], None]
) -> tuple[str, datetime]:
    media_id, expires_at, answer = _sent_in_pieces(picture, send, now, _Pieces())
    _await(answer, media_id, send, now, pause)
    return media_id, expires_at


def _sent_in_pieces(
    picture: PictureFile, send: Send, now: datetime, pieces: _Pieces
) -> tuple[str, datetime, Exchange]:
    """Its number, until when X keeps it, and what X said when it had all of it."""
    begun = pieces.begun or _announced(picture, send, now)
    step = LARGE_PIECE_BYTES if picture.media_type == VIDEO else PIECE_BYTES
    for start in range(begun.sent_bytes, picture.size_bytes, step):
        if time.monotonic() > pieces.until:
            raise _Ended(begun)
        picture.content.seek(start)
        part = {"media": ("piece", picture.content.read(step), "application/octet-stream")}
        number = {"segment_index": str(start // step)}
        _done(send("POST", f"{PATH}/{begun.media_id}/append", data=number, files=part), now)
        begun = replace(begun, sent_bytes=min(start + step, picture.size_bytes))
        if pieces.remember is not None:
            pieces.remember(begun)
    return begun.media_id, begun.expires_at, _done(send("POST", f"{PATH}/{begun.media_id}/finalize"), now)


def _announced(picture: PictureFile, send: Send, now: datetime) -> Begun:
    announced = {
        "media_type": picture.media_type,
        "total_bytes": picture.size_bytes,
        "media_category": CATEGORIES.get(picture.media_type, PICTURE),
    }
    media_id, expires_at = _named(_done(send("POST", f"{PATH}/initialize", json=announced), now), now)
    return Begun(media_id=media_id, expires_at=expires_at, sent_bytes=0)


def _await(
    answer: Exchange, media_id: str, send: Send, now: datetime, pause: Callable[[float], None]
) -> None:
    """Ask until X has looked at what it was sent; a picture takes a moment."""
    for _ in range(MOST_POLLS):
        wanted = _left(answer)
        if wanted is None:
            return
        pause(min(max(wanted, 0.0), LONGEST_PAUSE_SECONDS))
        answer = _done(send("GET", PATH, params={"command": "STATUS", "media_id": media_id}), now)
    raise _Ended(
        NotSent(reason="media_still_processed", retry_at=answer.ended_at + TRY_AGAIN_AFTER, exchange=answer)
    )


def _state_of(answer: Exchange, media_id: str, expires_at: datetime, asks: int) -> Uploaded | Processing:
    wanted = _left(answer)
    if wanted is None:
        return Uploaded(media_id=media_id, expires_at=expires_at)
    gap = min(FIRST_GAP_SECONDS * 2.0**asks, LONGEST_GAP_SECONDS)
    ask_at = answer.ended_at + timedelta(seconds=min(max(wanted, gap), LONGEST_GAP_SECONDS))
    return Processing(media_id=media_id, expires_at=expires_at, ask_at=ask_at, asks=asks)


def _left(answer: Exchange) -> float | None:
    """After how many seconds X wants to be asked again, or None when it is ready. Raises `_Ended` when it failed."""
    processing = _mapping(_data(answer).get("processing_info"))
    match processing.get("state"):
        case None | "succeeded":
            return None
        case "failed":
            said = _mapping(processing.get("error")).get("message")
            text = said if isinstance(said, str) and said else "The picture could not be processed."
            raise _Ended(Rejected(reason="invalid_media", text=text, scope="post", exchange=answer))
    seconds = processing.get("check_after_secs")
    return float(seconds) if isinstance(seconds, int) else 1.0


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
